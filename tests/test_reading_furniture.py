"""Page numbers, running heads and feet: marked, and never a line of the body with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fpdf import FPDF

from extractor.model import Box, Line, Page
from extractor.reading.furniture import mark_furniture
from tests.pdf_tools import body, pages_pdf, read_bytes, texts

NUMBER_STYLES: list[Callable[[int], str]] = [
    str,
    lambda n: f"- {n} -",
    lambda n: f"{n}/5",
    lambda n: f"{n + 3}",
]


@pytest.mark.parametrize("style", NUMBER_STYLES)
def test_page_numbers_in_the_lower_margin_are_feet(style: Callable[[int], str]) -> None:
    def draw(pdf: FPDF, number: int) -> None:
        body(pdf, number)
        pdf.text(290, 800, style(number))

    document = read_bytes(pages_pdf(5, draw))
    assert texts(document, "foot") == [style(n) for n in range(1, 6)]
    assert len(texts(document, "body")) == 100


def test_page_numbers_above_are_heads() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        body(pdf, number)
        pdf.text(290, 40, str(number))

    assert texts(read_bytes(pages_pdf(3, draw)), "head") == ["1", "2", "3"]


def test_numbers_out_of_sequence_stay_body() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        body(pdf, number)
        pdf.text(290, 800, str([17, 3, 240, 99][number - 1]))

    assert texts(read_bytes(pages_pdf(4, draw)), "foot") == []


def test_a_number_within_the_text_area_stays_body() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        body(pdf, number, rows=5)
        pdf.text(60, 260, str(number))

    assert texts(read_bytes(pages_pdf(4, draw)), "foot") == []


def test_running_heads_and_feet_are_marked() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        pdf.text(200, 40, "Self-evaluation report 2023")
        body(pdf, number)
        pdf.text(200, 810, f"Finance bureau, sheet {number}")

    document = read_bytes(pages_pdf(4, draw))
    assert texts(document, "head") == ["Self-evaluation report 2023"] * 4
    assert texts(document, "foot") == [f"Finance bureau, sheet {n}" for n in range(1, 5)]
    assert len(texts(document, "body")) == 80


def test_heads_of_a_two_page_document_must_be_identical() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        pdf.text(200, 40, "Report of 2023")
        body(pdf, number)
        pdf.text(60, 810, f"total {number}3.50")

    document = read_bytes(pages_pdf(2, draw))
    assert texts(document, "head") == ["Report of 2023"] * 2
    assert texts(document, "foot") == []


def test_repeated_header_rows_where_the_body_begins_stay_body() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        if number == 1:
            body(pdf, number, top=70)
            return
        pdf.text(60, 70, "Item amount")
        body(pdf, number, top=100)

    assert texts(read_bytes(pages_pdf(5, draw)), "head") == []


def test_header_rows_close_above_the_body_stay_body() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        pdf.text(60, 70, "Item amount")
        body(pdf, number, top=86)

    assert texts(read_bytes(pages_pdf(5, draw)), "head") == []


def test_a_sentence_running_over_the_page_stays_body() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        pdf.text(60, 75, f"continued amount {number}2.30 of the sentence")
        body(pdf, number, top=90)
        pdf.text(60, 780, f"the department spent {number}1.20 and")

    document = read_bytes(pages_pdf(4, draw))
    assert texts(document, "head") == []
    assert len(texts(document, "body")) == 88


def placed(text: str, top: float, x: float = 90.0, sideways: bool = False) -> Line:
    boxes: list[Box] = []
    for i in range(len(text)):
        x0, y0 = (x, top + 12 * i) if sideways else (x + 12 * i, top)
        boxes.append((x0, y0, x0 + 12, y0 + 12))
    return Line(text, 0, 1, tuple(boxes))


def marked(pages: list[list[Line]]) -> list[str]:
    made = [Page(tuple(lines), n, 595.0, 842.0) for n, lines in enumerate(pages, start=1)]
    return [x.text for page in mark_furniture(made) for x in page.lines if x.role != "body"]


@pytest.mark.parametrize(
    "style",
    ["第{}页", "第 {} 页 共 3 页", "第{}页/共3页", "共3页 第{}页", "— {} —", "－{}－", "{}／3"],
)
def test_chinese_page_numbers_are_feet(style: str) -> None:
    numbers = [style.format(n) for n in range(1, 4)]
    assert marked([[placed("正文", 100), placed(number, 790)] for number in numbers]) == numbers


@pytest.mark.parametrize("text", ["-5", "5 6", "2023年", "5.", "（5）", "5%", "第5项"])
def test_other_short_lines_are_no_page_numbers(text: str) -> None:
    assert marked([[placed("正文", 100 + n), placed(text, 790 - n * 9)] for n in range(4)]) == []


def test_a_number_beside_sideways_text_is_a_page_number() -> None:
    pages = [
        [placed(f"横排的一整行正文{n}", 200, 300, sideways=True), placed(str(n), 420, 20)]
        for n in range(1, 4)
    ]
    assert marked(pages) == ["1", "2", "3"]


@pytest.mark.parametrize("line", ["单位：万元", "金额单位: 元", "合计 5 万元"])
def test_the_unit_line_of_a_table_is_never_a_head(line: str) -> None:
    assert marked([[placed(line, 40), placed(f"正文{n}", 120 + n)] for n in range(4)]) == []


def test_a_row_of_cells_is_never_a_head() -> None:
    def row() -> Line:
        line = placed("序号 项目 预算 执行", 40)
        wide = tuple(
            (x0, top, x0 + 30, bottom) if char == " " else (x0, top, x1, bottom)
            for char, (x0, top, x1, bottom) in zip(line.text, line.boxes or (), strict=True)
        )
        return Line(line.text, 0, 1, wide)

    assert marked([[row(), placed(f"正文{n}", 120 + n)] for n in range(4)]) == []
    assert (
        len(marked([[placed("绩效 自评 报告", 40), placed("正文", 120 + n)] for n in range(4)]))
        == 4
    )


def test_figures_in_a_running_foot_count_the_pages_or_stay_the_same() -> None:
    def foot(text: str) -> list[str]:
        return marked(
            [[placed("正文", 100 + n), placed(text.format(n, 7 * n), 800)] for n in range(1, 5)]
        )

    assert len(foot("绩效报告2023 第{0}张")) == 4
    assert foot("全年完成{1}个项目") == []
    assert foot("绩效报告" + "9" * 5000 + "{1}") == []


def test_the_number_of_a_single_page_must_stand_alone() -> None:
    assert marked([[placed("正文", 100), placed("1", 790)]]) == ["1"]
    assert marked([[placed("正文", 775), placed("1", 790)]]) == []
    assert marked([[placed("正文", 100), placed("7", 790)]]) == []
