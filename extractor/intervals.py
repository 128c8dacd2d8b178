"""A printed figure is an interval: exact arithmetic on what rounding leaves open.

A figure printed with d decimals stands for every value within half a last place,
h = 0.5 x 10^-d. Sums add the half places, ratios and products take the extreme corners
(interval arithmetic; XBRL's calculation rule derives its tolerance the same way).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extractor.model import Quantity

Exact = Fraction | Decimal | int


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval with its nominal value in between; all three exact."""

    low: Fraction
    nominal: Fraction
    high: Fraction

    @classmethod
    def exact(cls, value: Exact) -> Interval:
        """The interval that holds one value only."""
        point = Fraction(value)
        return cls(point, point, point)

    @classmethod
    def printed(cls, value: Exact, half_unit: Exact) -> Interval:
        """The values that print as `value` when `half_unit` is half the last printed place."""
        point, half = Fraction(value), Fraction(half_unit)
        return cls(point - half, point, point + half)

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low, self.nominal + other.nominal, self.high + other.high
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.nominal, -self.low)

    def __mul__(self, other: Interval) -> Interval:
        if self.low >= 0 and other.low >= 0:  # amounts and rates nearly always
            return Interval(
                self.low * other.low, self.nominal * other.nominal, self.high * other.high
            )
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), self.nominal * other.nominal, max(corners))

    def __truediv__(self, other: Interval) -> Interval:
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor may be zero")
        if self.low >= 0 and other.low > 0:
            return Interval(
                self.low / other.high, self.nominal / other.nominal, self.high / other.low
            )
        return self * Interval(1 / other.high, 1 / other.nominal, 1 / other.low)

    def __abs__(self) -> Interval:
        if self.low >= 0:
            return self
        if self.high <= 0:
            return -self
        return Interval(Fraction(0), abs(self.nominal), max(-self.low, self.high))

    def overlaps(self, other: Interval) -> bool:
        """Whether one true value can satisfy both."""
        return self.low <= other.high and other.low <= self.high

    @property
    def half_width(self) -> Fraction:
        """Half the width: the allowance this interval stands for."""
        return (self.high - self.low) / 2


def of(quantity: Quantity) -> Interval:
    """The interval of a printed figure, in the base unit of its dimension."""
    return Interval.printed(quantity.base, quantity.half_unit)


def rounded(value: Exact, decimals: int) -> Decimal:
    """Round half up to `decimals`, exactly (how the forms round)."""
    above, below = _scaled(value, decimals)
    sign = -1 if above < 0 else 1
    return Decimal(sign * ((2 * abs(above) + below) // (2 * below))).scaleb(-decimals)


def cut_off(value: Exact, decimals: int) -> Decimal:
    """Cut to `decimals` towards zero (some systems cut instead of rounding)."""
    above, below = _scaled(value, decimals)
    sign = -1 if above < 0 else 1
    return Decimal(sign * (abs(above) // below)).scaleb(-decimals)


def rounded_up(value: Exact, decimals: int) -> Decimal:
    """Round away from zero to `decimals` (seen in one official form)."""
    above, below = _scaled(value, decimals)
    sign = -1 if above < 0 else 1
    return Decimal(sign * -(-abs(above) // below)).scaleb(-decimals)


def _scaled(value: Exact, decimals: int) -> tuple[int, int]:
    """Value x 10^decimals as numerator and denominator: whole numbers are quick to round."""
    above, below = value.as_integer_ratio()
    return above * 10 ** max(decimals, 0), below * 10 ** max(-decimals, 0)
