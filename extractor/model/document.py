"""What was read: a source, its pages and printed lines, and what could not be read."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points; origin at the top left of the page as displayed."""


class Boxes(Sequence[Box]):
    """The boxes of a line that can give the box around some of them without making each."""

    @abstractmethod
    def around(self, first: int, last: int) -> Box:
        """The box around the characters `first` to `last`, both included."""


def around(boxes: Sequence[Box], first: int, last: int) -> Box:
    """The box around the characters `first` to `last` of a line, both included."""
    if type(boxes) is not tuple and isinstance(boxes, Boxes):
        return boxes.around(first, last)
    lefts, tops, rights, bottoms = zip(*boxes[first : last + 1], strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


LineRole = Literal["body", "head", "foot"]

ProblemKind = Literal[
    "missing",
    "empty",
    "too_large",
    "unsupported",
    "damaged",
    "encrypted",
    "no_text_layer",
    "encoding",
    "page_limit",
    "timeout",
    "not_a_report",
]


@dataclass(frozen=True, slots=True)
class Source:
    """One input file, identified by its content."""

    path: str
    sha256: str
    media_type: str
    size: int

    @property
    def name(self) -> str:
        """The file name without its folders."""
        return PurePath(self.path).name


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed. A format without pages has `page=None`; none is invented."""

    ref: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Our own limit (not the document's fault): what could not be read, and what to do about it."""

    kind: ProblemKind
    file: str
    message: str
    advice: str
    page: int | None = None

    def __str__(self) -> str:
        """One line for people: file, page, what happened, what to do."""
        where = self.file if self.page is None else f"{self.file} 第{self.page}页"
        return f"{where}：{self.message}{self.advice}"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    `text` is as printed, blanks included. `boxes` holds one box for each character of
    `text` (a blank has the gap it fills), or is None where the format has no geometry.
    """

    text: str
    number: int
    page: int | None = None
    boxes: Sequence[Box] | None = None
    role: LineRole = "body"


@dataclass(frozen=True, slots=True)
class Page:
    """One page, its lines in reading order. Plain text has a single page with `number=None`."""

    lines: tuple[Line, ...]
    number: int | None = None
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """Everything read from one source."""

    source: Source
    pages: tuple[Page, ...] = ()
    problems: tuple[Problem, ...] = ()
