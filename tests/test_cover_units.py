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
        ("云台县林场2023年度部门整体支出绩效自评报告", "云台县林场"),
        ("2023年度云台县东岭林场部门整体支出绩效自评报告", "云台县东岭林场"),
        ("东岭苗圃2022年度项目支出绩效自评报告", "东岭苗圃"),
        ("云台市监狱2023年度项目支出绩效自评报告", "云台市监狱"),
    ],
)
def test_a_title_names_a_library_a_station_or_a_federation(title: str, name: str) -> None:
    assert unit(title) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("青坪县石门水库2023年度部门整体支出绩效自评报告", "青坪县石门水库"),
        ("青坪县民兵训练基地2023年整体支出绩效评价报告", "青坪县民兵训练基地"),
        ("中共沛县县委政研室\n2023年度部门整体支出绩效自评报告", "中共沛县县委政研室"),
        ("坪发〔2024〕3号\n青坪县森林公园2023年度部门整体支出绩效自评报告", "青坪县森林公园"),
        ("关于青坪县和平镇水上派出所2023年度部门整体支出绩效自评报告", "青坪县和平镇水上派出所"),
    ],
)
def test_what_stands_before_the_year_of_an_overall_report_is_the_unit(title: str, name: str) -> None:
    assert unit(title) == name


@pytest.mark.parametrize(
    "title",
    [
        "青坪县石门水库除险加固2023年度项目支出绩效自评报告",
        "青坪县石门水库2023年度项目支出绩效自评报告",
        "青坪县林场造林项目支出绩效自评报告",
        "青坪县农村公路养护2023年度项目支出绩效自评报告",
        "青坪县城乡居民养老保险2023年度整体支出绩效自评报告",
        "青坪县高标准农田建设工程2023年度整体支出绩效自评报告",
        "青坪县各部门2023年度部门整体支出绩效自评报告",
        "青坪县水利局等12个部门2023年度部门整体支出绩效自评报告",
        "青坪县本级2023年度部门整体支出绩效自评报告",
        "青坪县2023年度部门整体支出绩效自评报告",
        "全县2023年度部门整体支出绩效自评报告",
        "城市管理2023年度部门整体支出绩效自评报告",
        "青坪县公共服务部门整体支出绩效自评报告",
    ],
)
def test_a_project_a_fund_or_a_place_in_the_title_is_no_unit(title: str) -> None:
    assert unit(title) == ""


@pytest.mark.parametrize(
    "title",
    ["县图书馆项目支出绩效自评报告", "2023年度垃圾中转站项目支出绩效自评报告", "公共服务部门整体支出绩效自评报告"],
)
def test_what_a_project_builds_is_no_unit(title: str) -> None:
    assert unit(title) == ""
