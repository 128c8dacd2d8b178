"""Scores told part by part in running text (其中预算执行9.66分，产出47.60分，效益28.45分)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.find.clauses import end_of
from extractor.find.draft import Draft

_S = "\ue003"
_NAME = r"(?:(?!扣)[\u4e00-\u9fff“”/]){2,16}?"
_GIVEN = "(?:(?:自评得分|实际得分|考核得分|得分|自评得|实得|实际得|获得|得)[为:是]?)"
_POINTS = "(?:(?:满分值?|分值|权重分值|权重|标准分)[为:是]?)"
_PART = re.compile(
    rf"(?:(?P<name>{_NAME}))?(?:"
    rf"[(]{_POINTS}?(?P<w1>{_S})[)][，:]?{_GIVEN}?(?P<s1>{_S})"
    rf"|{_POINTS}?(?P<w2>{_S})[，、；]?{_GIVEN}(?P<s2>{_S})"
    rf"|{_GIVEN}?(?P<s3>{_S})[(]{_POINTS}?(?P<w3>{_S})[)]"
    rf"|(?:共计?|合计|累计|总共)?扣[减除]?[了分]?(?P<loss>{_S})"
    rf"|{_GIVEN}?(?P<s4>{_S})"
    rf")(?:，(?:得分率|占比)[为:是]?(?P<rate>\ue001))?"
)
"""One part: points that can be had and points given, in any of the orders in use."""
_BETWEEN = re.compile("[，、；。和及与]?(?:其中|分别为|分别是|具体为|具体是|包括|各项得分|各?一级指标得分|得分情况)?[:，]?")
_PAIRED = re.compile(
    rf"(?P<names>(?:[\u4e00-\u9fff“”]{{2,16}}?{_S}[、，和及]?){{2,9}})，?(?:实际|自评)?(?:分别|依次|各)"
    rf"(?:实际|自评)?(?:得分|得|评分)[为:是]?(?P<given>(?:{_S}[、，和及]?){{2,9}})"
)
_NO_PART = re.compile(
    "总|综合|自评|评价|最终|最后|合计|共计|平均|每|未|不|如|若|以上|以下|满分|低于|高于|少|超过|逾期|加分|奖励|该|此|上年|去年"
)
_CLOSING = re.compile(rf"[，。；]?(?:合计|共计|总计|总得分|总分|共)(?:得分|得)?[为:是]?({_S})")
_AFTER = re.compile(rf"[，。；](?![与比较])[^。；\n{_S}]{{0,12}}({_S})")
_GRADED = (
    "(?:，(?:绩效|综合|最终|自评)?(?:评价|评定|考核)?(?:等级|等次|结果|结论|级别|评级|级|档次)?(?:评?[为是]|:)?"
    "“?(?:优秀|良好|中等|较差|合格|优|良|中|差)”?(?:等级|等次|等|级)?)?"
)
_OPENS = re.compile(rf"(?:自评|得分|评分|总分|评价|得){_S}{_GRADED}[。，；:]?其中[:，]?")
_LOSSES = re.compile("(?<!主要)(?:扣分项目?|扣分情况|扣分明细|具体扣分|扣分如下|各项扣分)(?:为|是|有|如下)?[:，]?$")
"""Words that promise every deduction."""
_OF_ONE = re.compile("失分|扣分|较[多大]|指标|[类项]")
"""Words before 扣9分 that say where it was taken off (产出类指标失分较多，扣9分)."""
_PATTERN = "score_parts"
_FAR = 40
"""Scores further apart than this are not of one list."""
_KINDS = {"w": "weight", "s": "part", "l": "loss", "r": "rate"}


@dataclass(slots=True)
class _Part:
    """Figures of one part, by field, and the span of its name."""

    name: tuple[int, int] | None
    figures: dict[str, int]
    start: int
    end: int
    inner: bool = False
    """Whether 其中 opens it."""


def find_score_parts(draft: Draft) -> None:
    """Find the lists of scored parts; each becomes an entry `score_parts[n]`.

    Only where scores that no indicator or project has taken stand close together.
    """
    text = draft.masked.text
    run: list[int] = []
    at = text.find(_S)
    while at >= 0:
        if (index := draft.masked.token_at(at)) is not None and _open(draft, index):
            if run and (at - run[-1] > _FAR or "\n" in text[run[-1] : at]):
                _read_run(draft, run)
                run = []
            run.append(at)
        at = text.find(_S, at + 1)
    _read_run(draft, run)


def _open(draft: Draft, index: int) -> bool:
    """Whether a score may be a part or a whole: it is free, or of the report or a class."""
    path = draft.taken.get(index, "")
    return not path or path.startswith(("evaluation.", "indicators.groups["))


def _read_run(draft: Draft, run: list[int]) -> None:
    if len(run) < 2:
        return
    text = draft.masked.text
    first, stop = text.rfind("\n", 0, run[0]) + 1, text.find("\n", run[-1])
    span = (first, stop if stop >= 0 else len(text))
    start, end = max(first, run[0] - _FAR), min(span[1], run[-1] + _FAR)
    if text.count(_S, start, end) > 3:
        for hit in _PAIRED.finditer(text, start, end):
            _paired(draft, hit)
    lists = _Lists(draft, span)
    for hit in _PART.finditer(text, start, end):
        lists.add(_part(draft, hit))
    lists.add(None)


@dataclass(slots=True)
class _Lists:
    """The list being read in a paragraph, and the split of its last part (其中…), if one is open."""

    draft: Draft
    span: tuple[int, int]
    main: list[_Part] = field(default_factory=list)
    split: list[_Part] = field(default_factory=list)

    def add(self, part: _Part | None) -> None:
        """Take the next part; None, or one that does not follow on, ends what was read."""
        text = self.draft.masked.text
        if part is None:
            self._end(split_only=False)
            return
        before = (self.split or self.main or [part])[-1]
        between = text[before.end : part.start]
        follows = before is not part and bool(_BETWEEN.fullmatch(between))
        if self.main and follows and (part.inner or ("其中" in between and "weight" in part.figures)):
            self._end(split_only=True)
            self.split = [part]
        elif self.split and follows and (not re.search("[；。]", between) or self._short(part)):
            self.split.append(part)
        else:
            self._end(split_only=follows)
            self.main.append(part)

    def _short(self, part: _Part) -> bool:
        """Whether the parts of a split leave room for another in the full mark that they split."""
        marks = [
            self.draft.quantity(p.figures["weight"]) if "weight" in p.figures else None
            for p in (self.main[-1], *self.split, part)
        ]
        full, *parts = [q.value if q else None for q in marks]
        known = [p for p in parts if p is not None]
        return full is not None and len(known) == len(parts) and sum(known) <= full

    def _end(self, *, split_only: bool) -> None:
        if self.split:
            _record(self.draft, self.split, self.span, self.main[-1])
            self.split = []
        if not split_only and self.main:
            _record(self.draft, self.main, self.span)
            self.main = []


def _part(draft: Draft, hit: re.Match[str]) -> _Part | None:
    """A hit as a part, or None where it is the whole, a rule of scoring, or of an indicator."""
    figures: dict[str, int] = {}
    for group, position in ((g, hit.start(g)) for g in hit.groupdict() if g != "name" and hit[g]):
        index = draft.masked.token_at(position)
        quantity = draft.quantity(index) if index is not None else None
        if index is None or quantity is None or quantity.comparator or quantity.approximate:
            return None
        path = draft.taken.get(index, "")
        if path and not path.startswith(("evaluation.execution", "indicators.groups[")):
            return None
        figures[_KINDS[group[0]]] = index
    name = hit.span("name") if hit["name"] else None
    if name is None and not ("loss" in figures or ("weight" in figures and hit["s3"])):
        return None
    words = hit["name"] or ""
    if _NO_PART.search(words) or any(a <= hit.start() < b for a, b in draft.owned):
        return None
    lead = re.match("(?:其中|即|包括|一级指标得分|各项得分|分别为)[:，]?", words)
    if name and lead:
        name = (name[0] + lead.end(), name[1])
    return _Part(name, figures, hit.start(), hit.end(), inner="其中" in (lead[0] if lead else ""))


def _paired(draft: Draft, hit: re.Match[str]) -> None:
    """资金投入10分、产出40分，分别得9.78分、39.00分: full marks first, then the points given."""
    masked = draft.masked
    weights, scores = (list(masked.tokens_in(*hit.span(g))) for g in ("names", "given"))
    if len(weights) != len(scores) or any(i in draft.taken for i in (*weights, *scores)):
        return
    parts: list[_Part] = []
    cut = hit.start()
    for weight, score in zip(weights, scores, strict=True):
        position = masked.positions[weight]
        lead = re.match("[、，和及]*(?:其中|包括)?[:，]?", masked.text[cut:position])
        begin = cut + (lead.end() if lead else 0)
        parts.append(_Part((begin, position), {"weight": weight, "part": score}, begin, position + 1))
        cut = position + 1
    parts[-1].end = hit.end()
    paragraph = masked.text.rfind("\n", 0, hit.start()) + 1
    stop = masked.text.find("\n", hit.end())
    _record(draft, parts, (paragraph, stop if stop >= 0 else len(masked.text)))


def _record(
    draft: Draft, parts: list[_Part], span: tuple[int, int], parent: _Part | None = None
) -> None:
    """Record a list of parts with the whole that its sentence prints, or the part that it splits."""
    if len({"loss" in p.figures for p in parts}) > 1:
        parts = [p for p in parts if "part" in p.figures]
    weighed = all("weight" in p.figures for p in parts)
    lost = "loss" in parts[0].figures
    split = parent is not None and {"weight", "part"} <= parent.figures.keys() and not lost
    whole = parent.figures["part"] if parent and split else _whole(draft, [parent, *parts] if parent and lost else parts, span)
    alone = len(parts) < 2 and not (weighed and not split)
    if (whole is None and not weighed) or (alone and not lost):
        return
    if lost and parts[0].name is None and not _all_lost(draft, parts[0]):
        return
    prefix = f"score_parts[{draft.next_index('score_parts')}]"
    if whole is not None:
        _add(draft, f"{prefix}.whole", whole, draft.printed(*parent.name) if parent and parent.name and split else "总分")
    if parent and split:
        _add(draft, f"{prefix}.full", parent.figures["weight"], "满分")
    if lost and (listed := _LOSSES.search(draft.masked.text, max(span[0], parts[0].start - 12), parts[0].start)):
        draft.add_words(f"{prefix}.complete", *listed.span(), label="扣分项", pattern=_PATTERN)
    for number, part in enumerate(parts, 1):
        label = draft.printed(*part.name) if part.name else ("扣分" if lost else f"第{number}项")
        for kind, index in part.figures.items():
            _add(draft, f"{prefix}.{kind}{number}", index, label)
        if label.startswith("预算执行") and not lost and not split:
            _execution(draft, part, parts)


def _all_lost(draft: Draft, part: _Part) -> bool:
    """Whether 扣3.3分 is all that was taken off: no other points follow but those it is made of."""
    text = draft.masked.text
    if re.search("共|合计|累计", text[part.start : part.end]):
        return True
    stop = end_of(text, part.end, "。\n")
    rest = text[part.end : stop]
    begin = max(text.rfind(c, 0, part.start) for c in (_S, "。", "\n"))
    if _OF_ONE.search(text, begin + 1, part.start):
        return False
    return _S not in rest or bool(re.match("[，:]?其中", rest))


def _execution(draft: Draft, part: _Part, parts: list[_Part]) -> None:
    """The part 预算执行 of ten points, beside 产出 and 满意度, is the score of budget execution.

    In frames of other axes it may hold more than the execution rate.
    """
    names = "".join(draft.printed(*p.name) for p in parts if p.name)
    weight = draft.quantity(part.figures["weight"]) if "weight" in part.figures else None
    score = draft.quantity(part.figures["part"])
    common = "产出" in names and "满意度" in names and len(parts) <= 5
    small = weight.value == 10 if weight else score is not None and score.value <= 10
    if not (common and small) or "evaluation.execution_score" in draft.paths:
        return
    for kind, path in (("part", "score"), ("weight", "weight")):
        if kind in part.figures:
            draft.add_figure(
                f"evaluation.execution_{path}", part.figures[kind], label="预算执行", pattern=_PATTERN,
                share=True,
            )  # fmt: skip


def _add(draft: Draft, path: str, index: int, label: str) -> None:
    draft.add_figure(path, index, label=label, pattern=_PATTERN, share=index in draft.taken)


def _whole(draft: Draft, parts: list[_Part], span: tuple[int, int]) -> int | None:
    """The total that closes the list, or that stands before it in its own or the last sentence."""
    text, start = draft.masked.text, span[0]
    weighed = all("weight" in p.figures for p in parts)
    closing = _CLOSING.match(text, parts[-1].end)
    if closing:
        return draft.masked.token_at(closing.start(1))
    after = _AFTER.match(text, parts[-1].end)
    index = draft.masked.token_at(after.start(1)) if after else None
    if index is not None and draft.taken.get(index) == "evaluation.total_score" and (weighed or len(parts) > 2):
        return index
    last = text.rfind(_S, start, parts[0].start)
    index = draft.masked.token_at(last) if last >= 0 else None
    while index is not None and draft.taken.get(index, "").startswith("score_parts["):
        last = text.rfind(_S, start, last)  # what was taken off in all, between the total and its parts
        index = draft.masked.token_at(last) if last >= 0 else None
    if index is None or (draft.taken.get(index) != "evaluation.total_score" and not _is_whole(draft, index, parts)):
        return None
    between = re.sub("[共合计，]*扣[减除分]?\ue003", "", text[last + 1 : parts[0].start])
    opened = parts[0].inner or re.search("其中|得分|扣分", between)
    if not weighed and re.search("[。；]", between) and not opened:
        return None
    return index if re.fullmatch("[^\ue000-\ue007]{0,30}", between) else None


def _is_whole(draft: Draft, index: int, parts: list[_Part]) -> bool:
    """自评94.18分。其中：投入…: a score with few words that the parts are said to make up."""
    position = draft.masked.positions[index]
    opened = _OPENS.search(draft.masked.text, max(0, position - 4), parts[0].start + 4)
    return index not in draft.taken and opened is not None and opened.start() < position < opened.end()
