"""The notation of sentence forms, and its compilation to a regular expression.

A form is read by people: literal Chinese, `[…]` for what may be absent, `(甲|乙)` for
choices, `{money}` for a typed figure, `{is}` for a list of shared words, `…` for a short
gap inside a clause. `{money=budget}` names the capture. Nothing else has a meaning.

Forms are matched against masked text, in which every figure has become one private-use
character that says its kind (`mask.py`), so that digits never meet a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf, prod

from extractor.numbers import Kind
from extractor.resources import any_of
from extractor.text import fold

MASK: dict[Kind, str] = {
    "money": "\ue000",
    "rate": "\ue001",
    "point": "\ue002",
    "score": "\ue003",
    "count": "\ue004",
    "wan": "\ue005",
    "bare": "\ue006",
    "chinese": "\ue007",
    "year": "\ue008",
    "date": "\ue009",
    "aside": "\ue00a",
}
MASKED = "\ue000-\ue00a"
_CN = "[一二两三四五六七八九十百零〇]{1,5}"

HOLES: dict[str, str] = {
    "money": "[\ue000\ue005]",
    "rate": "\ue001",
    "point": "\ue002",
    "score": "[\ue003\ue006]",
    "count": f"(?:\ue004|{_CN}(?:个|名|人|家|所|户|项|次|处))",
    "numeral": f"(?:\ue006|{_CN})",
    "number": "\ue006",
    "value": "[\ue000-\ue006]",
    "year": "\ue008",
    "date": "\ue009",
    "name": f"[^，。；:\n{MASKED}]{{2,60}}?",
    "names": f"[^。；\n{MASKED}]{{2,400}}?",
    "words": f"[^，。；:、\n{MASKED}]{{1,20}}?",
    "clause": f"[^，。；\n{MASKED}]{{2,80}}?",
    "text": "[^。\n]{1,300}?",
    "sentence": "[^。；\n]{2,200}",
    "free": "[^\n]{1,400}?",
    "break": "\n?",
    "start": "(?<![^，。；:、\n“(\ue00a])",
    "begin": "(?<![^。；:\n\ue00a])",
    "stop": "(?=[，。；:、\n)”]|$)",
    "end": "(?=[。；\n]|$)",
    "close": "(?=\n|$)",
    "fin": "(?=[，。；:\n]|$)",
    "quoted": "(?=》)",
    "edge": "(?![(工居社])",
    "amount": "[\ue000\ue004\ue005]",
}
"""Placeholder → expression over masked text."""

ZERO_WIDTH = frozenset({"start", "begin", "break", "stop", "end", "close", "fin", "quoted", "edge"})
"""Placeholders that mark a position and capture nothing."""
FIGURES = frozenset({"money", "rate", "point", "score", "count", "numeral", "number", "value", "amount"})
GAP = f"[^，。；:\n{MASKED}]{{0,20}}?"


SPECIAL = "([{…"
"""What begins something else than a character to be matched as it is."""

_REPEATED = re.compile(r"(?<!\\)(?:[*+]|\{\d+,(?P<most>\d*)\})")
_MANY_WAYS = 2000
"""So many ways to match from one place are tried in no time."""


class FormError(ValueError):
    """A form that cannot be read; the message is Chinese and says what to change."""


@dataclass(slots=True)
class Compiled:
    """A compiled form: expression, capture groups with their hole kinds, required words.

    At least one of `required` must occur in a text for the form to match (empty: unknown).
    """

    expression: str
    groups: dict[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    slow: bool = True
    """Whether there may be very many ways to match from one place, so that it can take long."""


def compile_form(form: str, words: Mapping[str, tuple[str, ...]]) -> Compiled:
    """Compile a form with the shared words.

    Raises:
        FormError: unbalanced brackets, an unknown placeholder, a doubled capture name.
    """
    parser = _Parser(form, words)
    expression, required = parser.choice(closing="")
    return Compiled(expression, parser.groups, _shortest(required), _ways(expression) > _MANY_WAYS)


def _ways(expression: str) -> float:
    """At most how many lengths its parts of variable length can take together."""
    return prod(float(found["most"] or inf) for found in _REPEATED.finditer(expression))


class _Parser:
    def __init__(self, form: str, words: Mapping[str, tuple[str, ...]]) -> None:
        self.form = form
        self.words = words
        self.position = 0
        self.groups: dict[str, str] = {}

    def choice(self, closing: str) -> tuple[str, tuple[str, ...]]:
        branches: list[str] = []
        needs: list[tuple[str, ...]] = []
        while True:
            expression, required = self.sequence()
            branches.append(expression)
            needs.append(required)
            if self.position >= len(self.form):
                if closing:
                    raise FormError(f"“{self.form}”里缺少“{closing}”。")
                break
            char = self.form[self.position]
            self.position += 1
            if char == closing:
                break
            if char != "|":
                raise FormError(f"“{self.form}”里多了一个“{char}”。")
        every = tuple(w for words in needs for w in words) if all(needs) else ()
        return "|".join(branches), every

    def sequence(self) -> tuple[str, tuple[str, ...]]:
        parts: list[str] = []
        best: tuple[str, ...] = ()
        literal = ""
        while self.position < len(self.form):
            char = self.form[self.position]
            if char in "|)]":
                break
            self.position += 1
            if char == "}":
                raise FormError(f"“{self.form}”里多了一个“}}”。")
            if char in SPECIAL:
                best, literal = _better(best, (literal,) if literal else ()), ""
                expression, required = self.special(char)
                parts.append(expression)
                best = _better(best, required)
            else:
                char = fold(char)  # full-width brackets are literal brackets
                literal += char
                parts.append(re.escape(char))
        return "".join(parts), _better(best, (literal,) if literal else ())

    def special(self, char: str) -> tuple[str, tuple[str, ...]]:
        if char == "…":
            return GAP, ()
        if char == "{":
            return self.hole()
        if char == "[":
            inner, _ = self.choice("]")
            return f"(?:{inner})?", ()
        inner, required = self.choice(")")
        return f"(?:{inner})", required

    def hole(self) -> tuple[str, tuple[str, ...]]:
        close = self.form.find("}", self.position)
        if close < 0:
            raise FormError(f"“{self.form}”里缺少“}}”。")
        kind, _, group = self.form[self.position : close].partition("=")
        self.position = close + 1
        if kind in self.words:
            inner = any_of(self.words[kind])
            expression = self.capture(group, kind, inner) if group else f"(?:{inner})"
            return expression, self.words[kind] if all(self.words[kind]) else ()
        if kind not in HOLES:
            known = "、".join((*HOLES, *self.words))
            raise FormError(f"“{self.form}”里的占位符“{{{kind}}}”不认识；可用：{known}。")
        if kind in ZERO_WIDTH or (not group and kind not in FIGURES | {"date", "year"}):
            return HOLES[kind], ()
        return self.capture(group or "value", kind, HOLES[kind]), ()

    def capture(self, group: str, kind: str, inner: str) -> str:
        if not group.isidentifier():
            raise FormError(f"“{self.form}”里的名称“{group}”只能用字母、数字和下划线。")
        if group in self.groups:
            raise FormError(f"“{self.form}”里名称“{group}”用了两次，请用 {{{kind}=另一个名称}}。")
        self.groups[group] = kind
        return f"(?P<{group}>{inner})"


def _better(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The more selective of two sets of required words (the longer shortest word)."""
    if not one or not other:
        return one or other
    return other if min(map(len, other)) > min(map(len, one)) else one


def _shortest(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that hold no other one of them: where 目标完成率 stands, 完成率 does."""
    return tuple(w for w in words if not any(o in w and o != w for o in words))
