"""A budget told from its initial amount over each change to what it became."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.compare import Term, compare_sum
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.model import Figure, Item

_SIGNS = {"more": 1, "less": -1, "back": -1, "carried": 1}
_DOUBTFUL = ("back", "carried")
"""Changes that the budget may have in it already: what was taken back, what was carried over."""
_MORE_CHANGES = re.compile(
    r"[、和及]\d[\d.,]*[亿万]?元"
    r"|[^。；\n]{0,40}?[，、；](?:[^净，。；\d]{0,6})(?:追加|调增|新增|核减|调减|压减|追减|削减)(?!后)[^，。；\d]{0,10}\d"
)


def told_budgets(context: Context) -> Iterator[tuple[int, Outcome]]:
    """Adjusted budget = initial one + additions − cuts; beside each outcome where its total stands."""
    for item in context.report.items("adjustments"):
        whole, terms = _terms(context, item)
        if whole is None:
            continue
        outcome = compare_sum(context, whole, [t for _, t in terms])
        for left_out in (*((name,) for name in _DOUBTFUL), _DOUBTFUL):
            fewer = [t for name, t in terms if name not in left_out]
            if outcome.status == "fails" and len(fewer) < len(terms):
                other = compare_sum(context, whole, fewer)
                outcome = other if other.status != "fails" else outcome
        yield item.fields["whole"].first.start, outcome


def _terms(context: Context, item: Item) -> tuple[Term | None, list[tuple[str, Term]]]:
    """The total, and the other figures with their signs."""
    whole: Term | None = None
    terms: list[tuple[str, Term]] = []
    for key, figure in item.fields.items():
        quantity = exact(figure.quantity)
        if quantity is None:
            return None, []
        path = _canonical(context, figure)
        if key == "whole":
            whole = Term(path, quantity)
        else:
            name = key.rstrip("0123456789")
            terms.append((name, Term(path, quantity, _SIGNS.get(name, 1))))
    return whole, terms


def _canonical(context: Context, figure: Figure) -> str:
    """The path of the budget under which the same figure is known alone, else its own."""
    start = figure.first.start
    paths = (f.path for f in context.report.facts if f.start == start)
    known = next((p for p in paths if p.startswith("budget.") and p.endswith(".total")), "")
    return known if known and context.quantity(known) is not None else figure.path


def one_of_several(context: Context, path: str) -> bool:
    """Whether the sentence of a change tells others beside it (追加180万元、80万元)."""
    figure = context.figure(path)
    return figure is not None and any(_MORE_CHANGES.match(context.folded, f.end) for f in figure.mentions)
