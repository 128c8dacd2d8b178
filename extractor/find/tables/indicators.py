"""Blocks of indicators: one row each, levels filled down, a total row at the end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.find.tables.header import Header, read_header
from extractor.find.tables.target import actual_of, level_of, target_of
from extractor.find.tables.total import read_subtotal, read_total
from extractor.find.tables.view import Begins, View, as_percent, as_points
from extractor.library.headers import bare_label
from extractor.model import Quantity

_VALUES = ("target", "initial_target", "actual", "weight", "score", "completion_rate", "midyear")
_NAMES = ("name", "level2", "level1")
_PATTERN = "indicators"


def indicator_header(view: View, row: int) -> Header | None:
    """The header of a block of indicators: a column of names and two of values at least."""
    header = read_header(view, row, "indicator")
    roles = header.columns.keys()
    if not {"name", "level1", "level2"} & roles or len({*_VALUES, "reason"} & roles) < 2:
        return None
    if not {"target", "actual", "score", "weight"} & roles:
        return None
    if "initial_target" in roles and "target" not in roles:  # no later target stands beside it
        columns = dict(header.columns)
        columns["target"] = columns.pop("initial_target")
        return replace(header, columns=columns)
    return header


@dataclass(slots=True)
class _Levels:
    """The levels in force while rows are read: cells without rules are filled down."""

    cells: dict[str, int] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)

    def move(self, view: View, header: Header, row: int) -> None:
        """Take over the level cells that begin in or cover a row."""
        for role in ("level1", "level2"):
            column = header.first(role)
            index = view.grid[row][column.first] if column else -1
            if view.text(index) and not view.is_blank(index) and self.cells.get(role) != index:
                self.cells[role] = index
                if role == "level1":
                    self.cells.pop("level2", None)


    def repeated(self, view: View, index: int) -> bool:
        """Whether a block label that was read before is printed again, row by row."""
        return index not in self.known and any(
            view.text(other) == view.text(index) for other in list(self.known)[-1:]
        )


def read_indicators(view: View, header: Header, begins_block: Begins) -> int:
    """Read the rows below the header; returns the row after the block."""
    levels = _Levels()
    _points_of_all(view, header)
    row = header.below
    left = header.left(*(r for r in _VALUES if r in header.columns))
    while row < len(view.grid):
        if row > header.below and begins_block(view, row):
            return row
        cells = view.under(row, 0, view.table.columns)
        head = next((c for c in cells if view.text(c) and view.cell(c).column < left), -1)
        if view.headers.is_total(view.text(head)):
            read_total(view, header, row, head)
            return row + 1
        if head >= 0 and view.headers.field(view.text(head)) and _is_field_row(view, header, row):
            return row
        if view.headers.is_subtotal(view.text(head)):
            _subtotal(view, header, row, levels)
        else:
            levels.move(view, header, row)
            _row(view, header, row, levels)
        row += 1
    return row


def _subtotal(view: View, header: Header, row: int, levels: _Levels) -> None:
    """Read a sub-total; it belongs to the block above it, whose points its label may name."""
    block = levels.cells.get("level1", -1)
    if block in levels.known:
        group = f"indicators.groups[{levels.known[block]}]"
        told = any(f.path == f"{group}.weight" for f in view.draft.facts)
        if told:
            read_subtotal(view, header, row, block, levels.known[block])
            return
    levels.move(view, header, row)
    read_subtotal(view, header, row, levels.cells.get("level1", -1))


def _points_of_all(view: View, header: Header) -> None:
    """Record the points that the label beside the whole block names: 年度绩效目标(80分)."""
    top = header.below - 1
    level = header.first("level1")
    if level is None or not 0 <= top < len(view.grid):
        return
    for index in view.under(top, 0, level.first - 1):
        words, figures = view.text(index), view.figures(index)
        if view.headers.weight(words) is None or len(figures) != 1:
            continue
        quantity = view.quantity(figures[0])
        if quantity is not None and view.cell(index).row <= top and "绩效" in words:
            view.add("indicators.weight", figures[0], as_points(quantity), words, _PATTERN)


def _is_field_row(view: View, header: Header, row: int) -> bool:
    """Whether no figure stands under the points of a row: 存在问题, 评价结论 end the block."""
    points = [c for role in ("weight", "score") for c in header.columns.get(role, ())]
    cells = [i for c in points for i in view.under(row, c.first, c.last)]
    return not any(view.only_figure(i, spare=1) is not None for i in cells)


def _name_cell(view: View, header: Header, row: int) -> int | None:
    """The cell that names the indicator of a row: the deepest column that says something."""
    for role in _NAMES:
        for column in reversed(header.columns.get(role, ())):
            for place in range(column.last, column.first - 1, -1):
                index = view.grid[row][place]
                if index >= 0 and view.text(index) and not view.is_blank(index):
                    return index
    return None


def _row(view: View, header: Header, row: int, levels: _Levels) -> None:
    """Read the indicator of a row, if it holds one."""
    cells = _by_role(view, header, row)
    name = _name_cell(view, header, row)
    told = any(cells.get(role) for role in (*_VALUES, "reason"))
    if name is None or view.headers.is_placeholder(view.text(name)) or not told:
        if name is not None and view.headers.is_placeholder(view.text(name)):
            for index in view.under(row, 0, view.table.columns):
                view.set_aside(index, "空表的占位")
        return
    number = view.next_index("indicators")
    prefix = f"indicators[{number}]"
    item = view.printed(name)
    view.add_text(f"{prefix}.name", name, "指标名称", _PATTERN, item=item, keep_figures=True)
    view.draft.linked.update(view.figures(name))
    _levels(view, prefix, item, levels)
    target = target_of(view, header, row, prefix, item)
    for index in cells.get("actual", []):
        actual_of(view, index, prefix, item, target, header)
    for role in ("midyear",):
        for index in cells.get(role, []):
            actual_of(view, index, prefix, item, target, header, role)
    for role in ("weight", "score", "completion_rate", "audited_score"):
        for index in cells.get(role, [])[:1]:
            _figure(view, header, role, index, prefix, item)
    for role, path in (("reason", "deviation_reason"), ("improvement", "improvement")):
        for index in cells.get(role, [])[:1]:
            if _is_answer(view, index):
                label = header.columns[role][0].label
                view.add_text(f"{prefix}.{path}", index, label, _PATTERN, item=item, long=True)
    for index in cells.get("rule", []):
        view.set_aside(index, "评分标准或备注")


def _by_role(view: View, header: Header, row: int) -> dict[str, list[int]]:
    """The cells of a row by role; one that reaches over several columns is of the first."""
    columns = [(c.first, c.last, role) for role, cs in header.columns.items() for c in cs]
    cells: dict[str, list[int]] = {role: [] for role in header.columns}
    seen: set[int] = set()
    for first, last, role in sorted(columns):
        for index in view.under(row, first, last):
            if index not in seen and not view.is_blank(index):
                cells[role].append(index)
            seen.add(index)
    return cells


def _is_answer(view: View, index: int) -> bool:
    """Whether a reason cell holds a reason: 0 and 无 mean none, template words neither."""
    words = view.text(index)
    if words == "0" or view.headers.is_instruction(words):
        view.set_aside(index, "填写说明")
        return False
    return True


def _levels(view: View, prefix: str, item: str, levels: _Levels) -> None:
    for role, index in levels.cells.items():
        value = level_of(role, bare_label(view.text(index)))
        label = "一级指标" if role == "level1" else "二级指标"
        view.add_text(
            f"{prefix}.{role}", index, label, _PATTERN, item=item, value=value, keep_figures=True
        )
        points = view.headers.weight(view.text(index))
        if role == "level1" and levels.repeated(view, index):
            view.draft.linked.update(view.figures(index))
            continue
        if role == "level1" and index not in levels.known:
            levels.known[index] = view.next_index("indicators.groups")
            group = f"indicators.groups[{levels.known[index]}]"
            figures = view.figures(index)
            if points and len(figures) == 1 and (q := view.quantity(figures[0])):
                view.add_text(f"{group}.name", index, label, _PATTERN, value=value, keep_figures=True)
                view.add(f"{group}.weight", figures[0], as_points(q), "分值", _PATTERN, value)
        view.draft.linked.update(view.figures(index))


def _figure(view: View, header: Header, role: str, index: int, prefix: str, item: str) -> None:
    """Record points or a completion rate."""
    figure = view.only_figure(index, spare=2)
    quantity = view.quantity(figure) if figure is not None else None
    column = header.columns[role][0]
    if figure is None or quantity is None:
        view.draft.linked.update(view.figures(index))
        return
    value: Quantity = (
        as_percent(quantity, column.words) if role == "completion_rate" else as_points(quantity)
    )
    if role == "score":
        value = replace(value, approximate=False)
    view.add(f"{prefix}.{role}", figure, value, column.label, _PATTERN, item)
