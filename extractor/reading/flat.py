"""Find tables that are typed into plain text: cells between bars, box-drawing lines or tabs.

A run of such lines is a table only if it is plainly one; prose that uses a bar or a tab stays
prose. The caller takes the lines of a table out of its text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.model import Cell, Table

Row = list[str]

_BARS = "|｜│┃┆┊║︱"
_BAR = re.compile(f"[{_BARS}]")
SEPARATORS = re.compile(f"[{_BARS}\t]")
"""What can stand between cells."""

_JOINT = "\u251c-\u253f\u255e-\u256c"
"""Where lines of a drawn grid meet: ├ ┤ ┬ ┴ ┼ and their kin."""

_EDGE = re.compile(f"[{_BARS}{_JOINT}]")
_DRAWN = re.compile(r"[\u2500\u2501\u2504\u2505\u2508\u2509\u2550]+")
_RULE = re.compile(r"[\s:：+*\-=_|｜\u2500-\u257f]*")
_RULE_RUN = re.compile(
    r"[-=_\u2500\u2501\u2504\u2505\u2508\u2509\u2550]{2,}|:-+:|[\u250c-\u253f\u2552-\u256c]"
)
_FIGURE = re.compile(r"[-+−≥≤＞＜><=]?\s*[¥￥]?[\d０-９][\d０-９,，.．]*\s*[%％]?")
_LIST_MARK = re.compile(
    r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])\s*[)）.．、:：]|[•·●○◆■－-]"
)
_SENTENCE_END = re.compile(r"[。；！？]$")
_LONG = 40
"""Cells of a table that only one bar or tab divides are no longer than this."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A table in the lines `first` to `stop` (not included), row by row."""

    first: int
    stop: int
    rows: tuple[tuple[str, ...], ...]

    def table(self, number: int, at: tuple[int, int]) -> Table:
        """The same as a `Table`; its cells have no geometry."""
        cells = tuple(
            Cell(r, c, text) for r, row in enumerate(self.rows) for c, text in enumerate(row)
        )
        return Table(number, len(self.rows), max(map(len, self.rows)), cells, at)


def typed_tables(lines: Sequence[str]) -> list[Typed]:
    """The tables in some lines of text (with their tabs), in their order."""
    found: list[Typed] = []
    for separator, numbers in _runs(lines):
        rows = _barred(numbers, lines) if separator == "|" else _tabbed(numbers, lines)
        if rows:
            found.append(Typed(numbers[0], numbers[-1] + 1, tuple(map(tuple, rows))))
    return found


def _kind(line: str) -> str:
    """`|` or a tab for a line of cells, `-` for a rule, a blank for no text, else nothing."""
    if not SEPARATORS.search(line) and not _RULE.fullmatch(line):
        return ""
    if not line.strip():
        return " "
    if _RULE.fullmatch(line) and _RULE_RUN.search(line):
        return "-"
    if _BAR.search(line):
        return "|"
    return "\t" if "\t" in line.strip() else ""


def _runs(lines: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    """Runs of lines of cells of one kind, by line number; rules belong to runs with bars.

    A blank line ends a run, unless the whole run is typed with a blank line after each row.
    """
    run: list[int] = []
    kind = ""
    blanks = 0
    for number, line in enumerate(lines):
        seen = _kind(line)
        if seen == " ":
            blanks += 1
            continue
        same = seen == kind or (seen == "-" and kind == "|") or (kind == "-" and seen == "|")
        if run and (not same or blanks > 1 or not seen):
            yield from _spaced(kind, run)
            run = []
        if seen:
            kind = kind if run and seen == "-" else seen
            run.append(number)
        else:
            kind = ""
        blanks = 0
    yield from _spaced(kind, run)


def _spaced(kind: str, run: list[int]) -> Iterator[tuple[str, list[int]]]:
    """Split a run at its blank lines, unless they stand between all of its rows."""
    if kind in {"", "-"} or len(run) < 2:
        return
    gaps = [after - before for before, after in pairwise(run)]
    if len(set(gaps)) == 1:
        yield kind, run
        return
    start = 0
    for at, gap in enumerate([*gaps, 2], start=1):
        if gap > 1:
            if at - start > 1:
                yield kind, run[start:at]
            start = at


def _barred(numbers: list[int], lines: Sequence[str]) -> list[Row]:
    """The rows between bars, none if the lines are no table. May shorten `numbers` at the front."""
    texts = [lines[n].strip() for n in numbers]
    cells = [i for i, text in enumerate(texts) if _kind(text) == "|"]
    boxed = [bool(_EDGE.match(texts[i]) and _EDGE.match(texts[i][-1])) for i in cells]
    bars = [len(_BAR.findall(texts[i])) for i in cells]
    if len(cells) > 2 and all(boxed[1:]) and bars[0] < min(bars[1:]) - 2:
        del numbers[: cells[0] + 1]  # a caption that happens to have a bar
        return _barred(numbers, lines)
    groups = _groups(texts)
    rows = _trimmed([row for group in groups for row in group])
    if not _plainly_barred(rows, all(boxed)):
        return []
    return _in_phase(_wrapped(rows, [len(group) for group in groups]))


def _groups(texts: Sequence[str]) -> list[list[Row]]:
    """The cells of each line, grouped between rules; lines without any text are left out."""
    groups: list[list[Row]] = [[]]
    for text in texts:
        if _kind(text) == "-":
            groups.append([])
            continue
        drawn = _EDGE if re.search(f"[{_JOINT}]", text) else _BAR
        row = [re.sub(r"\s+", " ", part).strip() for part in drawn.split(text)]
        if drawn is _EDGE:  # a rule that stops at a cell over several rows
            groups.append([])
            row = ["" if _DRAWN.fullmatch(part) else part for part in row]
        if any(row):
            groups[-1].append(row)
    return [group for group in groups if group]


def _trimmed(rows: list[Row]) -> list[Row]:
    """Leave out what stands outside the outer bars: the choice that makes all rows equal."""
    best: list[Row] = []
    for lead, trail in ((True, True), (True, False), (False, True), (False, False)):
        made = [
            row[int(lead and row[0] == "") : len(row) - int(trail and len(row) > 1 and not row[-1])]
            for row in rows
        ]
        if len({len(row) for row in made}) == 1:
            return made
        best = best or made
    return best


def _plainly_barred(rows: list[Row], boxed: bool) -> bool:
    """Whether rows are a table and not lines of prose with bars in them."""
    if len(rows) < 2:
        return False
    width, count = Counter(map(len, rows)).most_common(1)[0]
    if width < 2:
        return False
    if boxed:
        return True
    if width == 2:
        short = all(
            len(cell) <= _LONG and not _SENTENCE_END.search(cell) for r in rows for cell in r
        )
        return count == len(rows) > 2 and short
    return 3 * count >= len(rows)


def _wrapped(rows: list[Row], sizes: list[int]) -> list[Row]:
    """Join the lines of a cell where rules stand between rows; `sizes` counts lines between rules.

    Lines are of one row if none brings a second figure into a column and each leaves cells blank.
    """
    if len(sizes) < 3 or max(sizes) == 1:
        return rows
    joined: list[Row] = []
    start = 0
    for size in sizes:
        group = rows[start : start + size]
        start += size
        width = len(group[0])
        figures = Counter(
            column for row in group for column, cell in enumerate(row) if _FIGURE.fullmatch(cell)
        )
        one_row = all(len(row) == width and "" in row for row in group[1:])
        if size > 1 and one_row and max(figures.values(), default=0) < 2:
            columns = zip(*group, strict=True)
            joined.append(["\n".join(filter(None, column)) for column in columns])
        else:
            joined += group
    return joined


def _in_phase(rows: list[Row]) -> list[Row]:
    """Repair rows whose line ends stand some cells late or early.

    The label of a row may end the line before: the line where that begins has so many cells more,
    the one where it ends so many fewer. Mended only if one shift makes all rows equal and the
    columns are more of one kind than before.
    """
    total = sum(map(len, rows))
    if len(rows) < 3 or total % len(rows):
        return rows
    width = total // len(rows)
    odd = [i for i, row in enumerate(rows) if len(row) != width]
    if len(odd) != 2 or width < 2:
        return rows
    first, last = odd
    stream = [cell for row in rows[first : last + 1] for cell in row]
    shifted = [stream[i : i + width] for i in range(0, len(stream), width)]
    mended = [*rows[:first], *shifted, *rows[last + 1 :]]
    return mended if _likeness(mended) > _likeness(rows) else rows


def _likeness(rows: list[Row]) -> int:
    """How often a cell is of the kind of the one above it: a figure, or words."""
    count = 0
    for above, below in pairwise(rows):
        for upper, lower in zip(above, below, strict=False):
            same = bool(_FIGURE.fullmatch(upper)) == bool(_FIGURE.fullmatch(lower))
            count += bool(upper and lower and same)
    return count


def _tabbed(numbers: list[int], lines: Sequence[str]) -> list[Row]:
    """The rows between tabs, none if the lines are no table."""
    texts = [lines[n].rstrip(" \u3000") for n in numbers]
    indent = min(len(text) - len(text.lstrip("\t")) for text in texts)
    exact = [[cell.strip() for cell in text[indent:].split("\t")] for text in texts]
    rows = exact
    if len(set(map(len, exact))) > 1:
        aligned = [re.sub(r"\t+", "\t", text.strip("\t")).split("\t") for text in texts]
        if len(set(map(len, aligned))) == 1:
            rows = [[cell.strip() for cell in row] for row in aligned]
    width, count = Counter(map(len, rows)).most_common(1)[0]
    rows = [_fitted(row, width) for row in rows]
    if width > 2:
        return rows if len(rows) > 1 and 2 * count >= len(rows) else []
    plain = (
        width == 2
        and count == len(rows) > 2
        and all(len(cell) <= _LONG for row in rows for cell in row)
        and not any(_LIST_MARK.fullmatch(row[0]) for row in rows)
        and 2 * sum(bool(_FIGURE.match(row[1])) for row in rows) >= len(rows)
    )
    return rows if plain else []


def _fitted(row: Row, width: int) -> Row:
    """Drop blank cells behind the last column, add those that were not typed."""
    while len(row) > width and not row[-1]:
        row = row[:-1]
    return row + [""] * (width - len(row))
