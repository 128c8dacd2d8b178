"""Read a Word document (DOCX): paragraphs and tables in document order, as Word prints them.

Only the body is read. Headers, footers, notes and comments are parts of their own, macros and
embedded objects are never opened. A DOCX has no pages before somebody prints it: none is invented.
"""

from __future__ import annotations

import posixpath
import re
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from extractor.model import Document, Problem, Source
from extractor.model.document import ProblemKind
from extractor.reading.archive import Archive, UnreadableError, open_archive, parse_part
from extractor.reading.blocks import MAX_SPAN, Allowance, Block, Flow, Grid, Slot
from extractor.reading.docx_numbering import Numbering
from extractor.reading.docx_text import Words
from extractor.reading.docx_xml import alternative, child, local, parts, value, whole
from extractor.reading.limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_BODY = re.compile(r"word/document\d*\.xml", re.IGNORECASE)
_RESAVE = "请用 Word 或 WPS 打开后另存一份 DOCX 再试。"
Note = Callable[[ProblemKind, str, str], None]
"""Notes one limit of ours: kind, message, advice."""

_OCR = "请用文字识别（OCR）软件转换成带文字层的 PDF 或 TXT 文本后重试。"


def read_docx(source: Source, data: bytes, limits: Limits) -> Document:
    """Read the body of a document within the limits; what could not be read is in `problems`."""
    problems: list[Problem] = []

    def note(kind: ProblemKind, message: str, advice: str) -> None:
        problem = Problem(kind, source.path, message, advice)
        if problem not in problems:
            problems.append(problem)

    try:
        archive = open_archive(data, limits)
        name = _body_name(archive, limits)
        content = archive.read(name)
        try:
            root = parse_part(content, limits)
        except UnreadableError as error:
            if error.kind != "damaged":
                raise
            root = parse_part(content, limits, mend=True)
            note("damaged", "文件内容有损坏，可能缺少一部分。", _RESAVE)
    except UnreadableError as error:
        return Document(source, problems=(*problems, error.problem(source)))
    body = child(root, "body")
    if body is None:
        note("damaged", "文件里没有正文。", _RESAVE)
        return Document(source, problems=tuple(problems))
    reader = _Body(_lists(archive, name, limits, note), limits, note)
    flow = Flow()
    flow.add(reader.blocks(body))
    if excess := reader.allowance.problem(source, limits.max_cells):
        problems.append(excess)
    if not flow.pages and not problems:
        if any(local(node) in {"drawing", "pict", "object"} for node in body.iter()):
            note("no_text_layer", "文件里只有图片或嵌入对象，没有文字。", _OCR)
        else:
            note("empty", "文件里没有任何文字。", "请确认文件已完整下载或保存。")
    return Document(source, flow.pages, tuple(problems), tuple(flow.tables))


def _body_name(archive: Archive, limits: Limits) -> str:
    """The name of the part with the text: what the package says, else the usual name."""
    name = next(_related(archive, "", "officeDocument", limits), "")
    if name in archive:
        return name
    return next((name for name in archive.names() if _BODY.fullmatch(name)), "word/document.xml")


def _lists(archive: Archive, body: str, limits: Limits, note: Note) -> Numbering:
    """The automatic numbering of a document, if it has any."""

    def part(kind: str) -> _Element | None:
        usual = posixpath.join(posixpath.dirname(body), f"{kind}.xml")
        name = usual if usual in archive else next(_related(archive, body, kind, limits), "")
        try:
            content = archive.read(name) if name in archive else b""
            return parse_part(content, limits) if content else None
        except UnreadableError:
            note("damaged", "自动编号的定义已损坏，标题编号可能缺失。", _RESAVE)
            return None

    return Numbering(part("numbering"), lambda: part("styles"))


def _related(archive: Archive, part: str, kind: str, limits: Limits) -> Iterator[str]:
    """The parts that a part refers to by a relationship of one kind."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in archive:
        return
    try:
        root = parse_part(archive.read(relations), limits)
    except UnreadableError:  # the usual names will do
        return
    for node in root:
        if (node.get("Type") or "").endswith(f"/{kind}") and node.get("TargetMode") != "External":
            target = (node.get("Target") or "").replace("\\", "/")
            # a leading slash starts at the root; the archive knows no folder above it
            yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


class _Body:
    """Turns the elements of a body, a cell or a text box into blocks."""

    def __init__(self, numbering: Numbering, limits: Limits, note: Note) -> None:
        self.allowance = Allowance(limits.max_cells)
        self._note = note
        self._numbering = numbering
        self._words = Words()
        self._carried = ""
        self._in_cells = 0
        self._seconds = limits.max_seconds
        self._deadline = time.monotonic() + limits.max_seconds

    def blocks(self, parent: _Element) -> Iterator[Block]:
        """The blocks in document order."""
        for node in parent:
            kind = local(node)
            if kind == "p":
                if time.monotonic() > self._deadline:
                    self._stop()
                    return
                yield from self._paragraph(node)
            elif kind == "tbl":
                yield self._grid(node)
            elif kind in {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}:
                yield from self.blocks(node)
            elif kind == "AlternateContent":
                branch = alternative(node)
                if branch is not None:
                    yield from self.blocks(branch)
            elif kind == "altChunk":
                self._note("unsupported", "文件里嵌有另一份文档，嵌入的部分没有读取。", _RESAVE)

    def _paragraph(self, node: _Element) -> Iterator[Block]:
        """The text of a paragraph with its automatic number, then its text boxes."""
        properties = child(node, "pPr")
        text, boxes = self._words.read(node)
        if self._words.of_contents:
            return  # the list of contents only repeats headings
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self._carried += text  # its end is deleted: the next paragraph goes on
        else:
            text, self._carried = self._carried + text, ""
            label = self._numbering.label(properties)
            # a number alone is a row's 序号 in a table, an empty line elsewhere
            if text.strip() or self._in_cells:
                yield label + text
        for box in boxes:
            yield from self.blocks(box)

    def _grid(self, table: _Element) -> Grid:
        """The cells of a table, merged ones once."""
        grid = Grid()
        above: dict[int, Slot] = {}
        for row in parts(table, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                continue
            if not self.allowance.allows(grid):
                break
            column = min(max(whole(properties, "gridBefore"), 0), MAX_SPAN)
            for cell in parts(row, "tc"):
                column = self._cell(cell, grid, column, above)
            grid.rows += 1
        self.allowance.spend(grid)
        return grid

    def _cell(self, node: _Element, grid: Grid, column: int, above: dict[int, Slot]) -> int:
        """Add one cell, or let the one above or before it grow; gives the next column."""
        properties = child(node, "tcPr")
        span = min(max(whole(properties, "gridSpan", default=1), 1), MAX_SPAN)
        row = grid.rows
        if not self.allowance.allows(grid):
            return column
        before = grid.slots[-1] if grid.slots else None
        if _continues(properties, "hMerge") and before is not None and before.row == row:
            before.columns += span
            return column + span
        upper = above.get(column)
        if (
            _continues(properties, "vMerge")
            and upper is not None
            and upper.columns == span
            and upper.row + upper.rows == row
        ):
            upper.rows += 1  # Word does not show what stands in the rest of a merged cell
            return column + span
        self._in_cells += 1
        slot = Slot(row, column, 1, span, list(self.blocks(node)))
        self._in_cells -= 1
        grid.put(slot)
        above[column] = slot
        return column + span

    def _stop(self) -> None:
        self._note(
            "timeout", f"读取超过 {self._seconds:g} 秒，后面的内容没有读取。",
            "请拆分文件，或放宽时间上限后重试。",
        )  # fmt: skip


def _continues(properties: _Element | None, name: str) -> bool:
    """Whether a cell continues a merged one: `continue` is what an empty mark means."""
    return child(properties, name) is not None and value(properties, name) in {None, "continue"}
