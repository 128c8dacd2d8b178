"""Take the glyphs of one page out of pdfium, fast: characters, boxes, baselines.

Handles are opened and closed by `pdf.py`.
"""

from __future__ import annotations

import ctypes
import math
import re
from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat

from extractor.model import Box, Line
from extractor.reading.geometry import Geometry, Point, turn_box, turn_point
from extractor.reading.pdfium import Handle, pdfium
from extractor.reading.plain import Sides, plain_lines

Word = tuple[str, list[Box], bool]
"""Characters, their boxes in the frame of the run, and whether a blank was printed before."""

REPLACEMENT = "\ufffd"
_SKIP = "\x01"
_VISIBLE = re.compile(r"[^\s\x01]+")
_ODD = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ue000-\uf8ff\ufeff\ufffe\uffff]"
)
_HYPHENS = frozenset("\x02\xad\ufffe")
"""How pdfium reports a hyphen at a line end; the glyph on paper is a hyphen."""

_OBLIQUE = 10.0
"""Degrees off the axes beyond which text is a watermark; scanned text is skewed by 1 or 2."""


_NARROW = 1.5
"""Height of an upright digit over its width is 2, of a Chinese character 1.2."""

_ABOVE, _BELOW = 2.0, 1.0
"""How far a glyph may reach from its baseline, in widths: more, and it is from another line."""


@dataclass(slots=True)
class Run:
    """Words on one baseline; boxes stand in the frame where the text is upright."""

    direction: int
    """Clockwise quarter turns from left-to-right text, as displayed."""

    baseline: float
    size: float
    """Font size in points, as printed."""

    words: list[Word] = field(default_factory=list)


@dataclass(slots=True)
class Glyphs:
    """What one page holds: how many glyphs, how many of them without a character.

    A plain page comes as `plain` lines; the glyphs of any other as `runs`.
    """

    runs: list[Run]
    count: int
    unmapped: int
    plain: tuple[Line, ...] | None = None


class _Room:
    """Where pdfium puts what it says of one page after the other.

    To make room takes longer than to fill it: ctypes makes a type for every length of an
    array, and an object for every place in it.
    """

    __slots__ = ("boxes", "codes", "edges", "matrix", "order", "places", "x", "y")

    def __init__(self, size: int) -> None:
        """Make room for so many characters: codes, and boxes as one block and place by place.

        `edges` is the block of boxes as plain numbers, `order` counts the places.
        """
        self.codes = (ctypes.c_ushort * (size + 1))()
        self.boxes = (ctypes.c_float * 4 * size)()
        self.places = [ctypes.byref(box) for box in self.boxes]
        self.edges = memoryview(self.boxes).cast("B").cast("f")
        self.order = list(range(size))
        self.matrix = (ctypes.c_float * 6)()
        self.x, self.y = (ctypes.c_double * 1)(), (ctypes.c_double * 1)()


_room = lru_cache(maxsize=4)(_Room)


def read_glyphs(text_page: Handle, count: int, geometry: Geometry, page: int) -> Glyphs:
    """Read the glyphs of a page: as lines if it is plain, else as runs to be put together."""
    room = _room(1024 * (count // 1024 + 1))
    chars, unmapped = _characters(text_page, count, room)
    visible: list[int] = []
    for match in _VISIBLE.finditer(chars):
        start, end = match.span()
        visible += room.order[start:end]
    text = _PageText(text_page, visible, room)
    plain = plain_lines(chars, text.sides, geometry, page, text.upright)
    runs = _runs(chars, text, geometry) if plain is None else []
    return Glyphs(runs, len(text.index), unmapped, plain)


def _runs(chars: str, text: _PageText, geometry: Geometry) -> list[Run]:
    """The glyphs of a page as runs; oblique text (a watermark) is left out."""
    runs: list[Run] = []
    run: Run | None = None
    y = math.nan  # of the run, if it may go on; nan differs from everything
    end = last = 0
    for match in _VISIBLE.finditer(chars):
        blank = bool(chars[last : match.start()].strip(_SKIP))
        last = match.end()
        start, end = end, end + len(match[0])
        for first, stop, origin in text.pieces(start, end):
            # A single glyph may be turned and still share the height of the text before it.
            if origin[1] != y or stop - first == 1:
                run = _start_run(text, first, origin, geometry)
                if run is not None:
                    runs.append(run)
                horizontal = run is not None and (run.direction + geometry.quarter_turns) % 2 == 0
                y = origin[1] if horizontal else math.nan
            if run is not None:
                boxes = text.boxes(first, stop, geometry, run.direction)
                word = match[0][first - start : stop - start]
                run.words.append((word, boxes, blank and first == start))
    return runs


class _PageText:
    """Boxes and origins of the glyphs of one page, in pdfium's user space.

    The glyphs are counted without the blanks between them.
    """

    __slots__ = ("_calls", "_handle", "_room", "index", "sides")

    def __init__(self, handle: Handle, index: list[int], room: _Room) -> None:
        """Fetch the loose box of every glyph; `index` holds its index among pdfium's characters."""
        self._calls = calls = pdfium()
        self._handle = handle
        self._room = room
        self.index = index
        # the loop runs inside map: a fifth faster than bytecode for every glyph
        deque(map(calls.loose_box, repeat(handle), index, room.places), maxlen=0)
        edges = array("f", room.edges[: 4 * len(index)].tobytes())
        self.sides: Sides = (edges[::4], edges[1::4], edges[2::4], edges[3::4])

    def origin(self, i: int) -> Point:
        """Where a glyph stands on its baseline."""
        x, y = self._room.x, self._room.y
        self._calls.origin(self._handle, self.index[i], x, y)
        return x[0], y[0]

    def matrix(self, i: int) -> tuple[float, float, float, float]:
        """The text matrix of a glyph (a, b, c, d); the identity where pdfium has none."""
        matrix = self._room.matrix
        if not self._calls.matrix(self._handle, self.index[i], matrix):
            return 1.0, 0.0, 0.0, 1.0
        a, b, c, d, _, _ = matrix
        return a, b, c, d

    def upright(self, i: int) -> bool:
        """Whether a glyph stands upright."""
        a, b, _, _ = self.matrix(i)
        return a > 0 and abs(math.degrees(math.atan2(b, a))) < _OBLIQUE

    def font_size(self, i: int) -> float:
        """The font size of a glyph before the matrix is applied."""
        return self._calls.font_size(self._handle, self.index[i])

    def boxes(self, start: int, end: int, geometry: Geometry, direction: int) -> list[Box]:
        """The boxes of a piece in the frame of its direction."""
        corners = zip(*(side[start:end] for side in self.sides), strict=True)
        if geometry.quarter_turns == direction == 0:  # nearly always, so without calls
            x0, y0 = geometry.left, geometry.top
            return [
                (left - x0, y0 - top, right - x0, y0 - low) for left, top, right, low in corners
            ]
        return [
            turn_box(geometry.box(left, low, right, top), direction)
            for left, top, right, low in corners
        ]

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, Point]]:
        """Split a word where the baseline changes; gives each piece with its first origin.

        A word whose ends share a baseline and whose glyphs keep to it is taken whole: asking
        for every origin would cost a tenth of the reading time.
        """
        first = self.origin(start)
        if end - start == 1 or self._level(start, end, first[1]):
            yield start, end, first
            return
        axis: int | None = None  # what the piece shares: 1 for y, 0 for x
        for i in range(start + 1, end):
            origin = self.origin(i)
            if axis is None:
                axis = 1 if origin[1] == first[1] else None
                if axis is None and origin[0] == first[0] and not self._narrow(i):
                    axis = 0
            if axis is None or origin[axis] != first[axis]:
                yield start, i, first
                start, first, axis = i, origin, None
        yield start, end, first

    def _narrow(self, i: int) -> bool:
        """Tell whether a glyph is plainly higher than wide: digits below one another."""
        left, top, right, low = (side[i] for side in self.sides)
        return top - low > _NARROW * (right - left)

    def _level(self, start: int, end: int, y: float) -> bool:
        """Tell whether a word stands on one horizontal baseline."""
        if self.origin(end - 1)[1] != y:
            return False
        lefts, tops, rights, lows = self.sides
        em = max(rights[start] - lefts[start], rights[end - 1] - lefts[end - 1])
        highest, lowest = max(tops[start:end]), min(lows[start:end])
        return highest < y + _ABOVE * em and lowest > y - _BELOW * em


def _start_run(text: _PageText, i: int, origin: Point, geometry: Geometry) -> Run | None:
    """Start a run in the direction of a glyph; None when the text is oblique."""
    a, b, c, d = text.matrix(i)
    # Not FPDFText_GetCharAngle: it measures c against a, so that slanted (faked italic)
    # glyphs look turned.
    turned = math.degrees(math.atan2(b, a))
    if not math.isfinite(turned):
        return None
    direction = round(geometry.quarter_turns - turned / 90)
    if abs((geometry.quarter_turns - direction) * 90 - turned) > _OBLIQUE:
        return None
    direction %= 4
    _, baseline = turn_point(*geometry.point(*origin), direction)
    return Run(direction, baseline, text.font_size(i) * math.hypot(c, d))


def _characters(text_page: Handle, count: int, room: _Room) -> tuple[str, int]:
    """One character for each index of pdfium, and how many have no character at all.

    Unmappable and private-use glyphs become U+FFFD, control characters `_SKIP`.
    """
    calls = pdfium()
    written = calls.text(text_page, 0, count, room.codes)
    chars = bytes(room.codes)[: 2 * count].decode("utf-16-le", errors="surrogatepass")
    if written != count + 1 or len(chars) != count:
        # pdfium leaves characters out of the text, or has some beyond U+FFFF.
        chars = _one_by_one(text_page, count)
    map_error = calls.map_error
    # The last of each kind is looked at first: a font without a character map shows there.
    sample = dict(zip(chars, room.order, strict=False))
    if 1 in map(map_error, repeat(text_page), sample.values()):
        chars = "".join(
            REPLACEMENT if map_error(text_page, i) == 1 else char for i, char in enumerate(chars)
        )
    if _ODD.search(chars):
        chars = _ODD.sub(_plain, chars)
    return chars, chars.count(REPLACEMENT)


def _one_by_one(text_page: Handle, count: int) -> str:
    """Look every character up; a surrogate pair stands at its first index."""
    unicode = pdfium().unicode
    codes = [unicode(text_page, i) for i in range(count)]
    chars: list[str] = []
    for i, code in enumerate(codes):
        following = codes[i + 1] if i + 1 < count else 0
        if 0xD800 <= code < 0xDC00 and 0xDC00 <= following < 0xE000:
            chars.append(chr(0x10000 + ((code - 0xD800) << 10) + following - 0xDC00))
        elif 0xDC00 <= code < 0xE000 and i and 0xD800 <= codes[i - 1] < 0xDC00:
            chars.append(_SKIP)
        else:
            chars.append(chr(code) if code <= 0x10FFFF else REPLACEMENT)
    return "".join(chars)


def _plain(match: re.Match[str]) -> str:
    """Replace one odd character by what is printed there."""
    char = match[0]
    if char in _HYPHENS:
        return "-"
    if char == "\0" or "\ud800" <= char <= "\uf8ff":
        return REPLACEMENT
    return _SKIP
