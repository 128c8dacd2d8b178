"""Reflowed text with an origin for every character."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model.document import Line, Place, Table, around
from extractor.model.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: its level (1 一、 2 （一） 3 1. 4 （1）), number and span in the text."""

    level: int
    ordinal: int
    title: str
    start: int
    end: int


@quick
@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span of the text; `heading` is the index of the heading it stands under, or -1."""

    start: int
    end: int
    heading: int


_SHORT = 24
"""Most facts are shorter than this and stand on one line."""


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs joined over lines and pages.

    `printed` keeps the characters as printed; `folded` is the same text, character for
    character, with full-width, traditional and variant forms folded: rules read `folded`,
    quotes come from `printed`. `origin_line[i]` and `origin_char[i]` say from which line
    (index into `lines`) and which character of it character i came. Paragraphs are
    separated by one newline, whose origin is the end of the line before it. `starts` repeats
    the paragraph starts for bisection; `chains[k]` holds heading k with the headings above it,
    outermost first.
    """

    printed: str
    folded: str
    lines: tuple[Line, ...]
    origin_line: Sequence[int]
    origin_char: Sequence[int]
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Heading, ...] = ()
    starts: tuple[int, ...] = ()
    chains: tuple[tuple[Heading, ...], ...] = ()

    def paragraph_at(self, position: int) -> Paragraph:
        """The paragraph that holds a position."""
        return self.paragraphs[max(0, bisect_right(self.starts, position) - 1)]

    def section(self, position: int) -> tuple[Heading, ...]:
        """The headings above a position, outermost first."""
        index = self.paragraph_at(position).heading
        return self.chains[index] if index >= 0 else ()

    def where(self, start: int, end: int) -> tuple[Place, ...]:
        """The places of a span, one for each printed line it touches."""
        if 0 < end - start < _SHORT and end <= len(self.printed):
            line = self.origin_line[start]
            if self.origin_line[end - 1] == line and "\n" not in self.printed[start:end]:
                if self.lines[line].spots:
                    return self.lines[line].spots
                first_char, last_char = self.origin_char[start], self.origin_char[end - 1]
                return (_place(self.lines[line], first_char, last_char),)
        places: list[Place] = []
        position, end = start, min(end, len(self.printed))
        while position < end:
            if self.printed[position] == "\n":
                position += 1
                continue
            line = self.origin_line[position]
            # origins never decrease, so the rest of this line is found by bisection
            stop = bisect_right(self.origin_line, line, position, end)
            if self.lines[line].spots:
                places += self.lines[line].spots
                position = stop
                continue
            last = stop - 1 if self.printed[stop - 1] != "\n" else stop - 2
            first_char, last_char = self.origin_char[position], self.origin_char[last]
            places.append(_place(self.lines[line], first_char, last_char))
            position = stop
        return tuple(places)


@dataclass(frozen=True, slots=True)
class TableText:
    """The text of a table: one paragraph for each cell that holds something.

    `spans` gives the span of each such cell in `text`, by its index in `table.cells`.
    """

    table: Table
    text: Text
    spans: dict[int, tuple[int, int]]


def _place(line: Line, first: int, last: int) -> Place:
    if line.page is None:
        return Place(ref=f"第{line.number}行")
    box = around(line.boxes, first, last) if line.boxes is not None else None
    return Place(f"第{line.page}页", line.page, box)


def chains_of(headings: Sequence[Heading]) -> tuple[tuple[Heading, ...], ...]:
    """For each heading, the headings it stands under and itself, outermost first."""
    chains: list[tuple[Heading, ...]] = []
    open_: list[Heading] = []
    for heading in headings:
        while open_ and open_[-1].level >= heading.level:
            open_.pop()
        open_.append(heading)
        chains.append(tuple(open_))
    return tuple(chains)
