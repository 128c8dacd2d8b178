"""Safe access to the members of an Office file: a ZIP of XML parts, made by strangers.

Nothing is unpacked to disk and no declared size is trusted: members are inflated piece by piece
up to a cap. XML is parsed without entities, network or document type.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from extractor.model import Problem, Source
from extractor.model.document import ProblemKind
from extractor.reading.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

ZIP_ERRORS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError,
    ValueError, NotImplementedError, OverflowError, IndexError, RuntimeError,
)  # fmt: skip
"""What `zipfile` raises for damaged archives; RuntimeError is its way to ask for a password."""

_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The methods that Office files may use; the others inflate without a bound on memory."""

_CHUNK = 256 * 1024
_RATIO_FROM = 16 * 1024 * 1024
"""Below this size even blank, endlessly repeated rows are harmless."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
_UTF16 = ("utf-16-le", "utf-16-be")
_RESAVE = "请重新下载，或用 Office、WPS 打开后另存一份再试。"
_SPLIT = "请确认文件来源可靠；确是报告的，请删去图片等无关内容，另存后重试。"


class UnreadableError(Exception):
    """Why a file, or a part of it, is not read, in words for the user."""

    def __init__(self, kind: ProblemKind, message: str, advice: str) -> None:
        super().__init__(message)
        self.kind: ProblemKind = kind
        self.message = message
        self.advice = advice

    def problem(self, source: Source) -> Problem:
        """The same as a `Problem` of one source."""
        return Problem(self.kind, source.path, self.message, self.advice)


def password_protected(data: bytes) -> bool:
    """Tell an Office file that needs a password: an OLE container around the encrypted package.

    MS-OFFCRYPTO 2.3.4: its directory names a stream `EncryptedPackage`.
    """
    return data.startswith(_OLE) and _PACKAGE in data


def open_archive(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Archive:
    """Open an archive; only its directory is read.

    Raises:
        UnreadableError: the directory is damaged or too long.
    """
    # counted before zipfile makes an object of each
    if data.count(_DIRECTORY_ENTRY) > limits.max_archive_entries:
        raise UnreadableError(
            "too_large",
            f"文件内部的部件超过上限 {limits.max_archive_entries} 个。",
            _SPLIT,
        )
    try:
        return Archive(zipfile.ZipFile(io.BytesIO(data)), limits)
    except ZIP_ERRORS as error:
        raise UnreadableError("damaged", "文件已损坏或不完整，打不开。", _RESAVE) from error


class Archive:
    """The members of one archive. Names are compared as OPC does: without regard to case."""

    def __init__(self, file: zipfile.ZipFile, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._members = {_key(info.filename): info for info in file.infolist()}
        self._inflated = 0

    def names(self) -> tuple[str, ...]:
        """The names of the members, with forward slashes, in the order of the directory."""
        return tuple(info.filename.replace("\\", "/") for info in self._members.values())

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def read(self, name: str) -> bytes:
        """The content of one member.

        Raises:
            UnreadableError: it is missing, damaged, encrypted, or larger than the limits allow; the
                limit on the total counts every member read from this archive so far.
        """
        info = self._members.get(_key(name))
        if info is None:
            raise UnreadableError("damaged", f"文件里缺少 {name}，不完整。", _RESAVE)
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableError("encrypted", "文件设有密码。", "请去除密码保护后重试。")
        if info.compress_type not in _METHODS:
            raise UnreadableError("unsupported", "文件使用了少见的压缩方式。", _RESAVE)
        try:
            return self._inflate(info)
        except ZIP_ERRORS as error:
            raise UnreadableError("damaged", f"文件里的 {name} 已损坏。", _RESAVE) from error

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        """Inflate piece by piece, so that a bomb is noticed before it has gone off."""
        limits = self._limits
        parts: list[bytes] = []
        size = 0
        with self._file.open(info) as member:
            while part := member.read(_CHUNK):
                parts.append(part)
                size += len(part)
                self._inflated += len(part)
                if size > limits.max_part_bytes or self._inflated > limits.max_archive_bytes:
                    raise UnreadableError(
                        "too_large",
                        f"文件解压后超过 {size // 1024**2} MB，内容异常庞大。",
                        _SPLIT,
                    )
                if size > _RATIO_FROM and size > limits.max_ratio * max(info.compress_size, 1):
                    raise UnreadableError(
                        "too_large", f"文件压缩率异常（超过 {limits.max_ratio} 倍）。", _SPLIT
                    )
        return b"".join(parts)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def parse_part(data: bytes, limits: Limits = DEFAULT_LIMITS, *, mend: bool = False) -> _Element:
    """Parse one XML part; with `mend`, what stands before and after a fault is kept.

    Raises:
        UnreadableError: it is no XML, declares a document type, or has too many nodes.
    """
    from lxml import etree

    if data.count(b"<") + data.count(b"=") > limits.max_xml_nodes:
        raise UnreadableError("too_large", "文件内容异常庞大，超出读取上限。", _SPLIT)
    encodings = ("ascii", *_UTF16) if b"\0" in data else ("ascii",)
    if any(word.encode(code) in data for code in encodings for word in _DECLARATIONS):
        raise UnreadableError("unsupported", "文件含有 Office 文件不应有的 XML 类型声明。", _RESAVE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True, recover=mend,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("damaged", "文件内容已损坏，不是完整的 XML。", _RESAVE) from error
    if root is None:  # nothing to mend
        raise UnreadableError("damaged", "文件内容已损坏，不是完整的 XML。", _RESAVE)
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding not searched above
        raise UnreadableError("unsupported", "文件含有 Office 文件不应有的 XML 类型声明。", _RESAVE)
    return root
