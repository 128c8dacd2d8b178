"""The sample forms: made by their script, true to their sources, wrong only where planned."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.form_arithmetic import broken, repaired
from tests.form_samples import FORM_NAMES, FORMS, grids, maker, place, reports, shows, source, split
from tests.shared import SAMPLES, load_json

FILES = sorted(
    p for p in FORMS.iterdir() if p.suffix in {".pdf", ".docx", ".xlsx", ".xls", ".html", ".txt"}
)
KINDS = {
    "project_expenditure_self_evaluation",
    "department_overall_expenditure_self_evaluation",
    "transfer_payment_self_evaluation",
    "basic_data_sheet",
}


def files(*suffixes: str) -> list[Any]:
    """Parameters: the sample files of some formats."""
    return [pytest.param(p, id=p.name) for p in FILES if p.suffix in suffixes]


def each_report() -> list[Any]:
    """Parameters: every report of every sample form."""
    return [
        pytest.param(report, id=f"{name}-{number}")
        for name in FORM_NAMES
        for number, report in enumerate(reports(name), 1)
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the forms as the script makes them here."""
    out = tmp_path_factory.mktemp("forms")
    font = maker("typeset").FONT.is_file()
    formats = [s for s in maker("forms").MADE_WITH if s != "pdf" or font]
    subprocess.run(
        [sys.executable, SAMPLES / "forms.py", "--out", out, "--formats", ",".join(formats)],
        check=True, capture_output=True,
    )  # fmt: skip
    return out


@pytest.mark.parametrize("path", files(".pdf", ".docx", ".xlsx", ".xls", ".html", ".txt"))
def test_the_script_makes_the_same_bytes(path: Path, made: Path) -> None:
    suffix = path.suffix[1:]
    if suffix == "pdf" and not maker("typeset").FONT.is_file():
        pytest.skip(f"the font is not here: install {maker('typeset').FONT_PACKAGE}")
    if others := maker("forms").other_versions(suffix):
        pytest.skip("other versions may write other bytes: " + ", ".join(others))
    assert (made / path.name).read_bytes() == path.read_bytes()


def test_every_source_has_files_and_expected_facts() -> None:
    assert sorted(p.stem for p in (FORMS / "sources").glob("*.yaml")) == FORM_NAMES
    wanted = {f"{name}.{suffix}" for name in FORM_NAMES for suffix in source(name).formats}
    assert wanted == {path.name for path in FILES}


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_expected_fact_stands_in_the_source(name: str) -> None:
    texts = [text.replace("\n", "") for text in source(name).texts()]
    for report in reports(name):
        for fact in report["facts"]:
            wanted = fact.get("value", fact.get("text"))
            assert any(shows(text, wanted) for text in texts), fact


@pytest.mark.parametrize("path", files(".pdf", ".docx", ".xlsx", ".xls", ".html"))
def test_every_expected_fact_stands_in_its_cell(path: Path) -> None:
    found = grids(path)
    seen = 0
    for report in reports(path.stem):
        for fact in report["facts"]:
            ref = place(fact, path.suffix[1:])
            if ref is None:
                continue
            table, row, column = split(ref)
            if path.suffix == ".pdf" and row >= _whole_rows(path, table):
                continue
            cell = found[table].get((row, column))
            assert shows(cell, fact.get("value", fact.get("text"))), (fact, cell)
            seen += 1
    assert seen >= 10


def _whole_rows(path: Path, table: str) -> int:
    """Rows of a PDF table before the one that the page end cuts, if it does."""
    rows = 1 + max(row for row, _ in grids(path)[table])
    cut = source(path.stem).grids[int(table) - 1].rows > rows
    return rows - 1 if cut else rows


@pytest.mark.parametrize("report", each_report())
def test_expected_facts_are_well_formed(report: dict[str, Any]) -> None:
    assert report["kind"] in KINDS
    for fact in report["facts"]:
        assert ("value" in fact) != ("text" in fact), fact
        known = {"path", "value", "unit", "comparator", "text", "cell", "cells"}
        assert fact.keys() <= (
            known if "path" in fact else {"activity", "value", "unit", "approximate"}
        )
        if fact.get("path", "").startswith("budget."):
            assert fact["unit"] in {"万元", "元", "%"}


@pytest.mark.parametrize("report", each_report())
def test_the_planted_faults_break_identities_and_nothing_else_does(report: dict[str, Any]) -> None:
    slugs = {slug for fault in report["discrepancies"] for slug in fault["checks"]}
    firsts = {fault["checks"][0] for fault in report["discrepancies"]}
    wrong = broken(report)
    assert wrong <= slugs
    assert firsts <= wrong
    assert not broken(repaired(report)), "the right figures leave something broken"


@pytest.mark.parametrize("name", ["clean-form", "merged-headers"])
@pytest.mark.parametrize(
    "path", ["budget.adjusted.total", "budget.executed.total", "budget.execution_rate.total",
             "evaluation.execution_score", "evaluation.total_score", "indicators[3].weight", "indicators[3].score"],
)  # fmt: skip
def test_a_changed_figure_breaks_an_identity(name: str, path: str) -> None:
    for report in copy.deepcopy(reports(name)):
        fact = next(f for f in report["facts"] if f["path"] == path)
        fact["value"] = str(Decimal(fact["value"]) - 1)
        assert broken(report)


def test_planted_checks_are_in_the_catalogue(checks: dict[str, Any]) -> None:
    for name in FORM_NAMES:
        for report in reports(name):
            for fault in report["discrepancies"]:
                assert set(fault["checks"]) <= checks.keys()
                assert fault["severity"] in {"error", "warning", "info"}


@pytest.fixture
def checks() -> Iterator[dict[str, Any]]:
    """The catalogue of checks by slug, where it is at hand."""
    path = SAMPLES.parent.parent / "shared" / "domain" / "checks.json"
    if not path.is_file():
        pytest.skip("the catalogue (../shared/domain/checks.json) is not here")
    yield {check["slug"]: check for check in load_json(path)["checks"]}


def test_the_forms_stay_small() -> None:
    assert sum(path.stat().st_size for path in FORMS.rglob("*") if path.is_file()) < 3_000_000
