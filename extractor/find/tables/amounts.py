"""Blocks of amounts: measures as columns, subjects as rows (项目资金, 经费控制情况)."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.find.tables.header import Column, Header, read_header
from extractor.find.tables.view import (
    Begins,
    View,
    as_percent,
    as_points,
    composed,
    with_header_unit,
)
from extractor.library.headers import bare_label
from extractor.model import Quantity

MEASURES = ("initial", "adjusted", "executed", "last_year", "received")
_PLAIN = ("adjustment", "execution_rate", "weight", "score")
_YEAR = re.compile(r"(20\d\d)年?")
_INLINE = re.compile(r"(.{2,24}?):(.*)")
_PATTERN = "amounts"


def amount_header(view: View, row: int) -> Header | None:
    """The header of a block of amounts in a row: at least two measures or a measure and its rate."""
    header = read_header(view, row, "amount")
    measures = [m for m in MEASURES if m in header.columns]
    if not measures or len(measures) + ("execution_rate" in header.columns) < 2:
        return None
    if any(view.figures(c) and view.only_figure(c) is not None for c in view.across(row)):
        return None
    if any(_is_group(view, header, c) for m in measures for c in header.columns[m]):
        return None
    if not {"initial", "adjusted"} <= header.columns.keys():  # 调整数 may then be the budget itself
        columns = {role: c for role, c in header.columns.items() if role != "adjustment"}
        header = replace(header, columns=columns)
    return _years_apart(view, header)


def _is_group(view: View, header: Header, column: Column) -> bool:
    """Whether a header stands over several columns of its own (预算数 over 合计, 接待费 …)."""
    if header.below >= len(view.grid):
        return False
    below = view.under(header.below, column.first, column.last)
    return sum(not view.is_blank(c) for c in below) > 1


def _years_apart(view: View, header: Header) -> Header:
    """2022年决算数 beside 2023年决算数: the earlier one is last year's."""
    executed = header.columns.get("executed", ())
    years = [(found[1], c) for c in executed if (found := _YEAR.search(c.words))]
    if len(executed) < 2 or len(years) != len(executed):
        return header
    latest = max(year for year, _ in years)
    columns = dict(header.columns)
    columns["executed"] = tuple(c for year, c in years if year == latest)
    columns["last_year"] = tuple(
        replace(c, role="last_year") for year, c in years if int(year) == int(latest) - 1
    )
    return replace(header, columns=columns)


def read_amounts(view: View, header: Header, begins_block: Begins) -> int:
    """Read the rows below the header; returns the row after the block."""
    unit = _block_unit(view, header)
    left = header.left(*(m for m in MEASURES if m in header.columns))
    row = header.below
    split = False
    while row < len(view.grid):
        if row > header.below and begins_block(view, row):
            break
        label = _row_label(view, header, row, left)
        split = split or _heads_split(view, row)
        if split and _inline(view, row, unit):
            row += 1
            continue
        if not _row(view, header, row, label, unit) and not _inline(view, row, unit):
            if label is not None and view.headers.field(view.text(label)):
                break
            if _holds_words(view, header, row, left):
                break
        row += 1
    _settle_stated(view)
    return max(row, header.below)


def _block_unit(view: View, header: Header) -> str | None:
    """The unit that a label of the block or its column of labels names, else that of the form."""
    units = (view.headers.unit(view.text(c)) for c in header.cells(view))
    return next((u for u in units if u), view.unit)


def _row_label(view: View, header: Header, row: int, left: int) -> int | None:
    """The cell that labels a row: the last one before the amounts that says something."""
    found = None
    for index in dict.fromkeys(view.grid[row][:left]):
        if index < 0 or index in header.labels or view.cell(index).row != row:
            continue
        if bare_label(view.text(index)):
            found = index
    return found


def _heads_split(view: View, row: int) -> bool:
    """Whether a row heads two splits side by side (按收入性质分 | 按支出性质分)."""
    words = [view.text(c) for c in view.under(row, 0, view.table.columns) if not view.is_blank(c)]
    return len(words) > 1 and all(view.headers.heads_split(w) for w in words)


def _holds_words(view: View, header: Header, row: int, left: int) -> bool:
    """Whether words stand where amounts would: the row belongs to something else.

    按收入性质分： heads the rows below it; a label without amounts is a row nobody filled in.
    """
    words = [view.text(c) for c in view.under(row, left, view.table.columns) if not view.is_blank(c)]
    return any(not view.headers.heads_split(w) for w in words)


def _row(view: View, header: Header, row: int, label: int | None, unit: str | None) -> bool:
    """Read one row of amounts; False when it is none."""
    cells = {
        (role, column): index
        for role in (*MEASURES, *_PLAIN) for column in header.columns.get(role, ())[:1]
        for index in view.under(row, column.first, column.last) if not view.is_blank(index)
    }  # fmt: skip
    # a cell over several columns is of the first: 0 under 执行数 and 执行率 is no rate
    begins = {c: min(col.first for (_, col), i in cells.items() if i == c) for c in cells.values()}
    figures = {
        key: f for key, c in cells.items()
        if key[1].first == begins[c] and (f := view.only_figure(c, spare=1)) is not None
    }  # fmt: skip
    if not any(role in MEASURES for role, _ in figures):
        return label is not None and _blank_row(view, header, row, label)
    words = view.text(label) if label is not None else ""
    if label is None and (row > header.below or not header.labels):
        return False
    subject = _subject(view, words)
    name = bare_label(words)
    number = view.next_index("budget_lines") if subject is None else 0
    if subject is None and label is not None:
        view.add_text(f"budget_lines[{number}].label", label, "项目", _PATTERN, keep_figures=True)
    elif subject is not None and label is not None:
        view.add_text(f"budget_rows.{subject}", label, "资金行", _PATTERN, keep_figures=True)
        if subject == "total":
            _blank_totals(view, header, row, label)
    _reason(view, header, row, subject or f"lines[{number}]")
    for (role, column), figure in figures.items():
        path = _path(role, subject, number)
        value = _value(view, role, column, figure, unit)
        if value is not None:
            view.add(path, figure, value, column.label, _PATTERN, item=name if number else None)
    return True


def _reason(view: View, header: Header, row: int, subject: str) -> None:
    """The reason column beside the amounts; the rule of the template is no reason."""
    for column in header.columns.get("reason", ()):
        for index in view.under(row, column.first, column.last):
            if view.headers.is_instruction(view.text(index)):
                view.set_aside(index, "填写说明")
            elif not view.is_blank(index):
                view.add_text(f"budget_reasons.{subject}", index, column.label, _PATTERN, long=True)


def _blank_row(view: View, header: Header, row: int, label: int) -> bool:
    """A row of funds that nobody filled in; False when the label names no funds."""
    subject = view.headers.subject(view.text(label))
    if subject is None:
        return False
    view.add_text(f"budget_rows.{subject}", label, "资金行", _PATTERN, keep_figures=True)
    if subject == "total":
        _blank_totals(view, header, row, label)
    return True


def _blank_totals(view: View, header: Header, row: int, label: int) -> None:
    """Note the blank amounts of the total row: blank is not zero, but it is not nothing either."""
    for measure in MEASURES[:3]:
        for column in header.columns.get(measure, ())[:1]:
            if all(view.is_blank(c) for c in view.under(row, column.first, column.last)):
                view.add_text(
                    f"budget_blank.{measure}", label, column.label, _PATTERN, value="空白",
                    keep_figures=True,
                )  # fmt: skip


def _path(role: str, subject: str | None, number: int) -> str:
    if subject is None:
        return f"budget_lines[{number}].{role}"
    if subject == "total" and role in {"weight", "score"}:
        return f"evaluation.execution_{role}"
    return f"budget.{role}.{subject}"


def _subject(view: View, words: str) -> str | None:
    """Subject of a row label: by the words of forms, else by the budget vocabulary."""
    label = bare_label(words)
    if not label:
        return "total"
    found = view.headers.subject(words)
    if found:
        return found
    known = view.draft.library.labels.read(label)
    if known.foreign or known.measure or known.start:
        return None
    return known.subject


def _value(view: View, role: str, column: Column, figure: int, unit: str | None) -> Quantity | None:
    quantity = view.quantity(figure)
    if quantity is None:
        return None
    if role == "execution_rate":
        return as_percent(quantity, column.words)
    if role in {"weight", "score"}:
        return as_points(quantity)
    return with_header_unit(quantity, view.headers.unit(column.words) or unit)


def _settle_stated(view: View) -> None:
    """Splits without columns are of the measure whose total they make up, else of the budget."""
    head = "budget.stated."
    stated = {f.path.removeprefix(head): f for f in view.draft.facts if f.path.startswith(head)}
    if not stated:
        return
    sums = [
        sum(q.base for s in subjects if s in stated and (q := stated[s].quantity))
        for subjects in view.headers.words.splits.values()
    ]
    measure = next(
        (m for m in ("adjusted", "initial", "executed") for f in view.draft.facts
         if f.path == f"budget.{m}.total" and f.quantity and f.quantity.base in sums), "adjusted",
    )  # fmt: skip
    view.draft.facts = [
        replace(f, path=f.path.replace("stated", measure, 1)) if f.path.startswith(head) else f
        for f in view.draft.facts
    ]


def _inline(view: View, row: int, unit: str | None) -> bool:
    """Rows of label and amount, in one cell (其中：一般公共预算：1325.68) or in two."""
    found = False
    cells = view.under(row, 0, view.table.columns)
    for index, following in zip(cells, [*cells[1:], -1], strict=True):
        subject = view.headers.subject(view.text(index))
        figure = view.only_figure(following) if following >= 0 else None
        quantity = view.quantity(figure) if figure is not None else None
        if subject and figure is not None and quantity is not None:
            view.add(
                f"budget.stated.{subject}", figure, with_header_unit(quantity, unit),
                bare_label(view.text(index)), _PATTERN,
            )  # fmt: skip
            found = True
    for index in cells:
        match = _INLINE.fullmatch(view.text(index).removeprefix("其中:"))
        subject = view.headers.subject(match[1]) if match else None
        figure = view.only_figure(index, spare=len(view.text(index)))
        quantity = composed(match[2]) if match else None
        if match and subject and figure is not None and quantity is not None:
            view.add(
                f"budget.stated.{subject}", figure, with_header_unit(quantity, unit),
                bare_label(match[1]), _PATTERN,
            )  # fmt: skip
            found = True
        elif match and subject and view.headers.is_blank(match[2]):
            found = True
    return found
