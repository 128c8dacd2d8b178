"""The few distributions that the archive statistics need. Floats: shares and p-values, no money."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log, log10, sqrt
from statistics import median

_EPSILON = 1e-15
_MOST = 10_000


def first_digit_shares() -> list[float]:
    """Benford's shares of the first digits 1 to 9: log10(1 + 1/d) (Benford 1938)."""
    return [log10(1 + 1 / d) for d in range(1, 10)]


def second_digit_shares() -> list[float]:
    """Benford's shares of the second digits 0 to 9: Σ log10(1 + 1/(10k + d)), k from 1 to 9."""
    return [sum(log10(1 + 1 / (10 * k + d)) for k in range(1, 10)) for d in range(10)]


def mean_deviation(counts: Sequence[int], shares: Sequence[float]) -> float:
    """Mean absolute deviation of the observed from the expected shares (Nigrini 2012, ch. 7)."""
    total = sum(counts)
    return sum(abs(c / total - s) for c, s in zip(counts, shares, strict=True)) / len(shares)


def chi_square(counts: Sequence[int], shares: Sequence[float]) -> float:
    """Pearson's χ² of counts against expected shares."""
    total = sum(counts)
    return sum((c - total * s) ** 2 / (total * s) for c, s in zip(counts, shares, strict=True))


def chi_square_tail(value: float, freedom: int) -> float:
    """P(χ² ≥ value) = Q(freedom/2, value/2), the regularised upper incomplete gamma function.

    Series and continued fraction as in Abramowitz & Stegun 6.5.29 and 6.5.31 (26.4.19 ties them to χ²);
    the fraction is evaluated by Lentz's method.
    """
    a, x = freedom / 2, value / 2
    if x <= 0:
        return 1.0
    front = exp(a * log(x) - x - lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        for n in range(1, _MOST):
            term *= x / (a + n)
            total += term
            if term < total * _EPSILON:
                break
        return max(0.0, 1 - front * total)
    b = x + 1 - a
    c, d = 1e300, 1 / b
    fraction = d
    for n in range(1, _MOST):
        step = -n * (n - a)
        b += 2
        d = 1 / (step * d + b)
        c = b + step / c
        fraction *= d * c
        if abs(d * c - 1) < _EPSILON:
            break
    return front * fraction


def binomial_tail(hits: int, trials: int, share: float) -> float:
    """P(X ≥ hits) of the binomial distribution, summed term by term (lgamma for the first)."""
    if hits <= 0:
        return 1.0
    if hits > trials or share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    if hits <= trials * share:  # the other side has fewer terms near the middle
        return max(0.0, 1 - binomial_tail(trials - hits + 1, trials, 1 - share))
    first = lgamma(trials + 1) - lgamma(hits + 1) - lgamma(trials - hits + 1)
    term = exp(first + hits * log(share) + (trials - hits) * log(1 - share))
    total, odds = term, share / (1 - share)
    for k in range(hits, trials):
        term *= (trials - k) / (k + 1) * odds
        total += term
        if term < total * _EPSILON:
            break
    return min(1.0, total)


def effect_size(counts: Sequence[int], shares: Sequence[float]) -> float:
    """Cohen's w: √(χ² ÷ n); below 0.1 a deviation is small however sure it is (Cohen 1988)."""
    return sqrt(chi_square(counts, shares) / sum(counts))


def robust_z(values: Sequence[float]) -> list[float] | None:
    """0.6745 (x − median) ÷ MAD of each value (Iglewicz & Hoaglin 1993); None without spread."""
    middle = median(values)
    spread = median([abs(v - middle) for v in values])
    return [0.6745 * (v - middle) / spread for v in values] if spread > 0 else None
