"""Read a PDF through pdfium: lines with a box for every character.

pypdfium2 is not thread-safe: read documents in processes, never in threads.
"""

from __future__ import annotations

import ctypes
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from extractor.model import Document, Page, Problem, Source
from extractor.model.document import ProblemKind
from extractor.reading.furniture import mark_furniture
from extractor.reading.geometry import Geometry
from extractor.reading.glyphs import Glyphs, read_glyphs
from extractor.reading.limits import Limits
from extractor.reading.lines import build_lines
from extractor.reading.pdf_tables import find_tables
from extractor.reading.pdfium import IMAGE, Handle, handle_of, pdfium
from extractor.reading.rules import Rules, read_rules

_A4 = (595.0, 842.0)
_TRAILER_WITHIN = 2048
_GARBLED_SHARE = 0.5
_FEW_GLYPHS = 60
"""A scanned page may still carry a stamped number or head; more than this is text."""

_PICTURE_SHARE = 0.5
_OCR = "请用文字识别（OCR）软件转换成带文字层的 PDF，或提供 TXT 文本后重试。"
_RESAVE = "请重新下载，或用 PDF 阅读器打开后另存一份再试。"


@dataclass(slots=True)
class _Reading:
    """The state of one document while it is read."""

    source: Source
    pages: list[Page] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    textless: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    rules: dict[int, Rules] = field(default_factory=dict)
    blank: int = 0
    stopped: bool = False

    def report(self, kind: ProblemKind, message: str, advice: str, page: int | None = None) -> None:
        """Note one limit of ours."""
        self.problems.append(Problem(kind, self.source.path, message, advice, page))


def read_pdf(source: Source, data: bytes, limits: Limits) -> Document:
    """Read all pages within the limits; what could not be read is in `problems`."""
    import pypdfium2.raw as raw

    reading = _Reading(source)
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)  # which needs `data` until closed
    count = raw.FPDF_GetPageCount(document)
    if count < 1:
        if raw.FPDF_GetLastError() in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            reading.report(
                "encrypted", "文件设有打开密码或使用了不支持的加密方式。", "请去除密码保护后重试。"
            )
        else:
            reading.report("damaged", "PDF 文件已损坏或不完整，打不开。", _RESAVE)
        raw.FPDF_CloseDocument(document)  # one without pages is open
        return Document(source, problems=tuple(reading.problems))
    try:
        valid = raw.FPDF_DocumentHasValidCrossReferenceTable(document)
        if not valid and b"%%EOF" not in data[-_TRAILER_WITHIN:]:
            reading.report("damaged", "PDF 文件尾部缺失，只恢复了一部分，内容可能不全。", _RESAVE)
        deadline = time.monotonic() + limits.max_seconds
        _read_pages(document, count, reading, limits, deadline)
    finally:
        raw.FPDF_CloseDocument(document)
    pages = mark_furniture(reading.pages)
    _report_textless(reading, pages)
    pages, tables, troubles = find_tables(pages, reading.rules, limits, deadline)
    for trouble in troubles:
        reading.report(*trouble)
    return Document(source, pages, tuple(reading.problems), tables)


def _read_pages(
    document: Any, count: int, reading: _Reading, limits: Limits, deadline: float
) -> None:
    """Read page after page until the end or a limit."""
    for index in range(min(count, limits.max_pages)):
        if time.monotonic() > deadline:
            reading.report(
                "timeout",
                f"读取超过 {limits.max_seconds:g} 秒，停在第 {index + 1} 页（共 {count} 页），"
                "此页及以后没有读取。",
                "请拆分文件，或放宽时间上限后重试。",
                index + 1,
            )
            reading.stopped = True
            return
        _read_page(document, index, reading, limits)
    if count > limits.max_pages:
        reading.report(
            "page_limit",
            f"共 {count} 页，超过上限，只读取了前 {limits.max_pages} 页。",
            "请拆分文件，或放宽页数上限后重试。",
        )
        reading.stopped = True


def _read_page(document: Any, index: int, reading: _Reading, limits: Limits) -> None:
    """Read one page; a page that fails is kept empty, so that the others keep their number."""
    number = index + 1
    with _opened(document, index) as (page, text_page):
        if page is None or text_page is None:
            reading.report("damaged", "这一页已损坏，读不出来。", _RESAVE, number)
            reading.pages.append(Page((), number, *_A4))
            return
        geometry = _geometry(page)
        count = pdfium().count_chars(text_page)
        if count > limits.max_chars_per_page:
            reading.report(
                "too_large",
                f"这一页有 {count} 个字符，超过上限 {limits.max_chars_per_page}，没有读取。",
                "请确认文件内容正常，或放宽上限后重试。",
                number,
            )
            reading.pages.append(Page((), number, *geometry.size))
            return
        glyphs = (
            read_glyphs(text_page, count, geometry, number) if count > 0 else Glyphs([], 0, 0)
        )
        lines = glyphs.plain
        if lines is None:
            lines = build_lines(glyphs.runs, number, geometry.size)
        reading.pages.append(Page(lines, number, *geometry.size))
        if lines:
            rules = read_rules(page, geometry, limits.max_rules_per_page)
            if rules is not None:
                reading.rules[index] = rules
        if glyphs.unmapped > _GARBLED_SHARE * glyphs.count:
            reading.garbled.append(number)
        elif not lines:
            if pdfium().count(page) > 0:
                reading.textless.append(number)
            else:
                reading.blank += 1
        elif glyphs.count < _FEW_GLYPHS and _picture_share(page, geometry) > _PICTURE_SHARE:
            reading.pictures.append(number)


@contextmanager
def _opened(document: Any, index: int) -> Iterator[tuple[Handle | None, Handle | None]]:
    """Open a page and its text, None where pdfium fails; closed whatever happens."""
    calls = pdfium()
    address = calls.load_page(document, index)
    if not address:
        yield None, None
        return
    page = handle_of(address)
    try:
        address = calls.load_text(page)
        if not address:
            yield page, None
            return
        text_page = handle_of(address)
        try:
            yield page, text_page
        finally:
            calls.close_text(text_page)
    finally:
        calls.close_page(page)


def _geometry(page: Handle) -> Geometry:
    """The visible area (CropBox within MediaBox) and the rotation of a page."""
    calls = pdfium()
    box = (ctypes.c_float * 4)()
    turns = max(calls.rotation(page), 0) % 4
    if calls.bounding_box(page, box):
        left, top, right, bottom = box
        width, height = right - left, top - bottom
        if 0 < width < math.inf and 0 < height < math.inf:
            return Geometry(left, bottom, right, top, turns)
    return Geometry(0.0, 0.0, *_A4, turns)


def _picture_share(page: Handle, geometry: Geometry) -> float:
    """Share of the page that its largest picture covers."""
    calls = pdfium()
    largest = 0.0
    edges = (ctypes.c_float * 4)()
    at = ctypes.addressof(edges)
    for index in range(calls.count(page)):
        thing = calls.item(page, index)
        if calls.kind(thing) == IMAGE and calls.bounds(thing, at, at + 4, at + 8, at + 12):
            left, bottom, right, top = edges
            largest = max(largest, (right - left) * (top - bottom))
    width, height = geometry.size
    return largest / (width * height)


def _report_textless(reading: _Reading, pages: tuple[Page, ...]) -> None:
    """Report pages without usable text: one by one, or once when no page has any."""
    scanned = set(reading.textless)
    for number in reading.pictures:
        page = next(page for page in pages if page.number == number)
        if all(line.role != "body" for line in page.lines):
            scanned.add(number)
    filled = len(pages) - reading.blank
    if not filled:
        if pages:
            reading.report("empty", "所有页都是空白。", "请确认文件已完整保存。")
        return
    seen = "已读取的各页" if reading.stopped else f"全部 {filled} 页"
    if len(scanned) == filled:
        reading.report("no_text_layer", f"{seen}都没有文字层，像是扫描件。", _OCR)
        return
    if len(reading.garbled) == filled:
        reading.report("no_text_layer", f"{seen}的文字层都是乱码，无法辨认。", _OCR)
        return
    for number in sorted(scanned):
        reading.report("no_text_layer", "这一页没有文字层，像是扫描图片。", _OCR, number)
    for number in reading.garbled:
        reading.report("no_text_layer", "这一页的文字层是乱码，无法辨认。", _OCR, number)
