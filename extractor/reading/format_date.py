"""Print a serial number as the date or time that a section of a format says."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extractor.reading.format_code import Section, Token, sections
from extractor.reading.format_number import in_numerals, spelled

_LAST_DAY = 2958465  # 9999-12-31
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_ZH_DAYS = "一二三四五六日"
_SYSTEM = {"date": 'yyyy"年"m"月"d"日"', "time": "h:mm:ss"}
"""The long date and the time of a Chinese Windows, for `[$-F800]` and `[$-F400]`."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """A serial number as people read it: `total` in seconds, `day` from the epoch of 1900."""

    total: int
    day: int
    seconds: int
    fraction: str
    year: int
    month: int
    date: int

    @property
    def weekday(self) -> int:
        """0 for Monday, as spreadsheets count: their 29 February 1900 included."""
        return (self.day + 5) % 7


def show_date(value: Decimal, section: Section, *, from_1904: bool) -> str | None:
    """Print a date or time; None where there is none (before the epoch, after 9999)."""
    if section.system:
        section = sections(_SYSTEM[section.system])[0]
    tokens = _with_minutes(section.tokens)
    digits = sum(kind == "digit" for kind, _ in tokens)
    seconds = any(kind in {"date", "elapsed"} and piece[0] == "s" for kind, piece in tokens)
    moment = _moment(value, digits, seconds, from_1904)
    if moment is None:
        return None
    half = any(kind == "half" for kind, _ in tokens)
    shown: list[str] = []
    spent = 0
    for kind, piece in tokens:
        if kind == "digit":
            shown.append(moment.fraction[spent : spent + 1])
            spent += 1
        elif kind == "half":
            shown.append(_half(moment, piece, section))
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[piece[0]]
            shown.append(f"{moment.total // unit:0{len(piece)}d}")
        elif kind == "date":
            shown.append(_part(moment, piece, section, half))
        else:
            shown.append(piece)
    return "".join(shown)


def _with_minutes(tokens: tuple[Token, ...]) -> list[Token]:
    """Tell minutes (after hours, before seconds) from months: minutes become `n`."""
    found: list[Token] = [
        (kind, piece.lower() if kind == "date" else piece) for kind, piece in tokens
    ]
    timed = [i for i, (kind, _) in enumerate(found) if kind in {"date", "elapsed"}]
    for at, i in enumerate(timed):
        kind, piece = found[i]
        if kind != "date" or piece not in {"m", "mm"}:
            continue
        before = found[timed[at - 1]][1] if at else ""
        after = found[timed[at + 1]][1] if at + 1 < len(timed) else ""
        if before.startswith("h") or after.startswith("s"):
            found[i] = ("date", "n" * len(piece))
    return found


def _moment(value: Decimal, digits: int, seconds: bool, from_1904: bool) -> _Moment | None:
    """Split a serial number. Printed seconds are rounded; hours and minutes alone are cut off."""
    if not 0 <= value <= _LAST_DAY + 1:
        return None
    unit = Decimal(1).scaleb(-digits) if seconds else Decimal("0.0001")
    total = (value * 86400).quantize(unit, rounding=ROUND_HALF_UP)
    whole = int(total)
    fraction = f"{total:f}".partition(".")[2] if seconds else ""
    day, rest = divmod(whole, 86400)
    if from_1904:
        day += 1462
    if day > _LAST_DAY:
        return None
    if day == 60:  # Lotus 1-2-3 had it, and so have spreadsheets since
        return _Moment(whole, day, rest, fraction, 1900, 2, 29)
    if day == 0:
        return _Moment(whole, day, rest, fraction, 1900, 1, 0)
    at = datetime.date(1899, 12, 30) + datetime.timedelta(day + (day < 60))
    return _Moment(whole, day, rest, fraction, at.year, at.month, at.day)


def _half(moment: _Moment, piece: str, section: Section) -> str:
    """上午 or 下午, AM or PM."""
    late = moment.seconds >= 43200
    if "午" in piece or (section.chinese and len(piece) > 3):
        return "下午" if late else "上午"
    morning, evening = piece.split("/")
    return evening if late else morning


def _part(moment: _Moment, piece: str, section: Section, half: bool) -> str:
    """Print one part of a date: `yyyy`, `mm`, `d`, `aaaa` …."""
    letter, count = piece[0], len(piece)
    if letter == "g":
        return ""
    if letter == "a":
        return ("星期" if count > 3 else "") + _ZH_DAYS[moment.weekday]
    if letter == "d" and count > 2:
        if section.chinese:
            return ("星期" if count > 3 else "周") + _ZH_DAYS[moment.weekday]
        return _WEEKDAYS[moment.weekday][: None if count > 3 else 3]
    if letter == "m" and count > 2:
        if section.chinese:
            return spelled(str(moment.month), 1).removeprefix("一" * (moment.month > 9)) + "月"
        return _MONTHS[moment.month - 1][: {3: 3, 5: 1}.get(count)]
    if letter in "ye":
        year = str(moment.year) if letter == "e" or count > 2 else f"{moment.year % 100:02d}"
        return in_numerals(year, section.numerals) if section.numerals else year
    hour = moment.seconds // 3600
    number = {
        "m": moment.month,
        "d": moment.date,
        "h": (hour % 12 or 12) if half else hour,
        "n": moment.seconds // 60 % 60,
        "s": moment.seconds % 60,
    }[letter]
    if not section.numerals:
        return f"{number:0{min(count, 2)}d}"
    words = spelled(str(number), section.numerals)
    return words[1:] if section.numerals == 1 and 10 <= number < 20 else words
