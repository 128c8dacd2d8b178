"""Tables of a PDF that go on over the page end, and tables that only seem to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.model import Document
from tests.pdf_tools import texts
from tests.table_pdf import Sheet, assert_sound, read_sheets, rows_of, spans_of

XS = [60, 100, 240, 340, 440, 530]
HEAD = ["序号", "项目名称", "年初预算数", "全年执行数", "执行率"]


def data(first: int, last: int) -> list[list[str]]:
    return [[str(i), f"项目{i}号", f"{i}00.00", f"{i}0.50", "10.50%"] for i in range(first, last)]


def page(
    rows: Sequence[Sequence[str]],
    *,
    top: float = 90,
    xs: Sequence[float] = XS,
    number: int | None = None,
    without: Sequence[str] = (),
    height: float = 20,
) -> Sheet:
    """A page with one table, and a page number."""
    sheet = Sheet()
    ys = [top + height * i for i in range(len(rows) + 1)]
    sheet.grid(xs, ys, without)
    sheet.fill_grid(xs, ys, rows)
    if number:
        sheet.text(290, 800, f"- {number} -")
    return sheet


def read_sound(*sheets: Sheet) -> Document:
    document = read_sheets(*sheets)
    assert document.problems == ()
    assert_sound(document)
    return document


def test_a_table_over_three_pages_is_one_and_its_repeated_header_stands_once() -> None:
    first = page([HEAD, *data(1, 30)], number=1)
    first.text(60, 60, "2024年度项目支出情况表")
    first.text(430, 80, "单位：万元")
    second = page([HEAD, *data(30, 50)], number=2)
    third = page([HEAD, *data(50, 53)], number=3)
    third.text(60, 300, "注：执行率保留两位小数。")
    document = read_sound(first, second, third)
    (table,) = document.tables
    assert rows_of(table) == [HEAD, *data(1, 53)]
    assert table.at == (0, 2)
    assert [cell.parts[0][0] for cell in table.cells if cell.column == 1] == [
        *[1] * 30, *[2] * 20, *[3] * 3,
    ]  # fmt: skip
    assert texts(document, "body") == [
        "2024年度项目支出情况表", "单位：万元", "注：执行率保留两位小数。",
    ]  # fmt: skip
    assert texts(document, "foot") == ["- 1 -", "- 2 -", "- 3 -"]


@pytest.mark.parametrize(
    "words",
    [
        "续表",
        "（续表）",
        "续表1",
        "续上表",
        "接上页",
        "2024年度项目支出情况表（续）",
        "单位：万元",
        "金额单位：元",
    ],
)
def test_a_line_that_says_so_may_stand_between(words: str) -> None:
    second = page(data(10, 13))
    second.text(60, 80, words)
    document = read_sound(page([HEAD, *data(1, 10)]), second)
    assert len(document.tables) == 1
    assert rows_of(document.tables[0]) == [HEAD, *data(1, 13)]
    assert words in texts(document)


@pytest.mark.parametrize("words", ["— {} ", "第{}页/共2页", "打印日期：2024年3月{}日", "{}"])
def test_a_foot_of_any_wording_does_not_part_a_table(words: str) -> None:
    sheets = [page([HEAD, *data(1, 10)]), page(data(10, 13))]
    for number, sheet in enumerate(sheets, 1):
        sheet.text(250, 790, words.format(number))
        sheet.text(60, 45, "某市某局2024年度部门决算")
    document = read_sound(*sheets)
    assert [rows_of(table) for table in document.tables] == [[HEAD, *data(1, 13)]]


def test_title_and_header_repeated_together_are_the_same_table() -> None:
    sheets = [page([HEAD, *data(1, 10)]), page([HEAD, *data(10, 13)])]
    for sheet in sheets:
        sheet.text(60, 70, "项目支出情况表")
        sheet.text(60, 84, "单位：万元")
    assert [rows_of(table) for table in read_sound(*sheets).tables] == [[HEAD, *data(1, 13)]]


def test_a_header_below_a_title_row_may_be_repeated_alone() -> None:
    first = page([["", "", "", "", ""], HEAD, *data(1, 10)])
    for y in (90, 110):  # the title row is one cell
        first.content = [op for op in first.content if f"{y}.00 m" not in op]
    first.cell((XS[0], 90, XS[-1], 110), "支出明细", "C")
    document = read_sound(first, page([HEAD, *data(10, 13)]))
    assert len(document.tables) == 1
    assert rows_of(document.tables[0])[-13:] == [HEAD, *data(1, 13)]


def merged_head(sheet: Sheet, top: float) -> None:
    """项目 over two columns, 金额 over three; the names below."""
    low = top + 40
    for y, x0, x1 in ((top, 60, 530), (top + 20, 60, 530), (low, 60, 530)):
        sheet.line(x0, y, x1, y)
    for x in (60, 240, 530):
        sheet.line(x, top, x, low)
    for x in (100, 340, 440):
        sheet.line(x, top + 20, x, low)
    sheet.cell((60, top, 240, top + 20), "项目", "C")
    sheet.cell((240, top, 530, top + 20), "金额", "C")
    sheet.fill_grid(XS, [top + 20, low], [HEAD])


def test_a_header_of_two_rows_is_left_out_as_a_whole() -> None:
    sheets = [page(data(1, 10), top=130), page(data(10, 12), top=130)]
    for sheet in sheets:
        merged_head(sheet, 90)
    document = read_sound(*sheets)
    (table,) = document.tables
    assert rows_of(table) == [["项目", "", "金额", "", ""], HEAD, *data(1, 12)]
    assert spans_of(table) == {(0, 0, 1, 2), (0, 2, 1, 3)}


def test_mirrored_margins_do_not_part_a_table() -> None:
    second = page(data(10, 13), xs=[x - 30 for x in XS])
    document = read_sound(page([HEAD, *data(1, 10)]), second)
    assert [rows_of(table) for table in document.tables] == [[HEAD, *data(1, 13)]]


def test_a_form_whose_columns_change_at_the_page_end_is_one_table() -> None:
    first = page(
        [["项目名称", "某项目", "主管部门", "某局"], ["预算数", "100.00", "执行数", "98.00"]],
        xs=[60, 160, 300, 440, 530],
    )
    second = page([["一级指标", "二级指标", "指标值", "完成值", "得分"], ["产出", "数量", "5", "5", "10"]],
                  xs=[60, 160, 230, 300, 440, 530])  # fmt: skip
    document = read_sound(first, second)
    (table,) = document.tables
    assert (table.rows, table.columns) == (4, 5)
    assert rows_of(table) == [
        ["项目名称", "某项目", "", "主管部门", "某局"],
        ["预算数", "100.00", "", "执行数", "98.00"],
        ["一级指标", "二级指标", "指标值", "完成值", "得分"],
        ["产出", "数量", "5", "5", "10"],
    ]
    assert spans_of(table) == {(0, 1, 1, 2), (1, 1, 1, 2)}


def test_the_last_row_of_one_cell_belongs_to_the_table() -> None:
    second = page([["总结：全部完成。"]], xs=[60, 530])
    document = read_sound(page([HEAD, *data(1, 10)]), second)
    (table,) = document.tables
    assert rows_of(table)[-1] == ["总结：全部完成。", "", "", "", ""]
    assert spans_of(table) == {(10, 0, 1, 5)}


# --- rows that the page end cuts ------------------------------------------------------------

FORM = [60, 140, 340, 440, 530]


def cut_rows(
    *, ruled: bool, below: Sequence[str] = ("", "务办理时间压缩一半以上。", "", "")
) -> Document:
    sheet, ys = Sheet(), [700, 720, 770]
    sheet.grid(FORM, ys, [] if ruled else ["bottom"])
    sheet.fill_grid(FORM, ys[:2], [["指标", "完成情况", "分值", "得分"]])
    sheet.cell((60, 720, 140, 770), "时效", "C")
    sheet.cell(
        (140, 720, 340, 770),
        "本年完成线上办理平台改造并投入使用，使业\n务受理时间和办理时间均比上年缩短，全部业",
        "L",
    )
    sheet.cell((340, 720, 440, 770), "10", "C")
    sheet.cell((440, 720, 530, 770), "9.50", "C")
    second = page(
        [list(below), ["质量", "合格", "10", "10.00"]], xs=FORM, without=[] if ruled else ["top"]
    )
    return read_sound(sheet, second)


@pytest.mark.parametrize("ruled", [True, False])
def test_a_row_cut_by_the_page_end_is_one_row_with_two_parts(ruled: bool) -> None:
    document = cut_rows(ruled=ruled)
    (table,) = document.tables
    text = "本年完成线上办理平台改造并投入使用，使业\n务受理时间和办理时间均比上年缩短，全部业\n务办理时间压缩一半以上。"
    assert rows_of(table) == [
        ["指标", "完成情况", "分值", "得分"],
        ["时效", text, "10", "9.50"],
        ["质量", "合格", "10", "10.00"],
    ]
    cut = table.cells[5]
    assert [page for page, _ in cut.parts] == [1, 2]
    assert [place.ref for place in table.places(cut)] == ["表1 B2", "表1 B2"]
    assert cut.parts[1][1] == pytest.approx((140, 90, 340, 110), abs=1)
    assert all(len(cell.parts) == 1 for cell in table.cells if cell.row != 1)


@pytest.mark.parametrize(
    "below",
    [
        ("质量", "务办理时间压缩一半以上。", "10", "8.00"),  # a row of its own
        ("", "（二）办理时间压缩一半。", "", ""),
        ("", "", "5", "5.00"),
    ],
)
def test_a_row_below_a_rule_that_stands_for_itself_is_not_joined(below: Sequence[str]) -> None:
    (table,) = cut_rows(ruled=True, below=below).tables
    assert table.rows == 4
    assert rows_of(table)[2] == list(below)


@pytest.mark.parametrize("without", [[], ["bottom"]])
def test_names_without_amounts_at_the_page_end_are_rows(without: Sequence[str]) -> None:
    names = ["某项公共服务支出", "某项住房保障支出"]  # the first fills its column
    xs = [60, 60 + 10 * 8 + 8, 240, 340]
    first = page([["科目", "预算", "决算"], [names[0], "", ""]], xs=xs, without=without)
    document = read_sound(first, page([[names[1], "", ""], ["合计", "1.00", "1.00"]], xs=xs))
    (table,) = document.tables
    if not without:
        assert [row[0] for row in rows_of(table)] == ["科目", *names, "合计"]
    else:  # nothing tells whether the name goes on
        assert [row[0] for row in rows_of(table)] == ["科目", "\n".join(names), "合计"]


def test_full_rows_without_a_rule_at_the_page_end_are_not_joined() -> None:
    """Some programs draw only the upper side of each row."""
    first = page([HEAD, *data(1, 10)], without=["bottom"])
    document = read_sound(first, page(data(10, 13)))
    assert [rows_of(table) for table in document.tables] == [[HEAD, *data(1, 13)]]


def test_a_merged_cell_that_the_page_end_cuts_goes_on() -> None:
    sheets = []
    for start, rows, words in ((0, 3, "产出"), (3, 2, "")):
        sheet = Sheet()
        ys = [90.0 + 20 * i for i in range(rows + 1)]
        sheet.grid(FORM[1:], ys)
        sheet.fill_grid(FORM[1:], ys, [[f"第{start + i + 1}项", "5", "5.00"] for i in range(rows)])
        sheet.rect(60, ys[0], 140, ys[-1])
        sheet.cell((60, ys[0], 140, ys[-1]), words, "C")
        sheets.append(sheet)
    document = read_sound(*sheets)
    (table,) = document.tables
    assert spans_of(table) == {(0, 0, 5, 1)}
    assert [page for page, _ in table.cells[0].parts] == [1, 2]
    assert [row[1] for row in rows_of(table)] == [f"第{i}项" for i in range(1, 6)]


# --- tables that are not continued --------------------------------------------------------


def test_a_title_between_begins_a_new_table() -> None:
    second = page([HEAD, *data(10, 13)])
    second.text(60, 80, "表二 政府性基金支出情况")
    assert [t.rows for t in read_sound(page([HEAD, *data(1, 10)]), second).tables] == [10, 4]


def test_words_below_end_a_table() -> None:
    first = page([HEAD, *data(1, 10)])
    first.text(60, 320, "以上数据均为决算数。")
    assert [t.rows for t in read_sound(first, page(data(10, 13))).tables] == [10, 3]


def test_other_columns_are_another_table() -> None:
    second = page(data(10, 13), xs=[60, 180, 290, 390, 470, 530])
    assert [t.rows for t in read_sound(page([HEAD, *data(1, 10)]), second).tables] == [10, 3]
    narrower = page(data(10, 13), xs=[60, 100, 240, 340, 440, 500])
    assert [t.rows for t in read_sound(page([HEAD, *data(1, 10)]), narrower).tables] == [10, 3]


def test_a_page_without_a_table_parts_two() -> None:
    between = Sheet()
    between.text(60, 100, "另起一页。")
    document = read_sound(page([HEAD, *data(1, 10)]), between, page(data(10, 13)))
    assert [t.rows for t in document.tables] == [10, 3]


def test_the_same_columns_under_another_heading_are_another_table() -> None:
    """The right half of a spreadsheet that is too wide for a page follows the left one."""
    sheets = [page(data(1, 5), top=130), page(data(1, 5), top=130), page(data(5, 8), top=130)]
    for sheet, words in zip(sheets, ("收入", "支出", "支出（续）"), strict=True):
        sheet.rect(60, 90, 530, 110)
        sheet.cell((60, 90, 530, 110), words, "C")
        sheet.grid(XS, [110, 130])
        sheet.fill_grid(XS, [110, 130], [HEAD])
    assert [[row[0] for row in rows_of(t)] for t in read_sound(*sheets).tables] == [
        ["收入", "序号", "1", "2", "3", "4"],
        ["支出", "序号", "1", "2", "3", "4", "5", "6", "7"],
    ]


def form(name: str, amount: str) -> list[list[str]]:
    return [
        ["项目名称", name, "主管部门", "某局"],
        ["预算数", amount, "执行数", amount],
        ["总体目标", "完成年度任务", "完成情况", "已完成"],
        ["数量指标", "10个", "完成值", "10个"],
        ["质量指标", "合格", "完成值", "合格"],
    ]


@pytest.mark.parametrize("title", [True, False])
def test_forms_of_the_same_layout_on_pages_of_their_own_stay_apart(title: bool) -> None:
    xs = [60, 160, 300, 400, 530]
    sheets = [page(form("甲", "100.00"), xs=xs), page(form("乙", "200.00"), xs=xs)]
    if title:
        for sheet in sheets:
            sheet.text(200, 70, "项目支出绩效自评表")
    assert [rows_of(t)[0][1] for t in read_sound(*sheets).tables] == ["甲", "乙"]


def test_a_title_within_the_frame_begins_a_new_table() -> None:
    xs = [60, 160, 300, 400, 530]
    sheets = [page(form("甲", "100.00"), xs=xs)]
    sheet = page(form("乙", "200.00")[1:3], xs=xs, top=110)
    sheet.rect(60, 90, 530, 110)
    sheet.cell((60, 90, 530, 110), "部门整体支出绩效自评表", "C")
    assert [t.rows for t in read_sound(*sheets, sheet).tables] == [5, 3]
