"""No alarm on reports that agree; on their faulty twins exactly the planted finding."""

from __future__ import annotations

import pytest

from extractor.checks import Context, load_profile
from extractor.checks.texts import is_full_report
from extractor.model import Discrepancy
from extractor.pipeline import try_text
from tests.clean_reports import CLEAN, at_length
from tests.faulty_reports import FAULTY, Fault

GRAVE = {"error", "warning"}


def grave(text: str) -> list[Discrepancy]:
    """The errors and warnings of a text."""
    return [d for d in try_text(text).discrepancies if d.severity in GRAVE]


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN.keys())
def test_a_clean_report_raises_no_alarm(text: str) -> None:
    assert not [(d.title, d.checks) for d in grave(text)]


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN.keys())
def test_nor_does_it_at_full_length(text: str) -> None:
    assert not [(d.title, d.checks) for d in grave(at_length(text))]


@pytest.mark.parametrize("fault", FAULTY.values(), ids=FAULTY.keys())
def test_the_planted_fault_is_the_only_finding(fault: Fault) -> None:
    found = try_text(fault.text).discrepancies
    planted = [d for d in found if fault.slug in d.checks]
    assert [d.severity for d in planted] == [fault.severity], [(d.title, d.checks) for d in found]
    others = [d for d in found if d.severity in GRAVE and d not in planted]
    assert not [(d.title, d.checks) for d in others]


def test_complete_reports_fragments_and_forms_are_told_apart() -> None:
    def complete(text: str) -> bool:
        report = try_text(text).report
        assert report is not None
        return is_full_report(Context(report, load_profile()))

    assert complete(at_length(CLEAN["ningxia bureau, fair grade with problems"]))
    assert not complete(CLEAN["shandong fragment without reasons"])
    assert not complete(at_length(CLEAN["yunnan project report"]))
    assert not complete(at_length(CLEAN["chongqing final accounts, last year's amounts"]))
    assert sum(complete(at_length(text)) for text in CLEAN.values()) >= 8


def test_there_are_enough_of_both() -> None:
    assert len(CLEAN) >= 12
    assert {f.slug.partition(".")[0] for f in FAULTY.values()} >= {
        "adj", "exec", "plaus", "staff", "three_public", "time", "entity", "unit", "complete", "contra",
    }  # fmt: skip
