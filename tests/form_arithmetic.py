"""Plain arithmetic over the expected facts of a form: which identities break.

Written apart from the checks of the package, so that the samples do not lean on them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

SOURCES = ("fiscal_appropriation", "general_public_budget", "government_funds", "special_account_funds",
           "carry_over_funds", "other_funds", "central_funds", "local_funds")  # fmt: skip
MEASURES = ("last_year", "initial", "adjusted", "executed")
FULL = Decimal(100)


class Facts:
    """The expected facts of one report by path; a path printed twice has two values."""

    def __init__(self, facts: list[dict[str, Any]]) -> None:
        self.all: dict[str, list[dict[str, Any]]] = {}
        self.activities = [fact for fact in facts if "activity" in fact]
        for fact in facts:
            if "path" in fact:
                self.all.setdefault(fact["path"], []).append(fact)

    def get(self, path: str) -> Decimal | None:
        """The figure at a path, as it is printed last (the form stands after the text)."""
        fact = self.all.get(path, [{}])[-1]
        return Decimal(fact["value"]) if "value" in fact else None

    def comparator(self, path: str) -> str | None:
        """The comparator of a figure."""
        return self.all.get(path, [{}])[-1].get("comparator")

    def indicators(self) -> range:
        """The numbers of the indicators."""
        return range(
            1,
            1
            + sum(path.endswith("].name") and path.startswith("indicators[") for path in self.all),
        )


def step(value: Decimal) -> Decimal:
    """The last printed place."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def rounded(value: Decimal, like: Decimal) -> Decimal:
    """A value rounded half up to the printed place of another, but at least two (4 is 4.00)."""
    return value.quantize(min(step(like), Decimal("0.01")), ROUND_HALF_UP)


def adds_up(total: Decimal | None, parts: list[Decimal]) -> bool:
    """Whether a total agrees with its parts within their printed places."""
    if total is None or len(parts) < 2:
        return True
    return abs(total - sum(parts)) <= (step(total) + sum(step(p) for p in parts)) / 2


def _present(facts: Facts, paths: list[str]) -> list[Decimal]:
    return [value for path in paths if (value := facts.get(path)) is not None]


def broken(report: dict[str, Any]) -> set[str]:
    """Slugs of the identities that the facts of a report break."""
    facts = Facts(report["facts"])
    return {
        *_sums(facts), *_rates(facts), *_scores(facts), *_indicators(facts), *_repeated(facts)
    }  # fmt: skip


def _sums(facts: Facts) -> Iterator[str]:
    for measure in MEASURES:
        head = f"budget.{measure}"
        total = facts.get(f"{head}.total")
        sources = _present(facts, [f"{head}.{s}" for s in SOURCES])
        nature = _present(facts, [f"{head}.basic", f"{head}.project"])
        if total == 0 and sum(sources) > 0:
            yield "sum.total_row_blank"
        if not adds_up(total, sources):
            yield "sum.funds_by_source"
        if total is not None and not adds_up(total, nature):
            yield f"sum.{measure}.basic_project"
        if len(sources) > 1 and len(nature) > 1 and not adds_up(sum(sources, Decimal(0)), nature):
            yield "sum.source_equals_nature"
        cars = _present(facts, [f"{head}.vehicle_purchase", f"{head}.vehicle_running"])
        parts = _present(
            facts, [f"{head}.{p}" for p in ("vehicle", "overseas_trips", "official_reception")]
        )
        if not (
            adds_up(facts.get(f"{head}.vehicle"), cars)
            and adds_up(facts.get(f"{head}.three_public"), parts)
        ):
            yield "sum.three_public"


def _rates(facts: Facts) -> Iterator[str]:
    pairs = [
        (path, "executed." + path.rpartition(".")[2], "adjusted." + path.rpartition(".")[2])
        for path in facts.all if path.startswith("budget.execution_rate.")
    ]  # fmt: skip
    for path, part, whole in pairs:
        rate, executed, adjusted = (
            facts.get(p) for p in (path, f"budget.{part}", f"budget.{whole}")
        )
        if (
            rate is not None
            and executed is not None
            and adjusted
            and rate != rounded(executed * FULL / adjusted, rate)
        ):
            yield "rate.execution_total" if path.endswith("total") else path
    rate, staff, posts = (
        facts.get(f"staffing.{p}") for p in ("control_rate", "actual.in_post", "establishment.total")
    )
    if rate is not None and staff and posts and rate != rounded(staff * FULL / posts, rate):
        yield "rate.staff_control"


def _execution(facts: Facts) -> Decimal | None:
    """The execution score before rounding: by the amounts of the total row."""
    weight = facts.get("evaluation.execution_weight")
    executed, adjusted = facts.get("budget.executed.total"), facts.get("budget.adjusted.total")
    if weight is None or executed is None or not adjusted:
        return None
    return weight * executed / adjusted


def _scores(facts: Facts) -> Iterator[str]:
    score, exact = facts.get("evaluation.execution_score"), _execution(facts)
    if score is not None and exact is not None and score != rounded(exact, score):
        yield "score.execution_formula"
    numbers = facts.indicators()
    weights = _present(facts, [f"indicators[{i}].weight" for i in numbers])
    if not weights:
        return
    if sum(weights) + (facts.get("evaluation.execution_weight") or 0) != FULL:
        yield "weight.sum"
    if facts.get("evaluation.total_weight") not in {None, FULL}:
        yield "weight.sum"
    points = _present(facts, [f"indicators[{i}].score" for i in numbers])
    total = facts.get("evaluation.total_score")
    if (
        total is not None
        and total != sum(points) + (score or 0)
        and total != _once_rounded(facts, total)
    ):
        yield "score.total_sum"


def _once_rounded(facts: Facts, total: Decimal) -> Decimal:
    """The total from unrounded scores, rounded once."""
    value = _execution(facts) or Decimal(0)
    for i in facts.indicators():
        share, weight = proportion(facts, i), facts.get(f"indicators[{i}].weight")
        score = facts.get(f"indicators[{i}].score") or Decimal(0)
        exact = weight * share if share is not None and weight else score
        value += exact if rounded(exact, score) == score else score
    return rounded(value, total)


def proportion(facts: Facts, i: int) -> Decimal | None:
    """What share of its points an indicator earns; None for a qualitative one."""
    target, actual = (facts.get(f"indicators[{i}].{field}") for field in ("target", "actual"))
    if target is None or actual is None or not target:
        return None
    lower = facts.comparator(f"indicators[{i}].target") in {"<=", "<"}
    return min(target / actual if lower else actual / target, Decimal(1))


def _indicators(facts: Facts) -> Iterator[str]:
    for i in facts.indicators():
        score, weight = (facts.get(f"indicators[{i}].{field}") for field in ("score", "weight"))
        reason = f"indicators[{i}].deviation_reason" in facts.all
        if score is None or weight is None:
            continue
        if score < weight and not reason:
            yield "ind.reason_missing"
        share = proportion(facts, i)
        if share is None or score == rounded(weight * share, score):
            continue
        if share == 1:
            yield "ind.score_below_expected"
        else:
            yield "ind.full_score_despite_miss" if score == weight else "ind.score_proportional"


def _repeated(facts: Facts) -> Iterator[str]:
    for found in facts.all.values():
        if len({f["value"] for f in found if "value" in f}) > 1:
            yield "same.narrative_vs_table"
    for i in facts.indicators():
        name = facts.all[f"indicators[{i}].name"][0]["text"]
        for activity in facts.activities:
            letters = iter(name)
            shortened = all(letter in letters for letter in activity["activity"])
            if shortened and Decimal(activity["value"]) != facts.get(f"indicators[{i}].actual"):
                yield "same.indicator_vs_narrative"


def repaired(report: dict[str, Any]) -> dict[str, Any]:
    """The report with the right figures in place of the planted ones and of what follows them."""
    mended = copy.deepcopy(report)
    for fault in mended["discrepancies"]:
        paths, numbers = fault["paths"], fault["numbers"]
        right = fault.get("follows", {}) | dict(zip(paths, numbers[1::2], strict=True))
        printed = dict(zip(paths, numbers[::2], strict=True))
        for fact in mended["facts"]:
            path = fact.get("path")
            if path in right and printed.get(path, fact["value"]) == fact["value"]:
                fact["value"] = right[path]
    return mended
