"""Differences that the text states beside both figures: of amounts, counts and rates."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.compare import show
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.find.candidates import spread
from extractor.intervals import Interval, divided
from extractor.model import Item, Quantity


def differences(context: Context) -> Iterator[Outcome]:
    """下达500万元，已拨付141.40万元，未拨付358.60万元: the third is the difference of the two."""
    unspent = {f.start for f in context.report.facts if f.path == "budget.unspent.total"}
    for item in context.report.items("differences"):
        whole, part, rest, apart = (
            exact(item.quantity(name)) for name in ("whole", "part", "rest", "apart")
        )
        stated = rest or apart
        if whole is None or part is None or stated is None:
            continue
        field = "rest" if rest is not None else "apart"
        if item.fields[field].first.start in unspent:
            continue  # a declared sum ties it
        gap = spread(whole) - spread(part)
        yield _judged(context, item, field, (whole, part, stated), gap if rest is not None else abs(gap))


def _judged(
    context: Context, item: Item, field: str, figures: tuple[Quantity, Quantity, Quantity], gap: Interval
) -> Outcome:
    whole, part, rest = figures
    printed = spread(rest)
    if field == "apart":
        printed = abs(printed)
    places = max(q.decimals for q in figures)
    right = show(divided(gap.nominal, rest.factor), max(places, 0))
    line = f"{whole}-{part}={right}{rest.unit or ''}，印{rest}"
    facts = context.item_ids(item, "whole", "part", field)
    if printed.nominal == gap.nominal:
        return Outcome("holds", line, facts, item.path)
    if printed.overlaps(gap):
        return Outcome("rounding", line, facts, item.path, reason="差额在四舍五入范围内")
    unit = rest.unit or ""
    label = item.fields[field].first.label or "差额"
    return Outcome(
        "fails", line, facts, item.path,
        message=f"“{label}”为{rest}，按{whole}和{part}相减应为{right}{unit}",
        expected=f"{right}{unit}", reported=str(rest), repairs={f"{item.path}.{field}": gap},
    )  # fmt: skip


def points_between(context: Context) -> Iterator[Outcome]:
    """由94.2%提高到95.9%，提高1.7个百分点: the points are the difference of the two rates."""
    for item in context.report.items("comparisons"):
        current, last, points = (exact(item.quantity(name)) for name in ("current", "last", "amount"))
        if current is None or last is None or points is None or points.dimension != "point":
            continue
        if current.dimension != "rate" or last.dimension != "rate":
            continue
        gap = spread(current) - spread(last)
        if item.text("direction") == "down":
            gap = -gap
        places = max(current.decimals, last.decimals)
        line = f"{current.value:f}-{last.value:f}={show(gap.nominal, places)}个百分点，印{points.value:f}个百分点"
        facts = context.item_ids(item, "current", "last", "amount")
        if spread(points).overlaps(gap):
            yield Outcome("holds", line, facts, item.path)
            continue
        name = item.fields["direction"].first.item or "该项"
        right = f"{show(gap.nominal, places)}个百分点"
        yield Outcome(
            "fails", line, facts, item.path,
            message=f"“{name}”由{last}到{current}相差{right}，印为{points.value:f}个百分点",
            expected=right, reported=f"{points.value:f}个百分点", repairs={f"{item.path}.amount": gap},
        )  # fmt: skip
