"""Tables without upright rules: short cells that stand below one another, row after row.

In doubt there is no table, and lines stay lines: a sentence torn into cells costs more than a
table read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractor.model import Box, Boxes, Line
from extractor.model.document import around
from extractor.reading.geometry import turn_box
from extractor.reading.parts import Part, PartCell, Piece
from extractor.reading.rules import Rule

_ROWS, _COLUMNS = 3, 3
_GAP = 0.9
"""A gap between cells, in line heights; justified text is set with less."""

_LONGEST = 24
"""Characters of a cell; columns of prose have more."""

_APART = 3.2
"""Rows follow one another within so many line heights."""

_FLUSH = 0.6
"""Line heights by which the sides of a column may differ."""

_FIGURES = 0.6
_FILLED = 0.6
_LOOSE_ROWS = 2
_HEADER_ROWS = 3
_RULED = 4
"""So many rules across part a table into rows; three only frame it (三线表)."""

_FIGURE = re.compile(r"[≥≤=<>＜＞＝±+\-－—]?\s*\d[\d,，.．]*\s*\D{0,3}|[-－—–/]{1,4}|无")
_STOPS = frozenset("，。；")
"""Marks of a sentence."""

_LEADER = re.compile(r"[.．·…‥]{3,}|…")


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed line cut at its wide gaps; `index` is its place among the lines."""

    index: int
    cells: tuple[Piece, ...]
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def is_core(self) -> bool:
        """Whether a line is plainly a row: enough cells, an amount among them, no sentence."""
        return (
            len(self.cells) >= _COLUMNS
            and any(_is_amount(cell.text) for cell in self.cells[1:])
            and all(_STOPS.isdisjoint(cell.text) for cell in self.cells)
        )


Band = tuple[float, float]
"""Left and right side of a column of text."""


def may_align(lines: Sequence[Line]) -> bool:
    """Whether enough lines have enough wide gaps; costs next to nothing for prose."""
    count = 0
    for line in lines:
        text = line.text
        if text.count(" ") < _COLUMNS - 1 or not line.boxes or not _STOPS.isdisjoint(text):
            continue
        first, last = line.boxes[0], line.boxes[-1]
        level = abs(last[0] - first[0]) > abs(last[1] - first[1])
        wide = _GAP * max(first[3] - first[1], first[2] - first[0]) / 2
        gaps = (line.boxes[i] for i, char in enumerate(text) if char == " ")
        widths = (x1 - x0 if level else low - top for x0, top, x1, low in gaps)
        count += sum(width > wide for width in widths) >= _COLUMNS - 1
    return count >= _ROWS


def find_aligned(
    lines: Sequence[Line], rules: Sequence[Rule], page: tuple[int, int], direction: int
) -> tuple[list[Part], list[Line]]:
    """The tables among the lines of a page, and the lines that are left.

    `rules` are level rules in the frame of the direction, `page` is the index of the page and
    its number.
    """
    if not may_align(lines):
        return [], list(lines)
    rows = [row for i, line in enumerate(lines) if (row := _row(i, line, direction)) is not None]
    parts: list[Part] = []
    taken: set[int] = set()
    for start, stop in _runs(rows):
        bands = _bands(rows[start:stop])
        if bands is None or not _is_table(rows[start:stop], bands):
            continue
        first = _with_header(rows, start, bands)
        run = rows[first:stop]
        parts.append(_part(run, bands, rules, page, direction))
        taken.update(row.index for row in run)
    return parts, [line for i, line in enumerate(lines) if i not in taken]


def _row(index: int, line: Line, direction: int) -> _Row | None:
    """Cut a line at its wide gaps; None for what is no upright line of the body."""
    if line.role != "body" or not line.boxes:
        return None
    boxes: Boxes | tuple[Box, ...] = line.boxes
    if direction:
        boxes = tuple(turn_box(box, direction) for box in boxes)
    x0, top, x1, bottom = around(boxes, 0, len(boxes) - 1)
    height = bottom - top
    if height <= 0 or (len(line.text) > 1 and x1 - x0 < height):
        return None
    cells = []
    start = 0
    for i, char in enumerate(line.text):
        if char == " " and boxes[i][2] - boxes[i][0] >= _GAP * height:
            cells.append(Piece(line.text[start:i], around(boxes, start, i - 1)))
            start = i + 1
    cells.append(Piece(line.text[start:], around(boxes, start, len(boxes) - 1)))
    return _Row(index, tuple(cells), top, bottom)


def _is_amount(text: str) -> bool:
    return len(text) <= _LONGEST and _FIGURE.fullmatch(text) is not None


def _runs(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """Spans of rows that follow one another closely, few of them with blanks in most cells."""
    start: int | None = None
    last = count = 0
    for i, row in enumerate(rows):
        fits = max(len(cell.text) for cell in row.cells) <= _LONGEST
        far = i > 0 and not 0 < row.top - rows[i - 1].top <= _APART * row.height
        if start is not None and (not fits or far or i - last > _LOOSE_ROWS):
            if count >= _ROWS:
                yield start, last + 1
            start = None
        if fits and row.is_core:
            if start is None:
                start, count = i, 0
            last = i
            count += 1
    if start is not None and count >= _ROWS:
        yield start, last + 1


def _bands(run: Sequence[_Row]) -> list[Band] | None:
    """The columns of a run; None unless every cell stands in a column of its own."""
    height = median(row.height for row in run)
    bands: list[list[float]] = []
    for x0, x1 in sorted((cell.box[0], cell.box[2]) for row in run for cell in row.cells):
        if bands and x0 - bands[-1][1] < _GAP * height / 2:
            bands[-1][1] = max(bands[-1][1], x1)
        else:
            bands.append([x0, x1])
    if len(bands) < _COLUMNS:
        return None
    found = [(left, right) for left, right in bands]
    for row in run:
        columns = [_span(cell, found) for cell in row.cells]
        if any(one[1] > other[0] for one, other in pairwise(columns)):
            return None
    return found


def _span(cell: Piece, bands: Sequence[Band]) -> tuple[int, int]:
    """First column and the one after the last that a cell touches; equal if it touches none."""
    over = [i for i, (x0, x1) in enumerate(bands) if cell.box[0] < x1 and cell.box[2] > x0]
    return (over[0], over[-1] + 1) if over else (0, 0)


def _is_table(run: Sequence[_Row], bands: Sequence[Band]) -> bool:
    """Tell a table from a list of contents, the fields of a cover, and chance."""
    columns: list[list[Piece]] = [[] for _ in bands]
    for row in run:
        for cell in row.cells:
            columns[_span(cell, bands)[0]].append(cell)
    cells = [cell for column in columns for cell in column]
    if len(cells) < _FILLED * len(run) * len(bands):
        return False
    if any(_LEADER.search(cell.text) for cell in cells):
        return False
    if 2 * sum(":" in cell.text or "：" in cell.text for cell in cells) >= len(run):
        return False
    height = median(row.height for row in run)
    figures = 0
    for number, column in enumerate(columns):
        amounts = sum(_is_amount(cell.text) for cell in column)
        is_amounts = amounts >= _FIGURES * len(column) and number > 0
        if not _flush(column, _FLUSH * height, left=not is_amounts):
            return False
        figures += is_amounts and not _counts_pages(column)
    return figures > 0


def _flush(column: Sequence[Piece], slack: float, left: bool) -> bool:
    """Whether the cells of a column line up: at the right or in the middle, words also left."""
    sides = [
        [cell.box[2] for cell in column],
        [(cell.box[0] + cell.box[2]) / 2 for cell in column],
    ]
    if left or len({len(cell.text) for cell in column}) == 1:
        sides.append([cell.box[0] for cell in column])
    return any(max(side) - min(side) <= slack for side in sides)


def _counts_pages(column: Sequence[Piece]) -> bool:
    """Whether a column holds whole numbers that never fall: pages, or serial numbers."""
    if not all(cell.text.isdecimal() and len(cell.text) <= 4 for cell in column):
        return False
    numbers = [int(cell.text) for cell in column]
    return all(one <= other for one, other in pairwise(numbers))


def _with_header(rows: Sequence[_Row], start: int, bands: Sequence[Band]) -> int:
    """Where the header begins: rows of words above, each cell over columns of its own."""
    first = start
    while first > 0 and start - first < _HEADER_ROWS:
        row = rows[first - 1]
        near = rows[first].top - row.top <= _APART * row.height
        spans = [_span(cell, bands) for cell in row.cells]
        apart = all(one[1] <= other[0] for one, other in pairwise(spans))
        words = all(len(cell.text) <= _LONGEST for cell in row.cells)
        inside = all(span[0] < span[1] for span in spans)
        if not (near and apart and words and inside and len(spans) > 1):
            break
        first -= 1
    return first


def _part(
    run: Sequence[_Row],
    bands: Sequence[Band],
    rules: Sequence[Rule],
    page: tuple[int, int],
    direction: int,
) -> Part:
    """A run of rows as a table."""
    xs = [bands[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(bands)), bands[-1][1]]
    rows = _grouped(run, bands, rules)
    edges = [(group[0].top, max(row.bottom for row in group)) for group in rows]
    ys = [edges[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(edges)), edges[-1][1]]
    index, number = page
    part = Part(index, direction, xs, ys, ruled=False)
    for r, group in enumerate(rows):
        texts: dict[tuple[int, int], list[str]] = {}
        for row in group:
            for cell in row.cells:
                texts.setdefault(_span(cell, bands), []).append(cell.text)
        covered = {column for start, stop in texts for column in range(start, stop)}
        spans = [*texts, *((c, c + 1) for c in range(len(bands)) if c not in covered)]
        for start, stop in sorted(spans):
            box = (xs[start], ys[r], xs[stop], ys[r + 1])
            shown = turn_box(box, -direction % 4) if direction else box
            text = "\n".join(texts.get((start, stop), ()))
            part.cells.append(PartCell(r, start, 1, stop - start, text, [(number, shown)]))
    return part


def _grouped(run: Sequence[_Row], bands: Sequence[Band], rules: Sequence[Rule]) -> list[list[_Row]]:
    """Put printed lines together that are one row: level rules part the rows from one another."""
    width = bands[-1][1] - bands[0][0]
    across = [
        rule.at
        for rule in rules
        if min(rule.end, bands[-1][1]) - max(rule.start, bands[0][0]) > 0.8 * width
        and run[0].top - run[0].height <= rule.at <= run[-1].bottom + run[-1].height
    ]
    groups: list[list[_Row]] = []
    for row in run:
        if groups and len(across) >= _RULED and _same_row(groups[-1], row, bands, across):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _same_row(
    group: Sequence[_Row], row: _Row, bands: Sequence[Band], across: Sequence[float]
) -> bool:
    """Whether a line goes on with a row: no rule between, no second figure, the same columns."""
    above, below = group[-1], row
    if any((above.top + above.bottom) / 2 < y < (below.top + below.bottom) / 2 for y in across):
        return False
    known = {_span(cell, bands): _is_amount(cell.text) for line in group for cell in line.cells}
    for cell in row.cells:
        span = _span(cell, bands)
        if known.get(span, False) and _is_amount(cell.text):
            return False
        if span not in known and any(s[0] < span[1] and s[1] > span[0] for s in known):
            return False
    return True
