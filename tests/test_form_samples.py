"""Every sample form through every door: facts, their cells, findings, the same in each format."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.model import Fact, Result
from extractor.pipeline import extract
from tests.form_samples import FORM_FILES as FILES
from tests.form_samples import FORM_NAMES, reports
from tests.judged import explains_in_form

HEADS = {"title": "report.title", "kind": "report.kind", "fiscal_year": "report.fiscal_year",
         "fill_date": "report.fill_date"}  # fmt: skip
OUTSIDE = (
    "budget_rows.", "budget_blank.", "budget_lines[", "budget_reasons.", "context.", "unit.", "claims[",
    "evaluation.conclusion", "organization.", "activities[", "indicators.groups[", "breakdowns[",
    "shares[", "changes[", "problems[", "improvements[", "other_figures[",
)  # fmt: skip
"""Facts that the expected files do not list one by one."""


@cache
def found(path: Path) -> tuple[Result, ...]:
    """The results of a sample file."""
    return tuple(extract(path))


def cases() -> list[Any]:
    """Parameters: file, number of the report in it."""
    return [
        pytest.param(path, number, id=f"{path.name}-{number + 1}")
        for path in FILES for number in range(len(reports(path.stem)))
    ]  # fmt: skip


def facts(path: Path, number: int) -> tuple[Fact, ...]:
    """The facts of one report of a file."""
    report = found(path)[number].report
    assert report is not None
    return report.facts


def facts_with_path(path: Path, number: int) -> list[dict[str, Any]]:
    """The expected facts that have a canonical path."""
    return [w for w in reports(path.stem)[number]["facts"] if "path" in w]


def same(fact: Fact, wanted: dict[str, Any]) -> bool:
    """Whether a fact says what a person read."""
    quantity = fact.quantity
    if "text" in wanted:
        return "".join(fact.text.split()) == "".join(wanted["text"].split())
    return quantity is not None and (
        quantity.value == Decimal(wanted["value"])
        and quantity.unit == wanted.get("unit")
        and quantity.comparator == wanted.get("comparator")
    )


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_file_gives_as_many_reports_as_it_holds(path: Path) -> None:
    assert len(found(path)) == len(reports(path.stem))
    assert not [p for r in found(path) for p in r.problems if not p.is_notice]


@pytest.mark.parametrize(("path", "number"), cases())
def test_head_data(path: Path, number: int) -> None:
    wanted = reports(path.stem)[number]
    report = found(path)[number].report
    assert report is not None
    assert report.unit == wanted["unit"]
    for key, fact_path in HEADS.items():
        if wanted.get(key):
            figure = report.get(fact_path)
            assert figure is not None, key
            assert figure.first.text == wanted[key]


@pytest.mark.parametrize(("path", "number"), cases())
def test_all_facts_are_found(path: Path, number: int) -> None:
    have = facts(path, number)
    missing = [
        w for w in facts_with_path(path, number)
        if not any(f.path == w["path"] and same(f, w) for f in have)
    ]
    assert not missing
    told = {(q.value, q.unit) for f in have if f.path.startswith("activities[") and (q := f.quantity)}
    wanted = {
        (Decimal(w["value"]), w["unit"]) for w in reports(path.stem)[number]["facts"] if "activity" in w
    }
    assert wanted <= told


@pytest.mark.parametrize(("path", "number"), cases())
def test_no_fact_is_wrong_and_none_is_doubled(path: Path, number: int) -> None:
    wanted: dict[str, list[dict[str, Any]]] = {}
    for entry in facts_with_path(path, number):
        wanted.setdefault(entry["path"], []).append(entry)
    have = [f for f in facts(path, number) if not f.path.startswith((*OUTSIDE, "report."))]
    wrong = [
        (f.path, f.text) for f in have
        if not any(same(f, w) for w in wanted.get(f.path, ())) and (f.quantity or f.path in wanted)
    ]  # fmt: skip
    assert not wrong
    tabled = [f.path for f in have if f.pattern.startswith("table.") and not f.path.endswith("[]")]
    assert len(tabled) == len(set(tabled)), sorted(p for p in set(tabled) if tabled.count(p) > 1)


@pytest.mark.parametrize(("path", "number"), cases())
def test_each_fact_says_in_which_cell_it_stands(path: Path, number: int) -> None:
    format_ = path.suffix[1:]
    for wanted in reports(path.stem)[number]["facts"]:
        cell = wanted.get("cells", {}).get(format_)
        if cell is None:
            continue
        refs = [p.ref for f in facts(path, number) if f.path == wanted["path"] and same(f, wanted) for p in f.places]
        assert cell in refs, (wanted, refs)


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".pdf"], ids=lambda p: p.name)
def test_cells_of_a_pdf_have_page_and_box(path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages = [document[i] for i in range(len(document))]
    for result in found(path):
        assert result.report is not None
        for fact in result.report.facts:
            if not fact.pattern.startswith("table.") or fact.quantity is None:
                continue
            words = ""
            for place in fact.places:
                assert place.page is not None
                assert place.box is not None
                x0, top, x1, bottom = place.box
                height = pages[place.page - 1].get_size()[1]
                words += pages[place.page - 1].get_textpage().get_text_bounded(
                    x0 - 1, height - bottom - 1, x1 + 1, height - top + 1
                )
            assert "".join(fact.quote.split()) in "".join(words.split()), fact
    document.close()


@pytest.mark.parametrize(("path", "number"), cases())
def test_findings_are_exactly_the_planted_faults(path: Path, number: int) -> None:
    grave = [d for d in found(path)[number].discrepancies if d.severity != "info"]
    planted = reports(path.stem)[number]["discrepancies"]
    for fault in planted:
        assert any(explains_in_form(d, fault) for d in grave), (fault["checks"], [(d.title, d.checks) for d in grave])
    assert [d.title for d in grave if not any(explains_in_form(d, f) for f in planted)] == []


@pytest.mark.parametrize(("path", "number"), cases())
def test_every_figure_is_accounted_for(path: Path, number: int) -> None:
    coverage = found(path)[number].coverage
    assert [u.raw + " " + u.context for u in coverage.unexplained] == []


@pytest.mark.parametrize("name", FORM_NAMES)
def test_the_same_form_gives_the_same_facts_in_every_format(name: str) -> None:
    def table(path: Path) -> list[tuple[str, str]]:
        return sorted(
            (f.path, "".join(f.text.split()))
            for result in found(path) if result.report for f in result.report.facts
        )  # fmt: skip

    files = [p for p in FILES if p.stem == name and p.suffix != ".txt"]
    assert all(table(p) == table(files[0]) for p in files)
