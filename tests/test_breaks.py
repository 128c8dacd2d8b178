"""Breaks of real reports, told in other words: each is found, with what explains it."""

from __future__ import annotations

import pytest

from extractor.model import Result
from extractor.pipeline import try_text
from tests.form_tools import results

HEAD = "柳河县水务局2023年度部门整体支出绩效自评报告\n"
FORM = "项目支出绩效自评表（2023年度）"
THREE_PUBLIC = (
    "“三公”经费全年预算{budget}万元，支出决算为{spent}万元，完成预算的{rate}。其中：因公出国（境）费支出决算为0万元，"
    "完成预算的0%；公务用车购置及运行费支出决算为{car}万元，完成预算的{car_rate}；"
    "公务接待费支出决算为{guests}万元，完成预算的{guests_rate}。\n"
)


def told(result: Result) -> list[str]:
    """What is said of each error and warning: message, right value, causes, arithmetic."""
    sums = {c.slug: c.arithmetic for c in result.checks}
    return [
        "；".join((d.message, d.expected, *(c.explanation for c in d.causes), *(sums[s] for s in d.checks)))
        for d in result.discrepancies if d.severity != "info"
    ]  # fmt: skip


PROSE: dict[str, tuple[str, list[tuple[str, ...]]]] = {
    "eight and eight projects are not fifteen": (
        "本年共实施项目15个（含上年转列暂付款项目5个）。年初批复预算8个项目985万元，年中增加8个项目，"
        "调整预算后项目预算861.46万元，实际到位资金334.67万元。",
        [("15", "16", "取消或合并")],
    ),
    "three payments do not make the amount": (
        "全年完成预算资金89.97万元，其中一期30万元、二期30万元、三期29.99万元。",
        [("89.97", "89.99")],
    ),
    "ten bodies stated and nine named": (
        "局机关设股室16个，直属事业单位10个，分别为：水政大队、河道管理站、水库管理所、防汛中心、灌区管理所、"
        "水质监测站、水土保持站、移民服务站、供水管理站。",
        [("10个", "9个")],
    ),
    "completion rates pasted in as shares": (
        THREE_PUBLIC.format(budget="24.50", spent="11.96", rate="48.82%", car="4.02", car_rate="89.33%",
                            guests="7.94", guests_rate="39.7%")
        + "“三公”经费支出决算中，公务用车购置及运行维护费支出4.02万元，占89.33%；公务接待费支出7.94万元，占39.7%。",
        [("89.33%", "33.61%", "把完成率填成了占比"), ("39.7", "66.388%", "129.03%")],
    ),
    "neither purchase nor running, but a sum for both": (
        THREE_PUBLIC.format(budget="24.50", spent="11.96", rate="48.82%", car="4.02", car_rate="89.33%",
                            guests="7.94", guests_rate="39.7%")
        + "公务用车购置及运行维护费支出4.02万元，其中：公务用车购置支出0万元，公务用车运行维护支出0万元。保有公务用车7辆。",
        [("4.02万元", "0.00万元")],
    ),
    "shares called completion, the rate on the wrong line, a total change unlike its parts": (
        THREE_PUBLIC.format(budget="12.04", spent="12.04", rate="100%", car="4.04", car_rate="33.55%",
                            guests="8", guests_rate="66.45%")
        + "“三公”经费支出决算比2022年减少2.01万元，下降9.77%。其中：因公出国（境）费支出决算增加0万元，增长0%；"
        "公务用车购置及运行费支出决算减少1.52万元，下降14.31%；公务接待费支出决算减少0万元，下降0%。",
        [("9.77%", "14.31%"), ("14.31%", "27.34%", "填错了行"), ("-2.01", "-1.52"),
         ("33.55%", "66.45%", "占比填成了完成率")],
    ),
    "a payment rate of 95 for 96": (
        "全年共安排资金19204.096万，其中中央和省14059.11万元，市级1299万元，县级3845.986万元。"
        "年末资金支付18501.096万元，未支703万元，支付率95%。",
        [("95%", "96%")],
    ),
    "the difference printed as the sum": (
        "资金实际利用共计27652.4万元，其中政府拨款支出1953.2万元，自筹资金支出29605.6万元。",
        [("27652.4", "31558.8", "把相加算成了相减")],
    ),
    "one source amount that breaks its row and its column": (
        "2023年转移支付资金合计1084.25万元，其中：中央补助668.00万元、市级资金343.00万元、本级资金73.25万元。\n"
        "奖励扶助资金763.00万元，其中：中央补助502.00万元、市级资金208.00万元、本级资金53.00万元。\n"
        "特别扶助资金321.25万元，其中：中央补助166.00万元、市级资金136.00万元、本级资金20.25万元。",
        [("136.00万元", "若为135.00万元")],
    ),
    "the excess called execution": (
        "风险基金核定规模36121.00万元，其中中央补助15150.00万元，地方自筹20971.00万元。"
        "地方应配套20971.00万元，实际配套到位资金104880.14万元，超规模配套83909.14万元，执行率400.12%。",
        [("400.12%", "500.12%", "超出部分")],
    ),
    "the total under the name of a part": (
        "基本支出预算881300.39元，占96.74%，项目支出预算29700元，占3.26%。\n"
        "一般公共预算基本支出911000.39元，其中：人员经费809961.19元，公用经费71339.2元。",
        [("911000.39元", "881300.39", "把总数印在了分项的名下")],
    ),
    "money that came in and is nowhere": (
        "2023年预算收入69.06万元，其中年初预算57.28万元，调整追加11.78万元。其他资金来源21.31万元。"
        "全年支出76.36万元，其中基本支出76.36万元，项目支出0万元，结余结转0万元。",
        [("14.01万元", "去向不明")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("words", "wanted"), PROSE.values(), ids=PROSE.keys())
def test_a_break_in_sentences_is_found(words: str, wanted: list[tuple[str, ...]]) -> None:
    said = told(try_text(HEAD + words))
    for needed in wanted:
        assert any(all(word in one for word in needed) for one in said), (needed, said)


def test_a_total_row_of_zero_over_its_part_is_found() -> None:
    (result,) = results(FORM, """
        项目名称 | 委托服务 | 主管部门 | 云岭县财政局
        项目资金(万元) | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        项目资金(万元) | 年度资金总额 | 0 | 0 | 0 | 10 | 0 | 0
        项目资金(万元) | 其中：本年财政拨款 | 90 | 89.974 | 89.974 | — | | —
    """)
    said = " ".join(told(result))
    assert "年初预算合计行为0万元，分项却有90万元" in said
    assert "全年执行合计行为0万元，分项却有89.974万元" in said


BLOCKS = """
    预算执行情况(万元)(20分) | | 预算数(A) | 执行数(B) | 执行率(B/A) | 得分(20分*执行率) |
    预算执行情况(万元)(20分) | 年度财政资金总额 | 285.84 | 285.84 | 100% | 20 |
    年度绩效目标({points}分) | 一级指标 | 二级指标 | 三级指标 | 年初目标值(A) | 实际完成值(B) | 得分
    年度绩效目标({points}分) | 产出指标(60分) | 数量指标 | 在岸服务额(万美元) | 20000 | 23333.56 | 10
    年度绩效目标({points}分) | 产出指标(60分) | 数量指标 | 离岸服务额(万美元) | 4500 | 4557.51 | 10
    年度绩效目标({points}分) | 产出指标(60分) | 质量指标 | 企业服务质量 | 提升 | 提升 | 10
    年度绩效目标({points}分) | 产出指标(60分) | 数量指标 | 扶持企业 | 3 | 3 | 10
    年度绩效目标({points}分) | 产出指标(60分) | 时效指标 | 资金执行率 | 90% | 100% | 10
    年度绩效目标({points}分) | 产出指标(60分) | 时效指标 | 拨付及时率 | 98%以上 | 100% | 10
    年度绩效目标({points}分) | 效益指标(40分) | 社会效益指标 | 企业竞争力 | 增强 | 增强 | 20
    年度绩效目标({points}分) | 效益指标(40分) | 可持续影响指标 | 长效机制 | 建立 | 建立 | 20
    总分 | | | | | | 100
"""


def test_rows_that_make_more_than_the_printed_total_score_are_found() -> None:
    (result,) = results(FORM, BLOCKS.format(points=80))
    assert any("总分为100分" in one and "120分" in one for one in told(result))


def test_a_block_label_printed_again_in_each_row_is_one_block() -> None:
    (result,) = results(FORM, BLOCKS.format(points=80))
    assert result.report is not None
    weights = [str(g.quantity("weight")) for g in result.report.items("indicators.groups")]
    assert weights == ["60分", "40分"]


def test_blocks_that_make_more_than_their_header_are_found() -> None:
    (result,) = results(FORM, BLOCKS.format(points=80))
    assert any("80分" in one and "100分" in one for one in told(result) if "绩效目标" in one)
