"""Characters drawn in a symbol font, as Word and its web pages do: check boxes, operators."""

from __future__ import annotations

import re

_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x74: "◆",
    0x75: "◆", 0x76: "❖", 0x77: "◆", 0x78: "☒", 0x9E: "·", 0x9F: "•", 0xA0: "●", 0xA1: "○",
    0xA2: "○", 0xA3: "○", 0xA4: "◉", 0xA6: "○", 0xA7: "■", 0xA8: "□", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
} | {0x81 + i: chr(ord("①") + i) for i in range(10)} | {
    0x8C + i: chr(ord("①") + i) for i in range(10)
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA2: "■",
    0xA3: "□",
} | {0x6A + i: chr(ord("①") + i) for i in range(10)}  # fmt: skip
_SYMBOL = {
    0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBE: "—", 0xE5: "∑",
} | {code: chr(code) for code in b"0123456789%()+,./:;<=>"}  # fmt: skip
_WEBDINGS = {0x61: "✓", 0x63: "□", 0x67: "■", 0x72: "✗"}

FONTS: dict[str, dict[int, str]] = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "symbol": _SYMBOL,
    "webdings": _WEBDINGS,
}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def symbol(font: str, code: int) -> str:
    """The character that a font draws for a code; U+FFFD when nobody can tell."""
    drawn = FONTS.get(font.lower(), {}).get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code)
    if drawn:
        return drawn
    if 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or not 0x20 <= code <= 0x10FFFF:
        return "\ufffd"
    return chr(code)


def drawn(text: str, font: str) -> str:
    """A text as a symbol font draws it; letters the font's table does not have stay."""
    table = FONTS.get(font.lower())
    if table:
        text = "".join(table.get(ord(c), c) if c < "\u0100" else c for c in text)
    return _PRIVATE.sub(lambda match: symbol(font, ord(match[0])), text)


def raised(text: str) -> str:
    """Digits set as superscript, in characters of their own: 63.30 with note 1 is not 63.301."""
    return text.translate(_RAISED)
