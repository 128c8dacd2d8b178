"""Elements of WordprocessingML by local name: transitional, strict and WPS files alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_OFF = frozenset({"0", "false", "off", "none"})
_WRAPPERS = frozenset({"sdtContent", "customXml", "smartTag", "ins", "moveTo"})


def local(node: _Element) -> str:
    """The local name; an empty one for what is no element."""
    tag = node.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def attribute(node: _Element, name: str) -> str | None:
    """An attribute in Word's namespace, transitional or strict."""
    for namespace in _NAMESPACES:
        value = node.get(namespace + name)
        if value is not None:
            return value
    return None


def child(node: _Element | None, *path: str) -> _Element | None:
    """The first child of that name, of the first child of that name …."""
    for name in path:
        if node is None:
            return None
        node = next(node.iterchildren("{*}" + name), None)
    return node


def value(node: _Element | None, *path: str) -> str | None:
    """The `w:val` of a child."""
    found = child(node, *path)
    return None if found is None else attribute(found, "val")


def whole(node: _Element | None, *path: str, default: int = 0) -> int:
    """The `w:val` of a child as a whole number."""
    text = value(node, *path)
    try:
        return default if text is None else int(text)
    except ValueError:
        return default


def switched_on(node: _Element | None, *path: str) -> bool:
    """Whether a toggle such as `w:vanish` is there and not set to off."""
    found = child(node, *path)
    return found is not None and (attribute(found, "val") or "1") not in _OFF


def parts(node: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, also those inside content controls."""
    for found in node:
        kind = local(found)
        if kind == name:
            yield found
        elif kind == "sdt" or kind in _WRAPPERS:
            yield from parts(found, name)


def alternative(node: _Element) -> _Element | None:
    """The branch of `mc:AlternateContent` to read: the first with words, else the first."""
    branches = [found for found in node if local(found) in {"Choice", "Fallback"}]
    with_words = (found for found in branches if any(local(n) == "t" for n in found.iter()))
    return next(with_words, branches[0] if branches else None)
