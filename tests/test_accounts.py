"""Accounts (科目) in published tables, and the lists of them in the text."""

from __future__ import annotations

import pytest

from tests.form_tools import report
from tests.test_statements import FILLED, STORY, messages

TITLE = "一般公共预算财政拨款基本支出决算表"
ROWS = """
科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 300.50 | 302 | 商品和服务支出 | 41.20
30101 | 基本工资 | 200.20 | 30201 | 办公费 | 30.15
30102 | 津贴补贴 | 100.30 | 30205 | 水费 | {water}
30103 | 奖金 |  | 30299 | 其他商品和服务支出 | 11.05
合计 |  | 341.70 |  |  |
"""
TOLD = (
    "基本支出341.70万元，其中：人员经费300.50万元，主要包括：{people}；"
    "公用经费41.20万元，主要包括：{goods}。"
)
PEOPLE, GOODS = "基本工资、津贴补贴", "办公费、其他商品和服务支出"


def account(
    people: str = PEOPLE, goods: str = GOODS, *, water: str = "", rows: str = ROWS, told: str = TOLD
) -> list[str]:
    """The errors and warnings of an account whose text lists these accounts."""
    return messages(
        *STORY.split("\n"), "收入支出决算总表", "单位：万元", FILLED, TITLE, "单位：万元",
        rows.format(water=water), "六、基本支出情况说明", told.format(people=people, goods=goods),
    )  # fmt: skip


def test_the_rows_of_accounts_are_read_with_code_name_and_amount() -> None:
    found = report(*STORY.split("\n"), TITLE, "单位：万元", ROWS.format(water=""))
    rows = [
        (i.text("code"), i.name, str(i.quantity("amount1") or ""), i.text("blank"))
        for i in found.items("accounts")
    ]
    assert rows[:4] == [
        ("301", "工资福利支出", "300.50万元", ""), ("30101", "基本工资", "200.20万元", ""),
        ("30102", "津贴补贴", "100.30万元", ""), ("30103", "奖金", "", "空白"),
    ]  # fmt: skip
    assert ("30205", "水费", "", "空白") in rows
    assert found.items("accounts")[0].text("table") == TITLE


def test_codes_of_three_columns_are_joined() -> None:
    rows = """
    支出功能分类科目编码 | 支出功能分类科目编码 | 支出功能分类科目编码 | 科目名称 | 合计 | 基本支出
    类 | 款 | 项 | 科目名称 | 合计 | 基本支出
    213 |  |  | 农林水支出 | 812.40 | 500.00
    213 | 03 |  | 水利 | 812.40 | 500.00
    213 | 03 | 01 | 行政运行 | 812.40 | 500.00
    """
    found = report(*STORY.split("\n"), "一般公共预算财政拨款支出决算表", "单位：万元", rows)
    assert [i.text("code") for i in found.items("accounts")] == ["213", "21303", "2130301"]
    assert str(found.items("accounts")[0].quantity("amount2")) == "500.00万元"


def test_an_account_listed_whose_amount_is_blank_is_found() -> None:
    (found,) = account("基本工资、津贴补贴、奖金")
    assert found == (
        f"正文列举“基本工资、津贴补贴、奖金”，《{TITLE}》里“奖金”没有金额，"
        "“工资福利支出”有金额的是基本工资200.20万元、津贴补贴100.30万元"
    )
    (found,) = account(goods="办公费、水费、其他商品和服务支出")
    assert "“水费”没有金额" in found


@pytest.mark.parametrize(
    ("people", "goods"),
    [
        (PEOPLE, GOODS),
        ("基本工资", GOODS),  # 主要: not all of them
        ("基本工资200.20万元、津贴补贴100.30万元", "办公费、其他商品和服务支出等"),
        ("基本工资、津贴补贴、绩效奖励", GOODS),  # not in the table by that name
    ],
)
def test_lists_that_agree_raise_nothing(people: str, goods: str) -> None:
    assert account(people, goods) == []


@pytest.mark.parametrize("answer", ["0.00", "0", "-", "—", "无"])
def test_a_zero_or_a_dash_is_an_answer(answer: str) -> None:
    assert account(goods="办公费、水费、其他商品和服务支出", water=answer) == []


def test_a_blank_beside_a_sum_that_lacks_something_may_be_unread() -> None:
    rows = ROWS.replace("| 30.15", "| ")
    assert account(goods="办公费、水费、其他商品和服务支出", rows=rows) == []
    no_sums = "\n".join(r for r in ROWS.split("\n") if not r.startswith("301 "))
    assert account("基本工资、津贴补贴、奖金", rows=no_sums) == []


def test_a_column_of_amounts_that_was_not_read_is_not_judged() -> None:
    names = "\n".join(" | ".join(c for i, c in enumerate(r.split(" | ")) if i % 3 < 2) for r in ROWS.split("\n"))
    assert account("基本工资、津贴补贴、奖金", rows=names) == []


def test_what_projects_pay_for_is_not_in_the_table_of_basic_spending() -> None:
    told = "项目支出80.00万元，主要用于办公费、水费、基本工资、奖金。\n" + TOLD
    assert account(told=told) == []


def test_an_account_that_another_table_gives_an_amount_is_no_finding() -> None:
    other = ROWS.replace("奖金 |  |", "奖金 | 5.00 |").replace("300.50", "305.50").replace("341.70", "346.70")
    pieces = [*STORY.split("\n"), TITLE, ROWS.format(water=""), "财政拨款基本支出决算明细表", other.format(water="")]
    assert messages(*pieces, "六、情况说明", TOLD.format(people="基本工资、津贴补贴、奖金", goods=GOODS)) == []


# --- accounts that the text goes through --------------------------------------------------

SPENDING = """
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
201 | 一般公共服务支出 | 25.13 | 25.13 |
20103 | 政府办公厅（室）及相关机构事务 | 25.13 | 25.13 |
2010301 | 行政运行 | 25.13 | 25.13 |
213 | 农林水支出 | 812.40 | 500.15 | 312.25
21303 | 水利 | 812.40 | 500.15 | 312.25
2130301 | 行政运行 | 520.15 | 500.15 | 20.00
2130305 | 水利工程建设 | 292.25 |  | 292.25
合计 |  | 837.53 | 525.28 | 312.25
""".replace("合计 |  |", " | 合计 |")
OFFICE = "1、一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。支出决算为{}万元，用于人员工资。"
WATER = "2、农林水支出（类）水利（款）行政运行（项）。主要用于：机关运转。年初预算为530.00万元，支出决算为{}万元。"


def told(*words: str, rows: str = SPENDING) -> list[str]:
    """The errors and warnings of an account whose text goes through some accounts."""
    title = "一般公共预算财政拨款支出决算表"
    return messages(*STORY.split("\n"), title, "单位：万元", rows, "五、支出决算具体情况", *words)


def test_an_outturn_that_differs_from_its_row_is_found() -> None:
    assert told(OFFICE.format("25.13"), WATER.format("520.15")) == []
    (found,) = told(OFFICE.format("25.13"), WATER.format("250.15"))
    assert found == "“行政运行（项）”的支出决算正文为250.15万元，《一般公共预算财政拨款支出决算表》为520.15万元"


def test_an_account_is_known_by_the_section_it_stands_under() -> None:
    (found,) = told(OFFICE.format("520.15"))
    assert "《一般公共预算财政拨款支出决算表》为25.13万元" in found


@pytest.mark.parametrize(
    "words",
    [
        WATER.format("520.16"),  # one in the last place
        WATER.format("520.15").replace("520.15万元", "5201500元"),
        WATER.format("520.15").replace("支出决算为", "2022年支出决算为498.00万元，2023年支出决算为"),
        "3、农林水支出（类）水利（款）防汛（项）。支出决算为50.00万元。",
        "3、农林水支出（类）林业和草原（款）行政运行（项）。支出决算为50.00万元。",
        "3、农林水支出（类）水利（款）行政运行（项）。年初预算为50.00万元。\n本年支出决算为60.00万元。",
    ],
)
def test_other_words_are_no_contradiction(words: str) -> None:
    assert not [m for m in told(*words.split("\n")) if "（项）" in m]


def test_a_row_printed_twice_is_not_compared() -> None:
    again = SPENDING.rstrip() + "\n2130301 | 行政运行 | 20.00 |  | 20.00"
    assert not [m for m in told(WATER.format("250.15"), rows=again) if "（项）" in m]
