"""Group C: reasons, evidence and the make-up of the indicator list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.context import Context, exact
from extractor.checks.judge import INPUT_NAMES, SPENDING_NAMES, judged
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.model import Item

_UNDER = re.compile(r"未及时|未完成|未支付|未能|支付进度|推进缓慢|滞后|不足|减缓|推迟|延期|未达")
_OVER = re.compile(r"超额完成|超过预期|超出预期")
_SURVEY = re.compile(r"问卷|调查|抽查|访问|回访|抽样|样本|访谈|测评|满意的?\d|\d+[人户份]满意")
_PROSE_REASON = re.compile(r"原因|由于|因(?!公)|受.{1,12}影响|导致|主要|得益于|超出部分|延期|推迟|扣\d|扣减|未按|顺延")
_SPENDING_WORDS = re.compile(r"预算|经费|支出|资金")
_EMPTY = {"", "无", "0", "—", "-", "/"}
_SHORT = 4


def _reason(item: Item) -> str:
    text = item.text("deviation_reason").strip("。，； ")
    return "" if text in _EMPTY else text


def _span(context: Context, item: Item) -> str:
    """The text of one indicator, up to the next one's name."""
    start = item.fields["name"].first.start
    later = [
        i.fields["name"].first.start for i in context.report.indicators
        if "name" in i.fields and i.fields["name"].first.start > start
    ]  # fmt: skip
    return context.report.text[start : min(later, default=start + 600)]


@check("ind.reason_missing")
def reason_missing(context: Context) -> Iterator[Outcome]:
    """A deviation without a reason.

    Where the report gives reasons for other indicators, every completion other than 100 %
    wants one; elsewhere only lost points and completions above the profile's line do, and a
    missing reason is a remark, because it may stand in words that were not recognised.
    """
    practice = sum(bool(_reason(i)) for i in context.report.indicators) >= 2
    for item in context.report.indicators:
        completion, score, weight = (
            exact(item.quantity(f)) for f in ("completion_rate", "score", "weight")
        )
        if completion is None and (score is None or weight is None):
            continue
        lost = score is not None and weight is not None and score.value < weight.value
        differs = completion is not None and completion.value != 100
        far = completion is not None and differs and (
            completion.value >= context.profile.reason_above
            or completion.value < context.profile.reason_below
        )
        facts = context.item_ids(item, "completion_rate", "score", "deviation_reason")
        if not (lost or far or (practice and differs)) or _reason(item):
            yield Outcome("holds", "", facts, item.path)
        elif "name" in item.fields and _PROSE_REASON.search(_span(context, item)):
            yield Outcome("holds", "", facts, item.path, reason="原因写在叙述里")
        else:
            shown = f"完成率{completion.value:f}%" if completion else "未得满分"
            yield Outcome(
                "fails", shown, facts, item.path, message=f"“{item.name}”{shown}，没有说明原因",
                severity=None if practice else "info",
            )  # fmt: skip


@check("ind.reason_boilerplate")
def reason_boilerplate(context: Context) -> Iterator[Outcome]:
    """The same reason for three or more indicators, or one too short to say anything."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in context.report.indicators:
        reason = _reason(item)
        if reason:
            groups[re.sub(r"\s", "", reason)].append(item)
    for text, items in groups.items():
        facts = tuple(i for item in items for i in context.item_ids(item, "deviation_reason"))
        if len(items) >= 3:
            names = "、".join(f"“{i.name}”" for i in items)
            yield Outcome(
                "fails", f"{len(items)}个指标的原因相同", facts,
                message=f"{names}的偏差原因完全相同：“{text}”",
                effect=f"{len(items)}个指标的偏差原因完全相同",
            )  # fmt: skip
        elif len(text) < _SHORT:
            yield Outcome(
                "fails", f"“{text}”", facts, message=f"“{items[0].name}”的偏差原因过于简单：“{text}”"
            )
        else:
            yield Outcome("holds", "", facts)


@check("ind.reason_contradiction")
def reason_contradiction(context: Context) -> Iterator[Outcome]:
    """A reason for falling short beside an overrun, or the reverse; a work rate for satisfaction."""
    for entry in judged(context):
        reason = _reason(entry.item)
        if not reason:
            continue
        facts = context.item_ids(entry.item, "target", "actual", "deviation_reason")
        exceeded = entry.lower and entry.met is False
        message = ""
        if exceeded and _UNDER.search(reason):
            message = f"“{entry.name}”实际值高于上限，原因却是“{reason}”"
        elif entry.met is False and not entry.lower and _OVER.search(reason):
            message = f"“{entry.name}”没有达到指标值，原因却是“{reason}”"
        elif "满意" in entry.name and _OVER.search(reason):
            message = f"“{entry.name}”是满意度，“{reason}”不能解释它的高低"
        if message:
            yield Outcome("fails", f"“{reason}”", facts, entry.item.path, message=message)
        else:
            yield Outcome("holds", "", facts, entry.item.path)


@check("ind.improvement_missing")
def improvement_missing(context: Context) -> Iterator[Outcome]:
    """A reason without a remedy, in a report that gives remedies."""
    practice = any(i.text("improvement") for i in context.report.indicators)
    for item in context.report.indicators if practice else ():
        if not _reason(item):
            continue
        facts = context.item_ids(item, "deviation_reason", "improvement")
        if item.text("improvement"):
            yield Outcome("holds", "", facts, item.path)
        else:
            yield Outcome(
                "fails", "有原因，无改进措施", facts, item.path, message=f"“{item.name}”写了偏差原因，没有改进措施"
            )


@check("ind.satisfaction_evidence")
def satisfaction_evidence(context: Context) -> Iterator[Outcome]:
    """A satisfaction rate with no survey, sample or method described."""
    for item in context.report.indicators:
        if "满意" not in item.name or item.quantity("actual") is None:
            continue
        facts = context.item_ids(item, "actual")
        text = context.report.text
        around = [text[max(0, m.start() - 60) : m.end() + 60] for m in re.finditer("满意", text)]
        if any(_SURVEY.search(a) for a in around):
            yield Outcome("holds", "", facts, item.path)
        else:
            yield Outcome(
                "fails", str(item.quantity("actual")), facts, item.path,
                message=f"“{item.name}”{item.quantity('actual')}，没有写明调查方式和样本",
                effect=f"“{item.name}”{item.quantity('actual')}没有调查说明",
            )  # fmt: skip


@check("ind.input_as_performance")
def input_as_performance(context: Context) -> Iterator[Outcome]:
    """An indicator that measures money put in, not what came of it."""
    for item in context.report.indicators:
        facts = context.item_ids(item, "name")
        if INPUT_NAMES.match(item.name):
            yield Outcome(
                "fails", item.name, facts, item.path, message=f"“{item.name}”是投入，不是绩效"
            )
        else:
            yield Outcome("holds", "", facts, item.path)


@check("ind.duplicate_measure")
def duplicate_measure(context: Context) -> Iterator[Outcome]:
    """The rate of spending scored more than once."""
    report = context.report
    if not report.indicators:
        return
    base = _execution_weight(context)
    found = [i for i in report.indicators if _measures_spending(context, i)]
    rate = context.quantity("budget.execution_rate.total")
    repeating = next(
        (i for i in found if base and rate and _completion(i) == rate.value
         and _SPENDING_WORDS.search(i.name)), None,
    )  # fmt: skip
    weights = [q.value for i in found if (q := exact(i.quantity("weight")))]
    total = base + sum(weights, Decimal(0))
    line = "+".join(f"{w:f}" for w in ([base] if base else []) + weights) + f"={total:f}分"
    facts = tuple(i for item in found for i in context.item_ids(item, "name", "weight"))
    if found and (total > context.profile.spending_weight or repeating):
        names = "、".join(f"“{i.name}”" for i in found)
        yield Outcome(
            "fails", line, facts, (repeating or found[0]).path,
            message=f"预算执行{base:f}分与{names}都在考核支出进度，合计{total:f}分",
        )  # fmt: skip
    else:
        yield Outcome("holds", line if found else "没有重复计分", facts)


def _execution_weight(context: Context) -> Decimal:
    """Points of the execution row (the profile's when they are not printed; none without a row)."""
    printed = context.quantity("evaluation.execution_weight")
    if printed:
        return printed.value
    scored = context.figure("evaluation.execution_score")
    return min(context.profile.execution_weight) if scored else Decimal(0)


def _completion(item: Item) -> Decimal | None:
    quantity = exact(item.quantity("completion_rate"))
    return quantity.value if quantity else None


def _measures_spending(context: Context, item: Item) -> bool:
    """Whether an indicator repeats the rate or the amount of spending."""
    rate = context.quantity("budget.execution_rate.total")
    spent = context.quantity("budget.executed.total")
    actual = exact(item.quantity("actual"))
    if SPENDING_NAMES.search(item.name):
        return True
    if rate and _completion(item) == rate.value and _SPENDING_WORDS.search(item.name):
        return True
    # a ceiling on cost is what the cost axis is for (财预〔2021〕101号)
    cost = "成本" in item.text("level1") + item.text("level2")
    same = spent and actual and actual.dimension == "money" and actual.base == spent.base
    return bool(same and not cost)


@check("ind.qualitative_share")
def qualitative_share(context: Context) -> Iterator[Outcome]:
    """Share of the weight that rests on qualitative indicators."""
    items = [i for i in context.report.indicators if i["target"]]
    if not items:
        return
    weights = [(i, q.value) for i in items if (q := exact(i.quantity("weight")))]
    total = sum(w for _, w in weights)
    words = [(i, w) for i, w in weights if i.quantity("target") is None]
    if not total:
        return
    share = sum(w for _, w in words) * 100 / total
    line = f"定性{len(words)}个，分值占{share:.2f}%"
    if share > context.profile.qualitative_share:
        facts = tuple(i for item, _ in words for i in context.item_ids(item, "target"))
        yield Outcome("fails", line, facts, message=f"定性指标分值占{share:.2f}%，过高")
    else:
        yield Outcome("holds", line)


@check("ind.all_equal_target")
def all_equal_target(context: Context) -> Iterator[Outcome]:
    """Nearly all actual values repeat their targets with full marks."""
    entries = judged(context)
    if not entries:
        return
    equal = [
        e for e in entries
        if e.actual.value == e.target.value and e.score and e.weight and e.score.value == e.weight.value
    ]  # fmt: skip
    line = f"{len(entries)}个指标中{len(equal)}个完成值等于指标值"
    if len(entries) >= 5 and len(equal) * 10 >= len(entries) * 9:
        yield Outcome("fails", line, message=f"{line}并得满分，完成值可能是照抄指标值")
    else:
        yield Outcome("holds", line)


@check("ind.comparator_missing")
def comparator_missing(context: Context) -> Iterator[Outcome]:
    """Targets without ≥ ≤ = or a word for it."""
    items = [(i, q) for i in context.report.indicators if (q := i.quantity("target"))]
    missing = [i for i, q in items if q.comparator is None]
    if not items:
        return
    facts = tuple(x for i in missing for x in context.item_ids(i, "target"))
    names = "、".join(f"“{i.name}”" for i in missing)
    if missing:
        yield Outcome(
            "fails", f"{len(missing)}个", facts, message=f"{names}没有写明指标方向（≥、≤或=）",
            effect=f"{len(missing)}个指标没有方向",
        )  # fmt: skip
    else:
        yield Outcome("holds", f"{len(items)}个指标都写明方向")


@check("ind.level_missing")
def level_missing(context: Context) -> Iterator[Outcome]:
    """No level-1 or level-2 class at any indicator, so the weight structure cannot be seen."""
    items = context.report.indicators
    if not items:
        return
    bare = [i for i in items if not i.text("level1") and not i.text("level2")]
    if len(bare) == len(items):
        facts = tuple(x for i in bare for x in context.item_ids(i, "name"))
        yield Outcome(
            "fails", f"{len(bare)}个指标", facts, message="指标没有写明一级、二级分类，分值结构无法核对",
            effect=f"{len(bare)}个指标都没有一级、二级分类",
        )  # fmt: skip
    else:
        yield Outcome("holds", f"{len(items) - len(bare)}个指标写明分类")


@check("ind.planned_frequency")
def planned_frequency(context: Context) -> Iterator[Outcome]:
    """Counts that are multiples of 12, as planned frequencies are; only worth a note."""
    counts = [
        q for i in context.report.activities
        if (q := exact(i.quantity("value"))) and q.dimension == "count"
    ] + [
        q for i in context.report.indicators
        if (q := i.quantity("target")) and q.dimension == "count"
    ]  # fmt: skip
    if len(counts) < 3:
        return
    twelve = [q for q in counts if q.value >= 12 and q.value % 12 == 0]
    line = "、".join(str(q) for q in twelve)
    if len(twelve) >= 3 and len(twelve) * 5 >= len(counts):
        yield Outcome("note", line, reason=f"{line}都是12的倍数，像是计划频次")
    else:
        yield Outcome("holds", f"{len(counts)}个次数中{len(twelve)}个是12的倍数")

