"""What a text in a reader's own words must give, and that it gives nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model import Report
from extractor.pipeline import try_text

GROUPS = ("budget.", "staffing.", "organization.", "evaluation.", "projects", "indicators")
"""Paths whose figures must all be wanted: a wrong fact is worse than a missed one."""
_ASCII = str.maketrans({"，": ",", "；": ";", "：": ":", "（": "(", "）": ")"})


@dataclass(frozen=True, slots=True)
class Case:
    """A text and the figures a person reads in it: path → value with unit.

    `changes` are (direction, current, amount, rate), `shares` are (part, rate); both are
    looked at only where given. `absent` are paths, or beginnings of paths, that must not occur.
    """

    name: str
    text: str
    wanted: dict[str, str]
    changes: tuple[tuple[str, str, str, str], ...] = ()
    shares: tuple[tuple[str, str], ...] = ()
    absent: tuple[str, ...] = ()


def report_of(text: str, *, ascii_marks: bool) -> Report:
    """The report read from a text, its punctuation as typed or folded to ASCII."""
    report = try_text(text.translate(_ASCII) if ascii_marks else text).report
    assert report is not None
    return report


def check(case: Case, *, ascii_marks: bool) -> None:
    """Compare what was found with what is wanted."""
    report = report_of(case.text, ascii_marks=ascii_marks)
    found = {
        (f.path, f"{f.text}{f.quantity.unit or ''}")
        for f in report.facts
        if f.quantity and f.path.startswith(GROUPS)
    }
    words = {(f.path, f.text) for f in report.facts if not f.quantity}
    wanted = set(case.wanted.items())
    assert found <= wanted, f"不该有：{sorted(found - wanted)}"
    assert wanted <= found | words, f"缺少：{sorted(wanted - found - words)}"
    for path in case.absent:
        assert not any(f.path.startswith(path) for f in report.facts), f"不该有 {path}"
    if case.changes:
        assert _changes(report) == set(case.changes)
    if case.shares:
        assert _shares(report) == set(case.shares)


def _changes(report: Report) -> set[tuple[str, ...]]:
    fields = ("current", "amount", "rate")
    return {
        (item.text("direction"), *(str(item.quantity(field) or "") for field in fields))
        for item in report.items("changes")
    }


def _shares(report: Report) -> set[tuple[str, str]]:
    return {
        (str(item.quantity("part") or ""), str(item.quantity("rate") or ""))
        for item in report.items("shares")
    }
