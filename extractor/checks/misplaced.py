"""Figures that stand in another one's place: swapped, or copied from a neighbour or last year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import cast

from extractor.checks.causes import telling_digits
from extractor.checks.context import Context
from extractor.checks.evaluate import BOUNDS
from extractor.checks.outcome import Outcome
from extractor.checks.what_if import Key, Trial, key, tried
from extractor.intervals import Interval, rounded
from extractor.model import Cause, Figure, Quantity

_TELLING = 3
"""Digits from which two equal figures are hardly equal by chance."""
_TRIALS = 40
"""Hypotheses that are tried out on one report, at most."""
_FEW = 2
"""More hypotheses than these that explain the same say nothing."""
_FINER = 3
"""Places beyond the printed ones that a right value may need."""
_PAIR = 2
"""Digits that are enough where figures are counted, or amounts."""
_WHOLE = 100
_APART = Fraction(1, 500)
"""A right value nearer to the printed one than this share is no other figure's."""
_SHOWN = 2
_SUMS = ("sum.", "score.total_sum", "weight.header_vs_rows")
_FIXED_SUM = "weight.sum"
_ROUNDED = {"money", "rate", "score"}
_COUNTED = {"count", "people", "person_times"}
_REACH = 3
"""Figures of one unit before and after another one among which the eye slips."""
_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A hypothesis that was tried out: with it, every identity on its figures comes out."""

    cause: Cause
    repaired: frozenset[Key]
    relieved: frozenset[Key]
    figures: frozenset[int] = frozenset()
    """Where the two of a copy stand: either may repeat the other."""
    message: str = ""
    expected: str = ""
    reported: str = ""


@dataclass(frozen=True, slots=True)
class _Broken:
    """The figures that broken identities rest on: each with what it would have to be."""

    context: Context
    wanted: dict[str, list[tuple[int, Interval]]]
    """Path → the identities (numbered) and the value that repairs each."""
    quantities: dict[str, Quantity]
    sums: dict[int, str]
    """The identities that are sums: each with the path of its total, empty where that is fixed."""

    def numbers(self, path: str) -> set[int]:
        """The broken identities that a figure stands in."""
        return {n for n, _ in self.wanted.get(path, ())}


def misplaced(context: Context, failing: Iterable[tuple[str, Outcome]]) -> list[Misplaced]:
    """The swaps and copies that explain broken identities, given by slug and outcome."""
    broken = _broken(context, failing)
    if not broken.wanted:
        return []
    swaps = _clear([*_swaps(broken)])
    taken = {k for s in swaps for k in s.repaired}
    copies = _clear([c for c in _copies(broken) if not c.repaired & taken])
    return [*swaps, *copies]


def _broken(context: Context, failing: Iterable[tuple[str, Outcome]]) -> _Broken:
    wanted: dict[str, list[tuple[int, Interval]]] = {}
    seen: dict[Key, int] = {}
    sums: dict[int, str] = {}
    for slug, outcome in failing:
        if slug in BOUNDS:
            continue
        number = seen.setdefault(key(slug, outcome), len(seen))
        if slug == _FIXED_SUM or slug.startswith(_SUMS):
            sums[number] = "" if slug == _FIXED_SUM else next(iter(outcome.repairs))
        for path, interval in outcome.repairs.items():
            wanted.setdefault(path, []).append((number, interval))
    found = {p: q for p in wanted if (q := _sure(context.report.get(p)))}
    return _Broken(context, {p: wanted[p] for p in found}, found, sums)


def _clear(found: Sequence[Misplaced]) -> list[Misplaced]:
    """Of hypotheses on the same identities those that repair most, if they are few."""
    kept = []
    for one in found:
        rivals = [o for o in found if o.repaired & one.repaired]
        most = max(len(o.repaired) for o in rivals)
        best = [o for o in rivals if len(o.repaired) == most]
        if len(one.repaired) == most and len(best) <= _FEW and len({o.figures for o in best}) == 1:
            kept.append(one)
    return kept


def _swaps(broken: _Broken) -> Iterator[Misplaced]:
    """Two printed figures that, exchanged, make all identities on either hold."""
    context = broken.context
    pairs: dict[frozenset[int], tuple[str, str]] = {}
    for one, other in _pairs(broken):  # one printed figure may have several paths
        pairs.setdefault(_starts(context, one) | _starts(context, other), (one, other))
    ordered = sorted(pairs.values(), key=lambda p: -len(broken.numbers(p[0]) | broken.numbers(p[1])))
    for one, other in ordered[:_TRIALS]:
        a, b = _quantity(context, one), _quantity(context, other)
        trial = tried(context, {one: b.base, other: a.base})
        if not trial.clean or not trial.repaired:
            continue
        first, second = _names(context, one, other)
        claim = f"{first}{a}与{second}{b}像是互相印错了位置；互换后"
        yield Misplaced(
            Cause("swapped", f"{claim}等式成立：{_lines(trial)}"), frozenset(trial.repaired), trial.relieved,
            frozenset(), f"{claim}{len(trial.repaired)}处数据都能对上", f"{first}{b}、{second}{a}", f"{first}{a}、{second}{b}",
        )  # fmt: skip


def _names(context: Context, one: str, other: str) -> tuple[str, str]:
    """What two figures are called, with their places where they are called the same."""
    first, second = context.label(one), context.label(other)
    if first != second:
        return first, second
    places = [f.first.places[0].ref for p in (one, other) if (f := context.figure(p))]
    return f"{first}（{places[0]}）", f"{second}（{places[1]}）"


def _pairs(broken: _Broken) -> Iterator[tuple[str, str]]:
    """Pairs of figures of one unit, of which each has the value that the other should have."""
    context = broken.context
    for one, other in combinations(broken.wanted, 2):
        a, b = broken.quantities[one], broken.quantities[other]
        if not _alike(a, b) or a.base == b.base:
            continue
        shared = broken.numbers(one) & broken.numbers(other)
        alone = [(b, i) for n, i in broken.wanted[one] if n not in shared]
        alone += [(a, i) for n, i in broken.wanted[other] if n not in shared]
        if not all(_moves(broken, n, one, other) for n in shared):
            continue
        if all(_lies(q, i) for q, i in alone) and _no_chance(context, one, other, len(alone)):
            yield one, other
    for one, wanted in broken.wanted.items():
        # the other one rests on no broken identity: it has no say, but holds the right value
        a = broken.quantities[one]
        for other in _beside(context, one) - set(broken.wanted) if _telling(a) >= _TELLING else ():
            b = _quantity(context, other)
            if a.base != b.base and _telling(b) >= _TELLING and all(_lies(b, i) for _, i in wanted):
                yield one, other


def _moves(broken: _Broken, number: int, one: str, other: str) -> bool:
    """Whether an identity can come out when two figures that both stand in it are exchanged.

    Two parts of one sum leave it as it is. A total T and its part p do only where p takes the
    place of T: p = S - p + T, of which S, what the parts make now, is what repairs T.
    """
    head = broken.sums.get(number)
    if head is None:
        return True
    if head not in {one, other}:
        return False
    part, made = broken.quantities[other if head == one else one], dict(broken.wanted[head])[number]
    miss = abs(2 * Fraction(part.base) - made.nominal - Fraction(broken.quantities[head].base))
    return miss <= 4 * (made.half_width + Fraction(part.half_unit))


def _no_chance(context: Context, one: str, other: str, alone: int) -> bool:
    """Whether figures have digits enough, or stand near and are counted or tied twice."""
    a, b = _quantity(context, one), _quantity(context, other)
    least = min(_telling(a), _telling(b))
    if least >= _TELLING or not _near(context, one, other):
        return least >= _TELLING
    return alone > 1 or (a.dimension in _COUNTED and least > 1)


def _copies(broken: _Broken) -> Iterator[Misplaced]:
    """A figure that repeats one near it, and with another value makes all its identities hold.

    Equal figures far apart are mostly one amount told twice, which speaks for it.
    """
    context = broken.context
    candidates = [
        (path, near[0]) for path, quantity in broken.quantities.items()
        if _telling(quantity) >= (_TELLING if quantity.dimension in {"rate", "score"} else _PAIR)
        and (near := [
            t for t in _twins(context, path, quantity)
            if not _alike_by_nature(path, t, quantity) and _near(context, path, t)
        ])
    ]  # fmt: skip
    # a part that repeats its total is the wrong one of the two
    for path, twin in sorted(candidates, key=lambda c: c[0] in broken.sums.values())[:_TRIALS]:
        quantity = broken.quantities[path]
        found = _first_clean(context, path, quantity, [i for _, i in broken.wanted[path]])
        if found is None:
            continue
        shown, trial = found
        label, other = _names(context, path, twin)
        words = f"{label}{quantity}与{other}相同，像是误抄或串行；若为{shown}，等式成立：{_lines(trial)}"
        yield Misplaced(
            Cause("other_figure", words), frozenset(trial.repaired), trial.relieved,
            frozenset(min(_starts(context, p)) for p in (path, twin)),
        )


def _alike_by_nature(one: str, other: str, quantity: Quantity) -> bool:
    """Whether two equal figures say nothing: full marks, 100%, two targets of 95%."""
    (head, _, field), (other_head, _, other_field) = one.rpartition("."), other.rpartition(".")
    if head == other_head and {field, other_field} == {"target", "actual"}:
        return quantity.dimension == "rate" and quantity.value == _WHOLE
    return field == other_field and field in {"target", "weight"}


def _first_clean(
    context: Context, path: str, printed: Quantity, wanted: Sequence[Interval]
) -> tuple[str, Trial] | None:
    """The value, as it would be printed, with which all identities on a figure come out."""
    for right, sure in _right(wanted, printed):
        trial = tried(context, {path: right * printed.factor})
        if trial.clean and trial.repaired:
            return f"{'' if sure else '约'}{right:f}{printed.unit or ''}", trial
    return None


def _right(wanted: Sequence[Interval], printed: Quantity) -> Iterator[tuple[Decimal, bool]]:
    """The values (printed unit) that lie in all intervals, and whether each is the only one.

    They take the printed places, or a few more: a figure copied from one of fewer places had
    more of its own. What is counted stays whole.
    """
    factor = Fraction(printed.factor)
    low, high = (max(i.low for i in wanted) / factor, min(i.high for i in wanted) / factor)
    if low > high or low < 0:
        return
    nominals = [i.nominal / factor for i in sorted(wanted, key=lambda i: i.half_width)]
    middles = [n for n in nominals if low <= n <= high] or [(low + high) / 2]
    least, finer = max(printed.decimals, 0), _FINER
    if factor == 1 and printed.dimension in _COUNTED:
        finer = 0
    for places in range(least, least + finer + 1):
        step = Fraction(1, 10**places)
        half = step / 2 if printed.dimension in _ROUNDED else Fraction(0)
        for right in dict.fromkeys(rounded(m, places) for m in middles):
            value = Fraction(right)
            if abs(value - Fraction(printed.value)) < _APART * value:
                continue
            if low - half <= value <= high + half:
                only = value - step < low - half and value + step > high + half
                yield right, only or value in middles or (low <= value <= high and value - step < low and value + step > high)


def _lines(trial: Trial) -> str:
    """The arithmetic that then comes out."""
    lines = [line.removesuffix("，差0") for line in trial.repaired.values() if line]
    return "；".join(dict.fromkeys(sorted(lines)[:_SHOWN]))


def _quantity(context: Context, path: str) -> Quantity:
    quantity = _sure(context.report.get(path))
    if quantity is None:
        raise LookupError(path)
    return quantity


def _sure(figure: Figure | None) -> Quantity | None:
    """The figure that all mentions agree on, a limit (≥95%) too."""
    quantity = figure.quantity if figure else None
    return quantity if quantity and not quantity.approximate else None


def _alike(one: Quantity, other: Quantity) -> bool:
    return one.dimension == other.dimension and one.unit == other.unit


def _lies(quantity: Quantity, interval: Interval) -> bool:
    half = quantity.half_unit if quantity.dimension in _ROUNDED else Decimal(0)
    return interval.low <= quantity.base + half and quantity.base - half <= interval.high


def _telling(quantity: Quantity) -> int:
    return telling_digits(quantity.value)


def _twins(context: Context, path: str, quantity: Quantity) -> list[str]:
    """Other figures of the same value, printed elsewhere."""
    if "by_value" not in context.memo:
        table: dict[tuple[str | None, Decimal], list[str]] = {}
        for other, figure in context.report.figures.items():
            values = {(q.dimension, q.base) for f in figure.mentions if (q := f.quantity) and q.value}
            for value in values if _sure(figure) else ():
                table.setdefault(value, []).append(other)
        context.memo["by_value"] = table
    found: list[str] = context.memo["by_value"].get((quantity.dimension, quantity.base), [])
    own = _starts(context, path)
    return [p for p in found if p != path and not own & _starts(context, p)]


def _starts(context: Context, path: str) -> frozenset[int]:
    figure = context.figure(path)
    return frozenset(f.start for f in figure.mentions) if figure else frozenset()


def _near(context: Context, one: str, other: str) -> bool:
    """Whether two figures stand side by side, in one row or column, or are one thing at two times."""
    if other in _beside(context, one):
        return True
    (head, _, last), (other_head, _, other_last) = one.rpartition("."), other.rpartition(".")
    if "[" in one or "[" in other:
        return head == other_head or _INDEX.sub("", one) == _INDEX.sub("", other)
    same_list = one.startswith("budget.") and other.startswith("budget.")
    return same_list and (head == other_head or last == other_last)


def _beside(context: Context, path: str) -> set[str]:
    """The figures of the same unit that are printed near one."""
    if "beside" not in context.memo:
        context.memo["beside"] = _neighbours(context)
    return cast("dict[str, set[str]]", context.memo["beside"]).get(path, set())


def _neighbours(context: Context) -> dict[str, set[str]]:
    rows: dict[str | None, dict[int, set[str]]] = {}
    for path, figure in context.report.figures.items():
        quantity = _sure(figure)
        if quantity is not None:
            for start in _starts(context, path):
                rows.setdefault(quantity.unit, {}).setdefault(start, set()).add(path)
    found: dict[str, set[str]] = {}
    for row in rows.values():
        starts = sorted(row)
        for place, start in enumerate(starts):
            near = {p for s in starts[place + 1 : place + 1 + _REACH] for p in row[s]}
            for one in row[start]:
                for other in near - {one}:
                    found.setdefault(one, set()).add(other)
                    found.setdefault(other, set()).add(one)
    return found
