"""Run all checks of the catalogue on one report."""

from __future__ import annotations

from extractor.checks import (
    against_form,
    breakdowns,
    completion,
    consistency,
    funds,
    prose,
    quality,
    rates,
    scores,
    scoring,
    sums,
)
from extractor.checks.context import Context
from extractor.checks.declared import run_declared
from extractor.checks.findings import Failing, discrepancies, summarize, with_ids
from extractor.checks.outcome import Outcome
from extractor.checks.profile import Profile
from extractor.checks.registry import CheckSpec, catalogue, function_of
from extractor.model import CheckResult, Discrepancy, Report

RULE_MODULES = (against_form, breakdowns, sums, funds, rates, prose, completion, scoring, quality, scores, consistency)
"""Importing them fills the registry."""


def outcomes_of(spec: CheckSpec, context: Context) -> list[Outcome]:
    """The outcomes of one check: of its equations and of its function."""
    declared = list(run_declared(spec, context)) if spec.equations else []
    function = function_of(spec.slug)
    return [*declared, *(function(context) if function else ())]


def run_checks(
    report: Report, profile: Profile, identity: str = ""
) -> tuple[tuple[CheckResult, ...], tuple[Discrepancy, ...]]:
    """Check a report: one result for each check of the catalogue, and the discrepancies.

    `identity` names the report (its content hash): discrepancy ids are derived from it.
    """
    context = Context(report, profile)
    results: list[CheckResult] = []
    failing: list[Failing] = []
    for spec in catalogue():
        outcomes = outcomes_of(spec, context)
        results.append(summarize(spec, outcomes))
        failing += [Failing(spec, o) for o in outcomes if o.status == "fails"]
    return tuple(results), with_ids(discrepancies(context, failing, identity))
