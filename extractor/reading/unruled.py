"""Part the rows of a table whose body has upright rules only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.reading.grid import Grid, GridCell
from extractor.reading.parts import Piece, is_figure

_ROWS = 3
"""Fewer figures below one another may be one figure and its remark."""

_LEVEL = 0.5
"""Lines of one row stand at most this share of their height apart."""


def split_rows(grid: Grid, pieces: list[list[Piece]]) -> tuple[Grid, list[list[Piece]]]:
    """Split the rows in which a column of figures stands beside as many labels.

    Each figure has a line of the first filled cell at its height, and no cell holds a line
    between them; else the row stays as it is.
    """
    heights: dict[int, list[float]] = {}
    for row in range(len(grid.ys) - 1):
        owners = set(grid.owner[row])
        if -1 in owners or any(grid.cells[i].rows > 1 for i in owners):
            continue
        lines = _lines([pieces[i] for i in sorted(owners, key=lambda i: grid.cells[i].column)])
        if lines:
            heights[row] = lines
    if not heights:
        return grid, pieces
    ys: list[float] = []
    first_row: list[int] = []  # of the new rows, for each old one
    for row, y in enumerate(grid.ys[:-1]):
        first_row.append(len(ys))
        ys.append(y)
        lines = heights.get(row, [])
        ys += [(a + b) / 2 for a, b in pairwise(lines)]
    first_row.append(len(ys))
    ys.append(grid.ys[-1])
    split = Grid(
        grid.xs, ys, [], [[-1] * (len(grid.xs) - 1) for _ in ys[1:]],
        grid.open_top, grid.open_bottom, grid.coloured,
    )  # fmt: skip
    texts: list[list[Piece]] = []
    for cell, its_pieces in zip(grid.cells, pieces, strict=True):
        top, low = first_row[cell.row], first_row[cell.row + cell.rows]
        if cell.row not in heights:
            split.add(GridCell(top, cell.column, low - top, cell.columns))
            texts.append(its_pieces)
            continue
        for row in range(top, low):
            split.add(GridCell(row, cell.column, 1, cell.columns))
            texts.append([p for p in its_pieces if ys[row] <= _middle(p) < ys[row + 1]])
    return split, texts


def _middle(piece: Piece) -> float:
    return (piece.box[1] + piece.box[3]) / 2


def _lines(cells: Sequence[list[Piece]]) -> list[float]:
    """The heights of the lines of one row if each is a row of its own, else nothing."""
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or len(filled[0]) < _ROWS:
        return []
    labels = [_middle(piece) for piece in filled[0]]
    if not any(
        len(cell) == len(labels) and all(is_figure(piece.text) for piece in cell)
        for cell in filled[1:]
    ):
        return []
    for cell in filled[1:]:
        for piece in cell:
            near = _LEVEL * (piece.box[3] - piece.box[1])
            if min(abs(_middle(piece) - y) for y in labels) > near:
                return []
    return labels
