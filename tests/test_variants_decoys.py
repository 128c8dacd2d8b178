"""Figures that look like facts and are none.

Texts are in our own words; labels, values and quirks follow records of real documents (the
number in a case's name) or the list of variants (§).
"""

from __future__ import annotations

import pytest

from tests.variants import Case, check

CASES = (
    Case(
        "phones and codes",
        "联系电话0871-65123456，手机13912345678，年初预算数100万元，"
        "项目编码53000021000000012345。",
        {
            "budget.initial.total": "100万元",
        },
    ),
    Case(
        "concrete, dimensions, document number",
        "根据云财预〔2023〕12号文件，采用C30混凝土，尺寸0.6*0.8米，"
        "体育馆建设年初预算30万元。",
        {},
        absent=("budget.",),
    ),
    *(
        Case(f"points of one item: {text}", text, {}, absent=("evaluation.",))
        for text in (
            "该项满分20分，自评得18分。",
            "公众知晓度指标，权重10分，评价得分9.6分。",
            "本项满分8分，综合评分7.6分。",
            "问题整改及时，标准分5分。自评得分4.5分。",
            "档案归集完整，自评得分4.5分（满分5分）。",
            "投诉办结率为97%，自评得分4.9分。",
        )
    ),
    Case(
        "share of a budget",
        "基本支出占年初预算的65.00%，项目支出占35.00%。",
        {},
        shares=(
            ("", "65.00%"),
            ("", "35.00%"),
        ),
        absent=("budget.",),
    ),
    Case(
        "work in front of the label",
        "体育馆建设年初预算30万元，学校食堂改造资金安排支出15万元，实际支出14万元，"
        "执行率93.33%。",
        {},
        absent=("budget.",),
    ),
    Case(
        "work before a bracket",
        "体育馆建设（年初预算30万元）已完工。",
        {},
        absent=("budget.",),
    ),
    Case(
        "spending on counted things",
        "修建排水沟1300米，支出30万元；会议室LED屏P1.5共12台，实际支出20万元。",
        {},
        absent=("budget.",),
    ),
    Case(
        "rate of a named project",
        "道路改造项目预算50万元，执行49万元，执行率98%。",
        {},
        absent=("budget.",),
    ),
    Case(
        "functional classification",
        "1.一般公共服务支出（类）财政事务（款）行政运行（项）。主要用于人员经费。"
        "年初预算为1560.05万元，支出决算为1511.89万元。",
        {},
        absent=("budget.",),
    ),
    Case(
        "class in front of 支出",
        "社会保障和就业（类）支出67.64万元，占5.35%，完成预算89.53%。",
        {},
        absent=("budget.",),
    ),
    Case(
        "spending of each source",
        "项目支出预算数300万元、执行数290万元，预算执行率96.67%；"
        "其中：中央转移支付资金100万元，执行数98万元；本级财政资金200万元，执行数192万元。",
        {
            "budget.adjusted.project": "300万元", "budget.executed.project": "290万元",
            "budget.execution_rate.project": "96.67%",
        },
        absent=("budget.executed.county_funds",),
    ),
    Case(
        "single part and a rate",
        "全年预算100万元，其中项目支出20万元，执行率99%。",
        {
            "budget.adjusted.total": "100万元", "budget.adjusted.project": "20万元",
        },
        absent=("budget.execution_rate",),
    ),
    Case(
        "one rate for two subjects",
        "基本支出预算80万元，项目支出预算20万元，执行率均为100%。",
        {
            "budget.adjusted.basic": "80万元", "budget.adjusted.project": "20万元",
        },
        absent=("budget.execution_rate",),
    ),
    Case(
        "founding year, altitude",
        "2019年成立，海拔1850米，现有职工23人。",
        {
            "staffing.actual.total": "23人",
        },
    ),
    Case(
        "money unit is no unit name",
        "单位：万元\n年初预算数100.00",
        {
            "budget.initial.total": "100.00万元",
        },
        absent=("unit.name",),
    ),
    Case(
        "unit price and per head",
        "全年公用经费支出48万元，人均公用经费1.2万元，补助标准700元/人。",
        {},
    ),
    Case(
        "table row without a measure",
        "单位：万元\n302 12因公出国（境）费用301 14医疗费",
        {},
        absent=("budget.",),
    ),
    Case(
        "percent of a plan exceeded",
        "超出计划9%，节约44%。",
        {},
        absent=("budget.",),
    ),
    Case(
        "progress below schedule",
        "全年预算执行率为95.5%，较序时进度低4.5个百分点。",
        {
            "budget.execution_rate.total": "95.5%",
        },
    ),
)


@pytest.mark.parametrize("ascii_marks", [False, True], ids=["full-width", "ascii"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_decoy_gives_no_fact(case: Case, ascii_marks: bool) -> None:
    check(case, ascii_marks=ascii_marks)
