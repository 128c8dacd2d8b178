"""Mutation run: plant one slip at a time in a printed figure and see what the checks say.

    python -m tests.mutation            # the samples, and the real report where it is present
    python -m tests.mutation --all      # every slip of every figure, not a fixed draw of them
    python -m tests.mutation FILE …     # any report

Each figure that an identity of the report rests on gets each kind of slip that people make
(`tests.slips`). Prints for each kind how many were planted, how many of them stay inside printed
rounding, and of the rest what share is noticed, has the right cause among the first two and is
traced to the right figure; then what is not noticed, with the reason.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from zlib import crc32

from extractor.checks import load_profile, run_checks
from extractor.find import find
from extractor.library import load
from extractor.model import CheckResult, Discrepancy, Fact, Quantity, Report, Text
from extractor.reading import read
from extractor.report import gather
from extractor.text import reflow
from tests.shared import SAMPLE_NAMES, SAMPLES, SEED
from tests.slips import KINDS, Slip, slips

SHARE = 2
"""A standard run plants every second slip of the draw (fixed by figure and kind)."""
EVERY = 99
"""More draws than a figure has slips of one kind."""
IDENTITIES = ("sum.", "count.", "rate.", "ind.completion_", "ind.score_proportional",
              "score.", "weight.sum", "same.key_item", "same.numeral_forms")  # fmt: skip
"""Checks whose figures are tied by arithmetic."""
NOT_TIED = ("rate.range", "rate.denominator_basis", "score.rounding_path", "rate.payment_progress",
            "sum.part_not_exceed_whole")  # fmt: skip
"""Of these, the ones that bound or describe figures but do not fix them."""
ALIKE = {"dropped_digit": {"dropped_digit", "decimal_shift"}, "neighbour": {"other_figure", "other_label"}}
"""Causes that are right for a kind of slip (1230 → 123 is both), where not of its name."""
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|元)?")
_MONEY = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
WHY = {
    "rounding": "the difference stays inside printed rounding",
    "undetermined": "the basis is no longer certain, the check does not judge",
    "rate": "the printed decimals of the rate leave room for it",
    "note": "a note only, not an error",
    "alone": "no other figure stands against this digit",
}
"""Reasons why a slip is not noticed, in the order they are tried."""
ROUNDING = {"rounding", "rate"}
"""Reasons that say: the figures agree as far as they are printed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One planted slip and what the checks said.

    `named`: its kind is among the first two causes of a finding on the figure, or a finding says
    the right value. `traced`: a new finding rests on the figure and names its right value.
    """

    kind: str
    path: str
    printed: str
    changed: str
    noticed: bool
    named: bool
    traced: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A report with its checks and findings."""

    report: Report
    checks: tuple[CheckResult, ...]
    findings: tuple[Discrepancy, ...]


def judge(text: Text) -> Judged:
    """Find and check a text."""
    report = gather(find(text, load()))
    return Judged(report, *run_checks(report, load_profile()))


@cache
def unchanged(path: Path) -> tuple[Text, Judged]:
    """The text of a report and what the checks say of it as it is."""
    text = reflow(read(path))
    return text, judge(text)


def failing(path: Path) -> list[CheckResult]:
    """The checks that fail on the unchanged file."""
    return [c for c in unchanged(path)[1].checks if c.status == "fails"]


def tied_figures(before: Judged) -> list[Fact]:
    """Every mention of every figure that a satisfied identity of the report uses."""
    used = {
        i for c in before.checks
        if c.slug.startswith(IDENTITIES) and c.slug not in NOT_TIED and c.status in {"holds", "rounding"}
        for i in c.facts
    }  # fmt: skip
    facts = before.report.facts
    paths = {f.path for f in facts if f.id in used}
    spans: dict[tuple[int, int], Fact] = {}
    for fact in facts:
        if fact.path in paths and fact.quantity and any(c.isdigit() for c in fact.quote):
            spans.setdefault((fact.start, fact.end), fact)
    return list(spans.values())


def planned(path: Path, *, every: bool = False, share: int = SHARE) -> list[Slip]:
    """The slips of a run: of each figure all, or one of each kind in every `share`-th case."""
    text, before = unchanged(path)
    return [
        slip for fact in tied_figures(before)
        for slip in slips(before.report, text, fact, EVERY if every else 1)
        if every or not crc32(f"{slip.kind}|{fact.path}|{fact.start}|{path.stem}".encode()) % share
    ]  # fmt: skip


def try_slip(path: Path, slip: Slip) -> Outcome:
    """Plant a slip and compare what the checks say before and after."""
    text, before = unchanged(path)
    after = judge(slip.plant(text))
    known = {c.slug: c for c in before.checks}
    noticed = any(
        c.status == "fails"
        and (known[c.slug].status != "fails" or known[c.slug].arithmetic != c.arithmetic)
        for c in after.checks
    )
    old = {(d.title, d.message, d.checks) for d in before.findings}
    new = [d for d in after.findings if (d.title, d.message, d.checks) not in old]
    ids = {
        f.id for f in after.report.facts
        if f.path == slip.fact.path or (f.start < slip.start + len(slip.new) and slip.start < f.end)
    }  # fmt: skip
    about = [d for d in new if ids & set(d.facts)]
    right = slip.fact.quantity
    kinds = ALIKE.get(slip.kind, {slip.kind})
    said = [(f"{d.expected} {d.message}", d.causes[:2]) for d in about]
    return Outcome(
        slip.kind, slip.fact.path, slip.fact.quote.replace("\n", ""), slip.changed, noticed,
        named=any(_says(words, right) or any(c.kind in kinds for c in causes) for words, causes in said),
        traced=any(_says(" ".join((w, *(c.explanation for c in causes))), right) for w, causes in said),
        reason="" if noticed else "rounding" if _rounds(slip) else _reason(known, after.checks),
    )  # fmt: skip


def _says(words: str, right: Quantity | None) -> bool:
    """Whether words give a value, in the unit it was printed in, in another one or in none."""
    if right is None:
        return False
    for number, unit in _AMOUNT.findall(words):
        factor = _MONEY.get(unit, right.factor)
        if Decimal(number) * factor == abs(right.base):
            return True
    return False


def _rounds(slip: Slip) -> bool:
    """Whether the figure is still right to its last printed place (3.23 → 3.2)."""
    right = slip.fact.quantity
    if right is None or slip.kind != "dropped_digit":
        return False
    now = Decimal(slip.new.replace(",", ""))
    half = Decimal(5).scaleb(-len(slip.new.partition(".")[2]) - 1)
    return abs(now - abs(right.value)) <= half


def _reason(known: dict[str, CheckResult], after: tuple[CheckResult, ...]) -> str:
    moved = [c for c in after if (c.status, c.arithmetic) != (known[c.slug].status, known[c.slug].arithmetic)]
    if any(c.status == "rounding" for c in moved):
        return "rounding"
    if any(c.status == "undetermined" and known[c.slug].status == "holds" for c in moved):
        return "undetermined"
    if any(c.slug.startswith(("rate.", "ind.completion")) for c in moved):
        return "rate"
    return "note" if any(c.status == "note" for c in moved) else "alone"


def run(path: Path, *, every: bool = False, share: int = SHARE) -> list[Outcome]:
    """All planned slips of one report, one after the other."""
    return [try_slip(path, slip) for slip in planned(path, every=every, share=share)]


def run_all(paths: list[Path], *, every: bool = False) -> dict[str, list[Outcome]]:
    """The runs of several reports, on all processors; in the order of the reports."""
    found: dict[str, list[Outcome]] = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for path in paths:
            plan = planned(path, every=every)
            chunk = max(1, len(plan) // 8)
            found[path.stem] = list(pool.map(try_slip, [path] * len(plan), plan, chunksize=chunk))
    return found


def reports() -> list[Path]:
    """The reports of a standard run."""
    seed = [SEED / "report.txt"] if (SEED / "report.txt").is_file() else []
    return seed + [SAMPLES / f"{name}.txt" for name in SAMPLE_NAMES]


def percent(part: int, whole: int) -> str:
    """A share in %, to two decimals."""
    return f"{100 * part / whole:.2f} %" if whole else "–"


def table(outcomes: Iterable[Outcome]) -> list[tuple[str, ...]]:
    """Rows of the table of kinds.

    Kind, planted, of these inside rounding; then shares of the rest: noticed, right cause
    among the first two, traced to the right figure.
    """
    found = list(outcomes)
    rows = []
    for kind in (*KINDS, "all"):
        own = [o for o in found if kind in {o.kind, "all"}]
        rest = telling(own)
        counts = (sum(o.noticed for o in rest), sum(o.named for o in rest), sum(o.traced for o in rest))
        rows.append(
            (kind, str(len(own)), str(len(own) - len(rest)), *(percent(n, len(rest)) for n in counts))
        )
    return rows


def telling(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The slips that leave printed rounding."""
    return [o for o in outcomes if o.reason not in ROUNDING]


def main(arguments: list[str]) -> int:
    """Print the table and what is not noticed."""
    every = "--all" in arguments
    paths = [Path(a) for a in arguments if not a.startswith("-")] or reports()
    found = run_all(paths, every=every)
    for stem, outcomes in (*found.items(), ("all", [o for os_ in found.values() for o in os_])):
        print(f"\n{stem}")
        for row in table(outcomes):
            print("  " + "".join(cell.rjust(14) for cell in row))
    reasons = Counter(o.reason for outcomes in found.values() for o in outcomes if not o.noticed)
    for reason, count in reasons.most_common():
        print(f"\nnot noticed, {WHY[reason]}: {count}")
        for stem, outcomes in found.items():
            for one in outcomes:
                if one.reason == reason:
                    print(f"  {stem}  {one.kind}  {one.path}  {one.printed} → {one.changed}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
