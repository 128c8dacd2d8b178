"""Chinese names of fact paths (`patterns/field_names.yaml`), for people who read results."""

from __future__ import annotations

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from extractor.library.load import load
from extractor.library.validated import load_model
from extractor.resources import patterns_dir

_PATH = re.compile(r"[a-z][a-z0-9_]*(?:\[\w*\])?(?:\.(?:[a-z][a-z0-9_]*|\*)(?:\[\w*\])?)+|[a-z]+\[\w*\]")
_ENTRY = re.compile(r"\[(\w*)\]")


class FieldNames(BaseModel):
    """The names as written in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    measures: dict[str, str]
    subjects: dict[str, str]
    fields: dict[str, str]


@cache
def field_names() -> FieldNames:
    """The names of the built-in fields.

    Raises:
        PatternError: the file is not valid; names the line.
    """
    return load_model(FieldNames, patterns_dir() / "field_names.yaml")


def name_of(path: str) -> str:
    """What people call the fact at a path; the path itself where no name is known.

    A numbered entry keeps its number: indicators[2].score is 第2项指标得分.
    """
    names = field_names()
    bare = _ENTRY.sub("", path)
    known = names.fields.get(bare) or _budget(bare, names)
    if known is None:
        return path
    number = next((n for n in _ENTRY.findall(path) if n.isdigit()), "")
    return f"第{number}项{known}" if number else known


def _budget(path: str, names: FieldNames) -> str | None:
    """budget.executed.project → 项目支出全年执行数; the total goes without a subject."""
    head, _, rest = path.partition(".")
    measure, _, subject = rest.partition(".")
    known = names.measures.get(measure)
    if head != "budget" or known is None:
        return None
    if subject == "total":
        return known
    term = load().labels.vocabulary.subjects.get(subject)
    title = names.subjects.get(subject) or (term.title if term else None)
    return f"{title}{known}" if title else None


def with_names(text: str) -> str:
    """The text with the paths in it replaced by what people call them."""
    return _PATH.sub(lambda found: name_of(found[0]), text)
