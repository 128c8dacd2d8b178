"""Tables of revenue beside expenditure: lines, this year's sum, the totals of both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.checks.account_sums import total_column
from extractor.checks.accounts import Account, AccountTable, tables
from extractor.checks.balance import balance_of_prose
from extractor.checks.compare import compare_sum, perhaps_partial
from extractor.checks.context import Context
from extractor.checks.outcome import FITS, Outcome
from extractor.checks.registry import check
from extractor.library import wording

_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,4}、")
_DETAIL = re.compile(r"其中|[一二三四五六七八九十]{1,4}、|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[.、]")


@check("sum.balance_identity")
def balance_of_tables(context: Context) -> Iterator[Outcome]:
    """Lines make up this year's sum, it and what is carried over the total, both totals are one."""
    yield from balance_of_prose(context)
    panels = tables(context, "ledger")
    outcomes: list[tuple[str, Outcome]] = []
    for number, panel in enumerate(panels):
        outcomes += [(panel.title, o) for o in _panel(context, panel)]
        if panel.beside and number:
            outcomes += [(panel.title, o) for o in _both_sides(context, panels[number - 1], panel)]
    fitting = [o for _, o in outcomes if o.status in FITS]
    if fitting:
        facts = tuple(dict.fromkeys(i for o in fitting for i in o.facts))
        yield Outcome("holds", f"收支总表{len(fitting)}处合计相符", facts)
    for title, outcome in outcomes:
        if outcome.status == "fails":
            yield replace(outcome, message=f"《{title}》{outcome.message}")
        elif outcome.status not in FITS:
            yield outcome


def _panel(context: Context, panel: AccountTable) -> Iterator[Outcome]:
    """The sums of one side, in each of its columns."""
    if any(line.item["unclear"] for line in panel.rows) or len(panel.rows) < 2:
        return
    *lines, total = panel.rows
    subtotal = wording("ledger.subtotal").expression
    sums = [n for n, line in enumerate(lines) if subtotal.fullmatch(line.name)]
    if len(sums) > 1:
        return
    at = sums[0] if sums else len(lines)
    whole, between = (lines[at], lines[at + 1 :]) if sums else (total, [])
    if all(_DETAIL.match(line.name) for line in lines[:at]):  # another may be a line or part of one
        for column in whole.columns:
            yield from _sum(context, whole, [a for a in lines[:at] if _NUMBERED.match(a.name)], column)
    carried = [a for a in between if _is_carried(a)]
    for column in total.columns if sums and _only_details(between) else ():
        yield from _sum(context, total, [whole, *carried], column)
    if wording("account.total_column").hits(_label(total)):
        yield from total_column(context, panel.rows)


def _sum(context: Context, whole: Account, parts: list[Account], column: int) -> Iterator[Outcome]:
    """One sum; what falls short may lack a line that was not read."""
    amount = whole.amount(column)
    terms = [a.term(column, q) for a in parts if (q := a.amount(column)) is not None]
    if amount is not None and terms:
        yield perhaps_partial(context, whole.term(column, amount), terms)


def _is_carried(line: Account) -> bool:
    """Whether a line stands between this year's sum and the total in its own right."""
    return wording("ledger.carry").hits(line.name) and not _DETAIL.match(line.name)


def _only_details(between: list[Account]) -> bool:
    """Whether the lines beside those carried over are parts of them: marked so, or making them up."""
    loose: list[Account] = []
    for line in reversed(between):
        if not _is_carried(line):
            loose += [] if _DETAIL.match(line.name) else [line]
            continue
        amounts = [q.base for a in loose if (q := a.amount(1)) is not None]
        own = line.amount(1)
        if loose and (own is None or sum(amounts) != own.base):
            return False
        loose = []
    return not loose


def _both_sides(context: Context, left: AccountTable, right: AccountTable) -> Iterator[Outcome]:
    """The totals of two sides, in their first columns, if these hold the same kind of amount."""
    one, other = left.rows[-1], right.rows[-1]
    amounts = one.amount(1), other.amount(1)
    same = _label(one) == _label(other) or any(wording("account.total_column").hits(_label(a)) for a in (one, other))
    totals = all(a.name.endswith("总计") for a in (one, other))
    if amounts[0] is not None and amounts[1] is not None and same and totals:
        yield compare_sum(context, one.term(1, amounts[0]), [other.term(1, amounts[1])])


def _label(line: Account) -> str:
    """The words that head the first amount of a line."""
    figure = line.item["amount1"]
    return figure.first.label if figure is not None else ""
