"""Run one check, at most once for a report."""

from __future__ import annotations

from functools import cache

from extractor.checks.causes import causes_by_repair
from extractor.checks.context import Context
from extractor.checks.declared import run_declared
from extractor.checks.outcome import Outcome
from extractor.checks.registry import CheckSpec, catalogue, function_of

_TESTED = ("holds", "rounding", "fails")
EQUALITIES = "ABCDE"
"""Groups of checks that compare figures with one another."""
BOUNDS = frozenset({"sum.part_not_exceed_whole", "rate.denominator_basis", "rate.payment_progress", "rate.range"})
"""Of these, the ones that say where a figure must lie, not which one it is."""


def outcomes_of(spec: CheckSpec, context: Context) -> list[Outcome]:
    """The outcomes of one check: of its equations and of its function."""
    done: dict[str, list[Outcome]] = context.memo.setdefault("outcomes", {})
    found = done.get(spec.slug)
    if found is None:
        found = list(run_declared(spec, context)) if spec.equations else []
        function = function_of(spec.slug)
        if function:
            found += function(context)
        done[spec.slug] = found
        for one in () if context.trial else found:
            if one.status == "fails" and one.repairs:
                one.causes = causes_by_repair(context, one.repairs, one.causes)
    return found


def outcomes_for(slug: str, context: Context) -> list[Outcome]:
    """The outcomes of the check of that slug."""
    return outcomes_of(_by_slug()[slug], context)


@cache
def _by_slug() -> dict[str, CheckSpec]:
    return {spec.slug: spec for spec in catalogue()}


def broken_equalities(context: Context) -> list[Outcome] | None:
    """What fails of the checks that compare figures; None when nothing could be compared."""
    if "broken" not in context.memo:
        outcomes = [
            o for spec in catalogue() if spec.group in EQUALITIES for o in outcomes_of(spec, context)
        ]
        tested = any(o.status in _TESTED for o in outcomes)
        context.memo["broken"] = [o for o in outcomes if o.status == "fails"] if tested else None
    found: list[Outcome] | None = context.memo["broken"]
    return found
