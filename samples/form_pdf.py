"""Draw a sample form as PDF: ruled tables with merged cells that go on over pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from form_content import CREATED, Cell, Grid, Paragraph, SampleError, Source
from fpdf import FPDF
from typeset import EM, break_lines, width

FAMILY = "song"
POINT = 25.4 / 72
PAD = 1.1
"""Space between a cell's text and its border, mm."""
RULE = 0.2
"""Width of the ruling lines, mm."""
TITLE, HEADING = 16, 13
"""Sizes of titles and headings, points."""


@dataclass(slots=True)
class Fragment:
    """What of a row stands on one page: its place, and which of the text lines of its cells."""

    page: int
    top: float
    bottom: float
    first: int = 0
    last: int | None = None


@dataclass(slots=True)
class Placed:
    """The fragments of each row, and the printed-again rows: (row, fragment)."""

    rows: dict[int, list[Fragment]] = field(default_factory=lambda: defaultdict(list))
    again: list[tuple[int, Fragment]] = field(default_factory=list)


class Canvas(FPDF):
    """A4 pages that forms are drawn on."""

    def __init__(self, options: Mapping[str, str], font: Path) -> None:
        landscape = options.get("orientation") == "landscape"
        super().__init__("landscape" if landscape else "portrait", "mm", "A4")
        self.size = float(options.get("size", "9"))
        self.prose = float(options.get("prose", "12"))
        self.folio = options.get("folio", "")
        self.bottom = float(options.get("bottom", "16"))
        self.set_margins(14, 16, 14)
        self.set_auto_page_break(auto=False)
        self.add_font(FAMILY, fname=font)
        self.set_creation_date(CREATED)
        self.set_producer("fpdf2")
        self.set_lang("zh-CN")
        self.set_line_width(RULE)
        self.c_margin = 0

    @property
    def limit(self) -> float:
        """Lowest place that content may reach."""
        return float(self.h) - self.bottom

    def footer(self) -> None:
        """The page number, where the form has one."""
        if self.folio:
            self.set_font(FAMILY, size=9)
            self.set_y(-11)
            self.cell(0, 5, self.folio.format(page=self.page_no()), align="C")

    def paragraph(self, block: Paragraph) -> None:
        """A title, a centred line, parts side by side, a heading, or running text."""
        if block.kind == "break":
            self.add_page()
            return
        sizes = {"title": TITLE, "heading": HEADING, "text": self.prose}
        size = sizes.get(block.kind, self.size + 1)
        self.set_font(FAMILY, size=size)
        step = size * POINT * (1.65 if block.kind in {"text", "heading"} else 1.5)
        if block.kind == "line" and len(block.parts) > 1:
            self._side_by_side(block.parts, step)
            return
        align = "C" if block.kind in {"title", "centre"} else "L"
        indent = EM * 2 if block.kind == "text" else ""
        if block.kind == "heading":
            self._turn_page(step * 3)
        for line in break_lines(indent + block.text, self.epw / (size * POINT)):
            self._turn_page(step)
            shown = line.lstrip(EM)
            self.set_x(self.l_margin + size * POINT * (len(line) - len(shown)))
            self.cell(self.epw if align == "C" else 0, step, shown, align=align)
            self.ln(step)

    def _side_by_side(self, parts: tuple[str, ...], step: float) -> None:
        self._turn_page(step)
        for index, part in enumerate(parts):
            align = "L" if index == 0 else "R" if index == len(parts) - 1 else "C"
            self.set_x(self.l_margin)
            self.cell(self.epw, step, part, align=align)
        self.ln(step)

    def _turn_page(self, step: float) -> None:
        if self.get_y() + step > self.limit:
            self.add_page()

    def grid(self, grid: Grid) -> None:
        """A table from the current place downwards, over as many pages as it needs."""
        table = _Table(self, grid)
        placed = table.place()
        table.draw(placed)
        self.set_y(placed.rows[grid.rows - 1][-1].bottom + 1.5)


class _Table:
    """One table being drawn."""

    def __init__(self, canvas: Canvas, grid: Grid) -> None:
        self.canvas, self.grid = canvas, grid
        scale = canvas.epw / sum(grid.widths)
        self.edges = [canvas.l_margin]
        for share in grid.widths:
            self.edges.append(self.edges[-1] + share * scale)
        self.em = canvas.size * POINT
        self.step = self.em * 1.3
        self.lines = {cell: self._wrap(cell) for cell in grid.cells}
        self.heights = self._row_heights()

    def _wrap(self, cell: Cell) -> list[str]:
        room = self.edges[cell.column + cell.columns] - self.edges[cell.column] - 2 * PAD
        lines: list[str] = []
        for printed in cell.text.split("\n"):
            lines += break_lines(printed, room / self.em) if printed else []
        wide = max(map(width, lines), default=0)
        if wide * self.em > room + 1e-6:
            raise SampleError(f"“{cell.text}” is too wide for its cell")
        return lines

    def _need(self, cell: Cell) -> float:
        return max(len(self.lines[cell]), 1) * self.step + 2 * PAD

    def _row_heights(self) -> list[float]:
        heights = [self.step + 2 * PAD] * self.grid.rows
        for cell in sorted(self.grid.cells, key=lambda c: c.rows):
            last = cell.row + cell.rows - 1
            lacking = self._need(cell) - sum(heights[cell.row : last + 1])
            heights[last] += max(lacking, 0)
        return heights

    def place(self) -> Placed:
        """Give each row its place; turn the page where the next row does not fit."""
        placed, page, y = Placed(), self.canvas.page, self.canvas.get_y()
        for row, height in enumerate(self.heights):
            first = 0
            if y + height > self.canvas.limit:
                if row in self.grid.cut:
                    first = int((self.canvas.limit - y - PAD) / self.step)
                if first > 0:
                    bottom = y + first * self.step + PAD
                    placed.rows[row].append(Fragment(page, y, bottom, 0, first))
                    height -= first * self.step
                page, y = page + 1, float(self.canvas.t_margin)
                y = self._again(placed, row, page, y)
            placed.rows[row].append(Fragment(page, y, y + height, first))
            y += height
        return placed

    def _again(self, placed: Placed, row: int, page: int, y: float) -> float:
        for repeated in sorted(r for r in self.grid.repeat if r < row):
            placed.again.append((repeated, Fragment(page, y, y + self.heights[repeated])))
            y += self.heights[repeated]
        return y

    def draw(self, placed: Placed) -> None:
        """Draw page by page, so that the order in the file is the order of reading."""
        pages = sorted({f.page for fragments in placed.rows.values() for f in fragments})
        for page in pages:
            if page > self.canvas.page:
                self.canvas.add_page()
            self.canvas.set_font(FAMILY, size=self.canvas.size)
            for row, fragment in placed.again:
                for cell in self.grid.starting(row):
                    if fragment.page == page and cell.rows == 1:
                        self._box(cell, fragment.top, fragment.bottom, self.lines[cell])
            for cell in self.grid.cells:
                self._cell(cell, page, placed)

    def _cell(self, cell: Cell, page: int, placed: Placed) -> None:
        rows = range(cell.row, cell.row + cell.rows)
        mine = [f for row in rows for f in placed.rows[row]]
        here = [f for f in mine if f.page == page]
        if not here:
            return
        top = here[0].top
        repeated = [f for r, f in placed.again if r in rows and f.page == page]
        if repeated and cell.rows > 1:
            top = repeated[0].top
        if cell.rows == 1:
            lines = self._lines_of(cell, here[0], len(mine) > 1)
        else:  # the text of a cell on several pages stands in its largest part
            sizes: dict[int, float] = defaultdict(float)
            for fragment in mine:
                sizes[fragment.page] += fragment.bottom - fragment.top
            lines = self.lines[cell] if page == max(sizes, key=lambda p: (sizes[p], -p)) else []
        self._box(cell, top, here[-1].bottom, lines)

    def _lines_of(self, cell: Cell, fragment: Fragment, cut: bool) -> list[str]:
        lines = self.lines[cell]
        if not cut:
            return lines
        return lines[fragment.first : fragment.last]

    def _box(self, cell: Cell, top: float, bottom: float, lines: list[str]) -> None:
        left, right = self.edges[cell.column], self.edges[cell.column + cell.columns]
        self.canvas.rect(left, top, right - left, bottom - top)
        y = top + (bottom - top - len(lines) * self.step) / 2
        for line in lines:
            self.canvas.set_xy(left + PAD, y)
            self.canvas.cell(
                right - left - 2 * PAD, self.step, line, align="L" if cell.left else "C"
            )
            y += self.step


def make_pdf(source: Source, options: Mapping[str, str], font: Path) -> bytes:
    """The PDF of a form; each part begins on a page of its own."""
    canvas = Canvas(options, font)
    glyphs = canvas.fonts[FAMILY].cmap  # type: ignore[union-attr]
    missing = sorted({c for text in source.texts() for c in text if ord(c) not in glyphs} - {"\n"})
    if missing:
        raise SampleError(f"{source.name}: the font has no glyph for {''.join(missing)}")
    canvas.set_title(source.title)
    for part in source.parts:
        canvas.add_page()
        for block in part.blocks:
            if isinstance(block, Grid):
                canvas.grid(block)
            else:
                canvas.paragraph(block)
    return bytes(canvas.output())
