"""What a figure of the narrative speaks of: what was done this year, or a plan, a part, another time."""

from __future__ import annotations

import re

from extractor.find.clauses import start_of

_OTHER = re.compile(
    "计划|规划|拟|批复|设计|目标|任务|应(?=完成|建|培)|预计|预期|要求|申报|概算"
    "|上年|去年|前年|同期|往年|以来|历年|基期"
    "|其中|第[一二三四五六七八九十\\d]+[期批次轮标]|[一二三四]季度|每|平均"
    "|上半年|下半年|前[三\\d]个?季度|[\\d-]+月份?(?=[，,]|新|完|培|开)|年中"
    "|截[至止](?![^，。；]{0,9}(?:12月|年末|年底))"
    "|(?<!全年)(?<!年内)(?<!本年)(?<!今年)(?<!当年)(?<!年度)累计|[“\"]?十[三四五]五"
)
_THIS_YEAR = re.compile("实际|全年|本年|今年|年内|当年|已完成|年末|年底")
_CLAUSE = re.compile("[，,:：、]")
_SENTENCE = "。；;\n"
_YEAR = re.compile("(20\\d\\d)年")


def of_this_year(text: str, position: int, fiscal_year: str | None) -> bool:
    """Whether a figure at a position of folded text may be what was done in the whole year.

    The clause of the figure decides, else the ones before it in the sentence: 计划新建6800亩 is
    a plan, and 实际建成6926亩 after it is not.
    """
    begin = start_of(text, position, _SENTENCE)
    for clause in reversed(_CLAUSE.split(text[begin:position])):
        others = list(_OTHER.finditer(clause))
        last = others[-1] if others else None
        years = set(_YEAR.findall(clause))
        if last is not None and "实际" not in clause[last.end() :]:
            return False
        if fiscal_year and years:
            return fiscal_year in years
        if last is not None or _THIS_YEAR.search(clause):
            return True
    return True
