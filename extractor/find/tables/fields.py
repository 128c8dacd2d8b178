"""Single cells with a label: project, departments, date, staff; people are read past."""

from __future__ import annotations

import re

from extractor.find.cover import calendar_date
from extractor.find.tables.view import View, as_percent, as_points, with_header_unit
from extractor.library.headers import bare_label
from extractor.model import FactType, FactValue, Quantity
from extractor.numbers import units

_INLINE = re.compile(r"([^:]{2,20}):(.*)")
_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})")
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_CODED = re.compile(r"([0-9A-Z]{10,})[-—–_]")
_GRADES = {"优秀": "优", "优": "优", "良好": "良", "良": "良", "中等": "中", "中": "中", "合格": "中",
           "差": "差", "较差": "差", "不合格": "差"}  # fmt: skip
_PEOPLE = {"staffing.establishment.total", "staffing.actual.in_post", "staffing.actual.total"}
_KINDS: dict[str, FactType] = {
    "evaluation.grade": "enum", "report.fill_date": "date", "report.fiscal_year": "year",
}  # fmt: skip
_FIGURES = {*_PEOPLE, "staffing.control_rate", "evaluation.total_score"}
_PATTERN = "fields"


def read_fields(view: View, row: int) -> int:
    """Read the labelled cells of a row; returns the row after them."""
    cells = [c for c in view.across(row) if view.cell(c).row == row]
    if _headed_values(view, row, cells) or _unknown_headed_values(view, row, cells):
        return row + 2
    if cells and view.text(cells[0]) == "序号" and not any(view.figures(c) for c in cells):
        return row + 1  # the header of a list: 单位名称 names the column, not its neighbour 备注
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
        return _other_amount(view, cells[position], figure)
    rate = labels.figure(label.measure) == "rate"
    amount = (
        as_percent(quantity, words) if rate
        else with_header_unit(quantity, view.headers.unit(words) or view.unit)
    )
    measure = "adjusted" if label.measure == "stated" else label.measure
    view.add(f"budget.{measure}.{label.subject or 'total'}", figure, amount, bare_label(words), _PATTERN)
    return True


def _other_amount(view: View, label: int, figure: int) -> bool:
    """上年预算执行数(元) | 18,992,400.00: an amount under a name of its own, kept with it."""
    words, quantity = view.text(label), view.quantity(figure)
    unit = view.headers.unit(words)
    if unit is None or quantity is None or units()[unit].dimension != "money":
        return False
    name = bare_label(words)
    number = view.next_index("other_figures")
    view.add_text(f"other_figures[{number}].label", label, "项目", _PATTERN, item=name, keep_figures=True)
    view.add(f"other_figures[{number}].value", figure, with_header_unit(quantity, unit), name, _PATTERN, name)
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


def _unknown_headed_values(view: View, row: int, cells: list[int]) -> bool:
    """A row of labels that no rule knows over a row of figures: kept with their labels."""
    if row + 1 >= len(view.grid):
        return False
    pairs = []
    for index in cells:
        below = view.grid[row + 1][view.cell(index).column]
        if below >= 0 and view.cell(below).row == row + 1 and view.text(index) and not view.figures(index):
            figure = view.only_figure(below, spare=2)
            if figure is not None:
                pairs.append((index, figure))
            elif not view.is_blank(below):
                return False
    if len(pairs) < 2 or any(view.figures(c) for c in cells):
        return False
    for index, figure in pairs:
        number = view.next_index("other_figures")
        quantity = view.quantity(figure)
        label = bare_label(view.text(index))
        view.add_text(f"other_figures[{number}].label", index, "项目", _PATTERN, item=label, keep_figures=True)
        if quantity is not None:
            unit = view.headers.unit(view.text(index))
            value = with_header_unit(quantity, unit) if unit else quantity
            view.add(f"other_figures[{number}].value", figure, value, label, _PATTERN, label)
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
    if path in _FIGURES:
        _record_figure(view, path, view.only_figure(index, spare=2), label)
        return
    if path in _KINDS:
        _record_kind(view, path, view.spans[index], words, label)
        return
    if path.endswith("[]"):
        path = f"{path[:-2]}[{view.next_index(path[:-2])}]"
    coded = _CODED.match(view.draft.masked.folded, *_origins(view, index)) if path == "project.name" else None
    if coded:
        _coded_name(view, index, coded, label)
        return
    long = path.startswith(("evaluation.", "problems", "improvements"))
    view.add_text(path, index, label, _PATTERN, long=long)


def _origins(view: View, index: int) -> tuple[int, int]:
    """The span of a cell in the folded text."""
    start, end = view.spans[index]
    return view.draft.masked.origin(start), view.draft.masked.origin(end)


def _coded_name(view: View, index: int, coded: re.Match[str], label: str) -> None:
    """51092324T000010263357-2023年设备补助: the code of the project stands before its name."""
    masked = view.draft.masked
    start, end = view.spans[index]
    middle = masked.locate(coded.end())
    view.draft.add_words("project.code", start, masked.locate(coded.end(1)), label=label, pattern="table.fields")
    view.draft.add_words("project.name", middle, end, label=label, pattern="table.fields")
    view.draft.linked.update(view.figures(index))


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


def _record_figure(view: View, path: str, figure: int | None, label: str) -> None:
    quantity = view.quantity(figure) if figure is not None else None
    if figure is not None and quantity is not None:
        view.add(path, figure, _in_unit(path, quantity), label, _PATTERN)


def _record_kind(view: View, path: str, span: tuple[int, int], words: str, label: str) -> None:
    """Record a grade, a date or a year, if the words are one."""
    value: FactValue | None = None
    if path == "evaluation.grade":
        value = _GRADES.get(words.strip("“”"))
    elif path == "report.fill_date":
        found = _DATE.search(words)
        value = calendar_date(found[1], found[2], found[3]) if found else None
    else:
        year = _YEAR.fullmatch(words)
        value = year[1] if year else None
    if value is not None:
        view.draft.add_words(
            path, *span, label=label, pattern="table.fields", type=_KINDS[path], value=value
        )


def _record_inline(view: View, path: str, index: int, match: re.Match[str]) -> None:
    """项目名称：… in one cell: the words after the colon are the value."""
    if path == "private":
        view.set_aside(index, "联系信息")
        return
    start, end = view.spans[index]
    colon = view.draft.masked.text.find(":", start, end)
    label = bare_label(match[1])
    if not match[2] or colon < 0 or view.headers.is_blank(match[2]):
        return
    if path in _FIGURES:
        _record_figure(view, path, next(iter(view.figures(index)), None), label)
    elif path in _KINDS:
        _record_kind(view, path, (colon + 1, end), match[2], label)
    elif not path.startswith("evaluation.") and not path.endswith("[]"):
        view.draft.add_words(path, colon + 1, end, label=label, pattern="table.fields")
