"""Words of ratios that a sentence prints with both ends (`ratios.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from extractor.resources import any_of


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NamedRate(_Strict):
    """Words of a rate, and those that stand beside its upper and its lower figure."""

    rates: tuple[str, ...]
    part: tuple[str, ...]
    base: tuple[str, ...] = ()
    needs_base: bool = False


class Mean(_Strict):
    """The word of a mean, and what counts the things it is spread over."""

    word: str
    units: tuple[str, ...]
    nouns: tuple[str, ...] = ()


class RatioFile(_Strict):
    """The file as written; a user's own holds only what it adds."""

    rates: tuple[NamedRate, ...] = ()
    leads: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    means: tuple[Mean, ...] = ()


@dataclass(frozen=True, slots=True)
class RatioWords:
    """The words, ready for use: rates and means by their word, lists as expressions."""

    rates: dict[str, NamedRate]
    means: dict[str, Mean]
    leads: re.Pattern[str]
    foreign: re.Pattern[str]
    moved: re.Pattern[str]
    vague: re.Pattern[str]
    goals: re.Pattern[str]
    wholes: frozenset[str]
    mean: re.Pattern[str]


def ratio_words(file: RatioFile) -> RatioWords:
    """Make the words of ratios ready for use; of two entries for one word the later one counts."""
    means = {m.word: m for m in file.means}
    return RatioWords(
        rates={word: entry for entry in file.rates for word in entry.rates},
        means=means,
        leads=re.compile(f"(?:{any_of(file.leads)})+"),
        foreign=re.compile(any_of(file.foreign)),
        moved=re.compile(any_of(file.moved)),
        vague=re.compile(any_of(file.vague)),
        goals=re.compile(any_of(file.goals)),
        wholes=frozenset(file.wholes),
        mean=re.compile(f"({any_of(tuple(means))})[^，。；:、()\n\ue000-\ue00a]{{0,6}}([\ue000\ue004\ue006])"),
    )
