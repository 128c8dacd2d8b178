"""Tell a file of comma- or tab-separated values from a text, and read it as a table."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.reading.ragged import mended
from extractor.reading.sheet_tables import is_prose, tables_of
from extractor.reading.worksheet import Worksheet, clean

if TYPE_CHECKING:
    from extractor.model import Table

_GROUPED = re.compile(r"\s*[-+¥￥]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*")
_LEAST_ROWS = _LEAST_COLUMNS = 3
_EQUAL_SHARE = 0.8
_SENTENCES = 0.2
_LOOK = 200
"""Lines looked at before the whole file is."""


def delimited_tables(text: str, max_cells: int) -> tuple[list[Table], bool] | None:
    """The tables of a text that is comma- or tab-separated throughout, None for any other text.

    Rows and columns are counted as a spreadsheet would that opens the file. The flag says that
    there were more cells than `max_cells`, which were not read.
    """
    head = text.split("\n", _LOOK)[:_LOOK]
    for delimiter in "\t", ",":
        if sum(delimiter in line for line in head) < min(_LEAST_ROWS, len(head)):
            continue
        rows, cut = _parsed(text, delimiter, max_cells)
        if _is_table(rows, delimiter):
            return _tables(rows, max_cells), cut
        if delimiter == "," and not cut and (whole := mended(rows)) is not None:
            return _tables(whole, max_cells), cut
    return None


def _parsed(text: str, delimiter: str, max_cells: int) -> tuple[list[list[str]], bool]:
    """The records of a file up to a number of cells; none where its quotes do not pair."""
    rows: list[list[str]] = []
    count = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            count += len(row)
            if count > max_cells:
                return rows, True
            rows.append(row)
    except csv.Error:
        return [], False
    return rows, False


def _is_table(rows: list[list[str]], delimiter: str) -> bool:
    """Whether most records have the same number of cells, and the cells are no sentences."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if len(filled) < _LEAST_ROWS:
        return False
    width, count = Counter(map(len, filled)).most_common(1)[0]
    if width < _LEAST_COLUMNS or count < _EQUAL_SHARE * len(filled):
        return False
    cells = [cell for row in filled for cell in row if cell.strip()]
    if sum("。" in cell for cell in cells) > _SENTENCES * len(cells):
        return False
    # one figure a line with commas between thousands, as forms pasted cell by cell have
    grouped = sum(bool(_GROUPED.fullmatch(",".join(row))) for row in filled)
    return delimiter != "," or 2 * grouped < len(filled)


def _tables(rows: list[list[str]], max_cells: int) -> list[Table]:
    sheet = Worksheet("")
    for number, row in enumerate(rows):
        shown = {column: text for column, cell in enumerate(row) if (text := clean(cell))}
        if shown:
            sheet.rows[number] = shown
    if is_prose(sheet):
        return []
    return [replace(table, sheet=None) for table in tables_of(sheet, 1, 0, max_cells)]
