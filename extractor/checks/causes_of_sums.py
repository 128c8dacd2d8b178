"""Why a sum does not come out: slips, parts left out or counted twice, cut-off last places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from extractor.checks.causes import GUESSES, rank, slip, telling_digits
from extractor.intervals import divided
from extractor.model import Cause

if TYPE_CHECKING:
    from extractor.checks.compare import Term
    from extractor.checks.context import Context

_DIGITS = 3
"""Telling digits of a total from which sums of its parts are not alike by chance."""
_NAMED = 4
"""Causes of one sum that are told, at most."""


def slips_of_sum(
    total: Term, parts: Sequence[Term], gap: Fraction
) -> list[tuple[Term, Decimal, str, str]]:
    """Each figure that one slip alone would repair: (term, right value, kind, Chinese words).

    `gap` is total - Σ parts in the base unit.
    """
    found = []
    for term, needed in (
        (total, Fraction(total.quantity.base) - gap),
        *((p, Fraction(p.quantity.base) + p.sign * gap) for p in parts),
    ):
        scaled = divided(needed, term.quantity.factor)
        if (scaled * 10 ** max(term.quantity.decimals, 0)).denominator != 1:
            continue
        right = Decimal(scaled.numerator) / Decimal(scaled.denominator)
        named = slip(term.quantity.value, right)
        if named:
            found.append((term, right, *named))
    return found


def causes_of_sum(
    context: Context, total: Term, parts: Sequence[Term], gap: Fraction
) -> tuple[Cause, ...]:
    """Hypotheses for total - Σ parts = gap (base unit), the likeliest first."""
    found = [
        (kind, Cause(kind, f"{context.label(term.path)}若为{right:.{max(term.quantity.decimals, 0)}f}"
                     f"（印成{term.quantity.value:f}，{words}），等式成立"))
        for term, right, kind, words in slips_of_sum(total, parts, gap)
    ]  # fmt: skip
    found += _subtracted(total, parts)
    found += _counted_twice(context, total, parts, gap)
    found += _cut_off(context, total, parts, gap)
    found += [("part_missing", c) for c in _missing(context, total, parts, gap)]
    guesses = [pair for pair in found if pair[0] == "one_digit"]
    if len(guesses) > GUESSES:  # any part could carry a single wrong digit: that names nobody
        found = [pair for pair in found if pair[0] != "one_digit"]
    found.sort(key=lambda pair: rank(pair[0]))
    return tuple(cause for _, cause in found[:_NAMED])


def _missing(context: Context, total: Term, parts: Sequence[Term], gap: Fraction) -> Iterator[Cause]:
    """Another printed amount is the gap: perhaps a part that was left out."""
    own = {total.path, *(p.path for p in parts)}
    starts = {f.start for p in own if (figure := context.figure(p)) for f in figure.mentions}
    for path, figure in context.report.figures.items():
        quantity = figure.quantity
        if (
            quantity and quantity.dimension == total.quantity.dimension == "money"
            and Fraction(quantity.base) == gap and gap > 0 and quantity.base != total.quantity.base
            and path not in own and figure.first.start not in starts
        ):  # fmt: skip
            yield Cause("part_missing", f"差额正好等于{context.label(path)}（{quantity}），可能漏加这一项")
            return


def _counted_twice(
    context: Context, total: Term, parts: Sequence[Term], gap: Fraction
) -> Iterator[tuple[str, Cause]]:
    """A part or a sub-total that stands in the sum twice, or in the total not at all."""
    values = [Fraction(p.quantity.base) * p.sign for p in parts]
    for place, part in enumerate(parts):
        label = context.label(part.path)
        if values[place] == -gap and gap:
            run = _run(values, -gap, without=place)
            if run:
                names = "、".join(context.label(p.path) for p in parts[run])
                yield "subtotal_twice", Cause(
                    "subtotal_twice", f"{label}{part.quantity}正好是{names}之和，像是小计与明细重复列入；"
                    f"只算一次，合计为{total.quantity}，等式成立",
                )  # fmt: skip
            else:
                yield "part_twice", Cause("part_twice", f"差额正好等于{label}，可能总数未含这一项")
        elif values[place] == gap and values.count(gap) == 1:
            yield "part_twice", Cause("part_twice", f"差额正好等于{label}，像是把这一项加了两次")
    run = _run(values, gap) if telling_digits(total.quantity.value) >= _DIGITS else None
    if run:
        names = "、".join(context.label(p.path) for p in parts[run])
        shown = _in_unit(gap, total)
        yield "subtotal_twice", Cause(
            "subtotal_twice", f"差额{shown}正好是{names}之和，像是把小计与明细重复相加；"
            f"去掉重复的小计，{total.quantity}-{shown}={_in_unit(sum(values, Fraction(0)), total)}，等式成立",
        )  # fmt: skip


def _run(values: Sequence[Fraction], wanted: Fraction, without: int = -1) -> slice | None:
    """Two or more parts in a row that make up an amount, if there is one such row only."""
    found = []
    for first in range(len(values)):
        made = Fraction(0)
        for last in range(first, len(values)):
            if last == without:
                break
            made += values[last]
            if last > first and made == wanted and all(values[first : last + 1]):
                found.append(slice(first, last + 1))
    return found[0] if wanted and len(found) == 1 else None


def _in_unit(value: Fraction, term: Term) -> str:
    scaled = divided(value, term.quantity.factor)
    shown = f"{Decimal(scaled.numerator) / Decimal(scaled.denominator):.{max(term.quantity.decimals, 0)}f}"
    return f"{shown}{term.quantity.unit or ''}"


def _cut_off(
    context: Context, total: Term, parts: Sequence[Term], gap: Fraction
) -> Iterator[tuple[str, Cause]]:
    """Parts printed without their last digits lose up to one last place each."""
    places = {(t.quantity.factor, t.quantity.decimals) for t in (total, *parts)}
    if len(places) > 1 or any(p.sign < 0 for p in parts) or total.quantity.dimension != "money":
        return
    lost = gap / (2 * Fraction(total.quantity.half_unit))
    if 0 < lost < len(parts):
        yield "cut_off", Cause(
            "cut_off", f"{len(parts)}个分项若都按截尾印出（没有四舍五入），末位最多少{len(parts) - 1}，"
            f"差额{_in_unit(gap, total)}在此范围内",
        )  # fmt: skip


def _subtracted(total: Term, parts: Sequence[Term]) -> list[tuple[str, Cause]]:
    """The total is the difference of its two parts."""
    if len(parts) != 2 or any(p.sign < 0 or p.quantity.value <= 0 for p in parts):
        return []
    more, less = sorted(parts, key=lambda p: -p.quantity.base)
    if more.quantity.base - less.quantity.base != total.quantity.base:
        return []
    line = f"{more.quantity.value:f}-{less.quantity.value:f}={total.quantity.value:f}"
    return [("subtracted", Cause("subtracted", f"{line}，像是把相加算成了相减"))]
