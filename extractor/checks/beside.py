"""One figure of the report beside the same figure of its companions, versions included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extractor.checks.against_form import agreement
from extractor.checks.causes import slip
from extractor.checks.context import Companion, Context, Role, exact
from extractor.checks.outcome import FITS, Outcome
from extractor.model import Cause, Fact, Quantity, Report

ROLE_WORDS: dict[Role, str] = {
    "form": "自评表", "previous_year": "上年报告", "final_accounts": "决算", "child": "下属单位",
    "monitoring": "年中监控表",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theirs:
    """What one companion prints for a matter."""

    companion: Companion
    quantity: Quantity
    fact: Fact

    def __str__(self) -> str:
        """File, place and figure, for people."""
        place = self.fact.places[0].ref if self.fact.places else ""
        return f"{self.companion.name}（{place}）{self.quantity}" if place else f"{self.companion.name}{self.quantity}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the versions of a companion judge one figure."""

    status: str
    theirs: Theirs


def printed(context: Context, role: Role, path: str) -> list[Theirs]:
    """The exact figure at a path in each companion of a role that prints one."""
    return told_by(context, role, lambda report: at(report, path))


def told_by(
    context: Context, role: Role, find: Callable[[Report], tuple[Quantity, Fact] | None]
) -> list[Theirs]:
    """What each companion of a role that prints the matter says."""
    found = []
    for companion in context.beside(role):
        told = find(companion.report)
        if told is not None:
            found.append(Theirs(companion, *told))
    return found


def at(report: Report, path: str) -> tuple[Quantity, Fact] | None:
    """The agreed, exact figure at a path with its most precise mention."""
    figure = report.get(path)
    quantity = exact(figure.quantity) if figure else None
    return (quantity, figure.precise) if figure and quantity else None


def verdict(mine: Quantity, theirs: list[Theirs]) -> Verdict | None:
    """Whether the companions print the report's figure; None if none prints a comparable one.

    One version that agrees is enough to hold. Versions that contradict the report and each
    other are undetermined: nobody knows which was handed in.
    """
    known = [t for t in theirs if t.quantity.dimension == mine.dimension]
    if not known:
        return None
    judged = [(agreement(mine, t.quantity), t) for t in known]
    for wanted in ("holds", "rounding"):
        for status, one in judged:
            if status == wanted:
                return Verdict(wanted, one)
    first = known[0]
    split = any(agreement(first.quantity, t.quantity) == "fails" for t in known[1:])
    return Verdict("undetermined" if split else "fails", first)


def compare(
    context: Context, fact: Fact, mine: Quantity, theirs: list[Theirs], role: Role, *,
    label: str = "", item: str = "", doubt: str = "",
) -> Outcome | None:  # fmt: skip
    """The outcome of one figure against its companions; `doubt` keeps a failure undetermined."""
    found = verdict(mine, theirs)
    if found is None:
        return None
    other, word = found.theirs, ROLE_WORDS[role]
    label = label or context.label(fact.path)
    line = f"{label}{mine}，{word}{other}"
    if found.status in FITS:
        status = "holds" if found.status == "holds" else "rounding"
        return Outcome(status, line, (fact.id,), item)  # type: ignore[arg-type]
    if found.status == "undetermined":
        return Outcome("undetermined", line, (fact.id,), item, reason=f"{word}有几个版本，数字不同")
    if doubt:
        return Outcome("undetermined", line, (fact.id,), item, reason=doubt)
    named = slip(mine.value, other.quantity.value) if mine.factor == other.quantity.factor else None
    return Outcome(
        "fails", line, (fact.id,), item,
        message=f"{label}本报告为{mine}，{word}{other}",
        expected=str(other.quantity), reported=str(mine),
        causes=(Cause(named[0], f"{other.quantity}与{mine}：{named[1]}"),) if named else (),
    )  # fmt: skip


def or_silent(context: Context, role: Role, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """The outcomes; where there is a companion and nothing to compare, a word that says so."""
    companions = context.beside(role)
    if not companions:
        return
    some = False
    for one in outcomes:
        some = True
        yield one
    if not some:
        yield Outcome("not_applicable", reason=f"{ROLE_WORDS[role]}（{companions[0].name}）里没有可比的数")
