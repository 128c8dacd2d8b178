"""The store in SQLite: versions of reports, names of units, exact figures, the command."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from extractor.cli import main
from extractor.errors import JiheError
from extractor.model import Result
from extractor.output.frames import to_frames
from extractor.output.rows import TABLES, to_rows
from extractor.pipeline import extract
from extractor.store import Added, Store, units
from tests.store_tools import dump, one, report

Capture = pytest.CaptureFixture[str]


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


def test_a_file_that_could_not_be_read_is_no_report(store: Store, tmp_path: Path) -> None:
    damaged = tmp_path / "坏.pdf"
    damaged.write_bytes(b"%PDF-1.7 broken")
    notice = tmp_path / "通知.txt"
    notice.write_text("会议通知\n请各科室准时参加。\n", encoding="utf-8")
    store.add([report("a"), *extract(damaged), *extract(notice)])
    held = store.status()
    assert (held.documents, held.reports, held.unread) == (3, 1, 2)


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
    told = capsys.readouterr().out
    assert "年度：2024" in told
    assert "报告：1\n未能读出的文件：0" in told
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
