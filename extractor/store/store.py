"""The store: add results, ask questions, write everything out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, func, literal, select

from extractor.errors import JiheError
from extractor.model import Result
from extractor.output.rows import TABLES, Cell, Row, is_copy
from extractor.store import engine as engines
from extractor.store import loading, migrate, ties, units
from extractor.store.query import Answer, ask, reading
from extractor.store.schema import DATASET, current, documents, reports
from extractor.store.ties import Recheck

if TYPE_CHECKING:
    import pandas as pd

_STATUSES = ("holds", "rounding", "fails", "undetermined", "not_applicable", "note")


@dataclass(frozen=True, slots=True)
class Added:
    """How many documents `Store.add` found new, known, changed.

    `superseding` counts those among `added` that take the place of an older version;
    `skipped` those without content (a file that could not be opened).
    """

    added: int = 0
    unchanged: int = 0
    replaced: int = 0
    superseding: int = 0
    skipped: int = 0

    @property
    def told(self) -> str:
        """What was stored, in words for people."""
        return (
            f"新入库 {self.added} 个文件（其中 {self.superseding} 个取代旧版），"
            f"重读后更新 {self.replaced} 个，未变 {self.unchanged} 个，打不开 {self.skipped} 个。"
        )


@dataclass(frozen=True, slots=True)
class Status:
    """How much a store holds; `unread` are files that were stored with nothing but a problem."""

    version: str
    documents: int
    current: int
    reports: int
    unread: int
    units: int
    years: tuple[str, ...]


class Store:
    """Reports of many years in one database: a SQLite file, or PostgreSQL by URL.

    `target` is a path (`jihe.db`), `sqlite:///path` or `postgresql://user@host/name`.
    Nothing is opened before it is needed. Every method raises `JiheError`, one line in
    Chinese, where the database cannot be reached, read or written, or is of another version.
    """

    def __init__(self, target: str | Path) -> None:
        """Take the target; the database is opened by the first call.

        Raises:
            JiheError: the URL is of no known kind, or its driver is not installed.
        """
        self.url = engines.url_of(target)
        self.engine: Engine = engines.make_engine(self.url)

    @property
    def _file(self) -> Path | None:
        name = self.engine.url.database
        return Path(name) if name and self.engine.dialect.name == "sqlite" else None

    def _existing(self) -> None:
        if self._file is not None and not self._file.is_file():
            raise JiheError(f"找不到数据库 {self._file}，请先运行 jihe db init。")

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def init(self) -> None:
        """Create the database's tables and views, or bring an older version up to date."""
        if self._file is not None and not self._file.absolute().parent.is_dir():
            raise JiheError(f"找不到文件夹 {self._file.absolute().parent}。")
        with engines.clear_errors(self.url):
            engines.transact(self.engine, migrate.upgrade)

    def add(self, results: Iterable[Result]) -> Added:
        """Store results as they come; all reports of one document in one transaction.

        Results of one document follow one another, as `extract` and a run give them.

        What is there already stays as it is; the same content read differently is
        replaced; a corrected version of a report (same unit, year and kind, same file name
        or title) supersedes the older one, which is kept as history.
        """
        self._existing()
        counts = {"added": 0, "unchanged": 0, "replaced": 0}
        superseding = skipped = 0
        seen: set[str] = set()
        for source, document in groupby(results, key=attrgetter("source")):
            group, sha256 = list(document), source.sha256
            if not sha256:
                skipped += 1
                continue
            if sha256 in seen or is_copy(group[0]):
                continue  # the same content once more
            seen.add(sha256)
            with engines.clear_errors(self.url):
                outcome, newer = engines.transact(self.engine, partial(_put, group))
            counts[outcome] += 1
            superseding += newer
        return Added(**counts, superseding=superseding, skipped=skipped)

    def tie(self, recheck: Recheck) -> list[Result]:
        """Check stored reports beside one another over years, forms and files.

        `recheck` is `pipeline.recheck` with its settings. Returns the results whose checks are
        other than before; doing it again changes nothing.
        """
        self._existing()
        with engines.clear_errors(self.url):
            return list(ties.tie(self.engine, recheck))

    def status(self) -> Status:
        """Count what the store holds."""
        with reading(self.engine, self.url) as conn:

            def count(query: Any) -> int:
                return int(conn.execute(query).scalar() or 0)

            # every check of a report that was read has a result
            read = sum((reports.c[status] for status in _STATUSES), literal(0))
            rows = select(func.count()).select_from(reports)
            years = select(reports.c.fiscal_year).distinct().order_by(reports.c.fiscal_year)
            return Status(
                version=str(migrate.version(conn)),
                documents=count(select(func.count()).select_from(documents)),
                current=count(select(func.sum(documents.c.current))),
                reports=count(rows.where(read > 0)),
                unread=count(rows.where(read == 0)),
                units=count(select(func.count(reports.c.unit_id.distinct()))),
                years=tuple(year for year in conn.execute(years).scalars() if year),
            )

    def query(self, sql: str) -> Answer:
        """Answer one SELECT, or show all of a table or view by its name; never write.

        Figures come as exact `Decimal` (PostgreSQL) or as the same digits in text (SQLite).

        Raises:
            JiheError: the statement is wrong, or would write.
        """
        return ask(self.engine, self.url, sql)

    def tables(self) -> dict[str, list[Row]]:
        """The current dataset as rows, like `output.to_rows`, in the order of loading."""
        made: dict[str, list[Row]] = {}
        with reading(self.engine, self.url) as conn:
            for name, columns in TABLES.items():
                table = DATASET[name]
                query = current(name).order_by(
                    documents.c.number, reports.c.row_number, table.c.row_number
                )
                flags = {column.name for column in columns if column.kind == "flag"}
                made[name] = [
                    {
                        column.name: _cell(row[column.name], column.name in flags)
                        for column in columns
                    }
                    for row in conn.execute(query).mappings()
                ]
        return made

    def frames(self) -> dict[str, pd.DataFrame]:
        """The current dataset as pandas frames: columns, dtypes and units of `to_frames`."""
        from extractor.output.frames import frames_of

        return frames_of(self.tables())

    def export(self, out_dir: Path) -> list[Path]:
        """Write the current dataset as CSV, Parquet and one workbook; each whole or absent.

        Returns:
            The files written.
        """
        from extractor.output.files import write_tables

        return write_tables(self.tables(), out_dir)

    def units(self) -> list[dict[str, Any]]:
        """Every name of a unit: `alias unit year_from year_to reports proposal`."""
        with reading(self.engine, self.url) as conn:
            return units.listed(conn)

    def import_units(self, words: str) -> int:
        """Let an edited table of names (CSV) decide which unit a name means; all or nothing.

        Returns:
            The number of names read.

        Raises:
            JiheError: the table is not valid; names the line.
        """
        self._existing()
        rows = units.from_csv(words)

        def work(conn: Connection) -> None:
            migrate.check(conn)
            units.replace(conn, rows)
            loading.settle(conn)

        with engines.clear_errors(self.url):
            engines.transact(self.engine, work)
        return len(rows)


def _put(group: list[Result], conn: Connection) -> tuple[loading.Outcome, bool]:
    migrate.check(conn)
    return loading.put(conn, group)


def _cell(value: Any, flag: bool) -> Cell:
    if value is None or isinstance(value, str | Decimal):
        return value
    return bool(value) if flag else int(value)
