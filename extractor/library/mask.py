"""Masked text: every figure one character that says its kind, with the way back."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from extractor.library.form import MASK
from extractor.numbers import Token, scan


@dataclass(frozen=True, slots=True)
class Masked:
    """A folded text with its figures replaced by private-use characters.

    `tokens[k]` is the figure at masked position `positions[k]`; `shifts[k]` is the length
    difference accumulated up to and including it.
    """

    folded: str
    text: str
    tokens: tuple[Token, ...]
    positions: tuple[int, ...]
    starts: tuple[int, ...]
    shifts: tuple[int, ...]
    _present: dict[str, bool] = field(default_factory=dict)

    def has(self, word: str) -> bool:
        """Whether a word occurs anywhere in the text, looked for once."""
        present = self._present.get(word)
        if present is None:
            present = self._present[word] = word in self.text
        return present

    def origin(self, position: int) -> int:
        """Offset in the folded text of a masked position."""
        k = bisect_right(self.positions, position - 1)
        return position + (self.shifts[k - 1] if k else 0)

    def locate(self, offset: int) -> int:
        """Masked position of an offset in the folded text (a figure's inside: the figure)."""
        k = bisect_right(self.starts, offset) - 1
        if k < 0:
            return offset
        if offset < self.tokens[k].end:
            return self.positions[k]
        return offset - self.shifts[k]

    def token_at(self, position: int) -> int | None:
        """Index of the figure at a masked position, or None."""
        k = bisect_right(self.positions, position) - 1
        return k if k >= 0 and self.positions[k] == position else None

    def tokens_in(self, start: int, end: int) -> range:
        """Indices of the figures in a masked span."""
        return range(bisect_right(self.positions, start - 1), bisect_right(self.positions, end - 1))


def mask(folded: str) -> Masked:
    """Scan a folded text and mask its figures.

    Numerals in Chinese characters stay as text (八个村): only forms that ask for them read
    them, so 一次性 or 进一步 never turn into figures.
    """
    parts: list[str] = []
    tokens: list[Token] = []
    positions: list[int] = []
    shifts: list[int] = []
    last = length = 0
    for token in scan(folded):
        if token.kind == "chinese":
            continue
        parts.append(folded[last : token.start])
        length += token.start - last
        parts.append(MASK[token.kind])
        tokens.append(token)
        positions.append(length)
        length += 1
        shifts.append(token.end - length)
        last = token.end
    parts.append(folded[last:])
    return Masked(
        folded, "".join(parts), tuple(tokens), tuple(positions),
        tuple(t.start for t in tokens), tuple(shifts),
    )  # fmt: skip
