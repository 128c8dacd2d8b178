"""From reflowed text and tables to facts with places."""

from extractor.find.draft import Draft
from extractor.find.finders import draft_of, find
from extractor.find.forms import Part, split
from extractor.find.whole import find_report

__all__ = ["Draft", "Part", "draft_of", "find", "find_report", "split"]
