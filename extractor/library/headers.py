"""Read the words of forms: which role a header cell has, which field a label names."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.library.schema import TableWords
from extractor.numbers import units
from extractor.resources import any_of

_NOTE = re.compile(r"\([^()]*\)")
_MARKS = re.compile(r"^(?:\d{1,2}[.、]|[(][一二三四五六七八九十\d]{1,2}[)]|[一二三四五六七八九十]{1,2}、|其中:?|[①-⑳])+")
_WHEN = re.compile(r"^(?:20\d\d年(?:度|末)?|本年度?|当年)(?=.)")
_WEIGHT = re.compile(r"\((\d+(?:\.\d+)?)分?\)")


def bare_label(words: str) -> str:
    """A label without notes in brackets, numbering, 其中 and its colon (其中:财政拨款(A) → 财政拨款)."""
    return _MARKS.sub("", _NOTE.sub("", words)).strip("():、，。 ")


class Headers:
    """The compiled words of `patterns/tables.yaml`. Words are folded and without blanks."""

    def __init__(self, words: TableWords) -> None:
        self.words = words
        self._fields = {w: path for path, ws in words.fields.items() for w in ws}
        self._private = frozenset(words.private)
        self._rows = {w: subject for subject, ws in words.amount_rows.items() for w in ws}
        self._blank = frozenset(words.blank)
        self._placeholders = frozenset(words.placeholders)
        self._totals = frozenset(words.total_row)
        self._subtotals = frozenset(words.subtotal_row)
        money = [name for name, unit in units().items() if unit.dimension in {"money", "foreign_money"}]
        names = any_of(money)
        self._unit = re.compile(
            rf"\((?:金额)?(?:单位)?[:]?(?:人民币)?({names}|[万亿](?=\)))\)|单位[:]?(?:人民币)?({names})"
        )
        self.role = lru_cache(maxsize=4096)(self._role)

    def _role(self, kind: str, words: str) -> tuple[str, int] | None:
        """Role of a header cell among the columns of a kind, and the length of the word."""
        columns: dict[str, list[str]] = getattr(self.words, f"{kind}_columns")
        label = bare_label(words)
        best: tuple[str, int] | None = None
        for role, known in columns.items():
            for word in known:
                alone = word.startswith("=")
                length = len(word) - alone
                if (best is None or length > best[1]) and (label == word[1:] if alone else word in label):
                    best = (role, length)
        return best

    def subject(self, words: str) -> str | None:
        """Subject of a row of amounts, by its label."""
        return self._rows.get(bare_label(words))

    def heads_split(self, words: str) -> bool:
        """Whether a cell heads the rows of a split (按收入性质分：), or any rows below it."""
        return words.endswith(":") or bare_label(words) in self.words.split_headings

    def field(self, words: str) -> str | None:
        """The fact path that a label cell names, `private` for people, or None."""
        label = _WHEN.sub("", bare_label(words))
        return "private" if label in self._private else self._fields.get(label)

    def unit(self, words: str) -> str | None:
        """The money unit that a header names (项目资金(万元), 单位：元)."""
        found = self._unit.search(words)
        name = (found[1] or found[2]) if found else None
        return f"{name}元" if name in {"万", "亿"} else name

    def weight(self, words: str) -> str | None:
        """The points that a header names (产出指标(50分)), as printed."""
        found = _WEIGHT.search(words)
        return found[1] if found else None

    def is_blank(self, words: str) -> bool:
        """Whether a cell says nothing."""
        return words in self._blank

    def is_placeholder(self, words: str) -> bool:
        """Whether a name is one of the printed template (指标1, ……)."""
        return words in self._placeholders or words in self._blank

    def is_instruction(self, words: str) -> bool:
        """Whether a cell holds the template's instruction instead of an answer."""
        return len(words) < 40 and any(w in words for w in self.words.instructions)

    def is_total(self, words: str) -> bool:
        """Whether a row label is that of the total row."""
        return bare_label(words) in self._totals

    def is_subtotal(self, words: str) -> bool:
        """Whether a row label is that of a sub-total."""
        return any(words.endswith(w) for w in self._subtotals)

    def is_form_title(self, words: str) -> bool:
        """Whether a line names a form."""
        return len(words) <= 60 and any(w in words for w in self.words.form_titles)
