"""A table as the finders see it: a grid of cells with their words and figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from extractor.find.draft import Draft
from extractor.library import Library, mask
from extractor.library.headers import Headers
from extractor.model import Cell, Place, Quantity, Table, TableText
from extractor.numbers import QUANTITY_KINDS, scan, units

_BLANKS = re.compile(r"\s+")
NONE = -1

Begins = Callable[["View", int], bool]
"""Whether another block begins in a row."""


@dataclass
class View:
    """A table and the draft over its text.

    `grid[row][column]` is the index of the cell that covers a place, `NONE` where there is no
    cell. `spans` are masked spans of the cells that hold something. `unit` is the money unit of
    the 单位 line, `year` the fiscal year of the form, `title` that of a published table,
    which is `whole` if no other table stands under it.
    """

    table: Table
    draft: Draft
    spans: dict[int, tuple[int, int]]
    grid: list[list[int]]
    words: list[str]
    unit: str | None = None
    year: str | None = None
    title: str | None = None
    whole: bool = True
    counters: dict[str, int] = field(default_factory=dict)

    @property
    def headers(self) -> Headers:
        """The words of forms."""
        return self.draft.library.headers

    @cached_property
    def rows(self) -> list[int]:
        """The rows that hold something, from top to bottom."""
        return [r for r, row in enumerate(self.grid) if any(self.text(c) for c in set(row))]

    def text(self, index: int) -> str:
        """The folded words of a cell without blanks; empty for a blank cell or none."""
        return self.words[index] if index >= 0 else ""

    def cell(self, index: int) -> Cell:
        """The cell of an index."""
        return self.table.cells[index]

    def across(self, row: int) -> list[int]:
        """The cells that a row touches, left to right, each once."""
        return [c for c in dict.fromkeys(self.grid[row]) if c >= 0]

    def under(self, row: int, first: int, last: int) -> list[int]:
        """The cells that begin in a row within the columns `first` to `last`."""
        found = dict.fromkeys(self.grid[row][first : last + 1])
        return [c for c in found if c >= 0 and self.cell(c).row == row]

    def is_blank(self, index: int) -> bool:
        """Whether a cell says nothing (blank, —, /)."""
        return self.headers.is_blank(self.text(index))

    def figures(self, index: int) -> list[int]:
        """Indices of the figures of a cell that are quantities."""
        if index not in self.spans:
            return []
        tokens = self.draft.masked.tokens
        return [
            i for i in self.draft.masked.tokens_in(*self.spans[index])
            if tokens[i].kind in QUANTITY_KINDS and i not in self.draft.taken
        ]  # fmt: skip

    def printed(self, index: int) -> str:
        """The words of a cell as printed, line ends closed up."""
        return self.draft.printed(*self.spans[index]) if index in self.spans else ""

    def only_figure(self, index: int, *, spare: int = 0) -> int | None:
        """The figure of a cell that holds one and at most `spare` other characters."""
        figures = self.figures(index)
        if len(figures) != 1:
            return None
        start, end = self.spans[index]
        others = len(_BLANKS.sub("", self.draft.masked.text[start:end]).strip("()，。；、:%")) - 1
        return figures[0] if others <= spare else None

    def quantity(self, index: int) -> Quantity | None:
        """The quantity of a figure as its own cell prints it."""
        return self.draft.masked.tokens[index].quantity

    def add(
        self, path: str, figure: int, quantity: Quantity, label: str, pattern: str,
        item: str | None = None,
    ) -> None:  # fmt: skip
        """Record a figure."""
        self.draft.add_quantity(
            path, figure, quantity, label=label, pattern=f"table.{pattern}", item=item
        )

    def add_text(
        self, path: str, index: int, label: str, pattern: str, *, item: str | None = None,
        long: bool = False, value: str | None = None, keep_figures: bool = False,
    ) -> None:  # fmt: skip
        """Record the words of a cell; its figures count as part of them."""
        self.draft.add_words(
            path, *self.spans[index], label=label, pattern=f"table.{pattern}", item=item,
            type="longtext" if long else "text", value=value,
        )  # fmt: skip
        if not keep_figures:
            self.draft.linked.update(self.figures(index))

    def set_aside(self, index: int, reason: str) -> None:
        """Say why the figures of a cell are no data."""
        self.draft.asides.update(dict.fromkeys(self.figures(index), reason))

    def next_index(self, kind: str) -> int:
        """The next 1-based index of a list."""
        return self.draft.next_index(kind)

    def places(self, index: int) -> tuple[Place, ...]:
        """The places of a cell."""
        return self.table.places(self.cell(index))


def view_of(text: TableText, library: Library, unit: str | None, year: str | None) -> View:
    """A view over the text of a table; `unit` is that of the 单位 line outside the table."""
    table, masked = text.table, mask(text.text.folded)
    grid = [[NONE] * table.columns for _ in range(table.rows)]
    for index, cell in enumerate(table.cells):
        for row in range(cell.row, min(cell.row + cell.rows, table.rows)):
            span = range(cell.column, min(cell.column + cell.columns, table.columns))
            for column in span:
                grid[row][column] = index
    folded = text.text.folded
    words = [
        _BLANKS.sub("", folded[slice(*text.spans[i])]) if i in text.spans else ""
        for i in range(len(table.cells))
    ]
    spans = {i: (masked.locate(a), masked.locate(b)) for i, (a, b) in text.spans.items()}
    draft = Draft(text.text, masked, library, unit_line=None)
    own = next((u for w in words if "单位" in w and (u := library.headers.unit(w))), None)
    return View(table, draft, spans, grid, words, own or unit, year)


def composed(words: str) -> Quantity | None:
    """The quantity that cells make up together (operator, value, unit), or None."""
    tokens = [t for t in scan(words) if t.kind in QUANTITY_KINDS]
    return tokens[0].quantity if len(tokens) == 1 else None


def with_header_unit(quantity: Quantity, unit_word: str | None) -> Quantity:
    """An amount with the unit that the header names; without one its unit stays unknown."""
    if quantity.dimension is not None:
        return quantity
    if unit_word is None:
        return replace(quantity, dimension="amount")
    unit = units()[unit_word]
    return replace(
        quantity, unit=unit.name, dimension=unit.dimension, factor=unit.factor,
        unit_source="header",
    )  # fmt: skip


def as_percent(quantity: Quantity, header: str = "") -> Quantity:
    """A rate without its sign: 98.5 is 98.5 %; a bare 1 or 0.985 is a ratio, unless % heads it."""
    if quantity.dimension is not None:
        return quantity
    if quantity.value <= 2 and quantity.value != 0 and "%" not in header:
        return replace(
            quantity, value=quantity.value.scaleb(2), decimals=max(quantity.decimals - 2, 0),
            unit="%", dimension="rate", unit_source="header",
        )  # fmt: skip
    return replace(quantity, unit="%", dimension="rate", unit_source="header")


def as_points(quantity: Quantity) -> Quantity:
    """Points: a bare figure, or a weight printed as a share of the whole."""
    if quantity.dimension in {None, "rate"}:
        return replace(quantity, unit="分", dimension="score", unit_source="header")
    return quantity
