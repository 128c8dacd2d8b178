"""Figures of a sentence as ends of a ratio: their unit, their words, what they can make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from extractor.find.draft import Draft
from extractor.find.relations import subject_of
from extractor.intervals import Interval, of, rounded
from extractor.model import Quantity

FIGURES = "\ue000-\ue00a"
DELIMITERS = "，。；:、()\n"
_ENDS = {"money", "count", "wan", "bare", "score"}
_WORD = re.compile(f"[^{DELIMITERS}{FIGURES}]*")
_OWNERS = ("budget.execution_rate.", "budget.executed.", "budget.adjusted.")
"""Paths of rate, part and whole that a check of budget figures compares."""
_TELLING = 3
"""Digits of a rate from which two of them swapped are no chance."""
_MOST = 12
"""Figures of a paragraph that are tried as another end, at most."""


@dataclass(frozen=True, slots=True)
class End:
    """A figure that can be an end of a ratio.

    `unit` is what it must share with the other end; `before` and `after` are the words of its
    clause on either side.
    """

    index: int
    position: int
    quantity: Quantity
    unit: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """The words of its clause; those that begin a share (…万元占本年收入的) are not its own."""
        return self.before if "占" in self.after else self.before + self.after


def ends_in(draft: Draft, start: int, stop: int) -> list[End]:
    """The exact positive figures of a span that count or measure something."""
    masked = draft.masked
    found: list[End] = []
    for index in masked.tokens_in(start, stop):
        kind = masked.tokens[index].kind
        quantity = draft.quantity(index, money=True) if kind in _ENDS else None
        if quantity is None or quantity.value <= 0:
            continue
        if not quantity.is_exact:
            continue
        position = masked.positions[index]
        after = _WORD.match(masked.text, position + 1)
        words = after[0] if after else ""
        unit = _unit(kind, quantity, words)
        if unit:
            found.append(End(index, position, quantity, unit, words_before(masked.text, position), words))
    return found


def words_before(text: str, position: int) -> str:
    """The words of the clause before a figure, from the last mark or figure on."""
    start = position
    while start > 0 and text[start - 1] not in DELIMITERS and not "\ue000" <= text[start - 1] <= "\ue007":
        start -= 1
    return text[start:position]


def _unit(kind: str, quantity: Quantity, after: str) -> str:
    """What a figure measures, so that only like is set beside like; empty if nobody can say."""
    if kind == "bare":
        return f"word {after}" if 0 < len(after) <= 3 else ""
    dimension = quantity.dimension or ""
    if dimension in {"count", "person_times"}:
        return (quantity.unit or "").removeprefix("万") + ("次" if after.startswith("次") else "")
    return dimension


def spread(quantity: Quantity) -> Interval:
    """The values that print as this figure; a whole one that is no money is exact, as points are."""
    if quantity.factor == 1 and quantity.decimals <= 0 and quantity.dimension != "money":
        return Interval.exact(quantity.base)
    return of(quantity)


def quotient(part: Quantity, whole: Quantity) -> Interval | None:
    """Part ÷ whole in %; a whole number beside one with decimals of its unit is exact."""
    one, other = spread(part), spread(whole)
    if part.factor == whole.factor and part.decimals != whole.decimals:
        if whole.decimals <= 0:
            other = Interval.exact(whole.base)
        elif part.decimals <= 0:
            one = Interval.exact(part.base)
    return percent(one, other)


def percent(part: Interval, whole: Interval) -> Interval | None:
    """Part ÷ whole in %, None when the whole may be zero."""
    return Interval.exact(100) * part / whole if whole.positive else None


def makes(value: Interval | None, printed: Quantity) -> bool:
    """Whether a value prints as this figure: rounded, cut off or rounded up."""
    if value is None:
        return False
    place = 2 * printed.half_unit
    gap = abs(value.nominal - Fraction(printed.base))
    return gap < place or Interval.printed(printed.base, printed.half_unit).overlaps(value)


def pair_makes(part: End, whole: End, rate: Quantity) -> bool:
    """Whether part ÷ whole is the rate."""
    return makes(quotient(part.quantity, whole.quantity), rate)


def swapped(part: End, whole: End, rate: Quantity) -> bool:
    """Whether the rate is that of the two figures but for two neighbouring digits."""
    value = quotient(part.quantity, whole.quantity)
    if value is None or rate.value >= 1000:
        return False
    right = f"{rounded(value.nominal, max(rate.decimals, 0)):f}"
    printed = f"{rate.value:f}"
    if len(right) != len(printed) or len(printed.replace(".", "")) < _TELLING:
        return False
    apart = [i for i, (a, b) in enumerate(zip(right, printed, strict=True)) if a != b]
    if len(apart) != 2 or right[apart[0]] != printed[apart[1]] or right[apart[1]] != printed[apart[0]]:
        return False
    return apart[1] - apart[0] == 1 or right[apart[0] + 1 : apart[1]] == "."


def only_swapped(pairs: list[tuple[End, End]], rate: Quantity) -> tuple[End, End] | None:
    """The only pair that makes the rate but for two digits, where none makes it as it stands."""
    if any(pair_makes(*p, rate) or pair_makes(p[1], p[0], rate) for p in pairs):
        return None
    found = [p for p in pairs if swapped(*p, rate)]
    return found[0] if len({(a.quantity.base, b.quantity.base) for a, b in found}) == 1 else None


def otherwise(ends: list[End], rate: Quantity, pair: tuple[End, End] | None) -> bool:
    """Whether other figures than a pair make the rate: two of one unit, their excess, their rest.

    Or one end of the pair with a third figure added or taken away (受理312件，上年结转26件). A rate
    without decimals is hit by chance too easily for the excess and the rest.
    """
    hundred = Interval.exact(100)
    own = {e.index for e in pair or ()}
    for one, other in permutations(ends[-_MOST:], 2):
        if one.unit != other.unit or {one.index, other.index} == own:
            continue
        value = quotient(one.quantity, other.quantity)
        if value is None:
            continue
        if makes(value, rate):
            return True
        if rate.decimals > 0 and (makes(value - hundred, rate) or makes(hundred - value, rate)):
            return True
    return pair is not None and _with_third(ends, rate, *pair)


def _with_third(ends: list[End], rate: Quantity, part: End, whole: End) -> bool:
    """Whether a pair makes the rate once a third figure is added to one end or taken away."""
    top, bottom = spread(part.quantity), spread(whole.quantity)
    for end in ends[-_MOST:]:
        if end.unit != whole.unit or end.index in {part.index, whole.index}:
            continue
        third = spread(end.quantity)
        changed = ((top, bottom + third), (top, bottom - third), (top + third, bottom), (top - third, bottom))
        if any(makes(percent(one, other), rate) for one, other in changed):
            return True
    return False


def sum_makes(ends: list[End], whole: End, rate: Quantity) -> bool:
    """Whether the last figures of a list together are that share of the whole."""
    total = Interval.exact(0)
    for end in reversed(ends):
        if end.unit != whole.unit:
            break
        total = total + spread(end.quantity)
        if makes(percent(total, spread(whole.quantity)), rate):
            return True
    return False


def add_ratio(
    draft: Draft, kind: str, rate: int, part: int, whole: int, label: str, more: Sequence[int] = ()
) -> None:
    """Record a ratio with both ends under `ratios[i]`; the pattern says what it is.

    `more` are further terms of a whole that is not printed itself.
    """
    if all(draft.taken.get(i, "").startswith(o) for i, o in zip((rate, part, whole), _OWNERS, strict=True)):
        return  # known by name, with a check of its own
    prefix = f"ratios[{draft.next_index('ratios')}]"
    figures = [("rate", rate, label), ("part", part, subject_of(draft, part) or "分子")]
    figures += [
        (f"whole{n if n > 1 else ''}", index, subject_of(draft, index) or "分母")
        for n, index in enumerate((whole, *more), 1)
    ]
    for name, index, words in figures:
        draft.add_figure(
            f"{prefix}.{name}", index, label=words, pattern=f"ratios.{kind}", money=True, share=True
        )  # fmt: skip


def share_label(part: End) -> str:
    """What a share is called: its part and 占比."""
    return f"{part.before.removeprefix('其中')}占比"
