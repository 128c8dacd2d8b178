"""What the comparisons would say if some figures were printed otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extractor.checks.context import Context
from extractor.checks.evaluate import BOUNDS, EQUALITIES, outcomes_of
from extractor.checks.outcome import FITS, Outcome
from extractor.checks.registry import CheckSpec, catalogue
from extractor.model import Fact

Key = tuple[str, str, tuple[str, ...]]
"""An application of a check: slug, list entry, facts."""
_SENSE = {"exec.over_100", "three_public.over_budget"}
"""Checks beyond the comparisons that tell whether amounts can be meant so."""
State = Literal["good", "broken", "bad"]
"""It holds; it is an identity that fails; it is another error."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change of figures does.

    `repaired` are the identities that it makes hold, with their arithmetic then; `relieved` are
    they and whatever else no longer fails. `clean` says that no identity on the changed figures
    fails any more, and no other one fails because of it; a trial ends with the first that does.
    """

    repaired: dict[Key, str]
    relieved: frozenset[Key]
    clean: bool


_IN_VAIN = Trial({}, frozenset(), clean=False)


def key(slug: str, outcome: Outcome) -> Key:
    """What tells one application of a check from all others of a report."""
    return slug, outcome.item, outcome.facts


def tried(context: Context, changes: Mapping[str, Decimal]) -> Trial:
    """Check the report as if the figures at some paths had other values (in their base units).

    Every mention changes, and whatever else was read from the same printed words. Only
    comparisons that rest on a changed figure run again: a trial costs a fraction of a check.
    """
    facts = _changed(context, changes)
    ids = {f.id for f in facts}
    specs = _resting_on(context, ids)
    before = _states(specs, context)
    then = _context_with(context, facts)
    broken = {k for k, (state, _) in before.items() if state == "broken"}
    after: dict[Key, tuple[State, str]] = {}
    for spec in specs:
        states = _states([spec], then)
        if any(_is_worse(k, state, before, ids) for k, (state, _) in states.items()):
            return _IN_VAIN
        after |= states
    repaired = {
        k: after[k][1] for k in broken if k in after and after[k][0] == "good" and k[0] not in BOUNDS
    }  # fmt: skip
    wanted = {k for k in broken if k[0] not in BOUNDS | _SENSE and ids & set(k[2])}
    relieved = frozenset(k for k in broken if k not in after or after[k][0] == "good")
    return Trial(repaired, relieved, clean=wanted <= set(repaired))


def _is_worse(
    one: Key, state: State, before: Mapping[Key, tuple[State, str]], changed: set[str]
) -> bool:
    """Whether an identity fails on a changed figure or because of it, or another error appears."""
    was = before[one][0] if one in before else None
    if state == "broken":
        return was != "broken" or bool(changed & set(one[2]))
    return state == "bad" and was == "good"


def _resting_on(context: Context, ids: set[str]) -> list[CheckSpec]:
    """The comparisons of which some application uses one of these facts."""
    if "uses" not in context.memo:
        context.memo["uses"] = [
            (spec, {i for o in outcomes_of(spec, context) for i in o.facts})
            for spec in catalogue() if spec.group in EQUALITIES or spec.slug in _SENSE
        ]  # fmt: skip
    uses: list[tuple[CheckSpec, set[str]]] = context.memo["uses"]
    return [spec for spec, used in uses if used & ids]


def _states(specs: list[CheckSpec], context: Context) -> dict[Key, tuple[State, str]]:
    """Every application of some checks that decided something: how it came out, its arithmetic."""
    found: dict[Key, tuple[State, str]] = {}
    for spec in specs:
        for one in outcomes_of(spec, context):
            state = _state(spec, one)
            own = key(spec.slug, one)
            if state and (own not in found or found[own][0] == "good"):
                found[own] = state, one.arithmetic
    return found


def _state(spec: CheckSpec, one: Outcome) -> State | None:
    if one.status in FITS:
        return "good"
    if one.status != "fails":
        return None
    if one.repairs:
        return "broken"
    return "bad" if (one.severity or spec.severity) == "error" else None


def _changed(context: Context, changes: Mapping[str, Decimal]) -> tuple[Fact, ...]:
    """The facts that read otherwise then."""
    spans: dict[tuple[int, int], Decimal] = {}
    for path, base in changes.items():
        figure = context.figure(path)
        spans |= {(f.start, f.end): base for f in figure.mentions} if figure else {}
    return tuple(
        _with(f, spans.get((f.start, f.end), changes.get(f.path, Decimal(0))))
        for f in context.report.facts if f.path in changes or (f.start, f.end) in spans
    )  # fmt: skip


def _with(fact: Fact, base: Decimal) -> Fact:
    """A fact of another value, printed to as many places as that needs."""
    quantity = fact.quantity
    if quantity is None:
        return fact
    value = base / quantity.factor
    exponent = value.normalize().as_tuple().exponent
    places = max(quantity.decimals, -exponent if isinstance(exponent, int) else 0)
    return replace(fact, value=replace(quantity, value=value, decimals=places))


def _context_with(context: Context, changed: tuple[Fact, ...]) -> Context:
    return Context(context.report.reading(changed), context.profile, context.companions, trial=True)
