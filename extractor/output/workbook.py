"""The dataset as one workbook for people: Chinese headings, filters, links to the evidence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.library.field_names import with_names
from extractor.output.rows import TABLES, Cell, Column, Row
from extractor.output.tables import guard
from extractor.output.words import (
    COMPARATOR_SIGNS,
    ENUM_WORDS,
    PROBLEM_WORDS,
    SEVERITY_WORDS,
    STATUS_WORDS,
    TYPE_WORDS,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_SHEETS = {
    "reports": "汇总",
    "discrepancies": "差异",
    "projects": "项目",
    "indicators": "指标",
    "facts": "数据",
    "checks": "核对",
    "problems": "读取问题",
}
_MAX_ROWS = 1_000_000  # a sheet holds 1,048,576
_MAX_LINKS = 60_000  # a sheet holds 65,530
_MAX_TEXT = 32_767  # characters in a cell
_EXACT_DIGITS = 15  # a cell's number is a double; longer figures are written as text
_WORDS: dict[str, dict[str, str]] = {
    "severity": {str(key): word for key, word in SEVERITY_WORDS.items()},
    "status": {str(key): word for key, word in STATUS_WORDS.items()},
    "type": {str(key): word for key, word in TYPE_WORDS.items()},
    "comparator": COMPARATOR_SIGNS,
    "kind": {str(key): word for key, word in PROBLEM_WORDS.items()},
}
_COLOURS = {"error": "#C00000", "warning": "#B45F06", "fails": "#C00000"}
_WRAP_FROM = 30  # columns as wide as this hold prose and wrap


def _for_people(column: str, words: str, row: Row) -> str:
    """A text as people say it: states, kinds and choices by their word, paths by their name."""
    if column == "value" and row["type"] == "enum":
        return ENUM_WORDS.get(words, words)
    if column == "group":
        from extractor.checks import GROUPS

        return f"{words} {GROUPS[words]}" if words in GROUPS else words
    if column == "reason":
        return with_names(words)
    return _WORDS.get(column, {}).get(words, words)


def write_workbook(tables: dict[str, list[Row]], path: Path) -> None:
    """Write all tables into one XLSX file; the same rows give the same bytes.

    Raises:
        OSError: the file cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    book = Workbook(str(path), {"constant_memory": True})
    # without a fixed date every run would give other bytes
    book.set_properties({"title": "jihe 绩核", "created": datetime(2000, 1, 1)})
    writer = _Writer(book, tables)
    for table in _SHEETS:
        writer.sheet(table)
    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


@dataclass(slots=True)
class _Writer:
    book: Workbook
    tables: dict[str, list[Row]]
    _formats: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def format(self, **properties: object) -> Format:
        """A cell format; equal ones are shared."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **properties})
        return self._formats[key]

    def sheet(self, table: str) -> None:
        """Write one table as one sheet."""
        rows = self.tables[table]
        columns = [column for column in TABLES[table] if column.width]
        sheet = self.book.add_worksheet(_SHEETS[table])
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
        top = 0
        if table == "reports":
            sheet.write_string(0, 0, self._summary(), self.format(bold=True))
            top = 1
        heading = self.format(bold=True, bg_color="#D9E2F3", bottom=1)
        for number, column in enumerate(columns):
            sheet.write_string(top, number, column.title, heading)
        sheet.freeze_panes(top + 1, 0)
        last = min(len(rows), _MAX_ROWS)
        sheet.autofilter(top, 0, top + last, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        links = self._links(table)
        for index, row in enumerate(rows[:last]):
            for number, column in enumerate(columns):
                link = links.get((index, column.name))
                self._cell(sheet, (top + 1 + index, number), column, row, link)

    def _summary(self) -> str:
        total: Counter[str] = Counter()
        for row in self.tables["reports"]:
            for name in ("errors", "warnings", "notes", "problems"):
                total[name] += int(row[name] or 0)
        text = (
            f"jihe 绩核：共 {len(self.tables['reports'])} 份报告，错误 {total['errors']} 处，"
            f"疑点 {total['warnings']} 处，说明 {total['notes']} 条，"
            f"读取问题 {total['problems']} 个。"
        )
        if any(len(rows) > _MAX_ROWS for rows in self.tables.values()):
            text += f"超过 {_MAX_ROWS} 行的表只列前面部分，全部数据见同名 CSV。"
        return text

    def _links(self, table: str) -> dict[tuple[int, str], str]:
        """Links inside the workbook: a report to its first discrepancy, that to its first fact."""
        if table == "reports":
            first: dict[Cell, int] = {}
            for index, row in enumerate(self.tables["discrepancies"]):
                first.setdefault(row["report_id"], index)
            return {
                (index, name): f"internal:'{_SHEETS['discrepancies']}'!A{first[report] + 2}"
                for index, row in enumerate(self.tables["reports"])
                if (report := row["report_id"]) in first
                for name in ("errors", "warnings")
                if row[name]
            }
        if table != "discrepancies":
            return {}
        place = {
            (row["report_id"], row["fact_id"]): index
            for index, row in enumerate(self.tables["facts"][:_MAX_ROWS])
        }
        links: dict[tuple[int, str], str] = {}
        for index, row in enumerate(self.tables[table][:_MAX_LINKS]):
            ids = str(row["facts"] or "").split()
            found = [k for i in ids if (k := place.get((row["report_id"], i))) is not None]
            if found:
                links[index, "evidence"] = f"internal:'{_SHEETS['facts']}'!A{found[0] + 2}"
        return links

    def _cell(
        self, sheet: Worksheet, at: tuple[int, int], column: Column, row: Row, link: str | None
    ) -> None:
        cell = row[column.name]
        properties: dict[str, object] = {}
        if column.width >= _WRAP_FROM:
            properties["text_wrap"] = True
        if link:
            properties |= {"font_color": "#0563C1", "underline": 1}
            text = "" if cell is None else str(cell)
            sheet.write_url(*at, link, self.format(**properties), guard(text)[:_MAX_TEXT])
        elif cell is None:
            return
        elif isinstance(cell, str):
            if cell in _COLOURS and column.name in _WORDS:
                properties["font_color"] = _COLOURS[cell]
            sheet.write_string(
                *at,
                guard(_for_people(column.name, cell, row))[:_MAX_TEXT],
                self.format(**properties),
            )
        elif isinstance(cell, bool):
            if cell:
                sheet.write_string(*at, "是", self.format())
        elif isinstance(cell, Decimal):
            self._number(sheet, at, cell)
        else:
            sheet.write_number(*at, cell, self.format())

    def _number(self, sheet: Worksheet, at: tuple[int, int], figure: Decimal) -> None:
        """Write a figure with the decimals it was printed with."""
        text = f"{figure:f}"
        decimals = len(text.partition(".")[2])
        if len(text.strip("-0.").replace(".", "")) > _EXACT_DIGITS:
            sheet.write_string(*at, text, self.format(align="right"))
            return
        shape = "#,##0" + ("." + "0" * min(decimals, 30) if decimals else "")
        sheet.write_number(*at, figure, self.format(num_format=shape))
