"""Tables of a PDF without upright rules, and what must stay lines."""

from __future__ import annotations

import pytest

from extractor.model import Document
from tests.pdf_tools import texts
from tests.table_pdf import Sheet, assert_sound, read_sheets, rows_of, width

COLUMNS = [60.0, 300.0, 400.0, 500.0]
"""Left side of the first column, right sides of the others."""

ROWS = [
    ["项目", "年初预算数", "全年执行数", "执行率"],
    ["基本支出", "1,200.50", "1,100.25", "91.65%"],
    ["项目支出", "300.00", "300.00", "100.00%"],
    ["其中：某专项经费", "80.00", "", "—"],
    ["合计", "1,500.50", "1,400.25", "93.32%"],
]


def place(sheet: Sheet, y: float, row: list[str], size: float = 10) -> None:
    for c, words in enumerate(row):
        if words:
            x = COLUMNS[c] if c == 0 else COLUMNS[c] - width(words, size)
            sheet.text(x, y, words, size)


def table_sheet() -> Sheet:
    sheet = Sheet()
    sheet.text(60, 80, "表一 支出情况（单位：万元）")
    for r, row in enumerate(ROWS):
        place(sheet, 120 + 20 * r, row)
    sheet.text(60, 260, "以上为2024年数据，均按决算口径填列，与部门决算报表一致。")
    return sheet


def only(document: Document) -> list[list[str]]:
    assert document.problems == ()
    assert_sound(document)
    (table,) = document.tables
    return rows_of(table)


def test_short_cells_below_one_another_are_a_table() -> None:
    document = read_sheets(table_sheet())
    assert only(document) == ROWS
    assert document.tables[0].at == (0, 1)
    assert texts(document) == [
        "表一 支出情况（单位：万元）", "以上为2024年数据，均按决算口径填列，与部门决算报表一致。",
    ]  # fmt: skip
    x0, top, x1, bottom = document.tables[0].cells[5].parts[0][1]
    assert x0 < 300 - width("1,200.50", 10) < 300 < x1
    assert top < 132 < 140 < bottom


def test_three_rules_frame_a_table() -> None:
    sheet = table_sheet()
    for y in (105, 126, 206):
        sheet.line(60, y, 500, y)
    assert only(read_sheets(sheet)) == ROWS


def test_level_rules_part_rows_whose_labels_take_two_lines() -> None:
    sheet = Sheet()
    y = 120.0
    rows = [ROWS[0], ["机关事业单位基本\n养老保险缴费支出", *ROWS[1][1:]], *ROWS[2:]]
    sheet.line(60, y - 14, 500, y - 14)
    for row in rows:
        first, *more = row[0].split("\n")
        place(sheet, y, [first, *row[1:]])
        for line in more:
            y += 14
            place(sheet, y, [line])
        sheet.line(60, y + 6, 500, y + 6)
        y += 20
    assert only(read_sheets(sheet)) == rows


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_has_the_same_table(rotate: int) -> None:
    sheet = table_sheet()
    sheet.rotate = rotate
    assert only(read_sheets(sheet)) == ROWS


# --- what must stay lines -------------------------------------------------------------------


def contents(sheet: Sheet) -> None:
    for i, title in enumerate(
        ["基本情况", "预算执行情况", "绩效目标完成情况", "存在问题", "改进措施"]
    ):
        sheet.text(60, 120 + 20 * i, f"{'一二三四五'[i]}、")
        sheet.text(100, 120 + 20 * i, title)
        sheet.text(500, 120 + 20 * i, str(1 + 3 * i))


def contents_with_leaders(sheet: Sheet) -> None:
    for i, title in enumerate(["基本情况", "预算执行情况", "绩效目标完成情况"]):
        sheet.text(60, 120 + 20 * i, f"{'一二三'[i]}、")
        sheet.text(100, 120 + 20 * i, title)
        sheet.text(300, 120 + 20 * i, "." * 40)
        sheet.text(500, 120 + 20 * i, str(9 - 3 * i))


def two_columns(sheet: Sheet) -> None:
    for i in range(8):
        sheet.text(60, 120 + 20 * i, f"第{i}条")
        sheet.text(400, 120 + 20 * i, f"{i}2.50")


def cover(sheet: Sheet) -> None:
    for i, row in enumerate((["单位：某局", "年度：2024", "编号：12"],
                             ["联系人：张某", "电话：12345", "页数：30"],
                             ["日期：3月", "密级：无", "份数：2"])):  # fmt: skip
        for c, words in enumerate(row):
            sheet.text(60 + 160 * c, 120 + 20 * i, words)


def names(sheet: Sheet) -> None:
    for i in range(4):
        for c in range(4):
            sheet.text(60 + 120 * c, 120 + 20 * i, "赵钱孙李周吴郑王"[i + c] + "某某")


def spread_prose(sheet: Sheet) -> None:
    """Lines justified with blanks a whole em wide, at other places in every line."""
    words = [
        "2024年",
        "年初预算",
        "2703.72",
        "万元，",
        "全年",
        "执行数",
        "1786.57",
        "万元，执行率",
        "65.90%",
        "。",
    ]
    for i in range(8):
        x = 60.0
        for k in range(7):
            word = words[(i * 3 + k) % len(words)]
            sheet.text(x, 120 + 20 * i, word)
            x += width(word, 10) + 10 + (i * 7 + k * 3) % 5


def justified(sheet: Sheet) -> None:
    """Chinese prose set to the measure by spacing the glyphs of each line evenly."""
    text = (
        "2024年年初预算数2703.72万元，调整后预算数2710.16万元，全年执行数1786.57万元，"
        "预算执行率65.90%，其中基本支出执行数为1200.38万元。"
    ) * 4
    for i in range(8):
        line = text[i * 31 : i * 31 + 25 + i % 4]
        gap = (475 - width(line, 12)) / (len(line) - 1)
        x = 60.0
        for char in line:
            sheet.text(x, 120 + 24 * i, char, 12)
            x += width(char, 12) + gap


def ragged(sheet: Sheet) -> None:
    """Short cells with figures, but not below one another."""
    for i in range(5):
        for c in range(4):
            sheet.text(60 + 110 * c + (i * 37) % 60, 120 + 20 * i, f"{i}{c}.50")


def two_rows(sheet: Sheet) -> None:
    for r in (1, 4):
        place(sheet, 120 + 20 * r, ROWS[r])


def long_cells(sheet: Sheet) -> None:
    for r in range(4):
        sheet.text(60, 120 + 20 * r, "本年度按计划完成了全部工作任务并取得了较好的社会效益")
        sheet.text(340, 120 + 20 * r, "已完成")
        sheet.text(480, 120 + 20 * r, "10.00")


@pytest.mark.parametrize(
    "draw",
    [
        contents, contents_with_leaders, two_columns, cover, names, spread_prose, justified,
        ragged, two_rows, long_cells,
    ],
    ids=lambda draw: draw.__name__,
)  # fmt: skip
def test_what_is_not_plainly_a_table_stays_lines(draw: object) -> None:
    sheet = Sheet()
    assert callable(draw)
    draw(sheet)
    document = read_sheets(sheet)
    assert document.tables == ()
    assert document.problems == ()
    assert len(texts(document)) >= 2
