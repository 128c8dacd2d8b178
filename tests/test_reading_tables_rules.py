"""Tables of a PDF: rules of every make, open sides, merged cells, rotation."""

from __future__ import annotations

from itertools import pairwise

import pytest
from fpdf import FPDF

from extractor.model import Document
from extractor.reading.parts import squeeze
from tests.pdf_tools import A4, pages_pdf, read_bytes, stream, texts
from tests.table_pdf import Sheet, assert_sound, read_sheets, rows_of, spans_of

XS = [60, 160, 260, 360, 460]
YS = [100, 125, 150, 175, 200]
ROWS = [
    ["项目", "年初预算数", "全年执行数", "执行率"],
    ["基本支出", "1,200.50", "1,100.25", "91.65%"],
    ["项目支出", "300.00", "", "100%"],
    ["合计", "1,500.50", "1,400.25", "93.32%"],
]


def filled() -> Sheet:
    """The text of a table between two lines, no rules yet."""
    sheet = Sheet()
    sheet.text(60, 80, "表一 支出情况（单位：万元）")
    sheet.fill_grid(XS, YS, ROWS)
    sheet.text(60, 240, "以上为2024年数据。")
    return sheet


def only_table(document: Document) -> list[list[str]]:
    assert document.problems == ()
    assert_sound(document)
    assert len(document.tables) == 1
    return rows_of(document.tables[0])


# --- how rules are drawn -----------------------------------------------------------------


def strokes(sheet: Sheet) -> None:
    sheet.grid(XS, YS)


def stroked_cells(sheet: Sheet) -> None:
    for x0, x1 in pairwise(XS):
        for y0, y1 in pairwise(YS):
            sheet.rect(x0, y0, x1, y1)


def thin_rectangles(sheet: Sheet) -> None:
    """The sides of each cell by themselves, with corner squares: as Word writes them."""
    for y in YS:
        for x0, x1 in pairwise(XS):
            sheet.rect(x0, y, x0 + 0.48, y + 0.48, "f")
            sheet.rect(x0 + 0.48, y, x1, y + 0.48, "f")
    for x in XS:
        for y0, y1 in pairwise(YS):
            sheet.rect(x, y0 + 0.48, x + 0.48, y1, "f")


def one_path(sheet: Sheet) -> None:
    """All rules in a single path."""
    for y in YS:
        sheet.out(f"{XS[0]} {sheet.y(y)} m {XS[-1]} {sheet.y(y)} l")
    for x in XS:
        sheet.out(f"{x} {sheet.y(YS[0])} m {x} {sheet.y(YS[-1])} l")
    sheet.out("S")


def dash_pattern(sheet: Sheet) -> None:
    sheet.out("[3 2] 0 d")
    sheet.grid(XS, YS)


def drawn_dashes(sheet: Sheet) -> None:
    for y in YS:
        x = float(XS[0])
        while x < XS[-1]:
            sheet.line(x, y, min(x + 5, XS[-1]), y)
            x += 9
    for x in XS:
        sheet.line(x, YS[0], x, YS[-1])


def dots(sheet: Sheet) -> None:
    for y in YS:
        for x in range(XS[0], XS[-1] + 1, 2):
            sheet.rect(x, y, x + 0.7, y + 0.7, "f")
    for x in XS:
        sheet.line(x, YS[0], x, YS[-1])


def doubled_frame(sheet: Sheet) -> None:
    sheet.grid(XS, YS)
    sheet.rect(XS[0] - 4, YS[0] - 4, XS[-1] + 4, YS[-1] + 4)


def doubled_rules(sheet: Sheet) -> None:
    for y in YS:
        sheet.line(XS[0], y - 0.75, XS[-1], y - 0.75)
        sheet.line(XS[0], y + 0.75, XS[-1], y + 0.75)
    for x in XS:
        sheet.line(x - 0.75, YS[0], x - 0.75, YS[-1])
        sheet.line(x + 0.75, YS[0], x + 0.75, YS[-1])


def frame_is_rectangle(sheet: Sheet) -> None:
    sheet.rect(XS[0], YS[0], XS[-1], YS[-1])
    for y in YS[1:-1]:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        sheet.line(x, YS[0], x, YS[-1])


def nearly_meeting(sheet: Sheet) -> None:
    for y in YS:
        sheet.line(XS[0] + 1.5, y, XS[-1] - 1.5, y)
    for x in XS:
        sheet.line(x, YS[0] + 1.5, x, YS[-1] - 1.5)


def scaled(sheet: Sheet) -> None:
    """Drawn in tenths of a point, upside down, under a matrix."""
    sheet.out("q 0.1 0 0 -0.1 0 841.89 cm 5 w")
    for y in YS:
        sheet.out(f"{XS[0] * 10} {y * 10} m {XS[-1] * 10} {y * 10} l S")
    for x in XS:
        sheet.out(f"{x * 10} {YS[0] * 10} m {x * 10} {YS[-1] * 10} l S")
    sheet.out("Q")


def in_forms(sheet: Sheet) -> None:
    """The level rules in a form XObject with a matrix of its own, drawn under another one."""
    ops = " ".join(
        f"{XS[0] / 2} {(841.89 - y) / 2} m {XS[-1] / 2} {(841.89 - y) / 2} l S" for y in YS
    )
    body = stream(ops.encode())
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 900 900]/Matrix[1 0 0 1 -50 -30]/Length "
    sheet.forms.append(body.replace(b"<</Length ", head, 1))
    sheet.out("q 2 0 0 2 100 60 cm /X0 Do Q")
    for x in XS:
        sheet.line(x, YS[0], x, YS[-1])


def shaded_header(sheet: Sheet) -> None:
    """White and grey grounds under the cells, drawn before rules and text."""
    back = ["1 g"]
    text = sheet.content[:]
    sheet.content.clear()
    sheet.out(*back)
    sheet.rect(0, 0, *A4, "f")
    sheet.out("0.8 g")
    for x0, x1 in pairwise(XS):
        sheet.rect(x0 + 0.3, YS[0] + 0.3, x1 - 0.3, YS[1] - 0.3, "f")
        sheet.rect(x0 + 5, YS[1], x0 + 30, YS[1] + 14, "f")  # a marked word
    sheet.out("0 g", *text)
    sheet.grid(XS, YS)


@pytest.mark.parametrize(
    "draw",
    [
        strokes, stroked_cells, thin_rectangles, one_path, dash_pattern, drawn_dashes, dots,
        doubled_frame, doubled_rules, frame_is_rectangle, nearly_meeting, scaled, in_forms,
        shaded_header,
    ],
    ids=lambda draw: draw.__name__,
)  # fmt: skip
def test_rules_of_every_make_give_the_same_cells(draw: object) -> None:
    sheet = filled()
    assert callable(draw)
    draw(sheet)
    document = read_sheets(sheet)
    assert only_table(document) == ROWS
    assert texts(document) == ["表一 支出情况（单位：万元）", "以上为2024年数据。"]
    assert [line.number for line in document.pages[0].lines] == [1, 2]
    table = document.tables[0]
    assert table.at == (0, 1)
    assert table.ref(table.cells[5]) == "表1 B2"
    ((page, box),) = table.cells[5].parts
    assert page == 1
    assert box == pytest.approx((160, 125, 260, 150), abs=2.5)


@pytest.mark.parametrize(
    "without",
    [
        ["left"], ["right"], ["left", "right"], ["top"], ["bottom"], ["top", "bottom"],
        ["left", "right", "top"], ["left", "right", "top", "bottom"],
    ],
    ids="-".join,
)  # fmt: skip
def test_open_sides_are_closed(without: list[str]) -> None:
    sheet = filled()
    sheet.grid(XS, YS, without)
    assert only_table(read_sheets(sheet)) == ROWS


def test_a_table_made_by_fpdf2_is_read() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.set_xy(60, 100)
        with pdf.table(width=400) as table:
            for row in (("Item", "Budget", "Rate"), ("Basic", "1,200.50", "91.65%")):
                table.row(row)

    document = read_bytes(pages_pdf(1, draw))
    assert only_table(document) == [["Item", "Budget", "Rate"], ["Basic", "1,200.50", "91.65%"]]
    assert texts(document) == []


def test_cells_of_coloured_areas_without_rules_are_a_table() -> None:
    sheet = Sheet()
    for row in range(4):
        for column in range(4):
            sheet.out(f"0.{7 + row % 2} g")
            x, y = 60 + 100 * column, 100 + 25 * row
            sheet.rect(x, y, x + 99, y + 24, "f")
    sheet.out("0 g")
    sheet.fill_grid(XS, YS, ROWS)
    assert only_table(read_sheets(sheet)) == ROWS


# --- merged cells --------------------------------------------------------------------------


def test_merged_cells_stand_once_with_their_span() -> None:
    sheet = Sheet()
    xs, ys = [60, 120, 180, 280, 380, 480], [100, 125, 150, 175, 200]
    for y in (ys[0], ys[2], ys[4]):
        sheet.line(xs[0], y, xs[-1], y)
    sheet.line(xs[2], ys[1], xs[-1], ys[1])  # below 预算 | 决算
    sheet.line(xs[1], ys[3], xs[-1], ys[3])
    for x in (xs[0], xs[2], xs[4], xs[5]):
        sheet.line(x, ys[0], x, ys[4])
    sheet.line(xs[1], ys[2], xs[1], ys[4])
    sheet.line(xs[3], ys[1], xs[3], ys[4])
    sheet.cell((xs[0], ys[0], xs[2], ys[2]), "项目", "C")
    sheet.cell((xs[2], ys[0], xs[4], ys[1]), "本年支出", "C")
    sheet.cell((xs[2], ys[1], xs[3], ys[2]), "基本", "C")
    sheet.cell((xs[3], ys[1], xs[4], ys[2]), "项目", "C")
    sheet.cell((xs[4], ys[0], xs[5], ys[1]), "合计", "C")
    sheet.cell((xs[0], ys[2], xs[1], ys[4]), "类", "C")
    for r, row in enumerate((["甲", "1.00", "2.00", "3.00"], ["乙", "4.00", "", "4.00"])):
        for c, words in enumerate(row, 1):
            sheet.cell((xs[c], ys[2 + r], xs[c + 1], ys[3 + r]), words, "R")
    document = read_sheets(sheet)
    assert only_table(document) == [
        ["项目", "", "本年支出", "", "合计"],
        ["", "", "基本", "项目", ""],
        ["类", "甲", "1.00", "2.00", "3.00"],
        ["", "乙", "4.00", "", "4.00"],
    ]
    assert spans_of(document.tables[0]) == {(0, 0, 2, 2), (0, 2, 1, 2), (2, 0, 2, 1)}


def test_a_rule_that_is_missing_inside_loses_no_text() -> None:
    """Left of the second row nothing parts two columns but half a rule."""
    sheet = filled()
    sheet.grid(XS, YS)
    start = next(i for i, op in enumerate(sheet.content) if op.startswith("160.00 741.89 m 160"))
    sheet.content[start] = ""
    for y0, y1 in ((100, 125), (125, 138), (150, 200)):
        sheet.line(160, y0, 160, y1)
    document = read_sheets(sheet)
    rows = only_table(document)
    assert "".join(rows[1]).replace(" ", "") == "基本支出1,200.501,100.2591.65%"
    assert texts(document) == ["表一 支出情况（单位：万元）", "以上为2024年数据。"]


# --- several tables, rotation -------------------------------------------------------------------


def test_several_tables_on_a_page_are_told_apart() -> None:
    sheet = Sheet()
    for shift, name in ((0, "甲"), (160, "乙")):
        ys = [y + shift for y in YS]
        sheet.text(60, ys[0] - 10, f"表{name}")
        sheet.grid(XS, ys)
        sheet.fill_grid(XS, ys, [[name, *row[1:]] for row in ROWS])
    for x0, name in ((60, "丙"), (300, "丁")):
        xs = [x0, x0 + 80, x0 + 160]
        sheet.grid(xs, [500, 520, 540])
        sheet.fill_grid(xs, [500, 520, 540], [[name, "金额"], ["小计", "1.50"]])
    document = read_sheets(sheet)
    assert document.problems == ()
    assert_sound(document)
    assert [(rows_of(table)[0][0], table.at) for table in document.tables] == [
        ("甲", (0, 1)), ("乙", (0, 2)), ("丙", (0, 2)), ("丁", (0, 2)),
    ]  # fmt: skip
    assert texts(document) == ["表甲", "表乙"]


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    sheet = Sheet()
    sheet.grid([60, 160, 460], [100, 125, 250])
    sheet.fill_grid([60, 160, 460], [100, 125, 250], [["名称", "某项目"], ["明细", ""]])
    sheet.text(170, 140, "附表：")
    inner_xs, inner_ys = [180, 280, 380], [160, 190, 220]
    sheet.grid(inner_xs, inner_ys)
    sheet.fill_grid(inner_xs, inner_ys, [["甲", "1.00"], ["乙", "2.00"]])
    document = read_sheets(sheet)
    assert_sound(document)
    outer, inner = document.tables
    assert rows_of(outer) == [["名称", "某项目"], ["明细", "附表："]]
    assert rows_of(inner) == [["甲", "1.00"], ["乙", "2.00"]]
    assert texts(document) == []


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_displayed_turned_has_the_same_table(rotate: int) -> None:
    """Text upright in user space, the page turned by /Rotate: the text runs sideways."""
    sheet = filled()
    sheet.grid(XS, YS)
    sheet.rotate = rotate
    document = read_sheets(sheet)
    assert only_table(document) == ROWS
    assert [squeeze(text) for text in texts(document)] == [
        "表一支出情况（单位：万元）", "以上为2024年数据。",
    ]  # fmt: skip
    box = document.tables[0].cells[5].parts[0][1]
    width, height = A4
    expected = {
        0: (160, 125, 260, 150),
        90: (height - 150, 160, height - 125, 260),
        180: (width - 260, height - 150, width - 160, height - 125),
        270: (125, width - 260, 150, width - 160),
    }[rotate]
    assert box == pytest.approx(expected, abs=1)


@pytest.mark.parametrize("rotate", [90, 270])
def test_a_landscape_table_on_a_turned_page_reads_upright(rotate: int) -> None:
    """The content is drawn sideways and /Rotate sets it upright, as landscape exports do."""
    sheet = Sheet(size=(595, 842), rotate=rotate)
    a, b, c, d, e, f = (0, 1, -1, 0, 595, 0) if rotate == 90 else (0, -1, 1, 0, 0, 842)
    sheet.out(f"q {a} {b} {c} {d} {e} {f} cm")
    upright = Sheet(size=(842, 595))
    xs, ys = [60, 260, 460, 660, 780], [100, 125, 150, 175, 200]
    upright.grid(xs, ys)
    upright.fill_grid(xs, ys, ROWS)
    sheet.out(*upright.content, "Q")
    document = read_sheets(sheet)
    assert only_table(document) == ROWS
    assert (document.pages[0].width, document.pages[0].height) == (842, 595)
    box = document.tables[0].cells[5].parts[0][1]
    assert box == pytest.approx((260, 125, 460, 150), abs=1)
