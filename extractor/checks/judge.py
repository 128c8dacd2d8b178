"""What an indicator's own figures say: direction, met or missed, completion, score readings.

Scoring follows 财预〔2020〕10号 (met: full weight; missed: in proportion); for ceilings the
notice has no formula, and four are in use: target ÷ actual, linear to zero at twice the
target, zero, and manual.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import cast

from extractor.checks.context import Context, exact
from extractor.intervals import Interval, cut_off, rounded
from extractor.model import Item, Quantity

LOWER_IS_BETTER = re.compile(
    r"成本|费用|经费|造价|单价|投诉|事故|差错|能耗|排放|控制|负债|债务|时限|时间|天数|预算|支出金额|发生率|死亡"
)
_HIGHER_IS_BETTER = re.compile(
    r"(?:执行率|完成率|到位率|使用率|覆盖率|达标率|合格率|普及率|及时率|增长率|知晓率|满意度|支付率|收入|资产)"
)
SPENDING_NAMES = re.compile(r"预算执行率|资金执行率|支出进度|预算支出率|资金支付率|资金使用率|支出执行率")
INPUT_NAMES = re.compile(
    r"^(?:预算经费|资金投入|支出总额|预算支出|经费支出|投入资金|年初预算|经费投入|预算资金"
    r"|项目资金|财政投入)(?:数|额|总额)?$"
)
_BASE_NAMES = {
    "budget.adjusted.total": "全年预算",
    "budget.initial.total": "年初预算",
    "budget.adjusted.project": "项目支出全年预算",
    "budget.adjusted.basic": "基本支出全年预算",
    "budget.initial.project": "项目支出年初预算",
}


@dataclass(slots=True)
class Judged:
    """One quantitative indicator with exact target and actual value.

    `lower` is True for a ceiling, None when the report does not say; `met` is None when that
    matters. `fits` tells whether the printed completion follows from the printed target, `cut`
    is the completion in full where it does so only with its last digits cut off;
    `other_base` says in words which other figures reproduce it.
    """

    item: Item
    name: str
    target: Quantity
    actual: Quantity
    lower: bool | None
    met: bool | None
    completion: Quantity | None = None
    weight: Quantity | None = None
    score: Quantity | None = None
    ratio: Interval | None = None
    candidates: dict[str, Interval] = field(default_factory=dict)
    fits: bool = False
    cut: Fraction | None = None
    other_base: str = ""


def judged(context: Context) -> list[Judged]:
    """The indicators that can be judged by arithmetic, computed once for a report."""
    if "judged" not in context.memo:
        context.memo["judged"] = [
            entry for item in context.report.indicators if (entry := _judge(context, item))
        ]
    return cast("list[Judged]", context.memo["judged"])


def comparable(target: Quantity, actual: Quantity) -> bool:
    """Whether the units allow a comparison (a bare figure takes the other's unit)."""
    return target.dimension == actual.dimension or None in {target.dimension, actual.dimension}


def _judge(context: Context, item: Item) -> Judged | None:
    target, actual = item.quantity("target"), item.quantity("actual")
    if target is None or actual is None or actual.approximate or not comparable(target, actual):
        return None
    if target.unit != actual.unit and None in {target.dimension, actual.dimension}:
        goal, done = Fraction(target.value), Interval.exact(actual.value)
    else:
        goal, done = Fraction(target.base), context.interval(actual)
    lower: bool | None = None
    if target.comparator in {"<=", "<"}:
        lower = True
    elif (
        target.comparator in {">=", ">", "="}
        or _HIGHER_IS_BETTER.search(item.name)
        or not LOWER_IS_BETTER.search(item.name)
    ):
        lower = False
    entry = Judged(item, item.name, target, actual, lower, _met(goal, done, target, lower))
    entry.completion = exact(item.quantity("completion_rate"))
    entry.weight, entry.score = exact(item.quantity("weight")), exact(item.quantity("score"))
    _completion(context, entry, goal, done)
    return entry


def _met(goal: Fraction, done: Interval, target: Quantity, lower: bool | None) -> bool | None:
    if done.nominal == goal:
        return target.comparator not in {"<", ">"}
    above = done.nominal > goal
    if lower is None:
        return None
    return not above if lower else above


def _completion(context: Context, entry: Judged, goal: Fraction, done: Interval) -> None:
    hundred = Interval.exact(100)
    whole = Interval.exact(goal)
    if goal > 0:
        entry.ratio = hundred * done / whole
        entry.candidates["实际值÷指标值"] = entry.ratio
        if entry.lower is not False and done.positive:
            entry.candidates["指标值÷实际值"] = hundred * whole / done
            entry.candidates["1-(实际值-指标值)÷指标值"] = hundred + hundred - entry.ratio
    if entry.completion is None:
        return
    printed = context.interval(entry.completion)
    entry.fits = any(printed.overlaps(value) for value in entry.candidates.values())
    if not entry.fits:
        places = entry.completion.decimals
        nominals = [v.nominal for v in entry.candidates.values()]
        entry.cut = next((n for n in nominals if cut_off(n, places) == entry.completion.value), None)
        entry.fits = entry.cut is not None
    if entry.completion.value == 100 and entry.met and not _prints_over_100(context):
        entry.fits = True  # many systems print 100 % for whatever is met
    if not entry.fits:
        entry.other_base = _other_base(context, entry, printed, done)


def _prints_over_100(context: Context) -> bool:
    """Whether the report prints completions above 100 %, so that it does not cap them."""
    return any(
        q.value > 100 for i in context.report.indicators if (q := i.quantity("completion_rate"))
    )


def _other_base(context: Context, entry: Judged, printed: Interval, done: Interval) -> str:
    """Which other printed figure, as the target, gives the printed completion."""
    if entry.actual.dimension != "money":
        return ""
    for path, name in _BASE_NAMES.items():
        base = context.quantity(path)
        if base is None or base.base == entry.target.base or not base.value:
            continue
        if printed.overlaps(Interval.exact(100) * done / context.interval(base)):
            return f"{entry.actual.value:f}÷{base.value:f}（{name}）"
    return ""


def readings(context: Context, entry: Judged) -> list[tuple[str, Decimal]]:
    """The scores that the rules in use give a missed indicator: (reading, points)."""
    if entry.weight is None or entry.ratio is None or entry.met is not False:
        return []
    weight = Fraction(entry.weight.value)
    places = max(2, entry.score.decimals if entry.score else 0)
    found: list[tuple[str, Fraction]] = []
    if entry.completion is not None and entry.completion.value < 100:
        found.append((f"按所印完成率{entry.completion.value:f}%", weight * Fraction(entry.completion.value) / 100))
    share = entry.ratio.nominal / 100
    if entry.lower:
        found.append(("按指标值÷实际值", weight / share))
        found.append(("按超出比例扣减", max(Fraction(0), weight * (2 - share))))
        found.append(("超上限不得分", Fraction(0)))
    else:
        found.append(("按实际值÷指标值", weight * share))
    seen: dict[Decimal, str] = {}
    whole = cut_off if context.profile.rounding == "cut" else rounded
    for name, points in found:
        seen.setdefault(whole(points, places), name)
    return [(name, points) for points, name in seen.items()]


def score_intervals(context: Context, entry: Judged) -> list[tuple[str, Interval]]:
    """The scores that are accepted for an indicator (T-score): name of the formula, interval."""
    if entry.weight is None or entry.ratio is None:
        return []
    weight = Interval.exact(entry.weight.value)
    hundred = Interval.exact(100)
    if entry.met:
        return [("达标得满分", weight)]
    proportional = ("按实际值÷指标值", entry.ratio / hundred)
    shares = [proportional]
    if entry.lower is not False and entry.ratio.positive:
        inverse = {
            "ratio": ("按指标值÷实际值", hundred / entry.ratio),
            "linear": ("按超出比例扣减", Interval.exact(2) - entry.ratio / hundred),
            "zero": ("超上限不得分", Interval.exact(0)),
        }
        shares = [inverse[f] for f in context.profile.inverse_formulas if f in inverse]
        if entry.lower is None:
            shares.append(proportional)
    if entry.completion is not None and entry.fits:
        shares.append(("按所印完成率", context.interval(entry.completion) / hundred))
    return [(name, weight * s) for name, s in shares if s.low >= 0 and s.nominal <= 1]
