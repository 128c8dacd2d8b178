"""Single cells with a label: project, departments, date, staff; people are read past."""

from __future__ import annotations

import re
from datetime import date

from extractor.find.tables.view import View, as_percent, as_points, with_header_unit
from extractor.library.headers import bare_label
from extractor.model import Quantity
from extractor.numbers import units

_INLINE = re.compile(r"([^:]{2,20}):(.*)")
_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})")
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_GRADES = {"优秀": "优", "优": "优", "良好": "良", "良": "良", "中等": "中", "中": "中", "合格": "中",
           "差": "差", "较差": "差", "不合格": "差"}  # fmt: skip
_PEOPLE = {"staffing.establishment.total", "staffing.actual.in_post", "staffing.actual.total"}
_FIGURES = {*_PEOPLE, "staffing.control_rate", "evaluation.total_score"}
_PATTERN = "fields"


def read_fields(view: View, row: int) -> int:
    """Read the labelled cells of a row; returns the row after them."""
    cells = [c for c in view.across(row) if view.cell(c).row == row]
    if _headed_values(view, row, cells):
        return row + 2
    skip = -1
    for position, index in enumerate(cells):
        if index == skip:
            continue
        path = view.headers.field(view.text(index))
        if path is not None:
            value = _neighbour(view, cells, position)
            if value is not None:
                _record(view, path, value, bare_label(view.text(index)))
                skip = value
            continue
        if _labelled_amount(view, cells, position):
            skip = cells[position + 1]
            continue
        match = _INLINE.fullmatch(view.text(index))
        path = view.headers.field(match[1]) if match else None
        if match and path:
            _record_inline(view, path, index, match)
    return row + 1


def _labelled_amount(view: View, cells: list[int], position: int) -> bool:
    """年初预算资金总额(万元) | 1304.23: a budget label of the vocabulary and its amount."""
    if position + 1 >= len(cells):
        return False
    words, value = view.text(cells[position]), cells[position + 1]
    figure = view.only_figure(value)
    if figure is None or view.figures(cells[position]):
        return False
    labels = view.draft.library.labels
    label = labels.read(bare_label(words))
    quantity = view.quantity(figure)
    if label.measure is None or label.foreign or label.start or quantity is None:
        return False
    rate = labels.figure(label.measure) == "rate"
    amount = (
        as_percent(quantity, words) if rate
        else with_header_unit(quantity, view.headers.unit(words) or view.unit)
    )
    measure = "adjusted" if label.measure == "stated" else label.measure
    view.add(f"budget.{measure}.{label.subject or 'total'}", figure, amount, bare_label(words), _PATTERN)
    return True


def _headed_values(view: View, row: int, cells: list[int]) -> bool:
    """A row of labels over a row of figures (编制数 | 在职人数 | 控制率)."""
    if row + 1 >= len(view.grid):
        return False
    named = [(c, p) for c in cells if (p := view.headers.field(view.text(c))) in _FIGURES]
    if len(named) < 2:
        return False
    values = []
    for index, path in named:
        column = view.cell(index).column
        below = view.grid[row + 1][column]
        if below < 0 or view.cell(below).row != row + 1:
            return False
        values.append((below, str(path), bare_label(view.text(index))))
    if not any(view.only_figure(v, spare=1) is not None for v, _, _ in values):
        return False
    for below, path, label in values:
        if not view.is_blank(below):
            _record(view, path, below, label)
    return True


def _neighbour(view: View, cells: list[int], position: int) -> int | None:
    """The value of a label: the next cell of the row, unless it is a label itself."""
    if position + 1 >= len(cells):
        return None
    value = cells[position + 1]
    if view.is_blank(value) or view.headers.field(view.text(value)):
        return None
    return value


def _record(view: View, path: str, index: int, label: str) -> None:
    """Record the value cell of a field."""
    words = view.text(index)
    if path == "private":
        view.set_aside(index, "联系信息")
        return
    if view.headers.is_instruction(words):
        view.set_aside(index, "填写说明")
        return
    start, end = view.spans[index]
    if path in _FIGURES:
        figure = view.only_figure(index, spare=2)
        quantity = view.quantity(figure) if figure is not None else None
        if figure is not None and quantity is not None:
            view.add(path, figure, _in_unit(path, quantity), label, _PATTERN)
        return
    if path == "evaluation.grade":
        grade = _GRADES.get(words.strip("“”"))
        if grade:
            view.draft.add_words(
                path, start, end, label=label, pattern="table.fields", type="enum", value=grade
            )
        return
    if path == "report.fill_date":
        found = _DATE.search(words)
        if found:
            view.draft.add_words(
                path, start, end, label=label, pattern="table.fields", type="date",
                value=date(int(found[1]), int(found[2]), int(found[3])),
            )  # fmt: skip
        return
    if path == "report.fiscal_year":
        year = _YEAR.fullmatch(words)
        if year:
            view.draft.add_words(
                path, start, end, label=label, pattern="table.fields", type="year", value=year[1]
            )
        return
    if path.endswith("[]"):
        path = f"{path[:-2]}[{view.next_index(path[:-2])}]"
    long = path.startswith(("evaluation.", "problems", "improvements"))
    view.add_text(path, index, label, _PATTERN, long=long)


def _in_unit(path: str, quantity: Quantity) -> Quantity:
    if path in _PEOPLE and quantity.dimension is None:
        unit = units()["人"]
        return Quantity(
            quantity.value, quantity.decimals, unit.name, unit.dimension, unit.factor,
            quantity.comparator, quantity.approximate, quantity.raw, "header",
        )  # fmt: skip
    if path == "staffing.control_rate":
        return as_percent(quantity)
    return as_points(quantity) if path.startswith("evaluation.") else quantity


def _record_inline(view: View, path: str, index: int, match: re.Match[str]) -> None:
    """项目名称：… in one cell: the words after the colon are the value."""
    if path == "private":
        view.set_aside(index, "联系信息")
        return
    start, end = view.spans[index]
    colon = view.draft.masked.text.find(":", start, end)
    if not match[2] or colon < 0 or view.headers.is_blank(match[2]):
        return
    if path in _FIGURES:
        figure = next(iter(view.figures(index)), None)
        quantity = view.quantity(figure) if figure is not None else None
        if figure is not None and quantity is not None:
            view.add(path, figure, _in_unit(path, quantity), bare_label(match[1]), _PATTERN)
        return
    if path.startswith(("report.", "evaluation.")) or path.endswith("[]"):
        return
    view.draft.add_words(
        path, colon + 1, end, label=bare_label(match[1]), pattern="table.fields"
    )
