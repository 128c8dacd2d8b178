"""Wholes and their parts in running prose: 其中, lists with 合计, sums written out.

Each becomes one `breakdowns[i]` (`whole`, `part1` …), whether or not the figures have a
canonical path, so that the arithmetic of any sentence can be shown.
"""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.find.clauses import clause_before
from extractor.find.draft import Draft
from extractor.find.relations import change_amounts, previous_amount, subject_of

_SENTENCE = re.compile("[^。\n]+")
_MONEY = {"money", "wan"}
_PARTIAL = re.compile(r"主要(?!用于)|等[，。；]?$|等方面")
_CLOSING = re.compile("[，、；](?:以上)?(?:合计|共计|总计|总共)(?:为|是|金额|资金|投入)*([\ue000\ue005])")
_NO_PART = re.compile(
    r"比上年|较上年|同比|增加|减少|增长|下降|用于|上年|较\ue008|比\ue008|每|人均|完成|预算为|累计|结转|收回|扣除"
)
_BRACKET = re.compile(r"[(][^()]*?其中[^()]*[)]")
_FIGURE = "[\ue000\ue004\ue005\ue006]"
_WRITTEN = re.compile(rf"{_FIGURE}(?:\+{_FIGURE})+=?({_FIGURE})")
_TO_WHOLE = 12
"""Characters between a whole and its 其中, at most."""


def find_breakdowns(draft: Draft) -> None:
    """Find wholes with their parts.

    Runs after the budget labels are known: parts that carry different measures (预算 and
    执行 of one thing) are no decomposition.
    """
    masked = draft.masked
    _written_sums(draft)
    changes = change_amounts(draft)
    for _, start, end in draft.paragraphs:
        if "其中" not in masked.text[start:end] and not _CLOSING.search(masked.text, start, end):
            continue
        for sentence in _SENTENCE.finditer(masked.text, start, end):
            _sentence(draft, *sentence.span(), changes)


def _written_sums(draft: Draft) -> None:
    """30+30+29.99=89.97万元: a sum that the text writes out, its parts in the unit of the whole."""
    masked = draft.masked
    for hit in _WRITTEN.finditer(masked.text):
        figures = list(masked.tokens_in(hit.start(), hit.end()))
        whole = figures[-1]
        sign = masked.folded[masked.tokens[whole].start]
        if "=" not in hit[0] and sign != "=":
            continue
        quantity = masked.tokens[whole].quantity
        unit = quantity.unit if quantity and quantity.dimension else None
        for index in figures[:-1]:
            if unit and masked.tokens[index].kind == "bare":
                draft.lent[index] = unit
        _add_breakdown(draft, whole, figures[:-1])


def _sentence(draft: Draft, start: int, end: int, changes: set[int]) -> None:
    """The wholes of one sentence: brackets for themselves, then clause groups set apart by ；."""
    text = draft.masked.text
    inner = [(start + m.start(), start + m.end()) for m in _BRACKET.finditer(text[start:end])]
    marks = [
        start + m.start() for m in re.finditer("其中", text[start:end])
        if not any(a <= start + m.start() < b for a, b in inner)
    ]  # fmt: skip
    for opening, closing in inner:
        mark = text.find("其中", opening, closing)
        _parts(draft, mark, closing - 1, changes)
    if not marks and not inner:
        _closed_list(draft, start, end)
    if len(marks) == 1:
        _parts(draft, marks[0], end, changes)
    elif len(marks) > 1:
        for first, last in _groups(text, start, end):
            own = [m for m in marks if first <= m < last]
            if len(own) == 1:
                _parts(draft, own[0], last, changes)


def _groups(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans between the ； of a sentence."""
    cuts = [start, *(start + m.end() for m in re.finditer("；", text[start:end])), end]
    return list(pairwise(cuts))


def _parts(draft: Draft, mark: int, end: int, changes: set[int]) -> None:
    """The amounts from 其中 on; what stands in an inner bracket with 其中 is part of a part."""
    text, masked = draft.masked.text, draft.masked
    whole = previous_amount(draft, mark, changes)
    if whole is None or masked.positions[whole] < mark - _TO_WHOLE:
        return
    if text.count("(", masked.positions[whole], mark) > text.count(")", masked.positions[whole], mark):
        close = text.find(")", mark, end)
        end = close if close >= 0 else end
    skipped = [(m.start() + mark, m.end() + mark) for m in _BRACKET.finditer(text[mark:end])]
    parts: list[int] = []
    measured: list[bool] = []
    previous = mark
    for index in masked.tokens_in(mark, end):
        position = masked.positions[index]
        if not draft.is_quantity(index) or any(a <= position < b for a, b in skipped):
            continue
        clause = text[previous:position]
        quantity = draft.quantity(index, money=True)
        if masked.tokens[index].kind in _MONEY and quantity is not None:
            if "合计" in clause or "共计" in clause or _in_bracket(text, mark, position):
                return
            if _NO_PART.search(clause) or quantity.approximate or quantity.comparator:
                return
            parts.append(index)
            label = draft.library.labels.read(clause_before(text, previous, position))
            measured.append(bool(label.measure))
        previous = position + 1
    if any(measured) and not all(measured) and not _adds_up(draft, whole, parts):
        return  # 中央资金100万元，执行数98万元: what was given, and what was spent of it
    if len(parts) < 2 or _PARTIAL.search(text[mark:end]) or not _one_measure(draft, [whole, *parts]):
        return
    _add_breakdown(draft, whole, parts)


def _in_bracket(text: str, start: int, position: int) -> bool:
    """Whether a figure stands in a bracket (the part of a part, a remark)."""
    return text.count("(", start, position) > text.count(")", start, position)


def _adds_up(draft: Draft, whole: int, parts: list[int]) -> bool:
    """Whether the amounts make up the whole, give or take half a last place of each."""
    figures = [draft.quantity(i, money=True) for i in (whole, *parts)]
    known = [q for q in figures if q is not None]
    gap = known[0].base - sum(q.base for q in known[1:])
    return len(known) == len(figures) and abs(gap) <= sum(q.half_unit for q in known)


def _one_measure(draft: Draft, figures: list[int]) -> bool:
    """Whether the figures are amounts of one measure (or have no known measure)."""
    paths = [draft.taken.get(i, "") for i in figures]
    if any(p.startswith(("projects", "indicators", "changes")) for p in paths):
        return False
    return len({p.split(".")[1] for p in paths if p.startswith("budget.")}) <= 1


def _closed_list(draft: Draft, start: int, end: int) -> None:
    """Parts printed before their total: 甲12万元，乙8万元，丙5万元，共计25万元."""
    text = draft.masked.text
    closing = _CLOSING.search(text, start, end)
    whole = draft.masked.token_at(closing.start(1)) if closing else None
    if closing is None or whole is None:
        return
    parts: list[int] = []
    previous = start
    for index in draft.masked.tokens_in(start, closing.start()):
        if not draft.is_quantity(index):
            continue
        position = draft.masked.positions[index]
        if draft.masked.tokens[index].kind in _MONEY:
            clause = clause_before(text, previous, position)
            label = draft.library.labels.read(clause)
            if _NO_PART.search(clause) or label.measure or not (label.foreign or label.subject):
                return  # an amount of some other kind stands in the sentence
            parts.append(index)
        previous = position + 1
    if len(parts) >= 3 and _one_measure(draft, parts):
        _add_breakdown(draft, whole, parts)


def _add_breakdown(draft: Draft, whole: int, parts: list[int]) -> None:
    number = draft.next_index("breakdowns")
    prefix = f"breakdowns[{number}]"
    draft.add_figure(
        f"{prefix}.whole", whole, label=subject_of(draft, whole), pattern="breakdowns",
        money=True, share=True,
    )  # fmt: skip
    for count, part in enumerate(parts, 1):
        draft.add_figure(
            f"{prefix}.part{count}", part, label=subject_of(draft, part), pattern="breakdowns",
            money=True, share=True,
        )  # fmt: skip
