"""Mark what is printed around the body: page numbers and running heads and feet.

Nothing is removed; a line only gets its role. In doubt it stays body: a page number left in
the body costs little, a sentence taken out of it costs a fact.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.model import Box, Line, Page
from extractor.model.document import LineRole, around

_NUMBER = re.compile(
    r"""\s*(?:
        (?P<bare>\d{1,4})
      | (?P<dash>[-‐-―－─·•~～]{1,3})\s*(?P<dashed>\d{1,4})\s*[-‐-―－─·•~～]{1,3}
      | [-‐-―－─]?\s*第\s*(?P<named>\d{1,4})\s*页
        (?:\s*[/／,，、|]?\s*共\s*\d{1,4}\s*页)?\s*[-‐-―－─]?
      | 共\s*\d{1,4}\s*页\s*[/／,，、|]?\s*第\s*(?P<last>\d{1,4})\s*页
      | (?P<slashed>\d{1,4})\s*[/／]\s*\d{1,4}(?:\s*页)?
    )\s*""",
    re.VERBOSE,
)
_NUMBER_ZONE = 0.15
"""GB/T 9704 puts the number 7 mm below a text area that ends 35 mm above the edge (9 %)."""

_RUNNING_ZONE = 0.10
"""Body text starts at 72 pt of 842 in Word's default page: its first line ends below 10 %."""

_EDGE_LINES = 2
_PAGE_DIGITS = 4
_SAME_HEIGHT = 3.0
_CLEARANCE = 0.8
"""A running head stands off the body by more than this share of its height; table rows do not."""

_UNIT_LINE = re.compile(r"单位\s*[:：]|[万亿]?元")
_CELLS = 4
_TEXT_PAGE_LINES = 8
"""Numbers alone on a line of a TXT nearer than this are serial numbers of a table, not pages."""

Spot = tuple[int, int]
"""Index of a page and of a line on it."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A line that is nothing but a page number."""

    spot: Spot
    number: int
    bare: bool


def mark_furniture(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Give page numbers and running heads and feet of printed pages their role."""
    roles: dict[Spot, LineRole] = dict(_page_numbers(pages))
    for role in ("head", "foot"):
        roles.update(_running(pages, role, roles))
    return _with_roles(pages, roles)


def mark_text_page_numbers(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Give page numbers of a TXT the role foot: three or more in sequence, a page apart.

    A number written as one (`- 3 -`, 第3页) or standing at a form feed may be any distance away.
    """
    order = {spot: i for i, spot in enumerate(_spots(pages))}
    found = [numbered for spot in order if (numbered := _number_at(pages, spot)) is not None]
    chain = _longest_chain(found, order, pages)
    return _with_roles(pages, {n.spot: "foot" for n in chain} if len(chain) >= 3 else {})


def _longest_chain(
    found: Sequence[_Numbered], order: Mapping[Spot, int], pages: Sequence[Page]
) -> list[_Numbered]:
    """Find the longest run n, n+1, n+2 … whose members stand far enough apart."""
    length: list[int] = []
    before: list[int | None] = []
    last_with: dict[int, list[int]] = defaultdict(list)
    for i, item in enumerate(found):
        best, link = 1, None
        for j in last_with[item.number - 1][-_TEXT_PAGE_LINES:]:
            near = order[item.spot] - order[found[j].spot] < _TEXT_PAGE_LINES
            if near and item.bare and not _ends_page(item.spot, pages):
                continue
            if length[j] + 1 > best:
                best, link = length[j] + 1, j
        length.append(best)
        before.append(link)
        last_with[item.number].append(i)
    chain: list[_Numbered] = []
    at = max(range(len(found)), key=length.__getitem__, default=None)
    while at is not None:
        chain.append(found[at])
        at = before[at]
    return chain[::-1]


def _ends_page(spot: Spot, pages: Sequence[Page]) -> bool:
    """Tell whether a form feed follows the line, or stands before it."""
    page, line = spot
    last = line == len(pages[page].lines) - 1
    return len(pages) > 1 and (line == 0 or last)


def _page_numbers(pages: Sequence[Page]) -> Iterable[tuple[Spot, LineRole]]:
    """Find the page numbers that agree with the order of the pages.

    The distance between printed and counted number is the same on two pages at least (a cover
    may be unnumbered, a part may start again at 1), or it is nil.
    """
    found = [
        numbered
        for spot in _edge_spots(pages)
        if (numbered := _number_at(pages, spot)) is not None and _in_margin(pages, spot)
    ]
    shifts = Counter(item.number - item.spot[0] for item in found)
    taken: set[int] = set()
    for item in found:
        page, line = item.spot
        shift = item.number - page
        if page in taken or not (shifts[shift] >= 2 or (shift == 1 and _alone(pages, item))):
            continue
        taken.add(page)
        low = _extent(pages[page].lines[line])[1] > pages[page].height / 2
        yield item.spot, "foot" if low else "head"


def _number_at(pages: Sequence[Page], spot: Spot) -> _Numbered | None:
    match = _NUMBER.fullmatch(pages[spot[0]].lines[spot[1]].text)
    if match is None:
        return None
    number = next(
        int(match[name])
        for name in ("bare", "dashed", "named", "last", "slashed")
        if match[name] is not None
    )
    return _Numbered(spot, number, match["bare"] is not None)


def _spots(pages: Sequence[Page]) -> list[Spot]:
    return [(p, i) for p, page in enumerate(pages) for i in range(len(page.lines))]


def _edge_spots(pages: Sequence[Page]) -> list[Spot]:
    """List the last and then the first lines of every page: numbers mostly stand below."""
    spots: list[Spot] = []
    for p, page in enumerate(pages):
        count = len(page.lines)
        below = range(count - 1, max(count - 1 - _EDGE_LINES, -1), -1)
        above = range(min(_EDGE_LINES, count))
        spots += [(p, i) for i in dict.fromkeys([*below, *above])]
    return spots


def _extent(line: Line) -> Box:
    """The box around a whole printed line."""
    if not line.boxes:
        return (0.0, 0.0, 0.0, 0.0)
    return around(line.boxes, 0, len(line.boxes) - 1)


def _in_margin(pages: Sequence[Page], spot: Spot) -> bool:
    """Tell whether a line stands in the upper or lower margin, or beside sideways text."""
    page = pages[spot[0]]
    x0, top, x1, bottom = _extent(page.lines[spot[1]])
    if not _NUMBER_ZONE <= (top + bottom) / 2 / page.height <= 1 - _NUMBER_ZONE:
        return True
    beside = not _NUMBER_ZONE <= (x0 + x1) / 2 / page.width <= 1 - _NUMBER_ZONE
    return beside and _sideways(page)


def _sideways(page: Page) -> bool:
    """Tell whether the text of a page runs up or down, judged by its longest line."""
    x0, top, x1, bottom = _extent(max(page.lines, key=lambda line: len(line.text)))
    return bottom - top > x1 - x0


def _alone(pages: Sequence[Page], item: _Numbered) -> bool:
    """Tell whether a lone number is set apart from the other lines of its page."""
    if not item.bare:
        return True
    page, at = item.spot
    _, top, _, bottom = _extent(pages[page].lines[at])
    apart = bottom - top
    others = [_extent(line) for i, line in enumerate(pages[page].lines) if i != at]
    return all(box[3] < top - apart or box[1] > bottom + apart for box in others)


def _running(
    pages: Sequence[Page], role: LineRole, known: Mapping[Spot, LineRole]
) -> dict[Spot, LineRole]:
    """Find the lines that repeat at one height in a margin the body never enters."""
    groups: dict[tuple[str, int, int], list[Spot]] = defaultdict(list)
    for p, page in enumerate(pages):
        for i in _outermost(page, p, role, known):
            line = page.lines[i]
            if _in_running_zone(page, line, role) and (key := _running_key(line)):
                groups[key, round(page.width), round(page.height)].append((p, i))
    repeated = [spots for spots in groups.values() if _repeats(pages, spots)]
    candidates = {spot for spots in repeated for spot in spots} | set(known)
    return {
        spot: role
        for spots in repeated
        if _clear_of_body(pages, spots, role, candidates)
        for spot in spots
    }


def _outermost(page: Page, p: int, role: LineRole, known: Mapping[Spot, LineRole]) -> list[int]:
    """The outermost lines of a page on one side, page numbers passed over."""
    free = [i for i in range(len(page.lines)) if (p, i) not in known]
    return free[:_EDGE_LINES] if role == "head" else free[-_EDGE_LINES:]


def _in_running_zone(page: Page, line: Line, role: LineRole) -> bool:
    if role == "head":
        low = page.height * _RUNNING_ZONE
        # the first glyph alone tells of nearly every line that it does not
        return not (line.boxes and line.boxes[0][3] > low) and _extent(line)[3] <= low
    high = page.height * (1 - _RUNNING_ZONE)
    return not (line.boxes and line.boxes[0][1] < high) and _extent(line)[1] >= high


def _running_key(line: Line) -> str:
    """Reduce a line to what repeats; empty for lines that may be part of a table."""
    if _UNIT_LINE.search(line.text) or _cells(line) >= _CELLS:
        return ""
    key = re.sub(r"\d+", "#", "".join(line.text.split()))
    return key if sum(char.isalpha() for char in key) >= 2 else ""


def _cells(line: Line) -> int:
    """Count the parts of a line that gaps wider than its height set apart."""
    _, top, _, bottom = _extent(line)
    gaps = zip(line.text, line.boxes or (), strict=False)
    return 1 + sum(char == " " and box[2] - box[0] > bottom - top for char, box in gaps)


def _repeats(pages: Sequence[Page], spots: Sequence[Spot]) -> bool:
    """Three pages, or both of a short document with not one digit changed; at one height.

    Figures in the lines are the same on all pages, or count the pages.
    """
    if len({p for p, _ in spots}) != len(spots):
        return False
    tops = [_extent(pages[p].lines[i])[1] for p, i in spots]
    if max(tops) - min(tops) > _SAME_HEIGHT:
        return False
    figures = [re.findall(r"\d+", "".join(pages[p].lines[i].text.split())) for p, i in spots]
    for column in zip(*figures, strict=True):  # the key has as many # for all
        if len(set(column)) == 1:
            continue
        if max(map(len, column)) > _PAGE_DIGITS:
            return False
        if len({int(figure) - p for figure, (p, _) in zip(column, spots, strict=True)}) > 1:
            return False
    same = len({tuple(line_figures) for line_figures in figures}) == 1
    return len(spots) >= 3 or (len(spots) == 2 and len(pages) <= 3 and same)


def _clear_of_body(
    pages: Sequence[Page], spots: Sequence[Spot], role: LineRole, candidates: set[Spot]
) -> bool:
    """Tell whether no body line of any page of this size reaches the height of the lines.

    The header rows of a table that runs over pages repeat too, but they stand where the body
    begins: on some page body text shares their height, or follows them closely.
    """
    first = pages[spots[0][0]]
    extents = {p: _extent(pages[p].lines[i]) for p, i in spots}
    band_top = min(box[1] for box in extents.values())
    band_bottom = max(box[3] for box in extents.values())
    clearance = _CLEARANCE * (band_bottom - band_top)
    for p, page in enumerate(pages):
        if (round(page.width), round(page.height)) != (round(first.width), round(first.height)):
            continue
        margin = clearance if p in extents else 0.0
        for i, line in enumerate(page.lines):
            if (p, i) in candidates:
                continue
            _, top, _, bottom = _extent(line)
            inner_top, inner_bottom = (
                (band_top, band_bottom + margin)
                if role == "head"
                else (band_top - margin, band_bottom)
            )
            if top < inner_bottom and bottom > inner_top:
                return False
    return True


def _with_roles(pages: Sequence[Page], roles: Mapping[Spot, LineRole]) -> tuple[Page, ...]:
    """Rebuild the pages that have a marked line."""
    marked: dict[int, dict[int, LineRole]] = defaultdict(dict)
    for (p, i), role in roles.items():
        marked[p][i] = role
    return tuple([
        _with_lines(page, marked[p]) if p in marked else page for p, page in enumerate(pages)
    ])


def _with_lines(page: Page, roles: Mapping[int, LineRole]) -> Page:
    """A page with some of its lines, by their index, in their role."""
    lines = list(page.lines)
    for i, role in roles.items():
        lines[i] = replace(lines[i], role=role)
    return replace(page, lines=tuple(lines))
