"""Pages with rules and Chinese text for the tests, written out by hand.

The Chinese font (STSong-Light) is not embedded: readers know its characters and widths, so no
font file is needed. ASCII is set in Helvetica on the same baseline, as office programs do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fpdf import FPDF

from extractor.model import Document, Table
from extractor.reading import DEFAULT_LIMITS, Limits
from tests.pdf_tools import A4, raw_pdf, read_bytes, stream

_METRICS = FPDF(unit="pt")
_METRICS.set_font("Helvetica", size=1000)
_RUNS = re.compile(r"[\x20-\x7e]+|[^\x20-\x7e]+")


def width(text: str, size: float) -> float:
    """Width of mixed text in points."""
    ascii_part = "".join(char for char in text if char.isascii())
    return (
        _METRICS.get_string_width(ascii_part) / 1000 + sum(not char.isascii() for char in text)
    ) * size


@dataclass
class Sheet:
    """One page; coordinates in points from its top left corner as drawn (before /Rotate)."""

    size: tuple[float, float] = A4
    rotate: int = 0
    content: list[str] = field(default_factory=list)
    forms: list[bytes] = field(default_factory=list)
    """XObjects, drawn in the content as /X0, /X1 …."""

    def out(self, *operators: str) -> None:
        """Write operators as they are."""
        self.content += operators

    def y(self, top: float) -> float:
        return self.size[1] - top

    def text(self, x: float, baseline: float, words: str, size: float = 10) -> None:
        """One line of text."""
        parts = [f"BT 1 0 0 1 {x:.2f} {self.y(baseline):.2f} Tm"]
        for run in _RUNS.findall(words):
            if run.isascii():
                escaped = re.sub(r"([\\()])", r"\\\1", run)
                parts.append(f"/F1 {size} Tf ({escaped}) Tj")
            else:
                parts.append(f"/F2 {size} Tf <{run.encode('utf-16-be').hex()}> Tj")
        self.out(*parts, "ET")

    def turned_text(self, x: float, y: float, words: str, degrees: int, size: float = 10) -> None:
        """One line of text turned by a multiple of 90 degrees, counterclockwise."""
        a, b = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
        start = len(self.content)
        self.text(x, y, words, size)
        tm = f"BT {a} {b} {-b} {a} {x:.2f} {self.y(y):.2f} Tm"
        self.content[start] = tm

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.out(f"{x0:.2f} {self.y(y0):.2f} m {x1:.2f} {self.y(y1):.2f} l S")

    def rect(self, x0: float, top: float, x1: float, bottom: float, paint: str = "S") -> None:
        """A rectangle, stroked (S), filled (f) or both (B)."""
        self.out(f"{x0:.2f} {self.y(bottom):.2f} {x1 - x0:.2f} {bottom - top:.2f} re {paint}")

    def grid(self, xs: Sequence[float], ys: Sequence[float], without: Iterable[str] = ()) -> None:
        """A full grid of strokes, without some of `left right top bottom`."""
        skip = set(without)
        for i, y in enumerate(ys):
            if not (i == 0 and "top" in skip) and not (y == ys[-1] and "bottom" in skip):
                self.line(xs[0], y, xs[-1], y)
        for i, x in enumerate(xs):
            if not (i == 0 and "left" in skip) and not (x == xs[-1] and "right" in skip):
                self.line(x, ys[0], x, ys[-1])

    def cell(self, box: Sequence[float], words: str, align: str = "L", size: float = 10) -> None:
        """Text within a box, its lines parted by newlines, centred from top to bottom."""
        x0, top, x1, bottom = box
        lines = words.split("\n")
        baseline = (top + bottom) / 2 - len(lines) * size * 0.6 + size * 0.95
        for line in lines:
            w = width(line, size)
            x = {"L": x0 + 4, "C": (x0 + x1 - w) / 2, "R": x1 - 4 - w}[align]
            if line:
                self.text(x, baseline, line, size)
            baseline += size * 1.2

    def fill_grid(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        rows: Sequence[Sequence[str]],
        align: str = "C",
        size: float = 10,
    ) -> None:
        """Text in the cells of a grid without merged cells."""
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                if words:
                    self.cell((xs[c], ys[r], xs[c + 1], ys[r + 1]), words, align, size)


def make(*sheets: Sheet) -> bytes:
    """A PDF of these pages."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor"
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 752/Descent -271/CapHeight 737/StemV 58>>>>]>>"
    )
    kids, objects = [], []
    first = 5
    for sheet in sheets:
        forms = [first + 2 + i for i in range(len(sheet.forms))]
        xobjects = " ".join(f"/X{i} {number} 0 R" for i, number in enumerate(forms))
        kids.append(f"{first} 0 R")
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.size[0]} {sheet.size[1]}]"
            f"/Rotate {sheet.rotate}/Contents {first + 1} 0 R/Resources<</Font<</F1 3 0 R"
            f"/F2 4 0 R>>/XObject<<{xobjects}>>>>>>".encode(),
            stream("\n".join(sheet.content).encode()),
            *sheet.forms,
        ]
        first += 2 + len(forms)
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        font,
        *objects,
    )


def read_sheets(*sheets: Sheet, limits: Limits = DEFAULT_LIMITS) -> Document:
    return read_bytes(make(*sheets), limits)


def rows_of(table: Table) -> list[list[str]]:
    """The texts of a table row by row; a merged cell stands in its top left place only."""
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def spans_of(table: Table) -> set[tuple[int, int, int, int]]:
    """Row, column, rows and columns of the merged cells."""
    return {
        (c.row, c.column, c.rows, c.columns) for c in table.cells if c.rows > 1 or c.columns > 1
    }


def assert_sound(document: Document) -> None:
    """No place of a table is covered twice, cells are in order and boxes on their page."""
    sizes = {page.number: (page.width, page.height) for page in document.pages}
    for number, table in enumerate(document.tables, 1):
        assert table.number == number
        places = [
            (r, c)
            for cell in table.cells
            for r in range(cell.row, cell.row + cell.rows)
            for c in range(cell.column, cell.column + cell.columns)
        ]
        assert len(places) == len(set(places))
        assert all(0 <= r < table.rows and 0 <= c < table.columns for r, c in places)
        assert [(c.row, c.column) for c in table.cells] == sorted(
            (c.row, c.column) for c in table.cells
        )
        for cell in table.cells:
            assert cell.parts
            for page, (x0, top, x1, bottom) in cell.parts:
                width, height = sizes[page]
                assert -1 <= x0 < x1 <= width + 1
                assert -1 <= top < bottom <= height + 1
        page, line = table.at
        assert 0 <= line <= len(document.pages[page].lines)
