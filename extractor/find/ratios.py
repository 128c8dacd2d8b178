"""Rates whose both ends the sentence prints: named rates, completion of a base, shares.

Nothing is recorded unless the words leave one pair of figures: a reader must be able to point
at both. Where other figures of the sentence make the printed rate, nothing is recorded either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.find.clauses import end_of, start_of
from extractor.find.draft import Draft
from extractor.find.ratios_figures import (
    FIGURES,
    End,
    add_ratio,
    ends_in,
    makes,
    only_swapped,
    otherwise,
    pair_makes,
    quotient,
    sum_makes,
    words_before,
)
from extractor.find.ratios_lists import find_share_groups, find_share_lists
from extractor.find.ratios_means import find_means, find_products
from extractor.find.ratios_shares import find_share
from extractor.intervals import Interval
from extractor.library import NamedRate
from extractor.model import Quantity

_INNER = f"[^，。；:、()\n{FIGURES}]"
_IS = "(?:为|达到|达|高达|是|仅为|仅|只有)?:?"
_NAMED = re.compile(f"([\u4e00-\u9fff]{{1,12}}?)(?:率|进度|(?<=药占)比){_IS}")
_OF_BASE = re.compile(
    f"{_INNER}{{0,8}}[，、(]?(?:仅|约|已|共|实际|超额|任务)*(?:占|完成|为|是|达到|达|相当于)"
    "(?P<base>[^，。；:、()\n\ue000-\ue007]{0,18})"
)
_BASE_FIRST = re.compile("(?:占|完成|相当于|达到|达|为|是)[^，。；:、()\n\ue000-\ue007]{0,18}$")
_LINK = re.compile("次?的(?:比重|比例|比率|占比)?(?:为|达到|达|是|仅)?")
_ACTUAL = re.compile(f"[，(](?:实际(?:完成|达到|达|为|开展|建成|实施|办理|发放|是)*|为|即|计|共计)([{FIGURES}])")
_UNNAMED = re.compile(
    "(?:实际|已|仅|共|总体)*(?:完成|占|为|达到|达)(?P<kind>年初|调整后|全年|年度|采购|总)?"
    f"(?P<base>预算|计划|目标|任务)(?:数|任务|目标|总额|总量|指标)?的{_IS}"
)
_OVERALL = re.compile("总|综合|整体|合计|平均")
_DUE = re.compile("应(.)")
_EXCESS = re.compile("超(?:额|计划|任务|目标|出计划|过计划)?(?:完成)?(?:任务|计划|目标)?了?")
_NEGATED = "应未不待需非"
_CONNECTORS = "为是达到仅高只有:"
_BUDGETS = ("budget.executed.", "budget.adjusted.", "budget.initial.", "budget.stated.")
_OWNERS = ("indicators", "projects", "changes")


@dataclass(slots=True)
class _Found:
    """The subjects of rates of a base, by rate; the shares that name no whole, with their parts."""

    subjects: dict[int, End] = field(default_factory=dict)
    shares: list[tuple[int, Quantity, End]] = field(default_factory=list)


def find_ratios(draft: Draft) -> None:
    """Find the ratios of the text, rate by rate, then lists of shares, means and products."""
    masked = draft.masked
    text = masked.text
    position = text.find("\ue001")
    listed: list[int] = []
    found = _Found()
    while position >= 0:
        index = masked.token_at(position)
        after = text[position + 1 : position + 2]
        if index is not None and after in "，。；、)(\n和与及" and not _known(draft, index):
            listed.append(index)
            rate = draft.quantity(index)
            if rate is not None and rate.is_exact and rate.value > 0:
                _one(draft, index, rate, position, found)
        position = text.find("\ue001", position + 1)
    find_share_lists(draft, listed)
    if found.shares:
        find_share_groups(draft, found.shares)
    find_means(draft)
    find_products(draft)


def _known(draft: Draft, index: int) -> bool:
    """Whether a rate has its own check: with both figures of its subject right before it."""
    path = draft.taken.get(index, "")
    if not path.startswith("budget."):
        return path.startswith(_OWNERS)
    if not path.startswith("budget.execution_rate."):
        return path.startswith("budget.adjustment_rate.")
    subject = path.rpartition(".")[2]
    before = [draft.taken.get(i, "") for i in (index - 1, index - 2)]
    return all(p.startswith(_BUDGETS) and p.endswith(f".{subject}") for p in before)


def _one(
    draft: Draft, index: int, rate: Quantity, position: int, found: _Found
) -> None:
    """One rate, by the words right before it."""
    text = draft.masked.text
    clause = words_before(text, position)
    if not clause:
        return
    if _base_before(draft, index, position):
        _of_base(draft, index, rate, position, found)
    elif (unnamed := _UNNAMED.fullmatch(clause)) and "的" in clause:
        _unnamed(draft, index, rate, position, unnamed)
    elif "占" in clause and "药占" not in clause:
        part = find_share(draft, index, rate, position)
        if part is not None:
            found.shares.append((index, rate, part))
    elif "率" in clause or "药占" in clause or "进度" in clause:
        named = _NAMED.fullmatch(clause.removeprefix("其"))
        name = _name(draft, named, position) if named else None
        if name:
            _named(draft, index, rate, position, name)
    elif "超" in clause and _EXCESS.fullmatch(clause):
        _excess(draft, index, rate, position)


def _base_before(draft: Draft, index: int, position: int) -> bool:
    """Whether the figure before a rate is its base (任务400座的103%)."""
    masked = draft.masked
    if not index or position - masked.positions[index - 1] > 10:
        return False
    return _LINK.fullmatch(masked.text, masked.positions[index - 1] + 1, position) is not None


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a rate: how it is printed, what is known of it, what it says besides.

    In 初信初访办结率 that is 初信初访, which a figure of the pair must bear too.
    """

    label: str
    entry: NamedRate
    besides: str = ""

    def fits(self, part: End, whole: End) -> bool:
        """Whether the two figures are of what the name speaks of."""
        return self.besides in part.words or self.besides in whole.words


def _name(draft: Draft, printed: re.Match[str], position: int) -> _Name | None:
    """What is known of a rate; what its name says besides must stand in the sentence."""
    words = draft.library.ratios
    text = draft.masked.text
    label, stem = printed[0].rstrip(_CONNECTORS), printed[1]
    for cut in range(len(stem)):
        entry = words.rates.get(stem[cut:])
        if entry:
            rest = words.leads.sub("", stem[:cut])
            told = not rest or rest in text[start_of(text, position) : position - len(stem)]
            return _Name(label, entry, rest) if told else None
    stem = words.leads.sub("", stem) or stem
    return _Name(label, NamedRate(rates=(stem,), part=(stem,))) if len(stem) >= 2 else None


def _last_two(draft: Draft, index: int, position: int) -> tuple[End, End] | None:
    """The only two figures of one unit before a rate in its sentence, right before it."""
    text = draft.masked.text
    ends = ends_in(draft, start_of(text, position), position)
    if len(ends) < 2:
        return None
    one, other = ends[-2:]
    between = [i for i in range(one.index, index) if draft.is_quantity(i)]
    if between != [one.index, other.index] or one.unit != other.unit:
        return None
    if any(e.unit == one.unit for e in ends[:-2]):
        return None
    foreign = draft.library.ratios.foreign
    if foreign.search(one.words) or foreign.search(other.words) or text.count("(", one.position, position) > 0:
        return None
    return one, other


def _has(words: str, wanted: tuple[str, ...]) -> bool:
    """Whether a clause bears one of the words, not negated and not as what was to be done."""
    return any((at := words.find(w)) >= 0 and (not at or words[at - 1] not in _NEGATED) for w in wanted)


def _named(draft: Draft, index: int, rate: Quantity, position: int, name: _Name) -> None:
    """应办482件，办结470件，办结率97.51%."""
    entry = name.entry
    two = _last_two(draft, index, position)
    if two is None:
        _among_more(draft, index, rate, position, name)
        return
    fits = []
    for part, whole in (two, two[::-1]):
        asked = any(w in whole.words for w in entry.base)
        clear = asked and not any(w in part.words for w in entry.base)
        if _has(part.words, entry.part) and (clear or not _has(whole.words, entry.part)):
            fits.append((part, whole, asked))
    due = [(p, w, True) for p, w in (two, two[::-1]) if _due(p.words, w.words, name.label)]
    fits = due or fits
    if len(fits) != 1:
        _rest(draft, index, rate, two, name)
        return
    part, whole, asked = fits[0]
    if (entry.needs_base and not asked) or not name.fits(part, whole):
        return
    if _OVERALL.search(name.label):  # 总支出率 may be of all that the sentence lists, before ； too
        start = start_of(draft.masked.text, position, "。\n")
        if sum(e.unit == part.unit for e in ends_in(draft, start, position)) > 2:
            return
    vague = draft.library.ratios.vague.search(part.words + whole.words)
    sure = "completion" if "完成" in name.label else "named"
    kind = sure if asked and not vague else "likely"
    _judge(draft, (index, rate, position), part, whole, kind, name.label)


def _due(part: str, whole: str, name: str) -> bool:
    """应检1280台，实检1254台，定检率: what was due and what was done of it, in one word."""
    hit = _DUE.search(whole)
    return bool(hit and hit[1] in name and re.search(f"[实已]{hit[1]}", part))


def _among_more(draft: Draft, index: int, rate: Quantity, position: int, name: _Name) -> None:
    """More than two figures: two swapped digits must say which of them make the rate."""
    text = draft.masked.text
    ends = ends_in(draft, start_of(text, position), position)
    entry = name.entry
    parts = [e for e in ends if _has(e.words, entry.part)]
    pairs = [(p, w) for p in parts for w in ends if w is not p and w.unit == p.unit and name.fits(p, w)]
    found = only_swapped(pairs, rate)
    bases = [e for e in ends if any(w in e.words for w in entry.base)]
    foreign = draft.library.ratios.foreign
    if found is None and len(parts) == 1 and len(bases) == 1 and parts[0] is ends[-1] is not bases[0]:
        clean = not any(foreign.search(e.words) for e in (parts[0], bases[0]))
        alike = parts[0].unit == bases[0].unit and parts[0].quantity.base <= bases[0].quantity.base
        found = (parts[0], bases[0]) if clean and alike and name.fits(parts[0], bases[0]) else None
    told = ends_in(draft, start_of(text, position, "。\n"), position)
    if found and not otherwise(told, rate, found):
        add_ratio(draft, "named", index, found[0].index, found[1].index, name.label)


def _rest(
    draft: Draft, index: int, rate: Quantity, two: tuple[End, End], name: _Name
) -> None:
    """抽检1250批次，不合格15批次，合格率98.80%: what is missing to the whole."""
    for part, whole in (two, two[::-1]):
        negative = any(f"{no}{w}" in part.words for w in name.entry.part for no in "不未")
        asked = any(w in whole.words for w in name.entry.base)
        if negative and asked and name.fits(part, whole) and not pair_makes(part, whole, rate):
            add_ratio(draft, "rest", index, part.index, whole.index, name.label)


def _judge(
    draft: Draft, rate: tuple[int, Quantity, int], part: End, whole: End, kind: str, label: str
) -> None:
    """Record a pair, unless other figures of the sentence make the rate and this pair does not."""
    index, quantity, position = rate
    if not pair_makes(part, whole, quantity):
        if quantity.value == 100 and part.quantity.base >= whole.quantity.base:
            return  # 完成率 is often capped
        over = part.quantity.base > whole.quantity.base and quantity.value <= 100
        if kind == "named" and over and "到位" not in label:
            return  # more than all of it: what was carried in is part of the whole
        start = start_of(draft.masked.text, position, "。\n")
        ends = ends_in(draft, start, position)
        if pair_makes(whole, part, quantity) or otherwise(ends, quantity, (part, whole)):
            return
        before = [e for e in ends if e.index != whole.index and e.index <= part.index]
        if sum_makes(before, whole, quantity):
            return
    add_ratio(draft, kind, index, part.index, whole.index, label)


def _of_base(
    draft: Draft, index: int, rate: Quantity, position: int, found: _Found
) -> None:
    """412座，占年度任务400座的103.00%; 完成目标2500个的118%（实际2950个）."""
    masked = draft.masked
    text = masked.text
    start = start_of(text, position)
    ends = ends_in(draft, start, position)
    if not ends or ends[-1].index != index - 1:
        return
    whole = ends[-1]
    words = draft.library.ratios
    kind = "completion" if words.goals.search(whole.before) else "share"
    named = _BASE_FIRST.search(whole.before)
    item = f"{named[0] if named else whole.before}的比例"
    part = ends[-2] if len(ends) > 1 else None
    hit = part and _OF_BASE.fullmatch(text, part.position + 1, whole.position)
    if index - 2 in found.subjects and _OF_BASE.fullmatch(text, masked.positions[index - 2] + 1, whole.position):
        part = found.subjects[index - 2]  # 36座，完成任务30座的120%，占总量90座的40%
        hit = _OF_BASE.fullmatch(text, masked.positions[index - 2] + 1, whole.position)
    if part and hit and part.unit == whole.unit and not words.moved.search(part.words):
        found.subjects[index] = part
        value = quotient(part.quantity, whole.quantity)
        if "超" in hit[0] and value is not None and makes(value - Interval.exact(100), rate):
            add_ratio(draft, "excess", index, part.index, whole.index, item)
        else:
            _judge(draft, (index, rate, position), part, whole, kind, item)
        return
    later = _ACTUAL.match(text, position + 1)
    if later is None or not _BASE_FIRST.search(text[start : whole.position]):
        pairs = [(e, whole) for e in ends[:-1] if e.unit == whole.unit]
        pair = only_swapped(pairs, rate)
        if pair and not otherwise(ends_in(draft, start_of(text, position, "。\n"), position), rate, None):
            add_ratio(draft, kind, index, pair[0].index, whole.index, item)
        return
    after = ends_in(draft, later.start(1), later.end(1))
    if after and after[0].unit == whole.unit:
        _judge(draft, (index, rate, position), after[0], whole, kind, item)


def _unnamed(
    draft: Draft, index: int, rate: Quantity, position: int, hit: re.Match[str]
) -> None:
    """采购预算190.00万元，实际采购186.40万元，完成预算的98.11%."""
    two = _last_two(draft, index, position) or _with_base_after(draft, index, position, hit["base"])
    if two is None:
        return
    named, kind = hit["base"], hit["kind"] or ""
    bases = [e for e in two if named in e.words and kind in e.words]
    parts = [e for e in two if named not in e.words]
    if len(bases) == 1 and len(parts) == 1 and not _has(parts[0].words, ("下达", "安排", "批复", "到位")):
        told = "share" if named == "预算" else "completion"
        _judge(draft, (index, rate, position), parts[0], bases[0], told, f"完成{named}的比例")


def _with_base_after(
    draft: Draft, index: int, position: int, named: str
) -> tuple[End, End] | None:
    """完成产值5.16亿元，完成年度目标的103.2%，年度目标5亿元: the figure before, and the only such base."""
    text = draft.masked.text
    stop = end_of(text, position)
    ends = ends_in(draft, start_of(text, position), stop)
    part = next((e for e in ends if e.index == index - 1), None)
    bases = [e for e in ends if named in e.words]
    if part is None or len(bases) != 1 or bases[0].unit != part.unit or bases[0].position < position:
        return None
    return None if draft.library.ratios.foreign.search(part.words + bases[0].words) else (part, bases[0])


def _excess(draft: Draft, index: int, rate: Quantity, position: int) -> None:
    """计划2.40万亩，实施2.52万亩，超额完成5.0%."""
    two = _last_two(draft, index, position)
    goals = draft.library.ratios.goals
    bases = [e for e in two or () if goals.search(e.words)]
    parts = [e for e in two or () if not goals.search(e.words)]
    if len(bases) != 1 or len(parts) != 1 or parts[0].quantity.base <= bases[0].quantity.base:
        return
    part, whole = parts[0], bases[0]
    value = quotient(part.quantity, whole.quantity)
    if value is None or makes(value, rate):
        return
    excess = value - Interval.exact(100)
    ends = ends_in(draft, start_of(draft.masked.text, position, "。\n"), position)
    if makes(excess, rate) or not otherwise(ends, rate, (part, whole)):
        add_ratio(draft, "excess", index, part.index, whole.index, "超额完成")
