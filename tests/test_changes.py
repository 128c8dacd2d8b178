"""Changes, points and differences in prose: which figures are meant, and whether they agree."""

from __future__ import annotations

import pytest

from extractor.model import Item, Result
from extractor.pipeline import try_text

_HEAD = "云岭县水务局2024年度部门整体支出绩效自评报告\n一、基本情况\n"
_SLUGS = {"rate.yoy", "rate.percent_vs_point", "sum.narrative_breakdown", "contra.direction_words"}


def _result(text: str) -> Result:
    return try_text(_HEAD + text + "\n")


def _item(text: str, kind: str = "changes") -> Item:
    report = _result(text).report
    assert report is not None
    return report.items(kind)[0]


def _figures(item: Item) -> dict[str, str]:
    return {name: str(q) for name in item.fields if (q := item.quantity(name))}


def _failing(text: str) -> set[str]:
    found = _result(text).discrepancies
    return {slug for d in found if d.severity != "info" for slug in d.checks} & _SLUGS


AGREEING = [
    "培训费6.40万元，为年初预算8.00万元的80.00%，较上年7.20万元减少0.80万元，下降11.11%。",
    "会议费2.50万元，占公用经费50.00万元的5.00%，比上年2.00万元增加0.50万元，增长25.00%。",
    "完成投资4600万元，为年度任务4000万元的115.00%，比上年4250万元增加350万元，增长8.24%。",
    "门票收入520万元，超目标20万元，比上年500万元增收20万元，增长4.00%。",
    "差旅费9.00万元，比上年10.00万元减少1.00万元，下降10.00%；比年初预算12.00万元减少3.00万元，下降25.00%。",
    "印刷费4.50万元，较年初预算6.00万元节约1.50万元，节约25.00%，较上年5.00万元减少0.50万元，下降10.00%。",
    "人员支出820.00万元，其中工资600.00万元、津补贴220.00万元，比上年800.00万元增加20.00万元，增长2.50%。",
    "总支出950.00万元，其中局本级支出650.00万元，二级单位支出300.00万元，较上年900.00万元增加50.00万元，增长5.56%。",
    "日常公用经费42.00万元，人均0.70万元，比上年45.00万元减少3.00万元，下降6.67%。",
    "车辆运行费12.00万元，车均2.40万元，比上年12.50万元减少0.50万元，下降4.00%。",
    "支出720.00万元，全年预算750.00万元，支出比上年690.00万元增加30.00万元，增长4.35%。",
    "因新增项目12.00万元、调资8.00万元，支出比上年400.00万元增加20.00万元，增长5.00%，达420.00万元。",
    "水费12.00万元，电费30.00万元，比上年40.00万元增加2.00万元，增长5.00%。",
    "节约能源费用0.90万元，较上年17.50万元下降5.14%。",
    "三公经费20.00万元。与2022年相比，公用经费增加5.00万元，增长10.00%。",
    "粮食产量24.6万吨，比上年24.2万吨增加0.4万吨，增长1.65%。",
    "年初结转40.00万元，年末结转52.00万元，比年初增加12.00万元，增长30.00%。",
    "公用经费28.35万元，人均5670元，比上年6000元减少330元，下降5.50%。",
    "办公用房690.00平方米，人均14.38平方米，比上年15.00平方米减少0.62平方米，下降4.13%。",
    "上年结转20.00万元，比上年增加5.00万元，增长33.33%。",
    "漏损率由11.8%下降到10.2%，下降1.6个百分点。",
    "床位使用率91.2%，比上年89.0%提高2.2个百分点。",
    "上年结转30.00万元，本年安排300.00万元，实际支出310.00万元，结余20.00万元。",
    "安排资金300.00万元，实际支出280.00万元，收回5.00万元，结余15.00万元。",
    "项目20个，完工15个，在建3个，未开工2个。",
    "项目数量12个，其中延续性项目5个、新增项目7个，已完成10个，未完成2个。",
    "15个标段中，完成10个，未完成3个，终止2个。",
    "计划投资500万元，实际468万元，偏差-32万元。",
    "全年收入620.00万元，支出600.00万元，年末结余45.00万元。",
    "设备原值900.00万元，累计折旧400.00万元，净值500.00万元。",
    "计划6000亩，实际完成6200亩，超计划200亩。",
]


@pytest.mark.parametrize("text", AGREEING)
def test_correct_arithmetic_is_not_accused(text: str) -> None:
    assert _failing(text) == set()


DISAGREEING = [
    ("培训费6.40万元，为年初预算8.00万元的80.00%，较上年7.20万元减少0.90万元，下降11.11%。", "rate.yoy"),
    ("差旅费9.00万元，比上年10.00万元减少1.00万元，下降10.00%；比年初预算12.00万元减少3.00万元，下降33.33%。", "rate.yoy"),
    ("人员支出820.00万元，其中工资600.00万元、津补贴220.00万元，比上年800.00万元增加20.00万元，增长2.44%。", "rate.yoy"),
    ("支出720.00万元，全年预算750.00万元，支出比上年690.00万元增加30.00万元，增长4.17%。", "rate.yoy"),
    ("参观人数36.5万人次，是上年30.4万人次的1.2倍，同比增长21.0%。", "rate.yoy"),
    ("图书流通86400册次，比2022年的80000册次增加4600册次，增长8.00%。", "rate.yoy"),
    ("收支总计460.00万元，与上年度相比增加60.00万元，增幅13.04%。", "rate.yoy"),
    ("本年收入合计1320.00万元，较上年1200.00万元增长9.09%。", "rate.yoy"),
    ("救助对象950人，比2023年的1000人减少50人，降幅5.26%。", "rate.yoy"),
    ("收入6300.00万元，同比增加300.00万元（上年6000.00万元），增长4.76%。", "rate.yoy"),
    ("支出由上年的500.00万元增至550.00万元，增长9.09%。", "rate.yoy"),
    ("注册用户从年初的2000人增长至年末的2500人，净增600人。", "rate.yoy"),
    ("年末结转30.00万元，较上年末40.00万元下降33.33%。", "rate.yoy"),
    ("支出决算为15.00万元，完成预算20.00万元的75.00%，决算数较上年增加3.00万元，增长20.00%。", "rate.yoy"),
    ("公务接待费支出3.60万元，完成预算4.00万元的90.00%。支出决算比2022年减少0.40万元，下降11.11%。", "rate.yoy"),
    ("收、支总计1200.00万元。与2023年度相比，收、支总计各增加200.00万元，增长16.67%。", "rate.yoy"),
    ("年末在职168人，较上年末171人减少5人。", "rate.yoy"),
    ("举办培训25期，比计划20期多6期。", "rate.yoy"),
    ("泵站26座，比计划24座多3座。", "rate.yoy"),
    ("年初结转40.00万元，年末结转52.00万元，比年初增加21.00万元。", "rate.yoy"),
    ("漏损率由11.8%下降到10.2%，下降2.6个百分点。", "rate.percent_vs_point"),
    ("执行率98.00%，比上年（执行率96.50%）提高2.50个百分点。", "rate.percent_vs_point"),
    ("群众满意度98.5%，较上年97.8%提高1.7个百分点。", "rate.percent_vs_point"),
    ("下达资金500.00万元，已拨付380.00万元，未拨付102.00万元。", "sum.narrative_breakdown"),
    ("安排资金300.00万元，实际支出280.00万元，结余2.00万元。", "sum.narrative_breakdown"),
    ("设备原值900.00万元，累计折旧400.00万元，净值550.00万元。", "sum.narrative_breakdown"),
    ("资产总额800.00万元，其中固定资产600.00万元；负债总额300.00万元，净资产550.00万元。", "sum.narrative_breakdown"),
    ("编制40名（行政编制12名），实有38人（行政11人），空编3名。", "sum.narrative_breakdown"),
    ("共20项任务，完成18项，未完成3项。", "sum.narrative_breakdown"),
    ("计划6000亩，实际完成6200亩，超计划300亩。", "sum.narrative_breakdown"),
    ("科目预算96.00万元，决算91.20万元，偏差8.40万元。", "sum.narrative_breakdown"),
    ("采购预算200.00万元，签订合同16份，合同金额190.00万元，节约资金12.00万元。", "sum.narrative_breakdown"),
    ("年中追加60.00万元（含增人增资），收回20.00万元，净增加30.00万元。", "sum.narrative_breakdown"),
]


@pytest.mark.parametrize(("text", "slug"), DISAGREEING)
def test_what_arithmetic_can_show_is_found(text: str, slug: str) -> None:
    assert slug in _failing(text)


def test_the_current_value_is_the_one_that_makes_the_change_hold() -> None:
    item = _item("参观人数36.5万人次，是上年30.4万人次的1.2倍，同比增长20.1%。")
    assert _figures(item) == {"current": "36.5万人次", "last": "30.4万人次", "rate": "20.1%"}


def test_the_growth_of_a_total_is_not_tied_to_the_last_of_its_parts() -> None:
    item = _item("争取资金900万元，其中中央500万元、省级300万元、债券100万元，同比增长20.00%。")
    assert _figures(item) == {"rate": "20.00%"}


def test_a_change_without_a_subject_has_no_name() -> None:
    item = _item("与上年相比增加66.00万元，增长10.00%。")
    assert item.fields["direction"].first.item is None


def test_a_comparison_with_a_budget_gives_no_value_of_last_year() -> None:
    report = _result("差旅费9.00万元，比年初预算12.00万元减少3.00万元，下降25.00%。").report
    assert report is not None
    assert not report.items("changes")
    assert _figures(report.items("comparisons")[0])["last"] == "12.00万元"
