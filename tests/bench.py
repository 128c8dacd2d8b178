"""Speed as ratios that carry between machines: `make bench`.

Prints the warm time of the whole job (PDF → JSON) against `pdfplumber`'s text extraction
alone; reading alone, and all checks as a share of it; text and tables of a document full of
tables against `pdfplumber`'s; the start of `jihe --help` against `import typer`; and documents
and pages per second over an archive, with one worker and with two. Runs of
both sides alternate, so that a busy moment hits both; medians are compared.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import extractor
from tests import bench_archive

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
REAL = SHARED / "seed" / "report.pdf"
ACCOUNTS = SHARED / "real" / "final-accounts-2024-putuo-finance-edited.pdf"


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


def text_and_tables(path: Path) -> list[tuple[int, str]]:
    """Text and tables of all pages by pdfplumber; gives page and text of each cell."""
    import pdfplumber

    cells = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            for table in page.extract_tables():
                cells += [(page.page_number, text) for row in table for text in row]
    return [(page, "".join(text.split())) for page, text in cells if text is not None]


def our_cells(path: Path) -> list[tuple[int, str]]:
    """Page and text of each cell that we read; a cell on two pages counts on the first."""
    from extractor.reading import read

    return [
        (cell.parts[0][0], "".join(cell.text.split()))
        for table in read(path).tables
        for cell in table.cells
    ]


def compare_tables(path: Path) -> None:
    """Print how much faster text and tables are read, and how many cells are the same."""
    from extractor.reading import read

    ours, theirs = compare(lambda: read(path), lambda: text_and_tables(path), 5)
    mine, others = our_cells(path), text_and_tables(path)
    same = sum((Counter(mine) & Counter(others)).values())
    print(f"{path.name}: text and tables {ours * 1000:.1f} ms", end=", ")
    print(f"pdfplumber extract_text + extract_tables {theirs * 1000:.1f} ms", end=": ")
    print(f"{theirs / ours:.2f} times faster", end="; ")
    print(f"{same} of pdfplumber's {len(others)} cells the same, {len(mine)} read")


def checks_of(path: Path) -> Callable[[], object]:
    """The run of all checks over the report of a file; finding its facts is done before."""
    from extractor.checks import choose_profile, run_checks

    report = extractor.extract(path)[0].report
    if report is None:
        raise ValueError(f"{path} holds no report")
    profile, _ = choose_profile(None, report)
    return lambda: run_checks(report, profile)


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
    checking, reading = compare(checks_of(path), lambda: read(path), 9)
    print(f"{path.name}: all checks {checking * 1000:.1f} ms", end=", ")
    print(f"{checking / reading:.2f} of the time of reading")
    if ACCOUNTS.is_file():
        compare_tables(ACCOUNTS)
    else:
        print(f"text and tables: not measured, {ACCOUNTS} is not here")
    ours, theirs = compare(process("-m", "extractor", "--help"), process("-c", "import typer"), 15)
    print(f"start: jihe --help {ours * 1000:.0f} ms", end=", ")
    print(f"import typer {theirs * 1000:.0f} ms: ratio {ours / theirs:.2f}")
    bench_archive.main()


if __name__ == "__main__":
    main()
