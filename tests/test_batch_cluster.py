"""The same tasks on a Dask cluster: a real scheduler and two workers, one of them killed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.batch import Batch, Spool, fingerprint, on_cluster, on_this_machine
from extractor.batch.executors import Bounds
from extractor.cli.watch import Watch
from extractor.errors import JiheError
from extractor.model import Result
from extractor.pipeline import Settings
from tests.shared import ROOT, SAMPLES

pytest.importorskip("distributed", reason="the optional package dask.distributed is not installed")
COPIES = 30


def begin(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT,
    )  # fmt: skip


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers."""
    card = tmp_path / "scheduler.json"
    scheduler = begin(
        "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(card)
    )
    end = time.monotonic() + 60
    while not (card.exists() and card.read_text().strip().endswith("}")):
        assert time.monotonic() < end, "no scheduler"
        time.sleep(0.1)
    address = json.loads(card.read_text())["address"]
    workers = [
        begin("dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
              "--local-directory", str(tmp_path / f"w{n}"))
        for n in range(2)
    ]  # fmt: skip
    try:
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


class _Killer(Watch):
    """Kills a process once some documents are read."""

    def __init__(self, process: subprocess.Popen[bytes], after: int) -> None:
        super().__init__()
        self._process, self._left = process, after

    def done(self, path: str, seconds: float | None) -> None:
        super().done(path, seconds)
        self._left -= 1
        if self._left == 0:
            self._process.kill()


def test_a_cluster_gives_the_same_results_though_a_worker_is_killed(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = (SAMPLES / "clean-township.txt").read_text(encoding="utf-8")
    for number in range(COPIES):
        (folder / f"{number:03}.txt").write_text(f"{text}\n附注{number}。", encoding="utf-8")
    address, workers = cluster
    settings = Settings()
    gathered: list[list[Result]] = []
    watch = _Killer(workers[0], COPIES // 3)
    for name, executor in (
        ("here", on_this_machine(1, Bounds())), ("there", on_cluster(address)),
    ):  # fmt: skip
        spool = Spool(tmp_path / name, fingerprint(settings))
        with executor as at:
            batch = Batch([folder], settings, spool, at, carry=name == "there")
            batch.read(watch if name == "there" else Watch())
            gathered.append(list(batch.results()))
    assert workers[0].wait(10) < 0
    assert len(gathered[0]) == COPIES
    assert gathered[0] == gathered[1]


def test_a_cluster_that_does_not_answer_is_a_clear_error() -> None:
    with pytest.raises(JiheError, match="连不上集群"), on_cluster("tcp://127.0.0.1:1"):
        pass
