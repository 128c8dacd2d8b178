"""Precision and recall: what people judged wrong in the samples, and what the findings say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.model import Discrepancy
from extractor.pipeline import extract
from tests.form_samples import FORM_FILES
from tests.form_samples import reports as form_reports
from tests.shared import SAMPLE_NAMES, SAMPLES, SEED, load_json

FORMATS = ("pdf", "txt")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One report in one format: faults judged, of these found, findings, of these right."""

    group: str
    name: str
    faults: int
    found: int
    findings: int
    right: int


def words_of(finding: Discrepancy) -> str:
    """What a finding says: message, value, effect and causes."""
    causes = (c.explanation for c in finding.causes)
    return " ".join((finding.message, finding.expected, finding.effect, *causes))


def explains(finding: Discrepancy, fault: dict[str, Any]) -> bool:
    """Whether a finding rests on the fault's first check and names the right figure."""
    return (
        fault["checks"][0] in finding.checks
        and finding.severity == fault["severity"]
        and fault["numbers"][1] in words_of(finding)
    )


def explains_in_form(finding: Discrepancy, fault: dict[str, Any]) -> bool:
    """Whether a finding rests on a check that states the fault, and names the right figure."""
    words = words_of(finding)
    return bool(set(fault["checks"]) & set(finding.checks)) and any(
        n in words for n in fault["numbers"][1::2]
    )


def _is_root_cause(finding: Discrepancy, cause: dict[str, Any]) -> bool:
    """Whether a finding has the severity of an expert's root cause and all of its checks."""
    return finding.severity == cause["severity"] and set(cause["checks"]) <= set(finding.checks)


def judgements() -> list[Judgement]:
    """Every judged report in every format; the real report where it is present."""
    return [*_narratives(), *_forms(), *_real()]


def _narratives() -> Iterator[Judgement]:
    for name in SAMPLE_NAMES:
        faults = load_json(SAMPLES / f"{name}.expected.json")["discrepancies"]
        for suffix in FORMATS:
            (result,) = extract(SAMPLES / f"{name}.{suffix}")
            grave = [d for d in result.discrepancies if d.severity != "info"]
            yield _judge("narratives", f"{name}.{suffix}", faults, grave, explains)


def _forms() -> Iterator[Judgement]:
    for path in FORM_FILES:
        wanted = form_reports(path.stem)
        for number, (result, report) in enumerate(zip(extract(path), wanted, strict=True), 1):
            name = f"{path.name} ({number})" if len(wanted) > 1 else path.name
            grave = [d for d in result.discrepancies if d.severity != "info"]
            yield _judge("forms", name, report["discrepancies"], grave, explains_in_form)


def _real() -> Iterator[Judgement]:
    """The real report: the expert judged notes too, so every finding counts."""
    for suffix in FORMATS:
        path: Path = SEED / f"report.{suffix}"
        if path.is_file():
            causes = load_json(SEED / "gold_checks.json")["root_causes"]
            (result,) = extract(path)
            yield _judge("real report", path.name, causes, list(result.discrepancies), _is_root_cause)


def _judge(
    group: str, name: str, faults: list[dict[str, Any]], findings: list[Discrepancy],
    match: Callable[[Discrepancy, dict[str, Any]], bool],
) -> Judgement:  # fmt: skip
    found = sum(any(match(d, fault) for d in findings) for fault in faults)
    right = sum(any(match(d, fault) for fault in faults) for d in findings)
    return Judgement(group, name, len(faults), found, len(findings), right)
