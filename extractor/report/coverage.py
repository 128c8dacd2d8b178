"""The account of every figure in the text: bound, set aside with a reason, or unexplained."""

from __future__ import annotations

from extractor.find import Draft
from extractor.model import Coverage, SetAside, Unexplained

_CONTEXT = 14
"""Characters of context shown on each side of an unexplained figure."""


def coverage_of(*drafts: Draft) -> Coverage:
    """Count the figures of a report: of its text and of its tables."""
    counted = [_coverage(draft) for draft in drafts]
    return Coverage(
        sum(c.quantities for c in counted), sum(c.bound for c in counted),
        tuple(x for c in counted for x in c.set_aside),
        tuple(x for c in counted for x in c.unexplained),
    )  # fmt: skip


def _coverage(draft: Draft) -> Coverage:
    text = draft.text
    bound = 0
    aside: list[SetAside] = []
    unexplained: list[Unexplained] = []
    for index, token in enumerate(draft.masked.tokens):
        raw = text.printed[token.start : token.end].replace("\n", "")
        if index in draft.asides:
            aside.append(SetAside(raw, draft.asides[index], text.where(token.start, token.end)))
        elif not draft.is_quantity(index):
            aside.append(SetAside(raw, token.reason, text.where(token.start, token.end)))
        elif index in draft.taken or index in draft.linked:
            bound += 1
        else:
            around = text.printed[max(0, token.start - _CONTEXT) : token.end + _CONTEXT]
            unexplained.append(
                Unexplained(
                    raw, around.replace("\n", " "), text.where(token.start, token.end)
                )
            )
    figures = set(draft.masked.starts)
    chinese = {
        f.start for f in draft.facts if f.start not in figures and f.quantity
        and draft.masked.token_at(draft.masked.locate(f.start)) is None
    }  # fmt: skip
    bound += len(chinese)
    return Coverage(bound + len(unexplained), bound, tuple(aside), tuple(unexplained))
