"""Cover data: title, kind, fiscal year, unit and its short names, date of filling in."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from extractor.find.apply import matches, record
from extractor.find.draft import Draft, money_units
from extractor.library import bodies

_TITLE_END = re.compile(r"(?:报告书?|自评表|情况说明|公开说明|决算说明|评价表|说明书|数据表|打分表|评分表|情况表|目标表)[((]?")
_TITLE_WORDS = re.compile(r"绩效|自评|决算|预算|基础数据")
_KINDS = (
    (r"部门决算|单位决算|年度决算", "final_accounts"),
    (r"基础数据", "basic_data_sheet"),
    (r"整体.*目标自评", "department_overall_expenditure_self_evaluation"),
    (r"转移支付|(?<!项目)(?<!项目支出)绩效目标自评表", "transfer_payment_self_evaluation"),
    (r"项目.*自评|项目支出绩效|专项.*绩效.*自评", "project_expenditure_self_evaluation"),
    (r"整体.*自评", "department_overall_expenditure_self_evaluation"),
    (r"整体", "department_overall_expenditure_evaluation"),
    (r"自评", "self_evaluation"),
    (r"绩效评价", "performance_evaluation"),
)
_COVER_PARAGRAPHS = 12
_BEFORE_TAIL = re.compile(r"(?<![^\n，。；:、《“])[\u4e00-\u9fff()]{0,16}$")
_REACH = 16
"""Characters between the beginning of a clause and the last words of a unit's name, at most."""
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?度?")
_DATE = re.compile(r"(\d{4})[年./-]?(\d{1,2}|\d{2})[月./-]?(\d{1,2}|\d{2})?")
_FIRST = r"\A\s*(?:关于)?(?:20\d\d年度?)?"
_OVERALL = r"(?=\n?20\d\d年度?(?:本?部门|本?单位)?(?:预算)?整体(?:支出|绩效))"
"""What follows the unit's name in the title of a report on all that a unit spends."""


def find_cover(draft: Draft) -> None:
    """Find the cover facts."""
    _title(draft)
    library = draft.library
    names = [p for p in library.file("report") if p.id == "unit.name"]
    for hit in matches(draft, names, end=_cover_end(draft)):
        if draft.printed(*hit.spans["value"]).strip(" ，。()（）") not in money_units():  # 单位：万元
            record(draft, hit)
            break
    if not any(f.path == "unit.name" for f in draft.facts):
        _unit_from_title(draft)
    _aliases(draft)
    _fill_date(draft)
    _fiscal_year(draft)


def _cover_end(draft: Draft) -> int:
    paragraphs = draft.text.paragraphs[: _COVER_PARAGRAPHS * 2]
    return draft.masked.locate(paragraphs[-1].end) if paragraphs else 0


def _title(draft: Draft) -> None:
    """The first lines up to one that ends like a title; kind from its words."""
    text = draft.text
    start = None
    for paragraph in text.paragraphs[:_COVER_PARAGRAPHS]:
        line = text.folded[paragraph.start : paragraph.end]
        if paragraph.heading >= 0 or len(line) > 70 or line.startswith(("附件", "附:", "目录")):
            if start is not None:
                break
            continue
        start = paragraph.start if start is None else start
        found = _TITLE_END.search(line)
        if found and _TITLE_WORDS.search(text.folded[start : paragraph.end]):
            end = paragraph.start + found.end() - (1 if line[found.end() - 1] in "((" else 0)
            _record_title(draft, start, end)
            return


def _record_title(draft: Draft, start: int, end: int) -> None:
    masked = draft.masked
    folded = draft.text.folded[start:end].replace("\n", "")
    draft.add_words(
        "report.title", masked.locate(start), masked.locate(end), label="报告标题", pattern="cover"
    )
    kind = next((k for words, k in _KINDS if re.search(words, folded)), None)
    if kind:
        draft.add_words(
            "report.kind", masked.locate(start), masked.locate(end), label="报告类型",
            pattern="cover", type="enum", value=kind,
        )  # fmt: skip


def _title_words(draft: Draft) -> tuple[str, int] | None:
    title = next((f for f in draft.facts if f.path == "report.title"), None)
    return (draft.text.folded[title.start : title.end], title.start) if title else None


def _unit_from_title(draft: Draft) -> None:
    """A title that begins with the unit's name (柳河县水务局2022年度部门整体支出…)."""
    found = _title_words(draft)
    if not found:
        return
    words, start = found
    match = next((m for m in (p.search(words) for p in _unit_in_title()) if m), None)
    if match:
        masked = draft.masked
        draft.add_words(
            "unit.name", masked.locate(start + match.start(1)), masked.locate(start + match.end(1)),
            label="单位名称", pattern="cover",
        )  # fmt: skip


@cache
def _unit_in_title() -> tuple[re.Pattern[str], ...]:
    """What a unit's name in a title looks like, from the surest words to the mere place of it."""
    titles = bodies().titles
    long = [w for w in titles.offices if len(w) > 1]
    short = [w for w in titles.offices if len(w) == 1]
    ends, words, signs, regions, works = (
        "|".join(map(re.escape, w)) for w in (titles.ends, long, short, titles.regions, titles.works)
    )
    han, name = "[\u4e00-\u9fff]", "[\u4e00-\u9fff()]"
    office = rf"{name}{{2,40}}?(?:{words})|{name}{{3,40}}?(?:{signs})"
    place = rf"(?:中共)?(?![全各本我]|关于)(?:{han}{{2,8}}?(?:{regions})|{han}县)"
    no_work = rf"(?!{han}*(?:{works}|[各等及和与])(?!{han}))"
    owners = "|".join(map(re.escape, titles.owners))
    builds = "|".join(map(re.escape, titles.builds))
    return (
        re.compile(
            rf"{_FIRST}({name}{{2,40}}?(?:{ends}))(?=20|\n|部门|单位|整体|项目|预算|绩效|关于)"
        ),
        re.compile(rf"{_FIRST}({office})(?:(?=20|部门|单位|整体)|{_OVERALL})"),
        re.compile(
            rf"^[ \t]*(?:关于)?({place}{no_work}{name}{{2,30}}?){_OVERALL}", re.MULTILINE
        ),
        re.compile(
            rf"{_FIRST}({han}{{1,8}}(?:{regions}){name}{{0,20}}?(?:{owners})(?<!村民委员会)(?<!居民委员会)(?<!公立医院)(?<!乡镇卫生院)(?:{han}{{2,8}}(?:支队|大队|分局))?)"
            rf"(?!{builds}|[等及和与的、院校室])(?={han}{{2,40}}(?:{works})(?:\n?20\d\d|支出|资金|绩效|自评|评价|\n))"
        ),
    )


def _aliases(draft: Draft) -> None:
    """Shorter names of the unit in the text: each distinct tail of its name, once."""
    unit = next((f for f in draft.facts if f.path == "unit.name"), None)
    if unit is None:
        return
    folded = draft.text.folded
    name = folded[unit.start : unit.end].replace("\n", "")
    core = re.sub(r"\([^)]*\)", "", name)
    ends = "|".join(map(re.escape, bodies().titles.ends))
    tail = next((m[0] for m in [re.search(rf"[^省市区州县旗()]{{2,12}}(?:{ends})$", core)] if m), "")
    seen: set[str] = {name}
    if not tail:
        return
    masked = draft.masked
    end = unit.end
    while (at := folded.find(tail, end)) >= 0:
        before = _BEFORE_TAIL.search(folded, max(end, at - _REACH), at)
        end = at + len(tail)
        alias = (before[0].lstrip("()") if before else "") + tail
        if before is None or alias in seen:
            continue
        if alias != tail and not _names_place(alias[: -len(tail)], name):
            continue
        seen.add(alias)
        index = draft.next_index("unit.aliases")
        draft.add_words(
            f"unit.aliases[{index}]", masked.locate(end - len(alias)), masked.locate(end),
            label="单位简称", pattern="cover",
        )  # fmt: skip


def _names_place(prefix: str, name: str) -> bool:
    """Whether the words before a unit's tail are place words of its full name."""
    return all(c in name or c in "()" for c in prefix)


def _fill_date(draft: Draft) -> None:
    patterns = [p for p in draft.library.file("report") if p.id == "report.fill_date"]
    for hit in matches(draft, patterns):
        start, end = hit.spans["value"]
        printed = draft.printed(start, end)
        match = _DATE.search(printed.replace(" ", ""))
        value = calendar_date(match[1], match[2], match[3]) if match and match[3] else None
        if value:
            draft.add_words(
                "report.fill_date", start, end, label="填报时间", pattern="report.fill_date",
                type="date", value=value,
            )  # fmt: skip
            return


def calendar_date(year: str, month: str, day: str) -> date | None:
    """The date, or None where the calendar has none (2024年2月31日)."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _fiscal_year(draft: Draft) -> None:
    """The year on the cover or in the title; each structural place that names it is a mention."""
    tokens = [
        (i, t) for i, t in enumerate(draft.masked.tokens)
        if t.kind == "year" and _YEAR.match(draft.masked.folded[t.start : t.end])
    ]  # fmt: skip
    if not tokens:
        return
    title = next((f for f in draft.facts if f.path == "report.title"), None)
    limit = draft.text.paragraphs[min(_COVER_PARAGRAPHS, len(draft.text.paragraphs) - 1)].end
    cover = [t for _, t in tokens if t.start < limit]
    in_title = [t for t in cover if title and t.start < title.end + 30]
    folded = draft.masked.folded
    named = [t for t in in_title if title and t.start < title.end and folded[t.start : t.end].endswith("年度")]
    chosen = (named or in_title or cover or [t for _, t in tokens])[0]
    match = _YEAR.match(draft.masked.folded[chosen.start : chosen.end])
    year = match[1] if match else ""
    for _, token in tokens:
        words = draft.masked.folded[token.start : token.end]
        if not words.startswith(year):
            continue
        structural = token is chosen or words.endswith("年度")
        path = "report.fiscal_year" if structural else "context.year_tokens"
        draft.add_words(
            path, draft.masked.locate(token.start), draft.masked.locate(token.end),
            label="评价年度" if structural else "正文年度", pattern="cover", type="year", value=year,
        )  # fmt: skip
