"""Read workbooks: XLSX, XLSM, XLS and WPS' .et; one table for each sheet or block of it.

What a cell says is what people see: the value through its number format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.model import Document, Page, Problem, Source, Table
from extractor.model.document import column_letters
from extractor.reading.archive import UnreadableError
from extractor.reading.limits import Limits
from extractor.reading.sheet_tables import is_prose, lines_of, tables_of
from extractor.reading.worksheet import Workbook, Worksheet

_OLE = b"\xd0\xcf\x11\xe0"
_NAMED = 6
"""Hidden rows and columns are named up to this many stretches."""


def read_sheets(source: Source, data: bytes, limits: Limits) -> Document:
    """Read a workbook; what could not be read, and what is hidden, is in `problems`.

    Each sheet is a page without a number. A sheet of prose gives lines, any other tables.
    """
    book = Workbook(limits)
    try:
        if data.startswith(_OLE):
            from extractor.reading.xls import read_xls

            read_xls(data, book)
        else:
            from extractor.reading.xlsx import read_xlsx

            read_xlsx(data, book)
    except UnreadableError as error:
        book.flaws.append(error)
    problems = [flaw.problem(source) for flaw in book.flaws]
    pages: list[Page] = []
    tables: list[Table] = []
    room = limits.max_cells
    for sheet in book.sheets:
        if is_prose(sheet):
            pages.append(Page(lines_of(sheet)))
        else:
            made = tables_of(sheet, len(tables) + 1, len(pages), room)
            room -= sum(len(table.cells) for table in made)
            tables += made
            pages.append(Page(()))
        problems += _hidden(source, sheet)
    if not problems and not any(sheet.rows for sheet in book.sheets):
        problems.append(
            Problem(
                "empty", source.path, "工作簿的各工作表都是空的。", "请确认文件已完整下载或保存。"
            )
        )
    return Document(source, tuple(pages), tuple(problems), tuple(tables))


def _hidden(source: Source, sheet: Worksheet) -> Iterator[Problem]:
    """Name what is hidden and holds values: it was submitted, but nobody sees it."""
    if not sheet.rows:
        return
    advice = "请核对隐藏的内容是否应当计入。"
    if sheet.hidden:
        yield Problem("hidden", source.path, f"工作表“{sheet.name}”是隐藏的，已照常读取。", advice)
    rows = _stretches(sheet.hidden_rows)
    columns = _stretches(
        column
        for column in {column for row in sheet.rows.values() for column in row}
        if any(first <= column <= last for first, last in sheet.hidden_columns)
    )
    named = [_named(str(a + 1), str(b + 1), "行") for a, b in rows]
    named += [_named(column_letters(a), column_letters(b), "列") for a, b in columns]
    if named:
        more = f"等 {len(named)} 处" if len(named) > _NAMED else ""
        message = f"{sheet.name} {'、'.join(named[:_NAMED])}{more}被隐藏，已照常读取。"
        yield Problem("hidden", source.path, message, advice)


def _named(first: str, last: str, unit: str) -> str:
    return f"第{first}{unit}" if first == last else f"第{first}–{last}{unit}"


def _stretches(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of consecutive numbers, each by its first and last."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
