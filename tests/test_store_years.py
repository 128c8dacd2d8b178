"""Reports that were stored one after another are checked beside those of other years."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.checks.context import Role
from extractor.cli import main
from extractor.model import Result
from extractor.pipeline import Settings, extract, recheck
from extractor.store import Store
from tests.shared import SEED, needs_seed
from tests.store_tools import dump

SEED_UNIT = "乌鲁木齐高新技术产业开发区（乌鲁木齐市新市区）安宁渠镇人民政府"
SECOND = "全年执行数为4300.00万元。上年支出4210.04万元。年末结转结余120.30万元。"
THIRD = "年初预算数为2900.00万元，上年结转102.30万元。上年支出4300.00万元。"
FOUND = """SELECT r.fiscal_year, d.severity, d.checks FROM current_discrepancies d
    JOIN current_reports r ON r.report_id = d.report_id
    WHERE d.checks LIKE '%xyear.%' AND d.severity = 'error' ORDER BY r.fiscal_year, d.checks"""


def beside(result: Result, others: Sequence[tuple[Role, Result]]) -> Result:
    return recheck(result, others, Settings())


def file(folder: Path, year: int, words: str, unit: str) -> Path:
    path = folder / f"{year}.txt"
    path.write_text(
        f"部门整体支出绩效自评报告\n（{year}年度）\n单位名称：{unit}\n填报时间：{year + 1}年3月20日\n{words}\n",
        encoding="utf-8",
    )
    return path


def errors(store: Store) -> list[tuple[str, str]]:
    return [(str(row[0]), str(row[2])) for row in store.query(FOUND).rows]


@needs_seed
def test_the_real_report_and_its_neighbours_contradict_each_other(
    store: Store, tmp_path: Path
) -> None:
    for path in (
        file(tmp_path, 2025, THIRD, SEED_UNIT),
        SEED / "report.txt",
        file(tmp_path, 2024, SECOND, SEED_UNIT),
    ):
        store.add(extract(path))
        store.tie(beside)
    assert errors(store) == [("2024", "xyear.prior_comparative"), ("2025", "xyear.carryover")]
    before = dump(store)
    for path in (SEED / "report.txt", tmp_path / "2024.txt", tmp_path / "2025.txt"):
        assert store.add(extract(path)).unchanged == 1
    assert store.tie(beside) == []
    assert dump(store) == before


def test_the_command_says_what_a_new_year_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = str(tmp_path / "jihe.db")
    unit = "青桐县河湾镇人民政府"
    assert main(["db", "init", "--db", database]) == 0
    for year, words in ((2024, SECOND), (2025, THIRD)):
        path = file(tmp_path, year, words, unit)
        assert main(["db", "add", str(path), "--db", database, "--workers", "1"]) == 0
    talk = capsys.readouterr().err
    assert "青桐县河湾镇人民政府 2025" in talk
    assert "102.30万元" in talk
    assert "120.30万元" in talk


def test_a_superseded_version_is_no_companion_any_more(store: Store, tmp_path: Path) -> None:
    unit = "青桐县河湾镇人民政府"
    store.add(extract(file(tmp_path, 2024, SECOND, unit)))
    store.add(extract(file(tmp_path, 2025, THIRD, unit)))
    store.tie(beside)
    assert errors(store) == [("2025", "xyear.carryover")]
    store.add(extract(file(tmp_path, 2024, SECOND.replace("120.30", "102.30"), unit)))
    store.tie(beside)
    assert errors(store) == []
