"""Put the runs of a page together into printed lines.

Lines are found by baseline: fonts mixed on one line have different tops.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Iterator
from operator import attrgetter

from extractor.model import Box, Line
from extractor.reading.geometry import turn_box
from extractor.reading.glyphs import Run, Word

_SAME_BASELINE = 0.4
"""Share of the smaller glyph height within which baselines belong to one line."""

_SMALLER = 0.85
_RAISED = 0.6
_TOUCHING = 0.3
"""A superscript is smaller, raised by less than this and adjoins the text it belongs to."""

_TINY_GAP = 0.08
"""Share of the line height. pdfium makes up a blank between scripts; a real one has 0.2."""

_WIDE_GAP = 0.5
"""A gap that separates, though no blank is printed (a table cell, a tabulator)."""

_UNEVEN = 0.3
"""Sum of gaps and overlaps, in line heights, up to which a word is taken as pdfium gives it."""

_DRAWN_TWICE = 0.3
"""Faked bold: the same glyph again, shifted by less than this share of its width."""


def build_lines(runs: Iterable[Run], page: int, size: tuple[float, float]) -> tuple[Line, ...]:
    """Cluster runs into lines, top to bottom and left to right as one reads them.

    Sideways text comes out as normal lines too, after (or, if it prevails, before) the upright
    text; boxes are always those of the displayed page.
    """
    frames: dict[int, list[Run]] = {}
    for run in runs:
        frames.setdefault(run.direction, []).append(run)
    amount = {d: sum(len(w[0]) for run in frame for w in run.words) for d, frame in frames.items()}
    lines: list[Line] = []
    for direction in sorted(frames, key=lambda d: (-amount[d], d)):
        visible = turn_box((0.0, 0.0, *size), direction)
        for cluster in _clusters(frames[direction]):
            text, boxes = _clip(*_assemble(cluster), visible)
            if not text:
                continue
            if direction:
                boxes = [turn_box(box, -direction % 4) for box in boxes]
            if len(boxes) != len(text):
                raise AssertionError(f"{len(boxes)} boxes for {len(text)} characters")
            lines.append(Line(text, len(lines) + 1, page, tuple(boxes)))
    return tuple(lines)


def _clip(text: str, boxes: list[Box], visible: Box) -> tuple[str, list[Box]]:
    """Drop from a line what is printed outside the visible page."""
    x0, top, x1, bottom = visible
    first, last = boxes[0], boxes[-1]
    if first[3] <= top or first[1] >= bottom:
        return "", []
    if first[0] >= x0 and last[2] <= x1:
        return text, boxes
    inside = [i for i, box in enumerate(boxes) if box[2] > x0 and box[0] < x1 and text[i] != " "]
    if not inside:
        return "", []
    start, stop = inside[0], inside[-1] + 1
    return text[start:stop], boxes[start:stop]


def _single(words: Iterable[Word]) -> Iterator[Word]:
    """Take words apart into words of one glyph."""
    for text, boxes, blank in words:
        for i, (char, box) in enumerate(zip(text, boxes, strict=True)):
            yield char, [box], blank and i == 0


def _clusters(runs: list[Run]) -> list[list[Run]]:
    """Group runs by baseline, then give superscripts back to their line."""
    clusters: list[list[Run]] = []
    anchor = size = 0.0
    for run in sorted(runs, key=attrgetter("baseline")):
        if clusters and run.baseline - anchor <= _SAME_BASELINE * min(run.size, size):
            clusters[-1].append(run)
            size = max(size, run.size)
        else:
            clusters.append([run])
            anchor, size = run.baseline, run.size
    merged: list[list[Run]] = []
    for cluster in clusters:
        if merged and _is_script(merged[-1], cluster):
            merged[-1] += cluster
        else:
            merged.append(cluster)
    return merged


def _is_script(upper: list[Run], lower: list[Run]) -> bool:
    """Tell whether one of two neighbouring clusters is a super- or subscript of the other."""
    upper_size, lower_size = _size(upper), _size(lower)
    small, big = (upper, lower) if upper_size < lower_size else (lower, upper)
    big_size = max(upper_size, lower_size)
    if min(upper_size, lower_size) > _SMALLER * big_size:
        return False
    if lower[0].baseline - upper[0].baseline > _RAISED * big_size:
        return False
    ends = [word[1][-1][2] for run in big for word in run.words]
    reach = _TOUCHING * big_size
    return all(any(abs(_start(run.words[0]) - end) <= reach for end in ends) for run in small)


def _size(cluster: list[Run]) -> float:
    return max(run.size for run in cluster)


def _start(word: Word) -> float:
    return word[1][0][0]


def _assemble(cluster: list[Run]) -> tuple[str, list[Box]]:
    """Set the words of a line in order, with at most one blank between two of them."""
    size = _size(cluster)
    tiny, wide = _TINY_GAP * size, _WIDE_GAP * size
    words = _in_order([word for run in cluster for word in run.words], _UNEVEN * size)
    text, boxes = [words[0][0]], list(words[0][1])
    for string, its_boxes, blank in words[1:]:
        before, box = boxes[-1], its_boxes[0]
        gap = box[0] - before[2]
        if gap > wide or (blank and gap > tiny):
            text.append(" ")
            boxes.append((before[2], min(before[1], box[1]), box[0], max(before[3], box[3])))
        elif gap < 0 and string == text[-1] and _drawn_twice(before, box):
            continue
        text.append(string)
        boxes += its_boxes
    return "".join(text), boxes


def _in_order(words: list[Word], slack: float) -> list[Word]:
    """Sort words by position; glyph by glyph where they overlap or are unevenly set."""
    words = sorted(words, key=_start)
    end = -math.inf
    for word in words:
        if _start(word) < end - slack or not _even(word[1], slack):
            return sorted(_single(words), key=_start)
        end = word[1][-1][2]
    return words


def _even(boxes: list[Box], slack: float) -> bool:
    """Tell whether the glyphs of a word follow one another without gaps or overlaps."""
    if len(boxes) == 1:
        return True
    starts, _, ends, _ = zip(*boxes, strict=True)
    return abs((ends[-1] - starts[0]) - (sum(ends) - sum(starts))) <= slack and all(
        map(operator.le, starts, starts[1:])
    )


def _drawn_twice(first: Box, second: Box) -> bool:
    width = first[2] - first[0]
    if abs(second[1] - first[1]) > _DRAWN_TWICE * (first[3] - first[1]):
        return False  # the same figure in the row below
    return second[0] - first[0] < _DRAWN_TWICE * width and second[2] - second[0] > 0.5 * width
