"""三公经费 and changes against last year.

Texts are in our own words; labels, values and quirks follow records of real documents (the
number in a case's name) or the list of variants (§).
"""

from __future__ import annotations

import pytest

from tests.variants import Case, check

CASES = (
    Case(
        "027 blank before units; nested bracket; 增加0万元",
        "2022年“三公”经费安排502.4 万元，比上年减少14.6 万元，下降2.82 %。"
        "其中：因公出国（境）费0 万元，与上年持平；"
        "公务用车购置及运行费500.00 万元（其中公务用车购置费100.00 万元，"
        "公务用车运行维护费400.00 万元），增加0万元，增长0%；公务接待费2.4 万元，"
        "比上年减少14.6 万元，下降85.88 %。",
        {
            "budget.adjusted.three_public": "502.4万元",
            "budget.adjusted.overseas_trips": "0万元",
            "budget.adjusted.vehicle": "500.00万元",
            "budget.adjusted.vehicle_purchase": "100.00万元",
            "budget.adjusted.vehicle_running": "400.00万元",
            "budget.adjusted.official_reception": "2.4万元",
        },
        changes=(
            ("down", "502.4万元", "14.6万元", "2.82%"),
            ("down", "2.4万元", "14.6万元", "85.88%"),
            ("up", "500.00万元", "0万元", "0%"),
        ),
    ),
    Case(
        "029 last year printed beside the change",
        "2025年全市“三公”经费预算总额1969万元，较2024年2190万元减少221万元，"
        "下降10.1%，其中因公出国（境）经费40万元，较上年持平；公务接待费242万元，"
        "较上年减少12万元，下降4.7%；公务用车购置及运行维护费1687万元，"
        "较上年减少209万元，下降11%。",
        {
            "budget.adjusted.three_public": "1969万元",
            "budget.adjusted.overseas_trips": "40万元",
            "budget.adjusted.official_reception": "242万元",
            "budget.adjusted.vehicle": "1687万元",
        },
        changes=(
            ("down", "1969万元", "221万元", "10.1%"),
            ("down", "242万元", "12万元", "4.7%"),
            ("down", "1687万元", "209万元", "11%"),
        ),
    ),
    Case(
        "031 rate before amount; amount after a full stop",
        "2022年“三公”经费财政拨款预算数9万元，较2021年预算下降40%，减少6万元。"
        "其中：因公出国（境）经费0万元；公务接待费1万元，与上年持平；"
        "公务用车购置及运行维护费8万元，较上年预算下降42.86%。现有公务用车2辆，"
        "其中轿车1辆、商务车1辆。2022年安排公务用车运行维护费8万元，"
        "较上年预算下降42.86%。减少6万元。",
        {
            "budget.adjusted.three_public": "9万元",
            "budget.adjusted.overseas_trips": "0万元",
            "budget.adjusted.official_reception": "1万元",
            "budget.adjusted.vehicle": "8万元", "budget.adjusted.vehicle_running": "8万元",
        },
        changes=(
            ("down", "9万元", "6万元", "40%"),
            ("down", "8万元", "", "42.86%"),
            ("down", "8万元", "6万元", "42.86%"),
        ),
    ),
    Case(
        "037 completion bases; two comparison years; commas in rates",
        "2023年“三公”经费支出决算62.07万元，完成全年预算84.82万元的73.2%，"
        "比上年决算数增加38.97万元，增长168.7%，比2019年减少24.87万元，"
        "降低28.6%。其中：因公出国（境）费支出决算12.02万元，"
        "完成预算12.02万元的100%，比上年决算数增加12.02万元，增长--%（基数为0，"
        "不可比），占19.4%；公务用车购置及运行维护费27.46万元，"
        "完成预算29.6万元的92.8%，比上年决算数增加6.32万元，增长29.9%，"
        "占44.2%；公务用车购置0万元，完成预算0万元的--%；公务接待费22.59万元，"
        "完成预算43.2万元的52.3%，比上年决算数增加20.63万元，增长1,055.4%，"
        "占36.4%。",
        {
            "budget.executed.three_public": "62.07万元",
            "budget.adjusted.three_public": "84.82万元",
            "budget.execution_rate.three_public": "73.2%",
            "budget.executed.overseas_trips": "12.02万元",
            "budget.adjusted.overseas_trips": "12.02万元",
            "budget.execution_rate.overseas_trips": "100%",
            "budget.executed.vehicle": "27.46万元", "budget.adjusted.vehicle": "29.6万元",
            "budget.execution_rate.vehicle": "92.8%",
            "budget.executed.vehicle_purchase": "0万元",
            "budget.adjusted.vehicle_purchase": "0万元",
            "budget.executed.official_reception": "22.59万元",
            "budget.adjusted.official_reception": "43.2万元",
            "budget.execution_rate.official_reception": "52.3%",
        },
        changes=(
            ("up", "62.07万元", "38.97万元", "168.7%"),
            ("down", "62.07万元", "24.87万元", "28.6%"),
            ("up", "12.02万元", "12.02万元", ""),
            ("up", "27.46万元", "6.32万元", "29.9%"),
            ("up", "22.59万元", "20.63万元", "1055.4%"),
        ),
        shares=(
            ("12.02万元", "19.4%"),
            ("27.46万元", "44.2%"),
            ("22.59万元", "36.4%"),
        ),
    ),
    Case(
        "039 three passes over the same items",
        "2023年度“三公”经费支出预算为24.5万元，支出决算为11.96万元，"
        "完成预算的48.82%。其中：因公出国（境）费支出决算为0万元，完成预算的0.00%；"
        "公务用车购置及运行费支出决算为4.02万元，完成预算的89.33%；"
        "公务接待费支出决算为7.94万元，完成预算的39.7%。\n"
        "2023年度“三公”经费支出决算数比2022年减少0.41万元，下降3.34%。"
        "其中：公务用车购置及运行费增加0.05万元，增长1.26%；公务接待费减少0.46万元，"
        "下降5.44%。\n公务用车购置及运行费支出4.02万元，占89.33%；"
        "公务接待费支出7.94万元，占39.7%。其中：公务用车购置支出0万元，"
        "公务用车运行维护支出0万元，公务用车保有量为7辆。",
        {
            "budget.adjusted.three_public": "24.5万元",
            "budget.executed.three_public": "11.96万元",
            "budget.execution_rate.three_public": "48.82%",
            "budget.executed.overseas_trips": "0万元",
            "budget.execution_rate.overseas_trips": "0.00%",
            "budget.executed.vehicle": "4.02万元",
            "budget.execution_rate.vehicle": "89.33%",
            "budget.executed.official_reception": "7.94万元",
            "budget.execution_rate.official_reception": "39.7%",
            "budget.executed.vehicle_purchase": "0万元",
            "budget.executed.vehicle_running": "0万元",
        },
        changes=(
            ("down", "11.96万元", "0.41万元", "3.34%"),
            ("up", "4.02万元", "0.05万元", "1.26%"),
            ("down", "7.94万元", "0.46万元", "5.44%"),
        ),
        shares=(
            ("4.02万元", "89.33%"),
            ("7.94万元", "39.7%"),
        ),
    ),
    Case(
        "041 shares after each item",
        "2019年“三公”经费财政拨款支出预算44.52万元，实际支出三公经费决算22.62万元。"
        "其中：公务接待费20.10万元，占88.86%；公务用车运行维护费2.52万元，"
        "占11.14%。公务用车保有量2辆，国内公务接待批次为520个，接待人次为4200人。",
        {
            "budget.adjusted.three_public": "44.52万元",
            "budget.executed.three_public": "22.62万元",
            "budget.executed.official_reception": "20.10万元",
            "budget.executed.vehicle_running": "2.52万元",
        },
        shares=(
            ("20.10万元", "88.86%"),
            ("2.52万元", "11.14%"),
        ),
    ),
    Case(
        "049 unresolved template words; items keep their rates",
        "2018年度“三公”经费支出预算为12.04万元，支出决算为12.04万元，"
        "完成预算的100%。其中：因公出国（境）费0万元，完成预算的0%；"
        "公务用车购置及运行费4.04万元，完成预算的33.55%；公务接待费8万元，"
        "完成预算的66.45%。比2017年减少2.01万元，下降9.77%，"
        "其中公务用车减少1.52万元，下降14.31%；公务接待增加/减少0万元，增长/下降0%。",
        {
            "budget.adjusted.three_public": "12.04万元",
            "budget.executed.three_public": "12.04万元",
            "budget.execution_rate.three_public": "100%",
            "budget.executed.overseas_trips": "0万元",
            "budget.execution_rate.overseas_trips": "0%",
            "budget.executed.vehicle": "4.04万元",
            "budget.execution_rate.vehicle": "33.55%",
            "budget.executed.official_reception": "8万元",
            "budget.execution_rate.official_reception": "66.45%",
        },
        changes=(
            ("down", "", "2.01万元", "9.77%"),
            ("down", "4.04万元", "1.52万元", "14.31%"),
            ("up", "8万元", "0万元", "0%"),
        ),
    ),
    Case(
        "089 amount and share; completion without a budget",
        "2020年本年收入合计3765.66万元，其中：一般公共预算财政拨款1008.64万元，"
        "占26.79%；政府性基金605.99万元，占16.09%；事业收入2148.69万元，"
        "占57.06%；其他收入2.34万元，占0.06%。\n本年支出合计4021.94万元，"
        "其中：基本支出2719.24万元，占67.61%；项目支出1302.70万元，"
        "占32.39%。\n财政拨款收入总计1614.63万元，较上年增加540.23万元，"
        "增长50.28%。财政拨款支出总计1870.91万元，较上年增加633.43万元，"
        "增长51.19%。\n一般公共预算财政拨款支出1264.92万元，"
        "占本年支出合计的31.45%，较上年增加27.44万元，增长2.22%，完成预算59.7%。"
        "其中：社会保障和就业（类）支出67.64万元，占5.35%，完成预算89.53%；"
        "卫生健康支出1196.48万元，占94.59%；农林水支出0.8万元，占0.06%。",
        {
            "budget.revenue.current_year": "3765.66万元",
            "budget.revenue.general_public_budget": "1008.64万元",
            "budget.revenue.government_funds": "605.99万元",
            "budget.revenue.operating_revenue": "2148.69万元",
            "budget.revenue.other_revenue": "2.34万元",
            "budget.executed.total": "4021.94万元", "budget.executed.basic": "2719.24万元",
            "budget.executed.project": "1302.70万元",
            "budget.revenue.fiscal_appropriation_total": "1614.63万元",
            "budget.expenditure.fiscal_appropriation_total": "1870.91万元",
            "budget.executed.general_public_budget": "1264.92万元",
            "budget.execution_rate.general_public_budget": "59.7%",
        },
        changes=(
            ("up", "1614.63万元", "540.23万元", "50.28%"),
            ("up", "1870.91万元", "633.43万元", "51.19%"),
            ("up", "1264.92万元", "27.44万元", "2.22%"),
        ),
        shares=(
            ("1008.64万元", "26.79%"),
            ("605.99万元", "16.09%"),
            ("2148.69万元", "57.06%"),
            ("2.34万元", "0.06%"),
            ("2719.24万元", "67.61%"),
            ("1302.70万元", "32.39%"),
            ("1264.92万元", "31.45%"),
            ("67.64万元", "5.35%"),
            ("1196.48万元", "94.59%"),
            ("0.8万元", "0.06%"),
        ),
    ),
    Case(
        "095 traditional characters",
        "2019年行政經費312.23万元，比上年增加15.18万元，增長5.11 %。"
        "2019年“三公”經費預算29.00万元，比上年增加0.5万元，增長1.75 %。"
        "（一）因公出國（境）支出0.00万元。（二）公務用車購置及運行維護支出28.00万元。"
        "（三）公務接待費支出1.00万元，比上年增加0.5万元，增長100 %。",
        {
            "budget.adjusted.three_public": "29.00万元",
            "budget.adjusted.overseas_trips": "0.00万元",
            "budget.adjusted.vehicle": "28.00万元",
            "budget.adjusted.official_reception": "1.00万元",
        },
        changes=(
            ("up", "312.23万元", "15.18万元", "5.11%"),
            ("up", "29.00万元", "0.5万元", "1.75%"),
            ("up", "1.00万元", "0.5万元", "100%"),
        ),
    ),
    Case(
        "097 zeros in words",
        "2020年“三公”经费预算合计0.36万元，比上年减少0.02万元，下降5.26%。"
        "其中：因公出国（境）费0万元；公务接待费0.36万元；公务用车购置及运行费0万元。",
        {
            "budget.adjusted.three_public": "0.36万元",
            "budget.adjusted.overseas_trips": "0万元",
            "budget.adjusted.official_reception": "0.36万元",
            "budget.adjusted.vehicle": "0万元",
        },
        changes=(
            ("down", "0.36万元", "0.02万元", "5.26%"),
        ),
    ),
    Case(
        "§4 与…相比 before the subject",
        "2023年部门收入总计500万元。与2022年度相比，收入总计减少56.95万元，"
        "下降10.22%。",
        {
            "budget.revenue.total": "500万元",
        },
        changes=(
            ("down", "500万元", "56.95万元", "10.22%"),
        ),
    ),
    Case(
        "§4 last year in 的",
        "“三公”经费支出决算12.5万元，比2022年的15万元减少2.5万元，下降16.67%。",
        {
            "budget.executed.three_public": "12.5万元",
        },
        changes=(
            ("down", "12.5万元", "2.5万元", "16.67%"),
        ),
    ),
    Case(
        "§4 below budget is no change of the year",
        "“三公”经费2023年预算数10万元，决算数8万元，比预算减少2万元，下降20%；"
        "比上年决算数9万元减少1万元，下降11.11%。",
        {
            "budget.adjusted.three_public": "10万元",
            "budget.executed.three_public": "8万元",
        },
        changes=(
            ("down", "8万元", "1万元", "11.11%"),
        ),
    ),
    Case(
        "§4 a change of something named",
        "基本支出预算80万元，印刷费比上年减少5万元，下降10%。",
        {
            "budget.adjusted.basic": "80万元",
        },
        changes=(
            ("down", "", "5万元", "10%"),
        ),
    ),
    Case(
        "§4 spending inside the reason",
        "公务接待费5万元，比上年减少1万元，下降16.67%，主要原因是2021年接待任务较多，"
        "支出6万元。",
        {},
        changes=(
            ("down", "5万元", "1万元", "16.67%"),
        ),
        absent=("budget.",),
    ),
    Case(
        "§3 whole unknown: parts stay unread",
        "中央单位“三公”经费支出28.24亿元。其中，因公出国（境）费2.94亿元。",
        {},
        absent=("budget.",),
    ),
)


@pytest.mark.parametrize("ascii_marks", [False, True], ids=["full-width", "ascii"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_three_public_chain_is_read_as_a_person_would(case: Case, ascii_marks: bool) -> None:
    check(case, ascii_marks=ascii_marks)
