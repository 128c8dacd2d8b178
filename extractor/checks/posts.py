"""Group A on people: the kinds of posts, and the staff by standing or by kind of post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from extractor.checks.compare import Term, compare_sum
from extractor.checks.context import Context
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check

_INNER_POSTS = {"worker", "worker_institution", "administrative_institution",
                "retired", "veteran_retired", "retired_all", "contract"}  # fmt: skip
"""Kinds that may be counted inside others (工勤 in 行政编制, 退休 in 离退休), or beside the total."""
_KINDS_OF_POSTS = ("administrative", "administrative_institution", "institution", "worker_institution",
                   "worker", "political_legal")  # fmt: skip


@check("sum.establishment_parts")
def establishment(context: Context) -> Iterator[Outcome]:
    """Total posts = Σ kinds of posts."""
    yield from _people(context, "staffing.establishment", _KINDS_OF_POSTS, other_word="编制")


@check("sum.staff_actual_parts")
def staff(context: Context) -> Iterator[Outcome]:
    """Staff total = Σ kinds, by standing (在职 退休 …) or by kind of post (行政 事业)."""
    base = "staffing.actual"
    by_standing = ("in_post", "retired", "veteran_retired", "retired_all", "contract")
    by_post = ("administrative", "institution", "contract")
    if context.figure(f"{base}.total"):
        kinds = by_standing if context.figure(f"{base}.in_post") else by_post
        yield from _people(context, base, kinds, soft=True)
    yield from _people(context, base, ("retired", "veteran_retired"), head="retired_all", soft=True)
    total = context.quantity(f"{base}.in_post")
    if total and not context.figure(f"{base}.total"):
        yield from _people(context, base, ("administrative", "institution"), head="in_post", soft=True)


def _people(
    context: Context, base: str, kinds: tuple[str, ...], *, head: str = "total",
    other_word: str = "", soft: bool = False,
) -> Iterator[Outcome]:  # fmt: skip
    total = context.quantity(f"{base}.{head}")
    terms = [
        Term(f"{base}.{kind}", quantity)
        for kind in kinds
        if (quantity := context.quantity(f"{base}.{kind}"))
    ]
    if any(t.path.endswith(".retired_all") for t in terms):  # 离退休38人（离休0人、退休38人）
        terms = [t for t in terms if not t.path.endswith((".retired", ".veteran_retired"))]
    if total is None or len(terms) < 2:
        return
    whole = Term(f"{base}.{head}", total)
    outcome = compare_sum(context, whole, terms)
    if outcome.status == "fails" and (without := _without_inner(context, whole, outcome, terms)):
        yield without
        return
    more = other_word and any(other_word in a.text("label") for a in context.report.activities)
    short = total.base > sum(t.quantity.base for t in terms)
    if outcome.status == "fails" and (more or (soft and short)):
        yield Outcome(
            "undetermined", outcome.arithmetic, outcome.facts, reason="所列类别可能不是全部"
        )
        return
    yield outcome


def _without_inner(
    context: Context, total: Term, outcome: Outcome, terms: list[Term]
) -> Outcome | None:
    """What an excess is worth where some kinds are part of others (行政编制23名（含工勤编制3名）).

    Said in words, those kinds are left out of the sum; where only the figures fit, nothing is
    decided.
    """
    inner = [t for t in terms if t.path.rpartition(".")[2] in _INNER_POSTS]
    said = [t for t in inner if _said_inside(context, t)]
    rest = [t for t in terms if t not in said]
    if said:
        return compare_sum(context, total, rest) if len(rest) > 1 else None
    for count in range(1, len(inner) + 1):
        for chosen in combinations(inner, count):
            left = sum(t.quantity.base for t in terms if t not in chosen)
            if len(terms) > count and left == total.quantity.base:
                names = "、".join(context.label(t.path) for t in chosen)
                return Outcome(
                    "undetermined", outcome.arithmetic, outcome.facts,
                    reason=f"{names}可能已含在其他类别里，或不在总数之内，去掉后加得上总数",
                )  # fmt: skip
    return None


_OPENS = re.compile(r"[(][^()，、；。\n]{0,6}(?:含|包含|包括|其中)[^()，、；。\n]{0,10}$")
_CLOSES = re.compile(
    r"[)]?，?(?:已|均|全部)?(?:含|包含|包括|计入|列入|并入|统计)在?[^，。；\n]{0,10}(?:中|内|里|编制)"
)


def _said_inside(context: Context, term: Term) -> bool:
    """Whether the words around a figure say that it is part of another (含…, …含在…中)."""
    figure = context.figure(term.path)
    if figure is None:
        return False
    fact = figure.first
    before = context.folded[max(0, fact.start - 20) : fact.start]
    return bool(_OPENS.search(before) or _CLOSES.match(context.folded, fact.end))
