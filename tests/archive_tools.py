"""Archives made for tests, as programs and strangers make them, and what `entries` gives for one."""

from __future__ import annotations

import io
import itertools
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.discover import ArchiveLimits, Entry, entries
from extractor.model import Problem

Members = dict[str, bytes]


def zipped(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def raw_zip(*members: tuple[bytes, bytes, bytes], flags: int = 0) -> bytes:
    """Stored members with raw names and extra fields of the directory, as no Python writes them."""
    out, directory = b"", b""
    for name, data, extra in members:
        fixed = struct.pack(
            "<HHHHHIIIH", 20, flags, 0, 0, 33, zlib.crc32(data), len(data), len(data), len(name)
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fixed
        directory += struct.pack("<HHHHII", len(extra), 0, 0, 0, 0, len(out)) + name + extra
        out += b"PK\x03\x04" + fixed + struct.pack("<H", 0) + name + data
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(out), 0)
    return out + directory + b"PK\x05\x06" + end


def tarred(members: Members, mode: str = "w", encoding: str = "utf-8") -> bytes:
    buffer = io.BytesIO()
    kind = tarfile.GNU_FORMAT
    with tarfile.open(fileobj=buffer, mode=mode, format=kind, encoding=encoding) as file:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def seven(members: Members, password: str | None = None) -> bytes:
    py7zr = pytest.importorskip("py7zr")
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password=password) as file:
        for name, data in members.items():
            file.writestr(data, name)
    return buffer.getvalue()


def rar(*members: tuple[bytes, bytes], method: int = 0x30, flags: int = 0, main: int = 0) -> bytes:
    """A RAR 4 archive whose members are stored; any other method is only claimed."""

    def block(kind: int, flags: int, body: bytes) -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

    out = b"Rar!\x1a\x07\x00" + block(0x73, main, bytes(6))
    for name, data in members:
        sizes = struct.pack("<IIBII", len(data), len(data), 3, zlib.crc32(data), 0x58210000)
        rest = struct.pack("<BBHI", 29, method, len(name), 0o100644)
        out += block(0x74, 0x8000 | flags, sizes + rest + name) + data
    return out + block(0x7B, 0x4000, b"")


class Run:
    """What `entries` gives for one file."""

    def __init__(self, folder: Path, name: str, data: bytes, limits: ArchiveLimits) -> None:
        source = folder / "来源"
        source.mkdir()
        (source / name).write_bytes(data)
        self.scratch = folder / "scratch"
        self.read: Members = {}
        self.problems: dict[str, str] = {}
        self.messages: list[str] = []
        for each in entries([source], self.scratch, limits):
            if isinstance(each, Entry):
                assert each.path == source / name or self.scratch in each.path.parents
                self.read[self.short(each.shown, source)] = each.path.read_bytes()
            else:
                assert isinstance(each, Problem)
                self.problems[self.short(each.file, source)] = each.kind
                self.messages.append(each.message + each.advice)

    @staticmethod
    def short(shown: str, source: Path) -> str:
        return shown.removeprefix(f"{source}/").replace(f"{source}\\", "")


Unpack = Callable[..., Run]


def runner(folder: Path) -> Unpack:
    """Run `entries` on one file at a time, each in a folder of its own."""
    numbers = itertools.count()

    def run(name: str, data: bytes, **limits: int) -> Run:
        own = folder / str(next(numbers))
        own.mkdir()
        return Run(own, name, data, ArchiveLimits(**limits))

    return run
