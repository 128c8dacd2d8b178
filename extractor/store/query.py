"""Reading: questions that can change nothing, in either database."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from extractor.errors import JiheError
from extractor.output.tables import guard
from extractor.output.words import clean
from extractor.store import migrate
from extractor.store.engine import clear_errors, prepare, shown
from extractor.store.schema import metadata, views
from extractor.store.sqlite_sums import Sums

_NAME = re.compile(r"[A-Za-z_]\w*")
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
_REFUSED = "jihe db query 只能查询（SELECT），不能写入或修改数据库。"


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names and rows; `shown_cell` gives each cell as people see it."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@contextmanager
def reading(engine: Engine, url: str) -> Iterator[Connection]:
    """A connection that cannot write, on one unchanging state of the database.

    Raises:
        JiheError: there is no database, or it is of another version.
    """
    with clear_errors(url):
        if engine.dialect.name == "sqlite":
            reader = _sqlite_reader(Path(engine.url.database or ""))
            try:
                with reader.connect() as conn:
                    migrate.check(conn)
                    yield conn
            finally:
                reader.dispose()
            return
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**options) as conn:
            migrate.check(conn)  # also the first query: from now on the mode is fixed
            yield conn


def _sqlite_reader(path: Path) -> Engine:
    if not path.is_file():
        raise JiheError(f"找不到数据库 {path}，请先运行 jihe db init。")

    def connect() -> sqlite3.Connection:
        uri = f"file:{quote(path.absolute().as_posix())}?mode=ro"
        raw = sqlite3.connect(uri, uri=True, timeout=60, isolation_level=None)
        raw.execute("PRAGMA query_only=ON")
        prepare(raw)
        return raw

    reader = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(reader, "begin", lambda conn: conn.exec_driver_sql("BEGIN"))
    return reader


def ask(engine: Engine, url: str, sql: str) -> Answer:
    """Answer one question.

    Raises:
        JiheError: the statement is wrong, or would write.
    """
    words = sql.strip().rstrip(";").strip()
    if not words:
        raise JiheError("请写一句 SELECT，或一个表、视图的名字。")
    if _NAME.fullmatch(words):
        words = _whole(words)
    with reading(engine, url) as conn:
        raw: Any = conn.connection.driver_connection
        return (
            _sqlite_ask(raw, words) if engine.dialect.name == "sqlite" else _pg_ask(raw, words, url)
        )


def _whole(name: str) -> str:
    """The query for all of a table or view, in an order that does not depend on chance."""
    columns: list[str]
    if name in metadata.tables:
        columns = [c.name for c in metadata.tables[name].primary_key]
    elif name in views():
        known = {c.name for c in views()[name].selected_columns}
        columns = [c for c in ("unit_id", "fiscal_year", "report_id", "row_number") if c in known]
    else:
        known_names = "、".join([*views(), *metadata.tables])
        raise JiheError(f"没有表或视图 {name}。现有：{known_names}")
    order = ", ".join(f"{column} NULLS LAST" for column in columns)
    return f"SELECT * FROM {name} ORDER BY {order}"  # noqa: S608 - the name is one of ours


def _sqlite_ask(raw: sqlite3.Connection, sql: str) -> Answer:
    refused = False

    def authorize(action: int, *_: object) -> int:
        nonlocal refused
        if action in _ALLOWED:
            return sqlite3.SQLITE_OK
        refused = True
        return sqlite3.SQLITE_DENY

    sums = Sums(raw)
    raw.set_authorizer(authorize)
    try:
        cursor = raw.execute(sql)
        rows = [tuple(map(sums.exact, row)) for row in cursor.fetchall()]
    except (sqlite3.Error, sqlite3.Warning) as error:
        if refused:
            raise JiheError(_REFUSED) from error
        raise JiheError(f"查询语句有误：{error}") from error
    finally:
        raw.set_authorizer(None)
    if cursor.description is None:
        raise JiheError(_REFUSED)
    return Answer(tuple(str(d[0]) for d in cursor.description), rows)


def _pg_ask(raw: Any, sql: str, url: str) -> Answer:
    import psycopg
    from psycopg import errors

    try:
        # a prepared statement is one statement: none can follow a COMMIT
        cursor = raw.execute(sql, prepare=True)
        if cursor.description is None:
            raise JiheError(_REFUSED)
        rows = [tuple(row) for row in cursor.fetchall()]
    except errors.ReadOnlySqlTransaction as error:
        raise JiheError(_REFUSED) from error
    except psycopg.OperationalError as error:
        raise JiheError(f"数据库 {shown(url)}：连接已断开，请重试。") from error
    except psycopg.Error as error:
        raise JiheError(f"查询语句有误：{str(error).splitlines()[0]}") from error
    return Answer(tuple(str(d.name) for d in cursor.description), rows)


def shown_cell(cell: Any) -> str | None:
    """A cell as it is written, the same whichever database it comes from."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        cell = Decimal(repr(cell))
    return f"{cell:f}" if isinstance(cell, Decimal) and cell.is_finite() else str(cell)


def to_json(answer: Answer) -> str:
    """The answer as a JSON array of objects; figures are strings, as in all JSON of jihe."""
    rows = [dict(zip(answer.columns, map(shown_cell, row), strict=True)) for row in answer.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def to_csv(answer: Answer) -> str:
    """The answer as CSV with a byte-order mark; no cell can become a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(guard, answer.columns))
    for row in answer.rows:
        cells = map(shown_cell, row)
        writer.writerow(["" if cell is None else guard(cell) for cell in cells])
    return out.getvalue()


def to_table(answer: Answer) -> str:
    """The answer as aligned columns for a terminal; a Chinese character is two wide."""
    lines = [[clean(name) for name in answer.columns]]
    lines += [[clean(shown_cell(cell) or "") for cell in row] for row in answer.rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        + "\n"
        for line in lines
    )


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)
