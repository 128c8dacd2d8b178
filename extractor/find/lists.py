"""Amounts that stand in a list apart from their labels: 甲、乙年初预算分别为A、B.

Heads and figures are paired only if there are as many of one as of the other and every head
is read in full; otherwise the whole list is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import combinations

from extractor.find.draft import Draft
from extractor.library import Label, Labels

_FIGURE = "[\ue000\ue001\ue005\ue006]"
_LIST = re.compile(
    r"(?:(?:分别|各自)(?P<verb>[\u4e00-\u9fff]{0,8}?)(?:为|是|达到|达|:)*|各(?:为|是))"
    rf"(?P<figures>{_FIGURE}(?:(?:[、，]|和|及|与|以及){_FIGURE})+)"
)
_HEADS = re.compile("[^，。；:\n\ue000-\ue007]{0,80}$")
_SEPARATOR = re.compile("、|以及|和|及|与")
_BOTH = re.compile("(?P<lead>.*?)(?:收、?支|收入[、和与]?支出)(?P<tail>总计|合计|总额|决算|预算|)(?P<rest>.*)")
_MOST_SEPARATORS = 9


@dataclass(slots=True)
class Lists:
    """The paired figures of a paragraph, and the figures of lists that could not be paired."""

    labels: dict[int, Label] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    unpaired: set[int] = field(default_factory=set)


def read_lists(draft: Draft, start: int, end: int) -> Lists:
    """Pair the lists of a masked span with their heads."""
    found = Lists()
    earlier: list[Label] = []
    masked = draft.masked
    for hit in _LIST.finditer(masked.text, start, end):
        before = masked.text[max(start, hit.start() - 80) : hit.start()]
        heads_before = _HEADS.search(before)
        words = heads_before[0] if heads_before else ""
        begin = hit.start() - len(words)
        figures = list(masked.tokens_in(*hit.span("figures")))
        _lend_unit(draft, figures)
        heads = split_heads(draft.library.labels, words, len(figures))
        if heads and hit["verb"]:  # 中央资金和省级资金分别到位300万元和200万元
            heads = _with_verb(draft.library.labels, heads, hit["verb"])
        elif heads is None:
            alone = draft.library.labels.read(words)
            same_sentence = not re.search("[。\n]", masked.text[start:begin])
            if same_sentence and alone.measure and not alone.subject and not alone.foreign:
                heads = _same_subjects(earlier, alone, len(figures))
        if heads is None:
            found.unpaired |= set(figures)
            continue
        found.labels |= dict(zip(figures, heads, strict=True))
        found.starts[figures[0]] = begin
        found.words |= dict.fromkeys(figures, draft.printed(begin, hit.start()))
        earlier, start = heads, hit.end()
    return found


def _with_verb(labels: Labels, heads: list[Label], verb: str) -> list[Label] | None:
    said = labels.read(verb)
    measure = said.measure or said.verb
    if said.foreign or said.subject or not measure or any(h.measure for h in heads):
        return None
    return [replace(h, measure=measure) for h in heads]


def _same_subjects(earlier: list[Label], alone: Label, count: int) -> list[Label] | None:
    """…决算分别为A、B，执行率分别为a、b: the second list has the subjects of the first."""
    if len(earlier) != count or len({h.subject for h in earlier}) != count:
        return None
    return [replace(alone, subject=h.subject) for h in earlier]


def _lend_unit(draft: Draft, figures: list[int]) -> None:
    """A list prints its unit once, after the last figure (分别为80、20万元)."""
    kinds = [draft.masked.tokens[i].kind for i in figures]
    last = draft.masked.tokens[figures[-1]].quantity
    if last and last.unit and kinds[-1] != "bare" and set(kinds[:-1]) == {"bare"}:
        unit = last.unit + ("元" if kinds[-1] == "wan" else "")
        draft.lent |= dict.fromkeys(figures[:-1], unit)


def split_heads(labels: Labels, words: str, count: int) -> list[Label] | None:
    """Labels of the heads of a list, or None if the words cannot be split into so many."""
    both = _BOTH.fullmatch(words)
    if both and count == 2:
        parts = [f"{both['lead']}{side}{both['tail']}{both['rest']}" for side in ("收入", "支出")]
        return _readable(labels, parts)
    marks = list(_SEPARATOR.finditer(words))
    if not count - 1 <= len(marks) <= _MOST_SEPARATORS:
        return None
    choices = sorted(
        combinations(marks, count - 1), key=lambda ms: sum(m[0] != "、" for m in ms)
    )
    for chosen in choices:
        edges = [0, *(e for m in chosen for e in m.span()), len(words)]
        heads = _readable(labels, [words[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)])
        if heads:
            return heads
    return None


def _readable(labels: Labels, parts: list[str]) -> list[Label] | None:
    heads = [labels.read(part) for part in parts]
    known = {*labels.vocabulary.subjects, *(x.subject for x in labels.vocabulary.lines.values())}
    several = [
        "、" in part or (head.subject and head.subject not in known and _SEPARATOR.search(part))
        for part, head in zip(parts, heads, strict=True)
    ]
    if any(several):  # two labels left in one head: there are more heads than figures
        return None
    if any(h.foreign or not (h.measure or h.subject) for h in heads):
        return None
    return _completed(heads)


def _completed(heads: list[Label]) -> list[Label]:
    """Fill what a head leaves out from the ones before it, else from those after it."""
    before: Label | None = None
    for number, head in enumerate(heads):
        if before:
            head = replace(
                head, measure=head.measure or before.measure, subject=head.subject or before.subject
            )
        heads[number] = before = head
    measure: str | None = None
    for number in range(len(heads) - 1, -1, -1):
        measure = heads[number].measure or measure
        heads[number] = replace(heads[number], measure=measure)
    return heads
