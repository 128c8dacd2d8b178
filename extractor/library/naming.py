"""Kinds and levels of units (`patterns/bodies.yaml`), and measure words (`classifiers.yaml`)."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from extractor.library.validated import load_model
from extractor.resources import patterns_dir


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(_Strict):
    """A level of local government: how names of that level end, words of other levels."""

    ends: tuple[str, ...]
    others: tuple[str, ...]


class BodyKind(_Strict):
    """A kind of unit: how names of that kind end, words by which it speaks of itself."""

    title: str
    ends: tuple[str, ...]
    own: tuple[str, ...]


class Titles(_Strict):
    """How names of units end that a title may begin with.

    `ends` are units before any word of a title; `offices` may also be what a project builds, so
    they count only before a year or 部门整体; a name with a region before a year and 整体支出 is a
    unit whatever its end, but for the `works`, which end names of projects and funds. One of the
    `owners` before the name of a project is its unit, unless the project `builds` it.
    """

    ends: tuple[str, ...]
    offices: tuple[str, ...]
    regions: tuple[str, ...]
    works: tuple[str, ...]
    owners: tuple[str, ...]
    builds: tuple[str, ...]


class Bodies(_Strict):
    """Levels and kinds by name, and the names in titles."""

    levels: dict[str, Level]
    kinds: dict[str, BodyKind]
    titles: Titles

    def level(self, name: str) -> str:
        """The level of a unit by the end of its name, empty when it has none."""
        return next((k for k, level in self.levels.items() if name.endswith(level.ends)), "")

    def kind(self, name: str) -> str:
        """The kind of a unit by the end of its name, empty when it is not known."""
        return next((k for k, kind in self.kinds.items() if name.endswith(kind.ends)), "")


class Classifiers(_Strict):
    """Measure words with the nouns they count, and verbs that must not stand between them."""

    nouns: dict[str, tuple[str, ...]]
    verbs: tuple[str, ...]
    links: tuple[str, ...]


@cache
def bodies() -> Bodies:
    """Kinds and levels of units.

    Raises:
        PatternError: the file is not valid; names the line.
    """
    return load_model(Bodies, patterns_dir() / "bodies.yaml")


@cache
def classifiers() -> Classifiers:
    """Measure words.

    Raises:
        PatternError: the file is not valid; names the line.
    """
    return load_model(Classifiers, patterns_dir() / "classifiers.yaml")
