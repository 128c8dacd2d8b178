"""Wholes and their parts in running prose: 其中, lists with 合计, sums written out.

Each becomes one `breakdowns[i]` (`whole`, `part1` …), whether or not the figures have a
canonical path, so that the arithmetic of any sentence can be shown.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from extractor.find.clauses import clause_before, start_of
from extractor.find.draft import Draft
from extractor.find.introductions import find_introductions
from extractor.find.kinds import find_kinds
from extractor.find.relations import change_amounts, previous_amount
from extractor.find.splits import find_splits
from extractor.find.wholes import Mode, add_breakdown, adds_up, is_whole, label_of, mode_of
from extractor.numbers import MONEY_KINDS

_SENTENCE = re.compile("[^。\n]+")
_PARTIAL = re.compile(r"主要(?!用于)|等[，。；]?$|等方面")
_CLOSING = re.compile("[，、；](?:以上)?(?:合计|共计|总计|总共|共)(?:为|是|金额|资金|投入)*([\ue000\ue005])")
_NO_PART = re.compile(
    r"比上年|较上年|同比|增加|减少|增长|下降|用于|上年|较\ue008|比\ue008|每|人均|完成|预算为|累计|结转|收回|扣除"
)
_NESTED = re.compile("，(?:主要)?(?:包括|用于|其中|分为|由)|(?:包括|用于)[^，、；]{0,8}:")
"""Words that open the parts of a part, up to the next ；."""
_PAID = re.compile("[，、；](?:已|共|实际|累计|现已|目前已)*(?:支付|拨付|支出|发放|兑付)(?:资金|金额)?")
"""已完工项目1800万元，支付1746万元: what was paid of the part before."""
_BRACKET = re.compile(r"[(][^()]*?其中[^()]*[)]")
_CARRIED = {"结转", "上年"}
_WHERE_LEFT = {"结转", "收回"}
_LEFT_WORDS = re.compile("(?:年末|尚|还)?(?:未[支执使拨]|剩余|结余|尚余|节余|余额)")
_REST = {"unspent", "carry_over", "carried_forward", "surplus", "recovered"}
"""Measures of what is left of a budget, and of what becomes of it."""
_INCOME = {"revenue", "opening_carry_over"}
_OUTGO = {"expenditure", "executed", "carry_over"}
_PLANNED = {"initial", "adjusted", "stated", "granted", "received"}
_ACCOUNTS = {*_INCOME, *_OUTGO}
"""Measures that stand side by side under a total of the accounts."""
_TOTALS = {"budget.revenue.total", "budget.expenditure.total"}
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
    if "+" in masked.text:
        _written_sums(draft)
    changes = change_amounts(draft)
    find_kinds(draft)
    find_splits(draft, changes)
    for _, start, end in draft.paragraphs:
        if "其中" not in masked.text[start:end] and not _CLOSING.search(masked.text, start, end):
            continue
        for sentence in _SENTENCE.finditer(masked.text, start, end):
            _sentence(draft, *sentence.span(), changes)
    find_introductions(draft, changes)


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
        add_breakdown(draft, whole, figures[:-1])


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
    """The amounts from 其中 on; what stands in an inner bracket with 其中 is part of a part.

    Parts set apart by ， end at the next ；, unless only those behind it make up the whole.
    """
    text, masked = draft.masked.text, draft.masked
    whole = _whole(draft, mark, changes)
    if whole is None:
        return
    if text.count("(", masked.positions[whole], mark) > text.count(")", masked.positions[whole], mark):
        close = text.find(")", mark, end)
        end = close if close >= 0 else end
    carried = _lines_of(draft, whole)
    read = _read(draft, mark, end, carried)
    if read is None and (cut := text.find("；", mark, end)) > 0:
        read = _read(draft, mark, cut, carried)
    if read is None:
        return
    parts, spans, measures = read
    if len(parts) < 2:
        return
    fitting = _adding_up(draft, whole, mark, parts)
    cut = text.find("；", mark, end)
    near = sum(masked.positions[i] < cut for i in parts) if cut > 0 else 0
    if fitting is None and 1 < near < len(parts):
        parts, spans, measures = parts[:near], spans[:near], measures[:near]
        fitting = _adding_up(draft, whole, mark, parts)
    if fitting is None and (len(set(measures)) > 1 or _spent_of(draft, whole, measures)):
        return  # 中央资金100万元，执行数98万元: what was given, and what was spent of it
    last = masked.positions[parts[-1]] + 2
    if _PARTIAL.search(text[mark : min(end, last)]) or not _one_measure(draft, [whole, *parts]):
        return
    if fitting is not None:
        add_breakdown(draft, fitting, parts)
    elif text[mark - 1] in "；。" and len(_before(draft, mark)) > 1:
        add_breakdown(draft, _nearest(draft, mark, parts), parts, "breakdowns.slip")
    else:
        labels = [label_of(draft, *span) for span in spans]
        both = carried is _WHERE_LEFT and all(any(w in label for label in labels) for w in _WHERE_LEFT)
        mode: Mode = "breakdowns.full" if both else mode_of(labels, otherwise="breakdowns")
        add_breakdown(draft, whole, parts, mode)


def _spent_of(draft: Draft, whole: int, measures: list[str | None]) -> bool:
    """全年预算900万元，其中上半年执行400万元，下半年到位480万元: what became of a budget is no part of it."""
    measure = draft.taken.get(whole, "").removeprefix("budget.").partition(".")[0]
    return measure in _PLANNED and set(measures) <= _OUTGO | {"received"} - {measure}


def _before(draft: Draft, mark: int) -> list[int]:
    """The amounts of the sentence before a mark."""
    masked = draft.masked
    start = start_of(masked.text, mark - 1, "。\n")
    return [i for i in masked.tokens_in(start, mark) if masked.tokens[i].kind in MONEY_KINDS]


def _nearest(draft: Draft, mark: int, parts: list[int]) -> int:
    """The amount before a mark that the parts come closest to."""
    known = {i: q.base for i in (*_before(draft, mark), *parts) if (q := draft.quantity(i, money=True))}
    total = sum(known.get(i, Decimal(0)) for i in parts)
    return min(_before(draft, mark), key=lambda i: abs(known.get(i, Decimal(0)) - total))


def _whole(draft: Draft, mark: int, changes: set[int]) -> int | None:
    """The amount that 其中 divides: the last one before it, or that of the sentence before."""
    text, masked = draft.masked.text, draft.masked
    whole = previous_amount(draft, mark, changes)
    if whole is not None:
        return whole if masked.positions[whole] >= mark - _TO_WHOLE else None
    if text[mark - 1] != "。" or mark == 0:
        return None
    whole = previous_amount(draft, mark - 1, changes)
    if whole is None:
        return None
    start = start_of(text, mark - 1)
    others = [i for i in masked.tokens_in(start, masked.positions[whole]) if masked.tokens[i].kind in MONEY_KINDS]
    return whole if masked.positions[whole] == mark - 2 or not others else None


def _adding_up(draft: Draft, whole: int, mark: int, parts: list[int]) -> int | None:
    """The amount of the sentence that the parts make up (原值100万元，净值60万元；其中…)."""
    if adds_up(draft, whole, parts):
        return whole
    return next((i for i in _before(draft, mark) if i != whole and adds_up(draft, i, parts)), None)


def _lines_of(draft: Draft, whole: int) -> set[str]:
    """Words that are no part elsewhere, but of this amount.

    What was carried over is part of a total of the accounts; what is left at the end is carried
    over or taken back.
    """
    path = draft.taken.get(whole, "")
    words = clause_before(
        draft.masked.text, max(0, draft.masked.positions[whole] - 16), draft.masked.positions[whole]
    )
    if path in _TOTALS or "总计" in words:
        return _CARRIED
    return _WHERE_LEFT if _LEFT_WORDS.match(words) else set()


def _read(
    draft: Draft, mark: int, end: int, carried: set[str]
) -> tuple[list[int], list[tuple[int, int]], list[str | None]] | None:
    """The parts between two positions, with where their words begin and their measures.

    None if they are no parts; `carried` are words that a part may have all the same.
    """
    text, masked = draft.masked.text, draft.masked
    skipped = [(m.start() + mark, m.end() + mark) for m in _BRACKET.finditer(text[mark:end])]
    parts: list[int] = []
    spans: list[tuple[int, int]] = []
    measures: list[str | None] = []
    previous, inner = mark, False
    for index in masked.tokens_in(mark, end):
        position = masked.positions[index]
        if not draft.is_quantity(index) or any(a <= position < b for a, b in skipped):
            continue
        clause = text[previous:position]
        inner = "；" not in clause and (inner or bool(parts and _NESTED.search(clause)))
        if inner:
            previous = position + 1
            continue
        quantity = draft.quantity(index, money=True)
        if masked.tokens[index].kind in MONEY_KINDS and quantity is not None:
            if "合计" in clause or "共计" in clause or _in_bracket(text, mark, position):
                return None
            if parts and _PAID.fullmatch(clause):
                return None
            no_part = _NO_PART.search(clause)
            if (no_part and no_part[0] not in carried) or quantity.approximate or quantity.comparator:
                return None
            parts.append(index)
            label = draft.library.labels.read(clause_before(text, previous, position))
            spans.append((previous, position))
            measures.append(None if carried and label.measure in _ACCOUNTS | _REST else label.measure)
        previous = position + 1
    return parts, spans, measures


def _in_bracket(text: str, start: int, position: int) -> bool:
    """Whether a figure stands in a bracket (the part of a part, a remark)."""
    return text.count("(", start, position) > text.count(")", start, position)


def _one_measure(draft: Draft, figures: list[int]) -> bool:
    """Whether the figures are amounts of one measure (or have no known measure)."""
    paths = [draft.taken.get(i, "") for i in figures]
    if any(p.startswith(("projects", "indicators", "changes")) for p in paths):
        return False
    known = {p.split(".")[1] for p in paths if p.startswith("budget.")}
    return len(known) <= 1 or known <= _INCOME or known <= _OUTGO or known <= _REST


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
        if draft.masked.tokens[index].kind in MONEY_KINDS:
            clause = clause_before(text, previous, position)
            label = draft.library.labels.read(clause)
            if _NO_PART.search(clause) or label.measure or not (label.foreign or label.subject):
                return  # an amount of some other kind stands in the sentence
            parts.append(index)
        previous = position + 1
    if len(parts) >= 3 and _one_measure(draft, parts) and not is_whole(draft, whole):
        add_breakdown(draft, whole, parts)
