"""What the statistics of an archive keep of each report: digits and tallies, never the report."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.checks.context import exact
from extractor.checks.region import recognise
from extractor.library.naming import bodies
from extractor.model import Quantity, Report, Result
from extractor.text import fold

_AMOUNTS = 500
_COUNTS = 200
_REASONS = 12
_REASON_LENGTH = 120
"""Bounds of what one report adds: about ten kilobytes at most, two as a rule."""
_TEN_THOUSAND = Decimal(10_000)
_ROUND, _ROUND_PLACES = Decimal(100_000), 200
"""An amount is round as a multiple of 100,000 元, and of a hundred of its last printed places:
whole 元, or 万元 without decimals, are no estimates for being printed so."""
_NO_CENTS = 127
_NOT_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z]")
_OTHER = ("staffing.", "evaluation.", "report.")


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount: its first two printed digits (one where it has one), its decimals in 万元.

    `mark` tells equal amounts of one unit and year apart from others.
    """

    lead: int
    cents: int | None
    executed: bool
    round: bool
    mark: int


@dataclass(frozen=True, slots=True)
class ReportSample:
    """One report in some kilobytes. `amounts` and `counts` are packed; texts are shortened."""

    name: str
    unit: str
    year: str
    level: str
    region: str
    amounts: array[int]
    counts: array[int]
    total: Decimal | None
    completed: int
    completions: int
    satisfaction: tuple[Decimal, ...]
    reasons: tuple[str, ...]
    ratios: tuple[tuple[str, float], ...]

    @property
    def who(self) -> str:
        """The unit, or the file where the report names none."""
        return self.unit or self.name

    def money_key(self) -> str:
        """The amounts in one string, whatever order they were read in."""
        return ",".join(map(str, sorted(self.amounts)))

    def money(self) -> Iterator[Amount]:
        """The amounts, each value once."""
        for code in self.amounts:
            cents = code >> 8 & 127
            yield Amount(code & 127, None if cents == _NO_CENTS else cents, bool(code >> 16 & 1),
                         bool(code >> 17 & 1), code >> 20)  # fmt: skip


@dataclass(slots=True)
class ArchiveSample:
    """The sample of an archive: fed one result at a time, small, and fit for pickling."""

    reports: list[ReportSample] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Keep what the statistics need of a result; nothing where there is no report."""
        sample = sample_of(result)
        if sample is not None:
            self.reports.append(sample)

    def merge(self, other: ArchiveSample) -> None:
        """Take in what another sample holds (of another worker)."""
        self.reports += other.reports

    def ordered(self) -> list[ReportSample]:
        """The reports in an order that does not depend on who read them first.

        One report in several formats counts once: what is kept of it is the same.
        """
        unique: dict[tuple[str, ...], ReportSample] = {}
        for one in sorted(self.reports, key=lambda r: (r.who, r.year, r.name)):
            kept = (one.money_key(), one.counts.tobytes().hex(), *one.reasons, str(one.total), str(one.completions))
            unique.setdefault((one.who, one.year, *kept), one)
        return [unique[key] for key in sorted(unique)]


def sample_of(result: Result) -> ReportSample | None:
    """The sample of one result, None where there is no report with facts."""
    report = result.report
    if report is None or not report.facts:
        return None
    unit = "".join(fold(report.unit or "").split())
    place = recognise(report)
    return ReportSample(
        result.source.name, unit, report.year or "", bodies().level(unit) or bodies().kind(unit),
        place[0] if place else "", _amounts(report), _counts(report), _total(report),
        *_completions(report), _satisfaction(report), _reasons(report), tuple(_ratios(report)),
    )  # fmt: skip


def _amounts(report: Report) -> array[int]:
    """The exact amounts of the report itself, each value once: a repeated figure is one."""
    found: dict[Decimal, int] = {}
    for fact in report.facts:
        quantity = exact(fact.quantity)
        if quantity is None or quantity.dimension != "money" or not quantity.value or fact.path.startswith(_OTHER):
            continue
        if fact.path.endswith(("target", ".midyear")):
            continue
        executed = "executed" in fact.path
        if quantity.base in found:
            found[quantity.base] |= executed << 16
        elif len(found) < _AMOUNTS:
            found[quantity.base] = _packed(quantity, executed)
    return array("Q", found.values())


def _packed(quantity: Quantity, executed: bool) -> int:
    lead = int(f"{abs(quantity.value):f}".replace(".", "").lstrip("0")[:2])
    cents = _NO_CENTS
    if quantity.factor == _TEN_THOUSAND and quantity.decimals == 2:
        cents = int(abs(quantity.value) * 100) % 100
    step = max(_ROUND, _ROUND_PLACES * quantity.half_unit)
    rounded = quantity.base % step == 0
    mark = int(abs(quantity.base) * 10_000) & (1 << 43) - 1
    return lead | cents << 8 | executed << 16 | rounded << 17 | mark << 20


def _counts(report: Report) -> array[int]:
    """The last two digits of counted activities of two digits or more, each matter once."""
    found: dict[str, int] = {}
    for item in report.activities:
        quantity = exact(item.quantity("value"))
        if quantity is None or quantity.dimension in {"money", "rate", "score"} or quantity.decimals > 0:
            continue
        if quantity.value >= 10 and quantity.value == int(quantity.value) and len(found) < _COUNTS:
            found.setdefault(item.name, int(quantity.value) % 100)
    return array("B", found.values())


def _total(report: Report) -> Decimal | None:
    total = exact(report.quantity("evaluation.total_score"))
    return total.value if total else None


def _completions(report: Report) -> tuple[int, int]:
    rates = [q.value for i in report.indicators if (q := exact(i.quantity("completion_rate")))]
    return sum(r == 100 for r in rates), len(rates)


def _satisfaction(report: Report) -> tuple[Decimal, ...]:
    return tuple(
        q.value for i in report.indicators
        if "满意" in i.name and (q := exact(i.quantity("actual"))) and q.dimension == "rate"
    )[:_REASONS]  # fmt: skip


def _reasons(report: Report) -> tuple[str, ...]:
    """The reasons for deviations, digits and punctuation left out, each once."""
    words = (_NOT_WORDS.sub("", fold(i.text("deviation_reason"))) for i in report.indicators)
    return tuple(dict.fromkeys(w[:_REASON_LENGTH] for w in words if w))[:_REASONS]


def _ratios(report: Report) -> Iterator[tuple[str, float]]:
    """Money per head and per village, in 万元."""
    staff = exact(report.quantity("staffing.actual.in_post")) or exact(report.quantity("staffing.actual.total"))
    villages = exact(report.quantity("organization.villages.count"))
    for title, path, heads in (
        ("人均人员经费", "budget.executed.personnel", staff), ("人均公用经费", "budget.executed.operating", staff),
        ("人均基本支出", "budget.executed.basic", staff), ("村均项目支出", "budget.executed.project", villages),
    ):  # fmt: skip
        money = exact(report.quantity(path))
        if path.endswith((".personnel", ".operating")) and money is None:
            money = exact(report.quantity(path.replace("executed", "adjusted")))
        if money and heads and money.dimension == "money" and heads.value > 0 and money.base > 0:
            yield title, float(money.base / heads.value / _TEN_THOUSAND)
