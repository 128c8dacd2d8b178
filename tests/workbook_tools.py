"""Workbooks for tests: made by libraries, or put together part by part."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

from extractor.model import Document, Table
from extractor.reading import DEFAULT_LIMITS, Limits, read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(fill: Callable[[Any], object], **options: object) -> bytes:
    """A workbook that `fill` writes with xlsxwriter."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    fill(book)
    book.close()
    return buffer.getvalue()


def xls(fill: Callable[[Any], object]) -> bytes:
    """A workbook that `fill` writes with xlwt."""
    buffer = io.BytesIO()
    book = xlwt.Workbook(encoding="utf-8")
    fill(book)
    book.save(buffer)
    return buffer.getvalue()


def by_hand(sheet: str, *, strings: str = "", styles: str = "", workbook: str = "") -> bytes:
    """A workbook of one sheet whose parts are given as XML inside their root elements."""
    return zipped(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{workbook}'
            '<sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(worksheet="worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        }
    )


def relations(**targets: str) -> str:
    """The relations of a part: kind and target, with the ids rId1, rId2 …."""
    inner = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="x">{inner}</Relationships>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The members of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read_bytes(data: bytes, limits: Limits = DEFAULT_LIMITS, name: str = "report.xlsx") -> Document:
    """Read a file with this content."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read(path, limits)


def shown(table: Table) -> dict[str, str]:
    """The texts of a table by the names of their cells; blank cells are left out."""
    names = {table.ref(cell).rpartition("!")[2].split(" ")[-1]: cell.text for cell in table.cells}
    return {name: text for name, text in names.items() if text}


def kinds(document: Document) -> list[str]:
    """What kinds of problems a document has."""
    return [problem.kind for problem in document.problems]


FORM = [
    (0, 0, "河湾镇文化站项目支出绩效自评表", None),
    (2, 0, "项目资金（万元）", None), (2, 1, "全年预算数", None), (2, 2, "全年执行数", None),
    (2, 3, "执行率", None), (2, 4, "填报日期", None),
    (3, 0, "年度资金总额", None), (3, 1, 1234.5, "#,##0.00"), (3, 2, 1156.2, "#,##0.00"),
    (3, 3, 0.9366, "0.00%"), (3, 4, 45397, 'yyyy"年"m"月"d"日"'),
    (4, 0, "其中：当年财政拨款", None), (4, 1, 0.1 + 0.2, None), (4, 2, "", None), (4, 4, True, None),
]  # fmt: skip
FORM_SHOWN = {
    "A1": "河湾镇文化站项目支出绩效自评表",
    "A3": "项目资金（万元）", "B3": "全年预算数", "C3": "全年执行数", "D3": "执行率", "E3": "填报日期",
    "A4": "年度资金总额", "B4": "1,234.50", "C4": "1,156.20", "D4": "93.66%", "E4": "2024年4月15日",
    "A5": "其中：当年财政拨款", "B5": "0.3", "E5": "TRUE",
}  # fmt: skip


def form_xlsx(book: Any) -> None:
    sheet = book.add_worksheet("自评表")
    sheet.merge_range(0, 0, 0, 4, "")
    for row, column, value, code in FORM:
        style = book.add_format({"num_format": code}) if code else None
        sheet.write(row, column, value, style)


def form_xls(book: Any) -> None:
    sheet = book.add_sheet("自评表", cell_overwrite_ok=True)
    for row, column, value, code in FORM:
        style = xlwt.easyxf(num_format_str=code) if code else xlwt.Style.default_style
        sheet.write(row, column, value, style)
    sheet.merge(0, 0, 0, 4)


def rows_xlsx(*rows: Sequence[object]) -> bytes:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("表")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return xlsx(fill)
