"""Tables of revenue beside expenditure: panels of lines with amounts, down to their totals."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.find.tables.accounts import add_amount, is_lone
from extractor.find.tables.statements import header_height, heads
from extractor.find.tables.view import View
from extractor.library import wording
from extractor.library.headers import bare_label
from extractor.numbers import QUANTITY_KINDS

_PATTERN = "ledger"


@dataclass(slots=True)
class Panel:
    """A column of lines and the columns of their amounts; the rows of the lines and the header."""

    name: int
    amounts: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    header: tuple[int, int] = (0, 0)


def ledger_panels(view: View) -> list[Panel]:
    """The panels of a published table that each come to a total, with their rows down to it.

    Of a table that was read in parts no sum is known to be whole.
    """
    if view.title is None or not view.whole:
        return []
    top, below = header_height(view)
    total = wording("ledger.total").expression
    found = []
    for panel in _panels(view, top, below):
        rows = [row for row in range(below, len(view.grid)) if _begins(view, panel.name, row)]
        ends = [row for row in rows if total.fullmatch(view.text(view.grid[row][panel.name]))]
        if len(ends) == 1 and ends[0] > rows[0]:
            panel.rows = [row for row in rows if row <= ends[0]]
            panel.header = (top, below)
            found.append(panel)
    return found


def read_ledger(view: View, panels: list[Panel]) -> None:
    """Record the lines of panels; the first one of a table is told from those beside it."""
    for number, panel in enumerate(panels):
        _read(view, panel, "beside" if number else "table")


def _panels(view: View, top: int, below: int) -> list[Panel]:
    """The panels from left to right; a column that is neither lines nor amounts ends one."""
    name, label = wording("ledger.name_column").expression, wording("table.label_column").expression
    rate, numbering = wording("table.rate_column"), wording("table.line_numbers").expression
    found: list[Panel] = []
    current: Panel | None = None
    for column in range(view.table.columns):
        words = heads(view, column, top, below)
        if words and name.fullmatch(bare_label(words[-1])):
            found.append(Panel(column))
            current = found[-1]
        elif not words or label.fullmatch(words[-1]):
            current = current if words and numbering.fullmatch(words[-1]) else None
        elif current is not None and not any(rate.hits(w) for w in words):
            current.amounts.append(column)
    return [p for p in found if p.amounts]


def _begins(view: View, column: int, row: int) -> bool:
    """Whether a line begins in a row."""
    index = view.grid[row][column]
    return bool(view.text(index)) and view.cell(index).row == row


def _read(view: View, panel: Panel, part: str) -> None:
    """Record the lines that hold something, the first one with the title of the table."""
    first = True
    for row in panel.rows:
        name = view.grid[row][panel.name]
        cells = [view.grid[row][c] for c in panel.amounts]
        if all(not view.text(c) for c in cells):
            continue
        head = f"ledger[{view.next_index('ledger')}]"
        item = view.printed(name)
        if first:
            view.add_text(f"{head}.{part}", name, "表", _PATTERN, item=item, value=view.title, keep_figures=True)
            first = False
        view.add_text(f"{head}.name", name, "项目", _PATTERN, item=item, keep_figures=True)
        clear = [_amount(view, panel, row, n, head) for n in range(len(cells))]
        if not all(clear):
            view.add_text(
                f"{head}.unclear", name, "金额", _PATTERN, item=item, value="未读全", keep_figures=True
            )  # fmt: skip


def _amount(view: View, panel: Panel, row: int, number: int, head: str) -> bool:
    """Record one amount of a line; False where something stands there that is none."""
    index, column = view.grid[row][panel.amounts[number]], panel.amounts[number]
    return is_lone(view, index) and add_amount(
        view, index, _figure(view, index), heads(view, column, *panel.header),
        f"{head}.amount{number + 1}", _PATTERN, view.printed(view.grid[row][panel.name]),
    )  # fmt: skip


def _figure(view: View, index: int) -> int | None:
    """The figure that a cell consists of, also where a fact of the budget has taken it."""
    if index not in view.spans:
        return None
    masked = view.draft.masked
    inside = masked.tokens_in(*view.spans[index])
    figures = [i for i in inside if masked.tokens[i].kind in QUANTITY_KINDS]
    start, end = view.spans[index]
    return figures[0] if len(figures) == 1 and end - start == 1 else None
