"""From the ruling lines of a page to grids of cells: open sides are closed, cells numbered."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from extractor.model import Box
from extractor.reading.finder import TOUCH, Finder, TooManyRulesError
from extractor.reading.rules import Rule, Rules, merge_rules

_OPEN = 6.0
"""Upright lines that go on this far beyond the last level one enclose a row."""

_NARROW = 4.0
"""Columns and rows below this width are the inside of a doubled rule."""

_COVERED = 0.95
_MOST_MEETINGS = 60_000
"""Meetings of rules on one page; a page of A3 in the smallest print has 5,000."""


class GridCell(NamedTuple):
    """A cell in a grid: its top left corner and its span."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Grid:
    """The cells of one table on one page.

    `xs` and `ys` are the boundaries of columns and rows; `owner[row][column]` is the index of
    the cell that covers a place, or -1. A side is open where no rule closed it.
    """

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    owner: list[list[int]] = field(default_factory=list)
    open_top: bool = False
    open_bottom: bool = False
    coloured: bool = False
    """Its cells are coloured areas, there were no rules."""

    @property
    def area(self) -> float:
        """What the grid covers, in square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def cell_box(self, cell: GridCell) -> Box:
        """The box of a cell."""
        return (
            self.xs[cell.column], self.ys[cell.row],
            self.xs[cell.column + cell.columns], self.ys[cell.row + cell.rows],
        )  # fmt: skip

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point, None outside."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1:
            return row, column
        return None

    def add(self, cell: GridCell) -> bool:
        """Add a cell unless one of its places is taken."""
        rows = range(cell.row, cell.row + cell.rows)
        columns = slice(cell.column, cell.column + cell.columns)
        if any(owner >= 0 for row in rows for owner in self.owner[row][columns]):
            return False
        for row in rows:
            self.owner[row][columns] = [len(self.cells)] * cell.columns
        self.cells.append(cell)
        return True


@dataclass(slots=True)
class _Frame:
    """Rules that meet: the lines of one table, its open sides closed."""

    level: list[Rule]
    upright: list[Rule]
    open_top: bool = False
    open_bottom: bool = False
    coloured: bool = False

    @property
    def box(self) -> Box:
        """The box around all lines."""
        return (
            min(*(r.start for r in self.level), *(r.at for r in self.upright)),
            min(*(r.at for r in self.level), *(r.start for r in self.upright)),
            max(*(r.end for r in self.level), *(r.at for r in self.upright)),
            max(*(r.at for r in self.level), *(r.end for r in self.upright)),
        )


def find_grids(rules: Rules) -> list[Grid]:
    """The grids that rules enclose, top to bottom.

    Grids of one cell and of one column are among them. Where no rule encloses anything,
    coloured areas that adjoin one another may.

    Raises:
        TooManyRulesError: there are too many to look at.
    """
    grids: list[Grid] = []
    finder = Finder()
    frames = _frames(rules.level, rules.upright)
    areas = [area for area in rules.areas if not any(_overlap(area, f.box) for f in frames)]
    if len(areas) > 3:
        coloured = _frames(*_sides(areas))
        for frame in coloured:
            frame.coloured = True
        frames += coloured
    for frame in frames:
        _close(frame)
        for group in _adjoining(finder.find(frame.level, frame.upright)):
            grid = _grid(group)
            grid.coloured = frame.coloured
            grid.open_top = frame.open_top and grid.ys[0] <= frame.box[1] + TOUCH
            grid.open_bottom = frame.open_bottom and grid.ys[-1] >= frame.box[3] - TOUCH
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _sides(areas: Sequence[Box]) -> tuple[list[Rule], list[Rule]]:
    """The sides of areas as rules."""
    level = [Rule(y, x0, x1) for x0, top, x1, bottom in areas for y in (top, bottom)]
    upright = [Rule(x, top, bottom) for x0, top, x1, bottom in areas for x in (x0, x1)]
    return merge_rules(level), merge_rules(upright)


def _frames(level: list[Rule], upright: list[Rule]) -> list[_Frame]:
    """Group the rules that meet."""
    upright = sorted(upright)
    xs = [rule.at for rule in upright]
    leader = list(range(len(level) + len(upright)))

    def lead(i: int) -> int:
        while leader[i] != i:
            leader[i] = i = leader[leader[i]]
        return i

    meetings = 0
    for i, (y, start, end) in enumerate(level):
        first, last = bisect_left(xs, start - TOUCH), bisect_right(xs, end + TOUCH)
        for j in range(first, last):
            rule = upright[j]
            if rule.start - TOUCH <= y <= rule.end + TOUCH:
                meetings += 1
                leader[lead(len(level) + j)] = lead(i)
        if meetings > _MOST_MEETINGS:
            raise TooManyRulesError
    frames: dict[int, _Frame] = defaultdict(lambda: _Frame([], []))
    for i, rule in enumerate(level):
        frames[lead(i)].level.append(rule)
    for j, rule in enumerate(upright):
        frames[lead(len(level) + j)].upright.append(rule)
    return [f for f in frames.values() if f.level and f.upright and len(f.level + f.upright) > 2]


def _close(frame: _Frame) -> None:
    """Close the open sides of a table, first above and below, then left and right."""
    left, top, right, bottom = frame.box
    first, last = min(r.at for r in frame.level), max(r.at for r in frame.level)
    for above, edge, reach in ((True, top, first - top), (False, bottom, bottom - last)):
        if reach <= _OPEN:
            continue
        posts = [
            rule
            for rule in frame.upright
            if (rule.start < first - _OPEN if above else rule.end > last + _OPEN)
        ]
        if len(posts) < 2:
            continue
        ends = [rule.at for rule in posts]
        walled = [_covered(frame.upright, x, first, last) for x in (left, right)]
        x0 = min(ends) if walled[0] else left
        x1 = max(ends) if walled[1] else right
        frame.level.append(Rule(edge, x0, x1))
        if above:
            frame.open_top = True
        else:
            frame.open_bottom = True
    for x, reaching in (
        (left, [r.at for r in frame.level if r.start <= left + TOUCH]),
        (right, [r.at for r in frame.level if r.end >= right - TOUCH]),
    ):
        if len(reaching) > 1 and not _covered(frame.upright, x, min(reaching), max(reaching)):
            frame.upright.append(Rule(x, min(reaching), max(reaching)))


def _covered(upright: Iterable[Rule], x: float, top: float, bottom: float) -> bool:
    """Whether upright rules at x reach from top to bottom."""
    covered, reached = 0.0, top
    for rule in sorted((r for r in upright if abs(r.at - x) <= TOUCH), key=itemgetter(1)):
        covered += max(0.0, min(rule.end, bottom) - max(rule.start, reached))
        reached = max(reached, rule.end)
    return covered >= _COVERED * (bottom - top) - TOUCH


def _adjoining(cells: list[Box]) -> list[list[Box]]:
    """Group cells that share a corner."""
    leader = list(range(len(cells)))

    def lead(i: int) -> int:
        while leader[i] != i:
            leader[i] = i = leader[leader[i]]
        return i

    corners: dict[tuple[float, float], int] = {}
    for i, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            leader[lead(i)] = lead(corners.setdefault(corner, i))
    groups: dict[int, list[Box]] = defaultdict(list)
    for i, cell in enumerate(cells):
        groups[lead(i)].append(cell)
    return list(groups.values())


def _grid(boxes: list[Box]) -> Grid:
    """Number the cells of one table by row and column; of overlapping cells keep the smaller."""
    xs, column_at = _boundaries(x for box in boxes for x in (box[0], box[2]))
    ys, row_at = _boundaries(y for box in boxes for y in (box[1], box[3]))
    grid = Grid(xs, ys, [], [[-1] * (len(xs) - 1) for _ in ys[1:]])
    spans = []
    for x0, top, x1, bottom in boxes:
        column, row = column_at[x0], row_at[top]
        rows, columns = row_at[bottom] - row, column_at[x1] - column
        if rows > 0 and columns > 0:
            spans.append(GridCell(row, column, rows, columns))
    for cell in sorted(spans, key=lambda cell: (cell.rows * cell.columns, cell)):
        grid.add(cell)
    return grid


def _boundaries(values: Iterable[float]) -> tuple[list[float], dict[float, int]]:
    """Distinct boundaries, those of a doubled rule as one, and the index of each value."""
    bounds: list[float] = []
    index: dict[float, int] = {}
    for value in sorted(set(values)):
        if not bounds or value - bounds[-1] >= _NARROW:
            bounds.append(value)
        index[value] = len(bounds) - 1
    return bounds, index
