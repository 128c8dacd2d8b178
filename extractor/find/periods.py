"""Quarters and halves of a year beside the whole year, without a mark such as 其中.

一季度支出210万元，二季度260万元，三季度300万元，四季度330万元，全年支出1100万元. Each becomes one
`breakdowns[i]`. Only what flows is summed: amounts and counted events, never what is there at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractor.find.clauses import end_of, sentences_with, start_of
from extractor.find.draft import Draft
from extractor.find.wholes import add_breakdown
from extractor.resources import any_of

_PERIOD = re.compile(
    "(?P<nine>前三(?:个)?季度|1(?:[-—~～－]|至)9月份?)|第?(?P<quarter>[一二三四1234])季度|(?P<half>[上下])半年"
    "|(?P<months>1?\\d(?:[-—~～－]|至)1?\\d)月份?"
)
_MONTHS = {(1, 6): "上", (7, 12): "下", (1, 3): "一", (4, 6): "二", (7, 9): "三", (10, 12): "四"}
_LAST_WORDS = ("四季度", "4季度", "下半年", "12月")
"""Words of the last period of a year."""
_LAST = re.compile(any_of(_LAST_WORDS))
_DIGITS = dict(zip("1234", "一二三四", strict=True))
_WHOLE_YEARS = (("一", "二", "三", "四"), ("上", "下"), ("前", "四"))
_HEAD = re.compile("^(?:其中|(?:20)?\\d\\d年度?|年|我[局院委站所]|[我本]单位|[我全][县市区镇乡])*")
_YEAR = re.compile("(?:全年度?|年度|年累计|年共|年合计)")
_STOCK = re.compile("末|底|截至|截止|均|率|余|存量|在册|在校|在岗|实有|比|较|占|计划|目标|预计|应|上年|去年|增|减|降|完工|累计")
_FILL = re.compile("[为共计是约了:]|累计|合计|总|分别|实现|完成|实际|金额|资金|数$")
_EVENTS = frozenset({"次", "人次", "场", "场次", "件", "批次", "批", "期", "份", "单", "例", "起", "条"})
_FLOWING = frozenset({"money", "mass", "volume", "energy", "person_times"})
"""Dimensions of what comes and goes (万元, 吨, 立方米, 千瓦时, 人次)."""
_MARKS = "，。；、:(\n"
_ALL_BUT = Decimal("0.95")
"""A last period beyond this much of the year tells the year so far."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure, the period that its clause begins with (全 for the year) and what happened in it."""

    index: int
    period: str
    what: str
    unit: str
    base: Decimal


def find_periods(draft: Draft) -> None:
    """Find sentences that tell all quarters or both halves of a year, and the year itself."""
    masked = draft.masked
    if not masked.has("全年") or not any(word in masked.folded for word in _LAST_WORDS):
        return
    for start, end in sentences_with(masked.folded, _LAST):
        _sentence(draft, masked.locate(start), masked.locate(end))


def _sentence(draft: Draft, start: int, end: int) -> None:
    """The periods of one sentence; the year stands in it, or in the one before or behind it."""
    text = draft.masked.text
    told = _read(draft, start, end)
    for names in _WHOLE_YEARS:
        parts = [t for t in told if t.period in names]
        if tuple(t.period for t in parts) != names or len({t.unit for t in parts}) > 1:
            continue
        between = [t for t in told if parts[0].index < t.index < parts[-1].index and t.unit == parts[0].unit]
        if len(between) > len(parts) - 2 or any(t.what not in {"", parts[0].what} for t in parts[1:]):
            return
        line = text.rfind("\n", 0, start) + 1
        before = _read(draft, start_of(text, start - 1, "。\n"), start) if start > line else []
        after = _read(draft, end, end_of(text, end + 1, "。\n")) if text.startswith("。", end) else []
        whole = _year(told, before, after, parts)
        if whole is not None:
            _record(draft, whole, parts)
        return


def _year(told: list[_Told], before: list[_Told], after: list[_Told], parts: list[_Told]) -> _Told | None:
    """The figure of the whole year: of the same thing, the only one, right before or behind the parts."""
    first, last = parts[0], parts[-1]
    found = [
        t for t in (*before, *told, *after)
        if t.period == "全" and t.unit == first.unit and t.what == first.what
    ]  # fmt: skip
    if len({t.base for t in found}) != 1:
        return None
    whole = found[-1] if found[-1].index > last.index else found[0]
    apart = [
        t for t in (*before, *told, *after) if t.unit == first.unit
        and (whole.index < t.index < first.index or last.index < t.index < whole.index)
    ]  # fmt: skip
    return whole if not apart and max(t.base for t in parts) < whole.base * _ALL_BUT else None


def _record(draft: Draft, whole: _Told, parts: list[_Told]) -> None:
    """Record the year with its periods, unless another relation ties it already."""
    start = draft.masked.tokens[whole.index].start
    if any(f.start == start and f.path.startswith(("differences[", "breakdowns[")) for f in draft.facts):
        return
    add_breakdown(draft, whole.index, [t.index for t in parts], "breakdowns.full")


def _read(draft: Draft, start: int, end: int) -> list[_Told]:
    """The figures of a span that can be summed over a year, with their periods; empty if one is not exact."""
    masked, text = draft.masked, draft.masked.text
    found: list[_Told] = []
    previous = start
    for index in masked.tokens_in(start, end):
        position = masked.positions[index]
        quantity = draft.quantity(index, money=True)
        if quantity is None or (quantity.dimension not in _FLOWING and quantity.unit not in _EVENTS):
            continue
        cut = max(previous, *(text.rfind(mark, start, position) + 1 for mark in _MARKS))
        words = masked.folded[masked.origin(cut) : masked.tokens[index].start].replace("\n", "")
        previous = position + 1
        period, what = _period(_HEAD.sub("", words))
        if not quantity.is_exact or (period and _STOCK.search(what)):
            return []
        unit = "money" if quantity.dimension == "money" else (quantity.unit or "").removeprefix("万")
        found.append(_Told(index, period, _FILL.sub("", what), unit, quantity.base))
    return found


def _period(words: str) -> tuple[str, str]:
    """The period that words begin with, and the words behind it."""
    hit = _PERIOD.match(words)
    if hit is None:
        year = _YEAR.match(words)
        return ("全", words[year.end() :]) if year else ("", words)
    rest = words[hit.end() :]
    if hit["nine"]:
        return "前", rest
    if hit["months"]:
        first, last = (int(n) for n in re.findall("\\d+", hit["months"]))
        return _MONTHS.get((first, last), ""), rest
    name = hit["quarter"] or hit["half"]
    return _DIGITS.get(name, name), rest
