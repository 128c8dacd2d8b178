"""Years in front of figures: an amount of another year is not this year's."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from extractor.find.draft import Draft
from extractor.library import CARRIED, Label

_LEADING = re.compile("(?:^|[，。；:\n\ue000-\ue006])[^，。；:\n]{0,3}(\ue008)[^，。；:\n]{0,4}(?=[，:])")
_UP_TO = re.compile("(?:截至|截止)[^，。；\n]{0,12}，$")
_MONTH = re.compile(r"(\d{1,2})月")
_OF_NEXT_YEAR = frozenset({*CARRIED, "recovered", "unspent"})


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

    def own(self, first: int, position: int) -> str | None:
        """The year within the label of a figure (2022年部门支出决算为)."""
        masked = self.draft.masked
        years = [i for i in masked.tokens_in(first, position) if masked.tokens[i].kind == "year"]
        return self._year(years[-1]) if years else None

    def leading(self, previous: int, first: int) -> str | None:
        """The year that a clause of its own names before a label (2022年，…)."""
        masked = self.draft.masked
        found = list(_LEADING.finditer(masked.text, max(previous - 1, 0), first))
        index = masked.token_at(found[-1].start(1)) if found else None
        return self._year(index) if index is not None else None

    def during(self, previous: int, first: int, position: int) -> bool:
        """Whether a figure is of a day within the year (截至6月底，执行率45%; 1-9月执行率70%)."""
        masked = self.draft.masked
        lead = _UP_TO.search(masked.text[previous:first])
        start = previous + lead.start() if lead else first
        months = [
            int(found[-1])
            for i in masked.tokens_in(start, position)
            if masked.tokens[i].kind in {"date", "aside"}
            and (found := _MONTH.findall(masked.folded[masked.tokens[i].start : masked.tokens[i].end]))
        ]
        return bool(months) and months[-1] != 12

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
