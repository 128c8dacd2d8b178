"""Read a form from top to bottom: each block begins at a header and ends where another begins."""

from __future__ import annotations

from extractor.find.tables.accounts import read_accounts
from extractor.find.tables.amounts import amount_header, read_amounts
from extractor.find.tables.fields import read_fields
from extractor.find.tables.goals import goal_header, read_goals, read_inline_goals
from extractor.find.tables.indicators import indicator_header, read_indicators
from extractor.find.tables.ledgers import ledger_panels, read_ledger
from extractor.find.tables.statements import settle_subject
from extractor.find.tables.view import View


def find_table(view: View) -> None:
    """Find the facts of a table; what no block claims stays unexplained.

    Revenue beside expenditure is no block of amounts: 一般公共预算财政拨款 heads a column there, and
    names a line of either side.
    """
    row, sides = 0, ledger_panels(view)
    while row < len(view.grid):
        row = read_fields(view, row) if len(sides) > 1 else _block(view, row)
    settle_subject(view)
    read_ledger(view, sides)


def _block(view: View, row: int) -> int:
    """Read the block that begins in a row; returns the row after it."""
    if (below := read_accounts(view, row)) is not None:
        return below
    header = indicator_header(view, row) or amount_header(view, row) or goal_header(view, row)
    for index in header.cells(view) if header else ():
        view.set_aside(index, "表头")
    if indicators := indicator_header(view, row):
        return read_indicators(view, indicators, begins_block)
    if amounts := amount_header(view, row):
        return read_amounts(view, amounts, begins_block)
    if goals := goal_header(view, row):
        return read_goals(view, goals, begins_block)
    if read_inline_goals(view, row):
        return row + 1
    return read_fields(view, row)


def begins_block(view: View, row: int) -> bool:
    """Whether a header stands in a row."""
    return bool(indicator_header(view, row) or amount_header(view, row) or goal_header(view, row))


def elements(view: View, row: int) -> set[str]:
    """What of a form begins in a row: `name`, `amounts`, `goals`, `indicators`."""
    found: set[str] = set()
    if indicator_header(view, row):
        found.add("indicators")
    elif amount_header(view, row):
        found.add("amounts")
    elif goal_header(view, row):
        found.add("goals")
    for index in view.across(row):
        name = view.text(index).partition(":")[0]
        if view.cell(index).row == row and view.headers.field(name) == "project.name":
            found.add("name")
    return found
