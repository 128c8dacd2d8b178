"""Why a figure is wrong: slips that people make, each tested on the digits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain, pairwise
from math import ceil, floor
from typing import TYPE_CHECKING

from extractor.intervals import Interval, divided
from extractor.model import Cause, Quantity

if TYPE_CHECKING:
    from extractor.checks.context import Context

GUESSES = 2
"""More wrong digits than these that would do name nobody."""
_WIDE = Fraction(1, 50)
"""Values that spread further than this share of their middle confirm no slip."""
_PLACES = 20
_MONEY = {Decimal(1): "元", Decimal(10) ** 4: "万元", Decimal(10) ** 8: "亿元"}
_RANK = ("subtracted", "swapped", "transposition", "decimal_shift", "unit_slip", "other_figure",
         "dropped_digit", "doubled_digit", "subtotal_twice", "part_missing", "part_twice", "cut_off", "sign",
         "one_digit")  # fmt: skip

_WEAK = {"dropped_digit", "doubled_digit", "one_digit"}
"""Slips so free that chance finds one: not worth naming where the check knows a cause."""
_SUMMED = {"money", "score"}
"""What adds up to the last printed place."""
_SUPPORTING = {"score_supports"}
"""Causes that confirm another one and explain nothing alone."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What a figure would be without one slip: its value in the base unit and as printed."""

    base: Decimal
    shown: str
    kind: str
    words: str

    def cause(self, label: str, printed: Quantity) -> Cause:
        """The hypothesis in words."""
        right, wrong = self.shown, str(printed)
        if self.kind != "unit_slip":
            right, wrong = right.removesuffix(printed.unit or ""), f"{printed.value:f}"
        return Cause(self.kind, f"{label}若为{right}（印成{wrong}，{self.words}），等式成立")


Slip = tuple[Decimal, Decimal, str, str]
"""A figure without its slip and its sign, half its last place, the kind of slip, its words."""


def undone(quantity: Quantity, least: Decimal, most: Decimal) -> Iterator[Slip]:
    """What a printed figure may have been before one slip of the pen, the likeliest kinds first.

    Only what rounds into `least` … `most` is given; all of it in the printed unit.
    """
    value, places = abs(quantity.value), max(quantity.decimals, 0)
    if not value:
        return
    printed = f"{value:.{places}f}"
    tried = chain(
        _swapped(quantity, printed),
        _moved(quantity, value),
        _dropped(quantity, printed, least, most),
        _doubled(quantity, printed),
        _wrong(quantity, printed, least, most),
    )
    for slip in tried:
        right, half = slip[:2]
        if least <= right + half and right - half <= most and right != value:
            yield slip  # else out of reach, or 010 for 10


def _half_place(quantity: Quantity, decimals: int) -> Decimal:
    rounds = quantity.dimension in {"money", "rate", "score"}
    return Decimal(5).scaleb(-decimals - 1) if rounds else Decimal(0)


def _neighbours(printed: str) -> Iterator[tuple[int, int]]:
    """The places of digits that stand side by side, also across the point."""
    return pairwise([i for i, c in enumerate(printed) if c != "."])


def _swapped(quantity: Quantity, printed: str) -> Iterator[Slip]:
    half = _half_place(quantity, max(quantity.decimals, 0))
    for one, other in _neighbours(printed):
        if printed[one] != printed[other]:
            digits = list(printed)
            digits[one], digits[other] = digits[other], digits[one]
            yield Decimal("".join(digits)), half, "transposition", "相邻两位数字互换"


def _moved(quantity: Quantity, value: Decimal) -> Iterator[Slip]:
    """The point at another place, another unit."""
    for power in (1, 2, -1, -2, 3, -3):
        moved = value.scaleb(power)
        if quantity.decimals > 0 or moved != moved.to_integral_value():
            moved = _plain(moved)
            yield moved, _half_place(quantity, -_exponent(moved)), "decimal_shift", f"小数点移动了{abs(power)}位"
    unit, half = quantity.unit or "", _half_place(quantity, max(quantity.decimals, 0))
    for factor, name in _MONEY.items() if unit in _MONEY.values() else ():
        if factor != quantity.factor:
            ratio = factor / quantity.factor
            yield value * ratio, half * ratio, "unit_slip", f"{name}印成{unit}"


def _dropped(quantity: Quantity, printed: str, least: Decimal, most: Decimal) -> Iterator[Slip]:
    whole, _, part = printed.partition(".")
    number, places = int(whole + part), len(part)
    for behind in (False, True) if part else (False,):  # before or behind the point
        finer = places + behind
        half = _half_place(quantity, finer)
        low, high = _reach(least - half, most + half, finer)
        # how many digits stand behind the lost one
        for tail in reversed(range(places + 1) if behind else range(places, places + len(whole) + 1)):
            step = 10**tail
            head, rest = divmod(number, step)
            for digit in range(10):
                right = (head * 10 + digit) * step + rest
                if low <= right <= high:
                    yield Decimal(right).scaleb(-finer), half, "dropped_digit", "漏印一位数字"


def _doubled(quantity: Quantity, printed: str) -> Iterator[Slip]:
    for one, other in _neighbours(printed):
        if printed[one] == printed[other]:
            right = Decimal(printed[:one] + printed[other:])
            yield right, _half_place(quantity, -_exponent(right)), "doubled_digit", "多印一位数字"


def _wrong(quantity: Quantity, printed: str, least: Decimal, most: Decimal) -> Iterator[Slip]:
    whole, _, part = printed.partition(".")
    number, places = int(whole + part), len(part)
    half = _half_place(quantity, places)
    low, high = _reach(least - half, most + half, places)
    for tail, old in zip(reversed(range(places + len(whole))), whole + part, strict=True):
        for digit in range(10):
            right = number + (digit - int(old)) * 10**tail
            if low <= right <= high and right != number:
                yield Decimal(right).scaleb(-places), half, "one_digit", f"{digit}印成{old}"


def _reach(least: Decimal, most: Decimal, places: int) -> tuple[int, int]:
    """Bounds in units of the last place, the fractions outside left off."""
    return ceil(least.scaleb(places)), floor(most.scaleb(places))


def _plain(value: Decimal) -> Decimal:
    """Without an exponent, and without zeros that only a moved point put behind it."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if _exponent(short) > 0 else short


def undone_into(
    quantity: Quantity, values: Iterable[Interval], finest: int | None = None
) -> Repair | None:
    """The likeliest slip of a figure without which it lies in all of these intervals.

    A kind that several values could be the outcome of says nothing: 10 digits may have been
    dropped at every place. Nor do intervals say anything that are wide. `finest` are the most
    decimals that the report prints such figures with: nobody drops a digit behind them.
    """
    intervals = list(values)
    low, high = max(i.low for i in intervals), min(i.high for i in intervals)
    if low > high or not low + high or (high - low) > _WIDE * abs(low + high) / 2:
        return None
    minus = quantity.value < 0
    bottom, top = (-high, -low) if minus else (low, high)
    least, most = (_decimal(divided(bottom, quantity.factor), up=True), _decimal(divided(top, quantity.factor)))
    found: dict[str, dict[Decimal, str]] = {}
    for right, _, kind, words in undone(quantity, least, most):
        if kind == "dropped_digit" and finest is not None and -_exponent(right) > max(finest, quantity.decimals):
            continue
        found.setdefault(kind, {}).setdefault(right, words)
    exactly = {abs(i.nominal) for i in intervals}
    for kind, repairs in found.items():
        if kind == "dropped_digit" and quantity.dimension in _SUMMED:
            # of 2002.64, 2002.65 and 2002.66 for 2002.6 the one that adds up to the last place
            adding = {r: w for r, w in repairs.items() if r * quantity.factor in exactly}
            repairs = repairs if len(repairs) == 1 else adding
        if len(repairs) == 1:
            ((right, words),) = repairs.items()
            return _repair(quantity, -right if minus else right, kind, words)
    return None


def _repair(quantity: Quantity, right: Decimal, kind: str, words: str) -> Repair:
    if kind == "unit_slip":
        name = _MONEY[right * quantity.factor / quantity.value]
        return Repair(right * quantity.factor, f"{quantity.value:f}{name}", kind, words)
    return Repair(right * quantity.factor, f"{right:f}{quantity.unit or ''}", kind, words)


def _decimal(value: Fraction, *, up: bool = False) -> Decimal:
    """A bound as a decimal of more places than any printed figure, rounded inwards."""
    scaled = value * 10**_PLACES
    return Decimal(f"{ceil(scaled) if up else floor(scaled)}E-{_PLACES}")


def causes_by_repair(
    context: Context, repairs: dict[str, Interval], known: tuple[Cause, ...]
) -> tuple[Cause, ...]:
    """The hypotheses that one figure of a broken identity carries a slip, beside those known.

    `repairs` are the values of each figure with which the identity would hold.
    """
    found: list[Cause] = []
    explained = any(rank(c.kind) < 0 for c in known)
    for path, interval in repairs.items():
        quantity = context.report.quantity(path)
        repair = (
            undone_into(quantity, [interval], context.most_decimals(quantity.unit))
            if quantity and not quantity.approximate else None
        )  # fmt: skip
        if repair and explained and repair.kind in _WEAK:
            continue
        label = context.label(path)
        if quantity and repair and not any(c.kind == repair.kind and label in c.explanation for c in known):
            found.append(repair.cause(label, quantity))
    guesses = [c for c in (*known, *found) if c.kind == "one_digit"]
    if len(guesses) > GUESSES:
        found = [c for c in found if c.kind != "one_digit"]
    return (*known, *found)


def ranked(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """Causes once each: what several checks name comes first, then the likelier kinds."""
    counted: dict[Cause, int] = {}
    for cause in causes:
        counted[cause] = counted.get(cause, 0) + 1
    return tuple(sorted(counted, key=lambda c: (-counted[c], rank(c.kind))))


def rank(kind: str) -> int:
    """Place of a kind of cause: what a check itself says, then slips by their likelihood."""
    if kind in _SUPPORTING:
        return len(_RANK)
    return _RANK.index(kind) if kind in _RANK else -1


def telling_digits(value: Decimal) -> int:
    """How many digits a figure has without the zeros at either end: few may be alike by chance."""
    return len(f"{abs(value):f}".replace(".", "").strip("0"))


def slip(printed: Decimal, right: Decimal) -> tuple[str, str] | None:
    """Name the slip that turns `right` into `printed`: (kind, Chinese words), or None.

    Both are compared as printed digit strings of the same number of decimals.
    """
    if printed == right or right == 0 or printed == 0:
        return None
    if printed == -right:
        return "sign", "增减方向相反"
    if (printed < 0) != (right < 0):
        return None
    ratio = divided(printed, right)
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
    one, other = (f"{abs(v):f}".replace(".", "") for v in (printed, right))
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
