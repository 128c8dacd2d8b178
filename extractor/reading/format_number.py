"""Print a number as a section of a format says: digits, thousands, percent, powers, General."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from extractor.reading.format_code import Section

_WIDE = Context(prec=400, rounding=ROUND_HALF_UP, Emin=-999999, Emax=999999)
"""A double has at most 309 digits before the point; a format at most 255 after it."""

_DOUBLE = Context(prec=15, rounding=ROUND_HALF_UP, Emin=-999999, Emax=999999)
_LARGEST_POWER = 308
_GENERAL_WIDTH = 11
"""General prints at most this many characters, the point counted and the minus not."""

_ONES = ("", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "０１２３４５６７８９")
_TENS = ("", "十百千", "拾佰仟", "十百千")
_MYRIADS = ("", "万", "亿", "万亿")


def as_stored(number: str) -> Decimal | None:
    """The value of a number as spreadsheets know it, 15 significant digits; None if it is none.

    Files carry the nearest double (0.93659999999999999); what is shown is rounded from the 15
    digits that a double is good for (0.9366), so that 2.675 prints 2.68 at two decimals.
    """
    try:
        value = _DOUBLE.create_decimal(number)
    except ArithmeticError:
        return None
    if value.is_zero():
        return Decimal(0)
    return value if value.is_finite() and abs(value.adjusted()) <= _LARGEST_POWER else None


def general(value: Decimal) -> str:
    """Print in the format General: 11 characters at most, no zeros at the end."""
    if not value:
        return "0"
    sign, size = "-" if value < 0 else "", abs(value)
    power = size.adjusted()
    if power < _GENERAL_WIDTH:
        # one place is the point's: ten digits are left where there are decimals
        places = max(0, _GENERAL_WIDTH - 2 - max(power, 0))
        fixed = size.quantize(Decimal(1).scaleb(-places), context=_WIDE)
        exact = fixed == size
        if fixed.adjusted() < _GENERAL_WIDTH and (power >= -4 or exact):
            return sign + _without_zeros(f"{fixed:f}")
    mantissa = size.scaleb(-power).quantize(Decimal("0.00001"), context=_WIDE)
    if mantissa >= 10:
        mantissa, power = mantissa / 10, power + 1
    return f"{sign}{_without_zeros(f'{mantissa:f}')}E{'-' if power < 0 else '+'}{abs(power):02d}"


def _without_zeros(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


class DigitPattern:
    """`"约"#,##0.00,"万元"` taken apart once, to print many numbers with."""

    def __init__(self, section: Section) -> None:
        """Sort the tokens of a section that has digit places, or only words."""
        self.before: list[str] = []
        self.after: list[str] = []
        self.power: list[str] = []
        """What stands before the point, after it, and after `E`: each item a digit place
        (`0`, `#`, `?`) or words, which are marked by a leading quote."""
        self.point = self.grouped = False
        self.sign = ""
        self.shift = 0
        tokens = section.tokens
        places = [i for i, (kind, _) in enumerate(tokens) if kind == "digit"]
        part = self.before
        for i, (kind, piece) in enumerate(tokens):
            if kind == "digit":
                part.append(piece)
            elif kind == "point" and not self.point and part is self.before:
                self.point, part = True, self.after
            elif kind == "power" and places and not self.sign:
                self.sign, part = piece[1], self.power
            elif kind == "comma" and places and i > places[0]:
                self._comma(i, places, tokens, part)
            else:
                self.shift += 2 * (kind == "percent")
                part.append(f'"{piece}')
        decimals = sum(item[0] != '"' for item in self.after)
        self.unit = Decimal(1).scaleb(-decimals)
        self.places = sum(item[0] != '"' for item in self.before)
        self.numerals = section.numerals
        self.simple = self._simple()

    def _comma(
        self, i: int, places: list[int], tokens: Sequence[tuple[str, str]], part: list[str]
    ) -> None:
        """A comma between digit places groups; behind the last one it divides by a thousand."""
        stop = next((k for k in range(i, len(tokens)) if tokens[k][0] in {"point", "power"}), None)
        within = [k for k in places if stop is None or k < stop]
        if part is self.before and within and i < within[-1]:
            self.grouped = True
        elif tokens[i - 1][0] in {"digit", "comma"}:
            self.shift -= 3

    def _simple(self) -> tuple[str, str, str] | None:
        """Words before, Python's format, words behind: for most formats that is all."""
        if self.sign or self.numerals:
            return None
        shape = _shape(self.before) + ("." + _shape(self.after) if self.point else "")
        found = re.fullmatch(r"(w*)#*0(?:\.(0+))?(w*)", shape)
        if not found:
            return None
        words = [item[1:] for item in self.before + self.after if item[0] == '"']
        lead = len(found[1])
        spec = f"{',' if self.grouped else ''}.{len(found[2] or '')}f"
        return "".join(words[:lead]), spec, "".join(words[lead:])

    def show(self, size: Decimal) -> str:
        """Print a number that is not negative."""
        if self.sign:
            return self._scientific(size)
        shifted = size.scaleb(self.shift, _WIDE) if self.shift else size
        rounded = shifted.quantize(self.unit, context=_WIDE)
        if self.simple:
            prefix, spec, suffix = self.simple
            return f"{prefix}{rounded:{spec}}{suffix}"
        whole, _, fraction = f"{rounded:f}".partition(".")
        whole = whole.lstrip("0")
        if self.point and not self.places:  # `.00` prints what stands before the point all the same
            shown = self._whole("") + whole + self._fraction(fraction)
        else:
            shown = self._whole(whole) + self._fraction(fraction)
        return in_numerals(shown, self.numerals) if self.numerals else shown

    def _whole(self, digits: str) -> str:
        """Fill the places before the point from the right; the leftmost takes what is left."""
        shown: list[str] = []
        count = 0
        rest, open_places = list(digits), self.places
        for item in reversed(self.before):
            if item[0] == '"':
                shown.append(item[1:])
                continue
            open_places -= 1
            taken = [rest.pop()] if rest else [{"0": "0", "?": " "}.get(item, "")]
            if not open_places:
                taken += reversed(rest)
            for digit in taken:
                if self.grouped and count and count % 3 == 0 and digit.isdigit():
                    shown.append(",")
                shown.append(digit)
                count += digit.isdigit()
        return "".join(reversed(shown))

    def _fraction(self, digits: str) -> str:
        """Fill the places behind the point; `#` and `?` print no zero at the end.

        Excel prints 5 in the format `0.#` as `5.`; a bare point says nothing and is left out.
        """
        kept = len(digits.rstrip("0"))
        bare = not kept and "0" not in self.after
        shown = ["."] if self.point and not bare else []
        at = 0
        for item in self.after:
            if item[0] == '"':
                shown.append(item[1:])
                continue
            if item == "0" or at < kept:
                shown.append(digits[at])
            elif item == "?":
                shown.append(" ")
            at += 1
        return "".join(shown)

    def _scientific(self, size: Decimal) -> str:
        """Print with a power of ten; several places before the point make it a multiple."""
        step = max(self.places, 1)
        power = (size.adjusted() // step) * step if size else 0
        mantissa = size.scaleb(-power, _WIDE).quantize(self.unit, context=_WIDE)
        if mantissa.adjusted() >= step:
            power += step
            mantissa = size.scaleb(-power, _WIDE).quantize(self.unit, context=_WIDE)
        whole, _, fraction = f"{mantissa:f}".partition(".")
        width = sum(item[0] != '"' for item in self.power)
        sign = "-" if power < 0 else "+" if self.sign == "+" else ""
        words = "".join(item[1:] for item in self.power if item[0] == '"')
        shown = self._whole(whole.lstrip("0") or "0") + self._fraction(fraction)
        return f"{shown}E{sign}{abs(power):0{max(width, 1)}d}{words}"


def _shape(items: Sequence[str]) -> str:
    """The items as one character each: digit places as they are, words as `w`."""
    return "".join("w" if item[0] == '"' else item for item in items)


def in_numerals(shown: str, kind: int) -> str:
    """Replace each digit by its Chinese (1, 2) or full-width (3) numeral."""
    return shown.translate(str.maketrans("0123456789", _ONES[kind]))


def spelled(number: str, kind: int) -> str:
    """Spell a number in Chinese numerals with their places: 1024 is 一千〇二十四 (kind 1)."""
    whole, point, fraction = number.partition(".")
    if kind == 3 or "E" in number or len(whole) > 4 * len(_MYRIADS):
        return in_numerals(number, kind)
    zero, tens = _ONES[kind][0], _TENS[kind]
    words, gap = "", False
    for i, digit in enumerate(whole):
        place = len(whole) - 1 - i
        if digit == "0":
            gap = gap or bool(words)
        else:
            ten = tens[place % 4 - 1] if place % 4 else ""
            words += (zero if gap else "") + _ONES[kind][int(digit)] + ten
            gap = False
        if place % 4 == 0 and place and whole[max(0, i - 3) : i + 1].strip("0"):
            words += _MYRIADS[place // 4]
    return (words or zero) + point + in_numerals(fraction, kind)
