"""One registry: every check has a description (data) and a rule (an equation or a function)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from extractor.checks.context import Context
from extractor.checks.outcome import Outcome
from extractor.errors import PatternError
from extractor.library import validated
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
    "F": "预算与执行的合理性",
    "G": "人员、三公与资产",
    "H": "时间与单位",
    "I": "计量单位与数字",
    "J": "完整性",
    "K": "前后矛盾",
    "L": "文件之间",
    "M": "整批统计",
}
ARCHIVE = "M"
"""The group of checks on a whole archive: they do not run on one report."""
COMPANIONS = {
    "previous": "上年报告", "final": "决算", "monitoring": "年中监控表", "form": "自评表",
    "child1": "下属单位1", "child2": "下属单位2", "child3": "下属单位3",
}
"""Prefixes of the facts of other files in an example, with what people call those files."""


class CheckSpec(BaseModel):
    """The description of one check, as written in `patterns/checks/*.yaml`.

    An example is a map of fact path → printed words. `text` in it is running text that is read
    like a report; `setting: report` puts that text into a complete report (whose chapter on
    problems is `problems`), `wrapped` keeps its line ends as printed, and `profile.KEY` sets a
    rule of the scoring profile. A path or `text` behind `previous/`, `final/`, `form/`,
    `monitoring/` or `child1/` belongs to the other file of that role. `never` holds examples on which the check must not find
    anything, each with its `why`. `others` are values on another base, by its name, that explain a
    difference; `instead` are equations on another base for a rate whose usual base is not printed.
    """

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
    instead: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    agree_facts: dict[str, str] = Field(default_factory=dict, alias="agree")
    disagree_facts: dict[str, str] = Field(default_factory=dict, alias="disagree")
    never: tuple[dict[str, str], ...] = ()
    gives: Status = "fails"
    waits_for: str = ""
    needs_files: str = ""

    @property
    def agree(self) -> str:
        """The agreeing example as one line."""
        return _line(self.agree_facts)

    @property
    def disagree(self) -> str:
        """The disagreeing example as one line."""
        return _line(self.disagree_facts)

    @property
    def silent(self) -> tuple[str, ...]:
        """The examples that must give nothing, one line each, with the reason."""
        return tuple(f"{facts['why']}：{_line(facts)}" for facts in self.never)


_SHOWN = {"text": "{}", "problems": "存在问题：{}", "setting": "", "why": "", "wrapped": ""}


def _shown(path: str, value: str) -> str:
    role, slash, rest = path.partition("/")
    if slash:
        return f"{COMPANIONS[role]}的{_shown(rest, value)}" if rest != "text" else f"{COMPANIONS[role]}：{value}"
    return _SHOWN.get(path, f"{path}={{}}").format(value)


def _line(facts: dict[str, str]) -> str:
    parts = [_shown(path, value) for path, value in facts.items()]
    words = "；".join(p.removesuffix("。") if "text" in facts else p for p in parts if p)
    words = words.replace("\n", "⏎" if "wrapped" in facts else " ")
    return f"完整的整体支出报告里，{words}" if "setting" in facts else words


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
            if not isinstance(raw, dict):
                raise PatternError(
                    f"“{slug}”要写成“名称: 内容”。", file=str(path), line=line_of(path, (slug,))
                )
            specs.append(validated(CheckSpec, {"slug": slug, **raw}, path, (slug,)))
    return tuple(sorted(specs, key=lambda s: s.group))
