"""Put the parts of a table together that stand on pages one after another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractor.model import Line, Page
from extractor.model.document import around
from extractor.reading.geometry import turn_box
from extractor.reading.parts import Part, PartCell, is_figure, squeeze

_SAME = 3.0
"""Boundaries this near one another, in points from the left side of the table, are the same."""

_MARGIN, _HEAD = 0.12, 0.07
"""Shares of the page height below and above the body: 35 mm below (GB/T 9704), 20 mm above."""

_HEADER_AT = 8
"""The header stands within so many rows from the top; repeated ones are no longer than this."""

_NEW_FORM = 3
"""So many labels repeated in order below the header are those of the next form."""

_CONTINUED = re.compile(
    r"[（(]?(?:接上[页表]|上[页表]续|续)[^。]{0,20}|.{0,30}[（(]续表?\d*[）)].{0,12}"
)
_MARKED = re.compile(r"[（(]续表?\d*[）)]")
_UNIT = re.compile(r"[（(]?(?:金额)?(?:计量)?单位[:：]?(?:人民币)?[百千]?[万亿]?元[）)]?")
_TURN_OVER = re.compile(r"[（(]?(?:转下页|接下页|下页续|续下页|未完待续)[）)]?")
_DIGITS = re.compile(r"\d+")
_FOLIO = re.compile(r"[-‐-―－─·•~～]*第?#页?(?:[/／,，]?共?#页?)?[-‐-―－─·•~～]*")
_TITLE = re.compile(r".{3,}表(?:[（(].{0,12}[）)])?")
_FINISHED = frozenset("。；;！!？?：:")
_NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]|[①-⑳]")


@dataclass(slots=True)
class Joined:
    """A table with the parts found so far; columns are bounded from its left side."""

    first: Part
    last: Part
    bounds: list[float]
    cells: list[PartCell] = field(default_factory=list)
    rows: int = 0

    @classmethod
    def begin(cls, part: Part) -> Joined:
        """Start a table with its first part."""
        return cls(part, part, _bounds(part), list(part.cells), part.rows)

    def append(self, part: Part) -> None:
        """Add the part on the next page; a repeated header is left out."""
        bounds, old, new = _union(self.bounds, _bounds(part))
        self.cells = [_moved(cell, old) for cell in self.cells]
        self.bounds = bounds
        cells = [_moved(cell, new) for cell in part.cells]
        _, header = _repeated_header(self, cells)
        cells = [replace(cell, row=cell.row - header) for cell in cells if cell.row >= header]
        broken = self.last.open_bottom or part.open_top
        ending = {(c.column, c.columns): c for c in self.cells if c.row + c.rows == self.rows}
        if _is_cut(ending, [cell for cell in cells if cell.row == 0], broken):
            cells = _go_on(ending, cells, shift=self.rows - 1)
            self.rows -= 1
        else:
            cells = _spanning_on(ending, cells, self.rows)
        self.cells += cells
        self.rows += part.rows - header
        self.last = part


def follows(table: Joined, part: Part, pages: Sequence[Page]) -> bool:
    """Tell whether a part continues a table: it begins the page after the one that it ends.

    Both have the same outer sides, and the columns of one are those of the other or of its
    merged cells. What stands between is a running head, a page number, 续表, the unit again,
    or the title again together with the header. A form of the same layout is a new table.
    """
    before = table.last
    if part.page != before.page + 1 or part.direction != before.direction:
        return False
    if not (part.ruled and before.ruled) or not _same_columns(table.bounds, _bounds(part)):
        return False
    if not _ends_page(before, pages[before.page], pages[part.page]):
        return False
    _, old, new = _union(table.bounds, _bounds(part))
    moved = replace(table, cells=[_moved(cell, old) for cell in table.cells])
    cells = [_moved(cell, new) for cell in part.cells]
    offset, header = _repeated_header(moved, cells)
    if _is_new_form(moved, cells, offset, header):
        return False
    if not header and _has_own_header(moved, cells):
        return False
    first = [cell for cell in cells if cell.row == 0 and cell.text]
    if not header and len(first) == 1 and _is_title(first[0], new[-1]):
        return False
    above = {squeeze(line.text) for line in pages[table.first.page].lines[: table.first.at]}
    for line in pages[part.page].lines[: part.at]:
        text = squeeze(line.text)
        repeated = text in above and (header > 0 or _in_head(line, pages[part.page]))
        if line.role == "body" and not (
            repeated or _UNIT.fullmatch(text) or _CONTINUED.fullmatch(text)
        ):
            return False
    return True


def _bounds(part: Part) -> list[float]:
    return [x - part.xs[0] for x in part.xs]


def _same_columns(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether the outer sides agree, and most of the inner boundaries of the coarser grid."""
    if abs(one[-1] - other[-1]) > _SAME:
        return False
    few, many = sorted((one[1:-1], other[1:-1]), key=len)
    shared = sum(any(abs(x - y) <= _SAME for y in many) for x in few)
    return 2 * shared >= len(few)


def _union(
    one: Sequence[float], other: Sequence[float]
) -> tuple[list[float], list[int], list[int]]:
    """The boundaries of both grids together, and where those of each stand among them."""
    bounds = list(one)
    for x in other:
        if min(abs(x - bound) for bound in bounds) > _SAME:
            bounds.append(x)
    bounds.sort()
    return bounds, [_nearest(bounds, x) for x in one], [_nearest(bounds, x) for x in other]


def _nearest(bounds: Sequence[float], x: float) -> int:
    return min(range(len(bounds)), key=lambda i: abs(bounds[i] - x))


def _moved(cell: PartCell, index: Sequence[int]) -> PartCell:
    """A cell in a grid with more columns."""
    column = index[cell.column]
    return replace(cell, column=column, columns=index[cell.column + cell.columns] - column)


def _ends_page(part: Part, page: Page, following: Page) -> bool:
    """Whether no line of the body stands below a part."""
    for line in page.lines[part.at :]:
        text = squeeze(line.text)
        if line.role != "body" or not line.boxes or _TURN_OVER.fullmatch(text):
            continue
        if _middle(line, part.direction) > part.ys[-1] and not _is_foot(line, page, following):
            return False
    return True


def _in_head(line: Line, page: Page) -> bool:
    """Whether a line stands where running heads do, above the body of a page."""
    return _centre(line)[1] < _HEAD * page.height


def _is_foot(line: Line, page: Page, following: Page) -> bool:
    """Whether a line in the lower margin is a page number, or stands on the next page again."""
    x, y = _centre(line)
    if y < (1 - _MARGIN) * page.height:
        return False
    key = _DIGITS.sub("#", squeeze(line.text))
    return _FOLIO.fullmatch(key) is not None or any(
        _DIGITS.sub("#", squeeze(other.text)) == key
        and abs(_centre(other)[1] - y) < _SAME
        and abs(_centre(other)[0] - x) < 10 * _SAME
        for other in following.lines
        if other.boxes
    )


def _centre(line: Line) -> tuple[float, float]:
    """The middle of a line on the displayed page."""
    boxes = line.boxes or ()
    x0, top, x1, bottom = around(boxes, 0, len(boxes) - 1)
    return (x0 + x1) / 2, (top + bottom) / 2


def _middle(line: Line, direction: int) -> float:
    """The height at which a line stands, in the frame of a direction."""
    boxes = line.boxes or ()
    box = around(boxes, 0, len(boxes) - 1)
    _, top, _, bottom = turn_box(box, direction) if direction else box
    return (top + bottom) / 2


Row = tuple[tuple[int, int, int, str], ...]
"""The cells that begin in a row: column, columns, rows, text without blanks."""


def _rows(cells: Iterable[PartCell], count: int) -> list[Row]:
    rows: list[list[tuple[int, int, int, str]]] = [[] for _ in range(count)]
    for cell in cells:
        if cell.row < count:
            text = _MARKED.sub("", squeeze(cell.text))
            rows[cell.row].append((cell.column, cell.columns, cell.rows, text))
    return [tuple(sorted(row)) for row in rows]


def _repeated_header(table: Joined, cells: Sequence[PartCell]) -> tuple[int, int]:
    """Where the header begins that the first rows of a part repeat, and how many rows it has."""
    ours = _rows(table.cells, min(2 * _HEADER_AT, table.rows))
    theirs = _rows(cells, min(_HEADER_AT, 1 + max((cell.row for cell in cells), default=-1)))
    best = (0, 0)
    for offset in range(min(_HEADER_AT, len(ours))):
        count = 0
        while (
            count < len(theirs)
            and offset + count < len(ours)
            and theirs[count] == ours[offset + count]
            and _is_header(theirs[count])
        ):
            count += 1
        while count and any(c.row < count < c.row + c.rows for c in cells):
            count -= 1  # a header never ends within a cell
        if any(text for row in theirs[:count] for *_, text in row) and count > best[1]:
            best = (offset, count)
    return best


def _is_header(row: Row) -> bool:
    """Whether a row holds no figures, unless they count the columns (栏次 1 2 3)."""
    figures = [text for *_, text in row if text and is_figure(text)]
    if not figures:
        return True
    numbers = [int(text) for text in figures if text.isdecimal()]
    return len(numbers) == len(figures) > 1 and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    )


def _has_own_header(table: Joined, cells: Sequence[PartCell]) -> bool:
    """Whether names of columns are repeated under another heading: 收入 before, 支出 now."""
    ours = _rows(table.cells, min(_HEADER_AT, table.rows))
    theirs = _rows(cells, _HEADER_AT)
    return any(
        own == other and _is_header(own) and sum(bool(text) for *_, text in own) > 1
        for own, other in zip(ours[1:], theirs[1:], strict=False)
    )


def _is_new_form(table: Joined, cells: Sequence[PartCell], offset: int, header: int) -> bool:
    """Whether the labels below the header are those of the table again: the next form."""
    if header >= _HEADER_AT - 1:
        return True
    ours = _rows(table.cells, min(offset + 3 * _HEADER_AT, table.rows))[offset + header :]
    theirs = _rows(cells, header + 2 * _HEADER_AT)[header:]
    labels = set()
    for own, other in zip(ours, theirs, strict=False):
        label = _label(own)
        if label and label == _label(other):
            labels.add(label)
    return len(labels) >= _NEW_FORM


def _label(row: Row) -> str:
    """The first words of a row, if they are words."""
    text = next((text for *_, text in row if text), "")
    return text if len(text) > 1 and not is_figure(text) else ""


def _is_title(cell: PartCell, columns: int) -> bool:
    return cell.columns == columns and _TITLE.fullmatch(squeeze(cell.text)) is not None


Ending = dict[tuple[int, int], PartCell]
"""The cells that end in the last row of a table, by column and number of columns."""


def _is_cut(ending: Ending, row: Sequence[PartCell], broken: bool) -> bool:
    """Whether the first row of a part is the rest of the last row of the table.

    What the row holds goes on in the middle of a full line, in every cell. `broken` says that
    no rule closes the table at the page end. With a rule the row must be blank in most cells
    besides, and the text of several lines: names below one another are rows.
    """
    pairs = [(ending.get((cell.column, cell.columns)), cell) for cell in row]
    filled = [(above, cell) for above, cell in pairs if cell.text]
    if not row or any(above is None for above, _ in (filled or pairs)):
        return False
    if not filled:
        return broken
    both = [(above, cell) for above, cell in filled if above is not None and above.text]
    if not both or not all(_goes_on(above, cell, broken) for above, cell in both):
        return False
    if broken:
        return True
    lines = any("\n" in above.text + cell.text for above, cell in both)
    return lines and len(both) == len(filled) and 2 * len(filled) <= len(row)


def _goes_on(above: PartCell, below: PartCell, broken: bool) -> bool:
    """Whether the text of one cell goes on in the other; in a broken row, with a new sentence."""
    if is_figure(below.text):
        return False
    if above.text[-1] in _FINISHED:
        return broken
    return above.full and not _NUMBERED.match(below.text)


def _go_on(ending: Ending, cells: list[PartCell], shift: int) -> list[PartCell]:
    """Join the first row of a part to the last row of the table; gives the other cells."""
    rest = []
    for cell in cells:
        above = ending.get((cell.column, cell.columns)) if cell.row == 0 else None
        if above is None:
            rest.append(replace(cell, row=cell.row + shift))
            continue
        above.text = "\n".join(text for text in (above.text, cell.text) if text)
        above.parts = above.parts + cell.parts
        above.rows += cell.rows - 1
        above.full = cell.full if cell.text else above.full
    # a cell of the first row that has no counterpart would stand on top of another
    taken = {
        (row, column)
        for cell in ending.values()
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    return [cell for cell in rest if cell.text or (cell.row, cell.column) not in taken]


def _spanning_on(ending: Ending, cells: list[PartCell], shift: int) -> list[PartCell]:
    """Let a merged cell go on that the page end cuts; gives the other cells, moved down."""
    filled = any(cell.text for cell in cells if cell.row == 0)
    rest = []
    for cell in cells:
        above = ending.get((cell.column, cell.columns)) if cell.row == 0 else None
        if (
            above is not None
            and filled
            and not cell.text
            and above.text
            and not is_figure(above.text)
            and above.rows + cell.rows > 2
        ):
            above.parts = above.parts + cell.parts
            above.rows += cell.rows
        else:
            rest.append(replace(cell, row=cell.row + shift))
    return rest
