"""One changed digit in a figure of an identity is noticed; the unchanged files raise nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests import mutation
from tests.shared import SAMPLES, SEED, load_json, needs_seed

NOTICED = 0.95
CLEAN = [
    p.name.removesuffix(".expected.json") for p in SAMPLES.glob("*.expected.json")
    if not load_json(p)["discrepancies"]
]  # fmt: skip


def share(paths: list[Path]) -> float:
    """Share of one-digit changes that some check notices."""
    counts = Counter(o.noticed for path in paths for o in mutation.run(path)[0])
    assert sum(counts.values()) > 300
    return counts[True] / sum(counts.values())


def test_changes_in_a_clean_sample_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutation, "DRAWS", 1)
    assert share([SAMPLES / f"{name}.txt" for name in CLEAN]) >= NOTICED


@needs_seed
def test_changes_in_the_real_report_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutation, "DRAWS", 1)
    assert share([SEED / "report.txt"]) >= NOTICED


@pytest.mark.parametrize("name", CLEAN)
def test_the_unchanged_clean_sample_raises_nothing(name: str) -> None:
    _, failing = mutation.run_unchanged(SAMPLES / f"{name}.txt")
    assert not [c for c in failing if c.severity != "info"]


def test_the_table_names_each_miss_with_a_reason(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(mutation, "DRAWS", 1)
    report = tmp_path / "small.txt"
    report.write_text(
        "部门整体支出绩效自评报告\n（2023年度）\n单位名称：云台县林业局\n"
        "我单位年初预算数为100.00万元，其中：基本支出年初预算数为60.00万元、"
        "项目支出年初预算数为40.00万元。\n",
        encoding="utf-8",
    )
    assert mutation.main([str(report)]) == 0
    printed = capsys.readouterr().out
    assert "发现" in printed
    assert "四舍五入" in printed or "100.00%" in printed
