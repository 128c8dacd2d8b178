"""What earlier labels of a paragraph leave for the later ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import regex

from extractor.find.lists import Lists
from extractor.library import Label

_CARRIED = 60
"""A line that continues a list of parts is shorter than this."""
_OPENS_LIST = regex.compile("(?:其中|如下|情况):?$|:$")


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


@dataclass(slots=True)
class Context:
    """The state of reading one paragraph, sentence by sentence, segment (；) by segment."""

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
    itemised: bool = False
    fresh: bool = False
    segment: list[str] = field(default_factory=list)
    unknown: bool = False
    because: bool = False
    year: str | None = None
    last_path: str = ""
    carried: bool = False
    open: list[Open] = field(default_factory=list)
    items: list[Open] = field(default_factory=list)

    def new_sentence(self, sentence: str) -> None:
        """Begin a sentence; its words up to the full stop are given."""
        if self.top:
            self.paragraph_subject = self.top.subject
        if not self.carried:
            self.parent = self.last_money or self.parent
            self.top = None
            self.in_parts = False
            self.intro = None
            self.fresh = True
        self.itemised = "；" in sentence
        self.open, self.items = [], []
        self.new_segment()

    def new_segment(self) -> None:
        """Begin a part between two ；."""
        self.segment = []
        self.unknown = self.because = False
        self.reference = None

    def begin_parts(self) -> None:
        """其中, 包括 …: what follows divides the last amount."""
        self.in_parts = True
        self.parent = self.last_money or self.parent
        self.segment = []
        self.items = []

    def carries(self, line: str) -> bool:
        """Whether a paragraph continues the list that the one before opened."""
        return self.carried and len(line) < _CARRIED and "。" not in line[:-1]

    def end_paragraph(self, line: str) -> None:
        """A paragraph that ends in 其中: or a colon opens a list over the next lines."""
        if line.endswith(("其中:", "其中")):
            self.carried, self.in_parts, self.parent = True, True, self.top or self.last
        elif self.carried:
            self.carried = not line.endswith("。")

    def remember(self, bound: Bound, path: str, *, explicit: bool, money: bool) -> None:
        """Keep a bound for later labels; `explicit`: its label named the subject."""
        if not self.in_parts or (self.top is None and self.parent is None):
            self.top = self.top or bound
            if explicit:
                self.top = bound
        if explicit and bound.subject not in self.segment:
            self.segment.append(bound.subject)
        self.last = bound
        if money:
            self.last_money, self.last_path, self.fresh = bound, path, False

    def source(self, lasting: frozenset[str]) -> Bound | None:
        """The bound whose measure a label without one takes."""
        if self.in_parts:
            return self.parent
        if self.intro:
            return self.intro
        if self.fresh and self.last_money and self.last_money.measure not in lasting:
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
        if self.top:
            return heritable(self.top.subject)
        return heritable(self.paragraph_subject or self.section_subject or "total")
