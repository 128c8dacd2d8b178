"""Rows as CSV text and as Parquet files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from extractor.output.rows import TABLES, Cell, Row

if TYPE_CHECKING:
    import pyarrow as pa

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FIGURE = re.compile(r"-[\d,]+(?:\.\d+)?[\u4e00-\u9fff%]*")
"""A negative amount with its unit (-131.30万元) calls nothing."""
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # spreadsheets of Chinese systems fold the wide ones
_SCALE = 10
_GROUP = 20_000
"""Rows of a Parquet group."""
_PRECISION = 38


def guard(text: str) -> str:
    """The text so that a spreadsheet never takes it for a formula.

    Words of a report are a stranger's: a leading `= + - @`, tab or line break gets an
    apostrophe. A plain number, negative or not, stays as it is.
    """
    if _NUMBER.fullmatch(text):
        return text
    if _FIGURE.fullmatch(text):
        return text
    if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS):
        return "'" + text
    return text


def to_csv(table: str, rows: Iterable[Row]) -> str:
    """One table as CSV with a byte-order mark, without which Excel garbles Chinese.

    Missing values are empty cells; figures are written exactly, without exponent.
    """
    out = io.StringIO()
    csv_head(table, out)
    csv_rows(table, rows, out)
    return out.getvalue()


def csv_head(table: str, out: TextIO) -> None:
    """Begin a CSV file: byte-order mark and the names of the columns."""
    out.write("\ufeff")
    csv.writer(out, lineterminator="\r\n").writerow([column.name for column in TABLES[table]])


def csv_rows(table: str, rows: Iterable[Row], out: TextIO) -> None:
    """Add rows to a CSV file."""
    names = [column.name for column in TABLES[table]]
    csv.writer(out, lineterminator="\r\n").writerows(
        [_csv_cell(row[name]) for name in names] for row in rows
    )


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return guard(cell) if isinstance(cell, str) else str(cell)


class ParquetFile:
    """One table as Parquet, written while rows come: groups of some thousand rows.

    Figures are `decimal128(38, 10)`, exact, not floats.
    """

    def __init__(self, table: str, path: Path) -> None:
        """Open the file."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        types: dict[str, pa.DataType] = {
            "text": pa.string(),
            "integer": pa.int64(),
            "flag": pa.bool_(),
            "number": pa.decimal128(_PRECISION, _SCALE),
        }
        self._schema = pa.schema([(c.name, types[c.kind]) for c in TABLES[table]])
        self._rows: list[Row] = []
        self._writer = pq.ParquetWriter(path, self._schema)

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows; a full group goes to disk."""
        self._rows += rows
        while len(self._rows) >= _GROUP:
            self._flush(self._rows[:_GROUP])
            del self._rows[:_GROUP]

    def close(self) -> None:
        """Write the last group and the end of the file."""
        if self._rows:
            self._flush(self._rows)
        self._writer.close()

    def _flush(self, rows: list[Row]) -> None:
        import pyarrow as pa

        arrays = [
            pa.array([_parquet_cell(row[field.name]) for row in rows], type=field.type)
            for field in self._schema
        ]
        self._writer.write_table(pa.table(arrays, schema=self._schema))


def _parquet_cell(cell: Cell) -> Cell:
    """A cell that fits its type: digits past the tenth decimal go, the text column has them."""
    if isinstance(cell, str):
        return cell.encode("utf-8", "replace").decode("utf-8")
    if not isinstance(cell, Decimal):
        return cell
    if cell.adjusted() >= _PRECISION - _SCALE:
        return None  # more than 28 digits before the point: no amount, and no room for it
    return cell.quantize(
        Decimal(1).scaleb(-_SCALE), rounding=ROUND_HALF_EVEN, context=Context(prec=_PRECISION)
    )
