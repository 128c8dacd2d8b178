"""Budget figures: each amount or rate is bound by the label before it.

Measure and subject of a label are read independently (`library.Labels`). What a label leaves
out is taken from the context, in this order: the clause, the sentence, the paragraph, the
heading, the whole unit. A label that stands after an unknown word is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractor.find.draft import Draft
from extractor.library import CLAUSE_START, Label

PATTERN = "vocabulary"
_PARTS = ("其中", "分别为", "包括", "含", "构成")
_SAME_AGAIN = regex.compile(r"\(?(?:合|折合|约合|即|折|约)")
"""32293.27万元（合3.23亿元）: the same amount once more."""
_OTHER_THING = regex.compile(
    r"(?:[\u4e00-\u9fff]{2,}(?:项目|工程|补助|补贴|活动|建设)|[\u4e00-\u9fff]{3,}(?:经费|资金))$"
)
_REASON = regex.compile("因(?!公)|由于|根据|按照|年中|年度中间")
_COMPLETED = regex.compile("完成[^，]{0,8}预算")
_COMPLETION_OF = {
    "initial": "initial_completion_rate",
    "stated": "execution_rate",
    "adjusted": "execution_rate",
}
"""完成年初预算的 r% / 完成预算的 r%: the base named, and the rate it makes."""


@dataclass(slots=True)
class _Bound:
    measure: str
    subject: str
    explicit_measure: bool
    clause: str


@dataclass(slots=True)
class _Context:
    """What earlier labels left for the later ones."""

    paragraph_subject: str | None = None
    top: _Bound | None = None
    last: _Bound | None = None
    last_money: _Bound | None = None
    parent: _Bound | None = None
    in_parts: bool = False
    section_subject: str | None = None
    last_path: str = ""
    carried: bool = field(default=False)

    def new_sentence(self) -> None:
        if self.top:
            self.paragraph_subject = self.top.subject
        self.parent = self.last_money or self.parent
        self.top = None
        self.in_parts = False


def find_budget(draft: Draft) -> None:
    """Bind the budget figures of all paragraphs."""
    context = _Context()
    text = draft.text
    for paragraph in text.paragraphs:
        start = draft.masked.locate(paragraph.start)
        end = draft.masked.locate(paragraph.end)
        if not context.carried:
            context = _Context(section_subject=_section_subject(draft, paragraph.start))
        _paragraph(draft, context, start, end)
        context.carried = draft.masked.text[start:end].endswith(("其中:", "其中"))
        if context.carried:
            context.in_parts, context.parent = True, context.top or context.last


def _section_subject(draft: Draft, position: int) -> str | None:
    """The subject that the nearest heading names (（一）基本支出和使用情况)."""
    for heading in reversed(draft.text.section(position)):
        found = draft.library.labels.subjects_in(draft.text.folded[heading.start : heading.end])
        if "three_public" in found:
            return "three_public"
        if len(found) == 1:
            return found.pop()
    return None


def _paragraph(draft: Draft, context: _Context, start: int, end: int) -> None:
    text = draft.masked.text
    previous = start
    for index in draft.masked.tokens_in(start, end):
        if not draft.is_quantity(index):
            continue
        position = draft.masked.positions[index]
        between = text[previous:position]
        if "。" in between:
            context.new_sentence()
            between = between[between.rindex("。") + 1 :]
        if any(word in between for word in _PARTS):
            context.in_parts = True
            context.parent = context.last_money or context.parent
        if index not in draft.taken:
            _bind(draft, context, index, clause_before(text, previous, position), between)
        previous = position + 1


def clause_before(text: str, start: int, position: int) -> str:
    """The words between the last clause mark and a figure (a colon right before it is skipped)."""
    window = text[start:position]
    trimmed = window.rstrip(": ")
    cut = 0
    for match in CLAUSE_START.finditer(trimmed):
        cut = match.end()
    return trimmed[cut:]


def _bind(draft: Draft, context: _Context, index: int, clause: str, between: str) -> None:
    kind = draft.masked.tokens[index].kind
    if kind == "bare" and not draft.unit_line:
        return
    figure = "rate" if kind == "rate" else "money"
    if kind not in {"money", "rate", "wan", "bare"}:
        return
    if _SAME_AGAIN.fullmatch(clause) and context.last_money and figure == "money":
        draft.add_figure(
            context.last_path, index, label=clause.strip("( "), pattern=PATTERN, money=True
        )
        return
    label = draft.library.labels.read(clause)
    if label.foreign and not (
        (label.measure or "").startswith("adjustment") and _REASON.search(between)
    ):
        return
    if not label.subject and not label.about_self and _speaks_of_other(between, clause):
        return
    bound = (
        _rate(draft, context, label, clause)
        if figure == "rate"
        else _money(draft, context, label, clause, index)
    )
    if bound is None or draft.library.labels.figure(bound.measure) != figure:
        return
    position = draft.masked.positions[index]
    path = f"budget.{bound.measure}.{bound.subject}"
    draft.add_figure(
        path,
        index,
        negative=label.negative,
        label=draft.printed(position - (len(clause) - label.start), position).strip("：: ")
        if label.start < len(clause)
        else clause,
        pattern=PATTERN,
        money=figure == "money",
    )
    if not context.in_parts or (context.top is None and context.parent is None):
        context.top = context.top or bound
        if label.subject:
            context.top = bound
    context.last = bound
    if figure == "money":
        context.last_money, context.last_path = bound, path


def _speaks_of_other(between: str, clause: str) -> bool:
    """Whether the clause before names some project or work (…工程，预算金额为)."""
    before = between[: len(between) - len(clause)].rstrip("：:，为 ")
    return bool(_OTHER_THING.search(before))


def _money(
    draft: Draft, context: _Context, label: Label, clause: str, index: int
) -> _Bound | None:
    if label.measure:
        if draft.library.labels.figure(label.measure) != "money":
            return None
        subject = label.subject or _subject(context, label)
        return _Bound(label.measure, subject, explicit_measure=True, clause=clause)
    if not label.subject or label.subject == "total":
        return None
    source = context.parent if context.in_parts else context.last
    if source is not None and draft.library.labels.figure(source.measure) == "money":
        return _Bound(source.measure, label.subject, explicit_measure=False, clause=clause)
    measure = _repeated_measure(draft, label.subject, index)
    return _Bound(measure, label.subject, explicit_measure=False, clause=clause) if measure else None


def _repeated_measure(draft: Draft, subject: str, index: int) -> str | None:
    """The measure under which the same amount of the same subject stands elsewhere."""
    quantity = draft.quantity(index, money=True)
    for fact in draft.facts:
        head, _, tail = fact.path.removeprefix("budget.").partition(".")
        if (
            fact.path.startswith("budget.") and tail == subject
            and fact.quantity and quantity and fact.quantity.base == quantity.base
        ):  # fmt: skip
            return head
    return None


def _subject(context: _Context, label: Label) -> str:
    if label.about_self:
        return "total"
    last = context.last
    if context.in_parts and last and last is not context.parent and last.explicit_measure:
        return _heritable(last.subject)
    if context.top:
        return _heritable(context.top.subject)
    return _heritable(context.paragraph_subject or context.section_subject or "total")


def _heritable(subject: str) -> str:
    """A subject that later labels may leave out; lines of the accounts are not among them."""
    return "total" if subject in {"current_year", "surplus_used", "surplus_distributed"} else subject


def _rate(draft: Draft, context: _Context, label: Label, clause: str) -> _Bound | None:
    """A named rate (预算执行率), or the completion of a named base (完成预算的 r%)."""
    if label.measure and draft.library.labels.figure(label.measure) == "rate":
        subject = label.subject or _subject(context, label)
        return _Bound(label.measure, subject, explicit_measure=True, clause=clause)
    if label.measure in _COMPLETION_OF and (
        clause.lstrip().startswith(("完成", "为", "占调整")) or _COMPLETED.search(clause)
    ):
        subject = label.subject or _subject(context, label)
        return _Bound(_COMPLETION_OF[label.measure], subject, True, clause)
    last = context.last
    if label.subject and not label.measure and last and (
        draft.library.labels.figure(last.measure) == "rate"
    ):  # 完成预算的 96.94%，其中基本支出完成 99.29%
        return _Bound(last.measure, label.subject, explicit_measure=False, clause=clause)
    if clause.strip() == "的" and last and "完成" in last.clause:
        rate = _COMPLETION_OF.get(last.measure)
        return _Bound(rate, last.subject, True, clause) if rate else None
    return None
