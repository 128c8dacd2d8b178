"""Every way out of a result, from results built by hand."""

from __future__ import annotations

import csv
import errno
import io
import json
import re
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

import extractor
from extractor.errors import JiheError
from extractor.model import Place, Result
from extractor.output.as_dict import as_dict, to_json, to_json_lines
from extractor.output.files import json_name, write_dataset
from extractor.output.rows import TABLES, to_rows
from extractor.output.tables import ParquetFile, guard, to_csv
from extractor.output.terminal import COLUMNS, render, render_facts, render_try
from extractor.output.words import squeeze, width, wrap
from tests.made_results import BOX, discrepancy, result, unreadable

RESULTS = [
    result(discrepancy(), discrepancy("warning", "d2"), discrepancy("info", "d3")),
    unreadable(),
]

# --- JSON --------------------------------------------------------------------------------


def test_the_json_object_has_exactly_the_fields_of_the_contract() -> None:
    made = as_dict(RESULTS[0])
    shape = {name: set(value) for name, value in made.items() if isinstance(value, dict)}
    assert list(made) == [
        "schema_version", "source", "report", "profile", "facts", "checks", "discrepancies",
        "coverage", "problems",
    ]  # fmt: skip
    assert made["schema_version"] == "1"
    assert shape["source"] == {"name", "sha256", "media_type", "pages"}
    assert shape["report"] == {"unit", "year", "kind", "title", "fill_date"}
    assert shape["coverage"] == {"quantities", "bound", "set_aside", "unexplained"}
    rows: dict[str, str] = {
        "facts": "id path item label type value unit decimals comparator approximate year quote "
        "places pattern",
        "checks": "slug title group severity status arithmetic facts reason",
        "discrepancies": "id severity title message expected reported difference causes effect "
        "checks facts",
    }
    for name, fields in rows.items():
        assert all(list(row) == fields.split() for row in made[name]), name
    assert made["discrepancies"][0]["causes"][0].keys() == {"kind", "explanation"}
    assert made["coverage"]["set_aside"] == [{"raw": "2023", "reason": "年份", "ref": "第1页"}]
    assert made["coverage"]["unexplained"][0].keys() == {"raw", "context", "places"}
    assert as_dict(RESULTS[1])["problems"][0]["page"] == 2


def test_json_keeps_every_printed_digit_and_the_place() -> None:
    by_id = {row["id"]: row for row in as_dict(RESULTS[0])["facts"]}
    assert by_id["f005"]["value"] == "4485.50"
    assert by_id["f005"]["decimals"] == 2
    assert by_id["f011"]["comparator"] == "<="
    assert by_id["f001"]["decimals"] is None
    assert by_id["f013"]["value"] == "财政局|本局"
    assert by_id["f005"]["places"] == [
        {"page": 2, "bbox": [round(edge, 2) for edge in BOX], "ref": "第2页"}
    ]


def test_json_holds_no_float_but_boxes() -> None:
    plain = to_json(RESULTS)
    floats: list[str] = []
    json.loads(re.sub(r'"bbox": \[[^\]]*\]', '"bbox": null', plain), parse_float=floats.append)
    assert floats == []


def test_a_place_without_page_or_box_has_none_in_json() -> None:
    from dataclasses import replace

    from extractor.model import Report

    made = result()
    assert made.report
    fact = replace(made.report.facts[0], places=(Place(ref="第12行"),))
    text = replace(made, pages=0, report=Report(facts=(fact,)))
    assert as_dict(text)["facts"][0]["places"] == [{"page": None, "bbox": None, "ref": "第12行"}]


def test_an_unread_file_is_an_object_with_report_null() -> None:
    made = as_dict(unreadable())
    assert made["report"] is None
    assert made["facts"] == made["checks"] == made["discrepancies"] == []
    assert made["problems"][0]["kind"] == "no_text_layer"


def test_json_lines_and_the_array_hold_the_same_objects() -> None:
    lines = [json.loads(line) for line in to_json_lines(RESULTS).splitlines()]
    assert lines == json.loads(to_json(RESULTS)) == [as_dict(made) for made in RESULTS]


def test_an_undecodable_file_name_is_written_as_valid_utf8() -> None:
    made, plain = result(name="自评\udcff.pdf"), result(name="自评?.pdf")
    assert to_json([made]) == to_json([plain])  # in the same layout
    assert to_json_lines([made]) == to_json_lines([plain])


# --- rows, frames, CSV, Parquet ----------------------------------------------------------


@pytest.mark.parametrize("results", [RESULTS, []], ids=["some", "none"])
def test_frames_have_all_columns_even_without_rows(results: list[Result]) -> None:
    frames = extractor.to_frames(results)
    assert list(frames) == [
        "reports", "facts", "projects", "indicators", "checks", "discrepancies", "problems",
    ]  # fmt: skip
    for name, frame in frames.items():
        assert list(frame.columns) == [column.name for column in TABLES[name]]
        dtypes = {column.name: column.kind for column in TABLES[name]}
        for column, dtype in frame.dtypes.items():
            assert {
                "text": "string", "integer": "Int64", "flag": "boolean", "number": "object"
            }[dtypes[str(column)]] == str(dtype)  # fmt: skip


def test_figures_are_exact_decimals_in_frames() -> None:
    frames = extractor.to_frames(RESULTS)
    facts = frames["facts"].set_index("fact_id")
    assert facts.loc["f005", "number"] == Decimal("4485.50")
    assert str(facts.loc["f005", "number"]) == "4485.50"
    assert facts.loc["f005", "base_number"] == Decimal(44855000)
    money = frames["facts"][frames["facts"]["type"] == "money"]
    assert money["number"].sum() == Decimal("9917.72")
    assert (frames["projects"]["budget_yuan"] > 0).tolist() == [True, False]


def test_a_blank_stays_missing_and_never_becomes_zero() -> None:
    frames = extractor.to_frames(RESULTS)
    assert frames["projects"]["executed_yuan"].isna().all()
    assert frames["projects"]["effect"].isna().all()
    assert pd.isna(frames["projects"]["budget_yuan"].iloc[1])
    assert frames["facts"]["number"].iloc[0] is None
    rows = list(csv.DictReader(io.StringIO(to_csv("projects", to_rows(RESULTS)["projects"]))))
    assert rows[1]["budget_yuan"] == ""


def test_an_amount_without_a_known_unit_is_not_taken_for_yuan() -> None:
    from dataclasses import replace

    from extractor.model import Quantity, Report

    made = result()
    assert made.report
    bare = replace(
        made.report.facts[7], value=Quantity(value=Decimal("42.78"), decimals=2, raw="42.78")
    )
    report = Report(facts=(*made.report.facts[:7], bare))
    assert to_rows([replace(made, report=report)])["projects"][0]["budget_yuan"] is None


def test_tables_join_by_report_id_and_copies_do_not_mix() -> None:
    rows = to_rows([result(), result(name="copy.pdf")])
    ids = [row["report_id"] for row in rows["reports"]]
    assert len(set(ids)) == 2
    assert {row["report_id"] for row in rows["facts"]} == set(ids)


def test_csv_opens_as_chinese_in_excel_and_reads_back() -> None:
    data = to_csv("facts", to_rows(RESULTS)["facts"]).encode()
    assert data.startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(io.BytesIO(data), dtype=str)
    assert frame.columns[0] == "report_id"
    assert frame["number"].dropna().tolist()[1] == "4485.50"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86", "-", "-甲", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "＠x", "-1+2"],
)
def test_text_never_starts_a_formula(text: str) -> None:
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", ["-18.00", "0.5", "甲=乙", "2023", "", "<=5"])
def test_numbers_and_plain_text_are_left_alone(text: str) -> None:
    assert guard(text) == text


def test_no_cell_of_any_csv_starts_a_formula() -> None:
    for name, rows in to_rows(RESULTS).items():
        for row in csv.reader(io.StringIO(to_csv(name, rows))):
            for cell in row:
                assert not re.match(r"\s*[=+@]|\s*-(?!\d+(\.\d+)?$)", cell), cell


def test_parquet_holds_the_frames_exactly(tmp_path: Path) -> None:
    write_dataset(RESULTS, tmp_path)
    frames = extractor.to_frames(RESULTS)
    for name, frame in frames.items():
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert table.column_names == list(frame.columns)
        for column in frame.columns:
            expected = [None if pd.isna(cell) else cell for cell in frame[column]]
            assert table[column].to_pylist() == expected, (name, column)
    schema = pq.read_schema(tmp_path / "facts.parquet")
    assert str(schema.field("number").type) == "decimal128(38, 10)"


def test_parquet_takes_figures_of_any_size(tmp_path: Path) -> None:
    figures = [Decimal("0.1234567890123"), Decimal(10) ** 40, Decimal("-1E+5"), None]
    blank: dict[str, Any] = dict.fromkeys(c.name for c in TABLES["facts"])
    file = ParquetFile("facts", tmp_path / "f.parquet")
    file.add([{**blank, "number": f} for f in figures])
    file.close()
    assert pq.read_table(tmp_path / "f.parquet")["number"].to_pylist() == [
        Decimal("0.1234567890"), None, Decimal(-100000), None,
    ]  # fmt: skip


# --- workbook ----------------------------------------------------------------------------


def sheets(path: Path) -> dict[str, str]:
    """The XML of each sheet by its name."""
    with zipfile.ZipFile(path) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        return {
            name: book.read(f"xl/worksheets/sheet{number}.xml").decode()
            for number, name in enumerate(names, start=1)
        }


def test_the_workbook_has_chinese_frozen_headings_and_filters(tmp_path: Path) -> None:
    write_dataset(RESULTS, tmp_path)
    made = sheets(tmp_path / "jihe.xlsx")
    assert list(made) == ["总览", "汇总", "差异", "项目", "指标", "数据", "核对", "读取问题"]
    assert "<t>读出报告（份）</t>" in made.pop("总览")
    for xml in made.values():
        assert 'state="frozen"' in xml
        assert "<autoFilter" in xml
        assert "<t>文件</t>" in xml
    assert "<t>错误</t>" in made["差异"]
    assert re.search("<v>4485.50?</v>", made["数据"])


def test_a_discrepancy_links_to_its_first_fact(tmp_path: Path) -> None:
    write_dataset(RESULTS, tmp_path)
    made = sheets(tmp_path / "jihe.xlsx")
    row = re.search(r'<hyperlink ref="L2" location="\'?数据\'?!A(\d+)"', made["差异"])
    assert row
    target = re.search(rf'<row r="{row[1]}".*?</row>', made["数据"], re.DOTALL)
    assert target
    assert "<t>f011</t>" in target[0]


def test_no_cell_of_the_workbook_is_or_starts_a_formula(tmp_path: Path) -> None:
    write_dataset(RESULTS, tmp_path)
    for xml in sheets(tmp_path / "jihe.xlsx").values():
        assert "<f>" not in xml
        assert not re.search(r"<t[^>]*>[=+@]", xml)


def test_a_figure_too_long_for_a_double_stays_exact_text(tmp_path: Path) -> None:
    from dataclasses import replace

    from extractor.model import Report
    from tests.made_results import money

    made = result()
    assert made.report
    long = replace(made.report.facts[3], value=money("12345678901234567.89"))
    write_dataset([replace(made, report=Report(facts=(long,)))], tmp_path)
    assert "<t>12345678901234567.89</t>" in sheets(tmp_path / "jihe.xlsx")["数据"]


# --- files -------------------------------------------------------------------------------


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_dataset(RESULTS, tmp_path / folder)
    names = [p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*.*")]
    assert len(names) == 7 * 2 + 1 + 2
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_json_file_names_are_safe_and_never_collide() -> None:
    used: Counter[str] = Counter()
    names = [
        json_name(made, used)
        for made in (
            result(name="a/b: 报告?.pdf"),
            result(name="a/b: 报告?.pdf"),
            result(name="../.."),
            result(name="长" * 300 + ".pdf"),
            result(name="A.pdf"),
            result(name="a.pdf"),
        )
    ]
    assert names[:3] == [
        "b_报告-abababab.json", "b_报告-abababab-2.json", "report-abababab.json",
    ]  # fmt: skip
    assert all(len(name.encode()) < 255 and "/" not in name for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dataset(RESULTS, tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    def full(file: ParquetFile) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ParquetFile, "close", full)
    with pytest.raises(JiheError, match="磁盘空间不够"):
        write_dataset(RESULTS, tmp_path)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EACCES, "没有写入权限"), (errno.EROFS, "没有写入权限"), (errno.EIO, "写入失败")],
)
def test_a_target_that_cannot_be_written_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "refused", "x.csv")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(JiheError, match=words):
        write_dataset(RESULTS, tmp_path)


def test_a_file_in_the_place_of_the_folder_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(JiheError, match="同名的文件"):
        write_dataset(RESULTS, tmp_path / "out")


def test_a_workbook_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    from extractor.output.workbook import WorkbookFile

    with pytest.raises(OSError, match="No such file"):
        book = WorkbookFile(tmp_path / "absent" / "jihe.xlsx")
        book.add(to_rows(RESULTS))
        book.close()


# --- terminal ----------------------------------------------------------------------------


def test_text_tells_what_is_wrong_why_and_where() -> None:
    text = render(RESULTS)
    for words in (
        "青岭县财政局  2023年度", "2023自评.pdf", "评分口径：财政部", "1. 错误  指标“预算经费”",
        "应为 不高于 5.15分", "报告为 8.00分", "相差 2.85分", "可能原因", "总分 90.38 → 87.53",
        "第9页 “预算经费指标值", "相符 1 · 缺数据未核 1", "数字 9 个：已归位 8 · 未能解释 1",
        "读取问题  扫描件.pdf 第2页", "另有说明 1 条",
        "合计：报告 1 份 · 错误 1 · 疑点 1 · 说明 1 · 未能读出的文件 1 个",
    ):  # fmt: skip
        assert words in text, words


def test_discrepancies_are_ordered_by_severity_and_notes_wait_for_all() -> None:
    made = result(discrepancy("info", "a"), discrepancy("warning", "b"), discrepancy("error", "c"))
    heads = re.findall(r"^\d\. (..)", render([made]), flags=re.MULTILINE)
    assert heads == ["错误", "疑点"]
    everything = render([made], everything=True)
    assert re.findall(r"^\d\. (..)", everything, flags=re.MULTILINE) == ["错误", "疑点", "说明"]
    assert "报告没有写项目个数" in everything
    assert "改造路灯72盏" in everything


@pytest.mark.parametrize("text", [render(RESULTS, everything=True), render_facts(RESULTS)])
def test_no_line_is_wider_than_the_terminal(text: str) -> None:
    assert max(width(line) for line in text.splitlines()) <= COLUMNS


def test_colours_only_where_asked_and_same_words() -> None:
    plain, coloured = render(RESULTS), render(RESULTS, colour=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_a_document_cannot_steer_the_terminal() -> None:
    made = result(name="a\x1b[2J\u202efdp.pdf")
    assert not re.search(r"[\x1b\u202e]", render([made]) + render_facts([made]) + render_try(made))


def test_try_names_field_value_words_and_rule() -> None:
    text = render_try(result())
    assert "budget.adjusted.total = 4485.50万元" in text
    assert "budget.yaml#1" in text
    assert "未能解释：72盏" in text


@pytest.mark.parametrize(
    "text", ["数" * 100, "1234567890" * 20, "共2703.72万元。" * 12, "（甲）、（乙）" * 20, ""]
)
def test_wrapping_keeps_the_text_and_the_width(text: str) -> None:
    lines = wrap(text, 40, first="- ", rest="  ")
    assert "".join(line[2:] for line in lines) == text.strip()
    assert all(width(line) <= 40 for line in lines)
    assert not any(re.match(r"[，。、）”]", line[2:]) for line in lines)


def test_figures_are_not_broken_over_lines() -> None:
    assert all("2703.72" in line for line in wrap("共2703.72万元。" * 9, 36)[:-1])


def test_quotes_lose_layout_blanks_only() -> None:
    assert squeeze("全年 预算\n数 4485.51 万元 AB CD") == "全年预算数4485.51万元AB CD"
