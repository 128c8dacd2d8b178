"""Budget chain and composition: labels that real reports use.

Texts are in our own words; labels, values and quirks follow records of real documents (the
number in a case's name) or the list of variants (§).
"""

from __future__ import annotations

import pytest

from tests.variants import Case, check

CASES = (
    Case(
        "001 count and amount under one label; decoys between",
        "2024年，本单位实施项目共15个（含2023年转列暂付性款项项目5个），"
        "年初批复预算8个项目985万元（含年初结转结余项目1个50万元），"
        "调整预算后项目预算861.46万元，年中增加8个项目（含5个转列项目），"
        "机房面积120平方米，LED屏P1.5共12台，实际到位资金334.67万元。",
        {
            "projects.count": "15个", "projects.count_initial": "8个", "projects.count_added": "8个",
            "budget.initial.project": "985万元",
            "budget.opening_carry_over.project": "50万元",
            "budget.adjusted.project": "861.46万元",
            "budget.received.project": "334.67万元",
        },
    ),
    Case(
        "007 prior-year amounts inside the reason",
        "一、收入支出决算总体情况\n本部门2021年度收入总计23,866.88万元，"
        "支出总计23,866.88万元。收支较上年决算数减少3,888.01万元、下降14%，"
        "主要原因是2020年凌云路项目收支2,000万元，2020年特别抗疫国债3,500万元。"
        "收入合计23,866.88万元。纳入决算编制范围的预算单位3个。",
        {
            "budget.revenue.total": "23866.88万元",
            "budget.expenditure.total": "23866.88万元",
            "budget.revenue.current_year": "23866.88万元",
            "organization.budget_units.count": "3个",
        },
        changes=(
            ("down", "", "3888.01万元", "14%"),
        ),
    ),
    Case(
        "017 income and spending of two funds",
        "2021年，一般公共预算收入完成147.1亿元，完成年度预算的100.2%，"
        "同比增长7.2%，加上转移性收入49.2亿元，收入合计196.3亿元。"
        "一般公共预算支出完成132.9亿元，完成年度预算的99.9%，同比增长2.5%，"
        "加上转移性支出63.4亿元，支出合计196.3亿元。政府性基金预算收入完成130.2亿元，"
        "完成年度预算的96.6%，同比增长8.3%，其中：土地出让相关收入125.6亿元，"
        "完成年度预算的96.0%，同比增长8.2%，加上转移性收入33.8亿元，"
        "收入合计164.0亿元。政府性基金预算支出完成122.7亿元，完成年度预算的104.4%，"
        "同比减少21.4%。",
        {
            "budget.revenue.general_public_budget": "147.1亿元",
            "budget.revenue_completion_rate.general_public_budget": "100.2%",
            "budget.executed.general_public_budget": "132.9亿元",
            "budget.execution_rate.general_public_budget": "99.9%",
            "budget.revenue.government_funds": "130.2亿元",
            "budget.revenue_completion_rate.government_funds": "96.6%",
            "budget.executed.government_funds": "122.7亿元",
            "budget.execution_rate.government_funds": "104.4%",
        },
        absent=("budget.revenue.current_year", "budget.executed.total"),
    ),
    Case(
        "019 parts on lines of their own need a measure",
        "办公室内设机构8个，核定编制47名，其中：行政编制30名，行政事业编制12名，事业编制5名。"
        "\n2024年基本支出1076.17万元，其中:\n人员经费896.34万元\n"
        "公用经费179.83万元",
        {
            "organization.departments.count": "8个",
            "staffing.establishment.total": "47名",
            "staffing.establishment.administrative": "30名",
            "staffing.establishment.administrative_institution": "12名",
            "staffing.establishment.institution": "5名",
        },
        absent=("budget.",),
    ),
    Case(
        "023 completion of unknown kinds of income stays unread",
        "2022年，中央一般公共预算收入94887.14亿元，为预算的100%，增长3.8%。其中，"
        "税收收入89977.07亿元，为预算的96.7%；非税收入4910.07亿元，"
        "为预算的271.3%。一般公共预算支出132512.65亿元，完成预算98.9%。其中，"
        "中央本级支出35570.83亿元，对地方转移支付96941.82亿元。"
        "中央行政单位“三公”经费支出28.24亿元，比预算数少24.76亿元。其中，"
        "因公出国（境）费2.94亿元，少3.7亿元；公务用车购置及运行费24.72亿元，"
        "少18.89亿元；公务接待费0.58亿元，少2.17亿元。",
        {
            "budget.executed.general_public_budget": "132512.65亿元",
            "budget.execution_rate.general_public_budget": "98.9%",
        },
        absent=("budget.execution_rate.total",),
    ),
    Case(
        "035 one figure for income and spending",
        "本部门内设机构16个。行政编制269人，实有人数226人；事业编制18人，实有人数15人。\n"
        "本部门2020年度收、支总计15583.7万元，比上年减少1135.28万元，"
        "下降6.79%。\n本年收入合计14742.09万元，比上年减少922.72万元，"
        "下降5.89%。",
        {
            "organization.departments.count": "16个",
            "staffing.establishment.administrative": "269人",
            "staffing.actual.administrative": "226人",
            "staffing.establishment.institution": "18人",
            "staffing.actual.institution": "15人",
            "budget.expenditure.total": "15583.7万元",
            "budget.revenue.total": "15583.7万元",
            "budget.revenue.current_year": "14742.09万元",
        },
        changes=(
            ("down", "15583.7万元", "1135.28万元", "6.79%"),
            ("down", "14742.09万元", "922.72万元", "5.89%"),
        ),
    ),
    Case(
        "047 both totals with 均为",
        "中心在职人员81人，其中专业技术人员57人，管理人员1人，工勤人员23人。\n"
        "2024年度收、支总计均为1523.26万元。",
        {
            "staffing.actual.in_post": "81人", "staffing.actual.professional": "57人",
            "staffing.actual.management": "1人", "staffing.actual.worker": "23人",
            "budget.expenditure.total": "1523.26万元",
            "budget.revenue.total": "1523.26万元",
        },
    ),
    Case(
        "051 document numbers in the chain",
        "2021年上年结转结余资金2万元，中央下达预算资金3万元，"
        "其中：川财行〔2021〕94号下达补助资金1.5万元，"
        "川财行2020〕189号提前下达补助资金1.5万元，产品抽检合格率100%。",
        {
            "budget.opening_carry_over.total": "2万元", "budget.adjusted.total": "3万元",
        },
    ),
    Case(
        "053 four decimals; 总计 apart from 合计",
        "卫生院现有职工23人。2021年收入总计415.2644万元，"
        "其中财政拨款收入364.5594万元，事业收入50.7050万元，"
        "上年结转和结余14.9614万元。支出430.2258万元，"
        "其中基本支出240.0595万元，项目支出190.1663万元。\n"
        "一般财政拨款收入总计364.5594万元，财政拨款支出总计374.5208万元，"
        "一般公共预算财政拨款支出总计364.5594万元。",
        {
            "staffing.actual.total": "23人", "budget.revenue.total": "415.2644万元",
            "budget.revenue.fiscal_appropriation": "364.5594万元",
            "budget.revenue.operating_revenue": "50.7050万元",
            "budget.opening_carry_over.total": "14.9614万元",
            "budget.executed.total": "430.2258万元",
            "budget.executed.basic": "240.0595万元",
            "budget.executed.project": "190.1663万元",
            "budget.expenditure.fiscal_appropriation_total": "374.5208万元",
            "budget.expenditure.general_public_budget": "364.5594万元",
        },
    ),
    Case(
        "059 万 without 元, masked year",
        "20xx年全县共安排资金19204.096万，其中央省14059.11万元，"
        "市级1299万元，县级3845.986万元。截至年底资金支付18501.096万元，"
        "未支703万元，支付率95%。",
        {
            "budget.granted.total": "19204.096万元",
            "budget.executed.total": "18501.096万元", "budget.unspent.total": "703万元",
            "budget.execution_rate.total": "95%",
        },
    ),
    Case(
        "061 need against grant; items",
        "美丽乡村项目共需资金8144万元，年初预算安排877万元。一是方案、规划编制277万元；"
        "二是美丽乡村建设600万元；三是自然村的奖励5039万元；四是建设的实施2228万元。"
        "建成示范村23个，受益农户9840个，受益人口31500人。",
        {},
        absent=("budget.executed",),
    ),
    Case(
        "063 items closed by 共计; dimension",
        "项目年度资金40.83万元，本年度财政拨款40.83万元，执行率100%。"
        "惠及贫困户14户39人。新建厂房一间、酒窖12.08万元，变压器18.8万元，"
        "电锅炉6.75万元，3*1.8*2发酵池十二个3.2万元，共计40.83万元。"
        "每户分红700元。",
        {
            "budget.adjusted.project": "40.83万元",
            "budget.adjusted.fiscal_appropriation": "40.83万元",
            "budget.execution_rate.project": "100%",
        },
    ),
    Case(
        "065 granted, received, paid; pairs of target and actual",
        "下达资金603万元，采购电脑横机114台。一级指标3个，二级指标7个，三级指标15个。"
        "资金均已到位603万元，已完成拨付603万元，执行率100%。村集体收入预定60.3万元，"
        "实际已完成60.3万元；贫困户总收入预定42.21万元，实际已完成42.21万元；"
        "受益户不低于552户1186人。",
        {
            "budget.granted.total": "603万元", "budget.received.total": "603万元",
            "budget.executed.total": "603万元", "budget.execution_rate.total": "100%",
            "indicators[1].name": "村集体收入", "indicators[1].target": "60.3万元",
            "indicators[1].actual": "60.3万元", "indicators[2].name": "贫困户总收入",
            "indicators[2].target": "42.21万元", "indicators[2].actual": "42.21万元",
        },
    ),
    Case(
        "067 concrete grade and dimensions",
        "2024年安排项目资金56万元，全部到位56万元，修建C25混凝土排水沟1300m，"
        "断面0.6*0.6，群众满意度100%。",
        {
            "budget.granted.total": "56万元", "budget.received.total": "56万元",
        },
    ),
    Case(
        "069 blank before the unit; sharing rule 6:2:2",
        "年度预算安排2279.048 万元，其中财政投款2279.048 万元，共担比例6:2:2，"
        "皖财社〔2018〕 410 号。",
        {
            "budget.adjusted.total": "2279.048万元",
        },
    ),
    Case(
        "073 spam phone; list of items; count then amount",
        "2024年年初预算项目共14个4008341834，项目支出预算资金2836.14万元。"
        "其中：财政拨款收入预算安排项目11个，预算资金2827.23万元，即猪肉储备82.8万元，"
        "尾款30.61万元，期间费用4.82万元，网络租用18万元，州级粮食风险基金2,000万元，"
        "县市级储备粮226万元，统计监测5万元，质量监测30万元，救灾采购416万元，"
        "监督检查5万元，救灾储备管理9万元；上年结转结余项目3个，预算资金8.91万元。"
        "年中追加79.53万元。",
        {
            "projects.count": "14个", "budget.adjusted.project": "2836.14万元",
            "budget.adjustment.project": "79.53万元",
        },
    ),
    Case(
        "075 amount and rate of a project",
        "项目经费预算495.56万元，实际支出495.56万元，资金预算执行率100%。",
        {
            "budget.adjusted.project": "495.56万元",
            "budget.executed.project": "495.56万元",
            "budget.execution_rate.project": "100%",
        },
    ),
    Case(
        "085 rates of unnamed sub-totals stay unread",
        "2022年粮食风险基金核定规模36121.00万元，其中中央补助15150.00万元，"
        "地方自筹20971.00万元。中央补助资金中，省级支出安排489.00万元，"
        "各州市安排14661.00万元，执行率100%。地方实际配套到位资金104880.14万元，"
        "超规模配套83909.14万元，执行率400.12%。",
        {},
        absent=("budget.execution_rate",),
    ),
    Case(
        "091 元, shares and changes between the parts",
        "基本支出预算881300.39元，占96.74%，比上年减少166271.4元，"
        "下降15.87 %。其中：工资福利支出716052.51元，占81.25%，"
        "比上年减少148979.48元，下降17.22%；商品和服务支出165247.88元，"
        "占18.76%，比上年减少17291.92元，下降9.47%。项目支出29700元，"
        "占3.26%，比上年减少13900元，下降31.88 %。\n"
        "一般公共预算基本支出911000.39元，其中人员经费809961.19元，"
        "公用经费71339.2元。“三公”经费预算0元。",
        {
            "budget.adjusted.basic": "881300.39元",
            "budget.adjusted.wages_welfare": "716052.51元",
            "budget.adjusted.goods_services": "165247.88元",
            "budget.adjusted.project": "29700元", "budget.adjusted.three_public": "0元",
        },
        changes=(
            ("down", "881300.39元", "166271.4元", "15.87%"),
            ("down", "716052.51元", "148979.48元", "17.22%"),
            ("down", "165247.88元", "17291.92元", "9.47%"),
            ("down", "29700元", "13900元", "31.88%"),
        ),
        shares=(
            ("881300.39元", "96.74%"),
            ("716052.51元", "81.25%"),
            ("165247.88元", "18.76%"),
            ("29700元", "3.26%"),
        ),
    ),
    Case(
        "093 initial budget after 其中; other source in a new sentence",
        "本单位编制人数3人，实有人数3人。2022年预算收入69.06万元，"
        "其中年初预算57.28万元，调整追加11.78万元。其他资金来源21.31万元。"
        "支出76.36万元，其中基本支出76.36万元，项目支出0万元，结余结转0万元。",
        {
            "staffing.establishment.total": "3人", "staffing.actual.total": "3人",
            "budget.adjusted.total": "69.06万元", "budget.initial.total": "57.28万元",
            "budget.adjustment.total": "11.78万元",
            "budget.revenue.other_revenue": "21.31万元",
            "budget.executed.total": "76.36万元", "budget.executed.basic": "76.36万元",
            "budget.executed.project": "0万元", "budget.carry_over.total": "0万元",
        },
    ),
    Case(
        "099 standard sentence of a project; vague counts",
        "根据年初设定的绩效目标，项目全年预算数为1050万元，执行数为1050万元，"
        "完成预算的100%。全年送书116559册次，送戏197场，培训214期，讲座展览173次，"
        "文化礼堂67家，参与群众逾20多万人次。",
        {
            "budget.adjusted.project": "1050万元", "budget.executed.project": "1050万元",
            "budget.execution_rate.project": "100%",
        },
    ),
    Case(
        "101 central grant and its items",
        "2021年下达中央补助资金1883.00万元（文旅发41、181、193号），"
        "其中：公共文化云47.00万元，濒危剧种（滇剧）50.00万元，戏曲进乡村162.00万元，"
        "健身场地60.00万元，一般项目1265.00万元，绩效奖励299.00万元。",
        {
            "budget.granted.central_funds": "1883.00万元",
        },
    ),
    Case(
        "103 amounts without a known label",
        "集体和个人商品林管护7.36万元，造林补助2.35万元，有害生物防治9.03万元，"
        "下达1.53万元，国家级公益林调减2.66万元。生态补偿执行率100%，"
        "天然商品林执行率0%。",
        {},
        absent=("budget.",),
    ),
    Case(
        "105 thousands commas in 元",
        "2024年项目总数143个，其中：局本级48个，明光4个，苏江8个。自评分97分，"
        "综合评价等级为优。局本级优37个、中5个、良6个。"
        "支出总额预算数88,799,814.14元。",
        {
            "projects.count": "143个", "evaluation.total_score": "97分",
            "evaluation.grade": "优", "budget.adjusted.total": "88799814.14元",
        },
    ),
    Case(
        "109 many zeros; 总支出 above 本年支出",
        "上年结转和结余8.02万元，比上年增加0.78万元，增长10.8%。"
        "2023年度总支出125.08万元，其中本年支出116.12万元，比上年增加19.68万元。"
        "经营支出0.00万，增长0%。",
        {
            "budget.opening_carry_over.total": "8.02万元",
            "budget.expenditure.total": "125.08万元", "budget.executed.total": "116.12万元",
        },
        changes=(
            ("up", "8.02万元", "0.78万元", "10.8%"),
            ("up", "116.12万元", "19.68万元", ""),
        ),
    ),
    Case(
        "115 two scaled units; 落实",
        "2021年落实建设面积4.08万亩，建设项目总投资4.59亿元，"
        "市级财政落实资金3.69亿元。",
        {
            "budget.received.city_funds": "3.69亿元",
        },
    ),
)


@pytest.mark.parametrize("ascii_marks", [False, True], ids=["full-width", "ascii"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_budget_label_is_read_as_a_person_would(case: Case, ascii_marks: bool) -> None:
    check(case, ascii_marks=ascii_marks)
