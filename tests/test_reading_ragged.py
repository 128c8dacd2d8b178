"""Comma-separated forms typed by hand: ragged rows are padded, prose and torn figures are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.pipeline import extract

HEAD = "项目支出绩效自评表\n项目名称,村道养护\n主管部门,云台县交通运输局,,实施单位,云台县公路养护站\n"
FUNDS = (
    "项目资金（万元）,,年初预算数,全年预算数（A）,全年执行数（B）,分值,执行率（B/A）,得分\n"
    "年度资金总额,,{initial},118.50,112.30,10,94.77%,9.48\n"
    "其中：当年财政拨款,,100.00,98.50,95.00,—,96.45%\n"
    "上年结转资金,,20.00,20.00,17.30\n"
)
INDICATORS = (
    "一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分\n"
    "产出指标,数量指标,养护村道,≥12公里,13公里,20,20\n"
    "产出指标,质量指标,验收合格率,100%,100%,15,15\n"
    "产出指标,时效指标,完成及时率,≥95%,90%,15,13,部分路段遇雨延后\n"
    "满意度指标,满意度指标,{name},≥90%,92%,10,10\n"
    "总分,,,,,100,95\n"
)
FORM = HEAD + FUNDS.format(initial="120.00") + INDICATORS.format(name="村民满意度")


def facts(folder: Path, text: str) -> dict[str, str]:
    """The facts that stand in tables, path → value."""
    file = folder / "form.csv"
    file.write_text(text, encoding="utf-8")
    (result,) = extract(file)
    found = result.report.facts if result.report else ()
    return {f.path: f"{f.text}@{f.places[0].ref}" for f in found if "表" in f.places[0].ref}


def padded(text: str) -> str:
    rows = [line.split(",") for line in text.splitlines()]
    width = max(map(len, rows))
    return "\n".join(",".join([*row, *[""] * (width - len(row))]) for row in rows) + "\n"


def test_rows_of_seven_and_eight_cells_are_one_form(tmp_path: Path) -> None:
    found = facts(tmp_path, FORM)
    assert found == facts(tmp_path, padded(FORM))
    assert found["indicators[3].actual"].startswith("90")
    assert found["budget.executed.carry_over_funds"].startswith("17.30")
    assert found["unit.name"].startswith("云台县公路养护站")


def test_a_header_with_fewer_cells_in_all_its_rows(tmp_path: Path) -> None:
    found = facts(tmp_path, FORM.replace(",10,94.77%,9.48", ",10,94.77%"))
    assert found["budget.execution_rate.total"].startswith("94.77")
    assert "evaluation.execution_score" not in found


def test_a_figure_torn_at_its_comma_is_joined_where_that_fits(tmp_path: Path) -> None:
    form = HEAD + FUNDS.format(initial="1,120.00") + INDICATORS.format(name="村民满意度")
    found = facts(tmp_path, form)
    assert found["budget.initial.total"].startswith("1120.00")
    assert found["budget.adjusted.total"].startswith("118.50")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            FORM.replace("120.00,118.50,112.30,10,94.77%,9.48", "1,120.00,1,118.50,112.30,10"),
            id="torn figures in a row that lacks cells",
        ),
        pytest.param(
            HEAD + FUNDS.format(initial="120.00") + INDICATORS.format(name="村民,学生满意度"),
            id="a comma in a name",
        ),
        pytest.param(
            "表头应包括:\n一级指标,二级指标,三级指标,年度指标值\n请各单位认真填写,按时报送,不得遗漏,逾期通报\n"
            "联系人:张三,地址:某处,邮编见上,电话见通知\n",
            id="a header in prose",
        ),
        pytest.param(
            "我单位年初预算数为100万元,全年预算数为120万元,全年执行数为110万元\n"
            "支出及时,手续齐全\n年初预算数,全年预算数都已公开,社会反映良好,没有投诉\n",
            id="sentences that speak of the columns",
        ),
        pytest.param(
            "本单位按要求填报,内容如下。\n年初预算数,全年预算数,全年执行数\n10,20,30\n",
            id="a paragraph above",
        ),
    ],
)
def test_prose_and_rows_whose_cells_may_have_moved_are_no_table(tmp_path: Path, text: str) -> None:
    assert facts(tmp_path, text) == {}
