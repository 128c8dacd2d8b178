"""Numbered headings of all levels, and the section that a position stands in."""

from __future__ import annotations

import pytest

from extractor.find.selftest import text_of
from extractor.text import fold
from extractor.text.headings import mark

REPORT = """2024年度部门整体支出绩效自评报告
一、部门基本情况
（一）部门概况
1.主要职能
承担农业生产服务。
2、机构设置
（1）行政机构
设有5个内设机构。
①党政办公室
负责日常事务。
3.年初预算安排情况。我单位年初预算1842.60万元。
（二）预算执行情况：全年执行数1990.80万元。
二、综合评价结论
自评得分95.20分。"""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("一、部门基本情况", (1, 1, 2)),
        ("十二、其他", (1, 12, 3)),
        ("一.概况", (1, 1, 2)),
        ("第二部分 绩效情况", (1, 2, 5)),
        ("第三章绩效情况", (1, 3, 3)),
        ("（二）预算执行", (2, 2, 3)),
        ("(十一)、其他", (2, 11, 5)),
        ("3.年初预算", (3, 3, 2)),
        ("３．年初预算", (3, 3, 2)),
        ("12、其他", (3, 12, 3)),
        ("（4）其他", (4, 4, 3)),
        ("②其他", (5, 2, 1)),
        ("　　一、概况", (1, 1, 4)),
        ("2.5万元", None),
        ("2024年度", None),
        ("一是加强管理", None),
        ("一百二十万元", None),
        ("部门概况", None),
        ("", None),
    ],
)
def test_the_mark_says_level_number_and_length(
    line: str, found: tuple[int, int, int] | None
) -> None:
    assert mark(fold(line)) == found


def test_headings_of_all_levels_in_reading_order() -> None:
    text = text_of(REPORT)
    assert [(h.level, h.ordinal, h.title.rstrip("。：")) for h in text.headings] == [
        (1, 1, "部门基本情况"),
        (2, 1, "部门概况"),
        (3, 1, "主要职能"),
        (3, 2, "机构设置"),
        (4, 1, "行政机构"),
        (5, 1, "党政办公室"),
        (3, 3, "年初预算安排情况"),
        (2, 2, "预算执行情况"),
        (1, 2, "综合评价结论"),
    ]


def test_the_title_is_the_printed_words_between_the_mark_and_its_end() -> None:
    text = text_of("（一）預算執行情況：执行数5万元。")
    (heading,) = text.headings
    assert heading.title == "預算執行情況："
    assert text.printed[heading.start : heading.end] == "（一）預算執行情況："


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("2024年度部门", []),
        ("承担农业", ["部门基本情况", "部门概况", "主要职能"]),
        ("主要职能", ["部门基本情况", "部门概况", "主要职能"]),
        ("设有5个", ["部门基本情况", "部门概况", "机构设置", "行政机构"]),
        ("负责日常", ["部门基本情况", "部门概况", "机构设置", "行政机构", "党政办公室"]),
        ("1842.60万元", ["部门基本情况", "部门概况", "年初预算安排情况"]),
        ("1990.80万元", ["部门基本情况", "预算执行情况"]),
        ("95.20分", ["综合评价结论"]),
    ],
)
def test_a_position_stands_under_its_headings(words: str, section: list[str]) -> None:
    text = text_of(REPORT)
    chain = text.section(text.printed.index(words))
    assert [heading.title.rstrip("。：") for heading in chain] == section


@pytest.mark.parametrize(
    "sentence",
    [
        "1.全年支出100万元。",
        "（1）发放补助金，共46.20万元。",
        "2.完成河道清理26.4公里，补植树木1.2万株；",
        "（二）围绕年度目标，加强组织领导，明确责任分工。",
    ],
)
def test_a_numbered_sentence_is_no_heading(sentence: str) -> None:
    assert text_of(sentence).headings == ()


def test_a_mark_begins_a_paragraph_within_wrapped_lines() -> None:
    text = text_of("本单位全年执行情况较好\n一、部门基本情况\n（一）部门概况")
    assert [text.printed[p.start : p.end] for p in text.paragraphs] == [
        "本单位全年执行情况较好",
        "一、部门基本情况",
        "（一）部门概况",
    ]
    assert [p.heading for p in text.paragraphs] == [-1, 0, 1]


def test_a_mark_that_is_no_number_is_plain_text() -> None:
    assert mark("二二.其他") is None
    assert mark("十二、其他") == (1, 12, 3)
