"""The dataset as one workbook for people: Chinese headings, filters, links to the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
_OVERVIEW = "总览"
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


@dataclass(slots=True)
class _Sheet:
    """A sheet being written: the next free row below the heading, and what went no further."""

    sheet: Worksheet
    columns: list[Column]
    rows: int = 0
    links: int = 0
    cut: bool = False


class WorkbookFile:
    """The workbook, written while rows come: nothing of what was added is kept.

    The first sheet is the overview, written by `close`.
    """

    def __init__(self, path: Path) -> None:
        """Open the workbook."""
        from xlsxwriter import Workbook

        self._book: Workbook = Workbook(str(path), {"constant_memory": True})
        # without a fixed date every run would give other bytes
        self._book.set_properties({"title": "jihe 绩核", "created": datetime(2000, 1, 1)})
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._plain = {0: self.format()}
        """Formats of texts without colour, by the width of their column."""
        self._plain |= {c.width: self._text(c) for columns in TABLES.values() for c in columns if c.width}
        self._front = self._book.add_worksheet(_OVERVIEW)
        self._sheets = {table: self._begin(table) for table in _SHEETS}

    def format(self, **properties: object) -> Format:
        """A cell format; equal ones are shared."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **properties})
        return self._formats[key]

    def _begin(self, table: str) -> _Sheet:
        columns = [column for column in TABLES[table] if column.width]
        sheet = self._book.add_worksheet(_SHEETS[table])
        heading = self.format(bold=True, bg_color="#D9E2F3", bottom=1)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(0, number, column.title, heading)
        sheet.freeze_panes(1, 0)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return _Sheet(sheet, columns)

    def add(self, tables: dict[str, list[Row]]) -> None:
        """Add the rows of some reports, all that belong together at once (they are linked)."""
        links = {name: self._links(name, tables) for name in ("reports", "discrepancies")}
        for table, state in self._sheets.items():
            rows = tables[table][: max(_MAX_ROWS - state.rows, 0)]
            state.cut = state.cut or len(rows) < len(tables[table])
            found = links.get(table, {})
            for index, row in enumerate(rows):
                for number, column in enumerate(state.columns):
                    link = found.get((index, column.name)) if state.links < _MAX_LINKS else None
                    state.links += link is not None
                    self._cell(state.sheet, (state.rows + 1 + index, number), column, row, link)
            state.rows += len(rows)

    def close(self, overview: Sequence[tuple[str, str]] = ()) -> None:
        """Write the overview (lines of words and figures; without a figure, a heading).

        Raises:
            OSError: the file cannot be written.
        """
        from xlsxwriter.exceptions import FileCreateError

        for state in self._sheets.values():
            state.sheet.autofilter(0, 0, state.rows, len(state.columns) - 1)
        lines = list(overview)
        if any(state.cut for state in self._sheets.values()):
            lines.append((f"超过 {_MAX_ROWS} 行的表只列前面部分，全部数据见同名 CSV。", ""))
        self._overview(lines)
        try:
            self._book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else None
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error

    def _overview(self, lines: Sequence[tuple[str, str]]) -> None:
        self._front.set_column(0, 0, 46)
        self._front.set_column(1, 1, 30)
        self._front.write_string(0, 0, "jihe 绩核：处理结果", self.format(bold=True, font_size=14))
        row = 2
        for words, figure in lines:
            if not figure:
                row += 1
                self._front.write_string(row, 0, words, self.format(bold=True))
            else:
                self._front.write_string(row, 0, guard(words), self.format(text_wrap=True))
                shape = self.format(align="right")
                if figure.isdecimal():
                    self._front.write_number(row, 1, int(figure), shape)
                else:
                    self._front.write_string(row, 1, guard(figure), shape)
            row += 1
        row += 1
        self._front.write_string(row, 0, "各表", self.format(bold=True))
        for number, (table, title) in enumerate(_SHEETS.items(), start=row + 1):
            style = self.format(font_color="#0563C1", underline=1)
            self._front.write_url(number, 0, f"internal:'{title}'!A1", style, title)
            self._front.write_number(number, 1, self._sheets[table].rows, self.format())

    def _links(self, table: str, tables: dict[str, list[Row]]) -> dict[tuple[int, str], str]:
        """Links inside the workbook: a report to its first discrepancy, that to its report and first fact."""
        at = {name: state.rows + 2 for name, state in self._sheets.items()}
        links: dict[tuple[int, str], str] = {}
        if table == "reports":
            first: dict[Cell, int] = {}
            for index, row in enumerate(tables["discrepancies"]):
                first.setdefault(row["report_id"], index + at["discrepancies"])
            for index, row in enumerate(tables["reports"]):
                for name in ("errors", "warnings"):
                    if row[name] and row["report_id"] in first:
                        target = first[row["report_id"]]
                        links[index, name] = f"internal:'{_SHEETS['discrepancies']}'!A{target}"
            return links
        place = {
            (row["report_id"], row["fact_id"]): index + at["facts"]
            for index, row in enumerate(tables["facts"])
        }
        place_of = {row["report_id"]: i + at["reports"] for i, row in enumerate(tables["reports"])}
        for index, row in enumerate(tables[table]):
            if row["report_id"] in place_of:
                links[index, "file"] = f"internal:'{_SHEETS['reports']}'!A{place_of[row['report_id']]}"
            ids = str(row["facts"] or "").split()
            found = [k for i in ids if (k := place.get((row["report_id"], i))) is not None]
            if found and found[0] <= _MAX_ROWS:
                links[index, "evidence"] = f"internal:'{_SHEETS['facts']}'!A{found[0]}"
        return links

    def _cell(
        self, sheet: Worksheet, at: tuple[int, int], column: Column, row: Row, link: str | None
    ) -> None:
        cell = row[column.name]
        if link:
            style = self._text(column, font_color="#0563C1", underline=1)
            text = "" if cell is None else str(cell)
            sheet.write_url(*at, link, style, guard(text)[:_MAX_TEXT])
        elif cell is None:
            return
        elif isinstance(cell, str):
            coloured = cell in _COLOURS and column.name in _WORDS
            style = self._text(column, font_color=_COLOURS[cell]) if coloured else self._plain[column.width]
            sheet.write_string(*at, guard(_for_people(column.name, cell, row))[:_MAX_TEXT], style)
        elif isinstance(cell, bool):
            if cell:
                sheet.write_string(*at, "是", self.format())
        elif isinstance(cell, Decimal):
            self._number(sheet, at, cell)
        else:
            sheet.write_number(*at, cell, self._plain[0])

    def _text(self, column: Column, **properties: object) -> Format:
        """The format of a text in a column: wide ones wrap."""
        wrapped = {"text_wrap": True} if column.width >= _WRAP_FROM else {}
        return self.format(**wrapped, **properties)

    def _number(self, sheet: Worksheet, at: tuple[int, int], figure: Decimal) -> None:
        """Write a figure with the decimals it was printed with."""
        text = f"{figure:f}"
        decimals = len(text.partition(".")[2])
        if len(text.strip("-0.").replace(".", "")) > _EXACT_DIGITS:
            sheet.write_string(*at, text, self.format(align="right"))
            return
        shape = "#,##0" + ("." + "0" * min(decimals, 30) if decimals else "")
        sheet.write_number(*at, figure, self.format(num_format=shape))
