"""Group L: a report against the forms of other files that belong to it."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.against_form import agreement, compared
from extractor.checks.causes import slip
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.library.matching import similarity
from extractor.model import Cause, Fact, Figure, Item, Report

_SAME_NAME = 0.75
_OF_PROJECT = {"budget": "budget.adjusted.total", "initial": "budget.initial.total",
               "executed": "budget.executed.total"}  # fmt: skip
"""Field of a listed project → path in the form of that project."""


@check("xdoc.form_vs_report")
def form_vs_report(context: Context) -> Iterator[Outcome]:
    """Every figure that the report and a form of its unit both print is the same in both."""
    for companion in context.beside("form"):
        name, form = companion.name, companion.report
        matched = _project_of(context.report, form)
        pairs = list(_of_project(matched, form) if matched else _of_unit(context.report, form))
        agreeing = 0
        for mine, theirs, item in pairs:
            outcome = _compare(context, mine, theirs, name, item)
            if outcome is None:
                agreeing += 1
            else:
                yield outcome
        if agreeing:
            yield Outcome("holds", f"与{name}共有的{agreeing}个数一致")


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
