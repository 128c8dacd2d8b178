"""Counts and their parts (6926亩，其中水田4310亩，旱地2616亩): 其中, 包括, a closing 共.

Counts of people and things often share attributes (党员, 女职工), so a list of them is only
held against its whole as far as its words allow: all there is, values of one attribute, or no
more than a slip of the pen.
"""

from __future__ import annotations

import re

from extractor.find.clauses import clause_before, start_of
from extractor.find.draft import Draft
from extractor.find.wholes import (
    Mode,
    add_breakdown,
    adds_up,
    is_whole,
    label_of,
    mode_of,
    overlapping,
    partition,
)

_COUNT = "\ue004"
_MARK = re.compile("\ue004[^。；\n\ue000-\ue007]{0,12}?[，(、。:]?(其中|[，(]包括|[，(]包含|[，(]含)")
_CLOSING = re.compile("(?:合计|共计|总计|总共|共)为?(\ue004)(?=[，。；)\n]|$)")
_NO_PART = re.compile(
    "上年|去年|\ue008|同比|比|增|减|下降|"
    "人均|平均|每|目标|计划|应|拟|任务|主要|重点|累计|调[入出]|转[入出]|新招|招录|辞"
)
_STOP = re.compile("合计|共计|总计|共$")
_STATUS = re.compile("完成|开展|实施|执行|通过|获|参加|涉及|享受|发放|培训|检查|整改|办结|验收|支付|投入|竣工|开工|解决|达到|有")
_PARTIAL = re.compile("等(?:[，。；)]|$)|主要|重点|等方面")
_CHANGE = re.compile("(?:增加|减少|新增|净增|净减|增长|下降|多|少|超过|高于|低于|提前|缩短|延长)[了]?$")
_VACANT = re.compile("空编|缺编|空缺|缺员")
_SERVING = re.compile("(?:在职|在编|在岗)")
_RETIRED = re.compile("(?:离|退|离退)休")
_POSTS = "staffing.establishment.total"
_SAME_UNIT = {"名": "人", "位": "人"}


def find_splits(draft: Draft, changes: set[int]) -> None:
    """Find counts with their parts."""
    masked = draft.masked
    if _COUNT not in masked.text:
        return
    done: set[int] = set()
    if masked.has("其中") or masked.has("包括") or masked.has("含"):
        for hit in _MARK.finditer(masked.text):
            whole = masked.token_at(hit.start())
            if whole is not None and whole not in changes:
                _divided(draft, whole, hit.start(1), done)
    if masked.has("共\ue004") or masked.has("计\ue004") or masked.has("为\ue004"):
        for hit in _CLOSING.finditer(masked.text):
            whole = masked.token_at(hit.start(1))
            end = hit.start() - 2 * masked.text.endswith("以上", 0, hit.start())
            if whole is not None and masked.text[end - 1] in "，、；":
                _closed(draft, whole, end - 1, done)


def _unit(draft: Draft, index: int) -> str:
    quantity = draft.quantity(index)
    unit = (quantity.unit or "") if quantity and draft.masked.tokens[index].kind == "count" else ""
    return _SAME_UNIT.get(unit, unit)


def _divided(draft: Draft, whole: int, mark: int, done: set[int]) -> None:
    """The parts that follow 其中 or 包括, of the unit of the whole, in the same sentence."""
    text, masked = draft.masked.text, draft.masked
    start = masked.positions[whole]
    before = clause_before(text, max(0, start - 30), start)
    if _CHANGE.search(before) or text.startswith("的", start + 1):
        return
    if draft.taken.get(whole) == _POSTS:
        return  # the kinds of posts have their own sum
    end = _end(text, mark)
    if text[mark - 1] == "(" or text[mark] == "(":
        close = text.find(")", mark + 1, end)
        end = close if close >= 0 else end
    parts, labels = _parts(draft, whole, mark, end, before)
    added = next((n for n in range(2, len(parts) + 1) if adds_up(draft, whole, parts[:n])), 0)
    if added:
        add_breakdown(draft, whole, parts[:added])
        done.update(parts[:added])
        return
    cut = text.find("；", mark, end)
    if cut > 0 and (near := sum(masked.positions[i] < cut for i in parts)) > 1:
        parts, labels = parts[:near], labels[:near]
    total = draft.quantity(whole)
    fitting = [i for i in parts if (q := draft.quantity(i)) and total and q.base <= total.base]
    mode = _mode(labels)
    if len(parts) < 2 or fitting != parts or mode is None or _PARTIAL.search(text[mark : _after(draft, parts)]):
        return
    add_breakdown(draft, whole, parts, mode)
    done.update(parts)


def _end(text: str, mark: int) -> int:
    """Where the sentence of a mark ends, or the next 其中 begins."""
    found = re.compile("[。\n]|其中").search(text, mark + 3)
    return found.start() if found else len(text)


def _after(draft: Draft, parts: list[int]) -> int:
    return draft.masked.positions[parts[-1]] + 3


def _parts(
    draft: Draft, whole: int, mark: int, end: int, of: str
) -> tuple[list[int], list[str]]:
    """Figures of one unit from a mark on, up to the first that is no part, with their labels.

    `of` are the words of the whole.
    """
    text, masked = draft.masked.text, draft.masked
    unit = _unit(draft, whole)
    parts: list[int] = []
    labels: list[str] = []
    previous = mark
    for index in masked.tokens_in(mark, end):
        position = masked.positions[index]
        words = text[previous:position]
        previous = position + 1
        if _unit(draft, index) != unit or text.count("(", mark, position) > text.count(")", mark, position) + (
            text[mark] == "("
        ):
            continue
        quantity = draft.quantity(index)
        if quantity is None or quantity.approximate or quantity.comparator:
            return [], []
        if _STOP.search(words) or _NO_PART.search(words):
            break
        label = label_of(draft, position - len(words), position)
        if _of_others(of, label):
            break
        parts.append(index)
        labels.append(label)
    return parts, labels


def _of_others(of: str, label: str) -> bool:
    """Whether a label names what the whole does not hold (退休38人，其中…，在职党员34人; 空编 of staff)."""
    if _VACANT.search(label):
        return "编" not in of
    retired, own = "退休" in of or "离休" in of, "在职" in of or "在编" in of
    return (retired and not own and bool(_SERVING.match(label))) or (own and not retired and bool(_RETIRED.match(label)))


def _mode(labels: list[str]) -> Mode | None:
    """What the words of the parts allow; None where they name attributes that may overlap."""
    mode = mode_of(labels, otherwise="breakdowns.slip")
    if mode == "breakdowns.full":
        return mode
    if overlapping(labels):
        return None
    if partition(labels) and not any(_STATUS.search(label) for label in labels):
        return "breakdowns"
    return mode


def _closed(draft: Draft, whole: int, end: int, done: set[int]) -> None:
    """水田4310亩，旱地2616亩，共6926亩: the sentence lists the parts and closes with their sum."""
    text, masked = draft.masked.text, draft.masked
    start = start_of(text, end)
    unit = _unit(draft, whole)
    parts = [i for i in masked.tokens_in(start, end) if draft.is_quantity(i)]
    if len(parts) < 2 or any(_unit(draft, i) != unit for i in parts) or done & set(parts):
        return
    if not unit or _NO_PART.search(text, start, end) or not all(_bare(draft, i) for i in parts):
        return
    quantities = [draft.quantity(i) for i in parts]
    if any(q is None or q.approximate or q.comparator for q in quantities):
        return
    if not is_whole(draft, whole):
        add_breakdown(draft, whole, parts, "breakdowns.full" if _alike(draft, start, parts) else "breakdowns.slip")


def _bare(draft: Draft, index: int) -> bool:
    """Whether no noun follows a figure (编制8名，, but not 3个乡镇)."""
    return draft.masked.text[draft.masked.positions[index] + 1] in "，、；和及"


def _alike(draft: Draft, start: int, parts: list[int]) -> bool:
    """Whether the labels of a list end in one noun (行政编制, 事业编制), or pair (水田, 旱地)."""
    labels: list[str] = []
    for index in parts:
        position = draft.masked.positions[index]
        labels.append(label_of(draft, start, position))
        start = position + 1
    ends = {label[-2:] for label in labels}
    return len(ends) == 1 or partition(labels) or mode_of(labels, otherwise="breakdowns") == "breakdowns.full"

