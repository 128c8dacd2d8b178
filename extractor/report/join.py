"""Put the facts of a text and of its tables together: one order, one list of indicators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.find import Draft
from extractor.library.matching import similarity
from extractor.model import Fact

_INDEX = re.compile(r"indicators\[(\d+)\]")
_SAME_NAME = 0.75
"""Names of one indicator in text and table share this much of their words at least."""


def joined(drafts: Sequence[Draft]) -> tuple[list[Fact], str, str]:
    """All facts with offsets in one text (printed, folded): running text, then each table's."""
    if len(drafts) == 1:
        return drafts[0].facts, drafts[0].text.printed, drafts[0].text.folded
    story, *tables = drafts
    facts: list[Fact] = []
    text, folded = story.text.printed, story.text.folded
    for draft in tables:
        offset = len(text)
        facts += [replace(f, start=f.start + offset, end=f.end + offset) for f in draft.facts]
        text += draft.text.printed
        folded += draft.text.folded
    return [*_matched(story.facts, facts), *facts], text, folded


def _matched(told: list[Fact], tabled: list[Fact]) -> list[Fact]:
    """The facts of the text, its indicators under the number of their row in the table.

    An indicator that the table does not name, or names twice, is kept as
    `indicators_told[i]`: a doubtful match is never forced.
    """
    rows = _names(tabled)
    if not rows:
        return told
    numbers: dict[str, str] = {}
    taken: set[str] = set()
    for number, name in _names(told).items():
        near = sorted(((similarity(name, row), n) for n, row in rows.items()), reverse=True)
        clear = near[0][0] >= _SAME_NAME and (len(near) == 1 or near[1][0] < near[0][0])
        if clear and near[0][1] not in taken:
            numbers[number] = near[0][1]
            taken.add(near[0][1])
    return [_renumbered(fact, numbers) for fact in told]


def _names(facts: list[Fact]) -> dict[str, str]:
    return {
        found[1]: fact.text for fact in facts
        if fact.path.endswith("].name") and (found := _INDEX.match(fact.path))
    }  # fmt: skip


def _renumbered(fact: Fact, numbers: dict[str, str]) -> Fact:
    found = _INDEX.match(fact.path)
    if found is None:
        if fact.path.startswith("indicators.groups["):
            return replace(fact, path=fact.path.replace("indicators.", "indicators_told.", 1))
        return fact
    rest = fact.path[found.end() :]
    if found[1] in numbers:
        return replace(fact, path=f"indicators[{numbers[found[1]]}]{rest}")
    return replace(fact, path=f"indicators_told[{found[1]}]{rest}")
