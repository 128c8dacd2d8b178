"""Match names of indicators, projects and activities by their words (jieba, loaded when needed)."""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extractor.resources import patterns_dir

if TYPE_CHECKING:
    import jieba

_GENERIC = frozenset(
    ("工作", "开展", "人数", "数量", "次数", "个数", "情况", "完成", "项目", "经费", "资金", "年度", "本次", "金额")
)
"""Words that many names share and that say nothing of the thing."""


@cache
def _tokenizer() -> jieba.Tokenizer:
    """A jieba tokenizer over the fiscal vocabulary alone.

    jieba's own dictionary takes most of a second to load; ours has the words that names are
    made of, and unknown words fall to jieba's character model. Nothing is cached on disk, so
    a read-only home does not matter.
    """
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    words = (patterns_dir() / "fiscal_words.txt").read_text(encoding="utf-8").split()
    frequencies: dict[str, int] = {}
    for word in words:
        frequencies[word] = 1000
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)  # jieba walks prefixes
    tokenizer.FREQ, tokenizer.total = frequencies, 1000 * len(words)
    tokenizer.initialized = True
    return tokenizer


@lru_cache(maxsize=4096)
def words_of(name: str) -> frozenset[str]:
    """The telling words of a name."""
    return frozenset(
        w for w in _tokenizer().cut(name) if len(w) > 1 and w not in _GENERIC
    ) or frozenset({name})


def similarity(one: str, other: str) -> float:
    """Share of common words: 2 x common ÷ all, by characters; 1.0 for equal names.

    Names without two characters in a row in common score 0 and are never cut into words.
    """
    if one == other:
        return 1.0
    if not {one[i : i + 2] for i in range(len(one) - 1)} & {
        other[i : i + 2] for i in range(len(other) - 1)
    }:
        return 0.0
    left, right = words_of(one), words_of(other)
    common = sum(len(w) for w in left & right)
    return 2 * common / (sum(map(len, left)) + sum(map(len, right)))
