"""Means (人均, 户均 …) and products (每亩104元 × 18430亩) whose three figures one sentence prints."""

from __future__ import annotations

import re
from fractions import Fraction

from extractor.find.clauses import end_of, start_of
from extractor.find.draft import Draft
from extractor.find.ratios_figures import (
    DELIMITERS,
    FIGURES,
    End,
    add_ratio,
    ends_in,
    makes,
    spread,
)
from extractor.find.ratios_products import find_product_sums
from extractor.intervals import Interval
from extractor.library import Mean
from extractor.model import Quantity
from extractor.numbers import units

_LESS = re.compile("优惠|折|实|含|下浮|中标|成交|减免|另")
"""What makes a total another one than price × count."""
_REMARK = 10
"""Characters behind a total in which such a word counts too."""
_EACH = re.compile("均|每|单价")
_PLAIN = re.compile("(?:补助|补贴|支出|费用|成本|经费|发放|标准|金额|消费|接待|资助|救助|费|为|达到|达|:)*")
_PRICE = re.compile(
    f"(?:每(?P<unit>人|名|生|户|亩|吨|场|辆|套|台|件|座|份|头|只|株|盏|棵|册|公里|期|例)(?P<mid>[^，。；:、()\n{FIGURES}]{{0,8}}?)|(?P<single>单价)为?)\ue000"
)
_MONTHLY = re.compile("月|天|日|季|次|每(?!年)")
_TOGETHER = re.compile("(?:^|共|合|总)计|总价|总金额|共需|应发|应补")


def find_means(draft: Draft) -> None:
    """发放1,882,400元，9412人次，人均200元: one amount, one count, and what each had."""
    masked = draft.masked
    text = masked.text
    if "均" not in text:
        return
    words = draft.library.ratios
    for hit in words.mean.finditer(text):
        start = hit.start()
        if text.startswith("年", start - 1) and start > 1:
            start -= 1
        if start and text[start - 1] not in DELIMITERS:
            continue  # 月人均 and the like
        if not _PLAIN.fullmatch(text, hit.end(1), hit.start(2)):
            continue
        each = next(iter(ends_in(draft, hit.start(2), hit.end(2))), None)
        if each is not None:
            _mean(draft, words.means[hit[1]], each, start)


def _mean(draft: Draft, mean: Mean, each: End, start: int) -> None:
    text = draft.masked.text
    ends = ends_in(draft, start_of(text, start), start)
    counts = [e for e in ends if _counts(mean, e)]
    amounts = [e for e in ends if e.unit == each.unit and e not in counts and not _EACH.search(e.words)]
    if len(counts) != 1 or len(amounts) != 1:
        return
    amount, count = amounts[0], counts[0]
    moved = draft.library.ratios.moved
    if moved.search(amount.before) or moved.search(count.before):
        return
    value = spread(amount.quantity) / spread(count.quantity)
    if not makes(value, each.quantity) and _near(value, each.quantity):
        return
    if not makes(value, each.quantity) and _other_mean(ends, each, (amount, count)):
        return
    add_ratio(draft, "mean", each.index, amount.index, count.index, mean.word)


def _counts(mean: Mean, end: End) -> bool:
    """Whether a figure counts what a mean is spread over."""
    return end.after.startswith(mean.nouns) or end.quantity.unit in mean.units


def _near(value: Interval, each: Quantity) -> bool:
    """Whether a mean in round figures is what the figures give: 人均1500元 for 1486."""
    digits = f"{each.value:f}".replace(".", "")
    zeros = len(digits) - len(digits.rstrip("0"))
    place = each.half_unit * 10**zeros
    return abs(value.nominal - Fraction(each.base)) <= min(Fraction(place) * 2, Fraction(each.base) / 20)


def _other_mean(ends: list[End], each: End, own: tuple[End, End]) -> bool:
    """Whether two other figures of the sentence give the mean."""
    return any(
        makes(spread(a.quantity) / spread(b.quantity), each.quantity)
        for a in ends for b in ends
        if a is not b and a.unit == each.unit and (a, b) != own
    )  # fmt: skip


def find_products(draft: Draft) -> None:
    """补贴18430亩，每亩104元，共计191.67万元: a count, what each costs, and all of it."""
    masked = draft.masked
    several = find_product_sums(draft)
    if "每" not in masked.text and "单价" not in masked.text:
        return
    for hit in _PRICE.finditer(masked.text):
        if hit["mid"] and _MONTHLY.search(hit["mid"]):
            continue
        position = hit.end() - 1
        text = masked.text
        start = start_of(text, position)
        stop = end_of(text, position)
        ends = ends_in(draft, start, stop)
        price = next((e for e in ends if e.position == position), None)
        totals = [e for e in ends if e.unit == "money" and e.position != position]
        if price is None or len(totals) != 1 or totals[0].position in several:
            continue
        unit = "人" if hit["unit"] == "生" else hit["unit"]
        counts = [e for e in ends if e.unit != "money" and (hit["single"] or _counted(unit, e))]
        if len(counts) == 1 and _times(price, counts[0], unit) is not None:
            _product(draft, price, counts[0], totals[0], unit)


def _counted(unit: str, end: End) -> bool:
    """Whether a figure counts what a price is for."""
    own = units()[unit]
    return end.quantity.dimension == own.dimension and (
        own.dimension != "count" or (end.quantity.unit or "").removeprefix("万") == unit
    )


def _times(price: End, count: End, unit: str | None) -> Interval | None:
    if unit is None and count.quantity.dimension != "count":
        return None
    factor = units()[unit].factor if unit else units()["个"].factor
    return spread(price.quantity) * spread(count.quantity) / Interval.exact(factor)


def _product(draft: Draft, price: End, count: End, total: End, unit: str | None) -> None:
    value = _times(price, count, unit)
    if value is None or draft.library.ratios.foreign.search(total.words):
        return
    if unit is None and price.quantity.value < 1:
        return
    text = draft.masked.text
    between = text[min(price.position, total.position) : max(price.position, total.position) + _REMARK]
    sure = (unit is None or _TOGETHER.search(total.before)) and not _LESS.search(between)
    add_ratio(
        draft, "product" if sure else "product.likely", total.index, price.index, count.index,
        f"每{unit or '件'}单价乘数量",
    )  # fmt: skip
