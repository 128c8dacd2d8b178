"""Group A in prose: wholes and their parts, wherever the text prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from extractor.checks.compare import Term, compare_sum, perhaps_partial, telling_slip
from extractor.checks.context import Context, exact
from extractor.checks.differences import differences
from extractor.checks.outcome import FITS, Outcome
from extractor.checks.registry import check
from extractor.intervals import Interval
from extractor.library import load as load_library
from extractor.model import Cause, Figure, Item

_HEADS = ("budget.", "staffing.establishment.")
_VEHICLES = {"vehicle", "vehicle_purchase", "vehicle_running"}
_SPLITS = {
    "total": {"basic", "project"}, "basic": {"personnel", "operating"}, "vehicle": _VEHICLES,
    "three_public": {"overseas_trips", "official_reception", *_VEHICLES},
}  # fmt: skip
"""The parts of a whole whose sum has a check of its own."""
_DECLARED_MEASURES = {"initial", "adjusted", "executed", "unspent", "carry_over"}
_FILLER = re.compile(r"其中|补助|财政|资金|支出|经费|预算|安排|[:：，、]")


_NEARLY = Decimal("0.8")
"""Parts that make less of their whole are a selection, whatever their words (公办12家、民办36家存在隐患)."""


@check("sum.narrative_breakdown")
def narrative_breakdown(context: Context) -> Iterator[Outcome]:
    """An amount and its parts in one sentence; parts of several wholes by their common names.

    Parts may be a selection, so a shortfall contradicts only when it looks like a slip (one
    wrong digit, two digits swapped) or when the parts make up another printed amount of the
    same name. Splits that have a check of their own are left to it.
    """
    entries = context.report.items("breakdowns")
    for entry in entries:
        known = _terms(context, entry)
        if known is None or _has_own_check(context, entry):
            continue
        head, terms = known
        for count in range(1, len(terms)):
            if sum(t.quantity.base for t in terms[:count]) == head.quantity.base:
                terms = terms[:count]  # what follows is no longer part of the whole
                break
        full = _by_nature(head, terms) or entry.fields["whole"].first.pattern.endswith(".full")
        made = sum(abs(t.quantity.base) for t in terms)
        full &= made >= _NEARLY * abs(head.quantity.base)
        outcome = (compare_sum if full else perhaps_partial)(context, head, terms)
        if entry.fields["whole"].first.pattern.endswith(".slip"):
            outcome = _only_a_slip(head, terms, outcome)
        outcome = _rounded_measures(head, terms, outcome)
        yield _total_under_part(context, entry, head, terms, outcome)
    yield from _columns(context, entries)
    yield from differences(context)


def _only_a_slip(head: Term, terms: Sequence[Term], outcome: Outcome) -> Outcome:
    """Where the words do not say that these are the parts, only a slip of the pen contradicts."""
    gap = Fraction(head.quantity.base) - sum(Fraction(t.quantity.base) for t in terms)
    if outcome.status != "fails" or telling_slip(head, terms, gap):
        return outcome
    return Outcome(
        "undetermined", outcome.arithmetic, outcome.facts, reason="所列未必是它的分项，差额不能判定"
    )


def _rounded_measures(head: Term, terms: Sequence[Term], outcome: Outcome) -> Outcome:
    """Measures with decimals or in 万 (6.5万吨) are rounded as amounts are; counts are exact."""
    quantities = [head.quantity, *(t.quantity for t in terms)]
    gap = head.quantity.base - sum(t.quantity.base for t in terms)
    allowed = sum(q.half_unit for q in quantities if q.decimals > 0 or q.factor != 1)
    if outcome.status in FITS or head.quantity.dimension == "money" or abs(gap) > allowed:
        return outcome
    return Outcome("rounding", outcome.arithmetic, outcome.facts, reason="差额在四舍五入范围内")


def _by_nature(head: Term, terms: Sequence[Term]) -> bool:
    """Whether the parts are basic and project expenditure of one total: there is no third."""
    measure, _, subject = head.path.rpartition(".")
    return subject == "total" and sorted(t.path for t in terms) == [f"{measure}.basic", f"{measure}.project"]


def _terms(context: Context, entry: Item) -> tuple[Term, list[Term]] | None:
    """The whole and the parts of a breakdown, if all are exact."""
    whole = exact(entry.quantity("whole"))
    figures = _parts(entry)
    terms = [Term(context.known_as(f, "budget."), q) for f in figures if (q := exact(f.quantity)) is not None]
    if whole is None or len(terms) != len(figures):
        return None
    return Term(context.known_as(entry.fields["whole"], "budget."), whole), terms


def _parts(entry: Item) -> list[Figure]:
    return [entry.fields[k] for k in entry.fields if k.startswith("part")]


def _has_own_check(context: Context, entry: Item) -> bool:
    """Whether the parts of a breakdown are those of a sum that another check ties."""
    starts = {f.first.start for f in entry.fields.values()}
    paths = {f.start: f.path for f in context.report.facts if f.start in starts and f.path.startswith(_HEADS)}
    whole = paths.pop(entry.fields["whole"].first.start, "")
    measure, _, subject = whole.rpartition(".")
    if len(paths) < len(starts) - 1 or any(not p.startswith(f"{measure}.") for p in paths.values()):
        return False
    if measure == "staffing.establishment":
        return subject == "total"
    known = _SPLITS.get(subject, set())
    return measure.removeprefix("budget.") in _DECLARED_MEASURES and {
        p.rpartition(".")[2] for p in paths.values()
    } <= known


def _total_under_part(
    context: Context, entry: Item, head: Term, terms: Sequence[Term], outcome: Outcome
) -> Outcome:
    """基本支出911000.39元，其中 … = 881300.39元: the parts are those of 基本支出, the whole is not.

    The parts make up another printed amount whose name the whole bears, and the gap is a
    third printed amount of the same measure.
    """
    if outcome.status != "undetermined" or "不是全部" not in outcome.reason:
        return outcome
    value = sum(Fraction(t.quantity.base) for t in terms)
    gap = Fraction(head.quantity.base) - value
    subjects = load_library().labels.vocabulary.subjects
    label = entry.fields["whole"].first.label
    for path, figure in context.report.figures.items():
        parts = path.split(".")
        term = subjects.get(parts[2]) if len(parts) == 3 and parts[0] == "budget" else None
        quantity = exact(figure.quantity)
        if term is None or quantity is None or Fraction(quantity.base) != value:
            continue
        rest = next(
            (f for p, f in context.report.figures.items()
             if p.startswith(f"budget.{parts[1]}.") and f.quantity and Fraction(f.quantity.base) == gap),
            None,
        )  # fmt: skip
        if rest is None or not any(w in label for w in term.words if len(w) > 2):
            continue
        return replace(
            outcome, status="fails", severity="error", reason="",
            facts=(*outcome.facts, figure.first.id, rest.first.id),
            message=f"“{label}”为{head.quantity}，所列分项合计为{quantity}，等于{context.label(path)}",
            expected=str(quantity), reported=str(head.quantity),
            causes=(Cause("total_as_part", f"差额{rest.first.quantity}正好是{context.label(rest.path)}，"
                                           "像是把总数印在了分项的名下"),),
            repairs={head.path: context.interval(quantity)},
        )  # fmt: skip
    return outcome


def _columns(context: Context, entries: Sequence[Item]) -> Iterator[Outcome]:
    """Wholes that are themselves parts of one whole: their parts of one name add up too."""
    for number, entry in enumerate(entries):
        known = _terms(context, entry)
        if known is None:
            continue
        names = [_name(f) for f in _parts(entry)]
        below: list[tuple[Item, list[Term]]] = []
        total = Interval.exact(0)
        for other in entries[number + 1 :]:
            inner = _terms(context, other)
            if inner is None or [_name(f) for f in _parts(other)] != names:
                break
            below.append((other, inner[1]))
            total = total + context.interval(inner[0].quantity)
            if len(below) > 1 and total.nominal == Fraction(known[0].quantity.base):
                yield from _column_sums(context, known[1], [terms for _, terms in below])
                break


def _column_sums(
    context: Context, totals: Sequence[Term], rows: Sequence[Sequence[Term]]
) -> Iterator[Outcome]:
    """Each part of the whole = Σ the parts of its name, all printed to the same place."""
    places = max(t.quantity.decimals for row in (totals, *rows) for t in row)
    for place, total in enumerate(totals):
        yield compare_sum(context, total, [row[place] for row in rows], places=places)


def _name(figure: Figure) -> str:
    """The first two characters that tell a part from its neighbours (中央, 市级)."""
    return _FILLER.sub("", figure.first.label)[:2]
