"""Groups F and I: an amount in the narrative larger than all that the unit spent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.checks.compare import show
from extractor.checks.context import Context
from extractor.checks.evaluate import outcomes_for
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.texts import likeness, sentence_at
from extractor.intervals import divided
from extractor.library import wording
from extractor.model import Cause, Item, Quantity

_LIKE = 0.4
"""Names that share this much speak of one thing: 失地农民养老保险 and 被征地农民失地养老保险."""
_TIMES = 2
_PERSONS = ("people", "person_times")


@dataclass(frozen=True, slots=True)
class _Outlier:
    """An activity's amount, what it exceeds, and the project that it seems to belong to."""

    activity: Item
    amount: Quantity
    total: Quantity
    project: Item | None
    spent: Quantity | None


def _outliers(context: Context) -> list[_Outlier]:
    """Amounts spent in the narrative above the spending of the whole unit.

    Money of others (investment attracted, output, taxes, loans, fund payments) is none of it.
    """
    if "outliers" not in context.memo:
        context.memo["outliers"] = list(_find(context))
    found: list[_Outlier] = context.memo["outliers"]
    return found


def _total(context: Context) -> tuple[str, Quantity] | None:
    """All that was spent: by the unit, or by the project that the report is on."""
    paths = ["budget.executed.total", "budget.adjusted.total"]
    if context.report.kind == "project_expenditure_self_evaluation":
        paths[:0] = ["budget.executed.project"]
    for path in paths:
        quantity = context.quantity(path)
        if quantity and quantity.base > 0:
            return path, quantity
    return None


def _find(context: Context) -> Iterator[_Outlier]:
    total = _total(context)
    if total is None:
        return
    for activity in context.report.activities:
        amount = activity.quantity("value")
        if amount is None or amount.dimension != "money" or amount.base <= total[1].base:
            continue
        if context.interval(amount).overlaps(context.interval(total[1])):
            continue  # the total itself, printed to fewer places (3.23亿元)
        if not _own_spending(context, activity):
            continue
        paying = [p for p in context.report.projects if not wording("overhead").hits(context.named(p))]
        project = max(
            paying, key=lambda p: likeness(p.name, activity.text("label")), default=None
        )
        spent = project.quantity("executed") if project else None
        if project is None or likeness(project.name, activity.text("label")) < _LIKE or not spent:
            project = spent = None
        yield _Outlier(activity, amount, total[1], project, spent)


def _own_spending(context: Context, activity: Item) -> bool:
    """Whether the clause of an amount speaks of the unit's own spending."""
    label = context.named(activity)
    fact = activity.fields["value"].first
    start, end = sentence_at(context, fact.start)
    words = context.folded[start:end]
    cut = max(words.rfind(c, 0, fact.start - start) for c in "，:") + 1
    stop = words.find("，", fact.end - start)
    clause = words[cut : stop if stop >= 0 else len(words)]
    return wording("spending").hits(label + clause) and not wording("money_of_others").hits(
        label + clause
    )


def _times(one: Quantity, other: Quantity) -> str:
    return show(divided(one.base, other.base), 2)


@check("exec.amount_over_total")
def amount_over_total(context: Context) -> Iterator[Outcome]:
    """An amount said to be spent exceeds the whole spending of the unit.

    With a project of that name in the list it is a question; without one it may be paid from
    other money and is a remark.
    """
    total = _total(context)
    amounts = [
        q for a in context.report.activities
        if (q := a.quantity("value")) and q.dimension == "money"
    ]  # fmt: skip
    if total is None or not amounts:
        return
    found = _outliers(context)
    if not found:
        yield Outcome("holds", f"{len(amounts)}处叙述金额，没有超过{total[1]}的支出")
    for one in found:
        label = one.activity.text("label")
        whole = "全年执行数" if total[0].startswith("budget.executed") else "全年预算数"
        line = f"{one.amount.value:f}÷{one.total.value:f}={_times(one.amount, one.total)}"
        effect = f"{_times(one.amount, one.total)}倍于{whole}{one.total}"
        facts = (*context.item_ids(one.activity, "label", "value"), *context.ids(total[0]))
        if one.project and one.spent:
            line += f"，{one.amount.value:f}÷{one.spent.value:f}={_times(one.amount, one.spent)}"
            effect += f"，{_times(one.amount, one.spent)}倍于“{one.project.name}”执行数{one.spent}"
            facts += context.item_ids(one.project, "executed")
        certain = one.spent is not None and one.amount.base > _TIMES * one.spent.base
        yield Outcome(
            "fails", line, facts, one.activity.path,
            message=f"“{label}{one.amount}”超过全部支出{one.total}",
            reported=str(one.amount), severity=None if certain else "info", effect=effect,
            causes=(
                Cause("unit_noun", "单位可能写错（人次、人、元等）"),
                Cause("other_fund", "可能是社会保险基金等本单位预算以外的资金"),
                Cause("digits", "数字本身可能写错"),
            ),
        )  # fmt: skip


def _parent(context: Context, activity: Item) -> Outcome | None:
    return next(
        (o for o in outcomes_for("exec.amount_over_total", context) if o.item == activity.path), None
    )


@check("unit.wrong_noun")
def wrong_noun(context: Context) -> Iterator[Outcome]:
    """An amount above all spending among counts of people: was another unit meant?"""
    if _total(context) is None or not context.report.activities:
        return
    noted = False
    for one in _outliers(context):
        start, end = sentence_at(context, one.activity.fields["value"].first.start)
        near = [
            (a, q) for a in context.report.activities
            if (q := a.quantity("value")) and q.dimension in _PERSONS
            and start <= a.fields["value"].first.start < end
        ]  # fmt: skip
        if not near:
            continue
        noted = True
        parts = []
        if one.spent:
            each = divided(one.spent.base, one.amount.value)
            parts.append(f"若{one.amount.value:f}是人次，“{one.project.name if one.project else ''}”"
                         f"{one.spent}合每人次{show(each, 2)}元")  # fmt: skip
        here = one.activity.fields["value"].first.start
        activity, people = min(near, key=lambda pair: _distance(pair[0], here))
        if people.base:
            each = divided(one.amount.base, people.base)
            parts.append(
                f"若是金额，按“{activity.text('label')}”{people}计，每{people.unit}{show(each, 0)}元"
            )
        facts = (*context.item_ids(one.activity, "value"), *context.item_ids(activity, "value"))
        yield Outcome(
            "note", "；".join(parts), facts, one.activity.path,
            reason="同句其他数以人计，单位可能用错，需核实",
            message="同一句里其他数以人或人次计；" + "，".join(parts), of=_parent(context, one.activity),
        )  # fmt: skip
    if not noted:
        yield Outcome("holds", "没有与前后单位不合的金额")


def _distance(activity: Item, here: int) -> tuple[bool, int]:
    """How far the value of an entry is, those before `here` first."""
    start = activity.fields["value"].first.start
    return start > here, abs(start - here)


def shifted(context: Context) -> Iterator[Outcome]:
    """Whether a moved decimal point brings an outlier below the spending: nothing decides it."""
    for one in _outliers(context):
        for power in (1, 2, 3):
            value = one.amount.base / 10**power
            ceiling = one.spent.base if one.spent else one.total.base
            if value <= ceiling:
                moved = f"{one.amount.value / 10**power:f}".rstrip("0").rstrip(".")
                yield Outcome(
                    "undetermined", f"{one.amount.value:f}→{moved}",
                    context.item_ids(one.activity, "value"), one.activity.path,
                    reason=f"小数点移动{power}位为{moved}{one.amount.unit or ''}，可以落在支出之内，"
                    "但没有数据能证实",
                    of=_parent(context, one.activity),
                )  # fmt: skip
                break
