"""Why a figure is wrong: slips undone, values confirmed, copies, and what chance may not decide."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from extractor.checks.causes import ranked, slip, undone_into
from extractor.intervals import Interval
from extractor.model import Cause, Discrepancy, Quantity
from extractor.numbers import scan
from extractor.pipeline import extract

HEAD = "部门整体支出绩效自评报告\n（2023年度）\n单位名称：云台县林业局\n"


def printed(words: str) -> Quantity:
    """A figure as it is read from print."""
    (token,) = scan(words)
    assert token.quantity is not None
    return token.quantity


def findings(folder: Path, text: str) -> list[Discrepancy]:
    """Errors and warnings of a short report."""
    path = folder / "report.txt"
    path.write_text(HEAD + text + "\n", encoding="utf-8")
    (result,) = extract(path)
    return [d for d in result.discrepancies if d.severity != "info"]


@pytest.mark.parametrize(
    ("words", "right", "kind", "shown"),
    [
        ("2458.30万元", "24853000", "transposition", "2485.30万元"),
        ("248.53万元", "24853000", "decimal_shift", "2485.3万元"),
        ("2485.30元", "24853000", "unit_slip", "2485.30万元"),
        ("2485.30亿元", "24853000", "unit_slip", "2485.30万元"),
        ("285.30万元", "24853000", "dropped_digit", "2485.30万元"),
        ("24485.30万元", "24853000", "doubled_digit", "2485.30万元"),
        ("2435.30万元", "24853000", "one_digit", "2485.30万元"),
        ("9.555%", "95.547", "decimal_shift", "95.55%"),
        ("955.5%", "95.547", "decimal_shift", "95.55%"),
    ],
)
def test_a_slip_is_undone_into_the_value_that_fits(words: str, right: str, kind: str, shown: str) -> None:
    half = Decimal("0.004")
    found = undone_into(printed(words), [Interval.printed(Decimal(right), half)])
    assert found is not None
    assert found.kind == kind
    assert found.shown == shown


def test_all_values_must_fit() -> None:
    figure = printed("2458.30万元")
    one, other = Interval.exact(24853000), Interval.exact(24854000)
    assert undone_into(figure, [one])
    assert undone_into(figure, [one, other]) is None


def test_wide_intervals_and_several_candidates_name_nothing() -> None:
    figure = printed("2458.30万元")
    assert undone_into(figure, [Interval(20000000, 24853000, 30000000)]) is None
    # either last digit changed would do: 95.1 to 95.9 are all one digit away
    assert undone_into(printed("95.0%"), [Interval(Fraction(952, 10), Fraction(954, 10), Fraction(956, 10))]) is None


def test_zero_has_no_slip() -> None:
    assert undone_into(printed("0.00万元"), [Interval.exact(24853000)]) is None


def test_a_digit_left_out_behind_the_point_is_a_dropped_digit() -> None:
    assert slip(Decimal("2703.2"), Decimal("2703.72")) == ("dropped_digit", "漏印一位数字")


def test_what_several_checks_name_comes_first() -> None:
    often, rare = Cause("one_digit", "甲"), Cause("transposition", "乙")
    other = Cause("other_base", "丙")
    assert ranked([rare, often, often, other]) == (often, other, rare)


def test_the_finding_names_the_figure_and_value_that_repair_everything(tmp_path: Path) -> None:
    (one,) = findings(
        tmp_path,
        "年初预算数为2146.35万元，其中：基本支出年初预算数为1268.40万元、项目支出年初预算数为877.95万元。"
        "年中追加预算284.20万元，调整后全年预算数为24305.5万元。全年预算支出金额共计2386.42万元，预算执行率98.18%。",
    )
    assert one.expected == "2430.55万元"
    assert {"sum.adjusted.initial_delta", "rate.execution_total"} <= set(one.checks)
    assert one.causes[0].kind == "decimal_shift"


def test_an_amount_in_the_wrong_unit_is_found_in_an_open_list(tmp_path: Path) -> None:
    found = findings(
        tmp_path,
        "三公经费全年实际支出14.86万元，其中：公务接待费3.94元，公务用车运行维护费10.92万元。",
    )
    assert [c.kind for d in found for c in d.causes][:1] == ["unit_slip"]


def test_items_complete_in_the_budget_are_complete_in_the_spending(tmp_path: Path) -> None:
    budget = "“三公”经费年初预算16.40万元，其中：公务接待费4.60万元，公务用车运行维护费11.80万元。"
    spent = "“三公”经费全年实际支出14.86万元，其中：公务接待费3.94万元，公务用车运行维护费8.15万元。"
    assert [d.checks[0] for d in findings(tmp_path, budget + spent)] == ["sum.three_public"]
    assert findings(tmp_path, spent) == []


def test_a_value_that_the_others_confirm_decides_between_two(tmp_path: Path) -> None:
    sums = "其中：基本支出年初预算数为1268.40万元、项目支出年初预算数为877.95万元。"
    twice = "年初批复预算数为{}万元，{}\n全年执行情况：年初预算数为2146.35万元，年中没有调整。"
    (one,) = findings(tmp_path, twice.format("877.95", sums))
    assert one.checks[0] == "same.fact_values"
    assert one.expected == "2146.35万元"
    assert findings(tmp_path, twice.format("2146.35", sums)) == []
    assert findings(tmp_path, twice.format("877.95", "")) == []  # nothing tells which one is right


SHORT = (
    "2023年实际支出{total}万元，其中：{basic}项目支出757.00万元。\n三、项目情况\n"
    "本年项目支出执行数{again}万元，用于沟道治理。"
)


def test_a_sum_decides_between_two_short_figures_one_slip_apart(tmp_path: Path) -> None:
    (one,) = findings(
        tmp_path, SHORT.format(total="1277.00", basic="基本支出520.00万元，", again="577.00")
    )
    assert one.checks[0] == "same.fact_values"
    assert (one.expected, one.reported) == ("757.00万元", "577.00万元")


@pytest.mark.parametrize(
    ("total", "basic", "again"),
    [
        pytest.param("1277.00", "", "577.00", id="no sum says which is right"),
        pytest.param("1277.00", "基本支出520.00万元，", "750.00", id="not a slip that stands out"),
        pytest.param("1277.00", "基本支出520.00万元，", "757.0", id="the same, printed shorter"),
        pytest.param("1334.00", "基本支出577.00万元，", "577.00", id="the amount of another label"),
    ],
)
def test_two_short_figures_may_mean_two_things(
    tmp_path: Path, total: str, basic: str, again: str
) -> None:
    found = findings(tmp_path, SHORT.format(total=total, basic=basic, again=again))
    assert not [d for d in found if "same.fact_values" in d.checks]
