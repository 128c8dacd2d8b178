"""From outcomes to check results and discrepancies: one finding for one root cause."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from extractor.checks.causes import rank, ranked, undone_into
from extractor.checks.context import Context
from extractor.checks.evaluate import BOUNDS, EQUALITIES
from extractor.checks.misplaced import Misplaced, misplaced
from extractor.checks.outcome import ORDER, Outcome
from extractor.checks.quotes import nested
from extractor.checks.registry import CheckSpec
from extractor.checks.themes import Theme, theme_along, theme_of
from extractor.checks.what_if import Key, key
from extractor.intervals import Interval
from extractor.model import SEVERITIES, CheckResult, Discrepancy, Severity
from extractor.model.quick import quick

_HEADLINES = (
    "ind.full_score_despite_miss", "score.total_sum", "score.execution_formula", "grade.matches_total",
    "sum.", "count.", "rate.execution", "ind.score", "ind.completion", "rate.", "same.", "weight.",
)  # fmt: skip
"""Which check of a finding gives it its title: what a reader wants to see first."""
_UNNAMED = 99
"""Rank of a figure that no slip explains: behind those that one does."""


@quick
@dataclass(frozen=True, slots=True)
class Failing:
    """An outcome with the check it came from."""

    spec: CheckSpec
    outcome: Outcome

    @property
    def severity(self) -> Severity:
        """The outcome's own severity, else the check's."""
        return self.outcome.severity or self.spec.severity

    @property
    def key(self) -> Key:
        """What tells this application of its check from all others."""
        return key(self.spec.slug, self.outcome)


def summarize(spec: CheckSpec, outcomes: Sequence[Outcome]) -> CheckResult:
    """One result for a check: the worst status of its applications, their arithmetic joined."""
    if not outcomes:
        return _not_applicable(spec)
    if len(outcomes) == 1:
        (one,) = outcomes
        return CheckResult(
            spec.slug, spec.title, spec.group, one.severity or spec.severity, one.status, one.arithmetic,
            one.facts, one.reason,
        )  # fmt: skip
    found = {o.status for o in outcomes}
    worst = found.pop() if len(found) == 1 else min(found, key=ORDER.index)
    telling = [o for o in outcomes if o.status == worst] if found and worst != "holds" else outcomes
    severity, arithmetic, reason = spec.severity, telling[0].arithmetic, telling[0].reason
    facts = telling[0].facts
    if len(telling) > 1:
        arithmetic = "；".join(dict.fromkeys([o.arithmetic for o in telling if o.arithmetic]))
        reason = "；".join(dict.fromkeys([o.reason for o in telling if o.reason]))
        facts = tuple(dict.fromkeys([f for o in telling for f in o.facts]))
    own = {o.severity for o in telling}
    if own != {None}:
        severity = min((s or spec.severity for s in own), key=SEVERITIES.index)
    return CheckResult(
        spec.slug, spec.title, spec.group, severity, worst, arithmetic, facts, reason
    )


_NOT_APPLICABLE: dict[str, CheckResult] = {}


def _not_applicable(spec: CheckSpec) -> CheckResult:
    """The result of a check that a report gives nothing for: the same for all reports."""
    found = _NOT_APPLICABLE.get(spec.slug)
    if found is None:
        reason = (
            f"等待{spec.waits_for}" if spec.waits_for
            else f"需要{spec.needs_files}" if spec.needs_files
            else "报告没有给齐所需数据：" + "、".join(spec.needs)
        )
        found = _NOT_APPLICABLE[spec.slug] = CheckResult(
            spec.slug, spec.title, spec.group, spec.severity, "not_applicable", reason=reason
        )
    return found


@dataclass(slots=True)
class _Group:
    """Outcomes of one root cause; `more` are notes and doubts that say more about it."""

    members: list[Failing]
    theme: Theme | None = None
    more: list[Failing] = field(default_factory=list)

    @property
    def grave(self) -> bool:
        """Whether some member is more than a remark."""
        return any(f.severity != "info" for f in self.members)


def discrepancies(
    context: Context, outcomes: Sequence[Failing], identity: str
) -> tuple[Discrepancy, ...]:
    """Group failing outcomes by root cause.

    Two belong together when they speak of the same list entry, when one changed figure repairs
    both (their repairs of a path overlap), or when they are of one theme. Notes and doubts
    join the finding they say more about. `identity` names the report, so that ids are stable
    from run to run.
    """
    failing = [f for f in outcomes if f.outcome.status == "fails" and f.outcome.of is None]
    identities = [
        (f.spec.slug, f.outcome) for f in failing if f.spec.group in EQUALITIES and f.outcome.repairs
        and not any(c.kind == "other_base" for c in f.outcome.causes)  # which tells it all
    ]  # fmt: skip
    hypotheses = misplaced(context, identities)
    groups = _by_swap(_by_repair(context, _by_item(failing)), hypotheses)
    for one in outcomes:
        _attach(one, groups)
    found = [_finding(context, group, hypotheses, identity) for group in groups]
    order = {s: i for i, s in enumerate(SEVERITIES)}
    return tuple(sorted(found, key=lambda d: (order[d.severity], -len(d.checks), d.title)))


def _attach(one: Failing, groups: list[_Group]) -> None:
    """Add an outcome that makes no finding of its own to the one it belongs to."""
    parent = one.outcome.of
    if parent is not None:
        for group in groups:
            if any(f.outcome is parent for f in group.members):
                group.more.append(one)
                return
    elif one.outcome.status in {"note", "undetermined"} and (theme := theme_along(one.spec.slug)):
        for group in groups:
            if group.theme is theme:
                group.more.append(one)
                return


def _by_item(failing: list[Failing]) -> list[_Group]:
    """Findings on one entry or of one theme make one group; the rest stand alone.

    An entry whose outcomes all belong to a theme goes with it; one that has anything else
    keeps its own finding.
    """
    entries: dict[str, list[Failing]] = {}
    for number, one in enumerate(failing):
        key = one.outcome.item or f"#{number}"
        entries.setdefault("shares" if key.startswith("shares[") else key, []).append(one)
    groups: list[_Group] = []
    by_theme: dict[int, _Group] = {}
    for members in entries.values():
        theme = _theme(members)
        if theme is None:
            groups.append(_Group(members))
        elif id(theme) in by_theme:
            by_theme[id(theme)].members += members
        else:
            by_theme[id(theme)] = _Group(members, theme)
            groups.append(by_theme[id(theme)])
    grave = [g for g in groups if g.grave or g.theme]
    by_slug: dict[str, _Group] = {}
    for one in (f for g in groups if not g.grave and not g.theme for f in g.members):
        # small notes of one kind on several entries are one note
        by_slug.setdefault(one.spec.slug, _Group([])).members.append(one)
    return [*grave, *by_slug.values()]


def _theme(members: list[Failing]) -> Theme | None:
    """The theme that all outcomes of an entry belong to."""
    slugs = {f.spec.slug for f in members}
    found = {id(t): t for s in slugs if (t := theme_of(s))}
    return next(
        (t for t in found.values() if slugs <= {*t.checks, *t.joining}), None
    )


def _by_repair(context: Context, groups: list[_Group]) -> list[_Group]:
    """Merge groups that one changed figure repairs; the figure repairing most comes first."""
    while True:
        best = _best_merge(context, groups)
        if best is None:
            return groups
        merged = _Group([f for i in sorted(best) for f in groups[i].members])
        groups = [g for i, g in enumerate(groups) if i not in best] + [merged]


def _by_swap(groups: list[_Group], hypotheses: Sequence[Misplaced]) -> list[_Group]:
    """Merge groups that two figures printed in each other's place explain together."""
    for one in hypotheses:
        touched = [g for g in groups if one.message and any(f.key in one.relieved for f in g.members)]
        if len(touched) > 1:
            merged = _Group([f for g in touched for f in g.members])
            groups = [g for g in groups if not any(g is t for t in touched)] + [merged]
    return groups


def _best_merge(context: Context, groups: list[_Group]) -> set[int] | None:
    candidates: dict[str | int, list[tuple[int, Interval]]] = {}
    for number, group in enumerate(groups):
        for one in group.members:
            for path, interval in one.outcome.repairs.items():
                figure = context.figure(path)  # one printed figure may have several paths
                place = figure.first.start if figure else path
                candidates.setdefault(place, []).append((number, interval))
    best: set[int] = set()
    for entries in candidates.values():
        for number, interval in entries:
            together = {n for n, other in entries if other.overlaps(interval)} | {number}
            if len(together) > len(best):
                best = together
    return best if len(best) > 1 else None


def _rank(one: Failing, theme: Theme | None) -> tuple[int, int]:
    headlines = tuple(theme.checks) if theme else _HEADLINES
    return SEVERITIES.index(one.severity), _place(one.spec.slug, headlines)


@lru_cache(maxsize=1024)
def _place(slug: str, headlines: tuple[str, ...]) -> int:
    """The place of a check among those that make the headline, behind all where it is none."""
    return next((i for i, p in enumerate(headlines) if slug.startswith(p)), len(headlines))


def _finding(
    context: Context, group: _Group, hypotheses: Sequence[Misplaced], identity: str
) -> Discrepancy:
    members = sorted(group.members, key=lambda f: _rank(f, group.theme))
    head = members[0]
    ordered = [*members, *group.more]
    slugs = tuple(dict.fromkeys(f.spec.slug for f in ordered))
    facts = tuple(dict.fromkeys(i for f in ordered for i in f.outcome.facts))
    keys = {f.key for f in members}
    tested = [h for h in hypotheses if h.repaired & keys]
    causes = ranked([
        *(c for f in ordered for c in f.outcome.causes), *(h.cause for h in tested for _ in h.repaired)
    ])  # fmt: skip
    messages = list(dict.fromkeys(f.outcome.message for f in ordered if f.outcome.message))
    if group.theme and len({f.spec.slug for f in members}) > 1:
        messages.insert(0, group.theme.headline(slugs))
    expected, reported = head.outcome.expected, head.outcome.reported
    difference = head.outcome.difference
    shared = _shared_figure(context, members)
    swap = _telling_swap(tested, shared)
    if swap:
        messages.insert(0, swap.message)
        expected, reported, difference = swap.expected, swap.reported, ""
        causes = (swap.cause, *(c for c in causes if c != swap.cause))
    elif shared and shared.path != next(iter(head.outcome.repairs), ""):
        messages.insert(0, shared.message)
        expected, reported, difference = shared.expected, shared.reported, ""
        tried = {h.cause for h in tested}
        causes = tuple(c for c in causes if c in tried or context.label(shared.path) in c.explanation) or causes
    messages = [nested(m) for m in messages]
    key = "|".join((identity, *sorted(slugs), head.outcome.item, head.outcome.reported))
    return Discrepancy(
        id="d" + hashlib.sha256(key.encode()).hexdigest()[:12],
        severity=head.severity,
        title=messages[0] if messages else head.spec.title,
        message="；".join(messages),
        expected=expected, reported=reported, difference=difference,
        causes=tuple(
            replace(c, explanation=words) if (words := nested(c.explanation)) != c.explanation else c for c in causes
        ),
        effect=_effect(context, ordered, group.theme),
        checks=slugs, facts=facts,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shared:
    """The one figure whose change repairs several broken identities."""

    path: str
    message: str
    expected: str
    reported: str
    count: int
    """Comparisons that rest on it."""


def _telling_swap(tested: Sequence[Misplaced], shared: _Shared | None) -> Misplaced | None:
    """The one swap that explains more of a finding than a change of one figure does."""
    swaps = [h for h in tested if h.message and len(h.repaired) > (shared.count if shared else 1)]
    return swaps[0] if len(swaps) == 1 else None


def _shared_figure(context: Context, group: list[Failing]) -> _Shared | None:
    counts: dict[str, list[Interval]] = {}
    for one in group:
        for path, interval in one.outcome.repairs.items():
            counts.setdefault(path, []).append(interval)
    shared = {p: i for p, i in counts.items() if len(i) > 1 and all(a.overlaps(i[0]) for a in i)}
    if not shared:
        return None
    most = max(map(len, shared.values()))
    found = [p for p in shared if len(shared[p]) == most]
    slips = {
        p: undone_into(q, shared[p], context.most_decimals(q.unit))
        for p in found if (q := context.report.quantity(p))
    }  # fmt: skip
    path = min(found, key=lambda p: rank(s.kind) if (s := slips.get(p)) else _UNNAMED)
    figure = context.figure(path)
    if figure is None or figure.first.quantity is None:
        return None
    quantity, repair = figure.first.quantity, slips.get(path)
    if repair:
        right = repair.shown
    else:
        tightest = min(shared[path], key=lambda i: i.half_width)
        value = Decimal(tightest.nominal.numerator) / Decimal(tightest.nominal.denominator)
        right = f"{value / quantity.factor:.{max(quantity.decimals, 0)}f}{quantity.unit or ''}"
    return _Shared(
        path,
        f"{context.label(path)}{quantity}与{len(shared[path])}处数据对不上；若为{right}，各处都能对上",
        right, str(quantity),
        sum(path in f.outcome.repairs for f in group if f.spec.group in EQUALITIES and f.spec.slug not in BOUNDS),
    )  # fmt: skip


def _effect(context: Context, ordered: list[Failing], theme: Theme | None) -> str:
    """What follows: for total and grade from a disputed score, and what the checks say."""
    parts = [_on_grade(context, ordered), *(f.outcome.effect for f in ordered)]
    parts.append(theme.effect if theme else "")
    return nested("；".join(dict.fromkeys(p for p in parts if p)))


def _on_grade(context: Context, ordered: list[Failing]) -> str:
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
