"""Running text against the form that belongs to it: the same matter, the same figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.checks.accounts import listed_accounts
from extractor.checks.causes import slip
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.statements import amounts_of_unfilled
from extractor.checks.told_accounts import told_accounts
from extractor.intervals import Interval, cut_off
from extractor.model import Cause, Fact, Figure, Quantity

_COMPARED = ("budget.", "evaluation.", "staffing.", "indicators[")
_LEFT_OUT = (".target", ".initial_target")
"""A target may be rounded in prose; its actual value and score must not be."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure as the text prints it and as the form does."""

    text: Fact
    form: Fact


def in_table(fact: Fact) -> bool:
    """Whether a fact was read from a table."""
    return fact.pattern.startswith("table.")


def apart(figure: Figure) -> tuple[list[Fact], list[Fact]]:
    """The mentions in running text and those in tables."""
    told = [f for f in figure.mentions if not in_table(f)]
    return told, [f for f in figure.mentions if in_table(f)]


def differs_only_from_table(figure: Figure) -> bool:
    """Whether text and tables agree each with itself, but not with one another."""
    told, tabled = apart(figure)
    return bool(told and tabled) and not figure.agrees and all(
        len({f.quantity.base for f in part if f.quantity}) == 1 for part in (told, tabled)
    )


def agreement(one: Quantity, other: Quantity) -> str:
    """`holds`, `rounding` or `fails` for two prints of one figure, to the coarser place."""
    if one.base == other.base:
        return "holds"
    fine, coarse = sorted((one, other), key=lambda q: q.half_unit)
    if abs(one.base - other.base) <= coarse.half_unit:
        return "holds"
    cut = cut_off(fine.base / coarse.factor, max(coarse.decimals, 0))
    return "rounding" if cut == coarse.value else "fails"


def compared(path: str) -> bool:
    """Whether a figure must be the same in a report and its form."""
    return path.startswith(_COMPARED) and not path.endswith(_LEFT_OUT)


def pairs(figures: Sequence[Figure]) -> Iterator[Pair]:
    """The figures that both print, exact on both sides."""
    for figure in figures:
        if len(figure.mentions) < 2 or not compared(figure.path):
            continue
        told, tabled = apart(figure)
        if told and tabled and exact(told[0].quantity) and exact(tabled[0].quantity):
            yield Pair(told[0], tabled[0])


@check("same.narrative_vs_table")
def narrative_vs_table(context: Context) -> Iterator[Outcome]:
    """Each figure that text and form both print is the same in both.

    An amount of a matter whose table is blank, and an account listed whose row is, are not; the
    outturn of an account that the text goes through is that of its row.
    """
    yield from amounts_of_unfilled(context)
    yield from listed_accounts(context)
    yield from told_accounts(context)
    agreeing: list[str] = []
    facts: list[str] = []
    for pair in pairs(list(context.report.figures.values())):
        told, form = pair.text.quantity, pair.form.quantity
        if told is None or form is None or told.dimension != form.dimension:
            continue
        status = agreement(told, form)
        if status == "fails":
            yield contradiction(context, pair, told, form)
        else:
            agreeing.append(f"{context.label(pair.text.path)}{told}")
            facts += [pair.text.id, pair.form.id]
    if agreeing:
        yield Outcome("holds", f"{'、'.join(agreeing[:8])}等{len(agreeing)}项正文与附表一致", tuple(facts))


def contradiction(context: Context, pair: Pair, told: Quantity, form: Quantity) -> Outcome:
    """The finding that text and form print two figures for one matter."""
    named = ""
    if pair.text.item and pair.form.item and pair.text.item != pair.form.item:
        named = f"（正文称“{pair.text.item}”，附表称“{pair.form.item}”）"
    word = slip(told.value, form.value) if told.factor == form.factor else None
    right = _supported(context, pair, told, form)
    causes = [Cause(word[0], f"{form}与{told}：{word[1]}")] if word else []
    if right is not None:
        causes.insert(0, Cause("supported", f"{right}与其他数据相符"))
    head = pair.text.path.partition(".")[0]
    return Outcome(
        "fails", f"正文{told}，附表{form}", (pair.text.id, pair.form.id),
        item=head if "[" in head else "",
        message=f"{context.label(pair.text.path)}正文为{told}，附表为{form}{named}",
        expected=str(right or ""), reported=f"正文{told}，附表{form}", causes=tuple(causes),
    )  # fmt: skip


def _supported(context: Context, pair: Pair, told: Quantity, form: Quantity) -> Quantity | None:
    """Which of two figures the rest of the report supports: its parts, or the printed rate."""
    _, _, rest = pair.text.path.partition(".")
    measure, _, subject = rest.partition(".")
    parts = [context.quantity(f"budget.{measure}.{p}") for p in ("basic", "project")]
    wanted: list[Interval] = []
    if subject == "total" and parts[0] and parts[1]:
        wanted.append(context.interval(parts[0]) + context.interval(parts[1]))
    rate, base = (context.quantity(f"budget.{m}.{subject}") for m in ("execution_rate", "adjusted"))
    if measure == "executed" and rate and base:
        wanted.append(context.interval(rate) * context.interval(base) / Interval.exact(100))
    for interval in wanted:
        fits = [q for q in (told, form) if interval.overlaps(context.interval(q))]
        if len(fits) == 1:
            return fits[0]
    return None
