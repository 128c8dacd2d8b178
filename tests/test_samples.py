"""Every sample through every door: facts, findings, both formats, the JSON contract."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from extractor.model import Report, Result
from extractor.output.as_dict import as_dict
from extractor.pipeline import extract
from tests.judged import explains
from tests.shared import SAMPLE_NAMES, SAMPLES, load_json

FORMATS = ("pdf", "txt")
GRAVE = {"error", "warning"}


@cache
def result(name: str, suffix: str) -> Result:
    """The result of one sample in one format."""
    (found,) = extract(SAMPLES / f"{name}.{suffix}")
    return found


def report(name: str, suffix: str) -> Report:
    """The report of one sample in one format."""
    found = result(name, suffix).report
    assert found is not None
    return found


def expected(name: str) -> Any:
    """What a person read in the sample."""
    return load_json(SAMPLES / f"{name}.expected.json")


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_head_data(name: str, suffix: str) -> None:
    wanted, found = expected(name), report(name, suffix)
    assert (found.unit, found.year, found.kind) == (wanted["unit"], wanted["fiscal_year"], wanted["kind"])
    assert (found.title, found.fill_date) == (wanted["title"], wanted["fill_date"])


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_all_facts_are_found_and_none_is_wrong(name: str, suffix: str) -> None:
    found = report(name, suffix)
    paths: dict[str, list[Any]] = {}
    for wanted in expected(name)["facts"]:
        if "path" in wanted:
            paths.setdefault(wanted["path"], []).append(wanted)
    missing = [w for ws in paths.values() for w in ws if not _has(found, w)]
    assert not missing
    wrong = [
        (f.path, f.text) for path, ws in paths.items() if (figure := found.get(path))
        for f in figure.mentions if not any(_same(f, w) for w in ws)
    ]  # fmt: skip
    assert not wrong


def _has(found: Report, wanted: dict[str, Any]) -> bool:
    figure = found.get(wanted["path"])
    return figure is not None and any(_same(f, wanted) for f in figure.mentions)


def _same(fact: Any, wanted: dict[str, Any]) -> bool:
    quantity = fact.quantity
    if quantity is None:
        return bool(fact.text == wanted.get("text", wanted.get("value")))
    sign = -1 if wanted.get("direction") == "调减" else 1
    return bool(
        quantity.value == sign * Decimal(wanted["value"])
        and quantity.unit == wanted.get("unit")
        and quantity.comparator == wanted.get("comparator")
        and quantity.approximate == wanted.get("approximate", False)
    )


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_counted_activities_are_found(name: str, suffix: str) -> None:
    have = {
        (q.value, q.unit) for a in report(name, suffix).activities if (q := a.quantity("value"))
    }
    wanted = {(Decimal(f["value"]), f["unit"]) for f in expected(name)["facts"] if "activity" in f}
    assert wanted <= have


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_changes_and_shares_are_found(name: str, suffix: str) -> None:
    found = report(name, suffix)

    def value(item: Any, field: str) -> str | None:
        quantity = item.quantity(field)
        return f"{quantity.value:f}" if quantity else None

    changes = {tuple(value(i, k) for k in ("current", "amount", "rate")) for i in found.items("changes")}
    shares = {tuple(value(i, k) for k in ("part", "rate")) for i in found.items("shares")}
    for fact in expected(name)["facts"]:
        if "change" in fact:
            assert tuple(fact.get(k) for k in ("current", "amount", "rate")) in changes
        if "share" in fact:
            assert (fact["part"], fact["rate"]) in shares


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_findings_are_exactly_the_planted_faults(name: str, suffix: str) -> None:
    grave = [d for d in result(name, suffix).discrepancies if d.severity in GRAVE]
    planted = expected(name)["discrepancies"]
    for fault in planted:
        assert any(explains(d, fault) for d in grave), fault
    unplanted = [d.title for d in grave if not any(explains(d, fault) for fault in planted)]
    assert not unplanted
    assert len(grave) == len(planted)


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_both_formats_give_the_same(name: str) -> None:
    def table(suffix: str) -> list[tuple[str, str]]:
        return sorted((f.path, f.text) for f in report(name, suffix).facts)

    def findings(suffix: str) -> list[tuple[str, str, tuple[str, ...]]]:
        return [(d.severity, d.title, d.checks) for d in result(name, suffix).discrepancies]

    assert table("pdf") == table("txt")
    assert findings("pdf") == findings("txt")


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_nothing_is_left_unexplained(name: str, suffix: str) -> None:
    coverage = result(name, suffix).coverage
    assert coverage.quantities == coverage.bound + len(coverage.unexplained)
    assert not coverage.unexplained, [u.context for u in coverage.unexplained]
    assert not result(name, suffix).problems


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_the_same_file_gives_the_same_bytes(name: str) -> None:
    one, other = (
        json.dumps(as_dict(extract(SAMPLES / f"{name}.pdf")[0]), ensure_ascii=False) for _ in range(2)
    )
    assert one == other


def test_there_are_clean_and_faulty_samples() -> None:
    counts = {name: len(expected(name)["discrepancies"]) for name in SAMPLE_NAMES}
    assert len(counts) >= 4
    assert 0 in counts.values()
    assert sum(counts.values()) >= 8
