"""Choose the reader by content. A document that cannot be read becomes a `Problem`."""

from __future__ import annotations

import stat
from pathlib import Path

from extractor.discover import (
    DOCX,
    HTML,
    PDF,
    PLAIN,
    SPREADSHEETS,
    UNKNOWN,
    XLSB,
    ZIP,
    identify,
    readable,
)
from extractor.model import Document, Problem, Source
from extractor.model.document import ProblemKind
from extractor.reading.archive import password_protected
from extractor.reading.limits import DEFAULT_LIMITS, Limits
from extractor.reading.txt import read_txt

_SAVE_AS = "请另存为 DOCX、带文字层的 PDF 或 TXT 文本后重试。"
_RECOGNISE = "请先用文字识别（OCR）软件转换成带文字层的 PDF 或 TXT 文本后重试。"
_UNPACK = "请用 jihe run 或 jihe check 处理整个压缩包，或解压后读取其中的文件。"

_PACKAGES = frozenset({".docx", ".xlsx", ".xlsm"})
"""Names of files that are ZIP archives inside: one whose parts cannot be found is damaged."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_UNSUPPORTED: dict[str, tuple[str, str]] = {
    XLSB: ("Excel 二进制工作簿（XLSB）", "请用 Excel 另存为 XLSX 后重试。"),
    _OFFICE + "presentationml.presentation": ("PowerPoint 演示文稿（PPTX）", _SAVE_AS),
    "application/x-ole-storage": ("旧版 Office 或 WPS 文档（DOC、PPT 等）", _SAVE_AS),
    "application/ofd": ("OFD 版式文件", _SAVE_AS),
    "application/rtf": ("RTF 文档", _SAVE_AS),
    "application/xml": ("XML 文件", _SAVE_AS),
    "multipart/related": ("单个文件的网页（MHT）", "请另存为“网页，仅 HTML”后重试。"),
    "image/png": ("PNG 图片", _RECOGNISE),
    "image/jpeg": ("JPEG 图片", _RECOGNISE),
    "image/tiff": ("TIFF 图片", _RECOGNISE),
    "image/gif": ("GIF 图片", _RECOGNISE),
    "application/zip": ("ZIP 压缩包", _UNPACK),
    "application/vnd.rar": ("RAR 压缩包", _UNPACK),
    "application/x-7z-compressed": ("7z 压缩包", _UNPACK),
}


def read(path: Path, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read one file, whatever it is; never raises for a bad document.

    What could not be read, up to the whole file, stands in `Document.problems`.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _refuse(
                _unread(path, 0), "missing", "不是普通文件。", "请指定一份报告文件。"
            )
        if status.st_size > limits.max_bytes:
            return _too_large(_unread(path, status.st_size), limits.max_bytes)
        with path.open("rb") as file:
            data = file.read(status.st_size + 1)  # room for the limit would take longer to make
            if len(data) > status.st_size:  # it grew between the two calls
                data += file.read(limits.max_bytes + 1 - len(data))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return _refuse(
            _unread(path, 0),
            "missing",
            f"文件打不开（{reason}）。",
            "请检查路径和读取权限。",
        )
    if len(data) > limits.max_bytes:
        return _too_large(_unread(path, len(data)), limits.max_bytes)
    return _dispatch(identify(path, data), data, limits)


def read_bytes(data: bytes, path: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read the content of a file that lies elsewhere; `path` names it for people."""
    source = identify(Path(path), data)
    if len(data) > limits.max_bytes:
        return _too_large(source, limits.max_bytes)
    return _dispatch(source, data, limits)


def _dispatch(source: Source, data: bytes, limits: Limits) -> Document:
    """Hand the bytes to the reader of their media type."""
    if not data.lstrip(b"\0 \t\r\n\f"):
        return _refuse(
            source, "empty", "文件是空的，没有任何内容。", "请确认文件已完整下载或保存。"
        )
    if source.media_type == PDF:
        from extractor.reading.pdf import read_pdf

        return read_pdf(source, data, limits)
    if source.media_type in SPREADSHEETS:
        from extractor.reading.sheets import read_sheets

        return read_sheets(source, data, limits)
    if source.media_type == PLAIN:
        if len(data) > limits.max_text_bytes:
            return _too_large(source, limits.max_text_bytes)
        return read_txt(source, data, limits)
    if source.media_type == DOCX:
        from extractor.reading.docx import read_docx

        return read_docx(source, data, limits)
    if source.media_type == HTML:
        from extractor.reading.html import read_html

        return read_html(source, data, limits)
    if source.media_type == UNKNOWN:
        return _refuse(source, "unsupported", "内容是二进制数据，认不出是什么格式。", _SAVE_AS)
    if password_protected(data):
        return _refuse(source, "encrypted", "Office 文件设有打开密码。", "请去除密码保护后重试。")
    name, advice = _UNSUPPORTED[source.media_type]
    if source.media_type == ZIP and Path(source.path).suffix.lower() in _PACKAGES:
        return _refuse(
            source, "damaged", "文件已损坏或不完整，打不开。", "请重新下载，或用 Office、WPS 打开后另存一份再试。"
        )
    gap = " " if name[0].isascii() else ""
    return _refuse(source, "unsupported", f"内容是{gap}{name}，本版本还不能读取。", advice)


def _unread(path: Path, size: int) -> Source:
    """Describe a file whose content was not read: no digest, no known type."""
    return Source(path=readable(path), sha256="", media_type=UNKNOWN, size=size)


def _too_large(source: Source, limit: int) -> Document:
    return _refuse(
        source,
        "too_large",
        f"文件有 {source.size / 1024**2:.1f} MB，超过上限 {limit / 1024**2:.1f} MB。",
        "请拆分文件或降低图片清晰度后重试。",
    )


def _refuse(source: Source, kind: ProblemKind, message: str, advice: str) -> Document:
    return Document(source, problems=(Problem(kind, source.path, message, advice),))
