"""Join printed lines into paragraphs; every kept character remembers where it was printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from extractor.model import Document, Heading, Line, Paragraph, Text
from extractor.model.document import outline
from extractor.model.text import chains_of
from extractor.text.fold import fold
from extractor.text.headings import DIGIT, MARK_STARTS, mark, title_end

_BLANKS = " \u3000\u00a0\u2002\u2003\u2009\u202f\t"
_TERMINAL = "。；;：:！!？?”\"…"
_UNFINISHED = "，,、"
# the first character stands alone: that is what can be searched for fast
_SPACED_OUT = re.compile(r"[\d.,，](?<![\d.].) (?:[\d.,，] )+[\d.,%](?![\d.])")
_FIELD = re.compile(r"[\u4e00-\u9fff()]{2,14}:")
_RUN = re.compile(r"[^\x00-\x20\u3000\u00a0\u2002\u2003\u2009\u202f]+")
_BLANK = re.compile(r"[\x00-\x20\u3000\u00a0\u2002\u2003\u2009\u202f]")
_GOES_ON = re.compile(r"[.．]?[\d０-９]+(?:[.．,，][\d０-９]+)*(?:[%％‰万亿元]|个百分点|[人名个项公平亩分])|[%％‰万亿]")
"""The rest of a figure with its unit: no number of a heading or of a list."""
_HEAD = 24
_OPENING = MARK_STARTS | {" "}
_WRAP_LIMIT = 62
"""Wider lines than this (in full-width characters) are whole paragraphs, not wrapped print."""


_LEAST_CUT = 16
"""Lines of as many characters as each other, but fewer than this, are cells or a list."""


class _Shape(NamedTuple):
    """What the layout says of a line: its blanks before and after, in ems."""

    indent: float
    short: float
    width: float


def reflow(document: Document) -> Text:
    """Reflow the body lines of a document.

    Lines are joined over line and page ends; blanks that only the layout put there are
    dropped; running heads and page numbers (`Line.role`) are left out.
    """
    lines = tuple([
        line
        for page in document.pages
        for line in page.lines
        if line.role == "body" and line.text.strip(_BLANKS)
    ])
    builder = Builder(lines)
    wrapped, shapes = _aligned_shapes(lines)
    for index, line in enumerate(lines):
        head = line.text.lstrip(_BLANKS)[:_HEAD]
        marked = head[0] in MARK_STARTS
        if marked or "：" in head or ":" in head:
            head = fold(head)  # only here can a mark or a field name begin
        before = lines[index - 1]
        above, shape = shapes[index - 1], shapes[index]
        if wrapped and above and shape:
            ends = _breaks(before, above, head, shape, builder.lines_in)
        else:
            ends = before.text.rstrip(_BLANKS)[-1] not in _UNFINISHED and not _in_figure(before, line)
        if index and (ends or (marked and mark(head))):
            builder.end_paragraph()
        builder.add(index)
    return builder.finish()


def _in_figure(before: Line, line: Line) -> bool:
    """Whether a line of running text breaks off inside a figure (…变为3 / 218.13万元)."""
    end, head = before.text.rstrip(_BLANKS), line.text.lstrip(_BLANKS)
    if not (end[-1].isdigit() or (end[-1] in ".．" and end[-2:-1].isdigit())):
        return False
    return len(end) > _HEAD and "，" in end and bool(_GOES_ON.match(head))


def _width(text: str) -> float:
    return sum(0.5 if c < "\u2000" else 1.0 for c in text)


def _aligned_shapes(lines: tuple[Line, ...]) -> tuple[bool, Sequence[_Shape | None]]:
    """The shape of each line; among printed lines, a paragraph or a cell of its own has none."""
    printed = tuple([line for line in lines if not line.spots])
    if len(printed) in (0, len(lines)):
        return _shapes(lines)
    wrapped, shapes = _shapes(printed)
    following = iter(shapes)
    return wrapped, [None if line.spots else next(following) for line in lines]


def _shapes(lines: tuple[Line, ...]) -> tuple[bool, list[_Shape]]:
    """Indents and right gaps, from glyph boxes or from character widths."""
    if not lines:
        return True, []
    if all(line.boxes is not None for line in lines):
        return True, _box_shapes(lines)
    widths = [_width(line.text.rstrip(_BLANKS)) for line in lines]
    full = sorted(widths)[int(len(widths) * 0.95)] if len(widths) > 1 else widths[0]
    near = sum(full - 3 <= w <= full for w in widths) / len(widths)
    counts = [float(len(line.text.rstrip(_BLANKS))) for line in lines]
    most, times = Counter(counts).most_common(1)[0]
    same = sum(most - 1 <= n <= most for n in counts) / len(counts)
    if same > near and times > 2 and most >= _LEAST_CUT:  # cut after so many characters, wide and narrow alike
        widths, full, near = counts, most, same
    # formats that mark paragraphs hold wrapped print only where somebody pasted it
    marked = all(line.spots for line in lines)
    share, few = (0.5, 8) if marked else (0.25, 3)
    wrapped = full <= _WRAP_LIMIT and near >= share and len(lines) > few
    shapes = []
    for line, width in zip(lines, widths, strict=True):
        indent = _width(line.text[: len(line.text) - len(line.text.lstrip(_BLANKS))])
        shapes.append(_Shape(indent, full - width, width - indent))
    return wrapped, shapes


def _box_shapes(lines: tuple[Line, ...]) -> list[_Shape]:
    lefts, rights, heights = zip(
        *[outline(line.boxes) for line in lines if line.boxes is not None], strict=True
    )
    em = median(heights) or 1.0
    left = sorted(lefts)[len(lefts) // 10]
    right = sorted(rights)[int(len(rights) * 0.9)]
    return [
        _Shape((x0 - left) / em, (right - x1) / em, (x1 - x0) / em)
        for x0, x1 in zip(lefts, rights, strict=True)
    ]


def _breaks(before: Line, shape: _Shape, head: str, following: _Shape, lines_in: int) -> bool:
    """Whether a paragraph ends between two lines.

    `head` begins the second line, folded; `lines_in` counts the lines of the paragraph so far.
    """
    if shape.short > 2.5 and _FIELD.match(head):
        return True  # 填报时间：… on a cover
    end = before.text.rstrip(_BLANKS)[-1]
    ends = end in _TERMINAL
    if shape.short > 1.5 and not ends and _is_title(fold(before.text.strip(_BLANKS))):
        return True  # a heading line that does not fill the measure is complete
    if following.indent >= 1.2 and following.indent < 6:
        return ends or shape.short > 1.5
    if shape.short > 2.5:
        # a short line alone is a title; one after full lines is odd wrapping (a single 于)
        return ends or (lines_in == 1 and shape.short > 0.45 * (shape.short + shape.width))
    return False


def _is_title(line: str) -> bool:
    """Whether a whole line is a numbered title, and not the first line of a sentence."""
    found = mark(line)
    if not found or title_end(line, found[2]) != len(line):
        return False
    return ":" not in line[:-1] and not DIGIT.search(line[found[2] :])


class Builder:
    """Collects words, origins, paragraphs and headings."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        self.lines = lines
        self.words: list[str] = []
        self.origin_line: list[int] = []
        self.origin_char: list[int] = []
        self.spans: list[tuple[int, int]] = []
        self.start = 0
        self.lines_in = 0
        self.last = ""
        """The last character of the paragraph so far."""

    def add(self, index: int) -> None:
        """Append one line to the current paragraph."""
        self.lines_in += 1
        text = self.lines[index].text
        if self.last.isascii() and self.last.isalpha():
            head = text.lstrip(_BLANKS)
            if head and head[0].isascii() and head[0].isalpha():
                self._keep(" ", index, 0)
        if not _BLANK.search(text):
            self._keep(text, index, 0)
            return
        spaced = _spaced_out(text)
        position = 0
        for run in _RUN.finditer(text):
            start = run.start()
            if position and start - 1 not in spaced and _separates(self.last, text[start]):
                self._keep(" ", index, start - 1)
            self._keep(run[0], index, start)
            position = run.end()

    def keep_apart(self, index: int) -> None:
        """Set the last figure of the paragraph and one that begins a line apart by a blank."""
        head = self.lines[index].text.lstrip(_BLANKS)
        if self.last.isdigit() and head[:1].isdigit():
            self._keep(" ", index, 0)

    def _keep(self, words: str, line: int, position: int) -> None:
        """Append what stands in a line from a position on."""
        self.words.append(words)
        self.origin_line += [line] * len(words)
        self.origin_char += range(position, position + len(words))
        self.last = words[-1]

    @property
    def length(self) -> int:
        """Characters kept so far."""
        return len(self.origin_line)

    def end_paragraph(self) -> None:
        """Close the current paragraph with a newline."""
        self.lines_in = 0
        end = len(self.origin_line)
        if end == self.start:
            return
        self.spans.append((self.start, end))
        self._keep("\n", self.origin_line[-1], self.origin_char[-1])
        self.start = end + 1
        self.last = ""

    def finish(self, *, headed: bool = True) -> Text:
        """Fold the text and, in running text (`headed`), find headings."""
        self.end_paragraph()
        printed = "".join(self.words)
        folded = fold(printed)
        headings: list[Heading] = []
        paragraphs: list[Paragraph] = []
        for start, end in self.spans:
            found = mark(folded[start:end]) if headed and folded[start] in _OPENING else None
            title = title_end(folded[start:end], found[2]) if found else None
            if found and title:
                headings.append(
                    Heading(
                        found[0], found[1], printed[start + found[2] : start + title],
                        start, start + title,
                    )
                )  # fmt: skip
            paragraphs.append(Paragraph(start, end, len(headings) - 1))
        return Text(
            printed=printed,
            folded=folded,
            lines=self.lines,
            origin_line=self.origin_line,
            origin_char=self.origin_char,
            paragraphs=tuple(paragraphs),
            headings=tuple(headings),
            starts=tuple(p.start for p in paragraphs),
            chains=chains_of(headings),
        )


def _spaced_out(text: str) -> set[int]:
    """Positions of the blanks in digits set apart (9 0 . 3 8)."""
    if " " not in text:
        return set()
    return {i for m in _SPACED_OUT.finditer(text) for i in range(m.start(), m.end())}


def _separates(left: str, right: str) -> bool:
    """Whether a blank between two characters carries meaning."""
    if not (left.isascii() and right.isascii()):
        return False
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())
