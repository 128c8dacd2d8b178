"""资金使用率97.50%，预算执行率93.60%: spending over funds received, and over the budget."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extractor.find.draft import Draft
from extractor.model import Fact

_USE = re.compile("使用率|支付率|支出率|拨付率")
_EXECUTION = "budget.execution_rate."
_BASES = ("received", "granted", "stated")


def part_use_rates(draft: Draft) -> None:
    """Take rates of use that rest on another base out of the execution rate of the budget.

    Only where both kinds are printed with different values, and the amounts of the report give
    the rate of use on a base of its own: then it is another fact, and no contradiction.
    """
    if not any(p.startswith(_EXECUTION) for p in draft.paths):
        return
    rates = [f for f in draft.facts if f.path.startswith(_EXECUTION)]
    for subject in {f.path.removeprefix(_EXECUTION) for f in rates}:
        own = [f for f in rates if f.path == _EXECUTION + subject]
        plain = {f.quantity.value for f in own if f.quantity and "执行" in f.label}
        moved = [
            f for f in own
            if plain and f.quantity and f.quantity.value not in plain
            and _USE.search(f.label) and "预算" not in f.label and _on_funds(draft, f, subject)
        ]  # fmt: skip
        if moved:
            path = f"budget.use_rate.{subject}"
            draft.paths.add(path)
            draft.facts = [replace(f, path=path) if f in moved else f for f in draft.facts]


def _on_funds(draft: Draft, fact: Fact, subject: str) -> bool:
    """Whether spending over funds received, or another base, prints as this rate."""
    rate = fact.quantity
    amounts = {
        measure: [f.quantity.base for f in draft.facts if f.path == f"budget.{measure}.{subject}" and f.quantity]
        for measure in ("executed", *_BASES)
    }  # fmt: skip
    return rate is not None and any(
        base and abs(spent * 100 / base - rate.value) <= Decimal(1).scaleb(-rate.decimals) / 2
        for spent in amounts["executed"] for measure in _BASES for base in amounts[measure]
    )  # fmt: skip
