"""Accounts (科目) of published tables: their sums by code, and those that the text lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.checks.compare import Term, compare_sum
from extractor.checks.context import Context, exact
from extractor.checks.outcome import FITS, Outcome
from extractor.checks.texts import facts_in
from extractor.library import wording
from extractor.model import Item, Quantity
from extractor.text import fold

_BLANKS = re.compile(r"\s+")
_STOP = re.compile(r"[。；\n]")
_LIST_LENGTH = 600
_AND_MORE = re.compile(r"等[^、，]*$")
_ITS_AMOUNT = re.compile(r"[\d,.]+(?:万|亿)?元$")
_ECONOMIC = "3"
"""Codes of accounts by economic kind begin with it (政府收支分类科目, 支出经济分类)."""
_KNOWN = 2
"""So many names of a list must be accounts, or it lists something else."""
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Account:
    """One row: its entry in the report, its code (empty for the total) and its folded name."""

    item: Item
    code: str
    name: str

    def amount(self, column: int) -> Quantity | None:
        """The exact amount of a column, counted from 1; None where none is printed."""
        return exact(self.item.quantity(f"amount{column}"))

    @property
    def columns(self) -> list[int]:
        """The columns that hold an amount."""
        return sorted(int(f.removeprefix("amount")) for f in self.item.fields if f.startswith("amount"))

    def term(self, column: int, quantity: Quantity) -> Term:
        """The amount of a column as part of a sum."""
        return Term(f"{self.item.path}.amount{column}", quantity)


@dataclass(frozen=True, slots=True)
class AccountTable:
    """The accounts of one table, under its title; of tables of totals, the lines of one side.

    `beside` tells that the side before it belongs to the same table.
    """

    title: str
    rows: list[Account]
    beside: bool = False

    def parent(self, account: Account) -> Account | None:
        """The row with the longest code that begins the account's."""
        code = _above(account.code, {a.code for a in self.rows})
        return next((a for a in self.rows if code and a.code == code), None)

    def families(self) -> dict[str, list[Account]]:
        """The rows by the code of their nearest row above; those at the top under an empty one."""
        codes = {a.code for a in self.rows}
        found: dict[str, list[Account]] = {}
        for account in self.rows:
            if account.code:
                found.setdefault(_above(account.code, codes), []).append(account)
        return found


def _above(code: str, codes: set[str]) -> str:
    """The longest of some codes that begins another one, empty where none does."""
    return next((code[:n] for n in range(len(code) - 1, 0, -1) if code[:n] in codes), "")


def tables(context: Context, kind: str = "accounts") -> list[AccountTable]:
    """The tables of accounts of the report; of `ledger`, the panels of its tables of totals."""
    if kind not in context.memo:
        found: list[AccountTable] = []
        for item in context.report.items(kind):
            if item["table"] or item["beside"]:
                title = item.text("table") or item.text("beside")
                found.append(AccountTable(title, [], item["table"] is None))
            if found:
                name = _BLANKS.sub("", fold(item.name))
                found[-1].rows.append(Account(item, item.text("code"), name))
        context.memo[kind] = found
    known: list[AccountTable] = context.memo[kind]
    return known


def listed_accounts(context: Context) -> Iterator[Outcome]:
    """Accounts that the text lists as spent hold an amount in the table.

    A blank cell is believed where the amounts read beside it make up the sum above them: then
    nothing was left unread.
    """
    by_name: dict[str, list[tuple[AccountTable, Account]]] = {}
    for table in tables(context):
        for row in table.rows:
            if row.code.startswith(_ECONOMIC):
                by_name.setdefault(row.name, []).append((table, row))
    if not by_name:
        return
    for start, end in wording("account.of_basic").spans(context.folded):
        stop = _STOP.search(context.folded, end, end + _LIST_LENGTH)
        if stop is None:
            continue
        names = _names(context.folded[end : stop.start()])
        known = [n for n in names if n in by_name]
        if len(known) >= _KNOWN:
            yield _compared(context, (start, stop.start()), known, by_name)


def _names(words: str) -> list[str]:
    """The names of a list, without the amounts behind them and 等."""
    parts = re.split("[、，]", _AND_MORE.sub("", words.lstrip(":")))
    return [_ITS_AMOUNT.sub("", _BLANKS.sub("", part)) for part in parts]


def _compared(
    context: Context, span: tuple[int, int], known: list[str],
    by_name: dict[str, list[tuple[AccountTable, Account]]],
) -> Outcome:  # fmt: skip
    """One list of names against the rows of the tables."""
    facts = facts_in(context, *span)
    blank = [n for n in known if all(row.item["blank"] for _, row in by_name[n])]
    proven = [n for n in blank if all(_is_whole(context, *place) for place in by_name[n])]
    line = f"正文列举{len(known)}个科目，{len(known) - len(blank)}个在表中有金额"
    if blank and not proven:
        return Outcome("undetermined", line, facts, reason=f"“{'、'.join(blank)}”金额空白，不能断定没有")
    if not blank:
        return Outcome("holds", line, facts)
    table, row = by_name[proven[0]][0]
    ids = (*facts, *(i for n in proven for _, a in by_name[n] for i in context.item_ids(a.item, "name")))
    return Outcome(
        "fails", line, ids, reported=_beside(known, proven[0], by_name),
        message=f"正文列举“{_beside(known, proven[0], by_name)}”，《{table.title}》里"
        f"“{'、'.join(proven)}”没有金额{_held(table, row)}",
    )  # fmt: skip


def _is_whole(context: Context, table: AccountTable, account: Account) -> bool:
    """Whether the amounts read beside an account make up the amount above them."""
    above = table.parent(account)
    whole = above.amount(1) if above is not None else None
    if above is None or whole is None:
        return False
    parts = [a.term(1, q) for a in table.families()[above.code] if (q := a.amount(1)) is not None]
    return bool(parts) and compare_sum(context, above.term(1, whole), parts).status in FITS


def _beside(
    known: list[str], name: str, by_name: dict[str, list[tuple[AccountTable, Account]]]
) -> str:
    """The listed names of one class around a name, as the text prints them."""
    at, kind = known.index(name), by_name[name][0][1].code[:3]
    first, last = at, at
    while first > 0 and at - first < _SHOWN and by_name[known[first - 1]][0][1].code[:3] == kind:
        first -= 1
    while last + 1 < len(known) and last - at < _SHOWN and by_name[known[last + 1]][0][1].code[:3] == kind:
        last += 1
    return "、".join(known[first : last + 1])


def _held(table: AccountTable, account: Account) -> str:
    """The accounts beside one that do hold an amount, where they are few."""
    above = table.parent(account)
    beside = [
        f"{a.name}{q}" for a in (table.families()[above.code] if above else []) if (q := a.amount(1)) is not None
    ]
    return f"，“{above.name}”有金额的是{'、'.join(beside)}" if above and 0 < len(beside) <= _SHOWN else ""
