"""Workbooks: what cells show, merged areas, blocks, hidden parts; XLSX and XLS alike."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
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
from extractor.reading import Limits
from tests.workbook_tools import (
    by_hand,
    kinds,
    parts_of,
    read_bytes,
    relations,
    shown,
    xls,
    xlsx,
    zipped,
)

SAMPLES = Path(__file__).parent.parent / "samples"

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


def rows_xlsx(*rows: Sequence[object]) -> bytes:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("表")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return xlsx(fill)


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


def test_too_many_cells_are_a_limit_and_what_was_read_is_kept() -> None:
    def fill(book: Any) -> None:
        for name in ("甲", "乙", "丙"):
            sheet = book.add_worksheet(name)
            for row in range(10):
                sheet.write_row(row, 0, [1, 2])

    document = read_bytes(xlsx(fill), Limits(max_cells=30))
    assert kinds(document) == ["table_limit"]
    assert "工作表“乙”第 6 行以后没有读取" in document.problems[0].message
    assert [(t.sheet, t.rows) for t in document.tables] == [("甲", 10), ("乙", 6)]
    assert kinds(read_bytes(xlsx(fill), Limits(max_seconds=-1))) == ["timeout"]


def test_blank_cells_do_not_exceed_the_limit() -> None:
    rows: list[Sequence[object]] = [[1] * 100, *[[i] for i in range(100)], [2, 3]]
    (table,) = read_bytes(rows_xlsx(*rows), Limits(max_cells=1000)).tables
    assert all(cell.text for cell in table.cells)
    assert len(table.cells) == 202


def test_many_overlapping_merged_areas_end_soon() -> None:
    merges = "".join(f'<mergeCell ref="A{n}:BH{n + 900}"/>' for n in range(1, 3000))
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 3900))
    sheet = (
        f'<sheetData>{cells}<row r="4000"><c r="A4000"><v>1</v></c><c r="C4000"><v>2</v></c></row>'
    )
    document = read_bytes(by_hand(f"{sheet}</sheetData><mergeCells>{merges}</mergeCells>"))
    assert len(document.tables) == 1


def test_a_million_declared_blank_cells_are_no_cells() -> None:
    blank = "".join(
        f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, 60_000)
    )
    head = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    (table,) = read_bytes(by_hand(f"<sheetData>{head}{blank}</sheetData>")).tables
    assert len(table.cells) == 2


def three(book: Any) -> None:
    for name in ("甲", "乙", "丙"):
        sheet = book.add_worksheet(name)
        for row in range(40):
            sheet.write_row(row, 0, [f"{name}{row}", row])


def test_one_damaged_sheet_does_not_cost_the_others() -> None:
    parts = parts_of(xlsx(three))
    name = "xl/worksheets/sheet2.xml"
    parts[name] = parts[name][: len(parts[name]) // 2]
    document = read_bytes(zipped(parts))
    assert kinds(document) == ["damaged"]
    assert document.problems[0].message.startswith("工作表“乙”没有读完整：")
    assert [table.sheet for table in document.tables] == ["甲", "乙", "丙"]
    assert 10 < document.tables[1].rows < 40


@pytest.mark.parametrize(
    ("part", "lost"),
    [
        ("styles.xml", "数字格式"),
        ("sharedStrings.xml", "文字"),
        ("worksheets/sheet1.xml", "自评表"),
    ],
)
def test_what_a_damaged_part_costs_is_named(part: str, lost: str) -> None:
    parts = parts_of(xlsx(form_xlsx))
    whole = parts[f"xl/{part}"]
    parts[f"xl/{part}"] = whole[: int(len(whole) * 0.9)]
    document = read_bytes(zipped(parts))
    assert kinds(document) == ["damaged"]
    assert lost in document.problems[0].message
    assert shown(document.tables[0])["D4"] == "93.66%"
    parts[f"xl/{part}"] = b"rubbish"
    assert set(kinds(read_bytes(zipped(parts)))) == {"damaged"}


def test_what_cannot_be_read_at_all_is_a_problem() -> None:
    data = xlsx(three)
    binary = read_bytes(zipped({"xl/workbook.bin": b"x"}))
    assert kinds(binary) == ["unsupported"]
    assert "另存为 XLSX" in binary.problems[0].advice
    assert kinds(read_bytes(zipped({"xl/workbook.xml": b"rubbish"}))) == ["damaged"]
    assert kinds(read_bytes(zipped({"xl/workbook.xml": b"<workbook/>"}))) == ["empty"]
    old = bytearray(xls(form_xls))
    old[512:1024] = b"rubbish " * 64
    assert kinds(read_bytes(bytes(old))) == ["damaged"]
    assert kinds(read_bytes(bytes(old[:900]))) == ["unsupported"]
    assert kinds(read_bytes(xlsx(lambda book: book.add_worksheet()))) == ["empty"]
    bomb = {**parts_of(data), "xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * (32 << 20)}
    document = read_bytes(zipped(bomb))
    assert kinds(document) == ["too_large"]
    assert [table.sheet for table in document.tables] == ["乙", "丙"]


def test_entities_and_document_types_are_refused() -> None:
    parts = parts_of(xlsx(three))
    name = "xl/worksheets/sheet1.xml"
    start = parts[name].index(b"<worksheet")
    doctype = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    parts[name] = parts[name][:start] + doctype + parts[name][start:].replace(b"40", b"&b;")
    document = read_bytes(zipped(parts))
    assert kinds(document) == ["unsupported"]
    assert [table.sheet for table in document.tables] == ["乙", "丙"]


def test_encrypted_workbooks_are_named_as_such() -> None:
    data = bytearray(xls(form_xls))
    name = "Workbook".encode("utf-16-le")
    at = data.index(name)
    package = "EncryptedPackage".encode("utf-16-le")
    data[at : at + len(package)] = package
    data[at + 64 : at + 66] = (len(package) + 2).to_bytes(2, "little")
    assert kinds(read_bytes(bytes(data))) == ["encrypted"]


@given(st.data())
def test_reading_mutated_workbooks_never_raises(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([xlsx(form_xlsx), xls(form_xls)])))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=20)):
        content[at] = data.draw(st.integers(0, 255))
    document = read_bytes(bytes(content[: data.draw(st.integers(8, len(content)))]))
    assert document.tables or document.pages or document.problems


PARTS = parts_of(xlsx(form_xlsx))


@given(st.data())
def test_reading_mutated_parts_never_raises(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(n for n in PARTS if n.startswith("xl/"))))
    part = bytearray(PARTS[name])
    for at in data.draw(st.lists(st.integers(0, len(part) - 1), max_size=12)):
        part[at] = data.draw(st.sampled_from(b'<>/"=& 0123456789sveA:;[]%\x00\xff'))
    document = read_bytes(zipped({**PARTS, name: bytes(part)}))
    assert document.tables or document.pages or document.problems


@given(st.sampled_from([b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"]), st.binary())
def test_reading_arbitrary_bytes_never_raises(head: bytes, data: bytes) -> None:
    assert read_bytes(head + data).problems
