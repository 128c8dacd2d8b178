"""Printed figures: one value, many spellings; what is not a quantity is set aside with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest

from extractor.model import Comparator, Quantity
from extractor.numbers import QUANTITY_KINDS, Kind, Token, as_money, scan, units, with_unit
from extractor.text import fold


@dataclass(frozen=True, slots=True)
class Figure:
    """What a spelling says: the printed decimals are those of `value` unless given."""

    value: str
    unit: str | None = None
    comparator: Comparator | None = None
    about: bool = False
    decimals: int | None = None

    @property
    def expected(self) -> tuple[str, int, str | None, Comparator | None, bool]:
        decimals = self.decimals
        if decimals is None:
            decimals = len(self.value.partition(".")[2])
        return self.value, decimals, self.unit, self.comparator, self.about


def printed(text: str) -> list[Token]:
    return list(scan(fold(text)))


def quantities(text: str) -> list[Quantity]:
    return [token.quantity for token in printed(text) if token.quantity]


def said(quantity: Quantity) -> tuple[str, int, str | None, Comparator | None, bool]:
    return (
        f"{quantity.value:f}", quantity.decimals, quantity.unit, quantity.comparator,
        quantity.approximate,
    )  # fmt: skip


MONEY: list[tuple[Figure, list[str]]] = [
    (Figure("2703.72", "万元"), [
        "2703.72万元", "2,703.72万元", "２７０３.７２万元", "２７０３．７２萬元", "2703.72萬元",
        "支出2703.72万元，", "（2703.72万元）", "2703.72万元2023年度",
    ]),
    (Figure("12345678.90", "元"), ["12345678.90元", "12,345,678.90元", "１２３４５６７８.９０元"]),
    (Figure("50000", "元"), ["50000元", "50,000元", "50000圆", "伍万元", "５００００元"]),
    (Figure("50000.00", "元"), [
        "50000.00元", "伍万元整", "伍万圆整", "伍万元正", "人民币伍万元整",
    ]),
    (Figure("0", "万元"), ["0万元"]),
    (Figure("100.00", "万元"), ["100.00万元"]),
    (Figure("1.2", "亿元"), ["1.2亿元", "1.2億元"]),
    (Figure("2024", "元"), ["2024元", "2,024元"]),
    (Figure("2023.5", "万元"), ["2023.5万元", "2,023.5万元"]),
    # formal capitals: 整, 角 and 分 fix the amount to the cent
    (Figure("1200.90", "元"), ["壹仟贰佰元玖角整", "壹仟贰佰元玖角", "1,200.90元"]),
    (Figure("1234.56", "元"), ["壹仟贰佰叁拾肆元伍角陆分", "壹仟貳佰參拾肆圓伍角陸分"]),
    (Figure("803.07", "元"), ["捌佰零叁元零柒分", "捌佰零叁元柒分"]),
    (Figure("10005.00", "元"), ["壹万零伍元整"]),
    (Figure("200300.00", "元"), ["贰拾万零叁佰元整"]),
    (Figure("100000.00", "元"), ["拾万元整", "壹拾万元整"]),
    (Figure("320000000.00", "元"), ["叁亿贰仟万元整"]),
    (Figure("34500", "元"), ["叁万肆仟伍佰元"]),
    # plain Chinese numerals
    (Figure("30", "万元"), ["三十万元", "30万元"]),
    (Figure("35000", "元"), ["三万五千元", "三万五元"]),
    (Figure("30005", "元"), ["三万零五元"]),
    (Figure("1234567", "元"), ["一百二十三万四千五百六十七元"]),
    (Figure("2300", "万元"), ["两千三百万元", "二千三百万元"]),
    (Figure("12000", "万元"), ["一亿两千万元", "1亿2000万元"]),
    # compounds keep the last printed unit
    (Figure("23000", "万元"), ["2亿3000万元", "2亿3,000万元"]),
    (Figure("105000", "元", decimals=-3), ["10万5千元"]),  # printed to the thousand
    (Figure("12300", "元", decimals=-2), ["1万2千3百元"]),
    (Figure("35600", "元"), ["3万5600元"]),
    (Figure("123456789", "元"), ["1亿2345万6789元"]),
    (Figure("1.2", "万亿元"), ["1.2万亿元"]),
    (Figure("3", "千万元"), ["3千万元"]),
    (Figure("3.5", "千万元"), ["3.5千万元"]),
    (Figure("2", "百万元"), ["2百万元"]),
    (Figure("5", "千元"), ["5千元"]),
    (Figure("50", "万元"), ["50万元", "50万人民币"]),
    # amounts that look like a date, a telephone number or a code
    (Figure("20240926.55", "元"), ["20240926.55元"]),
    (Figure("20240926", "元"), ["20240926元"]),
    (Figure("13812345678", "元"), ["13812345678元"]),
    (Figure("4001234567", "元"), ["4001234567元"]),
    (Figure("123456789012", "元"), ["123456789012元"]),
]  # fmt: skip

SHARES: list[tuple[Figure, list[str]]] = [
    (Figure("1055.4", "%"), ["1,055.4%", "1055.4%", "1055.4％", "１０５５.４﹪"]),
    (Figure("65.90", "%"), ["65.90%", "６５．９０％", "百分之65.90"]),
    (Figure("98", "%"), ["98%", "百分之九十八", "百分之98"]),
    (Figure("98.5", "%"), ["98.5%", "百分之98.5", "百分之九十八点五"]),
    (Figure("0.5", "%"), ["0.5%", "百分之零点五"]),
    (Figure("10", "%"), ["百分之十", "百分之一十"]),
    (Figure("100", "%"), ["100%", "百分之百", "百分之一百"]),
    (Figure("-3.2", "%"), ["-3.2%", "增长-3.2%", "－3.2%", "−3.2%"]),
    (Figure("3.5", "‰"), ["3.5‰"]),
    (Figure("2.35", "百分点"), ["2.35个百分点", "2.35百分点", "下降2.35个百分点"]),
    (Figure("90.38", "分"), ["90.38分", "９０.３８分", "得分90.38分。"]),
]

COUNTS: list[tuple[Figure, list[str]]] = [
    (Figure("8", "个"), ["8个", "八个", "八个村"]),
    (Figure("2", "个"), ["两个", "二个"]),
    (Figure("12", "个"), ["12个", "十二个", "一十二个"]),
    (Figure("102", "名"), ["102名", "一百零二名", "一百〇二名"]),
    (Figure("10005", "个"), ["一万零五个", "10,005个"]),
    (Figure("20", "个月"), ["20个月", "二十个月"]),
    (Figure("12", "项"), ["12项指标"]),
    (Figure("215", "户"), ["215户"]),
    (Figure("5", "千米"), ["5千米"]),
    (Figure("3", "千瓦时"), ["3千瓦时"]),
    (Figure("26.4", "公里"), ["26.4公里"]),
    (Figure("173", "人次"), ["173人次"]),
    (Figure("30", "万人次"), ["30万人次"]),
    (Figure("1.2", "万平方米"), ["1.2万平方米"]),
    (Figure("3", "个工作日"), ["3个工作日"]),
    (Figure("3000", "人", decimals=-3), ["3千人"]),
    (Figure("120", "元/人"), ["120元/人"]),
    (Figure("3.5", "万元/公里"), ["3.5万元/公里"]),
    (Figure("350", "元/㎡"), ["350元/㎡"]),
    (Figure("5", "万"), ["5万", "资金5万"]),
    (Figure("3.2", "亿"), ["资金3.2亿", "3.2亿"]),
    (Figure("1781.79", "万"), ["1,781.79万"]),
    (Figure("1055.40"), ["1,055.40", "1055.40"]),
]

APPROXIMATE: list[tuple[Figure, list[str]]] = [
    (Figure("6000", "万元", about=True), [
        "6000余万元", "6000多万元", "6000万余元", "近6000万元", "约6000万元", "大约6000万元",
        "将近6000万元", "接近6000万元", "约为6000万元", "大概6000万元", "6000万元左右",
        "6000万元上下", "约6,000万元",
    ]),
    (Figure("600", "人次", about=True), ["600余人次", "600多人次", "近600人次", "600人次左右"]),
    (Figure("10", "个", about=True), ["10来个", "10余个", "10多个", "十余个", "十多个"]),
    (Figure("3000", "万元", about=True), ["三千多万元", "三千余万元"]),
    (Figure("20", about=True), ["20余，", "20多"]),
    (Figure("500", "米"), ["附近500米", "500米"]),  # 附近 is a place, not an approximation
    (Figure("30", comparator=">=", about=True), ["≥约30"]),
]  # fmt: skip

BOUNDS: list[tuple[Figure, list[str]]] = [
    (Figure("90", "%", ">="), [
        "大于等于90%", "大于或等于90%", "不低于90%", "不少于90%", "不小于90%", "至少90%",
        "达到或超过90%", "≥90%", "≧90%", "⩾90%", ">=90%", "＞＝90%", "＞=90%", "=>90%",
        "90%以上", "90%及以上", "90%或以上",
    ]),
    (Figure("5", "%", "<="), [
        "小于等于5%", "小于或等于5%", "不高于5%", "不超过5%", "不多于5%", "不大于5%", "最多5%",
        "控制在5%", "控制在5%以内", "≤5%", "≦5%", "⩽5%", "<=5%", "＜＝5%", "=<5%", "5%以下",
        "5%及以下", "5%以内", "5%之内",
    ]),
    (Figure("100", "万元", "<="), ["不超过100万元", "100万元以内", "≤100万元"]),
    (Figure("30", "日", "<="), ["30日以内", "≤30日"]),
    (Figure("90", "%", ">"), [
        "大于90%", "超过90%", "高于90%", "多于90%", ">90%", "＞90%", "﹥90%",
    ]),
    (Figure("60", "%", "<"), [
        "小于60%", "低于60%", "少于60%", "不足60%", "不到60%", "<60%", "﹤60%",
    ]),
    (Figure("100", "%", "="), ["等于100%", "=100%", "＝100%"]),
]  # fmt: skip


def spelled() -> Iterator[tuple[Figure, str]]:
    for table in (MONEY, SHARES, COUNTS, APPROXIMATE, BOUNDS):
        for figure, spellings in table:
            yield from ((figure, spelling) for spelling in spellings)


@pytest.mark.parametrize(
    ("figure", "spelling"), list(spelled()), ids=[spelling for _, spelling in spelled()]
)
def test_each_spelling_gives_one_value(figure: Figure, spelling: str) -> None:
    assert [said(q) for q in quantities(spelling)] == [figure.expected]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("4125.49,4143.91万元", [("4125.49", None), ("4143.91", "万元")]),
        ("4125.49,414.91万元", [("4125.49", None), ("414.91", "万元")]),
        ("5,1234元", [("5", None), ("1234", "元")]),
        ("173人次63.30万元", [("173", "人次"), ("63.30", "万元")]),
        ("5个、6个", [("5", "个"), ("6", "个")]),
        ("38.15万元，100%", [("38.15", "万元"), ("100", "%")]),
        ("（1）1200万元", [("1200", "万元")]),
        ("2023年1家", [("1", "家")]),
        ("2024年3个项目", [("3", "个")]),
        ("2023年度1200万元", [("1200", "万元")]),
    ],
)
def test_neighbouring_figures_stay_apart(text: str, figures: list[tuple[str, str | None]]) -> None:
    assert [(f"{q.value:f}", q.unit) for q in quantities(text)] == figures


@pytest.mark.parametrize(
    "text",
    [
        "12分别", "30分类", "5分析", "240人民", "3000人员", "200人大代表", "12个人", "6个性化",
        "3年初", "8年末", "12家庭", "45项目", "2名称", "12口径", "3处理", "2支出", "5支付",
        "3部门", "4本级", "5面积", "8条件", "12份额", "12场所", "6组织", "7批复", "9方面",
        "10起来", "3门诊", "3所有", "2道路", "100人均", "12次日",
    ],
)  # fmt: skip
def test_a_unit_character_of_another_word_does_not_bind(text: str) -> None:
    (token,) = printed(text)
    assert token.quantity
    assert (token.kind, token.quantity.unit) == ("bare", None)
    assert token.quantity.raw.isdigit()


@pytest.mark.parametrize(
    "text",
    [
        "三四个", "七八个", "二三十人", "两三百户", "几十万元", "数十万元", "数百人", "百余人",
        "一次性",
        "进一步",
    ],
)  # fmt: skip
def test_loose_numerals_give_no_figure(text: str) -> None:
    assert quantities(text) == []


ASIDE: list[tuple[Kind, str, list[str]]] = [
    ("year", "年度", [
        "⟦2024年⟧", "⟦2024年度⟧预算", "⟦2023年度⟧1200万元", "⟦2023年⟧1家", "（⟦2024⟧）",
        "⟦2024年⟧末",
        "⟦20××年⟧", "1200万元⟦2023年⟧", "⟦二〇二四年⟧",
    ]),
    ("aside", "年度区间", [
        "⟦2022-2023年⟧", "⟦2022年-2023年⟧", "⟦2022—2023年⟧", "⟦2022~2023年⟧", "⟦2022至2023年⟧",
        "⟦2021年至2023年⟧", "⟦２０２２－２０２３年⟧",
    ]),
    ("date", "日期", [
        "⟦2024年4月15日⟧", "⟦2024年4月⟧", "⟦2024-09-26⟧", "⟦2024.9.26⟧", "⟦2024/9/26⟧",
        "⟦20240926⟧",
        "⟦9月26日⟧", "截至⟦12月31日⟧", "⟦12月底⟧", "⟦6月末⟧", "⟦1-6月⟧", "⟦1-12月⟧",
        "2023年⟦1-6月⟧",
    ]),
    ("aside", "时刻", ["⟦9:30⟧", "⟦9：30⟧"]),
    ("aside", "文号", [
        "财预⟦〔2021〕94号⟧", "财预⟦[2021]94号⟧", "财预⟦（2021）94号⟧", "财预⟦〔2021〕第94号⟧",
        "⟦第94号⟧",
    ]),
    ("aside", "电话号码", ["⟦0991-3861234⟧", "电话：⟦13812345678⟧", "⟦4008001234⟧"]),
    ("aside", "编码", [
        "⟦12345678901234567890⟧", "⟦C25⟧混凝土", "⟦DN300⟧管道", "⟦PM2.5⟧浓度", "⟦5A级⟧景区",
    ]),
    ("aside", "序数", ["⟦第3期⟧", "⟦第十二届⟧", "⟦第1次⟧", "⟦第12条⟧", "⟦第一季度⟧", "⟦第2名⟧"]),
    ("aside", "尺寸", ["⟦0.6*0.6⟧", "⟦0.6×0.6⟧", "⟦0.6×0.6米⟧", "⟦600×600mm⟧", "⟦2×3×4⟧"]),
    ("aside", "比例式", ["⟦6:2:2⟧", "⟦6：2：2⟧"]),
    ("aside", "序号", [
        "⟦1.⟧加强管理", "⟦2、⟧完善制度", "⟦（3）⟧落实责任", "⟦(12)⟧其他", "\n⟦2.⟧全年",
        "⟦1.2⟧产出指标",
        "⟦2.4.1⟧产出指标", "措施：⟦1.⟧加强管理",
    ]),
    ("aside", "编号", ["⟦3号⟧楼", "⟦12号⟧线", "附件⟦2⟧\n2022年度", "附件⟦12⟧：自评表", "附件⟦3⟧.项目表"]),
    ("aside", "数值区间", [
        "⟦10-20万元⟧", "⟦10~20万元⟧", "⟦10—20万元⟧", "⟦10万元-20万元⟧", "⟦10至20人⟧", "⟦10%-20%⟧",
        "⟦20,000-30,000元⟧",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "reason", "marked"),
    [(kind, reason, text) for kind, reason, texts in ASIDE for text in texts],
)
def test_what_is_no_quantity_is_set_aside_with_its_reason(
    kind: Kind, reason: str, marked: str
) -> None:
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    tokens = printed(marked.replace("⟦", "").replace("⟧", ""))
    (token,) = (t for t in tokens if t.start < end and t.end > start)
    assert (token.start, token.end) == (start, end)
    assert (token.kind, token.reason, token.quantity) == (kind, reason, None)
    assert kind not in QUANTITY_KINDS


@pytest.mark.parametrize(
    ("text", "kind", "dimension"),
    [
        ("5万元", "money", "money"),
        ("伍元整", "money", "money"),
        ("五万元", "money", "money"),
        ("5%", "rate", "rate"),
        ("百分之五", "rate", "rate"),
        ("5个百分点", "point", "point"),
        ("5分", "score", "score"),
        ("5人次", "count", "person_times"),
        ("5亩", "count", "area"),
        ("100万美元", "count", "foreign_money"),
        ("120元/人", "count", "unit_price"),  # never part of a sum
        ("五个", "chinese", "count"),
        ("5万", "wan", None),
        ("5", "bare", None),
    ],
)
def test_the_kind_of_a_figure_follows_its_unit(
    text: str, kind: Kind, dimension: str | None
) -> None:
    (token,) = printed(text)
    assert token.quantity
    assert (token.kind, token.quantity.dimension) == (kind, dimension)
    assert (token.quantity.unit_source == "figure") is (kind != "bare")
    assert token.quantity.raw == fold(text)


@pytest.mark.parametrize(
    ("text", "base", "half_unit"),
    [
        ("1.2亿元", "120000000", "5000000"),
        ("2703.72万元", "27037200", "50"),
        ("2703.70万元", "27037000", "50"),
        ("2,703元", "2703", "0.5"),
        ("10万5千元", "105000", "500"),
        ("2亿3000万元", "230000000", "5000"),
        ("三十万元", "300000", "5000"),
        ("3.5‰", "0.35", "0.005"),
        ("2公顷", "30", "7.5"),
    ],
)
def test_factors_and_printed_places_are_exact(text: str, base: str, half_unit: str) -> None:
    (quantity,) = quantities(text)
    assert (quantity.base, quantity.half_unit) == (Decimal(base), Decimal(half_unit))


@pytest.mark.parametrize(
    ("text", "unit", "base"), [("5万", "万元", 50000), ("1.5亿", "亿元", 150000000)]
)
def test_a_bare_wan_is_read_as_money_where_the_label_says_so(
    text: str, unit: str, base: int
) -> None:
    (quantity,) = quantities("资金" + text)
    money = as_money(quantity)
    assert (money.unit, money.dimension, int(money.base)) == (unit, "money", base)


def test_the_unit_line_gives_a_bare_figure_its_unit() -> None:
    (quantity,) = quantities("2,703.72")
    money = with_unit(quantity, "万元")
    assert (money.unit, money.dimension, int(money.factor)) == ("万元", "money", 10000)
    assert money.unit_source == "unit_line"
    assert (money.value, money.decimals) == (quantity.value, quantity.decimals)


@pytest.mark.parametrize("word", sorted(units()))
def test_every_unit_of_the_rules_is_read_after_a_figure(word: str) -> None:
    unit = units()[word]
    (quantity,) = quantities(f"共37{word}，")
    assert (quantity.base, quantity.dimension) == (37 * unit.factor, unit.dimension)
