"""An archive of a thousand generated reports, one command: what must be found is found."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from samples.archive import generate
from tests.archive_run import Ran, run, table

REPORTS, FEW, SEED = 1000, 200, 7


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive, its manifest, and the dataset made of it."""

    folder: Path
    out: Path
    files: list[dict[str, Any]]
    ran: Ran


def processed(folder: Path, reports: int) -> Archive:
    generate(folder / "in", reports, SEED)
    files = json.loads((folder / "in" / "manifest.json").read_text(encoding="utf-8"))["files"]
    (folder / "in" / "manifest.json").unlink()
    ran = run(folder / "in", folder / "out", "--workers", "2")
    return Archive(folder / "in", folder / "out", files, ran)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return processed(tmp_path_factory.mktemp("thousand"), REPORTS)


@pytest.fixture(scope="module")
def paths(archive: Archive) -> dict[str, str]:
    """`report_id` → path within the archive."""
    return {
        row["report_id"]: Path(row["path"]).relative_to(archive.folder).as_posix()
        for row in table(archive.out, "reports")
    }


@pytest.fixture(scope="module")
def findings(archive: Archive, paths: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    for row in table(archive.out, "discrepancies"):
        if row["report_id"] != "archive":
            found[paths[row["report_id"]]].append(row)
    return found


def test_one_command_reads_the_archive(archive: Archive) -> None:
    assert archive.ran.code == 3, archive.ran.talk  # damaged files are part of it
    assert "Traceback" not in archive.ran.talk
    assert archive.ran.printed.count("\n") < 80
    assert f"  文件{' ' * 60}"[:20] in archive.ran.printed


def test_every_detectable_fault_is_found(
    archive: Archive, findings: dict[str, list[dict[str, str]]]
) -> None:
    planted = [f for f in archive.files if f["fault"] and f["fault"]["detectable"]]
    assert len(planted) > REPORTS / 20
    missed = [
        (f["path"], f["fault"])
        for f in planted
        if not any(
            set(f["fault"]["checks"]) & set(row["checks"].split())
            for row in findings[f["fault"]["found_on"]]
            if row["severity"] in {"error", "warning"}
        )
    ]
    assert not missed


def test_no_clean_report_has_an_error(
    archive: Archive, findings: dict[str, list[dict[str, str]]]
) -> None:
    touched = {f["fault"]["found_on"] for f in archive.files if f["fault"]}
    clean = [f["path"] for f in archive.files if f["kind"] == "clean" and f["path"] not in touched]
    wrong = [
        (path, row["severity"], row["message"])
        for path in clean
        for row in findings[path]
        if row["severity"] in {"error", "warning"}
    ]
    assert not wrong


def test_every_damaged_file_is_named_with_a_reason(archive: Archive) -> None:
    named = {
        Path(row["path"]).relative_to(archive.folder).as_posix()
        for row in table(archive.out, "problems")
        if row["kind"] != "duplicate" and row["message"]
    }
    assert named == {f["path"] for f in archive.files if f["kind"] == "damaged"}


def test_every_copy_is_named_once(archive: Archive) -> None:
    copies = [row for row in table(archive.out, "problems") if row["kind"] == "duplicate"]
    assert len(copies) == sum(f["kind"] == "duplicate" for f in archive.files)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
def test_the_memory_of_the_parent_does_not_grow(
    archive: Archive, tmp_path_factory: pytest.TempPathFactory
) -> None:
    few = processed(tmp_path_factory.mktemp("few"), FEW)
    assert few.ran.peak > 0
    assert archive.ran.peak <= few.ran.peak * 1.2
