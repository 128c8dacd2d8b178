"""Forms of several places, typed: what the cells mean, and what contradicts what."""

from __future__ import annotations

from decimal import Decimal

from extractor.pipeline import tie
from tests.form_tools import failing, grave, report, results, typed_result, values


def project(funds: str, rows: str, total: str = "") -> str:
    """A project form: fund rows, indicator rows and the total row."""
    return "\n".join(
        (
            "项目名称 | 村道养护补助 | 主管部门 | 云岭县交通运输局 | 实施单位 | 云岭县公路站",
            "项目资金(万元) | | 年初预算数 | 全年预算数(A) | 全年执行数(B) | 分值 | 执行率(B/A) | 得分",
            *("项目资金(万元) | " + row.strip() for row in funds.strip().split("\n")),
            "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施",
            *("绩效指标 | " + row.strip() for row in rows.strip().split("\n")),
            total,
        )
    ).strip()


ROWS = """
产出指标 | 数量指标 | 养护村道 | ≥20公里 | 21 | 50 | 50 |
效益指标 | 社会效益指标 | 受益人口 | ≥3000人 | 3100 | 30 | 30 |
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 95% | 10 | 10 |
"""
TITLE = "项目支出绩效自评表（2023年度）"


def test_a_correct_form_gives_its_facts_and_no_finding() -> None:
    found = results(TITLE, project(
        """年度资金总额 | 50.00 | 48.00 | 45.60 | 10 | 95.00% | 9.5
        其中：当年财政拨款 | 40.00 | 38.00 | 36.10 | — | 95.00% | —
        上年结转资金 | | | | — | | —
        其他资金 | 10.00 | 10.00 | 9.50 | — | 95.00% | —""",
        ROWS, "总分 | | | | | | 100 | 99.5 | 优"))  # fmt: skip
    (result,) = found
    assert not grave(result)
    assert result.report is not None
    got = values(result.report)
    assert got["budget.adjusted.total"] == "48.00"
    assert got["budget.executed.other_funds"] == "9.50"
    assert got["evaluation.execution_score"] == "9.5"
    assert (got["evaluation.total_score"], got["evaluation.grade"]) == ("99.5", "优")
    assert "budget.initial.carry_over_funds" not in got
    actual = result.report.quantity("indicators[1].actual")
    assert actual is not None
    assert (actual.value, actual.unit) == (Decimal(21), "公里")
    assert not result.coverage.unexplained


def test_a_zero_total_over_rows_with_money_is_an_error() -> None:
    (result,) = results(TITLE, project(
        """年度资金总额 | 0 | 0 | 0 | 10 | 0 | 0
        其中：本年财政拨款 | 90 | 89.974 | 89.974 | — | | —
        上年结转资金 | | | | — | | —
        其他资金 | | | | — | | —""",
        ROWS, "总分 | | | | | | 100 | 90"))  # fmt: skip
    assert "sum.total_row_blank" in failing(result)
    assert all("合计行为0万元" in title for _, title in grave(result))


def test_sources_that_exceed_the_total_are_an_error() -> None:
    (result,) = results(TITLE, project(
        """年度资金总额 | 321.25 | 321.25 | 321.25 | 10 | 100% | 10
        中央补助 | 166.00 | 166.00 | 166.00 | — | | —
        市级资金 | 136.00 | 136.00 | 136.00 | — | | —
        本级资金 | 20.25 | 20.25 | 20.25 | — | | —""",
        ROWS, "总分 | | | | | | 100 | 100"))  # fmt: skip
    assert failing(result) == {"sum.funds_by_source"}
    assert any("322.25" in title for _, title in grave(result))


def test_totals_that_differ_by_rounding_only_raise_nothing() -> None:
    (result,) = results(TITLE, project(
        """年度资金总额 | 100.00 | 100.00 | 100.00 | 10 | 100% | 10
        当年财政拨款 | 33.33 | 33.33 | 33.33 | — | | —
        上年结转资金 | 33.33 | 33.33 | 33.33 | — | | —
        其他资金 | 33.33 | 33.33 | 33.33 | — | | —""",
        ROWS, "总分 | | | | | | 100 | 100"))  # fmt: skip
    assert not grave(result)
    status = {c.slug: c.status for c in result.checks}
    assert status["sum.funds_by_source"] == "rounding"


def test_full_execution_that_scores_nine_of_ten_is_an_error() -> None:
    (result,) = results(TITLE, project(
        "年度资金总额 | 64.8 | 64.8 | 64.8 | 10 | 100% | 9", ROWS, "总分 | | | | | | 100 | 99"))
    assert "score.execution_formula" in failing(result)


def test_a_met_indicator_with_points_off_and_no_reason_is_named() -> None:
    (result,) = results(TITLE, project(
        "年度资金总额 | 387664.62 | 387664.62 | 387664.62 | 10 | 100% | 10",
        ROWS.replace("≥3000人 | 3100 | 30 | 30 |", "≥3000人 | 3100 | 30 | 27 |"),
        "总分 | | | | | | 100 | 97"))  # fmt: skip
    assert "ind.score_below_expected" in {s for d in result.discrepancies for s in d.checks}


def test_row_scores_that_do_not_make_the_total_are_an_error() -> None:
    (result,) = results(TITLE, project(
        "年度资金总额 | 285.84 | 285.84 | 285.84 | 20 | 100% | 20",
        """产出指标 | 数量指标 | 支持企业 | 3家 | 3家 | 60 | 60 |
        效益指标 | 社会效益指标 | 新增就业 | ≥20人 | 22人 | 20 | 20 |
        效益指标 | 可持续影响指标 | 留用率 | ≥80% | 85% | 20 | 20 |""",
        "总分 | | | | | | 100 | 100"))  # fmt: skip
    assert {"weight.sum", "score.total_sum"} & failing(result)


def test_operator_value_and_unit_in_three_cells_make_one_target() -> None:
    found = report(TITLE, """
        一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分
        产出指标 | 数量指标 | 培训期数 | ≧ | 12 | 期 | 13 | 60 | 60
        成本指标 | 经济成本指标 | 单期成本 | ≤ | 3.36 | 万元 | 3.30 | 30 | 30
    """)
    first, second = found.quantity("indicators[1].target"), found.quantity("indicators[2].target")
    assert first is not None
    assert second is not None
    assert (first.comparator, first.value, first.unit) == (">=", Decimal(12), "期")
    assert (second.comparator, second.value, second.unit) == ("<=", Decimal("3.36"), "万元")
    actual = found.quantity("indicators[2].actual")
    assert actual is not None
    assert actual.unit == "万元"


def test_both_splits_of_the_hunan_form_are_compared() -> None:
    (result,) = results("2023年度部门整体支出绩效自评表", """
        预算部门、单位名称 | 云岭县石桥乡人民政府
        年度预算申请(万元) | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 自评得分
        年度预算申请(万元) | 年度资金总额 | 1800.00 | 2030.12 | 1925.67 | 10 | 94.85% | 9.49
        年度预算申请(万元) | 按收入性质分： | | | 按支出性质分： | | |
        年度预算申请(万元) | 其中：一般公共预算：1325.68 | | | 其中：基本支出：900.47 | | |
        年度预算申请(万元) | 政府性基金拨款：118.82 | | | 项目支出：1025.20 | | |
        年度预算申请(万元) | 纳入专户管理的非税收入拨款： | | | | | |
        年度预算申请(万元) | 其他资金：585.62 | | | | | |
    """)  # fmt: skip
    assert "sum.source_equals_nature" in failing(result)
    assert any("104.45" in title for _, title in grave(result))


def test_two_projects_in_one_table_are_two_reports() -> None:
    form = """项目名称 | {name}项目
        项目资金 | 年初预算数 | 预算数(A) | 执行数(B) | 执行率(B/A) | 得分
        年度资金总额 | 250,000.00 | 250,000.00 | 215,457.60 | {rate} | 8.62
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
        产出指标 | 数量指标 | 活动场次 | ≥10场 | 12场 | 90 | 90
        总分 | | | | | 100 | 98.62"""
    first, second = results(
        "单位：元", form.format(name="甲", rate="86.18%") + "\n" + form.format(name="乙", rate="91.86%")
    )
    assert first.report is not None
    assert second.report is not None
    assert first.report.get("project.name") != second.report.get("project.name")
    money = first.report.quantity("budget.executed.total")
    assert money is not None
    assert (money.unit, money.unit_source) == ("元", "header")
    assert not grave(first)
    assert "rate.execution_total" in failing(second)
    assert {d.id for d in first.discrepancies}.isdisjoint(d.id for d in second.discrepancies)


def test_a_ceiling_missed_with_full_marks_is_found_with_points_before_units() -> None:
    (result,) = results("2021年部门整体绩效目标自评表", """
        单位名称 | 云岭县商务局 | 单位负责人及电话 | 某某 13912345678
        年初预算资金总额(万元) | 1304.23 | 实际投入资金额(万元) | 1300.00
        指标名称 | 指标权重 | 计量单位 | 年初指标值 | 全年完成值 | 得分 | 未完成原因
        限上商贸企业增加 | 63 | 家 | 23 | 33 | 63 |
        吨产品能耗 | 37 | 吨 | ≤100 | 120 | 37 |
    """)  # fmt: skip
    assert "ind.full_score_despite_miss" in failing(result)
    assert result.report is not None
    text = " ".join(values(result.report).values())
    assert "13912345678" not in text


def test_last_years_accounts_this_years_budget_and_accounts_are_told_apart() -> None:
    found = report("2023年部门整体支出绩效评价基础数据表（单位：万元）", """
        财政供养人员情况 | 编制数 | 2023年实际在职人数 | 控制率
        财政供养人员情况 | 46 | 50 | 108.70%
        经费控制情况 | 2022年决算数 | 2023年预算数 | 2023年决算数
        三公经费 | 11.88 | 21.00 | 16.95
        1、公务用车购置和运行维护费 | 8.00 | 17.00 | 13.50
        其中：公车购置 | | |
        公车运行维护 | 8.00 | 17.00 | 13.50
        2、公务接待费 | 3.88 | 4.00 | 3.45
        项目支出 | 800.00 | 1000.00 | 950.00
        办公经费 | 20.00 | 22.00 | 21.00
    """)  # fmt: skip
    got = values(found)
    assert found.kind == "basic_data_sheet"
    assert (got["budget.last_year.three_public"], got["budget.adjusted.three_public"],
            got["budget.executed.three_public"]) == ("11.88", "21.00", "16.95")  # fmt: skip
    assert got["staffing.actual.in_post"] == "50"
    assert got["budget.executed.official_reception"] == "3.45"
    assert got["budget_lines[1].label"] == "办公经费"
    assert got["budget_lines[1].executed"] == "21.00"


def test_placeholder_rows_and_template_words_give_nothing() -> None:
    found = report(TITLE, project(
        "年度资金总额 | 10 | 10 | 10 | 10 | 100% | 10",
        ROWS + "\n产出指标 | 质量指标 | 指标1 | | | | | \n | | …… | | | | |",
        "总分 | | | | | | 100 | 100"))  # fmt: skip
    assert len(found.indicators) == 3


def test_a_report_and_its_form_in_one_file_are_compared() -> None:
    story = (
        "云岭县水利局2023年度部门整体支出绩效自评报告",
        "一、部门基本情况",
        "云岭县水利局承担全县水资源管理、防汛抗旱和农村供水保障等工作，下设四个股室，年末在职人员二十六人，车辆两台。",
        "二、预算执行情况",
        "2023年全年预算数为850.00万元，全年执行数为816.00万元，预算执行率为96.00%，资金主要用于水库除险加固和农村供水。"
        "各项支出按照批复的用途列支，没有截留挤占挪用的情况，账务处理及时，凭证资料完整，项目档案齐全。",
        "三、绩效目标完成情况",
        "供水管网改造长度：年度指标值为30公里，实际完成值为32公里。全年组织防汛演练，群众安全意识得到增强，水库运行平稳。"
        "自评综合得分99.60分，评价结果为“优”。",
        "附件：2023年度部门整体支出绩效自评表",
    )
    form = """
        部门名称 | 云岭县水利局
        年度预算申请(万元) | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        年度预算申请(万元) | 年度资金总额 | 800.00 | 850.00 | 861.00 | 10 | 96.00% | 9.6
        绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因
        绩效指标 | 产出指标 | 数量指标 | 管网改造长度 | ≥30公里 | 23公里 | 50 | 50 |
        绩效指标 | 效益指标 | 社会效益指标 | 供水保障人口 | ≥2万人 | 2.1万人 | 30 | 30 |
        绩效指标 | 满意度指标 | 服务对象满意度指标 | 用水户满意度 | ≥90% | 93% | 10 | 10 |
        总分 | | | | | | 100 | 99.6 |"""
    (result,) = results(*story, form)
    assert result.report is not None
    assert len(result.report.indicators) == 3
    messages = " ".join(d.message for d in result.discrepancies if "same.narrative_vs_table" in d.checks)
    assert "816.00万元" in messages
    assert "861.00万元" in messages
    assert "供水管网改造长度" in messages
    assert "管网改造长度" in messages
    assert "weight.sum" not in failing(result)


def test_a_report_is_compared_with_the_forms_of_its_folder() -> None:
    story = typed_result("docs/report.docx", (
        "云岭县水利局2023年度部门整体支出绩效自评报告",
        "2023年本单位共有2个项目，项目总金额为300.00万元，执行金额为280.00万元。分别为：水库除险加固项目，预算金额为200.00万元，"
        "执行金额为186.00万元；农村供水管网维护项目，预算金额为100.00万元，执行金额为94.00万元。",
    ))  # fmt: skip
    form = project(
        "年度资金总额 | 200.00 | 200.00 | 168.00 | 10 | 84.00% | 8.4", ROWS, "总分 | | | | | | 100 | 98.4"
    ).replace("村道养护补助", "水库除险加固")
    beside = typed_result("docs/form.docx", (TITLE, form))
    elsewhere = typed_result("other/form.docx", (TITLE, form))
    tied, same, untouched = tie([*story, *beside, *elsewhere])
    finding = next(d for d in tied.discrepancies if "xdoc.form_vs_report" in d.checks)
    assert "186.00万元" in finding.message
    assert "168.00万元" in finding.message
    assert "form.docx" in finding.message
    assert "表1" in finding.message
    assert same == beside[0]
    assert untouched == elsewhere[0]
    (alone,) = tie([*story, *elsewhere])[:1]
    assert alone == story[0]
