"""What a form prints as a total: of its weights, of its funds in each column."""

from __future__ import annotations

import pytest

from tests.form_tools import failing, report, results, values

FUNDS = """项目资金(万元) | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
年度资金总额 | {total} | 337.60 | 337.60 | 10 | 100% | 10
{rows}"""
INDICATORS = """一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因
产出指标 | 数量指标 | 管护公路里程 | ≥86公里 | 88公里 | 30 | 30 |
产出指标 | 质量指标 | 路况评定优良率 | ≥90% | 91.3% | 20 | 20 |
效益指标 | 社会效益指标 | 沿线村庄通客车数 | ≥14个 | 14个 | 30 | 28 |
满意度指标 | 满意度指标 | 村民满意度 | ≥90% | 92% | 10 | 10 |
{last}"""


def form(last: str = "总分 | | | | | 100 | 98 |", total: str = "337.60", rows: str = "") -> tuple[str, ...]:
    return ("项目支出绩效自评表", "（2023年度）", FUNDS.format(total=total, rows=rows).strip(),
            INDICATORS.format(last=last))  # fmt: skip


def checks(*pieces: str) -> set[str]:
    return set().union(*(failing(r) for r in results(*pieces)))


@pytest.mark.parametrize("last", [
    "总分 | | | | | 100 | 98 |",
    "总分 | | | | | 90 | 98 |",  # the execution row outside
    "总分 | | | | | 98 | 98 |",  # the score typed in both columns
    "总分 | | | | | 98 | |",
    "合计 | | | 自评98 | 复核96 | | | ",
    "总分 | | | | | | 98 |",
])  # fmt: skip
def test_a_total_of_weights_that_fits_is_left_alone(last: str) -> None:
    assert "weight.sum" not in checks(*form(last))


@pytest.mark.parametrize("wrong", ["105", "95", "110", "10"])
def test_a_total_of_weights_that_is_not_their_sum_contradicts(wrong: str) -> None:
    assert "weight.sum" in checks(*form(f"总分 | | | | | {wrong} | 98 |"))


TWO = """其中：省级资金 | 210 | 210 | 210 | — | 100% | —
县级资金 | 127.60 | 127.60 | 127.60 | — | 100% | —"""
ONE = "其中：财政拨款 | 337.60 | 337.60 | 337.60 | — | 100% | —"


@pytest.mark.parametrize("rows", [
    TWO, ONE, ONE.replace("337.60", "300.00", 1), ONE.replace("337.60", "300"),
    TWO.replace("127.60", "—", 1),
])  # fmt: skip
def test_rows_of_funds_that_may_be_a_selection_are_left_alone(rows: str) -> None:
    assert "sum.funds_by_source" not in checks(*form(rows=rows))


@pytest.mark.parametrize("total, rows", [
    ("313.97", ONE),  # a part larger than its total
    ("313.97", TWO),
    ("353.97", TWO),  # less than the total, while the same rows fill the other columns
    ("337.60", TWO.replace("210", "201", 1)),
    ("337.60", TWO.replace("127.60", "118.67", 1)),
])  # fmt: skip
def test_a_column_of_funds_is_read_by_itself(total: str, rows: str) -> None:
    """That the parts fit the total of the next column is chance where both have their own."""
    assert "sum.funds_by_source" in checks(*form(total=total, rows=rows))


def test_an_amount_under_a_name_of_its_own_is_kept_with_it() -> None:
    found = values(report(
        "财政项目支出绩效自评表（2021年度）",
        "当年预算数（元） | 3,680,000.00 | 上年预算执行数（元） | 2,992,400.00\n经常性项目 | 否 | | ",
        *form()[2:],
    ))  # fmt: skip
    assert found["other_figures[1].label"] == "当年预算数（元）"
    assert found["other_figures[1].value"] == "3680000.00"
    assert {"other_figures[2].value", "budget.last_year.total"} & found.keys()
    assert found["budget.initial.total"] == "337.60"
