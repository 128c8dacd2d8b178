"""A budget told from its beginning to its end: 年初预算1200万元，追加180万元、80万元，收回60万元，调整后预算1400万元.

Every amount between the initial and the adjusted budget must be a change that says its direction.
Each such tale becomes one `adjustments[i]`: `whole`, `initial`, and `more`, `less`, `back`,
`carried` with a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.find.clauses import start_of
from extractor.find.draft import Draft
from extractor.find.relations import subject_of
from extractor.numbers import MONEY_KINDS

_ANY = "\ue000-\ue00a"
_MONEY = "\ue000\ue005"
_INITIAL = re.compile(f"年初[^，。；:、()\n{_ANY}]{{0,10}}预算[^，。；、()\n{_ANY}]{{0,10}}([{_MONEY}])")
_END = re.compile(
    f"(?:(?:调整|追加|调增|核减|调减|变更)后|全年|最终|年末)[^，。；、()\n{_ANY}]{{0,8}}预算[^，。；、()\n{_ANY}]{{0,8}}$"
    f"|^(?:全年|最终|部门|年度)*预算(?:数|总额|金额)?(?:最终)?(?:调整为|调整到|变为|增至|增加到|增加至|减至|达到|达)$"
)
_MORE = re.compile("追加|调增|增加|新增|增拨|增列|追补")
_LESS = re.compile("核减|调减|压减|追减|减少|压缩|扣减|调出|削减|核销")
_BACK = re.compile("收回|上缴")
_CARRIED = re.compile("上年[^，。；]{0,6}结[转余]|年初结[转余]|结转")
_SAME = re.compile(f"[、和及与][^，。；:()\n{_ANY}]{{0,14}}")
_NESTED = re.compile("其中|包括|用于|含|分别|分为|即")
_NO_CHANGE = re.compile(
    "[比较占每拟约等未应]|主要|部分|预计|申请|上年(?!结)|去年|累计|历年|[至到]$|后$|率$|执行|支出数|决算|支付"
)
_TOGETHER = re.compile("净|共|合计")
_STOCK = re.compile(
    "年初|全年|年度|本年|当年|部门|单位|本级|我[局委院中站办]心?|财政|一般公共|预算|批复|下达|安排|核定|调整|追加|调增|核减"
    "|调减|变更|后|最终|年末|拨款|总额|总|数|金额|规模|为|达到|达|是|共计|共|合计|资金|收入|支出|收支|实际|的|[:\ue008\ue009]"
)
_MOST_SENTENCES = 2
_ONE_CHANGE = 3
"""Figures of a tale with a single change."""
_OWN = ("budget.initial.", "budget.adjustment", "budget.adjusted.")
_STEPS = frozenset({"次", "批", "批次", "笔", "项"})


@dataclass(slots=True)
class _Tale:
    """The figures of a budget told so far, with the name of each, and where the last one stands."""

    figures: list[tuple[str, int]]
    last: int
    name: str = ""
    nested: Decimal | None = None
    sums: dict[str, Decimal] = field(default_factory=dict)


def find_told_budgets(draft: Draft) -> None:
    """Find budgets that are told from the initial amount over its changes to what they became."""
    masked = draft.masked
    if not masked.has("年初"):
        return
    for hit in _INITIAL.finditer(masked.text):
        initial = masked.token_at(hit.start(1))
        start = start_of(masked.text, hit.start())
        if initial is None or any(masked.tokens[i].kind in MONEY_KINDS for i in masked.tokens_in(start, hit.start(1))):
            continue
        subject = _STOCK.sub("", masked.text[start : hit.start(1)])
        whole = start_of(masked.text, hit.start(), "。\n")
        within = bool(subject) or any(masked.tokens[i].kind in MONEY_KINDS for i in masked.tokens_in(whole, start))
        tale = _walk(draft, initial, subject, within=within)
        if tale is not None:
            _record(draft, tale)


def _walk(draft: Draft, initial: int, subject: str, *, within: bool) -> _Tale | None:
    """The changes behind an initial budget up to what it became; None where a figure is neither.

    `within`: the budget of one item among others must have become what it is before the next ；.
    """
    masked, text = draft.masked, draft.masked.text
    tale = _Tale([("initial", initial)], masked.positions[initial])
    line = text.find("\n", tale.last)
    stop = line if line >= 0 else len(text)
    sentences = 0
    for index in masked.tokens_in(tale.last + 1, stop):
        position = masked.positions[index]
        words = text[tale.last + 1 : position]
        kind = masked.tokens[index].kind
        if kind in {"year", "date"}:
            continue
        sentences += words.count("。") + words.count("；")
        if sentences > (0 if within else _MOST_SENTENCES):
            return None
        if kind not in MONEY_KINDS:
            if not _passed(draft, index, words):
                return None
        elif not _exact(draft, index):
            return None
        elif _END.search(re.split("[，。；、(]", words)[-1].lstrip("\ue008\ue009年")):
            left = _STOCK.sub("", re.split("[，。；]", words)[-1])
            if tale.nested is not None or len(tale.figures) < 2 or left not in {"", subject}:
                return None
            tale.figures.append(("whole", index))
            return tale
        elif not _change(draft, tale, index, words):
            return None
        tale.last = position
    return None


def _passed(draft: Draft, index: int, words: str) -> bool:
    """Whether a figure is none of the tale: a rate of change, or in how many steps it came."""
    kind = draft.masked.tokens[index].kind
    quantity = draft.quantity(index)
    if kind == "rate":
        return "执行" not in words
    return kind == "count" and "分" in words and quantity is not None and quantity.unit in _STEPS


def _exact(draft: Draft, index: int) -> bool:
    quantity = draft.quantity(index, money=True)
    return quantity is not None and quantity.is_exact


def _change(draft: Draft, tale: _Tale, index: int, words: str) -> bool:
    """Take one amount as a change, as a part of the one before it, or as the sum of some; or refuse it."""
    quantity = draft.quantity(index, money=True)
    base = abs(quantity.base) if quantity else Decimal(0)
    if tale.nested is not None or _NESTED.search(words):
        return _part(draft, tale, base)
    clause = re.split("[，。；]", words)[-1]
    if _NO_CHANGE.search(clause) or "(" in words or ")" in words:
        return False
    found = [
        name for name, sign in (("more", _MORE), ("less", _LESS), ("back", _BACK), ("carried", _CARRIED))
        if sign.search(clause)
    ]  # fmt: skip
    if not found and tale.name and _SAME.fullmatch(words):
        found = [tale.name]
    if _TOGETHER.search(clause) and len(tale.figures) > 1:
        return _is_sum(tale, base, found)
    if len(found) != 1:
        return False
    tale.name = found[0]
    tale.sums[tale.name] = tale.sums.get(tale.name, Decimal(0)) + base
    tale.figures.append((tale.name, index))
    return True


def _part(draft: Draft, tale: _Tale, base: Decimal) -> bool:
    """追加260万元，其中水利180万元、救灾80万元: parts of the last change, until they make it up."""
    if tale.nested is None:
        whole = draft.quantity(tale.figures[-1][1], money=True)
        tale.nested = abs(whole.base) if whole else Decimal(0)
    tale.nested -= base
    if not tale.nested:
        tale.nested = None
        return True
    return tale.nested > 0


def _is_sum(tale: _Tale, base: Decimal, found: list[str]) -> bool:
    """Whether an amount only sums up what was told (共追加260万元, 净增加200万元)."""
    more, less = tale.sums.get("more", Decimal(0)), tale.sums.get("less", Decimal(0))
    back = tale.sums.get("back", Decimal(0))
    single = [tale.sums[name] for name in found if name in tale.sums]
    return base in {*single, abs(more - less), abs(more - less - back)}


def _record(draft: Draft, tale: _Tale) -> None:
    """Add the figures of a tale; one change alone is told by the names of the budget."""
    taken = [draft.taken.get(index, "") for _, index in tale.figures]
    if len(taken) == _ONE_CHANGE and all(p.startswith(_OWN) and p.endswith(".total") for p in taken):
        return
    prefix = f"adjustments[{draft.next_index('adjustments')}]"
    linked = set(draft.linked)
    counts: dict[str, int] = {}
    for name, index in tale.figures:
        counts[name] = counts.get(name, 0) + 1
        field_name = name if name in {"whole", "initial"} else f"{name}{counts[name]}"
        draft.add_figure(
            f"{prefix}.{field_name}", index, label=subject_of(draft, index) or "预算调整", pattern="adjustments",
            money=True, share=True,
        )  # fmt: skip
    draft.linked = linked | {index for _, index in tale.figures}
