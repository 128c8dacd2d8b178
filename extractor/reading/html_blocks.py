"""From the tree of a page to its blocks: paragraphs and tables in reading order.

Each block remembers how much of it is linked, and each element with blocks is a region, so that
menus can be told from the report afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, repeat
from typing import cast

from extractor.reading.blocks import Allowance, Block
from extractor.reading.docx_numbering import written_number
from extractor.reading.html_tables import is_layout, lay, rows_of
from extractor.reading.html_tree import BLOCKS, HEADINGS, Node
from extractor.reading.symbols import FONTS, drawn, raised

_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)
_FONT = re.compile(r"""font-family\s*:\s*["']?([^;,"']+)""", re.IGNORECASE)
_PLAIN_LIST = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_TYPED = frozenset({"text", "number", "date", "tel", "email"})
_BLANKS = " \u3000\u2002\u2003\u2009\u202f"


@dataclass(slots=True)
class Item:
    """One paragraph or table, and how much of it is linked."""

    block: Block
    chars: int
    linked: int = 0
    links: int = 0
    heading: bool = False


@dataclass(slots=True)
class Region:
    """An element with the items `start` to `end` (excluded) and the elements inside it."""

    tag: str
    start: int
    end: int = 0
    inner: list[Region] = field(default_factory=list)


class Blocks:
    """Walks the tree and collects items and regions."""

    def __init__(self, allowance: Allowance, in_cell: bool = False) -> None:
        self.items: list[Item] = []
        self.root = Region("html", 0)
        self._allowance = allowance
        self._regions = [self.root]
        self._text: list[str] = []
        self._linked = 0
        self._links = 0
        self._in_link = 0
        self._marker = ""
        self._kept_lines = 0
        self._heading = False
        self._in_cell = in_cell

    def collect(self, node: Node) -> None:
        """Collect everything in a node."""
        self._walk(node, "")
        self._flush()
        self.root.end = len(self.items)

    def _walk(self, node: Node, font: str) -> None:
        marker = _markers(node)
        for child in node.children:
            if isinstance(child, str):
                self._add(child, font)
            elif child.tag == "br":
                self._flush()
            elif child.tag == "table":
                self._table(child)
            elif child.tag in BLOCKS:
                self._block(child, font, next(marker, "") if child.tag == "li" else "")
            else:
                self._inline(child, font)

    def _block(self, node: Node, font: str, marker: str = "") -> None:
        """An element that begins and ends a line."""
        self._flush()
        outer = self._heading
        self._heading = outer or node.tag in HEADINGS
        self._kept_lines += node.tag == "pre"
        self._marker = marker or self._marker
        region = Region(node.tag, len(self.items))
        self._regions.append(region)
        self._walk(node, font)
        self._flush()
        self._marker = "" if marker else self._marker
        self._regions.pop()
        region.end = len(self.items)
        if region.end > region.start:
            self._regions[-1].inner.append(region)
        self._kept_lines -= node.tag == "pre"
        self._heading = outer

    def _inline(self, node: Node, font: str) -> None:
        if node.tag == "input":
            self._add(_shown(node, self._in_cell), "")
            return
        linked = node.links > 0 and node.tag == "a" and not self._in_link
        self._links += linked
        self._in_link += linked
        if node.tag == "sup":
            before = len(self._text)
            self._walk(node, font)
            self._text[before:] = map(raised, self._text[before:])
        else:
            self._walk(node, _font_of(node, font))
        self._in_link -= linked

    def _add(self, text: str, font: str) -> None:
        if font or not (text.isascii() or text.isprintable()):
            text = drawn(text, font)
        if self._kept_lines and "\n" in text:
            *lines, text = text.split("\n")
            for line in lines:
                self._append(line)
                self._flush()
        self._append(text)

    def _append(self, text: str) -> None:
        self._text.append(text)
        if self._in_link:
            self._linked += len(text.strip())

    def _flush(self) -> None:
        """End the line."""
        if self._text:
            text = _cleaned("".join(self._text))
            if text:
                text, self._marker = self._marker + text, ""
                self.items.append(Item(text, len(text), self._linked, self._links, self._heading))
            self._text.clear()
        self._linked = self._links = 0

    def _table(self, node: Node) -> None:
        """A table of figures is one block; one that only arranges the page is read as blocks."""
        self._flush()
        rows = rows_of(node)
        if rows.before:
            self._block(Node("div", {}, rows.before), "")
        if is_layout(node, rows):
            self._block(Node("table", {}, list(rows.cells())), "")
            return
        grid = lay(rows, self._read, self._allowance)
        self.items.append(Item(grid, node.chars, node.linked, node.links))

    def _read(self, cell: Node) -> list[Block]:
        """The blocks of a cell; most hold nothing but words."""
        if all(isinstance(child, str) for child in cell.children):
            return [_cleaned("".join(cast(list[str], cell.children)))]
        inner = Blocks(self._allowance, in_cell=True)
        inner.collect(cell)
        return [item.block for item in inner.items]


def _cleaned(text: str) -> str:
    """A line as a browser shows it: blanks run together, nothing invisible."""
    return _INVISIBLE.sub("", _SPACE.sub(" ", text)).strip(_BLANKS)


def _markers(node: Node) -> Iterator[str]:
    """The numbers that a browser prints before the items of an ordered list."""
    if node.tag != "ol" or _PLAIN_LIST.search(node.attributes.get("style", "")):
        return repeat("")
    first = node.attributes.get("start", "")
    start = int(first) if first.isascii() and first.isdigit() and len(first) < 6 else 1
    style = _LIST_STYLES.get(node.attributes.get("type", ""), "decimal")
    return (f"{written_number(n, style) or n}. " for n in count(start))


def _font_of(node: Node, outer: str) -> str:
    """The symbol font that an element sets, or nothing; else that of the element around it."""
    if not node.attributes:
        return outer
    found = _FONT.search(node.attributes.get("style", ""))
    name = found[1] if found else node.attributes.get("face")
    if name is None:
        return outer
    name = name.strip().lower()
    return name if name in FONTS else ""


def _shown(node: Node, in_cell: bool) -> str:
    """What an input shows: a check box anywhere, a value only in a table, where forms have it."""
    kind = node.attributes.get("type", "text").lower()
    if kind in {"checkbox", "radio"}:
        return "☑" if "checked" in node.attributes else "□"
    return node.attributes.get("value", "") if in_cell and kind in _TYPED else ""
