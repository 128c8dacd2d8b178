"""The short way for plain pages: upright lines below one another, as pdfium orders them.

Most pages of a report are plain. For them pdfium's own lines are the printed lines, and boxes
need not be built before somebody asks for evidence. Whatever is not plainly so (columns,
rotation, overlapping or raised glyphs, doubtful blanks) is left to `lines.py`; where this module
answers, it gives the same lines.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from typing import overload

from extractor.model import Box, Boxes, Line
from extractor.reading.geometry import Geometry

_LINE = re.compile(r"[^\r\n]+")
_TALL = 1.45
"""A line is no taller than this many of its tallest glyph: else it holds two baselines."""

_BLANK = (0.05, 0.13)
"""Gaps in line heights: below the first no blank, above the second a blank, between: doubtful."""

_GAP = 0.3
"""A gap wider than this without a printed blank may be a column."""

_OVERLAP = 0.12


class GlyphBoxes(Boxes):
    """The boxes of one line, made from pdfium's numbers when asked for."""

    __slots__ = ("_at", "_quads", "_x0", "_y0")

    def __init__(self, quads: Sequence[float], at: Sequence[int], x0: float, y0: float) -> None:
        """`at` holds pdfium's character index of each character, -1 for a blank."""
        self._quads, self._at, self._x0, self._y0 = quads, at, x0, y0

    def __len__(self) -> int:
        return len(self._at)

    @overload
    def __getitem__(self, index: int) -> Box: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Box, ...]: ...
    def __getitem__(self, index: int | slice) -> Box | tuple[Box, ...]:
        if isinstance(index, slice):
            return tuple(map(self._box, range(*index.indices(len(self._at)))))
        return self._box(range(len(self._at))[index])

    def _box(self, i: int) -> Box:
        k = self._at[i]
        if k < 0:  # a blank fills the gap between its neighbours
            before, after = self._box(i - 1), self._box(i + 1)
            return (before[2], min(before[1], after[1]), after[0], max(before[3], after[3]))
        left, top, right, low = self._quads[4 * k : 4 * k + 4]
        return (left - self._x0, self._y0 - top, right - self._x0, self._y0 - low)

    def around(self, first: int, last: int) -> Box:
        """The box around some characters; a printed line never begins or ends with a blank."""
        start, stop = self._at[first], self._at[last]
        # blanks have no numbers of their own: only an unbroken run of glyphs can be sliced
        if stop - start != last - first or (
            not isinstance(self._at, range) and -1 in self._at[first : last + 1]
        ):
            lefts, tops, rights, bottoms = zip(*self[first : last + 1], strict=True)
            return min(lefts), min(tops), max(rights), max(bottoms)
        quads, low, high = self._quads, 4 * start, 4 * stop + 4
        return (
            min(quads[low:high:4]) - self._x0,
            self._y0 - max(quads[low + 1 : high : 4]),
            max(quads[low + 2 : high : 4]) - self._x0,
            self._y0 - min(quads[low + 3 : high : 4]),
        )

    def __iter__(self) -> Iterator[Box]:
        return map(self._box, range(len(self._at)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def plain_lines(
    chars: str, quads: Sequence[float], geometry: Geometry, page: int,
    upright: Callable[[int], bool],
) -> tuple[Line, ...] | None:  # fmt: skip
    """The lines of a plain page, or None when the page is not plainly plain.

    `quads` holds left, top, right, bottom of each character in pdfium's frame; `upright` tells
    whether a single glyph stands upright.
    """
    if geometry.quarter_turns or "\x01" in chars or "\ufffd" in chars:
        return None
    lines: list[Line] = []
    above = geometry.top + 1.0
    for match in _LINE.finditer(chars):
        words = match[0]
        start = match.start() + len(words) - len(words.lstrip())
        stop = match.end() - (len(words) - len(words.rstrip()))
        if start >= stop:
            continue
        found = _line(chars, quads, start, stop)
        if found is None:
            return None
        text, at, top, low, height = found
        outside = quads[4 * start] < geometry.left or quads[4 * stop - 2] > geometry.right
        if outside or top > above + 0.02 * height or low < geometry.bottom:
            return None
        if stop - start == 1 and not upright(start):
            return None
        above = low
        boxes = GlyphBoxes(quads, at, geometry.left, geometry.top)
        lines.append(Line(text, len(lines) + 1, page, boxes))
    return tuple(lines)


def _line(
    chars: str, quads: Sequence[float], start: int, stop: int
) -> tuple[str, Sequence[int], float, float, float] | None:
    """Text, character indices, top, bottom and glyph height of one line; None when in doubt."""
    text = chars[start:stop]
    lefts, tops = quads[4 * start : 4 * stop : 4], quads[4 * start + 1 : 4 * stop : 4]
    rights, lows = quads[4 * start + 2 : 4 * stop : 4], quads[4 * start + 3 : 4 * stop : 4]
    at: Sequence[int] = range(start, stop)
    if text.isprintable() and " " not in text:
        visible = None
    else:
        visible = [i for i, char in enumerate(text) if not char.isspace()]
        lefts, tops, rights, lows = ([side[i] for i in visible] for side in (lefts, tops, rights, lows))
    height = max(map(operator.sub, tops, lows))
    top, low = max(tops), min(lows)
    if height <= 0 or top - low > _TALL * height:
        return None
    gaps = list(map(operator.sub, lefts[1:], rights))
    if gaps and min(gaps) < -_OVERLAP * height:
        return None
    if visible is None:
        return None if gaps and max(gaps) > _GAP * height else (text, at, top, low, height)
    narrow, wide = _BLANK[0] * height, _BLANK[1] * height
    kept = [text[0]]
    indices = [start]
    for number, gap in enumerate(gaps):
        here = visible[number + 1]
        if here - visible[number] > 1:
            if narrow < gap < wide:
                return None
            if gap >= wide:
                kept.append(" ")
                indices.append(-1)
        elif gap > _GAP * height:
            return None
        kept.append(text[here])
        indices.append(start + here)
    return "".join(kept), indices, top, low, height
