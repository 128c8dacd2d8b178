"""Workbooks: what cells show, merged areas, blocks, hidden parts; XLSX and XLS alike."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from extractor.cli import main
from extractor.discover import XLS, XLSX
from extractor.model import Cell, Place
from tests.workbook_tools import (
    FORM_SHOWN,
    by_hand,
    form_xls,
    form_xlsx,
    read_bytes,
    relations,
    rows_xlsx,
    shown,
    xls,
    xlsx,
    zipped,
)

SAMPLES = Path(__file__).parent.parent / "samples"

FORMS = pytest.mark.parametrize(
    ("data", "media_type"), [(xlsx(form_xlsx), XLSX), (xls(form_xls), XLS)], ids=["xlsx", "xls"]
)


@FORMS
def test_a_form_is_read_as_it_is_shown(data: bytes, media_type: str) -> None:
    document = read_bytes(data, name="form.dat")
    assert document.source.media_type == media_type
    assert document.problems == ()
    (table,) = document.tables
    assert shown(table) == FORM_SHOWN
    assert (table.sheet, table.number, table.rows, table.columns) == ("自评表", 1, 5, 5)
    assert [len(page.lines) for page in document.pages] == [0]


@FORMS
def test_merged_areas_are_one_cell_and_blank_ones_are_there(data: bytes, media_type: str) -> None:
    (table,) = read_bytes(data).tables
    assert table.cells[0] == Cell(0, 0, FORM_SHOWN["A1"], 1, 5)
    assert [(cell.row, cell.column) for cell in table.cells[1:]] == [
        (row, column) for row in (2, 3, 4) for column in range(5)
    ]
    assert [cell.text for cell in table.cells if (cell.row, cell.column) == (4, 2)] == [""]


@FORMS
def test_a_cell_knows_its_place_on_the_sheet(data: bytes, media_type: str) -> None:
    (table,) = read_bytes(data).tables
    cell = next(cell for cell in table.cells if cell.text == "93.66%")
    assert table.places(cell) == (Place("自评表!D4"),)


def test_every_kind_of_cell_is_read() -> None:
    strings = (
        "<si><t>共享</t></si>"
        "<si><r><t>富</t></r><r><rPr/><t xml:space='preserve'>文 本</t></r>"
        "<rPh sb='0' eb='1'><t>フリ</t></rPh></si>"
        "<si><t>_x005F_x000D_ 与_x000D_换行</t></si>"
    )
    styles = (
        "<numFmts><numFmt numFmtId='164' formatCode='0.00&quot;万元&quot;'/></numFmts>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='14'/></cellXfs>"
    )
    sheet = """<dimension ref="A1:XFD1048576"/><sheetData>
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>
        <c r="D1" t="s"><v>99</v></c></row>
      <row><c t="inlineStr"><is><t>内</t><r><t>联</t></r></is></c><c s="1"><v>63.3</v></c>
        <c><f>A1/0</f><v>0.30000000000000004</v></c><c t="str"><f>A1</f><v>公式 文</v></c></row>
      <row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4" t="e"><v>#DIV/0!</v></c>
        <c r="C4" t="d" s="2"><v>2024-04-15T00:00:00</v></c><c r="D4" s="77"><v>5</v></c></row>
      <row r="5"><c r="A5" s="1"/><c r="B5"><v> 7 </v></c><c r="??"><v>8</v></c>
        <c r="ZZZ5"><v>9</v></c><c r="D5" t="s"><v/></c></row>
      <row r="1048577"><c r="A1048577"><v>1</v></c></row>
    </sheetData>"""
    (table,) = read_bytes(by_hand(sheet, strings=strings, styles=styles)).tables
    assert shown(table) == {
        "A1": "共享", "B1": "富文 本", "C1": "_x000D_ 与\n换行",
        "A2": "内联", "B2": "63.30万元", "C2": "0.3", "D2": "公式 文",
        "A4": "TRUE", "B4": "#DIV/0!", "C4": "2024/4/15", "D4": "5",
        "B5": "7", "C5": "8",
    }  # fmt: skip


def test_strict_workbooks_with_other_folders_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    data = zipped(
        {
            "_rels/.rels": relations(officeDocument="/book/main.xml"),
            "book/main.xml": f'<x:workbook xmlns:x="{strict}" xmlns:r="http://purl.oclc.org/ooxml/'
            'officeDocument/relationships"><x:workbookPr date1904="1"/><x:sheets>'
            '<x:sheet name="图" r:id="rId2"/><x:sheet name="甲" r:id="rId1"/></x:sheets></x:workbook>',
            "book/_rels/main.xml.rels": relations(
                worksheet="/book/s/1.xml", chartsheet="c.xml", styles="st.xml"
            ),
            "book/s/1.xml": f'<x:worksheet xmlns:x="{strict}"><x:sheetData><x:row r="1"><x:c r="A1">'
            '<x:v>1</x:v></x:c><x:c r="B1" s="0"><x:v>43935</x:v></x:c></x:row></x:sheetData>'
            "</x:worksheet>",
            "book/st.xml": f'<styleSheet xmlns="{strict}"><cellXfs><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
            "xl/workbook.xml": "<decoy/>",
        }
    )
    (table,) = read_bytes(data).tables
    assert (table.sheet, shown(table)) == ("甲", {"A1": "1904/1/2", "B1": "2024/4/15"})


@pytest.mark.parametrize("make", ["xlsx", "xls"])
def test_the_epoch_of_1904_is_heeded(make: str) -> None:
    def fill(book: Any) -> None:
        if make == "xlsx":
            sheet = book.add_worksheet()
            style = book.add_format({"num_format": "yyyy-mm-dd"})
        else:
            sheet = book.add_sheet("Sheet1")
            book.dates_1904 = True
            style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
        sheet.write(0, 0, "日期")
        sheet.write(0, 1, datetime.date(2024, 4, 15) if make == "xlsx" else 43935, style)

    data = xlsx(fill, date_1904=True) if make == "xlsx" else xls(fill)
    (table,) = read_bytes(data).tables
    assert shown(table)["B1"] == "2024-04-15"


def test_stray_cells_and_whole_column_merges_do_not_fill_the_sheet() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:XFD1", "标题")
        sheet.write_row("A2", ["项目", "金额", "", "备注"])
        sheet.write_row("A3", ["培训", 5])
        sheet.write("XFD1048576", "远")
        sheet.merge_range("F2:H2000", "")

    (table,) = read_bytes(xlsx(fill)).tables
    assert shown(table) == {
        "A1": "标题", "A2": "项目", "B2": "金额", "D2": "备注", "A3": "培训", "B3": "5",
        "XFD1048576": "远",
    }  # fmt: skip
    assert len(table.cells) < 25


@pytest.mark.parametrize("row", ["甲", 5])
def test_values_under_a_merged_area_are_not_shown_and_overlaps_are_ignored(row: object) -> None:
    sheet = """<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>
      <row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c><c r="C2"><v>5</v></c></row></sheetData>
      <mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:C2"/><mergeCell ref="A2"/>
      <mergeCell ref="C9:B1"/><mergeCell ref="B2:XFD1048576"/></mergeCells>"""
    (table,) = read_bytes(by_hand(sheet)).tables
    assert shown(table) == {"A1": "1", "A2": "3", "B2": "4"}
    places = [
        (cell.row + i, cell.column + j)
        for cell in table.cells
        for i in range(cell.rows)
        for j in range(cell.columns)
    ]
    assert len(places) == len(set(places))


def test_rows_without_text_are_left_out_unless_a_merged_cell_covers_them() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A4", "产出指标")
        sheet.write_row("B1", ["数量", 5])
        sheet.write_row("A7", ["总分", "", 100])

    (table,) = read_bytes(xlsx(fill)).tables
    assert table.cells[0] == Cell(0, 0, "产出指标", 4, 1)
    assert sorted({cell.row for cell in table.cells}) == [0, 1, 2, 3, 6]


HEADER = ["一级指标", "二级指标", "三级指标", "分值", "得分"]


def test_blank_rows_separate_tables_of_another_structure() -> None:
    data = rows_xlsx(
        ["单位", "预算", "执行"], ["甲站", 10, 9], ["合计", 10, 9], [],
        ["附表"], [], HEADER, ["产出", "数量", "培训", 20, 19], ["总分", "", "", 100, 98],
    )  # fmt: skip
    first, second = read_bytes(data).tables
    assert (first.number, second.number) == (1, 2)
    assert [cell.text for cell in first.cells[:3]] == ["单位", "预算", "执行"]
    assert first.columns == 3
    assert second.cells[0].text == "附表"
    assert second.ref(next(c for c in second.cells if c.text == "19")) == "表!E8"
    assert all(len([c for c in second.cells if c.row == row]) == 5 for row in (4, 6, 7, 8))


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, ["产出", "数量", "培训", 20, 19], [], ["效益", "社会", "满意", 20, 20], ["总分", "", "", 40, 39]],
        [["自评表"], [], HEADER, ["产出", "数量", "培训", 20, 19]],
        [HEADER, ["产出", "数量", "培训", 20, 19], [], ["填表人：甲", "", "电话：12"], ["日期：", "", "6月"]],
        [HEADER, ["产出", "数量", "培训", 20, 19], [], HEADER, ["效益", "社会", "满意", 20, 20]],
    ],
    ids=["continued", "title", "signatures", "same columns"],
)  # fmt: skip
def test_blank_rows_alone_do_not_separate_tables(rows: list[list[object]]) -> None:
    assert len(read_bytes(rows_xlsx(*rows)).tables) == 1


def test_a_sheet_of_prose_gives_lines_that_know_their_cells() -> None:
    data = rows_xlsx(["一、基本概况"], ["年初预算数2703.72万元。\n全年执行2532.32万元。"])
    document = read_bytes(data)
    assert document.tables == ()
    (page,) = document.pages
    assert [(line.text, line.spots) for line in page.lines] == [
        ("一、基本概况", (Place("表!A1"),)),
        ("年初预算数2703.72万元。", (Place("表!A2"),)),
        ("全年执行2532.32万元。", (Place("表!A2"),)),
    ]


def hide(book: Any) -> None:
    sheet = book.add_worksheet("主表")
    for row in range(12):
        sheet.write_row(row, 0, ["甲", row, row, row])
    for row in (6, 7, 8, 10, 20):
        sheet.set_row(row, None, None, {"hidden": True})
    sheet.set_column("C:C", None, None, {"hidden": True})
    sheet.set_column("X:Z", None, None, {"hidden": True})
    for name, hider in (("底稿", "hide"), ("深藏", "very_hidden"), ("空表", "hide")):
        other = book.add_worksheet(name)
        if name != "空表":
            other.write_row(0, 0, ["甲", 1])
        getattr(other, hider)()


def hide_xls(book: Any) -> None:
    sheet = book.add_sheet("主表")
    for row in range(12):
        for column, value in enumerate(["甲", row, row, row]):
            sheet.write(row, column, value)
    for row in (6, 7, 8, 10, 20):
        sheet.row(row).hidden = True
    for column in (2, 23, 24, 25):
        sheet.col(column).hidden = True
    for name, visibility in (("底稿", 1), ("深藏", 2), ("空表", 1)):
        other = book.add_sheet(name)
        other.visibility = visibility
        if name != "空表":
            other.write(0, 0, "甲")
            other.write(0, 1, 1)


@pytest.mark.parametrize("data", [xlsx(hide), xls(hide_xls)], ids=["xlsx", "xls"])
def test_hidden_parts_are_read_and_named(data: bytes) -> None:
    document = read_bytes(data)
    assert [(p.kind, p.is_notice) for p in document.problems] == [("hidden", True)] * 3
    assert [p.message for p in document.problems] == [
        "主表 第7–9行、第11行、第C列被隐藏，已照常读取。",
        "工作表“底稿”是隐藏的，已照常读取。",
        "工作表“深藏”是隐藏的，已照常读取。",
    ]
    assert [table.sheet for table in document.tables] == ["主表", "底稿", "深藏"]
    assert shown(document.tables[0])["C8"] == "7"


def test_hidden_content_does_not_look_like_an_unread_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (SAMPLES / "clean-township.txt").read_text(encoding="utf-8")

    def fill(book: Any) -> None:
        book.add_worksheet("报告").write_column(0, 0, text.splitlines())
        other = book.add_worksheet("底稿")
        other.write(0, 0, "草稿")
        other.hide()

    path = tmp_path / "report.xlsx"
    path.write_bytes(xlsx(fill))
    assert main(["check", str(path)]) == 0
    assert "读取提示  " in (out := capsys.readouterr().out)
    assert "工作表“底稿”是隐藏的" in out


NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9).map(lambda n: n / 100),
    st.floats(-1e8, 1e8, allow_nan=False, allow_subnormal=False).map(lambda x: round(x, 6)),
)


@given(st.lists(st.lists(NUMBERS, min_size=2, max_size=5), min_size=1, max_size=5))
def test_shown_figures_equal_the_stored_values(rows: list[list[float]]) -> None:
    def fill_xlsx(book: Any) -> None:
        style = book.add_format({"num_format": "#,##0.000000"})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, style)

    def fill_xls(book: Any) -> None:
        sheet = book.add_sheet("a")
        style = xlwt.easyxf(num_format_str="#,##0.000000")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value, style)

    for data in (xlsx(fill_xlsx), xls(fill_xls)):
        (table,) = read_bytes(data).tables
        grid = CalamineWorkbook.from_object(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        for cell in table.cells:
            stored = grid[cell.row][cell.column]
            if cell.text or stored != "":
                figure = Decimal(cell.text.replace(",", ""))
                assert figure == Decimal(repr(stored)).quantize(Decimal("0.000001"))


def test_the_same_cells_as_openpyxl_and_calamine() -> None:
    data = xlsx(form_xlsx)
    (table,) = read_bytes(data).tables
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).active
    seen = {c.coordinate for row in sheet.iter_rows() for c in row if c.value is not None}
    assert set(shown(table)) == seen
    merged = CalamineWorkbook.from_object(io.BytesIO(data)).get_sheet_by_index(0)
    spans = [c for c in table.cells if c.rows > 1 or c.columns > 1]
    assert merged.merged_cell_ranges == [((0, 0), (0, 4))]
    assert [(c.row, c.column, c.rows, c.columns) for c in spans] == [(0, 0, 1, 5)]
