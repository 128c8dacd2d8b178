"""The finders in their order. Earlier ones take figures that later ones leave alone."""

from __future__ import annotations

import re

from extractor.find.apply import apply
from extractor.find.audits import find_audits
from extractor.find.breakdowns import find_breakdowns
from extractor.find.budget import find_budget
from extractor.find.changes import find_changes, link_changes
from extractor.find.cover import find_cover
from extractor.find.differences import find_differences
from extractor.find.draft import Draft, money_units
from extractor.find.evaluation import find_evaluation
from extractor.find.indicators import find_indicators
from extractor.find.listings import find_listings
from extractor.find.narrative import find_narrative
from extractor.find.people import find_people
from extractor.find.periods import find_periods
from extractor.find.projects import find_projects
from extractor.find.ratios import find_ratios
from extractor.find.relations import find_relations
from extractor.find.score_parts import find_score_parts
from extractor.find.told_budget import find_told_budgets
from extractor.find.use_rates import part_use_rates
from extractor.library import Library, mask
from extractor.model import Text

_UNIT_LINE = re.compile(rf"单位:(?:人民币)?({'|'.join(money_units())})")


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
    find_listings(draft)
    find_evaluation(draft)
    find_score_parts(draft)
    find_changes(draft)
    find_relations(draft)
    find_budget(draft)
    part_use_rates(draft)
    find_breakdowns(draft)
    link_changes(draft)
    find_differences(draft)
    find_told_budgets(draft)
    find_periods(draft)
    own = {"report", "indicators", "projects", "organization", "staffing", "evaluation",
           "relations", "claims"}  # fmt: skip
    apply(draft, [p for p in library.patterns if p.file not in own])
    find_narrative(draft)
    find_ratios(draft)
    find_audits(draft)
    return draft
