"""Whether parts are all of a whole: by their words (上半年/下半年, 其他) or by their figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from extractor.find.clauses import clause_before
from extractor.find.draft import Draft
from extractor.find.relations import subject_of
from extractor.model import Quantity

_LEAD = re.compile("^(?:[，、(]|其中|包括|包含|含|分别|有|为|是|和|及|以及|:)+")
Mode = Literal["breakdowns", "breakdowns.full", "breakdowns.slip"]
"""How a list of parts is meant: perhaps a selection, all there is, or only as far as a slip shows."""

_REST = re.compile("^(?:及|和|以及)?(?:其他|其它|其余|剩余|余下)(?!收入|支出)|(?:及|和)(?:其他|其它)")
_OPPOSITES = (
    ("上半年", "下半年"), ("男", "女"), ("行政", "事业"), ("水田", "旱地"), ("定量", "定性"),
    ("完工|竣工", "在建|未完工"), ("续建", "新建"), ("城区|城镇|城市", "乡镇|农村|乡村"),
    ("春季", "秋季"), ("线上", "线下"), ("机关|本级", "下属|所属"), ("公办", "民办"),
    ("国有", "集体"), ("办结", "在办|未办结"), ("非农", "农业"), ("室内", "室外"),
)  # fmt: skip
_PAIRS = tuple(re.compile(f"(?:{a}).*\n.*(?:{b})|(?:{b}).*\n.*(?:{a})") for a, b in _OPPOSITES)
_TELLING = re.compile("|".join(["已|未", *(f"{a}|{b}" for a, b in _OPPOSITES)]))
_DONE = re.compile("已([\u4e00-\u9fff]{1,4}).*\n.*未\\1|未([\u4e00-\u9fff]{1,4}).*\n.*已\\2")
_TOWNS = re.compile("镇\n乡|乡\n镇")
_CLASSES = tuple(re.compile(words) for words in (
    "党员|团员|群众|党派", "男|女", "博士|硕士|研究生|本科|大专|专科|学历", "正高|副高|高级|中级|初级|职称|骨干",
    "岁", "民族|汉族", "脱贫|低保|贫困|困难|特困|残疾|监测|边缘", "重点|重大|主要|典型|优秀|先进|示范",
))  # fmt: skip
_PARTITIONS = tuple(re.compile(words) for words in (
    "行政|事业|工勤|参公|参照|聘用|管理|专业技术|卫生技术|技术人员|后勤|政法", "在职|离休|退休|遗属|聘用|编外",
    "幼儿|小学|初中|高中|中职|特教|特殊教育|大学|高校", "上半年|下半年|季度|第[一二三四]批|期",
    "水田|旱地|水浇地|耕地|林地|园地|草地", "稻谷|水稻|小麦|玉米|大豆|油菜|薯|杂粮|食用油",
    "大型|中型|小型|微型", "男|女", "城镇|城市|农村|城区|乡镇", "一级|二级|三级|四级", "村道|乡道|县道|省道|国道",
    "特种|执法|应急|公务|机要|业务用车|其他用车",
))  # fmt: skip


def mode_of(labels: Sequence[str], *, otherwise: Mode) -> Mode:
    """All there is where the labels say so (a pair of opposites, a final 其他)."""
    if labels and _REST.search(labels[-1]):
        return "breakdowns.full"
    if len(labels) == 2 and (_TELLING.search(labels[0]) or labels[0] in {"镇", "乡"}):
        both = "\n".join(labels)
        if _TOWNS.fullmatch(both) or _DONE.search(both) or any(p.search(both) for p in _PAIRS):
            return "breakdowns.full"
    return otherwise


def overlapping(labels: Sequence[str]) -> bool:
    """Whether the labels name attributes that one thing can have at once (党员, 女职工)."""
    kinds = [{n for n, words in enumerate(_CLASSES) if words.search(label)} for label in labels]
    return any(kind != kinds[0] for kind in kinds)


def partition(labels: Sequence[str]) -> bool:
    """Whether the labels are values of one attribute, so that nothing is counted twice."""
    for words in _PARTITIONS:
        found = [m[0] if (m := words.search(label)) else "" for label in labels]
        if all(found) and len(set(found)) == len(found):
            return True
    return False


def adds_up(draft: Draft, whole: int, parts: Sequence[int]) -> bool:
    """Whether the figures make up the whole, give or take half a last place of each amount."""
    figures = [draft.quantity(i, money=True) for i in (whole, *parts)]
    known = [q for q in figures if q is not None]
    if len(known) != len(figures):
        return False
    gap = known[0].base - sum(q.base for q in known[1:])
    return not gap or abs(gap) <= sum(q.half_unit for q in known if rounded(q))


def is_whole(draft: Draft, index: int) -> bool:
    """Whether a figure is known as a whole with its parts."""
    start = draft.masked.tokens[index].start
    return any(f.start == start and f.path.startswith("breakdowns[") and f.path.endswith(".whole") for f in draft.facts)


def rounded(quantity: Quantity) -> bool:
    """Whether a figure may be rounded: an amount, or a measure with decimals or in 万."""
    return quantity.dimension == "money" or quantity.decimals > 0 or quantity.factor != 1


def label_of(draft: Draft, start: int, position: int) -> str:
    """The words that name a part: before its figure, else after it (12个镇、8个乡)."""
    text = draft.masked.text
    before = _LEAD.sub("", clause_before(text, start, position)).rstrip("为是有:共 ")
    if before:
        return before
    after = re.match("[\u4e00-\u9fff]{1,10}", text[position + 1 : position + 11])
    return after[0] if after else ""


def _shown(draft: Draft, index: int) -> str:
    """The label of a figure; of a count that has none before it, the noun behind it."""
    label = subject_of(draft, index)
    if label.strip("其中包括为共是计合总"):
        return label
    position = draft.masked.positions[index]
    return label_of(draft, position, position) or "总数"


def add_breakdown(
    draft: Draft, whole: int, parts: Sequence[int], mode: Mode = "breakdowns", names: Sequence[str] = (),
) -> None:
    """Record a whole with its parts; counts stay free for the list of activities.

    `names` are the labels of parts that stand apart from them (甲、乙分别为A、B).
    """
    labels = ["", *(names or [""] * len(parts))]
    number = draft.next_index("breakdowns")
    entries = (("whole", whole), *((f"part{n}", i) for n, i in enumerate(parts, 1)))
    for (name, index), label in zip(entries, labels, strict=True):
        linked = index in draft.linked
        draft.add_figure(
            f"breakdowns[{number}].{name}", index, label=label or _shown(draft, index), pattern=mode,
            money=True, share=True,
        )  # fmt: skip
        if draft.masked.tokens[index].kind == "count" and not linked:
            draft.linked.discard(index)
