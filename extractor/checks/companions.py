"""Which reports of an archive belong together, decided from light cards without the reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from extractor.checks.context import Role
from extractor.library.matching import similarity, words_of
from extractor.model import Report, Result
from extractor.text import fold

_SAME_NAME = 0.75
_SHORTEST = 5
"""Characters from which the end of a unit's name says which unit it is."""
_MOST = 4
"""Versions of one companion that are looked at, the newest-named first."""
_FEW = 200
"""Reports of a folder that a form without a unit may be looked for in."""
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,}(?:省|自治区|市|区|县|旗|州|盟)[\u4e00-\u9fff]{2,}")
_MONITORING = re.compile(r"运行监控|监控(?:情况)?表|中期(?:绩效)?(?:评估|监控)|绩效监控")
_ACCOUNTS = re.compile(r"(?:部门|单位|年度)决算")
_HEAD, _TITLE = 300, 40
_FINAL, _MONITOR = "final_accounts", "monitoring"
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What pairing needs of a result: some hundred bytes, so that an archive fits in memory.

    `unit`, `project` and `projects` are folded and without blanks; `kind` is the report's, or
    `monitoring` and `final_accounts` where the first lines say so; `is_form` where all figures stand in cells.
    """

    folder: str
    name: str
    unit: str
    year: str
    kind: str
    is_form: bool
    project: str
    projects: tuple[str, ...]


def card_of(result: Result) -> Card | None:
    """The card of a result, None where there is no report."""
    report = result.report
    if report is None:
        return None
    path = PurePath(result.source.path)
    named = report.get("project.name")
    return Card(
        str(path.parent), path.name, _plain(report.unit or ""), report.year or "", _kind(report),
        _is_form(report), _plain(named.first.text) if named else "",
        tuple(_plain(item.name) for item in report.projects),
    )  # fmt: skip


def candidates(cards: Sequence[Card | None]) -> dict[int, list[tuple[int, Role]]]:
    """The companions of each report that has some, by index, with their roles.

    Reports of other years and final accounts are found by the unit's name: equal where the
    folders are near or the name says its place, one the end of the other only in near folders.
    Several versions of one companion are all given (the newest-named first, four at most):
    the checks speak only where they agree. Time grows with the number of cards, not its square.
    """
    known = {index: card for index, card in enumerate(cards) if card is not None}
    groups = _Groups.of(known)
    found: dict[int, list[tuple[int, Role]]] = {}
    forms = _forms(known)
    for index, card in known.items():
        mine: list[tuple[int, Role]] = [(other, "form") for other in forms.get(index, ())]
        mine += [(other, role) for role, other in _others(groups, index, card)]
        if mine:
            found[index] = mine
    return found


def _plain(name: str) -> str:
    return "".join(fold(name).split())


def _kind(report: Report) -> str:
    lines = [line for line in (report.folded or fold(report.text))[:_HEAD].split("\n") if line.strip()][:3]
    titles = [fold(report.title)] if report.title else [t for t in lines if len(t) <= _TITLE]
    told = [t for t in titles if "自评" not in t]
    if any(_MONITORING.search(t) for t in told):
        return _MONITOR
    return report.kind or (_FINAL if any(_ACCOUNTS.search(t) for t in told) else "")


def _is_form(report: Report) -> bool:
    """Whether a report was read from a form alone: its amounts or indicators stand in cells."""
    figures = [f for f in report.facts if f.quantity and f.path.startswith(("budget.", "indicators["))]
    return bool(figures) and all(f.pattern.startswith("table.") for f in figures)


def _near(one: Card, other: Card) -> bool:
    """Whether two files lie in one folder, or in folders side by side (one for each year)."""
    return one.folder == other.folder or PurePath(one.folder).parent == PurePath(other.folder).parent


def _key(card: Card, year: str) -> _Key:
    return (year, card.kind, str(card.is_form), card.project)


@dataclass(slots=True)
class _Groups:
    """Cards by what is asked of them; `ends` holds each card under every end of its unit's name."""

    cards: dict[int, Card]
    units: dict[tuple[str, _Key], list[int]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[tuple[str, str, _Key], list[int]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[_Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    parents: dict[tuple[str, str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    children: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, cards: dict[int, Card]) -> _Groups:
        """Index the cards."""
        groups = cls(cards)
        for index, card in cards.items():
            if not card.unit or not card.year:
                continue
            key, above = _key(card, card.year), str(PurePath(card.folder).parent)
            groups.units[card.unit, key].append(index)
            groups.kinds[card.unit, card.year, card.kind, card.project].append(index)
            for end in _ends(card.unit):
                groups.ends[above, end, key].append(index)
            if _has_children(card):
                groups.parents[card.unit, card.year, card.kind].append(index)
        for index, card in cards.items():
            if _has_children(card):
                for parent in groups._parents_of(card):
                    groups.children[parent].append(index)
        return groups

    def _parents_of(self, card: Card) -> list[int]:
        """The reports of the unit whose name begins this one's, the longest such name."""
        for stop in range(len(card.unit) - 1, _SHORTEST - 1, -1):
            held = self.parents.get((card.unit[:stop], card.year, card.kind))
            if held:
                return [p for p in held[:_MOST] if _near(card, self.cards[p])]
        return []


def _has_children(card: Card) -> bool:
    return bool(card.unit and card.year) and not card.is_form and not card.project and card.kind != _MONITOR


def _ends(unit: str) -> Iterator[str]:
    for start in range(max(1, len(unit) - _SHORTEST + 1)):
        yield unit[start:]


def _others(groups: _Groups, index: int, card: Card) -> Iterator[tuple[Role, int]]:
    if not card.unit or not card.year.isdigit() or card.kind == _MONITOR:
        return
    whole = not card.kind.startswith("project") or bool(card.project)
    if card.kind and whole:
        for other in _previous(groups, card):
            yield "previous_year", other
    for role, kind in (("final_accounts", _FINAL), ("monitoring", _MONITOR)):
        key = (card.unit, card.year, kind, card.project)
        held = groups.kinds.get(key, ()) if card.kind != kind else ()
        for other in _newest(groups, [i for i in held if _certain(card, groups.cards[i])]):
            yield ("final_accounts" if role == "final_accounts" else "monitoring"), other
    for other in groups.children.get(index, ()):
        yield "child", other


def _certain(one: Card, other: Card) -> bool:
    """Whether equal names are of one unit: the files lie near, or the name says its place."""
    return _near(one, other) or bool(_PLACE.search(one.unit))


def _previous(groups: _Groups, card: Card) -> list[int]:
    key = _key(card, str(int(card.year) - 1))
    equal = [i for i in groups.units.get((card.unit, key), ()) if _certain(card, groups.cards[i])]
    if equal:
        return _newest(groups, equal)
    above = str(PurePath(card.folder).parent)
    like = list(groups.ends.get((above, card.unit, key), ()))
    like += [
        i for end in _ends(card.unit) for i in groups.units.get((end, key), ())
        if _near(card, groups.cards[i])
    ]  # fmt: skip
    # the end of a name that several units share says nothing
    return _newest(groups, like) if len({groups.cards[i].unit for i in like}) == 1 else []


def _newest(groups: _Groups, found: list[int]) -> list[int]:
    """Files by name, the last first: versions and copies carry a date or a number there."""
    ordered = sorted(set(found), key=lambda i: (groups.cards[i].name, groups.cards[i].folder, i))
    return ordered[::-1][:_MOST]


def _forms(cards: dict[int, Card]) -> dict[int, list[int]]:
    """The forms of each report in its folder: of its unit, or of one of its projects."""
    folders: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, card in cards.items():
        if card.kind != _MONITOR and not (card.is_form and card.kind == _FINAL):
            folders[card.folder][card.is_form].append(index)
    found: dict[int, list[int]] = {}
    for reports, forms in folders.values():
        if reports and forms:
            for report, own in _within(cards, reports, forms):
                found.setdefault(report, []).append(own)
    return {index: sorted(set(own)) for index, own in found.items()}


def _within(
    cards: dict[int, Card], reports: list[int], forms: list[int]
) -> Iterator[tuple[int, int]]:
    by_unit, by_end = _by(reports, lambda i: (cards[i].unit,)), _by(reports, lambda i: _all_ends(cards[i].unit))
    by_word = _by(reports, lambda i: {w for p in cards[i].projects for w in (*words_of(p), p)})
    for form in forms:
        card = cards[form]
        related = sorted({
            *by_end.get(card.unit, ()), *(i for e in _all_ends(card.unit) for i in by_unit.get(e, ()))
        })  # fmt: skip
        fitting = [i for i in related if _same_year(cards[i], card)]
        if card.project:
            fitting = [i for i in fitting if _lists(cards[i], card.project)]
            if not fitting:  # another unit carried the project out, or the form names none
                words = _telling(card.project, by_word)
                if sum(len(by_word.get(w, ())) for w in words) <= _FEW:
                    fitting = [
                        i for i in sorted({i for w in words for i in by_word.get(w, ())})
                        if _same_year(cards[i], card) and _lists(cards[i], card.project)
                    ]  # fmt: skip
                if len({cards[i].unit for i in fitting}) > 1:
                    fitting = []
        for report in fitting:
            yield report, form


def _by(indices: list[int], keys: Callable[[int], Sequence[str] | set[str]]) -> dict[str, list[int]]:
    held: dict[str, list[int]] = defaultdict(list)
    for index in indices:
        for key in sorted(set(keys(index))):
            if key:
                held[key].append(index)
    return held


def _telling(project: str, held: dict[str, list[int]]) -> set[str]:
    """The name, and so many of its rarest words that a name like it shares one of them.

    Two names that are alike to 0.75 share words of 0.6 of the characters of either, so they
    cannot do without all of any words that make up more than 0.4 of them.
    """
    words = sorted(words_of(project), key=lambda w: (len(held.get(w, ())), w))
    wanted, telling = 0.4 * sum(map(len, words)), {project}
    for word in words:
        telling.add(word)
        wanted -= len(word)
        if wanted < 0:
            break
    return telling


def _all_ends(unit: str) -> list[str]:
    return [unit[start:] for start in range(len(unit))]


def _same_year(one: Card, other: Card) -> bool:
    return not one.year or not other.year or one.year == other.year


def _lists(report: Card, project: str) -> bool:
    """Whether exactly one listed project has the name of the form."""
    return sum(similarity(name, project) >= _SAME_NAME for name in report.projects) == 1
