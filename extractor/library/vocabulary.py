"""Read a budget label: which measure, which subject, by independent word lists.

`基本支出年初预算数为` → (initial, basic). A label counts only if it stands alone between
the clause start and the figure: an unknown word directly before it (体育馆建设年初预算)
means that it speaks of something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.library.schema import Line, Vocabulary
from extractor.resources import any_of

Role = Literal["measure", "subject", "line", "lead", "self", "filler", "verb", "turn"]
Side = Literal["in", "out"]
_REASON = re.compile("因(?!公)|由于|根据|按照")
CARRIED = frozenset({"carry_over", "carried_forward", "surplus"})
"""The measures of what is left over: 结转结余, 结转, 结余."""
_TRANSPARENT = "\ue008\ue009\ue00a:"


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says.

    `foreign` is the unknown word directly before it, if any; `about_self` says that the unit
    names itself in the clause, by the words in `body`; `start` is where the label begins in the
    clause. `verb` is the measure that only a verb suggests (项目支出安排…); `side` says whether
    the subject's word speaks of money coming in or going out (财政拨款收入); `line` marks words
    that name measure and subject at once, `weak` those that may take the subject of the sentence.
    `turned` is the budget that a verb made another measure of (全年预算调整为), and empty where
    the verb stands alone (由30万元调整为50万元).
    """

    measure: str | None
    subject: str | None
    negative: bool = False
    about_self: bool = False
    foreign: str = ""
    start: int = 0
    verb: str | None = None
    side: Side | None = None
    line: bool = False
    turned: str | None = None
    body: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    role: Role
    key: str
    negative: bool = False
    side: Side | None = None
    plain: bool = False
    earlier: Earlier | None = None


_PLAIN = frozenset({"支出", "执行"})
"""Words that name no measure of their own after one of `_BUDGETS` (年初部门预算支出)."""
Earlier = Literal["start", "last"]
_EARLIER: dict[str, Earlier] = {"年初": "start", "上年": "last", "上年度": "last", "去年": "last"}
"""Words that turn 结转 into what the year began with; some make all else last year's."""
_BUDGETS = frozenset({"initial", "adjusted", "stated"})


def _side(word: str) -> Side | None:
    if word.endswith(("收入", "来源")):
        return "in"
    return "out" if word.endswith("支出") else None


class Labels:
    """A compiled vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.words: dict[str, _Word] = {}
        self._titles: dict[str, set[str]] = {}
        self._measures: dict[str, str | None] = {}
        self._known = lru_cache(maxsize=4096)(self._read)
        plain: tuple[tuple[Role, list[str]], ...] = (
            ("filler", vocabulary.fillers), ("lead", vocabulary.leads), ("self", vocabulary.selves),
        )  # fmt: skip
        for role, words in plain:
            self.words |= {w: _Word(role, w, earlier=_EARLIER.get(w)) for w in words}
        for key, term in vocabulary.subjects.items():
            self.words |= {w: _Word("subject", key, side=_side(w)) for w in term.words}
        for key, term in vocabulary.measures.items():
            self.words |= {w: _Word("measure", key, plain=w in _PLAIN, earlier=_EARLIER.get(w)) for w in term.words}
            self.words |= {w: _Word("measure", key, negative=True) for w in term.negative}
        for key, line in vocabulary.lines.items():
            self.words |= {w: _Word("line", key) for w in line.words}
        for key, verbs in vocabulary.verbs.items():
            self.words |= {w: _Word("verb", key) for w in verbs}
        for key, turns in vocabulary.turns.items():
            self.words |= {w: _Word("turn", key) for w in turns}
        self._next = re.compile(any_of(self.words))
        self._body = re.compile(rf"(?:{any_of(vocabulary.bodies)})$")

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

    def heading_measure(self, title: str) -> str | None:
        """The measure that a heading speaks of (年初预算情况), if it is exactly one."""
        if title not in self._measures:
            self._measures[title] = self._measure_in(title)
        return self._measures[title]

    def _measure_in(self, title: str) -> str | None:
        words = {w: key for key, ws in self.vocabulary.headings.items() for w in ws}
        if "预算" in title:
            for term in self.vocabulary.subjects.values():
                for word in sorted((w for w in term.words if "预算" in w), key=len, reverse=True):
                    title = title.replace(word, "|")
        found: set[str] = set()
        for word in sorted(words, key=len, reverse=True):
            if word in title:
                found.add(words[word])
                title = title.replace(word, "|")
        return found.pop() if len(found) == 1 else None

    def read(self, clause: str) -> Label:
        """Read the words between a clause start and a figure (masked text).

        Years and dates in the clause are transparent; any other figure must not be in it.
        """
        return self._known(clause)

    def _read(self, clause: str) -> Label:
        clause = re.sub("\ue008(?=[初中末])", "年", clause)  # 2023年初预算: the year took its 年
        reason = _REASON.search(clause)
        if reason:
            return self._adjusted_for_a_reason(clause, reason.start())
        return self._plain(clause)

    def _adjusted_for_a_reason(self, clause: str, at: int) -> Label:
        """项目支出因上级补助下达调增: the reason between subject and 调增 is stepped over."""
        before, after = self._plain(clause[:at]), self._plain(clause[at:])
        whole = after.turned and (after.turned != "stated" or after.subject)
        if before.foreign or not (whole or (after.measure or "").startswith("adjustment")):
            return self._plain(clause)  # 因…维修预算调整为: of the work named before 预算
        return Label(
            after.measure, before.subject or after.subject, after.negative, before.about_self, "",
            before.start if before.subject else at + after.start, turned=after.turned, body=before.body,
        )  # fmt: skip

    def _plain(self, clause: str) -> Label:
        found: list[tuple[_Word, int]] = []
        foreign = ""
        position = 0
        while position < len(clause):
            match = self._next.match(clause, position)
            char = clause[position]
            if match:
                found.append((self.words[match[0]], position))
                position = match.end()
            elif char == "(":  # 支出(含结转)为: skipped; an open bracket begins parts of what is before
                close = clause.find(")", position)
                if close < 0:
                    found = [(w, p) for w, p in found if w.role not in {"measure", "verb"}]
                    found.append((_Word("filler", "("), position))
                position = close + 1 if close >= 0 else position + 1
            elif char == ")":  # closes a bracket of an earlier clause
                found, foreign = [], ""
                position += 1
            elif char in _TRANSPARENT:
                position += 1
            else:
                end = self._unknown_end(clause, position)
                foreign = clause[position:end]
                if self._body.search(foreign.rstrip(_TRANSPARENT)):  # a unit speaking of itself
                    found.append((_Word("self", foreign.rstrip(_TRANSPARENT)), position))
                    foreign = ""
                else:
                    found = []
                position = end
        return self._label(found, foreign, len(clause))

    def _unknown_end(self, clause: str, position: int) -> int:
        following = self._next.search(clause, position)
        end = following.start() if following else len(clause)
        brackets = (clause.find(c, position, end) for c in "()")
        return min((b for b in brackets if b >= 0), default=end)

    def _label(self, found: list[tuple[_Word, int]], foreign: str, end: int) -> Label:
        label = _Reading(start=end)
        for word, position in found:
            if word.role in {"measure", "subject", "line"}:
                label.start = min(label.start, position)
            if word.role == "line":
                label.add_line(self.vocabulary.lines[word.key])
            else:
                label.add(word)
        return label.finish(foreign)


@dataclass(slots=True)
class _Reading:
    """A label while its words are read from left to right."""

    start: int
    measure: str | None = None
    subject: str | None = None
    verb: str | None = None
    line: Line | None = None
    side: Side | None = None
    negative: bool = False
    body: str = ""
    inner: bool = False
    earlier: Earlier | None = None
    turned: str | None = None

    def add(self, word: _Word) -> None:
        self.earlier = word.earlier or self.earlier
        if word.role == "measure":
            if word.plain and self.measure in _BUDGETS:
                return
            if self.line and word.key not in {*_BUDGETS, "executed"}:
                self.line = self.subject = None  # 结余分配年初结转和结余: two labels in a row
            self.measure, self.negative = word.key, word.negative
        elif word.role == "subject":
            joined = self.subject not in {None, "total", word.key} and not self.inner
            self.subject = f"{self.subject}_{word.key}" if joined else word.key
            self.side, self.inner = word.side, False
        elif word.role == "turn":
            if self.measure in _BUDGETS:
                self.measure, self.turned = word.key, self.measure
            else:  # of what stood before another figure: 由30万元调整为50万元
                self.measure, self.subject, self.turned = None, None, ""
        elif word.role == "verb":
            self.verb = word.key
        elif word.role == "self":
            self.body = word.key
        elif word.key == "(":
            self.inner = True

    def add_line(self, line: Line) -> None:
        self.line = line
        if self.subject in {None, "total"} or line.subject != "total":
            self.subject = line.subject

    def finish(self, foreign: str) -> Label:
        if self.line and self.measure in {None, "executed"}:  # 收入总计决算数 is revenue
            self.measure = self.line.measure
        if self.earlier and self.measure in {*CARRIED, "opening_carry_over"}:
            self.measure = "opening_carry_over"
        elif self.earlier == "last" and (self.measure or self.subject):
            self.measure = "last_year" if self.measure in {None, "executed"} else "other_year"
        return Label(
            self.measure, self.subject, self.negative, bool(self.body), foreign, self.start,
            self.verb, self.side, self.line is not None, self.turned, self.body,
            self.line is not None and self.line.weak,
        )  # fmt: skip


CLAUSE_START = re.compile("[，。；:\n\ue000-\ue006]|(?<!收)(?<!收入)、|、(?!支)")
"""A mark or a figure that ends a clause (the 、 of 收、支总计 does not)."""
