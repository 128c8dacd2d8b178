"""Run one check, at most once for a report."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.context import Context
from extractor.checks.declared import run_declared
from extractor.checks.outcome import Outcome
from extractor.checks.registry import CheckSpec, catalogue, function_of

EQUALITIES = "ABCDE"
"""Groups of checks that compare figures with one another."""


def outcomes_of(spec: CheckSpec, context: Context) -> list[Outcome]:
    """The outcomes of one check: of its equations, or of its function."""
    done: dict[str, list[Outcome]] = context.memo.setdefault("outcomes", {})
    if spec.slug not in done:
        if spec.equations:
            done[spec.slug] = list(run_declared(spec, context))
        else:
            function = function_of(spec.slug)
            done[spec.slug] = list(function(context)) if function else []
    return done[spec.slug]


def outcomes_for(slug: str, context: Context) -> list[Outcome]:
    """The outcomes of the check of that slug."""
    return outcomes_of(next(s for s in catalogue() if s.slug == slug), context)


def equalities(context: Context) -> Iterator[Outcome]:
    """The outcomes of all checks that compare figures."""
    for spec in catalogue():
        if spec.group in EQUALITIES:
            yield from outcomes_of(spec, context)
