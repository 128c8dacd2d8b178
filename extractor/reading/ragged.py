"""Comma-separated forms typed by hand: rows of different lengths under headers that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from extractor.resources import built_in

_KINDS = ("amount_columns", "indicator_columns", "goal_columns")
_NOTE = re.compile(r"[(（][^()（）]*[)）]|\s+")
_SENTENCE = re.compile(r"[。；！？]")
_HEAD, _TAIL = re.compile(r"[-+¥￥]?\d{1,3}"), re.compile(r"\d{3}(?:\.\d+)?")
_FIGURE = re.compile(r"[-+<>=≥≤＜＞]*[¥￥]?\d[\d.]*\s*[^\d\s]{0,6}")
_NOTHING = frozenset({"—", "——", "-", "/"})
_LEAST_WORDS = 3
_HEADED, _NEAR, _SENTENCES = 0.6, 0.6, 0.2
_FEWER = 2
"""Cells that a row may lack at its end: a form has notes and causes there."""

Row = list[str]


@cache
def _header_words() -> frozenset[str]:
    """All words that head a column of some form."""
    tables = built_in("tables.yaml")
    return frozenset(w for kind in _KINDS for words in tables[kind].values() for w in words)


def is_header(row: Row) -> bool:
    """Whether most cells of a row are words that head columns, whole and not in a sentence."""
    if len(row) < _LEAST_WORDS:
        return False
    filled = [bare for cell in row if (bare := _NOTE.sub("", cell))]
    known = len({*filled} & _header_words())
    return known >= _LEAST_WORDS and known >= _HEADED * len(filled)


def mended(rows: list[Row]) -> list[Row] | None:
    """The rows of a form with ragged ends, thousands typed with commas joined; None for prose.

    Below a header a row has as many cells as the header, lacks some at its end, or adds words
    to it. Above the first one stand a title and labels. A row in which cells may have moved (a
    comma in a name, a figure torn at its commas that cannot be joined) makes the text no table.
    """
    heads = [number for number, row in enumerate(rows) if is_header(row)]
    if not heads:
        return None
    made = [_trimmed(row) for row in rows[: heads[0]]]
    widest = max(len(_trimmed(rows[n])) for n in heads)
    if any(len(row) > widest or any(map(_SENTENCE.search, row)) for row in made):
        return None
    for start, stop in pairwise([*heads, len(rows)]):
        block = _block([_trimmed(row) for row in rows[start:stop]])
        if block is None:
            return None
        made += block
    cells = [cell for row in made for cell in row if cell.strip()]
    return made if sum("。" in cell for cell in cells) <= _SENTENCES * len(cells) else None


def _block(rows: list[Row]) -> list[Row] | None:
    """The rows of one header, which is the first; None where they do not keep to it.

    Some column must hold nothing but figures, and a row that is too long must keep to it.
    """
    width = len(rows[0])
    whole = [_joined(row, width) for row in rows[1:]]
    kept = [row for row in whole if row is not None]
    filled = [row for row in kept if len(row) > 1]
    near = [row for row in filled if len(row) >= width - _FEWER]
    long = [row for row in near if len(row) > width]
    sure = [row for row in near if len(row) == width] if long else near
    if len(kept) < len(whole) or not sure or len(near) < _NEAR * len(filled):
        return None
    columns = [[row[c] for row in sure if c < len(row) and row[c].strip()] for c in range(width)]
    figures = [c for c, cells in enumerate(columns) if cells and all(map(_is_figure, cells))]
    moved = any(
        not all(_is_figure(row[c]) for c in figures) or any(map(_is_figure, row[width:]))
        for row in long
    )
    told = any(_FIGURE.fullmatch(cell.strip()) for c in figures for cell in columns[c])
    return [rows[0], *kept] if told and not moved else None


def _is_figure(cell: str) -> bool:
    """Whether a cell holds a figure, or one of the signs that stand for none."""
    words = cell.strip()
    return not words or words in _NOTHING or bool(_FIGURE.fullmatch(words))


def _trimmed(row: Row) -> Row:
    while row and not row[-1].strip():
        row = row[:-1]
    return row


def _joined(row: Row, width: int) -> Row | None:
    """A row with the figures joined that were torn at their commas; None if it is not plain which.

    Torn figures must account for all that is too much.
    """
    torn = set(_torn(row))
    if not torn:
        return row
    if len(row) - len(torn) != width:
        return None
    made: Row = []
    for number, cell in enumerate(row):
        if number in torn:
            made[-1] = f"{made[-1].strip()}{cell.strip()}"
        else:
            made.append(cell)
    return made


def _torn(row: Row) -> Iterator[int]:
    """The cells that may go on the figure before them (1,204.33 without quotes); 100 is full marks."""
    goes_on = False
    for number, (before, cell) in enumerate(pairwise(map(str.strip, row)), start=1):
        head = goes_on and "." not in before
        goes_on = bool(_TAIL.fullmatch(cell)) and cell != "100" and (head or bool(_HEAD.fullmatch(before)))
        if goes_on:
            yield number
