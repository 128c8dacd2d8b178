"""What labels leave open is settled from the figures around, and nothing is invented."""

from __future__ import annotations

import pytest

from extractor.pipeline import try_text


def facts(words: str) -> dict[str, str]:
    """Path → value of the budget facts in some words."""
    report = try_text(words).report
    assert report is not None
    return {f.path: f.text for f in report.facts if f.path.startswith("budget.")}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("我单位年初预算100.00万元。部门预算数100.00万元。", {"budget.initial.total": "100.00"}),
        ("我单位预算数120.00万元，执行数110.00万元。",
         {"budget.adjusted.total": "120.00", "budget.executed.total": "110.00"}),
        ("我单位年初预算100.00万元，年中调减20.00万元。",
         {"budget.initial.total": "100.00", "budget.adjustment.total": "-20.00"}),
        ("我单位年中追加30.00万元，年中核减10.00万元。",
         {"budget.adjustment_increase.total": "30.00", "budget.adjustment_decrease.total": "10.00"}),
        ("我单位年末结余9.43万元。", {"budget.carry_over.total": "9.43"}),
        ("我单位年末结转28.72万元，结余9.43万元。",
         {"budget.carried_forward.total": "28.72", "budget.surplus.total": "9.43"}),
        ("我单位年末结转结余38.15万元，其中：结转28.72万元，结余9.43万元。",
         {"budget.carry_over.total": "38.15", "budget.carried_forward.total": "28.72",
          "budget.surplus.total": "9.43"}),
    ],
)  # fmt: skip
def test_base_and_direction_are_settled(words: str, wanted: dict[str, str]) -> None:
    assert facts(words) == wanted


def test_a_plain_budget_that_fits_nothing_stays_open() -> None:
    found = facts("我单位年初预算100.00万元，全年预算130.00万元。部门预算数115.00万元。")
    assert found["budget.stated.total"] == "115.00"


def test_single_additions_are_not_the_adjustment() -> None:
    found = facts("我单位年中追加30.00万元。我单位年中追加12.00万元。")
    assert "budget.adjustment.total" not in found
    assert not any(d.severity == "error" for d in try_text("我单位年中追加30.00万元。我单位年中追加12.00万元。").discrepancies)
