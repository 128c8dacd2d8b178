"""Figures run together without a blank (64.864.864.8100%): split where the arithmetic fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.intervals import Interval

_PART = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?%?")
_LONGEST = 60


def split_glued(words: str, roles: Sequence[str]) -> list[str] | None:
    """The figures of a run, one for each role, or None when no split or more than one fits.

    Roles are those of amount columns. A split fits when the rate is executed ÷ adjusted (or
    the amounts are equal and no rate stands beside them), amounts have the same number of
    decimals, and the score is weight x rate.
    """
    if len(words) > _LONGEST:
        return None
    fitting = [
        parts for parts in _splits(words, len(roles)) if _fits(dict(zip(roles, parts, strict=True)))
    ]
    if "execution_rate" in roles and len(fitting) > 1:
        # any run that ends in 0% can be cut so that next to nothing was spent
        at = roles.index("execution_rate")
        fitting = [parts for parts in fitting if Decimal(parts[at].rstrip("%"))]
    return fitting[0] if len(fitting) == 1 else None


def _splits(words: str, count: int) -> Iterator[list[str]]:
    """All ways to cut a run into that many figures."""
    if count == 0:
        if not words:
            yield []
        return
    for end in range(1, len(words) - count + 2):
        if _PART.fullmatch(words[:end]):
            for rest in _splits(words[end:], count - 1):
                yield [words[:end], *rest]


def _fits(parts: dict[str, str]) -> bool:
    amounts = [parts[r] for r in ("initial", "adjusted", "executed") if r in parts]
    if any("%" in a for a in amounts) or len({len(a.partition(".")[2]) for a in amounts}) > 1:
        return False
    rate = parts.get("execution_rate")
    if rate is None:
        return len(set(amounts)) == 1 and len(amounts) > 1
    if "adjusted" not in parts or "executed" not in parts:
        return False
    value, base = _interval(parts["executed"]), _interval(parts["adjusted"])
    if not base.positive:
        return False
    share = value / base
    printed = _interval(rate.rstrip("%"))
    if rate.endswith("%") or printed.nominal > 2:
        printed = printed / Interval.exact(100)
    if not printed.overlaps(share):
        return False
    weight, score = parts.get("weight"), parts.get("score")
    if weight and score:
        return _interval(score).overlaps(_interval(weight) * share)
    return True


def _interval(words: str) -> Interval:
    value = Decimal(words)
    decimals = len(words.partition(".")[2])
    return Interval.printed(value, Decimal(5).scaleb(-decimals - 1))
