"""Budget labels in the forms of the list of variants.

Texts are in our own words; labels, values and quirks follow records of real documents (the
number in a case's name) or the list of variants (§).
"""

from __future__ import annotations

import pytest

from tests.variants import Case, check

CASES = (
    *(
        Case(f"budget turned into another: {text}", text, {path: value}, absent=("activities",))
        for text, path, value in (
            ("因职工晋级增资，全年预算调整为920.00万元。", "budget.adjusted.total", "920.00万元"),
            ("受机构合并影响，全年预算数压减至830.50万元。", "budget.adjusted.total", "830.50万元"),
            ("由于新增防汛任务，部门预算调增至1204.60万元。", "budget.adjusted.total", "1204.60万元"),
            ("根据上级专项资金下达情况，年初预算调整到931.60万元。", "budget.adjusted.total", "931.60万元"),
            ("因人员调入基本支出预算调整为602.30万元。", "budget.adjusted.basic", "602.30万元"),
            ("由于教师增加，年中追加至920.00万元。", "budget.adjusted.total", "920.00万元"),
            ("因职工晋级增资，年中调增120.00万元。", "budget.adjustment.total", "120.00万元"),
        )
    ),
    Case(
        "from the initial budget to the adjusted one, and a part of it",
        "由于任务增加，本单位年初预算总额由800.00万元追加至920.00万元，其中项目支出年初预算从100.00万元调整为220.00万元。",
        {
            "budget.initial.total": "800.00万元", "budget.adjusted.total": "920.00万元",
            "budget.initial.project": "100.00万元", "budget.adjusted.project": "220.00万元",
        },
        absent=("activities",),
    ),
    Case(
        "from the initial budget of a work",
        "文化站修缮工程年初预算由30.00万元调整为50.00万元，人员经费由30.00万元追加至50.00万元。",
        {},
    ),
    Case(
        "from one amount to another, of something else",
        "因材料涨价，陈列室维修由30.00万元调整为50.00万元。",
        {},
    ),
    Case(
        "a rate from which points are computed",
        "按执行率94.60%计算，得9.46分。",
        {"budget.execution_rate.total": "94.60%", "evaluation.execution_score": "9.46分"},
        absent=("activities",),
    ),
    Case(
        "a basis of computing that is no rate of the budget",
        "按满意度95.20%的比例计分，按照人均800元标准测算。",
        {},
        absent=("activities",),
    ),
    Case(
        "§1 initial and invested",
        "年初预算资金总额1304.23万元，实际投入资金额2951.55万元。",
        {
            "budget.initial.total": "1304.23万元", "budget.executed.total": "2951.55万元",
        },
    ),
    Case(
        "§1 cut with a verb",
        "年初批复预算500万元，调整后预算数480万元，调减20万元，预算执行数470万元，"
        "预算执行率97.92%。",
        {
            "budget.initial.total": "500万元", "budget.adjusted.total": "480万元",
            "budget.adjustment.total": "-20万元", "budget.executed.total": "470万元",
            "budget.execution_rate.total": "97.92%",
        },
    ),
    Case(
        "§1 full chain",
        "年初预算安排300万元，年中追加50万元，全年预算数350万元，全年执行数340万元，"
        "执行率97.14%，结转资金10万元。",
        {
            "budget.initial.total": "300万元", "budget.adjustment.total": "50万元",
            "budget.adjusted.total": "350万元", "budget.executed.total": "340万元",
            "budget.execution_rate.total": "97.14%", "budget.carry_over.total": "10万元",
        },
    ),
    Case(
        "§1 completion of a named base",
        "支出决算为90万元，完成预算100万元的90%。",
        {
            "budget.executed.total": "90万元", "budget.adjusted.total": "100万元",
            "budget.execution_rate.total": "90%",
        },
    ),
    Case(
        "§1 funds received",
        "项目资金到位率100%，实际到位资金50万元，财政安排支出45万元。",
        {
            "budget.funds_received_rate.project": "100%",
            "budget.received.project": "50万元", "budget.executed.project": "45万元",
        },
    ),
    Case(
        "§1 为预算的",
        "预算执行数88.88万元，为预算的98.00%。",
        {
            "budget.executed.total": "88.88万元", "budget.execution_rate.total": "98.00%",
        },
    ),
    Case(
        "§1 安排预算",
        "安排预算为60万元，实际执行55万元，资金执行率91.67%。",
        {
            "budget.adjusted.total": "60万元", "budget.executed.total": "55万元",
            "budget.execution_rate.total": "91.67%",
        },
    ),
    Case(
        "§2 总收入, 总支出",
        "总收入200万元，总支出190万元，年末结转和结余10万元。",
        {
            "budget.revenue.total": "200万元", "budget.expenditure.total": "190万元",
            "budget.carry_over.total": "10万元",
        },
    ),
    Case(
        "§2 colon labels",
        "收入：1200.00万元，支出：1200.00万元。",
        {
            "budget.revenue.total": "1200.00万元", "budget.executed.total": "1200.00万元",
        },
    ),
    Case(
        "§2 parts in brackets",
        "支出预算100万元，其中基本支出80万元（人员经费60万元，公用经费20万元），"
        "项目支出20万元。",
        {
            "budget.adjusted.total": "100万元", "budget.adjusted.basic": "80万元",
            "budget.adjusted.personnel": "60万元", "budget.adjusted.operating": "20万元",
            "budget.adjusted.project": "20万元",
        },
    ),
    Case(
        "§7 万, 亿, 亿元",
        "年初预算数3.2亿，全年执行数3.1亿元，预算执行率96.88%。",
        {
            "budget.initial.total": "3.2亿元", "budget.executed.total": "3.1亿元",
            "budget.execution_rate.total": "96.88%",
        },
    ),
    Case(
        "§7 unit line",
        "金额单位：元\n年初预算数881300.39，全年执行数870000.00，"
        "执行率98.72%。",
        {
            "budget.initial.total": "881300.39元", "budget.executed.total": "870000.00元",
            "budget.execution_rate.total": "98.72%",
        },
    ),
    Case(
        "§1 rates of three subjects",
        "基本支出预算执行率99.5%，项目支出预算执行率97.2%，整体预算执行率98.6%。",
        {
            "budget.execution_rate.basic": "99.5%",
            "budget.execution_rate.project": "97.2%",
            "budget.execution_rate.total": "98.6%",
        },
    ),
    Case(
        "§1 heading gives the measure",
        "2022年部门整体支出绩效自评报告\n（一）年初预算情况\n2022年基本支出200万元，"
        "项目支出100万元。\n（二）支出决算情况\n基本支出198万元，项目支出95万元。",
        {
            "budget.initial.basic": "200万元", "budget.initial.project": "100万元",
            "budget.executed.basic": "198万元", "budget.executed.project": "95万元",
        },
    ),
    Case(
        "§1 2023年初 without a second 年",
        "我单位2023年初预算批复数为1200万元，年中调整增加预算80万元，"
        "全年预算数1280万元。截至2023年12月31日，全年累计执行1250万元，"
        "预算执行率97.66%，结转结余30万元。",
        {
            "budget.initial.total": "1200万元", "budget.adjustment.total": "80万元",
            "budget.adjusted.total": "1280万元", "budget.executed.total": "1250万元",
            "budget.execution_rate.total": "97.66%", "budget.carry_over.total": "30万元",
        },
    ),
    Case(
        "§2 income and spending budgets",
        "2023年度，单位预算总收入1200.00万元，其中：本年收入1100.00万元，"
        "上年结转100.00万元；预算总支出1200.00万元，"
        "其中：基本支出900.00万元、项目支出300.00万元。",
        {
            "budget.adjusted.total": "1200.00万元",
            "budget.revenue.current_year": "1100.00万元",
            "budget.opening_carry_over.total": "100.00万元",
            "budget.adjusted.basic": "900.00万元", "budget.adjusted.project": "300.00万元",
        },
    ),
    Case(
        "§2 总额 of the accounts",
        "本单位2023年度收入决算总额1280.55万元，支出决算总额1250.35万元。",
        {
            "budget.revenue.total": "1280.55万元", "budget.executed.total": "1250.35万元",
        },
    ),
    Case(
        "§2 carry-over by kind",
        "年初结转和结余50万元，其中：基本支出结转10万元，项目支出结转40万元。",
        {
            "budget.opening_carry_over.total": "50万元",
            "budget.opening_carry_over.basic": "10万元",
            "budget.opening_carry_over.project": "40万元",
        },
    ),
    Case(
        "§1 procurement",
        "政府采购预算100万元，实际采购支出95万元，节约资金5万元，节约率5%。",
        {
            "budget.adjusted.procurement": "100万元",
            "budget.executed.procurement": "95万元",
        },
    ),
    Case(
        "§1 additions and cuts",
        "年初预算资金100万元，年中追加50万元、追减10万元，调整后预算140万元。",
        {
            "budget.initial.total": "100万元", "budget.adjustment_increase.total": "50万元",
            "budget.adjustment_decrease.total": "10万元",
            "budget.adjusted.total": "140万元",
        },
    ),
    Case(
        "§2 several sources, one spending",
        "2023年下达中央资金300万元、省级资金200万元，实际支出490万元，执行率98%。",
        {
            "budget.granted.central_funds": "300万元",
            "budget.granted.provincial_funds": "200万元",
            "budget.executed.total": "490万元", "budget.execution_rate.total": "98%",
        },
    ),
)


@pytest.mark.parametrize("ascii_marks", [False, True], ids=["full-width", "ascii"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_budget_form_is_read_as_a_person_would(case: Case, ascii_marks: bool) -> None:
    check(case, ascii_marks=ascii_marks)
