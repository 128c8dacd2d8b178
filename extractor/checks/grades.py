"""Group D: the grade, and what it hangs on."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.context import Context, exact
from extractor.checks.judge import judged, readings
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check


@check("grade.matches_total")
def grade_matches_total(context: Context) -> Iterator[Outcome]:
    """The grade is the one of the total's band."""
    yield from _of_projects(context)
    total, grade = context.quantity("evaluation.total_score"), context.figure("evaluation.grade")
    if total is None or grade is None:
        return
    printed, wanted = grade.first.text, context.profile.grade(total.value)
    facts = context.ids("evaluation.total_score", "evaluation.grade")
    line = f"{total.value:f}分对应“{wanted}”，印“{printed}”"
    if printed == wanted:
        yield Outcome("holds", line, facts)
    else:
        yield Outcome(
            "fails", line, facts, message=f"总分{total.value:f}分按{context.profile.title}应为“{wanted}”，印为“{printed}”",
            expected=wanted, reported=printed,
        )  # fmt: skip


def _of_projects(context: Context) -> Iterator[Outcome]:
    """The grade of each project whose own score is printed."""
    for item in context.report.projects:
        score, grade = exact(item.quantity("score")), item["grade"]
        if score is None or grade is None:
            continue
        printed, wanted = grade.first.text, context.profile.grade(score.value)
        facts = context.item_ids(item, "name", "score", "grade")
        line = f"“{item.name}”{score.value:f}分对应“{wanted}”，印“{printed}”"
        if printed == wanted:
            yield Outcome("holds", line, facts, item.path)
        else:
            yield Outcome(
                "fails", line, facts, item.path, expected=wanted, reported=printed,
                message=f"“{item.name}”得分{score.value:f}分按{context.profile.title}应为“{wanted}”，印为“{printed}”",
            )  # fmt: skip


@check("grade.boundary_sensitivity")
def boundary_sensitivity(context: Context) -> Iterator[Outcome]:
    """Would the grade change if a disputed score were read by the rules?"""
    total = context.quantity("evaluation.total_score")
    if total is None or context.figure("evaluation.grade") is None:
        return
    now = context.profile.grade(total.value)
    tested = False
    for entry in judged(context):
        if entry.met is not False or not entry.score or not entry.weight or entry.score.value != entry.weight.value:
            continue
        tested = True
        shown = []
        changed = False
        for name, points in readings(context, entry):
            other = total.value - entry.score.value + points
            grade = context.profile.grade(other)
            changed |= grade != now
            shown.append(f"{points:f}分（{name}）→总分{other:f}、{grade}")
        facts = (*context.item_ids(entry.item, "score"), *context.ids("evaluation.total_score", "evaluation.grade"))
        line = "；".join(shown)
        if changed:
            yield Outcome(
                "fails", line, facts, entry.item.path,
                message=f"“{entry.name}”的得分决定等级：按规则重算，等级由“{now}”下降",
            )  # fmt: skip
        else:
            yield Outcome("holds", line, facts, entry.item.path)
    if not tested and context.report.indicators:
        yield Outcome("holds", "没有有争议的得分")


@check("grade.just_over_line")
def just_over_line(context: Context) -> Iterator[Outcome]:
    """The total lies less than one point above a grade line; worth knowing only."""
    total = context.quantity("evaluation.total_score")
    if total is None:
        return
    lines = [b.lowest for b in context.profile.grade_bands if b.lowest > 0]
    near = next((x for x in lines if 0 <= total.value - x < 1), None)
    facts = context.ids("evaluation.total_score")
    if near is not None:
        yield Outcome("note", f"{total.value:f}-{near:f}={total.value - near:f}", facts, reason="总分紧贴等级线")
    else:
        yield Outcome("holds", f"{total.value:f}", facts)


