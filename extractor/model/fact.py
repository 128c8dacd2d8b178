"""A fact: one value found at one place, under a canonical path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from extractor.model.document import Place
from extractor.model.quantity import Quantity
from extractor.model.quick import quick

FactType = Literal[
    "money", "percent", "score", "quantity", "year", "date", "text", "longtext", "enum", "list"
]
NUMERIC_TYPES: frozenset[str] = frozenset({"money", "percent", "score", "quantity"})

FactValue = Annotated[
    Quantity | tuple[str, ...] | str | date, Field(union_mode="left_to_right")
]
"""A text stays a text when it comes back from JSON, even one that reads as a date."""


@quick
@dataclass(frozen=True, slots=True)
class Fact:
    """One mention of one fact.

    `path` follows the field list of the design (`budget.initial.total`); lists are 1-based.
    `item` names what the fact belongs to (a project, an indicator), `label` is the printed
    label, `quote` the printed words, `places` one place for each printed line of the quote.
    `start` and `end` are offsets in the reflowed text; `pattern` names the rule that found it.
    """

    id: str
    path: str
    label: str
    type: FactType
    value: FactValue
    quote: str
    places: tuple[Place, ...]
    pattern: str
    start: int
    end: int
    item: str | None = None
    year: str | None = None

    def numbered(self, id: str, year: str | None) -> Fact:
        """The same fact with its id, and the year of the report where it has none of its own."""
        return Fact(
            id, self.path, self.label, self.type, self.value, self.quote, self.places, self.pattern,
            self.start, self.end, self.item, self.year or year,
        )  # fmt: skip

    @property
    def quantity(self) -> Quantity | None:
        """The figure, if this fact is numeric."""
        return self.value if isinstance(self.value, Quantity) else None

    @property
    def text(self) -> str:
        """The value as plain text (a list is joined by `|`, a date is ISO)."""
        if isinstance(self.value, Quantity):
            return f"{self.value.value:f}"
        if isinstance(self.value, tuple):
            return "|".join(self.value)
        return self.value.isoformat() if isinstance(self.value, date) else self.value
