"""Words that are out of place: another level of government, clauses out of order."""

from __future__ import annotations

import re

from extractor.find.draft import Draft
from extractor.library import bodies, classifiers, wording

_REACH = 14
"""Characters after a count in which the counted thing must be named."""


def find_level_words(draft: Draft) -> None:
    """Words of another level of government than the unit's own (镇 called 乡)."""
    unit = next((f for f in draft.facts if f.path == "unit.name"), None)
    if unit is None:
        return
    name = draft.text.folded[unit.start : unit.end].strip()
    level = bodies().levels.get(bodies().level(name))
    if level is None:
        return
    for match in re.finditer("|".join(level.others), draft.masked.text):
        index = draft.next_index("entity.level_words")
        draft.add_words(
            f"entity.level_words[{index}]", match.start(), match.end(), label="层级用词",
            pattern="entity.level_words",
        )  # fmt: skip


def find_garbled(draft: Draft) -> None:
    """Clauses whose words are out of order or doubled, each as printed."""
    spans = [*_out_of_order(draft), *_doubled(draft)]
    for start, end in sorted(spans):
        index = draft.next_index("text.garbled")
        draft.add_words(
            f"text.garbled[{index}]", start, end, label="语序或错漏字", pattern="text.garbled"
        )


def _out_of_order(draft: Draft) -> list[tuple[int, int]]:
    """A count whose thing comes only after a verb: 72盏破损路安装灯."""
    masked, found = draft.masked, []
    rules = classifiers()
    for index, token in enumerate(masked.tokens):
        unit = token.quantity.unit if token.quantity else None
        nouns = rules.nouns.get(unit or "")
        if not nouns:
            continue
        position = masked.positions[index]
        clause = re.split("[，。；、\\n\ue000-\ue00a]", masked.text[position + 1 : position + 1 + _REACH])[0]
        if _disordered(clause, nouns):
            found.append((position, position + 1 + len(clause)))
    return found


def _disordered(clause: str, nouns: tuple[str, ...]) -> bool:
    """Whether a verb stands directly before the first of the nouns, and no noun before it."""
    first = min((at for n in nouns if (at := clause.find(n)) >= 0), default=-1)
    before = clause[:first] if first > 0 else ""
    verb = next((v for v in classifiers().verbs if before.endswith(v)), "")
    rest = before.removesuffix(verb)
    return bool(verb and rest) and not any(link in rest for link in classifiers().links)


def _doubled(draft: Draft) -> list[tuple[int, int]]:
    locate = draft.masked.locate
    return [(locate(a), locate(b)) for a, b in wording("doubled").spans(draft.text.folded)]
