"""What the store shows once new reports lie beside those of other years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.cli.console import say

if TYPE_CHECKING:
    from extractor.pipeline import Settings
    from extractor.store import Store

_ACROSS = ("xyear.", "xdoc.")
_SHOWN = 20


def say_ties(store: Store, settings: Settings) -> None:
    """Check stored reports beside one another; say what that shows now and did not before."""
    from extractor.output.words import SEVERITY_WORDS, clean
    from extractor.pipeline import recheck

    changed = store.tie(lambda result, others: recheck(result, others, settings))
    lines = [
        clean(f"{SEVERITY_WORDS[found.severity]}  {result.report.unit or result.source.name} "
              f"{result.report.year or ''}：{found.message}")
        for result in changed
        if result.report is not None
        for found in result.discrepancies
        if found.severity != "info" and any(slug.startswith(_ACROSS) for slug in found.checks)
    ]  # fmt: skip
    if changed:
        say(f"与库中其他年度、其他文件比对：{len(changed)} 份报告重新核对，错误和疑点 {len(lines)} 处。")
    for line in lines[:_SHOWN]:
        say(f"  {line}")
    if len(lines) > _SHOWN:
        say(f"  另有 {len(lines) - _SHOWN} 处，见 jihe db query current_discrepancies")
