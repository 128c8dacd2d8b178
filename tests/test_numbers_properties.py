"""Laws of the number grammar, and its numerals held against cn2an."""

from __future__ import annotations

from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.numbers import QUANTITY_KINDS, parse_chinese, parse_formal_money, scan
from extractor.text import fold

UNITS = [
    "元", "万元", "亿元", "%", "‰", "分", "人", "人次", "个", "项", "户", "亩", "万亩", "公里", "吨",
    "平方米", "百分点",
]  # fmt: skip
GRAMMAR = (
    "0123456789.,%‰-+*×xX:/~ \n万亿元圆角分整正个人次名年月日号第期百之点千十零〇一二两三四五六七八九"
    "壹贰叁肆拾佰仟（）()〔〕[]：≥≤<>=约近余多来大于等不低超过以上内左右，。；、"
    "ACGkm\ue001"
)


@given(
    digits=st.integers(0, 10**13 - 1),
    decimals=st.integers(0, 4),
    commas=st.booleans(),
    unit=st.sampled_from(UNITS),
    lead=st.sampled_from(["", "支出", "共", "，"]),
)
@example(digits=2024092655, decimals=2, commas=False, unit="元", lead="共")
@example(digits=13812345678, decimals=0, commas=False, unit="元", lead="共")
@example(digits=123456789012, decimals=0, commas=False, unit="元", lead="共")
@example(digits=4001234567, decimals=0, commas=False, unit="元", lead="共")
@example(digits=1999, decimals=0, commas=False, unit="个", lead="")
def test_a_formatted_decimal_is_read_back_exactly(
    digits: int, decimals: int, commas: bool, unit: str, lead: str
) -> None:
    if not unit.endswith("元"):
        digits %= 10**7  # 20240926 and 13812345678 are money only when 元 follows
    value = Decimal(digits).scaleb(-decimals)
    figure = f"{value:,.{decimals}f}" if commas else f"{value:.{decimals}f}"
    text = f"{lead}{figure}{unit}，"
    (token,) = scan(fold(text))
    assert (token.start, token.end) == (len(lead), len(text) - 1)
    assert token.quantity
    assert (token.quantity.value, token.quantity.decimals) == (value, decimals)
    assert token.quantity.unit == unit


@given(
    values=st.lists(
        st.tuples(
            st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2), st.sampled_from(UNITS)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_figures_in_a_row_are_read_one_by_one(values: list[tuple[Decimal, str]]) -> None:
    text = "分别为" + "、".join(f"{value}{unit}" for value, unit in values) + "。"
    found = [t.quantity for t in scan(text) if t.quantity]
    assert [(q.value, q.unit) for q in found] == values


@given(st.one_of(st.text(), st.text(alphabet=GRAMMAR, max_size=60)), st.booleans())
@example("百分之百", True)
@example("仟佰拾万仟佰拾元角分", True)  # an empty form to be filled in
@example("1234567890123456789012345678901.5万", True)
@example("壹" * 30 + "元", True)
@example("٣٤%", True)
def test_scan_never_raises_and_its_tokens_are_in_order(text: str, folded: bool) -> None:
    text = fold(text) if folded else text
    end = 0
    for token in scan(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end
        assert (token.quantity is not None) is (token.kind in QUANTITY_KINDS)
        assert bool(token.reason) is (token.quantity is None)
        if token.quantity:
            assert token.quantity.raw == text[token.start : token.end]


@pytest.mark.parametrize(
    "character", ["壹", "一", "零", "万", "1", "1,", "1.", "1万", "1*", "1:", "〔"]
)
def test_a_long_run_of_one_sign_costs_little(character: str) -> None:
    # trying every split of a run cost 5 s here for 壹, eight times as much for twice the length
    start = perf_counter()
    assert all(token.end > token.start for token in scan(character * 1500))
    assert perf_counter() - start < 2


@given(st.integers(1, 99_999_999))
@example(10)
@example(110)
@example(10_005)
@example(100_000)
@example(10_000_000)
def test_numerals_agree_with_cn2an(number: int) -> None:
    cn2an = pytest.importorskip("cn2an")
    assert parse_chinese(cn2an.an2cn(str(number), "low")) == number
    assert parse_chinese(cn2an.an2cn(str(number), "up")) == number


@given(st.integers(100, 99_999_999_99))
@example(120_090)
@example(1_000)
def test_formal_amounts_agree_with_cn2an(cents: int) -> None:
    cn2an = pytest.importorskip("cn2an")
    amount = Decimal(cents).scaleb(-2)
    formal = cn2an.an2cn(str(amount), "rmb")
    assert parse_formal_money(formal).value == amount
    (token,) = scan(f"人民币{formal}。")
    assert token.quantity
    assert (token.quantity.value, token.quantity.unit) == (amount, "元")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10), ("十二", 12), ("二十", 20), ("一百零二", 102), ("一百一十", 110),
        ("两千三百", 2300),
        ("三万五", 35000), ("三百三", 330), ("一千二", 1200), ("十万五", 105000),
        ("三万零五", 30005),
        ("壹万贰仟", 12000), ("陆拾", 60), ("二〇二三", 2023), ("一亿", 10**8),
        ("一亿两千万", 12 * 10**7),
        ("零", 0), ("廿五", 25),
    ],
)  # fmt: skip
def test_numerals_and_their_values(text: str, value: int) -> None:
    assert parse_chinese(text) == value


@pytest.mark.parametrize(
    "text", ["", "甲", "12", "一百百", "千百十", "万", "三四", "二三十", "两三百"]
)
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_chinese(text)


@pytest.mark.parametrize("text", ["", "元", "壹", "壹元贰", "一元", "佰元整"])
def test_what_is_no_formal_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_formal_money(text)
