"""One registry: every check has a description (data) and a rule (an equation or a function)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.checks.context import Context
from extractor.checks.outcome import Outcome
from extractor.errors import PatternError
from extractor.model import Severity, Status
from extractor.resources import line_of, load_yaml, patterns_dir

Rule = Callable[[Context], Iterator[Outcome]]
F = TypeVar("F", bound=Rule)

GROUPS = {
    "A": "合计与个数",
    "B": "比率",
    "C": "指标",
    "D": "分值、得分与等级",
    "E": "前后一致",
}


class CheckSpec(BaseModel):
    """The description of one check, as written in `patterns/checks/*.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    slug: str
    title: str
    group: str
    severity: Severity
    reason: str
    source: str
    needs: tuple[str, ...]
    formula: str
    tolerance: str
    traps: str = ""
    equations: tuple[str, ...] = ()
    others: dict[str, str] = Field(default_factory=dict)
    agree_facts: dict[str, str] = Field(default_factory=dict, alias="agree")
    disagree_facts: dict[str, str] = Field(default_factory=dict, alias="disagree")
    gives: Status = "fails"
    waits_for: str = ""

    @property
    def agree(self) -> str:
        """The agreeing example as one line."""
        return _line(self.agree_facts)

    @property
    def disagree(self) -> str:
        """The disagreeing example as one line."""
        return _line(self.disagree_facts)


def _line(facts: dict[str, str]) -> str:
    return "；".join(f"{path}={value}" for path, value in facts.items())


_functions: dict[str, Rule] = {}


def check(slug: str) -> Callable[[F], F]:
    """Register a function as the rule of a check.

    The function yields one `Outcome` for each application; it yields nothing when the facts
    it needs are absent (the check is then not applicable). It formats no report, it logs
    nothing, it raises nothing.
    """

    def register(function: F) -> F:
        if slug in _functions:
            raise ValueError(f"two functions for {slug}")
        _functions[slug] = function
        return function

    return register


def function_of(slug: str) -> Rule | None:
    """The function registered for a check, if it has one."""
    return _functions.get(slug)


def functions() -> dict[str, Rule]:
    """The registered functions by slug."""
    return dict(_functions)


@cache
def catalogue() -> tuple[CheckSpec, ...]:
    """The descriptions of all checks, in file order.

    Raises:
        PatternError: a description is not valid; names file and line.
    """
    specs: list[CheckSpec] = []
    for path in sorted((patterns_dir() / "checks").glob("*.yaml")):
        for slug, raw in load_yaml(path).items():
            try:
                specs.append(CheckSpec.model_validate({"slug": slug, **raw}))
            except (ValidationError, TypeError) as error:
                raise _broken(path, slug, error) from error
    return tuple(sorted(specs, key=lambda s: s.group))


def _broken(path: Path, slug: str, error: Exception) -> PatternError:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        where = (slug, *first["loc"])
        return PatternError(
            f"“{'.'.join(map(str, where))}”不对：{first['msg']}。",
            file=str(path), line=line_of(path, where),
        )  # fmt: skip
    return PatternError(f"“{slug}”要写成“名称: 内容”。", file=str(path), line=line_of(path, (slug,)))
