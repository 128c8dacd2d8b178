"""Put the glyphs of a page into the cells of its grids; what stands outside stays in lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.model import Box, Boxes, Line
from extractor.model.document import around
from extractor.reading.geometry import turn_box
from extractor.reading.grid import Grid, GridCell
from extractor.reading.parts import Piece, is_figure

_FLOWS = 0.04
"""Glyphs that follow one another this exactly, in heights, are of one word, whatever is between."""

_VALUE = re.compile(r"[\d≥≤＞＜>=<+\-－—]")
"""How the value beside a label begins that is cut off at the side of its cell."""

Spot = tuple[int, int, int]
"""Index of a grid, row and column in it."""

Cut = tuple[int, int, tuple[int, int] | None]
"""First and last character of a piece of a line, and its grid and cell if it has one."""


@dataclass(slots=True)
class Framed:
    """A printed line and its boxes in the frame of the page's text."""

    line: Line
    boxes: Boxes | tuple[Box, ...]
    spots: list[Spot | None]
    """For each character where it stands; a blank stands where both its neighbours do."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The pieces of each cell of each grid, and the lines that are left."""

    pieces: list[list[list[Piece]]]
    lines: list[Line]


def text_direction(lines: Sequence[Line]) -> int:
    """The direction of most of the text of a page, in clockwise quarter turns."""
    amount = [0, 0, 0, 0]
    for line in lines:
        if len(line.text) > 1 and line.boxes:
            first, last = line.boxes[0], line.boxes[-1]
            across = last[0] + last[2] - first[0] - first[2]
            down = last[1] + last[3] - first[1] - first[3]
            if abs(across) >= abs(down):
                amount[0 if across >= 0 else 2] += len(line.text)
            else:
                amount[1 if down > 0 else 3] += len(line.text)
    return amount.index(max(amount))


def fill(grids: Sequence[Grid], lines: Sequence[Line], direction: int) -> Filled:
    """Give each glyph to the cell that its middle stands in.

    A place that no cell covers but that holds text becomes a cell, unless the table is open
    there to above or below. A word that runs over the side of its cell stays whole.
    """
    framed = [_frame(line, grids, direction) for line in lines]
    _fill_holes(grids, framed)
    filled = Filled([[[] for _ in grid.cells] for grid in grids], [])
    for line, item in zip(lines, framed, strict=True):
        if item is None or not any(item.spots):
            filled.lines.append(line)
            continue
        for start, stop, owner in _whole_words(item, _divide(item, grids)):
            words = line.text[start:stop]
            first = start + len(words) - len(words.lstrip(" "))
            last = start + len(words.rstrip(" "))
            if first < last and owner is not None:
                piece = Piece(words.strip(" "), around(item.boxes, first, last - 1))
                filled.pieces[owner[0]][owner[1]].append(piece)
            elif first < last:
                boxes = tuple((line.boxes or ())[first:last])
                filled.lines.append(replace(line, text=words.strip(" "), boxes=boxes))
    return filled


def _frame(line: Line, grids: Sequence[Grid], direction: int) -> Framed | None:
    """Find where the characters of a line stand; None if it is clear of all grids."""
    if not line.boxes:
        return None
    if not direction:
        x0, top, x1, bottom = around(line.boxes, 0, len(line.boxes) - 1)
        boxes: Boxes | tuple[Box, ...] = line.boxes
    else:
        boxes = tuple(turn_box(box, direction) for box in line.boxes)
        x0, top, x1, bottom = around(boxes, 0, len(boxes) - 1)
    near = [
        (index, grid)
        for index, grid in enumerate(grids)
        if x0 < grid.xs[-1] and x1 > grid.xs[0] and top < grid.ys[-1] and bottom > grid.ys[0]
    ]
    if not near:
        return None
    near.sort(key=lambda item: item[1].area)  # a table within a cell comes first
    spots: list[Spot | None] = []
    for char, box in zip(line.text, boxes, strict=True):
        spot = None
        if char != " ":
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            for index, grid in near:
                place = grid.place(x, y)
                if place is not None:
                    spot = (index, *place)
                    if grid.owner[place[0]][place[1]] >= 0:
                        break
        spots.append(spot)
    return Framed(line, boxes, spots)


def _fill_holes(grids: Sequence[Grid], framed: Sequence[Framed | None]) -> None:
    """Make cells of the places without a cell in which text stands."""
    holes: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for item in framed:
        for spot in item.spots if item is not None else ():
            if spot is not None and grids[spot[0]].owner[spot[1]][spot[2]] < 0:
                holes[spot[0]].add(spot[1:])
    for index, places in holes.items():
        grid = grids[index]
        for row, column in sorted(places):
            if grid.owner[row][column] < 0:
                cell = _hole(grid, row, column)
                if cell.row > 0 and cell.row + cell.rows < len(grid.ys) - 1:
                    grid.add(cell)


def _hole(grid: Grid, row: int, column: int) -> GridCell:
    """The largest free rectangle around a place, grown sideways first."""
    owner = grid.owner
    left = right = column
    while left > 0 and owner[row][left - 1] < 0:
        left -= 1
    while right + 1 < len(owner[row]) and owner[row][right + 1] < 0:
        right += 1
    top = low = row
    while top > 0 and max(owner[top - 1][left : right + 1]) < 0:
        top -= 1
    while low + 1 < len(owner) and max(owner[low + 1][left : right + 1]) < 0:
        low += 1
    return GridCell(top, left, low - top + 1, right - left + 1)


def _divide(item: Framed, grids: Sequence[Grid]) -> Iterator[Cut]:
    """Cut a line where its cell changes."""
    start = 0
    owner: tuple[int, int] | None = None
    for i, (char, spot) in enumerate(zip(item.line.text, item.spots, strict=True)):
        if char == " ":
            continue
        here = None
        if spot is not None:
            cell = grids[spot[0]].owner[spot[1]][spot[2]]
            here = (spot[0], cell) if cell >= 0 else None
        if i and here != owner:
            yield start, i, owner
            start = i
        owner = here
    yield start, len(item.spots), owner


def _whole_words(item: Framed, cuts: Iterator[Cut]) -> Iterator[Cut]:
    """Undo the cuts inside words: text that is too long for its cell runs over its side."""
    word = next(cuts)
    for cut in cuts:
        (start, _, owner), (at, stop, other) = word, cut
        before, box = item.boxes[at - 1], item.boxes[at]
        height = box[3] - box[1]
        flows = (
            owner is not None
            and other is not None
            and item.line.text[at - 1] != " "
            and abs(box[0] - before[2]) < _FLOWS * height
            and abs(box[3] - before[3]) < height / 2
        )
        whole = item.line.text[start:stop]
        if flows and (is_figure(whole) or not _VALUE.match(item.line.text, at)):
            word = (start, stop, other if is_figure(whole) else owner)
        else:
            yield word
            word = cut
    yield word
