"""Rebuild the tables of a form from its stream of cells, where that can be done in one way only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.find.flat.glued import split_glued
from extractor.find.flat.rows import Row, parse_rows
from extractor.find.flat.stream import Piece, stream
from extractor.library.headers import Headers
from extractor.model import Cell, Line, Table

_MEASURES = ("initial", "adjusted", "executed", "last_year", "received")
_VALUES = {"target", "actual", "weight", "score", "completion_rate"}
_LONGEST_HEADER = 24
_SURE = 4
"""So many header words in a row are a header, whatever follows."""


def rebuild(lines: Sequence[Line], headers: Headers, number: int) -> tuple[list[Table], set[int]]:
    """Tables found in lines, numbered from `number`, and the indices of the lines they took."""
    pieces = stream(lines, headers)
    tables: list[Table] = []
    taken: set[int] = set()
    position = 0
    while position < len(pieces):
        block = (
            _amounts(pieces, position, headers)
            or _indicators(pieces, position, headers)
            or _goals(pieces, position, headers)
            or _fields(pieces, position, headers)
        )
        if block is None:
            position += 1
            continue
        rows, end = block
        table = _table(rows, number + len(tables))
        tables.append(table)
        taken |= {piece.line for piece in pieces[position:end]}
        position = end
    return tables, taken


def _header(pieces: Sequence[Piece], start: int, kind: str, headers: Headers) -> list[str]:
    """The roles of the header cells that stand one after the other from `start`."""
    roles: list[str] = []
    for piece in pieces[start:]:
        found = headers.role(kind, piece.words) if len(piece.words) <= _LONGEST_HEADER else None
        if found is None or piece.kind not in {"text", "total"} or found[0] in roles:
            break
        roles.append(found[0])
    return roles


def _amounts(
    pieces: Sequence[Piece], start: int, headers: Headers
) -> tuple[list[Row], int] | None:
    """Header cells of amounts, then a label and its figures again and again."""
    roles = _header(pieces, start, "amount", headers)
    if sum(r in _MEASURES for r in roles) + ("execution_rate" in roles) < 2 or roles[0] not in _MEASURES:
        return None
    position = start + len(roles)
    before = pieces[start - 1] if start and headers.unit(pieces[start - 1].words) else None
    rows: list[Row] = [[before, *pieces[start:position]]]
    while position < len(pieces):
        label = pieces[position]
        if headers.subject(label.words) is None:
            glued = _glued_label(label, roles, headers)
            if glued is None:
                break
            rows.append(glued)
            position += 1
            continue
        end = position + 1
        while end < len(pieces) and pieces[end].kind in {"number", "quantity", "blank"}:
            end += 1
        values = pieces[position + 1 : end]
        # figures that cannot be told apart stand beside the columns, where nothing reads them
        row = _assigned(values, roles) or [*([None] * len(roles)), *values]
        rows.append([label, *row])
        position = end
    return (rows, position) if len(rows) > 1 else None


def _glued_label(
    piece: Piece, roles: list[str], headers: Headers
) -> Row | None:
    """年度资金总额64.864.864.8100%: label and figures in one cell."""
    cut = next((i for i, c in enumerate(piece.words) if c.isdigit()), 0)
    if not cut or headers.subject(piece.words[:cut]) is None:
        return None
    parts = split_glued(piece.words[cut:], roles)
    return [replace(piece, text=p, words=p) for p in (piece.words[:cut], *parts)] if parts else None


def _assigned(values: Sequence[Piece], roles: list[str]) -> Row | None:
    """Figures under their columns; None where it cannot be told which column is empty."""
    if len(values) == len(roles):
        return list(values)
    if len(values) == 1 and (parts := split_glued(values[0].words, roles)):
        return [replace(values[0], text=part, words=part) for part in parts]
    measures = [i for i, role in enumerate(roles) if role in _MEASURES]
    # 0 0 0 — —: one of the cells after the amounts is lost, and all of them are blank
    told = [v for v in values if v.kind != "blank"]
    if values[: len(told)] == told:
        values = told
    if len(values) == len(measures) and measures == list(range(len(measures))):
        return [*values, *([None] * (len(roles) - len(values)))]
    return None


def _indicators(
    pieces: Sequence[Piece], start: int, headers: Headers
) -> tuple[list[Row], int] | None:
    """Header cells of indicators, then row after row until the total."""
    roles = _header(pieces, start, "indicator", headers)
    if not {"name", "level1"} & set(roles) or len(_VALUES & set(roles)) < 2:
        return None
    position = start + len(roles)
    found = parse_rows(pieces[position:], roles)
    if found is None:
        return _unread(pieces, start, headers) if len(roles) >= _SURE else None
    rows, used = found
    header: Row = list(pieces[start:position])
    return [header, *rows], position + used


def _unread(pieces: Sequence[Piece], start: int, headers: Headers) -> tuple[list[Row], int]:
    """A block of indicators that can be cut in several ways: kept as cells, read as nothing."""
    end = start + 1
    while end < len(pieces) and len(_header(pieces, end, "amount", headers)) < 2:
        end += 1
    return [[None, piece] for piece in pieces[start:end]], end


def _goals(
    pieces: Sequence[Piece], start: int, headers: Headers
) -> tuple[list[Row], int] | None:
    """预期目标, 实际完成情况 and the two texts after them."""
    roles = _header(pieces, start, "goal", headers)
    texts = pieces[start + 2 : start + 4]
    if set(roles) != {"expected", "actual"} or [p.kind for p in texts] != ["text", "text"]:
        return None
    return [list(pieces[start : start + 2]), list(texts)], start + 4


def _fields(
    pieces: Sequence[Piece], start: int, headers: Headers
) -> tuple[list[Row], int] | None:
    """项目名称 and the line after it, or 项目名称：… in one line; as many as follow one another."""
    rows: list[Row] = []
    position = start
    while position < len(pieces):
        label, _, value = pieces[position].words.partition(":")
        if headers.field(label) is None:
            break
        following = pieces[position + 1] if position + 1 < len(pieces) else None
        if value or following is None or headers.field(following.words.partition(":")[0]):
            rows.append([pieces[position]])
            position += 1
        elif following.line == pieces[position].line + 1 or following.line == pieces[position].line:
            rows.append([pieces[position], following])
            position += 2
        else:
            break
    return (rows, position) if rows else None


def _table(rows: Sequence[Row], number: int) -> Table:
    cells = [
        Cell(r, c, piece.text, parts=piece.parts, ref=piece.ref)
        for r, row in enumerate(rows) for c, piece in enumerate(row) if piece is not None
    ]
    return Table(number, len(rows), max(map(len, rows)), tuple(cells))
