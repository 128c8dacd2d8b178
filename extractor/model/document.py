"""What was read: a source, its pages and printed lines, and what could not be read."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from extractor.model.quick import quick

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points; origin at the top left of the page as displayed."""


class Boxes(Sequence[Box]):
    """The boxes of a line that can give the box around some of them without making each."""

    @abstractmethod
    def around(self, first: int, last: int) -> Box:
        """The box around the characters `first` to `last`, both included."""

    @abstractmethod
    def outline(self) -> Outline:
        """Where the line begins and ends, and the height of its middle character."""


Outline = tuple[float, float, float]
"""Left edge of the first character, right edge of the last, height of one in the middle."""


def around(boxes: Boxes | tuple[Box, ...], first: int, last: int) -> Box:
    """The box around the characters `first` to `last` of a line, both included."""
    if not isinstance(boxes, tuple):
        return boxes.around(first, last)
    lefts, tops, rights, bottoms = zip(*boxes[first : last + 1], strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def outline(boxes: Boxes | tuple[Box, ...]) -> Outline:
    """The outline of a printed line."""
    if not isinstance(boxes, tuple):
        return boxes.outline()
    _, top, _, bottom = boxes[len(boxes) // 2]
    return boxes[0][0], boxes[-1][2], bottom - top


LineRole = Literal["body", "head", "foot"]

ProblemKind = Literal[
    "missing",
    "empty",
    "too_large",
    "unsupported",
    "damaged",
    "encrypted",
    "no_text_layer",
    "encoding",
    "page_limit",
    "timeout",
    "memory",
    "table_limit",
    "archive_limit",
    "hidden",
    "not_a_report",
    "duplicate",
    "crashed",
]


@dataclass(frozen=True, slots=True)
class Source:
    """One input file, identified by its content."""

    path: str
    sha256: str
    media_type: str
    size: int

    @property
    def name(self) -> str:
        """The file name without its folders."""
        return PurePath(self.path).name


@quick
@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed. A format without pages has `page=None`; none is invented."""

    ref: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Our own limit (not the document's fault): what could not be read, and what to do about it."""

    kind: ProblemKind
    file: str
    message: str
    advice: str
    page: int | None = None

    @property
    def is_notice(self) -> bool:
        """Whether everything was read all the same: what is named here is not missing."""
        return self.kind in {"hidden", "duplicate"}

    def __str__(self) -> str:
        """One line for people: file, page, what happened, what to do."""
        where = self.file if self.page is None else f"{self.file} 第{self.page}页"
        return f"{where}：{self.message}{self.advice}"


@quick
@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    `text` is as printed, blanks included. `boxes` holds one box for each character of
    `text` (a blank has the gap it fills), or is None where the format has no geometry.
    `spots` says where the line stands if page and number do not: a cell, a numbered paragraph.
    """

    text: str
    number: int
    page: int | None = None
    boxes: Boxes | tuple[Box, ...] | None = None
    role: LineRole = "body"
    spots: tuple[Place, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, a merged one once: its top left corner (0-based) and its span.

    `text` is as printed, with a newline between printed lines; a blank cell has an empty one.
    `parts` holds the box of the cell on each page it stands on (two for a cell that the page
    end cuts); it is empty where the format has no geometry. `ref` says where the cell is if not
    in a table that people see as one (a form printed as lines).
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    parts: tuple[tuple[int, Box], ...] = ()
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table, continued over pages or not; `number` counts the tables of the document from 1.

    `cells` are in row-major order of their top left corners and cover no place twice; a place
    that no cell covers does not exist (a ragged row). `at` is the place in reading order:
    index of the page in `Document.pages`, index of the line before which the table stands.
    `sheet` is the name of the worksheet, for spreadsheets.
    """

    number: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    at: tuple[int, int] = (0, 0)
    sheet: str | None = None

    def ref(self, cell: Cell) -> str:
        """Where a cell is, for people: `表2 C5`, or `Sheet1!C5` in a spreadsheet."""
        if cell.ref:
            return cell.ref
        name = f"{column_letters(cell.column)}{cell.row + 1}"
        return f"{self.sheet}!{name}" if self.sheet is not None else f"表{self.number} {name}"

    def places(self, cell: Cell) -> tuple[Place, ...]:
        """The places of a cell, one for each page it stands on."""
        ref = self.ref(cell)
        return tuple(Place(ref, page, box) for page, box in cell.parts) or (Place(ref),)


def column_letters(column: int) -> str:
    """Name of a 0-based column as spreadsheets write it: A … Z, AA …."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@quick
@dataclass(frozen=True, slots=True)
class Page:
    """One page, its lines in reading order. Plain text has a single page with `number=None`."""

    lines: tuple[Line, ...]
    number: int | None = None
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """Everything read from one source.

    The lines of `pages` leave out what stands in `tables`.
    """

    source: Source
    pages: tuple[Page, ...] = ()
    problems: tuple[Problem, ...] = ()
    tables: tuple[Table, ...] = ()
