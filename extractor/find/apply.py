"""Turn pattern hits into facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.find.draft import Draft
from extractor.library import Match, Pattern, run
from extractor.library.form import FIGURES
from extractor.model import FactType, Quantity
from extractor.numbers import parse_chinese, scan

_STRIP = "，。；、:： ,;"
_MARK = re.compile("[，。；\n\ue000\ue001\ue003\ue004]")


def matches(
    draft: Draft, patterns: Iterable[Pattern], start: int = 0, end: int | None = None
) -> Iterator[Match]:
    """Hits in reading order within each pattern; of overlapping ones the longest is kept."""
    hits: list[Match] = []
    for hit in run(patterns, draft.masked, start, end):
        if hits and hit.pattern is not hits[0].pattern:
            yield from _disjoint(hits)
            hits = []
        hits.append(hit)
    yield from _disjoint(hits)


def _disjoint(hits: list[Match]) -> list[Match]:
    """The hits of one pattern in reading order, the longest of those that overlap."""
    if len(hits) < 2:
        return hits
    kept: list[Match] = []
    for hit in sorted(hits, key=lambda m: (m.start, -m.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def apply(
    draft: Draft, patterns: Iterable[Pattern], start: int = 0, end: int | None = None,
    *, prefix: str = "", item: str | None = None, once: bool = False,
) -> int:  # fmt: skip
    """Record the hits of patterns as facts; returns how many hits gave one.

    A path in a pattern may end a list head with `[]` (`claims[]`): each hit gets the next
    index. `prefix` is put before relative paths (those that begin with a dot).
    """
    count = 0
    for hit in matches(draft, patterns, start, end):
        if record(draft, hit, prefix=prefix, item=item):
            count += 1
            if once:
                break
    return count


def record(draft: Draft, hit: Match, *, prefix: str = "", item: str | None = None) -> bool:
    """Record one hit; False when all its figures are taken already."""
    figures = {
        g: figure_index(draft, hit, g)
        for g, kind in hit.pattern.forms[hit.form].groups.items()
        if kind in FIGURES and g in hit.spans and g in hit.pattern.targets and not hit.pattern.whole
    }
    if figures and all(i is not None and i in draft.taken for i in figures.values()):
        return False
    index: int | None = None
    for group, path in hit.pattern.targets.items():
        if group not in hit.spans:
            continue
        if "[]" in path:
            index = index or draft.next_index(path.split("[]")[0])
            path = path.replace("[]", f"[{index}]")
        _capture(draft, hit, group, prefix + path, item)
    return True


def figure_index(draft: Draft, hit: Match, group: str) -> int | None:
    """Index of the figure that a capture holds (None: written in Chinese numerals)."""
    start, end = hit.spans[group]
    return draft.masked.token_at(start) if end - start == 1 else None


def _capture(draft: Draft, hit: Match, group: str, path: str, item: str | None) -> None:
    start, end = hit.spans[group]
    pattern = hit.pattern
    kind = "words" if pattern.whole else pattern.forms[hit.form].groups[group]
    if kind in FIGURES:
        index = figure_index(draft, hit, group)
        if index is not None:
            draft.add_figure(
                path, index, label=_label(draft, hit, start), pattern=pattern.id, item=item,
                money=kind == "money",
            )  # fmt: skip
            return
        quantity = chinese_quantity(draft.masked.text[start:end])
        if quantity:
            draft.add_chinese(
                path, start, end, quantity, label=_label(draft, hit, start), pattern=pattern.id
            )
        return
    words = draft.masked.text[start:end].strip(_STRIP)
    start += draft.masked.text[start:end].find(words) if words else 0
    end = start + len(words)
    if not words:
        return
    type_: FactType = pattern.type or "text"  # type: ignore[assignment]
    value = pattern.values.get(words) if type_ == "enum" else None
    draft.add_words(
        path, start, end, label=pattern.title, pattern=pattern.id, type=type_, value=value,
        item=item,
    )  # fmt: skip


def _label(draft: Draft, hit: Match, start: int) -> str:
    """The printed words of the hit before the figure, from the last clause mark on."""
    last = _MARK.split(draft.masked.text[hit.start : start])[-1]
    label = draft.printed(start - len(last), start).strip(_STRIP)
    return label or hit.pattern.title


def chinese_quantity(words: str) -> Quantity | None:
    """Quantity of a count in Chinese numerals (八个, 四)."""
    token = next(iter(scan(words)), None)
    if token and token.quantity and token.start == 0:
        return token.quantity
    try:
        return Quantity(parse_chinese(words), 0, "个", "count", raw=words, unit_source=None)
    except ValueError:
        return None
