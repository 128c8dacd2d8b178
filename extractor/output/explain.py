"""A check of the catalogue as plain text, for `jihe explain`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractor.output.terminal import field
from extractor.output.words import SEVERITY_WORDS, pad, width

if TYPE_CHECKING:
    from extractor.checks import CheckSpec


def explain(spec: CheckSpec) -> str:
    """Everything about one check: what, why, how, from which rule, with both examples."""
    parts = (
        ("类别", spec.group),
        ("严重程度", SEVERITY_WORDS[spec.severity]),
        ("为什么查", spec.reason),
        ("怎么算", spec.formula),
        ("需要数据", "、".join(spec.needs)),
        ("相符示例", spec.agree),
        ("不符示例", spec.disagree),
        ("容易误判", spec.traps),
        ("出处", spec.source),
    )
    lines = [f"{spec.slug}  {spec.title}", ""]
    for label, text in parts:
        if text:
            lines += field(label, text)
    return "\n".join(lines) + "\n"


def list_checks(specs: Iterable[CheckSpec]) -> str:
    """All checks, one a line: slug, severity, title."""
    ordered = sorted(specs, key=lambda spec: spec.slug)
    columns = max((width(spec.slug) for spec in ordered), default=0) + 2
    return "".join(
        f"{pad(spec.slug, columns)}{SEVERITY_WORDS[spec.severity]}  {spec.title}\n"
        for spec in ordered
    )
