"""Run all checks of the catalogue on one report."""

from __future__ import annotations

from functools import cache

from extractor.checks import (
    adjustment,
    against_form,
    breakdowns,
    children,
    completeness,
    completion,
    consistency,
    contradiction,
    copied,
    documents,
    execution,
    funds,
    grades,
    ledgers,
    outlier,
    plausibility,
    posts,
    prose,
    quality,
    rates,
    scores,
    scoring,
    staffing,
    sums,
    time_entity,
    units_digits,
    years,
)
from extractor.checks.context import Companion, Context
from extractor.checks.evaluate import outcomes_of
from extractor.checks.findings import Failing, discrepancies, summarize, with_ids
from extractor.checks.profile import Profile
from extractor.checks.registry import ARCHIVE, CheckSpec, catalogue
from extractor.model import CheckResult, Discrepancy, Report

RULE_MODULES = (
    against_form, breakdowns, sums, funds, rates, prose, completion, scoring, quality, scores, grades,
    consistency, adjustment, execution, outlier, plausibility, posts, staffing, time_entity, units_digits,
    completeness, contradiction, documents, years, copied, children,
    ledgers,
)  # fmt: skip
"""Importing them fills the registry."""

_TELLING = {"fails", "note", "undetermined"}


@cache
def _on_reports() -> tuple[CheckSpec, ...]:
    """The checks on one report, in the order of the catalogue."""
    return tuple(spec for spec in catalogue() if spec.group != ARCHIVE)


def run_checks(
    report: Report, profile: Profile, identity: str = "",
    companions: tuple[Companion, ...] = (),
) -> tuple[tuple[CheckResult, ...], tuple[Discrepancy, ...]]:  # fmt: skip
    """Check a report: one result for each check on a report, and the discrepancies.

    `identity` names the report (its content hash): discrepancy ids are derived from it.
    `companions` are the reports of other files that belong to it, with their roles.
    """
    context = Context(report, profile, companions)
    results: list[CheckResult] = []
    telling: list[Failing] = []
    for spec in _on_reports():
        outcomes = outcomes_of(spec, context)
        results.append(summarize(spec, outcomes))
        if outcomes:
            telling += [Failing(spec, o) for o in outcomes if o.status in _TELLING]
    return tuple(results), with_ids(discrepancies(context, telling, identity))
