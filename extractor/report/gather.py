"""Gather the facts of a draft into a report: settle what labels left open, number the facts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from extractor.find import Draft
from extractor.model import Fact, Report
from extractor.report.join import joined


def gather(draft: Draft, *tables: Draft) -> Report:
    """Build the report. Facts are put in reading order and numbered `f001` …."""
    facts, text, folded = joined((draft, *tables))
    money = [f for f in facts if f.path.startswith("budget.")]
    others = [f for f in facts if not f.path.startswith("budget.")]
    for settle in (_settle_base, _settle_adjustment, _settle_carry_over):
        settled = settle(_by_path(money))
        if settled:
            paths = {path for path, _ in settled}
            money = [_moved(f, settled) if f.path in paths else f for f in money]
    facts = sorted([*others, *money], key=lambda f: (f.start, f.end, f.path))
    year = next((f.text for f in others if f.path == "report.fiscal_year"), None)
    width = max(3, len(str(len(facts))))
    numbered = tuple([
        fact.numbered("f" + str(number).zfill(width), year)
        for number, fact in enumerate(facts, 1)
    ])
    return Report.model_construct(facts=numbered, text=text, folded=folded)


_Grouped = dict[str, list[Fact]]
"""The facts under each path."""
_Settled = dict[tuple[str, int], tuple[str, bool]]
"""For a fact by its path and place: the path it belongs under, and whether it is a cut."""


def _by_path(facts: list[Fact]) -> _Grouped:
    grouped: _Grouped = defaultdict(list)
    for fact in facts:
        grouped[fact.path].append(fact)
    return grouped


def _values(facts: list[Fact]) -> set[object]:
    return {f.quantity.base for f in facts if f.quantity}


def _settle_base(grouped: _Grouped) -> _Settled:
    """Decide whether a plain 预算 is the initial or the adjusted budget of its subject.

    It is the one whose printed value it repeats. If it repeats neither, it is the adjusted
    budget unless another value is printed under that name; then it stays `budget.stated.…`,
    because guessing would invent a contradiction.
    """
    settled: _Settled = {}
    open_total = _stays_open(grouped)
    for path, stated in grouped.items():
        if not path.startswith("budget.stated."):
            continue
        subject = path.removeprefix("budget.stated.")
        if open_total and subject != "three_public":
            continue
        adjusted = grouped.get(f"budget.adjusted.{subject}", [])
        initial = grouped.get(f"budget.initial.{subject}", [])
        for fact in stated:
            value = fact.quantity.base if fact.quantity else None
            if value in _values(adjusted) or (not adjusted and len(_values(stated)) == 1
                                              and value not in _values(initial)):  # fmt: skip
                settled[_key(fact)] = f"budget.adjusted.{subject}", False
            elif value in _values(initial):
                settled[_key(fact)] = f"budget.initial.{subject}", False
    return settled


def _stays_open(grouped: _Grouped) -> bool:
    """Whether the plain 预算 of the whole is neither initial nor adjusted for certain.

    Another adjusted budget is printed, or a change after it: then it and its parts keep
    their open name.
    """
    stated = _values(grouped.get("budget.stated.total", []))
    if not stated or stated & _values(grouped.get("budget.initial.total", [])):
        return False
    adjusted = _values(grouped.get("budget.adjusted.total", []))
    changes = [
        sign * quantity.base
        for measure, sign in (("adjustment", 1), ("adjustment_increase", 1), ("adjustment_decrease", -1))
        for fact in grouped.get(f"budget.{measure}.total", [])[:1]
        if (quantity := fact.quantity)
    ]
    initial = [f.quantity.base for f in grouped.get("budget.initial.total", [])[:1] if f.quantity]
    if initial and initial[0] + sum(changes) in stated:
        return False  # it is the initial budget with the change: the adjusted one
    return not stated & adjusted and bool(adjusted or changes)


def _key(fact: Fact) -> tuple[str, int]:
    return fact.path, fact.start


def _settle_adjustment(grouped: _Grouped) -> _Settled:
    """One direction of change only: it is the adjustment (a cut is negative).

    Several different additions of one subject are single decisions, not repeats of the
    total: they are kept under `budget.addition.…` and enter no identity. One that equals
    adjusted - initial is the total all the same.
    """
    moved: _Settled = {}
    for path, found in grouped.items():
        head, _, subject = path.rpartition(".")
        if head == "budget.adjustment_increase":
            other = grouped.get(f"budget.adjustment_decrease.{subject}", [])
        elif head == "budget.adjustment_decrease":
            other = grouped.get(f"budget.adjustment_increase.{subject}", [])
        else:
            continue
        cut = head.endswith("decrease")
        if len(_values(found)) > 1:
            whole = _difference(grouped, subject)
            for fact in found:
                total = whole is not None and fact.quantity and fact.quantity.base == abs(whole)
                name = "adjustment" if total else "addition"
                moved[_key(fact)] = (f"budget.{name}.{subject}", cut and bool(total))
        elif not other and f"budget.adjustment.{subject}" not in grouped:
            moved |= {_key(f): (f"budget.adjustment.{subject}", cut) for f in found}
    return moved


def _difference(grouped: _Grouped, subject: str) -> Decimal | None:
    """Adjusted - initial budget of a subject in 元, if each is printed with one value."""
    ends = []
    for measure in ("adjusted", "initial"):
        found = grouped.get(f"budget.{measure}.{subject}", [])
        values = {f.quantity.base for f in found if f.quantity}
        if len(values) != 1:
            return None
        ends.append(values.pop())
    return ends[0] - ends[1]


def _settle_carry_over(grouped: _Grouped) -> _Settled:
    """A 结转 or a 结余 that stands alone for its subject is its 结转结余.

    Where both are printed, or the sum of the two besides, each keeps its own name: they are
    parts, not two values of one fact.
    """
    moved: _Settled = {}
    for head, other in (("budget.carried_forward", "budget.surplus"),
                        ("budget.surplus", "budget.carried_forward")):  # fmt: skip
        for path, found in grouped.items():
            before, _, subject = path.rpartition(".")
            whole = f"budget.carry_over.{subject}"
            if before != head or f"{other}.{subject}" in grouped or len(_values(found)) > 1:
                continue
            if whole not in grouped or _values(grouped[whole]) == _values(found):
                moved |= {_key(f): (whole, False) for f in found}
    return moved


def _moved(fact: Fact, settled: _Settled) -> Fact:
    """The fact under the path that it was found to belong to; a cut is negative."""
    path, negate = settled.get(_key(fact), (fact.path, False))
    if path == fact.path and not negate:
        return fact
    quantity = fact.quantity
    if negate and quantity:
        return replace(fact, path=path, value=replace(quantity, value=-abs(quantity.value)))
    return replace(fact, path=path)
