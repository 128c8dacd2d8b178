"""Rows as CSV text and as Parquet files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.output.rows import TABLES, Cell, Row

if TYPE_CHECKING:
    import pyarrow as pa

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FIGURE = re.compile(r"-[\d,]+(?:\.\d+)?[\u4e00-\u9fff%]*")
"""A negative amount with its unit (-131.30万元) calls nothing."""
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # spreadsheets of Chinese systems fold the wide ones
_SCALE = 10
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
    columns = TABLES[table]
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([_csv_cell(row[column.name]) for column in columns] for row in rows)
    return out.getvalue()


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return guard(cell) if isinstance(cell, str) else str(cell)


def write_parquet(table: str, rows: list[Row], path: Path) -> None:
    """Write one table as Parquet; figures are `decimal128(38, 10)`, exact, not floats."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = TABLES[table]
    types: dict[str, pa.DataType] = {
        "text": pa.string(),
        "integer": pa.int64(),
        "flag": pa.bool_(),
        "number": pa.decimal128(_PRECISION, _SCALE),
    }
    arrays = [
        pa.array([_parquet_cell(row[column.name]) for row in rows], type=types[column.kind])
        for column in columns
    ]
    pq.write_table(pa.table(arrays, names=[column.name for column in columns]), path)


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
