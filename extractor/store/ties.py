"""Reports of the store beside one another: what a later year shows of an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from sqlalchemy import Connection, Engine, delete, insert, select, update

from extractor.checks.companions import Card, candidates, card_of
from extractor.checks.context import Role
from extractor.model import Result
from extractor.output.codec import decode
from extractor.output.rows import Row, to_rows
from extractor.store import engine as engines
from extractor.store.loading import cells_of, digest_of
from extractor.store.schema import DATASET, documents, kept, reports

Recheck = Callable[[Result, Sequence[tuple[Role, Result]]], Result]
"""Checks a report once more beside others: `pipeline.recheck` with its settings."""

_OVERLAID = ("checks", "discrepancies")
_COUNTS = ("errors", "warnings", "notes", "holds", "rounding", "fails", "undetermined",
           "not_applicable", "note")  # fmt: skip


def tie(engine: Engine, recheck: Recheck) -> Iterator[Result]:
    """Check the current reports beside those that belong to them, whenever they were stored.

    Gives the results whose checks are other than before. What a report says of itself stays as
    it was read; its checks and discrepancies are replaced, document by document.
    """
    with engine.connect() as conn:
        held = conn.execute(
            select(documents.c.sha256, documents.c.path, kept.c.beside)
            .join(kept, kept.c.sha256 == documents.c.sha256)
            .where(documents.c.current == 1)
            .order_by(documents.c.number)
        ).all()
        cards: list[Card | None] = []
        at: list[tuple[int, int]] = []
        for number, row in enumerate(held):
            results = _results(conn, row.sha256, row.path)
            cards += [card_of(result) for result in results]
            at += [(number, report) for report in range(len(results))]
    beside: dict[int, dict[int, list[tuple[Role, int, int]]]] = {}
    for index, others in candidates(cards).items():
        number, report = at[index]
        beside.setdefault(number, {})[report] = [(role, *at[other]) for other, role in others]
    for number, row in enumerate(held):
        if number not in beside and row.beside is None:
            continue
        with engine.connect() as conn:
            alone = _results(conn, row.sha256, row.path)
            results = list(alone)
            for report, companions in beside.get(number, {}).items():
                read = [
                    (role, _results(conn, held[other].sha256, held[other].path)[own])
                    for role, other, own in companions
                ]
                results[report] = recheck(results[report], read)
        if engines.transact(engine, partial(_overlay, alone, results)):
            yield from results


def _digest(rows: dict[str, list[Row]]) -> str:
    return digest_of({name: rows[name] for name in ("reports", *_OVERLAID)})


def _results(conn: Connection, sha256: str, path: str) -> list[Result]:
    packed = conn.execute(select(kept.c.packed).where(kept.c.sha256 == sha256)).scalar_one()
    return decode(packed, path)


def _overlay(alone: list[Result], results: list[Result], conn: Connection) -> bool:
    """Replace the checks and discrepancies of a document; whether they were other ones."""
    sha256 = results[0].source.sha256
    rows = to_rows(results)
    digest = _digest(rows)
    before = conn.execute(select(kept.c.beside).where(kept.c.sha256 == sha256)).scalar()
    if (before or _digest(to_rows(alone))) == digest:
        return False
    own = [row["report_id"] for row in rows["reports"]]
    for name in _OVERLAID:
        table = DATASET[name]
        conn.execute(delete(table).where(table.c.report_id.in_(own)))
        if made := cells_of(rows[name]):
            conn.execute(insert(table), made)
    for row in rows["reports"]:
        counts = {name: row[name] for name in _COUNTS}
        conn.execute(update(reports).where(reports.c.report_id == row["report_id"]).values(counts))
    conn.execute(update(kept).where(kept.c.sha256 == sha256).values(beside=digest))
    return True
