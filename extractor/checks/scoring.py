"""Group C: do the points follow from the figures?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from extractor.checks.compare import show
from extractor.checks.context import Context, exact
from extractor.checks.judge import Judged, judged, readings, score_intervals
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.told_scores import told_bounds, told_rates
from extractor.intervals import Interval, cut_off, divided, in_percent
from extractor.model import Quantity

_FIELDS = ("target", "actual", "completion_rate", "weight", "score")


def score_interval(context: Context, score: Quantity) -> Interval:
    """The unrounded scores that print as this one (a whole score among decimals is exact)."""
    return context.interval(score)


def _accepted(context: Context, entry: Judged) -> str:
    """The name of the formula that gives the printed score, empty when none does."""
    if entry.score is None:
        return ""
    printed = score_interval(context, entry.score)
    for name, value in score_intervals(context, entry):
        if printed.overlaps(value):
            return name
        if entry.score.value == cut_off(value.nominal, max(2, entry.score.decimals)):
            return f"{name}，截尾"
    return ""


@check("ind.score_proportional")
def score_proportional(context: Context) -> Iterator[Outcome]:
    """Met: the weight; missed: in proportion, by any of the formulas in use.

    A harder score than proportion gives may be a regional deduction: it is noted. A softer
    one contradicts the rule.
    """
    yield from told_rates(context)
    for entry in judged(context):
        if entry.score is None or entry.weight is None or entry.ratio is None:
            continue
        facts = context.item_ids(entry.item, *_FIELDS)
        line = _line(entry)
        if entry.met is None and entry.score.value == entry.weight.value:
            yield Outcome("undetermined", line, facts, entry.item.path, reason="指标方向未写明，不能判断是否达标")
        elif formula := _accepted(context, entry):
            shown = line if entry.met else f"{line}（{formula}）"
            yield Outcome("holds", shown, facts, entry.item.path)
        else:
            yield _not_proportional(context, entry, line, facts)


def _line(entry: Judged) -> str:
    weight = f"{entry.weight.value:f}" if entry.weight else ""
    score = f"{entry.score.value:f}" if entry.score else ""
    if entry.met or entry.ratio is None:
        return f"“{entry.name}”达标，{weight}分得{score}分"
    share = entry.ratio.nominal
    if entry.lower and share > 0:
        return f"“{entry.name}”{weight}×{show(Fraction(10000) / share, 2)}%，得{score}分"
    return f"“{entry.name}”{weight}×{show(share, 2)}%，得{score}分"


def _not_proportional(
    context: Context, entry: Judged, line: str, facts: tuple[str, ...]
) -> Outcome:
    score, weight = entry.score, entry.weight
    if score is None or weight is None:
        raise ValueError(entry.name)
    options = readings(context, entry)
    if entry.met or entry.met is None:
        return Outcome("note", line, facts, entry.item.path, reason="达标而未得满分，可能另有扣分规定")
    highest = max((points for _, points in options), default=weight.value)
    if score.value < highest:
        steps = "像是分档计分" if score.value % Decimal("0.5") == 0 else "可能另有扣分规定"
        return Outcome(
            "note", line, facts, entry.item.path, reason=f"得分低于按比例计算的分数，{steps}"
        )
    if "manual" in context.profile.inverse_formulas and entry.lower:
        return Outcome(
            "note", line, facts, entry.item.path, reason=f"{context.profile.title}由人工打分，需核对依据"
        )
    expected = "、".join(f"{points:f}分（{name}）" for name, points in options)
    proportional = next((p for n, p in options if "实际值÷指标值" in n or "指标值÷实际值" in n), None)
    repairs = {}
    if proportional is not None:
        repairs[f"{entry.item.path}.score"] = Interval.exact(proportional)
    return Outcome(
        "fails", line, facts, entry.item.path,
        message=f"“{entry.name}”未达标，{weight.value:f}分得{score.value:f}分，不符合任何一种计分办法",
        expected=expected, reported=f"{score.value:f}分", repairs=repairs,
        scores=tuple((n, f"{p:f}") for n, p in options),
    )  # fmt: skip


@check("ind.full_score_despite_miss")
def full_score_despite_miss(context: Context) -> Iterator[Outcome]:
    """The target is missed and the score is the full weight."""
    for entry in judged(context):
        if entry.score is None or entry.weight is None:
            continue
        facts = context.item_ids(entry.item, *_FIELDS)
        missed = entry.met is False and entry.score.value == entry.weight.value
        if not missed:
            yield Outcome("holds", "", facts, entry.item.path)
            continue
        points = [points for _, points in readings(context, entry)]
        if not entry.lower and entry.weight.value in points:
            # 93.99 of 94 earn 9.9989 of 10 points in proportion, printed 10.00
            line = f"{entry.actual.value:f}÷{entry.target.value:f}按比例得分，四舍五入为{entry.weight.value:f}分"
            yield Outcome("rounding", line, facts, entry.item.path)
            continue
        yield _full_despite_miss(context, entry, facts)


def _full_despite_miss(context: Context, entry: Judged, facts: tuple[str, ...]) -> Outcome:
    away = abs(entry.actual.base - entry.target.base)
    gap = divided(away, entry.target.factor)
    share = in_percent(away, entry.target.base) if entry.target.base else Fraction(0)
    places = max(entry.actual.decimals, entry.target.decimals, 0)
    word = "超出" if entry.lower else "少"
    options = readings(context, entry)
    line = (
        f"{entry.actual.value:f}-{entry.target.value:f}={show(gap, places)}" if entry.lower
        else f"{entry.target.value:f}-{entry.actual.value:f}={show(gap, places)}"
    ) + f"，{word}{show(share, 2)}%"  # fmt: skip
    weight = f"{entry.weight.value:f}" if entry.weight else ""
    return Outcome(
        "fails", line, facts, entry.item.path,
        message=f"“{entry.name}”指标值{_goal(entry)}，实际{entry.actual}，{word}{show(gap, places)}"
        f"{entry.actual.unit or ''}（{show(share, 2)}%），未达标却得满分{weight}分",
        expected="、".join(f"{points:f}分（{name}）" for name, points in options),
        reported=f"{weight}分", difference=f"{word}{show(gap, places)}{entry.actual.unit or ''}",
        scores=tuple((n, f"{p:f}") for n, p in options),
    )  # fmt: skip


_SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "="}


def _goal(entry: Judged) -> str:
    return _SIGNS.get(entry.target.comparator or "", "") + str(entry.target)


@check("ind.score_below_expected")
def score_below_expected(context: Context) -> Iterator[Outcome]:
    """The target is met and points are taken off."""
    for entry in judged(context):
        if entry.score is None or entry.weight is None or entry.met is not True:
            continue
        facts = context.item_ids(entry.item, *_FIELDS)
        far = entry.completion is not None and entry.completion.value >= context.profile.over_target
        if far and entry.score.value < entry.weight.value:
            yield Outcome(
                "holds", f"{entry.weight.value:f}分得{entry.score.value:f}分", facts, entry.item.path,
                reason="超出指标值较多，可按规定调减分值",
            )  # fmt: skip
        elif entry.score.value < entry.weight.value:
            yield Outcome(
                "fails", f"{entry.weight.value:f}分得{entry.score.value:f}分", facts, entry.item.path,
                message=f"“{entry.name}”已达标，{entry.weight.value:f}分只得{entry.score.value:f}分，未见扣分依据",
            )  # fmt: skip
        else:
            yield Outcome("holds", "", facts, entry.item.path)


@check("ind.score_bounds")
def score_bounds(context: Context) -> Iterator[Outcome]:
    """0 ≤ score ≤ weight."""
    yield from told_bounds(context)
    for item in context.report.indicators:
        score, weight = exact(item.quantity("score")), exact(item.quantity("weight"))
        if score is None or weight is None:
            continue
        facts = context.item_ids(item, "weight", "score")
        if 0 <= score.value <= weight.value:
            yield Outcome("holds", "", facts, item.path)
            continue
        yield Outcome(
            "fails", f"{score.value:f}>{weight.value:f}" if score.value > 0 else f"{score.value:f}<0",
            facts, item.path,
            message=f"“{item.name}”得分{score.value:f}不在0与分值{weight.value:f}之间",
            expected=f"0—{weight.value:f}分", reported=f"{score.value:f}分",
            repairs={f"{item.path}.score": Interval(Fraction(0), Fraction(weight.value), Fraction(weight.value))},
        )  # fmt: skip


@check("ind.completion_qualitative")
def completion_qualitative(context: Context) -> Iterator[Outcome]:
    """The score of a qualitative indicator lies in the band of its words."""
    for item in context.report.indicators:
        actual = item["actual"]
        score, weight = exact(item.quantity("score")), exact(item.quantity("weight"))
        if actual is None or actual.quantity or score is None or not weight or not weight.value:
            continue
        words = actual.first.text
        bands = context.profile.qualitative_bands
        band = next(((b.low, b.high) for b in bands if any(w in words for w in b.words)), None)
        facts = context.item_ids(item, "actual", "weight", "score")
        share = score.value * 100 / weight.value
        if band is None:
            yield Outcome("undetermined", item=item.path, facts=facts, reason=f"“{words}”归不进三档")
        elif band[0] <= share <= band[1]:
            yield Outcome("holds", f"“{words}”{share:.0f}%", facts, item.path)
        else:
            yield Outcome(
                "fails", f"“{words}”对应{band[0]:f}—{band[1]:f}%，得分占{share:.2f}%", facts, item.path,
                message=f"“{item.name}”完成情况为“{words}”，得分{score.value:f}不在对应档次内",
                expected=f"{weight.value * band[0] / 100:f}—{weight.value * band[1] / 100:f}分",
                reported=f"{score.value:f}分",
            )  # fmt: skip
