"""Scoring profiles: inheritance, trust, recognition of the place, and what they change."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.checks import Context, choose_profile, load_profile
from extractor.checks.evaluate import outcomes_for
from extractor.checks.profile import Profile, _merged
from extractor.errors import JiheError, PatternError
from extractor.library import wordings
from extractor.model import CheckResult
from extractor.pipeline import Settings, try_text
from extractor.resources import patterns_dir
from tests.check_examples import report_of

NAMES = sorted(p.stem for p in (patterns_dir() / "profiles").glob("*.yaml"))
REGIONS = sorted(n.removeprefix("region.") for n in wordings() if n.startswith("region."))
NOT_RULES = {"name", "title", "source", "extends", "basis"}


@pytest.mark.parametrize("name", NAMES)
def test_every_profile_loads_and_says_where_its_rules_come_from(name: str) -> None:
    profile = load_profile(name)
    assert profile.title
    assert profile.source
    if name != "ministry":
        own = set(_merged_own(name)) - NOT_RULES
        assert own <= profile.basis.keys(), own - profile.basis.keys()
    assert all(basis.source for basis in profile.basis.values())
    assert profile.basis.keys() <= set(Profile.model_fields)


def _merged_own(name: str) -> dict[str, object]:
    from extractor.resources import load_yaml

    own: dict[str, object] = load_yaml(patterns_dir() / "profiles" / f"{name}.yaml")
    return own


def test_a_profile_takes_what_it_does_not_name_from_the_one_below() -> None:
    ministry, guangxi = load_profile(), load_profile("guangxi")
    assert guangxi.grade_bands == ministry.grade_bands
    assert guangxi.adjustment_score_cap == 90
    assert ministry.adjustment_score_cap == 100


def test_rules_that_are_only_known_by_hearsay_do_not_judge_unasked() -> None:
    chosen, recognised = load_profile("hubei"), load_profile("hubei", confirmed=True)
    assert chosen.inverse_formulas == ("ratio",)
    assert recognised.inverse_formulas == load_profile().inverse_formulas
    assert recognised.qualitative_bands == load_profile().qualitative_bands
    assert recognised.execution_weight == chosen.execution_weight  # seen in a form
    assert chosen.execution_weight[0] == 20


@pytest.mark.parametrize("name", NAMES)
def test_an_unconfirmed_rule_never_remains_in_a_recognised_profile(name: str) -> None:
    below = load_profile(str(_merged_own(name).get("extends", "ministry")))
    recognised = load_profile(name, confirmed=True)
    for key, basis in load_profile(name).basis.items():
        if basis.trust == "K" and name != "ministry":
            assert getattr(recognised, key) == getattr(below, key), key


def test_a_wrong_name_lists_the_right_ones() -> None:
    with pytest.raises(JiheError, match="guangxi、hubei"):
        load_profile("atlantis")


def test_a_profile_that_extends_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: b\ntitle: 甲\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: a\ntitle: 乙\n", encoding="utf-8")
    with pytest.raises(PatternError, match="extends"):
        _merged(tmp_path / "a.yaml", confirmed=False)


# which profile belongs to a report


def test_every_region_has_a_profile() -> None:
    assert set(REGIONS) == set(NAMES) - {"ministry", "vendor"}


@pytest.mark.parametrize(
    ("unit", "profile"),
    [
        ("乌鲁木齐市米东区古牧地镇人民政府", "xinjiang"),
        ("广西壮族自治区桂屏县财政局", "guangxi"),
        ("银川市金凤区教育局", "ningxia"),
        ("湖北省荆楚县水利局", "hubei"),
        ("达州市农业农村局", "sichuan"),
        ("岳阳市城市管理局", "hunan"),
        ("红河州民政局", "yunnan"),
        ("上海市临沪区体育局", "shanghai"),
        ("天津市河北区教育局", "tianjin_hebei"),
        ("山西省临晋县交通运输局", "shanxi"),
        ("柳河县水务局", "ministry"),
        ("新疆路街道办事处", "ministry"),
        ("上海路小学", "ministry"),
        ("湖南镇人民政府", "ministry"),
    ],
)
def test_the_place_in_the_name_chooses_the_profile(unit: str, profile: str) -> None:
    chosen, reason = choose_profile(None, report_of({"unit.name": unit}))
    assert chosen.name == profile
    assert ("默认" in reason) == (profile == "ministry")


def test_two_places_choose_none() -> None:
    report = report_of({"unit.name": "上海市对口支援新疆喀什前方指挥部"})
    assert choose_profile(None, report)[0].name == "ministry"


def test_the_title_speaks_when_the_name_does_not() -> None:
    report = report_of({"unit.name": "柳河县水务局", "report.title": "湖南省部门整体支出绩效自评报告"})
    assert choose_profile(None, report)[0].name == "hunan"


def test_the_user_chooses_and_the_result_names_it() -> None:
    words = "上海市临沪区体育局2023年度部门整体支出绩效自评报告\n全年预算数100.00万元。"
    recognised, chosen = try_text(words), try_text(words, Settings(profile="vendor"))
    assert (recognised.profile, chosen.profile) == ("shanghai", "vendor")
    assert "上海" in recognised.profile_reason
    assert "--profile" in chosen.profile_reason
    assert chosen.profile_title == load_profile("vendor").title


# what a profile changes


def result(slug: str, facts: dict[str, str], profile: str) -> CheckResult:
    from extractor.checks import catalogue, outcomes_of
    from extractor.checks.findings import summarize

    spec = next(s for s in catalogue() if s.slug == slug)
    return summarize(spec, outcomes_of(spec, Context(report_of(facts), load_profile(profile))))


MISSED = {
    "indicators[1].name": "单方成本",
    "indicators[1].target": "≤100.00万元",
    "indicators[1].actual": "125.00万元",
    "indicators[1].weight": "8分",
}


@pytest.mark.parametrize(
    ("score", "profile", "status", "word"),
    [
        ("6.40分", "ministry", "holds", "按指标值÷实际值"),
        ("6.00分", "ministry", "holds", "按超出比例扣减"),
        ("0分", "ministry", "holds", "超上限不得分"),
        ("7.50分", "ministry", "fails", ""),
        ("6.40分", "vendor", "fails", ""),
        ("6.00分", "vendor", "holds", "按超出比例扣减"),
        ("7.50分", "tianjin_hebei", "note", ""),
    ],
)
def test_the_formula_of_a_missed_ceiling_is_named(
    score: str, profile: str, status: str, word: str
) -> None:
    found = result("ind.score_proportional", {**MISSED, "indicators[1].score": score}, profile)
    assert found.status == status, found
    assert word in found.arithmetic


def test_a_score_cut_off_is_named() -> None:
    facts = {
        "indicators[1].name": "覆盖率", "indicators[1].target": "≥90.00%", "indicators[1].actual": "80.00%",
        "indicators[1].weight": "7分", "indicators[1].score": "6.22分",
    }  # fmt: skip
    assert "按实际值÷指标值" in result("ind.score_proportional", facts, "ministry").arithmetic
    facts["indicators[1].actual"] = "85.00%"  # 7 x 85 ÷ 90 = 6.6111, cut 6.61; 79 gives 6.1444
    facts["indicators[1].score"] = "6.61分"
    assert result("ind.score_proportional", facts, "ministry").status == "holds"
    facts["indicators[1].actual"], facts["indicators[1].score"] = "86.00%", "6.68分"  # 6.6889
    found = result("ind.score_proportional", facts, "ministry")
    assert (found.status, "截尾" in found.arithmetic) == ("holds", True)


@pytest.mark.parametrize(
    ("score", "ministry", "hubei"), [("6.50分", "holds", "holds"), ("5.50分", "fails", "holds")]
)
def test_bands_of_qualitative_results_differ(score: str, ministry: str, hubei: str) -> None:
    facts = {
        "indicators[1].name": "制度建设", "indicators[1].target": "健全", "indicators[1].actual": "部分达成",
        "indicators[1].weight": "10分", "indicators[1].score": score,
    }  # fmt: skip
    assert result("ind.completion_qualitative", facts, "ministry").status == ministry
    assert result("ind.completion_qualitative", facts, "hubei").status == hubei


def test_grade_bands_differ() -> None:
    facts = {"evaluation.total_score": "85.00分", "evaluation.grade": "优"}
    assert result("grade.matches_total", facts, "ministry").status == "fails"
    assert result("grade.matches_total", facts, "vendor").status == "holds"


def test_the_line_for_low_execution_differs() -> None:
    facts = {"budget.adjusted.total": "100.00万元", "budget.executed.total": "85.00万元"}
    assert result("exec.low_total", facts, "ministry").status == "holds"
    assert result("exec.low_total", facts, "sichuan").status == "fails"


def test_a_deduction_of_the_region_is_part_of_the_effect() -> None:
    words = "湖南省湘澧县水利局2023年度部门整体支出绩效自评报告\n核定编制40名，年末在职人员44人。"
    (found,) = [d for d in try_text(words).discrepancies if "staff.over_establishment" in d.checks]
    assert "每超过1个百分点扣0.1分" in found.effect


def test_a_cap_on_the_total_is_part_of_the_effect() -> None:
    words = (
        "广西壮族自治区桂屏县水利局2023年度部门整体支出绩效自评报告\n"
        "年初预算100.00万元，年中调增60.00万元，全年预算160.00万元。自评总分95.00分。"
    )
    (found,) = [d for d in try_text(words).discrepancies if "adj.over_threshold" in d.checks]
    assert "不得超过90分" in found.effect


def test_execution_may_carry_twenty_points_in_hubei() -> None:
    facts = {"budget.adjusted.total": "100.00万元", "budget.executed.total": "90.00万元",
             "budget.execution_rate.total": "90.00%", "evaluation.execution_score": "18.00分"}  # fmt: skip
    for profile in ("ministry", "hubei"):
        assert result("score.execution_formula", facts, profile).status == "holds"
    assert load_profile("hubei").execution_weight[0] == Decimal(20)


@pytest.mark.parametrize("name", NAMES)
def test_a_last_day_of_filling_in_needs_a_source_that_was_seen(name: str) -> None:
    profile = load_profile(name)
    assert not profile.deadline or profile.basis["deadline"].trust in {"V", "C"}


def test_without_a_known_last_day_nothing_is_judged_and_it_says_so() -> None:
    report = report_of({"report.fiscal_year": "2023", "report.fill_date": "2024-09-15"})
    (one,) = outcomes_for("time.deadline", Context(report, load_profile()))
    assert one.status == "undetermined"
    assert one.reason.endswith("没有收录填报期限")
