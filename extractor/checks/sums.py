"""Group A: sums and counts that need a decision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.compare import Term, compare_sum, perhaps_partial
from extractor.checks.context import Context, exact
from extractor.checks.outcome import FITS, Outcome
from extractor.checks.registry import check
from extractor.model import Cause, Fact, Figure, Item

_GROUPED = (("budget", "budget.adjusted.project"), ("executed", "budget.executed.project"),
            ("count", "projects.count"))  # fmt: skip
"""What a group of projects prints, and the figure that all groups make up."""


def _terms(context: Context, items: tuple[Item, ...], field: str) -> list[Term] | None:
    """Terms of one field over a list; None if some entry lacks it or it is not exact."""
    terms = []
    for item in items:
        quantity = exact(item.quantity(field))
        if quantity is None:
            return None
        terms.append(Term(f"{item.path}.{field}", quantity))
    return terms


def _project_list(context: Context, field: str, measure: str) -> Iterator[Outcome]:
    projects = context.report.projects
    total_path = next(
        (p for p in (f"budget.{measure}.project", f"budget.{measure}.total")
         if context.quantity(p) and (p.endswith("project") or context.report.kind ==
                                     "project_expenditure_self_evaluation")), None,
    )  # fmt: skip
    total = context.quantity(total_path) if total_path else None
    if not projects or total is None or total_path is None:
        return
    terms = _terms(context, projects, field)
    if terms is None:
        if any(p[field] for p in projects):
            yield Outcome("undetermined", reason="部分项目没有列出金额，不能求和")
        return
    if len(terms) < 2:
        return
    compare = compare_sum if _all_listed(context, field) else perhaps_partial
    yield compare(context, Term(total_path, total), terms)


def _all_listed(context: Context, field: str) -> bool:
    """Whether the list of projects leaves none out: as many as stated, or the other column adds up.

    A list that nothing measures may hold the main projects only.
    """
    stated = context.quantity("projects.count")
    listed = len(context.report.projects)
    if stated is not None:
        return int(stated.value) <= listed
    other, measure = ("budget", "adjusted") if field == "executed" else ("executed", "executed")
    return _column_adds_up(context, other, measure)


def _column_adds_up(context: Context, field: str, measure: str) -> bool:
    """Whether one column of the list makes up the stated total."""
    total = context.quantity(f"budget.{measure}.project")
    terms = _terms(context, context.report.projects, field)
    if not total or not terms:
        return False
    outcome = compare_sum(context, Term(f"budget.{measure}.project", total), terms)
    return outcome.status in FITS


@check("sum.projects.budget_list")
def project_budgets(context: Context) -> Iterator[Outcome]:
    """Σ listed project budgets = stated total."""
    yield from _project_list(context, "budget", "adjusted")


@check("sum.projects.executed_list")
def project_executed(context: Context) -> Iterator[Outcome]:
    """Σ listed project spending = stated total."""
    yield from _project_list(context, "executed", "executed")


@check("count.projects")
def project_count(context: Context) -> Iterator[Outcome]:
    """Stated number of projects = listed = Σ of groups.

    A list shorter than the stated number may show the main projects only; it contradicts
    when the listed spending already makes up the whole.
    """
    figure = context.figure("projects.count")
    listed = len(context.report.projects)
    if figure is None:
        return
    yield from _count_over_the_year(context, figure)
    counts = [g.quantity("count") for g in context.report.items("projects.groups")]
    groups = sum(int(q.value) for q in counts if q)
    stated = figure.quantity
    if stated is None:
        yield Outcome("undetermined", facts=figure.ids, reason="项目个数多处不一致")
        return
    line = f"写明{stated.value:f}个，列出{listed}个" + (f"，分组合计{groups}个" if groups else "")
    if groups and (groups > stated.value or (groups < stated.value and _groups_are_all(context))):
        yield _count_fails(figure, line, str(groups))
    if listed == 0:
        return
    if listed == stated.value:
        yield Outcome("holds", line, figure.ids)
    elif listed > stated.value or _list_is_complete(context):
        yield _count_fails(figure, line, str(listed))
    else:
        yield Outcome("undetermined", line, figure.ids, reason="可能只列出了主要项目")


def _count_over_the_year(context: Context, figure: Figure) -> Iterator[Outcome]:
    """Projects at the start of the year + added - cancelled = projects in all."""
    paths = ("projects.count", "projects.count_initial", "projects.count_added")
    total, initial, added = (context.quantity(p) for p in paths)
    gone = context.quantity("projects.count_cancelled")
    if total is None or initial is None or added is None:
        return
    right = initial.value + added.value - (gone.value if gone else 0)
    line = f"年初{initial.value:f}+年中增加{added.value:f}{f'-取消{gone.value:f}' if gone else ''}={right:f}，共{total.value:f}"
    facts = context.ids(*paths, "projects.count_cancelled")
    if right == total.value:
        yield Outcome("holds", line, facts)
        return
    cancelled = () if gone or right < total.value else (
        Cause("cancelled", f"可能年中取消或合并了{right - total.value:f}个项目而没有写明"),
    )
    yield Outcome(
        "fails", line, facts, message=f"项目共{total}，年初{initial}加年中增加{added}应为{right:f}个",
        expected=f"{right:f}个", reported=str(total), severity="warning", causes=cancelled,
    )  # fmt: skip


def _count_fails(figure: Figure, line: str, expected: str) -> Outcome:
    reported = str(figure.quantity)
    return Outcome(
        "fails", line, figure.ids, message=f"项目个数写明{reported}，清单为{expected}个",
        expected=f"{expected}个", reported=reported,
    )  # fmt: skip


def _list_is_complete(context: Context) -> bool:
    """Whether the listed budgets or spending make up the stated total."""
    return _column_adds_up(context, "executed", "executed") or _column_adds_up(context, "budget", "adjusted")


@check("sum.project_groups")
def project_groups(context: Context) -> Iterator[Outcome]:
    """Σ project groups = project totals, for budget and spending."""
    groups = context.report.items("projects.groups")
    if not groups:
        return
    for field, path in _GROUPED:
        total = context.quantity(path)
        terms = _terms(context, groups, field)
        if total and terms:
            outcome = compare_sum(context, Term(path, total), terms)
            if outcome.status == "fails" and not _groups_are_all(context, field):
                outcome = perhaps_partial(context, Term(path, total), terms)
            yield outcome


def _groups_are_all(context: Context, but: str = "count") -> bool:
    """Whether the groups of projects leave none out: their figures of another kind add up."""
    groups = context.report.items("projects.groups")
    for field, path in _GROUPED:
        total = context.quantity(path)
        terms = _terms(context, groups, field)
        if field != but and total and terms:
            outcome = compare_sum(context, Term(path, total), terms)
            if outcome.status in FITS:
                return True
    return False


@check("sum.part_not_exceed_whole")
def part_within_whole(context: Context) -> Iterator[Outcome]:
    """A part is never larger than its whole, spending of a project not larger than its budget."""
    for part_path, whole_path in _pairs(context):
        smaller, larger = context.quantity(part_path), context.quantity(whole_path)
        if smaller is None or larger is None:
            continue
        facts = context.ids(part_path, whole_path)
        if not context.interval(smaller).exceeds(context.interval(larger)):
            yield Outcome("holds", f"{smaller}≤{larger}", facts)
            continue
        in_list = part_path.startswith("projects[")
        yield Outcome(
            "fails", f"{smaller}>{larger}", facts, part_path.rsplit(".", 1)[0] if in_list else "",
            message=f"{context.label(part_path)}{smaller}大于{context.label(whole_path)}{larger}",
            expected=f"不超过{larger}", reported=str(smaller),
            severity="warning" if in_list else None,
            repairs={part_path: context.interval(larger), whole_path: context.interval(smaller)},
        )  # fmt: skip


def _pairs(context: Context) -> list[tuple[str, str]]:
    """Paths of parts and wholes."""
    pairs: list[tuple[str, str]] = []
    for measure in ("initial", "adjusted", "executed"):
        head = f"budget.{measure}"
        pairs += [(f"{head}.{p}", f"{head}.total") for p in ("basic", "project", "three_public")]
        pairs += [(f"{head}.{p}", f"{head}.basic") for p in ("personnel", "operating")]
    pairs += [("projects.key.budget", "budget.adjusted.project"),
              ("projects.key.executed", "budget.executed.project")]  # fmt: skip
    return pairs + [(f"{p.path}.executed", f"{p.path}.budget") for p in context.report.projects]


@check("count.enumeration")
def enumeration(context: Context) -> Iterator[Outcome]:
    """A stated number equals the number of the names listed after it (四办一所 = 4 + 1), or before it."""
    for path, figure in context.report.organization.items():
        if path.endswith(".names"):
            counts = _counts_before(context, figure.first)
            if counts:
                yield from _enumerated(counts, figure.first)
    for entry in context.report.items("listings"):
        count, names = entry["count"], entry["names"]
        if count is not None and names is not None:
            yield from _enumerated([count.first], names.first)


def _enumerated(counts: list[Fact], fact: Fact) -> Iterator[Outcome]:
    """Stated numbers against the names of one list."""
    names = fact.value if isinstance(fact.value, tuple) else ()
    if fact.quote.rstrip("”").endswith("等"):
        return
    stated = sum(int(c.quantity.value) for c in counts if c.quantity)
    said = "+".join(str(c.quantity.value) for c in counts if c.quantity)
    line = f"写明{said}{f'={stated}' if len(counts) > 1 else ''}个，列出{len(names)}个名称"
    facts = (*(c.id for c in counts), fact.id)
    if stated == len(names):
        yield Outcome("holds", line, facts)
        return
    after = fact.start < counts[0].start
    yield Outcome(
        "fails", line, facts,
        message=f"{counts[0].label}写明{stated}个，{'前面' if after else '随后'}列出{len(names)}个名称",
        expected=f"{len(names)}个", reported=f"{stated}个",
    )  # fmt: skip


def _counts_before(context: Context, names: Fact) -> list[Fact]:
    """The stated counts that an enumeration belongs to: the nearest, or all of 四办一所."""
    near = [
        f for f in context.report.facts
        if f.path.startswith("organization.") and f.path.endswith(".count")
        and names.start - 40 < f.start < names.start
    ]  # fmt: skip
    short = [f for f in near if f.pattern == "organization.short_form"]
    if short and short[-1] is near[-1]:
        return short
    return near[-1:]


@check("sum.three_public")
def three_public(context: Context) -> Iterator[Outcome]:
    """三公 total = overseas trips + vehicles (purchase and running) + receptions.

    An item that is not printed is not zero, unless the words say that there was none
    (未安排因公出国（境）费): otherwise a shortfall of the printed ones decides nothing.
    """
    sums: list[tuple[Term, list[Term], bool]] = []
    for measure in ("initial", "adjusted", "stated", "executed"):
        head = f"budget.{measure}"
        vehicle, split = f"{head}.vehicle", [f"{head}.vehicle_purchase", f"{head}.vehicle_running"]
        if (whole := context.quantity(vehicle)) and all(context.quantity(p) for p in split):
            yield compare_sum(
                context, Term(vehicle, whole), [_term(context, path) for path in split]
            )
        total = context.quantity(f"{head}.three_public")
        if total is None:
            continue
        paths = [f"{head}.overseas_trips", f"{head}.official_reception"]
        paths += [vehicle] if context.quantity(vehicle) else split
        terms = [_term(context, p) for p in paths if context.quantity(p)]
        if len(terms) < 2:
            continue
        missing = [p for p in paths if p not in {t.path for t in terms}]
        complete = all(_said_to_be_none(context, p) for p in missing) or _lists_zeros(terms)
        sums.append((Term(f"{head}.three_public", total), terms, complete))
    # items that make up the total of one measure are all there are in the others too
    full = [_subjects(terms) for whole_term, terms, _ in sums if _adds_up(whole_term, terms)]
    for whole_term, terms, complete in sums:
        if complete or _subjects(terms) in full:
            yield compare_sum(context, whole_term, terms)
        else:
            yield perhaps_partial(context, whole_term, terms)


def _lists_zeros(terms: list[Term]) -> bool:
    """Whether all three expenses are printed and one of them is 0: nothing is left out then."""
    known = {s.split("_")[0] for s in _subjects(terms)}
    return {"overseas", "official", "vehicle"} <= known and any(not t.quantity.value for t in terms)


def _subjects(terms: list[Term]) -> set[str]:
    return {t.path.rpartition(".")[2] for t in terms}


def _adds_up(whole: Term, terms: list[Term]) -> bool:
    return sum(t.quantity.base for t in terms) == whole.quantity.base


_NONE_WORDS = {
    "overseas_trips": "出国",
    "official_reception": "接待",
    "vehicle_purchase": "公务用车购置|购置公务用车|车辆购置",
    "vehicle_running": "运行",
    "vehicle": "公务用车",
}


def _said_to_be_none(context: Context, path: str) -> bool:
    """Whether the text says that there was no such expense."""
    words = _NONE_WORDS[path.rpartition(".")[2]]
    return bool(
        re.search(rf"(?:未安排|未发生|没有|无|未列支|未产生)[^。；]{{0,20}}(?:{words})", context.report.text)
    )


def _term(context: Context, path: str) -> Term:
    quantity = context.quantity(path)
    if quantity is None:
        raise LookupError(path)
    return Term(path, quantity)


@check("sum.score_parts")
def score_parts(context: Context) -> Iterator[Outcome]:
    """A level-1 sub-total of scores = Σ scores of its indicators."""
    for group in context.report.items("indicators.groups"):
        total = group.quantity("score")
        members = [
            i for i in context.report.indicators
            if group.name and group.name[:2] in (i.text("level1") or "--")
        ]  # fmt: skip
        terms = _terms(context, tuple(members), "score")
        if total and terms and len(terms) == len(members):
            yield compare_sum(context, Term(f"{group.path}.score", total), terms, item=group.path)
