"""Names that are listed before their number: 甲镇、乙镇、丙乡3个乡镇, 综合部、场馆部共2个部门."""

from __future__ import annotations

import re

from extractor.find.apply import chinese_quantity
from extractor.find.draft import Draft

_BODIES = "部门|科室|股室|处室|内设机构|内设部门"
_PLACES = (
    (re.compile("乡镇|乡[(]镇[)]|镇街|镇[(]街道[)]|镇|乡|街道"), re.compile("(?:镇|乡|街道|街道办|办事处)$")),
    (re.compile("行政村|建制村|村"), re.compile("村$")),
    (re.compile("社区"), re.compile("社区$")),
    (re.compile("县区|县[(]区[)]|县市区|县[(]市、区[)]|县|区"), re.compile("(?:县|区|市|旗)$")),
    (re.compile(_BODIES), re.compile("(?:部|科|股|室|处|办|所|中心|组)$")),
)
_NOUN = (
    f"(?=[部科股处内乡镇街行建村社县区])(?P<noun>{_BODIES}|乡镇|乡[(]镇[)]|镇街|镇|乡|街道|行政村|建制村|村|社区|县区|县[(]区[)]|县市区|县|区)(?=[，。；、的)\n]|$)"
)
_COUNTED = re.compile(f"(?P<count>\ue004){_NOUN}")
_WRITTEN = re.compile(f"个{_NOUN}")
_NUMERAL = re.compile("[二两三四五六七八九十]{1,3}$")
_MARKS = frozenset("，。；:“”《》\n") | {chr(code) for code in range(0xE000, 0xE00B)}
_TOGETHER = re.compile("(?:共计|合计|共有|共)$")
_NAME = 20
"""Characters of the last name of a list and the words behind it, at most."""


def find_listings(draft: Draft) -> None:
    """Find numbers that close a list of names."""
    text = draft.masked.text
    if "、" not in text:
        return
    for hit in _COUNTED.finditer(text):
        _close(draft, hit["noun"], hit.start(), hit.start() + 1)
    for hit in _WRITTEN.finditer(text):
        numeral = _NUMERAL.search(text, max(0, hit.start() - 3), hit.start())
        if numeral is not None:
            _close(draft, hit["noun"], numeral.start(), hit.start() + 1)


def _close(draft: Draft, noun: str, count: int, end: int) -> None:
    """Record the names before a number, if they are all of the kind of its noun."""
    text = draft.masked.text
    start = text.rfind("、", max(0, count - _NAME), count)
    if start < 0:
        return
    while start > 0 and text[start - 1] not in _MARKS:
        start -= 1
    words = text[start:count]
    together = _TOGETHER.search(words)
    listed = words[: together.start()] if together else words
    ends = ends_of(noun)
    if listed.endswith("等") or (re.fullmatch(_BODIES, noun) and not together):
        return
    names = _split(listed, ends)
    if len(names) > 1 and all(len(n) > 1 and ends.search(n) for n in names):
        record_listing(draft, noun, (count, end), (start, start + len(listed)), names)


def ends_of(noun: str) -> re.Pattern[str]:
    """How the names of a kind of places or bodies end."""
    return next(ends for kind, ends in _PLACES if kind.fullmatch(noun))


def _split(words: str, ends: re.Pattern[str]) -> list[str]:
    """The names of a list; a piece may hold two of them (西村和南村, but 和平镇)."""
    names: list[str] = []
    for piece in words.split("、"):
        pairs = ([piece[: m.start()], piece[m.end() :]] for m in re.finditer("以及|和|及|与", piece))
        names += next((p for p in pairs if all(len(n) > 1 and ends.search(n) for n in p)), [piece])
    return names


def record_listing(
    draft: Draft, noun: str, count: tuple[int, int], listed: tuple[int, int], names: list[str]
) -> None:
    """Add the number and the names; a number of a fact of its own stays one."""
    index = draft.masked.token_at(count[0])
    written = chinese_quantity(draft.masked.text[slice(*count)]) if index is None else None
    quantity = draft.quantity(index) if index is not None else written
    if quantity is None or quantity.unit != "个":
        return
    prefix = f"listings[{draft.next_index('listings')}]"
    if index is None:
        draft.add_chinese(f"{prefix}.count", *count, quantity, label=noun, pattern="listings")
    else:
        linked = index in draft.linked
        draft.add_figure(f"{prefix}.count", index, label=noun, pattern="listings", share=True)
        if not linked:
            draft.linked.discard(index)
    draft.add_words(
        f"{prefix}.names", *listed, label="列举名称", pattern="listings", type="list",
        value=tuple(names),
    )  # fmt: skip
