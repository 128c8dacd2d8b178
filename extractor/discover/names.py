"""Names of files: which are taken, and how each is shown as printable text."""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

SUFFIXES = frozenset(
    {
        ".csv", ".docx", ".et", ".htm", ".html", ".pdf", ".txt", ".xls", ".xlsm", ".xlsx",
        ".doc", ".ofd", ".rtf", ".wps", ".xlsb",
    }
)  # fmt: skip
"""What is taken from a folder. A file named by the user is taken whatever its suffix.

Those of the second line cannot be read yet: a report left out without a word would be missed.
"""

ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".tgz", ".gz", ".tbz2", ".bz2", ".txz", ".xz"})
"""Names under which archives are looked for in folders; what they are, their content says."""

PACKAGES = frozenset({".docx", ".xlsx", ".xlsm", ".xlsb", ".et", ".wps", ".ofd"})
"""Formats that are ZIP archives inside: one whose parts cannot be found is a damaged document."""

PAGES = frozenset({".htm", ".html"})
PIECES = ("_files", ".files")
"""What browsers add to the name of a saved page for the folder of its pieces."""

_UNICODE_PATH = 0x7075
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def readable(path: Path) -> str:
    """Give the path as printable text; names left in GBK by old archives are decoded."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(path).decode("gb18030", errors="replace")
    return text


def printable(text: str) -> str:
    """The text with `\ufffd` for each character that would steer a terminal or cannot be encoded."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode(
            "utf-8",
            "surrogateescape",
        ).decode("gb18030", errors="replace")
    return _UNPRINTABLE.sub("\ufffd", text)


def decoded(raw: bytes) -> str:
    """A name of unknown encoding: UTF-8 where it is valid, else GB18030 as old archives have it."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def unicode_path(raw: bytes, extra: bytes) -> str | None:
    """The name in the extra field 0x7075 (APPNOTE 4.6.9), if it belongs to this raw name."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            if struct.unpack_from("<I", field, 1)[0] != zlib.crc32(raw):
                return None
            try:
                return field[5:].decode()
            except UnicodeDecodeError:
                return None
    return None


def suffix_of(name: str) -> str:
    """The suffix in small letters; the name may be any text."""
    return PurePosixPath(name.rpartition("/")[2]).suffix.lower()


def hidden(part: str) -> bool:
    """Whether a file or folder is passed over: hidden, a lock file, what macOS adds to archives."""
    return part.startswith(("~$", "__MACOSX")) or (part.startswith(".") and part not in {".", ".."})


class Wanted:
    """Which members of an archive are taken: the kinds and names that are taken in folders."""

    def __init__(self, names: Iterable[str]) -> None:
        pages = (name.rpartition(".")[0] for name in names if suffix_of(name) in PAGES)
        self._pieces = {page + ending for page in pages for ending in PIECES}

    def __call__(self, name: str) -> bool:
        """Tell by the name of a member, with forward slashes."""
        parts = name.split("/")
        if name.endswith("/"):  # a folder
            return False
        if suffix_of(name) not in SUFFIXES | ARCHIVES or any(map(hidden, parts)):
            return False
        return not any("/".join(parts[:n]) in self._pieces for n in range(1, len(parts)))
