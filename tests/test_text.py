"""Folding characters, joining lines: same length, and an origin for every character."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.model import Document, Line, Page, Place, Source, Text
from extractor.model.document import Box, LineRole
from extractor.text import fold, reflow

BLANKS = " \u3000\u00a0\u2002\u2003\u2009\u202f\t"
EM = 12.0
LEFT, MEASURE = 90.0, 20
"""Left edge in points, and characters in a full line, of the pages made here."""


def document(*pages: list[str], numbered: bool = True) -> Document:
    lines: list[tuple[Line, ...]] = []
    number = 0
    for index, page in enumerate(pages, start=1):
        made = []
        for text in page:
            number += 1
            made.append(Line(text, number, index if numbered else None))
        lines.append(tuple(made))
    return Document(
        Source("报告.txt", "", "text/plain", 0),
        tuple(Page(each, n if numbered else None) for n, each in enumerate(lines, start=1)),
    )


def boxed(
    text: str, number: int, page: int = 1, role: LineRole = "body", indent: float = 0
) -> Line:
    """A line of print: one em for each character, half an em where it is Latin."""
    boxes: list[Box] = []
    x, top = LEFT + indent * EM, 100 + 20.0 * number
    for char in text:
        width = EM / 2 if char < "\u2000" else EM
        boxes.append((x, top, x + width, top + EM))
        x += width
    return Line(text, number, page, tuple(boxes), role)


def pdf(*pages: list[Line]) -> Document:
    return Document(
        Source("报告.pdf", "", "application/pdf", 0),
        tuple(Page(tuple(lines), n) for n, lines in enumerate(pages, start=1)),
    )


def paragraphs(text: Text) -> list[str]:
    return [text.printed[p.start : p.end] for p in text.paragraphs]


# fold


@given(st.text())
@example("1,234；a．b（）")
@example("𠮷,123.")
def test_folding_keeps_the_length_and_is_done_once(printed: str) -> None:
    folded = fold(printed)
    assert len(folded) == len(printed)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("1,234.56", "1,234.56"),
        ("12,345,678元", "12,345,678元"),
        ("1,234，5", "1,234，5"),
        ("4125.49,4143.91", "4125.49，4143.91"),  # four digits follow
        ("12,34", "12，34"),
        ("1234,567", "1234，567"),  # four digits stand before
        ("100万元,其中", "100万元，其中"),
        ("a,b", "a，b"),
        ("5, 6", "5， 6"),
        (",123", "，123"),
        ("1，234", "1，234"),  # a full-width comma ends a clause
    ],
)
def test_only_a_comma_before_three_digits_joins_them(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("１２３．４５％", "123.45%"),
        ("ＡｚＺ", "AzZ"),
        ("（一）［２］【３】", "(一)[2][3]"),
        ("填报时间：９﹕３０", "填报时间:9:30"),
        ("－－−‐‑", "-----"),
        ("≧≦⩾＞＜＝═", "≥≤≥><=="),
        ("﹪％", "%%"),
        ("『优』「良」", "“优”“良”"),
        ("甲;乙；丙﹔", "甲；乙；丙；"),
        ("，；！？。、《》“”", "，；！？。、《》“”"),
        ("甲\u3000乙\u00a0丙\t丁", "甲 乙 丙 丁"),
        ("甲､乙｡", "甲、乙。"),
        ("执行率98%. 其中", "执行率98%。 其中"),
        ("支出(万元).", "支出(万元)。"),
        ("一.概况", "一.概况"),
        ("1.概况", "1.概况"),
    ],
)
def test_printed_forms_of_one_sign_become_one(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("預算執行數２７０３.７２萬元", "预算执行数2703.72万元"),
        ("項目績效評價總體達標", "项目绩效评价总体达标"),
        ("財政撥款結轉結餘", "财政拨款结转结余"),
        ("人員經費與車輛運行維護費", "人员经费与车辆运行维护费"),
        ("參與單位監督檢查", "参与单位监督检查"),
    ],
)
def test_traditional_characters_become_simplified(printed: str, folded: str) -> None:
    assert fold(printed) == folded


# reflow: what every text keeps

MIXED = "一二概况支出预算数为万元人次0123456789.,%，。：（）()、 \u3000AbWord①"
lines_of_print = st.lists(
    st.one_of(
        st.text(alphabet=MIXED, max_size=50),
        st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20),
        st.sampled_from(
            ["一、基本情况", "　　（一）概况", "1.预算情况", "（1）其他。", "9 0 . 3 8 分"]
        ),
    ),
    max_size=12,
)


@given(st.lists(lines_of_print, min_size=1, max_size=3), st.booleans())
@example([["GB", "Word"], ["27", "03.72万", "元"]], True)
def test_every_character_points_at_where_it_is_printed(
    pages: list[list[str]], geometry: bool
) -> None:
    made = document(*pages)
    if geometry:
        made = pdf(*([boxed(each.text, each.number) for each in page.lines] for page in made.pages))
    text = reflow(made)
    length = len(text.printed)
    assert len(text.folded) == len(text.origin_line) == len(text.origin_char) == length
    for position, char in enumerate(text.printed):
        line = text.lines[text.origin_line[position]]
        if char not in " \n":  # the blank between two lines and the newline were never printed
            assert line.text[text.origin_char[position]] == char
    order = list(zip(text.origin_line, text.origin_char, strict=True))
    assert order == sorted(order)
    kept = "".join(text.printed.split())
    assert kept == "".join("".join(line.text for page in made.pages for line in page.lines).split())


@given(st.lists(lines_of_print, min_size=1, max_size=3), st.data())
def test_a_span_has_one_place_for_each_line_it_touches(
    pages: list[list[str]], data: st.DataObject
) -> None:
    text = reflow(document(*pages))
    start = data.draw(st.integers(0, len(text.printed)))
    end = data.draw(st.integers(start, len(text.printed) + 3))
    span = range(start, min(end, len(text.printed)))
    touched = {text.origin_line[i] for i in span if text.printed[i] != "\n"}
    places = text.where(start, end)
    assert [p.page for p in places] == [text.lines[i].page for i in sorted(touched)]


@given(st.lists(lines_of_print, min_size=1, max_size=3))
def test_paragraphs_cover_the_text(pages: list[list[str]]) -> None:
    text = reflow(document(*pages))
    assert "".join(each + "\n" for each in paragraphs(text)) == text.printed
    for heading in text.headings:
        assert text.printed[heading.start : heading.end].endswith(heading.title)
        assert text.paragraph_at(heading.start).start == heading.start


# reflow: blanks


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("173 人次63.30 万元", "173人次63.30万元"),
        ("2023 年 度 预 算", "2023年度预算"),
        ("（2023 年度）", "（2023年度）"),
        ("执行率\u3000\u300098.12\u00a0%", "执行率98.12%"),
        ("自评得分9 0 . 3 8 分", "自评得分90.38分"),
        ("金额1 , 2 3 4 . 5 0元", "金额1,234.50元"),
        ("GB Standard 规范", "GB Standard规范"),
        ("编号 12 34 号", "编号12 34号"),  # two groups: not one figure
        ("A 1", "A1"),
    ],
)
def test_only_blanks_between_words_or_groups_of_digits_are_kept(printed: str, kept: str) -> None:
    assert paragraphs(reflow(document([printed]))) == [kept]


# reflow: lines of print without geometry

FULL = "本年度按照预算批复组织实施各项重点工作任务"
"""A full line: 21 characters, so that shorter ones tell where paragraphs end."""


SPLIT = (
    [
        FULL,
        "并加强资金管理，2023年度年初预算数为27",
        "03.72万元，年中追加44.42万元，共173 人",
        "次，支出63.",
    ],
    ["30万", "元，完成率为98.", "12%，全部完成。", FULL],
)


def test_figures_and_units_split_over_lines_and_pages_are_joined() -> None:
    text = reflow(document(*SPLIT))
    assert paragraphs(text)[0] == (
        FULL + "并加强资金管理，2023年度年初预算数为2703.72万元，年中追加44.42万元，共173人次，"
        "支出63.30万元，完成率为98.12%，全部完成。"
    )


@pytest.mark.parametrize(
    ("figure", "lines", "pages"),
    [("2703.72", [2, 3], [1, 1]), ("63.30万元", [4, 5, 6], [1, 2, 2]), ("44.42万元", [3], [1])],
)
def test_a_figure_over_several_lines_has_a_place_on_each(
    figure: str, lines: list[int], pages: list[int]
) -> None:
    for numbered in (True, False):
        text = reflow(document(*SPLIT, numbered=numbered))
        start = text.printed.index(figure)
        places = text.where(start, start + len(figure))
        if numbered:
            assert [(p.page, p.ref) for p in places] == [(n, f"第{n}页") for n in pages]
        else:
            assert [(p.page, p.ref) for p in places] == [(None, f"第{n}行") for n in lines]


def test_latin_words_over_a_line_end_are_kept_apart() -> None:
    lines = [
        FULL,
        "　　系统按照国家标准开发，名称为Budget",
        "Review System，已经通过各方验收并投入",
        FULL,
    ]
    text = reflow(document(lines))
    assert "Budget Review System" in text.printed


def test_a_file_of_whole_paragraphs_is_not_joined() -> None:
    lines = ["部门整体支出绩效自评报告", "部门概况", FULL * 4, "年初预算100万元", "执行数98万元"]
    assert paragraphs(reflow(document(lines))) == lines


def marked(lines: list[str]) -> Document:
    """A document whose format marks paragraphs."""
    made = (Line(text, n, spots=(Place(f"第{n}段"),)) for n, text in enumerate(lines, 1))
    return Document(Source("r.docx", "", "", 0), (Page(tuple(made)),))


def test_marked_paragraphs_are_not_joined_however_short_they_are() -> None:
    lines = ["部门整体支出绩效自评报告", "临溪县水务局二〇二四年度", "联系人及其办公电话号码", "附件共两份随文附后"]
    assert paragraphs(reflow(marked(lines))) == lines


def test_marked_paragraphs_that_are_wrapped_print_are_joined() -> None:
    lines = ["本年度收入来自财政拨款和" * 2] * 9 + ["其他资金。"]
    assert paragraphs(reflow(marked(lines))) == ["".join(lines)]


def test_a_line_that_ends_in_a_comma_goes_on_unless_a_numbered_one_follows() -> None:
    lines = ["年初预算数为12.50万元，", "执行数为11.20万元。", "主要做法是，", "（一）加强管理。"]
    assert paragraphs(reflow(marked(lines))) == [lines[0] + lines[1], *lines[2:]]


def test_an_indented_line_begins_a_paragraph() -> None:
    lines = ["　　" + FULL[:19], FULL, "全部完成。", "　　" + FULL[:19], FULL, "也已完成。"]
    assert paragraphs(reflow(document(lines))) == [
        FULL[:19] + FULL + "全部完成。",
        FULL[:19] + FULL + "也已完成。",
    ]


def test_nothing_read_gives_an_empty_text() -> None:
    text = reflow(document([]))
    assert (text.printed, text.paragraphs, text.headings) == ("", (), ())
    assert text.where(0, 10) == ()


# reflow: lines with geometry


def test_running_heads_and_page_numbers_are_left_out_and_sentences_run_on() -> None:
    pages = (
        [
            boxed("某镇绩效自评报告", 1, role="head"),
            boxed(FULL[:19], 2, indent=2),
            boxed("年初预算数为27", 3),
            boxed("- 1 -", 4, role="foot"),
        ],
        [
            boxed("某镇绩效自评报告", 5, 2, role="head"),
            boxed("03.72万元。", 6, 2),
            boxed("2", 7, 2, role="foot"),
        ],
    )
    text = reflow(pdf(*pages))
    assert paragraphs(text) == [FULL[:19] + "年初预算数为2703.72万元。"]
    start = text.printed.index("2703.72")
    first, second = text.where(start, start + len("2703.72"))
    assert (first.page, second.page) == (1, 2)
    left = LEFT + 6 * EM  # after 年初预算数为
    assert first.box == (left, 160.0, left + EM, 172.0)
    assert second.box == (LEFT, 220.0, LEFT + 2.5 * EM, 232.0)


def test_a_box_covers_only_the_characters_of_the_span() -> None:
    text = reflow(pdf([boxed("支出 63.30 万元", 1)]))
    (place,) = text.where(2, 9)
    assert text.printed[2:9] == "63.30万元"
    assert place.box == (LEFT + 2.5 * EM, 120.0, LEFT + 7.5 * EM, 132.0)
    assert place.ref == "第1页"


def test_a_short_line_with_a_full_stop_ends_its_paragraph() -> None:
    lines = [
        boxed(FULL[:MEASURE], 1),
        boxed("均已完成。", 2),
        boxed(FULL[:MEASURE], 3),
        boxed("均未完成。", 4),
    ]
    assert paragraphs(reflow(pdf(lines))) == [
        FULL[:MEASURE] + "均已完成。",
        FULL[:MEASURE] + "均未完成。",
    ]


def test_a_title_that_does_not_fill_the_line_stands_alone() -> None:
    lines = [boxed("一、基本情况", 1), boxed(FULL[:MEASURE], 2), boxed("均已完成。", 3)]
    assert paragraphs(reflow(pdf(lines))) == ["一、基本情况", FULL[:MEASURE] + "均已完成。"]
