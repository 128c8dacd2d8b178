"""Lines and tables of a document that has no pages: shared by the readers of DOCX and HTML.

They hand over blocks in reading order, a paragraph as a string or a table as a `Grid`; here
paragraphs become lines with a number and grids become tables.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from extractor.model import Cell, Line, Page, Place, Problem, Source, Table

MAX_SPAN = 1000
"""HTML's own bound on `colspan`; Word stops at 63 columns."""


@dataclass(slots=True)
class Slot:
    """One cell on its way: its top left corner, its span, its blocks."""

    row: int
    column: int
    rows: int
    columns: int
    blocks: list[Block]


@dataclass(slots=True)
class Grid:
    """One table on its way. Columns in which no cell begins are counted out at the end."""

    rows: int = 0
    slots: list[Slot] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)

    def put(self, slot: Slot) -> None:
        """Add a cell; cells come in row-major order."""
        self.slots.append(slot)
        self.starts.add(slot.column)

    def area(self) -> int:
        """Rows times columns."""
        return self.rows * len(self.starts)


Block: TypeAlias = str | Grid


@dataclass(slots=True)
class Allowance:
    """Places in grids that may still be read; shared by all tables of one document."""

    left: int
    exceeded: bool = False

    def allows(self, grid: Grid) -> bool:
        """Whether a grid, one row taller, stays within; once one did not, nothing else does."""
        self.exceeded = self.exceeded or (grid.rows + 1) * len(grid.starts) > self.left
        return not self.exceeded

    def spend(self, grid: Grid) -> None:
        """Count a finished grid."""
        self.left -= grid.area()

    def problem(self, source: Source, limit: int) -> Problem | None:
        """What to tell the user, if anything was left out."""
        if not self.exceeded:
            return None
        return Problem(
            "table_limit", source.path, f"表格超过 {limit} 个单元格，超出的行和表格没有读取。",
            "请拆分文件，或放宽单元格上限后重试。",
        )  # fmt: skip


class Flow:
    """Numbers the paragraphs and tables of a document in reading order."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self._paragraphs = 0

    @property
    def pages(self) -> tuple[Page, ...]:
        """All lines on one page without a number, or none."""
        return (Page(tuple(self.lines)),) if self.lines or self.tables else ()

    def add(self, blocks: Iterable[Block]) -> None:
        """Append blocks; a table of one column is a frame and holds nothing but paragraphs."""
        for block in unframed(blocks):
            if isinstance(block, str):
                self._add_paragraph(block)
            else:
                self._add_table(block)

    def _add_paragraph(self, text: str) -> None:
        """Append the lines of a paragraph, which share its number; a blank one is not counted."""
        lines = [line for raw in text.split("\n") if (line := raw.rstrip()) and line.strip()]
        if lines:
            self._paragraphs += 1
            number = self._paragraphs
            spots = (Place(f"第{number}段"),)
            self.lines.extend(Line(line, number, spots=spots) for line in lines)

    def _add_table(self, grid: Grid) -> None:
        """Append a table and, after it, those inside its cells."""
        starts = sorted(grid.starts)
        inner: list[Grid] = []
        cells = []
        for slot in grid.slots:
            blocks = list(unframed(slot.blocks))
            inner.extend(block for block in blocks if isinstance(block, Grid))
            column = bisect_left(starts, slot.column)
            columns = bisect_left(starts, slot.column + slot.columns) - column
            rows = min(slot.rows, grid.rows - slot.row)
            cells.append(Cell(slot.row, column, _text(blocks), rows, columns))
        number = len(self.tables) + 1
        at = (0, len(self.lines))
        self.tables.append(Table(number, grid.rows, len(starts), tuple(cells), at))
        for table in inner:
            self._add_table(table)


def unframed(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with the content of one-column tables in their place."""
    for block in blocks:
        if isinstance(block, Grid) and len(block.starts) <= 1:
            for slot in block.slots:
                yield from unframed(slot.blocks)
        else:
            yield block


def _text(blocks: Iterable[Block]) -> str:
    lines = (
        line.strip() for block in blocks if isinstance(block, str) for line in block.split("\n")
    )
    return "\n".join(line for line in lines if line)
