"""A check of the catalogue as plain text, for `jihe explain`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractor.library.field_names import with_names
from extractor.output.terminal import field
from extractor.output.words import SEVERITY_WORDS, pad, width

if TYPE_CHECKING:
    from extractor.checks import CheckSpec


def explain(spec: CheckSpec) -> str:
    """Everything about one check: what, why, how, from which rule, with both examples."""
    from extractor.checks import GROUPS

    parts = (
        ("类别", f"{spec.group} {GROUPS.get(spec.group, '')}".strip()),
        ("严重程度", SEVERITY_WORDS[spec.severity]),
        ("为什么查", spec.reason),
        ("怎么算", spec.formula),
        ("容差", spec.tolerance),
        ("需要数据", with_names("、".join(spec.needs))),
        ("另需文件", spec.needs_files),
        ("相符示例", _example(spec.agree)),
        ("不符示例", _example(spec.disagree)),
        ("容易误判", spec.traps),
        *(("不算不符" if n == 0 else "", _example(words)) for n, words in enumerate(spec.silent)),
        ("出处", spec.source),
    )
    lines = [f"{spec.slug}  {spec.title}", ""]
    for label, text in parts:
        if text:
            lines += field(label, text)
    return "\n".join(lines) + "\n"


def _example(words: str) -> str:
    """An example in words of the field; |[表] sets apart what the table says of the same fact."""
    return with_names(words).replace("|[表]", "，附表")


def list_checks(specs: Iterable[CheckSpec]) -> str:
    """All checks, one a line: slug, severity, title."""
    ordered = sorted(specs, key=lambda spec: spec.slug)
    columns = max((width(spec.slug) for spec in ordered), default=0) + 2
    return "".join(
        f"{pad(spec.slug, columns)}{SEVERITY_WORDS[spec.severity]}  {spec.title}\n"
        for spec in ordered
    )


def catalogue_page(specs: Iterable[CheckSpec], groups: dict[str, str]) -> str:
    """The page of all checks in Markdown, one section a group (`docs/checks.md`)."""
    lines = [
        "# 检查目录",
        "",
        "本页由 `python docs/build_checks.py` 从 `patterns/checks/*.yaml` 生成，请勿手改。",
        "结果分六种：相符（holds）、相符但只到四舍五入（rounding）、提示（note）、不适用（not_applicable）、",
        "不能判定（undetermined）、不符（fails）。",
    ]
    ordered = sorted(specs, key=lambda spec: (spec.group, spec.slug))
    for group, title in groups.items():
        lines += ["", f"## {group} {title}"]
        for spec in (s for s in ordered if s.group == group):
            lines += ["", f"### `{spec.slug}` {spec.title}", ""]
            parts = (
                ("严重程度", SEVERITY_WORDS[spec.severity]),
                ("为什么查", spec.reason),
                ("怎么算", spec.formula),
                ("容差", spec.tolerance),
                ("需要数据", "、".join(f"`{path}`" for path in spec.needs)),
                ("另需文件", spec.needs_files),
                ("相符示例", spec.agree),
                ("不符示例", spec.disagree),
                ("容易误判", spec.traps),
                *(("不算不符", words) for words in spec.silent),
                ("出处", spec.source),
                ("暂缺", spec.waits_for),
            )
            lines += [f"- {label}：{text}" for label, text in parts if text]
    return "\n".join(lines) + "\n"
