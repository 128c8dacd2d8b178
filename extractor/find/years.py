"""Years in front of figures: an amount of another year is not this year's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

import regex

from extractor.find.draft import Draft
from extractor.library import Label

_LEADING = regex.compile("(?:^|[，。；:\n])[^，。；:\n]{0,3}(\ue008)[^，。；:\n]{0,4}(?=[，:])")
_OF_NEXT_YEAR = frozenset({"carry_over", "recovered", "unspent"})


@dataclass(slots=True)
class Years:
    """The report's year and the years that stand in front of its figures."""

    draft: Draft
    fiscal: str | None
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, draft: Draft) -> Years:
        """Read the fiscal year from the cover facts and count the years of the text."""
        fiscal = next((f.text for f in draft.facts if f.path == "report.fiscal_year"), None)
        counts = Counter(
            draft.masked.folded[t.start : t.start + 4]
            for t in draft.masked.tokens
            if t.kind == "year"
        )
        return cls(draft, fiscal, counts)

    def before(self, previous: int, position: int, clause: str) -> str | None:
        """The year that a figure's clause names, or a clause of its own before it (2022年，…)."""
        masked = self.draft.masked
        first = position - len(clause)
        own = [i for i in masked.tokens_in(first, position) if masked.tokens[i].kind == "year"]
        if own:
            return self._year(own[-1])
        leading = list(_LEADING.finditer(masked.text, previous, first))
        index = masked.token_at(leading[-1].start(1)) if leading else None
        return self._year(index) if index is not None else None

    def _year(self, index: int) -> str:
        start = self.draft.masked.tokens[index].start
        return self.draft.masked.folded[start : start + 4]

    def other_year(self, year: str | None, label: Label) -> Label:
        """The label of an amount of last year (支出 becomes 上年数), or of no use at all.

        A year that the text names more often than the report's own is the report's in all but
        name: the title then carries the year of writing.
        """
        fiscal = self.fiscal
        if (
            year is None or fiscal is None or year == fiscal or not year.isdigit()
            or self.counts[year] > self.counts[fiscal]
            or (year > fiscal and label.measure in _OF_NEXT_YEAR)
        ):  # fmt: skip
            return label
        if label.measure == "executed" and int(year) == int(fiscal) - 1:
            return replace(label, measure="last_year")
        return replace(label, measure="other_year")
