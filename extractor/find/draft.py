"""The draft of a report while the finders work: facts so far, and which figures are taken."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.library import Library, Masked, Pattern
from extractor.model import Fact, FactType, FactValue, Heading, Paragraph, Quantity, Text
from extractor.numbers import QUANTITY_KINDS, as_money, units, with_unit

_TYPES: dict[str, FactType] = {"money": "money", "rate": "percent", "score": "score"}


@dataclass(slots=True)
class Draft:
    """What all finders share: the text, its masked form, the library, the facts found.

    `taken` maps the index of a figure (in `masked.tokens`) to the path it was bound to: a
    figure is bound once. `linked` holds the figures that a relation names besides. `lent`
    gives the unit of a bare figure whose list prints it once; `owned` are masked spans whose
    scores and grades belong to one entry of a list. `asides` gives the reason why a figure is
    no data of the report (the rules of scoring, a telephone); `wide` are figures of more than
    the unit (全县民政系统).
    """

    text: Text
    masked: Masked
    library: Library
    unit_line: str | None = None
    facts: list[Fact] = field(default_factory=list)
    taken: dict[int, str] = field(default_factory=dict)
    linked: set[int] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    _heading_ends: dict[int, Heading] = field(default_factory=dict)
    _paragraphs: list[tuple[Paragraph, int, int]] = field(default_factory=list)
    lent: dict[int, str] = field(default_factory=dict)
    owned: list[tuple[int, int]] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)
    asides: dict[int, str] = field(default_factory=dict)
    wide: set[int] = field(default_factory=set)
    _unit: str | None = None

    @property
    def unit(self) -> str:
        """The unit's name as its cover or title prints it, empty where none is known."""
        if self._unit is None:
            found = next((f for f in self.facts if f.path == "unit.name"), None)
            self._unit = self.text.folded[found.start : found.end].replace("\n", "") if found else ""
        return self._unit

    def quantity(self, index: int, *, money: bool = False) -> Quantity | None:
        """The quantity of a figure; with `money`, a bare 万 or a figure under a 单位 line too."""
        token = self.masked.tokens[index]
        quantity = token.quantity
        if quantity is not None and index in self.lent:
            return replace(with_unit(quantity, self.lent[index]), unit_source="figure")
        if quantity is None or not money:
            return quantity
        if token.kind == "wan":
            return as_money(quantity)
        if token.kind == "bare" and self.unit_line:
            return with_unit(quantity, self.unit_line)
        return quantity

    def heading_ending_at(self, position: int) -> Heading | None:
        """The heading whose title ends at a masked position (a run-in heading), or None."""
        if not self._heading_ends:
            self._heading_ends = {self.masked.locate(h.end): h for h in self.text.headings}
        return self._heading_ends.get(position)

    @property
    def paragraphs(self) -> list[tuple[Paragraph, int, int]]:
        """The paragraphs, each with its masked span."""
        if not self._paragraphs:
            locate = self.masked.locate
            self._paragraphs = [(p, locate(p.start), locate(p.end)) for p in self.text.paragraphs]
        return self._paragraphs

    def is_quantity(self, index: int) -> bool:
        """Whether a figure is a quantity (not a year, a list number …)."""
        return self.masked.tokens[index].kind in QUANTITY_KINDS

    def free(self, index: int) -> bool:
        """Whether a figure is a quantity that no fact has taken."""
        return index not in self.taken and self.is_quantity(index)

    def next_index(self, kind: str) -> int:
        """The next 1-based index of a list."""
        self.counters[kind] = self.counters.get(kind, 0) + 1
        return self.counters[kind]

    def printed(self, start: int, end: int) -> str:
        """The printed words of a masked span, line ends closed up."""
        return self.text.printed[self.masked.origin(start) : self.masked.origin(end)].replace(
            "\n", ""
        )

    def add_figure(
        self, path: str, index: int, *, label: str, pattern: str, item: str | None = None,
        money: bool = False, share: bool = False, negative: bool = False,
    ) -> None:  # fmt: skip
        """Bind a figure to a path."""
        quantity = self.quantity(index, money=money)
        if quantity is None or (index in self.taken and not share):
            return
        if negative:
            quantity = replace(quantity, value=-quantity.value)
        token = self.masked.tokens[index]
        if share:
            self.linked.add(index)
        else:
            self.taken[index] = path
        self._append(
            path, label, _TYPES.get(quantity.dimension or "", "quantity"), quantity,
            token.start, token.end, pattern, item,
        )  # fmt: skip

    def add_quantity(
        self, path: str, index: int, quantity: Quantity, *, label: str, pattern: str,
        item: str | None = None,
    ) -> None:  # fmt: skip
        """Bind a figure whose unit or comparator its own cell does not print."""
        token = self.masked.tokens[index]
        self.taken[index] = path
        self._append(
            path, label, _TYPES.get(quantity.dimension or "", "quantity"), quantity,
            token.start, token.end, pattern, item,
        )  # fmt: skip

    def add_words(
        self, path: str, start: int, end: int, *, label: str, pattern: str,
        type: FactType = "text", value: FactValue | None = None, item: str | None = None,
    ) -> None:  # fmt: skip
        """Record a text fact over a masked span; its value defaults to the printed words."""
        begin, stop = self.masked.origin(start), self.masked.origin(end)
        printed = self.text.printed
        while begin < stop and printed[begin] in " \n":
            begin += 1
        while stop > begin and printed[stop - 1] in " \n":
            stop -= 1
        words = printed[begin:stop].replace("\n", "")
        self._append(
            path, label, type, words if value is None else value, begin, stop, pattern, item
        )

    def add_chinese(
        self, path: str, start: int, end: int, quantity: Quantity, *, label: str, pattern: str
    ) -> None:
        """Record a figure written in Chinese numerals (offsets in the masked text)."""
        self._append(
            path, label, _TYPES.get(quantity.dimension or "", "quantity"), quantity,
            self.masked.origin(start), self.masked.origin(end), pattern, None,
        )  # fmt: skip

    def _append(
        self, path: str, label: str, type_: FactType, value: FactValue, start: int, end: int,
        pattern: str, item: str | None,
    ) -> None:  # fmt: skip
        self.paths.add(path)
        self.facts.append(
            Fact(
                id="", path=path, label=label, type=type_, value=value,
                quote=self.text.printed[start:end].replace("\n", ""),
                places=self.text.where(start, end), pattern=pattern, start=start, end=end, item=item,
            )
        )  # fmt: skip

    def target(self, pattern: Pattern, group: str) -> str | None:
        """The path that a capture of a pattern goes to."""
        return pattern.targets.get(group)


def money_units() -> tuple[str, ...]:
    """The printed money units, longest first (for the 单位 line)."""
    names = [name for name, unit in units().items() if unit.dimension == "money"]
    return tuple(sorted(names, key=len, reverse=True))
