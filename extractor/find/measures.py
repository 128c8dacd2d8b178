"""Which measure and subject a budget label binds to, as far as label and context say."""

from __future__ import annotations

import re

from extractor.find.context import Bound, Context
from extractor.find.draft import Draft
from extractor.library import CARRIED, Label
from extractor.numbers import MONEY_KINDS

_COMPLETED = re.compile("完成[^，]{0,8}预算")
_COMPLETION_AFTER = re.compile("[，、](?:完成|为)[^，。；:\ue000-\ue007]{0,8}预算[数]?(?:的)?\ue001")
_COMPLETION_OF = {
    "initial": "initial_completion_rate",
    "stated": "execution_rate",
    "adjusted": "execution_rate",
}
"""完成年初预算的 r% / 完成预算的 r%: the base named, and the rate it makes."""
_OPENING = "opening_carry_over"
_CLOSING = re.compile("年末|期末|结转下年")
"""What is left at the end of the year, after what it began with and its parts."""
_FUND_SUBJECTS = frozenset({"fiscal_appropriation", "general_public_budget", "government_funds"})
_LASTING = frozenset({"initial", "adjusted", "stated", "executed", "revenue", "expenditure"})
"""Measures that a later sentence may leave out."""


def money_bound(
    draft: Draft, context: Context, label: Label, clause: str, index: int
) -> Bound | None:
    """What an amount is bound to: the measure its label names, or one that context implies."""
    following = _until_next(draft, index)
    if label.measure:
        if draft.library.labels.figure(label.measure) != "money":
            return None
        base = label.measure in _COMPLETION_OF and clause.lstrip().startswith("完成")
        if base and following.startswith("的") and context.last_money:  # 完成预算A的r%
            subject = label.subject or context.last_money.subject
            return Bound(label.measure, subject, clause=clause, reference=True)
        closing = label.measure in CARRIED and bool(_CLOSING.search(clause))
        if closing and context.in_parts and context.parent and context.parent.measure == _OPENING:
            context.in_parts, context.top = False, Bound(label.measure, context.parent.subject)
        subject = _of_fund(context, label.subject) if label.subject else context.subject_for(label)
        opening = context.in_parts and context.parent and context.parent.measure == _OPENING
        named = _OPENING if opening and label.measure in CARRIED else label.measure
        return Bound(named, subject, explicit=True, clause=clause)
    if not label.subject or label.subject == "total":
        return None
    if draft.masked.tokens[index].kind == "bare" and index not in draft.lent and label.side != "in":
        return None  # a row of a table: its column is not known
    measure = _implied(draft, context, label, index, following)
    return Bound(measure, _of_fund(context, label.subject), clause=clause) if measure else None


def _of_fund(context: Context, subject: str) -> str:
    """财政拨款基本支出612.37万元，其中人员经费…: the parts are of that fund, not of the unit."""
    parent = context.parent.subject if context.in_parts and context.parent else ""
    fund = parent.removesuffix("_basic")
    own = fund != parent and fund in _FUND_SUBJECTS and subject in {"personnel", "operating"}
    return f"{fund}_{subject}" if own else subject


def _until_next(draft: Draft, index: int) -> str:
    """The words of the segment after a figure, up to the next amount that is still free."""
    start = draft.masked.positions[index] + 1
    found = re.compile("[。；\n]").search(draft.masked.text, start)
    end = found.start() if found else len(draft.masked.text)
    for other in draft.masked.tokens_in(start, end):
        if draft.free(other) and draft.masked.tokens[other].kind in MONEY_KINDS:
            return draft.masked.text[start : draft.masked.positions[other]]
    return draft.masked.text[start:end]


def _implied(
    draft: Draft, context: Context, label: Label, index: int, following: str
) -> str | None:
    """The measure that a label without one takes from its verb, its side or the context."""
    source = context.source(_LASTING)
    if label.verb == "executed":
        return "revenue" if label.side == "in" else "executed"
    if label.verb in {"granted", "revenue"} and not context.in_parts:
        return label.verb
    if source is not None and draft.library.labels.figure(source.measure) == "money":
        if "+" in source.measure:
            return {"in": "revenue", "out": "expenditure"}.get(label.side or "")
        spent = source.measure in {"executed", "expenditure", "unspent"}
        if label.side == "in" and (spent or (source.measure == _OPENING and not context.in_parts)):
            return "revenue"
        if label.side == "out" and source.measure == "revenue":
            return "executed"
        then = draft.library.labels.read(following.rpartition("，")[2])
        if source.measure == "executed" == then.measure and not then.subject and not then.foreign:
            return None  # 中央资金100万元，执行数98万元: the first is what was to be spent
        return source.measure
    if label.side == "in":
        return "revenue"
    if label.verb:
        return label.verb
    if _COMPLETION_AFTER.search(following):
        return "executed"
    return _repeated_measure(draft, label, index) or context.section_measure


def _repeated_measure(draft: Draft, label: Label, index: int) -> str | None:
    """The measure under which the same amount of the same subject stands elsewhere."""
    subject = label.subject or ""
    against = {"in": {"executed", "expenditure"}, "out": {"revenue"}}.get(label.side or "", set())
    quantity = draft.quantity(index, money=True)
    for fact in draft.facts:
        head, _, tail = fact.path.removeprefix("budget.").partition(".")
        if (
            fact.path.startswith("budget.") and tail == subject and head not in against
            and fact.quantity and quantity and fact.quantity.base == quantity.base
        ):  # fmt: skip
            return head
    return None


def rate_bound(draft: Draft, context: Context, label: Label, clause: str) -> Bound | None:
    """A named rate (预算执行率), or the completion of a named base (完成预算的 r%)."""
    figure = draft.library.labels.figure
    if clause.strip() == "的" and context.reference:  # 完成预算A的 r%
        return _completion(context, context.reference.measure, context.reference.subject, clause)
    if label.measure and not label.subject and context.one_part_only():
        return None  # of the part or of the whole: the words do not say
    if label.measure and figure(label.measure) == "rate":
        subject = label.subject or context.subject_for(label)
        return Bound(label.measure, subject, explicit=True, clause=clause)
    if label.measure in _COMPLETION_OF and (
        clause.lstrip().startswith(("完成", "为", "占调整")) or _COMPLETED.search(clause)
    ):
        return _completion(
            context, label.measure, label.subject or context.subject_for(label), clause
        )
    last = context.last
    if label.subject and not label.measure and last and figure(last.measure) == "rate":
        # 完成预算的 96.94%，其中基本支出完成 99.29%
        return Bound(last.measure, label.subject, clause=clause)
    return None


def _completion(context: Context, base: str, subject: str, clause: str) -> Bound:
    """The completion rate of a base: of income where the amount before is income."""
    money = context.last_money
    income = money is not None and money.measure == "revenue"
    rate = "revenue_completion_rate" if income else _COMPLETION_OF[base]
    return Bound(rate, subject, explicit=True, clause=clause)
