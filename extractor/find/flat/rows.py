"""Read a stream of cells as rows of indicators, by what each column can hold."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.find.flat.stream import Kind, Piece

Row = list[Piece | None]
"""The cells of a row by column, None where one is empty."""

_HOLDS: dict[str, frozenset[Kind]] = {
    "level1": frozenset({"level1", "cost"}),
    "level2": frozenset({"level2", "cost"}),
    "name": frozenset({"text"}),
    "property": frozenset({"text", "quantity", "blank"}),
    "target": frozenset({"text", "quantity", "number"}),
    "initial_target": frozenset({"text", "quantity", "number"}),
    "unit": frozenset({"text", "blank"}),
    "actual": frozenset({"text", "quantity", "number", "blank"}),
    "midyear": frozenset({"text", "quantity", "number", "blank"}),
    "completion_rate": frozenset({"quantity", "number", "blank"}),
    "weight": frozenset({"number", "quantity"}),
    "score": frozenset({"number", "quantity"}),
    "audited_score": frozenset({"number", "blank"}),
    "reason": frozenset({"text", "blank"}),
    "improvement": frozenset({"text", "blank"}),
    "rule": frozenset({"text", "blank"}),
}
_MAY_LACK = frozenset({"level1", "level2", "reason", "improvement", "rule", "unit"})
_WORDS = frozenset({"level1", "level2", "reason", "improvement", "rule"})
"""Roles whose cells hold words: which of them a word belongs to moves no figure."""

Cut = tuple[int | None, ...]
"""One row: for each role the index of its cell, or None."""


def parse_rows(pieces: Sequence[Piece], roles: Sequence[str]) -> tuple[list[Row], int] | None:
    """Rows of cells under their roles, and how many cells they took.

    Of all ways to cut the stream the one that takes the most cells is meant; if two take as
    many, it is not known which column is empty, and nothing is read.
    """
    stop = next((i for i, p in enumerate(pieces) if p.kind == "total"), len(pieces))
    # best[i]: most cells taken from i on, in how many ways, and the row that begins there
    best: list[tuple[int, int, Cut | None]] = [(0, 1, None)] * (stop + 1)
    for start in range(stop - 1, -1, -1):
        options: dict[int, dict[Cut, Cut]] = {}
        for cut in _cuts(pieces, start, stop, roles, 0):
            figures = tuple(i for i, r in zip(cut, roles, strict=True) if r not in _WORDS)
            total = _used(cut) + best[start + _used(cut)][0]
            options.setdefault(total, {}).setdefault((*figures, _used(cut)), cut)
        if options:
            cuts = list(options[max(options)].values())
            ways = sum(best[start + _used(c)][1] for c in cuts)
            best[start] = (max(options), min(ways, 2), cuts[0])
    if not stop or best[0][2] is None or best[0][1] != 1:
        return None
    rows: list[Row] = []
    position = 0
    while (row := best[position][2]) is not None:
        rows.append([pieces[i] if i is not None else None for i in row])
        position += _used(row)
    if position == stop < len(pieces):
        tail = _total(pieces[stop:], roles)
        rows.append(tail[0])
        position += tail[1]
    return rows, position


def _used(cut: Cut) -> int:
    return sum(i is not None for i in cut)


def _cuts(
    pieces: Sequence[Piece], position: int, stop: int, roles: Sequence[str], role: int
) -> list[Cut]:
    """All rows that can begin at a position."""
    if role == len(roles):
        return [()]
    found: list[Cut] = []
    name = roles[role]
    fits = position < stop and pieces[position].kind in _HOLDS[name]
    if fits and name == "level1" and pieces[position].kind == "cost":
        # 成本指标 alone is a level-2 axis of 产出指标; over 经济成本指标 … it is of level 1
        fits = position + 1 < stop and pieces[position + 1].kind in {"level2", "cost"}
    if fits:
        found += [(position, *rest) for rest in _cuts(pieces, position + 1, stop, roles, role + 1)]
    if name in _MAY_LACK:
        found += [(None, *rest) for rest in _cuts(pieces, position, stop, roles, role + 1)]
    return found


def _total(pieces: Sequence[Piece], roles: Sequence[str]) -> tuple[Row, int]:
    """The total row: its figures under points and score, a grade behind them."""
    figures = []
    used = 1
    while used < len(pieces) and used < 4 and pieces[used].kind in {"number", "quantity", "blank"}:
        if pieces[used].kind != "blank":
            figures.append(pieces[used])
        used += 1
    row: Row = [None] * (len(roles) + 1)
    row[0] = pieces[0]
    names = ["weight", "score"] if len(figures) > 1 else ["score"]
    for piece, name in zip(figures, names, strict=False):
        if name in roles:
            row[list(roles).index(name)] = piece
    if used < len(pieces) and pieces[used].words in {"优", "良", "中", "差"}:
        row[len(roles)] = pieces[used]
        used += 1
    return row, used
