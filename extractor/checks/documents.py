"""Group L: a report against the forms and accounts of other files that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.against_form import agreement, compared
from extractor.checks.beside import at, compare, or_silent, printed, told_by
from extractor.checks.causes import slip
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.library.matching import similarity
from extractor.model import Cause, Fact, Figure, Item, Quantity, Report
from extractor.text import fold

_SAME_NAME = 0.75
_SHOWN = 4
"""Differences named in a message; all stand in the arithmetic."""
_OF_PROJECT = {"budget": "budget.adjusted.total", "initial": "budget.initial.total",
               "executed": "budget.executed.total"}  # fmt: skip
"""Field of a listed project → path in the form of that project."""
_ACCOUNTS = ("budget.executed.", "staffing.actual.", "assets.")
_WIDER = re.compile(r"^budget\.executed\.(?:total|basic|project|personnel|operating)$")
"""Spending that the final accounts may state more widely, with funds of other sources."""
_HALF_YEAR = {"6", "7"}
_MONTHS = re.compile(r"(?:截至|截止|[1一]\s*[-—~至]+)[^。；\n]{0,8}?(\d{1,2})月")


@check("xdoc.form_vs_report")
def form_vs_report(context: Context) -> Iterator[Outcome]:
    """Every figure that the report and a form of its unit both print is the same in both."""
    for companion in context.beside("form"):
        name, form = companion.name, companion.report
        matched = _project_of(context.report, form)
        pairs = list(_of_project(matched, form) if matched else _of_unit(context.report, form))
        compared_ = [_compare(context, mine, theirs, name, item) for mine, theirs, item in pairs]
        differing = [outcome for outcome in compared_ if outcome]
        yield from (outcome for outcome in differing if outcome.item)
        yield from _together([outcome for outcome in differing if not outcome.item], name)
        if agreeing := len(compared_) - len(differing):
            yield Outcome("holds", f"与{name}共有的{agreeing}个数一致")


def _together(outcomes: list[Outcome], name: str) -> list[Outcome]:
    """The totals that a form prints otherwise as one finding: one slip moves rate and score too."""
    if len(outcomes) < 2:
        return outcomes
    shown = "；".join(outcome.message.replace(f"自评表{name}", "自评表") for outcome in outcomes[:_SHOWN])
    more = "等" if len(outcomes) > _SHOWN else ""
    return [Outcome(
        "fails", "；".join(outcome.arithmetic for outcome in outcomes),
        tuple(dict.fromkeys(i for outcome in outcomes for i in outcome.facts)),
        message=f"报告与自评表{name}有{len(outcomes)}处不一致：{shown}{more}",
        reported=outcomes[0].reported,
        causes=tuple(dict.fromkeys(c for outcome in outcomes for c in outcome.causes)),
    )]  # fmt: skip


def _project_of(report: Report, form: Report) -> Item | None:
    """The listed project that a project form speaks of: the only one of that name."""
    named = form.get("project.name")
    if named is None:
        return None
    near = [p for p in report.projects if similarity(p.name, named.first.text) >= _SAME_NAME]
    return near[0] if len(near) == 1 else None


def _of_project(item: Item, form: Report) -> Iterator[tuple[Figure, Figure, str]]:
    for field, path in _OF_PROJECT.items():
        mine, theirs = item[field], form.get(path)
        if mine and theirs:
            yield mine, theirs, item.path


def _of_unit(report: Report, form: Report) -> Iterator[tuple[Figure, Figure, str]]:
    for path, mine in report.figures.items():
        theirs = form.get(path)
        if theirs and "[" not in path and compared(path):
            yield mine, theirs, ""
    for item in report.indicators:
        rows = [r for r in form.indicators if similarity(item.name, r.name) >= _SAME_NAME]
        for field in ("actual", "weight", "score") if len(rows) == 1 else ():
            mine_, theirs = item[field], rows[0][field]
            if mine_ and theirs:
                yield mine_, theirs, item.path


def _compare(
    context: Context, mine: Figure, theirs: Figure, name: str, item: str
) -> Outcome | None:
    """The finding that two files print two figures for one matter; None if they agree."""
    told, form = exact(mine.quantity), exact(theirs.quantity)
    if told is None or form is None or told.dimension != form.dimension:
        return None
    if agreement(told, form) != "fails":
        return None
    word = slip(told.value, form.value) if told.factor == form.factor else None
    where = _where(theirs.first)
    return Outcome(
        "fails", f"报告{told}，{name}（{where}）{form}", (mine.first.id,), item,
        message=f"{context.label(mine.path)}报告为{told}，自评表{name}（{where}）为{form}",
        reported=f"报告{told}，自评表{form}",
        causes=(Cause(word[0], f"{form}与{told}：{word[1]}"),) if word else (),
    )  # fmt: skip


def _where(fact: Fact) -> str:
    return fact.places[0].ref if fact.places else ""


@check("xdoc.final_accounts")
def final_accounts(context: Context) -> Iterator[Outcome]:
    """Spending, staff and the three public expenses are those of the final accounts."""
    yield from or_silent(context, "final_accounts", _accounts(context))


def _accounts(context: Context) -> Iterator[Outcome]:
    for path, figure in context.report.figures.items():
        mine = context.quantity(path) if path.startswith(_ACCOUNTS) else None
        if mine is None:
            continue
        theirs = printed(context, "final_accounts", path)
        doubt = ""
        if theirs and _WIDER.match(path) and mine.base < theirs[0].quantity.base:
            word = slip(mine.value, theirs[0].quantity.value) if mine.factor == theirs[0].quantity.factor else None
            doubt = "" if word else "决算可能含自评未列的资金"
        outcome = compare(context, figure.first, mine, theirs, "final_accounts", doubt=doubt)
        if outcome:
            if path.startswith("staffing."):
                outcome.severity = "warning"  # the accounts may count retired or other staff
            yield outcome


@check("xdoc.monitoring_form")
def monitoring_form(context: Context) -> Iterator[Outcome]:
    """The mid-year values of the indicators are those of the monitoring form."""
    yield from or_silent(context, "monitoring", _monitored(context))


def _monitored(context: Context) -> Iterator[Outcome]:
    for item in context.report.indicators:
        figure, mine = item["midyear"], exact(item.quantity("midyear"))
        if figure is None or mine is None:
            continue
        name = context.named(item)
        theirs = [
            t for t in told_by(context, "monitoring", lambda r, n=name: _at_midyear(r, n))  # type: ignore[misc]
            if t.quantity.dimension == mine.dimension
        ]  # fmt: skip
        months = {m for t in theirs for m in _MONTHS.findall(fold(t.companion.report.text)[:2000])}
        doubt = "" if months <= _HALF_YEAR else "监控表不是年中的数"
        outcome = compare(
            context, figure.first, mine, theirs, "monitoring", label=f"“{name}”年中值", item=item.path,
            doubt=doubt,
        )  # fmt: skip
        if outcome:
            yield outcome


def _at_midyear(report: Report, name: str) -> tuple[Quantity, Fact] | None:
    same = [i for i in report.indicators if i.name == name]
    if len(same) != 1:
        return None
    return at(report, f"{same[0].path}.midyear") or at(report, f"{same[0].path}.actual")
