"""The text of one Word paragraph as printed: runs, fields, symbols, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.reading.docx_xml import (
    alternative,
    attribute,
    child,
    local,
    switched_on,
    value,
    whole,
)
from extractor.reading.symbols import FONTS, drawn, raised, symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEFT_OUT = frozenset(
    {"pPr", "del", "moveFrom", "rt", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText"}
)
"""What Word does not print: properties, deleted text, ruby, the instructions of fields."""

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c]")
_SPACES = " \t\r\n"
_MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_CHECKED, _UNCHECKED = "☑", "□"
_CONTENTS = re.compile(r"PAGEREF\s+_Toc")
_INSTRUCTION, _RESULT = "instruction", "result"
_SYMBOL_FONTS = frozenset(FONTS)


class Words:
    """Reads paragraph after paragraph; a field may begin in one and end in another."""

    def __init__(self) -> None:
        self._fields: list[str] = []
        self._out: list[str] = []
        self._boxes: list[_Element] = []
        self._in_run: dict[str, Callable[[_Element], None]] = {
            "t": self._text,
            "tab": lambda _: self._put(" "),
            "ptab": lambda _: self._put(" "),
            "br": lambda _: self._put("\n"),
            "cr": lambda _: self._put("\n"),
            "noBreakHyphen": lambda _: self._put("-"),
            "sym": self._symbol,
            "fldChar": self._field,
            "drawing": self._find_boxes,
            "pict": self._find_boxes,
            "object": self._find_boxes,
            "AlternateContent": self._find_boxes,
            "ruby": self._walk,
            "instrText": self._instruction,
        }
        self.of_contents = False
        """Whether the paragraph read last is an entry of the list of contents."""

        self._font, self._raised = "", False

    def read(self, paragraph: _Element) -> tuple[str, list[_Element]]:
        """The text, with a newline where a line is broken, and the text boxes anchored here."""
        self._out, self._boxes, self.of_contents = [], [], False
        self._walk(paragraph)
        # a field that never came to its result would swallow the rest of the document
        self._fields = [state for state in self._fields if state == _RESULT]
        return _INVISIBLE.sub("", "".join(self._out)), self._boxes

    def _put(self, text: str) -> None:
        if _INSTRUCTION not in self._fields:
            self._out.append(text)

    def _walk(self, node: _Element) -> None:
        for found in node:
            kind = local(found)
            if kind == "r":
                self._run(found)
            elif kind == "sdt":
                # a prompt such as 单击此处输入文字 is not an answer
                if not switched_on(found, "sdtPr", "showingPlcHdr"):
                    self._walk(found)
            elif kind == "AlternateContent":
                branch = alternative(found)
                if branch is not None:
                    self._walk(branch)
            elif kind == "oMath":
                self._put(_formula(found))
            elif kind not in _LEFT_OUT:
                self._walk(found)

    def _run(self, run: _Element) -> None:
        self._font, self._raised = "", False
        for node in run:
            kind = local(node)
            if kind == "rPr":
                if switched_on(node, "vanish"):
                    return
                self._raised = value(node, "vertAlign") == "superscript"
                fonts = child(node, "rFonts")
                if fonts is not None:
                    self._font = (attribute(fonts, "ascii") or "").lower()
            elif kind in self._in_run:
                self._in_run[kind](node)

    def _text(self, node: _Element) -> None:
        text = node.text or ""
        if node.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            text = text.strip(_SPACES)
        text = _BREAKS.sub(" ", text)
        if self._raised:
            text = raised(text)
        if self._font in _SYMBOL_FONTS or not (text.isascii() or text.isprintable()):
            text = drawn(text, self._font)
        self._put(text)

    def _symbol(self, node: _Element) -> None:
        try:
            code = int(attribute(node, "char") or "", 16)
        except ValueError:
            return
        self._put(symbol(attribute(node, "font") or "", code))

    def _instruction(self, node: _Element) -> None:
        self.of_contents = self.of_contents or bool(_CONTENTS.search(node.text or ""))

    def _field(self, node: _Element) -> None:
        """Follow a field through its marks; only its result is printed."""
        kind = attribute(node, "fldCharType")
        if kind == "begin":
            data = child(node, "ffData")
            if data is not None:
                self._put(_form_field(data))
            self._fields.append(_INSTRUCTION)
        elif kind == "separate" and self._fields:
            self._fields[-1] = _RESULT
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _find_boxes(self, node: _Element) -> None:
        """Note the text boxes of a drawing; of two versions of it, one."""
        kind = local(node)
        if kind == "txbxContent":
            self._boxes.append(node)
        elif kind == "AlternateContent":
            branch = alternative(node)
            if branch is not None:
                self._find_boxes(branch)
        elif kind == "t":  # a run may hold a branch with plain text
            self._text(node)
        else:
            for found in node:
                self._find_boxes(found)


def _form_field(data: _Element) -> str:
    """What an old form field shows where it has no result text of its own."""
    box = child(data, "checkBox")
    if box is not None:
        name = "checked" if child(box, "checked") is not None else "default"
        return _CHECKED if switched_on(box, name) else _UNCHECKED
    choices = child(data, "ddList")
    if choices is not None:
        entries = [attribute(n, "val") or "" for n in choices if local(n) == "listEntry"]
        chosen = whole(choices, "result", default=whole(choices, "default"))
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    return ""


def _formula(node: _Element) -> str:
    """A formula on one line: fractions with a stroke, brackets as printed."""
    kind = local(node)
    if kind == "t":
        return node.text or ""
    if kind == "f":
        return "/".join(
            _formula(part) for name in ("num", "den") if (part := child(node, name)) is not None
        )
    if kind == "d":
        opening = _bracket(node, "begChr", "(")
        closing = _bracket(node, "endChr", ")")
        return opening + "".join(map(_formula, node)) + closing
    if kind == "sup":
        return raised("".join(map(_formula, node)))
    return "".join(map(_formula, node)) if not kind.endswith("Pr") else ""


def _bracket(node: _Element, name: str, default: str) -> str:
    sign = child(node, "dPr", name)
    if sign is None:
        return default
    found = (sign.get(f"{{{namespace}}}val") for namespace in _MATH)
    return next((text for text in found if text is not None), default)
