"""A table as far as one page shows it, before its parts on several pages are put together."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.model import Box

FIGURE = re.compile(r"[-－—+]?[\d,，.．\s]*\d[\d,，.．\s]*[%％‰]?|[-－—–/]{1,4}")
"""A cell that holds an amount or a rate and nothing else, or stands for none."""

TITLE = re.compile(r".{3,}表(?:[（(].{0,12}[）)])?")
"""The title of a form or table, without blanks."""

_SIGN = re.compile(r"[\u3400-\u9fff]")
_STACKED = 2.6
"""A column narrower than this many glyph heights has room for one glyph in a line."""


class Piece(NamedTuple):
    """The part of a printed line that stands in one cell: text and box (in the frame)."""

    text: str
    box: Box


@dataclass(slots=True)
class PartCell:
    """A cell on one page or, once parts are joined, on two.

    `room` is what the last printed line leaves free at its end, in its heights: a line whose
    sentence goes on leaves less than the next word takes.
    """

    row: int
    column: int
    rows: int
    columns: int
    text: str
    parts: list[tuple[int, Box]]
    room: float = math.inf


@dataclass(slots=True)
class Part:
    """A table on one page.

    `xs` and `ys` bound columns and rows in the frame in which the text is upright (`direction`
    in quarter turns from the displayed page); `page` and `at` are indices of the page and of
    the line before which the table stands.
    """

    page: int
    direction: int
    xs: list[float]
    ys: list[float]
    cells: list[PartCell] = field(default_factory=list)
    at: int = 0
    open_top: bool = False
    open_bottom: bool = False
    ruled: bool = True

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1


def squeeze(text: str) -> str:
    """Text without its blanks and line ends."""
    return "".join(text.split())


def is_figure(text: str) -> bool:
    """Whether a cell holds an amount or a rate and nothing else."""
    return FIGURE.fullmatch(text) is not None


def cell_text(pieces: Sequence[Piece], width: float) -> str:
    """The printed lines of a cell; glyphs set below one another are one line.

    `width` is the width of the cell.
    """
    texts = [piece.text for piece in pieces]
    if len(texts) > 1 and _is_stacked(pieces, width):
        return "".join(texts)
    return "\n".join(texts)


def _is_stacked(pieces: Sequence[Piece], width: float) -> bool:
    """Whether glyphs stand below one another: a word set upright in a narrow cell."""
    signs = [piece.text for piece in pieces if _SIGN.match(piece.text)]
    if not signs or any(len(sign) > 1 for sign in signs) or len(signs) * 2 < len(pieces):
        return False
    if any(len(piece.text) > 3 for piece in pieces):
        return False
    height = max(min(piece.box[3] - piece.box[1], piece.box[2] - piece.box[0]) for piece in pieces)
    return width < _STACKED * height or (len(pieces) > 2 and len(set(signs)) > 1)


def room_left(pieces: Sequence[Piece], box: Box) -> float:
    """What the last printed line of a cell leaves free at its end, in its heights."""
    if not pieces:
        return math.inf
    last = pieces[-1].box
    margin = min(piece.box[0] for piece in pieces) - box[0]
    return (box[2] - last[2] - max(0.0, margin)) / max(last[3] - last[1], 0.1)
