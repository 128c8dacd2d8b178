"""Shares whose whole the sentence prints, or the report under the very name that they give."""

from __future__ import annotations

import re

from extractor.find.clauses import start_of
from extractor.find.draft import Draft
from extractor.find.ratios_figures import (
    FIGURES,
    End,
    add_ratio,
    ends_in,
    only_swapped,
    otherwise,
    pair_makes,
    share_label,
    sum_makes,
)
from extractor.model import Quantity

_INNER = f"[^，。；:、()\n{FIGURES}]"
_SHARE = re.compile(
    f"{_INNER}{{0,8}}[，、(]?(?:约|仅|只)?占(?P<of>{_INNER}{{0,14}}?)的?(?:比重|比例|比)?(?:为|达到|达|是)?:?"
)
_TOTAL = re.compile("合计|总计|总额|总支出|总收入|预算|决算")
_OPENED = re.compile("[^，。；:\n\ue001\ue002]{0,8}[，。；:(]?")
"""What stands between a whole and its 其中: perhaps a count of something else (6120户、10844人)."""
_COUNT_OF = re.compile("总(?:数|量|人数|额)$")
_LONG = 4


def find_share(draft: Draft, index: int, rate: Quantity, position: int) -> End | None:
    """The part of a share whose whole is the one of its sentence, None for others.

    1126人，其中脱贫户1038人，占92.18%; 占本年支出合计的34.15%.
    """
    text = draft.masked.text
    start = start_of(text, position, "。\n")
    ends = ends_in(draft, start, position)
    if not ends or ends[-1].index != index - 1:
        return None
    part = ends[-1]
    hit = _SHARE.fullmatch(text, part.position + 1, position)
    if hit is None or draft.library.ratios.foreign.search(part.before):
        return None
    of = hit["of"]
    plain = not of or of in draft.library.ratios.wholes
    whole = _whole(draft, ends, start, of)
    if whole is not None:
        _judge(draft, (index, rate), part, whole, ends)
    elif plain:
        pairs = [(part, e) for e in ends[:-1] if e.unit == part.unit and e.quantity.base > part.quantity.base]
        found = only_swapped(pairs, rate)
        if found and not otherwise(ends, rate, None):
            add_ratio(draft, "share", index, part.index, found[1].index, share_label(part))
    elif len(of) >= _LONG and _TOTAL.search(of):
        _elsewhere(draft, index, rate, part, of)
    return part if plain else None


def _judge(
    draft: Draft, printed: tuple[int, Quantity], part: End, whole: End, ends: list[End]
) -> None:
    """Record a share of a certain whole, unless other figures of the sentence make it."""
    index, rate = printed
    if whole.unit != part.unit or whole.quantity.base < part.quantity.base:
        return
    if not pair_makes(part, whole, rate):
        before = [e for e in ends if e.index > whole.index]
        if otherwise(ends, rate, (part, whole)) or sum_makes(before, whole, rate):
            return
    add_ratio(draft, "share", index, part.index, whole.index, share_label(part))


def _whole(draft: Draft, ends: list[End], start: int, of: str) -> End | None:
    """The figure before 其中, or the only one whose words are those of the whole."""
    text = draft.masked.text
    part = ends[-1]
    mark = text.rfind("其中", start, part.position)
    before = next((e for e in reversed(ends) if e.position < mark and e.unit == part.unit), None)
    if before is not None and not _OPENED.fullmatch(text, before.position + 1, mark):
        before = None
    if not of or of in draft.library.ratios.wholes:
        return before
    if before is not None and of in before.words:
        return before
    of = _COUNT_OF.sub("", of) or of
    named = [e for e in ends[:-1] if of in e.words]
    return named[0] if len(named) == 1 else None


def _elsewhere(draft: Draft, index: int, rate: Quantity, part: End, of: str) -> None:
    """The whole is printed once in the report under that name, and no other amount makes the share."""
    masked = draft.masked
    text = masked.text
    if part.unit != "money":
        return
    found: list[int] = []
    for hit in re.finditer(f"(?:^|[，。；:、(\n]|年度?|\ue008度?){re.escape(of)}(?:共|为|是|:|达)*([\ue000\ue005])", text):
        token = masked.token_at(hit.start(1))
        if token is not None:
            found.append(token)
    values = {q.base for i in found if (q := draft.quantity(i, money=True))}
    if len(values) != 1:
        return
    at = masked.positions[found[0]]
    whole = next(iter(ends_in(draft, at, at + 1)), None)
    if whole is None or whole.unit != "money" or whole.quantity.base < part.quantity.base:
        return
    if not pair_makes(part, whole, rate):
        amounts = [e for e in ends_in(draft, 0, len(text)) if e.unit == "money"]
        if any(pair_makes(part, e, rate) for e in amounts):
            return
    add_ratio(draft, "share", index, part.index, whole.index, share_label(part))
