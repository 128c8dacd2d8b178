"""Group B: rates that need a decision about their base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from extractor.checks.compare import compare_ratio, percentage, show
from extractor.checks.context import Context, exact
from extractor.checks.differences import points_between
from extractor.checks.evaluate import outcomes_for
from extractor.checks.judge import judged
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.intervals import Interval
from extractor.model import Cause, Fact, Quantity

_BASES = {"adjusted": "全年预算", "initial": "年初预算", "received": "到位资金", "granted": "下达资金",
          "stated": "预算"}  # fmt: skip
_FUNDS_GIVEN = ("received", "granted")
"""Bases of a rate of payment (支出率, 资金使用率) that does not say that it is one of the budget."""
_SUBJECTS = {"total": "total", "basic": "basic", "project": "project"}
_SPENDING = re.compile(r"预算|经费|支出|资金")


def _bases(context: Context, subject: str) -> dict[str, Interval]:
    """Execution rate of a subject on each base that is printed, computed once for a report."""
    key = f"bases.{subject}"
    if key not in context.memo:
        context.memo[key] = _compute_bases(context, subject)
    return cast("dict[str, Interval]", context.memo[key])


def _compute_bases(context: Context, subject: str) -> dict[str, Interval]:
    executed = context.quantity(f"budget.executed.{subject}")
    found: dict[str, Interval] = {}
    for base in _BASES:
        whole = context.quantity(f"budget.{base}.{subject}")
        value = percentage(context, executed, whole) if executed and whole else None
        if value:
            found[base] = value
    return found


def fitting_bases(context: Context, subject: str) -> set[str] | None:
    """The bases that reproduce the printed execution rate; None if it cannot be tested."""
    rate = context.quantity(f"budget.execution_rate.{subject}")
    bases = _bases(context, subject)
    if rate is None or not bases:
        return None
    printed = context.interval(rate)
    return {base for base, value in bases.items() if printed.overlaps(value)}


def _execution(context: Context, subject: str) -> Iterator[Outcome]:
    """Printed execution rate against executed ÷ adjusted budget.

    If every rate of the report fits one other base (年初预算) and none the adjusted budget,
    that is the report's own convention and is noted, not called wrong.
    """
    rate_path = f"budget.execution_rate.{subject}"
    rate = context.quantity(rate_path)
    bases = _bases(context, subject)
    executed = context.quantity(f"budget.executed.{subject}")
    if rate is None or not bases or executed is None:
        if context.figure(rate_path) and rate is None:
            yield Outcome(
                "undetermined", facts=context.ids(rate_path), reason="执行率多处不一致，不能用来验算"
            )
        return
    standard = next(iter(bases))
    whole = context.quantity(f"budget.{standard}.{subject}")
    line = f"{executed.value:f}÷{whole.value:f}" if whole else ""
    facts = context.ids(f"budget.executed.{subject}", f"budget.{standard}.{subject}", rate_path)
    others = {_BASES[b]: v for b, v in bases.items() if b != standard}
    outcome = compare_ratio(
        context, rate_path, rate, bases[standard], line, facts, others=others,
        pair=(f"budget.executed.{subject}", f"budget.{standard}.{subject}"),
    )  # fmt: skip
    named = {_BASES[b] for b in _FUNDS_GIVEN if b in bases} & _fitting_names(context, rate, others)
    if outcome.status == "fails" and named and "预算" not in context.label(rate_path):
        yield Outcome("holds", f"按{named.pop()}计算：{outcome.arithmetic}", facts)
        return
    if outcome.status == "fails" and standard != "adjusted" and not _leaves_unspent(context, standard, subject):
        yield Outcome("undetermined", outcome.arithmetic, facts, reason="没有读到全年预算数，基数不能确定")
        return
    if outcome.status == "fails" and _one_other_base(context):
        yield Outcome("note", outcome.arithmetic, facts, reason="本报告的执行率统一以年初预算为基数")
        return
    yield outcome


def _fitting_names(context: Context, rate: Quantity, others: dict[str, Interval]) -> set[str]:
    """The names of the other bases that reproduce a printed rate."""
    printed = context.interval(rate)
    return {name for name, value in others.items() if printed.overlaps(value)}


def _leaves_unspent(context: Context, base: str, subject: str) -> bool:
    """Whether a base less the spending is printed as what is left: then it is the rate's base."""
    whole, executed, left = (
        context.quantity(f"budget.{m}.{subject}") for m in (base, "executed", "unspent")
    )
    if whole is None or executed is None or left is None:
        return False
    rest = context.interval(whole) - context.interval(executed)
    return rest.overlaps(context.interval(left))


def _one_other_base(context: Context) -> bool:
    fits = [f for s in _SUBJECTS if (f := fitting_bases(context, s)) is not None]
    return len(fits) > 1 and all("initial" in f and "adjusted" not in f for f in fits)


@check("rate.execution_total")
def execution_total(context: Context) -> Iterator[Outcome]:
    """Execution rate of the whole unit."""
    yield from _execution(context, "total")


@check("rate.execution_basic")
def execution_basic(context: Context) -> Iterator[Outcome]:
    """Execution rate of basic expenditure."""
    yield from _execution(context, "basic")


@check("rate.execution_project")
def execution_project(context: Context) -> Iterator[Outcome]:
    """Execution rate of project expenditure; the indicator of that name serves too."""
    before = False
    for outcome in _execution(context, "project"):
        before = True
        yield outcome
    if before:
        return
    bases = _bases(context, "project")
    executed, whole = (context.quantity(f"budget.{m}.project") for m in ("executed", "adjusted"))
    for item in context.report.indicators:
        actual = exact(item.quantity("actual"))
        if "项目支出" in item.name and "执行率" in item.name and actual and "adjusted" in bases:
            line = f"{executed.value:f}÷{whole.value:f}" if executed and whole else ""
            yield compare_ratio(
                context, f"{item.path}.actual", actual, bases["adjusted"], line,
                (*context.ids("budget.executed.project", "budget.adjusted.project"),
                 *context.item_ids(item, "actual")), item=item.path,
            )  # fmt: skip


@check("rate.execution_each_project")
def execution_each(context: Context) -> Iterator[Outcome]:
    """Execution rate of each listed project."""
    for item in context.report.projects:
        rate, executed, budget = (exact(item.quantity(f)) for f in ("rate", "executed", "budget"))
        whole = "budget" if budget else "initial"
        budget = budget or exact(item.quantity("initial"))
        if rate is None or executed is None or budget is None:
            continue
        value = percentage(context, executed, budget)
        if value is None:
            yield Outcome("undetermined", item=item.path, reason="预算为零，执行率无意义")
            continue
        initial = exact(item.quantity("initial"))
        other = percentage(context, executed, initial) if initial else None
        yield compare_ratio(
            context, f"{item.path}.rate", rate, value, f"{executed.value:f}÷{budget.value:f}",
            context.item_ids(item, "executed", "budget", "rate"), item=item.path,
            others={"年初预算": other} if other else None,
            pair=(f"{item.path}.executed", f"{item.path}.{whole}"),
        )  # fmt: skip


@check("rate.denominator_basis")
def denominator_basis(context: Context) -> Iterator[Outcome]:
    """All rates of one report stand on one base."""
    fits = {s: f for s in _SUBJECTS if (f := fitting_bases(context, s))}
    initial_only = [s for s, f in fits.items() if f == {"initial"}]
    adjusted = [s for s, f in fits.items() if "adjusted" in f]
    tested = bool(fits)
    for subject in initial_only if adjusted else []:
        path = f"budget.execution_rate.{subject}"
        yield Outcome(
            "fails", f"{context.label(path)}按年初预算计算，其他执行率按全年预算计算", context.ids(path),
            message=f"{context.label(path)}以年初预算为基数，与其他执行率的基数不同",
            repairs={path: _bases(context, subject)["adjusted"]} if "adjusted" in _bases(context, subject) else {},
        )  # fmt: skip
    for entry in judged(context):
        if entry.completion is None:
            continue
        tested = True
        if entry.other_base:
            yield Outcome(
                "fails", f"“{entry.name}”完成率{entry.completion.value:f}%={entry.other_base}",
                context.item_ids(entry.item, "target", "actual", "completion_rate"), item=entry.item.path,
                message=f"“{entry.name}”的完成率不是按所写指标值{entry.target}计算，而是{entry.other_base}",
            )  # fmt: skip
    if tested and not (initial_only and adjusted):
        yield Outcome("holds", "各比率基数一致")


def _overspent(context: Context, rate: Fact) -> Outcome | None:
    """What the check of the amounts says of a subject whose execution rate is above 100 %."""
    spent = set(context.ids(f"budget.executed.{rate.path.rpartition('.')[2]}"))
    return next(
        (o for slug in ("exec.over_100", "three_public.over_budget") for o in outcomes_for(slug, context)
         if o.status in {"fails", "undetermined"} and spent & set(o.facts)), None,
    )  # fmt: skip


_WRITTEN_OUT = re.compile("[=×÷/%]")
"""变动率=(209-220)÷220×100%=-5.00%: the words before are a formula, its name stands before it."""


@check("rate.range")
def rate_range(context: Context) -> Iterator[Outcome]:
    """Execution and satisfaction lie between 0 and 100 %; only changes may be negative."""
    seen = False
    for fact, quantity in context.measured:
        if quantity.dimension != "rate":
            continue
        seen = True
        over = quantity.value > 100 and (
            ".execution_rate." in fact.path or ("满意" in (fact.item or "") and fact.path.endswith(".actual"))
        )
        told = fact.path.startswith("activities[") and bool(_OF_SPENDING.search(fact.label))
        excess = _excess(context, fact, quantity) if quantity.value > 100 and (told or over) else ()
        if not over and not excess and (
            quantity.value >= 0 or _may_fall(fact) or _WRITTEN_OUT.search(fact.label)
        ):
            continue
        parent = _overspent(context, fact) if over else None
        if parent is not None and parent.status == "undetermined" and not excess:
            yield Outcome("note", f"{fact.label}{quantity}", (fact.id,), reason=parent.reason)
            continue
        yield Outcome(
            "fails", f"{fact.label}{quantity}", (fact.id,), reported=str(quantity), of=parent,
            message=f"{f'“{fact.item}”' if fact.item else context.label(fact.path)}为{quantity}，超出0—100%",
            causes=excess, severity="error" if excess else None,
        )  # fmt: skip
    if seen:
        yield Outcome("holds", "其余百分比在合理范围内")


_MAY_FALL = re.compile(
    "change_rate|adjustment_rate|增长|偏差|偏离|增速|增幅|涨幅|降幅|涨跌|变动|变化|增减|同比|环比|调整率|调整幅度|波动"
)
"""Rates of change and of deviation, which may be negative; so may a margin of profit or loss."""


def _may_fall(fact: Fact) -> bool:
    return "changes[" in fact.path or bool(_MAY_FALL.search(fact.path + fact.label + (fact.item or "")))


_OF_SPENDING = re.compile(r"(?:执行|支付|支出|到位|完成|使用)率")


def _excess(context: Context, fact: Fact, rate: Quantity) -> tuple[Cause, ...]:
    """Whether a rate above 100 % is what exceeds the base, of which base and excess are printed."""
    text, start = context.report.text, fact.start
    first, last = text.rfind("\n", 0, start), text.find("\n", start)
    amounts = [
        f for f in context.report.facts
        if first < f.start and (last < 0 or f.end <= last)
        and (q := exact(f.quantity)) is not None and q.dimension == "money" and q.value > 0
    ]  # fmt: skip
    printed = context.interval(rate)
    for base in amounts:
        for over in amounts:
            if base is over or not isinstance(base.value, Quantity) or not isinstance(over.value, Quantity):
                continue
            value = percentage(context, over.value, base.value)
            if value is None or not printed.overlaps(value):
                continue
            total = next(
                (f for f in amounts if isinstance(f.value, Quantity)
                 and f.value.base == base.value.base + over.value.base), None,
            )  # fmt: skip
            if total is not None and isinstance(total.value, Quantity):
                right = show((value + Interval.exact(100)).nominal, rate.decimals)
                return (
                    Cause("excess_as_rate", f"{over.value}÷{base.value}={rate.value:f}%，是超出部分的比例；"
                                            f"按{total.value}计算应为{right}%"),
                )  # fmt: skip
    return ()


@check("rate.percent_vs_point")
def percent_vs_point(context: Context) -> Iterator[Outcome]:
    """The completion of a rate target is a ratio of rates, not their difference in points."""
    yield from points_between(context)
    for entry in judged(context):
        if entry.completion is None or entry.target.dimension != "rate" or entry.fits:
            if entry.completion is not None and entry.target.dimension == "rate":
                yield Outcome("holds", f"{entry.actual.value:f}÷{entry.target.value:f}", item="")
            continue
        points = entry.actual.value - entry.target.value
        if entry.completion.value in {points, 100 + points}:
            yield Outcome(
                "fails", f"{entry.actual.value:f}-{entry.target.value:f}={points:f}个百分点",
                context.item_ids(entry.item, "target", "actual", "completion_rate"), item=entry.item.path,
                message=f"“{entry.name}”把相差的百分点当作完成率",
            )  # fmt: skip


@check("rate.payment_progress")
def payment_progress(context: Context) -> Iterator[Outcome]:
    """Mid-year spending against the time share; red below 60 % of it in every possible month."""
    initial = context.quantity("budget.initial.total") or context.quantity("budget.adjusted.total")
    for item in context.report.indicators:
        midyear = exact(item.quantity("midyear"))
        if (
            midyear is None or initial is None or midyear.dimension != "money"
            or not _SPENDING.search(item.name) or not initial.value
        ):  # fmt: skip
            continue
        share = midyear.base * 100 / initial.base
        month = min(context.profile.monitoring_months)
        floor = context.profile.low_completion * month / 12
        line = f"{midyear.value:f}÷{initial.value:f}={show(share, 2)}%"
        facts = (*context.item_ids(item, "midyear"), *context.ids("budget.initial.total"))
        if share >= floor:
            yield Outcome("holds", line, facts, item.path)
        else:
            yield Outcome(
                "fails", line, facts, item.path,
                message=f"年中支付进度{show(share, 2)}%，低于序时进度的六成",
            )  # fmt: skip


