"""Group L: a report against the one of the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from extractor.checks.beside import Theirs, at, compare, or_silent, printed, told_by, verdict
from extractor.checks.compare import show
from extractor.checks.context import Context, exact
from extractor.checks.judge import INPUT_NAMES, LOWER_IS_BETTER
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.intervals import Interval, cut_off, divided, in_percent, of, rounded_up
from extractor.library.matching import similarity
from extractor.model import Fact, Item, Quantity, Report

_SAME_INDICATOR = 0.9
_RATCHET = Fraction(9, 10)
_BREAK = Fraction(1, 2)
_OPENING = "budget.opening_carry_over."
_LAST = "budget.last_year."
_TOLD_AS_LAST = re.compile(r"^(?:上年度|上年|去年|上一年度?)(?=.{3})")
_ADJUSTED = re.compile(r"收回|上缴|交回|调整以前年度|调整上年|年初调整|以前年度(?:损益|结转)?调整|重分类|追溯")
_SENTENCE = re.compile(r"[。；\n]")
_OF_BALANCES = re.compile(r"结转|结余|存量|以前年度|年初|上年")
_RESTATED = re.compile(r"追溯|重述|口径(?:调整|变化|不同|变更)|可比口径|机构改革|合并|划转|调整后的?上年")


@check("xyear.carryover")
def carryover(context: Context) -> Iterator[Outcome]:
    """What was carried into this year is what last year's report carried out."""
    yield from or_silent(context, "previous_year", _carried(context))


def _carried(context: Context) -> Iterator[Outcome]:
    told = any(
        _ADJUSTED.search(sentence) and _OF_BALANCES.search(sentence)
        for sentence in _SENTENCE.split(context.folded)
    )  # 收回问卷 is of no balance
    doubt = "有收回或调整以前年度结转的说明" if told else ""
    for path, figure in context.report.figures.items():
        mine = context.quantity(path) if path.startswith(_OPENING) else None
        if mine is None or mine.dimension != "money":
            continue
        subject = path.removeprefix(_OPENING)
        closing = printed(context, "previous_year", f"budget.carry_over.{subject}")
        parts = [
            t for measure in ("carried_forward", "surplus")
            for t in printed(context, "previous_year", f"budget.{measure}.{subject}")
        ]  # fmt: skip
        if any(_left(context, t, subject) == mine.base for t in closing):
            yield Outcome("holds", f"上年结转{mine}＝上年报告年末结转减财政收回", (figure.first.id,))
            continue
        part = verdict(mine, parts)
        if part is not None and part.status != "fails":
            closing = [part.theirs]  # 结转 without 结余, or the other way round
        if not closing:
            continue
        recovered = printed(context, "previous_year", f"budget.recovered.{subject}")
        outcome = compare(
            context, figure.first, mine, closing, "previous_year",
            doubt=doubt or ("上年报告有财政收回的资金" if recovered else ""),
        )  # fmt: skip
        if outcome:
            if mine.base < closing[0].quantity.base and not outcome.causes:
                outcome.severity = "warning"  # a part may have been taken back without a word
            yield outcome


def _left(context: Context, theirs: Theirs, subject: str) -> object:
    """What last year's closing leaves when the money taken back is subtracted."""
    taken = at(theirs.companion.report, f"budget.recovered.{subject}")
    return theirs.quantity.base - taken[0].base if taken else None


@check("xyear.prior_comparative")
def prior_comparative(context: Context) -> Iterator[Outcome]:
    """What this report says of last year is what last year's report said."""
    yield from or_silent(context, "previous_year", _comparatives(context))


def _comparatives(context: Context) -> Iterator[Outcome]:
    doubt = "报告说明上年数有调整或口径变化" if _RESTATED.search(context.folded) else ""
    for path, figure in context.report.figures.items():
        mine = context.quantity(path) if path.startswith(_LAST) else None
        if mine is None:
            continue
        theirs = printed(context, "previous_year", f"budget.executed.{path.removeprefix(_LAST)}")
        outcome = compare(context, figure.first, mine, theirs, "previous_year", doubt=doubt)
        if outcome:
            yield outcome
    for item in context.report.activities:
        told, label = item["value"], item.text("label")
        quantity = exact(told.quantity) if told else None
        if told is None or quantity is None or not _TOLD_AS_LAST.search(label):
            continue
        matter = _TOLD_AS_LAST.sub("", label)
        theirs = told_by(context, "previous_year", lambda r, m=matter: _counted(r, m))  # type: ignore[misc]
        theirs = [t for t in theirs if t.quantity.unit == quantity.unit]
        outcome = compare(
            context, told.first, quantity, theirs, "previous_year", label=label, item=item.path, doubt=doubt
        )
        if outcome:
            yield outcome
    for item in context.report.items("changes"):
        told, current = item["last"], item["current"]
        quantity = exact(told.quantity) if told else None
        matched = _path_of(context, current.first) if current else None
        if told is None or quantity is None or matched is None:
            continue
        theirs = printed(context, "previous_year", matched)
        outcome = compare(
            context, told.first, quantity, theirs, "previous_year", item=item.path, doubt=doubt,
            label=f"{context.label(matched)}的上年数",
        )  # fmt: skip
        if outcome:
            yield outcome
    yield from _dated(context, doubt)


def _counted(report: Report, label: str) -> tuple[Quantity, Fact] | None:
    found = [i for i in report.activities if i.text("label") == label]
    return at(report, f"{found[0].path}.value") if len(found) == 1 else None


def _dated(context: Context, doubt: str) -> Iterator[Outcome]:
    """Facts that carry last year's number: the same path in last year's report."""
    year = context.report.year or ""
    if not year.isdigit():
        return
    before = str(int(year) - 1)
    for path, figure in context.report.figures.items():
        dated = [f for f in figure.mentions if f.year == before and exact(f.quantity)]
        if not dated or "[" in path or path.startswith(_LAST):
            continue
        mine = dated[0].quantity
        theirs = printed(context, "previous_year", path)
        outcome = compare(context, dated[0], mine, theirs, "previous_year", doubt=doubt) if mine else None
        if outcome:
            yield outcome


@check("xyear.target_ratchet")
def target_ratchet(context: Context) -> Iterator[Outcome]:
    """A target where more is better is not far below what last year reached."""
    yield from or_silent(context, "previous_year", _ratchets(context))


def _ratchets(context: Context) -> Iterator[Outcome]:
    for item in context.report.indicators:
        target = item.quantity("target")
        name = context.named(item)
        if target is None or target.approximate or not _more_is_better(context, item, name, target):
            continue
        theirs = told_by(context, "previous_year", lambda r, n=name: _reached(r, n))  # type: ignore[misc]
        theirs = [
            t for t in theirs
            if t.quantity.dimension == target.dimension and t.quantity.unit == target.unit and t.quantity.value > 0
        ]  # fmt: skip
        if not theirs:
            continue
        line = f"“{name}”目标{target}，上年实际{theirs[0]}"
        facts = context.item_ids(item, "target")
        low = [Fraction(target.base) < _RATCHET * Fraction(t.quantity.base) for t in theirs]
        if all(low):
            share = show(in_percent(target.base, theirs[0].quantity.base), 1)
            yield Outcome(
                "fails", f"{line}，为上年的{share}%", facts, item.path,
                message=f"“{name}”的目标{target}低于上年实际{theirs[0].quantity}的90%（{share}%）",
                reported=str(target), expected=f"不低于上年实际{theirs[0].quantity}的90%，或说明原因",
            )  # fmt: skip
        else:
            status = "undetermined" if any(low) else "holds"
            yield Outcome(
                status, line, facts, item.path,  # type: ignore[arg-type]
                reason="上年报告有几个版本，数字不同" if any(low) else "",
            )  # fmt: skip


def _more_is_better(context: Context, item: Item, name: str, target: Quantity) -> bool:
    if target.comparator in {"<=", "<", "="} or not target.value > 0:
        return False
    levels = item.text("level1") + item.text("level2")
    return not (LOWER_IS_BETTER.search(name) or INPUT_NAMES.search(name) or "成本" in levels
                or "反向" in item.text("direction"))  # fmt: skip


def _reached(report: Report, name: str) -> tuple[Quantity, Fact] | None:
    same = [i for i in report.indicators if i.name == name]
    same = same or [i for i in report.indicators if similarity(i.name, name) >= _SAME_INDICATOR]
    return at(report, f"{same[0].path}.actual") if len(same) == 1 else None


@check("xyear.budget_break")
def budget_break(context: Context) -> Iterator[Outcome]:
    """The initial budget of two years in a row differs by no more than half."""
    yield from or_silent(context, "previous_year", _breaks(context))


def _breaks(context: Context) -> Iterator[Outcome]:
    path = "budget.initial.total"
    mine, figure = context.quantity(path), context.figure(path)
    theirs = [t for t in printed(context, "previous_year", path) if t.quantity.base > 0]
    if mine is None or figure is None or not theirs or mine.dimension != "money":
        return
    changes = [100 * (divided(mine.base, t.quantity.base) - 1) for t in theirs]
    line = f"年初预算{mine}，上年报告{theirs[0]}，变动{show(changes[0], 2)}%"
    broken = [abs(c) > 100 * _BREAK for c in changes]
    if all(broken):
        yield Outcome(
            "fails", line, (figure.first.id,),
            message=f"年初预算{mine}比上年的{theirs[0].quantity}变动{show(changes[0], 2)}%，超过50%",
            reported=str(mine), difference=f"{show(changes[0], 2)}%",
        )  # fmt: skip
    else:
        status = "undetermined" if any(broken) else "holds"
        yield Outcome(
            status, line, (figure.first.id,),  # type: ignore[arg-type]
            reason="上年报告有几个版本，数字不同" if any(broken) else "",
        )  # fmt: skip


@check("xyear.growth_base")
def growth_base(context: Context) -> Iterator[Outcome]:
    """A printed growth follows from this year's level and the level in last year's report."""
    yield from or_silent(context, "previous_year", _growths(context))


def _growths(context: Context) -> Iterator[Outcome]:
    doubt = "报告说明基数有调整或口径变化" if _RESTATED.search(context.folded) else ""
    for item in context.report.items("changes"):
        current, rate = item["current"], item.quantity("rate")
        if current is None or rate is None or not exact(rate) or item.text("direction") not in {"up", "down"}:
            continue
        path = _path_of(context, current.first)
        mine = context.quantity(path) if path else None
        bases = printed(context, "previous_year", path) if path else []
        bases = [b for b in bases if mine and b.quantity.dimension == mine.dimension and b.quantity.base > 0]
        if mine is None or not bases:
            continue
        yield _growth(context, item, mine, rate, bases, doubt)


def _path_of(context: Context, fact: Fact) -> str | None:
    """The budget figure that prints the same amount under the same label, if there is one."""
    found = {
        path for path, figure in context.report.figures.items()
        if path.startswith("budget.") and any(
            f.quantity and fact.quantity and f.quantity.base == fact.quantity.base
            and f.start < fact.end and fact.start < f.end for f in figure.mentions
        )
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _growth(
    context: Context, item: Item, mine: Quantity, rate: Quantity, bases: list[Theirs], doubt: str
) -> Outcome:
    sign = -1 if item.text("direction") == "down" else 1
    told = context.interval(rate) if sign > 0 else -context.interval(rate)
    label = context.label(item["current"].first.path) if item["current"] else ""
    lines, fits = [], []
    for base in bases:
        growth = Interval.exact(100) * (context.interval(mine) - of(base.quantity)) / of(base.quantity)
        nominal = growth.nominal
        lines.append(f"({mine}-{base.quantity})÷{base.quantity}={show(nominal, rate.decimals + 2)}%，印{sign * rate.value:f}%")
        whole = abs(nominal)
        near = rate.value in {cut_off(whole, rate.decimals), rounded_up(whole, rate.decimals)} and sign * nominal >= 0
        fits.append("holds" if told.overlaps(growth) else "rounding" if near else "fails")
    facts = context.item_ids(item, "current", "rate")
    best = min(fits, key=("holds", "rounding", "fails").index)
    line = f"{lines[fits.index(best)]}（上年报告{bases[fits.index(best)]}）"
    if best != "fails":
        return Outcome(best, line, facts, item.path)  # type: ignore[arg-type]
    if doubt or len({b.quantity.base for b in bases}) > 1:
        return Outcome("undetermined", line, facts, item.path, reason=doubt or "上年报告有几个版本，数字不同")
    nominal = 100 * (divided(mine.base, bases[0].quantity.base) - 1)
    return Outcome(
        "fails", line, facts, item.path,
        message=f"{label}增长率印{sign * rate.value:f}%，按上年报告的{bases[0].quantity}计算应为{show(nominal, rate.decimals)}%",
        expected=f"{show(nominal, rate.decimals)}%", reported=f"{sign * rate.value:f}%",
    )  # fmt: skip
