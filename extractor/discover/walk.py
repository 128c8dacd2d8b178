"""Which files are read: those named, and those in the folders, archives and globs named."""

from __future__ import annotations

import glob
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.discover.archives import is_report, members, not_archive, unpacker_of
from extractor.discover.budget import DEFAULT_ARCHIVE_LIMITS, ArchiveLimits, Budget, Entry
from extractor.discover.names import ARCHIVES, PAGES, PIECES, SUFFIXES, printable, readable
from extractor.discover.remote import fetched, is_remote, remote_names
from extractor.discover.splits import Siblings, Split, Volumes, unsplit
from extractor.errors import JiheError
from extractor.model import Problem


def discover(paths: Sequence[Path | str]) -> Iterator[Path]:
    """Yield the files to read: those named, and those found in the folders named, sorted.

    Hidden files and folders, Office lock files (`~$…`) and the folders in which browsers put the
    pieces of a saved page (`报告_files`) are skipped inside folders. A folder that may not be
    listed is yielded itself, so that reading it gives a `Problem`.

    Raises:
        JiheError: one of `paths` does not exist; raised before any file is yielded.
    """
    for root in _roots(paths):
        yield from _walk(root, SUFFIXES) if root.is_dir() else (root,)


def entries(
    paths: Sequence[Path | str], scratch: Path, limits: ArchiveLimits = DEFAULT_ARCHIVE_LIMITS
) -> Iterator[Entry | Problem]:
    """Yield the files to read, those in archives and on remote systems among them.

    What `discover` yields, and the members of archives: unpacked into `scratch` one by one under
    names of our own. The caller owns `scratch` and may delete each file once it is read. A file
    that several paths lead to is yielded once. The order never changes.

    Raises:
        JiheError: one of `paths` does not exist; raised before any file is yielded.
    """
    roots: list[Path | str] = []
    for path in paths:
        roots += remote_names(str(path)) if is_remote(path) else _roots([path])
    scratch.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=scratch))
    seen = _Seen(len(roots) > 1)
    siblings = Siblings()
    for number, root in enumerate(roots):
        if isinstance(root, str):
            yield from _remote(root, folder / f"r{number}", limits)
            continue
        named = not root.is_dir()
        for file in (root,) if named else _walk(root, SUFFIXES | ARCHIVES, scratch):
            split = siblings.split(file)
            one = (split.head or split.whole or file) if split else file
            if not seen(one):
                yield from _file(one, folder, limits, named=named, split=split)


def _remote(name: str, folder: Path, limits: ArchiveLimits) -> Iterator[Entry | Problem]:
    """Fetch one remote file and yield it, or what lies in it."""
    folder.mkdir()
    file = fetched(name, folder, limits)
    if isinstance(file, Problem):
        yield file
    else:
        yield from _unpacked(file.shown, file.path, folder, limits, named=True)


def _file(
    file: Path, folder: Path, limits: ArchiveLimits, *, named: bool, split: Split | None
) -> Iterator[Entry | Problem]:
    """Yield one file, or what lies in it or in the volumes that it stands for."""
    if split is not None and file == split.head:
        inside = Path(tempfile.mkdtemp(dir=folder))
        found = unsplit(split, inside, Budget(inside, limits))
        if found is not None:
            return found
    return _unpacked(printable(readable(file)), file, folder, limits, named=named)


def _unpacked(
    shown: str, file: Path, folder: Path, limits: ArchiveLimits, *, named: bool
) -> Iterator[Entry | Problem]:
    """Yield one file, or what lies in it if it is an archive."""
    unpack = unpacker_of(file, shown) if file.is_file() else None
    archive = file.suffix.lower() in ARCHIVES and not named
    if unpack is not None:
        inside = Path(tempfile.mkdtemp(dir=folder))
        yield from members(shown, file, unpack, Budget(inside, limits))
    elif not archive or not file.is_file() or is_report(file):
        yield Entry(shown, file)
    elif problem := not_archive(shown):
        yield problem


class _Seen:
    """Whether a file was met before, links resolved; needed only where several paths are given."""

    def __init__(self, active: bool) -> None:
        self._digests: set[bytes] | None = set() if active else None

    def __call__(self, file: Path) -> bool:
        if self._digests is None:
            return False
        try:
            name = os.fsencode(file.resolve())
        except (OSError, RuntimeError):  # a loop of links
            name = os.fsencode(file)
        digest = hashlib.blake2b(name, digest_size=12).digest()
        known = digest in self._digests
        self._digests.add(digest)
        return known


def _roots(paths: Sequence[Path | str]) -> list[Path]:
    """The files and folders named, globs expanded.

    Raises:
        JiheError: one of them does not exist.
    """
    roots: list[Path] = []
    for path in paths:
        if os.path.lexists(path):
            roots.append(Path(path))
        elif glob.has_magic(str(path)) and (
            found := sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207
        ):
            roots += map(Path, found)
        else:
            raise JiheError(f"找不到文件或文件夹：{readable(Path(path))}，请检查路径。")
    return roots


def _walk(folder: Path, suffixes: frozenset[str], without: Path | None = None) -> Iterator[Path]:
    """Yield the readable kinds of files under `folder`, links to folders not followed."""
    try:
        if without is not None and folder.samefile(without):
            return  # what we unpack into
        found = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    volumes = Volumes(found if suffixes >= ARCHIVES else ())
    pages = (entry.stem for entry in found if entry.suffix.lower() in PAGES)
    pieces = {page + ending for page in pages for ending in PIECES}
    for entry in found:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            if not entry.is_symlink() and entry.name not in pieces:
                yield from _walk(entry, suffixes, without)
        elif volumes.takes(entry, usual=entry.suffix.lower() in suffixes):
            yield entry
