"""Group C: completion rates of indicators against their targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from extractor.checks.compare import cut_or_up, show
from extractor.checks.context import Context, exact
from extractor.checks.judge import Judged, comparable, judged
from extractor.checks.outcome import Outcome
from extractor.checks.ratios import ratio_completions
from extractor.checks.registry import check
from extractor.intervals import Interval, rounded
from extractor.model import Cause, Item, Quantity

_CUMULATIVE = {"count", "people", "person_times", "money", "area", "square", "length", "mass", "volume"}
_FIELDS = ("target", "actual", "completion_rate")
_SAVINGS = re.compile("节约|节省|节支|增长|增速|增幅|增加|提高|提升|结余|盈余|利润|收益|降低|下降|下浮|减少|超额")
"""What may lie on either side of zero: a floor of zero is a target then."""


def _completion(context: Context, comparators: set[str | None]) -> Iterator[Outcome]:
    for entry in judged(context):
        if entry.target.comparator not in comparators or entry.completion is None:
            continue
        if entry.ratio is None:
            yield Outcome("undetermined", item=entry.item.path, reason="指标值为零，完成率无意义")
            continue
        facts = context.item_ids(entry.item, *_FIELDS)
        shown = "；".join(
            f"{name}={show(value.nominal, entry.completion.decimals + 2)}%"
            for name, value in entry.candidates.items()
        )
        line = f"“{entry.name}”{entry.actual}对{entry.target}：{shown}，印{entry.completion.value:f}%"
        if entry.fits:
            cut = cut_or_up(entry.cut, entry.completion) if entry.cut is not None else ""
            yield Outcome("holds", line, facts, entry.item.path, reason=cut)
        else:
            yield _wrong(context, entry, line, facts)


def _wrong(context: Context, entry: Judged, line: str, facts: tuple[str, ...]) -> Outcome:
    completion, ratio = entry.completion, entry.ratio
    if completion is None or ratio is None:
        raise ValueError(entry.name)
    standard = entry.candidates["指标值÷实际值"] if entry.lower else ratio
    places = max(completion.decimals, context.usual_decimals("rate"))
    expected = show(standard.nominal, places)
    causes: list[Cause] = []
    if entry.other_base:
        causes.append(Cause("other_base", f"所印完成率等于{entry.other_base}，不是按指标值计算"))
    if entry.score and entry.weight and entry.weight.value and (
        rounded(standard.nominal * Fraction(entry.weight.value) / 100, entry.score.decimals) == entry.score.value
    ):
        causes.append(Cause("score_supports", f"得分{entry.score.value:f}与完成率{expected}%相符"))
    repairs = {f"{entry.item.path}.completion_rate": standard}
    printed = context.interval(completion)
    if printed.positive:
        goal, done, hundred = Interval.exact(entry.target.base), context.interval(entry.actual), Interval.exact(100)
        if entry.lower:
            repairs[f"{entry.item.path}.actual"] = hundred * goal / printed
            repairs[f"{entry.item.path}.target"] = printed * done / hundred
        else:
            repairs[f"{entry.item.path}.actual"] = printed * goal / hundred
            repairs[f"{entry.item.path}.target"] = hundred * done / printed
    return Outcome(
        "fails", line, facts, entry.item.path,
        message=f"“{entry.name}”完成率印为{completion.value:f}%，按指标值{entry.target}和实际值{entry.actual}"
        f"计算应为{expected}%",
        expected=f"{expected}%", reported=f"{completion.value:f}%",
        difference=f"{show(completion.value - rounded(standard.nominal, places), places)}个百分点",
        causes=tuple(causes), repairs=repairs,
    )  # fmt: skip


@check("ind.completion_ge")
def completion_ge(context: Context) -> Iterator[Outcome]:
    """Completion of a floor (≥ >): actual ÷ target; in prose, what was done ÷ what was planned."""
    yield from _completion(context, {">=", ">"})
    yield from ratio_completions(context)


@check("ind.completion_le")
def completion_le(context: Context) -> Iterator[Outcome]:
    """Completion of a ceiling (≤ <): any of the formulas in use, or 100 % when met."""
    yield from _completion(context, {"<=", "<"})


@check("ind.completion_eq")
def completion_eq(context: Context) -> Iterator[Outcome]:
    """Completion of an equal or undirected target: actual ÷ target."""
    yield from _completion(context, {"=", None})


@check("ind.silent_target_change")
def silent_target_change(context: Context) -> Iterator[Outcome]:
    """A completion that only another base than the printed target reproduces."""
    for entry in judged(context):
        if entry.completion is None:
            continue
        facts = context.item_ids(entry.item, *_FIELDS)
        if entry.other_base:
            yield Outcome(
                "fails", f"{entry.other_base}={entry.completion.value:f}%", facts, entry.item.path,
                message=f"“{entry.name}”写的指标值是{entry.target}，完成率却按{entry.other_base}计算",
            )  # fmt: skip
        else:
            yield Outcome("holds", "", facts, entry.item.path)


@check("ind.direction_confusion")
def direction_confusion(context: Context) -> Iterator[Outcome]:
    """A ceiling treated as “the more the better”, or a floor the other way round."""
    for entry in judged(context):
        if entry.completion is None or entry.ratio is None or entry.lower is None:
            continue
        facts = context.item_ids(entry.item, *_FIELDS, "score")
        wrong = False
        if entry.lower and entry.met is False:
            printed = context.interval(entry.completion)
            full = entry.score is not None and entry.weight is not None and entry.score.value == entry.weight.value
            wrong = bool(entry.other_base) or (printed.overlaps(entry.ratio) and full)
        elif not entry.lower and entry.met is False and entry.completion.value > 100:
            inverse = Interval.exact(10000) / entry.ratio if entry.ratio.positive else entry.ratio
            wrong = context.interval(entry.completion).overlaps(inverse)
        if wrong:
            sense = "上限（越少越好）" if entry.lower else "下限（越多越好）"
            yield Outcome(
                "fails", f"{entry.target}是{sense}，实际{entry.actual}，完成率{entry.completion.value:f}%",
                facts, entry.item.path,
                message=f"“{entry.name}”是{sense}指标，却按相反方向计算或评分",
            )  # fmt: skip
        else:
            yield Outcome("holds", "", facts, entry.item.path)


@check("ind.over_target")
def over_target(context: Context) -> Iterator[Outcome]:
    """The actual value far above the target: was the target set too low?"""
    limit = context.profile.over_target
    for item in context.report.indicators:
        completion = exact(item.quantity("completion_rate"))
        entry = next((j for j in judged(context) if j.item is item), None)
        if completion is None or (entry and (entry.lower or not entry.fits)):
            continue
        line = f"完成率{completion.value:f}%，关注线{limit:f}%"
        facts = context.item_ids(item, *_FIELDS, "score")
        if completion.value >= limit:
            yield Outcome(
                "fails", line, facts, item.path,
                message=f"“{item.name}”完成率{completion.value:f}%，远高于指标值，指标值可能定得过低",
                effect=_full_marks(context, item, completion),
                severity="info" if _points_taken(item) else None,
            )  # fmt: skip
        else:
            yield Outcome("holds", line, facts, item.path)


def _points_taken(item: Item) -> bool:
    """Whether points were taken off, as the rule for targets set too low wants."""
    score, weight = exact(item.quantity("score")), exact(item.quantity("weight"))
    return score is not None and weight is not None and score.value < weight.value


def _full_marks(context: Context, item: Item, completion: Quantity) -> str:
    """That the full weight was given all the same, and what the profile wants then."""
    score, weight = exact(item.quantity("score")), exact(item.quantity("weight"))
    given = f"完成率{completion.value:f}%"
    if score and weight and score.value == weight.value:
        given += f"仍得满分{weight.value:f}分"
    return f"{given}；{context.profile.over_target_effect}"


def _from_to(item: Item) -> str:
    """Target and actual value, and the points they gave."""
    target, actual = item.quantity("target"), item.quantity("actual")
    score, weight = item.quantity("score"), item.quantity("weight")
    moved = f"指标值{target}，实际{actual}" if target and actual else ""
    points = f"{weight.value:f}分得{score.value:f}分" if score and weight else ""
    return "，".join(p for p in (moved, points) if p)


@check("ind.low_completion")
def low_completion(context: Context) -> Iterator[Outcome]:
    """A completion below the profile's floor."""
    floor = context.profile.low_completion
    for item in context.report.indicators:
        completion = exact(item.quantity("completion_rate"))
        if completion is None:
            continue
        line = f"完成率{completion.value:f}%"
        facts = context.item_ids(item, *_FIELDS)
        if completion.value < floor:
            yield Outcome(
                "fails", line, facts, item.path,
                message=f"“{item.name}”完成率只有{completion.value:f}%，低于{floor:f}%",
                effect=_from_to(item),
            )  # fmt: skip
        else:
            yield Outcome("holds", line, facts, item.path)


@check("ind.zero_target")
def zero_target(context: Context) -> Iterator[Outcome]:
    """A target of zero has no ratio; ≤0 and =0 make sense, and so does zero that zero meets.

    因灾死亡人数0人，实际0人 is met; 成本节约率≥0 only asks that nothing is lost.
    """
    for item in context.report.indicators:
        target = item.quantity("target")
        if target is None:
            continue
        facts = context.item_ids(item, "target")
        actual = exact(item.quantity("actual"))
        kept = actual is not None and actual.value == 0
        floor = target.comparator in {">=", ">"} and bool(_SAVINGS.search(item.name))
        if target.value == 0 and target.comparator not in {"<=", "=", "<"} and not (kept or floor):
            yield Outcome(
                "fails", f"指标值{target}", facts, item.path,
                message=f"“{item.name}”的指标值为零，完成率和得分无从计算",
            )  # fmt: skip
        else:
            yield Outcome("holds", "", facts, item.path)


@check("ind.unit_consistency")
def unit_consistency(context: Context) -> Iterator[Outcome]:
    """Target and actual value in one dimension (人 and 人次 are noted only)."""
    for item in context.report.indicators:
        target, actual = item.quantity("target"), item.quantity("actual")
        if target is None or actual is None:
            continue
        facts = context.item_ids(item, "target", "actual")
        if comparable(target, actual):
            yield Outcome("holds", "", facts, item.path)
        elif {target.dimension, actual.dimension} <= {"people", "person_times", "count"}:
            yield Outcome("note", f"{target}与{actual}", facts, item.path, reason="人与人次混用")
        else:
            yield Outcome(
                "fails", f"{target}与{actual}", facts, item.path,
                message=f"“{item.name}”的指标值（{target}）与实际值（{actual}）单位不同",
            )  # fmt: skip


@check("ind.actual_repeats_comparator")
def actual_repeats_comparator(context: Context) -> Iterator[Outcome]:
    """An actual value that carries a comparator is no measured value."""
    for item in context.report.indicators:
        actual = item.quantity("actual")
        if actual is None:
            continue
        facts = context.item_ids(item, "actual")
        if actual.comparator in {"<=", ">=", "<", ">"}:
            yield Outcome(
                "fails", str(actual.raw), facts, item.path,
                message=f"“{item.name}”的实际完成值写成“{actual.raw}”，不是具体数值",
            )  # fmt: skip
        else:
            yield Outcome("holds", "", facts, item.path)


def _midyear(context: Context) -> Iterator[tuple[Item, Quantity, Quantity | None, Quantity | None]]:
    for item in context.report.indicators:
        midyear = exact(item.quantity("midyear"))
        if midyear is not None:
            yield item, midyear, item.quantity("target"), exact(item.quantity("actual"))


@check("ind.midyear_monotonic")
def midyear_monotonic(context: Context) -> Iterator[Outcome]:
    """Cumulative counts and amounts do not fall between mid-year and year-end."""
    for item, midyear, _, actual in _midyear(context):
        if actual is None or not comparable(midyear, actual):
            continue
        facts = context.item_ids(item, "midyear", "actual")
        if actual.dimension in _CUMULATIVE and midyear.base > actual.base:
            yield Outcome(
                "fails", f"年中{midyear}>全年{actual}", facts, item.path,
                message=f"“{item.name}”年中值{midyear}大于全年值{actual}",
            )  # fmt: skip
        else:
            yield Outcome("holds", "", facts, item.path)


@check("ind.midyear_zero")
def midyear_zero(context: Context) -> Iterator[Outcome]:
    """Zero at mid-year beside a full year-end value: probably not measured."""
    for item, midyear, _, actual in _midyear(context):
        facts = context.item_ids(item, "midyear", "actual")
        if midyear.value == 0 and actual is not None and actual.value > 0:
            yield Outcome(
                "fails", f"{midyear}→{actual}", facts, item.path,
                message=f"“{item.name}”年中值为{midyear}，年末为{actual}，年中可能未测量而填零",
                effect=f"“{item.name}”年中{midyear}",
            )  # fmt: skip
        else:
            yield Outcome("holds", "", facts, item.path)


@check("ind.midyear_exceeded")
def midyear_exceeded(context: Context) -> Iterator[Outcome]:
    """A cumulative target already passed at mid-year was not raised."""
    for item, midyear, target, _ in _midyear(context):
        if target is None or not target.value or not comparable(midyear, target):
            continue
        facts = context.item_ids(item, "midyear", "target")
        ceiling = target.comparator in {"<=", "<"}
        if not ceiling and target.dimension in _CUMULATIVE and midyear.base >= target.base:
            share = show(midyear.base * 100 / target.base, 2)
            yield Outcome(
                "fails", f"{midyear.value:f}÷{target.value:f}={share}%", facts, item.path,
                message=f"“{item.name}”年中已完成全年指标值的{share}%，指标值没有调整",
                effect=f"年中已达指标值的{share}%",
            )  # fmt: skip
        else:
            yield Outcome("holds", "", facts, item.path)


@check("ind.midyear_progress")
def midyear_progress(context: Context) -> Iterator[Outcome]:
    """Mid-year value far from the time share of every possible monitoring month."""
    months, gap = context.profile.monitoring_months, Fraction(context.profile.progress_gap)
    low, high = Fraction(min(months) * 100, 12) - gap, Fraction(max(months) * 100, 12) + gap
    for item, midyear, target, _ in _midyear(context):
        if target is None or not target.value or not comparable(midyear, target):
            continue
        share = midyear.base * 100 / target.base
        facts = context.item_ids(item, "midyear", "target")
        line = f"“{item.name}”年中完成{show(share, 2)}%"
        if low <= Fraction(share) <= high:
            yield Outcome("holds", line, facts, item.path)
        else:
            yield Outcome(
                "fails", line, facts, item.path,
                message=f"“{item.name}”年中完成指标值的{show(share, 2)}%，与时间进度相差较大",
            )  # fmt: skip
