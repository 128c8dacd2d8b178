"""From outcomes to check results and discrepancies: one finding for one root cause."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.checks.context import Context
from extractor.checks.outcome import ORDER, Outcome
from extractor.checks.registry import CheckSpec
from extractor.intervals import Interval
from extractor.model import SEVERITIES, CheckResult, Discrepancy, Severity

_HEADLINES = (
    "ind.full_score_despite_miss", "score.total_sum", "score.execution_formula", "grade.matches_total",
    "sum.", "count.", "rate.execution", "ind.score", "ind.completion", "rate.", "same.", "weight.",
)  # fmt: skip
"""Which check of a finding gives it its title: what a reader wants to see first."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A failing outcome with the check it came from."""

    spec: CheckSpec
    outcome: Outcome

    @property
    def severity(self) -> Severity:
        """The outcome's own severity, else the check's."""
        return self.outcome.severity or self.spec.severity


def summarize(spec: CheckSpec, outcomes: Sequence[Outcome]) -> CheckResult:
    """One result for a check: the worst status of its applications, their arithmetic joined."""
    if not outcomes:
        reason = f"等待{spec.waits_for}" if spec.waits_for else "报告没有给出所需数据：" + "、".join(spec.needs)
        return CheckResult(
            spec.slug, spec.title, spec.group, spec.severity, "not_applicable", reason=reason
        )
    worst = min((o.status for o in outcomes), key=ORDER.index)
    telling = [o for o in outcomes if o.status == worst] if worst != "holds" else outcomes
    severities = [o.severity or spec.severity for o in telling]
    return CheckResult(
        spec.slug, spec.title, spec.group, min(severities, key=SEVERITIES.index), worst,
        arithmetic="；".join(dict.fromkeys(o.arithmetic for o in telling if o.arithmetic)),
        facts=tuple(dict.fromkeys(f for o in telling for f in o.facts)),
        reason="；".join(dict.fromkeys(o.reason for o in telling if o.reason)),
    )  # fmt: skip


def discrepancies(context: Context, failing: list[Failing], identity: str) -> tuple[Discrepancy, ...]:
    """Group failing outcomes by root cause.

    Two belong together when they speak of the same list entry, or when one changed figure
    repairs both (their repairs of a path overlap). `identity` names the report, so that ids
    are stable from run to run.
    """
    groups = _by_repair(_by_item(failing))
    found = [_finding(context, group, identity) for group in groups]
    order = {s: i for i, s in enumerate(SEVERITIES)}
    return tuple(sorted(found, key=lambda d: (order[d.severity], -len(d.checks), d.title)))


def _by_item(failing: list[Failing]) -> list[list[Failing]]:
    """Findings on one indicator, project or share make one group; the rest stand alone."""
    groups: dict[str, list[Failing]] = {}
    for number, one in enumerate(failing):
        key = one.outcome.item or _theme(one) or f"#{number}"
        if key.startswith("shares["):
            key = "shares"
        groups.setdefault(key, []).append(one)
    grave = [g for g in groups.values() if any(f.severity != "info" for f in g)]
    light = [f for g in groups.values() if g not in grave for f in g]
    by_slug: dict[str, list[Failing]] = {}
    for one in light:  # small notes of one kind on several entries are one note
        by_slug.setdefault(one.spec.slug, []).append(one)
    return [*grave, *by_slug.values()]


_EVIDENCE = {"ind.reason_boilerplate", "ind.comparator_missing", "ind.level_missing"}


def _theme(one: Failing) -> str:
    return "evidence" if one.spec.slug in _EVIDENCE else ""


def _by_repair(groups: list[list[Failing]]) -> list[list[Failing]]:
    """Merge groups that one changed figure repairs; the figure repairing most comes first."""
    while True:
        best = _best_merge(groups)
        if best is None:
            return groups
        merged = [f for i in sorted(best) for f in groups[i]]
        groups = [g for i, g in enumerate(groups) if i not in best] + [merged]


def _best_merge(groups: list[list[Failing]]) -> set[int] | None:
    candidates: dict[str, list[tuple[int, Interval]]] = {}
    for number, group in enumerate(groups):
        for one in group:
            for path, interval in one.outcome.repairs.items():
                candidates.setdefault(path, []).append((number, interval))
    best: set[int] = set()
    for entries in candidates.values():
        for number, interval in entries:
            together = {n for n, other in entries if other.overlaps(interval)} | {number}
            if len(together) > len(best):
                best = together
    return best if len(best) > 1 else None


def _rank(one: Failing) -> tuple[int, int]:
    place = next((i for i, p in enumerate(_HEADLINES) if one.spec.slug.startswith(p)), len(_HEADLINES))
    return SEVERITIES.index(one.severity), place


def _finding(context: Context, group: list[Failing], identity: str) -> Discrepancy:
    ordered = sorted(group, key=_rank)
    head = ordered[0]
    slugs = tuple(dict.fromkeys(f.spec.slug for f in ordered))
    facts = tuple(dict.fromkeys(i for f in ordered for i in f.outcome.facts))
    causes = tuple({(c.kind, c.explanation): c for f in ordered for c in f.outcome.causes}.values())
    messages = list(dict.fromkeys(f.outcome.message for f in ordered if f.outcome.message))
    expected, reported = head.outcome.expected, head.outcome.reported
    difference = head.outcome.difference
    shared = _shared_figure(context, group)
    if shared and shared.path != next(iter(head.outcome.repairs), ""):
        messages.insert(0, shared.message)
        expected, reported, difference = shared.expected, shared.reported, ""
        causes = tuple(c for c in causes if context.label(shared.path) in c.explanation) or causes
    key = "|".join((identity, *sorted(slugs), head.outcome.item, head.outcome.reported))
    return Discrepancy(
        id="d" + hashlib.sha256(key.encode()).hexdigest()[:12],
        severity=head.severity,
        title=messages[0] if messages else head.spec.title,
        message="；".join(messages),
        expected=expected, reported=reported, difference=difference, causes=causes, effect=_effect(context, ordered),
        checks=slugs, facts=facts,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shared:
    """The one figure whose change repairs several broken identities."""

    path: str
    message: str
    expected: str
    reported: str


def _shared_figure(context: Context, group: list[Failing]) -> _Shared | None:
    counts: dict[str, list[Interval]] = {}
    for one in group:
        for path, interval in one.outcome.repairs.items():
            counts.setdefault(path, []).append(interval)
    shared = {p: i for p, i in counts.items() if len(i) > 1 and all(a.overlaps(i[0]) for a in i)}
    if not shared:
        return None
    path = max(shared, key=lambda p: len(shared[p]))
    figure = context.figure(path)
    if figure is None or figure.first.quantity is None:
        return None
    tightest = min(shared[path], key=lambda i: i.half_width)
    quantity = figure.first.quantity
    value = Decimal(tightest.nominal.numerator) / Decimal(tightest.nominal.denominator) / quantity.factor
    places = max(quantity.decimals, 0)
    right = f"{value:.{places}f}{quantity.unit or ''}"
    return _Shared(
        path,
        f"{context.label(path)}{quantity}与{len(shared[path])}处数据对不上；若为{right}，各处都能对上",
        right, str(quantity),
    )  # fmt: skip


def _effect(context: Context, ordered: list[Failing]) -> str:
    """What the readings of a disputed score do to total and grade."""
    total = context.quantity("evaluation.total_score")
    for one in ordered:
        path = f"{one.outcome.item}.score" if one.outcome.item else "evaluation.execution_score"
        score = context.quantity(path)
        if not one.outcome.scores or total is None or score is None:
            continue
        now = context.profile.grade(total.value)
        parts = []
        for name, points in one.outcome.scores:
            other = total.value - score.value + Decimal(points)
            grade = context.profile.grade(other)
            change = f"，等级“{now}”→“{grade}”" if grade != now else f"，等级仍为“{now}”"
            parts.append(f"{name}得{points}分：总分{total.value:f}→{other:f}{change}")
        return "；".join(parts)
    return ""


def with_ids(found: tuple[Discrepancy, ...]) -> tuple[Discrepancy, ...]:
    """Make ids unique when two findings share one."""
    seen: dict[str, int] = {}
    unique = []
    for one in found:
        number = seen[one.id] = seen.get(one.id, 0) + 1
        unique.append(one if number == 1 else replace(one, id=f"{one.id}-{number}"))
    return tuple(unique)
