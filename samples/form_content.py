"""The content of a sample form: `forms/sources/NAME.yaml` → blocks that every format draws.

A source names its formats and holds parts; a part is a list of blocks from top to bottom. A
table lists its rows as HTML does: a row holds the cells that begin in it, a cell may span
`rows` and `columns`. All scalars are strings: figures stay as printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

CREATED = datetime(2025, 1, 1, tzinfo=UTC)
LONG = 14
"""Texts longer than this are set flush left, shorter ones centred."""


class SampleError(Exception):
    """A form cannot be made: a wrong source, no font, no glyph."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: top left corner (0-based), span, text as printed.

    `value` is what a spreadsheet stores where that is more exact than the text; `formula`
    is stored beside the text in XLSX.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    value: str = ""
    formula: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `repeat` rows are printed again on the next page, `cut` rows may break there."""

    widths: tuple[int, ...]
    cells: tuple[Cell, ...]
    rows: int
    repeat: frozenset[int] = frozenset()
    cut: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()

    def starting(self, row: int) -> tuple[Cell, ...]:
        """The cells that begin in a row, from left to right."""
        return tuple(cell for cell in self.cells if cell.row == row)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside a table. `parts` stand side by side on one line (unit and date)."""

    kind: str
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The parts in one line."""
        return "　　".join(self.parts)


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Part:
    """One worksheet, or one page and what follows; `sheet` is empty for "below the last"."""

    blocks: tuple[Block, ...]
    sheet: str
    origin: tuple[int, int]

    @property
    def columns(self) -> int:
        """Columns of the widest table."""
        return max((len(b.widths) for b in self.blocks if isinstance(b, Grid)), default=1)


@dataclass(frozen=True, slots=True)
class Source:
    """A sample: its name, the options of each of its formats, its parts."""

    name: str
    formats: Mapping[str, Mapping[str, str]]
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """The first title."""
        return next(
            b.text for p in self.parts for b in p.blocks
            if isinstance(b, Paragraph) and b.kind == "title"
        )  # fmt: skip

    @property
    def grids(self) -> tuple[Grid, ...]:
        """All tables, in order."""
        return tuple(b for part in self.parts for b in part.blocks if isinstance(b, Grid))

    def texts(self) -> Iterator[str]:
        """All printed texts, in order."""
        for part in self.parts:
            for block in part.blocks:
                if isinstance(block, Grid):
                    yield from (cell.text for cell in block.cells)
                else:
                    yield from block.parts

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read a source; a table with overlapping or missing cells is refused."""
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506
        try:
            parts = tuple(_part(part) for part in data["parts"])
        except (SampleError, KeyError, ValueError) as error:
            raise SampleError(f"{path.name}: {error}") from error
        formats = {name: options or {} for name, options in data["formats"].items()}
        return cls(path.stem, formats, parts)


def _part(data: Mapping[str, Any]) -> Part:
    row, column = (int(n) for n in data.get("origin", ("1", "1")))
    return Part(
        tuple(_block(b) for b in data["blocks"]), data.get("sheet", ""), (row - 1, column - 1)
    )


def _block(data: Mapping[str, Any]) -> Block:
    ((kind, content),) = data.items()
    if kind == "table":
        return _grid(content)
    if kind not in {"title", "centre", "line", "text", "heading", "break"}:
        raise SampleError(f"unknown block {kind}")
    return Paragraph(kind, tuple(content) if isinstance(content, list) else (content,))


def _grid(data: Mapping[str, Any]) -> Grid:
    widths = tuple(int(w) for w in data["widths"])
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    marks: dict[str, set[int]] = {"repeat": set(), "cut": set(), "hidden": set()}
    for number, entry in enumerate(data["rows"]):
        row = entry if isinstance(entry, list) else entry["cells"]
        for mark in marks if isinstance(entry, dict) else ():
            if mark in entry:
                marks[mark].add(number)
        cells += [_cell(cell, number, len(widths), taken) for cell in row]
    total = len(data["rows"])
    missing = {(r, c) for r in range(total) for c in range(len(widths))} ^ taken
    if missing:
        raise SampleError(f"row and column {min(missing)}: cells are missing or stick out")
    return Grid(widths, tuple(cells), total, *(frozenset(m) for m in marks.values()))


def _cell(data: Any, row: int, width: int, taken: set[tuple[int, int]]) -> Cell:
    options = data if isinstance(data, dict) else {"text": data}
    text = options["text"]
    rows, columns = int(options.get("rows", 1)), int(options.get("columns", 1))
    column = next((c for c in range(width) if (row, c) not in taken), width)
    places = {(row + r, column + c) for r in range(rows) for c in range(columns)}
    if places & taken or column + columns > width:
        raise SampleError(f"row {row + 1}: no room for “{text}”")
    taken |= places
    return Cell(
        row, column, text, rows, columns, options.get("value", ""), options.get("formula", ""),
        left=len(text.replace("\n", "")) > LONG,
    )  # fmt: skip
