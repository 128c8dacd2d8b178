"""Tables typed into plain text: bars, drawn lines, tabs, separated values; and what is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Document, Place
from extractor.reading import Limits
from extractor.reading.flat import typed_tables
from tests.workbook_tools import kinds, shown
from tests.workbook_tools import read_bytes as read_file

Rows = list[list[str]]

BARS: dict[str, tuple[str, Rows]] = {
    "outer bars": (
        "| 项目 | 预算数 |\n| 培训 | 5.00 |\n",
        [["项目", "预算数"], ["培训", "5.00"]],
    ),
    "markdown": (
        "| 项目 | 预算数 | 执行率 |\n|:---|---:|:-:|\n| 培训 | 5.00 | 93.66% |",
        [["项目", "预算数", "执行率"], ["培训", "5.00", "93.66%"]],
    ),
    "no outer bars": (
        "项目 ｜ 预算数 ｜ 执行数\n培训 ｜ 5.00 ｜ 4.00",
        [["项目", "预算数", "执行数"], ["培训", "5.00", "4.00"]],
    ),
    "blank cells inside": (
        "|项目|年初|全年|执行|\n|合计||5.00||\n|其中||||",
        [["项目", "年初", "全年", "执行"], ["合计", "", "5.00", ""], ["其中", "", "", ""]],
    ),
    "blank first and last cells without outer bars": (
        "项目 | 年初 | 全年\n | 5 | 6\n合计 | 7 |",
        [["项目", "年初", "全年"], ["", "5", "6"], ["合计", "7", ""]],
    ),
    "dashes are cells, not rules": (
        "| 上年结转 | 0 | -- | — |\n| - | - | - | - |\n| 其他资金 | / | ── | 0 |",
        [["上年结转", "0", "--", "—"], ["-", "-", "-", "-"], ["其他资金", "/", "──", "0"]],
    ),
    "drawn": (
        "┌────┬────┐\n│项目│金额│\n├────┼────┤\n│培训│5.00│\n└────┴────┘",
        [["项目", "金额"], ["培训", "5.00"]],
    ),
    "drawn with wrapped cells": (
        "┌────┬────┐\n│项目│金额│\n├────┼────┤\n│培训│5.00│\n│经费│    │\n├────┼────┤\n│合计│5.00│\n└────┴────┘",
        [["项目", "金额"], ["培训\n经费", "5.00"], ["合计", "5.00"]],
    ),
    "rules around groups of rows": (
        "+----+----+\n|项目|金额|\n+----+----+\n|甲|1|\n|乙|2|\n+----+----+\n|合计|3|\n+----+----+",
        [["项目", "金额"], ["甲", "1"], ["乙", "2"], ["合计", "3"]],
    ),
    "rules that stop at a tall cell": (
        "├──┬──┬──┤\n│产出│数量│5│\n│    ├──┼──┤\n│    │质量│6│\n└──┴──┴──┘",
        [["产出", "数量", "5"], ["", "质量", "6"]],
    ),
    "a blank line after each row": (
        "| 项目 | 金额 |\n\n| 甲 | 1 |\n\n| 乙 | 2 |",
        [["项目", "金额"], ["甲", "1"], ["乙", "2"]],
    ),
    "ragged": (
        "| 项目 | 年初 | 全年 |\n| 甲 | 1 |\n| 乙 | 2 | 3 |",
        [["项目", "年初", "全年"], ["甲", "1"], ["乙", "2", "3"]],
    ),
    "labels at the end of the line before": (
        "项目资金 | 年初数 | 全年数 | 执行数 | 年度资金总额\n"
        "| 387.66 | 387.66 | 380.00 | 其中：财政拨款\n"
        "| 300.00 | 300.00 | 300.00 | 其他资金\n"
        "| 87.66 | 87.66 | 80.00",
        [
            ["项目资金", "年初数", "全年数", "执行数"],
            ["年度资金总额", "387.66", "387.66", "380.00"],
            ["其中：财政拨款", "300.00", "300.00", "300.00"],
            ["其他资金", "87.66", "87.66", "80.00"],
        ],
    ),
    "the same between outer bars": (
        "| 指标 | 目标 | 完成 | 培训人数 |\n| 100 | 98 | 参训率 |\n| 95% | 96% | 满意度 |\n| 90% | 91% |",
        [["指标", "目标", "完成"], ["培训人数", "100", "98"], ["参训率", "95%", "96%"], ["满意度", "90%", "91%"]],
    ),
    "an odd row is no shift": (
        "| 项目 | 年初 | 备注 |\n| 甲 | 1 | 好 | 多 |\n| 乙 | 2 | 可 |\n| 丙 | 3 |",
        [["项目", "年初", "备注"], ["甲", "1", "好", "多"], ["乙", "2", "可"], ["丙", "3"]],
    ),
    "tabs": (
        "项目\t年初\t全年\n合计\t\t5.00\n其中\t1.00",
        [["项目", "年初", "全年"], ["合计", "", "5.00"], ["其中", "1.00", ""]],
    ),
    "tabs that only align": (
        "项目\t\t年初\t全年\n财政拨款支出\t1\t2\n合计\t\t1\t\t2",
        [["项目", "年初", "全年"], ["财政拨款支出", "1", "2"], ["合计", "1", "2"]],
    ),
    "two columns of tabs": (
        "年初预算\t5.00万元\n全年预算\t6.00\n执行数\t5.50",
        [["年初预算", "5.00万元"], ["全年预算", "6.00"], ["执行数", "5.50"]],
    ),
}  # fmt: skip


def read_text(text: str, limits: Limits | None = None) -> Document:
    return read_file(text.encode(), limits or Limits(), "report.txt")


def rows_of(document: Document) -> list[Rows]:
    found: list[Rows] = []
    for table in document.tables:
        rows: Rows = [[] for _ in range(table.rows)]
        for cell in table.cells:
            rows[cell.row].append(cell.text)
        found.append(rows)
    return found


def texts(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


@pytest.mark.parametrize("name", BARS)
def test_a_typed_table_is_read_cell_by_cell(name: str) -> None:
    typed, rows = BARS[name]
    document = read_text(f"一、资金情况\n{typed}\n二、结论\n")
    assert rows_of(document) == [rows]
    assert texts(document) == ["一、资金情况", "二、结论"]
    assert document.tables[0].at == (0, 1)
    assert document.problems == ()


PROSE = {
    "a single bar": "电话：0991-123 | 传真：456",
    "two lines with a bar each": "办公室 | 张三\n财务科 | 李四\n",
    "sentences": "第一段话写得很长。 | 第二段\n第三段话。 | 第四段话。\n第五段话。 | 第六。",
    "a way through a site": "首页 | 信息公开 | 财政预决算 | 正文",
    "one cell a line": "年初预算数 |\n2703.72 |\n|\n执行数 |\n",
    "indents": "\t一、概况\n\t本单位有编制10人。\n\t二、资金\n",
    "numbered items": "1.\t2023年完成3项\n2.\t2024年完成4项\n3.\t12项\n",
    "one line of tabs": "单位\t甲站\t2024年",
    "rules": "------\n一、概况\n======\n",
    "commas": "收入,支出,结余三项均平衡\n其中,收入为5万元\n支出,结余,另列\n合计平衡\n",
    "grouped figures one a line": "1,234,567.00\n2,345,678.00\n3,456,789.00\n",
    "sentences with commas": "一,二,三。\n四,五,六。\n七,八,九。\n",
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_stays_prose(name: str) -> None:
    document = read_text(PROSE[name])
    assert document.tables == ()
    expected = [line.replace("\t", " ").rstrip() for line in PROSE[name].split("\n")]
    assert texts(document) == [line for line in expected if line]


def test_tables_stand_where_they_were_typed() -> None:
    table = "| 甲 | 1 |\n| 乙 | 2 |\n"
    document = read_text(f"{table}一\n二\n{table}\n\n{table}三\n\f{table}\f\n四\n")
    assert [table.at for table in document.tables] == [(0, 0), (0, 2), (0, 2), (1, 0)]
    assert [table.number for table in document.tables] == [1, 2, 3, 4]
    assert [[line.text for line in page.lines] for page in document.pages] == [
        ["一", "二", "三"],
        [],
        ["四"],
    ]
    assert [line.number for line in document.pages[0].lines] == [3, 4, 11]
    first = document.tables[0]
    assert first.places(first.cells[3]) == (Place("表1 B2"),)


def test_a_caption_with_a_bar_is_no_row() -> None:
    document = read_text("表一 | 单位：万元\n| 项目 | 年初 | 全年 |\n| 甲 | 1 | 2 |\n")
    assert texts(document) == ["表一 | 单位：万元"]
    assert rows_of(document) == [[["项目", "年初", "全年"], ["甲", "1", "2"]]]


def test_a_file_of_separated_values_is_a_table() -> None:
    text = (
        "自评表,,,\n\n项目,预算数,执行数,执行率\n"
        '"年度资金\n总额","1,234.50","1,156.20",93.66%\n其中：拨款,,5,\n'
    )
    for encoding in ("utf-8-sig", "gb18030"):
        document = read_file(text.replace("\n", "\r\n").encode(encoding), Limits(), "a.csv")
        (table,) = document.tables
        assert shown(table) == {
            "A1": "自评表", "A3": "项目", "B3": "预算数", "C3": "执行数", "D3": "执行率",
            "A4": "年度资金\n总额", "B4": "1,234.50", "C4": "1,156.20", "D4": "93.66%",
            "A5": "其中：拨款", "C5": "5",
        }  # fmt: skip
        assert table.sheet is None
        assert texts(document) == []
        assert len([cell for cell in table.cells if cell.row == 4]) == 4


def test_tab_separated_values_may_be_quoted() -> None:
    (table,) = read_text('a\tb\tc\n"x\ty"\t1\t2\nz\t\t3\n').tables
    assert shown(table)["A2"] == "x y"


def test_too_many_typed_cells_are_a_limit() -> None:
    typed = "前言\n" + "| 甲 | 1 |\n" * 20
    document = read_text(typed, Limits(max_cells=30))
    assert kinds(document) == ["table_limit"]
    assert document.tables == ()
    assert len(texts(document)) == 21
    values = read_text("a,b,c\n" * 20, Limits(max_cells=30))
    assert kinds(values) == ["table_limit"]
    assert values.tables[0].rows == 10


@given(st.text(st.sampled_from("|｜│├┼┤─-=+:\t 甲1.\n"), max_size=80))
def test_no_line_is_lost_or_in_two_tables(text: str) -> None:
    lines = text.split("\n")
    tables = typed_tables(lines)
    assert all(a.stop <= b.first for a, b in pairwise(tables))
    for typed in tables:
        assert len(typed.rows) >= 2
        kept = "".join("".join(row) for row in typed.rows)
        inside = "".join(lines[typed.first : typed.stop])
        assert [c for c in kept if c in "甲1."] == [c for c in inside if c in "甲1."]


@given(st.text(st.sampled_from('|\t,"甲1.。\n\f\r '), max_size=120))
def test_reading_typed_text_never_raises(text: str) -> None:
    document = read_text("甲" + text)
    assert document.pages
