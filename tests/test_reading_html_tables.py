"""Tables of web pages: spans, missing cells, and tables that only arrange the page."""

from __future__ import annotations

import pytest

from extractor.reading import Limits
from tests.office_tools import cells, read_file
from tests.pdf_tools import kinds, texts
from tests.test_reading_html import BODY, READ, lines, read_page


def grid(rows: str) -> list[tuple[int, int, int, int, str]]:
    return cells(read_page(f"<table>{rows}</table>"))


def test_spans_are_given_once() -> None:
    assert grid(
        "<tr><th rowspan=2>项目<th colspan=2>金额<tr><th>预算<th>执行<tr><td>水库<td>1<td>2"
    ) == [
        (0, 0, 2, 1, "项目"), (0, 1, 1, 2, "金额"), (1, 1, 1, 1, "预算"), (1, 2, 1, 1, "执行"),
        (2, 0, 1, 1, "水库"), (2, 1, 1, 1, "1"), (2, 2, 1, 1, "2"),
    ]  # fmt: skip


def test_head_bodies_and_foot_are_one_table_in_the_order_shown() -> None:
    rows = (
        "<tfoot><tr><td>合计<td>3</tfoot><thead><tr><th>项目<th>数</thead>"
        "<tbody><tr><td>甲<td>1</tbody><tbody><tr><td>乙<td>2</tbody>"
    )
    assert [cell[4] for cell in grid(rows)] == ["项目", "数", "甲", "1", "乙", "2", "合计", "3"]


@pytest.mark.parametrize(
    ("span", "rows"),
    [
        ("2", 2),
        ("0", 3),
        ("99", 3),
        ("1000000", 3),
        ("-1", 1),
        ("x", 1),
        ("2.5", 2),
        ("", 1),
        (" 2 ", 2),
    ],
)
def test_bad_spans_are_clamped(span: str, rows: int) -> None:
    found = grid(f"<tr><td rowspan='{span}'>甲<td>1<tr><td>2<td>3<tr><td>4<td>5")
    assert found[0] == (0, 0, rows, 1, "甲")
    assert grid(f"<tr><td colspan='{span}'>甲<td>1<tr><td>2<td>3<td>4<td>5")[0][3] <= 4


def test_a_span_ends_with_its_group_of_rows() -> None:
    found = grid("<thead><tr><th rowspan=9>甲<th>1</thead><tbody><tr><td>乙<td>2</tbody>")
    assert found[0] == (0, 0, 1, 1, "甲")
    assert found[2] == (1, 0, 1, 1, "乙")


def test_overlapping_spans_cover_no_place_twice() -> None:
    found = grid("<tr><td>1<td rowspan=3>2<tr><td colspan=3>3<tr><td>4<td>5")
    assert [cell[:4] for cell in found] == [
        (0, 0, 1, 1), (0, 1, 3, 1), (1, 0, 1, 1), (2, 0, 1, 1), (2, 2, 1, 1),
    ]  # fmt: skip


def test_missing_cells_do_not_exist_and_blank_ones_are_empty() -> None:
    found = read_page("<table><tr><td>甲<td>&nbsp;<td>1<tr><td>乙<tr></table>")
    assert [cell[4] for cell in cells(found)] == ["甲", "", "1", "乙"]
    assert (found.tables[0].rows, found.tables[0].columns) == (3, 3)


def test_columns_in_which_no_cell_begins_do_not_exist() -> None:
    (table,) = read_page(
        "<table><tr><td colspan=8>甲<td>乙<tr><td colspan=8>丙<td>丁</table>"
    ).tables
    assert table.columns == 2


def test_the_lines_of_a_cell_are_kept() -> None:
    assert grid("<tr><td>甲<br>乙<p>丙</p> <td>1\n 2")[0][4] == "甲\n乙\n丙"
    assert grid("<tr><td>甲<td>1\n 2")[1][4] == "1 2"


def test_rows_in_a_form_and_cells_without_a_row_are_found() -> None:
    assert [c[4] for c in grid("<form><tr><td>甲<td>1</tr></form><tr><td>乙<td>2")] == list(
        "甲1乙2"
    )
    assert [c[4] for c in grid("<tr><form><td>甲</td><td>1</td></form></tr>")] == list("甲1")


def test_what_stands_between_rows_comes_before_the_table() -> None:
    found = read_page("<table><caption>表 绩效自评</caption>单位：万元<tr><td>甲<td>1</table>后")
    assert texts(found) == ["表 绩效自评", "单位：万元", "后"]
    assert found.tables[0].at == (0, 2)


def test_values_typed_into_a_form_belong_to_their_cell() -> None:
    found = grid("<tr><td>预算<td><input value='12.50'><tr><td>是否<td><input type=radio checked>")
    assert [cell[4] for cell in found] == ["预算", "12.50", "是否", "☑"]
    assert (
        grid("<tr><td>甲<td><input type=password value=x><input type=hidden value=y>")[1][4] == ""
    )


def test_hidden_rows_and_cells_are_left_out() -> None:
    found = grid("<tr style='display:none'><td>藏<td>1<tr><td>甲<td hidden>藏</td><td>2")
    assert [cell[4] for cell in found] == ["甲", "2"]


@pytest.mark.parametrize(
    "layout",
    [
        "<table><tr><td>{}</td></tr></table>",
        "<table><tr><td></td></tr><tr><td>{}</td></tr></table>",
        "<table><tr><td><a href=1>甲</a></td><td><table><tr><td>{}</td></tr></table></td></tr></table>",
        "<table role=presentation><tr><td>&nbsp;</td><td>{}</td></tr></table>",
        "<table><tr><td colspan=3>{}</td></tr></table>",
        "<center><table><tbody><tr><td><div>{}</div></td></tr></tbody></table></center>",
    ],
)
def test_tables_that_arrange_the_page_are_read_as_blocks(layout: str) -> None:
    form = "<table><tr><td>指标<td>1<tr><td>目标<td>2</table>"
    found = read_page(layout.replace("{}", BODY + form))
    assert texts(found) == READ
    assert [cell[4] for cell in cells(found)] == ["指标", "1", "目标", "2"]
    assert len(found.tables) == 1


def test_a_table_with_one_big_cell_is_a_page() -> None:
    long = "".join(f"<p>第{i}项工作任务按计划完成，效果良好，群众满意。</p>" for i in range(40))
    found = read_page(f"<table><tr><td>栏目</td><td>{long}</td></tr></table>")
    assert (found.tables, len(texts(found))) == ((), 40)


def test_a_menu_made_of_a_table_is_left_out() -> None:
    menu = "".join(f"<td><a href='/{i}'>栏目{i}</a></td>" for i in range(8))
    assert lines(f"<table><tr>{menu}</tr><tr>{menu}</tr></table>" + BODY) == READ


def test_a_table_of_links_beside_figures_is_no_menu() -> None:
    rows = "".join(f"<tr><td><a href=/{i}>项目{i}</a><td>{i}2.50<td>98.20%" for i in range(9))
    assert len(cells(read_page(f"<table>{rows}</table>"))) == 27


def test_a_small_table_in_a_form_follows_it() -> None:
    inner = "<table><tr><td>内1<td>内2</table>"
    form = "".join(f"<tr><td>指标{i}<td>值{i}" for i in range(5)) + f"<tr><td>附<td>说明{inner}"
    found = read_page(f"<table>{form}</table>")
    assert cells(found, 1)[-1][4] == "说明"
    assert [cell[4] for cell in cells(found, 2)] == ["内1", "内2"]


def test_a_table_too_large_is_cut_and_reported() -> None:
    row = "<tr><td>1<td>2"
    document = read_page(
        f"<table>{row * 5}</table>甲<table>{row * 30}</table><table>{row}</table>",
        Limits(max_cells=30),
    )
    assert [table.rows for table in document.tables] == [5, 10]
    assert texts(document) == ["甲"]
    assert kinds(document) == [("table_limit", None)]


def test_a_million_cells_end_in_a_problem() -> None:
    few = b"<html><table>" + (b"<tr>" + b"<td>" * 100) * 2500
    assert kinds(read_file(few)) == [("table_limit", None)]
    row = b"<html><table><tr>" + b"<td>1" * 250_000
    assert kinds(read_file(row)) == [("table_limit", None)]
    stairs = b"<html><table>" + b"<tr><td rowspan=1000000 colspan=2>1<td>2" * 3000
    assert kinds(read_file(stairs)) == [("table_limit", None)]


def test_wide_spans_alone_make_no_large_table() -> None:
    (table,) = read_file(b"<html><table><tr>" + b"<td colspan=1000>1" * 300 + b"<tr><td>2").tables
    assert (table.rows, table.columns, len(table.cells)) == (2, 300, 301)
