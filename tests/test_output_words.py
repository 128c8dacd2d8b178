"""Words of the workbook: what is a key in the data is a word for people."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

from extractor.checks.findings import summarize
from extractor.checks.registry import catalogue
from extractor.model.document import ProblemKind
from extractor.output.files import write_dataset
from extractor.output.words import PROBLEM_WORDS
from tests.form_tools import results
from tests.made_results import unreadable
from tests.test_output import sheets


def test_the_workbook_speaks_in_words_and_the_csv_keeps_the_keys(tmp_path: Path) -> None:
    made = results("2023年度项目支出绩效自评表", "项目名称 | 路灯改造 | 实施单位 | 云岭县路灯所")
    write_dataset([*made, unreadable()], tmp_path)
    book = sheets(tmp_path / "jihe.xlsx")
    assert "<t>项目支出绩效自评</t>" in book["数据"]
    assert "project_expenditure_self_evaluation" not in book["数据"]
    assert "<t>A 合计与个数</t>" in book["核对"]
    assert "报告没有给齐所需数据：年初预算数、预算调整数、全年预算数" in book["核对"]
    (problem,) = unreadable().problems
    assert f"<t>{PROBLEM_WORDS[problem.kind]}</t>" in book["读取问题"]
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        values = {row["path"]: row["value"] for row in csv.DictReader(file)}
    assert values["report.kind"] == "project_expenditure_self_evaluation"


def test_every_kind_of_problem_has_a_word() -> None:
    assert set(PROBLEM_WORDS) == set(get_args(ProblemKind))


def test_a_check_that_did_not_run_says_that_its_data_are_not_complete() -> None:
    spec = next(s for s in catalogue() if s.slug == "sum.adjusted.initial_delta")
    assert summarize(spec, []).reason.startswith("报告没有给齐所需数据：")
    assert summarize(spec, []).status == "not_applicable"
