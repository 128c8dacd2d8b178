"""Members of ZIP archives: names in any encoding, sizes never trusted, damage kept to its member."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from extractor.discover.budget import (
    AGAIN,
    CHUNK,
    LOCKED,
    Budget,
    RefusedError,
    Unpacked,
    full_disk,
    is_member,
    link_refused,
    split_refused,
    too_many,
)
from extractor.discover.names import Wanted, decoded, unicode_path

ZIP_ERRORS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError,
    ValueError, NotImplementedError, OverflowError, IndexError, RuntimeError,
)  # fmt: skip
"""What `zipfile` raises for damaged archives; RuntimeError is its way to ask for a password."""

_ENCRYPTED = 1
_UTF8 = 0x800
_LINK = 0xA
_UNIX = 3
_METHODS = {
    zipfile.ZIP_STORED: CHUNK,
    zipfile.ZIP_DEFLATED: CHUNK,
    zipfile.ZIP_BZIP2: 4096,  # these inflate all that they are given: in small pieces
    zipfile.ZIP_LZMA: 4096,
}
_METHOD_NAMES = {9: "Deflate64", 93: "Zstandard", 95: "XZ", 97: "WavPack", 98: "PPMd"}
_END = b"PK\x05\x06"
_END_SIZE = 22
_END64_SIZE = 56 + 20
_MAX_COMMENT = 65535
_MAX_DIRECTORY = 64 * 1024**2


def unpack_zip(path: Path, budget: Budget) -> Iterator[Unpacked]:
    """Yield the members that are taken, sorted by name.

    Raises:
        RefusedError: the directory of the archive is damaged or too long.
    """
    try:
        _count(path, budget.limits.max_entries)
        archive = zipfile.ZipFile(path)
    except ZIP_ERRORS as error:
        raise RefusedError("damaged", "压缩包已损坏或不完整，打不开。", AGAIN) from error
    with archive, path.open("rb") as raw:
        members = [(name_of(info), info) for info in archive.infolist()]
        wanted = Wanted(name for name, _ in members)
        taken = [member for member in members if wanted(member[0])]
        for name, info in sorted(taken, key=lambda member: (member[0], member[1].header_offset)):
            try:
                info.orig_filename = _local_name(raw, info)
                yield name, _member(archive, name, info, budget)
            except RefusedError as error:
                yield name, is_member(error)
            except ZIP_ERRORS as error:
                full_disk(error)
                yield name, RefusedError("damaged", "压缩包里的这个文件已损坏。", AGAIN)


def name_of(info: zipfile.ZipInfo) -> str:
    """The name with forward slashes: by its flag, its Unicode field, or what its bytes allow."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", errors="replace")
        name = unicode_path(raw, info.extra) or decoded(raw)
    return name.replace("\\", "/")


def _local_name(raw: IO[bytes], info: zipfile.ZipInfo) -> str:
    """The name in the member's own header: `zipfile` insists that it is that of the directory."""
    raw.seek(info.header_offset)
    head = raw.read(30)
    if len(head) < 30:
        raise zipfile.BadZipFile("truncated")
    flags, length = struct.unpack_from("<6xH18xH", head)
    name = raw.read(length)
    return name.decode("utf-8" if flags & _UTF8 else "cp437")


def _member(archive: zipfile.ZipFile, name: str, info: zipfile.ZipInfo, budget: Budget) -> Path:
    """Unpack one member."""
    if info.create_system == _UNIX and info.external_attr >> 28 == _LINK:
        raise link_refused()
    if info.flag_bits & _ENCRYPTED:
        raise RefusedError("encrypted", *LOCKED)
    if info.compress_type not in _METHODS:
        method = _METHOD_NAMES.get(info.compress_type, f"编号 {info.compress_type}")
        raise RefusedError(
            "unsupported",
            f"压缩方式（{method}）不能解压。",
            "请用压缩软件解压，再读取其中的文件。",
        )
    budget.check(name, info.file_size, None)
    with archive.open(info) as source:
        return budget.copy(source, name, info.compress_size, _METHODS[info.compress_type])


def is_spanned(path: Path) -> bool:
    """Whether a file is the last of several volumes of one ZIP archive."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - _END_SIZE - _MAX_COMMENT))
            tail = file.read()
    except OSError:
        return False
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        return False
    return tail[at + 4 : at + 6] != b"\0\0"  # the number of this volume


def _count(path: Path, limit: int) -> None:
    """Count the entries of the directory before `zipfile` makes an object of each.

    Raises:
        RefusedError: there are more than `limit`.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_SIZE - _MAX_COMMENT))
        tail = file.read()
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < _END_SIZE:
            return  # zipfile will say so
        disk, directory = struct.unpack_from("<4xH6xI", tail, at)
        end = size - len(tail) + at
        locator = tail[at - 20 : at] if at >= 20 else b""
        if locator.startswith(b"PK\x06\x07"):
            file.seek(struct.unpack_from("<8xQ", locator)[0])
            record = file.read(56)
            if len(record) == 56 and record.startswith(b"PK\x06\x06"):
                directory = struct.unpack_from("<40xQ", record)[0]
                disk = 0
        if disk not in {0, 0xFFFF}:
            raise split_refused()
        if min(directory, end) > _MAX_DIRECTORY:
            raise too_many(limit)
        file.seek(max(0, end - directory - _END64_SIZE))
        if file.read(directory + _END64_SIZE).count(b"PK\x01\x02") > limit:
            raise too_many(limit)
