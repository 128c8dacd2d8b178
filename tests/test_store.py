"""The store in SQLite: versions, names of units, exact figures, two writers, what fails."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from alembic.script import ScriptDirectory
from pandas.testing import assert_frame_equal
from sqlalchemy import Connection, inspect

from extractor.cli import main
from extractor.errors import JiheError
from extractor.model import Result
from extractor.output.frames import to_frames
from extractor.output.rows import TABLES, to_rows
from extractor.store import Added, Store, loading, schema, units
from extractor.store.engine import transact
from tests.store_tools import report

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "jihe.db")
    made.init()
    return made


def dump(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the store."""
    return {name: store.query(name).rows for name in schema.metadata.tables}


def one(store: Store, sql: str) -> object:
    return store.query(sql).rows[0][0]


def test_loading_twice_changes_nothing(store: Store) -> None:
    results = [report("a"), report("b", name="b.pdf", unit="青岭县教育局")]
    assert store.add(results) == Added(added=2)
    before = dump(store)
    assert store.add(results) == Added(unchanged=2)
    assert dump(store) == before


def test_a_copy_elsewhere_is_no_change(store: Store) -> None:
    store.add([report("a")])
    assert store.add([report("a", name="copy.pdf"), report("a", name="other.pdf")]) == Added(
        unchanged=1
    )


def test_what_comes_out_is_what_went_in(store: Store) -> None:
    results = [report("a"), report("b", name="b.pdf", unit="青岭县教育局")]
    store.add(results)
    assert store.tables() == to_rows(results)
    frames, expected = store.frames(), to_frames(results)
    for name in TABLES:
        assert_frame_equal(frames[name], expected[name])
    number = frames["facts"]["number"].dropna().iloc[0]
    assert isinstance(number, Decimal)
    assert str(number) == "2703.720"


def test_the_same_content_read_by_other_rules_replaces(store: Store) -> None:
    store.add([report("a")])
    assert store.add([report("a", executed="2400.00")]) == Added(replaced=1)
    assert one(store, "SELECT count(*) FROM documents") == 1
    assert one(store, "SELECT executed_yuan FROM budget_by_year") == "24000000.00"


@pytest.mark.parametrize(
    "corrected",
    [report("b", title="另一标题"), report("b", name="b.pdf")],
    ids=["same name", "same title"],
)
def test_a_corrected_version_supersedes_and_history_stays(store: Store, corrected: Result) -> None:
    store.add([report("a")])
    assert store.add([corrected]) == Added(added=1, superseding=1)
    assert one(store, "SELECT count(*) FROM reports") == 2
    assert one(store, "SELECT count(*) FROM current_reports") == 1
    assert store.query(
        "SELECT sha256, superseded_by, current FROM documents ORDER BY number"
    ).rows == [
        ("a" * 64, "b" * 64, 0),
        ("b" * 64, None, 1),
    ]
    assert store.add([report("a")]) == Added(unchanged=1), "the old version again is no correction"


@pytest.mark.parametrize(
    "other",
    [
        report("b", year="2022"),
        report("b", unit="青岭县教育局"),
        report("b", kind="final_account"),
        report("b", name="b.pdf", title="另一标题"),
    ],
    ids=["year", "unit", "kind", "name and title"],
)
def test_another_report_supersedes_nothing(store: Store, other: Result) -> None:
    store.add([report("a"), other])
    assert one(store, "SELECT count(*) FROM current_reports") == 2


def test_forms_of_two_projects_are_two_reports(store: Store) -> None:
    from tests.made_results import fact

    kind = "project_expenditure_self_evaluation"
    forms = [
        report(d, name=f"{d}.pdf", kind=kind,
               extra=(fact(20, "projects[1].name", "项目", "text", name, item="projects[1]"),))
        for d, name in (("a", "道路"), ("b", "桥梁"))
    ]  # fmt: skip
    store.add(forms)
    assert one(store, "SELECT count(*) FROM current_reports") == 2


def test_a_file_that_could_not_be_opened_is_skipped(store: Store) -> None:
    lost = report("a")
    lost = replace(lost, source=replace(lost.source, sha256=""), report=None)
    assert store.add([lost]) == Added(skipped=1)


def test_the_views_give_yuan_and_percent(store: Store) -> None:
    store.add([report("a")])
    answer = store.query(
        "SELECT initial_yuan, adjusted_yuan, executed_yuan, execution_rate_percent FROM budget_by_year"
    )
    assert answer.rows == [("27037200.000", "26000000.00", "25005000.00", "96.17")]
    assert (
        one(store, "SELECT score FROM indicator_values WHERE score > 9.4 AND score < 10") == "9.50"
    )


def test_figures_compare_sort_and_add_by_value(store: Store) -> None:
    for digest, unit, executed in (
        ("a", "甲", "900.10"),
        ("b", "乙", "1000.20"),
        ("c", "丙", "99.00"),
    ):
        store.add([report(digest, name=unit, unit=unit, executed=executed)])
    rows = store.query("SELECT executed_yuan FROM budget_by_year ORDER BY executed_yuan").rows
    assert [row[0] for row in rows] == ["990000.00", "9001000.00", "10002000.00"]
    assert one(store, "SELECT max(executed_yuan) FROM budget_by_year") == "10002000.00"
    assert one(store, "SELECT sum(executed_yuan) FROM budget_by_year") == Decimal("19993000.00")
    large = "SELECT unit FROM budget_by_year GROUP BY unit HAVING sum(executed_yuan) > 5000000 ORDER BY sum(executed_yuan) DESC"
    assert store.query(large).rows == [("乙",), ("甲",)]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM reports",
        "DROP TABLE reports",
        "PRAGMA query_only=OFF",
        "ATTACH DATABASE 'x.db' AS x",
        "UPDATE documents SET current = 0",
        "CREATE TABLE x (a)",
    ],
)
def test_a_query_cannot_write(store: Store, sql: str) -> None:
    store.add([report("a")])
    before = dump(store)
    with pytest.raises(JiheError, match="只能查询"):
        store.query(sql)
    assert dump(store) == before


def test_a_wrong_query_says_so(store: Store) -> None:
    with pytest.raises(JiheError, match="查询语句有误"):
        store.query("SELECT nothing FROM reports")
    with pytest.raises(JiheError, match="没有表或视图 nothing"):
        store.query("nothing")
    with pytest.raises(JiheError, match="SELECT"):
        store.query(" ; ")


# --- names of units -----------------------------------------------------------------------


def test_a_name_is_normalised_but_never_guessed(store: Store) -> None:
    store.add([
        report("a", unit="青岭县财政局（本级）"),
        report("b", name="b", year="2022", unit="青岭县 财政局(本级)"),
        report("c", name="c", year="2021", unit="青岭县财政局"),
    ])  # fmt: skip
    names = {row["alias"]: row for row in store.units()}
    assert set(names) == {"青岭县财政局（本级）", "青岭县财政局"}
    assert names["青岭县财政局（本级）"]["reports"] == 2
    assert names["青岭县财政局"]["proposal"] == "青岭县财政局（本级）"


def test_the_user_says_which_names_are_one_unit(store: Store) -> None:
    store.add([report("a", unit="青岭县卫生局"), report("b", name="b", unit="青岭县卫生健康局")])
    assert store.status().units == 2
    table = units.to_csv(store.units()).replace(
        "青岭县卫生局,青岭县卫生局", "青岭县卫生局,青岭县卫生健康局"
    )
    assert store.import_units(table) == 2
    assert store.status().units == 1
    # now they are two versions of one unit's report
    assert one(store, "SELECT count(*) FROM current_reports") == 1
    assert store.query("SELECT unit FROM budget_by_year").rows == [("青岭县卫生健康局",)]
    assert units.to_csv(store.units()) == units.to_csv(store.units())


def test_a_name_can_be_valid_for_some_years(store: Store) -> None:
    store.add(
        [report("a", year="2018", unit="旅游局"), report("b", name="b", year="2020", unit="旅游局")]
    )
    store.import_units(
        "名称,单位,起始年度,截止年度\n旅游局,文化旅游局,2019,\n旅游局,旅游局,,2018\n"
    )
    rows = store.query("SELECT fiscal_year, unit FROM budget_by_year ORDER BY fiscal_year").rows
    assert rows == [("2018", "旅游局"), ("2020", "文化旅游局")]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("a,b\n", "两列"),
        ("名称,单位\n甲,\n", "第2行"),
        ("名称,单位,起始年度\n甲,乙,19年\n", "四位年份"),
        ("名称,单位\n甲,乙\n甲,丙\n", "重叠"),
    ],
)
def test_a_wrong_table_of_units_changes_nothing(store: Store, table: str, message: str) -> None:
    store.add([report("a")])
    before = dump(store)
    with pytest.raises(JiheError, match=message):
        store.import_units(table)
    assert dump(store) == before


# --- versions, writers, failures ----------------------------------------------------------


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


def _add_many(path: str, who: str) -> None:
    store = Store(path)
    for number in range(8):
        digest = f"{who}{number}"
        store.add([report(digest, name=digest, unit=f"单位{number}")])
        store.add([report(f"c{number}", name=f"c{number}", unit=f"共有{number}")])


def test_two_writers_at_once_lose_nothing(store: Store) -> None:
    path = str(store.engine.url.database)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_many, args=(path, who)) for who in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
        assert worker.exitcode == 0
    assert one(store, "SELECT count(*) FROM documents") == 24
    assert one(store, "SELECT count(DISTINCT number) FROM documents") == 24
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


# --- the command --------------------------------------------------------------------------


def test_the_command_from_file_to_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    sample = Path(__file__).parent.parent / "samples" / "clean-township.txt"
    monkeypatch.setenv("JIHE_DB", str(tmp_path / "my.db"))
    assert main(["db", "status"]) == 2
    assert "jihe db init" in capsys.readouterr().err
    assert main(["db", "init"]) == 0
    assert main(["db", "add", str(sample)]) == 0
    assert "新入库 1 个文件" in capsys.readouterr().err
    assert main(["db", "add", str(sample)]) == 0
    assert "未变 1 个" in capsys.readouterr().err
    for form in ("table", "csv", "json"):
        assert (
            main(["db", "query", "SELECT executed_yuan FROM budget_by_year", "--format", form]) == 0
        )
        assert "19908000.00" in capsys.readouterr().out
    assert main(["db", "query", "DELETE FROM reports"]) == 2
    assert "只能查询" in capsys.readouterr().err
    assert main(["db", "status"]) == 0
    assert "年度：2024" in capsys.readouterr().out
    table = tmp_path / "units.csv"
    assert main(["db", "units", "--export", str(table)]) == 0
    assert main(["db", "units", "--import", str(table)]) == 0
    assert main(["db", "units", "--import", str(table), "--export", str(table)]) == 2
    assert main(["db", "units", "--import", str(tmp_path / "none.csv")]) == 2
    capsys.readouterr()
    assert main(["db", "units"]) == 0
    assert "黔岭县禾丰坝镇人民政府" in capsys.readouterr().out
    assert main(["db", "export", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "jihe.xlsx").is_file()
