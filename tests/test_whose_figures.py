"""Figures of a work, a part, a plan or another base are not taken for those of the unit."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import extractor
from extractor.pipeline import try_text

HEAD = "柳河县水务局2024年度部门整体支出绩效自评报告\n一、基本情况\n我单位核定编制20名，实有在职人员18人。\n"


def alarms(words: str) -> list[str]:
    return [d.message for d in try_text(words).discrepancies if d.severity != "info"]


def facts(words: str, head: str) -> dict[str, str]:
    report = try_text(HEAD + words).report
    assert report is not None
    return {f.path: str(f.value) for f in report.facts if f.path.startswith(head)}


@pytest.mark.parametrize(
    "words",
    [
        "（一）村口凉亭翻新。安排资金30.00万元，支出28.50万元，执行率95.00%。（二）水塔拆除。安排资金12.00万元，支出11.04万元，执行率92.00%。",
        "（一）村口凉亭翻新\n安排资金30.00万元，支出28.50万元，执行率95.00%。\n（二）水塔拆除\n安排资金12.00万元，支出11.04万元，执行率92.00%。",
        "一是沿河步道铺装。预算200.00万元，支出190.00万元，执行率95.00%；二是古井清掏。预算40.00万元，支出36.00万元，执行率90.00%。",
    ],
)
def test_numbered_works_keep_their_amounts(words: str) -> None:
    assert alarms(HEAD + words) == []
    assert facts(words, "budget.") == {}
    assert {"projects[1].name", "projects[2].rate"} <= facts(words, "projects").keys()


def test_a_chapter_of_the_report_is_no_work() -> None:
    words = "（一）履职保障。全年预算88.00万元，全年支出83.60万元，执行率95.00%。"
    assert "budget.adjusted.total" in facts(words, "budget.")


def test_a_wrong_rate_of_a_numbered_work_is_found() -> None:
    words = "（一）村口凉亭翻新。安排资金30.00万元，支出28.50万元，执行率95.90%。"
    assert any("95.00%" in m for m in alarms(HEAD + words))


@pytest.mark.parametrize(
    "words",
    [
        "计划投资800.00万元，到位760.00万元，支出741.00万元，资金到位率95.00%，资金使用率97.50%，预算执行率92.63%。",
        "全年预算800.00万元，到位资金760.00万元，实际支出741.00万元，资金支付率97.50%，预算执行率92.63%。",
        "预算批复800.00万元，实际到位760.00万元，到位率95.00%，实际支出741.00万元，支出率97.50%。",
        "年初预算2400.00万元，年中核减180.00万元，调整后预算2220.00万元，调整率-7.50%。",
        "全年预算800.00万元，全年支出760.00万元，执行率95.00%，其中6个项目执行率达到100%。",
    ],
)
def test_rates_of_other_bases_and_of_cuts_raise_no_alarm(words: str) -> None:
    assert alarms(HEAD + words) == []


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("全年预算800.00万元，到位资金760.00万元，实际支出741.00万元，资金支付率97.50%，预算执行率96.23%。", "92.63%"),
        ("预算批复800.00万元，实际到位760.00万元，实际支出741.00万元，预算执行率97.50%。", "92.63%"),
        ("年初预算2400.00万元，年中核减180.00万元，调整后预算2220.00万元，调整率-5.70%。", "-7.50%"),
    ],
)
def test_wrong_rates_beside_them_are_found(words: str, right: str) -> None:
    assert any(right in m for m in alarms(HEAD + words))


INDICATOR = (
    HEAD + "二、工作情况\n{}\n三、绩效指标完成情况\n"
    "1.新建渠道长度指标，年度指标值为30公里，全年实际完成值为32公里，指标完成率106.67%，分值100分，得分100分。\n"
)


@pytest.mark.parametrize(
    ("told", "contradicts"),
    [
        ("计划新建渠道长度30公里，实际新建32公里。", False),
        ("项目批复新建渠道长度30公里。", False),
        ("截至6月底，新建渠道长度14公里。", False),
        ("累计新建渠道长度112公里。", False),
        ("绩效目标：新建渠道长度30公里。", False),
        ("2023年新建渠道长度25公里。", False),
        ("其中第一期新建渠道长度18公里。", False),
        ("全年新建渠道长度32公里。", False),
        ("全年新建渠道长度23公里。", True),
        ("截至2024年12月底，新建渠道长度23公里。", True),
        ("全年累计新建渠道长度23公里。", True),
    ],
)
def test_only_this_years_count_is_held_against_the_indicator(told: str, contradicts: bool) -> None:
    assert any("正文" in m for m in alarms(INDICATOR.format(told))) is contradicts


def test_text_cut_after_so_many_characters_goes_on_inside_a_figure(tmp_path: Path) -> None:
    text = (
        "我单位年初预算为2864.37万元，其中基本支出1920.52万元，项目支出943.85万元。年中追加353.76万元，"
        "全年预算数为3218.13万元，全年执行数为3108.71万元，预算执行率为96.60%，三公经费支出12.40万元。"
    )
    for width in range(20, 40):
        cut = (text[i : i + width] for i in range(0, len(text), width))
        lines = ["柳河县水务局2024年度整体支出绩效自评报告", "一、基本情况", *cut]
        path = tmp_path / f"{width}.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        (result,) = extractor.extract(path)
        assert [d.message for d in result.discrepancies if d.severity in {"error", "warning"}] == [], width
        assert result.report is not None
        assert str(result.report.quantity("budget.adjusted.total")) == "3218.13万元", width


def test_the_year_under_the_title_of_a_workbook_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["项目支出绩效自评表"], ["（2023年度）"], ["项目名称", "河道清淤"],
        ["主管部门", "柳河县水务局", "实施单位", "柳河县河道站"],
        ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", 60, 80, 76, 10, "95%", 9.5],
    ):  # fmt: skip
        sheet.append(row)
    path = tmp_path / "form.xlsx"
    book.save(path)
    (result,) = extractor.extract(path)
    assert result.report is not None
    assert [f.text for f in result.report.facts if f.path == "report.fiscal_year"] == ["2023"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("青坪县农业农村局高标准农田建设项目2023年度绩效自评报告", "青坪县农业农村局"),
        ("青坪县文化馆免费开放补助资金2023年度绩效自评报告", "青坪县文化馆"),
        ("青坪县妇幼保健服务中心2023年度部门决算公开说明", "青坪县妇幼保健服务中心"),
        ("金沙湾市公安局交通警察支队信号灯维护经费2024年度绩效自评报告", "金沙湾市公安局交通警察支队"),
        ("青坪县人民医院改扩建项目绩效自评报告", ""),
        ("青坪县村民委员会办公经费补助项目绩效自评报告", ""),
        ("青坪县公立医院综合改革补助资金绩效自评报告", ""),
        ("青坪县农村厕所改造项目2023年度绩效自评报告", ""),
    ],
)
def test_the_unit_stands_before_the_name_of_its_project(title: str, name: str) -> None:
    report = try_text(title + "\n一、基本情况\n年初预算数为500.00万元，全年执行数为480.00万元。\n").report
    assert report is not None
    assert next((f.text for f in report.facts if f.path == "unit.name"), "") == name
