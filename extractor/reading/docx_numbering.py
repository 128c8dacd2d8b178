"""Automatic numbers of Word paragraphs (一、 （一） 1. ①), counted as Word counts them.

ECMA-376 part 1, 17.9: a `w:num` points to an abstract list of up to nine levels; all that point
to the same list count on together, unless one overrides the start.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.reading.docx_xml import attribute, child, local, switched_on, value, whole
from extractor.reading.symbols import drawn

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACEHOLDER = re.compile(r"%([1-9])")
_CHECK_MARKS = frozenset("□■☐☑☒✓✔√✗")
"""Bullets that say something; the others are ornament."""

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_CHAIN = 20
"""Styles based on one another; a longer chain is a circle."""


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    arabic: bool = False
    hidden: bool = False
    font: str = ""


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, Level] = field(default_factory=dict)
    of_style: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Num:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """Counts through one document; ask for the label of each paragraph once, in order."""

    def __init__(
        self, numbering: _Element | None, styles: Callable[[], _Element | None] = lambda: None
    ) -> None:
        """`styles` is called when the first paragraph needs them: they can be a large part."""
        self._abstracts: dict[str, _Abstract] = {}
        self._nums: dict[str, _Num] = {}
        self._styles: dict[str, tuple[str, str | None, int | None]] | None = None
        self._get_styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read_lists(numbering)

    def _read_lists(self, root: _Element) -> None:
        linked: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for node in root:
            kind = local(node)
            if kind == "abstractNum":
                key = attribute(node, "abstractNumId") or ""
                self._abstracts[key] = _abstract(node)
                if style := value(node, "numStyleLink"):
                    linked[key] = style
                if style := value(node, "styleLink"):
                    by_style[style] = key
            elif kind == "num":
                self._nums[attribute(node, "numId") or ""] = _num(node)
        for num in self._nums.values():
            num.abstract = by_style.get(linked.get(num.abstract, ""), num.abstract)

    def _read_styles(self) -> dict[str, tuple[str, str | None, int | None]]:
        """What each style is based on, and its list and level if it has one."""
        root = self._get_styles()
        styles: dict[str, tuple[str, str | None, int | None]] = {}
        for node in root if root is not None else ():
            if local(node) == "style":
                properties = child(node, "pPr", "numPr")
                level = whole(properties, "ilvl", default=-1)
                styles[attribute(node, "styleId") or ""] = (
                    value(node, "basedOn") or "",
                    value(properties, "numId"),
                    level if level >= 0 else None,
                )
        return styles

    def label(self, properties: _Element | None) -> str:
        """The number that Word prints before a paragraph with these `w:pPr`, or nothing."""
        if not self._nums:
            return ""
        key, level = self._list_of(properties)
        num = self._nums.get(key or "")
        abstract = self._abstracts.get(num.abstract) if num else None
        if num is None or abstract is None or not 0 <= level <= 8:
            return ""
        counts = self._count(key or "", num, abstract, level)
        return _printed(level, counts, {**abstract.levels, **num.levels})

    def _list_of(self, properties: _Element | None) -> tuple[str | None, int]:
        """The list and level of a paragraph: its own, else that of its style."""
        own = child(properties, "numPr")
        key = value(own, "numId")
        level = whole(own, "ilvl", default=-1)
        style = value(properties, "pStyle")
        if style and (key is None or level < 0):
            found, of_style = self._list_of_style(style)
            key = found if key is None else key
            level = of_style if level < 0 else level
        return (None, 0) if key == "0" else (key, max(level, 0))

    def _list_of_style(self, style: str) -> tuple[str | None, int]:
        if self._styles is None:
            self._styles = self._read_styles()
        first = style
        for _ in range(_CHAIN):
            based_on, key, level = self._styles.get(style, ("", None, None))
            if key is not None:
                num = self._nums.get(key)
                abstract = self._abstracts.get(num.abstract) if num else None
                if level is None and abstract is not None:
                    # 17.9.23: the level names the style, not the style the level
                    level = abstract.of_style.get(first, abstract.of_style.get(style, 0))
                return key, level or 0
            if not based_on:
                break
            style = based_on
        return None, 0

    def _count(self, key: str, num: _Num, abstract: _Abstract, level: int) -> dict[int, int]:
        counts = self._counts.setdefault(num.abstract, {})
        if level in num.starts and (key, level) not in self._started:
            counts[level] = num.starts[level]
        elif level in counts:
            counts[level] = min(counts[level] + 1, 10**6)
        else:
            counts[level] = _level(num, abstract, level).start
        self._started.add((key, level))
        for deeper in [other for other in counts if other > level]:
            restart = _level(num, abstract, deeper).restart
            if restart is None or level < restart:
                del counts[deeper]
        return counts


def _level(num: _Num, abstract: _Abstract, level: int) -> Level:
    return num.levels.get(level) or abstract.levels.get(level) or Level()


def _abstract(node: _Element) -> _Abstract:
    found = _Abstract()
    for number, level in enumerate(n for n in node if local(n) == "lvl"):
        index = _index(level, number)
        found.levels[index] = _read_level(level)
        if style := value(level, "pStyle"):
            found.of_style[style] = index
    return found


def _num(node: _Element) -> _Num:
    found = _Num(value(node, "abstractNumId") or "")
    for override in (n for n in node if local(n) == "lvlOverride"):
        index = _index(override, 0)
        level = child(override, "lvl")
        if level is not None:
            found.levels[index] = _read_level(level)
        start = whole(override, "startOverride", default=-1)
        if start >= 0:
            found.starts[index] = start
    return found


def _index(node: _Element, default: int) -> int:
    text = attribute(node, "ilvl") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else default


def _read_level(node: _Element) -> Level:
    restart = whole(node, "lvlRestart", default=-1)
    fonts = child(node, "rPr", "rFonts")
    number_format = child(node, "numFmt")
    if number_format is None:  # newer formats stand in a branch beside a plain one
        number_format = child(node, "AlternateContent", "Fallback", "numFmt")
    format_name = None if number_format is None else attribute(number_format, "val")
    return Level(
        format=format_name or "decimal",
        text=value(node, "lvlText") or "",
        start=min(whole(node, "start"), 10**6),
        suffix=value(node, "suff") or "tab",
        restart=restart if restart >= 0 else None,
        arabic=switched_on(node, "isLgl"),
        hidden=switched_on(node, "rPr", "vanish"),
        font="" if fonts is None else attribute(fonts, "ascii") or "",
    )


def _printed(level: int, counts: dict[int, int], levels: dict[int, Level]) -> str:
    """The label as printed; nothing when a number of it cannot be written exactly."""
    shape = levels.get(level)
    if shape is None or shape.hidden:
        return ""
    if shape.format == "bullet":
        mark = drawn(shape.text, shape.font)
        return f"{mark} " if mark in _CHECK_MARKS else ""
    written: dict[str, str | None] = {}
    for digit in _PLACEHOLDER.findall(shape.text):
        other = int(digit) - 1
        used = levels.get(other, Level())
        count = counts.get(other, used.start)
        written[digit] = written_number(count, "decimal" if shape.arabic else used.format)
    if None in written.values():
        return ""
    text = _PLACEHOLDER.sub(lambda match: written[match[1]] or "", shape.text)
    return text if not text or shape.suffix == "nothing" else f"{text} "


def written_number(count: int, number_format: str) -> str | None:
    """A count in one of Word's number formats (17.18.59), or None when it has no exact form."""
    if number_format == "none":
        return ""
    if count < 0:
        return None
    if number_format in {"decimal", "decimalHalfWidth"}:
        return str(count)
    if number_format == "decimalZero":
        return f"{count:02d}"
    if number_format in {"decimalFullWidth", "decimalFullWidth2"}:
        return "".join(chr(ord("０") + int(digit)) for digit in str(count))
    if number_format in {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"}:
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    return _ordinal(count, number_format) if count else None


def _ordinal(count: int, number_format: str) -> str | None:
    """A count from 1 on."""
    if number_format in _COUNTING:
        return _tens(count, _DIGITS, "十", bare=True)
    if number_format == "chineseLegalSimplified":
        return _tens(count, _FORMAL, "拾", bare=False)
    if number_format in _ROWS:
        first, length = _ROWS[number_format]
        return chr(first + count - 1) if count <= length else None
    if number_format in {"ideographTraditional", "ideographZodiac"}:
        signs = _STEMS if number_format == "ideographTraditional" else _BRANCHES
        return signs[count - 1] if count <= len(signs) else None
    if number_format in {"upperLetter", "lowerLetter"}:
        times, letter = divmod(count - 1, 26)
        text = chr(ord("A") + letter) * (times + 1) if times < 9 else None  # Z, AA, BB
        return text.lower() if text and number_format == "lowerLetter" else text
    if number_format in {"upperRoman", "lowerRoman"} and count < 4000:
        text = ""
        for unit, sign in _ROMAN:
            times, count = divmod(count, unit)
            text += sign * times
        return text.lower() if number_format == "lowerRoman" else text
    return None


_COUNTING = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
     "taiwaneseCountingThousand"}
)  # fmt: skip
_ROWS = {
    "decimalEnclosedCircle": (ord("①"), 20),
    "decimalEnclosedCircleChinese": (ord("①"), 10),
    "decimalEnclosedParen": (ord("⑴"), 20),
    "decimalEnclosedFullstop": (ord("⒈"), 20),
    "ideographEnclosedCircle": (ord("㊀"), 10),
}
"""Formats that are a row of characters: the first, and how many Word uses before it goes on
with plain digits."""


def _tens(count: int, digits: str, ten: str, *, bare: bool) -> str | None:
    """Counts below 100 in Chinese; `bare` writes 十一 and not 一十一."""
    if count > 99:
        return None
    tens, ones = divmod(count, 10)
    head = "" if not tens else ten if tens == 1 and bare else digits[tens] + ten
    return head + (digits[ones] if ones else "")
