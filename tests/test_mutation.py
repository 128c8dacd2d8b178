"""Slips in the figures of identities are noticed and explained; the unchanged files raise nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests import mutation
from tests.mutation import Outcome
from tests.quality import FIRM, NAMED, NOTICED
from tests.shared import SAMPLES, SEED, load_json, needs_seed
from tests.slips import KINDS

SPARSE = {SAMPLES: 18, SEED: 12}
"""Every 18th slip of the draw, of the real report every twelfth: a few seconds."""
CLEAN = [
    p.name.removesuffix(".expected.json") for p in SAMPLES.glob("*.expected.json")
    if not load_json(p)["discrepancies"]
]  # fmt: skip


@cache
def drawn(folder: Path) -> list[Outcome]:
    """A small fixed draw of slips in the reports of a folder, those inside rounding left out."""
    paths = [p for p in mutation.reports() if p.parent == folder]
    return mutation.telling(o for p in paths for o in mutation.run(p, share=SPARSE[folder]))


def meets_the_marks(outcomes: list[Outcome]) -> bool:
    """Whether the marks of the whole run hold for the draw."""
    assert len(outcomes) > 30
    firm = [o for o in outcomes if o.kind in FIRM]
    return (
        sum(o.noticed for o in outcomes) * 100 >= NOTICED * len(outcomes)
        and sum(o.named for o in firm) * 100 >= NAMED * len(firm)
    )


def test_slips_in_samples_are_noticed_and_explained() -> None:
    outcomes = drawn(SAMPLES)
    assert {o.kind for o in outcomes} == set(KINDS)
    assert meets_the_marks(outcomes)


@needs_seed
def test_the_marks_hold_with_the_real_report_too() -> None:
    outcomes = drawn(SEED)
    assert len(outcomes) > 10
    assert meets_the_marks([*drawn(SAMPLES), *outcomes])


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
        "我单位年初预算数为100万元，其中：基本支出年初预算数为61.8万元、"
        "项目支出年初预算数为38.2万元。\n",
        encoding="utf-8",
    )
    return path
