"""The total row of a form, and the sub-totals of its blocks."""

from __future__ import annotations

from extractor.find.tables.header import Header
from extractor.find.tables.view import View, as_points
from extractor.library.headers import bare_label

_GRADES = {"优": "优", "优秀": "优", "良": "良", "良好": "良", "中": "中", "中等": "中", "差": "差", "较差": "差"}
_PATTERN = "indicators"
_OWN = "indicators.column"
"""A figure of the total row that stands in the column of its role, and in no other."""


def read_total(view: View, header: Header, row: int, head: int) -> None:
    """Read 总分: its points, its score, and a grade that stands in a cell without a label.

    In its own columns if the figures stand there; else the last figure of the row is the
    score, and one before it the points.
    """
    cells = [c for c in view.under(row, 0, view.table.columns) if c != head]
    own = {c for r in ("weight", "score") for column in header.columns.get(r, ())
           for c in view.under(row, column.first, column.last)}  # fmt: skip
    figures = [(c, f) for c in cells if (f := view.only_figure(c, spare=2)) is not None]
    roles: dict[int, str] = {}
    apart: set[int] = set()
    for role in ("weight", "score"):
        for column in header.columns.get(role, ())[:1]:
            for index, figure in figures:
                cell = view.cell(index)
                last = cell.column + cell.columns - 1
                if cell.column <= column.first <= last:
                    roles.setdefault(figure, role)
                    if column.first <= cell.column and last <= column.last:
                        apart.add(figure)
    if len(roles) < len(figures) and not own & {c for c, _ in figures}:
        names = ["weight", "score"] if len(figures) > 1 else ["score"]
        roles = dict(zip((f for _, f in figures[-2:]), names, strict=False))
    label = bare_label(view.text(head))
    for figure, role in roles.items():
        quantity = view.quantity(figure)
        if quantity is not None:
            pattern = _OWN if figure in apart else _PATTERN
            view.add(f"evaluation.total_{role}", figure, as_points(quantity), label, pattern)
    for index in cells:
        grade = _GRADES.get(view.text(index).strip("“”"))
        if grade:
            view.draft.add_words(
                "evaluation.grade", *view.spans[index], label="等级", pattern="table.indicators",
                type="enum", value=grade,
            )  # fmt: skip


def read_subtotal(view: View, header: Header, row: int, level1: int, known: int = 0) -> None:
    """Read 小计 of a level-1 block; `known` is its number where its label names points already."""
    number = known or view.next_index("indicators.groups")
    group = f"indicators.groups[{number}]"
    name = bare_label(view.text(level1)) if level1 >= 0 else ""
    found = False
    for role in ("weight", "score"):
        for column in header.columns.get(role, ())[:1]:
            for index in view.under(row, column.first, column.last):
                figure = view.only_figure(index, spare=2)
                quantity = view.quantity(figure) if figure is not None else None
                if figure is not None and quantity is not None:
                    found = True
                    view.add(f"{group}.{role}", figure, as_points(quantity), "小计", _PATTERN, name)
    if found and level1 >= 0 and not known:
        view.add_text(f"{group}.name", level1, "一级指标", _PATTERN, value=name, keep_figures=True)
