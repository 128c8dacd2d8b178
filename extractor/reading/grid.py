"""From ruling lines to grids of cells, by pdfplumber's table finder.

The finder is fed through a stand-in for its page: an interface that pdfplumber does not
document, hence the pinned version and the test that guards it. It looks at every pair of points
of a page; so each table is given to it by itself, a long one in bands between rules that run
through from side to side, which no cell crosses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from extractor.model import Box
from extractor.reading.rules import Rule, Rules, merge_rules

_TOUCH = 3.0
"""Lines that miss each other by this much meet: what pdfplumber allows."""

_OPEN = 6.0
"""Upright lines that go on this far beyond the last level one enclose a row."""

_NARROW = 4.0
"""Columns and rows below this width are the inside of a doubled rule."""

_COVERED = 0.95
_BAND = 60
"""Points of one table given to the finder at a time."""

_MOST_POINTS = 3000
"""Points that the finder gets through in about a second."""

_MOST_MEETINGS = 60_000


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


def find_grids(rules: Rules) -> list[Grid] | None:
    """The grids that rules enclose, top to bottom; None when there are too many to look at.

    Grids of one cell and of one column are among them. Where no rule encloses anything,
    coloured areas that adjoin one another may.
    """
    grids: list[Grid] = []
    frames = _frames(rules.level, rules.upright)
    if frames is None:
        return None
    areas = [area for area in rules.areas if not any(_overlap(area, f.box) for f in frames)]
    if len(areas) > 3:
        coloured = _frames(*_sides(areas))
        if coloured is None:
            return None
        for frame in coloured:
            frame.coloured = True
        frames += coloured
    for frame in frames:
        _close(frame)
        cells = _cells(frame)
        if cells is None:
            return None
        for group in _adjoining(cells):
            grid = _grid(group)
            grid.coloured = frame.coloured
            grid.open_top = frame.open_top and grid.ys[0] <= frame.box[1] + _TOUCH
            grid.open_bottom = frame.open_bottom and grid.ys[-1] >= frame.box[3] - _TOUCH
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _sides(areas: Sequence[Box]) -> tuple[list[Rule], list[Rule]]:
    """The sides of areas as rules."""
    level = [Rule(y, x0, x1) for x0, top, x1, bottom in areas for y in (top, bottom)]
    upright = [Rule(x, top, bottom) for x0, top, x1, bottom in areas for x in (x0, x1)]
    return merge_rules(level), merge_rules(upright)


def _frames(level: list[Rule], upright: list[Rule]) -> list[_Frame] | None:
    """Group the rules that meet; None when they meet too often."""
    upright = sorted(upright)
    xs = [rule.at for rule in upright]
    leader = list(range(len(level) + len(upright)))

    def lead(i: int) -> int:
        while leader[i] != i:
            leader[i] = i = leader[leader[i]]
        return i

    meetings = 0
    for i, (y, start, end) in enumerate(level):
        first, last = bisect_left(xs, start - _TOUCH), bisect_right(xs, end + _TOUCH)
        for j in range(first, last):
            rule = upright[j]
            if rule.start - _TOUCH <= y <= rule.end + _TOUCH:
                meetings += 1
                leader[lead(len(level) + j)] = lead(i)
        if meetings > _MOST_MEETINGS:
            return None
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
        (left, [r.at for r in frame.level if r.start <= left + _TOUCH]),
        (right, [r.at for r in frame.level if r.end >= right - _TOUCH]),
    ):
        if len(reaching) > 1 and not _covered(frame.upright, x, min(reaching), max(reaching)):
            frame.upright.append(Rule(x, min(reaching), max(reaching)))


def _covered(upright: Iterable[Rule], x: float, top: float, bottom: float) -> bool:
    """Whether upright rules at x reach from top to bottom."""
    covered, reached = 0.0, top
    for rule in sorted((r for r in upright if abs(r.at - x) <= _TOUCH), key=itemgetter(1)):
        covered += max(0.0, min(rule.end, bottom) - max(rule.start, reached))
        reached = max(reached, rule.end)
    return covered >= _COVERED * (bottom - top) - _TOUCH


class _Page:
    """What pdfplumber's table finder reads of its page."""

    def __init__(self, edges: list[dict[str, Any]]) -> None:
        self.edges = edges


def _cells(frame: _Frame) -> list[Box] | None:
    """The cells of one table as boxes; None when there are too many points to look at."""
    # the first import costs some 90 ms, so only documents that have tables pay for it
    from pdfplumber.table import TableFinder, merge_edges

    edges = [_edge("h", *rule) for rule in frame.level]
    edges += [_edge("v", *rule) for rule in frame.upright]
    edges = merge_edges(edges, _TOUCH, _TOUCH, _TOUCH, _TOUCH)
    cells: list[Box] = []
    for band in _bands(edges):
        points = sum(_meet(h, v) for h in band for v in band)
        if points > _MOST_POINTS:
            return None
        page: Any = _Page(band)
        cells += TableFinder(page, {"snap_tolerance": 0}).cells
    return cells


def _edge(orientation: str, at: float, start: float, end: float) -> dict[str, Any]:
    """A rule as pdfplumber has it."""
    level = orientation == "h"
    x0, x1 = (start, end) if level else (at, at)
    top, bottom = (at, at) if level else (start, end)
    return {
        "object_type": "line", "orientation": orientation, "x0": x0, "x1": x1, "top": top,
        "bottom": bottom, "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip


def _meet(h: dict[str, Any], v: dict[str, Any]) -> bool:
    return (
        h["orientation"] == "h"
        and v["orientation"] == "v"
        and h["x0"] - _TOUCH <= v["x0"] <= h["x1"] + _TOUCH
        and v["top"] - _TOUCH <= h["top"] <= v["bottom"] + _TOUCH
    )


def _bands(edges: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Cut a table into bands at level rules that run from side to side."""
    level = sorted((e for e in edges if e["orientation"] == "h"), key=itemgetter("top"))
    upright = [e for e in edges if e["orientation"] == "v"]
    left, right = min(e["x0"] for e in edges), max(e["x1"] for e in edges)
    through = [
        i
        for i, e in enumerate(level)
        if e["x0"] <= left + _TOUCH and e["x1"] >= right - _TOUCH
    ]
    if len(level) * len(upright) <= _BAND or len(through) < 3:
        yield edges
        return
    # what stands above the first and below the last of them goes with its neighbour
    start = 0
    for i in (*through[1:-1], len(level) - 1):
        if (i + 1 - start) * len(upright) < _BAND and i < len(level) - 1:
            continue
        yield _band(level[start : i + 1], upright, first=start == 0, last=i == len(level) - 1)
        start = i


def _band(
    level: list[dict[str, Any]], upright: list[dict[str, Any]], first: bool, last: bool
) -> list[dict[str, Any]]:
    """Some level rules and the parts of the upright ones between them."""
    low, high = level[0]["top"], level[-1]["top"]
    band = list(level)
    for edge in upright:
        top = edge["top"] if first else max(edge["top"], low)
        bottom = edge["bottom"] if last else min(edge["bottom"], high)
        if bottom - top > _TOUCH:
            band.append({**edge, "top": top, "bottom": bottom, "height": bottom - top})
    return band


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
