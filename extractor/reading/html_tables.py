"""Tables of a web page: their cells on a grid, and which of them only arrange the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extractor.reading.blocks import MAX_SPAN, Allowance, Block, Grid, Slot
from extractor.reading.html_tree import Node

_MAX_ROWS = 65_534
"""HTML's own bound on `rowspan`."""

_BIG_SHARE, _BIG, _FEW = 0.8, 500, 3
"""One cell with this share and number of the characters, beside a few others, is a page."""

_MENU_SHARE, _MENU_LINKS = 0.8, 3
_FORM_ROWS = 3


@dataclass(slots=True)
class Rows:
    """The rows of a table by group (head, bodies, foot), and what stands between the rows.

    Browsers show the latter, captions among it, before the table.
    """

    groups: list[list[list[Node]]] = field(default_factory=list)
    before: list[Node | str] = field(default_factory=list)

    def cells(self) -> Iterator[Node]:
        """All cells in reading order."""
        return (cell for group in self.groups for row in group for cell in row)


def rows_of(table: Node) -> Rows:
    """The rows of a table, without those of tables inside it."""
    rows = Rows()
    feet: list[list[list[Node]]] = []
    rows.groups.append([])
    for child in table.children:
        if isinstance(child, Node) and child.tag in {"thead", "tbody", "tfoot"}:
            group: list[list[Node]] = []
            (feet if child.tag == "tfoot" else rows.groups).append(group)
            for inner in child.children:
                _sort(inner, group, rows)
            rows.groups.append([])
        else:
            _sort(child, rows.groups[-1], rows)
    rows.groups += feet
    return rows


def _sort(child: Node | str, group: list[list[Node]], rows: Rows) -> None:
    """Put one child of a table where it belongs."""
    if isinstance(child, str):
        if child.strip():
            rows.before.append(child)
    elif child.tag == "tr":
        row: list[Node] = []
        group.append(row)
        for cell in child.children:
            if isinstance(cell, Node) and cell.tag in {"td", "th"}:
                row.append(cell)
            elif isinstance(cell, str) or not _has_rows(cell):
                _sort(cell, group, rows)
            else:  # a form around cells
                row.extend(c for c in cell.children if isinstance(c, Node))
    elif child.tag in {"td", "th"}:
        group.append([child])
    elif _has_rows(child):
        for inner in child.children:
            _sort(inner, group, rows)
    elif child.tag not in {"colgroup", "col"}:
        rows.before.append(child)


def _has_rows(node: Node) -> bool:
    """Whether an element between table and row, such as a form, holds rows or cells."""
    return node.tag != "table" and any(
        isinstance(child, Node) and (child.tag in {"tr", "td", "th", "tbody"} or _has_rows(child))
        for child in node.children
    )


def is_layout(table: Node, rows: Rows) -> bool:
    """Whether a table only arranges the page: its cells are read as blocks.

    So is a table of one column, one with a cell that holds nearly everything, a menu, and one
    around other tables, unless it is itself a form with some small table in a cell.
    """
    if table.attributes.get("role") in {"presentation", "none"}:
        return True
    widths = [len(row) for group in rows.groups for row in group]
    if not widths or max(widths) <= 1:
        return True
    sizes = sorted((cell.chars for cell in rows.cells()), reverse=True)
    others = sum(size > 0 for size in sizes[1:])
    if sizes[0] >= max(_BIG, _BIG_SHARE * table.chars) and others <= _FEW:
        return True
    if table.links >= _MENU_LINKS and table.linked >= _MENU_SHARE * table.chars:
        return True
    return table.tables > 0 and not _is_form(table, rows)


def _is_form(table: Node, rows: Rows) -> bool:
    """Whether a table around others has cells of its own, and none of them is most of it."""
    if any(cell.tables and 2 * cell.chars > table.chars for cell in rows.cells()):
        return False
    filled = (
        sum(cell.chars > 0 and not cell.tables for cell in row)
        for group in rows.groups
        for row in group
    )
    return sum(count >= 2 for count in filled) >= _FORM_ROWS


def lay(rows: Rows, read: Callable[[Node], list[Block]], allowance: Allowance) -> Grid:
    """Put the cells on a grid, as browsers do (HTML, 4.9.12.1), but no two on one place.

    `read` gives the content of a cell. A span ends with its group of rows.
    """
    grid = Grid()
    for group in rows.groups:
        first = len(grid.slots)
        above: list[tuple[int, int, int]] = []  # spans from above: column, end, last row
        for row in group:
            if not allowance.allows(grid):
                break
            above = _lay_row(row, above, grid, read, allowance)
            grid.rows += 1
        for slot in grid.slots[first:]:
            slot.rows = min(slot.rows, grid.rows - slot.row)
    allowance.spend(grid)
    return grid


def _lay_row(
    row: list[Node], above: list[tuple[int, int, int]], grid: Grid,
    read: Callable[[Node], list[Block]], allowance: Allowance,
) -> list[tuple[int, int, int]]:  # fmt: skip
    """Put the cells of one row between the spans from above; gives the spans for the next."""
    column = taken = 0
    spans = list(above)
    for cell in row:
        while taken < len(above) and above[taken][0] <= column:
            column = max(column, above[taken][1])
            taken += 1
        width = _whole(cell, "colspan", MAX_SPAN) or 1
        if taken < len(above):
            width = min(width, above[taken][0] - column)
        if not allowance.allows(grid):
            break
        height = _whole(cell, "rowspan", _MAX_ROWS) or _MAX_ROWS  # 0 means to the end
        grid.put(Slot(grid.rows, column, height, width, read(cell)))
        spans.append((column, column + width, grid.rows + height - 1))
        column += width
    return sorted(span for span in spans if span[2] > grid.rows)


def _whole(cell: Node, name: str, limit: int) -> int:
    """A span as browsers read it: digits up to the first other character, else 1."""
    text = cell.attributes.get(name, "").strip().lstrip("+")
    digits = text[: len(text) - len(text.lstrip("0123456789"))]
    return min(int(digits[:9]), limit) if digits else 1
