"""Staff, and the organization with its enumerations (四办一所，即：…)."""

from __future__ import annotations

import re

from extractor.find.apply import figure_index, matches, record
from extractor.find.clauses import start_of
from extractor.find.draft import Draft
from extractor.find.whose_money import other_unit, wider
from extractor.model import Quantity
from extractor.numbers import parse_chinese

_CN = "[一二两三四五六七八九十]{1,3}"
_KINDS = {
    "办": "offices", "所": "stations", "室": "rooms", "委": "committees", "科": "sections",
    "股": "divisions", "中心": "centers", "站": "posts", "处": "bureaus", "局": "subordinate_bureaus",
}  # fmt: skip
_BODY = "(?:办|所|室|委|科|股|中心|站|处|局)"
# the first character stands alone: that is what can be searched for fast
_SHORT = re.compile(
    rf"[一二两三四五六七八九十][一二两三四五六七八九十]{{0,2}}{_BODY}(?:{_CN}{_BODY}){{1,3}}(?![\u4e00-\u9fff])"
)
_PAIR = re.compile(rf"({_CN})(办|所|室|委|科|股|中心|站|处|局)")
_ENUMERATION = re.compile(r"^[”」]?[，、]?(?:即|分别为|分别是|包括|具体为|具体是|为|有|:){1,2}:?(?=[\u4e00-\u9fff])")

_STOP = re.compile("[。；，\n]")
_NEW_LINE = re.compile("\n(?:[一二三四五六七八九十]{1,3}、|[(\ue000-\ue00a]|第|\n|$)")
_OTHER_BODIES = re.compile("下[设辖属]|另|所[属辖]|其中|还|并|内设|设|隶属|加挂|负责|承担|主管|管理")
_BODY_NAME = re.compile("(?:办|所|室|委|科|股|中心|站|处|局|队|部|院|馆|团|会|校|园|厂|场|机关)(?:[(][^()]*[)])?”?$")
_NAMED = re.compile(
    "[，。；:\n](?:其中|[下所]属|全)?:?([\u4e00-\u9fff\ue007\ue00a]{2,14}?)"
    "(?=共?(?:现有|核定|编制|在职|实有|年末|在编|人员|有)|\ue008|，)"
)
"""The words in front of posts and staff, perhaps those of a unit."""
_YEARS = re.compile("(?<![比较与同])([上去]年)|[本今当]年|现有|\ue008")
_SENTENCE = 60
"""Characters before a figure in which its unit is looked for."""
_OF_BODIES = re.compile("[局委厅所站队馆院校学园处心统司]")
_BODIES = re.compile("(?:[局委厅所站队馆院校学园处]|中心|系统|公司|我单位|本单位|机关|本级)$")
_LONGEST = 24
"""Characters of the longest name of a body."""


def find_people(draft: Draft) -> None:
    """Find posts, staff and counts of bodies, with the names that are listed for them."""
    _short_forms(draft)
    _apply(draft, "organization", {"count"})
    _listed_names(draft)
    _apply(draft, "staffing", {"people", "count", "rate"})


def _apply(draft: Draft, file: str, dimensions: set[str]) -> None:
    """Record the hits of a file whose figures count the right thing (中心10人 counts no centres)."""
    part = draft.library.words["part_of_unit"]
    for hit in matches(draft, draft.library.file(file)):
        if file == "staffing" and _of_others(draft, hit.start):
            continue
        before = draft.masked.text[max(0, hit.start - 8) : hit.start]
        if "staffing.actual" in hit.pattern.id and before.endswith(part):
            continue
        figures = [figure_index(draft, hit, group) for group in hit.pattern.targets if group in hit.spans]
        quantities = [draft.quantity(i) for i in figures if i is not None]
        if all(q is None or q.dimension in dimensions for q in quantities):
            record(draft, hit)


def _of_others(draft: Draft, position: int) -> bool:
    """Whether a figure is of last year, or of another unit that its sentence names last (救助站在职12人)."""
    text = draft.masked.text
    start = max(position - _SENTENCE, start_of(text, position) - 1, 0)  # with the mark before it
    words = text[start:position]
    if "上年" in words or "去年" in words:
        years = list(_YEARS.finditer(words))
        if years and years[-1][1]:
            return True
    if not _OF_BODIES.search(words):
        return False
    named = [m[1] for m in _NAMED.finditer(text, start, position) if _BODIES.search(m[1])]
    return bool(named) and (wider(draft, named[-1]) or other_unit(draft, named[-1]))


def _short_forms(draft: Draft) -> None:
    """四办一所: each numeral is a count of its own kind of office."""
    text = draft.masked.text
    for match in _SHORT.finditer(text):
        for pair in _PAIR.finditer(match[0]):
            start = match.start() + pair.start()
            kind = _KINDS[pair[2]]
            quantity = Quantity(parse_chinese(pair[1]), 0, "个", "count", raw=pair[1])
            draft.add_chinese(
                f"organization.{kind}.count", start, start + len(pair[1]), quantity,
                label=pair[2], pattern="organization.short_form",
            )  # fmt: skip
        names = _names_after(draft, match.end(), groups=True)
        if names:
            _add_names(draft, f"organization.{_KINDS[_PAIR.findall(match[0])[0][1]]}.names", *names)


def _listed_names(draft: Draft) -> None:
    """Names listed after a stated count (7个中心，即：…)."""
    for fact in [f for f in draft.facts if f.path.startswith("organization.") and f.path.endswith(".count")]:
        if fact.pattern == "organization.short_form":
            continue
        end = draft.masked.locate(fact.end - 1) + 1
        tail = re.match(r"[\u4e00-\u9fff]{0,10}", draft.masked.text[end:])
        names = _names_after(draft, end + (tail.end() if tail else 0))
        if not names:  # 中心6个：… the noun stands before the count
            names = _names_after(draft, end)
        if names:
            _add_names(draft, fact.path.removesuffix("count") + "names", *names)


def _names_after(draft: Draft, position: int, *, groups: bool = False) -> tuple[int, int] | None:
    """Span of an enumeration that starts at a position: 即：甲、乙、丙.

    With `groups`, names of another kind go on behind ， (三所两站，即甲所、乙所、丙所，丁站和戊站).
    A line that ends inside the list goes on in the next one if only names stand there.
    """
    text = draft.masked.text
    opening = _ENUMERATION.match(text[position : position + 12])
    if not opening:
        return None
    start = position + opening.end()
    end = _stop(text, start)
    if text[end : end + 1] == "\n" and not _NEW_LINE.match(text, end):
        further = _stop(text, end + 1)
        if _only_names(text[start:further]):
            end = further
        elif not _BODY_NAME.search(text[start:end]):
            return None  # cut inside a name
    while groups and text[end : end + 1] == "，":
        further = _stop(text, end + 1)
        if not _only_names(text[end + 1 : further]) or _OTHER_BODIES.match(text, end + 1):
            break
        end = further
    words = text[start:end]
    if not ("、" in words or (groups and "，" in words)) or re.search("[\ue000-\ue006]", words):
        return None
    return start, end


def _stop(text: str, start: int) -> int:
    """Where the words of an enumeration end."""
    found = _STOP.search(text, start)
    return found.start() if found else len(text)


def _only_names(words: str) -> bool:
    """Whether words are nothing but names of bodies."""
    return all(
        len(name) < _LONGEST and _BODY_NAME.search(name) for name in split_names(words.replace("\n", ""))
    )


def _add_names(draft: Draft, path: str, start: int, end: int) -> None:
    names = tuple(split_names(draft.printed(start, end)))
    draft.add_words(
        path, start, end, label="列举名称", pattern="organization.names", type="list", value=names
    )


def split_names(words: str) -> list[str]:
    """Split an enumeration at 、 and at a final 和 or 及, but not inside brackets."""
    parts: list[str] = []
    depth = 0
    current = ""
    for char in words:
        depth += (char in "（(") - (char in "）)")
        if char in "、，" and depth <= 0:
            parts.append(current)
            current = ""
        else:
            current += char
    last = re.fullmatch(r"(.+?(?:办公室|中心|所|站|科|股|室|局|处|队|村|社区))[和及](.{2,})", current)
    parts.extend([last[1], last[2]] if last else [current])
    return [p.removesuffix("等").strip("：: ”“") for p in parts if p.strip()]


