"""Sums in tables of accounts: by code, in the total row, in the column of totals."""

from __future__ import annotations

import pytest

from tests.test_statements import STORY, messages

TITLE = "一般公共预算财政拨款支出决算表"
ROWS = """
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
213 | 农林水支出 | 812.40 | 500.15 | 312.25
21303 | 水利 | 812.40 | 500.15 | 312.25
2130301 | 行政运行 | 520.15 | 500.15 | 20.00
2130305 | 水利工程建设 | 242.25 |  | 242.25
2130314 | 防汛 | 50.00 |  | 50.00
221 | 住房保障支出 | 96.30 | 90.00 | 6.30
22102 | 住房改革支出 | 96.30 | 90.00 | 6.30
2210201 | 住房公积金 | 96.30 | 90.00 | 6.30
合计 |  | 908.70 | 590.15 | 318.55
"""
ROWS = ROWS.replace("合计 |  |", " | 合计 |")


def of_table(rows: str, title: str = TITLE) -> list[str]:
    """The errors and warnings of an account with this table."""
    return messages(*STORY.split("\n"), title, "单位：万元", rows)


def changed(*pairs: tuple[str, str]) -> str:
    """The table with some rows changed."""
    rows = ROWS
    for old, new in pairs:
        assert old in rows
        rows = rows.replace(old, new)
    return rows


def test_a_table_that_adds_up_raises_nothing() -> None:
    assert of_table(ROWS) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("防汛 | 50.00", "防汛 | 80.00", "若为50.00万元"),
        ("行政运行 | 520.15 | 500.15", "行政运行 | 520.15 | 501.15", "若为500.15万元"),
        ("水利 | 812.40", "水利 | 821.40", "若为812.40万元"),
        ("合计 | 908.70", "合计 | 988.70", "应为908.70万元"),
        ("合计 | 908.70 | 590.15", "合计 | 908.70 | 509.15", "应为590.15万元"),
    ],
)
def test_one_changed_amount_is_one_finding(old: str, new: str, said: str) -> None:
    (found,) = of_table(changed((old, new)))
    assert said in found
    assert f"《{TITLE}》" in found


def test_a_row_that_was_not_read_is_no_error() -> None:
    for row in ROWS.strip().split("\n")[4:6]:
        assert of_table(ROWS.replace(row + "\n", "")) == []


def test_a_cell_that_was_not_read_is_no_error() -> None:
    assert of_table(changed(("防汛 | 50.00 |  | 50.00", "防汛 |  |  | 50.00"))) == []
    assert of_table(changed(("防汛 | 50.00 |  | 50.00", "防汛 | 见附注 |  | 50.00"))) == []


def test_a_dash_is_nothing_to_add() -> None:
    assert of_table(changed(("防汛 | 50.00 |  | 50.00", "防汛 | 50.00 | - | 50.00"))) == []


def test_rounding_of_many_parts_is_no_error() -> None:
    assert of_table(changed(("合计 | 908.70 |", "合计 | 908.71 |"))) == []
    whole = ROWS
    for amount in ("812.40", "500.15", "312.25", "520.15", "242.25", "908.70", "590.15", "318.55", "96.30"):
        whole = whole.replace(amount, f"{float(amount):.0f}")
    assert of_table(whole.replace("6.30", "6")) == []


def test_rows_of_units_between_the_accounts_are_no_accounts() -> None:
    rows = changed(("213 | 农林", "155001 | 青禾县水务局 | 908.70 | 590.15 | 318.55\n213 | 农林"))
    assert of_table(rows) == []


def test_codes_printed_twice_are_not_added() -> None:
    again = "\n".join(ROWS.strip().split("\n")[1:6])
    assert of_table(ROWS.rstrip() + "\n" + again) == []


def test_columns_inside_another_column_are_not_added() -> None:
    rows = """
    科目编码 | 科目名称 | 合计 | 基本支出 | 人员经费 | 项目支出
    213 | 农林水支出 | 812.40 | 500.15 | 400.00 | 312.25
    21303 | 水利 | 812.40 | 500.15 | 400.00 | 312.25
    2130301 | 行政运行 | 500.15 | 500.15 | 400.00 |
    2130305 | 水利工程建设 | 262.25 |  |  | 262.25
    2130314 | 防汛 | 50.00 |  |  | 50.00
    """
    assert of_table(rows) == []


def test_rates_are_not_added() -> None:
    rows = """
    科目编码 | 科目名称 | 预算数 | 决算数 | 完成率（%）
    213 | 农林水支出 | 800.00 | 792.00 | 99.00
    21303 | 水利 | 800.00 | 792.00 | 99.00
    2130301 | 行政运行 | 500.00 | 500.00 | 100.00
    2130305 | 水利工程建设 | 300.00 | 292.00 | 97.33
    """
    assert of_table(rows) == []


def test_two_totals_are_not_taken_for_one() -> None:
    rows = changed(("213 | 农林", " | 合计 | 96.30 | 90.00 | 6.30\n213 | 农林"))
    assert of_table(rows) == []


def test_a_row_without_a_code_may_be_part_of_the_total() -> None:
    rest = changed((" | 合计 | 908.70", " | 结转下年 | 40.00 |  |\n | 合计 | 948.70"))
    assert of_table(rest) == []


def test_levels_without_the_one_between_are_added() -> None:
    rows = ROWS.replace("21303 | 水利 | 812.40 | 500.15 | 312.25\n", "")
    assert of_table(rows) == []
    (found,) = of_table(rows.replace("防汛 | 50.00", "防汛 | 80.00"))
    assert "若为50.00万元" in found


def test_without_a_column_of_totals_a_missing_row_may_be_the_reason() -> None:
    rows = """
    科目编码 | 科目名称 | 年初预算数 | 决算数
    213 | 农林水支出 | 800.00 | 792.00
    21303 | 水利 | 800.00 | 792.00
    2130301 | 行政运行 | 500.00 | 500.00
    2130305 | 水利工程建设 | 300.00 | 258.36
    """
    assert of_table(rows + "2130314 | 防汛 |  | 33.64") == []
    assert of_table(rows) == []
