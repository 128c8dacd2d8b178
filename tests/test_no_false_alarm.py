"""Sentences whose arithmetic is right, in wordings that once misled the program."""

from __future__ import annotations

import pytest

from extractor.pipeline import try_text

HEAD = "柳河县水务局2023年度部门整体支出绩效自评报告\n"
CORRECT = {
    "two additions before the adjusted budget":
        "年初预算1845.6万元；年度执行中，上级下达专项转移支付资金4236.0万元，本级追加218.4万元，"
        "全年预算数6300.0万元。全年支出6142.5万元，执行率97.5%。",
    "lines of projects without the word project":
        "环卫作业服务外包：预算5600.00万元，支出5572.00万元，执行率99.50%；"
        "其余7个项目：预算1190.00万元，支出1076.90万元，执行率90.50%。",
    "a project after a change against last year":
        "与2022年相比，本年支出减少375.14万元，下降5.1%。\n"
        "动物疫病防控：年初预算420.00万元，全年执行398.20万元，执行率94.81%。",
    "initial budget in other words, then the adjusted one":
        "年初批复我局预算2846.35万元，其中：基本支出1962.15万元，项目支出884.20万元。"
        "年中追加274.43万元，调整预算数为3120.78万元。",
    "last year's amount printed first":
        "2022年支出11800万元，2023年比上年增加760万元，增长6.4%。",
    "a saving after the parts":
        "实际采购金额2218.70万元，其中货物类1406.20万元、工程类327.50万元、服务类485.00万元，"
        "节约资金131.30万元。",
    "a reduction between budget and adjusted budget":
        "项目预算320万元，核减预算20万元，调整后预算为300万元。全年支出291.45万元，执行率为97.15%。",
    "weights of which some are not read":
        "（1）数量指标：培训场次不少于12场，实际为12场，得10分（满分10分）。\n"
        "（2）可持续影响指标：管护制度健全，得10分（满分10分）。",
    "several additions":
        "我单位年中追加30.00万元用于防汛。我单位年中追加12.00万元用于供水。",
}  # fmt: skip


@pytest.mark.parametrize("words", CORRECT.values(), ids=CORRECT.keys())
def test_correct_arithmetic_raises_no_alarm(words: str) -> None:
    found = try_text(HEAD + words).discrepancies
    assert not [(d.title, d.checks) for d in found if d.severity != "info"]


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("单位决算支出500万元，较上年400万元增加200万元，增长25%。", "100万元"),
        ("“三公”经费全年预算24.00万元，决算18.46万元，完成预算的79.62%。", "76.92%"),
    ],
)
def test_a_planted_fault_in_such_wording_is_found(words: str, right: str) -> None:
    found = try_text(HEAD + words).discrepancies
    assert any(right in f"{d.message}{d.expected}" for d in found if d.severity != "info")
