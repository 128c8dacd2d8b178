"""Read plain text: find the encoding, keep the line numbers of the file."""

from __future__ import annotations

import re

from extractor.model import Document, Line, Page, Problem, Source
from extractor.reading.furniture import mark_text_page_numbers

_NEWLINE = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_CONTROL_SHARE, _STRAY_CONTROLS = 0.01, 2


def read_txt(source: Source, data: bytes) -> Document:
    """Read a text file into lines; a form feed starts a new page, which has no number.

    Lines keep their leading blanks; empty ones are dropped, and `Line.number` counts all.
    """
    text = decode(data)
    if text is None:
        return _refuse(
            source,
            Problem(
                "encoding",
                source.path,
                "文字编码既不是 UTF-8、GB18030，也不是带标记的 UTF-16。",
                "请用记事本打开，另存为 UTF-8 编码后重试。",
            ),
        )
    if len(_CONTROL.findall(text)) > max(_STRAY_CONTROLS, len(text) * _CONTROL_SHARE):
        return _refuse(
            source,
            Problem(
                "unsupported",
                source.path,
                "内容不是文本，夹杂大量控制字符。",
                "请另存为带文字层的 PDF 或 TXT 文本后重试。",
            ),
        )
    pages = _pages(text)
    if not pages:
        return _refuse(
            source,
            Problem(
                "empty",
                source.path,
                "文件只有空白，没有任何文字。",
                "请确认文件已完整下载或保存。",
            ),
        )
    return Document(source, mark_text_page_numbers(pages))


def decode(data: bytes) -> str | None:
    """Decode by BOM, then UTF-8, then GB18030, all strictly; None when nothing fits.

    In this order every file measured came out right; charset-normalizer failed on short GBK.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        encodings: tuple[str, ...] = ("utf-8-sig",)
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and _cut_short(data, error):
                return data[: error.start].decode("utf-8")
    return None


def _cut_short(data: bytes, error: UnicodeDecodeError) -> bool:
    """Tell a UTF-8 file that ends inside a character: as GB18030 it would come out as rubbish."""
    at_end = error.reason == "unexpected end of data" and error.end == len(data)
    return at_end and not data[: error.start].isascii()


def _pages(text: str) -> tuple[Page, ...]:
    """Split into pages at form feeds and into lines at line ends only."""
    pages: list[list[Line]] = [[]]
    for number, raw in enumerate(_NEWLINE.split(text), start=1):
        for part_index, part in enumerate(raw.split("\f")):
            if part_index:
                pages.append([])
            line = _CONTROL.sub("", part).replace("\t", " ").rstrip()
            if line:
                pages[-1].append(Line(line, number))
    return tuple(Page(tuple(lines)) for lines in pages if lines)


def _refuse(source: Source, problem: Problem) -> Document:
    return Document(source, problems=(problem,))
