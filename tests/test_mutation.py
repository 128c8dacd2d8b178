"""Slips in the figures of identities are noticed and explained; the unchanged files raise nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests import mutation
from tests.mutation import Outcome
from tests.shared import SAMPLES, SEED, load_json, needs_seed
from tests.slips import KINDS

NOTICED = 0.95
"""Of a small draw; the marks of the whole run are those of docs/quality.md."""
NAMED = 0.85
FIRM = {"transposition", "decimal_shift", "unit_slip"}
"""Kinds of slip whose cause must be found."""
SPARSE = 13
"""Every thirteenth slip: a few seconds."""
CLEAN = [
    p.name.removesuffix(".expected.json") for p in SAMPLES.glob("*.expected.json")
    if not load_json(p)["discrepancies"]
]  # fmt: skip


@cache
def drawn(*paths: Path) -> list[Outcome]:
    """A small fixed draw of slips in several reports."""
    return [o for path in paths for o in mutation.run(path, share=SPARSE)]


def share(flags: list[bool]) -> float:
    """Share of what is true."""
    assert len(flags) > 20
    return sum(flags) / len(flags)


SAMPLE_PATHS = tuple(p for p in mutation.reports() if p.parent == SAMPLES)


def test_slips_in_samples_are_noticed() -> None:
    outcomes = drawn(*SAMPLE_PATHS)
    assert {o.kind for o in outcomes} == set(KINDS)
    assert share([o.noticed for o in outcomes]) >= NOTICED


def test_the_right_cause_is_among_the_first_two() -> None:
    assert share([o.named for o in drawn(*SAMPLE_PATHS) if o.kind in FIRM]) >= NAMED


@needs_seed
def test_slips_in_the_real_report_are_noticed_and_explained() -> None:
    outcomes = mutation.run(SEED / "report.txt", share=4)
    assert share([o.noticed for o in outcomes]) >= NOTICED
    assert share([o.named for o in outcomes if o.kind in FIRM]) >= NAMED


@pytest.mark.parametrize("name", CLEAN)
def test_the_unchanged_clean_sample_raises_nothing(name: str) -> None:
    assert not [c for c in mutation.failing(SAMPLES / f"{name}.txt") if c.severity != "info"]


def test_a_slip_moves_what_follows(tmp_path: Path) -> None:
    path = small_report(tmp_path)
    text, _ = mutation.unchanged(path)
    plan = mutation.planned(path, every=True)
    assert {s.kind for s in plan} == set(KINDS)
    for slip in plan:
        changed = slip.plant(text)
        by = len(changed.printed) - len(text.printed)
        assert len(changed.origin_line) == len(changed.origin_char) == len(changed.printed)
        assert changed.printed[slip.start :].startswith(slip.new)
        assert changed.printed[slip.end + by :] == text.printed[slip.end :]
        assert [changed.printed[p.start : p.end][-1] for p in changed.paragraphs] == [
            text.printed[p.start : p.end][-1] for p in text.paragraphs
        ]


def test_each_miss_has_a_reason(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = small_report(tmp_path)
    missed = [o for o in mutation.run(path, every=True) if not o.noticed]
    assert missed
    assert all(o.reason in mutation.WHY for o in missed)
    assert mutation.main([str(path), "--all"]) == 0
    printed = capsys.readouterr().out
    assert all(mutation.WHY[o.reason] in printed and o.changed in printed for o in missed)


def small_report(folder: Path) -> Path:
    """A report with one sum."""
    path = folder / "small.txt"
    path.write_text(
        "部门整体支出绩效自评报告\n（2023年度）\n单位名称：云台县林业局\n"
        "我单位年初预算数为100.00万元，其中：基本支出年初预算数为61.80万元、"
        "项目支出年初预算数为38.20万元。\n",
        encoding="utf-8",
    )
    return path
