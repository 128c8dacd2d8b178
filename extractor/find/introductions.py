"""Amounts that are divided without 其中: 由…组成, 按类别, 用于三个方面, 分四批, 资金来源于, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.find.clauses import clause_before, end_of, start_of
from extractor.find.draft import Draft
from extractor.find.wholes import Mode, add_breakdown, adds_up, label_of, mode_of
from extractor.numbers import MONEY_KINDS, parse_chinese

_AMOUNT = "\ue000\ue005"
_M = "[\ue000\ue005]"
_NOFIG = "[^，。；:\n\ue000-\ue00a]"
_NUMBER = "[一二两三四五六七八九十]"
_WORDS = ("用于", "来源", "分别")
_REACH = 42
"""Characters from an amount to the word that divides it, at most."""
_COMPOSED = re.compile("由([^。；\n]{4,300})$")
_BY = re.compile(rf"({_M})[。，；]按[^，。；:、\n\ue000-\ue00a]{{2,10}}[，:]")
_AIMS = re.compile(rf"({_M})，{_NOFIG}{{0,8}}用于(?:以下|如下|下列)?({_NUMBER}|\ue004)个?(?:大)?方面[:，]")
_USED = re.compile(rf"({_M})，(?:分别|具体)?用于(?={_NOFIG}{{2,30}}{_M}[、，])")
_SOURCES = re.compile(rf"({_M})，(?:其?资金)?来源(?:于|为|包括|:)?[:，]?(?={_NOFIG}{{2,20}}{_M})")
_RESPECTIVELY = re.compile(rf"({_M})，({_NOFIG}{{2,40}}?)分别(?:为|是|安排|投入)?({_M}(?:[、，和及与]{_M})+)")
_BATCHES = re.compile(rf"({_M})分([\ue004\ue006]|{_NUMBER})(?:批|期|次)?{_NOFIG}{{0,8}}[，:](?=第一|\ue00a)")
_BRACKET = re.compile(rf"({_M})[(]([^()\n]*?{_M}[^()\n]*?{_M}[^()\n]*)[)]")
_ITEMS = re.compile(rf"({_NUMBER}|\ue004)项?(?:共计|合计|总计|共)(?:为|投入|支出|金额|安排|资金)*({_M})")
_SUMMED = re.compile(rf"(?:总量|合计|总额|总计|共计)[为达是]?({_M})")
_NO_PART = re.compile(
    "比上年|较|同比|增加|减少|增长|下降|每|人均|累计|收回|扣除|截至|执行率|完成|超|比|节约|未|折合|合\ue000|约|占"
)
_HEADS = re.compile("预算|决算|执行|支出数|\ue008|年|上年|到位|支付|拨付|实际|计划|收入、支出|得分|标准|单价")
_PARTIAL = re.compile("等(?:[，。；)]|$|方面|支出|项目)|主要|重点|不含|含|其中")


def find_introductions(draft: Draft, changes: set[int]) -> None:
    """Find amounts divided by other words than 其中."""
    masked = draft.masked
    text = masked.text
    if masked.has("组成") or masked.has("构成"):
        _composed(draft)
    last = len(text) - 1
    for at in masked.positions:
        if at < last and text[at + 1] in "(分。，；" and text[at] in _AMOUNT and (
            text[at + 1] in "(分" or text.startswith("按", at + 2)
        ):
            _behind(draft, at, text[at + 1], changes)
    for at in (at for word in _WORDS for at in all_of(text, word)):
        start = text.rfind("，", max(0, at - _REACH), at) - 1
        if start >= 0 and text[start] in _AMOUNT:
            _worded(draft, start)
    if masked.has("项合计") or masked.has("项共") or masked.has("项总计"):
        _items(draft)
    _summed(draft, changes)


def _behind(draft: Draft, start: int, mark: str, changes: set[int]) -> None:
    """An amount with a bracket, with 分四批 or with 按类别 behind it."""
    text = draft.masked.text
    if mark == "(":
        if hit := _BRACKET.match(text, start):
            _bracket(draft, hit, changes)
    elif mark == "分":
        if hit := _BATCHES.match(text, start):
            _listed(draft, hit, end_of(text, hit.end(), "。；\n"), count=_number(draft, hit, 2))
    elif hit := _BY.match(text, start):
        _listed(draft, hit, end_of(text, hit.end(), "。\n"))


def _worded(draft: Draft, start: int) -> None:
    """An amount with 用于, 来源于 or 分别为 in the clause behind it."""
    text = draft.masked.text
    if hit := _AIMS.match(text, start):
        _listed(draft, hit, end_of(text, hit.end(), "。\n"), count=_number(draft, hit, 2))
    elif hit := _USED.match(text, start):
        _listed(draft, hit, end_of(text, hit.end(), "。；\n"), full="分别" in hit[0])
    elif hit := _SOURCES.match(text, start):
        _listed(draft, hit, end_of(text, hit.end(), "。；\n"), full=True)
    elif hit := _RESPECTIVELY.match(text, start):
        _respectively(draft, hit)


def _number(draft: Draft, hit: re.Match[str], group: int) -> int:
    """A stated number of items, in figures or in Chinese numerals; 0 if it is none."""
    index = draft.masked.token_at(hit.start(group))
    if index is not None:
        quantity = draft.quantity(index)
        return int(quantity.value) if quantity and quantity.dimension in {"count", None} else 0
    return int(parse_chinese(hit[group]))


def _figures(draft: Draft, start: int, end: int, kinds: frozenset[str]) -> tuple[list[int], list[str]] | None:
    """The figures of a span with their labels; None where one of them is no part of a whole."""
    text, masked = draft.masked.text, draft.masked
    parts: list[int] = []
    labels: list[str] = []
    previous = start
    for index in masked.tokens_in(start, end):
        position = masked.positions[index]
        if masked.tokens[index].kind in kinds:
            words = text[previous:position]
            quantity = draft.quantity(index, money=True)
            if quantity is None or quantity.approximate or quantity.comparator or _NO_PART.search(words):
                return None
            if draft.taken.get(index, "").startswith(("changes", "projects", "indicators")):
                return None
            parts.append(index)
            labels.append(label_of(draft, previous, position))
        previous = position + 1
    return parts, labels


def _listed(draft: Draft, hit: re.Match[str], end: int, *, count: int = 0, full: bool = False) -> None:
    """The parts between an introduction and the end of its list; as many as stated are all."""
    whole = draft.masked.token_at(hit.start(1))
    found = _figures(draft, hit.end(), end, MONEY_KINDS)
    if whole is None or found is None:
        return
    parts, labels = found
    if len(parts) < 2 or _PARTIAL.search(draft.masked.text[hit.end() : draft.masked.positions[parts[-1]] + 4]):
        return
    whole = _sentence_whole(draft, whole, hit, parts)
    full = full or (bool(count) and count == len(parts))
    _add(draft, whole, parts, labels, "breakdowns.full" if full else "breakdowns.slip")


def _sentence_whole(draft: Draft, whole: int, hit: re.Match[str], parts: list[int]) -> int:
    """The amount that another sentence part divides again (…；按性质，…): the first of the sentence."""
    masked = draft.masked
    if masked.text[hit.start(1) + 1] != "；" or adds_up(draft, whole, parts):
        return whole
    start = start_of(masked.text, hit.start(1), "。\n")
    return next(i for i in masked.tokens_in(start, hit.end()) if masked.tokens[i].kind in MONEY_KINDS)


def _add(draft: Draft, whole: int, parts: list[int], labels: list[str], mode: Mode, *, named: bool = False) -> None:
    """Record a division once; `named`: the labels stand apart from their figures."""
    start = draft.masked.tokens[whole].start
    last = draft.masked.tokens[parts[-1]].start
    known = {f.start for f in draft.facts if f.path.startswith("breakdowns[") and f.path.endswith(".whole")}
    if start in known and any(f.start == last for f in draft.facts if f.path.startswith("breakdowns[")):
        return
    one = {draft.taken.get(i, "").split(".")[1] for i in parts if draft.taken.get(i, "").startswith("budget.")}
    if len(one - {"opening_carry_over", "granted", "received", "revenue"}) > 1:
        return
    mode = mode if mode == "breakdowns.full" else mode_of(labels, otherwise=mode)
    add_breakdown(draft, whole, parts, mode, names=labels if named else ())


def _composed(draft: Draft) -> None:
    """总支出A，由人员经费B、…和其他费用C组成: all there is."""
    masked = draft.masked
    for closing in (*all_of(masked.text, "组成"), *all_of(masked.text, "构成")):
        start = start_of(masked.text, closing)
        hit = _COMPOSED.search(masked.text, start, closing)
        before = masked.text[start : hit.start()].rstrip("，") if hit else ""
        whole = masked.token_at(start + len(before) - 1) if before else None
        if hit is None or whole is None or "等" in hit[1]:
            continue
        unit = draft.quantity(whole)
        kinds = MONEY_KINDS if masked.tokens[whole].kind in MONEY_KINDS else frozenset({"count"})
        found = _figures(draft, *hit.span(1), kinds)
        if found is None or len(found[0]) < 2 or unit is None:
            continue
        if kinds == MONEY_KINDS or {q.unit for i in found[0] if (q := draft.quantity(i))} == {unit.unit}:
            _add(draft, whole, found[0], found[1], "breakdowns.full")


def all_of(text: str, word: str) -> list[int]:
    """Where a word stands."""
    found: list[int] = []
    at = text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1)
    return found


def _respectively(draft: Draft, hit: re.Match[str]) -> None:
    """总投资A，中央、省级、县级资金分别为B、C、D: as many heads as amounts, and no measures among them."""
    masked = draft.masked
    whole = masked.token_at(hit.start(1))
    parts = [i for i in masked.tokens_in(*hit.span(3)) if masked.tokens[i].kind in MONEY_KINDS]
    heads = re.split("、|和|及|与", hit[2])
    if whole is None or len(heads) != len(parts) or _HEADS.search(hit[2]) or _NO_PART.search(hit[2]):
        return
    _add(draft, whole, parts, heads, "breakdowns.slip", named=True)


def _bracket(draft: Draft, hit: re.Match[str], changes: set[int]) -> None:
    """总收入A（财政拨款B，事业收入C）: a bracket right behind an amount."""
    whole = draft.masked.token_at(hit.start(1))
    if whole is None or whole in changes or _PARTIAL.search(hit[2]):
        return
    found = _figures(draft, *hit.span(2), MONEY_KINDS)
    if found is not None and all(found[1]):
        _add(draft, whole, *found, "breakdowns.slip")


def _items(draft: Draft) -> None:
    """一是A；二是B；三是C。三项共计D: as many amounts as the words count."""
    masked = draft.masked
    for hit in _ITEMS.finditer(masked.text):
        count = _number(draft, hit, 1)
        whole = masked.token_at(hit.start(2))
        line = masked.text.rfind("\n", 0, hit.start()) + 1
        figures = [i for i in masked.tokens_in(line, hit.start()) if masked.tokens[i].kind in MONEY_KINDS]
        if whole is None or count < 2 or len(figures) < count:
            continue
        parts = figures[-count:]
        first = masked.positions[parts[0]]
        start = start_of(masked.text, first, "。；，:、\n")
        found = _figures(draft, start, hit.start(), MONEY_KINDS)
        if found is None or found[0] != parts:
            continue
        marked = masked.text.count("是", start, hit.start()) >= count and masked.text.startswith("一是", start)
        _add(draft, whole, *found, "breakdowns.full" if marked else "breakdowns.slip")


def _summed(draft: Draft, changes: set[int]) -> None:
    """上级下达A，区级配套B，加上上年结余C，可用资金合计D: the sentence closes with the sum of all."""
    masked = draft.masked
    for hit in _SUMMED.finditer(masked.text):
        end = max(masked.text.rfind(c, max(0, hit.start() - 7), hit.start()) for c in "，；")
        if end < 0 or masked.tokens_in(end, hit.start()):
            continue
        start = start_of(masked.text, end)
        whole = masked.token_at(hit.start(1))
        found = _figures(draft, start, end, MONEY_KINDS)
        if whole is None or found is None or len(found[0]) < 2 or set(found[0]) & changes:
            continue
        if _HEADS.search(clause_before(masked.text, start, hit.start(1))) or not _only_money(draft, start, end):
            continue
        added = "加" in masked.text[start:end]
        _add(draft, whole, *found, "breakdowns.full" if added else "breakdowns.slip")


def _only_money(draft: Draft, start: int, end: int) -> bool:
    return all(draft.masked.tokens[i].kind in {*MONEY_KINDS, "year", "date"} for i in _all(draft, start, end))


def _all(draft: Draft, start: int, end: int) -> Iterator[int]:
    return (i for i in draft.masked.tokens_in(start, end) if draft.is_quantity(i))
