"""Scores that running text tells part by part, against their total and their full marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.compare import Term, compare_ratio, compare_sum, percentage, perhaps_partial
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.intervals import Interval
from extractor.model import Item, Quantity

_COMMON = re.compile("^项目|[类“”]|指标|情况|得分|部分|方面|分值|水平|率$")
_SETS = (
    {"预算执行", "产出", "效益", "满意度"},
    {"决策", "过程", "产出", "效益"},
    {"投入", "过程", "产出", "效益"},
    {"投入", "过程", "产出", "效果"},
    {"决策", "过程", "产出", "效果"},
    {"决策", "管理", "产出", "效益"},
    {"决策", "管理", "产出", "效果"},
    {"决策", "管理", "绩效"},
    {"决策", "过程", "绩效"},
    {"定量", "定性"},
    {"预算执行", "成本", "产出", "效益", "满意度"},
)
"""Level-1 axes of the frames in use: a list of exactly these leaves nothing out."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One list of parts: the scores or deductions with the full marks printed beside them."""

    item: Item
    whole: Quantity | None
    parts: dict[str, Quantity]
    weights: dict[str, Quantity]
    losses: dict[str, Quantity]

    def name(self, number: str) -> str:
        for field in ("part", "loss"):
            figure = self.item.fields.get(field + number)
            if figure:
                return figure.first.label
        return ""


def _told(context: Context) -> list[_Told]:
    if "told_scores" not in context.memo:
        context.memo["told_scores"] = [_read(i) for i in context.report.items("score_parts")]
    found: list[_Told] = context.memo["told_scores"]
    return found


def _read(item: Item) -> _Told:
    kinds: dict[str, dict[str, Quantity]] = {"part": {}, "weight": {}, "loss": {}}
    for field in item.fields:
        kind = field.rstrip("0123456789")
        quantity = exact(item.quantity(field))
        if kind in kinds and quantity is not None:
            kinds[kind][field.removeprefix(kind)] = quantity
    return _Told(item, exact(item.quantity("whole")), kinds["part"], kinds["weight"], kinds["loss"])


def told_totals(context: Context) -> Iterator[Outcome]:
    """A total = Σ its parts, or full marks less what was taken off."""
    for told in _told(context):
        total = Term(f"{told.item.path}.whole", told.whole) if told.whole else None
        if total is None and (known := context.quantity("evaluation.total_score")):
            total = Term("evaluation.total_score", known)
        if total is None:
            continue
        if told.losses:
            yield from _after_losses(context, told, total)
        elif len(told.parts) > 1:
            yield from _sum(context, told, total)


def _sum(context: Context, told: _Told, total: Term) -> Iterator[Outcome]:
    parts = [Term(f"{told.item.path}.part{n}", q) for n, q in told.parts.items()]
    full = sum((q.value for q in told.weights.values()), Decimal(0))
    split = exact(told.item.quantity("full"))
    weighed = len(told.weights) == len(told.parts)
    if split is not None and not (weighed and full == split.value):
        return
    if weighed and full == (split.value if split else context.profile.total_weight):
        name = f"“{told.item.fields['whole'].first.label}”得分" if split else ""
        yield _named(_exactly(context, total, parts), name)
        return
    if not weighed and _full_marks(context, told):
        return
    names = {_COMMON.sub("", told.name(n)) for n in told.parts}
    if not weighed and told.whole and names in _SETS:
        yield _named(_exactly(context, total, parts))
        return
    if told.whole and not weighed:
        outcome = perhaps_partial(context, total, parts)
        made = sum(q.value for q in told.parts.values())
        if outcome.status == "fails" and made > context.profile.total_weight:  # of units, whose mean is the total
            outcome = Outcome("undetermined", outcome.arithmetic, outcome.facts, reason="所列可能是各单位的得分")
    else:
        outcome = _exactly(context, total, parts)
        if outcome.status == "fails":
            outcome = Outcome(
                "undetermined", outcome.arithmetic, outcome.facts, reason=f"所列满分合计{full:f}分，不能确认各项齐全"
            )
    yield _named(outcome)


def _full_marks(context: Context, told: _Told) -> bool:
    """Whether the points listed may be those that can be had (产出50分，效益30分，满意度10分)."""
    points = [q.value for q in told.parts.values()]
    made, whole = sum(points), context.profile.total_weight
    rests = {whole - w for w in (*context.profile.execution_weight, Decimal(0))}
    stepped = all(p % 5 == 0 for p in points) and made in rests
    return (stepped or made == whole) and (told.whole is None or made != told.whole.value)


def _exactly(context: Context, total: Term, parts: list[Term]) -> Outcome:
    """Compare a total with its parts; whole and half points are given, and nothing is rounded."""
    outcome = compare_sum(context, total, parts)
    if outcome.status != "rounding" or any(t.quantity.value % Decimal("0.5") for t in (total, *parts)):
        return outcome
    made = sum((t.quantity.value for t in parts), Decimal(0))
    gap = total.quantity.value - made
    return Outcome(
        "fails", outcome.arithmetic, outcome.facts, message="-", expected=f"{made:f}分",
        reported=f"{total.quantity.value:f}分", difference=f"{gap:f}分", severity="warning",
        repairs={total.path: Interval.exact(made)}
        | {t.path: Interval.exact(t.quantity.value + gap) for t in parts},
    )  # fmt: skip


def _named(outcome: Outcome, name: str = "") -> Outcome:
    """Say what kind of figures disagree."""
    if outcome.status == "fails" and outcome.reported:
        outcome.message = f"{name or '总分'}印为{outcome.reported}，各项得分相加为{outcome.expected}"
    return outcome


def _after_losses(context: Context, told: _Told, total: Term) -> Iterator[Outcome]:
    """满分100分，自评得分97.7分，其中预算执行扣0.1分…: the deductions explain the total."""
    whole = context.profile.total_weight
    lost = sum((q.value for q in told.losses.values()), Decimal(0))
    rest = whole - total.quantity.value
    taken = "-".join(f"{q.value:f}" for q in told.losses.values())
    line = f"{whole:f}-{taken}={whole - lost:f}，印{total.quantity.value:f}"
    facts = (*context.ids(total.path), *context.item_ids(told.item, *(f"loss{n}" for n in told.losses)))
    if lost == rest:
        yield Outcome("holds", line, facts)
    elif lost < rest and not (told.item["complete"] or told.name(next(iter(told.losses))) == "扣分"):
        yield Outcome("undetermined", line, facts, reason="所列扣分可能不是全部")
    else:
        yield Outcome(
            "fails", line, facts,
            message=f"得分{total.quantity.value:f}分，共扣{lost:f}分，按满分{whole:f}分计算应为{whole - lost:f}分",
            expected=f"{whole - lost:f}分", reported=f"{total.quantity.value:f}分",
            difference=f"{total.quantity.value - whole + lost:f}分",
            repairs={total.path: Interval.exact(whole - lost)}
            | {f"{told.item.path}.loss{n}": Interval.exact(q.value + rest - lost) for n, q in told.losses.items()},
        )  # fmt: skip


def told_bounds(context: Context) -> Iterator[Outcome]:
    """No part is given more than its full marks."""
    for told in _told(context):
        for number, score in told.parts.items():
            weight = told.weights.get(number)
            if weight is None:
                continue
            facts = context.item_ids(told.item, f"weight{number}", f"part{number}")
            if score.value <= weight.value:
                yield Outcome("holds", f"{score.value:f}≤{weight.value:f}", facts)
                continue
            yield Outcome(
                "fails", f"{score.value:f}>{weight.value:f}", facts,
                message=f"“{told.name(number)}”满分{weight.value:f}分，得分印为{score.value:f}分",
                expected=f"0—{weight.value:f}分", reported=f"{score.value:f}分",
            )  # fmt: skip


def told_rates(context: Context) -> Iterator[Outcome]:
    """得分率 = score ÷ full marks."""
    for told in _told(context):
        for number, score in told.parts.items():
            weight, rate = told.weights.get(number), exact(told.item.quantity(f"rate{number}"))
            value = percentage(context, score, weight) if weight else None
            if weight is None or rate is None or value is None:
                continue
            path = told.item.path
            outcome = compare_ratio(
                context, f"{path}.rate{number}", rate, value, f"{score.value:f}÷{weight.value:f}",
                context.item_ids(told.item, f"weight{number}", f"part{number}", f"rate{number}"),
                pair=(f"{path}.part{number}", f"{path}.weight{number}"),
            )  # fmt: skip
            if outcome.status == "fails":
                outcome.message = f"“{told.name(number)}”得分率印为{rate}，按得分和满分计算应为{outcome.expected}"
            yield outcome
