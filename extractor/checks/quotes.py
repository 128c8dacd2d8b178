"""Quotation marks of Chinese typography: ‘…’ inside “…”."""

from __future__ import annotations

import re

_INNER = re.compile("“[^“”]*“")


def nested(words: str) -> str:
    """Turn quotation marks inside others into single ones (“‘三公’经费”)."""
    marks = words.count("“")
    if marks < 2 or marks != words.count("”") or not _INNER.search(words):
        return words
    depth, shown = 0, []
    for char in words:
        depth -= char == "”"
        inner = depth > 0 and char in "“”"
        shown.append({"“": "‘", "”": "’"}[char] if inner else char)
        depth += char == "“"
    return "".join(shown)
