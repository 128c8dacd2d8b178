"""Read plain text: find the encoding, keep the line numbers of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.model import Document, Line, Page, Problem, Source, Table
from extractor.reading.delimited import delimited_tables
from extractor.reading.flat import SEPARATORS, typed_tables
from extractor.reading.furniture import mark_text_page_numbers
from extractor.reading.limits import DEFAULT_LIMITS, Limits

_NEWLINE = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_CONTROL_SHARE, _STRAY_CONTROLS = 0.01, 2


def read_txt(source: Source, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a text file into lines; a form feed starts a new page, which has no number.

    Lines keep their leading blanks; empty ones are dropped, and `Line.number` counts all. Tables
    typed with bars or tabs, and files of separated values, become tables.
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
    separated = delimited_tables(_CONTROL.sub("", text), limits.max_cells)
    if separated is not None:
        tables, cut = separated
        return Document(source, (Page(()),), (_too_many(source, limits),) * cut, tuple(tables))
    many = len(SEPARATORS.findall(text)) > limits.max_cells
    pages, typed = _pages(text, with_tables=not many)
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
    problems = (_too_many(source, limits),) * many
    return Document(source, mark_text_page_numbers(pages), problems, typed)


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


def _pages(text: str, *, with_tables: bool) -> tuple[tuple[Page, ...], tuple[Table, ...]]:
    """Split into pages at form feeds and into lines at line ends only; take the tables out."""
    raws: list[list[tuple[int, str]]] = [[]]
    for number, raw in enumerate(_NEWLINE.split(text), start=1):
        for part_index, part in enumerate(raw.split("\f")):
            if part_index:
                raws.append([])
            raws[-1].append((number, _CONTROL.sub("", part)))
    with_tables = with_tables and SEPARATORS.search(text) is not None
    pages: list[Page] = []
    tables: list[Table] = []
    for raw_lines in raws:
        lines: list[Line] = []
        done = 0
        found = typed_tables([line for _, line in raw_lines]) if with_tables else []
        for typed in found:
            lines += _lines(raw_lines[done : typed.first])
            tables.append(typed.table(len(tables) + 1, (len(pages), len(lines))))
            done = typed.stop
        lines += _lines(raw_lines[done:])
        if lines or found:
            pages.append(Page(tuple(lines)))
    return tuple(pages), tuple(tables)


def _lines(raw: Sequence[tuple[int, str]]) -> Iterator[Line]:
    for number, part in raw:
        line = part.replace("\t", " ").rstrip()
        if line:
            yield Line(line, number)


def _too_many(source: Source, limits: Limits) -> Problem:
    return Problem(
        "table_limit",
        source.path,
        f"文字里的表格超过 {limits.max_cells} 个单元格，没有按表格读完。",
        "请拆分文件，或放宽单元格上限后重试。",
    )


def _refuse(source: Source, problem: Problem) -> Document:
    return Document(source, problems=(problem,))
