"""All facts of one report: those of its running text and those of its tables."""

from __future__ import annotations

from extractor.find.draft import Draft
from extractor.find.finders import find
from extractor.find.forms import Part
from extractor.find.tables import find_table
from extractor.find.tables.statements import record_unfilled
from extractor.library import Library
from extractor.model import Document
from extractor.text import reflow


def find_report(document: Document, part: Part, library: Library) -> list[Draft]:
    """Find the facts of one part of a document: a draft for its text and one for each table."""
    story = find(reflow(Document(document.source, part.pages(document))), library)
    year = next((f.text for f in story.facts if f.path == "report.fiscal_year"), None)
    # lists go on from the text to the tables; indicators are matched by name afterwards
    counters = {k: n for k, n in story.counters.items() if not k.startswith("indicators")}
    record_unfilled(story, part.unfilled)
    drafts = [story]
    for view in part.views:
        view.unit = view.unit or story.unit_line
        view.year = view.year or year
        view.draft.counters = counters
        find_table(view)
        drafts.append(view.draft)
    return drafts
