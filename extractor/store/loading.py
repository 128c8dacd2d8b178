"""One document into the database, and which version of a report is the current one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from extractor.model import Report, Result
from extractor.output.codec import encode
from extractor.output.rows import Cell, Row, to_rows
from extractor.store import units
from extractor.store.schema import DATASET, documents, kept, reports

Outcome = Literal["added", "unchanged", "replaced"]

_VERSION = "1"  # of what `put` stores; a new one replaces what an older program stored


def put(conn: Connection, results: Sequence[Result]) -> tuple[Outcome, bool]:
    """Store all reports of one document.

    Returns:
        What happened, and whether the document takes the place of an older version.
    """
    source = results[0].source
    rows = to_rows(results)
    digest = digest_of(rows)
    known = conn.execute(select(documents).where(documents.c.sha256 == source.sha256)).first()
    if known is not None and known.digest == digest:
        return "unchanged", False
    values: dict[str, Any] = {
        "pages": results[0].pages or None,
        "profile": results[0].profile,
        "digest": digest,
        "titles": "[]",
    }
    if known is None:
        values |= {
            "sha256": source.sha256,
            "number": (conn.execute(select(func.max(documents.c.number))).scalar() or 0) + 1,
            "path": _clean(source.path),
            "name": _clean(source.name),
            "media_type": source.media_type,
            "size": source.size,
            "added_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "current": 1,
        }
        conn.execute(insert(documents).values(values))
    else:
        conn.execute(delete(reports).where(reports.c.sha256 == source.sha256))
        conn.execute(update(documents).where(documents.c.sha256 == source.sha256).values(values))
    _insert(conn, rows, results)
    conn.execute(delete(kept).where(kept.c.sha256 == source.sha256))
    conn.execute(insert(kept).values(sha256=source.sha256, packed=encode(list(results))))
    identify(conn, source.sha256)
    if known is not None and known.identity:
        chain(conn, known.identity)
    identity = conn.execute(
        select(documents.c.identity).where(documents.c.sha256 == source.sha256)
    ).scalar()
    if identity:
        chain(conn, identity)
    older = select(documents.c.sha256).where(documents.c.superseded_by == source.sha256)
    superseding = known is None and conn.execute(older).first() is not None
    return ("added" if known is None else "replaced"), superseding


def _insert(conn: Connection, rows: dict[str, list[Row]], results: Sequence[Result]) -> None:
    for name, table in DATASET.items():
        made = cells_of(rows[name])
        if name == "reports":
            for cells, result in zip(made, results, strict=True):
                cells["unit_id"] = units.resolve(conn, cells["unit_name"], cells["fiscal_year"])
                cells |= budget(result.report)
        if made:
            conn.execute(insert(table), made)


def cells_of(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows as the database takes them, numbered."""
    return [
        {**{column: _stored(cell) for column, cell in row.items()}, "row_number": number}
        for number, row in enumerate(rows, start=1)
    ]


def _clean(words: str) -> str:
    """Text that both databases take: no NUL, no lone surrogate."""
    return words.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _stored(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return _clean(cell)
    if isinstance(cell, Decimal):
        return Decimal(f"{cell:f}")
    return int(cell) if isinstance(cell, bool) else cell


_WHERE = {"reports": ("file", "path"), "problems": ("file", "path")}
"""Columns that say where a file lies, by table (the path of a fact is its field)."""


def digest_of(rows: dict[str, list[Row]]) -> str:
    """A digest of everything stored except the file's name: a copy elsewhere is no change."""
    plain = {
        name: [{k: v for k, v in row.items() if k not in _WHERE.get(name, ("file",))} for row in table]
        for name, table in rows.items()
    }
    text = json.dumps([_VERSION, plain], ensure_ascii=True, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def budget(report: Report | None) -> dict[str, Decimal | None]:
    """Totals in 元, rates in %; missing where absent or where the mentions disagree."""

    def base(path: str, dimension: str) -> Decimal | None:
        quantity = report.quantity(path) if report else None
        return quantity.base if quantity and quantity.dimension == dimension else None

    adjusted, executed = (base(f"budget.{m}.total", "money") for m in ("adjusted", "executed"))
    rate = None
    if adjusted and executed is not None:
        rate = (executed / adjusted * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return {
        "initial_yuan": base("budget.initial.total", "money"),
        "adjusted_yuan": adjusted,
        "executed_yuan": executed,
        "carry_over_yuan": base("budget.carry_over.total", "money"),
        "execution_rate_percent": rate,
        "execution_rate_printed_percent": base("budget.execution_rate.total", "rate"),
    }


def identify(conn: Connection, sha256: str) -> None:
    """Say which unit's report of which year and kind a document is.

    The identity of a document is that of all its reports. Without unit, year or kind in
    each of them there is none, and the document supersedes nothing. A project's form is
    also known by the names of its projects.
    """
    found = conn.execute(
        select(reports).where(reports.c.sha256 == sha256).order_by(reports.c.row_number)
    ).all()
    projects = DATASET["projects"]
    parts: list[list[str]] = []
    whole = bool(found)
    for row in found:
        part = [row.unit_id or "", row.fiscal_year or "", row.kind or ""]
        whole = whole and all(part)
        if "project" in part[2]:
            names = conn.execute(
                select(projects.c.name)
                .where(projects.c.report_id == row.report_id)
                .order_by(projects.c.row_number)
            ).scalars()
            part += [units.normalise(name) for name in names if name]
        parts.append(part)
    first = next((row for row in found if row.unit_id), found[0] if found else None)
    titles = [units.normalise(row.title) for row in found if row.title]
    values = {
        "identity": _short(json.dumps(sorted(parts))) if whole else None,
        "titles": json.dumps(titles, ensure_ascii=False),
        "unit_id": first.unit_id if first else None,
        "fiscal_year": first.fiscal_year if first else None,
        "kind": first.kind if first else None,
        "current": 1,
        "superseded_by": None,
    }
    conn.execute(update(documents).where(documents.c.sha256 == sha256).values(values))


def _short(words: str) -> str:
    """A digest: an index of PostgreSQL holds no long text."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def chain(conn: Connection, identity: str) -> None:
    """Among documents of one identity, let each give way to the next of its name or title."""
    group = conn.execute(
        select(documents).where(documents.c.identity == identity).order_by(documents.c.number)
    ).all()
    for place, older in enumerate(group):
        newer = next(
            (
                new.sha256
                for new in group[place + 1 :]
                if new.name == older.name or (older.titles != "[]" and new.titles == older.titles)
            ),
            None,
        )
        conn.execute(
            update(documents)
            .where(documents.c.sha256 == older.sha256)
            .values(superseded_by=newer, current=int(newer is None))
        )


def settle(conn: Connection) -> None:
    """Resolve all units anew and decide anew which documents are current."""
    for row in conn.execute(select(reports).order_by(reports.c.report_id)).all():
        unit_id = units.resolve(conn, row.unit_name, row.fiscal_year)
        if unit_id != row.unit_id:
            conn.execute(
                update(reports).where(reports.c.report_id == row.report_id).values(unit_id=unit_id)
            )
    for sha256 in (
        conn.execute(select(documents.c.sha256).order_by(documents.c.number)).scalars().all()
    ):
        identify(conn, sha256)
    for identity in conn.execute(select(documents.c.identity).distinct()).scalars().all():
        if identity:
            chain(conn, identity)
    units.drop_unused(conn)
