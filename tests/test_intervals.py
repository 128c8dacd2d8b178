"""Interval arithmetic: exact, and wide enough for every value that prints the same."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor import intervals
from extractor.intervals import Interval, cut_off, divided, in_percent, rounded, rounded_up
from extractor.model import Quantity

Printed = tuple[Interval, Fraction]
"""The interval of a printed figure, and one of the true values that print like it."""


@st.composite
def printed(draw: st.DrawFn) -> Printed:
    decimals = draw(st.integers(0, 4))
    value = Decimal(draw(st.integers(-(10**7), 10**7))).scaleb(-decimals)
    half = Decimal(5).scaleb(-decimals - 1)
    share = draw(st.fractions(-1, 1, max_denominator=1000))
    return Interval.printed(value, half), Fraction(value) + share * Fraction(half)


def holds(interval: Interval, value: Fraction) -> bool:
    return all(interval.low <= each <= interval.high for each in (value, interval.nominal))


@given(st.lists(printed(), min_size=1, max_size=6))
def test_a_sum_holds_every_true_sum_and_adds_the_half_places(parts: list[Printed]) -> None:
    total = Interval.exact(0)
    for interval, _ in parts:
        total += interval
    assert holds(total, sum((true for _, true in parts), Fraction(0)))
    assert total.half_width == sum(interval.half_width for interval, _ in parts)
    assert total.nominal == sum(interval.nominal for interval, _ in parts)


@given(printed(), printed())
def test_difference_product_and_opposite_hold_the_true_results(
    one: Printed, other: Printed
) -> None:
    (a, true_a), (b, true_b) = one, other
    assert holds(a - b, true_a - true_b)
    assert holds(a * b, true_a * true_b)
    assert holds(-a, -true_a)
    assert holds(abs(a), abs(true_a))
    assert (a * b, a + b) == (b * a, b + a)
    assert (a - b).half_width == a.half_width + b.half_width


@given(printed(), printed())
def test_a_ratio_holds_the_true_ratio(one: Printed, other: Printed) -> None:
    (a, true_a), (b, true_b) = one, other
    assume(b.low > 0 or b.high < 0)
    assert holds(a / b, true_a / true_b)
    assert (a / b).nominal == a.nominal / b.nominal


def test_a_negative_divisor_turns_the_ends_around() -> None:
    divisor = Interval(Fraction(-4), Fraction(-2), Fraction(-1))
    assert Interval.exact(8) / divisor == Interval(Fraction(-8), Fraction(-4), Fraction(-2))
    assert Interval.exact(-8) / divisor == Interval(Fraction(2), Fraction(4), Fraction(8))


@given(printed(), st.integers(-1000, 1000))
def test_an_interval_that_may_be_zero_is_no_divisor(one: Printed, thousandths: int) -> None:
    divisor = Interval.printed(Fraction(thousandths, 2000), Fraction(1, 2))
    with pytest.raises(ZeroDivisionError):
        one[0] / divisor


@pytest.mark.parametrize(
    ("low", "high"),
    [(0, 0), (0, 1), (-1, 0), (-1, 1)],
    ids=["zero", "from zero", "to zero", "across"],
)
def test_zero_at_an_end_counts_as_zero(low: int, high: int) -> None:
    with pytest.raises(ZeroDivisionError):
        Interval.exact(1) / Interval(Fraction(low), Fraction(low + high, 2), Fraction(high))


@given(printed(), printed())
def test_overlap_is_mutual_and_means_that_the_difference_may_be_zero(
    one: Printed, other: Printed
) -> None:
    a, b = one[0], other[0]
    assert a.overlaps(a)
    assert a.overlaps(b) is b.overlaps(a)
    gap = a - b
    assert a.overlaps(b) is (gap.low <= 0 <= gap.high)


@given(printed(), st.fractions(1, 100, max_denominator=50))
def test_an_interval_is_its_values_however_it_was_worked_out(
    one: Printed, factor: Fraction
) -> None:
    interval, _ = one
    there_and_back = interval * Interval.exact(factor) / Interval.exact(factor)
    assert there_and_back == interval
    assert hash(there_and_back) == hash(interval)
    assert interval != interval + Interval.exact(factor)
    assert Interval(interval.low, interval.nominal, interval.high) == interval


@given(printed(), printed())
def test_an_interval_exceeds_another_if_no_value_reaches_it(one: Printed, other: Printed) -> None:
    left, right = one[0], other[0]
    assert left.exceeds(right) == (left.low > right.high)
    assert left.overlaps(right) == (not left.exceeds(right) and not right.exceeds(left))
    assert left.positive == (left.low > 0)


@given(printed(), printed())
def test_a_quotient_is_exact(one: Printed, other: Printed) -> None:
    (_, part), (_, whole) = one, other
    assume(whole != 0)
    assert divided(part, whole) == part / whole
    assert in_percent(part, whole) == 100 * part / whole
    assert divided(Decimal("-1.50"), 3) == Fraction(-1, 2)


def test_touching_intervals_overlap() -> None:
    a, b = Interval.printed(1, Fraction(1, 2)), Interval.printed(2, Fraction(1, 2))
    assert a.overlaps(b)
    assert not a.overlaps(Interval.printed(Fraction(201, 100), Fraction(1, 2)))


@pytest.mark.parametrize(
    ("low", "nominal", "high", "expected"),
    [(1, 2, 3, (1, 2, 3)), (-3, -2, -1, (1, 2, 3)), (-3, -1, 1, (0, 1, 3)), (-1, 1, 3, (0, 1, 3))],
)
def test_the_absolute_value_of_an_interval(
    low: int, nominal: int, high: int, expected: tuple[int, int, int]
) -> None:
    result = abs(Interval(Fraction(low), Fraction(nominal), Fraction(high)))
    assert result == Interval(*map(Fraction, expected))


@pytest.mark.parametrize(
    ("value", "decimals", "factor", "half_unit", "low", "high"),
    [
        ("65.90", 2, "1", "0.005", "65.895", "65.905"),
        ("65.9", 1, "1", "0.05", "65.85", "65.95"),  # a trailing zero less: ten times as wide
        ("2703.72", 2, "10000", "50", "27037150", "27037250"),
        ("1.2", 1, "100000000", "5000000", "115000000", "125000000"),
        ("105000", -3, "1", "500", "104500", "105500"),
        ("3.5", 1, "0.1", "0.005", "0.345", "0.355"),
        ("-12.5", 1, "1", "0.05", "-12.55", "-12.45"),
        ("0", 0, "1", "0.5", "-0.5", "0.5"),
    ],
)
def test_a_printed_figure_stands_for_half_a_last_place_either_way(
    value: str, decimals: int, factor: str, half_unit: str, low: str, high: str
) -> None:
    quantity = Quantity(Decimal(value), decimals, factor=Decimal(factor))
    assert quantity.half_unit == Decimal(half_unit)
    interval = intervals.of(quantity)
    assert (interval.low, interval.high) == (Fraction(low), Fraction(high))
    assert interval.nominal == Fraction(quantity.base)
    assert interval.half_width == Fraction(half_unit)


ROUNDING = [
    # value, decimals, half up, cut off, rounded up
    ("98.1249", 2, "98.12", "98.12", "98.13"),
    ("98.125", 2, "98.13", "98.12", "98.13"),
    ("98.1201", 2, "98.12", "98.12", "98.13"),
    ("98.12", 2, "98.12", "98.12", "98.12"),
    ("98", 2, "98.00", "98.00", "98.00"),
    ("-98.125", 2, "-98.13", "-98.12", "-98.13"),
    ("-98.1249", 2, "-98.12", "-98.12", "-98.13"),
    ("-98.12", 2, "-98.12", "-98.12", "-98.12"),
    ("0.5", 0, "1", "0", "1"),
    ("1.5", 0, "2", "1", "2"),
    ("2.5", 0, "3", "2", "3"),  # half up, not half to even
    ("-0.5", 0, "-1", "0", "-1"),
    ("-0.4", 0, "0", "0", "-1"),
    ("0.005", 2, "0.01", "0.00", "0.01"),
    ("0.004", 2, "0.00", "0.00", "0.01"),
    ("0", 2, "0.00", "0.00", "0.00"),
    ("99.995", 2, "100.00", "99.99", "100.00"),
    ("2/3", 2, "0.67", "0.66", "0.67"),
    ("-2/3", 2, "-0.67", "-0.66", "-0.67"),
    ("1/3", 4, "0.3333", "0.3333", "0.3334"),
]


@pytest.mark.parametrize(("value", "decimals", "half_up", "cut", "up"), ROUNDING)
def test_the_three_ways_of_shortening(
    value: str, decimals: int, half_up: str, cut: str, up: str
) -> None:
    exact = Fraction(value)
    assert str(rounded(exact, decimals)) == half_up
    assert str(cut_off(exact, decimals)) == cut
    assert str(rounded_up(exact, decimals)) == up


@given(st.fractions(-(10**9), 10**9), st.integers(0, 6))
def test_shortened_values_stay_within_one_last_place(value: Fraction, decimals: int) -> None:
    place = Fraction(1, 10**decimals)
    assert abs(Fraction(rounded(value, decimals)) - value) <= place / 2
    assert abs(Fraction(cut_off(value, decimals))) <= abs(value)
    assert abs(Fraction(rounded_up(value, decimals))) >= abs(value)
    step = abs(Fraction(rounded_up(value, decimals)) - Fraction(cut_off(value, decimals)))
    assert step in {0, place}
    for shorten in (rounded, cut_off, rounded_up):
        assert shorten(-value, decimals) == -shorten(value, decimals)
        assert shorten(shorten(value, decimals), decimals) == shorten(value, decimals)


@given(st.fractions(-(10**6), 10**6), st.integers(0, 4))
def test_a_rounded_value_prints_an_interval_that_holds_it(value: Fraction, decimals: int) -> None:
    quantity = Quantity(rounded(value, decimals), decimals)
    assert holds(intervals.of(quantity), value)
