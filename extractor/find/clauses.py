"""Sentences and clauses of a text, and the words before a figure that are its label."""

from __future__ import annotations

import re

from extractor.find.draft import Draft
from extractor.find.lists import Lists
from extractor.library import CLAUSE_START

_COUNTED = re.compile("(?:(?:预算|支出)?项目)?(?:共|共计|合计|资金|预算资金)?")
"""年初批复预算8个项目985万元: count and amount under one label."""
_BASIS = re.compile("按照?|依据|根据")
_RECKONED = re.compile("(?:的?(?:比例|标准))?(?:计算|折算|核算|测算|计分|计得|赋分)")
"""按执行率94.60%计算: the figure is named again as the ground of the next one."""

_FROM = re.compile("年初[^，。；\ue000-\ue00a]{0,8}[由从]")
"""年初预算由800万元调整为920万元: what the budget was, and then what it became."""


def leaves_bracket(words: str) -> bool:
    """Whether words leave a bracket that was opened before them."""
    if ")" not in words:
        return False
    depth = 0
    for char in words:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return True
    return False


def start_of(text: str, position: int, marks: str = "。；\n") -> int:
    """Where the sentence (or the part of it after ；) that holds a position begins."""
    return max([text.rfind(mark, 0, position) for mark in marks]) + 1


def end_of(text: str, position: int, marks: str = "。；\n") -> int:
    """Where it ends: at the first of the marks, or with the text."""
    return min((at for mark in marks if (at := text.find(mark, position)) >= 0), default=len(text))


def sentences_with(text: str, word: re.Pattern[str], more: int = 0) -> list[tuple[int, int]]:
    """The spans of the sentences that hold a word, each with `more` sentences of its paragraph."""
    spans: list[tuple[int, int]] = []
    for hit in word.finditer(text):
        if spans and hit.start() < spans[-1][1] and not more:
            continue
        start = start_of(text, hit.start(), "。\n")
        end = end_of(text, hit.end() - 1, "。\n")
        for _ in range(more):
            end = end_of(text, end + 1, "。\n") if text.startswith("。", end) else end
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def clause_before(text: str, start: int, position: int) -> str:
    """The words between the last clause mark and a figure (a colon right before it included)."""
    window = text[start:position]
    cut = 0
    for match in CLAUSE_START.finditer(window.rstrip(": ")):
        cut = match.end()
    return window[cut:]


def is_basis(text: str, start: int, position: int) -> bool:
    """Whether a figure is only named as what another one is computed from (按…计算)."""
    if not _RECKONED.match(text, position + 1):
        return False
    return bool(_BASIS.match(clause_before(text, start, position)))


def clause_of(draft: Draft, lists: Lists, start: int, previous: int, index: int) -> str:
    """The label of a figure; a count of projects in it is stepped over."""
    text = draft.masked.text
    position = draft.masked.positions[index]
    if index in lists.starts:
        return text[lists.starts[index] : position]
    counted = draft.masked.token_at(previous - 1)
    if (
        previous > start and counted is not None
        and draft.masked.tokens[counted].kind == "count"
        and (quantity := draft.quantity(counted)) is not None and quantity.unit in {"个", "项"}
        and _COUNTED.fullmatch(text[previous:position])
    ):  # fmt: skip
        return clause_before(text, start, previous - 1) + "\ue00a" + text[previous:position]
    clause = clause_before(text, previous, position)
    if clause.endswith(("由", "从")) and _FROM.search(clause):
        return clause[:-1] + "\ue00a"
    return _BASIS.sub("", clause, count=1) if is_basis(text, previous, position) else clause
