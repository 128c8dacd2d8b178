"""Whose money a clause tells: the unit's own, that of another unit, of a whole system, of last year."""

from __future__ import annotations

import re

from extractor.find.context import Context
from extractor.find.draft import Draft
from extractor.library import Label
from extractor.model import Quantity

_KINDS = ("局委厅办会部室处", "镇乡道处府办", "校学园院", "站所队", "院中")
"""Last characters of names that may belong to one kind of unit (…镇, …镇人民政府)."""
_ENDS = frozenset("".join(_KINDS) + "馆司社校院心关场")
"""Last characters by which the name of a unit tells its kind."""
_PLACES = re.compile("[省市县区州旗盟我本该各全原]|其中")
_INSIDE = re.compile("(?:机关|本级|本部|单位|部门|系统)+$")
_GIVERS = ("财政", "人大", "人代会", "党组", "党委会", "编办", "编委")
_GIVES = re.compile(
    "(?:已|共|正式|向|对|给|预)?(?:批复|批准|下达|核定|安排|拨付|拨入|追加|核减|调[减增]|收回|收缴|统筹|审核|下拨|拨给)"
)
_WIDE = frozenset({"全县", "全市", "全区", "全省", "全州", "全旗"})
OFFICES = ("机关", "本级", "本部")
"""Ends of names of the unit without those below it."""
_GOVERNMENT = ("府", "镇", "乡", "道", "处")
_LEADING = re.compile(
    "[。\n\ue00a、(一二三四五六七八九十)]*"
    "(?!按|根据|通过|因|由|为|对|在|与|经|加强|完成|推进|及时|认真|积极|围绕|坚持|落实|做好|开展|强化|严格|组织|[我本]|全[局院校镇委])"
    "([\u4e00-\u9fff\ue007\ue00a]{2,12}?(?:[站队馆园场校]|[中小大]学|中心|系统|公司|所(?![属需有在以辖])|院(?!落)))(?![长员生工])"
)
_ENTRY = 40
"""Characters up to the colon of an entry."""
_REMARK = re.compile("(?:[(][^()]*[)])?")
_OFFICE = re.compile("[\ue00a、(一二三四五六七八九十)]*[局委厅院部办]?(?:机关|本级|本部)(?:[(][^()]*[)])?")
_WITHOUT = re.compile("(?:除[^，。；]{1,16}外|(?:扣除|剔除|不含|不计|不考虑)[^，。；]{1,20})，[^，。；]{0,4}$")
_KIND = re.compile("[站队馆园场校学心统司所院关级部]")
_TWINS = frozenset({
    "three_public", "overseas_trips", "vehicle", "vehicle_purchase", "vehicle_running", "official_reception",
    "agency_running", "procurement",
})  # fmt: skip
"""Items of spending: 本年支出 in a sentence about one of them is that of the item."""
_FAR = 3
"""So many times an amount is none that repeats it with a slip."""
_BUDGETS = frozenset({"initial", "adjusted", "stated"})
_EARLIER = frozenset({"last_year", "other_year"})
_THIS_YEAR = re.compile("本年|今年|当年|本期|年末|现有|\ue008")
_LAST_YEAR = re.compile("(?:^|[，。；:(])(?:上年|去年|上一年)度?[，:]")


def other_unit(draft: Draft, body: str, after: str = "") -> bool:
    """Whether words that end like the name of a unit name another one than the report's.

    `after` are the words behind it: what gives money to the unit is no other spender. A name
    that shares its kind and a character with the unit's may be a short form of it (县人社局).
    """
    name, core = draft.unit, _INSIDE.sub("", body)
    if not name or not core or body in draft.library.labels.words or name[-1] not in _ENDS:
        return False
    if core.endswith(name) or any(w in core for w in _GIVERS) or _GIVES.match(after):
        return False
    if core[-1] != name[-1] and not any(core[-1] in kind and name[-1] in kind for kind in _KINDS):
        return True
    stem = _PLACES.sub("", core[: -len(_common_end(core, name))][-8:])
    return bool(stem) and not set(stem) & set(name)


def _common_end(one: str, other: str) -> str:
    """The last characters that two names share, at least one (县中医院, 县人民医院)."""
    count = 1
    while count < len(one) and one.endswith(other[-count - 1 :]):
        count += 1
    return one[-count:]


def led_by_other(draft: Draft, words: str) -> bool:
    """Whether the clause before a label begins with another unit (水管站经费由县级统筹，全年支出96万元)."""
    found = _LEADING.match(words) if _KIND.search(words) else None
    return found is not None and other_unit(draft, found[1])


def entry_of_other(draft: Draft, start: int) -> tuple[bool, bool]:
    """Whether a paragraph is about another unit, and whether about the unit's office alone.

    （1）河道管理站（全额拨款）：编制12名，全年支出120万元.
    """
    text = draft.masked.text
    colon = text.find(":", start, start + _ENTRY)
    if colon < 0 or "\n" in text[start:colon] or not _KIND.search(text, start, colon):
        return False, False
    office = _OFFICE.fullmatch(text, start, colon)
    found = _LEADING.match(text, start, colon)
    led = found is not None and bool(_REMARK.fullmatch(text, found.end(), colon)) and other_unit(draft, found[1])
    return led, office is not None


def without_some(words: str) -> bool:
    """Whether the clause before a label leaves something out: 除人员经费外，全年支出674.85万元."""
    return ("外" in words or "扣除" in words or "剔除" in words or "不" in words) and bool(_WITHOUT.search(words))


def wider(draft: Draft, body: str) -> bool:
    """Whether words name more than the unit: a whole system, the whole county."""
    return body.endswith("系统") or (body in _WIDE and not draft.unit.endswith(_GOVERNMENT))


def leave_wider(draft: Draft) -> None:
    """Drop the figures of a system or an office where others of the unit are printed too."""
    if not draft.wide:
        return
    starts = {draft.masked.tokens[i].start for i in draft.wide}
    budget = [f for f in draft.facts if f.path.startswith("budget.")]
    own = {f.path: f.value for f in budget if f.start not in starts}
    if any(own.get(f.path, f.value) != f.value for f in budget if f.start in starts):
        draft.facts = [f for f in draft.facts if f.start not in starts or not f.path.startswith("budget.")]
        for index in draft.wide:
            draft.taken.pop(index, None)


def of_last_year(context: Context, label: Label, clause: str, between: str) -> bool:
    """Whether a figure goes on with last year's: 上年全年预算A，支出B，执行率C, 本年….

    Last year's spending is followed by this year's budget or spending, last year's budget by
    this year's budget; all else is last year's up to a word of this year.
    """
    if label.measure in _EARLIER:
        context.past = "budget" if label.measure == "other_year" and "预算" in clause else "spent"
        return False
    if "年" in between and _LAST_YEAR.search(between):
        context.past = "all"
    if not context.past:
        return False
    kind = "budget" if label.measure in _BUDGETS else "spent" if label.measure == "executed" else ""
    twin = bool(kind) and (kind == context.past or context.past == "spent")
    ours = label.about_self and context.past != "all"
    if twin or ours or label.foreign or _THIS_YEAR.search(between):
        context.past = ""
        return False
    if label.measure is None:
        return context.past != "spent"
    return label.measure != "opening_carry_over"


def begin_anew(context: Context, label: Label, quantity: Quantity | None) -> None:
    """三公经费全年支出12.60万元。全年支出1785.60万元: a far larger amount is not of the item again."""
    subject = context.paragraph_subject
    if context.in_parts or subject in {None, "total"} or label.subject or quantity is None:
        return
    before = context.seen.get(f"budget.{label.measure}.{subject}")
    if before is not None and quantity.base > _FAR * before:
        context.paragraph_subject = "total"


def item_of(context: Context, label: Label) -> str | None:
    """The subject of 本年支出: that of the sentence where it names an item, None where it is not known."""
    before = context.last_money
    if context.unknown:
        return None
    if before is None or context.fresh:
        return label.subject
    one = len(set(context.segment)) < 2 and not context.in_parts
    if before.measure in _EARLIER or before.subject in _TWINS or (one and before.measure in _BUDGETS):
        return before.subject
    return label.subject
