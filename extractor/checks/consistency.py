"""Group E: one fact in several places, in several words, in several roles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.against_form import differs_only_from_table
from extractor.checks.causes import slip
from extractor.checks.context import Context, exact
from extractor.checks.judge import INPUT_NAMES
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.support import confirmed
from extractor.checks.told import of_this_year
from extractor.intervals import Interval
from extractor.library import load as load_library
from extractor.library.matching import similarity, words_of
from extractor.model import Cause, Fact, Figure, Item, Quantity

_SAME = 0.34
"""Similarity from which two names may speak of one thing when their values agree."""
_SURELY = 0.75
"""Similarity from which two names must speak of one thing."""
_RELATIONS = ("changes[", "shares[", "breakdowns[", "activities[", "context.", "budget.addition.")
_AGAIN = {"合", "折合", "约合", "即", "折", "约"}
"""Words that announce the same amount in another unit (合3.23亿元)."""
_CONNECTED = re.compile("[为是:：共计达]+$")
_FULL = 4
_FULL_LABEL = re.compile("年初|全年|调整|编制|人数|综合|总分|自评|等级|项目.*(?:个|数)|率|共|核定|实有")
"""A label that can mean one thing only; a bare 预算 or 支出 may speak of a part."""
_YEAR_END = re.compile("本年收入|本年支出|年末结转|总计")
"""Lines of the year's accounts: one value each, but also of a single fund."""
_TYPICAL_SLIPS = {"transposition", "one_digit", "decimal_shift", "unit_slip", "dropped_digit"}
_UNLIKELY_SLIPS = {"transposition", "decimal_shift", "unit_slip"}
"""Slips that chance seldom imitates, even in short figures (757.00 and 577.00)."""
_TELLING, _SHORT = 4, 3
"""Digits from which a slip tells two wordings of one figure, and with one value confirmed."""
_SHARES = {"basic", "project"}
"""Subjects that make up a total."""
_LABELS_WORTH_A_NOTE = 3
_LARGE = Decimal(30)


@check("same.fact_values")
def fact_values(context: Context) -> Iterator[Outcome]:
    """All mentions of one fact agree, to the coarser printed place."""
    agreeing: list[str] = []
    for path, figure in context.report.figures.items():
        first = figure.first.quantity
        if len(figure.mentions) < 2 or first is None or path.startswith(_RELATIONS):
            continue
        if any(f.quantity is None or f.quantity.approximate for f in figure.mentions):
            continue
        if figure.agrees:
            agreeing.append(f"{first}×{len(figure.mentions)}")
        elif not differs_only_from_table(figure):
            yield _contradicting(context, path, figure)
    yield from _plain_budgets(context)
    if agreeing:
        yield Outcome("holds", "、".join(agreeing) + "：各处一致")


_BUDGETS = ("adjusted", "executed", "initial")


def _unplaced(context: Context) -> Iterator[tuple[str, str, Quantity, tuple[str, ...]]]:
    """Amounts that may repeat a known one: (path, subject, amount, measures it may repeat)."""
    labels = load_library().labels
    for path, figure in context.report.figures.items():
        quantity = exact(figure.quantity)
        if quantity is None or quantity.dimension != "money":
            continue
        if path.startswith("budget.stated."):
            yield path, path.removeprefix("budget.stated."), quantity, _BUDGETS
        elif path.startswith("budget.addition."):
            yield path, path.removeprefix("budget.addition."), quantity, ("adjustment",)
        elif path.startswith("activities["):
            label = labels.read(figure.first.label)
            if label.subject and not label.foreign and not label.measure:
                yield path, label.subject, quantity, _BUDGETS


def _plain_budgets(context: Context) -> Iterator[Outcome]:
    """An amount that is one slip away from a budget figure of the same subject."""
    for path, subject, stated, measures in _unplaced(context):
        for measure in measures:
            known = context.quantity(f"budget.{measure}.{subject}")
            if known is None or known.factor != stated.factor:
                continue
            word = slip(stated.value, known.value)
            digits = f"{known.value:f}".replace(".", "").strip("0")
            if word and word[0] in _TYPICAL_SLIPS and len(digits) >= 4:
                other = f"budget.{measure}.{subject}"
                yield Outcome(
                    "fails", f"{stated}与{known}", context.ids(path, other),
                    message=f"{context.label(path)}{stated}与{context.label(other)}{known}只差一处，像是同一个数",
                    expected=str(known), reported=str(stated), causes=(Cause(word[0], word[1]),),
                    repairs={path: Interval.exact(known.base), other: Interval.exact(stated.base)},
                )  # fmt: skip
                break


def _contradicting(context: Context, path: str, figure: Figure) -> Outcome:
    counted: Counter[Decimal] = Counter(f.quantity.base for f in figure.mentions if f.quantity)
    proven = confirmed(context, figure)
    majority = next(iter(proven)) if len(proven) == 1 else counted.most_common(1)[0][0]
    right = next(f for f in figure.mentions if f.quantity and f.quantity.base == majority)
    odd = [f for f in figure.mentions if f.quantity and f.quantity.base != majority]
    line = "；".join(f"{f.places[0].ref}“{f.label}”{f.quantity}" for f in figure.mentions)
    causes: list[Cause] = []
    for fact in odd:
        if fact.quantity and right.quantity and fact.quantity.factor == right.quantity.factor:
            word = slip(fact.quantity.value, right.quantity.value)
            if word:
                causes.append(Cause(word[0], f"{right.quantity}与{fact.quantity}：{word[1]}"))
        other = _same_value_elsewhere(context, path, fact)
        if other:
            causes.append(Cause("other_label", f"{fact.quantity}与“{other.label}”相同，像是填错了项目"))
    plain = (_explicit(figure) and _near_one_another(figure)) or (
        len(proven) == 1 and (_named_in_full(figure) or _beyond_the_whole(context, path, odd))
    )
    if not plain and not _slipped(right, causes, sure=len(proven) == 1):
        return Outcome("undetermined", line, figure.ids, reason="各处数值不同，可能口径不同")
    return Outcome(
        "fails", line, figure.ids,
        message=f"“{right.label}”在不同位置数值不一致：{'、'.join(str(f.quantity) for f in (right, *odd))}",
        expected=str(right.quantity), reported="、".join(str(f.quantity) for f in odd),
        causes=tuple(causes), repairs={path: Interval.exact(majority)},
    )  # fmt: skip


def _slipped(right: Fact, causes: list[Cause], *, sure: bool) -> bool:
    """Whether a slip of the pen, rather than another meaning, parts the printed values.

    `sure`: sums or rates of the report confirm the right one alone; then fewer digits tell,
    unless the other value stands in the report under a label of its own.
    """
    kinds = {c.kind for c in causes}
    telling = len(f"{right.quantity.value:f}".replace(".", "").strip("0")) if right.quantity else 0
    if telling >= _TELLING:
        return bool(kinds & _TYPICAL_SLIPS)
    return (
        sure and telling >= _SHORT and bool(kinds & _UNLIKELY_SLIPS) and "other_label" not in kinds
    )


def _near_one_another(figure: Figure) -> bool:
    """Whether the values are of one size: a tenth of 全年支出 is rather that of a unit below."""
    values = [abs(f.quantity.base) for f in figure.mentions if f.quantity]
    return max(values) <= 2 * min(values)


def _explicit(figure: Figure) -> bool:
    """Whether the printed labels of all mentions say the same in full (全年预算数, not 支出)."""
    labels = {re.sub(r"[为是:：共计]+$", "", f.label) for f in figure.mentions}
    named = labels - _AGAIN
    return len(named) == 1 and all(len(n) >= _FULL and _FULL_LABEL.search(n) for n in named)


def _named_in_full(figure: Figure) -> bool:
    """Whether every mention has a label that can mean one thing only, be it in other words."""
    labels = {re.sub(r"[为是:：共计]+$", "", f.label) for f in figure.mentions} - _AGAIN
    return all(len(n) >= _FULL and (_FULL_LABEL.search(n) or _YEAR_END.search(n)) for n in labels)


def _beyond_the_whole(context: Context, path: str, odd: list[Fact]) -> bool:
    """Whether each mention that differs names its subject, yet has as much as the whole or more.

    基本支出4201.04万元 of 4201.04万元 in all: no fund and no unit has a smaller part that reads so.
    """
    measure, _, subject = path.rpartition(".")
    term = load_library().labels.vocabulary.subjects.get(subject)
    whole = context.quantity(f"{measure}.total")
    if subject not in _SHARES or term is None or whole is None:
        return False
    return all(
        f.quantity is not None and f.quantity.base >= whole.base and any(w in f.label for w in term.words)
        for f in odd
    )  # fmt: skip


def _same_value_elsewhere(context: Context, path: str, fact: Fact) -> Fact | None:
    for other in context.report.facts:
        if (
            other.path != path and other.path.startswith("budget.") and other.start != fact.start
            and other.quantity and fact.quantity and other.quantity.base == fact.quantity.base
            and fact.quantity.value
        ):  # fmt: skip
            return other
    return None


@check("same.indicator_vs_narrative")
def indicator_vs_narrative(context: Context) -> Iterator[Outcome]:
    """An indicator's actual value and the narrative's count of the same thing."""
    counted = [(a, q) for a in context.report.activities if (q := a.quantity("value"))]
    for item in context.report.indicators:
        actual = exact(item.quantity("actual"))
        if actual is None:
            continue
        best: tuple[float, Item, Quantity] | None = None
        for activity, value in counted:
            if value.unit != actual.unit or _inside(item, activity, context):
                continue
            score = similarity(item.name, activity.text("label"))
            equal = value.base == actual.base and value.value >= 10
            if (equal and score >= _SAME) or (score >= _SURELY and (equal or _of_year(context, activity))):
                rank = score + (1 if equal else 0)
                if best is None or rank > best[0]:
                    best = (rank, activity, value)
        if best is None:
            continue
        _, activity, value = best
        facts = (*context.item_ids(item, "actual"), *context.item_ids(activity, "value"))
        line = f"“{item.name}”{actual}，叙述“{activity.text('label')}”{value}"
        if value.base == actual.base or value.approximate:
            yield Outcome("holds", line, facts)
        else:
            yield Outcome(
                "fails", line, facts, item.path,
                message=f"“{item.name}”实际完成值{actual}与正文“{activity.text('label')}”{value}不一致",
                expected=str(value), reported=str(actual),
            )  # fmt: skip


def _of_year(context: Context, activity: Item) -> bool:
    """Whether a count of the narrative may be the whole year's, and no plan or part."""
    year = context.figure("report.fiscal_year")
    return of_this_year(
        context.folded, activity.fields["value"].first.start, year.first.text if year else None
    )


def _inside(item: Item, activity: Item, context: Context) -> bool:
    """Whether a count stands in the indicator's own paragraph."""
    a, b = item.fields["actual"].first.start, activity.fields["value"].first.start
    return "\n" not in context.report.text[min(a, b) : max(a, b)]


@check("same.key_item")
def key_item(context: Context) -> Iterator[Outcome]:
    """The key project's figures equal those in the project list."""
    name = context.figure("projects.key.name")
    if name is None:
        return
    ranked = sorted(
        ((similarity(name.first.text, p.name), p) for p in context.report.projects),
        key=lambda pair: -pair[0],
    )
    if not ranked or ranked[0][0] < _SURELY:
        return
    project = ranked[0][1]
    for field in ("budget", "executed"):
        key, listed = context.quantity(f"projects.key.{field}"), exact(project.quantity(field))
        if key is None or listed is None:
            continue
        facts = (*context.ids(f"projects.key.{field}"), *context.item_ids(project, field))
        line = f"{key}与{listed}"
        if context.interval(key).overlaps(context.interval(listed)):
            yield Outcome("holds", line, facts)
        else:
            word = slip(key.value, listed.value)
            yield Outcome(
                "fails", line, facts, project.path,
                message=f"重点项目“{name.first.text}”两处金额不同：{key}与{listed}",
                expected=str(listed), reported=str(key),
                causes=(Cause(word[0], word[1]),) if word else (),
                repairs={
                    f"projects.key.{field}": context.interval(listed),
                    f"{project.path}.{field}": context.interval(key),
                },
            )  # fmt: skip


@check("same.linked_roles")
def linked_roles(context: Context) -> Iterator[Outcome]:
    """An indicator on the budget itself repeats the budget's figures."""
    initial, executed = (context.quantity(f"budget.{m}.total") for m in ("initial", "executed"))
    for item in context.report.indicators:
        target, actual = item.quantity("target"), exact(item.quantity("actual"))
        if (
            not INPUT_NAMES.match(item.name) or target is None or actual is None
            or initial is None or executed is None or target.dimension != "money"
        ):  # fmt: skip
            continue
        facts = (*context.item_ids(item, "target", "actual"),
                 *context.ids("budget.initial.total", "budget.executed.total"))  # fmt: skip
        line = f"指标值{target.value:f}与年初预算{initial.value:f}，实际{actual.value:f}与执行数{executed.value:f}"
        matching = (target.base == initial.base, actual.base == executed.base)
        if all(matching):
            yield Outcome("holds", line, facts)
        elif any(matching):
            yield Outcome(
                "fails", line, facts, item.path, message=f"“{item.name}”与预算数、执行数只有一个相符：{line}"
            )


@check("same.label_alias")
def label_alias(context: Context) -> Iterator[Outcome]:
    """One amount under three or more names: normal, but worth one term."""
    names: dict[Decimal, dict[str, Fact]] = defaultdict(dict)
    for fact in context.report.facts:
        if fact.path.startswith("budget.") and fact.type == "money" and fact.quantity:
            label = _CONNECTED.sub("", fact.label).strip("， ")
            names[fact.quantity.base].setdefault(label, fact)
    notes = [
        (f"{next(iter(found.values())).quantity}称为" + "、".join(f"“{n}”" for n in found), found)
        for value, found in names.items()
        if len(found) >= _LABELS_WORTH_A_NOTE and value
    ]
    for line, found in notes:
        yield Outcome("note", line, tuple(f.id for f in found.values()), reason="同一数值有多种称呼")
    if names and not notes:
        yield Outcome("holds", "同一数值称呼一致")


@check("same.numeral_forms")
def numeral_forms(context: Context) -> Iterator[Outcome]:
    """Counts of villages and communities agree, in digits and in words."""
    base = "organization"
    villages, communities, both, committees = (
        context.quantity(f"{base}.{k}.count")
        for k in ("villages", "communities", "communities_and_villages", "community_committees")
    )
    if villages and communities and both:
        facts = context.ids(*(f"{base}.{k}.count" for k in ("villages", "communities", "communities_and_villages")))
        line = f"{villages.value:f}+{communities.value:f}={both.value:f}"
        if villages.value + communities.value == both.value:
            yield Outcome("holds", line, facts)
        else:
            yield Outcome(
                "fails", line, facts,
                message=f"{villages.raw}村与{communities.raw}社区合计{villages.value + communities.value:f}个，"
                f"另处写{both.raw}社区（村）",
                expected=f"{villages.value + communities.value:f}个", reported=str(both),
            )  # fmt: skip
    if communities and committees:
        facts = context.ids(f"{base}.communities.count", f"{base}.community_committees.count")
        line = f"{communities.raw}社区与{committees.raw}社区委员会"
        if communities.value == committees.value:
            yield Outcome("holds", line, facts)
        else:
            yield Outcome("fails", line, facts, message=f"社区个数前后不一致：{line}")


@check("same.material_item_omitted")
def material_item_omitted(context: Context) -> Iterator[Outcome]:
    """The largest spending item is not named in the sentence on what the money was for."""
    purpose = context.figure("budget.executed.project.purpose")
    spent = [(p, q) for p in context.report.projects if (q := exact(p.quantity("executed")))]
    if purpose is None or len(spent) < 2:
        return
    total = sum(q.base for _, q in spent)
    largest, amount = max(spent, key=lambda pair: pair[1].base)
    share = amount.base * 100 / total if total else Decimal(0)
    facts = (*context.item_ids(largest, "name", "executed"), purpose.first.id)
    line = f"“{largest.name}”{amount}，占{share:.2f}%"
    named = _named(largest.name, purpose.first.text)
    if share <= _LARGE or named:
        yield Outcome("holds", line, facts)
    else:
        yield Outcome(
            "fails", line, facts, message=f"支出最大的“{largest.name}”（占{share:.2f}%）没有出现在资金用途的叙述里"
        )


def _named(name: str, text: str) -> bool:
    telling = [w for w in words_of(name) if len(w) >= 2]
    return sum(len(w) for w in telling if w in text) * 2 >= sum(map(len, telling))
