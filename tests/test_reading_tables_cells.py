"""Tables of a PDF: which glyphs stand in which cell, and how its lines are put together."""

from __future__ import annotations

from extractor.model import Document
from tests.pdf_tools import texts
from tests.table_pdf import Sheet, assert_sound, read_sheets, rows_of, spans_of, width


def rows(document: Document) -> list[list[str]]:
    assert document.problems == ()
    assert_sound(document)
    (table,) = document.tables
    return rows_of(table)


def test_lines_of_a_cell_are_kept_apart_and_fonts_on_one_baseline_together() -> None:
    sheet = Sheet()
    xs, ys = [60, 200, 300], [100, 160, 190]
    sheet.grid(xs, ys)
    sheet.cell((60, 100, 200, 160), "2024年完成培训173人次，\n支出63.30万元，占比\n65.90%", "L")
    sheet.cell((200, 100, 300, 160), "执行率（B/A）\n≥95%", "C")
    sheet.fill_grid(xs, [160, 190], [["合计", "(1,786.57)"]], "R", size=9)
    assert rows(read_sheets(sheet)) == [
        ["2024年完成培训173人次，\n支出63.30万元，占比\n65.90%", "执行率（B/A）\n≥95%"],
        ["合计", "(1,786.57)"],
    ]


def test_cells_with_two_and_three_lines_side_by_side_do_not_mix() -> None:
    sheet = Sheet()
    xs, ys = [60, 160, 260, 360], [100, 150, 200]
    sheet.grid(xs, ys)
    content = [["一\n二甲\n三乙丙", "1.00\n2.00", "单行"], ["第一行\n第二行", "a\nbb\nccc", "9"]]
    sheet.fill_grid(xs, ys, content)
    assert rows(read_sheets(sheet)) == content


def test_glyphs_below_one_another_are_one_word() -> None:
    sheet = Sheet()
    xs, ys = [60, 84, 200, 300], [100, 130, 160, 190]
    sheet.line(60, 100, 300, 100)
    sheet.line(60, 190, 300, 190)
    for y in (130, 160):
        sheet.line(84, y, 300, y)
    for x in xs:
        sheet.line(x, 100, x, 190)
    sheet.cell((60, 100, 84, 190), "绩\n效\n指\n标", "C")
    for r, row in enumerate([["数量", "1\n2\n3"], ["质量", "无"], ["成本", "98%"]]):
        for c, words in enumerate(row, 1):
            sheet.cell((xs[c], ys[r], xs[c + 1], ys[r + 1]), words, "C", size=8)
    document = read_sheets(sheet)
    assert rows(document) == [
        ["绩效指标", "数量", "1\n2\n3"], ["", "质量", "无"], ["", "成本", "98%"],
    ]  # fmt: skip
    assert spans_of(document.tables[0]) == {(0, 0, 3, 1)}


def test_turned_text_in_a_cell_is_read_along_its_lines() -> None:
    for degrees, x in ((90, 76), (270, 68)):
        sheet = Sheet()
        sheet.grid([60, 84, 200, 300], [100, 190])
        sheet.turned_text(x, 165 if degrees == 90 else 125, "项目资金", degrees)
        sheet.cell((84, 100, 200, 190), "年度资金总额", "C")
        sheet.cell((200, 100, 300, 190), "1,000.00", "R")
        assert rows(read_sheets(sheet)) == [["项目资金", "年度资金总额", "1,000.00"]]


def test_words_too_long_for_their_cell_stay_whole() -> None:
    sheet = Sheet()
    xs, ys = [60, 130, 200, 270], [100, 125, 150, 175]
    sheet.grid(xs, ys)
    sheet.fill_grid(xs, ys[:2], [["科目", "预算", "决算"]])
    sheet.text(63, 141, "机关事业单位养老保险缴费")  # runs into the blank cell beside
    sheet.cell((200, 125, 270, 150), "160.75", "R")
    sheet.text(63, 166, "合计")
    amount = "123,456,789,012.34"
    sheet.text(267 - width(amount, 10), 166, amount)  # begins in the cell before
    assert rows(read_sheets(sheet)) == [
        ["科目", "预算", "决算"],
        ["机关事业单位养老保险缴费", "", "160.75"],
        ["合计", "", "123,456,789,012.34"],
    ]


def test_a_label_cut_off_at_the_side_does_not_swallow_the_value_beside() -> None:
    sheet = Sheet()
    xs, ys = [60, 130, 200], [100, 125, 150]
    sheet.grid(xs, ys)
    sheet.fill_grid(xs, ys[:2], [["指标", "目标值"]])
    sheet.text(62, 141, "服务对象满意度")
    sheet.text(132, 141, "≥90%")  # where the label ends
    assert rows(read_sheets(sheet)) == [["指标", "目标值"], ["服务对象满意度", "≥90%"]]


def test_amounts_close_to_the_rules_stay_in_their_cells() -> None:
    sheet = Sheet()
    xs = [60.0, 160.0, 205.0, 250.0, 295.0]
    sheet.grid(xs, [100, 116, 132])
    for y, row in (
        (112, ["项目", "合计", "基本", "项目"]),
        (128, ["支出", "2,940.05", "2,336.91", "603.14"]),
    ):
        for c, words in enumerate(row):
            sheet.text(xs[c + 1] - 1.2 - width(words, 10), y, words)
    assert rows(read_sheets(sheet))[1] == ["支出", "2,940.05", "2,336.91", "603.14"]


def test_rows_that_no_rule_parts_are_split_at_their_figures() -> None:
    sheet = Sheet()
    xs, ys = [60, 200, 300, 400], [100, 125, 205]
    sheet.grid(xs, ys)
    sheet.fill_grid(xs, ys[:2], [["项目", "预算数", "决算数"]])
    labels, budget = ["基本支出", "项目支出", "合计"], ["1.00", "2.50", "3.50"]
    for i, (label, amount) in enumerate(zip(labels, budget, strict=True)):
        sheet.text(64, 145 + 22 * i, label)
        sheet.text(270, 145 + 22 * i, amount)
    sheet.text(370, 145 + 22, "2.40")
    document = read_sheets(sheet)
    assert rows(document) == [
        ["项目", "预算数", "决算数"], ["基本支出", "1.00", ""], ["项目支出", "2.50", "2.40"],
        ["合计", "3.50", ""],
    ]  # fmt: skip
    assert document.tables[0].cells[6].parts[0][1][1] > 140


def test_lines_without_a_figure_each_are_no_rows() -> None:
    sheet = Sheet()
    xs, ys = [60, 200, 300], [100, 160]
    sheet.grid(xs, ys)
    sheet.fill_grid(xs, ys, [["机关事业单位\n基本养老保险\n缴费支出", "160.75\n（含补缴）"]])
    assert rows(read_sheets(sheet)) == [
        ["机关事业单位\n基本养老保险\n缴费支出", "160.75\n（含补缴）"]
    ]


def test_a_line_partly_inside_a_table_is_split() -> None:
    sheet = Sheet()
    sheet.grid([160, 260, 360], [100, 125, 150])
    sheet.fill_grid([160, 260, 360], [100, 125, 150], [["名称", "金额"], ["甲", "1.00"]])
    sheet.text(60, 116, "左边的话")
    sheet.text(380, 116, "右边 20 字")
    document = read_sheets(sheet)
    assert rows(document) == [["名称", "金额"], ["甲", "1.00"]]
    assert texts(document) == ["左边的话", "右边 20 字"]
    for line in document.pages[0].lines:
        assert line.boxes is not None
        assert len(line.boxes) == len(line.text)
    assert document.pages[0].lines[1].boxes[0][0] >= 380  # type: ignore[index]


def test_blank_cells_are_blank_and_a_page_number_stays_a_line() -> None:
    sheet = Sheet()
    xs, ys = [60, 200, 300], [100, 125, 150]
    sheet.grid(xs, ys)
    sheet.fill_grid(xs, ys, [["合计", ""], ["", ""]])
    sheet.text(290, 800, "1")
    document = read_sheets(sheet)
    assert rows(document) == [["合计", ""], ["", ""]]
    assert texts(document, "foot") == ["1"]


def test_single_glyphs_below_one_another_stay_in_their_rows() -> None:
    """pdfium takes digits at one x for a word that is written downwards."""
    sheet = Sheet()
    xs, ys = [60, 160, 200, 240], [100 + 15 * i for i in range(8)]
    sheet.grid(xs, ys)
    for c, words in enumerate(("", "5552345", "无无有无无无无")):
        for r, char in enumerate(words):
            sheet.cell((xs[c], ys[r], xs[c + 1], ys[r + 1]), char, "C")
    sheet.text(64, 111, "甲")
    document = read_sheets(sheet)
    assert ["".join(column) for column in zip(*rows(document), strict=True)] == [
        "甲", "5552345", "无无有无无无无",
    ]  # fmt: skip
