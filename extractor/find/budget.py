"""Budget figures: each amount or rate is bound by the label before it.

Measure and subject of a label are read independently (`library.Labels`). What a label leaves
out is taken from the context, in this order: the clause, the sentence, the paragraph, the
heading, the whole unit. A label that stands after an unknown word is left alone, and so are
the labels without a subject that follow it (…改造工程支出15万元，执行率98%).
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.find.clauses import clause_of, leaves_bracket
from extractor.find.context import Bound, Context, Open
from extractor.find.draft import Draft
from extractor.find.lists import read_lists
from extractor.find.measures import money_bound, rate_bound
from extractor.find.whose_money import (
    OFFICES,
    begin_anew,
    entry_of_other,
    item_of,
    leave_wider,
    led_by_other,
    of_last_year,
    other_unit,
    wider,
    without_some,
)
from extractor.find.years import Years
from extractor.library import Label

PATTERN = "vocabulary"
_PARTS = re.compile("其中|分别为|包括|含|构成")
_INTRODUCES = re.compile(
    "其中|如下|情况|分别|包括|具体|预算|支出|收入|经费|资金|方面|执行|决算|总体|整体|单位|部门|结转|结余|合计|方式"
)
_SAME_AGAIN = re.compile(r"\(?(?:合|折合|约合|即|折|约)")
"""32293.27万元（合3.23亿元）: the same amount once more."""
_OTHER_THING = re.compile(
    r"(?:[\u4e00-\u9fff]{2,}(?:项目|工程|补助|补贴|活动|建设)|[\u4e00-\u9fff]{3,}(?:经费|资金))$"
)
_REASON = re.compile("因(?!公)|由于|根据|按照|年中|年度中间")
_CAUSE = re.compile("(?:因(?!公)|由于)[^，。；\\n]*$")
"""因上级下达专项资金，年中追加…: a clause that says why names nothing that the next figure is about."""
_BECAUSE = re.compile("原因(?:是|为|:|在于|有)|主要(?:是|由于|因(?!公)|原因)")
_FUNCTION = re.compile(r"\(类\)[^，。；\n]{1,40}\([款项]\)")
_FUNCTION_TAIL = re.compile(r"[^，。；(\n]{0,12}\([款项]\)")
"""A line of the functional classification: labels without a subject are about it."""
_EXPECTED = frozenset({"", "预", "预测", "计划", "拟", "力争"})
"""Unknown words before a year that belong to it (预计2025年全年预算; 计 is a filler)."""
_COUNT = "\ue004"
_MONEY = "\ue000\ue005\ue006"
_OF_SO_MANY = re.compile("(?:及?以[上下])?的(?:项目|单位)?[有共]{0,2}\ue004")
_THINGS = re.compile("(?:[预算支出专]{2})?项目|(?:所属|下属|预算)?单位")
_CLOSING = re.compile(r"\s*(?:以上)?(?:合计|共计|总计|总共)(?:为|是|:|金额|资金)*")
_TOTALS = re.compile(r"\s*(?:以上)?(?:合计|共计|总计|总共)")
_INTRO = re.compile("[^，。；:\n\ue000-\ue007]{2,30}(?=:$|中[，:]$)")
_FUNDS = frozenset({"general_public_budget", "government_funds", "state_capital_budget"})
_RUNNING = frozenset({"executed", "execution_rate", "initial_completion_rate", "unspent"})
"""Measures that are taken during the year as well as at its end."""
_SPENT = frozenset({"executed", "stated", "granted", "received"})
_ENTRIES = ("projects[", "projects.key", "projects.groups")


def find_budget(draft: Draft) -> None:
    """Bind the budget figures of all paragraphs."""
    years = Years.of(draft)
    context = Context()
    final = any(f.path == "report.kind" and f.text == "final_accounts" for f in draft.facts)
    sections: dict[int, tuple[str | None, str | None]] = {}
    for paragraph, start, end in draft.paragraphs:
        line = draft.masked.text[start:end]
        if not context.carries(line):
            if paragraph.heading not in sections:
                sections[paragraph.heading] = _section(draft, paragraph.start)
            subject, measure = sections[paragraph.heading]
            context = Context(subject, measure or ("executed" if final else None))
        context.lists = read_lists(draft, start, end)
        _paragraph(draft, context, years, start, end)
        context.end_paragraph(line)
        if line.endswith(":") and _intro(draft, context, line):  # 年初预算安排： and lines of parts
            context.opened = True
    leave_wider(draft)


def _section(draft: Draft, position: int) -> tuple[str | None, str | None]:
    """What the headings name: subject of the nearest one (（一）基本支出情况), and measure."""
    labels = draft.library.labels
    subject = measure = None
    for heading in reversed(draft.text.section(position)):
        title = draft.text.folded[heading.start : heading.end]
        found = labels.subjects_in(title)
        if subject is None and found:
            single = found.pop() if len(found) == 1 else None
            subject = "three_public" if "three_public" in found else single
            if subject == "fiscal_appropriation" and "财政资金" in title:
                subject = "total"  # 部门财政资金收支情况 heads all that the unit has
        measure = measure or labels.heading_measure(title)
    return subject, measure


def _paragraph(draft: Draft, context: Context, years: Years, start: int, end: int) -> None:
    text = draft.masked.text
    previous = start
    context.led = context.office = False
    context.entry = start
    for index in draft.masked.tokens_in(start, end):
        if not draft.is_quantity(index):
            continue
        position = draft.masked.positions[index]
        listed = index in context.lists.labels
        between = _advance(context, text, (start, previous, position, end), listed=listed)
        if index in draft.taken:
            context.unknown |= draft.taken[index].startswith(_ENTRIES)
        else:
            clause = clause_of(draft, context.lists, start, previous, index)
            context.year = years.leading(previous, position - len(clause)) or context.year
            if not context.because and index not in context.lists.unpaired:
                _intro(draft, context, _ahead(between, clause))
                _bind(draft, context, years, index, clause, between)
        previous = position + 1


def _advance(
    context: Context, text: str, at: tuple[int, int, int, int], *, listed: bool
) -> str:
    """Move the context on to the next figure; returns the words of its segment before it.

    `listed`: the figure stands in a paired list, whose 分别为 opens no parts.
    """
    start, previous, position, end = at
    between = text[previous:position]
    cut = max(between.rfind("。"), between.rfind("；")) + 1
    if "。" in between or (previous == start and not context.continues()):
        sentence = text[previous + between.rfind("。") + 1 : end]
        context.new_sentence(sentence.partition("。")[0])
    elif cut:
        context.new_segment()
    if leaves_bracket(between):
        context.end_bracket()
    if between.startswith("(") and previous > start and _lists_amounts(text, previous, end):
        context.begin_parts(bracketed=True)
    counted = previous > start and text[previous - 1] == _COUNT
    if counted and context.in_parts and between.startswith(("，", "、")):
        context.unknown = True  # 其中：购置项目11个，预算资金…: of the counted things
    function = _FUNCTION.search(text, start, position) or _FUNCTION_TAIL.match(text, start)
    context.unknown |= bool(function)
    between = between[cut:]
    context.because |= bool(_BECAUSE.search(between))
    parts = [m for m in _PARTS.finditer(between) if not (listed and m[0] == "分别为")]
    if parts:
        before = between[: parts[-1].start()]
        context.begin_parts(bracketed=before.count("(") > before.count(")"))
    return between


def _lists_amounts(text: str, opening: int, end: int) -> bool:
    """全年支出900万元（基本支出600万元、项目支出300万元）: a bracket behind an amount tells its parts."""
    close = text.find(")", opening, end)
    return text[opening - 1] in _MONEY and sum(text.count(mark, opening, close) for mark in _MONEY) > 1


def _ahead(between: str, clause: str) -> str:
    """The words between the figure before and the clause of this one."""
    return between[: max(0, len(between) - len(clause))]


def _intro(draft: Draft, context: Context, words: str) -> bool:
    """年初预算安排：基本支出80万元 …: words before a colon that name the measure of a sentence."""
    found = _INTRO.search(words)
    label = draft.library.labels.read(found[0]) if found else None
    if label is None or not label.measure or label.foreign:
        return False
    context.intro = Bound(label.measure, label.subject or "total")
    return True


def _bind(
    draft: Draft, context: Context, years: Years, index: int, clause: str, between: str
) -> None:
    kind = draft.masked.tokens[index].kind
    if kind == "bare":
        lent = draft.lent.get(index, draft.unit_line)
        kind = "rate" if lent == "%" else "money" if lent else kind
    if kind not in {"money", "rate", "wan"}:
        return
    figure = "rate" if kind == "rate" else "money"
    if _SAME_AGAIN.fullmatch(clause) and context.last_money and figure == "money":
        draft.add_figure(
            context.last_path, index, label=clause.strip("( "), pattern=PATTERN, money=True
        )
        return
    label = context.lists.labels.get(index) or draft.library.labels.read(clause)
    told = _told_of(draft, context, _became(draft, label, index), clause)
    context.led &= not told or not told.about_self
    if told is None or context.led or of_last_year(context, told, clause, between):
        return
    label = told
    if figure == "money" and context.seen and not context.top:
        begin_anew(context, label, draft.quantity(index, money=True))
    position = draft.masked.positions[index]
    year = years.own(position - len(clause), position)
    if year and label.measure and label.foreign in _EXPECTED:
        context.year = year
    label = years.other_year(year or context.year, label)
    if label.measure in _RUNNING and years.during(position - len(between), position - len(clause), position):
        return
    if _of_counted_things(draft, context, label, index, between):
        return
    if figure == "rate" and _of_many(draft, position, clause):
        return
    if "，" in between and not label.subject:
        label = _after_clause(draft, context, label, _ahead(between, clause))
    if not _may_bind(context, label, figure, clause, between):
        return
    bound = (
        rate_bound(draft, context, label, clause)
        if figure == "rate"
        else money_bound(draft, context, label, clause, index)
    )
    if bound is None or draft.library.labels.figure(bound.measure) != figure:
        _leave_open(draft, context, label, clause, index, figure)
        return
    _record(draft, context, label, clause, index, bound)


def _after_clause(draft: Draft, context: Context, label: Label, ahead: str) -> Label:
    """A label behind a clause that leaves something out, or that begins with another unit."""
    if without_some(ahead):
        context.unknown = True
        return replace(label, about_self=False)
    if not label.about_self and not context.top:
        context.unknown |= led_by_other(draft, ahead)
    return label


def _told_of(draft: Draft, context: Context, label: Label, clause: str) -> Label | None:
    """The label with the unit and the item that it speaks of; None where the item is not known."""
    if context.entry >= 0:
        context.led, context.office = entry_of_other(draft, context.entry)
        context.entry, context.wide = -1, context.office
    if label.body:
        before, _, after = clause.partition(label.body)
        body = f"中{label.body}" if before.endswith(("县中", "市中", "区中")) else label.body  # 县中医院
        if other_unit(draft, body, after):
            return replace(label, foreign=label.body, about_self=False)
        context.wide = context.office or label.body.endswith(OFFICES) or wider(draft, label.body)
    if not label.weak:
        return label
    subject = item_of(context, label)
    if subject is None or label.measure != "executed":
        return label if subject else None
    return replace(label, subject=subject, line=subject == label.subject)


def _became(draft: Draft, label: Label, index: int) -> Label:
    """年初预算由800万元调整为920万元: the verb alone speaks of the initial budget before it."""
    measure, _, subject = draft.taken.get(index - 1, "").removeprefix("budget.").partition(".")
    if label.turned != "" or measure != "initial":
        return label
    before = draft.masked.text[draft.masked.positions[index - 1] - 1]
    return replace(label, measure="adjusted", subject=subject) if before in "由从" else label


def _of_counted_things(
    draft: Draft, context: Context, label: Label, index: int, between: str
) -> bool:
    """修建排水沟1300米，支出30万元: spent on what was counted, not on everything."""
    before = index - 1
    return (
        label.measure in _SPENT and not label.subject and not label.about_self
        and context.top is None and not context.in_parts and between.startswith("，")
        and before >= 0 and draft.masked.tokens[before].kind == "count" and draft.free(before)
    )  # fmt: skip


def _of_many(draft: Draft, position: int, clause: str) -> bool:
    """Whether a rate is that of so many projects: 支付率达到100%的1个, 12个项目执行率达到100%."""
    text = draft.masked.text
    if _OF_SO_MANY.match(text, position + 1):
        return True
    before = position - len(clause) - 1
    return before >= 0 and text[before] == _COUNT and bool(_THINGS.match(clause))


def _may_bind(context: Context, label: Label, figure: str, clause: str, between: str) -> bool:
    """Whether the label speaks of the unit's budget, as far as its words and neighbours say."""
    if label.measure == "other_year":
        return False
    adjustment = (label.measure or "").startswith("adjustment")
    if label.foreign and not (adjustment and _REASON.search(between)):
        context.unknown |= figure == "money"
        context.lost |= figure == "money"
        return False
    fund = context.top is not None and context.top.subject in _FUNDS
    if fund and (label.line or (not label.subject and "合计" in clause)):
        return False  # 收入合计 of one fund is not the unit's
    if label.subject or label.about_self:
        context.unknown = context.pending = False
        return True
    if "均" in clause and len(context.segment) > 1:
        return False  # one figure for several subjects
    if context.pending and label.measure and not _TOTALS.match(clause):
        return False  # of the amount before, whose measure is not known
    caused = (label.measure or "").startswith("adjust") and _gives_cause(between, clause)
    if not caused and _speaks_of_other(between, clause):
        context.unknown = True  # and so are the figures that follow it
    return not context.unknown


def _gives_cause(between: str, clause: str) -> bool:
    """Whether the clause before the label only says why the budget was adjusted."""
    cause = _ahead(between, clause).rstrip(" ")
    return cause.endswith("，") and bool(_CAUSE.search(cause[:-1]))


def _speaks_of_other(between: str, clause: str) -> bool:
    """Whether the words before the clause name some project or work.

    …工程，预算金额为; 动物疫病防控：年初预算: a colon after words that are not about the
    budget opens the figures of the thing they name.
    """
    before = _ahead(between, clause)
    named = before.rstrip("：:，为 ")
    if before.rstrip(" ").endswith((":", "：")):
        phrase = re.split("[。；，\n]", named)[-1]
        if len(phrase) >= 3 and not _INTRODUCES.search(phrase):
            return True
    return bool(_OTHER_THING.search(named))


def _record(
    draft: Draft, context: Context, label: Label, clause: str, index: int, bound: Bound
) -> None:
    """Add the fact and remember it for the labels that follow."""
    position = draft.masked.positions[index]
    money = draft.library.labels.figure(bound.measure) == "money"
    words = context.lists.words.get(index, clause)
    if label.start < len(clause) and words == clause:
        words = draft.printed(position - (len(clause) - label.start), position)
    measures = bound.measure.split("+")  # 收、支总计 is both
    for number, measure in enumerate(measures):
        draft.add_figure(
            f"budget.{measure}.{bound.subject}", index, negative=label.negative, money=money,
            label=words.strip().strip("：:"), pattern=PATTERN, share=number > 0,
        )  # fmt: skip
    if context.wide:
        draft.wide.add(index)
    if bound.reference:
        context.reference = bound
        return
    context.remember(bound, f"budget.{measures[0]}.{bound.subject}", explicit=bool(label.subject), money=money)
    quantity = draft.quantity(index, money=True)
    if money and quantity:
        context.seen[f"budget.{measures[0]}.{bound.subject}"] = quantity.base
        _close(draft, context, quantity.base, bound)
        context.items.append(Open(index, bound.subject, bound.measure, quantity.base, words))


def _leave_open(
    draft: Draft, context: Context, label: Label, clause: str, index: int, figure: str
) -> None:
    """Keep an amount without a measure for the total that may close its sentence, or close it."""
    quantity = draft.quantity(index, money=True)
    if figure != "money" or quantity is None:
        return
    if label.subject and not label.measure:
        context.open.append(Open(index, label.subject, None, quantity.base, clause))
        context.pending = True
    elif not label.measure and _CLOSING.fullmatch(clause):
        items = context.items
        measures = {i.measure for i in items}
        whole = context.intro or Bound("", "total")
        complete = context.intro or {i.subject for i in items} == {"basic", "project"}
        if len(items) > 1 and len(measures) == 1 and complete and _sums(items, quantity.base):
            bound = replace(whole, measure=items[0].measure or "", explicit=True)
            _record(draft, context, label, clause, index, bound)


def _sums(items: list[Open], total: object) -> bool:
    return sum(i.base for i in items) == total


def _close(draft: Draft, context: Context, total: object, bound: Bound) -> None:
    """基本支出80万元，项目支出20万元，合计支出100万元: parts take the measure of their total."""
    if len(context.open) > 1 and bound.explicit and _sums(context.open, total):
        for item in context.open:
            draft.add_figure(
                f"budget.{bound.measure}.{item.subject}", item.index, label=item.label.strip("：: "),
                pattern=PATTERN, money=True,
            )  # fmt: skip
        context.open.clear()
