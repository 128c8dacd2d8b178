"""The catalogue: every check is described, has a rule, and its examples decide as they say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from extractor.checks import CheckSpec, catalogue, load_profile, outcomes_of, run_checks
from extractor.checks.findings import summarize
from extractor.checks.registry import ARCHIVE, GROUPS, functions
from extractor.checks.statistics import statistics_of
from extractor.model import CheckResult
from tests.check_examples import context_of, report_of, without
from tests.shared import ROOT, SHARED, load_json

SPECS = catalogue()
WITH_EXAMPLES = [s for s in SPECS if not s.waits_for and s.group != ARCHIVE]


def outcome(spec: CheckSpec, facts: dict[str, str]) -> CheckResult:
    """The result of one check on a report with just these facts."""
    return summarize(spec, outcomes_of(spec, context_of(facts)))


@pytest.mark.parametrize("spec", WITH_EXAMPLES, ids=lambda s: s.slug)
def test_agreeing_example_does_not_fail(spec: CheckSpec) -> None:
    result = outcome(spec, spec.agree_facts)
    assert result.status in {"holds", "rounding", "note"}, result
    if spec.gives == "note":
        assert result.status == "holds", result


@pytest.mark.parametrize("spec", WITH_EXAMPLES, ids=lambda s: s.slug)
def test_disagreeing_example_is_noticed(spec: CheckSpec) -> None:
    result = outcome(spec, spec.disagree_facts)
    assert result.status == spec.gives, result
    assert result.arithmetic or result.reason


@pytest.mark.parametrize(
    ("spec", "facts"), [(s, facts) for s in SPECS for facts in s.never],
    ids=lambda v: v.slug if isinstance(v, CheckSpec) else v["why"],
)  # fmt: skip
def test_a_known_trap_is_not_taken_for_a_fault(spec: CheckSpec, facts: dict[str, str]) -> None:
    result = outcome(spec, facts)
    assert result.status != "fails", result
    if spec.gives == "note":
        assert result.status != "note", result


@pytest.mark.parametrize("spec", [s for s in SPECS if s.group in "FGHIJKL"], ids=lambda s: s.slug)
def test_each_check_of_words_and_plausibility_carries_a_trap(spec: CheckSpec) -> None:
    assert spec.never
    assert all(facts["why"] for facts in spec.never)


@pytest.mark.parametrize("spec", SPECS, ids=lambda s: s.slug)
def test_nothing_is_said_without_facts(spec: CheckSpec) -> None:
    result = outcome(spec, {})
    assert result.status == "not_applicable"
    assert result.reason


@pytest.mark.parametrize("spec", WITH_EXAMPLES, ids=lambda s: s.slug)
def test_dropping_a_fact_never_makes_a_check_fail(spec: CheckSpec) -> None:
    """A missing figure is not zero: what agreed cannot fail because something is not printed."""
    for path in spec.agree_facts:
        if path.endswith((".deviation_reason", ".improvement", ".level1", ".level2", ".purpose")):
            continue  # words whose absence is the finding
        fewer = without(spec.agree_facts, path)
        if fewer is None:
            continue
        result = outcome(spec, fewer)
        if "[" in path and result.status == "fails":
            continue  # a shorter list is another list
        assert result.status != "fails", (path, result)


def test_each_check_has_a_rule() -> None:
    declared = {s.slug for s in SPECS if s.equations}
    coded = set(functions())
    waiting = {s.slug for s in SPECS if s.waits_for}
    archive = {s.slug for s in SPECS if s.group == ARCHIVE}
    assert archive == set(statistics_of())
    assert declared | coded | waiting | archive == {s.slug for s in SPECS}
    assert not waiting & (declared | coded)


def test_slugs_are_unique_and_groups_known() -> None:
    assert len({s.slug for s in SPECS}) == len(SPECS)
    assert {s.group for s in SPECS} <= GROUPS.keys()


RULE_FILES = (
    "against_form", "breakdowns", "sums", "funds", "rates", "prose", "completion", "scoring",
    "quality", "scores", "grades", "consistency", "adjustment", "execution", "outlier",
    "plausibility", "posts", "staffing", "time_entity", "units_digits", "completeness", "contradiction", "documents",
    "years", "copied", "children", "ledgers",
)  # fmt: skip
HELPERS = {"in_table", "compared", "apart", "differs_only_from_table", "agreement", "pairs", "contradiction",
           "tabled", "fitting_bases", "score_interval", "chosen_block", "cause_named", "low_projects",
           "arrears_paid", "shifted"}  # fmt: skip


@pytest.mark.parametrize("name", RULE_FILES)
def test_public_functions_of_rule_files_are_checks(name: str) -> None:
    tree = ast.parse((ROOT / "extractor/checks" / f"{name}.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert node.name in HELPERS or any(
                isinstance(d, ast.Call) and isinstance(d.func, ast.Name) and d.func.id == "check"
                for d in node.decorator_list
            ), node.name


def test_the_catalogue_is_covered() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    listed = load_json(SHARED / "domain/checks.json")["checks"]
    severities = {c["slug"]: c["severity"] for c in listed}
    assert {c["slug"] for c in listed if c["group"][0] in "ABCDEFGHIJKLM"} <= {s.slug for s in SPECS}
    assert {s.slug: s.severity for s in SPECS} == {s.slug: severities[s.slug] for s in SPECS}


def test_discrepancy_ids_are_stable() -> None:
    spec = next(s for s in SPECS if s.slug == "sum.adjusted.initial_delta")
    report = report_of(spec.disagree_facts)
    first = run_checks(report, load_profile(), "abc")[1]
    again = run_checks(report_of(spec.disagree_facts), load_profile(), "abc")[1]
    other = run_checks(report, load_profile(), "def")[1]
    assert [d.id for d in first] == [d.id for d in again]
    assert {d.id for d in first}.isdisjoint(d.id for d in other)


def test_rule_files_are_listed() -> None:
    folder = Path(ROOT / "extractor/checks")
    holding = {p.stem for p in folder.glob("*.py") if "\n@check(" in p.read_text(encoding="utf-8")}
    assert holding == set(RULE_FILES)


@pytest.mark.parametrize(
    ("base", "name"), [("initial", "按年初预算"), ("stated", "按预算数")], ids=["initial", "stated"]
)
@pytest.mark.parametrize(("rate", "status"), [("80.71%", "holds"), ("87.10%", "fails")])
def test_a_control_rate_rests_on_the_budget_that_is_printed(
    base: str, name: str, rate: str, status: str
) -> None:
    spec = next(s for s in SPECS if s.slug == "rate.three_public_control")
    result = outcome(spec, {
        f"budget.{base}.three_public": "21.00万元", "budget.executed.three_public": "16.95万元",
        "budget.control_rate.three_public": rate,
    })  # fmt: skip
    assert result.status == status
    assert result.arithmetic.startswith(f"{name}：16.95÷21.00=80.71")


def test_a_control_rate_that_fits_one_of_two_printed_budgets_is_right() -> None:
    spec = next(s for s in SPECS if s.slug == "rate.three_public_control")
    result = outcome(spec, {
        "budget.initial.three_public": "21.00万元", "budget.stated.three_public": "20.00万元",
        "budget.executed.three_public": "16.95万元", "budget.control_rate.three_public": "80.71%",
    })  # fmt: skip
    assert result.status == "holds"
    assert result.arithmetic.startswith("按年初预算：")
