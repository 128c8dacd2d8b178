"""Reports of one unit over the years, and beside the other documents of a year."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extractor.checks import Card, candidates, card_of
from extractor.model import Result
from extractor.pipeline import Settings, extract, recheck, tie
from tests.form_tools import typed_result
from tests.shared import SAMPLES, SEED, needs_seed

KIND = "department_overall_expenditure_self_evaluation"
SEED_UNIT = "乌鲁木齐高新技术产业开发区（乌鲁木齐市新市区）安宁渠镇人民政府"
TOWN = "青桐县河湾镇人民政府"


def story(year: int, *lines: str, unit: str = TOWN, path: str = "") -> Result:
    """A short report of one year."""
    pieces = (
        "部门整体支出绩效自评报告", f"（{year}年度）", f"单位名称：{unit}", f"填报时间：{year + 1}年3月20日", *lines,
    )
    (result,) = typed_result(path or f"archive/{year}/report.docx", pieces)
    return result


def found(result: Result, slug: str) -> str:
    """The messages of the findings of a check."""
    return " ".join(d.message for d in result.discrepancies if slug in d.checks)


def status(result: Result, slug: str) -> str:
    """The status of a check."""
    return next(c.status for c in result.checks if c.slug == slug)


@pytest.fixture(name="seed")
def _seed() -> Result:
    (result,) = extract(SEED / "report.txt")
    return result


@needs_seed
def test_the_real_report_and_two_years_after_it(seed: Result) -> None:
    second = story(
        2024, "全年执行数为4300.00万元。上年支出4210.04万元。年末结转结余120.30万元。", unit=SEED_UNIT
    )
    third = story(2025, "年初预算数为2900.00万元，上年结转102.30万元。上年支出4300.00万元。", unit=SEED_UNIT)
    first, second, third = tie([seed, second, third])
    assert first == seed
    assert "4210.04万元" in found(second, "xyear.prior_comparative")
    assert "4201.04万元" in found(second, "xyear.prior_comparative")
    assert "report.txt" in found(second, "xyear.prior_comparative")
    broken = next(d for d in third.discrepancies if "xyear.carryover" in d.checks)
    assert broken.severity == "error"
    assert "102.30万元" in broken.message
    assert "120.30万元" in broken.message
    assert [c.kind for c in broken.causes] == ["transposition"]
    assert status(third, "xyear.prior_comparative") == "holds"


@needs_seed
def test_a_copy_of_the_real_report_is_noticed(seed: Result, tmp_path: Path) -> None:
    text = (SEED / "report.txt").read_text(encoding="utf-8")
    copy = tmp_path / "report-2024.txt"
    copy.write_text(text.replace("2024", "2025").replace("2023", "2024"), encoding="utf-8")
    (after,) = extract(copy)
    assert after.report is not None
    assert after.report.year == "2024"
    _, tied = tie([seed, after])
    assert "report.txt" in found(tied, "xyear.copied_report")


def test_years_that_fit_give_nothing() -> None:
    before = story(2022, "年初预算数为2100.00万元。全年执行数为2113.81万元。年末结转结余120.30万元。")
    after = story(
        2023, "年初预算数为2310.00万元，上年结转120.30万元。全年执行数为2200.00万元，比上年增长4.08%。上年支出2113.81万元。"
    )
    _, tied = tie([before, after])
    slugs = {s for d in tied.discrepancies for s in d.checks}
    assert not {s for s in slugs if s.startswith(("xyear.", "xdoc."))}
    for slug in ("xyear.carryover", "xyear.prior_comparative", "xyear.growth_base", "xyear.budget_break"):
        assert status(tied, slug) == "holds", slug
    assert tied.report == after.report


def test_the_samples_have_no_companions_that_contradict_them() -> None:
    results = [r for path in sorted(SAMPLES.glob("*.txt")) for r in extract(path)]
    assert [r.discrepancies for r in tie(results)] == [r.discrepancies for r in results]


def test_two_versions_that_disagree_are_no_finding() -> None:
    before = story(2022, "年末结转结余120.30万元。")
    version = story(2022, "年末结转结余130.30万元。", path="archive/2022/report-v2.docx")
    after = story(2023, "上年结转102.30万元。")
    tied = tie([before, version, after])[2]
    assert status(tied, "xyear.carryover") == "undetermined"
    fitting = tie([before, version, story(2023, "上年结转120.30万元。")])[2]
    assert status(fitting, "xyear.carryover") == "holds"


def test_a_report_of_another_unit_or_two_years_ago_is_no_companion() -> None:
    other = story(2022, "年末结转结余120.30万元。", unit="青桐县山口镇人民政府")
    old = story(2021, "年末结转结余120.30万元。")
    after = story(2023, "上年结转102.30万元。")
    assert tie([other, old, after])[2] == after


def test_a_name_without_its_place_counts_only_in_near_folders() -> None:
    after = story(2023, "上年结转102.30万元。", unit="河湾镇人民政府", path="a/x/2023/r.docx")
    near = story(2022, "年末结转结余120.30万元。", unit="河湾镇人民政府", path="a/x/2022/r.docx")
    far = story(2022, "年末结转结余120.30万元。", unit="河湾镇人民政府", path="b/y/2022/r.docx")
    assert found(tie([near, after])[1], "xyear.carryover")
    assert tie([far, after])[1] == after
    longer = story(2022, "年末结转结余120.30万元。", path="a/x/2022/r.docx")
    assert found(tie([longer, after])[1], "xyear.carryover")
    others = story(2022, "年末结转结余120.30万元。", unit="云岭县河湾镇人民政府", path="a/x/2022/s.docx")
    assert tie([longer, others, after])[2] == after


def test_the_monitoring_form_is_no_form_of_the_year_end() -> None:
    report = story(2023, "全年执行数为816.40万元。", path="a/r.docx")
    form = typed_result("a/m.docx", (
        "绩效目标运行监控表（2023年度）", f"单位名称：{TOWN}",
        "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分\n"
        "绩效指标 | 产出指标 | 数量指标 | 养护村道 | ≥20公里 | 11 | 50 | 50",
    ))  # fmt: skip
    cards = [card_of(r) for r in (report, *form)]
    assert candidates(cards) == {0: [(1, "monitoring")]}


def test_recheck_keeps_a_result_without_companions_and_its_ids_otherwise() -> None:
    after = story(2023, "全年执行数为2200.00万元，预算执行率为80.00%。全年预算数为2500.00万元。")
    before = story(2022, "年初预算数为2100.00万元。")
    assert recheck(after, [], Settings()) is after
    again = recheck(after, [("previous_year", before)], Settings())
    assert after.discrepancies
    assert [d.id for d in again.discrepancies] == [d.id for d in after.discrepancies]


def card(unit: str, year: str, name: str = "r.pdf", *, form: bool = False, project: str = "") -> Card:
    """A card of the archive."""
    kind = "project_expenditure_self_evaluation" if project else KIND
    return Card("a/x", name, unit, year, kind, form, project, ("村道养护补助项目", "水库除险加固项目"))


def test_candidates_do_not_depend_on_the_order() -> None:
    cards = [
        card(f"云岭县{n}河镇人民政府", year, f"{n}{year}{v}.pdf")
        for n in "甲乙丙" for year in ("2021", "2022", "2023") for v in "ab"
    ]  # fmt: skip

    def named(order: list[Card]) -> set[tuple[str, tuple[str, ...]]]:
        return {
            (order[i].name, tuple(order[o].name for o, _ in held))
            for i, held in candidates(order).items()
        }

    assert named(cards) == named(cards[::-1])
    assert dict(named(cards))["甲2023a.pdf"] == ("甲2022b.pdf", "甲2022a.pdf")


def test_a_department_finds_its_units_and_no_unit_a_sister() -> None:
    cards = [card(u, "2023", f"{u}.pdf") for u in ("云岭县水利局", "云岭县水利局本级", "云岭县水利局河道站", "云岭县林业局")]
    assert candidates(cards) == {0: [(1, "child"), (2, "child")]}


def test_ten_thousand_cards_are_paired_in_seconds() -> None:
    cards: list[Card | None] = []
    for n in range(2500):
        unit = f"云岭县{chr(0x4E00 + n)}河镇人民政府"
        for year in ("2022", "2023"):
            cards.append(card(unit, year, f"r{n}{year}.pdf"))
            cards.append(card(unit, year, f"f{n}{year}.pdf", form=True, project="水库除险加固项目"))
    start = time.perf_counter()
    paired = candidates(cards)
    assert time.perf_counter() - start < 10
    assert paired[2] == [(3, "form"), (0, "previous_year")]
    assert paired[0] == [(1, "form")]


def test_a_smaller_opening_without_a_slip_is_a_question() -> None:
    _, tied = tie([story(2022, "年末结转结余120.30万元。"), story(2023, "上年结转47.90万元。")])
    (finding,) = [d for d in tied.discrepancies if "xyear.carryover" in d.checks]
    assert finding.severity == "warning"


def test_a_report_is_compared_with_the_final_accounts() -> None:
    report = story(2023, "全年执行数为816.40万元。“三公”经费全年实际支出12.60万元。", path="a/r.docx")
    (accounts,) = typed_result("a/j.docx", (
        "青桐县河湾镇人民政府2023年度部门决算", f"单位名称：{TOWN}", "本年支出合计816.40万元。“三公”经费支出决算为16.20万元。",
    ))  # fmt: skip
    tied, same = tie([report, accounts])
    assert "16.20万元" in found(tied, "xdoc.final_accounts")
    assert "816.40万元" not in found(tied, "xdoc.final_accounts")
    assert same == accounts


def test_the_units_of_a_department_make_up_its_total() -> None:
    def unit(name: str, spent: str, words: str = "") -> Result:
        return story(2023, f"{words}全年执行数为{spent}万元。", unit=name, path=f"a/{name}.docx")

    own, station = unit("云岭县水利局本级", "1200.00"), unit("云岭县水利局河道站", "358.20")
    words = "本部门所属预算单位共2家。"
    fits = tie([unit("云岭县水利局", "1558.20", words), own, station])[0]
    assert status(fits, "xdoc.children_sum") == "holds"
    wrong = tie([unit("云岭县水利局", "1585.20", words), own, station])[0]
    assert "1558.20万元" in found(wrong, "xdoc.children_sum")
    unknown = tie([unit("云岭县水利局", "1585.20"), own, station])[0]
    assert status(unknown, "xdoc.children_sum") == "undetermined"
