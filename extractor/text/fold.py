"""Fold printed variants of one character into the form that the rules read."""

from __future__ import annotations

import re
from functools import cache

from extractor.resources import built_in

_KEEP = "，；！？"
"""Full-width marks that stay: the clause comma must not meet the thousands comma."""


@cache
def _variants() -> tuple[re.Pattern[str], dict[str, str]]:
    """The variants with the form of each, and an expression that finds them.

    Few characters of a text are variants: to search for them is ten times faster than to
    look every character up.
    """
    forms = {
        chr(0xFF01 + i): chr(0x21 + i) for i in range(0x5E) if chr(0xFF01 + i) not in _KEEP
    }
    forms |= dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u202f\t", " ")
    # private-use characters mark figures for the rules (`library.mask`); printed ones say nothing
    forms |= dict.fromkeys(map(chr, range(0xE000, 0xE010)), "□")
    data = built_in("fold.yaml")
    forms |= {p[0]: p[1] for p in (data["punctuation"] + " " + data["traditional"]).split() if len(p) == 2}
    forms[";"] = "；"  # one form for both: a clause ends here
    return re.compile(f"[{re.escape(''.join(forms))}]"), forms


# a comma is a thousands comma only between digits and before exactly three of them; both
# expressions begin with their sign, because that is what can be searched for fast
_CLAUSE_COMMA = re.compile(r",(?:(?<!\d,)|(?!\d{3}(?!\d))|(?<=\d{4},))")
_FULL_STOP = re.compile(
    r"\.(?<=[\u4e00-\u9fff%)]\.)(?<![一二三四五六七八九十]\.)(?=\s|$|[\u4e00-\u9fff])"
)


def fold(printed: str) -> str:
    """Fold a text character for character: the result has the same length."""
    variant, forms = _variants()
    folded = variant.sub(lambda match: forms[match[0]], printed)
    folded = _CLAUSE_COMMA.sub("，", folded)
    return _FULL_STOP.sub("。", folded)
