"""Word lists for running text (`patterns/wording.yaml`) and place names (`patterns/regions.yaml`).

A list is read by people: what it is for, the wordings in the notation of forms (literal
words, `[…]`, `(甲|乙)`, `…`), wordings inside which a hit means something else (`unless`), and
its own tests. Lists are matched against folded text, not masked text: they hold no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import PatternError
from extractor.library.form import SPECIAL, FormError, compile_form
from extractor.library.validated import validated
from extractor.resources import line_of, load_yaml, patterns_dir

_LONG = 400
"""In longer texts looking for the required words first is quicker than the expression …"""
_FEW = 5
"""… but not for more of them, if each wording begins with a character: the search for one of
several characters takes as long as that for five words."""
_REACH = 60
"""No `unless` wording is longer than this."""
FILES = ("wording.yaml", "regions.yaml")


class WordList(BaseModel):
    """One list as written: `examples` must be hit, `never` must not."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    words: list[str] = Field(min_length=1)
    unless: list[str] = Field(default_factory=list)
    years: list[int] = Field(default_factory=list)
    against: str = ""
    examples: list[str] = Field(min_length=1)
    never: list[str] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wording:
    """A compiled list.

    `years` are the first and last year in which the words fit; `against` names the list that
    contradicts a claim.
    """

    name: str
    title: str
    expression: re.Pattern[str]
    unless: re.Pattern[str] | None
    required: tuple[str, ...]
    years: tuple[int, ...] = ()
    against: str = ""

    def spans(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """The hits in a stretch of folded text, those inside an `unless` wording left out."""
        stop = len(text) if end is None else end
        if self._absent(text, start, stop):
            return
        for hit in self.expression.finditer(text, start, stop):
            begin, finish = hit.span()
            if self.unless is None or not any(
                m.start() <= begin and finish <= m.end()
                for m in self.unless.finditer(text, max(start, begin - _REACH), min(stop, finish + _REACH))
            ):
                yield begin, finish

    def first(self, text: str, start: int = 0, end: int | None = None) -> str:
        """The words of the first hit, empty when there is none."""
        span = next(self.spans(text, start, end), None)
        return text[span[0] : span[1]] if span else ""

    def hits(self, text: str, start: int = 0, end: int | None = None) -> bool:
        """Whether a stretch of folded text holds one of the wordings."""
        if self.unless is not None:
            return next(self.spans(text, start, end), None) is not None
        stop = len(text) if end is None else end
        return not self._absent(text, start, stop) and bool(self.expression.search(text, start, stop))

    def _absent(self, text: str, start: int, stop: int) -> bool:
        """Whether a long stretch holds no required word."""
        if stop - start <= _LONG or not self.required:
            return False
        find = text.find
        for word in self.required:  # noqa: SIM110  (a generator takes longer than most searches)
            if find(word, start, stop) >= 0:
                return False
        return True


@cache
def wordings() -> dict[str, tuple[Path, WordList]]:
    """All lists as written, by name, each with its file.

    Raises:
        PatternError: a file is not valid; names the line and what to change.
    """
    found: dict[str, tuple[Path, WordList]] = {}
    for path in (patterns_dir() / name for name in FILES):
        for name, raw in load_yaml(path).items():
            found[name] = path, validated(WordList, raw, path, (name,))
    return found


@cache
def wording(name: str) -> Wording:
    """One compiled list.

    Raises:
        PatternError: a wording cannot be read; names the line.
    """
    path, entry = wordings()[name]
    expression, required = _compiled(path, (name, "words"), entry.words)
    unless, _ = _compiled(path, (name, "unless"), entry.unless) if entry.unless else (None, ())
    return Wording(
        name, entry.title, expression, unless, required, tuple(entry.years), entry.against
    )


@cache
def wordings_of(prefix: str) -> tuple[Wording, ...]:
    """The compiled lists whose name begins with a prefix, in file order."""
    return tuple(wording(name) for name in wordings() if name.startswith(prefix))


def _compiled(
    path: Path, where: tuple[str, str], forms: list[str]
) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One expression for all wordings, and words of which one must occur if they help to find it."""
    parts: list[str] = []
    required: list[str] = []
    complete = True
    for number, form in enumerate(forms):
        try:
            compiled = compile_form(form, {})
        except FormError as error:
            raise PatternError(
                str(error), file=str(path), line=line_of(path, (*where, number))
            ) from error
        parts.append(compiled.expression)
        required += compiled.required
        complete &= bool(compiled.required)
    led = all(form[0] not in SPECIAL for form in forms)
    words = tuple(dict.fromkeys(required))
    helpful = complete and not (led and len(words) > _FEW)
    return re.compile("|".join(parts)), words if helpful else ()
