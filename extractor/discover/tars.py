"""Members of TAR archives, packed or not: read forward once, whatever their headers claim."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from extractor.discover.budget import (
    AGAIN,
    CHUNK,
    Budget,
    RefusedError,
    Unpacked,
    full_disk,
    is_member,
    link_refused,
    too_many,
)
from extractor.discover.names import Wanted, printable

TAR_ERRORS = (
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    LookupError,
)

_OPENERS = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
}
_AT_ONCE = 8 * 1024**2
"""A header that wants more memory than this is made to harm."""


def _opened(path: Path) -> IO[bytes]:
    """The archive unpacked, as a stream."""
    with path.open("rb") as file:
        head = file.read(6)
    for magic, opener in _OPENERS.items():
        if head.startswith(magic):
            return opener(path, "rb")  # type: ignore[operator,no-any-return]
    return path.open("rb")


def is_tar(path: Path) -> bool:
    """Tell whether a file is a TAR archive, packed or not, by its first header."""
    try:
        with _opened(path) as stream:
            head = stream.read(tarfile.BLOCKSIZE)
            tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except TAR_ERRORS:
        return False
    return True


class _Forward(io.RawIOBase):
    """A stream that counts all that is unpacked, passed over or not, and never goes back."""

    def __init__(self, stream: IO[bytes], packed: int, budget: Budget) -> None:
        self._stream = stream
        self._packed = packed
        self._budget = budget
        self._at = 0
        self.last = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Pass over what stands before `offset`."""
        if whence != 0 or offset < self._at:
            raise tarfile.ReadError("only forward")
        while self._at < offset:
            if not self.read(min(CHUNK, offset - self._at)):
                break
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Read at most `size` bytes, as many as there are."""
        if size < 0 or size > _AT_ONCE:
            raise tarfile.ReadError("a header without a bound")
        data = self._stream.read(size)
        self._at += len(data)
        self.last = data
        self._budget.spend(len(data))
        self._budget.check_ratio(self._at, self._packed)
        return data


def unpack_tar(path: Path, budget: Budget) -> Iterator[Unpacked]:
    """Yield the members that are taken, sorted by name; all are unpacked before the first.

    Raises:
        RefusedError: the rest of the archive is damaged or beyond the limits; raised after those
            members were yielded that stand before it.
    """
    found: list[Unpacked] = []
    names: list[str] = []
    end: RefusedError | None = None
    try:
        with _opened(path) as stream:
            packed = path.stat().st_size
            _collect(_Forward(stream, packed, budget), budget, found, names)
    except RefusedError as error:
        end = error
    except TAR_ERRORS as error:
        full_disk(error)
        end = RefusedError("damaged", "压缩包已损坏或不完整，后面的文件取不出来。", AGAIN)
    wanted = Wanted(names)
    for name, member in sorted(found, key=lambda each: each[0]):
        if wanted(name):
            yield name, member
        elif isinstance(member, Path):
            member.unlink(missing_ok=True)
    if end is not None:
        raise end


def _collect(stream: _Forward, budget: Budget, found: list[Unpacked], names: list[str]) -> None:
    """Unpack the members in the order of the archive."""
    taken = Wanted(())
    with tarfile.open(
        fileobj=stream, mode="r:", encoding="utf-8", errors="surrogateescape"
    ) as archive:
        for count, info in enumerate(archive, start=1):
            if count > budget.limits.max_entries:
                raise too_many(budget.limits.max_entries)
            name = printable(info.name)
            names.append(name)
            if info.isdir() or not taken(name):
                continue
            try:
                found.append((name, _member(archive, name, info, budget)))
            except RefusedError as error:
                found.append((name, is_member(error)))
    if stream.last.strip(b"\0"):  # tarfile takes any header that it cannot read for the end
        raise tarfile.ReadError("a damaged header")


def _member(archive: tarfile.TarFile, name: str, info: tarfile.TarInfo, budget: Budget) -> Path:
    """Unpack one member."""
    if not info.isreg():
        raise link_refused()
    budget.check(name, info.size, None)
    source = archive.extractfile(info)
    if source is None:
        raise tarfile.ReadError("no content")
    with source:
        return budget.copy(source, name, None)
