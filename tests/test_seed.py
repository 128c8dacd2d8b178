"""The real report: every fact, every place, every check, as PDF and as TXT."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from extractor.model import Fact, Result
from extractor.pipeline import extract
from tests.shared import SEED, load_json, needs_seed

pytestmark = needs_seed

FORMATS = ("report.pdf", "report.txt")
RENAMED = {"report.type": "report.kind", "unit.name_alias.1": "unit.aliases", "unit.name_alias.2": "unit.aliases"}
"""Gold paths that the design names otherwise."""
STATUS = {"pass": "holds", "fail": "fails", "na": "not_applicable"}
TEXT_GROUPS = ("report.", "unit.", "projects", "indicators")
NUMERIC = {"money", "percent", "score", "quantity"}
PARAGRAPHS = ("problems", "improvements", "suggestions")
"""Where a paragraph ends is not printed in the text file: these may be cut differently."""


@cache
def result(name: str) -> Result:
    """The result for one format of the report."""
    (found,) = extract(SEED / name)
    assert found.report is not None
    return found


@cache
def facts(name: str) -> tuple[Fact, ...]:
    """All facts found in one format."""
    report = result(name).report
    assert report is not None
    return report.facts


@cache
def gold() -> list[dict[str, Any]]:
    """The facts that people read in the report."""
    found: list[dict[str, Any]] = load_json(SEED / "gold_facts.json")["facts"]
    return found


def same_figure(fact: Fact, wanted: dict[str, Any]) -> bool:
    """Value, unit, comparator and approximate flag agree."""
    quantity = fact.quantity
    return quantity is not None and (
        quantity.value == Decimal(wanted["value"])
        and quantity.unit == wanted["unit"]
        and quantity.comparator == wanted["comparator"]
        and quantity.approximate == wanted["approx"]
    )


def same_label(one: str, other: str) -> bool:
    """Every character of the shorter label occurs in the longer one."""
    short, long = sorted((one, other), key=len)
    return not Counter(short) - Counter(long)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("wanted", [f for f in (gold() if SEED.is_dir() else []) if f["type"] in NUMERIC] or [None],
                         ids=lambda w: w["path"] if w else "absent")  # fmt: skip
def test_numeric_fact_is_found(name: str, wanted: dict[str, Any]) -> None:
    if wanted["path"].startswith("activities."):
        near = [f for f in facts(name) if f.path.startswith("activities[") and same_figure(f, wanted)]
        assert any(same_label(f.label, wanted["label_zh"]) for f in near), [f.label for f in near]
        return
    path = RENAMED.get(wanted["path"], wanted["path"])
    found = [f for f in facts(name) if f.path == path]
    assert found
    assert all(same_figure(f, wanted) for f in found), [f.quote for f in found]
    assert len(found) == wanted["occurrences"]


@pytest.mark.parametrize("name", FORMATS)
def test_no_figure_is_invented(name: str) -> None:
    known = {(RENAMED.get(f["path"], f["path"]), f["value"]) for f in gold()}
    values = {(f["value"], f["unit"]) for f in gold()}
    for fact in facts(name):
        quantity = fact.quantity
        if quantity is None:
            continue
        if fact.path.startswith(("activities[", "breakdowns[")):
            assert (f"{quantity.value:f}", quantity.unit) in values, fact
        else:
            assert (fact.path, f"{quantity.value:f}") in known, fact


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("wanted", [f for f in (gold() if SEED.is_dir() else []) if f["type"] not in NUMERIC
                                    and f["path"].startswith(TEXT_GROUPS)] or [None],
                         ids=lambda w: w["path"] if w else "absent")  # fmt: skip
def test_text_fact_is_found(name: str, wanted: dict[str, Any]) -> None:
    path = RENAMED.get(wanted["path"], wanted["path"])
    found = [f.text for f in facts(name) if f.path.partition("[")[0] == path or f.path == path]
    assert wanted["value"] in found


@pytest.mark.parametrize("name", FORMATS)
def test_other_words_are_kept(name: str) -> None:
    found = {f.text for f in facts(name)}
    for wanted in gold():
        if wanted["type"] in NUMERIC or wanted["path"].startswith(PARAGRAPHS):
            continue
        assert wanted["value"] in found, wanted["path"]


def test_each_place_holds_the_quoted_glyphs() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(SEED / "report.pdf")
    pages = [document[i].get_textpage() for i in range(len(document))]
    heights = [document[i].get_size()[1] for i in range(len(document))]
    for fact in facts("report.pdf"):
        read_back = ""
        for place in fact.places:
            assert place.page is not None
            assert place.box is not None
            x0, top, x1, bottom = place.box
            height = heights[place.page - 1]
            words = pages[place.page - 1].get_text_bounded(
                x0 - 0.01, height - bottom - 0.01, x1 + 0.01, height - top + 0.01
            )
            read_back += words
        assert squeeze(fact.quote) in squeeze(read_back), fact
    document.close()


def squeeze(words: str) -> str:
    """The words without blanks and line ends."""
    return "".join(words.split())


def test_places_of_the_text_file_are_lines() -> None:
    lines = (SEED / "report.txt").read_text(encoding="utf-8").split("\n")
    for fact in facts("report.txt"):
        numbers = [int(p.ref.removeprefix("第").removesuffix("行")) for p in fact.places]
        assert all(p.page is None and p.box is None for p in fact.places)
        assert squeeze(fact.quote) in squeeze("".join(lines[n - 1] for n in numbers)), fact


def test_pdf_and_text_agree() -> None:
    def table(name: str) -> list[tuple[str, str, str]]:
        return sorted(
            (f.path, f.text, f.quantity.unit or "" if f.quantity else "")
            for f in facts(name)
            if not f.path.startswith(PARAGRAPHS)
        )

    assert table("report.pdf") == table("report.txt")


@pytest.mark.parametrize("name", FORMATS)
def test_check_has_the_status_of_the_expert(name: str) -> None:
    wanted = {
        r["slug"]: STATUS.get(r["status"], r["status"])
        for r in load_json(SEED / "gold_checks.json")["results"]
    }
    got = {c.slug: c.status for c in result(name).checks}
    assert len(got) == len(result(name).checks)
    different = {
        slug: (status, wanted[slug])
        for slug, status in got.items()
        if status != wanted[slug] and (status, wanted[slug]) != ("rounding", "holds")
    }
    assert not different
    catalogue = {c["slug"] for c in load_json(SEED.parent / "domain/checks.json")["checks"]
                 if c["group"][0] in "ABCDEFGHIJK"}  # fmt: skip
    assert catalogue <= got.keys()


ALSO = {
    "R07": {"ind.midyear_progress"},
    "R11": {"ind.midyear_progress", "ind.reason_contradiction"},
}
"""Further checks that speak of the same indicators (five; eight)."""

EFFECTS = {
    "R02": ("5.86倍于全年执行数", "28.51倍于"),
    "R03": ("项目支出+193.25%", "基本支出+21.32%", "701.07"),
    "R04": ("58.98%", "64.56%"),
    "R05": ("79.33%、58.33%、56.44%、54.13%", "19.86万元没有写明原因"),
    "R06": ("128.03%", "适度调减分值"),
    "R07": ("3.84%", "0.99%"),
    "R08": ("137.25%",),
    "R09": ("以前年度挂账列入本年支出",),
    "R10": ("130.29万元", "归为本级财力"),
    "R11": ("3个指标的偏差原因完全相同", "4个指标没有方向"),
    "R12": ("284.47万元（6.34%）未支出去向不明",),
    "R13": ("未及时支付", "“完成不理想”对“优”"),
}
"""Words that the effect of each finding must name."""


@pytest.mark.parametrize("name", FORMATS)
def test_the_findings_are_the_root_causes_of_the_expert(name: str) -> None:
    found = list(result(name).discrepancies)
    for cause in load_json(SEED / "gold_checks.json")["root_causes"]:
        wanted = set(cause["checks"]) | ALSO.get(cause["id"], set())
        (one,) = [d for d in found if set(d.checks) == wanted]
        assert one.severity == cause["severity"], cause["id"]
        assert one.facts
        for words in EFFECTS.get(cause["id"], ()):
            assert words in one.effect, (cause["id"], one.effect)
        found.remove(one)
    assert not found


@pytest.mark.parametrize("name", FORMATS)
def test_the_profile_is_the_one_of_the_place(name: str) -> None:
    assert result(name).profile == "xinjiang"
    assert "乌鲁木齐" in result(name).profile_reason


@pytest.mark.parametrize("name", FORMATS)
def test_indicator_two_is_the_only_error(name: str) -> None:
    errors = [d for d in result(name).discrepancies if d.severity == "error"]
    assert len(errors) == 1
    (error,) = errors
    assert result(name).discrepancies[0] is error
    assert error.checks[0] == "ind.full_score_despite_miss"
    assert "预算经费" in error.title
    for words in ("7.49", "89.87", "5.15", "87.53", "3.57", "85.95", "82.38", "“优”→“良”"):
        assert words in error.effect


@pytest.mark.parametrize("name", FORMATS)
def test_every_quantity_is_accounted_for(name: str) -> None:
    coverage = result(name).coverage
    assert coverage.quantities == coverage.bound + len(coverage.unexplained)
    assert not coverage.unexplained
