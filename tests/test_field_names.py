"""What people call a fact: names of paths in explanations and in reasons."""

from __future__ import annotations

import re

import pytest

from extractor.checks import GROUPS, catalogue
from extractor.library.field_names import name_of, with_names
from extractor.output.explain import explain
from extractor.output.terminal import render
from tests.form_tools import results

PATH = re.compile(r"\w+(?:\[\w*\])?\.(?!yaml)[a-z_]+|\w+\[[ij\d]\]", re.ASCII)
SPECS = {spec.slug: spec for spec in catalogue()}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("budget.executed.total", "全年执行数"),
        ("budget.executed.project", "项目支出全年执行数"),
        ("budget.adjusted.carry_over_funds", "上年结转资金全年预算数"),
        ("budget.executed.project.purpose", "项目支出的用途"),
        ("indicators[i].score", "指标得分"),
        ("indicators[12].score", "第12项指标得分"),
        ("staffing.establishment.*", "各类编制"),
        ("problems[i]", "存在问题"),
        ("budget.unheard_of.total", "budget.unheard_of.total"),
    ],
)
def test_a_path_has_the_name_that_people_use(path: str, name: str) -> None:
    assert name_of(path) == name


def test_only_paths_are_replaced_in_a_text() -> None:
    text = "budget.adjusted.total=64.80万元；projects[2].name=路灯改造；见 www 与 3.5"
    assert with_names(text) == "全年预算数=64.80万元；第2项项目名称=路灯改造；见 www 与 3.5"


@pytest.mark.parametrize("slug", sorted(SPECS))
def test_an_explanation_names_its_data_in_words(slug: str) -> None:
    spec = SPECS[slug]
    text = explain(spec)
    body = re.sub(r"\s+", "", text.split("\n", 1)[1])
    assert not PATH.findall(body)
    assert f"类别{spec.group}{GROUPS[spec.group]}" in body


def test_reasons_of_checks_that_did_not_run_name_the_data_in_words() -> None:
    shown = render(results("项目支出绩效自评表（2023年度）", "项目名称 | 路灯改造"), everything=True)
    reasons = re.sub(r"\s+", "", shown.partition("缺数据未核的核对：")[2])
    assert "年初预算数、预算调整数、全年预算数" in reasons
    assert not PATH.findall(re.sub(r"（[a-z_.]+[a-z0-9_]*）", "", reasons))
