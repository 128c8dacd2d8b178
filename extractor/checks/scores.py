"""Group D: weights, execution score and total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extractor.checks.causes import undone_into
from extractor.checks.compare import Term, compare_sum, show
from extractor.checks.context import Context, exact
from extractor.checks.judge import judged
from extractor.checks.outcome import FITS, Outcome
from extractor.checks.registry import check
from extractor.checks.scoring import score_interval
from extractor.checks.told_scores import told_totals
from extractor.checks.total_weight import printed_total
from extractor.intervals import Interval, cut_off, rounded
from extractor.model import Item

_PLACES = 2
_FEW = 3
"""Fewer weights than this are no list."""


@dataclass(frozen=True, slots=True)
class _Block:
    """One way the total can be made up: its parts and their weights."""

    terms: tuple[Term, ...]
    weight: Decimal


def _column(context: Context, items: tuple[Item, ...], field: str) -> list[Term] | None:
    terms = []
    for item in items:
        quantity = exact(item.quantity(field))
        if quantity is None:
            return None
        terms.append(Term(f"{item.path}.{field}", quantity))
    return terms or None


def _execution(context: Context) -> tuple[Term | None, Decimal]:
    """The execution score and its weight (the profile's usual one when it is not printed)."""
    score = context.quantity("evaluation.execution_score")
    if score is None:
        return None, Decimal(0)
    return Term("evaluation.execution_score", score), _execution_weights(context)[0]


def _execution_weights(context: Context) -> tuple[Decimal, ...]:
    """The weight of the execution row: as printed, else the profile's that the score fits.

    If the score fits none of them, the usual one.
    """
    if "execution_weights" not in context.memo:
        context.memo["execution_weights"] = _weights_of_execution(context)
    weights: tuple[Decimal, ...] = context.memo["execution_weights"]
    return weights


def _weights_of_execution(context: Context) -> tuple[Decimal, ...]:
    weight = context.quantity("evaluation.execution_weight")
    if weight:
        return (weight.value,)
    score, usual = context.quantity("evaluation.execution_score"), context.profile.execution_weight
    shown = score_interval(context, score) if score else None
    rates = [r for r in _execution_ratio(context) if r is not None]
    fitting = tuple(w for w in usual if shown and any(shown.overlaps(Interval.exact(w) * r) for r in rates))
    return fitting or usual[:1]


def _blocks(context: Context) -> list[_Block]:
    """The candidates for the total: indicators or groups, with or without the execution score."""
    found: list[_Block] = []
    execution, _ = _execution(context)
    for items in (context.report.indicators, context.report.items("indicators.groups")):
        scores, weights = _column(context, items, "score"), _column(context, items, "weight")
        if scores is None or weights is None:
            continue
        total = sum((t.quantity.value for t in weights), Decimal(0))
        found.append(_Block(tuple(scores), total))
        if execution:
            found += [_Block((*scores, execution), total + w) for w in _execution_weights(context)]
    return found


@check("weight.sum")
def weight_sum(context: Context) -> Iterator[Outcome]:
    """Σ weights = 100, with the execution row where it stands apart."""
    report = context.report
    whole = context.profile.total_weight
    _, execution = _execution(context)
    for items in (report.indicators, report.items("indicators.groups")):
        terms = _column(context, items, "weight")
        if terms is None:
            if items and any(i["weight"] for i in items):
                yield Outcome("undetermined", reason="部分指标没有分值，不能求和")
            continue
        total = sum((t.quantity.value for t in terms), Decimal(0))
        line = "+".join(f"{t.quantity.value:f}" for t in terms) + f"={total:f}"
        facts = context.ids(*(t.path for t in terms))
        rows = _allowed_sums(context, items, execution)
        if total in rows:
            extra = f"，另加预算执行{whole - total:f}" if total != whole else ""
            yield Outcome("holds", line + extra, facts)
            if items is report.indicators:
                yield from printed_total(context, terms, rows | {whole})
            continue
        if len(terms) < _FEW or _unread_weights(context):
            yield Outcome("undetermined", line, facts, reason="可能有指标没有读出，不能确认分值齐全")
            continue
        wanted = _explained_sum(terms, total, rows) or whole - execution
        yield Outcome(
            "fails", line, facts, message=f"指标分值合计{total:f}分"
            + (f"，加预算执行{execution:f}分为{total + execution:f}分" if execution else "") + f"，不等于{whole:f}分",
            expected=f"{wanted:f}分", reported=f"{total:f}分", difference=f"{total - wanted:f}分",
            repairs={t.path: Interval.exact(t.quantity.value - (total - wanted)) for t in terms},
        )  # fmt: skip


def _explained_sum(terms: Sequence[Term], total: Decimal, allowed: set[Decimal]) -> Decimal | None:
    """The one allowed sum to which a slip in one weight leads, if it is the only one."""
    found = {
        wanted for wanted in allowed for t in terms
        if undone_into(t.quantity, [Interval.exact(t.quantity.value - (total - wanted))])
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _unread_weights(context: Context) -> bool:
    """Whether the text prints more weights than were read."""
    printed = len(re.findall(r"(?:满分|分值|权重)[^\d。；\n]{0,6}\d", context.report.text))
    report = context.report
    items = (*report.indicators, *report.items("indicators.groups"))
    read = sum(i["weight"] is not None for i in items)
    return printed > read + (context.figure("evaluation.execution_weight") is not None)


def _allowed_sums(context: Context, items: tuple[Item, ...], execution: Decimal) -> set[Decimal]:
    """What a column of weights may come to.

    Beside an execution score that stands apart, the rest; without one, the whole or the rest
    for any execution weight of the profile. Sub-totals may hold the execution row inside.
    """
    whole = context.profile.total_weight
    if not execution:
        return {whole} | {whole - w for w in context.profile.execution_weight}
    inside = items is not context.report.indicators or any("预算执行率" in i.name for i in items)
    rest = {whole - w for w in _execution_weights(context)}
    return rest | {whole} if inside else rest


@check("weight.header_vs_rows")
def header_vs_rows(context: Context) -> Iterator[Outcome]:
    """The weight printed for a level-1 block = Σ weights of its indicators."""
    for group in context.report.items("indicators.groups"):
        members = tuple(
            i for i in context.report.indicators
            if group.name and group.name[:2] in (i.text("level1") or "--")
        )  # fmt: skip
        terms = _column(context, members, "weight")
        printed = group["weight"]
        told = {q.value: q for f in printed.mentions if (q := exact(f.quantity))} if printed else {}
        for total in told.values():  # the label of the block, and its sub-total where that differs
            if terms:
                yield compare_sum(context, Term(f"{group.path}.weight", total), terms, item=group.path)
    whole = context.quantity("indicators.weight")
    blocks = _column(context, context.report.items("indicators.groups"), "weight")
    if whole and blocks and len(blocks) > 1:
        yield compare_sum(context, Term("indicators.weight", whole), blocks)


@check("weight.structure")
def weight_structure(context: Context) -> Iterator[Outcome]:
    """Weights of the level-1 blocks against the profile's sets.

    Department-overall reports may use axes of their own: those are not judged.
    """
    report = context.report
    sums: dict[str, Decimal] = {}
    for item in report.indicators:
        weight = exact(item.quantity("weight"))
        level = item.text("level1")
        if weight is None or not level:
            sums = {}
            break
        sums[level] = sums.get(level, Decimal(0)) + weight.value
    if not report.indicators or not any(i["weight"] for i in report.indicators):
        return
    if not sums:
        yield Outcome("undetermined", reason="部分指标没有一级分类或分值，结构不能核对")
        return
    line = "、".join(f"{level}{total:f}" for level, total in sums.items())
    sets = [
        {k: v for k, v in allowed.items() if k != "预算执行"} for allowed in context.profile.level1_weights
    ]
    if sums in sets:
        yield Outcome("holds", line)
    elif (
        set(sums) <= {k for s in sets for k in s}
        and report.kind == "project_expenditure_self_evaluation"
        and not _unread_weights(context)
    ):
        wanted = "或".join("、".join(f"{k}{v:f}" for k, v in s.items()) for s in sets)
        # level 1 may be moved in special cases, and many places have sets of their own
        yield Outcome(
            "fails", line, message=f"一级指标分值为{line}，通行结构为{wanted}", severity="info"
        )
    else:
        yield Outcome("undetermined", line, reason="整体支出评价可用自定的一级指标结构")


@check("weight.single_dominates")
def single_dominates(context: Context) -> Iterator[Outcome]:
    """One indicator carries most of the points."""
    weights = [(i, q.value) for i in context.report.indicators if (q := exact(i.quantity("weight")))]
    if not weights:
        return
    item, largest = max(weights, key=lambda pair: pair[1])
    line = f"最大分值{largest:f}"
    if largest > context.profile.single_weight:
        yield Outcome(
            "fails", line, context.item_ids(item, "name", "weight"), item.path,
            message=f"“{item.name}”一项占{largest:f}分",
        )  # fmt: skip
    else:
        yield Outcome("holds", line)


def _execution_ratio(context: Context) -> tuple[Interval | None, Interval | None]:
    """Execution rate from the amounts, and as printed (both ÷ 100)."""
    executed, adjusted = (context.quantity(f"budget.{m}.total") for m in ("executed", "adjusted"))
    printed = context.quantity("budget.execution_rate.total")
    exact_rate = None
    if executed and adjusted and adjusted.value > 0:
        exact_rate = context.interval(executed) / context.interval(adjusted)
    shown = context.interval(printed) / Interval.exact(100) if printed else None
    return exact_rate, shown


@check("score.execution_formula")
def execution_formula(context: Context) -> Iterator[Outcome]:
    """Execution score = weight × execution rate, at most the weight."""
    score = context.quantity("evaluation.execution_score")
    rates = [r for r in _execution_ratio(context) if r is not None]
    if score is None or not rates:
        return
    printed_weight = context.quantity("evaluation.execution_weight")
    weights = (printed_weight.value,) if printed_weight else context.profile.execution_weight
    facts = context.ids("evaluation.execution_score", "budget.execution_rate.total",
                        "budget.executed.total", "budget.adjusted.total")  # fmt: skip
    shown = score_interval(context, score)
    first = rates[0].nominal * Fraction(weights[0])
    line = f"{weights[0]:f}×{show(rates[0].nominal * 100, 4)}%={show(min(first, Fraction(weights[0])), 4)}，印{score.value:f}"
    for weight in weights:
        for rate in rates:
            value = Interval.exact(weight) * rate
            if value.nominal > weight:
                value = Interval.exact(weight)
            if shown.overlaps(value):
                yield Outcome("holds", f"{line}（分值×执行率）", facts)
                return
            if score.value in {cut_off(value.nominal, _PLACES), rounded(value.nominal, 0)}:
                cut = score.value == cut_off(value.nominal, _PLACES)
                yield Outcome("rounding", line, facts, reason="按截尾计分，没有四舍五入" if cut else "按取整计分")
                return
    expected = rounded(min(first, Fraction(weights[0])), _PLACES)
    stepped = context.profile.execution_bands and score.value % Decimal("0.5") == 0
    if stepped and score.value < expected and rates[0].nominal < 1:
        yield Outcome("note", line, facts, reason="可能按分档计分")
        return
    yield Outcome(
        "fails", line, facts, message=f"预算执行得分印为{score.value:f}分，按执行率计算应为{expected:f}分",
        expected=f"{expected:f}分", reported=f"{score.value:f}分", difference=f"{score.value - expected:f}分",
        repairs={"evaluation.execution_score": Interval.exact(expected)},
        scores=(("按执行率计算", f"{expected:f}"),),
    )  # fmt: skip


def chosen_block(context: Context) -> _Block | None:
    """The make-up of the total: the one whose weights come to 100."""
    blocks = _blocks(context)
    whole = context.profile.total_weight
    fitting = [b for b in blocks if b.weight == whole]
    if fitting:
        return fitting[0]
    return max(blocks, key=lambda b: (b.weight <= whole, b.weight), default=None)


@check("score.total_sum")
def total_sum(context: Context) -> Iterator[Outcome]:
    """Total score = Σ scores of indicators (or of groups), with the execution score."""
    yield from told_totals(context)
    total = context.quantity("evaluation.total_score")
    block = chosen_block(context)
    if total is None:
        return
    head = Term("evaluation.total_score", total)
    if block is None:
        yield from _excess(context, head)
        return
    outcome = compare_sum(context, head, block.terms)
    if outcome.status == "fails":
        others = (compare_sum(context, head, b.terms) for b in _blocks(context))
        outcome = next((o for o in others if o.status in FITS), outcome)
    if outcome.status == "fails" and block.weight != context.profile.total_weight:
        yield Outcome(
            "undetermined", outcome.arithmetic, outcome.facts,
            reason=f"读到的分值合计{block.weight:f}分，不是{context.profile.total_weight:f}分，不能确认各项齐全",
        )  # fmt: skip
        return
    if outcome.status == "rounding":
        # scores are sums of printed scores: nothing is rounded between them and the total
        outcome = _strict(context, head, block, outcome)
    yield outcome


def _excess(context: Context, head: Term) -> Iterator[Outcome]:
    """Without weights rows may be missing: only scores that exceed the total contradict it."""
    scores = _column(context, context.report.indicators, "score")
    execution, _ = _execution(context)
    if scores is None or len(scores) < _FEW or execution is None:
        return
    terms = [execution, *scores]
    if sum(t.quantity.value for t in terms) >= head.quantity.value:
        yield compare_sum(context, head, terms)


def _strict(context: Context, head: Term, block: _Block, outcome: Outcome) -> Outcome:
    places = {t.quantity.decimals for t in (head, *block.terms) if t.quantity.decimals}
    if len(places) > 1 or head.quantity.decimals < max(places, default=0):
        return outcome
    exact_sum = sum((t.quantity.value for t in block.terms), Decimal(0))
    gap = head.quantity.value - exact_sum
    unrounded = _unrounded_total(context)
    if unrounded is not None and rounded(unrounded, head.quantity.decimals) == head.quantity.value:
        return outcome  # the total was rounded once, from unrounded parts
    return Outcome(
        "fails", outcome.arithmetic, outcome.facts,
        message=f"总分印为{head.quantity.value:f}分，各项得分相加为{exact_sum:f}分",
        expected=f"{exact_sum:f}分", reported=f"{head.quantity.value:f}分", difference=f"{gap:f}分",
        severity="warning",
        repairs={head.path: Interval.exact(exact_sum)}
        | {t.path: Interval.exact(t.quantity.value + gap) for t in block.terms},
    )  # fmt: skip


def _unrounded_total(context: Context) -> Fraction | None:
    """Σ of the unrounded proportional scores; None if some score does not follow proportion."""
    total = Fraction(0)
    rate, _ = _execution_ratio(context)
    execution, weight = _execution(context)
    if execution:
        if rate is None:
            return None
        total += min(rate.nominal, Fraction(1)) * Fraction(weight)
    entries = {e.item.path: e for e in judged(context)}
    for item in context.report.indicators:
        score, points = exact(item.quantity("score")), exact(item.quantity("weight"))
        if score is None or points is None:
            return None
        entry = entries.get(item.path)
        share = Fraction(1)
        if entry and entry.met is False and entry.ratio is not None and not entry.lower:
            share = entry.ratio.nominal / 100
        value = Fraction(points.value) * share
        total += value if rounded(value, _PLACES) == score.value else Fraction(score.value)
    return total


@check("score.rounding_path")
def rounding_path(context: Context) -> Iterator[Outcome]:
    """Rounding each score and adding, or adding and rounding once, can differ; only a note."""
    total = context.quantity("evaluation.total_score")
    block = chosen_block(context)
    unrounded = _unrounded_total(context)
    if total is None or block is None or unrounded is None or not context.report.indicators:
        return
    once = rounded(unrounded, _PLACES)
    line = f"各项先舍入再相加为{total.value:f}，先相加再舍入为{once:f}（{show(unrounded, 3)}）"
    if once != total.value and abs(once - total.value) <= Decimal("0.05"):
        yield Outcome("note", line, context.ids("evaluation.total_score"), reason="舍入顺序不同，不是错误")
    else:
        yield Outcome("holds", line, context.ids("evaluation.total_score"))
