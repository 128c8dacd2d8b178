"""Read a budget label: which measure, which subject, by independent word lists.

`基本支出年初预算数为` → (initial, basic). A label counts only if it stands alone between
the clause start and the figure: an unknown word directly before it (体育馆建设年初预算)
means that it speaks of something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from extractor.library.form import MASKED
from extractor.library.schema import Vocabulary

Role = Literal["measure", "subject", "line", "lead", "self", "filler"]
_REASON = regex.compile("因(?!公)|由于|根据|按照")
_TRANSPARENT = "\ue008\ue009\ue00a"


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says.

    `foreign` is the unknown word directly before it, if any; `about_self` says that the unit
    names itself in the clause; `start` is where the label begins in the clause.
    """

    measure: str | None
    subject: str | None
    negative: bool
    about_self: bool
    foreign: str
    start: int


@dataclass(frozen=True, slots=True)
class _Word:
    role: Role
    key: str
    negative: bool = False


class Labels:
    """A compiled vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.words: dict[str, _Word] = {}
        self._titles: dict[str, set[str]] = {}
        plain: tuple[tuple[Role, list[str]], ...] = (
            ("filler", vocabulary.fillers), ("lead", vocabulary.leads), ("self", vocabulary.selves),
        )  # fmt: skip
        for role, words in plain:
            self.words |= {w: _Word(role, "") for w in words}
        for key, term in vocabulary.subjects.items():
            self.words |= {w: _Word("subject", key) for w in term.words}
        for key, term in vocabulary.measures.items():
            self.words |= {w: _Word("measure", key) for w in term.words}
            self.words |= {w: _Word("measure", key, negative=True) for w in term.negative}
        for key, line in vocabulary.lines.items():
            self.words |= {w: _Word("line", key) for w in line.words}
        longest = sorted(self.words, key=len, reverse=True)
        self._next = regex.compile("|".join(map(regex.escape, longest)))
        bodies = "|".join(
            map(regex.escape, sorted(vocabulary.bodies, key=len, reverse=True))
        )
        self._body = regex.compile(rf"(?:{bodies})$")

    def subjects_in(self, title: str) -> set[str]:
        """The subjects that a heading names by a word of three or more characters."""
        if title not in self._titles:
            self._titles[title] = {
                key
                for key, term in self.vocabulary.subjects.items()
                if key != "total" and any(len(w) >= 3 and w in title for w in term.words)
            }
        return set(self._titles[title])

    def figure(self, measure: str) -> str:
        """The kind of figure that a measure takes: money or rate."""
        term = self.vocabulary.measures.get(measure)
        if term:
            return term.figure
        return next(
            (x.figure for x in self.vocabulary.lines.values() if x.measure == measure), "money"
        )

    def read(self, clause: str) -> Label:
        """Read the words between a clause start and a figure (masked text).

        Years and dates in the clause are transparent; any other figure must not be in it.
        """
        reason = _REASON.search(clause)
        if reason:
            return self._adjusted_for_a_reason(clause, reason.start())
        return self._plain(clause)

    def _adjusted_for_a_reason(self, clause: str, at: int) -> Label:
        """项目支出因上级补助下达调增: the reason between subject and 调增 is stepped over."""
        before, after = self._plain(clause[:at]), self._plain(clause[at:])
        if before.foreign or not (after.measure or "").startswith("adjustment"):
            return self._plain(clause)
        return Label(
            after.measure, before.subject, after.negative, before.about_self, "",
            before.start if before.subject else at + after.start,
        )  # fmt: skip

    def _plain(self, clause: str) -> Label:
        found: list[tuple[_Word, int]] = []
        foreign = ""
        position = 0
        while position < len(clause):
            match = self._next.match(clause, position)
            if match:
                found.append((self.words[match[0]], position))
                position = match.end()
                continue
            char = clause[position]
            if char not in _TRANSPARENT:
                following = self._next.search(clause, position)
                end = following.start() if following else len(clause)
                foreign = clause[position:end]
                if self._body.search(foreign.rstrip(_TRANSPARENT)):  # a unit speaking of itself
                    foreign = ""
                    found.append((_Word("self", ""), position))
                else:
                    foreign = "" if foreign.endswith(("(", ")", "“", "”")) else foreign
                    found = []
                position = end
                continue
            position += 1
        return self._label(found, foreign, len(clause))

    def _label(self, found: list[tuple[_Word, int]], foreign: str, end: int) -> Label:
        measure = subject = None
        negative = about_self = False
        start = end
        for word, position in found:
            if word.role in {"measure", "subject", "line"}:
                start = min(start, position)
            if word.role == "measure":
                measure, negative = word.key, word.negative
            elif word.role == "subject":
                subject = word.key if subject in {None, word.key} else f"{subject}_{word.key}"
            elif word.role == "line":
                line = self.vocabulary.lines[word.key]
                measure, subject = line.measure, line.subject
            elif word.role == "self":
                about_self = True
        return Label(measure, subject, negative, about_self, foreign, start)


CLAUSE_START = regex.compile("[，。；:、\n\ue000-\ue006]")

