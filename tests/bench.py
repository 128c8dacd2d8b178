"""Speed as ratios that carry between machines: `make bench`.

Prints the warm time of the whole job (PDF → JSON) against `pdfplumber`'s text extraction
alone, and the start of `jihe --help` against `import typer`. Runs of both sides alternate,
so that a busy moment hits both; medians are compared.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import extractor

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "seed" / "report.pdf"


def compare(
    ours: Callable[[], object], theirs: Callable[[], object], runs: int
) -> tuple[float, float]:
    """Median seconds of both, runs alternating, one run each before the clock starts."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(runs + 1):
        for side, job in zip(times, (ours, theirs), strict=True):
            gc.collect()  # neither side pays for what the other left behind
            start = perf_counter()
            job()
            if number:
                side.append(perf_counter() - start)
    return median(times[0]), median(times[1])


def whole_job(path: Path) -> str:
    """PDF to JSON."""
    from extractor.output.as_dict import to_json

    return to_json(extractor.extract(path))


def plain_text(path: Path) -> str:
    """The text of all pages by pdfplumber, nothing else."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def process(*argv: str) -> Callable[[], object]:
    """A run of the interpreter."""
    return lambda: subprocess.run([sys.executable, *argv], capture_output=True, check=True)


def sample() -> Path:
    """The real report where it is at hand, else the largest PDF of the samples."""
    if REAL.is_file():
        return REAL
    return max((ROOT / "samples").rglob("*.pdf"), key=lambda path: path.stat().st_size)


def main() -> None:
    """Measure and print the ratios."""
    from extractor.reading import read

    path = sample()
    ours, theirs = compare(lambda: whole_job(path), lambda: plain_text(path), 9)
    print(f"{path.name}: whole job PDF → JSON {ours * 1000:.1f} ms warm", end=", ")
    print(f"pdfplumber extract_text alone {theirs * 1000:.1f} ms: {theirs / ours:.2f} times faster")
    reading, _ = compare(lambda: read(path), lambda: None, 9)
    print(f"{path.name}: reading alone {reading * 1000:.1f} ms: {theirs / reading:.2f} times faster")
    ours, theirs = compare(process("-m", "extractor", "--help"), process("-c", "import typer"), 15)
    print(f"start: jihe --help {ours * 1000:.0f} ms", end=", ")
    print(f"import typer {theirs * 1000:.0f} ms: ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
