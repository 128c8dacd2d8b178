"""A lost table as a stream of cells, each with the kind of thing that it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from extractor.library.headers import Headers, bare_label
from extractor.model import Box, Line
from extractor.model.document import around
from extractor.numbers import QUANTITY_KINDS, scan
from extractor.text import fold

Kind = Literal["level1", "level2", "cost", "number", "quantity", "blank", "total", "text"]

_GAP = re.compile(r"\s{2,}|\t|\u3000+")
_LEVEL1 = re.compile(r"(?:产出|效益|效果|满意度)指标")
_LEVEL2 = re.compile(r"(?:数量|质量|时效|(?:经济|社会|生态)效益|可持续影响|服务对象满意度"
                     r"|(?:经济|社会|生态环境)成本)指标")  # fmt: skip
_NEXT_FIELD = re.compile(r"[ \u3000]([^\s:：]{2,12})[:：]")
_WORDS_BEFORE = re.compile(r"[\u4e00-\u9fff]{2}")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell of the stream: its words (folded, without blanks), its kind, where it stands."""

    text: str
    words: str
    kind: Kind
    line: int
    ref: str
    parts: tuple[tuple[int, Box], ...]


def stream(lines: Sequence[Line], headers: Headers) -> list[Piece]:
    """The cells of lines: a line is one cell, or several where blanks set them apart."""
    pieces: list[Piece] = []
    for number, line in enumerate(lines):
        for start, end in _cells(line.text, headers):
            text = line.text[start:end]
            words = "".join(fold(text).split())
            pieces.append(
                Piece(text, words, kind_of(words, headers), number, _ref(line), _parts(line, start, end))
            )
    return pieces


def _cells(text: str, headers: Headers) -> list[tuple[int, int]]:
    """Spans of the cells of a line.

    Wide gaps always set cells apart; single blanks only in a line whose parts are figures or
    header words, for they also stand inside words (年 度 总 体 目 标).
    """
    gaps = [m.span() for m in _GAP.finditer(text.strip())]
    if not gaps and " " in text.strip():
        parts = text.split()
        known = sum(
            bool(_NUMBER.fullmatch(p)) or headers.role("indicator", fold(p)) is not None for p in parts
        )
        if known >= 2 and all(len(p) > 1 or p.isdigit() for p in parts):
            return [m.span() for m in re.finditer(r"\S+", text)]
    spans = [m.span() for m in re.finditer(r"\S+(?: \S+)*", text)]
    return [piece for start, end in spans for piece in _fields(text, start, end, headers)]


def _fields(text: str, start: int, end: int, headers: Headers) -> list[tuple[int, int]]:
    """Cut where a blank stands before another field (填报单位：… 填报日期：…)."""
    cuts = [start]
    cuts += [
        m.start(1) for m in _NEXT_FIELD.finditer(text, start, end) if headers.field(fold(m[1]))
    ]
    return [
        (a, b if b == end else b - (len(text[a:b]) - len(text[a:b].rstrip())))
        for a, b in pairwise([*cuts, end])
    ]


def kind_of(words: str, headers: Headers) -> Kind:
    """What a cell holds."""
    if headers.is_blank(words):
        return "blank"
    if headers.is_total(words):
        return "total"
    label = bare_label(words)
    if label == "成本指标":
        return "cost"
    if _LEVEL1.fullmatch(label):
        return "level1"
    if _LEVEL2.fullmatch(label):
        return "level2"
    if _NUMBER.fullmatch(words):
        return "number"
    tokens = [t for t in scan(words) if t.kind in QUANTITY_KINDS]
    if len(tokens) != 1 or tokens[0].end - tokens[0].start < len(words) - 2:
        return "text"
    # 返工3处 says what was done: a reason or a name, no value
    return "text" if _WORDS_BEFORE.search(words[: tokens[0].start]) else "quantity"


def _ref(line: Line) -> str:
    if line.spots:
        return line.spots[0].ref
    return f"第{line.number}行" if line.page is None else f"第{line.page}页"


def _parts(line: Line, start: int, end: int) -> tuple[tuple[int, Box], ...]:
    if line.page is None or not line.boxes:
        return ()
    return ((line.page, around(line.boxes, start, end - 1)),)
