"""A whole archive through the command line, watched from outside."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.shared import ROOT


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run went: exit code, what it printed, seconds, and the parent's peak memory in KiB."""

    code: int
    printed: str
    talk: str
    seconds: float
    peak: int


def run(folder: Path, out: Path, *options: str) -> Ran:
    """Run `jihe run`; the peak of the parent alone is read from /proc (0 where there is none)."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "extractor", "run", str(folder), "--out", str(out), *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
    ) as process:  # fmt: skip
        peak = 0
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            time.sleep(0.1)
        printed, talk = process.communicate()
    seconds = time.perf_counter() - start
    return Ran(process.returncode, printed.decode(), talk.decode(), seconds, peak)


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def table(out: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of a dataset."""
    csv.field_size_limit(sys.maxsize)
    with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
