"""The finders in their order. Earlier ones take figures that later ones leave alone."""

from __future__ import annotations

import re

from extractor.find.apply import apply, figure_index, matches, record
from extractor.find.breakdowns import find_breakdowns
from extractor.find.budget import find_budget
from extractor.find.cover import find_cover
from extractor.find.draft import Draft, money_units
from extractor.find.indicators import find_indicators
from extractor.find.narrative import find_narrative
from extractor.find.people import find_people
from extractor.find.projects import find_projects
from extractor.find.relations import find_relations, link_changes
from extractor.library import Library, Match, mask
from extractor.model import Text

_UNIT_LINE = re.compile(rf"单位:(?:人民币)?({'|'.join(money_units())})")

_EXECUTION_WEIGHT = 20
"""No regulation gives budget execution more points than this."""
_OF_MANY = re.compile("”?(?:等级|等次|等|级|档)?的")
"""评级为“优”的项目4个 counts projects; it grades nothing."""


def draft_of(text: Text, library: Library) -> Draft:
    """An empty draft over a text."""
    unit_line = _UNIT_LINE.search(text.folded)
    return Draft(text, mask(text.folded), library, unit_line=unit_line[1] if unit_line else None)


def find(text: Text, library: Library) -> Draft:
    """Run all finders."""
    draft = draft_of(text, library)
    find_cover(draft)
    find_indicators(draft)
    find_projects(draft)
    find_people(draft)
    _find_evaluation(draft)
    find_relations(draft)
    find_budget(draft)
    find_breakdowns(draft)
    link_changes(draft)
    own = {"report", "indicators", "projects", "organization", "staffing", "evaluation",
           "relations", "claims"}  # fmt: skip
    apply(draft, [p for p in library.patterns if p.file not in own])
    find_narrative(draft)
    return draft


def _find_evaluation(draft: Draft) -> None:
    """Score and grade of the report; those of one project stay with it, bands are rules."""
    for hit in matches(draft, draft.library.file("evaluation")):
        owned = any(start <= hit.start < end for start, end in draft.owned)
        figures = [draft.masked.token_at(start) for start, _ in hit.spans.values()]
        band = any(
            (q := draft.quantity(i)) is not None and q.comparator for i in figures if i is not None
        )
        value = hit.spans.get("value")
        counted = value and _OF_MANY.match(draft.masked.text, value[1])
        if not owned and not band and not counted and not _too_high(draft, hit):
            record(draft, hit)


def _too_high(draft: Draft, hit: Match) -> bool:
    """执行率为99.12%，自评得分98分: the score of the report, not of its budget execution."""
    figure = figure_index(draft, hit, "score") if "score" in hit.spans else None
    quantity = draft.quantity(figure) if figure is not None else None
    return (
        hit.pattern.id == "evaluation.execution_score" and "weight" not in hit.spans
        and quantity is not None and quantity.value > _EXECUTION_WEIGHT
    )  # fmt: skip
