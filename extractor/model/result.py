"""What checking gives: check results, discrepancies, coverage, and the whole result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from extractor.model.document import Place, Problem, Source
from extractor.model.quick import quick
from extractor.model.report import Report

Status = Literal["holds", "rounding", "note", "not_applicable", "undetermined", "fails"]
Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the gravest to the lightest."""


@quick
@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check on one report.

    `arithmetic` shows the calculation with the numbers in it; `facts` are the ids of the
    facts used; `reason` says why the check could not run or could not decide.
    """

    slug: str
    title: str
    group: str
    severity: Severity
    status: Status
    arithmetic: str = ""
    facts: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """One hypothesis that makes a broken identity hold."""

    kind: str
    explanation: str


@quick
@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One root cause: what contradicts what, by how much, why probably, and with what effect.

    `id` depends only on the report's identity and the finding, so it is the same on every run.
    """

    id: str
    severity: Severity
    title: str
    message: str
    expected: str = ""
    reported: str = ""
    difference: str = ""
    causes: tuple[Cause, ...] = ()
    effect: str = ""
    checks: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class SetAside:
    """A figure that is not a quantity of the report, and why."""

    raw: str
    reason: str
    places: tuple[Place, ...]


@quick
@dataclass(frozen=True, slots=True)
class Unexplained:
    """A quantity that no rule understood."""

    raw: str
    context: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The account of every figure in the text.

    `quantities` = `bound` + len(`unexplained`); `set_aside` figures (years, document
    numbers, list numbers) are not quantities and are counted apart.
    """

    quantities: int
    bound: int
    set_aside: tuple[SetAside, ...] = ()
    unexplained: tuple[Unexplained, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """Everything known about one report in one source. `report` is None if nothing was read.

    `profile` is the name of the scoring profile, `profile_title` its title for people and
    `profile_reason` says in Chinese why it was used. `number` counts the reports of a file from 1.
    """

    source: Source
    pages: int
    report: Report | None
    profile: str
    checks: tuple[CheckResult, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    coverage: Coverage = Coverage(0, 0)
    problems: tuple[Problem, ...] = ()
    profile_title: str = ""
    profile_reason: str = ""
    number: int = 1


def renamed(result: Result, path: str) -> Result:
    """The same result under the path at which people know its file."""
    return replace(
        result,
        source=replace(result.source, path=path),
        problems=tuple(replace(problem, file=path) for problem in result.problems),
    )


def unreadable(problem: Problem, sha256: str = "") -> Result:
    """The result of a file that could not be read at all."""
    source = Source(problem.file, sha256, "application/octet-stream", 0)
    return Result(source, 0, None, "", problems=(problem,))
