"""Make an archive: `python -m samples.archive --reports 1000 --out DIR --seed 7`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from .maker import YEARS, Shares, generate


def main(argv: list[str] | None = None) -> int:
    """Make an archive; return the exit code."""
    usual = Shares()
    parser = argparse.ArgumentParser(
        prog="python -m samples.archive", description="Make an archive of invented reports."
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write to, new or empty")
    parser.add_argument("--reports", type=int, default=1000, help="number of files (1000)")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same bytes (7)")
    parser.add_argument("--years", type=int, nargs="+", default=YEARS, help="fiscal years")
    parser.add_argument("--faulty", type=float, default=usual.faulty, help="share with a fault")
    parser.add_argument("--damaged", type=float, default=usual.damaged, help="share that is unreadable")
    parser.add_argument("--duplicates", type=float, default=usual.duplicates, help="share of copies")
    parser.add_argument("--forms", type=float, default=usual.forms, help="reports with a form beside")
    parser.add_argument("--flat", action="store_true", help="folders in place of ZIPs")
    o = parser.parse_args(argv)
    shares = Shares(o.faulty, o.damaged, o.duplicates, o.forms)
    try:
        manifest = generate(o.out, o.reports, o.seed, years=o.years, shares=shares, flat=o.flat)
    except FileExistsError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(manifest.counts(), ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
