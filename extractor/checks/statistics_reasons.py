"""Near-duplicate reasons across units, without comparing every text with every other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import ceil

LIKE = 0.9
SHORTEST = 10
"""Characters from which two equal reasons are hardly equal by chance."""


def clusters(texts: dict[str, set[str]]) -> list[tuple[str, set[str], int]]:
    """Groups of near-equal texts that several units share: (a text, its units, how many texts).

    `texts` maps a text to the units that wrote it. Two texts are near-equal when their sets of
    character pairs have a Jaccard similarity of 0.9 or more. The widest group comes first.
    """
    long = sorted(t for t in texts if len(t) >= SHORTEST)
    parent = list(range(len(long)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for one, other in _alike([_pairs(t) for t in long]):
        parent[max(root(one), root(other))] = min(root(one), root(other))
    groups: dict[int, list[str]] = defaultdict(list)
    for index, text in enumerate(long):
        groups[root(index)].append(text)
    found = [(g[0], set().union(*(texts[t] for t in g)), len(g)) for g in groups.values()]
    return sorted((f for f in found if len(f[1]) > 1), key=lambda f: (-len(f[1]), f[0]))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _alike(sets: list[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """All pairs of sets alike to 0.9, by prefix filtering (Bayardo, Ma & Srikant 2007).

    With the members of each set ordered by rarity, two sets alike to t share one of the first
    n − ⌈t·n⌉ + 1 members, so only sets with a rare member in common are compared.
    """
    frequency = Counter(p for one in sets for p in one)
    held: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(sets):
        ordered = sorted(one, key=lambda p: (frequency[p], p))
        seen: set[int] = set()
        for pair in ordered[: len(one) - ceil(LIKE * len(one)) + 1]:
            for other in held[pair]:
                if other not in seen and LIKE * len(one) <= len(sets[other]) <= len(one) / LIKE:
                    seen.add(other)
                    if len(one & sets[other]) >= LIKE * len(one | sets[other]):
                        yield other, index
            held[pair].append(index)
