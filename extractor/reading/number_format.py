"""What a cell shows: its value through its number format, as Excel and WPS print it in China.

Trailing zeros are information here: 2703.7 in the format 0.00 is the printed figure 2703.70.
A format that cannot be understood falls back to General; the value itself is never lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from extractor.reading.format_code import Section, sections
from extractor.reading.format_date import show_date
from extractor.reading.format_number import DigitPattern, as_stored, general, spelled

GENERAL = "General"

BUILT_IN: dict[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""ECMA-376 part 1, 18.8.30, with the values of the zh-cn locale; files need not spell them out."""

OF_THE_LOCALE = frozenset(str(key) for key in (14, 22, *range(27, 37), *range(50, 59)))
"""Formats that follow the reader's system, whatever code the file gives for them."""

_SHORT_INTEGER = re.compile(r"-?[1-9][0-9]{0,10}|0")


_Printer = Callable[[Decimal, bool], str | None]
"""Prints a value; the flag says that days count from 1904. None where the format cannot."""


class NumberFormat:
    """One format code, taken apart once."""

    def __init__(self, code: str) -> None:
        self.general = code.lower() in {"", "general", "@", "g/通用格式"}
        found = () if self.general else sections(code)[:4]
        last = found[-1] if found else None
        self._text = last if last and (len(found) == 4 or last.has("text")) else None
        self._sections = found[:-1] if self._text and len(found) > 1 else found
        self._conditional = any(section.condition for section in self._sections[:2])
        self._printers = [_printer(section) for section in self._sections]

    def show_number(self, number: str, *, from_1904: bool = False) -> str:
        """Print a number given as the digits of the file; what is no number comes back as is."""
        if self.general and _SHORT_INTEGER.fullmatch(number):
            return number
        value = as_stored(number)
        if value is None:
            return number
        if not self._printers:
            return general(value)
        index, bare = 0, False
        if self._conditional:
            index, bare = self._meets(value)
        elif len(self._printers) > 1 and value <= 0:
            index = 1 if value < 0 else 2 if len(self._printers) > 2 else 0
            bare = value < 0 and self._sections[1].replaces_minus
        shown = None if index < 0 else self._printers[index](-value if bare else value, from_1904)
        return (general(value) if shown is None else shown).strip()

    def show_text(self, text: str) -> str:
        """Print a text: most formats leave it alone, `@"元"` and `;;;` do not."""
        if self._text is None:
            return text
        return "".join(
            text if kind == "text" else piece
            for kind, piece in self._text.tokens
            if kind in {"text", "literal"}
        )

    def _meets(self, value: Decimal) -> tuple[int, bool]:
        """The section whose condition a value meets (-1 for none), and if it drops the sign."""
        first, *more = self._sections
        if first.condition.holds(value) if first.condition else value > 0:
            return 0, first.replaces_minus
        if more and more[0].condition:
            if more[0].condition.holds(value):
                return 1, more[0].replaces_minus
        elif len(more) == 1:
            return 1, False
        elif more and value < 0:
            return 1, more[0].replaces_minus
        return (2, False) if len(more) > 1 else (-1, False)


def _printer(section: Section) -> _Printer:
    """How a section prints, decided once."""
    if section.is_date:
        return lambda value, from_1904: show_date(value, section, from_1904=from_1904)
    if section.has("general", "text"):
        return lambda value, _: _with_general(value, section)
    if _is_fraction(section):
        return lambda value, _: None
    show = DigitPattern(section).show
    return lambda value, _: "-" + show(-value) if value < 0 else show(value)


def _with_general(value: Decimal, section: Section) -> str:
    """Print in the format General between words."""
    size, numerals = abs(value), section.numerals
    plain = spelled(f"{size.normalize():f}", numerals) if numerals else general(size)
    pieces = (plain if kind in {"general", "text"} else words for kind, words in section.tokens)
    return ("-" if value < 0 else "") + "".join(pieces)


def _is_fraction(section: Section) -> bool:
    """Whether a slash has digit places on both sides: `# ?/?`."""
    kinds = [kind for kind, _ in section.tokens if kind in {"digit", "slash"}]
    return "slash" in kinds[1:] and kinds[-1] == "digit"


@lru_cache(maxsize=1024)
def number_format(code: str) -> NumberFormat:
    """The format of a code; workbooks use few of them over and over."""
    return NumberFormat(code)
