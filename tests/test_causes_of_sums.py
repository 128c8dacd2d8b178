"""Sums: sub-totals and parts that count twice, last places that were cut off; and what decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model import CheckResult, Discrepancy
from extractor.pipeline import extract, try_text

HEAD = "部门整体支出绩效自评报告\n（2023年度）\n单位名称：青桐县农业农村局\n"
LISTED = (
    "2023年共实施项目4个，项目支出全年预算{0}万元。各项目情况如下：\n"
    "（1）森林防火项目。预算320.15万元，执行300.15万元。\n"
    "（2）林区管护项目。预算210.40万元，执行200.40万元。\n"
    "（3）退耕还林项目。预算390.40万元，执行380.40万元。\n"
    "（4）造林补助项目。预算200.00万元，执行199.00万元。\n"
)
FUNDS = "2023年林业专项资金合计{0}万元，其中：造林资金{1}万元、防火资金320.15万元、管护资金210.40万元、退耕资金590.40万元。\n"
RATE = "基本支出全年预算1309.60万元，基本支出执行1301.82万元，基本支出执行率{0}%。\n"
PARTS = (
    "三公经费全年支出{0}万元，其中：公务接待费3.94万元，公务用车购置费8.21万元，公务用车运行维护费10.92万元，"
    "因公出国（境）费2.36万元。\n"
)


def findings(text: str) -> list[Discrepancy]:
    """Errors and warnings of a short report."""
    return [d for d in try_text(HEAD + text).discrepancies if d.severity != "info"]


def causes(text: str, kind: str) -> list[str]:
    return [c.explanation for d in findings(text) for c in d.causes if c.kind == kind]


def checked(folder: Path, text: str, slug: str) -> CheckResult:
    path = folder / "report.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    (result,) = extract(path)
    return next(c for c in result.checks if c.slug == slug)


def test_a_total_that_holds_a_sub_total_twice() -> None:
    (words,) = causes(LISTED.format("1651.50"), "subtotal_twice")
    assert words.startswith("差额530.55万元正好是“森林防火项目”的预算、“林区管护项目”的预算之和")
    assert "1651.50万元-530.55万元=1120.95万元" in words
    assert findings(LISTED.format("1120.95")) == []
    assert causes(LISTED.format("1651.60"), "subtotal_twice") == []


def test_a_total_that_is_twice_its_parts() -> None:
    (words,) = causes(LISTED.format("2241.90"), "subtotal_twice")
    assert "2241.90万元-1120.95万元=1120.95万元" in words


def test_a_total_that_holds_one_part_twice() -> None:
    (words,) = causes(LISTED.format("1331.35"), "part_twice")
    assert words == "差额正好等于“林区管护项目”的预算，像是把这一项加了两次"


def test_a_list_that_names_a_sub_total_beside_its_parts() -> None:
    (words,) = causes(FUNDS.format("1120.95", "530.55"), "subtotal_twice")
    assert words.startswith("造林资金530.55万元正好是防火资金、管护资金之和，像是小计与明细重复列入")
    assert causes(FUNDS.format("1120.95", "531.55"), "subtotal_twice") == []
    assert findings(FUNDS.format("1651.50", "530.55")) == []


@pytest.mark.parametrize(("rate", "status"), [("99.41", "holds"), ("99.40", "rounding"), ("99.39", "fails")])
def test_a_rate_that_was_cut_off_is_no_error_and_says_so(tmp_path: Path, rate: str, status: str) -> None:
    result = checked(tmp_path, RATE.format(rate), "rate.execution_basic")
    assert result.status == status
    assert (result.reason == "99.4059%按截尾印成99.40%，四舍五入应为99.41%") is (status == "rounding")


def test_a_rate_that_was_raised_says_so(tmp_path: Path) -> None:
    text = RATE.replace("1301.82", "1301.81").format("99.41")  # 99.4051…
    assert checked(tmp_path, text, "rate.execution_basic").status == "holds"
    text = RATE.replace("1301.82", "1301.72").format("99.40")  # 99.3982…
    assert checked(tmp_path, text, "rate.execution_basic").status == "holds"
    text = RATE.replace("1301.82", "1301.72").format("99.39")
    assert "按截尾印成99.39%" in checked(tmp_path, text, "rate.execution_basic").reason
    text = RATE.replace("1301.82", "1301.79").format("99.41")  # 99.4036…
    assert "按进位印成99.41%" in checked(tmp_path, text, "rate.execution_basic").reason


def test_a_completion_that_was_cut_off_holds_and_says_so(tmp_path: Path) -> None:
    line = "（1）渠道整修长度：目标值不少于385千米，实际完成356千米，完成率{0}%，分值10分，得分9.25分。\n"
    cut = checked(tmp_path, line.format("92.46"), "ind.completion_ge")
    assert (cut.status, cut.reason) == ("holds", "92.4675%按截尾印成92.46%，四舍五入应为92.47%")
    exact = checked(tmp_path, line.format("92.47"), "ind.completion_ge")
    assert (exact.status, exact.reason) == ("holds", "")


def test_parts_that_were_all_cut_off() -> None:
    assert findings(PARTS.format("25.43")) == []
    (words,) = causes(PARTS.format("25.46"), "cut_off")
    assert words == "4个分项若都按截尾印出（没有四舍五入），末位最多少3，差额0.03万元在此范围内"
    assert all(d.severity == "warning" for d in findings(PARTS.format("25.46")))
    assert causes(PARTS.format("25.47"), "cut_off") == []
    assert causes(PARTS.format("25.40"), "cut_off") == []  # cutting off never makes a sum too large


TWICE = (
    "全年执行数1990.80万元，预算执行率98.12%，全年预算2028.95万元。其中：基本支出执行{0}万元，项目支出执行731.48万元。\n"
    "基本支出全年预算1268.75万元，其中：人员经费1126.30万元，公用经费142.45万元。"
    "实际支出1259.32万元，其中：人员经费1121.86万元，公用经费137.46万元，基本支出执行率99.26%。\n"
)


def test_a_part_as_large_as_its_whole_is_the_wrong_one_of_two() -> None:
    found = [d for d in findings(TWICE.format("1990.80")) if "same.fact_values" in d.checks]
    assert [d.expected for d in found] == ["1259.32万元"]
    assert findings(TWICE.format("1259.32")) == []


def test_a_smaller_value_may_be_that_of_one_fund() -> None:
    assert not [d for d in findings(TWICE.format("1142.45")) if "same.fact_values" in d.checks]


def test_a_bound_confirms_no_value() -> None:
    text = (
        "年初预算数为{0}万元，年中追加284.20万元，调整后全年预算数为2430.55万元。\n"
        "年初批复预算数2146.35万元，其中：基本支出年初预算1268.40万元、项目支出年初预算877.95万元。\n"
    )
    (one,) = findings(text.format("2430.55"))
    assert (one.checks[0], one.expected) == ("same.fact_values", "2146.35万元")
    assert findings(text.format("2146.35")) == []
