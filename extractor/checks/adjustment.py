"""Group F: how far the budget was changed within the year, and whether the report says why."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from extractor.checks.compare import Term, compare_sum, show
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.texts import (
    Span,
    facts_in,
    following,
    in_indicator,
    is_full_report,
    sentence_at,
    sentences,
)
from extractor.checks.told_budget import one_of_several, told_budgets
from extractor.intervals import in_percent
from extractor.library import wording

_NATURES = {"basic": "基本支出", "project": "项目支出"}
_CARRIED = ("budget.opening_carry_over.total", "budget.initial.opening_carry_over")
_FACTS = ("budget.adjustment_rate.total", "budget.adjustment.total", "budget.initial.total",
          "budget.adjusted.total")  # fmt: skip


def _change(context: Context, subject: str) -> Fraction | None:
    """Change of a budget within the year in % of the initial one, signed."""
    initial = context.quantity(f"budget.initial.{subject}")
    if initial is None or initial.base <= 0:
        return None
    adjusted = context.quantity(f"budget.adjusted.{subject}")
    change = context.quantity(f"budget.adjustment.{subject}")
    moved = adjusted.base - initial.base if adjusted else change.base if change else None
    return None if moved is None else in_percent(moved, initial.base)


def _rate(context: Context) -> Fraction | None:
    """The adjustment rate of the whole: from the amounts, else as printed."""
    computed = _change(context, "total")
    if computed is not None:
        return computed
    printed = context.quantity("budget.adjustment_rate.total")
    return Fraction(printed.value) if printed else None


def _signed(value: Fraction) -> str:
    return f"{'+' if value > 0 else ''}{show(value, 2)}%"


def _by_nature(context: Context) -> str:
    changes = {name: _change(context, subject) for subject, name in _NATURES.items()}
    return "、".join(f"{name}{_signed(c)}" for name, c in changes.items() if c is not None)


def cause_named(context: Context) -> bool:
    """Whether some sentence on the adjustment, or the one after it, names a cause."""
    if "adjustment_cause" not in context.memo:
        text, causes = context.folded, wording("adjustment_cause")
        looked: dict[Span, bool] = {}
        context.memo["adjustment_cause"] = any(
            looked.setdefault(span, not in_indicator(context, *span) and causes.hits(text, *following(context, span)))
            for start, _ in wording("adjustment").spans(text)
            if (span := sentence_at(context, start)) not in looked
        )  # fmt: skip
    return bool(context.memo["adjustment_cause"])


@check("adj.over_threshold")
def over_threshold(context: Context) -> Iterator[Outcome]:
    """A large change of the budget.

    With a cause in the report, or in a text that may have it elsewhere, it is only worth
    knowing.
    """
    rate, limit = _rate(context), context.profile.adjustment_threshold
    if rate is None:
        return
    shown, nature = show(abs(rate), 2), _by_nature(context)
    line = f"预算调整率{shown}%" + (f"（{nature}）" if nature else "")
    facts = context.ids(*_FACTS, "budget.initial.project", "budget.adjusted.project")
    if abs(rate) < limit:
        yield Outcome("holds", line, facts)
        return
    yield Outcome(
        "fails", line, facts, message=f"预算调整率{shown}%，超过关注线{limit:f}%" + ("（调减）" if rate < 0 else ""),
        severity="info" if cause_named(context) or not is_full_report(context) else None,
        effect=_effect(context, nature),
    )  # fmt: skip


def _effect(context: Context, nature: str) -> str:
    cap, total = context.profile.adjustment_score_cap, context.quantity("evaluation.total_score")
    parts = [nature.replace("、", "，")] if nature else []
    if total and total.value > cap and not cause_named(context):
        parts.append(f"按{context.profile.title}，没有说明原因的总分不得超过{cap:f}分")
    return "；".join(parts)


@check("adj.reason_missing")
def reason_missing(context: Context) -> Iterator[Outcome]:
    """An adjustment beyond the profile's line without a cause.

    Below the general threshold (a region may ask for a reason for every change) it is a
    remark. A text that is no complete report may have its reason elsewhere.
    """
    rate, limit = _rate(context), context.profile.adjustment_reason_above
    if rate is None:
        return
    facts = context.ids(*_FACTS)
    line = f"预算调整率{show(abs(rate), 2)}%"
    if not rate or abs(rate) < limit:
        yield Outcome("holds", line, facts, reason=f"低于{limit:f}%，不要求说明" if rate else "没有调整")
    elif cause_named(context):
        yield Outcome("holds", line, facts, reason="写明了调整原因")
    elif not is_full_report(context):
        yield Outcome("undetermined", line, facts, reason="不是完整的整体支出报告，原因可能写在别处")
    else:
        yield Outcome(
            "fails", line, (*facts, *_statement(context)), message="只写了调整金额，没有写明调整的具体原因",
            severity="info" if abs(rate) < context.profile.adjustment_threshold else None,
        )  # fmt: skip


def _statement(context: Context) -> tuple[str, ...]:
    """Facts of the sentences that speak of the adjustment without saying why."""
    text, words = context.folded, wording("adjustment")
    for span in sentences(context):
        if words.hits(text, *span) and not in_indicator(context, *span):
            return facts_in(context, *span, limit=2)
    return ()


@check("adj.project_bound")
def project_bound(context: Context) -> Iterator[Outcome]:
    """A project larger than all initial project spending was added within the year."""
    initial = context.quantity("budget.initial.project")
    budgets = [(p, q) for p in context.report.projects if (q := exact(p.quantity("budget")))]
    if initial is None or not budgets:
        return
    larger = [(p, q) for p, q in budgets if q.base > initial.base]
    if not larger:
        yield Outcome("holds", f"各项目预算均不超过项目支出年初预算{initial}")
        return
    line = "、".join(f"{q.value:f}" for _, q in larger) + f">{initial.value:f}"
    names = "、".join(f"“{p.name}”{q}" for p, q in larger)
    yield Outcome(
        "note", line,
        (*context.ids("budget.initial.project"), *(i for p, _ in larger for i in context.item_ids(p, "budget"))),
        message=f"{names}大于项目支出年初预算总额{initial}，是年中安排的",
        reason="单个项目的预算大于项目支出年初预算总额",
        effect=f"{len(larger)}个项目各自大于年初项目预算总额{initial}",
    )  # fmt: skip


@check("sum.adjusted.initial_delta")
def initial_and_delta(context: Context) -> Iterator[Outcome]:
    """Budget of the year = initial budget ± changes within the year.

    What was carried over may stand inside one of them or beside them, what the treasury took
    back may have been cut from the budget: nothing is said if one reading fits.
    """
    told = list(told_budgets(context))
    yield from (outcome for _, outcome in told)
    head, initial = _term(context, "budget.adjusted.total"), _term(context, "budget.initial.total")
    if head is None or initial is None:
        return
    figure = context.figure(head.path)
    if figure and {f.start for f in figure.mentions} & {start for start, _ in told}:
        return
    carried = [t for path in _CARRIED if (t := _term(context, path))][:1]
    back = _term(context, "budget.recovered.total", -1)
    for terms in _deltas(context):
        parts = [initial, *terms]
        outcome = compare_sum(context, head, parts)
        if outcome.status == "fails" and carried:
            beside = compare_sum(context, head, [*parts, *carried])
            if beside.status != "fails" or _stands_alone(context, carried[0]):
                outcome = beside
        if outcome.status == "fails" and back is not None:
            without = compare_sum(context, head, [*parts, back])
            outcome = without if without.status != "fails" else outcome
        yield outcome


def _deltas(context: Context) -> Iterator[list[Term]]:
    """The changes that are printed: net, and each direction."""
    net = _term(context, "budget.adjustment.total")
    if net is not None and not one_of_several(context, net.path):
        yield [net]
    more, less = (_term(context, f"budget.adjustment_{k}.total", s) for k, s in (("increase", 1), ("decrease", -1)))
    if more is not None and less is not None:
        yield [more, less]


def _term(context: Context, path: str, sign: int = 1) -> Term | None:
    quantity = context.quantity(path)
    return None if quantity is None else Term(path, quantity, sign)


def _stands_alone(context: Context, carried: Term) -> bool:
    """Whether what was carried over is printed as an item of its own, not inside another (含上年结转…)."""
    figure = context.figure(carried.path)
    before = context.folded[max(0, figure.first.start - 12) : figure.first.start] if figure else ""
    start, end = sentence_at(context, figure.first.start) if figure else (0, 0)
    total = context.figure("budget.adjusted.total")
    return "含" not in before and "其中" not in before and total is not None and start <= total.first.start < end
