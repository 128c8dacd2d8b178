"""A run that is killed, or whose disk is full: nothing is corrupted, a second run completes."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shared import SAMPLES
from tests.test_batch import files

COPIES = 40
TEXT = (SAMPLES / "mixed-units-zhejiang.txt").read_text(encoding="utf-8")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for number in range(COPIES):
        (folder / f"{number:03}.txt").write_text(f"{TEXT}\n附注{number}。", encoding="utf-8")
    return folder


def start(folder: Path, out: Path, *, limit: int = 0) -> subprocess.Popen[bytes]:
    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-m", "extractor", "run", str(folder), "--out", str(out), "--workers", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=bounded if limit else None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("out")
    run = start(folder, out)
    run.communicate(timeout=300)
    assert run.returncode == 1
    return dict(files(out))


def children(pid: int) -> list[int]:
    """The worker processes of a run (not the tracker of shared memory)."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        text = (task / "children").read_text()
        for child in map(int, text.split()):
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"spawn_main" in command:
                found.append(child)
    return found


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def some_are_read(out: Path) -> Callable[[], bool]:
    return lambda: len(list(out.rglob("*.results"))) >= COPIES // 8


def test_a_killed_parent_leaves_no_workers_and_the_next_run_completes(
    folder: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    run = start(folder, tmp_path)
    wait_for(some_are_read(tmp_path))
    workers = children(run.pid)
    assert workers
    run.kill()
    run.communicate(timeout=60)
    wait_for(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in workers))
    assert not (tmp_path / "reports.csv").exists()
    read = len(list(tmp_path.rglob("*.results")))
    assert 0 < read <= COPIES
    again = start(folder, tmp_path)
    again.communicate(timeout=300)
    assert dict(files(tmp_path)) == undisturbed


def test_a_killed_worker_costs_nothing(
    folder: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    run = start(folder, tmp_path)
    wait_for(some_are_read(tmp_path))
    os.kill(children(run.pid)[0], signal.SIGKILL)
    run.communicate(timeout=300)
    assert run.returncode == 1
    assert dict(files(tmp_path)) == undisturbed


def test_an_interrupted_run_says_so_and_continues(
    folder: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    run = start(folder, tmp_path)
    wait_for(some_are_read(tmp_path))
    run.send_signal(signal.SIGINT)
    _, talk = run.communicate(timeout=120)
    assert run.returncode == 130
    assert "已中断" in talk.decode()
    start(folder, tmp_path).communicate(timeout=300)
    assert dict(files(tmp_path)) == undisturbed


def test_a_full_disk_is_one_clear_line_and_corrupts_nothing(
    folder: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    largest = max(map(len, undisturbed.values()))
    run = start(folder, tmp_path, limit=largest // 2)
    _, talk = run.communicate(timeout=300)
    assert run.returncode == 2
    assert "磁盘空间不够" in talk.decode()
    assert "Traceback" not in talk.decode()
    assert not (tmp_path / "facts.csv").exists()
    start(folder, tmp_path).communicate(timeout=300)
    assert dict(files(tmp_path)) == undisturbed


def test_a_target_that_cannot_be_written_is_one_clear_line(folder: Path) -> None:
    run = start(folder, Path("/proc/jihe"))
    _, talk = run.communicate(timeout=60)
    assert run.returncode == 2
    assert "写不进" in talk.decode()
    assert "Traceback" not in talk.decode()
