"""Run sentence patterns over masked text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import regex

from extractor.library.form import Compiled
from extractor.library.mask import Masked

TIMEOUT_SECONDS = 2.0
"""An expression with parts of any length may not run longer than this over one text."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One loaded pattern: where it stands, what it finds, and its compiled forms."""

    id: str
    title: str
    file: str
    scope: str
    targets: dict[str, str]
    forms: tuple[Compiled, ...]
    type: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    whole: bool = False


class Match(NamedTuple):
    """One hit: masked span of the whole and of each capture."""

    pattern: Pattern
    form: int
    start: int
    end: int
    spans: dict[str, tuple[int, int]]


@lru_cache(maxsize=4096)
def _regex(expression: str) -> Any:
    return regex.compile(expression)


def run(
    patterns: Iterable[Pattern],
    masked: Masked,
    start: int = 0,
    end: int | None = None,
    *,
    prefilter: bool = True,
) -> Iterator[Match]:
    """Yield the hits of patterns in a masked span, pattern by pattern, form by form.

    A form whose required words are absent is not even compiled; `prefilter=False` runs all
    (a test proves that the hits are the same).

    Raises:
        TimeoutError: one expression exceeded `TIMEOUT_SECONDS`.
    """
    stop = len(masked.text) if end is None else end
    whole = start == 0 and end is None
    find, has = masked.text.find, masked.has
    for pattern in patterns:
        for index, form in enumerate(pattern.forms):
            if prefilter and form.required:
                for word in form.required:
                    if has(word) and (whole or find(word, start, stop) >= 0):
                        break
                else:
                    continue
            # looking at the clock for each search costs as much as most searches
            timeout = TIMEOUT_SECONDS if form.slow else None
            for hit in _regex(form.expression).finditer(masked.text, start, stop, timeout=timeout):
                # only named groups capture, so they are numbered in the order of `groups`
                captures = zip(form.groups, hit.regs[1:], strict=True)
                spans = {group: span for group, span in captures if span[0] >= 0}
                if pattern.whole:
                    spans["value"] = hit.span()
                yield Match(pattern, index, hit.start(), hit.end(), spans)
