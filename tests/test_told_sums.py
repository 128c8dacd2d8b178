"""Sums that a text tells in its own words: budgets from beginning to end, periods, products, lists."""

from __future__ import annotations

from pathlib import Path

import pytest

import extractor

HEAD = "青禾县林业局2024年度部门整体支出绩效自评报告\n一、基本情况\n"

BUDGETS_RIGHT = [
    "年初预算860万元，年中追加120万元、45万元，收回25万元，调整后预算1000万元。",
    "年初预算860.00万元，6月追加造林补助120.00万元，9月追加防火45.00万元，核减25.00万元，全年预算数1000.00万元。",
    "年初部门预算860.00万元。年中追加165.00万元，其中造林120.00万元、防火45.00万元。收回25.00万元，全年预算1000.00万元。",
    "年初预算860万元，年中追加120万元、45万元，共追加165万元，压减25万元，预算调整为1000万元。",
    "年初预算860万元，年中追加165万元、收回25万元，净增加140万元，调整后预算1000万元，调整率16.28%。",
    "年初预算860万元，年中追加120万元、20万元，财政收回25万元，调整后预算1000万元。",
    "年初预算900万元（含上年结转40万元），年中追加90万元、10万元，调整后预算1000万元。",
    "培训费年初预算60.00万元，年中追加6.00万元、4.00万元，核减2.00万元，调整后预算68.00万元。",
    "年初预算860万元，年中追加造林补助等120万元，收回25万元，全年预算1000万元。",
    "甲项目年初预算100万元，追加20万元、10万元；乙项目年初预算200万元，追加30万元、20万元。全年预算380万元。",
    "基本支出年初预算800.00万元，项目支出年初预算400.00万元，年中追加100.00万元，追加50.00万元，全年预算1350.00万元。",
    "年初预算1.06亿元，年中分2批追加400万元、300万元，压减100万元，调整后预算1.12亿元。",
]
BUDGETS_WRONG = {
    "年初预算860万元，年中追加120万元、45万元，收回25万元，调整后预算1040万元。": "1000万元",
    "年初预算860.00万元，6月追加造林补助120.00万元，9月追加防火45.00万元，核减25.00万元，全年预算数1100.00万元。": "1000.00万元",
    "年初预算860.00万元。年中追加165.00万元，其中造林120.00万元、防火45.00万元。收回25.00万元，全年预算1020万元。": "1000.00万元",
    "年初预算860万元，年中追加120万元、45万元，共追加165万元，压减25万元，预算调整为1300万元。": "1000万元",
    "年初预算860万元，年中追加165万元、收回25万元，净增加140万元，调整后预算1010万元。": "1000万元",
    "培训费年初预算60.00万元，年中追加6.00万元、4.00万元，核减2.00万元，调整后预算86.00万元。": "68.00万元",
    "年初预算1.06亿元，年中分2批追加400万元、300万元，压减100万元，调整后预算1.21亿元。": "1.1200亿元",
}

PRODUCTS_RIGHT = [
    "采购割草机12台×0.35万元、油锯25台×0.16万元，共计8.2万元。",
    "采购割草机12台×3500元/台、油锯25台×1600元/台，合计8.2万元。",
    "购置割草机12台，单价0.35万元，油锯25台，单价0.16万元，共计8.2万元。",
    "购置割草机12台，每台0.35万元；油锯25台，每台0.16万元，合计8.2万元。",
    "设备购置费8.2万元：割草机12台×0.35万元、油锯25台×0.16万元。",
    "租用无人机6个月×3架×0.45万元=8.1万元。",
    "补贴造林1.5万亩，每亩120元，抚育0.6万亩，每亩80元，合计228万元。",
    "购苗300株（48元/株）、500株（26元/株），合计2.74万元。",
    "购置割草机12台，每台0.352万元，油锯25台，每台0.158万元，中标价合计8万元。",
    "割草机12台×0.35万元=4.2万元，油锯25台×0.16万元=4万元，合计8.2万元。",
    "收购种子5吨×30元/公斤、3吨×20元/公斤，共计21万元。",
    "服务费20人×12个月×0.35万元+5人×12个月×0.4万元=108万元。",
    "采购割草机12台，单价3500元，合计42,000元；采购油锯25台，单价1600元，合计40,000元。两项共82,000元。",
    "采购割草机12台、油锯25台，每台分别为0.35万元和0.16万元，共计8.2万元。",
]
PRODUCTS_WRONG = {
    "采购割草机12台×0.35万元、油锯25台×0.16万元，共计9.2万元。": "8.2万元",
    "采购割草机12台×3500元/台、油锯25台×1600元/台，合计8.6万元。": "8.2万元",
    "购置割草机12台，单价3500元，油锯25台，单价1600元，共计8.7万元。": "8.2万元",
    "购置割草机12台，每台3500元；油锯25台，每台1600元，合计10.2万元。": "8.2万元",
    "设备购置费9.2万元：割草机12台×0.35万元、油锯25台×0.16万元。": "8.2万元",
    "租用无人机6个月×3架×0.45万元=8.4万元。": "8.1万元",
    "补贴造林1.5万亩，每亩120元，抚育0.6万亩，每亩80元，合计282万元。": "228万元",
    "服务费20人×12个月×0.35万元+5人×12个月×0.4万元=180万元。": "108万元",
    "购苗300株（48元/株）、500株（26元/株），合计2.47万元。": "2.74万元",
    "割草机12台×0.35万元=4.2万元，油锯25台×0.16万元=4万元，合计8.8万元。": "8.2万元",
}

PRODUCTS_ALONE = [
    "采购割草机12台，单价3500元，合计24,000元；采购油锯25台，单价1600元，合计40,000元。两项共82,000元。",
    "采购割草机12台，单价3500元，合计42,000元；采购油锯25台，单价1600元，合计80,000元。两项共82,000元。",
]

PERIODS_RIGHT = [
    "一季度支出120万元，二季度支出160万元，三季度支出180万元，四季度支出240万元，全年支出700万元。",
    "全年支出700万元。一季度支出120万元，二季度160万元，三季度180万元，四季度240万元。",
    "第一季度放映电影62场，第二季度85场，第三季度90场，第四季度54场，全年放映电影291场。",
    "1-6月支出310.00万元，7-12月支出390.00万元，全年支出700.00万元。",
    "1—6月受理信访426件，7—12月受理信访385件，全年受理信访811件。",
    "一季度执行120万元，二季度执行280万元，三季度执行460万元，四季度执行700万元，全年执行700万元。",
    "一季度末支出120万元，二季度末支出280万元，三季度末支出460万元，四季度末支出660万元，全年支出700万元。",
    "上半年下达资金310万元，下半年下达资金390万元，全年支出680万元。",
    "上半年在岗护林员320人，下半年在岗护林员280人，全年在岗护林员310人。",
    "上半年预算350万元，支出310万元，下半年预算350万元，支出390万元，全年预算700万元，支出700万元。",
    "一季度受理320件，二季度受理410件，三季度受理380件，四季度受理290件，全年办结1380件。",
]
PERIODS_WRONG = {
    "一季度支出120万元，二季度支出160万元，三季度支出180万元，四季度支出240万元，全年支出760万元。": "700万元",
    "全年支出760万元。一季度支出120万元，二季度160万元，三季度180万元，四季度240万元。": "700万元",
    "第一季度放映电影62场，第二季度85场，第三季度90场，第四季度54场，全年放映电影219场。": "291场",
    "1-6月支出310.00万元，7-12月支出390.00万元，全年支出720.00万元。": "700.00万元",
    "1—6月受理信访426件，7—12月受理信访385件，全年受理信访881件。": "811件",
    "前三季度支出460.00万元，四季度支出240.00万元，全年支出720.00万元。": "700.00万元",
    "上半年举办培训12期，下半年举办培训15期，全年共举办培训29期。": "27期",
}

KINDS_RIGHT = [
    "涉及3个县区。分县区看，青山县210户、白水县180户、河东区130户，合计520户。",
    "全市改造520户。分县区看，青山县210户、白水县180户、河东区130户。",
    "分类别看，商品林230亩、公益林410亩、退耕林160亩，合计800亩。",
    "按类型分，一类210人、二类180人、三类130人，合计520人。",
    "涉及5个县区。分县区看，青山县210户、白水县180户等，合计520户。",
    "分县区看，青山县210户、白水县180户最多，其余县区130户，合计520户。",
    "涉及3个县区。分县区看，青山县、白水县各210户，河东区100户，合计520户。",
    "分县区看，青山县计划210户、实际200户，白水县计划180户、实际170户，合计370户。",
    "全市下达资金540万元，支出520万元。分县区看，青山县210万元、白水县180万元、河东区130万元。",
    "全市计划改造500户。分县区看，青山县210户、白水县180户、河东区130户。",
    "上年改造500户。今年分县区看，青山县210户、白水县180户、河东区130户。",
    "涉及5个县区。分县区看，青山县210户、白水县180户、河东区130户。",
    "全市造林12.6万亩。分区域看，东区5.21万亩、西区4.33万亩、南区3.06万亩。",
]
KINDS_WRONG = {
    "涉及3个县区。分县区看，青山县210户、白水县180户、河东区130户，合计560户。": ("sum.narrative_breakdown", "520户"),
    "全市改造500户。分县区看，青山县210户、白水县180户、河东区130户。": ("sum.narrative_breakdown", "520户"),
    "分类别看，商品林230亩、公益林410亩、退耕林160亩，合计860亩。": ("sum.narrative_breakdown", "800亩"),
    "按类型分，一类210人、二类180人、三类130人，合计580人。": ("sum.narrative_breakdown", "520人"),
    "补助550万元，涉及3个县。分县看，青山县210万元、白水县180万元、河东县130万元。": ("sum.narrative_breakdown", "520万元"),
    "涉及4个县区。分县区看，青山县210户、白水县180户、河东区130户，合计520户。": ("count.enumeration", "3个"),
}


def findings(sentence: str, folder: Path) -> list[tuple[str, str | None]]:
    """The first check of each error and warning, and what it expects."""
    path = folder / "report.txt"
    path.write_text(HEAD + sentence + "\n", encoding="utf-8")
    return [
        (d.checks[0], d.expected) for r in extractor.extract(path) for d in r.discrepancies
        if d.severity in {"error", "warning"}
    ]  # fmt: skip


@pytest.mark.parametrize("sentence", BUDGETS_RIGHT)
def test_a_budget_told_rightly_is_left_alone(sentence: str, tmp_path: Path) -> None:
    assert findings(sentence, tmp_path) == []


@pytest.mark.parametrize("sentence", BUDGETS_WRONG)
def test_a_budget_that_its_changes_do_not_make_is_noticed(sentence: str, tmp_path: Path) -> None:
    assert findings(sentence, tmp_path) == [("sum.adjusted.initial_delta", BUDGETS_WRONG[sentence])]


@pytest.mark.parametrize("sentence", PRODUCTS_RIGHT)
def test_prices_times_quantities_that_add_up_are_left_alone(sentence: str, tmp_path: Path) -> None:
    assert findings(sentence, tmp_path) == []


@pytest.mark.parametrize("sentence", PRODUCTS_WRONG)
def test_prices_times_quantities_that_do_not_add_up_are_noticed(sentence: str, tmp_path: Path) -> None:
    assert findings(sentence, tmp_path) == [("plaus.unit_cost", PRODUCTS_WRONG[sentence])]


@pytest.mark.parametrize("sentence", PERIODS_RIGHT)
def test_periods_that_make_up_their_year_are_left_alone(sentence: str, tmp_path: Path) -> None:
    assert findings(sentence, tmp_path) == []


@pytest.mark.parametrize("sentence", PERIODS_WRONG)
def test_periods_that_do_not_make_up_their_year_are_noticed(sentence: str, tmp_path: Path) -> None:
    assert findings(sentence, tmp_path) == [("sum.narrative_breakdown", PERIODS_WRONG[sentence])]


@pytest.mark.parametrize("sentence", PRODUCTS_ALONE)
def test_of_several_products_with_totals_of_their_own_each_is_judged(sentence: str, tmp_path: Path) -> None:
    assert [check for check, _ in findings(sentence, tmp_path)] == ["plaus.unit_cost"]


@pytest.mark.parametrize("sentence", KINDS_RIGHT)
def test_lists_by_place_or_kind_that_fit_are_left_alone(sentence: str, tmp_path: Path) -> None:
    assert findings(sentence, tmp_path) == []


@pytest.mark.parametrize("sentence", KINDS_WRONG)
def test_lists_by_place_or_kind_that_do_not_fit_are_noticed(sentence: str, tmp_path: Path) -> None:
    assert findings(sentence, tmp_path) == [KINDS_WRONG[sentence]]
