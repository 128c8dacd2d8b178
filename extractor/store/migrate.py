"""The version of a database: brought up to date by `init`, checked on every open."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from extractor.errors import JiheError
from extractor.store.schema import HEAD, views


def upgrade(conn: Connection) -> None:
    """Bring the database to the newest version, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    if version(conn) is not None:
        _not_newer(conn)
    _drop_views(conn)  # a view would hold on to the columns it shows
    config = Config()
    config.set_main_option("script_location", "extractor.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
    for name, query in views().items():
        body = query.compile(dialect=conn.dialect, compile_kwargs={"literal_binds": True})
        conn.exec_driver_sql(f"CREATE VIEW {name} AS {body}")


def _drop_views(conn: Connection) -> None:
    for name in inspect(conn).get_view_names():
        if name in views():
            conn.exec_driver_sql(f"DROP VIEW {name}")


def version(conn: Connection) -> str | None:
    """The version of the database, None where there is none."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found = conn.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _not_newer(conn: Connection) -> None:
    found = version(conn)
    if found is not None and found > HEAD:
        raise JiheError(f"数据库的版本 {found} 比本程序（{HEAD}）新，请升级 jihe。")


def check(conn: Connection) -> None:
    """Make sure that the database is of this program's version.

    Raises:
        JiheError: it has not been set up, is older or newer.
    """
    found = version(conn)
    if found is None:
        raise JiheError("数据库里还没有 jihe 的表，请先运行 jihe db init。")
    _not_newer(conn)
    if found != HEAD:
        raise JiheError(
            f"数据库是旧版本 {found}（本程序为 {HEAD}），请先备份，再运行 jihe db init 升级。"
        )
