"""Indicators of a narrative report: where each begins and ends, its name, level and fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.find.apply import apply, matches, record
from extractor.find.clauses import start_of
from extractor.find.draft import Draft
from extractor.library import Match, Pattern, run
from extractor.library.form import FIGURES

_PREFIX = re.compile(
    r"^(?:[\ue00a①-⑳\s]|指标[一二三四五六七八九十\d]+[:、]?|[一二三四五六七八九十]+是|"
    r"[(][一二三四五六七八九十]+[)]|[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[项个]指标[:，]?|“)+"
)
_SUFFIX = re.compile(
    r"(?:[:，、\s”]|该项?指标|该项|这一指标|此项指标|指标|的|其中|[(]\ue003[)]|[(]\ue006[)]|年初|全年|年度|设定)+$"
)
_LEVEL1 = {
    "产出": "产出指标",
    "效益": "效益指标",
    "满意度": "满意度指标",
    "成本": "成本指标",
}
_LEVEL2_OF: dict[str, str] = {
    "数量": "产出指标", "质量": "产出指标", "时效": "产出指标",
    "经济效益": "效益指标", "社会效益": "效益指标", "生态效益": "效益指标", "可持续影响": "效益指标",
    "服务对象满意度": "满意度指标",
}  # fmt: skip
_SPOKEN_LEVEL = re.compile(
    r"(?:数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|服务对象满意度)指标"
)
_STRICT = re.compile(r"值")
_ORDER = ("midyear", "target", "actual", "completion_rate", "weight", "score",
          "deviation_reason", "improvement", "target_text", "actual_text")  # fmt: skip


@dataclass(slots=True)
class _Anchor:
    """One target statement: the hit and where it starts, span of the indicator's name."""

    start: int
    name: tuple[int, int]
    begin: int
    strict: bool
    hit: Match


def find_indicators(draft: Draft) -> None:
    """Find the indicators and their fields."""
    patterns = {p.id.removeprefix("indicator."): p for p in draft.library.file("indicators")}
    anchors = _anchors(draft, [patterns["target"], patterns["target_text"]])
    for number, anchor in enumerate(anchors):
        following = anchors[number + 1].begin if number + 1 < len(anchors) else None
        end = _end(draft, anchor, following)
        if not _complete(draft, anchor, end, patterns):
            continue
        index = draft.next_index("indicators")
        prefix = f"indicators[{index}]"
        name = draft.printed(*anchor.name)
        draft.add_words(
            f"{prefix}.name", *anchor.name, label="指标名称", pattern="indicator.name", item=name
        )
        _levels(draft, anchor, prefix, name)
        for field in _ORDER:
            begin = anchor.begin if field in {"weight", "score"} else anchor.start
            if field.endswith("_text") and f"{prefix}.{field.removesuffix('_text')}" in draft.paths:
                continue
            said = anchor.hit if anchor.hit.pattern is patterns[field] else None
            if said is None or not record(draft, said, prefix=prefix, item=name):
                apply(draft, [patterns[field]], begin, end, prefix=prefix, item=name, once=True)
    _groups(draft, patterns["group"])
    apply(draft, [patterns["count"]])


def _groups(draft: Draft, pattern: Pattern) -> None:
    """Sub-totals of level-1 blocks; an unnamed one takes its name from the heading above."""
    for hit in matches(draft, [pattern]):
        index = draft.next_index("indicators.groups")
        prefix = f"indicators.groups[{index}]"
        named = hit.spans.get("name")
        name = draft.printed(*named) if named else _name_from_heading(draft, hit, prefix)
        record(draft, hit, prefix=prefix, item=name or None)


def _name_from_heading(draft: Draft, hit: Match, prefix: str) -> str:
    for heading in reversed(draft.text.section(draft.masked.origin(hit.start))):
        title = draft.text.folded[heading.start : heading.end]
        word = next((w for w in draft.library.words["level1_word"] if w in title), "")
        if word:
            start = draft.masked.locate(heading.start + title.find(word))
            draft.add_words(
                f"{prefix}.name", start, start + len(word), label=hit.pattern.title,
                pattern=hit.pattern.id, item=word,
            )  # fmt: skip
            return word
    return ""


def _anchors(draft: Draft, patterns: list[Pattern]) -> list[_Anchor]:
    """Target statements with a name before them, in reading order."""
    hits: list[Match] = sorted(run(patterns, draft.masked), key=lambda m: (m.start, -m.end))
    anchors: list[_Anchor] = []
    last = 0
    for hit in hits:
        if hit.start < last or _taken(draft, hit):
            continue
        found = _name(draft, hit.start)
        if not found:
            continue
        begin, name = found
        label = draft.masked.text[hit.start : hit.spans["value"][0]]
        anchors.append(_Anchor(hit.start, name, begin, bool(_STRICT.search(label)), hit))
        last = hit.end
    return anchors


def _taken(draft: Draft, hit: Match) -> bool:
    start, _ = hit.spans["value"]
    kind = hit.pattern.forms[hit.form].groups["value"]
    index = draft.masked.token_at(start)
    return kind in FIGURES and (index is None or index in draft.taken)


def _name(draft: Draft, position: int) -> tuple[int, tuple[int, int]] | None:
    """Begin of the indicator and span of its name: the last named clause before the target."""
    text = draft.masked.text
    begin = start_of(text, position)
    words = text[begin:position]
    heading = draft.heading_ending_at(begin)
    if heading and not words.strip():  # the run-in heading is the name
        words = text[draft.masked.locate(heading.start) : begin - 1]
        begin -= len(words) + 1
    elif re.fullmatch(r"[\s:，]*(?:该项?指标)?[\s:，]*", words) and begin >= 2:
        # the name stands in a heading of its own: take the paragraph before
        before = text.rfind("\n", 0, begin - 1) + 1
        begin, words = before, text[before : begin - 1]
    while words:
        trimmed = _SUFFIX.sub("", words)
        cut = max(trimmed.rfind("，"), trimmed.rfind(":"))
        clause = trimmed[cut + 1 :]
        mark = _PREFIX.match(clause)
        core = clause[mark.end() :] if mark else clause
        skip = max(core.rfind(c) for c in "—–“") + 1  # 产出指标—数量指标—治理河道长度
        core = core[skip:]
        if core and not re.search("[\ue000\ue001\ue008\ue009]", core):
            start = begin + cut + 1 + (mark.end() if mark else 0) + skip
            return (begin, (start, start + len(core))) if 2 <= len(core) <= 50 else None
        if cut <= 0:
            return None
        words = trimmed[:cut]
    return None


def _end(draft: Draft, anchor: _Anchor, following: int | None) -> int:
    """End of an indicator: the next one, the next heading, or the end of its paragraph run."""
    masked, text = draft.masked, draft.text
    limit = len(masked.text) if following is None else following
    offset = masked.origin(anchor.start)
    for heading in text.headings:
        if heading.start > offset:
            limit = min(limit, masked.locate(heading.start))
            break
    # an indicator seldom runs over more than four paragraphs
    position = anchor.start
    for _ in range(4):
        position = masked.text.find("\n", position + 1)
        if position < 0 or position >= limit:
            return limit
    return min(limit, position)


def _complete(draft: Draft, anchor: _Anchor, end: int, patterns: dict[str, Pattern]) -> bool:
    """A target alone is no indicator: an actual value or a score must follow.

    A loose label (目标500人, 计划…) must have its actual value in the same sentence.
    """
    stop = end
    if not anchor.strict:
        full = re.compile("[。\n]").search(draft.masked.text, anchor.start)
        stop = min(end, full.start() if full else end)
        fields = ["actual"]
    else:
        fields = ["actual", "score", "completion_rate", "actual_text"]
    return any(True for f in fields for _ in run([patterns[f]], draft.masked, anchor.start, stop))


def _levels(draft: Draft, anchor: _Anchor, prefix: str, name: str) -> None:
    """Level 1 and 2 from the words before the name or from the headings above."""
    text = draft.text
    sources = [(anchor.begin, draft.masked.text[anchor.begin : anchor.name[0]])]
    for heading in reversed(text.section(draft.masked.origin(anchor.start))):
        start = draft.masked.locate(heading.start)
        sources.append((start, draft.masked.text[start : draft.masked.locate(heading.end)]))
    paragraph = text.paragraph_at(draft.masked.origin(anchor.start))
    start = draft.masked.locate(paragraph.start)
    spoken = list(_SPOKEN_LEVEL.finditer(draft.masked.text[start : anchor.begin]))
    if spoken:  # 质量指标一项。… names the level for the sentences after it
        sources.insert(1, (start + spoken[-1].start(), spoken[-1][0]))
    level1: tuple[str, int, int] | None = None
    level2: tuple[str, int, int] | None = None
    for begin, words in sources:
        if level2 is None:
            for key in _LEVEL2_OF:
                at = words.find(key)
                if at >= 0:
                    width = len(key) + (2 if words.startswith("指标", at + len(key)) else 0)
                    level2 = (key, begin + at, begin + at + width)
                    break
        if level1 is None:
            for key, value in _LEVEL1.items():
                at = words.find(key + "指标")
                if at >= 0 and not any(k.endswith(key) and k in words for k in _LEVEL2_OF if k != key):
                    level1 = (value, begin + at, begin + at + len(key) + 2)
                    break
    if level1 is None and level2:
        level1 = (_LEVEL2_OF[level2[0]], level2[1], level2[2])
    output = next(((b, w) for b, w in sources if "产出指标" in w), None)
    cost = next(((b, w) for b, w in sources if "成本指标" in w), None)
    if output and cost and level2 is None:  # 成本指标 under 产出指标 is a level-2 axis
        at = cost[0] + cost[1].find("成本指标")
        level2 = ("成本", at, at + 4)
        at = output[0] + output[1].find("产出指标")
        level1 = ("产出指标", at, at + 4)
    for field, found in (("level1", level1), ("level2", level2)):
        if found:
            value = found[0] if field == "level1" else found[0] + "指标"
            draft.add_words(
                f"{prefix}.{field}", found[1], found[2], value=value, item=name,
                label="一级指标" if field == "level1" else "二级指标", pattern="indicator.level",
            )  # fmt: skip
