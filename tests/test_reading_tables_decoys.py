"""Tables of a PDF: rules and areas that look like a table and are none."""

from __future__ import annotations

import pytest

from tests.pdf_tools import texts
from tests.table_pdf import Sheet, read_sheets


def framed(sheet: Sheet) -> None:
    sheet.rect(50, 60, 545, 800)


def one_column(sheet: Sheet) -> None:
    sheet.grid([50, 545], [60, 200, 400, 800])


def head_and_foot_rules(sheet: Sheet) -> None:
    for y in (60, 64, 780):
        sheet.line(50, y, 545, y)


def underlined(sheet: Sheet) -> None:
    for i in range(20):
        sheet.line(60, 103 + 30 * i, 300, 103 + 30 * i)


def marked_words(sheet: Sheet) -> None:
    """Grounds behind some words of lines that follow one another."""
    sheet.out("1 1 0 rg")
    for i in range(8):
        sheet.rect(80, 90 + 30 * i, 200, 120 + 30 * i, "f")
    sheet.out("0 g")


def boxes_for_digits(sheet: Sheet) -> None:
    for i in range(6):
        sheet.rect(300 + 14 * i, 720, 314 + 14 * i, 736)
        sheet.text(304 + 14 * i, 732, str(i))


def bar_chart(sheet: Sheet) -> None:
    for i in range(6):
        sheet.line(60, 700 + 15 * i, 460, 700 + 15 * i)
    for i in range(5):
        sheet.line(60 + 100 * i, 700, 60 + 100 * i, 775)
    sheet.text(75, 712, "65.9")
    sheet.text(275, 727, "71.2")


def curves(sheet: Sheet) -> None:
    for i in range(50):
        sheet.out(f"{60 + i} 50 m {80 + i} 90 120 {i} {200 + i} 60 c S")


@pytest.mark.parametrize(
    "draw",
    [
        framed, one_column, head_and_foot_rules, underlined, marked_words, boxes_for_digits,
        bar_chart, curves,
    ],
    ids=lambda draw: draw.__name__,
)  # fmt: skip
def test_what_only_looks_like_a_table_leaves_the_lines_alone(draw: object) -> None:
    def prose() -> Sheet:
        sheet = Sheet()
        for i in range(20):
            sheet.text(
                60, 100 + 30 * i, f"第{i}行：2024年年初预算数为2703.72万元，执行率为65.90%。"
            )
        return sheet

    sheet = prose()
    assert callable(draw)
    draw(sheet)
    document = read_sheets(sheet)
    assert document.tables == ()
    assert document.problems == ()
    assert [t for t in texts(document) if "行：" in t] == texts(read_sheets(prose()))
