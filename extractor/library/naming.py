"""Kinds and levels of units (`patterns/bodies.yaml`), and measure words (`classifiers.yaml`)."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.errors import PatternError
from extractor.resources import line_of, load_yaml, patterns_dir


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


class Bodies(_Strict):
    """Levels and kinds by name."""

    levels: dict[str, Level]
    kinds: dict[str, BodyKind]

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


T = TypeVar("T", bound=BaseModel)


def _load(name: str, model: type[T]) -> T:
    path = patterns_dir() / name
    try:
        return model.model_validate(load_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(
            f"“{'.'.join(map(str, first['loc']))}”不对：{first['msg']}。",
            file=str(path), line=line_of(path, first["loc"]),
        ) from error  # fmt: skip


@cache
def bodies() -> Bodies:
    """Kinds and levels of units.

    Raises:
        PatternError: the file is not valid; names the line.
    """
    return _load("bodies.yaml", Bodies)


@cache
def classifiers() -> Classifiers:
    """Measure words.

    Raises:
        PatternError: the file is not valid; names the line.
    """
    return _load("classifiers.yaml", Classifiers)
