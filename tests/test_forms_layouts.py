"""Forms laid out unlike the samples: merged value cells, goals in their own cells, tails."""

from __future__ import annotations

from extractor.model import Cell, Document, Fact, Line, Page, Place, Report, Source, Table
from extractor.output.terminal import COLUMNS, render_facts
from extractor.output.words import refs, told, width
from extractor.pipeline import Settings, results_of
from tests.form_tools import grave, report, results, values


def spanned(rows: list[list[tuple[str, int]]]) -> Report:
    """The report of a form whose cells are given with the columns that they reach over."""
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        column = 0
        for words, columns in row:
            cells.append(Cell(number, column, words, columns=columns))
            column += columns
    wide = max(sum(columns for _, columns in row) for row in rows)
    title = Line("转移支付绩效目标自评表（2023年度）", 1, spots=(Place("第1段"),))
    table = Table(1, len(rows), wide, tuple(cells), at=(0, 1))
    source = Source("form.docx", "0" * 64, "application/x-typed", 1)
    (result,) = results_of(Document(source, (Page((title,)),), tables=(table,)), Settings())
    assert result.report is not None
    return result.report


HEADER = [(w, 1) for w in ("一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施")]
LENGTH = [(w, 1) for w in ("产出指标", "数量指标", "改造管网", "≥8公里", "8.3公里", "无")]


def test_a_value_that_reaches_over_the_reason_column_is_no_reason() -> None:
    found = values(spanned([
        HEADER, LENGTH,
        [("产出指标", 1), ("质量指标", 1), ("验收合格率", 1), ("≥99%", 1), ("97.5%", 2)],
    ]))  # fmt: skip
    assert found["indicators[2].actual"] == "97.5"
    assert "indicators[2].deviation_reason" not in found


def test_a_zero_that_reaches_over_the_rate_column_is_no_rate() -> None:
    found = values(spanned([
        [("资金投入情况（万元）", 1), ("全年预算数（A）", 1), ("全年执行数（B）", 1), ("预算执行率（B/A）", 1)],
        [("年度资金总额", 1), ("640", 1), ("608", 1), ("95%", 1)],
        [("其他资金", 1), ("0", 1), ("0", 2)],
    ]))  # fmt: skip
    assert found["budget.executed.other_funds"] == "0"
    assert found["budget.execution_rate.total"] == "95"
    assert "budget.execution_rate.other_funds" not in found


def test_the_note_at_the_end_of_a_form_is_no_indicator() -> None:
    found = values(spanned([
        HEADER, LENGTH,
        [("说明", 1), ("请在此处简要说明审计和财政监督中发现的问题及其所涉及的金额，如没有请填无。", 5)],
    ]))  # fmt: skip
    assert found["indicators[1].actual"] == "8.3"
    assert not [path for path in found if path.startswith("indicators[2]")]


def test_goals_that_carry_their_heading_in_the_cell_are_goals() -> None:
    (result,) = results(
        "项目支出绩效自评表（2023年度）",
        "项目名称 | 渠道修缮 | 实施单位 | 云岭县水利站\n"
        "年度总体目标 | 年初设定目标：修渠6公里，灌溉900亩。 | 全年完成情况：修渠6.4公里，灌溉915亩。",
    )
    assert result.report is not None
    found = values(result.report)
    assert found["goals[1].expected"] == "修渠6公里，灌溉900亩。"
    assert found["goals[1].actual"] == "修渠6.4公里，灌溉915亩。"
    assert not result.coverage.unexplained


def test_a_lone_cell_with_a_colon_is_no_goal() -> None:
    found = values(report(
        "项目支出绩效自评表（2023年度）",
        "项目名称 | 渠道修缮 | 实施单位 | 云岭县水利站\n完成情况：见附件 | 另有说明：无",
    ))  # fmt: skip
    assert not [path for path in found if path.startswith("goals")]


def test_a_cell_of_a_pdf_is_told_with_its_page() -> None:
    cell = Place("表1 C5", 2, None)
    assert refs([cell, cell]) == "第2页 表1 C5"
    assert refs([Place("表1 C5", 1, None), cell]) == "第1页 表1 C5、第2页 表1 C5"
    assert refs([Place("第2页", 2, None), Place("表1 C5"), Place("自评表!C5")]) == "第2页、表1 C5、自评表!C5"


def test_choices_are_told_in_words() -> None:
    made: list[Fact] = [
        fact
        for fact in report("2023年度项目支出绩效自评表", "项目名称 | 渠道修缮 | 等级 | 优").facts
        if fact.type == "enum"
    ]
    assert [told(fact) for fact in made] == ["项目支出绩效自评", "优"]


def test_a_place_is_never_broken_over_two_lines() -> None:
    found = results(
        "云岭县水利站渠道修缮项目支出绩效自评表（2023年度）",
        "项目名称 | 云岭县南部片区小型灌溉渠道修缮及配套设施更新改造 | 主管部门 | 云岭县水利局",
    )
    lines = render_facts(found).splitlines()
    assert any("云岭县南部片区" in line for line in lines)
    assert not [line for line in lines if line.rfind("[表") > line.rfind("]")]
    assert all(width(line) <= COLUMNS for line in lines)


def test_what_was_added_in_the_year_is_checked_against_both_budgets() -> None:
    head = (
        "项目名称 | 雪亮工程 | 实施单位 | 云岭县公安局\n"
        "资金情况(万元) | 年初预算数 | 调整数 | 调整后预算数 | 实际支付数 | 支付率\n"
    )
    (fine,) = results("2023年项目支出绩效自评表", head + "合计 | 120.5 | -20.5 | 100.0 | 98.0 | 98%")
    assert fine.report is not None
    assert values(fine.report)["budget.executed.total"] == "98.0"
    assert not [d for d in fine.discrepancies if "sum.adjusted.initial_delta" in d.checks]
    (wrong,) = results("2023年项目支出绩效自评表", head + "合计 | 120.5 | -10.5 | 100.0 | 98.0 | 98%")
    assert [d for d in wrong.discrepancies if "sum.adjusted.initial_delta" in d.checks]


def test_a_lone_column_of_adjustment_is_not_read() -> None:
    found = values(report(
        "2023年项目支出绩效自评表",
        "项目名称 | 雪亮工程 | 实施单位 | 云岭县公安局\n资金情况(万元) | 年初预算数 | 调整数 | 执行数\n合计 | 120 | 130 | 128",
    ))  # fmt: skip
    assert found["budget.executed.total"] == "128"
    assert "budget.adjustment.total" not in found


def test_the_goals_form_of_a_project_is_no_transfer_payment() -> None:
    made = report("2023年项目支出绩效目标自评表", "项目名称 | 雪亮工程 | 实施单位 | 云岭县公安局")
    assert made.kind == "project_expenditure_self_evaluation"
    made = report("绩效目标自评表（2023年度）", "转移支付名称 | 危房改造 | 资金使用单位 | 云岭县住建局")
    assert made.kind == "transfer_payment_self_evaluation"


def test_a_value_over_several_columns_above_a_header_heads_none_of_them() -> None:
    rows = [
        [("项目资金（万元）", 2), ("年初预算数", 1), ("全年预算数", 1), ("全年执行数", 1), ("执行率", 3),
         ("权重", 1), ("得分", 1)],
        [("", 1), ("总额", 1), ("91.5", 1), ("88", 1), ("88", 1), ("100%", 3), ("10", 1), ("10", 1)],
        [("", 1), ("单位资金", 1), ("0", 1), ("0", 1), ("0", 1), ("", 3), ("/", 1), ("/", 1)],
        [(w, 1) for w in ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位")]
        + [(w, 1) for w in ("实际完成值", "权重", "得分", "原因")],
        [(w, 1) for w in ("产出指标", "数量指标", "添置书架", "≥", "45", "组")]
        + [(w, 1) for w in ("47", "90", "90", "")],
    ]  # fmt: skip
    found = values(spanned(rows))
    assert found["indicators[1].name"] == "添置书架"
    assert found["indicators[1].target"] == "45"
    assert found["indicators[1].score"] == "90"


def _scored(subtotal: str) -> str:
    return (
        "一级指标 | 二级指标 | 三级指标 | 分值 | 评价标准 | 得分 | 扣分原因\n"
        "决策(45分) | 立项 | 立项依据 | 25 | 齐全 | 25 |\n | | 资金分配 | 20 | 合理 | 18 | 分配方案没有测算到村\n"
        f"决策小计 | | | {subtotal} | | 43 |\n"
        "产出(55分) | 数量 | 修复渠段 | 30 | 按比例 | 30 |\n | 质量 | 一次验收率 | 25 | 按比例 | 24 | 一处渠段验收后返工\n"
        "产出小计 | | | 55 | | 54 |\n合计 | | | 100 | | 97 |"
    )


def test_a_sub_total_is_of_the_block_whose_label_names_its_points() -> None:
    title = "灌区修复项目绩效评价指标评分表"
    (right,), (wrong,) = results(title, _scored("45")), results(title, _scored("47"))
    assert not grave(right)
    assert grave(wrong)
