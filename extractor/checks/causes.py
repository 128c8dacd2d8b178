"""Why a figure is wrong: slips that people make, each tested on the digits."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from extractor.model import Cause

if TYPE_CHECKING:
    from extractor.checks.compare import Term
    from extractor.checks.context import Context

_GUESSES = 2
_RANK = ("subtracted", "transposition", "decimal_shift", "unit_slip", "dropped_digit", "doubled_digit",
         "part_missing", "part_twice", "sign", "one_digit")  # fmt: skip


def slip(printed: Decimal, right: Decimal) -> tuple[str, str] | None:
    """Name the slip that turns `right` into `printed`: (kind, Chinese words), or None.

    Both are compared as printed digit strings of the same number of decimals.
    """
    if printed == right or right == 0 or printed == 0:
        return None
    if printed == -right:
        return "sign", "增减方向相反"
    ratio = Fraction(printed) / Fraction(right)
    for power in (1, 2, 3):
        if ratio in {Fraction(10) ** power, Fraction(1, 10**power)}:
            return "decimal_shift", f"小数点移动了{power}位"
    for power in (4, 8):
        if ratio in {Fraction(10) ** power, Fraction(1, 10**power)}:
            return "unit_slip", "数量级相差一万倍，像是元与万元混用"
    places = max(-_exponent(printed), -_exponent(right), 0)
    one, other = f"{abs(printed):.{places}f}", f"{abs(right):.{places}f}"
    one, other = one.replace(".", ""), other.replace(".", "")
    if len(one) == len(other):
        differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(differing) == 2 and sorted(one) == sorted(other):
            near = differing[1] - differing[0] == 1
            return "transposition", "相邻两位数字互换" if near else "两位数字互换"
        if len(differing) == 1:
            at = differing[0]
            return "one_digit", f"第{at + 1}位数字{other[at]}印成{one[at]}"
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    for i in range(len(longer)):
        if len(longer) == len(shorter) + 1 and longer[:i] + longer[i + 1 :] == shorter:
            if len(one) < len(other):
                return "dropped_digit", "漏印一位数字"
            return "doubled_digit", "多印一位数字"
    return None


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


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
        scaled = needed / Fraction(term.quantity.factor)
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
    found += [
        ("part_twice", Cause("part_twice", f"差额正好等于{context.label(p.path)}，可能总数未含这一项"))
        for p in parts
        if Fraction(p.quantity.base) * p.sign == -gap
    ]
    for path, figure in context.report.figures.items():
        quantity = figure.quantity
        if (
            quantity and quantity.dimension == total.quantity.dimension == "money"
            and Fraction(quantity.base) == gap and gap > 0 and quantity.base != total.quantity.base
            and path not in {total.path, *(p.path for p in parts)}
        ):  # fmt: skip
            found.append(
                ("part_missing", Cause("part_missing", f"差额正好等于{context.label(path)}"
                                       f"（{quantity}），可能漏加这一项"))
            )  # fmt: skip
            break
    guesses = [pair for pair in found if pair[0] == "one_digit"]
    if len(guesses) > _GUESSES:  # any part could carry a single wrong digit: that names nobody
        found = [pair for pair in found if pair[0] != "one_digit"]
    found.sort(key=lambda pair: _RANK.index(pair[0]))
    return tuple(cause for _, cause in found[:4])


def _subtracted(total: Term, parts: Sequence[Term]) -> list[tuple[str, Cause]]:
    """The total is the difference of its two parts."""
    if len(parts) != 2 or any(p.sign < 0 or p.quantity.value <= 0 for p in parts):
        return []
    more, less = sorted(parts, key=lambda p: -p.quantity.base)
    if more.quantity.base - less.quantity.base != total.quantity.base:
        return []
    line = f"{more.quantity.value:f}-{less.quantity.value:f}={total.quantity.value:f}"
    return [("subtracted", Cause("subtracted", f"{line}，像是把相加算成了相减"))]
