"""Ratios whose both ends a sentence prints: what is compared, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import extract

HEAD = "云岭县水务局2024年度部门整体支出绩效自评报告\n一、基本情况\n"

WRONG = {
    # named rates
    "受理咨询2640件，办结2598件，办结率94.81%。": "98.41%",
    "应到代表260名，实到247名，到会率59%。": "95%",
    "抽检水样420份，达标412份，达标率89.10%。": "98.10%",
    "抽检水样420份，不合格8份，合格率89.10%。": "98.10%",
    "发放问卷450份，回收432份，有效回收率69.00%。": "96.00%",
    "应缴费户3620户，已缴3584户，缴纳率90.99%。": "99.01%",
    "发现问题64个，已整改62个，整改率98.66%。": "96.88%",
    "计划铺设管道36.50公里，实际铺设38.20公里，完成率140.66%。": "104.66%",
    "320户的改造目标，实际改造336户，完成率115%。": "105%",
    "资产总额5210.40万元，负债总额386.20万元，资产负债率4.71%。": "7.41%",
    "编制64人，实有61人，在编率93.51%。": "95.31%",
    "采购预算86.00万元，节约资金5.16万元，节约率16%。": "6%",
    "满分35分，得分33.6分，得分率69.0%。": "96.0%",
    "受理申请860件，办结846件，其中网上办理731件，网上办理率58.0%。": "85.0%",
    # completion of a base
    "举办讲座63场次，完成年度计划60场次的150%。": "105%",
    "完成目标任务1800个的145%（实际2070个）。": "115%",
    "新改建公厕84座，占年度任务80座的150.00%。": "105.00%",
    "计划种草1.20万亩，实施1.29万亩，超额完成17.5%。": "7.5%",
    "设备采购预算260.00万元，实际采购247.00万元，完成预算的59.00%。": "95.00%",
    "完成产值4.30亿元，占计划的68%，计划产值5.00亿元。": "86%",
    "培训费支出8.64万元，为预算9.60万元的99.00%。": "90.00%",
    # shares
    "选聘协管员842人，其中女性318人，占73.77%。": "37.77%",
    "女性318人，占协管员842人的73.77%。": "37.77%",
    "人员经费3120.40万元，占总支出7801.00万元的比重为4.00%。": "40.00%",
    "林地5200亩，草地1800亩，分别占74.29%和52.71%。": "25.71%",
    "甲镇320.00万元、乙镇180.00万元、丙镇140.00万元，占比分别为50.0%、21.8%、21.9%。": "28.1%",
    "专项经费310.00万元，检测经费占62%，为192.20万元，检查经费占82%，为86.80万元。": "28%",
    "本年支出合计4021.50万元。财政拨款支出1206.45万元，占本年支出合计的33.00%。": "30.00%",
    "支出1000.00万元，用于：教育支出640.00万元，占64.00%；卫生支出270.00万元，占72.00%；农林水支出90.00万元，占9.00%。": "27.00%",
    # means and products
    "发放补助1500600元，7503人次，人均2000元。": "200元",
    "公务用车8辆，运行费19.44万元，车均4.23万元。": "2.43万元",
    "12个教学班，学生540人，班均54人。": "45人",
    "受益1250户4875人，户均9.3人。": "3.9人",
    "采购书柜260套，单价480元，合计142800元。": "124800元",
    "补贴21500亩，每亩补贴96元，共计260.40万元。": "206.40万元",
    "选聘护林员960人，每人每年7500元，兑现报酬702.00万元。": "720.00万元",
}

RIGHT = (Path(__file__).parent / "ratios_correct.txt").read_text(encoding="utf-8").splitlines()


def findings(sentence: str, folder: Path) -> list[tuple[str, str, str]]:
    """Severity, what is expected and the message of each error and warning."""
    path = folder / "report.txt"
    path.write_text(f"{HEAD}{sentence}\n", encoding="utf-8")
    return [
        (d.severity, d.expected, d.message)
        for result in extract(path) for d in result.discrepancies if d.severity != "info"
    ]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), WRONG.items())
def test_a_ratio_that_its_ends_do_not_make_is_found(
    sentence: str, expected: str, tmp_path: Path
) -> None:
    assert expected in {e for _, e, _ in findings(sentence, tmp_path)}


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_correct_sentence_with_other_figures_beside_is_left_alone(
    sentence: str, tmp_path: Path
) -> None:
    assert findings(sentence, tmp_path) == []


def test_the_arithmetic_of_a_ratio_that_agrees_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(f"{HEAD}受理咨询2640件，办结2598件，办结率98.41%。\n", encoding="utf-8")
    (result,) = extract(path)
    (share,) = [c for c in result.checks if c.slug == "rate.share"]
    assert (share.status, share.arithmetic) == ("holds", "2598÷2640=98.4091%，印98.41%")
