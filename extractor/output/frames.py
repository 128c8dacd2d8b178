"""The dataset as pandas frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractor.model import Result
from extractor.output.rows import TABLES, ColumnKind, Row, to_rows

if TYPE_CHECKING:
    import pandas as pd

_DTYPES: dict[ColumnKind, str] = {
    "text": "string",
    "integer": "Int64",
    "flag": "boolean",
    "number": "object",
}


def to_frames(results: Iterable[Result]) -> dict[str, pd.DataFrame]:
    """Build the seven tables of the dataset, joined by `report_id`.

    `reports` has one row for each report, `facts` one for each mention of a fact,
    `projects` and `indicators` one for each entry of the list, `checks`, `discrepancies`
    and `problems` one for each of theirs. All columns are present even without rows.

    Dtypes: text `string`, counts `Int64`, flags `boolean`. Figures are exact
    `decimal.Decimal` objects in `object` columns (sums, means, comparisons and group-bys
    work on them; `.astype(float)` where floating point will do). What the report leaves
    blank, or gives in mentions that contradict each other, is missing, never 0.

    Units: `facts.number` is in the printed unit (`facts.unit`), `facts.base_number` in the
    base unit of its dimension (money 元, rates %). `projects.*_yuan` are 元, `*_percent`
    are %, `weight` and `score` 分; `indicators.*_number` are in `value_unit`.
    """
    return frames_of(to_rows(results))


def frames_of(tables: dict[str, list[Row]]) -> dict[str, pd.DataFrame]:
    """Frames of rows that are made already; columns, dtypes and units of `to_frames`."""
    import pandas as pd

    frames: dict[str, pd.DataFrame] = {}
    for name, rows in tables.items():
        frames[name] = pd.DataFrame(
            {
                column.name: pd.Series(
                    [row[column.name] for row in rows], dtype=_DTYPES[column.kind]
                )
                for column in TABLES[name]
            }
        )
    return frames
