"""Mutation run: change one printed digit at a time and see whether some check notices.

    python -m tests.mutation            # the samples, and the real report where it is present
    python -m tests.mutation FILE …     # any report

Each figure that an identity of the report rests on is changed in each of its digits, twice,
to digits drawn evenly from the nine others (the draw is fixed by the figure and the place).
Prints the share noticed and what is not noticed, with the reason.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

from extractor.checks import load_profile, run_checks
from extractor.find import find
from extractor.library import load
from extractor.model import CheckResult, Fact, Report, Text
from extractor.reading import read
from extractor.report import gather
from extractor.text import reflow
from tests.shared import SAMPLE_NAMES, SAMPLES, SEED

DRAWS = 2
IDENTITIES = ("sum.", "count.", "rate.", "ind.completion_", "ind.score_proportional",
              "score.", "weight.sum", "same.key_item", "same.numeral_forms")  # fmt: skip
"""Checks whose figures are tied by arithmetic."""
NOT_TIED = ("rate.range", "rate.denominator_basis", "score.rounding_path", "rate.payment_progress",
            "sum.part_not_exceed_whole")  # fmt: skip
"""Of these, the ones that bound or describe figures but do not fix them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One changed digit: the figure, what it became, and what the checks said."""

    path: str
    label: str
    printed: str
    changed: str
    noticed: bool
    reason: str


def judge(text: Text) -> tuple[Report, tuple[CheckResult, ...]]:
    """Find and check a text."""
    report = gather(find(text, load()))
    return report, run_checks(report, load_profile())[0]


def tied_figures(report: Report, checks: tuple[CheckResult, ...]) -> list[Fact]:
    """Every mention of every figure that a satisfied identity of the report uses."""
    used = {
        i for c in checks
        if c.slug.startswith(IDENTITIES) and c.slug not in NOT_TIED and c.status in {"holds", "rounding"}
        for i in c.facts
    }  # fmt: skip
    paths = {f.path for f in report.facts if f.id in used}
    spans: dict[tuple[int, int], Fact] = {}
    for fact in report.facts:
        if fact.path in paths and fact.quantity and any(c.isdigit() for c in fact.quote):
            spans.setdefault((fact.start, fact.end), fact)
    return list(spans.values())


def mutations(text: Text, fact: Fact) -> Iterator[tuple[Text, str]]:
    """The text with one digit of a figure changed, and the figure as it then reads."""
    for position in range(fact.start, fact.end):
        digit = text.printed[position]
        if not digit.isascii() or not digit.isdigit():
            continue
        for draw in range(DRAWS):
            step = 1 + crc32(f"{fact.path}|{position - fact.start}|{draw}".encode()) % 9
            other = str((int(digit) + step) % 10)
            leading = position == fact.start and other == "0" and text.printed[position + 1].isdigit()
            if leading:
                continue

            def swap(words: str, at: int = position, new: str = other) -> str:
                return words[:at] + new + words[at + 1 :]

            changed = replace(text, printed=swap(text.printed), folded=swap(text.folded))
            yield changed, changed.printed[fact.start : fact.end].replace("\n", "")


def run_unchanged(path: Path) -> tuple[Report, list[CheckResult]]:
    """The report and the checks that fail on it as it is."""
    report, before = judge(reflow(read(path)))
    return report, [c for c in before if c.status == "fails"]


def run(path: Path) -> tuple[list[Outcome], list[CheckResult]]:
    """All mutations of one report; second, the checks that fail on the unchanged file."""
    text = reflow(read(path))
    report, before = judge(text)
    known = {c.slug: c for c in before}
    outcomes = []
    for fact in tied_figures(report, before):
        for changed, shown in mutations(text, fact):
            after = judge(changed)[1]
            new = [
                c for c in after
                if c.status == "fails" and (
                    known[c.slug].status != "fails" or known[c.slug].arithmetic != c.arithmetic)
            ]  # fmt: skip
            outcomes.append(
                Outcome(fact.path, fact.label, fact.quote, shown, bool(new), _reason(known, after))
            )
    return outcomes, [c for c in before if c.status == "fails"]


def _reason(known: dict[str, CheckResult], after: tuple[CheckResult, ...]) -> str:
    moved = [c for c in after if (c.status, c.arithmetic) != (known[c.slug].status, known[c.slug].arithmetic)]
    if any(c.status == "rounding" for c in moved):
        return "差额落在四舍五入的范围内"
    if any(c.status == "undetermined" and known[c.slug].status == "holds" for c in moved):
        return "改动后口径不能确定，检查不作判断"
    if any(c.slug.startswith("rate.") or c.slug.startswith("ind.completion") for c in moved):
        return "比率的印出位数容得下这一改动"
    if any(c.status == "note" for c in moved):
        return "只作提示，不算差错"
    return "这一位数字没有别的数据可以对照"


def reports() -> list[Path]:
    """The reports of a standard run."""
    seed = [SEED / "report.txt"] if (SEED / "report.txt").is_file() else []
    return seed + [SAMPLES / f"{name}.txt" for name in SAMPLE_NAMES]


def main(arguments: list[str]) -> int:
    """Print the table."""
    total: Counter[bool] = Counter()
    unnoticed: list[tuple[str, Outcome]] = []
    for path in [Path(a) for a in arguments] or reports():
        outcomes, failing = run(path)
        counts = Counter(o.noticed for o in outcomes)
        total += counts
        unnoticed += [(path.stem, o) for o in outcomes if not o.noticed]
        share = 100 * counts[True] / max(1, sum(counts.values()))
        print(f"{path.stem}：改动 {sum(counts.values())} 处，发现 {counts[True]} 处（{share:.2f}%）；"
              f"原文不符的检查 {len(failing)} 项")  # fmt: skip
    changed = sum(total.values())
    print(f"合计：改动 {changed} 处，发现 {total[True]} 处（{100 * total[True] / max(1, changed):.2f}%）\n")
    print("未发现的改动")
    for reason, count in Counter(o.reason for _, o in unnoticed).most_common():
        print(f"\n{reason}：{count} 处")
        for stem, one in [(s, o) for s, o in unnoticed if o.reason == reason]:
            print(f"  {stem}  {one.path}  {one.printed} → {one.changed}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
