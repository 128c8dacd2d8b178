"""Ratios of prose whose both ends are printed: named rates, completion, shares, means, products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from extractor.checks.causes import undone_into
from extractor.checks.compare import compare_ratio, show
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.find.ratios_figures import makes, percent, quotient, spread
from extractor.intervals import Interval, divided
from extractor.model import Item, Quantity
from extractor.numbers import units

_TELLING = {"transposition", "decimal_shift", "unit_slip"}
"""Slips that say that a total was meant to be the product; any digit may be wrong by chance."""


def _kind(item: Item) -> str:
    return item.fields["rate"].first.pattern.removeprefix("ratios.")


def _rates(context: Context, kinds: set[str]) -> Iterator[Outcome]:
    for item in context.report.items("ratios"):
        if {"rate", "part", "whole"} <= item.fields.keys() and _kind(item) in kinds:
            outcome = _rate(context, item)
            if outcome:
                yield outcome


def ratio_shares(context: Context) -> Iterator[Outcome]:
    """A rate with its own name (办结率), or a share of a printed whole: part ÷ whole."""
    yield from _rates(context, {"named", "likely", "share", "rest"})


def ratio_completions(context: Context) -> Iterator[Outcome]:
    """完成计划120场的115%, 超额完成5%: what was done against what was planned."""
    yield from _rates(context, {"completion", "excess"})


def ratio_means(context: Context) -> Iterator[Outcome]:
    """人均, 户均 …: the amount of the sentence ÷ its count."""
    for item in context.report.items("ratios"):
        if _kind(item) == "mean":
            yield from _figure(context, item, product=False)


def ratio_products(context: Context) -> Iterator[Outcome]:
    """每亩104元, 18430亩: price × count is the total of the sentence."""
    for item in context.report.items("ratios"):
        if _kind(item).startswith("product"):
            yield from _figure(context, item, product=True)


def _whole(item: Item) -> tuple[Interval, str] | None:
    """The whole as an interval and in words: one figure, or the terms that make it up."""
    terms = [q for key in item.fields if key.startswith("whole") and (q := exact(item.quantity(key)))]
    if not terms:
        return None
    total = Interval.exact(0)
    for term in terms:
        total = total + spread(term)
    words = "+".join(f"{t.value:f}" for t in terms) if len({t.unit for t in terms}) == 1 else "+".join(map(str, terms))
    return total, f"({words})" if len(terms) > 1 else words


def _rate(context: Context, item: Item) -> Outcome | None:
    rate, part = exact(item.quantity("rate")), exact(item.quantity("part"))
    whole = _whole(item)
    single = exact(item.quantity("whole"))
    value = None
    if part and whole:
        alone = single is not None and "whole2" not in item.fields
        value = quotient(part, single) if single and alone else percent(spread(part), whole[0])
    if rate is None or part is None or whole is None or value is None:
        return None
    path = _canonical(context, item, "rate")
    facts = tuple(f.first.id for f in item.fields.values())
    top, words = f"{part.value:f}", whole[1]
    if single and single.unit != part.unit:
        top, words = str(part), str(single)
    line = f"{top}÷{words}"
    if _kind(item) == "excess":
        value, line = value - Interval.exact(100), f"{line}-1"
    if _kind(item) == "rest":
        value, line = Interval.exact(100) - value, f"1-{line}"
    if makes(value, rate):
        shown = f"{line}={show(value.nominal, rate.decimals + 2)}%，印{rate.value:f}%"
        rounds = Interval.printed(rate.value, rate.half_unit).overlaps(value)
        return Outcome(
            "holds" if rounds else "rounding", shown, facts, item.path,
            reason="" if rounds else "按截尾或进位印出",
        )  # fmt: skip
    outcome = compare_ratio(context, path, rate, value, line, facts, item=item.path)
    if outcome.status != "fails":
        return outcome
    name = item.fields["rate"].first.label
    if _kind(item) not in {"excess", "rest"}:
        part_made = spread(rate) * whole[0] / Interval.exact(100)
        outcome.repairs[_canonical(context, item, "part")] = part_made
    outcome.message = f"“{name}”印为{rate.value:f}%，按{line}计算应为{outcome.expected}"
    if _kind(item) == "likely" and undone_into(rate, [value]) is None:
        return replace(
            outcome, status="undetermined", message="", repairs={}, reason="句中没有写明这两个数就是比率的两端"
        )
    return outcome


def _figure(context: Context, item: Item, *, product: bool) -> Iterator[Outcome]:
    """A mean or a product: the third figure from the two others."""
    third, one, count = (exact(item.quantity(f)) for f in ("rate", "part", "whole"))
    if third is None or one is None or count is None or not count.base:
        return
    value = _made(item, one, count, product=product)
    sign = "×" if product else "÷"
    right = show(divided(value.nominal, third.factor), max(third.decimals, 0))
    facts = context.item_ids(item, "rate", "part", "whole")
    line = f"{one}{sign}{count}={right}{third.unit or ''}，印{third}"
    if makes(value, third):
        yield Outcome("holds", line, facts, item.path)
        return
    slip = undone_into(third, [Interval.exact(value.nominal)]) if _kind(item).endswith("likely") else None
    if _kind(item).endswith("likely") and (slip is None or slip.kind not in _TELLING):
        yield Outcome("undetermined", line, facts, item.path, reason="标准乘数量不一定就是实际发放数")
        return
    path = _canonical(context, item, "rate")
    name = "总金额" if product else item.fields["rate"].first.label
    off = show((Fraction(third.base) - value.nominal) / Fraction(third.factor), max(third.decimals, 0))
    yield Outcome(
        "fails", line, facts, item.path,
        message=f"{name}印为{third}，按{one}{sign}{count}计算应为{right}{third.unit or ''}",
        expected=f"{right}{third.unit or ''}", reported=str(third), severity="warning",
        difference=f"{off}{third.unit or ''}",
        repairs={path: value},
    )  # fmt: skip


def _made(item: Item, one: Quantity, count: Quantity, *, product: bool) -> Interval:
    if not product:
        return spread(one) / spread(count)
    unit = item.fields["rate"].first.label.removeprefix("每").removesuffix("单价乘数量")
    return spread(one) * spread(count) / Interval.exact(units()[unit].factor)


def _canonical(context: Context, item: Item, field: str) -> str:
    """The path under which the same printed figure is known, else its own."""
    start = item.fields[field].first.start
    return next(
        (f.path for f in context.report.facts if f.start == start and not f.path.startswith(("ratios[", "activities["))),
        f"{item.path}.{field}",
    )
