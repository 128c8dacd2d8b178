"""Wholes and their parts in running prose: what is summed, and what is left alone."""

from __future__ import annotations

import pytest

import extractor
from extractor.model import Result

HEAD = "青禾县林业局2024年度部门整体支出绩效自评报告\n一、基本情况\n"

AGREEING = [
    "检查养护站84家，其中公办9家、民办22家存在隐患。",
    "商品和服务支出310.00万元，其中公务用车运行维护费7.40万元，其他交通费用28.00万元。",
    "全年收入1,620.00万元，其中行政事业性收费74.00万元，事业收入41.00万元。",
    "年末实有人数73人，其中在职人员41人、离退休人员32人（离休0人、退休32人）。",
    "年末实有人数41人，其中在职41人；退休人员29人。",
    "“三公”经费变动率=（10.40-11.20）/11.20×100%=-7.14%。",
    "全年总收入9214.30万元，总支出9050.12万元，收支相抵，当年结余164.18万元。",
    "2024年收入总计730.50万元，其中上年结转30.50万元；支出总计700.20万元，结转下年30.30万元。",
    "全年总收入812.00万元，全年总支出790.00万元。",
    "年初预算820.00万元，上年结转35.00万元，年中追加145.00万元，全年预算1000.00万元。",
    "年初预算820.00万元，年中追加145.00万元，上年结转35.00万元，全年预算1000.00万元。",
    "编制61名，其中行政编制25名（含工勤编制4名），事业编制36名。",
    "编制61名，其中行政编制25名，工勤编制4名，事业编制32名；参公编制14名含在事业编制中。",
    "内设“两科三站”，即财务科、造林科，城东站、城西站和检疫站。",
    "期末固定资产原值480.60万元，累计折旧210.44万元，净值270.16万元；其中房屋360.40万元，其他120.20万元（均为原值）。",
    "资产总额906.15万元，其中流动资产112.40万元，固定资产793.75万元；负债总额68.92万元，净资产837.23万元。",
    "本级项目6个，预算620.00万元，支出600.00万元；上级专项3个，预算380.00万元，支出310.00万元。项目合计9个，预算1000.00万元，支出910.00万元。",
    "职工64人，其中党员40人，女职工35人。",
    "采购设备18台，其中进口设备120万元，国产设备35万元。",
    "教师96人，其中高级教师40人，骨干教师38人，班主任45人。",
    "项目36个，其中完成验收30个，完成支付32个。",
    "储备粮6.5万吨，其中稻谷4.14万吨、小麦1.92万吨、玉米0.45万吨。",
    "支出480万元。其中甲项目预算300万元，支出290万元，乙项目预算200万元，支出190万元。",
    "惠及东村、西村和南村3个行政村。",
    "涉及和平镇、安乐镇等5个乡镇。",
]

BROKEN = [
    ("全年总收入9214.30万元，总支出9050.12万元，当年结余146.18万元。", "sum.balance_identity"),
    ("年初预算820.00万元，上年结转35.00万元，年中追加145.00万元，全年预算1010.00万元。", "sum.adjusted.initial_delta"),
    ("编制61名，包括行政编制25名、事业编制63名。", "sum.establishment_parts"),
    ("新修林道3581公里，其中上半年1246公里，下半年2353公里。", "sum.narrative_breakdown"),
    ("造林4827亩，其中水田3210亩，旱地1671亩。", "sum.narrative_breakdown"),
    ("项目36个，其中已完工30个，在建8个。", "sum.narrative_breakdown"),
    ("共设21个乡镇，其中12个镇、8个乡。", "sum.narrative_breakdown"),
    ("职工538人，包括技术人员421人、管理人员46人、工勤及其他人员53人。", "sum.narrative_breakdown"),
    ("在职人员79人，其中行政人员23人、事业人员47人。", "sum.narrative_breakdown"),
    ("收入合计1285.65万元。其中：财政拨款收入964.22万元；事业收入312.35万元；其他收入18.08万元。", "sum.narrative_breakdown"),
    ("全年支出538.25万元，其中：人员经费386.25万元、公用经费125.18万元、项目经费30.41万元。", "sum.narrative_breakdown"),
    ("总支出1430.88万元，由人员经费904.21万元、材料费343.90万元和其他费用128.77万元组成。", "sum.narrative_breakdown"),
    ("实际采购186.40万元。按类别看，货物类61.20万元、工程类24.65万元、服务类98.75万元。", "sum.narrative_breakdown"),
    ("项目支出746.01万元，用于三个方面：一是道路386.20万元，二是产业214.75万元，三是抗旱118.06万元。", "sum.narrative_breakdown"),
    ("总投资2054.60万元，中央、省级、县级资金分别为1350.00万元、520.00万元、186.40万元。", "sum.narrative_breakdown"),
    ("资金总额5000万元分4批下达，第一批2400万元，第二批1300万元，第三批800万元，第四批400万元。", "sum.narrative_breakdown"),
    ("全年预算260万元，资金来源于中央补助130万元、省级补助25万元、市级配套78万元。", "sum.narrative_breakdown"),
    ("年初预算收入726.40万元（财政拨款690.00万元，事业收入34.60万元）。", "sum.narrative_breakdown"),
    ("“三公”经费决算20.90万元，其中公务接待费3.30万元，公务用车运行维护费16.70万元，因公出国（境）费0万元。", "sum.three_public"),
    ("管理4个事业单位：苗圃管理站、林业检测中心、森林防火队。", "count.enumeration"),
    ("内设造林部、防火部、资源部共4个部门。", "count.enumeration"),
    ("涉及石湾镇、白沙镇和桐木乡4个乡镇。", "count.enumeration"),
    ("完成东林县、清源县、平川区四个县区的验收。", "count.enumeration"),
]  # fmt: skip


def _read(tmp_path_factory: pytest.TempPathFactory, words: str) -> Result:
    path = tmp_path_factory.mktemp("wholes") / "report.txt"
    path.write_text(f"{HEAD}{words}\n", encoding="utf-8")
    return extractor.extract(path)[0]


def _raised(result: Result) -> set[str]:
    return {slug for d in result.discrepancies if d.severity in {"error", "warning"} for slug in d.checks}


@pytest.mark.parametrize("words", AGREEING)
def test_parts_that_agree_or_decide_nothing_raise_nothing(
    words: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert not _raised(_read(tmp_path_factory, words))


@pytest.mark.parametrize(("words", "slug"), BROKEN)
def test_parts_that_do_not_make_up_their_whole_are_raised(
    words: str, slug: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert slug in _raised(_read(tmp_path_factory, words))


def test_a_list_goes_on_over_a_line_end(tmp_path_factory: pytest.TempPathFactory) -> None:
    words = "林业局内设三科一室，即造林科、资源保护\n科、财务科和办公室，承担全县林业工作。"
    assert not _raised(_read(tmp_path_factory, words))


def test_what_is_left_at_the_end_is_not_carried_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    result = _read(
        tmp_path_factory,
        "年初结转结余90.00万元，其中基本支出结转20.00万元，项目支出结转70.00万元；"
        "年末结转结余60.00万元，其中基本支出结转15.00万元，项目支出结转45.00万元。",
    )
    assert result.report is not None
    figures = {f.path: f.quantity.value for f in result.report.facts if f.quantity}
    assert figures["budget.opening_carry_over.total"] == 90
    assert figures["budget.carry_over.total"] == 60
    assert figures["budget.carry_over.basic"] == 15
