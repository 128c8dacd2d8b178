"""Spending of an item, of a unit below, of a whole system or of last year is not the unit's own."""

from __future__ import annotations

import pytest

from extractor.checks.quotes import nested
from extractor.pipeline import try_text

HEAD = "松溪县林业局2024年度部门整体支出绩效自评报告\n一、基本情况\n"
OWN = "我局全年预算1860.00万元，全年支出1785.60万元，执行率96.00%。"


def alarms(words: str) -> list[str]:
    return [d.message for d in try_text(HEAD + words).discrepancies if d.severity != "info"]


def facts(words: str, path: str) -> list[str]:
    report = try_text(HEAD + words).report
    assert report is not None
    return [str(f.value) for f in report.facts if f.path == path]


@pytest.mark.parametrize(
    "words",
    [
        "木材检查站全年支出96.40万元，种苗站全年支出71.20万元。",
        "国有苗圃全年预算150.00万元，全年支出120.00万元，执行率80.00%。",
        "全县林业系统全年预算9400.00万元，全年支出8836.00万元，执行率94.00%，其中我局1785.60万元。",
        "上年全年预算1700.00万元，全年支出1598.00万元，执行率94.00%，本年执行率同比提高2.00个百分点。",
        "去年预算1700.00万元，支出1598.00万元，执行率94.00%。",
        "培训费上年支出6.20万元，本年支出5.90万元。",
        "会议费预算4.00万元，本年支出3.60万元。",
        "“三公”经费上年支出12.40万元，本年支出11.80万元。",
        "公务接待费预算2.00万元，本年支出1.70万元。",
        "项目支出预算700.00万元，本年支出665.00万元。",
    ],
)
def test_other_spending_beside_the_units_own_raises_no_alarm(words: str) -> None:
    for text in (OWN + "\n" + words, words + "\n" + OWN):
        assert alarms(text) == []
        assert facts(text, "budget.executed.total") == ["1785.60万元"]


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("松溪县林业局全年预算1860.00万元，全年支出1785.60万元，执行率69.00%。", "96.00%"),
        ("县林业局全年预算1860.00万元，全年支出1785.60万元，执行率69.00%。", "96.00%"),
        ("县财政局批复年初预算1800.00万元，其中基本支出1200.00万元、项目支出500.00万元。", "1700.00"),
        ("全县林业系统全年预算9400.00万元，全年支出8836.00万元，执行率93.00%。", "94.00%"),
        ("上年支出1600.00万元，全年预算1860.00万元，全年支出1785.60万元，执行率69.00%。", "96.00%"),
        ("二、支出决算情况\n基本支出1200.00万元，项目支出500.00万元，本年支出1800.00万元。", "1700.00"),
        ("全年预算1860.00万元，全年支出1785.60万元（基本支出1100.00万元、项目支出685.60万元），执行率69.00%。", "96.00%"),
        ("全年支出1785.60万元（基本支出1100.00万元、项目支出658.60万元）。", "1758.60"),
    ],
)
def test_the_units_own_faults_are_still_found(words: str, right: str) -> None:
    assert any(right in m for m in alarms(words))


def test_a_rate_behind_a_bracket_belongs_to_the_amount_before_it() -> None:
    words = "本年支出1785.60万元（人员980.00万元、公用120.00万元、项目685.60万元），预算执行率96.00%。项目支出预算800.00万元。"
    assert facts(words, "budget.execution_rate.total") == ["96.00%"]
    assert alarms(words) == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("全年预算700.00万元，已支付610.00万元，未支付40.00万元，财政收回50.00万元。", False),
        ("全年预算700.00万元，支出610.00万元，上缴国库50.00万元，未支出40.00万元。", False),
        ("全年预算700.00万元，支出610.00万元，未支出90.00万元，其中收回财政50.00万元。", False),
        ("全年预算700.00万元，已支付610.00万元，未支付44.00万元，财政收回50.00万元。", True),
        ("全年预算700.00万元，支出610.00万元，未支出40.00万元。", True),
    ],
)
def test_money_taken_back_is_not_unspent(words: str, wrong: bool) -> None:
    assert bool(alarms(words)) is wrong


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("全年预算900.00万元，其中上半年执行410.00万元，下半年执行445.00万元。", False),
        ("安排项目资金860.00万元，其中已完工项目700.00万元，支付679.00万元。", False),
        ("项目支出900.00万元，其中上半年支出410.00万元，下半年支出480.00万元。", True),
        ("退休21人，其中退休党员12人，在职党员18人。", False),
        ("在职33人，其中男21人、女10人。", True),
        ("年末实有人数58人，其中在职人员33人，离退休人员21人（离休1人、退休20人），编外长聘人员4人。", False),
        ("年末实有人数58人，其中在职人员33人，离退休人员21人（离休1人、退休20人），编外长聘人员9人。", True),
        ("核定编制40名，年末实有人数36人。木材检查站核定编制9名，年末实有人数8人。", False),
        ("编制40名，在职36名，在职人员控制率90.00%。全系统编制120名，在职102名，在职人员控制率85.00%。", False),
        ("我局核定编制40名，在职人员36名，在职人员控制率80.00%。", True),
    ],
)
def test_parts_are_those_of_their_own_whole(words: str, wrong: bool) -> None:
    assert bool(alarms(words)) is wrong


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("省级补助450.00万元，占总投资900.00万元的50.00%，县级配套270.00万元，占30.00%，自筹180.00万元，占20.00%。", False),
        ("省级补助450.00万元，占总投资900.00万元的50.00%，县级配套270.00万元，占33.00%，自筹180.00万元，占20.00%。", True),
        ("本年支出900.00万元。基本支出540.00万元，占60.00%，项目支出360.00万元，占40.00%。", False),
        ("本年支出900.00万元。基本支出540.00万元，占60.00%，项目支出360.00万元，占45.00%。", True),
    ],
)
def test_shares_rest_on_the_whole_that_most_of_them_make(words: str, wrong: bool) -> None:
    assert bool(alarms(words)) is wrong


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("会议费上年支出4.00万元，本年支出3.60万元，减少0.40万元，下降10.00%。", False),
        ("会议费上年支出4.00万元，本年支出3.60万元，减少0.60万元，下降10.00%。", True),
        ("水电费上年支出8.00万元，本年支出7.60万元，下降15.00%。", True),
        ("公务接待费本年支出2.70万元，上年支出3.10万元，减少0.50万元，下降12.90%。", True),
        ("上年结转80.00万元，本年收入1740.00万元，增加60.00万元。", False),
        ("上年支出1520.00万元，本年预算1705.00万元，增加185.00万元。", False),
        ("上半年支出720.00万元，下半年支出934.85万元，全年支出1654.85万元。", False),
        ("上半年支出720.00万元，下半年支出934.85万元，全年支出1645.85万元。", True),
        ("上半年下达410.00万元，下半年下达490.00万元，全年支出880.00万元。", False),
        ("未支付105.00万元，其中已收回55.00万元、结转下年50.00万元。", False),
        ("未支付105.00万元，其中已收回45.00万元、结转下年50.00万元。", True),
        ("离退休21人，其中离休1人，退休20人。", False),
        ("离退休21人，其中离休1人，退休30人。", True),
        ("编制24名，在职22人，在职人员控制率91.67%；上年末在职23人，在职人员控制率95.83%。", False),
    ],
)
def test_two_years_two_halves_and_what_is_left(words: str, wrong: bool) -> None:
    assert bool(alarms(words)) is wrong


@pytest.mark.parametrize(
    "words",
    [
        "局机关全年预算1200.00万元，支出1164.00万元；所属5个事业单位全年预算660.00万元，支出621.60万元。部门" + OWN[2:],
        "三公经费全年预算14.00万元，全年支出12.60万元，执行率90.00%。" + OWN[2:],
        "年初预算1700.00万元，年中追加200.00万元，收回40.00万元，" + OWN[2:],
        "木材检查站经费由县级统筹，全年支出96.00万元。" + OWN,
        "上年，我局全年预算1700.00万元，全年支出1598.00万元，执行率94.00%。今年，" + OWN[2:],
        "年初预算1700.00万元，其中上半年到位800.00万元，下半年到位850.00万元。",
        "除人员经费外，全年支出674.85万元。" + OWN,
        "扣除上年结转因素，全年支出1674.85万元。" + OWN,
        "预计2025年全年预算1900.00万元，全年支出1850.00万元。" + OWN,
        "伙食费上年结余3.20万元，本年收入12.00万元，本年支出11.50万元，年末结余3.70万元。" + OWN,
        "（1）木材检查站（公益一类）：编制9名，全年支出96.00万元。\n（2）局机关：编制24名，全年支出1689.60万元。\n合计：" + OWN,
    ],
)
def test_other_amounts_in_the_same_paragraph_raise_no_alarm(words: str) -> None:
    assert alarms(words) == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("““三公”经费支出”印为1%", "“‘三公’经费支出”印为1%"),
        ("“甲“乙”丙”与“丁”", "“甲‘乙’丙”与“丁”"),
        ("“甲”与“乙”", "“甲”与“乙”"),
        ("““甲”印为", "““甲”印为"),
    ],
)
def test_quotation_marks_inside_others_are_single(words: str, shown: str) -> None:
    assert nested(words) == shown
