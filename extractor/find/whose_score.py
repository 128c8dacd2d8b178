"""Which of several printed scores is the report's own: the full mark and others' scores are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.find.apply import figure_index
from extractor.find.clauses import end_of, start_of
from extractor.find.draft import Draft
from extractor.library import Match
from extractor.model import Quantity

WHOLE = 100
"""Points of the whole report: 满分100分 is the scale of a total, not the weight of an indicator."""
_GIVEN = re.compile("得分|评分|得$")
"""A label that speaks of points that were given, and not of those that can be had."""
_IS = "[:为是共计]{0,2}"
_THEN_GIVEN = re.compile(
    rf"[，、；](?:扣[减分]{{0,2}}{_IS}\ue003，)?(?:本次|实际|最终|最后|综合|自评|评价|绩效|项目|我单位|本单位|实)*"
    rf"(?:得分|得|评分|评为){_IS}(\ue003)"
)
_PARTS_GIVEN = re.compile(rf"[得扣]分?{_IS}\ue003")
_MARK = re.compile("[，。；:、\n(（“”\ue000-\ue009]")
_OWN = re.compile(
    "本|我|全|整体|部门|单位|综合|总|年度|自评|评价|绩效|评定|最终|结果|根据|按照|其中|平均|小组|认定|因此|为此"
)
"""Words by which a clause speaks of the whole report, or of nobody."""
_COUNTED = re.compile("\ue004(?:[^，。；:\n]{0,8})$")
"""3个项目评价等级为“优”: so many others."""
_PATTERN = "evaluation.others"


def whole_scores(draft: Draft, hits: Sequence[Match]) -> list[Match]:
    """The hits that are scores of the whole report; scores of others are recorded as theirs."""
    values = [_value(draft, h) for h in hits]
    kept: list[Match] = []
    for hit, value in zip(hits, values, strict=True):
        full = value is not None and value.value == WHOLE and not _label_given(draft, hit)
        if full and any(v is not None and v.value != WHOLE for v in values):
            continue  # 满分100分，自评得分97.7分
        if full and _scored_after(draft, hit):
            continue
        kept.append(hit)
    if len({v.value for h in kept if (v := _value(draft, h)) is not None}) < 2:
        return kept
    return _own(draft, kept)


def of_counted(draft: Draft, hit: Match) -> bool:
    """Whether a grade is that of so many projects (3个项目评价等级为“优”)."""
    text = draft.masked.text
    return bool(_COUNTED.search(text, max(0, hit.start - 10), hit.start))


def _value(draft: Draft, hit: Match) -> Quantity | None:
    index = figure_index(draft, hit, "value")
    return draft.quantity(index) if index is not None else None


def _label_given(draft: Draft, hit: Match) -> bool:
    return bool(_GIVEN.search(draft.masked.text[hit.start : hit.spans["value"][0]]))


def _scored_after(draft: Draft, hit: Match) -> bool:
    """Whether 总分100分 is the scale: points that were given follow in its sentence.

    自评总分100分，得分85.35分: the second figure is then recorded as the total.
    """
    text, start = draft.masked.text, hit.spans["value"][1]
    found = _THEN_GIVEN.match(text, start)
    index = draft.masked.token_at(found.start(1)) if found else None
    if found and index is not None:
        draft.add_figure(
            "evaluation.total_score", index, label="得分", pattern="evaluation.total_score"
        )
        return True
    ends = [e for c in "。\n" if (e := text.find(c, start)) >= 0]
    return bool(_PARTS_GIVEN.search(text, start, min(ends, default=len(text))))


def _own(draft: Draft, hits: list[Match]) -> list[Match]:
    """The scores that are not of some named part (局机关自评得分97分，水库管理所自评得分95分)."""
    title = next((f for f in draft.facts if f.path == "report.title"), None)
    unit = next((f for f in draft.facts if f.path == "unit.name"), None)
    names = "".join(draft.text.folded[f.start : f.end] for f in (title, unit) if f).replace("\n", "")
    kept: list[Match] = []
    for hit in hits:
        subject = _subject(draft, hit)
        if _of_other_year(draft, hit):
            _record(draft, hit, subject)
        elif len(subject) < 2 or subject in names or _OWN.search(subject):
            kept.append(hit)
        else:
            _record(draft, hit, subject)
    return kept


def _of_other_year(draft: Draft, hit: Match) -> bool:
    """Whether the clause of a score names another year than the report's (2022年度自评得分91分)."""
    masked = draft.masked
    at = masked.text.rfind("\ue008", max(0, hit.start - 4), hit.start)
    index = masked.token_at(at) if at >= 0 else None
    fiscal = next((f.text for f in draft.facts if f.path == "report.fiscal_year"), "")
    if index is None or not fiscal:
        return False
    return not masked.folded[masked.tokens[index].start :].startswith(fiscal)


def graded_apart(draft: Draft, hit: Match) -> bool:
    """Whether a grade follows a score in its segment that is not the report's total."""
    text = draft.masked.text
    begin = start_of(text, hit.start)
    at = text.rfind("\ue003", begin, hit.start)
    index = draft.masked.token_at(at) if at >= 0 else None
    value = draft.quantity(index) if index is not None else None
    if index is None or value is None or index in draft.taken:
        return False
    return "evaluation.total_score" in draft.paths and WHOLE / 2 < value.value < WHOLE


def _subject(draft: Draft, hit: Match) -> str:
    """The words of the clause before a score's label."""
    text = draft.masked.text
    begin = max(hit.start - 40, 0)
    return _MARK.split(text[begin : hit.start])[-1].strip(" 的为")


def _record(draft: Draft, hit: Match, subject: str) -> None:
    index = figure_index(draft, hit, "value")
    if index is None:
        return
    prefix = f"evaluation.others[{draft.next_index('evaluation.others')}]"
    start = hit.start - len(subject)
    if subject:
        draft.add_words(
            f"{prefix}.subject", start, hit.start, label="得分对象", pattern=_PATTERN, value=subject, item=subject
        )
    draft.add_figure(f"{prefix}.score", index, label="得分", pattern=_PATTERN, item=subject or None)
    text = draft.masked.text
    end = end_of(text, hit.end, "；。\n")
    draft.owned.append((hit.start, end))
