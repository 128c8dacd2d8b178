"""Group F: is the money spent on what it is for, and are amounts per unit believable?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from extractor.checks.compare import show
from extractor.checks.context import Context, exact
from extractor.checks.norms import norms
from extractor.checks.outcome import Outcome
from extractor.checks.product_sums import product_sums
from extractor.checks.ratios import ratio_means, ratio_products
from extractor.checks.registry import check
from extractor.checks.texts import Span, facts_in, sentence_at
from extractor.intervals import divided
from extractor.library import wording
from extractor.model import Item, Quantity

_PAIR = 30
"""Characters between an amount and the count of what was bought with it, at most."""
_BREAK = re.compile("[，。；:\n]")
_EARLIER = re.compile(r"20\d\d(?=年)")
_DAYS = 365
_COUNTED = ("count", "people", "person_times", "household")


def _pairs(context: Context) -> Iterator[tuple[Item, Quantity, Quantity]]:
    """Amount and count side by side in one clause: (entry of the count, amount, count)."""
    entries = [(a, q) for a in context.report.activities if (q := a.quantity("value"))]
    for (one, first), (other, second) in pairwise(entries):
        left, right = one.fields["value"].first, other.fields["value"].first
        between = context.folded[left.end : right.start]
        if len(between) > _PAIR or _BREAK.search(between):
            continue
        if first.dimension == "money" and second.dimension in _COUNTED:
            yield other, first, second
        elif second.dimension == "money" and first.dimension in _COUNTED and len(between) <= 1:
            yield one, second, first


@check("plaus.unit_cost")
def unit_cost(context: Context) -> Iterator[Outcome]:
    """What one unit cost, where an amount and a count stand together."""
    for entry, amount, count in _pairs(context):
        if count.base <= 0 or amount.base <= 0:
            continue
        each = divided(amount.base, count.base)
        line = f"{amount}÷{count}={show(each, 0)}元/{count.unit or '个'}"
        facts = context.item_ids(entry, "value")
        usual = next((u for u in norms().unit_costs if count.unit in u.units), None)
        if usual and not usual.low <= each <= usual.high:
            yield Outcome(
                "note", line, facts, reason=f"每{count.unit}{show(each, 2)}元，不合常情，请核对金额和数量"
            )
        else:
            yield Outcome("holds", line, facts)
    yield from ratio_products(context)
    yield from product_sums(context)


@check("plaus.per_capita_personnel")
def per_capita_personnel(context: Context) -> Iterator[Outcome]:
    """Personnel cost per person, by staff and by posts: which of the two fits the money."""
    cost = context.quantity("budget.executed.personnel") or context.quantity("budget.adjusted.personnel")
    if cost is None or not cost.base:
        return
    heads = {
        "实有": context.quantity("staffing.actual.in_post") or context.quantity("staffing.actual.total"),
        "编制": context.quantity("staffing.establishment.total"),
    }
    each = {
        name: (divided(cost.base, q.base), q) for name, q in heads.items() if q and q.base > 0
    }
    if not each:
        return
    line = "；".join(
        f"{cost.value:f}÷{q.value:f}（{name}）={show(value / 10000, 2)}万元/人"
        for name, (value, q) in each.items()
    )
    facts = context.ids("budget.executed.personnel", "budget.adjusted.personnel",
                        "staffing.actual.in_post", "staffing.actual.total", "staffing.establishment.total")  # fmt: skip
    low, high = norms().personnel_per_head
    values = [value for value, _ in each.values()]
    apart = max(values) > min(values) * (1 + Fraction(norms().personnel_gap) / 100)
    if not any(low <= v <= high for v in values):
        yield Outcome("note", line, facts, reason="人均人员经费不合常情，请核对人数和金额")
    elif apart:
        yield Outcome("note", line, facts, reason="按人数和按编制计算相差较大，说明人员经费按哪一个安排")
    else:
        yield Outcome("holds", line, facts)


@check("plaus.per_capita_activity")
def per_capita_activity(context: Context) -> Iterator[Outcome]:
    """What one person caused or had: waste by the population, and the means that the text prints."""
    yield from _waste_per_head(context)
    yield from ratio_means(context)


def _waste_per_head(context: Context) -> Iterator[Outcome]:
    """Waste collected per person and day, where a count of people stands for the population."""
    waste = next(
        ((a, q) for a in context.report.activities
         if (q := a.quantity("value")) and q.dimension == "mass"
         and any(w in a.text("label") for w in norms().waste_words)), None,
    )  # fmt: skip
    people = _population(context)
    if waste is None or people is None:
        return
    (activity, mass), (counted, number) = waste, people
    day = divided(mass.base, number.base) / _DAYS  # the base unit of mass is 公斤
    line = f"“{activity.text('label')}”{mass}÷“{counted.text('label')}”{number}=每人每天{show(day, 1)}千克"
    facts = (*context.item_ids(activity, "value"), *context.item_ids(counted, "value"))
    if day > norms().waste_kg_per_day:
        yield Outcome("note", line, facts, reason="高于生活垃圾的通常水平，可能含建筑垃圾或服务范围更大")
    else:
        yield Outcome("holds", line, facts)


def _population(context: Context) -> tuple[Item, Quantity] | None:
    counts = [
        (a, q) for a in context.report.activities
        if (q := a.quantity("value")) and q.dimension == "people" and q.base > 0
    ]  # fmt: skip
    for word in norms().population_words:
        found = [(a, q) for a, q in counts if word in context.named(a)]
        if found:
            return max(found, key=lambda pair: pair[1].base)
    return None


def arrears_paid(context: Context) -> list[Span]:
    """Sentences that say that debts of earlier years were paid."""
    if "arrears" not in context.memo:
        text = context.folded
        spans = dict.fromkeys(
            sentence_at(context, start) for start, _ in wording("arrears").spans(text)
        )
        context.memo["arrears"] = [
            span for span in spans
            if wording("repayment").hits(text, *span)
            and (wording("prior_years").hits(text, *span) or _earlier_year(context, *span))
        ]  # fmt: skip
    found: list[Span] = context.memo["arrears"]
    return found


def _earlier_year(context: Context, start: int, end: int) -> bool:
    year = context.report.year
    return bool(year) and any(
        m[0] < str(year) for m in _EARLIER.finditer(context.folded, start, end)
    )


@check("plaus.prior_arrears")
def prior_arrears(context: Context) -> Iterator[Outcome]:
    """This year's money pays debts of earlier years."""
    text = context.folded
    project_facts = {
        f.start: p for p in context.report.projects for figure in p.fields.values() for f in figure.mentions
    }
    for start, end in arrears_paid(context):
        words = wording("arrears").first(text, start, end)
        project = next((p for at, p in project_facts.items() if start <= at < end), None)
        name = f"“{project.name}”" if project else ""
        amount = str(project.quantity("executed") or "") if project else ""
        facts = context.item_ids(project, "executed", "effect") if project else facts_in(context, start, end)
        if wording("settled").hits(text, start, end):
            yield Outcome("note", f"{name}{words}", facts, reason="以前年度欠款已写明结清")
            continue
        yield Outcome(
            "fails", f"{name}支付以前年度{words}", facts, project.path if project else "",
            message=f"{name}{amount}用于支付以前年度{words}" if name else f"本年资金用于支付以前年度{words}",
            effect=f"{amount}以前年度挂账列入本年支出",
        )  # fmt: skip
    if context.report.projects and not arrears_paid(context):
        yield Outcome("holds", "项目没有支付以前年度欠款的表述")


def _purposes(context: Context) -> list[tuple[str, str]]:
    """Fact id and folded words on what project money was used for."""
    figure = context.figure("budget.executed.project.purpose")
    return [(f.id, context.words(f)) for f in figure.mentions] if figure else []


@check("plaus.personnel_in_project")
def personnel_in_project(context: Context) -> Iterator[Outcome]:
    """Wages paid from project money.

    Contract staff may be allowed there, so a name alone is a remark; a name and the sentence on
    the use of project money together are a question.
    """
    words = wording("personnel")
    named = [p for p in context.report.projects if words.hits(context.named(p))]
    used = [(i, w) for i, w in _purposes(context) if words.hits(w)]
    if not named and not used:
        if context.report.projects:
            yield Outcome("holds", "项目名称和用途没有列支人员工资的表述")
        return
    spent = [q for p in named if (q := exact(p.quantity("executed")))]
    total = sum((q.base for q in spent), Decimal(0))
    unit = spent[0] if spent else None
    amount = f"{show(divided(total, unit.factor), unit.decimals)}{unit.unit or ''}" if unit else ""
    names = "、".join(f"“{p.name}”" for p in named)
    facts = (*(i for p in named for i in context.item_ids(p, "name", "executed")), *(i for i, _ in used))
    said = "资金用途也写明用于工资、社保等" if used and named else "项目支出写明用于工资、社保等"
    message = f"项目支出{names}列支人员工资" if named else said
    if named and used:
        message += f"，{said}"
    yield Outcome(
        "fails", "+".join(f"{q.value:f}" for q in spent) + (f"={amount}" if len(spent) > 1 else ""),
        facts, message=message, severity=None if named and used else "info",
        effect=f"{names}执行{amount}为人员工资社保" if amount else "", reason=said,
    )  # fmt: skip


@check("plaus.fund_source_label")
def fund_source_label(context: Context) -> Iterator[Outcome]:
    """Grant projects, usually paid by a higher level, that all stand under local funds."""
    groups = context.report.items("projects.groups")
    if not groups:
        return
    local = [g for g in groups if wording("local_funds").hits(context.named(g))]
    grants = [p for p in context.report.projects if wording("grant").hits(context.named(p))]
    facts = (*(i for g in local for i in context.item_ids(g, "name")),
             *(i for p in grants for i in context.item_ids(p, "name")))  # fmt: skip
    if len(groups) == 1 and local and grants:
        names = "、".join(f"“{p.name}”" for p in grants)
        yield Outcome(
            "fails", f"{len(grants)}个补助类项目，都在“{local[0].name}”下", facts,
            message=f"{names}是补助类项目，却全部归在“{local[0].name}”",
            effect=f"“补助”类项目{len(grants)}个全部归为{local[0].name}",
        )  # fmt: skip
    else:
        yield Outcome("holds", "、".join(g.name for g in groups), facts)


@check("plaus.approximate_words")
def approximate_words(context: Context) -> Iterator[Outcome]:
    """Figures with 余 近 约: kept out of every identity."""
    vague = [f for f, q in context.measured if q.approximate]
    if vague:
        yield Outcome(
            "note", "、".join(f.quote for f in vague), tuple(f.id for f in vague),
            reason="概数不参与勾稽",
        )  # fmt: skip
    elif context.measured:
        yield Outcome("holds", "没有概数")


