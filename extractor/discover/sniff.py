"""Tell what a file is, by its content and never by its suffix."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from extractor.discover.names import readable
from extractor.model import Source

PDF = "application/pdf"
PLAIN = "text/plain"
UNKNOWN = "application/octet-stream"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
HTML = "text/html"

_PDF_HEADER_WITHIN = 1024
"""PDF Reference 1.7, appendix H, note 13: readers accept a header in the first 1024 bytes."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)

_OFFICE = "application/vnd.openxmlformats-officedocument."
XLSX = _OFFICE + "spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
XLSB = XLS + ".sheet.binary.macroEnabled.12"
SPREADSHEETS = frozenset({XLSX, XLS})
DOCX = _OFFICE + "wordprocessingml.document"
_ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", XLSB),
    ("ppt/presentation.xml", _OFFICE + "presentationml.presentation"),
    ("OFD.xml", "application/ofd"),
)
_USUAL = {member.casefold(): member for member, _ in _ZIP_MEMBERS}
_PACKAGE = "[Content_Types].xml"
_MANY_MEMBERS = 20_000

_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", OLE),
    ("Workbook", XLS),
    ("Book", XLS),
)
"""Streams in the root of a compound file that tell its kind; `Book` is that of BIFF5."""

_OLE_ENTRY = 128

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(
    rb"""\s*(?:<!--.*?-->\s*)*(?:
      (?:<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*)?<(?:!doctype\s+html|html|head|body)\b
    | <(?:meta|title|link|script|style|base|table|div|p|center|font|span|h[1-6]|section|article|main)[\s>]
    )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_SNIFFED = 4096
_ARCHIVED_PAGE = re.compile(rb"(?:[\w-]+:[^\n]*\n\s*){0,20}?MIME-Version:\s*1\.0", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\s")
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\f\r\x1b") + b"\x7f"
_CONTROL_SHARE, _STRAY_CONTROLS = 0.01, 2
"""Text files carry a stray control character now and then; one in a hundred is not text."""


def identify(path: Path, data: bytes) -> Source:
    """Describe one file: its readable path, sha256, size, and media type by content."""
    return Source(
        path=readable(path),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=sniff(data),
        size=len(data),
    )


def sniff(data: bytes) -> str:
    """Tell the media type from the content."""
    for signature, media_type in _SIGNATURES:
        if data.startswith(signature):
            return _ole_kind(data) if media_type == OLE else media_type
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return PDF
    body = _ascii_head(data)
    if _HTML.match(body):
        return HTML
    if _XML.match(body):
        return "application/xml"
    if _ARCHIVED_PAGE.match(body) and b"multipart/related" in body:
        return "multipart/related"
    return PLAIN if _is_text(data) else UNKNOWN


def _ascii_head(data: bytes) -> bytes:
    """The beginning without byte-order mark, UTF-16 reduced to one byte a character."""
    if data.startswith(_BOMS[1:]):
        return data[2 : 2 + 2 * _SNIFFED].replace(b"\0", b"")
    return data[3:_SNIFFED] if data.startswith(_BOMS[0]) else data[:_SNIFFED]


def _zip_kind(data: bytes) -> str:
    """Tell the Office kinds apart by their members; only the directory is read."""
    return _kind_of_members(_zip_names(data))


def is_package(names: Iterable[str]) -> bool:
    """Tell an Office or OFD file from an archive by the names of its members."""
    return _kind_of_members(_usual(names)) != ZIP


def _usual(names: Iterable[str]) -> frozenset[str]:
    """The names with forward slashes, the telling ones in their usual letters."""
    plain = (name.replace("\\", "/") for name in names)
    return frozenset(_USUAL.get(name.casefold(), name) for name in plain)


def _kind_of_members(names: frozenset[str]) -> str:
    found = next((kind for member, kind in _ZIP_MEMBERS if member in names), "")
    # Word on the web names the text document2.xml; without any it is a damaged Word file
    is_word = _PACKAGE in names and any(name.startswith("word/") for name in names)
    return found or (DOCX if is_word else ZIP)


def _zip_names(data: bytes) -> frozenset[str]:
    """The names of the members; of a damaged archive, the telling ones that occur in it."""
    try:
        if data.count(b"PK\x01\x02") <= _MANY_MEMBERS:  # zipfile makes an object of each
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return _usual(archive.namelist())
    except (zipfile.BadZipFile, struct.error, zlib.error, ValueError, OSError, EOFError,
            NotImplementedError, OverflowError, IndexError):  # fmt: skip
        pass
    return frozenset(name for name, _ in _ZIP_MEMBERS if name.encode() in data)


def _ole_kind(data: bytes) -> str:
    """Tell a workbook from other compound files by the streams in its root.

    Not by names anywhere: a text with a table from Excel inside has a `Workbook` deeper down.
    """
    names = _ole_root(data)
    return next((kind for name, kind in _OLE_STREAMS if name in names), OLE)


def _ole_root(data: bytes) -> frozenset[str]:
    """The names in the root folder of a compound file (MS-CFB 2.2 to 2.6); damage ends the list."""
    directory = _ole_directory(data)
    entries = [directory[i : i + _OLE_ENTRY] for i in range(0, len(directory), _OLE_ENTRY)]
    names: set[str] = set()
    seen: set[int] = set()
    open_ = [struct.unpack_from("<I", entries[0], 76)[0]] if entries else []
    while open_:
        index = open_.pop()
        if index >= len(entries) or index in seen:
            continue
        seen.add(index)
        length, *siblings = struct.unpack_from("<H2xII", entries[index], 64)
        names.add(entries[index][: max(length - 2, 0)].decode("utf-16-le", errors="replace"))
        open_ += siblings
    return frozenset(names)


def _ole_directory(data: bytes) -> bytes:
    """The directory of a compound file: its sectors by the chain in the allocation table."""
    if len(data) < 512:
        return b""
    shift, sector = struct.unpack_from("<H", data, 30)[0], struct.unpack_from("<I", data, 48)[0]
    if shift not in {9, 12}:
        return b""
    size = 1 << shift
    tables = struct.unpack_from("<109I", data, 76)  # enough for files of 7 MB; more is rare
    parts: list[bytes] = []
    seen: set[int] = set()
    while sector not in seen and (part := data[(sector + 1) << shift :][:size]):
        seen.add(sector)
        parts.append(part)
        number, place = divmod(sector, size // 4)
        at = ((tables[number] + 1) << shift) + 4 * place if number < len(tables) else len(data)
        if at + 4 > len(data):
            break
        sector = struct.unpack_from("<I", data, at)[0]
    whole = b"".join(parts)
    return whole[: len(whole) // _OLE_ENTRY * _OLE_ENTRY]


def _is_text(data: bytes) -> bool:
    """Tell text from binary: no NUL, hardly any control characters; a BOM is text's own mark."""
    if data.startswith(_BOMS[1:]):
        return True
    if b"\0" in data:
        return False
    controls = len(data) - len(data.translate(None, _CONTROL))
    return controls <= max(_STRAY_CONTROLS, len(data) * _CONTROL_SHARE)
