"""Archives as folders: what lies in them, archives in archives too, under limits."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from extractor.discover.budget import Budget, Entry, ExhaustedError, RefusedError, Unpacked
from extractor.discover.names import PACKAGES, SUFFIXES, printable, suffix_of
from extractor.discover.sniff import ZIP, is_package, sniff
from extractor.discover.tars import is_tar, unpack_tar
from extractor.discover.zips import ZIP_ERRORS, unpack_zip
from extractor.model import Problem

Unpack = Callable[[Path, Budget], Iterator[Unpacked]]

_HEAD = 512
_SNIFFED_WHOLE = 64 * 1024**2


def unpacker_of(path: Path, shown: str) -> Unpack | None:
    """How to unpack a file, or None if it is no archive; told by its content.

    An Office file is none although it is a ZIP archive; so is a damaged one under its own name.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return None  # reading it will say why
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return None if suffix_of(shown) in PACKAGES or _is_office(path) else unpack_zip
    if head.startswith(b"7z\xbc\xaf\x27\x1c"):
        from extractor.discover.others import unpack_7z

        return unpack_7z
    if head.startswith(b"Rar!\x1a\x07"):
        from extractor.discover.others import unpack_rar

        return unpack_rar
    packed = head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"))
    if (packed or head[257:262] == b"ustar" or suffix_of(shown) == ".tar") and is_tar(path):
        return unpack_tar
    return None


def _is_office(path: Path) -> bool:
    """Tell an Office file from an archive by its directory; a damaged one by its telling names."""
    try:
        with zipfile.ZipFile(path) as archive:
            return is_package(archive.namelist())
    except ZIP_ERRORS:
        if path.stat().st_size > _SNIFFED_WHOLE:
            return False
        return sniff(path.read_bytes()) != ZIP


def members(
    shown: str, path: Path, unpack: Unpack, budget: Budget, depth: int = 1
) -> Iterator[Entry | Problem]:
    """Yield what lies in an archive, archives in it depth-first; one that lies in it is deleted.

    Raises:
        ExhaustedError: the limit on all that is unpacked is reached; for the topmost to catch.
    """
    try:
        if depth > budget.limits.max_depth:
            raise RefusedError(  # noqa: TRY301
                "archive_limit",
                f"压缩包套压缩包超过 {budget.limits.max_depth} 层，不再往里解压。",
                "请先解压里层的压缩包，再读取其中的文件。",
            )
        seen: dict[str, int] = {}
        for name, member in unpack(path, budget):
            inner = f"{shown}/{printable(name).lstrip('/')}"
            seen[inner] = seen.get(inner, 0) + 1
            if seen[inner] > 1:
                inner = f"{inner}（同名第{seen[inner]}个）"
            if isinstance(member, RefusedError):
                yield member.problem(inner)
                continue
            yield from _member(inner, name, member, budget, depth)
    except ExhaustedError as error:
        if depth > 1:
            raise
        yield error.problem(shown)
    except RefusedError as error:
        yield error.problem(shown)


def _member(
    shown: str, name: str, path: Path, budget: Budget, depth: int
) -> Iterator[Entry | Problem]:
    """Yield one member, or what lies in it."""
    inside = unpacker_of(path, name)
    if inside is not None:
        try:
            yield from members(shown, path, inside, budget, depth + 1)
        finally:
            path.unlink(missing_ok=True)
    elif suffix_of(name) in SUFFIXES or is_report(path):
        yield Entry(shown, path)
    else:
        path.unlink(missing_ok=True)
        if problem := not_archive(shown):
            yield problem


def is_report(path: Path) -> bool:
    """Whether a file that is called an archive, and is none, is a report under a wrong name."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return True  # reading it will say why
    return head.startswith((b"PK", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))


def not_archive(shown: str) -> Problem | None:
    """What to say of a file that is called an archive and is none: nothing of `日志.gz`."""
    name = shown.rpartition("/")[2].lower()
    if not name.endswith((".zip", ".rar", ".7z", ".tar", ".tgz", ".tbz2", ".txz")):
        inner = name.rpartition(".")[0]
        if suffix_of(inner) not in SUFFIXES | {".tar"}:
            return None
    return Problem(
        "damaged",
        shown,
        "名字是压缩包，内容却认不出是哪种压缩包。",
        "请重新下载；单个文件压缩成的 gz、bz2、xz 请先解压再读取。",
    )
