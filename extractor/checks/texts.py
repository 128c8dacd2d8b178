"""What checks ask about the running text: sentences, headings, names in them, completeness."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from extractor.checks.context import Context
from extractor.library import wordings_of
from extractor.model import Fact
from extractor.model.quick import quick
from extractor.text.headings import MARK_STARTS, mark

Span = tuple[int, int]

_STOP = re.compile(r"[。；\n]")
_TITLE_END = re.compile("[。:；，]")
_PARTS = "part."
_PARTS_NEEDED = 5
_FULL_LENGTH = 800
"""A complete report has most of the six parts, and more characters than this."""
_TITLE = 40
"""Characters that a numbered paragraph begins with."""
_GENERIC = re.compile(
    r"项目|经费|资金|补助|补贴|专项|支出|工作|建设|预算|及|和|与|的|管理|服务|运转|保障|执行率|完成率"
    r"|增长率|率|数量|个数|人数|次数|年度|全年|开展|实施|情况|指标|等|[^\u4e00-\u9fff]"
)


@quick
@dataclass(frozen=True, slots=True)
class Marked:
    """A paragraph that begins with a number (一、 （一） 1. （1）): level, number, its first words."""

    level: int
    ordinal: int
    title: str
    start: int
    end: int


def sentences(context: Context) -> list[Span]:
    """The sentences of the report (between 。 ； and line ends), in order."""
    if "sentences" not in context.memo:
        text, spans, start = context.folded, [], 0
        for stop in _STOP.finditer(text):
            if stop.start() > start:
                spans.append((start, stop.start()))
            start = stop.end()
        if len(text) > start:
            spans.append((start, len(text)))
        context.memo["sentences"] = spans
    found: list[Span] = context.memo["sentences"]
    return found


def sentence_at(context: Context, position: int) -> Span:
    """The sentence that holds a position."""
    spans = sentences(context)
    return spans[max(0, bisect_right(spans, (position, len(context.folded))) - 1)] if spans else (0, 0)


def following(context: Context, span: Span) -> Span:
    """A sentence together with the next one."""
    spans = sentences(context)
    number = bisect_left(spans, span)
    return (span[0], spans[min(number + 1, len(spans) - 1)][1])


def facts_in(context: Context, start: int, end: int, limit: int = 4) -> tuple[str, ...]:
    """Ids of the first facts that lie inside a span: the evidence for words."""
    if "starts" not in context.memo:
        context.memo["starts"] = [f.start for f in context.report.facts]
    facts = context.report.facts
    first = bisect_left(context.memo["starts"], start)
    found: list[str] = []
    while first < len(facts) and facts[first].start < end and len(found) < limit:
        if facts[first].end <= end + 1:
            found.append(facts[first].id)
        first += 1
    return tuple(found)


def marked(context: Context) -> list[Marked]:
    """The numbered paragraphs."""
    if "marked" not in context.memo:
        text, found, start = context.folded, [], 0
        for line in text.split("\n"):
            head = mark(line) if line.lstrip()[:1] in MARK_STARTS else None
            if head:
                level, ordinal, width = head
                title = _TITLE_END.split(line[width : width + _TITLE], maxsplit=1)[0]
                found.append(Marked(level, ordinal, title.strip(), start, start + len(line)))
            start += len(line) + 1
        context.memo["marked"] = found
    paragraphs: list[Marked] = context.memo["marked"]
    return paragraphs


def is_full_report(context: Context) -> bool:
    """Whether this is a complete 整体支出 report, so that its silence says something.

    A fragment, a form and a report on one project are not: what they lack may stand elsewhere.
    """
    if "full" not in context.memo:
        kind = context.report.kind or ""
        full = kind.startswith("department_overall") and len(context.folded) >= _FULL_LENGTH
        if full:
            titles = "\n".join(m.title for m in marked(context))
            full = sum(part.hits(titles) for part in wordings_of(_PARTS)) >= _PARTS_NEEDED
        context.memo["full"] = full
    return bool(context.memo["full"])


def indicator_spans(context: Context) -> list[Span]:
    """The stretch of text of each indicator, from its first to its last fact."""
    if "indicator_spans" not in context.memo:
        spans = []
        for item in context.report.indicators:
            facts = [f for figure in item.fields.values() for f in figure.mentions]
            spans.append((min(f.start for f in facts), max(f.end for f in facts)))
        context.memo["indicator_spans"] = spans
    found: list[Span] = context.memo["indicator_spans"]
    return found


def in_indicator(context: Context, start: int, end: int) -> bool:
    """Whether a span touches the text of an indicator."""
    return any(a < end and start < b for a, b in indicator_spans(context))


@lru_cache(maxsize=1024)
def telling_pairs(name: str) -> frozenset[str]:
    """The pairs of characters that tell a name from others (words that all share left out)."""
    return frozenset(
        word[i : i + 2] for word in _GENERIC.split(name) for i in range(len(word) - 1)
    )


def is_named(name: str, words: str) -> bool:
    """Whether words speak of the thing of that name; a single common pair is enough.

    It is asked where speaking of something excuses it, so it leans towards yes.
    """
    return any(pair in words for pair in telling_pairs(name))


def likeness(one: str, other: str) -> float:
    """Share of common telling pairs: 2 x common ÷ all."""
    left, right = telling_pairs(one), telling_pairs(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def mentions(context: Context, kind: str) -> list[Fact]:
    """Every fact of a list of words (`problems`, `claims`, `unit.aliases` …)."""
    return [
        fact
        for item in context.report.items(kind)
        for figure in item.fields.values()
        for fact in figure.mentions
    ]


def problem_words(context: Context) -> list[tuple[str, str]]:
    """Fact id and folded words of the reasons given and the problems admitted."""
    if "problem_words" not in context.memo:
        reasons = [
            f for item in context.report.indicators if (figure := item["deviation_reason"])
            for f in figure.mentions
        ]  # fmt: skip
        context.memo["problem_words"] = [
            (f.id, context.words(f)) for f in (*reasons, *mentions(context, "problems"))
        ]
    words: list[tuple[str, str]] = context.memo["problem_words"]
    return words
