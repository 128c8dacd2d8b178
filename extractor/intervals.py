"""A printed figure is an interval: exact arithmetic on what rounding leaves open.

A figure printed with d decimals stands for every value within half a last place,
h = 0.5 x 10^-d. Sums add the half places, ratios and products take the extreme corners
(interval arithmetic; XBRL's calculation rule derives its tolerance the same way).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from extractor.model import Quantity

Exact = Fraction | Decimal | int


class Interval:
    """A closed interval with its nominal value in between; all three exact.

    They are kept as whole numbers over one positive denominator: fractions are reduced after
    every step, which takes longer than the step.
    """

    __slots__ = ("_high", "_low", "_nominal", "_over")

    def __init__(self, low: Exact, nominal: Exact, high: Exact) -> None:
        """Lower bound, nominal value and upper bound."""
        (a, p), (b, q), (c, r) = (x.as_integer_ratio() for x in (low, nominal, high))
        self._low, self._nominal, self._high, self._over = a * q * r, b * p * r, c * p * q, p * q * r

    @classmethod
    def _of(cls, low: int, nominal: int, high: int, over: int) -> Interval:
        made = cls.__new__(cls)
        made._low, made._nominal, made._high, made._over = low, nominal, high, over
        return made

    @classmethod
    def exact(cls, value: Exact) -> Interval:
        """The interval that holds one value only."""
        point, over = value.as_integer_ratio()
        return cls._of(point, point, point, over)

    @classmethod
    def printed(cls, value: Exact, half_unit: Exact) -> Interval:
        """The values that print as `value` when `half_unit` is half the last printed place."""
        (point, p), (half, q) = value.as_integer_ratio(), half_unit.as_integer_ratio()
        return cls._of(point * q - half * p, point * q, point * q + half * p, p * q)

    @property
    def low(self) -> Fraction:
        """The lower bound."""
        return Fraction(self._low, self._over)

    @property
    def nominal(self) -> Fraction:
        """The value as printed, or as the nominal values give it."""
        return Fraction(self._nominal, self._over)

    @property
    def high(self) -> Fraction:
        """The upper bound."""
        return Fraction(self._high, self._over)

    @property
    def positive(self) -> bool:
        """Whether every value lies above zero."""
        return self._low > 0

    def __repr__(self) -> str:
        """The three values, for tests and logs."""
        return f"Interval({self.low}, {self.nominal}, {self.high})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Interval) and (
            (self.low, self.nominal, self.high) == (other.low, other.nominal, other.high)
        )

    def __hash__(self) -> int:
        return hash((self.low, self.nominal, self.high))

    def __add__(self, other: Interval) -> Interval:
        p, q = self._over, other._over
        if p == q:  # figures of one unit nearly always
            p = q = 1
        return self._of(
            self._low * q + other._low * p, self._nominal * q + other._nominal * p,
            self._high * q + other._high * p, self._over * q,
        )  # fmt: skip

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __neg__(self) -> Interval:
        return self._of(-self._high, -self._nominal, -self._low, self._over)

    def __mul__(self, other: Interval) -> Interval:
        nominal, over = self._nominal * other._nominal, self._over * other._over
        if self._low >= 0 and other._low >= 0:  # amounts and rates nearly always
            return self._of(self._low * other._low, nominal, self._high * other._high, over)
        corners = [a * b for a in (self._low, self._high) for b in (other._low, other._high)]
        return self._of(min(corners), nominal, max(corners), over)

    def __truediv__(self, other: Interval) -> Interval:
        if other._low <= 0 <= other._high:
            raise ZeroDivisionError("the divisor may be zero")
        # 1 ÷ (low, nominal, high), over the product of the three: positive or negative as they are
        low, nominal, high = other._low, other._nominal, other._high
        q = other._over if low > 0 else -other._over
        inverse = self._of(q * low * nominal, q * low * high, q * nominal * high, abs(low * nominal * high))
        return self * inverse

    def __abs__(self) -> Interval:
        if self._low >= 0:
            return self
        if self._high <= 0:
            return -self
        return self._of(0, abs(self._nominal), max(-self._low, self._high), self._over)

    def overlaps(self, other: Interval) -> bool:
        """Whether one true value can satisfy both."""
        p, q = self._over, other._over
        return self._low * q <= other._high * p and other._low * p <= self._high * q

    def exceeds(self, other: Interval) -> bool:
        """Whether every value lies above all of the other's."""
        return self._low * other._over > other._high * self._over

    @property
    def half_width(self) -> Fraction:
        """Half the width: the allowance this interval stands for."""
        return Fraction(self._high - self._low, 2 * self._over)


def of(quantity: Quantity) -> Interval:
    """The interval of a printed figure, in the base unit of its dimension."""
    return Interval.printed(quantity.base, quantity.half_unit)


def divided(one: Exact, other: Exact) -> Fraction:
    """One ÷ other, exactly: a single fraction is made, for each is reduced."""
    (a, p), (b, q) = one.as_integer_ratio(), other.as_integer_ratio()
    return Fraction(a * q, p * b)


def in_percent(part: Exact, whole: Exact) -> Fraction:
    """Part ÷ whole in %, exactly."""
    (a, p), (b, q) = part.as_integer_ratio(), whole.as_integer_ratio()
    return Fraction(100 * a * q, p * b)


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
