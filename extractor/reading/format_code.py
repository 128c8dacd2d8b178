"""Take a spreadsheet's number format apart: sections, their conditions and their tokens.

The grammar is that of ECMA-376 part 1, 18.8.31 (numFmts), with what Chinese Excel and WPS add:
`G/通用格式`, `上午/下午`, `aaaa` for the weekday, and `!` as an escape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

TokenKind = Literal[
    "literal", "general", "digit", "point", "comma", "percent", "power", "slash",
    "text", "date", "half", "elapsed",
]  # fmt: skip
Token = tuple[TokenKind, str]

_LONGEST = 1024
"""Excel allows 255 characters; a longer code than this is no format but an attack."""

_PIECE = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | [\\!](?P<escaped>.)
    | (?P<padding>[_*].?)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式)
    | (?P<half>AM/PM|A/P|上午/下午)
    | (?P<power>E[+-])
    | (?P<date>y+|m+|d+|h+|s+|aaaa?|e+|g+)
    | (?P<digit>[0\#?])
    | (?P<mark>[.,%/@;])
    | (?P<literal>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_MARKS: dict[str, TokenKind] = {
    ".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text",
}  # fmt: skip
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?[\d.]+(?:E[+-]?\d+)?)\s*", re.IGNORECASE)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_NUMERALS = re.compile(r"DBNum([123])", re.IGNORECASE)
_LOCALE = re.compile(r"\$([^-]*)(?:-(.*))?", re.DOTALL)
_CHINESE = re.compile(r"(?:zh|[0-9a-f]*0?[48]04$|1004$|1404$)", re.IGNORECASE)
_SIGN = re.compile(r"[-−－(（△▲]|负|减|亏")
_SYSTEM = {"f800": "date", "x-sysdate": "date", "f400": "time", "x-systime": "time"}


@dataclass(frozen=True, slots=True)
class Condition:
    """`[>=10000]`: which values a section is for."""

    sign: str
    bound: Decimal

    def holds(self, value: Decimal) -> bool:
        """Whether a value meets the condition."""
        if self.sign in {"=", "<>"}:
            return (value == self.bound) == (self.sign == "=")
        if self.sign.startswith("<"):
            return value < self.bound or (value == self.bound and "=" in self.sign)
        return value > self.bound or (value == self.bound and "=" in self.sign)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the parts that `;` separates.

    `numerals` is the number of DBNum (1 一二三, 2 壹贰叁, 3 １２３, 0 none); `chinese` says that
    the locale is a Chinese one; `system` names the system's long date or time (`[$-F800]`).
    """

    tokens: tuple[Token, ...]
    condition: Condition | None = None
    numerals: int = 0
    chinese: bool = False
    system: str = ""
    coloured: bool = False

    def has(self, *kinds: TokenKind) -> bool:
        """Whether a token of these kinds occurs."""
        return any(kind in kinds for kind, _ in self.tokens)

    @property
    def replaces_minus(self) -> bool:
        """Whether a negative number needs no minus here: the section has words for it.

        `0.00;0.00` shows the size on purpose; `0.00;[Red]0.00` shows the sign by its colour,
        which a text cannot, so the minus is kept. It is kept as well under `[<=-10000]` without
        words: a sign too many is better than one lost.
        """
        if self.condition is not None:
            if self.condition.sign not in {"<", "<="} or self.condition.bound > 0:
                return False
            if self.condition.bound < 0:
                return self._has_sign
        return self._has_sign or not self.coloured

    @property
    def _has_sign(self) -> bool:
        return any(kind == "literal" and _SIGN.search(piece) for kind, piece in self.tokens)

    @property
    def is_date(self) -> bool:
        """Whether the section prints a date or a time."""
        if self.system:
            return True
        if not self.has("date", "elapsed"):
            return False
        first = next(i for i, (kind, _) in enumerate(self.tokens) if kind in {"date", "elapsed"})
        # 0.00 before letters is a number whose unit was left unquoted; after ss it is a fraction
        return all(kind != "digit" for kind, _ in self.tokens[:first])


def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format code in their order; none for a code too long to be one."""
    if len(code) > _LONGEST:
        return ()
    found: list[_Draft] = [_Draft()]
    for match in _PIECE.finditer(code):
        if match["mark"] == ";":
            found.append(_Draft())
        else:
            found[-1].add(match)
    return tuple(draft.finish() for draft in found)


class _Draft:
    """A section that is being put together."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.condition: Condition | None = None
        self.numerals = 0
        self.chinese = False
        self.system = ""
        self.coloured = False

    def add(self, match: re.Match[str]) -> None:
        """Take one piece of the code."""
        kind, piece = match.lastgroup, match[match.lastgroup or 0]
        if kind == "bracket":
            self._bracket(piece)
        elif kind == "mark":
            self.tokens.append((_MARKS[piece], piece))
        elif kind == "general":
            self.tokens.append(("general", piece))
        elif kind == "digit":
            self.tokens.append(("digit", piece))
        elif kind == "power":
            self.tokens.append(("power", piece.upper()))
        elif kind == "half":
            self.tokens.append(("half", piece))
        elif kind == "date":
            self.tokens.append(("date", piece))
        elif kind != "padding":  # what `_` and `*` leave is blank space
            self.tokens.append(("literal", piece))

    def _bracket(self, words: str) -> None:
        """Read `[…]`; what is none of the known is a colour."""
        if condition := _CONDITION.fullmatch(words):
            try:
                self.condition = Condition(condition[1], Decimal(condition[2]))
            except InvalidOperation:
                return
        elif _ELAPSED.fullmatch(words):
            self.tokens.append(("elapsed", words.lower()))
        elif numerals := _NUMERALS.fullmatch(words):
            self.numerals = int(numerals[1])
        elif locale := _LOCALE.fullmatch(words):
            tag = (locale[2] or "").lower()
            self.system = self.system or _SYSTEM.get(tag, "")
            self.chinese = self.chinese or bool(_CHINESE.match(tag))
            if locale[1]:
                self.tokens.append(("literal", locale[1]))
        else:
            self.coloured = words.lower() not in {"black", "黑色"}

    def finish(self) -> Section:
        return Section(
            tuple(self.tokens), self.condition, self.numerals, self.chinese, self.system,
            self.coloured,
        )  # fmt: skip
