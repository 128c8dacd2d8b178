"""The tables of a PDF: grids of rules and aligned columns, filled, and joined over pages."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.model import Box, Cell, Line, Page, Table
from extractor.model.document import ProblemKind, around
from extractor.reading.aligned import find_aligned, may_align
from extractor.reading.continued import Joined, follows
from extractor.reading.filling import Filled, fill, text_direction
from extractor.reading.finder import TooManyRulesError
from extractor.reading.geometry import turn_box
from extractor.reading.grid import Grid, find_grids
from extractor.reading.limits import Limits
from extractor.reading.parts import Part, PartCell, Piece, cell_text, is_figure, is_full
from extractor.reading.rules import Rules
from extractor.reading.unruled import split_rows

_AS_TEXT = "请核对这一页的表格；其中的文字仍按普通行读取。"
_SPARSE = 0.5
"""A net with text in fewer of its cells, figures only, is that of a chart."""

_NO_RULES = Rules()

Trouble = tuple[ProblemKind, str, str, int | None]
"""Kind, message, advice and page number of what could not be done."""


@dataclass(slots=True)
class Found:
    """The pages without what stands in tables, the tables, and what could not be done."""

    pages: list[Page]
    tables: list[Joined] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    cells: int = 0


def find_tables(
    pages: Sequence[Page], rules: Mapping[int, Rules], limits: Limits, deadline: float
) -> tuple[tuple[Page, ...], tuple[Table, ...], list[Trouble]]:
    """Find the tables of a document and take their text out of its lines.

    `rules` holds the ruling lines of the pages that have any, by index; `deadline` is a time of
    `time.monotonic`. Past a limit, the lines of a page stay lines.
    """
    found = Found(list(pages))
    for index, page in enumerate(pages):
        its_rules = rules.get(index, _NO_RULES)
        if its_rules is _NO_RULES and not may_align(page.lines):
            continue
        if time.monotonic() > deadline:
            message = f"识别表格超过 {limits.max_seconds:g} 秒，这一页及以后的表格没有识别。"
            found.troubles.append(
                ("timeout", message, "请拆分文件，或放宽时间上限后重试。", page.number)
            )
            break
        _read_page(found, index, its_rules, limits)
    tables = tuple(_table(table, number) for number, table in enumerate(found.tables, 1))
    return tuple(found.pages), tables, found.troubles


def _read_page(found: Found, index: int, rules: Rules, limits: Limits) -> None:
    """Take the tables of one page out of its lines."""
    page = found.pages[index]
    number = page.number or index + 1
    direction = text_direction(page.lines)
    rules = rules.turned(direction)
    grids = _grids(rules)
    if grids is None:
        message = "这一页的线条太多，没有识别表格。"
        found.troubles.append(("table_limit", message, _AS_TEXT, number))
        return
    filled, parts = _ruled(found, index, grids, direction)
    aligned, lines = find_aligned(filled.lines, rules.level, (index, number), direction)
    parts += aligned
    if not parts:
        return
    cells = sum(part.rows * part.columns for part in parts)
    if found.cells + cells > limits.max_cells:
        message = f"表格的单元格超过上限 {limits.max_cells} 个，这一页的表格没有识别。"
        found.troubles.append(("table_limit", message, _AS_TEXT, number))
        return
    found.cells += cells
    lines = [replace(line, number=i) for i, line in enumerate(lines, 1)]
    found.pages[index] = replace(page, lines=tuple(lines))
    for part in parts:
        part.at = _before(lines, part)
    parts.sort(key=lambda part: (part.at, part.ys[0], part.xs[0]))
    for position, part in enumerate(parts):
        table = found.tables[-1] if found.tables and not position else None
        if table is not None and follows(table, part, found.pages):
            table.append(part)
        else:
            found.tables.append(Joined.begin(part))


def _grids(rules: Rules) -> list[Grid] | None:
    """The grids of a page, None where it has too many rules."""
    if rules.exceeded:
        return None
    try:
        return find_grids(rules)
    except TooManyRulesError:
        return None


def _ruled(
    found: Found, index: int, grids: list[Grid], direction: int
) -> tuple[Filled, list[Part]]:
    """Fill the grids of a page and keep those that are tables.

    A grid of one column is one only if it goes on with the table of the page before.
    """
    page = found.pages[index]
    if not grids:
        return Filled([], list(page.lines)), []
    filled = fill(grids, page.lines, direction)
    kept: list[Grid] = []
    for grid, pieces in zip(grids, filled.pieces, strict=True):
        if _is_table(grid, pieces):
            kept.append(grid)
        elif len(grid.xs) == 2 and found.tables and not kept and any(pieces):
            part = _part(index, page.number or 0, direction, grid, pieces)
            part.at = _before(filled.lines, part)
            found.pages[index] = replace(page, lines=tuple(filled.lines))
            if follows(found.tables[-1], part, found.pages):
                kept.append(grid)
            found.pages[index] = page
    if len(kept) < len(grids):
        filled = fill(kept, page.lines, direction)
    parts = []
    for grid, pieces in zip(kept, filled.pieces, strict=True):
        split, its_pieces = split_rows(grid, pieces)
        parts.append(_part(index, page.number or 0, direction, split, its_pieces))
    return filled, parts


def _is_table(grid: Grid, pieces: Sequence[Sequence[Piece]]) -> bool:
    """Tell a table from a frame, a row of boxes for single digits, and the net of a chart."""
    texts = ["".join(piece.text for piece in cell) for cell in pieces]
    filled = [text for text in texts if text]
    if not filled or len(grid.xs) < 3:
        return False
    if grid.coloured and (len(grid.ys) < 3 or len(filled) < _SPARSE * len(texts)):
        return False
    if len(grid.ys) == 2 and all(len(text) == 1 for text in filled):
        return False
    return len(filled) >= _SPARSE * len(texts) or not all(map(is_figure, filled))


def _part(
    index: int, number: int, direction: int, grid: Grid, pieces: Sequence[Sequence[Piece]]
) -> Part:
    """A grid with its texts, in the coordinates of the displayed page."""
    part = Part(
        index, direction, grid.xs, grid.ys,
        open_top=grid.open_top, open_bottom=grid.open_bottom,
    )  # fmt: skip
    for cell, its_pieces in zip(grid.cells, pieces, strict=True):
        box = grid.cell_box(cell)
        text = cell_text(its_pieces, box[2] - box[0])
        shown: Box = turn_box(box, -direction % 4) if direction else box
        part.cells.append(
            PartCell(*cell, text=text, parts=[(number, shown)], full=is_full(its_pieces, box))
        )
    return part


def _before(lines: Sequence[Line], part: Part) -> int:
    """The index of the line before which a part stands."""
    top = part.ys[0]
    for index, line in enumerate(lines):
        boxes = line.boxes or ()
        box = around(boxes, 0, len(boxes) - 1)
        _, upper, _, lower = turn_box(box, part.direction) if part.direction else box
        if (upper + lower) / 2 > top:
            return index
    return len(lines)


def _table(joined: Joined, number: int) -> Table:
    """A table in its final form, its cells in row-major order."""
    cells = sorted(joined.cells, key=lambda cell: (cell.row, cell.column))
    return Table(
        number,
        joined.rows,
        len(joined.bounds) - 1,
        tuple(Cell(c.row, c.column, c.text, c.rows, c.columns, tuple(c.parts)) for c in cells),
        at=(joined.first.page, joined.first.at),
    )
