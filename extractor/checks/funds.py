"""Group A on money by source: the table of funds, its total row, what came in and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from extractor.checks.account_sums import sums_of_accounts
from extractor.checks.balance import unspent_of_prose
from extractor.checks.compare import Term, compare_sum, perhaps_partial, show
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.intervals import Interval, divided
from extractor.library import load as load_library
from extractor.model import Figure, Quantity

_MEASURES = {"initial": "年初预算", "adjusted": "全年预算", "executed": "全年执行"}
_BESIDE = ("budget.adjusted.other_revenue", "budget.revenue.other_revenue")
"""Other income that a report prints after its budget."""
_REST = "other_funds"
"""A split by source that has a row for all the rest (其他资金) leaves nothing out."""


def tabled(figure: Figure | None) -> Quantity | None:
    """The exact quantity that a table prints at a path; None if only running text does."""
    if figure is None:
        return None
    mentions = [f for f in figure.mentions if f.pattern.startswith(("table.", "example"))]
    values = {f.quantity.base for f in mentions if f.quantity}
    return exact(mentions[0].quantity) if mentions and len(values) == 1 else None


def _parts(context: Context, measure: str, split: str) -> list[Term]:
    """The printed rows of a split, without rows that are part of another printed one."""
    words = load_library().headers.words
    printed = {
        subject: quantity for subject in words.splits[split]
        if (quantity := tabled(context.figure(f"budget.{measure}.{subject}"))) is not None
    }  # fmt: skip
    inner = {s for outer, subjects in words.within.items() if outer in printed for s in subjects}
    return [
        Term(f"budget.{measure}.{s}", q) for s, q in printed.items() if s not in inner
    ]


def _blank_rows(context: Context, measure: str) -> list[str] | None:
    """Labels of the rows of an exhaustive split whose amount is blank; None if it may have gaps."""
    if context.figure(f"budget_rows.{_REST}") is None:
        return None
    rows = (s for s in load_library().headers.words.splits["source"] if s in _rows(context))
    return [_rows(context)[s] for s in rows if context.figure(f"budget.{measure}.{s}") is None]


def _rows(context: Context) -> dict[str, str]:
    """Subject → printed label of the rows of the table of funds."""
    head = "budget_rows."
    return {
        path.removeprefix(head): figure.first.text
        for path, figure in context.report.figures.items() if path.startswith(head)
    }  # fmt: skip


@check("sum.funds_by_source")
def by_source(context: Context) -> Iterator[Outcome]:
    """Total row = Σ rows by source, in each column of amounts; so with accounts by their codes."""
    yield from sums_of_accounts(context)
    for measure in _MEASURES:
        total = tabled(context.figure(f"budget.{measure}.total"))
        parts = _parts(context, measure, "source")
        if total is None or not parts or not total.value:
            continue
        head = Term(f"budget.{measure}.total", total)
        blank = _blank_rows(context, measure)
        if blank is None:
            yield from _without_rest(context, head, parts)
            continue
        outcome = compare_sum(context, head, parts)
        short = sum(t.quantity.base for t in parts) < total.base
        if outcome.status == "fails" and blank and short:
            # a blank row is not zero, but in a form that leaves nothing out somebody must ask
            outcome = replace(
                outcome, severity="warning", message=f"{outcome.message}（{'、'.join(blank)}空白）"
            )
        yield outcome


def _without_rest(context: Context, head: Term, parts: list[Term]) -> Iterator[Outcome]:
    """Rows by source without one for the rest: they leave nothing out if another column adds up."""
    if len(parts) < 2:
        beside = parts[0].path.endswith(".carry_over_funds")  # may stand beside the total
        if parts[0].quantity.base > head.quantity.base and not beside:
            yield compare_sum(context, head, parts)
        return
    outcome = perhaps_partial(context, head, parts)
    if outcome.status == "undetermined" and any(
        _adds_up(context, m, parts) for m in _MEASURES if not head.path.startswith(f"budget.{m}.")
    ):
        outcome = replace(compare_sum(context, head, parts), severity="warning")
    yield outcome


def _adds_up(context: Context, measure: str, parts: list[Term]) -> bool:
    """Whether the same rows, two of them not 0, make up the total of another column."""
    same = _parts(context, measure, "source")
    total = tabled(context.figure(f"budget.{measure}.total"))
    names = [t.path.rpartition(".")[2] for t in same]
    filled = sum(t.quantity.value > 0 for t in same)
    return (
        total is not None and filled > 1 and names == [t.path.rpartition(".")[2] for t in parts]
        and sum(t.quantity.base for t in same) == total.base
    )


@check("sum.source_equals_nature")
def source_equals_nature(context: Context) -> Iterator[Outcome]:
    """Σ rows by source = basic + project."""
    for measure, name in _MEASURES.items():
        source, nature = (_parts(context, measure, split) for split in ("source", "nature"))
        if len(nature) < 2 or not source:
            continue
        sums = [_sum(context, terms) for terms in (source, nature)]
        unit = source[0].quantity.unit or ""
        factor = Fraction(source[0].quantity.factor)
        shown = [show(s.nominal / factor, _places(source + nature)) for s in sums]
        line = f"{_line(source)}={shown[0]}；{_line(nature)}={shown[1]}"
        facts = context.ids(*(t.path for t in (*source, *nature)))
        if sums[0].nominal == sums[1].nominal:
            yield Outcome("holds", line, facts)
        elif sums[0].overlaps(sums[1]):
            yield Outcome("rounding", line, facts, reason="差额在四舍五入范围内")
        elif sums[0].nominal < sums[1].nominal and _blank_rows(context, measure) != []:
            yield Outcome("undetermined", line, facts, reason="来源可能没有列全，差额不能判定")
        else:
            gap = show((sums[0].nominal - sums[1].nominal) / factor, _places(source + nature))
            yield Outcome(
                "fails", line, facts,
                message=f"{name}按来源合计{shown[0]}{unit}，按支出性质合计{shown[1]}{unit}，相差{gap}{unit}",
                expected=f"{shown[0]}{unit}", reported=f"{shown[1]}{unit}", difference=f"{gap}{unit}",
                repairs=_repairs(context, source, nature, sums),
            )  # fmt: skip


def _sum(context: Context, terms: list[Term]) -> Interval:
    total = Interval.exact(0)
    for term in terms:
        total = total + context.interval(term.quantity)
    return total


def _places(terms: list[Term]) -> int:
    return max(t.quantity.decimals for t in terms)


def _line(terms: list[Term]) -> str:
    return "+".join(f"{t.quantity.value:f}" for t in terms)


def _repairs(
    context: Context, source: list[Term], nature: list[Term], sums: list[Interval]
) -> dict[str, Interval]:
    gap = sums[0] - sums[1]
    found = {t.path: context.interval(t.quantity) - gap for t in source}
    return found | {t.path: context.interval(t.quantity) + gap for t in nature}


@check("sum.total_row_blank")
def total_row_blank(context: Context) -> Iterator[Outcome]:
    """The total row is 0 or blank while a row below it holds an amount."""
    for measure, name in _MEASURES.items():
        parts = [t for t in _parts(context, measure, "source") if t.quantity.value > 0]
        total = tabled(context.figure(f"budget.{measure}.total"))
        blank = context.figure(f"budget_blank.{measure}")
        if not parts or (total is None and blank is None):
            continue
        printed = str(total) if total is not None else "空白"
        facts = context.ids(
            f"budget.{measure}.total", f"budget_blank.{measure}", *(t.path for t in parts)
        )
        line = f"合计{printed}，分项{_line(parts)}"
        if total is not None and total.value:
            yield Outcome("holds", line, facts)
            continue
        yield Outcome(
            "fails", line, facts,
            message=f"资金表{name}合计行为{printed}，分项却有{'、'.join(str(t.quantity) for t in parts)}",
            reported=printed, severity=None if total is not None else "warning",
        )  # fmt: skip


@check("sum.unspent")
def left_over(context: Context) -> Iterator[Outcome]:
    """What came in, with other income beside the budget, is spent or carried over.

    Other income may be inside the budget or beside it: nothing is said if either reading fits.
    """
    yield from unspent_of_prose(context)
    beside = next((p for p in _BESIDE if context.quantity(p)), "")
    paths = ("budget.adjusted.total", beside, "budget.executed.total", "budget.carry_over.total")
    budget, other, spent, left = (context.quantity(path) for path in paths)
    if budget is None or other is None or spent is None or left is None:
        return
    if context.quantity("budget.opening_carry_over.total"):
        yield Outcome("undetermined", facts=context.ids(*paths), reason="另有上年结转，收入不能合计")
        return
    alone = context.interval(budget) - context.interval(spent)
    both = alone + context.interval(other)
    printed = context.interval(left)
    rest = show(divided(both.nominal, budget.factor), 2)
    line = f"{budget.value:f}+{other.value:f}-{spent.value:f}={rest}，结转结余{left.value:f}"
    facts = context.ids(*paths)
    if printed.overlaps(alone) or printed.overlaps(both):
        yield Outcome("holds", line, facts)
        return
    gap = show((both - printed).nominal / Fraction(budget.factor), 2)
    yield Outcome(
        "fails", line, facts, difference=f"{gap}{budget.unit}", reported=str(left),
        message=f"收入{budget}加其他收入{other}，减支出{spent}，与结转结余{left}相差{gap}{budget.unit}，去向不明",
    )  # fmt: skip
