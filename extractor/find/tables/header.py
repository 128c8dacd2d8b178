"""Header rows: which columns have which role, over one or two rows of header cells."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.find.tables.view import View
from extractor.library.headers import bare_label

_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a block: its role, the printed header, and the grid columns it covers."""

    role: str
    label: str
    words: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a block: its columns by role, and the first row below it.

    `labels` are the cells of the header rows that label the block as a whole (项目资金(万元)).
    """

    columns: dict[str, tuple[Column, ...]]
    top: int
    below: int
    labels: tuple[int, ...]

    def first(self, role: str) -> Column | None:
        """The column of a role; the first one where there are several."""
        found = self.columns.get(role)
        return found[0] if found else None

    def cells(self, view: View) -> list[int]:
        """The cells of the header rows."""
        found = (c for r in range(self.top, self.below) for c in view.across(r))
        return [c for c in dict.fromkeys(found) if view.cell(c).row >= self.top]

    def left(self, *roles: str) -> int:
        """The leftmost grid column of some roles."""
        return min(c.first for role in roles for c in self.columns.get(role, ()))


def read_header(view: View, row: int, kind: str) -> Header:
    """Read the cells of a row, and of a second header row below it, as headers of a kind."""
    headed = {c: v for c in view.across(row) if (v := _role(view, c, row, kind))}
    leaves = _leaves(view, row, kind)
    height = 2 if leaves else min((view.cell(c).rows for c in headed), default=1)
    for parent, _ in leaves.values():
        headed.pop(parent, None)
    headed |= {c: role for c, (_, role) in leaves.items()}
    below = row + height
    # a cell that goes on below the header labels the block (绩效指标 at its left side)
    headed = {c: v for c, v in headed.items() if view.cell(c).row + view.cell(c).rows <= below}
    columns: dict[str, list[Column]] = {}
    best: dict[str, int] = {}
    for role, length in headed.values():
        best[role] = max(length, best.get(role, 0))
    for index in sorted(headed, key=lambda c: view.cell(c).column):
        if headed[index][1] < best[headed[index][0]]:
            continue  # 年度部门预算 in the corner, where 全年预算数 heads a column
        cell = view.cell(index)
        column = Column(
            headed[index][0], bare_label(view.text(index)), view.text(index), cell.column,
            cell.column + cell.columns - 1,
        )  # fmt: skip
        columns.setdefault(column.role, []).append(column)
    levels = [c.first for role in ("level1", "level2") for c in columns.get(role, ())]
    if levels:  # 绩效指标 to the left of the levels names the block, 三级指标 the indicators
        columns["name"] = [c for c in columns.get("name", []) if c.first > min(levels)]
    labels = tuple(
        c for r in range(row, below) for c in view.across(r) if c not in headed and view.text(c)
    )
    return Header({role: tuple(found) for role, found in columns.items() if found}, row, below, labels)


def _role(view: View, index: int, row: int, kind: str) -> tuple[str, int] | None:
    """Role of one header cell; block labels, long words and figures have none."""
    cell, words = view.cell(index), view.text(index)
    if cell.row != row or not words or len(bare_label(words)) > _LONGEST:
        return None
    return view.headers.role(kind, words)


def _is_field(view: View, index: int) -> bool:
    """Whether a cell is the label of a field, or too long to head columns."""
    words = view.text(index)
    return view.headers.field(words) is not None or len(bare_label(words)) > _LONGEST


def _leaves(
    view: View, row: int, kind: str
) -> dict[int, tuple[int, tuple[str, int]]]:
    """Cells of a second header row: cell → (the cell above it, its role)."""
    if row + 1 >= len(view.grid) or any(_is_field(view, c) for c in view.across(row)):
        return {}
    found: dict[int, tuple[int, tuple[str, int]]] = {}
    for index in view.across(row + 1):
        cell = view.cell(index)
        if cell.row != row + 1 or not view.text(index):
            continue
        parent = view.grid[row][cell.column]
        if parent < 0 or view.cell(parent).columns <= cell.columns:
            continue
        if view.is_blank(parent) or view.figures(parent):
            continue  # a value that reaches over columns of the block below heads none of them
        role = view.headers.role(kind, view.text(index)) or (
            view.headers.role(kind, view.text(index) + view.text(parent))
            if len(view.text(index)) <= 6 and not view.figures(index) else None
        )  # fmt: skip
        if role is None:
            if view.figures(index):
                return {}
            continue
        found[index] = (parent, role)
    return found if len(found) >= 2 else {}
