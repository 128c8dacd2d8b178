"""Which amount of a sentence a change speaks of.

支出12.06万元，为预算13.00万元的92.77%，较上年12.60万元减少0.54万元，下降4.29%: every amount before the
change may be its current value, but a budget, a base, a mean and a cause are none. Arithmetic
chooses among the rest; where it cannot, only an amount without a rival is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from extractor.find.clauses import clause_before, leaves_bracket
from extractor.find.draft import Draft
from extractor.intervals import Interval, of
from extractor.model import Quantity

_KINDS = {"money", "wan", "count"}
_WHOLE = {"count", "people", "person_times"}
"""Dimensions whose whole figures nobody rounded."""
_ANY = "\ue000-\ue00a"
_BASE = re.compile(rf"的[^，。；、\n{_ANY}]{{0,8}}(?:[\ue001\ue002]|\ue006倍)")
"""完成预算12万元的98%, 是上年10万元的1.2倍: the base of a ratio."""
_NO_VALUE = re.compile(
    "(?:比|较|与|同)(?:上|去|年初|预算|计划|目标|原|\ue008)|^[，、]?(?:占|超|低于|高于|因(?!公)|由于|其余|剩余|扣除|剔除|加上|[上去]年(?!度?末?结[转余])|每|节约|节省|压减|核减|追加|追减|减少|增加|净增|少|多)"
    "|(?:目标|计划|任务|指标)(?:数|值)?(?:为|是)?$|^(?:年度|年初|全年)?(?:目标|计划(?!生育)|任务)"
)
"""Words before a figure that is not the value of the year itself."""
_WEAK = re.compile(r"预算(?!单位|收入|支出|执行|拨款)|(?:人|车|户|亩|日|月|班|生|场|次|笔|平|批)均")
"""A budget and a mean are the value of the year only where nothing else is."""
_PART = re.compile("其中|包括|包含|分别|、|因(?!公)|由于")
_ADJACENT = re.compile(rf"[，、)]?[^，。；、\n{_ANY}]{{0,14}}")
_SPELLED = re.compile(
    rf"(?:[，、]?[^，。；、\n{_ANY}]{{0,24}}[{_ANY}][^，。；、\n{_ANY}]{{0,8}})*[，、]?[^，。；\n{_ANY}]{{0,14}}"
)
_NEAR = 18
"""Characters between an amount and its change, at most, if a clause without a figure is between."""


Candidates = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True)
class Said:
    """What a change states: figures by name, up or down, the words that name its subject."""

    figures: dict[str, Quantity]
    up: bool
    subject: str

    @property
    def like(self) -> Quantity | None:
        """A figure of the kind that the current value must be of."""
        return self.figures.get("last") or self.figures.get("amount")


def spread(quantity: Quantity) -> Interval:
    """What a printed figure can stand for: a whole count only itself."""
    if quantity.dimension in _WHOLE and quantity.decimals <= 0 and quantity.factor == 1:
        return Interval.exact(quantity.base)
    return of(quantity)


def fits(now: Interval, said: Said) -> bool | None:
    """Whether a current value makes the printed change hold; None where nothing can be told."""
    last, amount, rate = (said.figures.get(name) for name in ("last", "amount", "rate"))
    sign = 1 if said.up else -1
    told = False
    before: Interval | None = None
    if last is not None:
        before = spread(last)
        if amount is not None:
            told = True
            if not _signed(now - before, sign).overlaps(spread(amount)):
                return False
    elif amount is not None:
        before = now - spread(amount) if said.up else now + spread(amount)
    if before is None or rate is None or (last is None and amount is None):
        return True if told else None
    if not before.positive:
        return False
    moved = spread(amount) if amount is not None else _signed(now - before, sign)
    point = Fraction(10) ** -rate.decimals  # printed to the nearest, cut off or rounded up
    value = Fraction(rate.value)
    return Interval(value - point, value, value + point).overlaps(Interval.exact(100) * moved / before)


def _signed(moved: Interval, sign: int) -> Interval:
    return moved if sign > 0 else -moved


def current_of(draft: Draft, start: int, position: int, said: Said, skip: set[int]) -> int | None:
    """The figure of a sentence that a change in it speaks of; None if it cannot be told."""
    text = draft.masked.text
    cut = max(start, text.rfind("；", start, position) + 1)
    found, weak = _candidates(draft, cut, position, said, skip)
    if not found and cut > start:
        return sole_of(draft, start, cut, said, skip)
    if not found:
        return None
    known = [fits(spread(q), said) for q in _values(draft, found)]
    if None in known:
        return _untold(draft, found, position)
    if True in known:
        return found[max(i for i, fit in enumerate(known) if fit)]
    if weak and (fitting := _chosen(draft, weak, said, fits)):
        return fitting[-1]
    if _sum_fits(draft, found, said):
        return None
    nearly = _chosen(draft, [*found, *weak], said, _nearly_fits)
    if len(nearly) == 1:
        return nearly[0]
    if weak and weak[-1] > found[-1]:
        return None  # 人均5670元，比上年…: the mean or the total
    if len(found) == 1 or _is_next_to(draft, found, cut, position):
        return found[-1] if _is_told(draft, found[-1], position) else None
    return None


def _chosen(
    draft: Draft, found: list[int], said: Said, suits: Callable[[Interval, Said], bool | None]
) -> list[int]:
    """The figures that suit a change."""
    return [i for i, q in zip(found, _values(draft, found), strict=True) if suits(spread(q), said)]


def sole_of(draft: Draft, start: int, end: int, said: Said, skip: set[int]) -> int | None:
    """The one amount of words before the change; of several the last that makes it hold."""
    found, _ = _candidates(draft, start, end, said, skip)
    if len(found) == 1 and not _PART.search(draft.masked.text, start, end):
        return found[0]
    fitting = _chosen(draft, found, said, fits)
    return fitting[-1] if fitting else None


def _nearly_fits(now: Interval, said: Said) -> bool:
    """Whether a value makes the change hold but for one of its three figures."""
    if len(said.figures) < 3:
        return False
    return any(
        fits(now, replace(said, figures={k: q for k, q in said.figures.items() if k != name}))
        for name in said.figures
    )


def _values(draft: Draft, found: list[int]) -> list[Quantity]:
    return [q for i in found if (q := draft.quantity(i, money=True)) is not None]


def _sum_fits(draft: Draft, found: list[int], said: Said) -> bool:
    """水费12万元，电费30万元，比上年40万元增加2万元: the amounts together are meant."""
    first, *rest = _values(draft, found)
    if not rest or first.dimension != "money":
        return False
    total = spread(first)
    for value in rest:
        total = total + spread(value)
    return fits(total, said) is True


def _candidates(draft: Draft, start: int, position: int, said: Said, skip: set[int]) -> Candidates:
    """The amounts of a span that can be the value of the year, and those that less likely are."""
    text = draft.masked.text
    change = (*draft.library.words["more"], *draft.library.words["less"])
    change = (*change, *(f"{w}了" for w in change))
    found: list[int] = []
    weak: list[int] = []
    named: list[int] = []
    previous = start
    for index in draft.masked.tokens_in(start, position):
        token, at = draft.masked.tokens[index], draft.masked.positions[index]
        words, between = clause_before(text, previous, at), text[previous:at]
        previous = at + 1
        if token.kind not in _KINDS or index in skip or not _alike(draft.quantity(index, money=True), said.like):
            continue
        if (
            leaves_bracket(text[at:position]) or text.endswith(change, start, at)
            or _BASE.match(text, at + 1) or _NO_VALUE.search(words)
            or (text.startswith("的", at + 1) and words.startswith("完成"))
        ):  # fmt: skip
            continue
        if said.subject and said.subject in between:
            named.append(index)
        (weak if _WEAK.search(words) else found).append(index)
    if said.subject:
        return named, []
    return (found, weak) if found else (weak, [])


def _alike(quantity: Quantity | None, like: Quantity | None) -> bool:
    if quantity is None or quantity.approximate or quantity.comparator:
        return False
    if like is None or quantity.dimension == like.dimension == "money":
        return quantity.dimension is not None
    return quantity.dimension == like.dimension and _measure(quantity) == _measure(like)


def _measure(quantity: Quantity) -> str:
    """The unit without its multiple: 万吨 and 吨 are alike, 个 and 项 are not."""
    return (quantity.unit or "").lstrip("十百千万亿")


def _untold(draft: Draft, found: list[int], position: int) -> int | None:
    """A change that nothing can be told of speaks of the amount before it, if that is not in a list."""
    text, places = draft.masked.text, draft.masked.positions
    last = places[found[-1]]
    if len(found) == 1:
        return found[0] if _is_told(draft, found[0], position) else None
    if "、" in text[places[found[-2]] : last]:
        return None
    return found[-1] if _ADJACENT.fullmatch(text, last + 1, position) else None


def _is_next_to(draft: Draft, found: list[int], cut: int, position: int) -> bool:
    """Whether the last candidate stands right before the change and is no part of another."""
    text, last = draft.masked.text, draft.masked.positions[found[-1]]
    return _ADJACENT.fullmatch(text, last + 1, position) is not None and not _PART.search(text, cut, last)


def _is_told(draft: Draft, index: int, position: int) -> bool:
    """Whether the words between a figure and its change speak of nothing else."""
    last = draft.masked.positions[index]
    if position - last <= _NEAR:
        return True
    return _SPELLED.fullmatch(draft.masked.text, last + 1, position) is not None
