"""What a check may look at: the report, the profile, and figures fit for arithmetic."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from extractor.checks.profile import Profile
from extractor.intervals import Interval
from extractor.library import load as load_library
from extractor.model import Fact, Figure, Item, Quantity, Report
from extractor.text import fold

_SAID_IN_FULL = {"得": "得分", "以上": "以上合计", "用于": "合计", "": "合计"}
"""Words before a figure that are no name for it: 得9.81分, 以上99.26分."""
_CONNECTOR = re.compile(r"(?:为|是|:|：|共计|(?<!总)合计|达到|达|约)+$")

_MANY = 5
"""Figures of a unit from which their decimals are a habit."""

Role = Literal["form", "previous_year", "final_accounts", "child", "monitoring"]
"""What another file is to the report under check."""


@dataclass(frozen=True, slots=True)
class Companion:
    """A report of another file that belongs to the one under check; `name` is its file's."""

    name: str
    role: Role
    report: Report


@dataclass(slots=True)
class Context:
    """The report under check and its profile.

    `usable` figures are exact: their mentions agree, and they carry neither an approximate
    word (余 近 约) nor a comparator. Everything else stays out of identities. `memo` keeps
    what several checks compute once. `companions` are reports of other files that belong to this
    one; several of one role are versions of each other (child units excepted). In a `trial` the
    figures are supposed ones: what fails is not explained.
    """

    report: Report
    profile: Profile
    companions: tuple[Companion, ...] = ()
    trial: bool = False
    memo: dict[str, Any] = field(default_factory=dict)
    _intervals: dict[int, tuple[Quantity, Interval]] = field(default_factory=dict)
    """By the identity of a quantity, which is kept so that no other takes its place."""
    _decimals: dict[str, int] = field(default_factory=dict)
    _folded: str | None = None

    @property
    def folded(self) -> str:
        """The text of the report, folded character for character (offsets stay)."""
        if self._folded is None:
            self._folded = self.report.folded or fold(self.report.text)
        return self._folded

    @property
    def measured(self) -> list[tuple[Fact, Quantity]]:
        """The facts that are figures, each with its quantity."""
        if "measured" not in self.memo:
            self.memo["measured"] = [(f, q) for f in self.report.facts if (q := f.quantity)]
        found: list[tuple[Fact, Quantity]] = self.memo["measured"]
        return found

    def beside(self, role: Role) -> list[Companion]:
        """The companions of a role, the newest-named version first."""
        return [c for c in self.companions if c.role == role]

    def words(self, fact: Fact) -> str:
        """The folded words that a fact was read from, line ends closed up."""
        return self.folded[fact.start : fact.end].replace("\n", "")

    def named(self, item: Item) -> str:
        """The folded name of a list entry (its `name`, else its `label`), empty without one."""
        figure = item["name"] or item["label"]
        return self.words(figure.first) if figure else ""

    def figure(self, path: str) -> Figure | None:
        """All mentions at a path."""
        return self.report.get(path)

    def quantity(self, path: str) -> Quantity | None:
        """The agreed, exact quantity at a path; None otherwise."""
        return exact(self.report.quantity(path))

    def ids(self, *paths: str) -> tuple[str, ...]:
        """Fact ids of the first mentions at the paths that exist."""
        known = self.report.figures
        return tuple([known[path].first.id for path in paths if path in known])

    def interval(self, quantity: Quantity) -> Interval:
        """The values that print as this figure.

        Counts and a zero are exact. A whole rate or score among siblings with decimals
        (100% beside 86.90%) is exact to the siblings' place.
        """
        known = self._intervals.get(id(quantity))  # hashing its decimals costs as much as the work
        if known is None:
            known = self._intervals[id(quantity)] = (quantity, self._interval(quantity))
        return known[1]

    def _interval(self, quantity: Quantity) -> Interval:
        if quantity.dimension not in {"money", "rate", "score"} or not quantity.value:
            return Interval.exact(quantity.base)
        decimals = quantity.decimals
        if quantity.dimension in {"rate", "score"}:
            decimals = max(decimals, self.usual_decimals(quantity.dimension or ""))
        half = Decimal(5).scaleb(-decimals - 1) * quantity.factor
        return Interval.printed(quantity.base, half)

    def interval_in_list(self, quantity: Quantity, decimals: int) -> Interval:
        """The interval of a part beside parts of the same unit printed with `decimals`.

        166 beside 20.25 is 166 to the cent: nobody rounds one part to a whole and its neighbour
        to the cent, and a rounded one would show its zeros. 20.3 beside 20.25 left out one.
        """
        if quantity.dimension != "money" or quantity.decimals >= decimals:
            return self.interval(quantity)
        if quantity.decimals == 0:
            return Interval.exact(quantity.base)
        half = Decimal(5).scaleb(-decimals - 1) * quantity.factor
        return Interval.printed(quantity.base, half)

    def usual_decimals(self, dimension: str) -> int:
        """The decimals that most figures with decimals of a dimension are printed with."""
        if dimension not in self._decimals:
            counted = Counter(
                q.decimals for _, q in self.measured if q.dimension == dimension and q.decimals > 0
            )
            self._decimals[dimension] = counted.most_common(1)[0][0] if counted else 0
        return self._decimals[dimension]

    def most_decimals(self, unit: str | None) -> int | None:
        """The most decimals that a figure of a unit is printed with; None where few are printed."""
        most: dict[str | None, int | None] = self.memo.setdefault("most_decimals", {})
        if unit not in most:
            found = [q.decimals for _, q in self.measured if q.unit == unit]
            most[unit] = max(found) if len(found) >= _MANY else None
        return most[unit]

    def label(self, path: str) -> str:
        """The printed label of the figure at a path, without its connector."""
        figure = self.report.get(path)
        if figure is None:
            return path
        words = _CONNECTOR.sub("", figure.first.label)
        words = _SAID_IN_FULL.get(words, words)
        if figure.first.item and "[" in path:
            return f"“{figure.first.item}”的{words}"
        head, _, subject = path.rpartition(".")
        if head.startswith("budget."):
            vocabulary = load_library().labels.vocabulary
            measure = vocabulary.measures.get(head.removeprefix("budget."))
            if words.endswith("的") and measure:  # 为预算的91.55%
                words = measure.title
            term = vocabulary.subjects.get(subject)
            if term and subject != "total" and not any(w in words for w in term.words):
                return f"{term.title}的{words}"
        return words

    def known_as(self, figure: Figure, prefix: str = "") -> str:
        """The first path under a prefix of the same printed figure, else its own."""
        start = figure.first.start
        paths = (f.path for f in self.report.facts if f.start == start)
        return next((p for p in paths if p.startswith(prefix)), figure.path)

    def item_ids(self, item: Item, *fields: str) -> tuple[str, ...]:
        """Fact ids of some fields of a list entry."""
        known = item.fields
        return tuple([known[name].first.id for name in fields if name in known])


def exact(quantity: Quantity | None) -> Quantity | None:
    """A quantity fit for identities, or None."""
    return quantity if quantity is not None and quantity.is_exact else None
