"""From reflowed text to facts with places."""

from extractor.find.draft import Draft
from extractor.find.finders import draft_of, find

__all__ = ["Draft", "draft_of", "find"]
