"""Accounts that the text goes through one by one (类、款、项), against the table of spending."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.accounts import Account, AccountTable, tables
from extractor.checks.causes import slip
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.checks.texts import facts_in
from extractor.library import wording
from extractor.model import Cause, Quantity
from extractor.numbers import scan

_NAME = r"[^，。；:、()\n]{2,40}(?:\([^()\n]{1,12}\)[^，。；:、()\n]{0,20})?"
_ITEM = re.compile(rf"\(类\)(?P<section>{_NAME})\(款\)(?P<item>{_NAME})\(项\)")
_OUTTURN = re.compile(r"(?<!年)(?<!年度)支出决算数?[为是]?(?P<amount>[\d,]+(?:\.\d+)?(?:万|亿)?元)")
_REACH = 300


def told_accounts(context: Context) -> Iterator[Outcome]:
    """The outturn of an account in the text is that of its row in the table.

    One in the last printed place is rounding: tables are made to add up.
    """
    spending = [t for t in tables(context) if wording("account.spending_table").hits(t.title)]
    if not spending:
        return
    text, agreeing = context.folded, 0
    facts: list[str] = []
    for told in _ITEM.finditer(text):
        found = _outturn(text, told.end())
        rows = [(t, a) for t in spending for a in t.rows if _is_named(t, a, told["section"], told["item"])]
        tabled = rows[0][1].amount(1) if len(rows) == 1 else None
        if found is None or tabled is None or found[0].dimension != tabled.dimension:
            continue
        quantity, end = found
        ids = (*facts_in(context, told.start(), end), *context.item_ids(rows[0][1].item, "amount1"))
        if abs(quantity.base - tabled.base) <= 2 * max(quantity.half_unit, tabled.half_unit):
            agreeing += 1
            facts += ids
        else:
            outcome = _contradiction(rows[0], told["item"], quantity, tabled, ids)
            outcome.repairs[f"{rows[0][1].item.path}.amount1"] = context.interval(quantity)
            yield outcome
    if agreeing:
        yield Outcome("holds", f"{agreeing}个科目的支出决算正文与表一致", tuple(dict.fromkeys(facts)))


def _outturn(text: str, start: int) -> tuple[Quantity, int] | None:
    """The outturn that follows the name of an account, before another one and the line end."""
    line = text.find("\n", start)
    stop = min(start + _REACH, line if line >= 0 else len(text))
    following = _ITEM.search(text, start, stop)
    found = _OUTTURN.search(text, start, following.start() if following else stop)
    token = next(scan(found["amount"]), None) if found else None
    quantity = exact(token.quantity) if token is not None else None
    return (quantity, found.end()) if found and quantity else None


def _is_named(table: AccountTable, account: Account, section: str, item: str) -> bool:
    """Whether a row is the account of that name under that section."""
    if account.name != item or len(account.code) != 7 or account.item["unclear"]:
        return False
    above = table.parent(account)
    return above is not None and above.name == section


def _contradiction(
    row: tuple[AccountTable, Account], item: str, told: Quantity, tabled: Quantity, ids: tuple[str, ...]
) -> Outcome:
    """The finding that the text prints another outturn than the table."""
    word = slip(told.value, tabled.value) if told.factor == tabled.factor else None
    return Outcome(
        "fails", f"正文{told}，表中{tabled}", ids,
        message=f"“{item}（项）”的支出决算正文为{told}，《{row[0].title}》为{tabled}",
        reported=f"正文{told}，附表{tabled}",
        causes=(Cause(word[0], f"{tabled}与{told}：{word[1]}"),) if word else (),
    )  # fmt: skip
