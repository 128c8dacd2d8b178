"""Lists by place or kind behind words that say so: 分县区看，东林县320户、清源县280户，合计600户.

Each becomes one `breakdowns[i]`; a number of places before it (涉及2个县区) is held against the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.find.clauses import clause_before, end_of, start_of
from extractor.find.draft import Draft
from extractor.find.listings import ends_of, record_listing
from extractor.find.wholes import add_breakdown, adds_up, label_of

_BY = re.compile(
    "[分按从](?:各?(?:县市区|县区|县|市州|市|区|乡镇|镇街|镇|街道|村|社区|地区|区域|部门|单位|科室|类别|类型|种类|品种|行业|对象|等级|性质|学段"
    "|来源|用途))(?:类型)?(?:来)?[看分][，:]$"
)
_ENDINGS = ("看，", "看:", "类型分，", "类型分:")
_LONGEST = 14
_TOTAL = re.compile("[，、；](?:以上)?(?:合计|共计|总计|总共|共)为?$")
_NO_PART = re.compile(
    "[等各均比较占每约最超]|主要|其中|其余|剩余|同比|增加|减少|增长|下降|上年|去年|平均|累计|分别|完成率|计划|目标|预算|执行|以上|以下|左右"
)
_OTHER_MEASURE = re.compile("计划|目标|任务|指标|应|拟|需|预算|上年|去年|往年|累计|每|平均|人均|户均|同比|比|较")
_NUMBERED = re.compile("\ue004(县市区|县区|县|区|乡镇|镇街|镇|乡|街道|行政村|村|社区)(?=[，。；、的:\n]|$)")
_LABEL = re.compile("[\u4e00-\u9fffA-Za-z0-9“”]{1,14}")


def find_kinds(draft: Draft) -> None:
    """Find lists by place or kind."""
    text = draft.masked.text
    for word in _ENDINGS:
        if not draft.masked.has(word[:-1]):
            continue
        at = text.find(word)
        while at >= 0:
            stop = at + len(word)
            begun = _BY.search(text, max(0, stop - _LONGEST), stop)
            if begun is not None:
                _list(draft, begun.start(), stop)
            at = text.find(word, stop)


def _unit(draft: Draft, index: int) -> str:
    quantity = draft.quantity(index, money=True)
    if quantity is None or quantity.approximate or quantity.comparator not in {None, "="}:
        return ""
    return "money" if quantity.dimension == "money" else (quantity.unit or "").removeprefix("万")


def _list(draft: Draft, begin: int, start: int) -> None:
    """The figures of one list; its whole closes it, or is the only one of its unit in front.

    A list that nothing shows to be complete may leave out places: its number is not held against it.
    """
    text, masked = draft.masked.text, draft.masked
    stop = end_of(text, start, "。\n")
    indices = [i for i in masked.tokens_in(start, stop) if draft.is_quantity(i)]
    units = {_unit(draft, i) for i in indices}
    unit = next(iter(units), "")
    if len(indices) < 2 or len(units) > 1 or not unit:
        return
    last = masked.positions[indices[-1]]
    closed = _TOTAL.search(text[masked.positions[indices[-2]] + 1 : last]) is not None
    parts = indices[:-1] if closed else indices
    words = text[start : last if closed else stop]
    labels = list(_labels(draft, start, parts))
    if len(parts) < 2 or _NO_PART.search(words) or len(set(labels)) < len(labels) or not all(map(_LABEL.fullmatch, labels)):
        return
    whole = indices[-1] if closed else _before(draft, begin, unit)
    count = _count(draft, begin, labels)
    if count and (closed or count[1] == len(parts) or (whole is not None and adds_up(draft, whole, parts))):
        hit, _ = count
        record_listing(draft, hit[1], (hit.start(), hit.start() + 1), (start, masked.positions[parts[-1]]), labels)
    if whole is not None:
        full = closed or (count is not None and count[1] == len(parts))
        add_breakdown(draft, whole, parts, "breakdowns.full" if full else "breakdowns")


def _labels(draft: Draft, start: int, parts: list[int]) -> Iterator[str]:
    for index in parts:
        position = draft.masked.positions[index]
        yield label_of(draft, start, position)
        start = position + 1


def _said_before(text: str, begin: int) -> int:
    """Where the words begin that a list may go into: its sentence, else the one before."""
    return start_of(text, begin - 1 if text[begin - 1] == "。" else begin, "。\n")


def _before(draft: Draft, begin: int, unit: str) -> int | None:
    """The only figure of a unit in the words before a list, unless it is another measure (计划, 上年)."""
    text, masked = draft.masked.text, draft.masked
    start = _said_before(text, begin)
    found = [i for i in masked.tokens_in(start, begin) if _unit(draft, i) == unit]
    if len(found) != 1 or _OTHER_MEASURE.search(clause_before(text, start, masked.positions[found[0]])):
        return None
    return found[0]


def _count(draft: Draft, begin: int, labels: list[str]) -> tuple[re.Match[str], int] | None:
    """The number of places named in the words before a list, if all labels are such places."""
    text = draft.masked.text
    hits = list(_NUMBERED.finditer(text, _said_before(text, begin), begin))
    if len(hits) != 1:
        return None
    index = draft.masked.token_at(hits[0].start())
    quantity = draft.quantity(index) if index is not None else None
    ends = ends_of(hits[0][1])
    if quantity is None or quantity.unit != "个" or not all(ends.search(label) for label in labels):
        return None
    return hits[0], int(quantity.value)
