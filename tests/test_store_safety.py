"""The store in SQLite keeps its data whole: migrations, two writers, what fails."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from pathlib import Path

import pandas as pd
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from extractor.errors import JiheError
from extractor.output.rows import TABLES
from extractor.store import Added, Store, loading, schema
from extractor.store.engine import transact
from tests.store_tools import add_at_once, dump, one, report

Capture = pytest.CaptureFixture[str]


def test_the_migrations_make_what_the_schema_says(store: Store) -> None:
    migrated = inspect(store.engine)
    assert set(migrated.get_table_names()) == {*schema.metadata.tables, "alembic_version"}
    for name, table in schema.metadata.tables.items():
        found = {c["name"]: (str(c["type"]), c["nullable"]) for c in migrated.get_columns(name)}
        said = {
            c.name: (c.type.compile(store.engine.dialect), bool(c.nullable)) for c in table.columns
        }
        assert {k: v[1] for k, v in found.items()} == {k: v[1] for k, v in said.items()}
        assert {k: v[0].split()[0] for k, v in found.items()} == {
            k: v[0].split()[0] for k, v in said.items()
        }


def test_the_newest_migration_is_the_one_the_program_expects() -> None:
    folder = Path(str(schema.__file__)).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == schema.HEAD


def test_setting_up_again_keeps_the_data(store: Store) -> None:
    store.add([report("a")])
    before = dump(store)
    store.init()
    assert dump(store) == before


@pytest.mark.parametrize(("version", "message"), [("0000", "旧版本"), ("9999", "请升级")])
def test_another_version_of_the_database_is_refused(
    store: Store, version: str, message: str
) -> None:
    with sqlite3.connect(str(store.engine.url.database)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", [version])
    for call in (lambda: store.query("reports"), lambda: store.add([report("a")]), store.status):
        with pytest.raises(JiheError, match=message):
            call()


def test_a_missing_or_empty_or_foreign_database_is_refused(tmp_path: Path) -> None:
    missing = Store(tmp_path / "none.db")
    for call in (missing.status, lambda: missing.add([report("a")])):
        with pytest.raises(JiheError, match="jihe db init"):
            call()
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "words.db").write_text("报告" * 1000, encoding="utf-8")
    with pytest.raises(JiheError, match="不是 SQLite"):
        Store(tmp_path / "words.db").init()
    with pytest.raises(JiheError, match="找不到文件夹"):
        Store(tmp_path / "no" / "a.db").init()
    with pytest.raises(JiheError, match="不支持"):
        Store("mysql://a/b")


def test_two_writers_at_once_lose_nothing(store: Store) -> None:
    path = str(store.engine.url.database)
    add_at_once(store, path)
    assert one(store, "SELECT count(*) FROM reports") == 24
    assert one(store, "SELECT count(*) FROM current_reports") == 16


def _die_midway(path: str) -> None:
    def work(conn: Connection) -> None:
        loading.put(conn, [report("b", name="b", unit="乙")])
        os.kill(os.getpid(), signal.SIGKILL)

    transact(Store(path).engine, work)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_a_killed_writer_leaves_nothing_half(store: Store) -> None:
    store.add([report("a")])
    before = dump(store)
    worker = multiprocessing.get_context("spawn").Process(
        target=_die_midway, args=(str(store.engine.url.database),)
    )
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    assert dump(store) == before
    assert store.add([report("b", name="b", unit="乙")]) == Added(added=1)


def test_a_failure_midway_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(store)

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(loading, "identify", fail)
    with pytest.raises(RuntimeError):
        store.add([report("a")])
    assert dump(store) == before


def test_a_full_disk_is_one_clear_line(store: Store) -> None:
    from sqlalchemy import event

    store.add([report("a")])
    before = dump(store)
    store.close()
    event.listen(store.engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count=1"))
    large = [report(f"{n}f", name=str(n), unit=f"单位{n}") for n in range(200)]
    with pytest.raises(JiheError, match="磁盘空间不够"):
        store.add(large)
    after = dump(store)
    assert set(before["documents"]) <= set(after["documents"])
    with sqlite3.connect(str(store.engine.url.database)) as raw:
        assert raw.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"


def test_a_database_that_may_not_be_written_is_one_clear_line(store: Store) -> None:
    from sqlalchemy import event

    store.close()
    # what SQLite says then is what it says of a file without permission; root has every one
    event.listen(store.engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only=ON"))
    with pytest.raises(JiheError, match="只能读"):
        store.add([report("a")])


def test_a_password_is_never_shown() -> None:
    from extractor.store.engine import shown, url_of

    assert "geheim" not in shown(url_of("postgresql://me:geheim@host/db"))


def test_export_writes_all_three_formats(store: Store, tmp_path: Path) -> None:
    store.add([report("a"), report("b", executed="2400.00")])
    names = {path.name for path in store.export(tmp_path / "out")}
    assert names == {f"{t}.{e}" for t in TABLES for e in ("csv", "parquet")} | {"jihe.xlsx"}
    parquet = pd.read_parquet(tmp_path / "out" / "reports.parquet")
    assert list(parquet["report_id"]) == [f"{'b' * 12}-1"]


def test_every_column_of_a_view_is_documented() -> None:
    text = (Path(__file__).parent.parent / "docs" / "database.md").read_text(encoding="utf-8")
    for name, query in schema.views().items():
        assert f"`{name}`" in text
        if not name.startswith("current_"):
            assert not {c.name for c in query.selected_columns if f"`{c.name}`" not in text}
    assert not {c.name for c in schema.documents.c if f"`{c.name}`" not in text}
