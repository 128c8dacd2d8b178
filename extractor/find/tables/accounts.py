"""Rows of accounts (科目): code, name and the amounts of each column, in one or more panels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.find.tables.statements import header_height, heads
from extractor.find.tables.view import View, with_header_unit
from extractor.library import wording

_CODE = re.compile(r"\d{3,9}")
_DIGITS = re.compile(r"\d+")
_PATTERN = "accounts"


@dataclass(slots=True)
class Panel:
    """Columns side by side that name accounts and hold their amounts."""

    codes: list[int]
    name: int
    amounts: list[int] = field(default_factory=list)


def panels(view: View, top: int, below: int) -> list[Panel]:
    """The panels of a table from left to right; empty where it lists no accounts."""
    name, code = wording("account.name_column").expression, wording("account.code_column")
    label, rate = wording("table.label_column").expression, wording("table.rate_column")
    found: list[Panel] = []
    codes: list[int] = []
    current: Panel | None = None
    for column in range(view.table.columns):
        words = heads(view, column, top, below)
        if words and name.fullmatch(words[-1]) and codes:
            current = Panel(codes, column)
            found.append(current)
            codes = []
        elif any(code.hits(w) for w in words):
            codes.append(column)
            current = None
        elif not words or label.fullmatch(words[-1]):
            current = None
        elif current is not None and not any(rate.hits(w) for w in words):
            current.amounts.append(column)
    return [p for p in found if p.amounts]


def read_accounts(view: View, row: int) -> int | None:
    """Read the accounts of a published table; the row after them, None where it lists none.

    A table that was read in parts is left alone: which rows belong to a sum is not known.
    """
    if view.title is None or not view.whole:
        return None
    top, below = header_height(view)
    if row != top:
        return None
    found = panels(view, top, below)
    if not found:
        return None
    for index in (c for r in range(top, below) for c in view.across(r)):
        if view.cell(index).row < below:
            view.set_aside(index, "表头")
    first = True
    for panel in found:
        for number in range(below, len(view.grid)):
            first = not _row(view, panel, number, (top, below), first=first) and first
    return len(view.grid)


def _row(view: View, panel: Panel, row: int, header: tuple[int, int], *, first: bool) -> bool:
    """Read one account, or a row without a code that holds amounts; False where it is neither."""
    grid = view.grid[row]
    name = grid[panel.name]
    if not view.text(name) or view.cell(name).row != row:
        return False
    code, cell = _code(view, panel, row)
    if not code and all(c < 0 or view.only_figure(c) is None for c in (grid[c] for c in panel.amounts)):
        return False
    head = f"accounts[{view.next_index('accounts')}]"
    item = view.printed(name)
    if first:
        view.add_text(f"{head}.table", name, "表", _PATTERN, item=item, value=view.title, keep_figures=True)
    if code:
        view.add_text(f"{head}.code", cell, "科目编码", _PATTERN, item=item, value=code, keep_figures=True)
    view.add_text(f"{head}.name", name, "科目名称", _PATTERN, item=item, keep_figures=True)
    _amounts(view, panel, row, header, head, item)
    return True


def add_amount(
    view: View, index: int, figure: int | None, words: list[str], path: str, pattern: str, item: str
) -> bool:
    """Record the figure of a cell of one row and column as an amount.

    `words` head its column. False where something stands in the cell that is no amount.
    """
    quantity = view.quantity(figure) if figure is not None else None
    if figure is None or quantity is None or quantity.dimension not in {None, "money"}:
        return view.is_blank(index)
    unit = next((u for w in reversed(words) if (u := view.headers.unit(w))), view.unit)
    label = words[-1] + ("栏" if words[-1].endswith("计") else "")  # a closing 合计 says no more
    view.add(path, figure, with_header_unit(quantity, unit), label, pattern, item)
    return True


def is_lone(view: View, index: int) -> bool:
    """Whether a place has a cell that reaches over no other row or column."""
    return index >= 0 and view.cell(index).columns == 1 and view.cell(index).rows == 1


def _amounts(
    view: View, panel: Panel, row: int, header: tuple[int, int], head: str, item: str
) -> None:
    """The amounts of a row; the number of the column within its panel names each.

    A row without any is blank; one in which something else stands than a figure is not read in full.
    """
    name, cells = view.grid[row][panel.name], [view.grid[row][c] for c in panel.amounts]
    unclear = False
    for number, (column, index) in enumerate(zip(panel.amounts, cells, strict=True), 1):
        clear = is_lone(view, index) and add_amount(
            view, index, view.only_figure(index), heads(view, column, *header),
            f"{head}.amount{number}", _PATTERN, item,
        )  # fmt: skip
        unclear |= not clear
    blank = all(c >= 0 and not view.text(c) for c in cells)
    for path, words_of, holds in (("blank", "空白", blank), ("unclear", "未读全", unclear)):
        if holds:
            view.add_text(
                f"{head}.{path}", name, "金额", _PATTERN, item=item, value=words_of, keep_figures=True
            )  # fmt: skip


def _code(view: View, panel: Panel, row: int) -> tuple[str, int]:
    """The code of a row, its levels joined, and the last cell that prints of it.

    A column may print its level alone (201, 06, 01) or with those above it (201, 20106, 2010601).
    """
    code, last = "", -1
    for index in dict.fromkeys(view.grid[row][column] for column in panel.codes):
        words = view.text(index)
        if not _DIGITS.fullmatch(words):
            continue
        code, last = words if code and words.startswith(code) else code + words, index
        view.set_aside(index, "科目编码")
    return (code, last) if _CODE.fullmatch(code) else ("", -1)
