"""Group F: spending against budget, as a whole, by project and by mid-year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from extractor.checks.compare import show
from extractor.checks.context import Context, exact
from extractor.checks.judge import INPUT_NAMES
from extractor.checks.norms import norms
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.texts import (
    Span,
    is_full_report,
    sentence_at,
    sentences,
    telling_pairs,
)
from extractor.intervals import divided, in_percent
from extractor.library import wording
from extractor.model import Item, Quantity

_FULL_YEAR = re.compile("全年|调整|年末")
_SLIP = 1000
"""97.60元 of 98.00万元 is a matter of units, not of spending."""
_SUBJECTS = ("total", "basic", "project")
_PROJECT_RATE = re.compile("项目.{0,4}执行率|项目.{0,4}支付率")


@check("exec.over_100")
def over_100(context: Context) -> Iterator[Outcome]:
    """More spent than the adjusted budget allows.

    A plain 预算 may be the initial one, and carried-over or own money may pay for the rest:
    then nothing is decided.
    """
    for subject in _SUBJECTS:
        executed, adjusted = (context.quantity(f"budget.{m}.{subject}") for m in ("executed", "adjusted"))
        if executed is None or adjusted is None:
            continue
        facts = context.ids(f"budget.executed.{subject}", f"budget.adjusted.{subject}")
        if not context.interval(executed).exceeds(context.interval(adjusted)):
            yield Outcome("holds", f"{executed}≤{adjusted}", facts)
            continue
        line = f"{executed}>{adjusted}"
        if not _FULL_YEAR.search(context.label(f"budget.adjusted.{subject}")):
            yield Outcome("undetermined", line, facts, reason="预算没有写明是全年预算，可能是年初数")
        elif wording("own_money").hits(context.folded):
            yield Outcome("undetermined", line, facts, reason="可能使用了上年结转或自有资金")
        elif _covered_by_addition(context, subject, executed, adjusted):
            yield Outcome("undetermined", line, facts, reason="全年预算可能没有包括年中追加")
        else:
            yield Outcome(
                "fails", line, facts, message=f"{context.label(f'budget.executed.{subject}')}{executed}"
                f"超过{context.label(f'budget.adjusted.{subject}')}{adjusted}",
                expected=f"不超过{adjusted}", reported=str(executed),
                repairs={f"budget.executed.{subject}": context.interval(adjusted),
                         f"budget.adjusted.{subject}": context.interval(executed)},
            )  # fmt: skip


def _covered_by_addition(
    context: Context, subject: str, executed: Quantity, adjusted: Quantity
) -> bool:
    """Whether the budget with what was added in the year is enough for the spending."""
    added = context.quantity(f"budget.adjustment.{subject}")
    return added is not None and adjusted.base + abs(added.base) >= executed.base


def _percent(part: Quantity, whole: Quantity) -> Fraction:
    return in_percent(part.base, whole.base)


@check("exec.low_total")
def low_total(context: Context) -> Iterator[Outcome]:
    """Low spending of the whole budget without a reason."""
    executed, adjusted = (context.quantity(f"budget.{m}.total") for m in ("executed", "adjusted"))
    printed = context.quantity("budget.execution_rate.total")
    if executed and adjusted and adjusted.base > 0:
        rate = _percent(executed, adjusted)
    elif printed:
        rate = Fraction(printed.value)
    else:
        return
    limit = context.profile.execution_reason_below
    facts = context.ids("budget.execution_rate.total", "budget.executed.total", "budget.adjusted.total")
    line = f"预算执行率{show(rate, 2)}%，关注线{limit:f}%"
    if rate >= limit:
        yield Outcome("holds", line, facts)
    elif _speaks_of_unspent(context):
        yield Outcome("holds", line, facts, reason="写明了支出少的原因")
    else:
        yield Outcome(
            "fails", line, facts, message=f"预算执行率只有{show(rate, 2)}%，低于{limit:f}%，没有说明原因",
            severity=None if is_full_report(context) else "info",
        )  # fmt: skip


_OVERALL = re.compile("执行率|执行进度|支出进度|支付进度|未执行|未支出|未支付|结转|结余|执行数|未使用")


def _speaks_of_unspent(context: Context) -> bool:
    """Whether a sentence on the execution of the whole gives a cause for spending little."""
    text, causes = context.folded, wording("underspend_cause")
    return any(
        _OVERALL.search(text, *span) and causes.hits(text, *span) for span in sentences(context)
    )


@dataclass(frozen=True, slots=True)
class LowProject:
    """A project that spent less than the profile's line; `rate` in %."""

    item: Item
    budget: Quantity
    executed: Quantity
    rate: Fraction

    @property
    def unspent(self) -> Fraction:
        """What was not spent, in 元."""
        return Fraction(self.budget.base - self.executed.base)


def low_projects(context: Context) -> list[LowProject]:
    """The projects that spent less than the profile's line."""
    if "low_projects" not in context.memo:
        pairs = (
            (p, exact(p.quantity("budget")), exact(p.quantity("executed"))) for p in context.report.projects
        )
        known = [(p, b, e) for p, b, e in pairs if b and e and b.base > 0]
        limit = context.profile.project_low
        context.memo["with_rate"] = len(known)
        context.memo["low_projects"] = [
            LowProject(p, b, e, _percent(e, b)) for p, b, e in known
            if e.base * 100 < limit * b.base and not (e.unit != b.unit and e.base * _SLIP < b.base)
        ]  # fmt: skip
    projects: list[LowProject] = context.memo["low_projects"]
    return projects


@check("exec.project_low")
def project_low(context: Context) -> Iterator[Outcome]:
    """Projects that spent little; those of which no reason speaks are the finding."""
    low = low_projects(context)
    if not low and context.memo["with_rate"]:
        limit = context.profile.project_low
        yield Outcome("holds", f"{context.memo['with_rate']}个项目的执行率都不低于{limit:f}%")
    bare = [p for p in low if not _project_explained(context, p.item)]
    for project in low:
        item, shown = project.item, show(project.rate, 2)
        facts = context.item_ids(item, "name", "budget", "executed")
        line = f"“{item.name}”{project.executed.value:f}÷{project.budget.value:f}={shown}%"
        if not bare:
            yield Outcome("note", line, facts, item.path, reason="执行率低，已说明原因")
            continue
        explained = project not in bare
        words = "，原因已在别处说明" if explained else "，没有说明原因"
        yield Outcome(
            "fails", line, facts, item.path,
            message=f"“{item.name}”执行率{shown}%，{_unspent([project])}未支出{words}",
            severity=None if is_full_report(context) and not explained else "info",
            effect=_unexplained(bare, low) if project is low[0] else "",
        )  # fmt: skip


def _unspent(projects: list[LowProject]) -> str:
    unit = projects[0].budget
    total = sum((p.unspent for p in projects), Fraction(0))
    return f"{show(divided(total, unit.factor), unit.decimals)}{unit.unit or ''}"


def _unexplained(bare: list[LowProject], low: list[LowProject]) -> str:
    rates = "、".join(f"{show(p.rate, 2)}%" for p in low)
    return f"{len(low)}个项目执行率{rates}，共{_unspent(low)}未支出，其中{_unspent(bare)}没有写明原因"


def _project_explained(context: Context, item: Item) -> bool:
    """Whether a cause stands in the project's own entry or in a sentence that names it."""
    facts = [f for figure in item.fields.values() for f in figure.mentions]
    start, last = min(f.start for f in facts), max(f.end for f in facts)
    text, causes = context.folded, wording("underspend_cause")
    stop = text.find("\n", last)
    names = [f.start for p in context.report.projects if (n := p["name"]) for f in n.mentions]
    end = min([n for n in names if n > last] + [stop if stop >= 0 else len(text)])
    if causes.hits(text, start, end):
        return True
    if "causes" not in context.memo:
        context.memo["causes"] = {sentence_at(context, start) for start, _ in causes.spans(text)}
    told: set[Span] = context.memo["causes"]
    return bool(told) and any(
        text.find(pair, *span) >= 0 for pair in telling_pairs(context.named(item)) for span in told
    )


@check("exec.project_exact_100")
def project_exact_100(context: Context) -> Iterator[Outcome]:
    """Projects spent to the last printed digit: their budget was probably set to the spending."""
    pairs = [
        (p, b) for p in context.report.projects
        if (b := exact(p.quantity("budget"))) and (e := exact(p.quantity("executed")))
        and b.decimals > 0 and b.base == e.base and b.base > 0
    ]  # fmt: skip
    tested = [p for p in context.report.projects if exact(p.quantity("budget")) and exact(p.quantity("executed"))]
    if not tested:
        return
    line = f"{len(tested)}个项目中{len(pairs)}个执行数与预算数完全相同"
    if len(pairs) >= 2:
        line += "：" + "、".join(f"{b.value:f}" for _, b in pairs)
        facts = tuple(i for p, _ in pairs for i in context.item_ids(p, "budget", "executed"))
        yield Outcome("note", line, facts, reason="可能是年末按支出调整了预算，工资和补助类项目常见")
    else:
        yield Outcome("holds", line)


def _midyear_total(context: Context) -> tuple[Item, Quantity] | None:
    """The indicator whose mid-year value is the spending of the whole unit."""
    for item in context.report.indicators:
        midyear = exact(item.quantity("midyear"))
        if midyear and midyear.dimension == "money" and INPUT_NAMES.match(item.name):
            return item, midyear
    return None


@check("exec.midyear_base")
def midyear_base(context: Context) -> Iterator[Outcome]:
    """On which budget the mid-year execution rate of projects was counted.

    What remains of the mid-year spending for basic expenditure must be a believable share of
    the initial basic budget (wages are paid month by month): that decides between the bases.
    """
    found = _midyear_total(context)
    basic, initial, adjusted = (
        context.quantity(p) for p in ("budget.initial.basic", "budget.initial.project", "budget.adjusted.project")
    )
    rate_of = next(
        ((i, q) for i in context.report.indicators
         if _PROJECT_RATE.search(i.name) and (q := exact(i.quantity("midyear"))) and q.dimension == "rate"), None,
    )  # fmt: skip
    if not found or not rate_of or basic is None or initial is None or adjusted is None or basic.base <= 0:
        return
    (total_item, total), (rate_item, rate) = found, rate_of
    low, high = norms().midyear_basic_share
    lines, believable = [], {}
    for name, base in (("全年", adjusted), ("年初", initial)):
        project = divided(rate.value * base.base, 100)
        left = Fraction(total.base) - project
        share = in_percent(left, basic.base)
        believable[name] = low <= share <= high
        spent, rest = (show(divided(amount, total.factor), 2) for amount in (project, left))
        lines.append(
            f"按{name}项目预算{base.value:f}：项目支出{spent}，余下基本支出{rest}"
            f"，占年初基本支出{show(share, 2)}%"
        )
    facts = (*context.item_ids(rate_item, "midyear", "actual"), *context.item_ids(total_item, "midyear"),
             *context.ids("budget.initial.project", "budget.adjusted.project", "budget.initial.basic"))  # fmt: skip
    line = "；".join(lines)
    if believable["全年"]:
        yield Outcome("holds", line, facts)
    elif not believable["年初"]:
        yield Outcome("undetermined", line, facts, reason="两种基数都推不出可信的基本支出")
    else:
        actual = rate_item.quantity("actual")
        yield Outcome(
            "fails", line, facts,
            message=f"“{rate_item.name}”年中{rate}只能按年初预算{initial}计算，与年末{actual or '数'}的基数不同",
            effect=f"{rate}与{actual or '年末数'}不能直接比较：按全年预算{adjusted}推算，"
            "年中基本支出少得不合情理",
        )  # fmt: skip


@check("exec.second_half")
def second_half(context: Context) -> Iterator[Outcome]:
    """The share of the year's spending that fell after the mid-year count."""
    found, total = _midyear_total(context), context.quantity("budget.executed.total")
    if not found or total is None or total.base <= 0 or found[1].base > total.base:
        return
    item, midyear = found
    after = Fraction(total.base - midyear.base)
    share = in_percent(after, total.base)
    longest = Fraction(12 - min(context.profile.monitoring_months)) * 100 / 12
    amount = show(divided(after, total.factor), total.decimals)
    line = f"({total.value:f}-{midyear.value:f})÷{total.value:f}={show(share, 2)}%"
    facts = (*context.item_ids(item, "midyear"), *context.ids("budget.executed.total"))
    if share <= longest + Fraction(norms().late_spending_points):
        yield Outcome("holds", line, facts)
    else:
        yield Outcome(
            "note", line, facts, reason="支出集中在年中监控之后",
            message=f"年中监控之后支出{amount}{total.unit or ''}，占全年{show(share, 2)}%",
            effect=f"{show(share, 2)}%的支出发生在年中监控之后",
        )  # fmt: skip
