"""From the rules of one table to its cells, by pdfplumber's table finder.

The finder is fed through a stand-in for its page: an interface that pdfplumber does not
document, hence the pinned version and the test that guards it. Its time grows with the square
of the points it is given. So a table is cut at the rules that run from side to side, which no
cell crosses; and a row between two of them that only upright rules part needs no search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import fmean
from typing import Any

from extractor.model import Box
from extractor.reading.rules import Rule, join_pieces

TOUCH = 3.0
"""Lines that miss each other by this much meet: what pdfplumber allows."""

_BAND = 60
"""Points of one table given to the finder at a time."""

_MOST_EFFORT = 10_000_000
"""Points squared that the finder gets through in about a second; a page has no more."""


class TooManyRulesError(Exception):
    """A page has more rules than can be looked at in a reasonable time."""


class Finder:
    """Finds the cells of the tables of one page, up to a limit."""

    def __init__(self) -> None:
        self.effort = 0

    def find(self, level: Sequence[Rule], upright: Sequence[Rule]) -> list[Box]:
        """The cells that the level and upright rules of one table enclose.

        Raises:
            TooManyRulesError: it would take too long.
        """
        level, upright = _snap(level), _snap(upright)
        left = min(*(rule.start for rule in level), *(rule.at for rule in upright)) + TOUCH
        right = max(*(rule.end for rule in level), *(rule.at for rule in upright)) - TOUCH
        through = {i for i, rule in enumerate(level) if rule.start <= left and rule.end >= right}
        cells: list[Box] = []
        waiting: list[int] = []  # the level rules that a search begins and ends at
        for i, j in pairwise(sorted({0, len(level) - 1, *through})):
            row = _plain_row(level, upright, i, j) if {i, j} <= through else None
            if waiting and (row is not None or (j - waiting[0]) * len(upright) > _BAND):
                cells += self._search(level[waiting[0] : waiting[1] + 1], upright)
                waiting = []
            if row is None:
                waiting = [waiting[0] if waiting else i, j]
            else:
                cells += row
        if waiting:
            cells += self._search(level[waiting[0] : waiting[1] + 1], upright)
        return cells

    def _search(self, level: Sequence[Rule], upright: Sequence[Rule]) -> list[Box]:
        """Let pdfplumber find the cells between the first and the last of some level rules."""
        # the first import costs some 90 ms: only tables with merged cells pay for it
        from pdfplumber.table import TableFinder

        posts = list(_between(upright, level[0].at, level[-1].at))
        points = sum(
            h.start - TOUCH <= v.at <= h.end + TOUCH and v.start - TOUCH <= h.at <= v.end + TOUCH
            for h in level
            for v in posts
        )
        self.effort += points * points
        if self.effort > _MOST_EFFORT:
            raise TooManyRulesError
        edges = [_edge("h", rule.start, rule.at, rule.end, rule.at) for rule in level]
        edges += [_edge("v", rule.at, rule.start, rule.at, rule.end) for rule in posts]
        page: Any = _Page(edges)
        return list(TableFinder(page, {"snap_tolerance": 0}).cells)


def _snap(rules: Sequence[Rule]) -> list[Rule]:
    """Put rules that nearly share a line on one line, and join what then touches."""
    snapped: list[Rule] = []
    near: list[Rule] = []
    for rule in [*sorted(rules), None]:
        if near and (rule is None or rule.at - near[-1].at > TOUCH):
            at = fmean(one.at for one in near)
            snapped += join_pieces([Rule(at, one.start, one.end) for one in near])
            near = []
        if rule is not None:
            near.append(rule)
    return snapped


def _plain_row(level: Sequence[Rule], upright: Sequence[Rule], i: int, j: int) -> list[Box] | None:
    """The cells of a row between two rules, if nothing but whole upright rules stands in it."""
    if j != i + 1:
        return None
    top, bottom = level[i].at, level[j].at
    inside = [r for r in upright if min(r.end, bottom) - max(r.start, top) > TOUCH]
    if any(rule.start > top + TOUCH or rule.end < bottom - TOUCH for rule in inside):
        return None
    return [(one.at, top, other.at, bottom) for one, other in pairwise(inside)]


class _Page:
    """What pdfplumber's table finder reads of its page."""

    def __init__(self, edges: list[dict[str, Any]]) -> None:
        self.edges = edges


def _between(upright: Sequence[Rule], top: float, bottom: float) -> Iterator[Rule]:
    """The parts of upright rules between two heights."""
    for at, start, end in upright:
        start, end = max(start, top), min(end, bottom)
        if end - start > TOUCH:
            yield Rule(at, start, end)


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    """A rule as pdfplumber has it."""
    return {
        "object_type": "line", "orientation": orientation, "x0": x0, "x1": x1, "top": top,
        "bottom": bottom, "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip
