"""The rest of the narrative: counted activities, problems, improvements, claims."""

from __future__ import annotations

import re

from extractor.find.apply import apply
from extractor.find.clauses import is_basis
from extractor.find.draft import Draft
from extractor.find.slips import find_garbled, find_level_words
from extractor.model import Text
from extractor.text.headings import LEADING_MARKS

_LEADING = re.compile(
    r"^(?:、|月(?=在)|[\ue008-\ue00a\s]|全年|本年|本年度|年内|当年|共计|累计|共|已|并|及|和|其中|其中:|截至|截止|先后|分别|积极|组织|扎实|持续|全面|深入|切实|同时|对|为|按|将|于|等|的|了|开展|完成|实施|举办(?=.{4})|一是|二是|三是|四是|五是|“|”|\()+"
)
_TRAILING = re.compile(
    r"(?:[\s:“”(]|达到|达|共计|累计|合计|总计|共|为|是|约|近|了|有|数量|的|计|完成|超过|开展|资金)+$"
)
_AFTER = re.compile(
    r"^(?:的)?((?:(?![对用为在由于于受]|发放|办理|开展|组织|进行|实施|建设|参加|完成|得到)"
    r"[\u4e00-\u9fff]){2,14})"
)
_STOP = "，。；:\n"
_NOT_LABEL = re.compile(
    r"^(?:以上|以下|以内|左右|上下|其中|并|和|及|或|后|前|内|时|之|年|月|日|以来|期间|情况|分别|由"
    r"|在|用于|进行|到|中|较|比|同比|增长|下降|占|高于|低于|以及|等|均|的)+$"
)
_SECTIONS = (
    ("problems", re.compile(r"存在的?(?:主要)?问题|主要问题|问题及原因")),
    ("suggestions", re.compile(r"^[^改]*建议$|^有关建议|^相关建议|^意见建议")),
    ("improvements", re.compile(r"改进措施|下一步|整改|改进(?:方向|意见)|工作打算")),
)


def find_narrative(draft: Draft) -> None:
    """Find activities (what no other finder took), and the sections of words."""
    _activities(draft)
    _paragraphs(draft)
    apply(draft, draft.library.file("claims"))
    apply(draft, [p for p in draft.library.file("report")
                  if p.id not in {"unit.name", "report.fill_date"}])  # fmt: skip
    find_level_words(draft)
    find_garbled(draft)


def _activities(draft: Draft) -> None:
    """Each remaining figure with a printed unit, labelled by the words around it."""
    masked = draft.masked
    text = masked.text
    previous = 0
    last_label: tuple[int, int] | None = None
    pending: list[tuple[int, tuple[int, int], bool]] = []
    for index, token in enumerate(masked.tokens):
        if token.quantity is None:
            continue
        position = masked.positions[index]
        between = text[previous:position]
        glued = between in {"", "、"} and last_label is not None
        if draft.free(index) and index not in draft.linked and token.kind not in {"bare", "score"}:
            span = last_label if glued else _label_span(text, previous, position)
            if span and not is_basis(text, previous, position):
                pending.append((index, span, glued))
                last_label = span
            else:
                last_label = None
        else:
            last_label = None
        previous = position + 1
    spans = [span for _, span, _ in pending]
    for index, span, _ in pending:
        label = draft.printed(*span)
        if spans.count(span) > 1:  # one label before two figures: 发放补贴173人次63.30万元
            quantity = draft.quantity(index)
            unit = quantity.unit if quantity else ""
            money = quantity is not None and quantity.dimension == "money"
            label += "金额" if money else (unit or "")
        number = draft.next_index("activities")
        draft.add_words(
            f"activities[{number}].label", *span, label="工作内容", pattern="activities",
            value=label, item=label,
        )  # fmt: skip
        draft.add_figure(
            f"activities[{number}].value", index, label=label, pattern="activities", item=label
        )


def _label_span(text: str, start: int, position: int) -> tuple[int, int] | None:
    """The words before a figure in its clause; if they say too little, the noun after it.

    In mid-clause (another figure stands between the clause start and this one) the words
    before belong to that figure, so the noun after wins.
    """
    cut = max(text.rfind(c, start, position) for c in _STOP) + 1
    in_middle = cut <= start and start > 0 and text[start - 1] not in _STOP
    cut = max(cut, start)
    lead = _LEADING.match(text[cut:position])
    begin = cut + (lead.end() if lead else 0)
    core = _TRAILING.sub("", text[begin:position])
    after = _AFTER.match(text[position + 1 : position + 24])
    if after and not _NOT_LABEL.match(after[1]) and (in_middle or len(core) < 3):
        first = position + 1 + after.start(1)
        return first, first + len(after[1])
    return (begin, begin + len(core)) if len(core) >= 2 else None


def _paragraphs(draft: Draft) -> None:
    text = draft.text
    kinds: dict[int, str | None] = {}
    for paragraph in text.paragraphs:
        heading = text.headings[paragraph.heading] if paragraph.heading >= 0 else None
        if heading is None or paragraph.end <= heading.end:
            continue
        if paragraph.heading not in kinds:
            kinds[paragraph.heading] = section_kind(text, paragraph.start)
        kind = kinds[paragraph.heading]
        start = heading.end if paragraph.start == heading.start else paragraph.start
        words = text.folded[start : paragraph.end]
        if kind and len(words) >= 6:
            index = draft.next_index(kind)
            locate = draft.masked.locate
            end = paragraph.end - (1 if words.endswith(("。", "；")) else 0)
            draft.add_words(
                f"{kind}[{index}]", locate(start), locate(end), type="longtext",
                label={"problems": "存在问题", "suggestions": "建议", "improvements": "改进措施"}[kind],
                pattern="sections",
            )  # fmt: skip


def section_kind(text: Text, position: int) -> str | None:
    """`problems`, `improvements` or `suggestions`, by the innermost heading that says so."""
    for heading in reversed(text.section(position)):
        title = text.folded[heading.start : heading.end].strip(":。")
        title = LEADING_MARKS.sub("", title)
        for kind, words in _SECTIONS:
            if words.search(title):
                return kind
    return None
