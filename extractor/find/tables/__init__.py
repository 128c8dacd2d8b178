"""From the cells of forms to facts."""

from extractor.find.tables.read import find_table
from extractor.find.tables.view import View, view_of

__all__ = ["View", "find_table", "view_of"]
