"""What earlier labels of a paragraph leave for the later ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractor.find.lists import Lists
from extractor.library import Label
from extractor.model.quick import quick

_CARRIED = 60
"""A line that continues a list of parts is shorter than this."""


@quick
@dataclass(frozen=True, slots=True)
class Bound:
    """A measure and a subject that a figure was bound to.

    `explicit`: the label named the measure itself. `reference`: the figure is only the base of
    a rate (完成预算A的r%) and passes nothing on.
    """

    measure: str
    subject: str
    explicit: bool = False
    clause: str = ""
    reference: bool = False


@quick
@dataclass(frozen=True, slots=True)
class Open:
    """An amount of the current sentence, with or without a measure."""

    index: int
    subject: str
    measure: str | None
    base: Decimal
    label: str


def heritable(subject: str) -> str:
    """A subject that later labels may leave out; lines of the accounts are not among them."""
    return "total" if subject in {"current_year", "surplus_used", "surplus_distributed"} else subject


SOURCES = frozenset({
    "fiscal_appropriation", "operating_revenue", "business_revenue", "other_revenue", "other_funds",
    "central_funds", "upper_funds", "provincial_funds", "city_funds", "county_funds",
})  # fmt: skip
"""Where money comes from: what follows in the next sentence is not about it alone."""


@dataclass(slots=True)
class Context:
    """The state of reading one paragraph, sentence by sentence, segment (；) by segment.

    `past` says what of last year the segment speaks of (its budget, its spending, all); `wide`
    that it speaks of a whole system of units, or of the office alone, `led` that
    the paragraph is an entry about another unit, `office` one about the office (not yet
    asked while `entry` says where it begins); `seen` are its amounts by path.
    """

    section_subject: str | None = None
    section_measure: str | None = None
    lists: Lists = field(default_factory=Lists)
    paragraph_subject: str | None = None
    top: Bound | None = None
    last: Bound | None = None
    last_money: Bound | None = None
    parent: Bound | None = None
    intro: Bound | None = None
    reference: Bound | None = None
    in_parts: bool = False
    outer: tuple[bool, Bound | None, list[str], list[Open]] | None = None
    itemised: bool = False
    fresh: bool = False
    segment: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    unknown: bool = False
    pending: bool = False
    lost: bool = False
    because: bool = False
    past: str = ""
    wide: bool = False
    led: bool = False
    office: bool = False
    entry: int = -1
    year: str | None = None
    last_path: str = ""
    opened: bool = False
    carried: bool = False
    open: list[Open] = field(default_factory=list)
    items: list[Open] = field(default_factory=list)
    seen: dict[str, Decimal] = field(default_factory=dict)

    def new_sentence(self, sentence: str) -> None:
        """Begin a sentence; its words up to the full stop are given."""
        if self.top and self.top.subject not in SOURCES:
            subjects = [i.subject for i in self.items]
            split = subjects[:1] == ["total"] and {"basic", "project"} <= set(subjects)
            self.paragraph_subject = "total" if split else self.top.subject
        self.parent = self.last_money or self.parent
        self.top = None
        self.in_parts = False
        self.outer = None
        self.intro = None
        self.fresh = True
        self.itemised = "；" in sentence
        self.open, self.items = [], []
        self.sources = set()
        self.new_segment()

    def new_segment(self) -> None:
        """Begin a part between two ；."""
        self.segment = []
        self.unknown = self.pending = self.because = False
        self.wide = self.office
        self.past = ""
        self.reference = None

    def begin_parts(self, *, bracketed: bool) -> None:
        """其中, 包括 …: what follows divides the last amount, in a bracket up to its end."""
        if bracketed and self.outer is None:
            self.outer = (self.in_parts, self.parent, self.segment, self.items)
        self.in_parts = True
        self.parent = None if self.lost else self.last_money or self.parent
        self.segment = []
        self.items = []

    def end_bracket(self) -> None:
        """Go on after a bracket that held parts."""
        if self.outer:
            self.in_parts, self.parent, self.segment, self.items = self.outer
            self.outer = None
            self.unknown = False

    def carries(self, line: str) -> bool:
        """Whether a paragraph continues the list that one before it opened."""
        short = self.carried and len(line) < _CARRIED and "。" not in line[:-1]
        self.carried = self.opened or short
        self.opened = False
        return self.carried

    def continues(self) -> bool:
        """Whether the paragraph's first sentence goes on with an opened list."""
        if self.carried:
            self.new_segment()
        return self.carried

    def end_paragraph(self, line: str) -> None:
        """A paragraph that ends in 其中: opens a list over the next lines."""
        if line.endswith(("其中:", "其中")):
            self.opened, self.in_parts, self.parent = True, True, self.top or self.last
        self.carried &= not line.endswith("。")

    def remember(self, bound: Bound, path: str, *, explicit: bool, money: bool) -> None:
        """Keep a bound for later labels; `explicit`: its label named the subject."""
        if not self.in_parts or (self.top is None and self.parent is None):
            self.top = self.top or bound
            if explicit and (bound.explicit or bound.subject not in SOURCES):
                self.top = bound
        if bound.subject in SOURCES:
            self.sources.add(bound.subject)
        if explicit and bound.subject not in self.segment:
            self.segment.append(bound.subject)
        self.last = bound
        if money:
            self.last_money, self.last_path = bound, path
            self.fresh = self.lost = False

    def source(self, lasting: frozenset[str]) -> Bound | None:
        """The bound whose measure a label without one takes."""
        if self.in_parts:
            return self.parent
        if self.intro:
            return self.intro
        money = self.last_money
        if money and (money.measure == "last_year" or (self.fresh and money.measure not in lasting)):
            return None
        return self.last_money

    def one_part_only(self) -> bool:
        """Whether a label without subject may mean the single part before it, or the whole."""
        return (
            self.in_parts and not self.itemised and len(self.segment) == 1
            and self.last is not None and not self.last.explicit
        )  # fmt: skip

    def subject_for(self, label: Label) -> str:
        """The subject of a label that names none."""
        if label.about_self:
            return "total"
        last = self.last
        if self.in_parts:
            if self.itemised and len(self.segment) == 1:
                return heritable(self.segment[0])
            if last and last is not self.parent and last.explicit:
                return heritable(last.subject)
        if self.top and not (self.top.subject in SOURCES and len(self.sources) > 1):
            return heritable(self.top.subject)
        return heritable(self.paragraph_subject or self.section_subject or "total")
