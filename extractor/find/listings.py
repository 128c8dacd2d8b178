"""Names that are listed before their number: 甲镇、乙镇、丙乡3个乡镇, 综合部、场馆部共2个部门."""

from __future__ import annotations

import re
from itertools import chain

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
_WRITTEN = re.compile(f"(?P<count>[二两三四五六七八九十]{{1,3}}个){_NOUN}")
_WORDS = tuple(f"个{noun}" for noun in ("乡", "镇", "街道", "行政村", "建制村", "村", "社区", "县", "区", "部门", "科室", "股室"))
_MARKS = frozenset("，。；:“”《》\n") | {chr(code) for code in range(0xE000, 0xE00B)}
_TOGETHER = re.compile("(?:共计|合计|共有|共)$")
_NAME = 20
"""Characters of the last name of a list and the words behind it, at most."""


def find_listings(draft: Draft) -> None:
    """Find numbers that close a list of names."""
    text = draft.masked.text
    if "、" not in text:
        return
    written = any(draft.masked.has(word) for word in _WORDS)
    for hit in chain(_COUNTED.finditer(text), _WRITTEN.finditer(text) if written else ()):
        start = text.rfind("、", max(0, hit.start() - _NAME), hit.start())
        while start > 0 and text[start - 1] not in _MARKS:
            start -= 1
        if start < 0:
            continue
        words = text[start : hit.start()]
        together = _TOGETHER.search(words)
        listed = words[: together.start()] if together else words
        ends = next(ends for noun, ends in _PLACES if noun.fullmatch(hit["noun"]))
        if listed.endswith("等") or (re.fullmatch(_BODIES, hit["noun"]) and not together):
            continue
        names = _split(listed, ends)
        if len(names) < 2 or not all(len(n) > 1 and ends.search(n) for n in names):
            continue
        _record(draft, hit, start, start + len(listed), names)


def _split(words: str, ends: re.Pattern[str]) -> list[str]:
    """The names of a list; a piece may hold two of them (西村和南村, but 和平镇)."""
    names: list[str] = []
    for piece in words.split("、"):
        pairs = ([piece[: m.start()], piece[m.end() :]] for m in re.finditer("以及|和|及|与", piece))
        names += next((p for p in pairs if all(len(n) > 1 and ends.search(n) for n in p)), [piece])
    return names


def _record(draft: Draft, hit: re.Match[str], start: int, end: int, names: list[str]) -> None:
    prefix = f"listings[{draft.next_index('listings')}]"
    index = draft.masked.token_at(hit.start("count"))
    if index is not None:
        quantity = draft.quantity(index)
        linked = index in draft.linked
        if quantity is None or quantity.unit != "个":
            return
        draft.add_figure(f"{prefix}.count", index, label=hit["noun"], pattern="listings", share=True)
        if not linked:
            draft.linked.discard(index)
    else:
        number = chinese_quantity(hit["count"])
        if number is None:
            return
        draft.add_chinese(f"{prefix}.count", *hit.span("count"), number, label=hit["noun"], pattern="listings")
    draft.add_words(
        f"{prefix}.names", start, end, label="列举名称", pattern="listings", type="list",
        value=tuple(names),
    )  # fmt: skip
