"""Documents and pages per second of `jihe run`, and what a second worker brings.

The archive is generated; every run starts from an empty folder and writes the whole dataset.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from samples.archive import generate
from tests.archive_run import run, table

REPORTS, SEED = 200, 11


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        generate(archive, REPORTS, SEED)
        seconds = {}
        for workers in (1, 2):
            out = Path(folder) / f"out{workers}"
            seconds[workers] = run(archive, out, "--workers", str(workers)).seconds
        pages = sum(int(row["pages"] or 0) for row in table(out, "reports"))
    for workers, taken in seconds.items():
        print(f"archive of {REPORTS} files, {workers} worker(s): {taken:.1f} s", end=", ")
        print(f"{REPORTS / taken:.1f} documents, {pages / taken:.1f} PDF pages per second")
    print(f"2 workers over 1: {seconds[1] / seconds[2]:.2f} times faster")


if __name__ == "__main__":
    main()
