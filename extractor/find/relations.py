"""Shares in running prose, and what the other finders of relations ask about an amount.

A share becomes a fact of its own (`shares[i]`), so that the arithmetic can be shown whether or
not the figures have a canonical path.
"""

from __future__ import annotations

import re

from extractor.find.apply import figure_index, matches
from extractor.find.clauses import clause_before, leaves_bracket, start_of
from extractor.find.draft import Draft
from extractor.library.match import Match
from extractor.numbers import MONEY_KINDS


def find_relations(draft: Draft) -> None:
    """Find shares."""
    for hit in matches(draft, [p for p in draft.library.file("relations") if p.id == "shares"]):
        _share(draft, hit)


def previous_amount(draft: Draft, position: int, skip: set[int]) -> int | None:
    """Index of the last amount before a position in the same sentence.

    Changes are left out, and so are amounts in a closed bracket (…(其中购置10万元)，比上年…)
    and the base of a completion rate (完成预算12万元的98%).
    """
    text = draft.masked.text
    start = start_of(text, position, "。\n")
    change = (*draft.library.words["more"], *draft.library.words["less"])
    for index in reversed(draft.masked.tokens_in(start, position)):
        at = draft.masked.positions[index]
        if draft.masked.tokens[index].kind not in MONEY_KINDS or index in skip:
            continue
        if leaves_bracket(text[at:position]) or text.endswith(change, start, at) or (
            text.startswith("的", at + 1) and clause_before(text, start, at).startswith("完成")
        ):
            continue
        return index
    return None


def subject_of(draft: Draft, index: int) -> str:
    """The printed label of an amount: its clause, or the clause before if it has none."""
    position = draft.masked.positions[index]
    text = draft.masked.text
    start = start_of(text, position, "。；\n\ue000\ue001")
    clause = clause_before(text, start, position)
    printed = draft.printed(position - len(clause), position)
    return re.sub(r"(?:为|是|共计|合计|达|：|:|约|共|支出决算|决算)+$", "", printed).strip("：: ，")


def _share(draft: Draft, hit: Match) -> None:
    """One share: its part is the last amount before it; the whole is judged by the checks."""
    rate = figure_index(draft, hit, "rate")
    if rate is None or rate in draft.taken:
        return
    if draft.masked.text.endswith("分别", 0, hit.start):
        _shared_out(draft, hit.start, rate)
        return
    part = previous_amount(draft, hit.start, change_amounts(draft))
    index = draft.next_index("shares")
    label = subject_of(draft, part) if part is not None else "占比"
    draft.add_figure(
        f"shares[{index}].rate", rate, label="占比", pattern="shares", item=label
    )
    if part is not None:
        draft.add_figure(
            f"shares[{index}].part", part, label=label, pattern="shares", item=label, money=True,
            share=True,
        )  # fmt: skip
    named = re.match(r"占(.{2,20}?)的?(?:比重|比例|比)?(?:为|达|约)?$", draft.masked.text[hit.start : hit.spans["rate"][0]])
    if named and named[1] not in {"比"}:
        draft.add_words(
            f"shares[{index}].of", hit.start + named.start(1), hit.start + named.end(1),
            label="占比基数", pattern="shares", item=label,
        )  # fmt: skip


def _shared_out(draft: Draft, start: int, first: int) -> None:
    """…分别为80万元、20万元，分别占80%、20%: as many rates as amounts in the list before."""
    masked = draft.masked
    rates = [first]
    while rates[-1] + 1 < len(masked.tokens) and masked.text[
        masked.positions[rates[-1]] + 1 : masked.positions[rates[-1] + 1]
    ] in {"、", "和", "及", "，"}:
        rates.append(rates[-1] + 1)
    last = previous_amount(draft, start, change_amounts(draft))
    if last is None or last - len(rates) + 1 < 0:
        return
    parts = list(range(last - len(rates) + 1, last + 1))
    gaps = [masked.text[masked.positions[a] + 1 : masked.positions[a + 1]] for a in parts[:-1]]
    if not set(gaps) <= {"、", "和", "及", "，"} or any(masked.tokens[r].kind != "rate" for r in rates):
        return
    for part, rate in zip(parts, rates, strict=True):
        prefix = f"shares[{draft.next_index('shares')}]"
        draft.add_figure(f"{prefix}.rate", rate, label="占比", pattern="shares")
        draft.add_figure(
            f"{prefix}.part", part, label="占比所指", pattern="shares", money=True, share=True
        )


def change_amounts(draft: Draft) -> set[int]:
    """The figures that state a change against last year."""
    return {
        i for i, path in draft.taken.items() if path.startswith(("changes[", "comparisons["))
    }
