"""From outcomes to findings: themes, entries, what says more, effects."""

from __future__ import annotations

import pytest

from extractor.checks import Context, catalogue, load_profile
from extractor.checks.findings import Failing, discrepancies
from extractor.checks.outcome import Outcome
from extractor.checks.themes import themes
from extractor.model import Discrepancy, Severity, Status
from tests.check_examples import report_of

SPECS = {s.slug: s for s in catalogue()}


def failing(
    slug: str, message: str, *, item: str = "", status: Status = "fails",
    severity: Severity | None = None, effect: str = "", of: Outcome | None = None,
) -> Failing:  # fmt: skip
    """One outcome of a check, made by hand."""
    return Failing(
        SPECS[slug],
        Outcome(status, item=item, message=message, severity=severity, effect=effect, of=of),
    )


def grouped(*outcomes: Failing) -> tuple[Discrepancy, ...]:
    """The findings that outcomes give on an empty report."""
    return discrepancies(Context(report_of({}), load_profile()), outcomes, "x")


def test_themes_name_checks_that_exist_and_each_once() -> None:
    named = [slug for t in themes() for slug in t.checks]
    assert len(named) == len(set(named))
    assert {slug for t in themes() for slug in (*t.checks, *t.along, *t.joining)} <= SPECS.keys()
    assert all(t.title and t.reason for t in themes())


def test_checks_of_one_theme_are_one_finding_with_its_headline() -> None:
    (one,) = grouped(failing("adj.reason_missing", "没有原因"), failing("adj.over_threshold", "调整率60%"))
    assert one.checks == ("adj.over_threshold", "adj.reason_missing")
    assert one.title.startswith("预算大幅调整")
    assert "调整率60%" in one.message
    assert "没有原因" in one.message


def test_one_check_of_a_theme_keeps_its_own_words() -> None:
    (one,) = grouped(failing("adj.over_threshold", "调整率60%"))
    assert one.title == "调整率60%"


def test_an_entry_with_something_graver_keeps_its_own_finding() -> None:
    found = grouped(
        failing("ind.satisfaction_evidence", "没有调查", item="indicators[1]"),
        failing("ind.completion_ge", "完成率不对", item="indicators[1]"),
        failing("ind.reason_boilerplate", "原因相同"),
    )
    assert [d.checks for d in found] == [
        ("ind.completion_ge", "ind.satisfaction_evidence"), ("ind.reason_boilerplate",),
    ]  # fmt: skip


def test_an_entry_that_is_all_of_a_theme_goes_with_it() -> None:
    (one,) = grouped(
        failing("ind.satisfaction_evidence", "没有调查", item="indicators[1]"),
        failing("ind.midyear_progress", "进度", item="indicators[1]"),
        failing("ind.reason_boilerplate", "原因相同"),
    )
    assert set(one.checks) == {"ind.satisfaction_evidence", "ind.midyear_progress", "ind.reason_boilerplate"}
    assert one.severity == "warning"


def test_notes_join_the_finding_they_say_more_about_and_make_none_alone() -> None:
    note = failing("adj.project_bound", "项目大于年初总额", status="note", effect="2个项目")
    assert grouped(note) == ()
    (one,) = grouped(failing("adj.over_threshold", "调整率60%"), note)
    assert "adj.project_bound" in one.checks
    assert one.effect == "2个项目"


def test_an_outcome_of_another_one_belongs_to_its_finding() -> None:
    parent = failing("sum.initial.basic_project", "合计不对")
    child = failing("digit.transposition", "", of=parent.outcome)
    (one,) = grouped(parent, child)
    assert one.checks == ("sum.initial.basic_project", "digit.transposition")
    assert one.title == "合计不对"


def test_an_outcome_whose_parent_is_no_finding_is_dropped() -> None:
    held = Outcome("undetermined")
    assert grouped(failing("rate.range", "超出100%", of=held)) == ()


@pytest.mark.parametrize(("severities", "wanted"), [(("info", None), "warning"), (("info", "info"), "info")])
def test_a_finding_is_as_grave_as_its_gravest_member(
    severities: tuple[Severity | None, Severity | None], wanted: str
) -> None:
    first, second = severities
    (one,) = grouped(
        failing("adj.over_threshold", "甲", severity=first), failing("adj.reason_missing", "乙", severity=second)
    )
    assert one.severity == wanted


def test_effects_are_joined_once_each() -> None:
    (one,) = grouped(
        failing("staff.over_establishment", "甲", effect="控制率137%"),
        failing("staff.parent_child_label", "乙", effect="控制率137%"),
    )
    assert one.effect == "控制率137%"
