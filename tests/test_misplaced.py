"""Figures in another one's place: swapped or copied, named only where everything then comes out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.checks import Context, load_profile
from extractor.checks.what_if import tried
from extractor.find import find
from extractor.library import load
from extractor.model import Discrepancy
from extractor.pipeline import extract
from extractor.reading import read
from extractor.report import gather
from extractor.text import reflow

HEAD = "部门整体支出绩效自评报告\n（2023年度）\n单位名称：青桐县农业农村局\n"
PROJECTS = (
    "全年共实施项目3个，全年预算760.20万元，执行731.48万元，执行率96.22%。各项目情况如下：\n"
    "（1）森林防火项目。预算268.40万元，执行{0}万元，执行率97.97%。\n"
    "（2）退耕还林补助项目。预算184.60万元，执行{1}万元，执行率95.55%。\n"
    "（3）林区道路管护项目。预算307.20万元，执行292.15万元，执行率95.10%。\n"
)
YEAR = (
    "年初预算数为{0}万元，年中追加预算284.20万元，调整后全年预算数为{1}万元。\n"
    "全年预算支出金额共计2386.42万元，预算执行率98.18%。\n"
)
BASIC = (
    "基本支出全年预算1268.75万元，其中：人员经费{0}万元，公用经费{1}万元。\n"
    "基本支出执行1259.32万元，其中：人员经费{2}万元，公用经费137.46万元，基本支出执行率99.26%。\n"
)
INDICATOR = (
    "（1）灌溉渠道整修长度：目标值不少于{0}千米，实际完成{1}千米，完成率105.40%，分值10分，得分10分。\n"
)


def written(folder: Path, text: str) -> Path:
    path = folder / "report.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def findings(folder: Path, text: str) -> list[Discrepancy]:
    """Errors and warnings of a short report."""
    (result,) = extract(written(folder, text))
    return [d for d in result.discrepancies if d.severity != "info"]


def told(found: list[Discrepancy], kind: str) -> list[str]:
    """The explanations of one kind of cause."""
    return [c.explanation for d in found for c in d.causes if c.kind == kind]


def test_amounts_of_two_rows_that_are_swapped_are_one_finding(tmp_path: Path) -> None:
    (one,) = findings(tmp_path, PROJECTS.format("176.38", "262.95"))
    assert one.causes[0].kind == "swapped"
    assert one.title.startswith("“森林防火项目”的执行176.38万元与“退耕还林补助项目”的执行262.95万元像是互相印错了位置")
    assert "互换后2处数据都能对上" in one.title
    assert one.expected == "“森林防火项目”的执行262.95万元、“退耕还林补助项目”的执行176.38万元"
    assert "262.95÷268.40=97.9694%，印97.97%" in one.causes[0].explanation
    assert findings(tmp_path, PROJECTS.format("262.95", "176.38")) == []


def test_no_swap_where_one_of_the_rows_would_still_be_wrong(tmp_path: Path) -> None:
    found = findings(tmp_path, PROJECTS.format("176.38", "262.45"))
    assert len(found) > 1
    assert told(found, "swapped") == []


def test_initial_and_adjusted_budget_in_each_others_place(tmp_path: Path) -> None:
    (one,) = findings(tmp_path, YEAR.format("2430.55", "2146.35"))
    assert one.causes[0].kind == "swapped"
    assert "2146.35+284.20=2430.55" in one.causes[0].explanation
    assert one.expected == "调整后全年预算数2430.55万元、年初预算数2146.35万元"
    assert findings(tmp_path, YEAR.format("2146.35", "2430.55")) == []
    # with another rate the exchange does not bring everything in order
    other = YEAR.format("2430.55", "2146.35").replace("98.18%", "97.18%")
    assert told(findings(tmp_path, other), "swapped") == []


def test_one_figure_that_explains_all_is_preferred_to_a_swap(tmp_path: Path) -> None:
    (one,) = findings(tmp_path, YEAR.format("2146.35", "2403.55"))
    assert one.causes[0].kind == "transposition"
    assert told([one], "swapped") == []


def test_a_swap_that_puts_spending_above_the_budget_is_not_named(tmp_path: Path) -> None:
    found = findings(
        tmp_path,
        "全年基本支出执行1301.82万元，项目支出执行1084.60万元。\n"
        "基本支出全年预算1309.60万元，其中：人员经费1208.40万元，公用经费101.20万元，基本支出执行率82.82%。\n"
        "项目支出全年预算1120.95万元，项目支出执行率116.14%。\n",
    )
    assert {"rate.execution_basic", "rate.execution_project"} <= {s for d in found for s in d.checks}
    assert told(found, "swapped") == []


def test_figures_of_one_name_are_told_apart_by_their_places(tmp_path: Path) -> None:
    (one,) = findings(tmp_path, BASIC.format("1121.86", "142.45", "1126.30"))
    assert "人员经费（第4行）1121.86万元与人员经费（第5行）1126.30万元" in one.title
    assert findings(tmp_path, BASIC.format("1126.30", "142.45", "1121.86")) == []


def test_a_copied_neighbour_is_named_with_its_right_value(tmp_path: Path) -> None:
    (one,) = findings(tmp_path, BASIC.format("1126.30", "1268.75", "1121.86"))
    assert one.causes[0].kind == "other_figure"
    assert one.causes[0].explanation == (
        "公用经费1268.75万元与基本支出全年预算相同，像是误抄或串行；若为142.45万元，等式成立：1126.30+142.45=1268.75"
    )


def test_an_actual_value_copied_from_the_target_is_named(tmp_path: Path) -> None:
    causes = told(findings(tmp_path, INDICATOR.format("150.0", "150.0")), "other_figure")
    assert any("实际完成150.0千米" in c and "若为158.1千米" in c for c in causes)
    assert findings(tmp_path, INDICATOR.format("150.0", "158.1")) == []


def test_a_figure_that_repeats_none_is_no_copy(tmp_path: Path) -> None:
    found = findings(tmp_path, BASIC.format("1126.30", "1288.75", "1121.86"))
    assert found
    assert told(found, "other_figure") == []


def test_a_copy_that_another_identity_confirms_is_not_the_culprit(tmp_path: Path) -> None:
    total = (
        "全年执行数1990.80万元，预算执行率98.12%，全年预算2028.95万元。"
        "其中：基本支出执行1259.32万元，项目支出执行731.48万元。\n"
    )
    found = findings(tmp_path, total + BASIC.format("1126.30", "142.45", "1259.32"))
    copies = told(found, "other_figure")
    assert any(c.startswith("人员经费1259.32万元") and "若为1121.86万元" in c for c in copies)
    assert not any(c.startswith("基本支出") for c in copies)  # the total and the rate rest on it


def test_nobody_is_named_where_many_could_be_the_copy(tmp_path: Path) -> None:
    entries = (("森林防火", "120.35"), ("退耕还林", "230.46"), ("苗木培育", "340.57"), ("道路管护", "450.68"))
    rows = "".join(f"（{n}）{w}项目。预算{a}万元，执行{a}万元。\n" for n, (w, a) in enumerate(entries, 1))
    found = findings(tmp_path, f"全年共实施项目4个，项目支出全年预算1150.00万元。各项目情况如下：\n{rows}")
    assert [s for d in found for s in d.checks if s.startswith("sum.")] == ["sum.projects.budget_list"]
    assert told(found, "other_figure") == []


@pytest.mark.parametrize(("right", "clean"), [("142.45", True), ("142.55", False)])
def test_a_trial_tells_whether_all_identities_come_out(tmp_path: Path, right: str, clean: bool) -> None:
    text = reflow(read(written(tmp_path, BASIC.format("1126.30", "1268.75", "1121.86"))))
    context = Context(gather(find(text, load())), load_profile())
    trial = tried(context, {"budget.adjusted.operating": Decimal(right) * 10000})
    assert trial.clean is clean
    assert [k[0] for k in trial.repaired] == (["sum.basic.personnel_public"] if clean else [])
    assert context.quantity("budget.adjusted.operating") is not None  # the report itself is as it was
    assert str(context.quantity("budget.adjusted.operating")) == "1268.75万元"
