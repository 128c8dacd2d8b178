"""Lists of rates: 分别占62.23%和37.77%, 完成率依次为…, and shares printed before their amounts."""

from __future__ import annotations

import re

from extractor.find.clauses import end_of, start_of
from extractor.find.draft import Draft
from extractor.find.ratios_figures import (
    FIGURES,
    End,
    add_ratio,
    ends_in,
    makes,
    otherwise,
    pair_makes,
    percent,
    share_label,
    spread,
    words_before,
)
from extractor.intervals import Interval
from extractor.model import Quantity

_HEAD = re.compile(
    f"(?:^|[，。；:、(])[^，。；:、()\n{FIGURES}]{{0,8}}?(?:(?P<share>占比|比重|比例|占)|(?P<rate>[\u4e00-\u9fff]{{2}}率))?"
    "(?:分别|依次)(?:为|是|达到|达|:)*(?P<late>占)?$"
)
_BEFORE = re.compile("[，、(]?(?:为|计|即|共计|共|金额为|金额)*")
_FIRST = re.compile("[^占]{2,}占(?P<of>[^占]{0,12}?)的?(?:比重|比例|比)?为?")
_FEW = 2


def find_share_lists(draft: Draft, listed: list[int]) -> None:
    """Find lists among the rates, given by their index."""
    masked = draft.masked
    text = masked.text
    done = -1
    before: list[tuple[int, int]] = []
    wholes: dict[int, str] = {}
    for index in listed:
        position = masked.positions[index]
        window = text[max(position - 24, 0) : position]
        if index > done and ("分别" in window or "依次" in window):
            hit = _HEAD.search(window)
            rates = _run(draft, index)
            if hit and len(rates) >= _FEW:
                done = rates[-1]
                share = bool(hit["share"] or hit["late"])
                if share or hit["rate"]:
                    _list(draft, rates, position, share)
        elif "占" in window:
            amount = _amount_after(draft, index)
            head = _FIRST.fullmatch(words_before(text, position)) if amount is not None else None
            if head and amount is not None and not _follows_figure(text, position):
                before.append((index, amount))
                wholes[index] = head["of"]
    _shares_first(draft, before, wholes)


def _follows_figure(text: str, position: int) -> bool:
    """Whether the clause of a share begins right after a figure (…60万元占60%)."""
    start = position - len(words_before(text, position))
    return start > 0 and text[start - 1] in "\ue000\ue004\ue005\ue006"


def _run(draft: Draft, first: int) -> list[int]:
    """The rates of a list from its first on."""
    masked = draft.masked
    found = [first]
    while found[-1] + 1 < len(masked.tokens):
        last = found[-1]
        gap = masked.text[masked.positions[last] + 1 : masked.positions[last + 1]]
        if gap not in {"、", "和", "及", "，", "与"} or masked.tokens[last + 1].kind != "rate":
            break
        found.append(last + 1)
    return found


def _quantities(draft: Draft, rates: list[int]) -> list[Quantity]:
    """The rates of a list, if all are exact."""
    known = [q for i in rates if (q := draft.quantity(i)) and not q.approximate and q.comparator is None]
    return known if len(known) == len(rates) else []


def _list(draft: Draft, rates: list[int], position: int, share: bool) -> None:
    """As many figures as rates before them, or twice as many: parts and their bases."""
    text = draft.masked.text
    ends = ends_in(draft, start_of(text, position, "。\n"), position)
    printed = _quantities(draft, rates)
    count = len(rates)
    if not printed or len(ends) < count or len({e.unit for e in ends[-count:]}) > 1:
        return
    if any(draft.library.ratios.foreign.search(e.before) for e in ends[-count:]):
        return
    if share:
        _with_best_whole(draft, ends[-count:], ends[:-count], list(zip(rates, printed, strict=True)))
    elif len(ends) >= 2 * count and len({e.unit for e in ends[-2 * count :]}) == 1:
        one, other = ends[-2 * count : -count], ends[-count:]
        pairs = max(
            (list(zip(a, b, strict=True)) for a, b in ((one, other), (other, one))),
            key=lambda ps: sum(pair_makes(a, b, q) for (a, b), q in zip(ps, printed, strict=True)),
        )
        right = sum(pair_makes(a, b, q) for (a, b), q in zip(pairs, printed, strict=True))
        if _sure(right, printed):
            for (part, whole), rate in zip(pairs, rates, strict=True):
                add_ratio(draft, "named", rate, part.index, whole.index, f"{part.before}的比率")


def _sure(right: int, printed: list[Quantity]) -> bool:
    """Whether so many rates that come out tell which figures they were made of."""
    return right >= _FEW or (right == 1 and all(q.decimals > 0 for q in printed))


def _with_best_whole(
    draft: Draft, parts: list[End], others: list[End], rates: list[tuple[int, Quantity]],
    *, beside: bool = False,
) -> None:  # fmt: skip
    """The whole that makes most of the shares: a figure before the list, or what the list adds up to.

    One share that comes out is enough where the whole stands `beside` the list.
    """
    unit = parts[0].unit
    total = Interval.exact(0)
    for part in parts:
        total = total + spread(part.quantity)
    wholes: list[tuple[End | None, Interval]] = [(None, total)]
    wholes += [(e, spread(e.quantity)) for e in others if e.unit == unit]

    def right(whole: tuple[End | None, Interval]) -> int:
        values = [percent(spread(p.quantity), whole[1]) for p in parts]
        return sum(makes(v, q) for v, (_, q) in zip(values, rates, strict=True))

    best = max(wholes, key=lambda w: (right(w), w[0] is not None))
    if not _sure(right(best), [q for _, q in rates]) and not (beside and best[0] and right(best)):
        return
    for part, (rate, _) in zip(parts, rates, strict=True):
        if best[0] is not None:
            add_ratio(draft, "share", rate, part.index, best[0].index, share_label(part))
            continue
        terms = [p.index for p in parts]
        add_ratio(draft, "share", rate, part.index, terms[0], share_label(part), terms[1:])


def find_share_groups(draft: Draft, shares: list[tuple[int, Quantity, End]]) -> None:
    """Three parts and more of one sentence, each with its share: a figure before them makes most."""
    masked = draft.masked
    known = {f.start for f in draft.facts if f.pattern.startswith("ratios.")}
    groups: dict[int, list[tuple[int, Quantity, End]]] = {}
    for share in shares:
        groups.setdefault(start_of(masked.text, share[2].position, "。\n"), []).append(share)
    for start, group in groups.items():
        if len(group) <= _FEW or len({e.unit for _, _, e in group}) > 1:
            continue
        before = start_of(masked.text, max(start - 1, 0), "。\n")
        told = ends_in(draft, before, group[0][2].position)
        wholes = [e for e in told if e.unit == group[0][2].unit]
        best = max(
            wholes, default=None,
            key=lambda w: (sum(pair_makes(e, w, q) for _, q, e in group), w.position),
        )  # fmt: skip
        right = sum(pair_makes(e, best, q) for _, q, e in group) if best else 0
        if best is None or right < _FEW or 2 * right < len(group):
            continue
        for rate, quantity, part in group:
            fresh = masked.tokens[rate].start not in known
            if fresh and part.quantity.base <= best.quantity.base and not otherwise(told, quantity, (part, best)):
                add_ratio(draft, "share", rate, part.index, best.index, share_label(part))


def _amount_after(draft: Draft, index: int) -> int | None:
    """抽检经费占62%，为192.2万元: the figure that follows a share as its amount."""
    masked = draft.masked
    if index + 1 >= len(masked.tokens):
        return None
    here, there = masked.positions[index] + 1, masked.positions[index + 1]
    gap = masked.text[here:there]
    if len(gap) > _FEW * 2 or gap in {"", "，", "、", "，共", "，共计"} or not _BEFORE.fullmatch(gap):
        return None
    return index + 1 if masked.tokens[index + 1].kind in {"money", "wan", "count"} else None


def _shares_first(
    draft: Draft, found: list[tuple[int, int]], wholes: dict[int, str]
) -> None:
    """Shares before their amounts, sentence by sentence."""
    masked = draft.masked
    groups: dict[int, list[tuple[int, int]]] = {}
    for rate, amount in found:
        start = start_of(masked.text, masked.positions[rate], "。\n")
        groups.setdefault(start, []).append((rate, amount))
    for start, group in groups.items():
        printed = _quantities(draft, [r for r, _ in group])
        parts = [e for _, a in group for e in ends_in(draft, masked.positions[a], masked.positions[a] + 1)]
        if not parts or len(printed) != len(group) or len(parts) != len(group):
            continue
        if len({e.unit for e in parts}) == 1:
            line = masked.text.rfind("\n", 0, start) + 1
            stop = end_of(masked.text, start, "。\n")
            own = {a for _, a in group}
            told = [e for e in ends_in(draft, start, stop) if e.index not in own]
            of = wholes[group[0][0]]
            named = [e for e in told if of and of in e.words and e.unit == parts[0].unit]
            rates = [(r, q) for (r, _), q in zip(group, printed, strict=True)]
            if len(named) == 1 and all(wholes[r] in {of, ""} for r, _ in group):
                for part, (rate, _) in zip(parts, rates, strict=True):
                    add_ratio(draft, "share", rate, part.index, named[0].index, share_label(part))
            elif len(group) >= _FEW:
                others = ends_in(draft, line, masked.positions[group[0][0]])[-1:]
                beside = bool(others) and others[0].position >= start
                _with_best_whole(draft, parts, others, rates, beside=beside)
