"""Ruling lines of a page, out of pdfium's page objects: strokes, thin rectangles, frames.

Handles are opened and closed by `pdf.py`. Coordinates are those of the displayed page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, repeat
from typing import NamedTuple

from extractor.model import Box
from extractor.reading.geometry import Geometry, Point, turn_point
from extractor.reading.pdfium import FORM, PATH, Handle, Pdfium, pdfium

Matrix = tuple[float, float, float, float, float, float]

_LINE_TO, _CURVE_TO, _MOVE_TO = 0, 1, 2
"""Numbers of pdfium's interface (fpdf_edit.h)."""

_THIN = 3.0
"""A filled rectangle up to this many points thick is drawn as a line; no cell is so low."""

_LEVEL = 0.5
"""A line may lean this much from end to end and still be level."""

_SAME = 1.0
"""Pieces of one line may stand this far beside one another."""

_GAP = 3.0
"""The pieces of one line may leave this much between them: what pdfplumber allows."""

_DASH, _DASH_GAP = 9.0, 8.0
"""Dashes up to this long belong together over a gap no wider than themselves."""

_DOUBLE = 4.5
"""Two rules of the same length at this distance are one doubled rule; rows are higher."""

_SHORTEST = 3.0
_DEEPEST = 8
_DRAWING = 64
"""A path that begins with this many sloping pieces is a drawing, no frame."""

_LOOK = 4
"""So many pieces of paths are looked at for each rule that a page may have."""

_WHITE = 250


class Rule(NamedTuple):
    """A level or upright line: y (or x) of the line, and where it starts and ends along it."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Rules:
    """The ruling lines of one page and the coloured areas that may stand for cells."""

    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    exceeded: bool = False
    """More than the limit: not all were read."""

    def turned(self, direction: int) -> Rules:
        """The same rules in the frame in which text of a direction is upright."""
        if not direction:
            return self
        turned = Rules(exceeded=self.exceeded)
        for level, rules in ((True, self.level), (False, self.upright)):
            for at, start, end in rules:
                ends = ((start, at), (end, at)) if level else ((at, start), (at, end))
                turned.add(*(turn_point(x, y, direction) for x, y in ends))
        for x0, top, x1, bottom in self.areas:
            (ax, ay), (bx, by) = (
                turn_point(x0, top, direction), turn_point(x1, bottom, direction)
            )  # fmt: skip
            turned.areas.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
        return turned

    def add(self, first: Point, second: Point) -> bool:
        """Add a stroke if it is level or upright."""
        (x0, y0), (x1, y1) = first, second
        width, height = abs(x1 - x0), abs(y1 - y0)
        if height <= _LEVEL and width > height:
            self.level.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif width <= _LEVEL and height > width:
            self.upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        else:
            return False
        return True

    def __len__(self) -> int:
        return len(self.level) + len(self.upright) + len(self.areas)


def read_rules(page: Handle, geometry: Geometry, limit: int) -> Rules | None:
    """Read the ruling lines of a page, None if it has none; more than `limit` are not read."""
    calls = pdfium()
    # both loops run inside map: half a microsecond an object, for pages that are all text
    things = list(map(calls.item, repeat(page), range(calls.count(page))))
    kinds = list(map(calls.kind, things))
    if PATH not in kinds and FORM not in kinds:
        return None
    rules = Rules()
    reader = _PathReader(calls, geometry, rules, limit)
    reader.read(zip(things, kinds, strict=True), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)
    if rules.exceeded:
        return rules
    rules.level = merge_rules(_visible(rules.level, geometry.size[1]))
    rules.upright = merge_rules(_visible(rules.upright, geometry.size[0]))
    return rules if rules else None


class _PathReader:
    """Reads the paths of a page and of the forms on it into `Rules`."""

    def __init__(self, calls: Pdfium, geometry: Geometry, rules: Rules, limit: int) -> None:
        """`limit` is how many rules are read at most."""
        self.calls, self.geometry, self.rules, self.limit = calls, geometry, rules, limit
        self.segments = 0
        self.floats = (ctypes.c_float * 6)()
        self.ints = (ctypes.c_uint * 4)()
        self.floats_at = ctypes.addressof(self.floats)
        self.ints_at = ctypes.addressof(self.ints)

    def read(self, things: Iterable[tuple[int, int]], outer: Matrix, depth: int) -> None:
        """Read page objects, given with their kinds; forms within forms up to a depth."""
        calls = self.calls
        for thing, kind in things:
            if self.rules.exceeded:
                return
            if kind == PATH:
                self._path(thing, self._matrix(thing, outer))
                enough = len(self.rules) > self.limit or self.segments > _LOOK * self.limit
                self.rules.exceeded = enough
            elif kind == FORM and depth < _DEEPEST:
                inner = range(max(0, calls.count_in_form(thing)))
                inside = map(calls.item_in_form, repeat(thing), inner)
                matrix = self._matrix(thing, outer)
                self.read(((item, calls.kind(item)) for item in inside), matrix, depth + 1)

    def _matrix(self, thing: int, outer: Matrix) -> Matrix:
        """From the space of an object to that of the page."""
        if not self.calls.matrix_of(thing, self.floats_at):
            return outer
        a, b, c, d, e, f = self.floats
        k, l, m, n, o, p = outer  # noqa: E741
        return (
            a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n,
            e * k + f * m + o, e * l + f * n + p,
        )  # fmt: skip

    def _path(self, thing: int, matrix: Matrix) -> None:
        self.calls.draw_mode(thing, self.ints_at, self.ints_at + 4)
        filled, stroked = self.ints[0], self.ints[1]
        if not filled and not stroked:
            return
        visible: bool | None = None
        sloping = 0
        for points, closed in self._outlines(thing, matrix):
            corners = [*points, points[0]] if closed or filled else points
            box = _box(points)
            thin = min(box[2] - box[0], box[3] - box[1]) <= _THIN
            if filled and thin:
                self._bar(box)
            elif stroked:
                sides = sum(not self.rules.add(*pair) for pair in pairwise(corners))
                sloping = sloping + sides if sides == len(corners) - 1 else 0
            elif _is_rectangle(corners):
                if visible is None:
                    visible = self._coloured(thing)
                if visible:
                    self.rules.areas.append(box)
            else:
                sloping += len(corners)
            if sloping > _DRAWING or len(self.rules) > self.limit:
                return

    def _bar(self, box: Box) -> None:
        """Add a thin rectangle as the line it is drawn for; a dot is both level and upright."""
        x0, top, x1, bottom = box
        width, height = x1 - x0, bottom - top
        if height <= _THIN and width >= 0.8 * height:
            self.rules.level.append(Rule((top + bottom) / 2, x0, x1))
        if width <= _THIN and height >= 0.8 * width:
            self.rules.upright.append(Rule((x0 + x1) / 2, top, bottom))

    def _outlines(self, thing: int, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
        """The outlines of a path in displayed coordinates, and whether each is closed.

        Curves end an outline; a path that is nothing but a long polygon is cut short.
        """
        calls, geometry = self.calls, self.geometry
        a, b, c, d, e, f = matrix
        points: list[Point] = []
        closed = False
        for index in range(calls.count_segments(thing)):
            self.segments += 1
            segment = calls.segment(thing, index)
            kind = calls.segment_kind(segment)
            if kind == _MOVE_TO and points:
                if len(points) > 1:
                    yield points, closed
                points, closed = [], False
            calls.segment_point(segment, self.floats_at, self.floats_at + 4)
            x, y = self.floats[0], self.floats[1]
            point = geometry.point(a * x + c * y + e, b * x + d * y + f)
            if kind == _CURVE_TO:
                if len(points) > 1:
                    yield points, False
                points = []
            points.append(point)
            closed = bool(calls.segment_closes(segment))
            if len(points) > _DRAWING:
                yield points, False
                points = [point]
        if len(points) > 1:
            yield points, closed

    def _coloured(self, thing: int) -> bool:
        """Whether a filled area can be seen on white paper."""
        at = self.ints_at
        if not self.calls.fill_colour(thing, at, at + 4, at + 8, at + 12):
            return True  # a pattern
        red, green, blue, alpha = self.ints
        return alpha > 0 and min(red, green, blue) < _WHITE


def _box(points: Sequence[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _is_rectangle(corners: Sequence[Point]) -> bool:
    """Whether a closed outline has four level or upright sides."""
    sides = [
        (abs(x1 - x0) <= _LEVEL, abs(y1 - y0) <= _LEVEL) for (x0, y0), (x1, y1) in pairwise(corners)
    ]
    long = [side for side in sides if side != (True, True)]
    return len(long) == 4 and all(one != other for one, other in pairwise(long))


def _visible(rules: list[Rule], extent: float) -> list[Rule]:
    """Leave out what is drawn beside the visible page."""
    return [rule for rule in rules if -_SAME <= rule.at <= extent + _SAME]


def merge_rules(rules: list[Rule]) -> list[Rule]:
    """Join the pieces of each line, dashes and doubled lines; drop what stays very short."""
    rules = sorted(rules)
    merged: list[Rule] = []
    start = 0
    for index in range(1, len(rules) + 1):
        if index == len(rules) or rules[index].at - rules[start].at > _SAME:
            merged += join_pieces(rules[start:index])
            start = index
    return _single([rule for rule in merged if rule.end - rule.start >= _SHORTEST])


def join_pieces(pieces: Sequence[Rule]) -> Iterator[Rule]:
    """Join the pieces of lines that stand on one line; the longest says exactly where."""
    pieces = sorted(pieces, key=lambda piece: piece.start)
    longest = pieces[0]
    start, end = longest.start, longest.end
    for piece in islice(pieces, 1, None):
        gap = piece.start - end
        short = min(longest.end - longest.start, piece.end - piece.start)
        if gap <= _GAP or (gap <= min(1.5 * short, _DASH_GAP) and short <= _DASH):
            end = max(end, piece.end)
            if piece.end - piece.start > longest.end - longest.start:
                longest = piece
            continue
        yield Rule(longest.at, start, end)
        longest, start, end = piece, piece.start, piece.end
    yield Rule(longest.at, start, end)


def _single(rules: list[Rule]) -> list[Rule]:
    """Make one rule of two that run side by side from end to end."""
    single: list[Rule] = []
    for rule in sorted(rules):
        twin = next(
            (
                i
                for i in range(len(single) - 1, max(len(single) - 9, -1), -1)
                if rule.at - single[i].at <= _DOUBLE
                and abs(rule.start - single[i].start) <= _DOUBLE
                and abs(rule.end - single[i].end) <= _DOUBLE
            ),
            None,
        )
        if twin is None:
            single.append(rule)
        else:
            other = single[twin]
            single[twin] = Rule(
                (other.at + rule.at) / 2, min(other.start, rule.start), max(other.end, rule.end)
            )
    return single
