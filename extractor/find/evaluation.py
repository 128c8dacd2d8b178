"""Score and grade of the whole report, apart from those of one indicator or one project."""

from __future__ import annotations

import re
from functools import cache

from extractor.find.apply import figure_index, matches, record
from extractor.find.clauses import start_of
from extractor.find.draft import Draft
from extractor.find.whose_score import WHOLE, graded_apart, of_counted, whole_scores
from extractor.library import Match
from extractor.resources import any_of

_EXECUTION_WEIGHT = 20
"""No regulation gives budget execution more points than this."""
_TOTAL, _GRADE = "evaluation.total_score", "evaluation.grade"
_OF_MANY = re.compile("”?(?:等级|等次|等|级|档)?的")
"""评级为“优”的项目4个 counts projects; it grades nothing."""
_TOTAL_WORDS = re.compile("总|最终|最后|整体")
_SCORE = "\ue003"
_RATE = "\ue001"
_IS = "[:为是共计]{0,2}"


def find_evaluation(draft: Draft) -> None:
    """Score and grade of the report; those of one entry stay with it, bands are rules."""
    hits = [h for h in matches(draft, draft.library.file("evaluation")) if _of_report(draft, h)]
    totals = [h for h in hits if h.pattern.id == _TOTAL]
    own = whole_scores(draft, totals)
    for hit in hits:
        if hit.pattern.id == _TOTAL:
            if hit in own:
                record(draft, hit)
        elif hit.pattern.id != _GRADE or not _of_others(draft, hit):
            record(draft, hit)


def _of_report(draft: Draft, hit: Match) -> bool:
    """Whether a hit speaks of the report, as far as its own words say."""
    figures = [draft.masked.token_at(start) for start, _ in hit.spans.values()]
    band = any(
        (q := draft.quantity(i)) is not None and q.comparator for i in figures if i is not None
    )
    value = hit.spans.get("value")
    counted = value and _OF_MANY.match(draft.masked.text, value[1])
    full = figure_index(draft, hit, "full") if "full" in hit.spans else None
    small = full is not None and (q := draft.quantity(full)) is not None and q.value != WHOLE
    aside = _owned(draft, hit) or band or counted or small
    return not (aside or _too_high(draft, hit) or _of_one_indicator(draft, hit))


def _owned(draft: Draft, hit: Match) -> bool:
    return any(start <= hit.start < end for start, end in draft.owned)


def _of_others(draft: Draft, hit: Match) -> bool:
    """Whether a grade is that of some part whose score stands before it, or of many."""
    return _owned(draft, hit) or of_counted(draft, hit) or graded_apart(draft, hit)


def _too_high(draft: Draft, hit: Match) -> bool:
    """执行率为99.12%，自评得分98分: the score of the report, not of its budget execution."""
    if hit.pattern.id != "evaluation.execution_score":
        return False
    score, weight = (
        draft.quantity(i) if g in hit.spans and (i := figure_index(draft, hit, g)) is not None else None
        for g in ("score", "weight")
    )
    most = max(_EXECUTION_WEIGHT, weight.value if weight else 0)
    return score is not None and score.value > most


def _of_one_indicator(draft: Draft, hit: Match) -> bool:
    """Whether a score that reads like the total belongs to the weight or rate printed beside it.

    资金到位率为100%，权重5分，自评得分5分: the points that can be had stand beside those that
    were given. A label that says 总 or 最终 is believed, and so is a score above the weight.
    """
    index = figure_index(draft, hit, "value") if hit.pattern.id == _TOTAL else None
    quantity = draft.quantity(index) if index is not None else None
    text = draft.masked.text
    if index is None or quantity is None or _TOTAL_WORDS.search(text, hit.start, hit.spans["value"][0]):
        return False
    weight = _weight_before(draft, hit)
    if weight is None:
        weight = _weight_after(draft, index)
    if weight is not None:
        return quantity.value <= weight < WHOLE
    begin = start_of(text, hit.start)
    return quantity.value <= _EXECUTION_WEIGHT and _RATE in text[begin : hit.start]


@cache
def _weight_words(labels: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words in front of a weight, and those of one that follows a score."""
    weight = f"(?:{any_of(labels)}){_IS}"
    return re.compile(f"{weight}$"), re.compile(f"[(，](?:该项|该?指标)?{weight}{_SCORE}")


def _weight_before(draft: Draft, hit: Match) -> int | None:
    """The weight that the last score before states: in the sentence, or in the one just ended."""
    text = draft.masked.text
    end = hit.start
    if text[:end].endswith(("。", "；")):
        end -= 1
    begin = start_of(text, end)
    at = text.rfind(_SCORE, begin, end)
    if at < 0 or not _weight_words(draft.library.words["weight_label"])[0].search(text[begin:at]):
        return None
    return _points(draft, at)


def _weight_after(draft: Draft, index: int) -> int | None:
    """自评得分9.79分（满分10分）: the weight that follows a score."""
    start = draft.masked.positions[index] + 1
    behind = _weight_words(draft.library.words["weight_label"])[1]
    found = behind.match(draft.masked.text, start)
    return _points(draft, found.end() - 1) if found else None


def _points(draft: Draft, position: int) -> int | None:
    """The points of a score in the masked text, rounded up."""
    index = draft.masked.token_at(position)
    quantity = draft.quantity(index) if index is not None else None
    return None if quantity is None else -int(-quantity.value // 1)
