"""The short way for plain pages: upright lines below one another, as pdfium orders them.

Most pages of a report are plain. For them pdfium's own lines are the printed lines, and boxes
need not be built before somebody asks for evidence. Whatever is not plainly so (columns,
rotation, overlapping or raised glyphs, doubtful blanks) is left to `lines.py`; where this module
answers, it gives the same lines.
"""

from __future__ import annotations

import operator
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import overload

from extractor.model import Box, Boxes, Line
from extractor.model.document import Outline, around
from extractor.reading.geometry import Geometry

_LINE = re.compile(r"[^\r\n]+")
_TALL = 1.45
"""A line is no taller than this many of its tallest glyph: else it holds two baselines."""

_BLANK = (0.05, 0.13)
"""Gaps in line heights: below the first no blank, above the second a blank, between: doubtful."""

_GAP = 0.3
"""A gap wider than this without a printed blank may be a column."""

_OVERLAP = 0.12


Sides = tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]
"""Left, top, right and bottom of each glyph of a page, blanks left out, in pdfium's frame."""


class GlyphBoxes(Boxes):
    """The boxes of one line, made from pdfium's numbers when asked for."""

    __slots__ = ("_blanks", "_length", "_outline", "_sides", "_start", "_x0", "_y0")

    def __init__(
        self, sides: Sides, start: int, length: int, blanks: Sequence[int], x0: float, y0: float,
        outline: Outline,
    ) -> None:  # fmt: skip
        """A line of `length` characters from glyph `start` on, with blanks at these places."""
        self._sides, self._start, self._length, self._blanks = sides, start, length, blanks
        self._x0, self._y0, self._outline = x0, y0, outline

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Box: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Box, ...]: ...
    def __getitem__(self, index: int | slice) -> Box | tuple[Box, ...]:
        if isinstance(index, slice):
            return tuple(map(self._box, range(*index.indices(self._length))))
        if not 0 <= index < self._length:
            index = range(self._length)[index]
        return self._box(index)

    def _box(self, i: int) -> Box:
        k = self._start + i
        if self._blanks:
            if i in self._blanks:  # a blank fills the gap between its neighbours
                before, after = self._box(i - 1), self._box(i + 1)
                return (before[2], min(before[1], after[1]), after[0], max(before[3], after[3]))
            k -= bisect_left(self._blanks, i)
        lefts, tops, rights, lows = self._sides
        return (lefts[k] - self._x0, self._y0 - tops[k], rights[k] - self._x0, self._y0 - lows[k])

    def around(self, first: int, last: int) -> Box:
        """The box around some characters; a printed line never begins or ends with a blank."""
        blanks, start, stop = self._blanks, self._start + first, self._start + last + 1
        if blanks:
            if first in blanks or last in blanks:
                return around(self[first : last + 1], 0, last - first)
            start -= bisect_left(blanks, first)
            stop -= bisect_left(blanks, last)
        lefts, tops, rights, lows = self._sides
        return (
            min(lefts[start:stop]) - self._x0,
            self._y0 - max(tops[start:stop]),
            max(rights[start:stop]) - self._x0,
            self._y0 - min(lows[start:stop]),
        )

    def outline(self) -> Outline:
        """Where the line begins and ends, and the height of the glyph in its middle."""
        return self._outline

    def __iter__(self) -> Iterator[Box]:
        return map(self._box, range(self._length))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def plain_lines(
    chars: str, sides: Sides, geometry: Geometry, page: int, upright: Callable[[int], bool]
) -> tuple[Line, ...] | None:
    """The lines of a plain page, or None when the page is not plainly plain.

    `upright` tells whether a single glyph stands upright.
    """
    if geometry.quarter_turns or "\x01" in chars or "\ufffd" in chars:
        return None
    x0, y0 = geometry.left, geometry.top
    lefts, tops, rights, lows = sides
    gaps = list(map(operator.sub, lefts[1:], rights))
    lines: list[Line] = []
    above = geometry.top + 1.0
    stop = 0
    for printed in _LINE.findall(chars):
        words = printed.split()
        if not words:
            continue
        start, stop = stop, stop + (len(words[0]) if len(words) == 1 else sum(map(len, words)))
        top, low = max(tops[start:stop]), min(lows[start:stop])
        height = tops[start] - lows[start]
        if height != top - low:  # else no glyph of the line is taller than the first
            height = max(map(operator.sub, tops[start:stop], lows[start:stop]))
        if height <= 0 or top - low > _TALL * height:
            return None
        found = _spaced(words, gaps[start : stop - 1], height)
        first, last = lefts[start], rights[stop - 1]
        outside = first < geometry.left or last > geometry.right
        if found is None or outside or top > above + 0.02 * height or low < geometry.bottom:
            return None
        if stop - start == 1 and not upright(start):
            return None
        above = low
        text, blanks = found
        middle = (start + stop) // 2
        outline = first - x0, last - x0, tops[middle] - lows[middle]
        boxes = GlyphBoxes(sides, start, len(text), blanks, x0, y0, outline)
        lines.append(Line(text, len(lines) + 1, page, boxes))
    return tuple(lines)


def _spaced(
    words: list[str], gaps: list[float], height: float
) -> tuple[str, Sequence[int]] | None:
    """The text of a line and the places of its blanks; None when in doubt.

    `gaps` stand between the glyphs of `words`.
    """
    if gaps and min(gaps) < -_OVERLAP * height:
        return None
    if len(words) == 1:
        return None if gaps and max(gaps) > _GAP * height else (words[0], ())
    narrow, wide = _BLANK[0] * height, _BLANK[1] * height
    text = ""
    blanks: list[int] = []
    at = 0
    for word in words:
        if text:
            if narrow < gaps[at - 1] < wide:
                return None
            if gaps[at - 1] >= wide:
                blanks.append(len(text))
                text += " "
        text += word
        inner = gaps[at : at + len(word) - 1]
        if inner and max(inner) > _GAP * height:
            return None
        at += len(word)
    return text, blanks
