"""Group H: dates and years, and whose report it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from extractor.checks.context import Context
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.texts import facts_in, in_indicator, mentions, sentence_at
from extractor.library import bodies, wordings_of
from extractor.model import Fact
from extractor.text import fold

_YEAR = re.compile(r"(?<!\d)(20\d\d)年度?")
_YEARLY = re.compile(r"(?<!\d)(20\d\d)年度")
_YEARLY_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、]"
    r"|第[一二三四五六七八九十]{1,3}(?:部分|章))[^\n，。；\d]{0,20}?"
    r"(20\d\d)年度([^\n，。；:]{2,30})[。:]?$", re.MULTILINE,
)  # fmt: skip
_HELD_AT = re.compile(
    r"截[至止]到?(20\d\d)年(?:12月31日|年?底|年?末)[^。；\n]{0,24}?(?:共有|实有|拥有|保有)(?:公务用|机动)?(?:车辆?|资产|设备|房屋)"
)
_HEADING = re.compile("绩效|预算|支出|执行|目标|自评|决算|评价")
_FREE = re.compile("上年|下年|下一年|次年|计划|打算|展望|较|比|对比|以前|以来|至|-|—|~|规划|编制|历年|近")
_MONITORING = re.compile("监控|监测|中期|上半年|季度")
_BLAMED = "(?:受|因|由于)[^，。；]{{0,8}}{0}|{0}[^，。；]{{0,6}}(?:影响|导致|造成)"
_EVENTS = "event."
_TOWN = re.compile(r"(?:镇|乡|街道)(?=人民政府|办事处|党政办)")
_TOWN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}$")
_FORMER = re.compile(r"原$|前身[为是]?$|撤销?$|合并$|与$|和$|、$|及$|划入$|并入$")


def _year(context: Context) -> int | None:
    year = context.report.year
    return int(year) if year and year.isdigit() else None


def _doubtful_year(context: Context, year: int) -> bool:
    """Whether the text names an earlier year more often: the title may carry that of writing."""
    cover = [
        (f.start, f.end) for path in ("report.title", "report.fill_date")
        if (figure := context.figure(path)) for f in figure.mentions
    ]  # fmt: skip
    counts = Counter(
        m[1] for m in _YEAR.finditer(context.folded)
        if not any(start <= m.start() < end for start, end in cover)
    )  # fmt: skip
    return any(n > counts[str(year)] for y, n in counts.items() if int(y) < year)


@check("time.fill_after_year_end")
def fill_after_year_end(context: Context) -> Iterator[Outcome]:
    """A report on a whole year is filled in after the year has ended."""
    year, filled = _year(context), _fill_date(context)
    if year is None or filled is None or _MONITORING.search(fold(context.report.title or "")):
        return
    facts = context.ids("report.fill_date", "report.fiscal_year")
    line = f"{filled.isoformat()}，评价年度{year}"
    if filled > date(year, 12, 31):
        yield Outcome("holds", line, facts)
    elif _doubtful_year(context, year):
        yield Outcome("undetermined", line, facts, reason="评价年度可能是编写年度")
    else:
        yield Outcome(
            "fails", line, facts, message=f"填报日期{filled.isoformat()}早于{year}年度结束",
            expected=f"{year + 1}年1月1日以后", reported=filled.isoformat(),
            severity="warning" if filled >= date(year, 12, 1) else None,
        )  # fmt: skip


def _fill_date(context: Context) -> date | None:
    figure = context.figure("report.fill_date")
    value = figure.value if figure else None
    return value if isinstance(value, date) else None


@check("time.deadline")
def deadline(context: Context) -> Iterator[Outcome]:
    """The date of filling in against the last day of the profile."""
    year, filled, last = _year(context), _fill_date(context), context.profile.deadline
    if year is None or filled is None:
        return
    facts = context.ids("report.fill_date")
    if not last:
        yield Outcome(
            "undetermined", filled.isoformat(), facts, reason=f"{context.profile.title}没有收录填报期限"
        )
        return
    month, _, day = last.partition("-")
    due = date(year + 1, int(month), int(day))
    line = f"{filled.isoformat()}，期限{due.isoformat()}"
    if filled <= due:
        yield Outcome("holds", line, facts)
    else:
        yield Outcome(
            "fails", line, facts, message=f"填报日期{filled.isoformat()}超过期限{due.isoformat()}",
            expected=f"不晚于{due.isoformat()}", reported=filled.isoformat(),
        )  # fmt: skip


@check("time.year_consistency")
def year_consistency(context: Context) -> Iterator[Outcome]:
    """Title, headings, the score and the day of what is held speak of the report's year."""
    year = _year(context)
    if year is None:
        return
    title = context.figure("report.title")
    places = [("标题", 0, m[1]) for m in _YEAR.finditer(context.words(title.first) if title else "")]
    if len({y for _, _, y in places}) > 1:
        yield Outcome("undetermined", reason="标题写了几个年度")
        return
    places += [
        (f"“{m[0].strip()}”", m.start(), m[1]) for m in _yearly_headings(context.folded)
        if _HEADING.search(m[2]) and not _FREE.search(m[0])
    ]  # fmt: skip
    places += list(_conclusion(context, year))
    places += [
        (f"“{m[0]}”", m.start(), m[1]) for m in _HELD_AT.finditer(context.folded)
        if int(m[1]) == year - 1 and f"{year}年" not in context.folded[slice(*sentence_at(context, m.start()))]
    ]  # fmt: skip
    wrong = [(name, at, y) for name, at, y in places if int(y) != year]
    if wrong and _doubtful_year(context, year):
        yield Outcome("undetermined", "、".join(f"{n}{y}" for n, _, y in wrong), reason="评价年度可能是编写年度")
        return
    for name, at, y in wrong:
        yield Outcome(
            "fails", f"评价年度{year}，{name}写{y}年", facts_in(context, *sentence_at(context, at), limit=2)
            or context.ids("report.fiscal_year"),
            message=f"{name}写的是{y}年度，报告是{year}年度", expected=f"{year}年度", reported=f"{y}年度",
        )  # fmt: skip
    if not wrong:
        yield Outcome("holds", f"标题、章节和结论都是{year}年度（{len(places)}处）", context.ids("report.fiscal_year"))


def _yearly_headings(text: str) -> Iterator[re.Match[str]]:
    """The numbered lines that name a year."""
    at = text.find("年度")
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        line = _YEARLY_HEADING.match(text, start)
        if line:
            yield line
        end = text.find("\n", at)
        at = text.find("年度", end) if end >= 0 else -1


def _conclusion(context: Context, year: int) -> Iterator[tuple[str, int, str]]:
    """The year in the sentence of the score, if it names one only."""
    figure = context.figure("evaluation.total_score")
    for fact in figure.mentions if figure else ():
        start, end = sentence_at(context, fact.start)
        named = {m[1] for m in _YEARLY.finditer(context.folded, start, end)}
        if len(named) == 1 and str(year) not in named and not _FREE.search(context.folded, start, end):
            yield "结论", start, named.pop()


@check("time.anachronism")
def anachronism(context: Context) -> Iterator[Outcome]:
    """A reason that time has overtaken: an event blamed outside the years it lasted."""
    year = _year(context)
    if year is None:
        return
    tested = False
    for item in context.report.indicators:
        figure = item["deviation_reason"]
        for fact in figure.mentions if figure else ():
            tested = True
            yield from _blames(context, year, context.words(fact), (fact.id,), item.path, item.name)
    spans = dict.fromkeys(
        sentence_at(context, start)
        for event in wordings_of(_EVENTS) for start, _ in event.spans(context.folded)
    )  # fmt: skip
    for span in spans:
        if not in_indicator(context, *span):
            tested = True
            facts = facts_in(context, *span, limit=2)
            blames = list(_blames(context, year, context.folded[slice(*span)], facts, "", ""))
            yield from blames
            if blames:
                break  # one sentence of the narrative is enough
    if tested:
        yield Outcome("holds", "其余理由与年度不矛盾")


def _blames(
    context: Context, year: int, words: str, facts: tuple[str, ...], item: str, name: str
) -> Iterator[Outcome]:
    for listed in wordings_of(_EVENTS):
        first, last = listed.years
        word = listed.first(words)
        if not word or first <= year <= last or not re.search(_BLAMED.format(word), words):
            continue
        whose = f"“{name}”" if name else "正文"
        yield Outcome(
            "fails", f"“{word}”，评价年度{year}", facts, item,
            message=f"{whose}的理由提到“{word}”，与{year}年度不符（{listed.title}：{first}—{last}年），"
            "可能沿用了旧文字",
        )  # fmt: skip


def _stem(name: str) -> tuple[str, str]:
    """Place and level of a town (安宁渠, 镇), empty when the unit is none."""
    level = bodies().level(name)
    match = re.search(rf"([\u4e00-\u9fff]{{2,4}}){level}(?:人民政府|办事处|办)?$", name) if level else None
    if match is None:
        return "", ""
    return re.sub(r"^.*[市区县旗州盟](?=..)", "", match[1]), level


def _name(context: Context) -> Fact | None:
    figure = context.figure("unit.name")
    return figure.first if figure else None


@check("entity.name")
def entity_name(context: Context) -> Iterator[Outcome]:
    """The unit's name in the text is the one of the cover (某镇 is not 某乡)."""
    fact = _name(context)
    if fact is None:
        return
    name = fold(fact.text)
    place, level = _stem(name)
    aliases = [f.text for f in mentions(context, "unit.aliases")]
    levels = "|".join(lv for lv in bodies().levels if lv != level)
    odd = [
        m for m in re.finditer(rf"{place}(?:{levels})(?=人民政府|办事处|党委|政府|机关)", context.folded)
        if not _FORMER.search(context.folded[max(0, m.start() - 4) : m.start()])
    ] if place else []  # fmt: skip
    for match in odd[:1]:
        yield Outcome(
            "fails", f"封面“{fact.text}”，正文“{match[0]}”",
            (fact.id, *facts_in(context, *sentence_at(context, match.start()), limit=2)),
            message=f"封面单位是“{fact.text}”，正文写成“{match[0]}”", expected=f"{place}{level}", reported=match[0],
        )  # fmt: skip
    if not odd:
        yield Outcome("holds", "、".join((fact.text, *aliases)), (fact.id,))


@check("entity.level_word")
def level_word(context: Context) -> Iterator[Outcome]:
    """Words of another level than the unit's own: template text."""
    fact = _name(context)
    if fact is None:
        return
    words = mentions(context, "entity.level_words")
    level = bodies().level(fold(fact.text))
    if not words:
        yield Outcome("holds", "没有其他层级的称呼", (fact.id,))
        return
    counted = Counter(f.text for f in words)
    shown = "、".join(f"“{w}”" + (f"{n}处" if n > 1 else "") for w, n in counted.items())
    yield Outcome(
        "fails", f"{len(words)}处", tuple(f.id for f in words),
        message=f"单位是{level}，正文出现{shown}", effect="像是套用模板留下的文字",
    )  # fmt: skip


@check("entity.foreign_name")
def foreign_name(context: Context) -> Iterator[Outcome]:
    """Another unit speaks: 我局 in the report of a town, a town of another name as subject.

    Nor is the name of the unit in a heading the blank of a template (XX局).
    """
    blanks = list(_blank_names(context))
    yield from blanks
    fact = _name(context)
    if fact is None:
        return
    name = fold(fact.text)
    kind = bodies().kind(name)
    found = False
    if kind:
        for other in bodies().kinds.values():
            if other is bodies().kinds[kind]:
                continue
            for word, at in _speakers(context.folded, other.own):
                found = True
                yield _foreign(context, fact, word, at, f"正文以“{word}”自称，像是{other.title}的文字")
                break
    for town, at in _other_towns(context, name):
        found = True
        yield _foreign(context, fact, town, at, f"正文把“{town}”当作本单位")
        break
    if not found and not blanks:
        yield Outcome("holds", "没有混入其他单位的名称", (fact.id,))


_BLANKED = "XxＸ×*○"
_BLANK_NAME = re.compile(
    r"^(?:第[一二三四五六七八九十]{1,3}(?:部分|章)|[一二三四五六七八九十]{1,3}、)?\s*"
    rf"(?P<before>[\u4e00-\u9fff]{{2,12}})(?P<blank>[{_BLANKED}]{{2,}})(?P<kind>局|镇|乡|街道|委员会|厅|办公室|中心)"
    r"(?=[^\n，。；]{0,12}(?:年度|部门|单位|概况|决算|预算|自评|绩效))",
    re.MULTILINE,
)
_NAMED_TWICE = 2


def _blank_names(context: Context) -> Iterator[Outcome]:
    """Names in headings that a template left blank, where the report prints the real one elsewhere.

    A report whose names were all blanked out for publication prints no real one.
    """
    text = context.folded
    if not any(mark in text for mark in _BLANKED):
        return
    for match in _BLANK_NAME.finditer(text):
        before, kind = match["before"], match["kind"]
        real = Counter(re.findall(f"{before}[\u4e00-\u9fff]{{1,8}}?{kind}", text)).most_common(1)
        if not real or real[0][1] < _NAMED_TWICE:
            continue
        printed = f"{before}{match['blank']}{kind}"
        facts = facts_in(context, match.start(), match.end() + 12) or context.ids("report.fiscal_year")
        yield Outcome(
            "fails", f"“{printed}”对“{real[0][0]}”", facts, expected=real[0][0], reported=printed,
            message=f"标题里的单位名称没有填上，还是模板的“{printed}”，别处写“{real[0][0]}”",
        )  # fmt: skip


def _speakers(text: str, words: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Words of self-reference that begin a clause, with their places."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            if at == 0 or text[at - 1] in "，。；:\n":
                yield word, at
            at = text.find(word, at + 1)


_OWN_ACTS = re.compile(r"(?:人民政府|办事处)?(?:机关)?(?:年初预算|全年预算|设置|内设|核定编制|财务管理制度|预算绩效管理)")


def _other_towns(context: Context, name: str) -> Iterator[tuple[str, int]]:
    """Towns of another name that budget, or have offices and rules, in the report of a town."""
    stem, level = _stem(name)
    if not level:
        return
    for match in _TOWN.finditer(context.folded):
        place = _TOWN_NAME.search(context.folded[max(0, match.start() - 4) : match.start()])
        if not place or not _OWN_ACTS.match(context.folded, match.end()):
            continue
        town = place[0] + match[0]
        own = any(town[k:] in name for k in range(len(town) - 2))  # 按照安宁渠镇 is 安宁渠镇
        if not own and not (stem and stem in town):  # 安宁渠乡 is a matter of the level
            yield town, match.start()


def _foreign(context: Context, fact: Fact, word: str, at: int, message: str) -> Outcome:
    evidence = facts_in(context, *sentence_at(context, at), limit=2)
    return Outcome(
        "fails", f"“{word}”对“{fact.text}”", (fact.id, *evidence),
        message=f"报告单位是“{fact.text}”，{message}", reported=word,
    )  # fmt: skip
