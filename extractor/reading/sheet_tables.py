"""Turn a worksheet into tables: the used range, merged areas once, blocks of their own apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.model import Cell, Line, Place, Table
from extractor.model.document import column_letters
from extractor.reading.worksheet import Area, Worksheet

_BLANK_COLUMNS = 16
"""More blank columns than this between two filled ones are no part of a form."""

_WIDEST, _TALLEST = 64, 1000
"""Merged areas up to this size belong to the used range; larger ones are cut to it."""

_WORK = 4
"""Merged areas are looked at until they hold this many times the cells that may be read."""

_FIGURE = re.compile(r"[-+−¥￥]?\d[\d,，.]*\s*[%％]?")
_HEADER = 3
"""A row of at least this many words and no figures may begin a table of its own."""


@dataclass(slots=True)
class _Grid:
    """The used range of a sheet: its rows and columns, ascending; what merged areas cover."""

    rows: list[int]
    columns: list[int]
    spans: dict[tuple[int, int], tuple[int, int]]
    """Last row and column of a merged area by its top left corner."""

    covered: set[tuple[int, int]]


def tables_of(sheet: Worksheet, number: int, page: int, room: int) -> list[Table]:
    """The tables of one sheet, `number` the first one's, `page` the index of the sheet's page.

    Blank cells inside the used range are there while `room` places are not exceeded; rows
    without any text have no cells. Row numbers are those of the sheet.
    """
    if not sheet.rows:
        return []
    grid = _grid(sheet, room)
    filled = _filled(sheet, grid)
    blocks = _blocks(grid.rows, filled)
    places = sum(len(rows) * len(_columns(grid, rows, filled, len(blocks))) for rows in blocks)
    tables: list[Table] = []
    for rows in blocks:
        columns = _columns(grid, rows, filled, len(blocks))
        cells = tuple(_cells(sheet, grid, rows, columns if places <= room else None))
        if cells:
            tables.append(
                Table(
                    number + len(tables),
                    max(cell.row + cell.rows for cell in cells),
                    max(cell.column + cell.columns for cell in cells),
                    cells,
                    (page, 0),
                    sheet.name,
                )
            )
    return tables


def is_prose(sheet: Worksheet) -> bool:
    """Whether a sheet is a text and not a table: nowhere do two filled cells stand in one row."""
    return all(len(row) < 2 for row in sheet.rows.values())


def lines_of(sheet: Worksheet) -> tuple[Line, ...]:
    """The lines of a sheet of prose; each knows its cell."""
    found: list[Line] = []
    for row, cells in sorted(sheet.rows.items()):
        for column, text in cells.items():
            spots = (Place(f"{sheet.name}!{column_letters(column)}{row + 1}"),)
            found += [Line(line, row + 1, spots=spots) for line in text.split("\n")]
    return tuple(found)


def _grid(sheet: Worksheet, room: int) -> _Grid:
    """Find the used range; merged areas that are filled belong to it."""
    rows, columns = set(sheet.rows), {column for row in sheet.rows.values() for column in row}
    work = 0
    for top, left, bottom, right in sheet.merged:
        if left in sheet.rows.get(top, ()) and work < _WORK * room:
            work += min(bottom - top, _TALLEST) + min(right - left, _WIDEST)
            if bottom - top < _TALLEST:
                rows.update(range(top, bottom + 1))
            if right - left < _WIDEST:
                columns.update(range(left, right + 1))
    grid = _Grid(sorted(rows), _without_gaps(sorted(columns)), {}, set())
    work = 0
    for area in sheet.merged:
        rows_in, columns_in = _within(grid, area)
        work += len(rows_in) * len(columns_in)
        if work > _WORK * room:
            break
        _cover(grid, rows_in, columns_in)
    return grid


def _without_gaps(columns: Sequence[int]) -> list[int]:
    """Fill short gaps: a blank column between filled ones belongs to the form."""
    found = [columns[0]]
    for column in columns[1:]:
        if column - found[-1] - 1 <= _BLANK_COLUMNS:
            found.extend(range(found[-1] + 1, column))
        found.append(column)
    return found


def _within(grid: _Grid, area: Area) -> tuple[Sequence[int], Sequence[int]]:
    """The rows and columns of the used range that lie in an area."""
    top, left, bottom, right = area
    return _between(grid.rows, top, bottom), _between(grid.columns, left, right)


def _cover(grid: _Grid, rows: Sequence[int], columns: Sequence[int]) -> None:
    """Enter one merged area; one that overlaps an earlier one is ignored."""
    places = {(row, column) for row in rows for column in columns}
    if len(places) < 2 or not grid.covered.isdisjoint(places):
        return
    grid.covered |= places
    grid.spans[rows[0], columns[0]] = rows[-1], columns[-1]


def _between(ascending: Sequence[int], first: int, last: int) -> Sequence[int]:
    return ascending[bisect_left(ascending, first) : bisect_right(ascending, last)]


def _filled(sheet: Worksheet, grid: _Grid) -> dict[int, dict[int, str]]:
    """The cells with text, by row, as far as no merged area hides them."""
    if not grid.covered:
        return sheet.rows
    return {
        row: {
            column: text
            for column, text in cells.items()
            if (row, column) not in grid.covered or (row, column) in grid.spans
        }
        for row, cells in sheet.rows.items()
    }


def _blocks(rows: Sequence[int], filled: dict[int, dict[int, str]]) -> list[list[int]]:
    """Split at blank rows where a table of another structure begins; else all is one table."""
    groups: list[list[int]] = []
    for row in rows:
        if groups and row == groups[-1][-1] + 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    blocks: list[list[int]] = [groups[0]]
    titles: list[int] = []
    for group in groups[1:]:
        if all(len(filled.get(row, ())) < 2 for row in group):
            titles += group  # they go with the table below if it is one of its own
        elif _starts_anew(blocks[-1], group, filled):
            blocks.append(titles + group)
            titles = []
        else:
            blocks[-1] += titles + group
            titles = []
    blocks[-1] += titles
    return blocks


def _starts_anew(
    above: Sequence[int], below: Sequence[int], filled: dict[int, dict[int, str]]
) -> bool:
    """Whether rows are a table of their own: a header of words, and other columns than above."""
    if min(_wide_rows(above, filled), _wide_rows(below, filled)) < 2:
        return False
    header = next(filled[row] for row in below if len(filled.get(row, ())) > 1)
    if len(header) < _HEADER or any(_FIGURE.fullmatch(text) for text in header.values()):
        return False
    return _used(above, filled) != _used(below, filled)


def _wide_rows(rows: Iterable[int], filled: dict[int, dict[int, str]]) -> int:
    return sum(len(filled.get(row, ())) > 1 for row in rows)


def _used(rows: Iterable[int], filled: dict[int, dict[int, str]]) -> set[int]:
    return {column for row in rows for column in filled.get(row, ())}


def _columns(
    grid: _Grid, rows: Sequence[int], filled: dict[int, dict[int, str]], blocks: int
) -> Sequence[int]:
    """The columns of a block: all of the sheet's, or its own where there are several blocks."""
    if blocks == 1:
        return grid.columns
    used = _used(rows, filled)
    ends = [grid.spans.get((r, c), (r, c))[1] for r in rows for c in filled.get(r, ())]
    return _between(grid.columns, min(used), max(ends)) if used else ()


def _cells(
    sheet: Worksheet, grid: _Grid, rows: Sequence[int], columns: Sequence[int] | None
) -> Iterable[Cell]:
    """The cells of a block in row-major order; only those with text where `columns` is None."""
    within = None if columns is None else frozenset(columns)
    for row in rows:
        texts = sheet.rows.get(row, {})
        for column in sorted(texts) if columns is None else columns:
            text = texts.get(column, "")
            if (row, column) not in grid.covered:
                yield Cell(row, column, text)
            elif (row, column) in grid.spans:
                bottom, right = grid.spans[row, column]
                if within is not None and right not in within:
                    right = max(c for c in within if c <= right)
                yield Cell(row, column, text, bottom - row + 1, right - column + 1)
