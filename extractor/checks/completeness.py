"""Group J: what a complete report should say and does not.

All of it is asked of complete 整体支出 reports only: a form, a fragment or a report on one
project may have its other parts elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from extractor.checks.compare import show
from extractor.checks.context import Context
from extractor.checks.evaluate import outcomes_for
from extractor.checks.execution import low_projects
from extractor.checks.judge import INPUT_NAMES, SPENDING_NAMES, judged
from extractor.checks.norms import norms
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.statements import unfilled
from extractor.checks.texts import Marked, facts_in, is_full_report, is_named, marked, mentions
from extractor.intervals import divided, in_percent
from extractor.library import wording, wordings_of
from extractor.model import Item

_MATTERS = "matter."
_RATE_OF_SPENDING = re.compile("执行率|支付进度|支出进度|执行进度|支付率")


@check("complete.sections")
def sections(context: Context) -> Iterator[Outcome]:
    """Matters that a complete report should speak of and does not.

    Some may be left out for good reason; only a report that lacks most of them is asked, and
    only beside money of unknown whereabouts is it more than a remark.
    A profile may want problems and remedies below a total. A table that the contents promise
    is wanted in any report, and so are its figures or a note that there are none.
    """
    yield from _absent_tables(context)
    yield from unfilled(context)
    if not is_full_report(context):
        return
    matters = wordings_of(_MATTERS)
    missing = [m.title for m in matters if not m.hits(context.folded)]
    below, total = context.profile.total_reason_below, context.quantity("evaluation.total_score")
    if total and total.value < below and not context.report.items("problems"):
        yield Outcome(
            "fails", f"总分{total.value:f}<{below:f}", context.ids("evaluation.total_score"),
            message=f"总分低于{below:f}分，按{context.profile.title}必须写明存在问题和改进措施",
        )  # fmt: skip
    line = f"{len(matters)}项中缺{len(missing)}项" + (f"：{'、'.join(missing)}" if missing else "")
    if len(missing) >= norms().sections_missing:
        # a list of headings alone is a remark; it weighs where the money is not accounted for
        grave = any(o.status == "fails" and not o.severity for o in outcomes_for("complete.carryover", context))
        yield Outcome(
            "fails", line, message=f"没有写{'、'.join(missing)}", effect=f"缺{'、'.join(missing)}",
            severity=None if grave else "info",
        )  # fmt: skip
    else:
        yield Outcome("holds", line)


_CONTENTS = re.compile(
    r"目 *录[^。]{0,600}?(?P<list>(?:^[一二三四五六七八九十]{1,3}、[^\n，。；]{2,40}?表[.·… \d]*\n){3,})", re.MULTILINE
)
_PROMISED = re.compile(r"^[一二三四五六七八九十]+、([^\n]+?表)[.·… \d]*$", re.MULTILINE)
_ANY_TABLE = re.compile("[\u4e00-\u9fff]{3}表")


def _absent_tables(context: Context) -> Iterator[Outcome]:
    """Tables of the contents that are absent between the two that should stand around them.

    The last tables may stand in another part of the file or behind the last page read, and a
    title between the two may be the same table by another name: none of these is judged.
    """
    contents = _CONTENTS.search(context.folded)
    if contents is None:
        return
    names = [name.replace(" ", "") for name in _PROMISED.findall(contents["list"])]
    rest = "".join(context.folded[contents.end() :].split())
    places, left = {}, rest
    for name in sorted(names, key=len, reverse=True):  # a short title is the end of a longer one
        places[name] = left.find(name)
        left = left.replace(name, "□" * len(name))
    for before, name, after in zip(names, names[1:], names[2:], strict=False):
        start, end = places[before] + len(before), places[after]
        if places[name] >= 0 or places[before] < 0 or not start <= end or _ANY_TABLE.search(rest, start, end):
            continue
        yield Outcome(
            "fails", f"目录有“{name}”，“{before}”之后是“{after}”",
            facts_in(context, contents.start(), contents.end()) or context.ids("report.fiscal_year"),
            message=f"目录列有“{name}”，正文没有这张表（“{before}”之后就是“{after}”）",
            effect=f"缺“{name}”",
        )  # fmt: skip


@check("complete.carryover")
def carryover(context: Context) -> Iterator[Outcome]:
    """Money was left, and no word says where it went; a small rest is a remark."""
    adjusted, executed = (context.quantity(f"budget.{m}.total") for m in ("adjusted", "executed"))
    if adjusted is None or executed is None or adjusted.base <= 0 or not is_full_report(context):
        return
    left = Fraction(adjusted.base) - Fraction(executed.base)
    share = in_percent(left, adjusted.base)
    amount = f"{show(divided(left, adjusted.factor), adjusted.decimals)}{adjusted.unit or ''}"
    facts = context.ids("budget.adjusted.total", "budget.executed.total")
    line = f"{adjusted.value:f}-{executed.value:f}={amount}，{show(share, 2)}%"
    if left <= 0:
        yield Outcome("holds", line, facts, reason="没有未支出的资金")
    elif wording("carry_over").hits(context.folded):
        yield Outcome("holds", line, facts, reason="写明了未支出资金的去向")
    else:
        small = share < context.profile.carry_over_attention
        yield Outcome(
            "fails", line, facts, message=f"{amount}（{show(share, 2)}%）没有支出，没有写明结转、结余还是收回",
            severity="info" if small else None, effect=f"{amount}（{show(share, 2)}%）未支出去向不明",
        )  # fmt: skip


@check("complete.basic_actual_split")
def basic_actual_split(context: Context) -> Iterator[Outcome]:
    """Personnel and public expenses are split in the budget and not in the spending."""
    budget = [
        any(context.figure(f"budget.{m}.{s}") for m in ("adjusted", "initial")) for s in ("personnel", "operating")
    ]
    spent = [context.figure(f"budget.executed.{s}") for s in ("personnel", "operating")]
    total = context.quantity("budget.executed.basic")
    if not all(budget) or not is_full_report(context):
        return
    facts = context.ids("budget.adjusted.personnel", "budget.adjusted.operating", "budget.executed.basic")
    if any(spent):
        yield Outcome("holds", "支出也分列人员经费和公用经费", facts)
    elif total:
        yield Outcome(
            "fails", f"只有支出合计{total}", facts, message=f"预算分列人员经费和公用经费，支出只有合计{total}",
            effect="基本支出决算没有分列人员和公用",
        )  # fmt: skip


def _procurement_rates(context: Context) -> tuple[str, ...]:
    found = context.ids("budget.execution_rate.procurement")
    for item in context.report.indicators:
        actual = item.quantity("actual")
        if "采购" in item.name and "执行率" in item.name and actual and actual.dimension == "rate":
            found += context.item_ids(item, "name", "actual")
    return found


@check("complete.procurement_amount")
def procurement_amount(context: Context) -> Iterator[Outcome]:
    """A procurement rate without the amounts behind it cannot be verified."""
    rates = _procurement_rates(context)
    if not rates or not is_full_report(context):
        return
    amounts = [p for p in context.report.figures if p.endswith(".procurement") and "_rate." not in p]
    if amounts:
        yield Outcome("holds", "采购率有金额可核", (*rates, *context.ids(*amounts)))
    else:
        yield Outcome(
            "fails", "有政府采购执行率，没有预算和执行金额", rates,
            message="政府采购执行率没有列出采购预算和实际采购金额，无法核对", effect="政府采购金额未列",
        )  # fmt: skip


@check("complete.enumeration_gap")
def enumeration_gap(context: Context) -> Iterator[Outcome]:
    """（1） without （2）, or a skipped number, among paragraphs of one parent."""
    paragraphs = marked(context)
    if not paragraphs:
        return
    gaps = list(_gaps(context, paragraphs))
    for item, message in gaps:
        yield Outcome(
            "fails", f"“{item.title}”", facts_in(context, item.start, item.start + len(item.title) + 6, 1),
            message=message, effect="编号不连续",
        )  # fmt: skip
    if not gaps:
        yield Outcome("holds", f"{len(paragraphs)}个编号连续")


def _gaps(context: Context, paragraphs: list[Marked]) -> Iterator[tuple[Marked, str]]:
    """Lone first numbers and skips, each with its words for people."""
    shape = {2: "（{}）", 3: "{}.", 4: "（{}）"}
    chinese = "零一二三四五六七八九十"
    for run in _runs(paragraphs):
        first, level = run[0], run[0].level
        if level not in shape:
            continue
        end = _end_of(context, paragraphs, run[-1])
        names = [
            shape[level].format(chinese[n] if level == 2 and n <= 10 else n) for n in range(12)
        ]
        if len(run) == 1 and first.ordinal == 1 and level == 4 and not _inline(context, first, end):
            yield first, f"{names[1]}“{first.title}”后面没有{names[2]}"
        for one, other in pairwise(run):
            missing = one.ordinal + 1
            skipped = other.ordinal == missing + 1 and missing < len(names)
            if skipped and not _inline(context, one, other.start):
                yield other, f"{names[missing]}缺号：{names[missing - 1]}之后是{names[missing + 1]}" if (
                    missing + 1 < len(names)) else f"{names[missing]}缺号"  # fmt: skip


def _runs(paragraphs: list[Marked]) -> Iterator[list[Marked]]:
    """Paragraphs of one level that follow one another under one parent."""
    open_: dict[int, list[Marked]] = {}
    for item in paragraphs:
        for level in [lv for lv in open_ if lv > item.level]:
            yield open_.pop(level)
        run = open_.get(item.level)
        if run and item.ordinal > run[-1].ordinal:
            run.append(item)
        else:
            if run:
                yield run
            open_[item.level] = [item]
    yield from open_.values()


def _end_of(context: Context, paragraphs: list[Marked], last: Marked) -> int:
    later = [p.start for p in paragraphs if p.start > last.start and p.level <= last.level]
    return min(later, default=len(context.folded))


def _inline(context: Context, item: Marked, end: int) -> bool:
    """Whether the next number stands inside a paragraph ((2) after a ；)."""
    number = item.ordinal + 1
    chinese = "零一二三四五六七八九十"
    marks = {2: f"({chinese[number] if number <= 10 else number})", 3: f"{number}.", 4: f"({number})"}
    also = f"{number}、" if item.level == 3 else marks[item.level]
    window = context.folded[item.start + 2 : end]
    return marks[item.level] in window or also in window


@check("complete.problem_trace")
def problem_trace(context: Context) -> Iterator[Outcome]:
    """The chapter on problems names none of the indicators missed and projects underspent."""
    problems = [(f.id, context.words(f)) for f in mentions(context, "problems")]
    misses: list[tuple[str, Item]] = [
        (f"“{e.name}”", e.item) for e in judged(context)
        if e.met is False and not SPENDING_NAMES.search(e.name) and not INPUT_NAMES.match(e.name)
        and e.score and e.weight and e.score.value < e.weight.value
    ]  # fmt: skip
    low = low_projects(context)
    misses += [(f"“{p.item.name}”", p.item) for p in low]
    if not problems or not misses or not is_full_report(context):
        return
    words = "\n".join(w for _, w in problems)
    named = [name for name, item in misses if is_named(context.named(item), words)]
    if named or (low and _RATE_OF_SPENDING.search(words)):
        yield Outcome("holds", f"问题提到{'、'.join(named) or '支出进度'}", tuple(i for i, _ in problems))
        return
    indicators = [n for n, item in misses if item.kind == "indicators"]
    shown = ([f"未达标的{'、'.join(indicators)}"] if indicators else []) + (
        [f"{len(low)}个执行率低的项目"] if low else []
    )
    yield Outcome(
        "fails", f"{len(misses)}个短板，问题一个也没有提到", tuple(i for i, _ in problems),
        message=f"存在问题没有提到{'和'.join(shown)}",
    )  # fmt: skip
