"""Parse HTML into a small tree of what a reader sees; libxml2 builds no tree of its own.

With a tree of libxml2's own, a tag with a million attributes takes quadratic time and tags
nested 256 deep end the document; as events both cost nothing.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

MAX_DEPTH = 120
"""Deeper elements are read as if they stood at this depth; pages that forget to close tags
reach some dozens."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
     "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
     "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
     "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)  # fmt: skip
"""Elements that begin and end a line."""

_OPEN = 2000
"""So many elements open at once end the page: libxml2 looks through all of them for each end
tag that fits none."""

_TEXTS = 4
"""Pieces of text an element may have on average: each `&` or stray `<` begins one."""

_NEVER_SHOWN = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "meta", "link", "base", "svg",
     "iframe", "frame", "frameset", "noframes", "object", "embed", "applet", "audio", "video",
     "canvas", "map", "select", "datalist", "button", "del", "rt", "rp"}
)  # fmt: skip
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE
)


@dataclass(slots=True)
class Node:
    """One element; `chars`, `linked`, `links` and `tables` count what stands inside it."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Node | str] = field(default_factory=list)
    chars: int = 0
    linked: int = 0
    links: int = 0
    tables: int = 0


@dataclass(slots=True)
class Tree:
    """The shown elements of a page, the characters that its styles hide, and what was left out."""

    root: Node
    hidden: int
    cut: bool


class _Builder:
    """The target of the parser: keeps what is shown and counts what is hidden."""

    def __init__(self, max_elements: int) -> None:
        self.root = Node("html", {})
        self.hidden = 0
        self.full = False
        self._open = [self.root]
        self._left = max_elements
        self._left_of_text = _TEXTS * max_elements
        self._deeper = 0
        self._unseen = 0
        self._hides = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element; every start has its end, also where the page forgot it."""
        self._left -= 1
        self.full = self.full or self._left < 0 or self._deeper + self._unseen > _OPEN
        if self.full or self._unseen:
            self._unseen += 1
        elif tag in _NEVER_SHOWN:
            self._unseen, self._hides = 1, False
        elif is_hidden(attributes):
            self._unseen, self._hides = 1, True
        elif len(self._open) > MAX_DEPTH:
            self._deeper += 1
            self._break_line(tag)
        else:
            node = Node(tag, attributes)
            self._open[-1].children.append(node)
            self._open.append(node)

    def end(self, tag: str) -> None:
        """Close the innermost element and add its counts to those around it."""
        if self._unseen:
            self._unseen -= 1
        elif self._deeper:
            self._deeper -= 1
            self._break_line(tag)
        elif len(self._open) > 1:
            node = self._open.pop()
            if node.tag == "a" and not node.attributes.get("href", "#").startswith("#"):
                node.linked, node.links = node.chars, 1
            around = self._open[-1]
            around.chars += node.chars
            around.linked += node.linked
            around.links += node.links
            around.tables += node.tables + (node.tag == "table")

    def _break_line(self, tag: str) -> None:
        """Keep the lines of elements that are too deep for a node of their own apart."""
        if tag in BLOCKS or tag == "br":
            self._open[-1].children.append(Node("br", {}))

    def data(self, text: str) -> None:
        """Add text to the innermost element."""
        self._left_of_text -= 1
        if not self._unseen and self._left_of_text > 0:
            self._open[-1].children.append(text)
            self._open[-1].chars += len(text.strip())
        elif self._hides:
            self.hidden += len(text.strip())
        self.full = self.full or self._left_of_text <= 0

    def close(self) -> Node:
        """Finish; elements left open are closed."""
        while len(self._open) > 1:
            self.end("")
        return self.root


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether an element says itself that it is not shown."""
    if not attributes:
        return False
    return "hidden" in attributes or bool(_HIDING.search(attributes.get("style", "")))


class _Input:
    """The page as a file that ends early once the builder is full: no exception stops libxml2."""

    def __init__(self, text: str, builder: _Builder) -> None:
        self._file = io.BytesIO(text.encode("utf-8", "replace"))
        self._builder = builder

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        return b"" if self._builder.full else self._file.read(size)


def parse_html(text: str, max_elements: int) -> Tree:
    """Parse a page; nothing in it is loaded, and what is too large ends the tree early."""
    from lxml import etree

    builder = _Builder(max_elements)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, recover=True,
        target=cast(Any, builder),  # it takes no comments, which the stubs ask for
    )  # fmt: skip
    cut = text.count("</") > max_elements
    if cut:  # end tags that fit no element are no events, but take time all the same
        text = "</".join(text.split("</", max_elements)[:max_elements])
    # a page without any element is no error
    with contextlib.suppress(etree.ParseError, ValueError):
        etree.parse(cast(Any, _Input(text, builder)), parser)
    cut = cut or any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return Tree(builder.close(), builder.hidden, cut or builder.full)
