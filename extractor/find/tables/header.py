"""Header rows: which columns have which role, over one or two rows of header cells."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.find.tables.view import View
from extractor.library.headers import bare_label

_HIGH = 3
"""A cell over more rows than this labels a block, not a column."""

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
    below: int
    labels: tuple[int, ...]

    def first(self, role: str) -> Column | None:
        """The column of a role; the first one where there are several."""
        found = self.columns.get(role)
        return found[0] if found else None

    def left(self, *roles: str) -> int:
        """The leftmost grid column of some roles."""
        return min(c.first for role in roles for c in self.columns.get(role, ()))


def read_header(view: View, row: int, kind: str) -> Header:
    """Read the cells of a row, and of a second header row below it, as headers of a kind."""
    headed = {c: v for c in view.across(row) if (v := _role(view, c, row, kind))}
    below = row + 1
    leaves = _leaves(view, row, kind, headed)
    if leaves:
        below = row + 2
        for parent in {parent for parent, _ in leaves.values()}:
            headed.pop(parent, None)
        headed |= {c: (role, length) for c, (_, (role, length)) in leaves.items()}
    elif headed:
        below = max(row + 1, *(view.cell(c).row + view.cell(c).rows for c in headed))
    columns: dict[str, list[tuple[int, Column]]] = {}
    for index in sorted(headed, key=lambda c: view.cell(c).column):
        role, length = headed[index]
        cell = view.cell(index)
        column = Column(
            role, bare_label(view.text(index)), view.text(index), cell.column,
            cell.column + cell.columns - 1,
        )  # fmt: skip
        columns.setdefault(role, []).append((length, column))
    best = {role: max(length for length, _ in found) for role, found in columns.items()}
    # 绩效指标 names a column only where no 三级指标 does
    kept = {
        role: tuple(c for length, c in found if role != "name" or length == best[role])
        for role, found in columns.items()
    }
    labels = tuple(
        c for r in range(row, below) for c in view.across(r) if c not in headed and view.text(c)
    )
    return Header(kept, below, labels)


def _role(view: View, index: int, row: int, kind: str) -> tuple[str, int] | None:
    """Role of one header cell; block labels, long words and figures have none."""
    cell, words = view.cell(index), view.text(index)
    if cell.row != row or cell.rows > _HIGH or not words or len(bare_label(words)) > _LONGEST:
        return None
    return view.headers.role(kind, words)


def _leaves(
    view: View, row: int, kind: str, headed: dict[int, tuple[str, int]]
) -> dict[int, tuple[int, tuple[str, int]]]:
    """Cells of a second header row: cell → (the cell above it, its role)."""
    if row + 1 >= len(view.grid):
        return {}
    found: dict[int, tuple[int, tuple[str, int]]] = {}
    for index in view.across(row + 1):
        cell = view.cell(index)
        if cell.row != row + 1 or not view.text(index):
            continue
        parent = view.grid[row][cell.column]
        if parent < 0 or view.cell(parent).columns <= cell.columns:
            continue
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
