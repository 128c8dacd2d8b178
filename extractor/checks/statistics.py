"""Group M: what a whole archive of reports shows. Hints for people, never errors."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from extractor.checks.registry import ARCHIVE, catalogue
from extractor.checks.statistics_sample import ArchiveSample, ReportSample
from extractor.model import CheckResult, Discrepancy, Status

_SHOWN = 20
"""Findings of one check that are listed one by one; the arithmetic says how many there are."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that stands out: whose, in words, with what was seen and what was expected."""

    item: str
    message: str
    reported: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one statistic gives: its arithmetic, the remarks, or why it could not be computed."""

    arithmetic: str = ""
    remarks: tuple[Remark, ...] = ()
    reason: str = ""

    @property
    def status(self) -> Status:
        """A remark makes a note; nothing here ever fails."""
        if not self.arithmetic:
            return "not_applicable"
        return "note" if self.remarks else "holds"


_MODULES = ("statistics_digits", "statistics_shares")

Statistic = Callable[[Sequence[ReportSample]], Verdict]
_statistics: dict[str, Statistic] = {}


def statistic(slug: str) -> Callable[[Statistic], Statistic]:
    """Register a function as the rule of an archive check."""

    def register(function: Statistic) -> Statistic:
        if slug in _statistics:
            raise ValueError(f"two functions for {slug}")
        _statistics[slug] = function
        return function

    return register


def statistics_of() -> dict[str, Statistic]:
    """The registered statistics by slug."""
    for name in _MODULES:  # importing them fills the registry
        import_module(f"extractor.checks.{name}")
    return dict(_statistics)


def too_few(what: str, needed: int, have: int) -> Verdict:
    """The verdict on a sample below its limit."""
    return Verdict(reason=f"需要至少{needed}{what}，现有{have}{what[:1]}")


def archive_checks(
    sample: ArchiveSample,
) -> tuple[tuple[CheckResult, ...], tuple[Discrepancy, ...]]:
    """Check an archive: one result for each statistic, and what stands out as notes.

    The order of the results and the ids depend on what was added, not on when.
    """
    reports = sample.ordered()
    rules = statistics_of()
    results: list[CheckResult] = []
    found: list[Discrepancy] = []
    for spec in catalogue():
        if spec.group != ARCHIVE:
            continue
        verdict = rules[spec.slug](reports)
        number, arithmetic = len(verdict.remarks), verdict.arithmetic
        if number > _SHOWN:
            arithmetic += f"；共{number}处，列出前{_SHOWN}处"
        results.append(CheckResult(
            spec.slug, spec.title, spec.group, "info", verdict.status, arithmetic, (), verdict.reason
        ))  # fmt: skip
        for remark in verdict.remarks[:_SHOWN]:
            key = "|".join(("archive", spec.slug, remark.item, remark.reported))
            found.append(Discrepancy(
                id="a" + hashlib.sha256(key.encode()).hexdigest()[:12], severity="info",
                title=spec.title if not remark.item else f"{spec.title}：{remark.item}",
                message=remark.message, expected=remark.expected, reported=remark.reported,
                checks=(spec.slug,),
            ))  # fmt: skip
    return tuple(results), tuple(found)
