"""Measure the quality of the findings and write `docs/quality.md`: `make quality`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from tests import mutation
from tests.judged import Judgement, judgements
from tests.mutation import WHY, Outcome, percent, telling
from tests.shared import ROOT

PAGE = ROOT / "docs" / "quality.md"
NOTICED = 97
"""Share in % of the telling slips that some check must notice."""
NAMED = 90
"""Share in % of the slips of a firm kind whose cause must be among the first two."""
FIRM = ("transposition", "decimal_shift", "unit_slip")
"""Kinds that leave a trace in the digits or the unit that hardly anything else leaves."""
_KIND = {
    "one_digit": "one digit changed",
    "transposition": "two digits side by side swapped",
    "decimal_shift": "decimal point moved by one or two places",
    "unit_slip": "unit word (元, 万元, 亿元) of the next size",
    "dropped_digit": "one digit left out",
    "neighbour": "value of a neighbouring figure or of last year",
    "all": "all",
}
_INTRO = """# Measured quality

Written by `make quality` (`tests/quality.py`); the same code on the same files writes the same
bytes. It measures on the sample reports of `samples/` and, where the folder `../shared/seed` is
present, on one real report (`report`), which is not part of this repository: without it the rows
of that report are missing.
"""
_SLIPS = """## Planted slips

Every mention of every figure that a satisfied identity of a report rests on (sums, counts,
rates, completion rates, scores, weights, repeated figures) is a place where a slip can be
planted. Each kind of slip that people make is tried at it, one at a time, in the TXT files; a
fixed draw by checksum takes one variant of a kind for every second place. After each, the whole
report is read and checked again.

- *inside rounding*: the figures still agree as far as they are printed; not counted further.
- *noticed*: some check fails that did not, or fails with other figures.
- *right cause*: a new finding that rests on the figure has the planted kind among its first two
  causes, or says the right value.
- *right figure*: a new finding that rests on the figure names its right value.
"""
_MISSES = """## Slips that are not noticed

What stays unnoticed, each with its reason.
"""
_JUDGED = """## Judged reports

Faults that people judged in a report, and the findings. In samples, errors and warnings count,
and every one beyond the planted faults is false; a fault is found when a finding rests on its
check and names the right figure. In the real report an expert judged notes too, so every finding
counts; a root cause is found when one finding has its severity and all its checks.
"""


def page(runs: dict[str, list[Outcome]], judged: Iterable[Judgement]) -> str:
    """The page for the runs of some reports and the judgements."""
    everything = [o for outcomes in runs.values() for o in outcomes]
    head = ("planted", "inside rounding", "noticed", "right cause", "right figure")
    kinds = [(_KIND[kind], *cells) for kind, *cells in mutation.table(everything)]
    by_report = [(stem, *mutation.table(outcomes)[-1][1:]) for stem, outcomes in runs.items()]
    marks = [
        (name, f"at least {wanted} %", measured, "yes" if met else "no")
        for name, wanted, measured, met in measured_marks(everything)
    ]
    parts = [
        _INTRO,
        "## Marks\n", _table(("mark", "wanted", "measured", "met"), marks),
        _SLIPS, _table(("kind of slip", *head), kinds), _table(("report", *head), by_report),
        _MISSES, *_missed(runs),
        _JUDGED, *_judged(list(judged)),
    ]  # fmt: skip
    return "\n".join(parts)


def measured_marks(outcomes: Iterable[Outcome]) -> list[tuple[str, int, str, bool]]:
    """The marks: name, wanted %, measured, met."""
    rest = telling(outcomes)
    marks = [("slips noticed, all kinds", NOTICED, sum(o.noticed for o in rest), len(rest))]
    for kind in FIRM:
        own = [o for o in rest if o.kind == kind]
        marks.append((f"right cause: {_KIND[kind]}", NAMED, sum(o.named for o in own), len(own)))
    return [(m, wanted, percent(n, of), 100 * n >= wanted * of) for m, wanted, n, of in marks]


def _missed(runs: dict[str, list[Outcome]]) -> list[str]:
    missed = [(stem, o) for stem, outcomes in runs.items() for o in outcomes if not o.noticed]
    counts = Counter(o.reason for _, o in missed)
    reasons = [(WHY[r], str(counts[r])) for r in WHY]
    each = [
        (stem, _KIND[o.kind], f"`{o.path}`", f"{o.printed} → {o.changed}", WHY[o.reason])
        for stem, o in sorted(missed, key=lambda m: list(WHY).index(m[1].reason))
    ]
    return [
        _table(("reason", "slips"), reasons),
        _table(("report", "slip", "figure", "printed → planted", "reason"), each),
    ]


def _judged(judged: list[Judgement]) -> list[str]:
    head = ("faults", "found", "findings", "false", "recall", "precision")
    groups = list(dict.fromkeys(j.group for j in judged))
    sums = [(g, *_shares([j for j in judged if j.group == g])) for g in groups]
    each = [(j.name, *_shares([j])) for j in judged]
    return [
        _table(("group", *head), [*sums, ("all", *_shares(judged))]),
        _table(("report", *head), each),
    ]


def _shares(judged: list[Judgement]) -> tuple[str, ...]:
    faults, found = sum(j.faults for j in judged), sum(j.found for j in judged)
    findings, right = sum(j.findings for j in judged), sum(j.right for j in judged)
    counts = (faults, found, findings, findings - right)
    return (*map(str, counts), percent(found, faults), percent(right, findings))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def main() -> int:
    """Measure, write the page and print it; 1 when a mark is missed or a judged fault is."""
    runs, judged = mutation.run_all(mutation.reports()), judgements()
    text = page(runs, judged)
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    marks = measured_marks(o for outcomes in runs.values() for o in outcomes)
    exact = all(j.found == j.faults and j.right == j.findings for j in judged)
    return 0 if exact and all(met for *_, met in marks) else 1


if __name__ == "__main__":
    sys.exit(main())
