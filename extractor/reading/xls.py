"""Read XLS (BIFF2 to BIFF8, also WPS' .et) through xlrd, with its formats."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from extractor.reading.archive import UnreadableError
from extractor.reading.number_format import (
    BUILT_IN,
    GENERAL,
    OF_THE_LOCALE,
    NumberFormat,
    number_format,
)
from extractor.reading.worksheet import Workbook, Worksheet, clean

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)
_RESAVE = "请用 Excel 或 WPS 打开，另存为 XLSX 后重试。"


def read_xls(data: bytes, book: Workbook) -> None:
    """Read all worksheets into `book`.

    Raises:
        UnreadableError: nothing can be read, or a limit was reached.
    """
    import xlrd
    from xlrd.biffh import XLRDError

    try:
        # ragged rows: a cell at the far end must not fill the sheet with blanks
        source = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, on_demand=True,
            ignore_workbook_corruption=True, logfile=io.StringIO(),
        )  # fmt: skip
    except XLRDError as error:
        if "encrypted" in str(error):
            raise UnreadableError(
                "encrypted", "文件设有打开密码。", "请去除密码保护后重试。"
            ) from error
        raise UnreadableError("damaged", "文件已损坏或不完整，打不开。", _RESAVE) from error
    except Exception as error:  # xlrd lets through whatever damaged records lead to
        raise UnreadableError("damaged", "文件已损坏或不完整，打不开。", _RESAVE) from error
    formats = _formats(source)
    for index, name in enumerate(source.sheet_names()):
        sheet = Worksheet(clean(name) or f"Sheet{index + 1}")
        book.sheets.append(sheet)
        try:
            _read_sheet(source, index, formats, sheet, book)
        except UnreadableError:
            raise
        except Exception:  # as above
            message = f"工作表“{sheet.name}”已损坏，没有读完整。"
            book.flaws.append(UnreadableError("damaged", message, _RESAVE))


def _formats(source: Book) -> list[NumberFormat]:
    """The number format of each cell style."""
    codes = {found.format_key: found.format_str for found in source.format_list}
    found: list[NumberFormat] = []
    for style in source.xf_list:
        key = style.format_key
        own = None if str(key) in OF_THE_LOCALE else codes.get(key)
        found.append(number_format(BUILT_IN.get(key, GENERAL) if own is None else own))
    return found


def _read_sheet(
    source: Book, index: int, formats: list[NumberFormat], sheet: Worksheet, book: Workbook
) -> None:
    """Read one worksheet row by row."""
    cells = source.sheet_by_index(index)
    sheet.hidden = bool(cells.visibility)
    sheet.merged += [
        (top, left, bottom - 1, right - 1)
        for top, bottom, left, right in cells.merged_cells
        if top < bottom and left < right
    ]
    sheet.hidden_columns += [
        (column, column) for column, width in cells.colinfo_map.items() if width.hidden
    ]
    for number in range(cells.nrows):
        shown = _row(cells, number, formats, from_1904=bool(source.datemode))
        if shown:
            sheet.rows[number] = shown
            height = cells.rowinfo_map.get(number)
            if height is not None and height.hidden:
                sheet.hidden_rows.add(number)
        book.count(len(shown))
    source.unload_sheet(index)


def _row(
    cells: Sheet, number: int, formats: list[NumberFormat], *, from_1904: bool
) -> dict[int, str]:
    """What the cells of a row show, by column; blank ones are left out."""
    import xlrd

    shown: dict[int, str] = {}
    values = cells.row_values(number)
    for column, kind in enumerate(cells.row_types(number)):
        if kind in {_EMPTY, _BLANK}:
            continue
        value = values[column]
        if kind == _BOOLEAN:
            text = "TRUE" if value else "FALSE"
        elif kind == _ERROR:
            text = xlrd.error_text_from_code.get(int(value), "#N/A")
        else:
            style = formats[cells.cell_xf_index(number, column)]
            if kind == _TEXT:
                text = clean(value)
                text = style.show_text(text) if text else ""
            else:
                text = style.show_number(_digits(float(value)), from_1904=from_1904)
        if text:
            shown[column] = text
    return shown


def _digits(value: float) -> str:
    """The shortest digits that stand for a double; the format rounds them once more."""
    return repr(value).removesuffix(".0")
