"""Several prices times quantities, and the amount that they make together."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.compare import show
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.find.ratios_figures import makes, spread
from extractor.intervals import Interval, divided
from extractor.model import Item, Quantity
from extractor.numbers import units


def product_sums(context: Context) -> Iterator[Outcome]:
    """20台×0.5万元、10台×1.2万元，共计22万元: the products add up to the total.

    A price beside a × is meant as printed; one beside 单价 or 每台 may be rounded.
    """
    for item in context.report.items("products"):
        total, products = exact(item.quantity("total")), _products(item)
        if total is None or products is None:
            continue
        written = item.fields["total"].first.pattern.endswith(".written")
        value = _sum(products, written=written)
        right = f"{show(divided(value.nominal, total.factor), max(total.decimals, 0))}{total.unit or ''}"
        line = f"{'+'.join('×'.join(str(q) for q in p) for p in products)}={right}，印{total}"
        facts = context.item_ids(item, *item.fields)
        if makes(value, total):
            yield Outcome("holds", line, facts, item.path)
            continue
        path = context.known_as(item.fields["total"])
        yield Outcome(
            "fails", line, facts, item.path, message=f"总金额印为{total}，按各项单价乘数量计算应为{right}",
            expected=right, reported=str(total), severity="warning", repairs={path: value},
        )  # fmt: skip


def _products(item: Item) -> list[list[Quantity]] | None:
    """The factors of each product, None where one is not exact."""
    products: dict[str, list[Quantity]] = {}
    for name, figure in item.fields.items():
        if not name.startswith("factor"):
            continue
        quantity = exact(figure.quantity)
        if quantity is None:
            return None
        products.setdefault(name.partition("_")[0], []).append(quantity)
    return list(products.values())


def _sum(products: list[list[Quantity]], *, written: bool) -> Interval:
    total = Interval.exact(0)
    for factors in products:
        value = Interval.exact(1)
        for quantity in factors:
            value = value * _factor(quantity, written=written)
        total = total + value
    return total


def _factor(quantity: Quantity, *, written: bool) -> Interval:
    """What a figure multiplies by: an amount in yuan, a number of its unit, a part of one."""
    value = Interval.exact(quantity.base) if written else spread(quantity)
    if quantity.dimension == "money":
        return value
    if quantity.dimension == "rate":
        return value / Interval.exact(100)
    unit = units().get((quantity.unit or "").removeprefix("万"))
    return value / Interval.exact(unit.factor) if unit else value
