"""Slips that people make when they type a figure, planted into a reflowed text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from zlib import crc32

from extractor.model import Fact, Report, Text
from extractor.model.text import chains_of

KINDS = ("one_digit", "transposition", "decimal_shift", "unit_slip", "dropped_digit", "neighbour")
"""In the order of the table; all but the last are names of causes too."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNITS = {"亿元": "万元", "万元": "元", "元": "万元"}
"""What is typed for a unit of money."""
_SHIFTS = (1, -1, 2, -2)


@dataclass(frozen=True, slots=True)
class Slip:
    """One planted slip: the figure reads `changed` where it read `printed`."""

    kind: str
    fact: Fact
    start: int
    end: int
    new: str

    @property
    def changed(self) -> str:
        """The whole quote as it then reads."""
        quote, at = self.fact.quote.replace("\n", ""), self.start - self.fact.start
        return quote[:at] + self.new + quote[at + self.end - self.start :]

    def plant(self, text: Text) -> Text:
        """The text with the slip in it; what follows moves along."""
        by = len(self.new) - (self.end - self.start)

        def splice(words: str) -> str:
            return words[: self.start] + self.new + words[self.end :]

        def moved(position: int) -> int:
            return position + by if position >= self.end else position

        source = [min(self.start + i, self.end - 1) for i in range(len(self.new))]
        order = [*range(self.start), *source, *range(self.end, len(text.printed))]
        headings = tuple(replace(h, start=moved(h.start), end=moved(h.end)) for h in text.headings)
        return replace(
            text,
            printed=splice(text.printed),
            folded=splice(text.folded),
            origin_line=[text.origin_line[i] for i in order],
            origin_char=[text.origin_char[i] for i in order],
            paragraphs=tuple(
                replace(p, start=moved(p.start), end=moved(p.end)) for p in text.paragraphs
            ),
            headings=headings,
            starts=tuple(moved(s) for s in text.starts),
            chains=chains_of(headings),
        )


def slips(report: Report, text: Text, fact: Fact, draws: int) -> Iterator[Slip]:
    """Up to `draws` slips of each kind for a figure, the same ones on every run."""
    match = _NUMBER.search(text.folded, fact.start, fact.end)
    if match is None or match.end() == match.start():
        return
    number = match[0].replace(",", "")

    def made(kind: str, new: str) -> Slip:
        return Slip(kind, fact, match.start(), match.end(), _grouped(new, "," in match[0]))

    for kind, changed in (
        ("one_digit", _one_digit(number, fact.path)),
        ("transposition", _transposed(number)),
        ("decimal_shift", _shifted(number)),
        ("dropped_digit", _dropped(number)),
        ("neighbour", _neighbours(report, fact, number)),
    ):
        for new in _drawn(changed, draws, f"{fact.path}|{fact.start}|{kind}"):
            yield made(kind, new)
    quantity, end = fact.quantity, match.end()
    unit = quantity.unit if quantity and quantity.value else None
    if unit in _UNITS and text.folded.startswith(unit, end) and end < fact.end:
        yield Slip("unit_slip", fact, end, end + len(unit), _UNITS[unit])


def _drawn(choices: list[str], draws: int, key: str) -> list[str]:
    """`draws` of the choices, from a place that the key fixes."""
    if not choices:
        return []
    first = crc32(key.encode()) % len(choices)
    return [*choices[first:], *choices[:first]][:draws]


def _grouped(number: str, grouped: bool) -> str:
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}" if grouped else number


def _well_formed(number: str) -> bool:
    return not re.match(r"0\d|\.", number) and not number.endswith(".")


def _one_digit(number: str, path: str) -> list[str]:
    """Each digit changed twice, to digits drawn evenly from the nine others."""
    found = []
    for at, digit in enumerate(number):
        if digit == ".":
            continue
        for draw in range(2):
            step = 1 + crc32(f"{path}|{at}|{draw}".encode()) % 9
            found.append(number[:at] + str((int(digit) + step) % 10) + number[at + 1 :])
    return [n for n in found if _well_formed(n)]


def _transposed(number: str) -> list[str]:
    """Two unlike digits that stand side by side, the point left aside, change places."""
    places = [i for i, c in enumerate(number) if c != "."]
    found = []
    for one, other in pairwise(places):
        digits = list(number)
        digits[one], digits[other] = digits[other], digits[one]
        if number[one] != number[other]:
            found.append("".join(digits))
    return [n for n in found if _well_formed(n)]


def _shifted(number: str) -> list[str]:
    """The point one or two places further right or left; only what has a point can move it."""
    whole, point, rest = number.partition(".")
    if not point or not (whole + rest).strip("0"):
        return []
    found = []
    for places in _SHIFTS:
        at = len(whole) + places
        digits = (whole + rest).ljust(at, "0")
        if at <= 0:
            digits, at = "0" * (1 - at) + digits, 1
        found.append(f"{digits[:at].lstrip('0') or '0'}.{digits[at:]}".rstrip("."))
    return found


def _dropped(number: str) -> list[str]:
    """One digit left out; a last zero behind the point says nothing and stays."""
    found = [number[:i] + number[i + 1 :] for i, c in enumerate(number) if c != "."]
    return list(dict.fromkeys(
        n for n in found
        if n and _well_formed(n) and not ("." in number and n == number[:-1] and number[-1] == "0")
    ))  # fmt: skip


def _neighbours(report: Report, fact: Fact, number: str) -> list[str]:
    """The nearest figure before and after that has the same unit, and last year's."""
    unit = fact.quantity.unit if fact.quantity else None
    alike = [
        f for f in report.facts
        if (q := f.quantity) and q.unit == unit and (f.start >= fact.end or f.end <= fact.start)
        and _NUMBER.fullmatch(f"{q.value:f}") and f"{q.value:f}" != number
    ]  # fmt: skip
    before = max((f for f in alike if f.end <= fact.start), key=lambda f: f.end, default=None)
    after = min((f for f in alike if f.start >= fact.end), key=lambda f: f.start, default=None)
    last = next((f for f in alike if f.path == _last_year(fact.path)), None)
    near = [f"{f.quantity.value:f}" for f in (before, after, last) if f and f.quantity]
    return list(dict.fromkeys(near))


def _last_year(path: str) -> str:
    return path.replace("budget.executed.", "budget.last_year.")
