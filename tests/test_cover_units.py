"""The unit that the title of a report names."""

from __future__ import annotations

import pytest

from extractor.pipeline import try_text


def unit(title: str) -> str:
    report = try_text(title).report
    fact = next((f for f in report.facts if f.path == "unit.name"), None) if report else None
    return fact.text if fact else ""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("云台县图书馆2023年度部门整体支出绩效自评报告", "云台县图书馆"),
        ("云台县公路站部门整体支出绩效自评报告", "云台县公路站"),
        ("2023年度青坪县残联整体支出绩效自评报告", "青坪县残联"),
        ("青坪县交警大队2022年度整体支出绩效自评报告", "青坪县交警大队"),
    ],
)
def test_a_title_names_a_library_a_station_or_a_federation(title: str, name: str) -> None:
    assert unit(title) == name


@pytest.mark.parametrize(
    "title",
    ["县图书馆项目支出绩效自评报告", "2023年度垃圾中转站项目支出绩效自评报告", "公共服务部门整体支出绩效自评报告"],
)
def test_what_a_project_builds_is_no_unit(title: str) -> None:
    assert unit(title) == ""
