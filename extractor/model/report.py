"""A report: its facts behind typed views. Every mention is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import BaseModel, ConfigDict, InstanceOf

from extractor.model.fact import Fact, FactValue
from extractor.model.quantity import Quantity
from extractor.model.quick import quick


@dataclass(slots=True)
class Figure:
    """Every mention of one fact, in reading order.

    `value` and `quantity` exist only when the mentions agree; `first` is the first of them,
    `precise` the one printed to the smallest place.
    """

    path: str
    mentions: tuple[Fact, ...]
    first: Fact = field(init=False)
    precise: Fact = field(init=False)
    agrees: bool = field(init=False, default=True)
    quantity: Quantity | None = field(init=False)

    def __post_init__(self) -> None:
        """Find the mention printed to the smallest place, and whether the others agree with it."""
        self.first = self.precise = self.mentions[0]
        if len(self.mentions) > 1:
            self.precise = min(
                self.mentions, key=lambda f: (f.quantity.half_unit if f.quantity else 0, f.start)
            )
            self.agrees = all(_agree(self.precise, fact) for fact in self.mentions)
        self.quantity = self.precise.quantity if self.agrees else None

    @property
    def value(self) -> FactValue | None:
        """The agreed value, or None when the mentions contradict each other."""
        return self.precise.value if self.agrees else None

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all mentions."""
        return tuple(fact.id for fact in self.mentions)


def _agree(best: Fact, fact: Fact) -> bool:
    """Whether two mentions name one value (figures: within the coarser printed place)."""
    one, other = best.quantity, fact.quantity
    if one is None or other is None:
        return best.value == fact.value
    return one.base == other.base or abs(one.base - other.base) <= other.half_unit


@quick
@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list (a project, an indicator, an activity): its figures by field name."""

    kind: str
    index: int
    fields: dict[str, Figure]

    def __getitem__(self, field: str) -> Figure | None:
        """The figure of a field, None when the report does not give it."""
        return self.fields.get(field)

    def quantity(self, field: str) -> Quantity | None:
        """The agreed quantity of a field."""
        figure = self.fields.get(field)
        return figure.quantity if figure else None

    def text(self, field: str) -> str:
        """The text of a field, empty when it is absent."""
        figure = self.fields.get(field)
        return figure.first.text if figure else ""

    @property
    def name(self) -> str:
        """The printed name of the entry (its `name`, else its `label`)."""
        return self.text("name") or self.text("label")

    @property
    def path(self) -> str:
        """Path of the entry, for example `projects[2]`."""
        return f"{self.kind}[{self.index}]"

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all facts of the entry."""
        return tuple(i for figure in self.fields.values() for i in figure.ids)


class Report(BaseModel):
    """One report. Lookups by path, typed views over the same facts.

    `folded` is `text` folded character for character, empty when nobody folded it.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)
    facts: tuple[InstanceOf[Fact], ...]
    text: str = ""
    folded: str = ""

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """All facts by path, mentions in reading order."""
        grouped: dict[str, list[Fact]] = {}
        for fact in self.facts:
            grouped.setdefault(fact.path, []).append(fact)
        return {path: Figure(path, tuple(facts)) for path, facts in grouped.items()}

    def reading(self, facts: Iterable[Fact]) -> Report:
        """The report as if these facts (known by their ids, at their old paths) read as given."""
        by_id = {fact.id: fact for fact in facts}
        made = Report.model_construct(
            facts=tuple(by_id.get(fact.id, fact) for fact in self.facts),
            text=self.text, folded=self.folded,
        )  # fmt: skip
        paths = {fact.path for fact in by_id.values()}
        made.__dict__["figures"] = {  # all others are shared
            path: Figure(path, tuple(by_id.get(f.id, f) for f in figure.mentions))
            if path in paths else figure
            for path, figure in self.figures.items()
        }
        return made

    def get(self, path: str) -> Figure | None:
        """The figure at a path, or None."""
        return self.figures.get(path)

    def quantity(self, path: str) -> Quantity | None:
        """The agreed quantity at a path, or None."""
        figure = self.figures.get(path)
        return figure.quantity if figure else None

    def _text(self, path: str) -> str | None:
        figure = self.figures.get(path)
        return figure.first.text if figure else None

    @cached_property
    def _lists(self) -> dict[str, tuple[Item, ...]]:
        lists: dict[str, dict[str, dict[str, Figure]]] = {}
        for path, figure in self.figures.items():
            head, bracket, rest = path.partition("[")
            if bracket:
                index, _, field = rest.partition("]")
                lists.setdefault(head, {}).setdefault(index, {})[field[1:] or "text"] = figure
        return {
            head: tuple(Item(head, int(n), entries[n]) for n in sorted(entries, key=int))
            for head, entries in lists.items()
        }

    def items(self, kind: str) -> tuple[Item, ...]:
        """The entries of a list (`projects`, `indicators`, `projects.groups` …), in order."""
        return self._lists.get(kind, ())

    @property
    def projects(self) -> tuple[Item, ...]:
        """Listed projects: `name budget executed rate effect …`."""
        return self.items("projects")

    @property
    def indicators(self) -> tuple[Item, ...]:
        """Indicators: `name target midyear actual completion_rate weight score …`."""
        return self.items("indicators")

    @property
    def activities(self) -> tuple[Item, ...]:
        """Counted activities of the narrative: `label value`."""
        return self.items("activities")

    @cached_property
    def budget(self) -> dict[str, dict[str, Figure]]:
        """Budget figures: measure → subject → figure."""
        view: dict[str, dict[str, Figure]] = {}
        for path, figure in self.figures.items():
            parts = path.split(".")
            if parts[0] == "budget" and len(parts) == 3:
                view.setdefault(parts[1], {})[parts[2]] = figure
        return view

    def _section(self, head: str) -> dict[str, Figure]:
        prefix = head + "."
        return {p.removeprefix(prefix): f for p, f in self.figures.items() if p.startswith(prefix)}

    @property
    def staffing(self) -> dict[str, Figure]:
        """Posts and staff: `establishment.total`, `actual.total` …."""
        return self._section("staffing")

    @property
    def organization(self) -> dict[str, Figure]:
        """Counts and names of offices, centres, villages …."""
        return self._section("organization")

    @property
    def evaluation(self) -> dict[str, Figure]:
        """`execution_score total_score grade`."""
        return self._section("evaluation")

    @property
    def unit(self) -> str | None:
        """Name of the reporting unit as on the cover."""
        return self._text("unit.name")

    @property
    def year(self) -> str | None:
        """Fiscal year."""
        return self._text("report.fiscal_year")

    @property
    def kind(self) -> str | None:
        """Kind of report (`department_overall_expenditure_self_evaluation` …)."""
        return self._text("report.kind")

    @property
    def title(self) -> str | None:
        """Printed title."""
        return self._text("report.title")

    @property
    def fill_date(self) -> str | None:
        """Date of filling in, ISO."""
        return self._text("report.fill_date")
