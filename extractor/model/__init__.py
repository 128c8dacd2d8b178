"""The nouns of the product. Imports nothing of ours."""

from extractor.model.document import (
    Box,
    Boxes,
    Cell,
    Document,
    Line,
    Page,
    Place,
    Problem,
    Source,
    Table,
)
from extractor.model.fact import NUMERIC_TYPES, Fact, FactType, FactValue
from extractor.model.quantity import Comparator, Quantity
from extractor.model.report import Figure, Item, Report
from extractor.model.result import (
    SEVERITIES,
    Cause,
    CheckResult,
    Coverage,
    Discrepancy,
    Result,
    SetAside,
    Severity,
    Status,
    Unexplained,
)
from extractor.model.text import Heading, Paragraph, TableText, Text

__all__ = [
    "NUMERIC_TYPES",
    "SEVERITIES",
    "Box",
    "Boxes",
    "Cause",
    "Cell",
    "CheckResult",
    "Comparator",
    "Coverage",
    "Discrepancy",
    "Document",
    "Fact",
    "FactType",
    "FactValue",
    "Figure",
    "Heading",
    "Item",
    "Line",
    "Page",
    "Paragraph",
    "Place",
    "Problem",
    "Quantity",
    "Report",
    "Result",
    "SetAside",
    "Severity",
    "Source",
    "Status",
    "Table",
    "TableText",
    "Text",
    "Unexplained",
]
