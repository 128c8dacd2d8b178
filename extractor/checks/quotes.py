"""Quotation marks of Chinese typography: ‘…’ inside “…”."""

from __future__ import annotations

import re

_INNER = re.compile("“[^“”]*“")


def nested(words: str) -> str:
    """Turn quotation marks inside others into single ones (“‘三公’经费”)."""
    if "“" not in words or not _INNER.search(words) or words.count("“") != words.count("”"):
        return words
    depth, shown = 0, []
    for char in words:
        depth -= char == "”"
        inner = depth > 0 and char in "“”"
        shown.append({"“": "‘", "”": "’"}[char] if inner else char)
        depth += char == "“"
    return "".join(shown)
