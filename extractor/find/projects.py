"""Project lists: a name, then labelled amounts in any order; groups, key project, count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.find.apply import apply, figure_index, matches
from extractor.find.clauses import clause_before
from extractor.find.draft import Draft
from extractor.library.form import HOLES
from extractor.model import Heading
from extractor.text.headings import LEADING_MARKS

_LIST = re.compile(r"(?:分别为|分别是|包括|如下|明细|具体为|具体是|其中|有):?$|分别为:|分别是:|如下:|包括:|其中:")
_CUT = re.compile("[。；\n]|:(?=[^\n])")
_SECTION = re.compile(r"项目|专项|资金使用|支出情况|经费")
_NAME_END = re.compile(
    r"(?:项目|经费|资金|工程|补助|补贴|费用?|专项|建设|保障|保险|服务|工作|活动|维护|改造|整治|配套|奖励|支出|采购|治理|计划|行动|防控|保护|运营|运行|管理|推广|培训|宣传|救助|创建|监测|试点|示范|外包|购买|租赁|更新|购置|修缮|绿化|保洁|清运|养护|扶持|平台|设施)(?:[(][^()]*[)])?$"
)
_ITEM_MARK = re.compile(r"^(?:[\ue00a①-⑳]|[一二三四五六七八九十]+是[:]?|[(][一二三四五六七八九十]+[)]|“)+")
_SCORE = re.compile(HOLES["score"])
_AMOUNTS = {"money", "wan", "bare", "rate"}
_FIELDS = {
    "stated": "budget",
    "adjusted": "budget",
    "initial": "initial",
    "granted": "budget",
    "received": "received",
    "executed": "executed",
    "execution_rate": "rate",
    "initial_completion_rate": "initial_rate",
    "budget_completion_rate": "rate",
    "adjustment_increase": "adjustment_increase",
    "adjustment_decrease": "adjustment_decrease",
    "adjustment": "adjustment",
    "carry_over": "carry_over",
    "carried_forward": "carry_over",
    "surplus": "carry_over",
    "unspent": "unspent",
}
"""Budget measure → field of a project."""
_NUMBERED = re.compile(
    r"[(\ue00a一二三四五六七八九十](?:(?<=\ue00a)|(?<=[(])[一二三四五六七八九十]+[)]|(?<=[一-龥])[二三四五六七八九十]*是)"
    r"(?P<name>[\u4e00-\u9fff“”()]{4,30})[。:\n](?=[^。；\n\ue000-\ue007]{0,14}\ue000)"
)
_OF_UNIT = re.compile(r"[^。；\n\ue000]{0,8}(?:年初|全年|部门|单位|本年|调整|决算)")
"""Labels of the unit's own budget: a chapter under any title may begin with them."""
_LATER = re.compile(r"[(][二三四五六七八九十]{1,3}[)][\u4e00-\u9fff“”()]{4,40}$")
_GENERAL = re.compile(
    "情况|概况|分析|结果|说明|绩效|预算|资金|支出|收入|执行|评价|投入|到位|使用|产出|效益|满意|指标|目标|决策|总体"
    "|整体|部门|单位|经费|财政|问题|建议|措施|经验|做法|原因|依据|制度|机构|职能|职责|完成|总结|综合|年度|全年"
    "|结论|其他|三公|决算|概述|简介|背景"
)
"""Words of headings that name a chapter of the report, and no work."""
_ACCOUNT = re.compile(r"\([类款项]\)")
"""社会保障和就业支出（类）…（项） is a line of the accounts, and no project."""
_Segment = tuple[int, int, bool, tuple[int, int] | None]
"""Masked span of a segment, whether it stands in a list, and the name of its entry if known."""
_Judged = tuple[str, int, int, int]
"""Name, figure of the score, and span of a project's entry."""


@dataclass(slots=True)
class _Item:
    """A candidate entry: the span of its name and the figures that belong to it."""

    name: tuple[int, int]
    figures: list[tuple[str, int]]
    end: int


def find_projects(draft: Draft) -> None:
    """Find groups and the key project, then list entries, then the stated count."""
    patterns = {p.id: p for p in draft.library.file("projects")}
    apply(draft, [patterns["projects.groups"]])
    apply(draft, [patterns["projects.key"]])
    seen: dict[str, int] = {}
    judged: dict[int, _Judged] = {}
    for start, end, listed, name in _segments(draft):
        item = _item(draft, start, end, listed=listed, name=name)
        if item:
            _record(draft, item, end, seen, judged)
    _judge(draft, judged)
    apply(draft, [p for k, p in patterns.items() if k not in {"projects.groups", "projects.key"}])


def _segments(draft: Draft) -> list[_Segment]:
    """Masked spans that may hold one entry: between 。 ； and list marks, or a headed paragraph."""
    spans: list[_Segment] = []
    text = draft.masked.text
    sections: dict[int, bool] = {}
    numbered = [m for m in _NUMBERED.finditer(text) if _names_work(draft, m)]
    if len(numbered) == 1 and _OF_UNIT.match(text, numbered[0].end()):
        numbered = []
    for paragraph, start, end in draft.paragraphs:
        chain = draft.text.section(paragraph.start)
        in_section = sections.get(paragraph.heading)
        if in_section is None:
            in_section = any(_SECTION.search(draft.text.folded, h.start, h.end) for h in chain)
            sections[paragraph.heading] = in_section
        heading = chain[-1] if chain else None
        headed = (
            heading is not None
            and paragraph.start == heading.start
            and in_section
            and _is_name(draft, draft.text.folded[heading.start : heading.end])
        )
        if headed and heading is not None and paragraph.end > heading.end:
            spans.append((start, end, True, _heading_name(draft, heading)))
            continue
        if works := [m for m in numbered if start <= m.start() < end]:
            last = text.find("\n", works[-1].end())
            stops = [*(m.start() for m in works[1:]), last if last >= 0 else len(text)]
            spans += [(m.start("name"), e, True, m.span("name")) for m, e in zip(works, stops, strict=True)]
            continue
        cut = start
        listed = in_section
        for match in _CUT.finditer(text, start, end):
            at = match.start()
            if match[0] == ":":
                if _LIST.search(text[cut:at]):
                    listed, cut = True, at + 1
                continue
            spans.append((cut, at, listed, None))
            cut = at + 1
        spans.append((cut, end, listed, None))
    return spans


def _heading_name(draft: Draft, heading: Heading) -> tuple[int, int]:
    """The masked span of a heading without its number."""
    start, end = draft.masked.locate(heading.start), draft.masked.locate(heading.end)
    mark = _ITEM_MARK.match(draft.masked.text[start:end])
    return start + (mark.end() if mark else 0), end


def _names_work(draft: Draft, hit: re.Match[str]) -> bool:
    """（一）太阳能路灯安装。下达资金88万元…: a work whose numbered name no word like 项目 ends.

    Amounts that follow such a name, up to the next one, are of that work and not of the unit.
    """
    at = hit.start()
    opens = at == 0 or draft.masked.text[at - 1] in "\n。；:"
    return opens and not _GENERAL.search(hit["name"]) and bool(draft.library.labels.read(hit["name"]).foreign)


def _is_name(draft: Draft, words: str) -> bool:
    """Whether words can be a project's name and are no budget label."""
    words = LEADING_MARKS.sub("", words).strip("。:， ")
    words = words.replace("“", "").replace("”", "")
    if _ACCOUNT.search(words):
        return False
    if not 4 <= len(words) <= 60 or not _NAME_END.search(words):
        return False
    label = draft.library.labels.read(words)
    return bool(label.foreign) or (label.measure is None and label.subject is None)


def _item(
    draft: Draft, start: int, end: int, *, listed: bool, name: tuple[int, int] | None
) -> _Item | None:
    masked = draft.masked
    figures = [i for i in masked.tokens_in(start, end) if draft.is_quantity(i)]
    if not figures or figures[0] in draft.taken:
        return None
    if name is None:  # under a heading, lengths and areas may stand before the money
        if masked.tokens[figures[0]].kind not in _AMOUNTS:
            return None
        name = _leading_name(draft, start, masked.positions[figures[0]], listed=listed)
        if name is None:
            return None
    labelled: list[tuple[str, int]] = []
    previous = name[1]
    for index in figures:
        position = masked.positions[index]
        field = _field(draft, index, clause_before(masked.text, previous, position))
        if field and index not in draft.taken:
            labelled.append((field, index))
        previous = position + 1
    if not any(f in {"budget", "executed", "initial"} for f, _ in labelled):
        return None
    return _Item(name, labelled, end)


def _leading_name(draft: Draft, start: int, first: int, *, listed: bool) -> tuple[int, int] | None:
    """Span of the name that opens a segment, before the label of its first figure."""
    text = draft.masked.text
    if not listed and "项目" not in text[start:first]:
        return None
    mark = _ITEM_MARK.match(text[start:first])
    begin = start + (mark.end() if mark else 0)
    words = text[begin:first]
    clause = re.match(r"[^，:]+(?=[，:])", words)
    name = clause[0] if clause else words
    if not clause or draft.library.labels.read(name).foreign not in {"", name}:
        label = draft.library.labels.read(name)
        name = name[: label.start] if label.measure and label.foreign else name
    name = name.rstrip("”为的 ")
    if re.search("[\ue000-\ue007]", name) or not _is_name(draft, name):
        return None
    if not (listed or name.endswith("项目")):
        return None
    if re.match(r"(?:我|本)(?:单位|部门|局|镇|乡|院|校)|全年|重点项目为|[\ue008]", name):
        return None
    return begin, begin + len(name)


def _field(draft: Draft, index: int, clause: str) -> str | None:
    if draft.masked.tokens[index].kind not in _AMOUNTS:
        return None
    label = draft.library.labels.read(clause)
    if label.foreign or not label.measure or label.subject not in {None, "project", "total"}:
        return None
    kind = "rate" if draft.masked.tokens[index].kind == "rate" else "money"
    if draft.library.labels.figure(label.measure) != kind:
        return None
    return _FIELDS.get(label.measure)


def _record(
    draft: Draft, item: _Item, end: int, seen: dict[str, int], judged: dict[int, _Judged]
) -> None:
    start, stop = item.name
    name = draft.printed(start, stop).strip("“”：:，。 ")
    if name in seen:
        index = seen[name]
    else:
        index = seen[name] = draft.next_index("projects")
        draft.add_words(
            f"projects[{index}].name", start, stop, label="项目名称", pattern="projects.list",
            value=name, item=name,
        )  # fmt: skip
    fields = {f for f, _ in item.figures}
    for field, figure in item.figures:
        target = "initial" if field == "budget" and "adjusted" in fields else field
        position = draft.masked.positions[figure]
        clause = clause_before(draft.masked.text, stop, position)
        draft.add_figure(
            f"projects[{index}].{target}", figure, item=name, pattern="projects.list",
            label=draft.printed(position - len(clause), position).strip("：: 为"),
            money=field not in {"rate", "initial_rate"},
        )  # fmt: skip
    score = _score_of(draft, stop, end)
    if score is not None:
        judged[index] = (name, score, stop, end)
        return
    last = draft.masked.positions[item.figures[-1][1]] + 1
    rest = re.match(r"，([^\ue000\ue001]{4,200})$", draft.masked.text[last:end])
    if rest:
        draft.add_words(
            f"projects[{index}].effect", last + 1, end, label="效益", pattern="projects.list",
            type="longtext", item=name,
        )  # fmt: skip


def _score_of(draft: Draft, start: int, end: int) -> int | None:
    """The figure of the score that stands in an entry."""
    if not _SCORE.search(draft.masked.text, start, end):
        return None
    pattern = [p for p in draft.library.file("evaluation") if p.id == "evaluation.total_score"]
    hit = next(iter(matches(draft, pattern, start, end)), None)
    return figure_index(draft, hit, "value") if hit else None


def _is_later(draft: Draft, position: int) -> bool:
    """Whether the entry whose name ends at a position is numbered as the second or a later one."""
    return bool(_LATER.search(draft.masked.text, max(0, position - 45), position))


def _judge(draft: Draft, judged: dict[int, _Judged]) -> None:
    """Give projects their own scores and grades, if more than one has a score.

    A single score under a project's heading may be that of the whole report.
    """
    if len(judged) < 2 and not any(_is_later(draft, start) for *_, start, _ in judged.values()):
        return
    grade = next(p for p in draft.library.file("evaluation") if p.id == "evaluation.grade")
    for index, (name, figure, start, end) in judged.items():
        prefix = f"projects[{index}]"
        draft.owned.append((start, end))
        draft.add_figure(
            f"{prefix}.score", figure, label="得分", pattern="projects.list", item=name
        )
        for hit in matches(draft, [grade], start, end):
            words = draft.masked.text[slice(*hit.spans["value"])]
            draft.add_words(
                f"{prefix}.grade", *hit.spans["value"], label="等级", pattern="projects.list",
                type="enum", value=grade.values.get(words, words), item=name,
            )  # fmt: skip
            break
