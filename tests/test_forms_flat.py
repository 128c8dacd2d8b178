"""Forms whose table is lost: one cell a line, and figures run together."""

from __future__ import annotations

import pytest

from extractor.find.flat.glued import split_glued
from tests.form_tools import failing, grave, results, values

AMOUNTS = ["initial", "adjusted", "executed", "execution_rate"]


@pytest.mark.parametrize(
    ("run", "roles", "wanted"),
    [
        ("64.864.864.8100%", AMOUNTS, ["64.8", "64.8", "64.8", "100%"]),
        ("194.9194.9100%", AMOUNTS[1:], ["194.9", "194.9", "100%"]),
        ("40004000100%", AMOUNTS[1:], ["4000", "4000", "100%"]),
        ("1.561.56120", [*AMOUNTS[1:], "weight"], ["1.56", "1.56", "1", "20"]),
        ("120.00118.0098.33%", AMOUNTS[1:], ["120.00", "118.00", "98.33%"]),
        ("50.0047.50109595%", ["adjusted", "executed", "weight", "score", "execution_rate"], None),
    ],
)
def test_a_run_of_figures_is_cut_where_the_rate_fits(
    run: str, roles: list[str], wanted: list[str] | None
) -> None:
    assert split_glued(run, roles) == wanted


def test_a_run_that_can_be_cut_in_two_ways_is_not_cut() -> None:
    assert split_glued("111111", ["initial", "adjusted"]) == ["111", "111"]
    assert split_glued("111111", ["adjusted", "executed", "execution_rate"]) is None
    assert split_glued("9" * 200, AMOUNTS) is None


FORM = """项目支出绩效自评表
（2022年度）
项目名称
村道养护补助
主管部门
云岭县交通运输局
项目资金(万元)
年初预算数
全年预算数
全年执行数
分值
执行率
得分
年度资金总额
64.8
64.8
60.8
10
93.83%
9.38
其中:当年财政拨款
64.8
64.8
60.8
—
93.83%
—
一级指标
二级指标
三级指标
年度指标值
实际完成值
分值
得分
偏差原因分析及改进措施
产出指标
数量指标
养护里程
≥20公里
21公里
50
50
质量指标
合格率
≥95%
93%
20
20
雨季较长
效益指标
社会效益指标
出行条件
显著改善
显著改善
20
20
总分
100
99.38
优"""


def test_one_cell_a_line_is_read_as_the_table_it_was() -> None:
    (result,) = results(*FORM.split("\n"))
    assert result.report is not None
    got = values(result.report)
    assert got["project.name"] == "村道养护补助"
    assert (got["budget.initial.total"], got["budget.executed.total"]) == ("64.8", "60.8")
    assert got["budget.execution_rate.fiscal_appropriation"] == "93.83"
    assert [i.name for i in result.report.indicators] == ["养护里程", "合格率", "出行条件"]
    assert got["indicators[2].level1"] == "产出指标"
    assert got["indicators[2].deviation_reason"] == "雨季较长"
    assert got["indicators[3].target"] == "显著改善"
    assert (got["evaluation.total_score"], got["evaluation.grade"]) == ("99.38", "优")
    assert not result.coverage.unexplained


def test_a_fact_of_a_lost_table_says_in_which_line_it_stands() -> None:
    (result,) = results(*FORM.split("\n"))
    assert result.report is not None
    figure = result.report.get("budget.executed.total")
    assert figure is not None
    assert figure.first.places[0].ref == "第17段"


def test_what_a_lost_table_contradicts_is_found() -> None:
    (result,) = results(*FORM.split("\n"))
    assert "ind.full_score_despite_miss" in failing(result)
    assert len(grave(result)) == 1


def test_label_and_figures_in_one_run_are_read() -> None:
    (result,) = results(
        "2021年部门项目支出绩效自评表", "项目名称：校园维修", "年初预算数", "调整预算数A",
        "全年执行数B", "执行率(B/A)", "年度资金总额64.864.860.894%", "其中：财政拨款64.864.860.894%",
    )  # fmt: skip
    assert result.report is not None
    got = values(result.report)
    assert (got["budget.adjusted.total"], got["budget.executed.total"]) == ("64.8", "60.8")
    assert got["budget.executed.fiscal_appropriation"] == "60.8"


def test_two_amounts_under_three_headers_are_left_open() -> None:
    (result,) = results(
        "项目支出绩效自评表", "项目名称：营养改善", "年初预算数", "全年预算数", "全年执行数",
        "年度资金总额", "387664.62", "387664.62",
    )  # fmt: skip
    assert result.report is not None
    assert not any(path.startswith("budget.") for path in result.report.figures)
    assert len(result.coverage.unexplained) == 2


def test_a_reason_of_a_few_words_and_a_figure_ends_its_row() -> None:
    (result,) = results("""项目支出绩效自评表
（2023年度）
一级指标
二级指标
三级指标
年度指标值
实际完成值
分值
得分
偏差原因分析及改进措施
产出指标
数量指标
维修处数
≥300处
308处
30
30
质量指标
一次验收合格率
≥98%
97%
20
19
返工3处
时效指标
及时完成率
100%
100%
10
10
满意度指标
服务对象满意度指标
居民满意度
≥90%
92%
30
30
总分
100
99""")
    assert result.report is not None
    found = values(result.report)
    assert found["indicators[2].deviation_reason"] == "返工3处"
    assert (found["indicators[3].name"], found["indicators[3].score"]) == ("及时完成率", "10")
    assert (found["indicators[4].actual"], found["evaluation.total_score"]) == ("92", "99")


def test_a_row_of_zeros_before_blank_cells_keeps_its_zeros() -> None:
    (result,) = results(FORM.replace("其中:当年财政拨款", """上年结转资金
0
0
0
—
—
其中:当年财政拨款"""))
    assert result.report is not None
    found = values(result.report)
    assert found["budget.executed.carry_over_funds"] == "0"
    assert found["budget.initial.carry_over_funds"] == "0"
    assert "budget.execution_rate.carry_over_funds" not in found
