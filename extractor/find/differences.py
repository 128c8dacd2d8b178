"""Three figures of one sentence, one of which is said to be the difference of the others.

下达500万元，已拨付141.40万元，未拨付358.60万元: the words (未拨付, 净值, 缺编, 超计划 …) say which two are
meant; `patterns/relations.yaml` has them. Each becomes one `differences[i]`.
"""

from __future__ import annotations

import re

from extractor.find.apply import figure_index, matches
from extractor.find.clauses import sentences_with, start_of
from extractor.find.draft import Draft
from extractor.find.relations import subject_of
from extractor.library.match import Match

_ANY = "\ue000-\ue00a"
_MONEY = "\ue000\ue005"
_END = f"[^，。；、\n{_ANY}]{{0,8}}[{_MONEY}\ue004]"
_LEFT = re.compile(f"[未尚结节剩净缺空超偏相差提少多欠]{_END}")
_HALF = "下半年"
"""The second half of a year: what the whole year spent less the first half."""
_LEFT_OR_HALF = re.compile(f"{_LEFT.pattern}|{_HALF}{_END}")
_LEFT_WORD = re.compile(
    f"(?:未[拨支使发完办整]|尚余|[结节剩]余|节[约省]|净[值资增追调]|[缺空]编|空缺|缺口|超[计任目额出收支预]|偏差|相差|差额|提前"
    f"|[少多差](?=[{_MONEY}\ue004])|尚缺|欠){_END}"
)
"""A word for what is left before a figure: only such sentences are looked at (first by its character)."""
_ANOTHER = re.compile(rf"[，、；和及][^，。；、:\n{_ANY}]{{0,12}}([{_MONEY}\ue004])")
"""A figure right after the last one: what is left may have a third part (在建4个，未开工3个)."""
_NO_PART = re.compile("[，、；和及](?:其中|占|比|较|主要|人均|同比|为|含|系|是)")
_OTHER_MEANS = re.compile("(?:上年|年初|期初)[^，。；\n]{0,6}结[转余]|其他收入|加上|另有|上缴|统筹")
"""Money beside the whole, or another way for it to go."""
_CLOSED = re.compile("可用|合计|总计|总额|总收入|共")
"""Labels of a whole that has all parts before it in it."""


def find_differences(draft: Draft) -> None:
    """Find differences that are printed with both of their figures."""
    text = draft.masked.text
    half = draft.masked.has(_HALF)
    spans = [
        (start, end) for start, end in sentences_with(text, _LEFT_OR_HALF if half else _LEFT)
        if _LEFT_WORD.search(text, start, end) or (half and text.find(_HALF, start, end) >= 0)
    ]  # fmt: skip
    if not spans:
        return
    linked = set(draft.linked)
    wanted = [p for p in draft.library.file("relations") if p.id.startswith("differences")]
    for start, end in spans:
        for hit in matches(draft, wanted, start, end):
            _difference(draft, hit)
    draft.linked = linked  # the figures stay what they were: counts of activities, amounts


def _difference(draft: Draft, hit: Match) -> None:
    found = {name: figure_index(draft, hit, name) for name in ("whole", "part", "rest")}
    quantities = [draft.quantity(i, money=True) for i in found.values() if i is not None]
    known = [q for q in quantities if q is not None and q.dimension]
    if len(known) < 3 or len({q.dimension for q in known}) > 1:
        return
    if known[0].dimension == "count" and len({q.unit for q in known}) > 1:
        return
    if _is_doubtful(draft, hit):
        return
    prefix = f"differences[{draft.next_index('differences')}]"
    whole = found["whole"]
    item = subject_of(draft, whole) if whole is not None else None
    for name, index in found.items():
        if index is not None:
            path = hit.pattern.targets[name].rpartition(".")[2]
            draft.add_figure(
                f"{prefix}.{path}", index, label=subject_of(draft, index), pattern="differences",
                item=item, money=True, share=True,
            )  # fmt: skip


def _is_doubtful(draft: Draft, hit: Match) -> bool:
    """Whether other figures of the sentence may belong to the sum."""
    text = draft.masked.text
    after = _ANOTHER.match(text, hit.end)
    if after is not None and not _NO_PART.match(text, hit.end):
        kinds = draft.masked.tokens[draft.masked.tokens_in(hit.end - 1, hit.end)[0]].kind
        token = draft.masked.token_at(after.start(1))
        if token is not None and draft.masked.tokens[token].kind == kinds:
            return True
    if not hit.pattern.id.endswith(".open"):
        return False
    first = min(hit.spans[name][0] for name in ("whole", "part"))
    start = start_of(text, first)
    label = re.split("[，、]", text[start:first])[-1]
    if text[first] in _MONEY:
        line, end = text.rfind("\n", 0, first) + 1, text.find("\n", hit.end)
        if "收入" in label and "预算" not in text[first : hit.end]:
            return True
        if _OTHER_MEANS.search(text, line, end if end >= 0 else len(text)):
            return True
    return bool(re.search(f"[{_MONEY}\ue004]", text[start:first])) and not _CLOSED.search(label)
