"""Themes: checks that an auditor raises together (`patterns/root_causes.yaml`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from extractor.library import validated
from extractor.resources import load_yaml, patterns_dir


class Theme(BaseModel):
    """One theme as written in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    reason: str
    checks: tuple[str, ...] = Field(min_length=1)
    along: tuple[str, ...] = ()
    joining: tuple[str, ...] = Field(default=(), alias="with")
    effect: str = ""
    otherwise: str = ""

    def headline(self, slugs: Iterable[str]) -> str:
        """The title; `otherwise` where the check that the title begins with found nothing."""
        return self.title if not self.otherwise or self.checks[0] in slugs else self.otherwise


@cache
def themes() -> tuple[Theme, ...]:
    """All themes, in file order.

    Raises:
        PatternError: the file is not valid; names the line.
    """
    path = patterns_dir() / "root_causes.yaml"
    return tuple(validated(Theme, raw, path, (name,)) for name, raw in load_yaml(path).items())


@cache
def theme_of(slug: str) -> Theme | None:
    """The theme that a check is a member of."""
    return next((t for t in themes() if slug in t.checks), None)


@cache
def theme_along(slug: str) -> Theme | None:
    """The theme that a note of a check says more about."""
    return next((t for t in themes() if slug in t.along), None)
