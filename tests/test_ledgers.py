"""Tables of revenue beside expenditure: their lines, this year's sums and their totals."""

from __future__ import annotations

import pytest

from tests.form_tools import report
from tests.test_statements import STORY, messages

TITLE = "收入支出决算总表"
ROWS = """
收入 | 收入 | 支出 | 支出
项目 | 决算数 | 项目 | 决算数
一、一般公共预算财政拨款收入 | 812.40 | 一、一般公共服务支出 | 25.13
二、政府性基金预算财政拨款收入 |  | 二、农林水支出 | 690.27
三、其他收入 | 17.68 | 三、住房保障支出 | 96.30
本年收入合计 | 830.08 | 本年支出合计 | 811.70
使用非财政拨款结余 |  | 结余分配 |
年初结转和结余 | 42.55 | 年末结转和结余 | 60.93
总计 | 872.63 | 总计 | 872.63
"""
FISCAL = """
收入 | 收入 | 支出 | 支出 | 支出 | 支出
项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
一、一般公共预算财政拨款 | 812.40 | 一、农林水支出 | 722.66 | 690.27 | 32.39
二、政府性基金预算财政拨款 | 32.39 | 二、住房保障支出 | 122.13 | 122.13 |
本年收入合计 | 844.79 | 本年支出合计 | 844.79 | 812.40 | 32.39
年初财政拨款结转和结余 | 10.20 | 年末财政拨款结转和结余 | 10.20 | 10.20 |
一、一般公共预算财政拨款 | 10.20 |  |  |  |
总计 | 854.99 | 总计 | 854.99 | 822.60 | 32.39
"""


def of_table(rows: str, title: str = TITLE) -> list[str]:
    """The errors and warnings of an account with this table."""
    return messages(*STORY.split("\n"), title, "单位：万元", rows)


def changed(old: str, new: str, rows: str = ROWS) -> str:
    """The table with some words changed."""
    assert old in rows
    return rows.replace(old, new)


def test_lines_that_hold_an_amount_are_read_down_to_the_total() -> None:
    found = report(*STORY.split("\n"), TITLE, "单位：万元", ROWS)
    lines = [(i.name, str(i.quantity("amount1") or "")) for i in found.items("ledger")]
    assert lines[:3] == [
        ("一、一般公共预算财政拨款收入", "812.40万元"), ("三、其他收入", "17.68万元"), ("本年收入合计", "830.08万元")
    ]  # fmt: skip
    assert lines[-1] == ("总计", "872.63万元")


@pytest.mark.parametrize("rows", [ROWS, FISCAL])
def test_a_table_that_adds_up_raises_nothing(rows: str) -> None:
    assert of_table(rows) == []


@pytest.mark.parametrize(
    ("rows", "old", "new", "said"),
    [
        (ROWS, "农林水支出 | 690.27", "农林水支出 | 790.27", "本年支出合计"),
        (ROWS, "本年收入合计 | 830.08", "本年收入合计 | 880.08", "应为830.08万元"),
        (ROWS, "| 总计 | 872.63", "| 总计 | 827.63", "872.63万元"),
        (ROWS, "年末结转和结余 | 60.93", "年末结转和结余 | 69.03", "总计"),
        (FISCAL, "722.66 | 690.27 | 32.39", "722.66 | 699.27 | 32.39", "本年支出合计"),
    ],
)
def test_one_changed_amount_is_one_finding(rows: str, old: str, new: str, said: str) -> None:
    (found,) = of_table(changed(old, new, rows))
    assert said in found
    assert f"《{TITLE}》" in found


def test_a_line_that_was_not_read_is_no_error() -> None:
    assert of_table(changed("三、其他收入 | 17.68", " | ")) == []
    assert of_table(changed("三、其他收入 | 17.68", "三、其他收入 | 见附注")) == []
    assert of_table(changed("年初结转和结余 | 42.55", " | ")) == []


def test_lines_inside_a_line_are_not_added_twice() -> None:
    for inner in ("其中：基本支出结转 | 12.55", "一、财政拨款结转 | 42.55", "基本支出结转 | 42.55"):
        rows = changed("总计 | 872.63 | 总计", f"{inner} |  |\n总计 | 872.63 | 总计")
        assert of_table(rows) == []
    rows = changed("二、政府性", "其中：上级补助 | 100.00 |  |\n二、政府性")
    assert of_table(rows) == []


def test_lines_without_a_number_may_be_lines_or_parts_of_one() -> None:
    rows = changed("三、其他收入 | 17.68", "上年结转 | 10.00").replace("830.08", "822.40").replace("872.63", "864.95")
    rows = rows.replace("811.70", "804.02").replace("690.27", "682.59")
    assert of_table(rows) == []


def test_lines_that_make_up_the_one_above_are_its_parts() -> None:
    rows = changed("总计 | 872.63 | 总计", "基本支出结转 | 12.55 |  |\n项目支出结转 | 30.00 |  |\n总计 | 872.63 | 总计")
    assert of_table(rows) == []
    (found,) = of_table(rows.replace("总计 | 872.63 | 总计", "总计 | 827.63 | 总计"))
    assert "872.63万元" in found


def test_rounding_is_no_error() -> None:
    assert of_table(changed("农林水支出 | 690.27", "农林水支出 | 690.28")) == []


def test_a_side_without_its_total_is_not_judged() -> None:
    rows = changed("总计 | 872.63 | 总计 | 872.63", " |  |  | ")
    assert of_table(changed("农林水支出 | 690.27", "农林水支出 | 790.27", rows)) == []


def test_amounts_of_two_kinds_are_not_one_total() -> None:
    rows = """
    项目 | 预算数 | 项目 | 决算数
    一、一般公共预算财政拨款收入 | 900.00 | 一、农林水支出 | 812.40
    总计 | 900.00 | 总计 | 812.40
    """
    assert of_table(rows) == []


def test_sides_of_two_tables_of_one_title_are_not_compared() -> None:
    other = ROWS.replace("812.40", "912.40").replace("830.08", "930.08").replace("872.63", "972.63")
    other = other.replace("690.27", "790.27").replace("811.70", "911.70")
    found = messages(*STORY.split("\n"), TITLE, ROWS, TITLE, other)
    assert not [m for m in found if "总计" in m]


def test_lines_of_another_name_do_not_lend_their_amounts() -> None:
    rows = ROWS.replace("项目 | 决算数 | 项目 | 决算数", "项目 | 决算数 | 科目名称 | 决算数")
    assert of_table(rows) == []
