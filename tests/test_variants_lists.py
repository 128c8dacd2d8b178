"""Lists: 分别为, totals after their parts, words before a colon; and amounts of other years.

Texts are in our own words; labels, values and quirks follow records of real documents (the
number in a case's name) or the list of variants (§).
"""

from __future__ import annotations

import pytest

from tests.variants import Case, check

CASES = (
    Case(
        "018 pair under one label",
        "收、支总计各是4125.49,4143.91万元。",
        {
            "budget.revenue.total": "4125.49万元",
            "budget.expenditure.total": "4143.91万元",
        },
    ),
    Case(
        "two subjects, one measure",
        "基本支出、项目支出年初预算分别为80万元、20万元。",
        {
            "budget.initial.basic": "80万元", "budget.initial.project": "20万元",
        },
    ),
    Case(
        "one subject, three measures",
        "2023年年初预算数、全年预算数、全年执行数分别为100.00万元、120.00万元、118"
        ".00万元。",
        {
            "budget.initial.total": "100.00万元", "budget.adjusted.total": "120.00万元",
            "budget.executed.total": "118.00万元",
        },
    ),
    Case(
        "pairs joined by 和",
        "基本支出年初预算数和项目支出年初预算数分别为80.00万元和20.00万元。",
        {
            "budget.initial.basic": "80.00万元", "budget.initial.project": "20.00万元",
        },
    ),
    Case(
        "second list has the subjects of the first",
        "人员经费、公用经费决算分别为896.34万元、179.83万元，"
        "执行率分别为99.10%、98.20%。",
        {
            "budget.executed.personnel": "896.34万元",
            "budget.executed.operating": "179.83万元",
            "budget.execution_rate.personnel": "99.10%",
            "budget.execution_rate.operating": "98.20%",
        },
    ),
    Case(
        "unit printed once",
        "基本支出、项目支出年初预算数分别为80、20万元。",
        {
            "budget.initial.basic": "80万元", "budget.initial.project": "20万元",
        },
    ),
    Case(
        "verb after 分别",
        "中央资金和省级资金分别到位300万元和200万元，到位率均为100%。",
        {
            "budget.received.central_funds": "300万元",
            "budget.received.provincial_funds": "200万元",
        },
    ),
    Case(
        "parts of a named whole",
        "三公经费年初预算数为10万元，"
        "其中：因公出国（境）费、公务用车购置及运行维护费、公务接待费分别为0万元、6万元、4万元。",
        {
            "budget.initial.three_public": "10万元",
            "budget.initial.overseas_trips": "0万元", "budget.initial.vehicle": "6万元",
            "budget.initial.official_reception": "4万元",
        },
    ),
    Case(
        "shares in a list",
        "本年支出中，基本支出、项目支出分别为80万元、20万元，分别占80%、20%。",
        {
            "budget.executed.basic": "80万元", "budget.executed.project": "20万元",
        },
        shares=(
            ("80万元", "80%"),
            ("20万元", "20%"),
        ),
    ),
    Case(
        "unknown heads leave the list unread",
        "道路、桥梁养护经费分别为80万元、20万元。",
        {},
        absent=("budget.",),
    ),
    Case(
        "a subject with 和 in its name",
        "工资福利支出、商品和服务支出决算分别为80万元和20万元。",
        {
            "budget.executed.wages_welfare": "80万元",
            "budget.executed.goods_services": "20万元",
        },
    ),
    Case(
        "as many heads as figures, or none",
        "人员经费、公用经费和项目支出年初预算分别为80万元、20万元。",
        {},
        absent=("budget.",),
    ),
    Case(
        "closing total with a measure",
        "基本支出80.00万元，项目支出20.00万元，合计支出100.00万元。",
        {
            "budget.executed.basic": "80.00万元", "budget.executed.project": "20.00万元",
            "budget.executed.total": "100.00万元",
        },
    ),
    Case(
        "closing total that the parts miss",
        "基本支出80.00万元，项目支出25.00万元，合计支出100.00万元。",
        {
            "budget.executed.total": "100.00万元",
        },
        absent=("budget.executed.basic",),
    ),
    Case(
        "closing total without a measure",
        "人员经费80.00万元、公用经费20.00万元，共计100.00万元。",
        {},
        absent=("budget.",),
    ),
    Case(
        "words before a colon",
        "年初预算安排：基本支出80.00万元，项目支出20.00万元，合计100.00万元。",
        {
            "budget.initial.basic": "80.00万元", "budget.initial.project": "20.00万元",
            "budget.initial.total": "100.00万元",
        },
    ),
    Case(
        "X中",
        "全年执行数中，基本支出80.00万元，项目支出20.00万元，支出总计100.00万元。",
        {
            "budget.executed.basic": "80.00万元", "budget.executed.project": "20.00万元",
            "budget.expenditure.total": "100.00万元",
        },
    ),
    Case(
        "colon at the end of a line",
        "2023年年初预算安排：\n基本支出80万元\n项目支出20万元",
        {
            "budget.initial.basic": "80万元", "budget.initial.project": "20万元",
        },
    ),
    Case(
        "last year in the label",
        "2023年部门支出决算120万元，2022年部门支出决算100万元。",
        {
            "budget.executed.total": "120万元", "budget.last_year.total": "100万元",
        },
    ),
    Case(
        "last year before a comma",
        "2023年，我局年初预算数为300万元。2022年，我局年初预算数为280万元。",
        {
            "budget.initial.total": "300万元",
        },
    ),
    Case(
        "上年",
        "上年基本支出80万元，上年预算执行率95%。",
        {
            "budget.last_year.basic": "80万元",
        },
        absent=("budget.execution_rate",),
    ),
    Case(
        "opening carry-over with a subject",
        "上年财政拨款结转10万元，本年财政拨款结转12万元。",
        {
            "budget.opening_carry_over.fiscal_appropriation": "10万元",
            "budget.carry_over.fiscal_appropriation": "12万元",
        },
    ),
    Case(
        "title of the year of writing",
        "2024年清溪县水务局2023年度部门整体支出绩效自评报告\n"
        "2023年年初预算数为100万元，2023年全年执行数98万元。",
        {
            "budget.initial.total": "100万元", "budget.executed.total": "98万元",
        },
    ),
    Case(
        "rates during the year",
        "1-6月执行率45%，1-9月执行率70%，全年执行率98%。",
        {
            "budget.execution_rate.total": "98%",
        },
    ),
    Case(
        "up to a day within the year",
        "截至6月底，预算执行率45%。截至2023年12月31日，预算执行率98%。",
        {
            "budget.execution_rate.total": "98%",
        },
    ),
)


@pytest.mark.parametrize("ascii_marks", [False, True], ids=["full-width", "ascii"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_list_is_read_as_a_person_would(case: Case, ascii_marks: bool) -> None:
    check(case, ascii_marks=ascii_marks)
