"""Which of several printed values of one figure the report's other figures confirm."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.context import Context
from extractor.checks.declared import run_declared
from extractor.checks.evaluate import BOUNDS
from extractor.checks.outcome import FITS, Outcome
from extractor.checks.registry import CheckSpec, catalogue, function_of
from extractor.model import Figure, Report

_ARITHMETIC = "AB"
"""Groups of checks that compute one figure from others."""


def confirmed(context: Context, figure: Figure) -> set[Decimal]:
    """The values (base unit) with which some sum or rate on the figure comes out.

    Each value is tried as if the report printed no other one. A value that breaks a sum
    counts only if every value does: that a part is no larger than its whole proves little.
    """
    specs = [
        s for s in catalogue()
        if s.group in _ARITHMETIC and s.slug not in BOUNDS and _rests_on(s, figure.path)
    ]  # fmt: skip
    values = {f.quantity.base for f in figure.mentions if f.quantity}
    tried = {v: _statuses(_with(context, figure, v), specs, figure) for v in values}
    holding = {v for v, statuses in tried.items() if statuses & FITS}
    return {v for v in holding if "fails" not in tried[v]} or holding


def _rests_on(spec: CheckSpec, path: str) -> bool:
    return path in spec.needs or any(path in e.split() for e in spec.equations)


def _with(context: Context, figure: Figure, value: Decimal) -> Context:
    """The same report without the mentions that say another value."""
    dropped = {f.id for f in figure.mentions if f.quantity is None or f.quantity.base != value}
    report = context.report
    facts = tuple(f for f in report.facts if f.id not in dropped)
    made = Report.model_construct(facts=facts, text=report.text, folded=report.folded)
    return Context(made, context.profile)


def _statuses(context: Context, specs: list[CheckSpec], figure: Figure) -> set[str]:
    ids = set(figure.ids)
    return {
        outcome.status
        for spec in specs for outcome in _outcomes(spec, context) if ids & set(outcome.facts)
    }  # fmt: skip


def _outcomes(spec: CheckSpec, context: Context) -> Iterator[Outcome]:
    if spec.equations:
        yield from run_declared(spec, context)
    function = function_of(spec.slug)
    if function:
        yield from function(context)
