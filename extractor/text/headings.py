"""Numbered headings: 一、 （一） 1. （1） ①, with their level and number."""

from __future__ import annotations

import re

from extractor.numbers import parse_chinese

_CN = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    rf"\s*(?:(?P<l1>{_CN})[、.](?!\d)|第(?P<part>{_CN})(?:部分|章)[、:\s]?|\((?P<l2>{_CN})\)[、.]?"
    rf"|(?P<l3>\d{{1,2}})(?:\.(?!\d)|、)|\((?P<l4>\d{{1,2}})\)[、.]?|(?P<l5>[①-⑳]))"
)
MARK_STARTS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十第（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
"""What a heading mark begins with, folded or as printed."""
_LEVELS = {"l1": 1, "part": 1, "l2": 2, "l3": 3, "l4": 4, "l5": 5}
_MAX_TITLE = 45
_MAX_RUN_IN = 26
_RUN_IN = re.compile(rf"[^。:；，\d]{{2,{_MAX_RUN_IN}}}[。:]")
_CLAUSES = re.compile("[。；，]")
DIGIT = re.compile(r"\d")
LEADING_MARKS = re.compile(r"^[\d(一二三四五六七八九十).、]+")
"""The marks in front of a title, whatever they are."""


def mark(folded: str) -> tuple[int, int, int] | None:
    """Level, number and length of the heading mark that a folded line starts with."""
    match = _MARK.match(folded)
    if not match or (group := match.lastgroup) is None:
        return None
    digits = match[group]
    if group == "l5":
        return _LEVELS[group], ord(digits) - ord("①") + 1, match.end()
    try:
        ordinal = int(digits) if digits.isdigit() else int(parse_chinese(digits))
    except ValueError:  # 二二. is no number
        return None
    return _LEVELS[group], ordinal, match.end()


def title_end(folded: str, start: int) -> int | None:
    """End of the title in a marked paragraph, or None when it is a plain numbered sentence.

    A whole short paragraph without a full stop is a title; so is a short first clause that
    ends in 。 or : and holds no figure (1.年初预算安排情况。我单位 …).
    """
    body = folded[start:]
    if len(body) <= _MAX_TITLE and not _CLAUSES.search(body.rstrip("。")) and not (
        body.endswith(("。", "；")) and DIGIT.search(body)
    ):
        return len(folded)
    first = _RUN_IN.match(body)
    return start + first.end() if first else None
