"""Connections: SQLite and PostgreSQL set up alike, their errors in one clear line."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from extractor.errors import JiheError

T = TypeVar("T")

_BUSY_MS = 60_000
_TRIES = 8
_LOCK_KEY = 0x6A696865  # "jihe"
_SERIALIZATION = {"40001", "40P01", "55P03"}


def _compare(one: str, other: str) -> int:
    """Order two figures by value; what is no figure goes by its characters."""
    try:
        left, right = Decimal(one), Decimal(other)
    except InvalidOperation:
        return (one > other) - (one < other)
    return (left > right) - (left < right)


def prepare(raw: sqlite3.Connection) -> None:
    """Teach a SQLite connection to compare figures by value."""
    raw.create_collation("DECIMAL", _compare)


def url_of(target: str | Path) -> str:
    """The URL of a target: a URL as it is, else a path to a SQLite file."""
    text_ = str(target)
    if "://" not in text_:
        return f"sqlite:///{text_}"
    if text_.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + text_.partition("://")[2]
    return text_


def shown(url: str) -> str:
    """The target as people may see it: without a password."""
    if url.startswith("sqlite:///"):
        return url.removeprefix("sqlite:///")
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url.rpartition("@")[2]


def make_engine(url: str) -> Engine:
    """An engine for writing and reading.

    Raises:
        JiheError: the URL is of no known kind, or its driver is not installed.
    """
    try:
        backend = make_url(url).get_backend_name()
        if backend not in ("sqlite", "postgresql"):
            raise JiheError(f"不支持数据库 {backend}：请用 SQLite 文件，或 postgresql:// 地址。")
        engine = create_engine(url, pool_pre_ping=backend == "postgresql")
    except (ArgumentError, NoSuchModuleError) as error:
        raise JiheError(f"数据库地址写得不对：{shown(url)}") from error
    except ModuleNotFoundError as error:
        raise JiheError("连接 PostgreSQL 需要另装驱动：pip install 'jihe[postgres]'") from error
    if backend == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(raw: Any, record: object) -> None:
    raw.isolation_level = None  # transactions are ours: see _on_begin
    raw.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    prepare(raw)


def _on_begin(conn: Connection) -> None:
    # a lock taken at once waits for its turn; one taken midway could only fail
    conn.exec_driver_sql("BEGIN IMMEDIATE")


def lock(conn: Connection) -> None:
    """Let other writers wait until this transaction ends (SQLite's BEGIN did it already)."""
    if conn.dialect.name == "postgresql":
        conn.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK_KEY})"))


def transact(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run `work` in one transaction under the writers' lock; all of it or nothing.

    A conflict with another writer is tried again.

    Raises:
        JiheError: the database refuses, is lost, full or read-only.
    """
    for attempt in range(_TRIES):
        try:
            with engine.begin() as conn:
                lock(conn)
                return work(conn)
        except (DBAPIError, sqlite3.OperationalError) as error:
            if attempt == _TRIES - 1 or not _passing(error):
                raise explained(error, engine.url.render_as_string(hide_password=False)) from error
            time.sleep(0.05 * 2**attempt * (1 + random.random()))  # noqa: S311 - spreads writers
    raise AssertionError("unreachable")


def _passing(error: Exception) -> bool:
    """Whether a second try can succeed."""
    said = getattr(error, "orig", None) or error
    return getattr(said, "sqlstate", None) in _SERIALIZATION or "is locked" in str(said)


@contextmanager
def clear_errors(url: str) -> Iterator[None]:
    """Turn what the database says into one line for people."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise explained(error, url) from error


_REASONS = {
    "database is locked": "数据库正被其他程序占用，请稍后重试。",
    "readonly": "数据库只能读、不能写，请检查文件和文件夹的权限。",
    "read-only": "数据库只能读、不能写，请检查权限。",
    "is full": "磁盘空间不够，请清理后重试；这次没有写入的都没有留下痕迹。",
    "No space left": "磁盘空间不够，请清理后重试；这次没有写入的都没有留下痕迹。",
    "disk I/O error": "磁盘读写失败，请检查磁盘空间和权限。",
    "not a database": "这个文件不是 SQLite 数据库。",
    "malformed": "数据库文件已损坏，请从备份恢复。",
    "unable to open": "打不开数据库文件，请检查路径和权限。",
    "password authentication failed": "用户名或密码不对。",
    "does not exist": "数据库或用户不存在，请检查地址。",
}


def explained(error: Exception, url: str) -> JiheError:
    """The error as one clear line; a password in the URL is not shown."""
    said = str(getattr(error, "orig", None) or error)
    lost = getattr(error, "connection_invalidated", False) or any(
        words in said
        for words in ("connection", "server closed", "terminating", "could not translate host")
    )
    for words, reason in _REASONS.items():
        if words in said:
            return JiheError(f"数据库 {shown(url)}：{reason}")
    if lost:
        return JiheError(
            f"数据库 {shown(url)}：连不上或连接已断开，没有完成的写入已全部撤销，请重试。"
        )
    return JiheError(f"数据库 {shown(url)} 出错：{' '.join(said.split())[:200]}")
