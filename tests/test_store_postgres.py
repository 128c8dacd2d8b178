"""The store in a real PostgreSQL server gives what it gives in SQLite."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from extractor.errors import JiheError
from extractor.pipeline import extract
from extractor.store import Added, Store, loading, schema, units
from extractor.store.engine import transact
from extractor.store.query import to_csv, to_json
from tests.store_tools import POSTGRES, Server, add_at_once, dump, one, report, server, set_up
from tests.test_store_years import SECOND, THIRD, beside, errors, file

pytestmark = pytest.mark.skipif(POSTGRES is None, reason="no PostgreSQL (initdb, pg_ctl) here")

QUERIES = [
    *(name for name in schema.metadata.tables if name != "documents"),
    *schema.views(),
    "SELECT sha256, number, current, superseded_by, identity FROM documents ORDER BY number",
    "SELECT sum(executed_yuan) AS total, count(*) AS n FROM budget_by_year",
    "SELECT unit, sum(executed_yuan) AS s FROM budget_by_year GROUP BY unit ORDER BY sum(executed_yuan)",
    "SELECT max(number) AS a, min(number) AS b FROM facts",
    "SELECT report_id, executed_yuan FROM budget_by_year WHERE executed_yuan > 9000000 ORDER BY 2, 1",
    "SELECT sum(errors) AS e, max(errors) AS m, sum(current) AS c FROM reports r "
    "JOIN documents d ON d.sha256 = r.sha256",
    "SELECT file FROM reports WHERE file LIKE '%pdf%' ORDER BY file",
    "SELECT unit_name FROM reports ORDER BY unit_name",
]
RESULTS = [
    report("a"),
    report("b", executed="2400.00"),
    report("c", name="c.pdf", unit="甲\0局", year="2022", executed="900"),
    report("d", name="D.pdf", unit="乙局", year="2022", executed="10000.1"),
    report("e", name="e.pdf", unit="Ab（本级）", executed="0.30"),
]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    with server() as made:
        yield made


@pytest.fixture
def store(postgres: Server) -> Iterator[Store]:
    made = Store(postgres.database())
    made.init()
    yield made
    made.close()


def test_both_databases_give_the_same_answers(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "same.db")
    other.init()
    assert store.add(RESULTS) == other.add(RESULTS)
    for sql in QUERIES:
        assert to_json(store.query(sql)) == to_json(other.query(sql)), sql
        assert to_csv(store.query(sql)) == to_csv(other.query(sql)), sql
    assert store.tables() == other.tables()
    assert units.to_csv(store.units()) == units.to_csv(other.units())
    assert store.status() == other.status()


def test_years_are_checked_beside_one_another(store: Store, tmp_path: Path) -> None:
    unit = "青桐县河湾镇人民政府"
    for year, words in ((2025, THIRD), (2024, SECOND)):
        store.add(extract(file(tmp_path, year, words, unit)))
        store.tie(beside)
    assert errors(store) == [("2025", "xyear.carryover")]
    assert store.tie(beside) == []


def test_loading_twice_changes_nothing(store: Store) -> None:
    store.add(RESULTS)
    before = dump(store)
    assert store.add(RESULTS) == Added(unchanged=5)
    store.init()
    assert dump(store) == before


def test_two_writers_at_once_lose_nothing(store: Store) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    add_at_once(store, url)
    assert one(store, "SELECT count(*) FROM current_reports") == 16


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM reports",
        "DROP TABLE reports CASCADE",
        "COMMIT AND CHAIN",
        "WITH gone AS (DELETE FROM reports RETURNING *) SELECT * FROM gone",
        "CREATE TABLE x (a int)",
    ],
)
def test_a_query_cannot_write(store: Store, sql: str) -> None:
    store.add(RESULTS)
    before = dump(store)
    with pytest.raises(JiheError, match="只能查询"):
        store.query(sql)
    assert dump(store) == before


@pytest.mark.parametrize(
    "sql", ["COMMIT; DELETE FROM reports", "SET TRANSACTION READ WRITE; DELETE FROM reports"]
)
def test_two_statements_are_refused(store: Store, sql: str) -> None:
    store.add(RESULTS)
    before = dump(store)
    with pytest.raises(JiheError):
        store.query(sql)
    assert dump(store) == before


def test_names_of_units_can_be_imported(store: Store) -> None:
    store.add(RESULTS)
    store.import_units("名称,单位\n乙局,甲局\n")
    assert {row["unit"] for row in store.units() if row["alias"] == "乙局"} == {"甲局"}


def test_a_lost_server_is_one_clear_line_and_loses_nothing(postgres: Server) -> None:
    store = Store(postgres.database())
    store.init()
    store.add(RESULTS[:2])
    before = dump(store)
    postgres.stop()
    try:
        for call in (lambda: store.add(RESULTS), lambda: store.query("reports"), store.status):
            with pytest.raises(JiheError, match="连不上或连接已断开"):
                call()
    finally:
        postgres.start()
    assert dump(store) == before
    assert store.add(RESULTS) == Added(added=3, unchanged=2)
    store.close()


def test_a_database_that_does_not_exist_is_one_clear_line(postgres: Server) -> None:
    with pytest.raises(JiheError, match="不存在"):
        Store(f"postgresql://jihe@127.0.0.1:{postgres.port}/none").init()


def test_a_connection_lost_midway_leaves_nothing_half(store: Store) -> None:
    store.add(RESULTS[:1])
    before = dump(store)

    def work(conn: Connection) -> None:
        loading.put(conn, RESULTS[2:3])
        me = conn.execute(text("SELECT pg_backend_pid()")).scalar()
        with store.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:me)"), {"me": me})
        loading.put(conn, RESULTS[3:4])

    with pytest.raises(JiheError, match="连不上或连接已断开"):
        transact(store.engine, work)
    assert dump(store) == before
    assert store.add(RESULTS) == Added(added=4, unchanged=1, superseding=1)


def test_long_names_are_no_obstacle(store: Store) -> None:
    long = "".join(chr(0x4E00 + n) for n in range(6000))
    assert store.add([report("f", unit=long, title=long)]) == Added(added=1)


def test_two_processes_may_set_up_at_once(postgres: Server, tmp_path: Path) -> None:
    for target in (postgres.database(), str(tmp_path / "both.db")):
        context = multiprocessing.get_context("spawn")
        workers = [context.Process(target=set_up, args=(target,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
            assert worker.exitcode == 0
        assert Store(target).status().documents == 0
