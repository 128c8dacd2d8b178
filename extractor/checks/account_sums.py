"""Sums in tables of accounts: a code over the codes below it, the total row, the total column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from extractor.checks.accounts import Account, AccountTable, tables
from extractor.checks.compare import compare_sum, perhaps_partial
from extractor.checks.context import Context
from extractor.checks.outcome import FITS, Outcome
from extractor.library import wording

_LEVELS = (3, 5, 7)
"""Digits of 类, 款 and 项 (政府收支分类科目)."""
_KINDS = "1235"
"""First digits: 收入, 支出功能, 部门经济, 政府经济 分类."""
_ROWS_OF_RULE = 3
"""So many rows of several amounts must make up their total before a row that does not is judged."""


def sums_of_accounts(context: Context) -> Iterator[Outcome]:
    """Every sum that the codes, the total row and the total column of a table promise."""
    for table in tables(context):
        families = _families(table) if _is_sound(table) else []
        totals = wording("account.total_column").hits(_head(table))
        outcomes = [
            o for whole, parts in families for o in _family(context, whole, parts, totals=totals)
        ]
        outcomes += _total_column(context, table) if families and totals else []
        fitting = [o for o in outcomes if o.status in FITS]
        if fitting:
            facts = tuple(dict.fromkeys(i for o in fitting for i in o.facts))
            yield Outcome("holds", f"《{table.title}》{len(fitting)}处合计相符", facts)
        for outcome in outcomes:
            if outcome.status == "fails":
                yield replace(outcome, message=f"《{table.title}》{outcome.message}")
            elif outcome.status not in FITS:
                yield outcome


def _is_sound(table: AccountTable) -> bool:
    """Whether the rows are accounts of one classification, each printed once."""
    codes = [a.code for a in table.rows if a.code]
    return (
        len(set(codes)) == len(codes) > 1 and len({c[0] for c in codes}) == 1 and codes[0][0] in _KINDS
        and all(len(c) in _LEVELS for c in codes)
    )  # fmt: skip


def _families(table: AccountTable) -> list[tuple[Account, list[Account]]]:
    """The rows that others are part of, with these; the only total row over those at the top.

    Beside another row without a code (结转下年) the total may be more than the accounts.
    """
    below = table.families()
    found = [(a, below[a.code]) for a in table.rows if a.code and a.code in below]
    total = wording("account.grand_total").expression
    totals = [a for a in table.rows if not a.code]
    top = below.get("", [])
    one_total = len(totals) == 1 and total.fullmatch(totals[0].name) is not None
    if one_total and len({len(a.code) for a in top}) == 1:
        found.append((totals[0], top))
    return found + [pair for a in totals if (pair := _of_basic(a, top))]


def _of_basic(total: Account, classes: list[Account]) -> tuple[Account, list[Account]] | None:
    """The total of personnel or of operating expenses over the classes that belong to it."""
    personnel = wording("account.personnel_total").expression.fullmatch(total.name) is not None
    if not personnel and not wording("account.operating_total").expression.fullmatch(total.name):
        return None
    own = wording("account.personnel_class").expression
    parts = [a for a in classes if (own.fullmatch(a.code) is not None) is personnel]
    return (total, parts) if parts and all(len(a.code) == _LEVELS[0] for a in classes) else None


def _family(
    context: Context, whole: Account, parts: list[Account], *, totals: bool
) -> Iterator[Outcome]:
    """A row over its parts, column by column.

    A part whose amount is missing where it has others was not read in full. A row that was not
    read is missing in the column of totals and in another: parts that fall short in one of them
    only are complete. Where there are no `totals`, a slip of the pen must explain it.
    """
    if any(a.item["unclear"] for a in (whole, *parts)):
        return
    partial = any(a.columns and 1 not in a.columns for a in parts)
    sums = {
        column: (whole.term(column, amount), terms)
        for column in whole.columns if not (partial and column == 1)
        and (amount := whole.amount(column)) is not None
        and (terms := [a.term(column, q) for a in parts if (q := a.amount(column)) is not None])
    }  # fmt: skip
    outcomes = {column: compare_sum(context, *each) for column, each in sums.items()}
    failing = [column for column, o in outcomes.items() if o.status == "fails"]
    for column, outcome in outcomes.items():
        total, terms = sums[column]
        short = sum(t.quantity.base for t in terms) < total.quantity.base
        if column in failing and short and (partial or len(failing) > 1):
            outcome = Outcome(
                "undetermined", outcome.arithmetic, outcome.facts, reason="几列都不足，可能有一行没有读出"
            )
        elif column in failing and not (totals and len(outcomes) > 1):
            outcome = perhaps_partial(context, total, terms)
        yield outcome


def _total_column(context: Context, table: AccountTable) -> list[Outcome]:
    """The column of totals; where two rows have no code, the total may hold more than the others."""
    plain = [a for a in table.rows if not a.code]
    return total_column(context, [a for a in table.rows if a.code or len(plain) == 1])


def total_column(context: Context, rows: list[Account]) -> list[Outcome]:
    """The first column as the sum of the others, where the rows of the table show that it is.

    Columns that are part of one another (基本支出 beside its 人员经费) never add up so: a row of
    several amounts is judged only beside others of its kind that do.
    """
    outcomes = []
    for row in rows:
        whole = row.amount(1)
        terms = [row.term(c, q) for c in row.columns if c > 1 and (q := row.amount(c)) is not None]
        if whole is not None and terms and not row.item["unclear"]:
            outcomes.append((len(terms) > 1, compare_sum(context, row.term(1, whole), terms)))
    fitting = Counter(several for several, o in outcomes if o.status in FITS)
    wrong = Counter(several for several, o in outcomes if o.status not in FITS)
    counted = fitting[True] if wrong[True] else fitting.total()
    return [o for _, o in outcomes] if counted >= _ROWS_OF_RULE * max(wrong.total(), 1) else []


def _head(table: AccountTable) -> str:
    """The words that head the first column of amounts."""
    figures = (row.item["amount1"] for row in table.rows)
    return next((f.first.label for f in figures if f is not None), "")
