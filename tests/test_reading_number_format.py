"""What a cell shows: the stored number and its format code → the words on the sheet."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.number_format import BUILT_IN, number_format

ACCOUNTING = BUILT_IN[43]

SHOWN: dict[str, dict[tuple[str, str], str]] = {
    "printed decimals": {
        ("2703.7", "0.00"): "2703.70",
        ("1234567.5", "#,##0.00"): "1,234,567.50",
        ("0.93659999999999999", "0.00%"): "93.66%",
        ("1", "0.00%"): "100.00%",
        ("0.9", "0%"): "90%",
        ("12", "0"): "12",
        ("0", "0.00"): "0.00",
        ("12.5", ".00"): "12.50",
        ("0.5", "#.##"): ".5",
        ("5", "0.##"): "5",
        ("5.25", "0.0#"): "5.25",
        ("5", "0.0#"): "5.0",
        ("7", "000"): "007",
        ("1234", "0,000,000"): "0,001,234",
        ("12345.6", "#,###.##"): "12,345.6",
        ("5.5", "?.??"): "5.5",
    },
    "rounding as spreadsheets do, from 15 digits and half up": {
        ("2.675", "0.00"): "2.68",
        ("2.6749999999999998", "0.00"): "2.68",
        ("1.005", "0.00"): "1.01",
        ("-2.5", "0"): "-3",
        ("99.995", "0.00"): "100.00",
        ("0.99995", "0.00%"): "100.00%",
        ("12345678901234567", "0"): "12345678901234600",
        ("100000000000000000000", "#,##0.0"): "100,000,000,000,000,000,000.0",
    },
    "General: eleven characters, no noise": {
        ("0.30000000000000004", "General"): "0.3",
        ("2703.6999999999998", "General"): "2703.7",
        ("12", "General"): "12",
        ("12.0", "General"): "12",
        ("0", "General"): "0",
        ("-0.25", "General"): "-0.25",
        ("1234.56789012", "General"): "1234.56789",
        ("0.123456789012", "General"): "0.123456789",
        ("12345678901", "General"): "12345678901",
        ("12345678901.5", "General"): "12345678902",
        ("123456789012", "General"): "1.23457E+11",
        ("99999999999.9", "General"): "1E+11",
        ("0.00001", "General"): "0.00001",
        ("0.0000123456", "General"): "1.23456E-05",
        ("9.9999999E-7", "General"): "1E-06",
        ("5", "@"): "5",
        ("5", ""): "5",
        ("5", 'General"元"'): "5元",
        ("-5", 'G/通用格式"元"'): "-5元",
    },
    "words, escapes, padding": {
        ("63.3", '0.00"万元"'): "63.30万元",
        ("63.3", r"0.00\万\元"): "63.30万元",
        ("12345", '0!.0,"万元"'): "1.2万元",
        ("5", "¥#,##0.00"): "¥5.00",
        ("-5", '"¥"#,##0.00'): "-¥5.00",
        ("5", "[$¥-804]#,##0.00"): "¥5.00",
        ("5", "_ * #,##0.00_ "): "5.00",
        ("5.5", "0.00 USD"): "5.50 USD",
        ("13800138000", "000-0000-0000"): "138-0013-8000",
        ("50", '0"%"'): "50%",
        ("1", '"合格"'): "合格",
    },
    "scaling commas": {
        ("123456789", "#,##0.00,"): "123,456.79",
        ("123456789", "0.0,,"): "123.5",
        ("123456789", '0.00,,"百万元"'): "123.46百万元",
    },
    "sections by sign": {
        ("-5", "0.00;(0.00)"): "(5.00)",
        ("-1234.5", "#,##0.0_);[Red](#,##0.0)"): "(1,234.5)",
        ("-5", "0.00"): "-5.00",
        ("-5", "0.00_ ;[红色]-0.00 "): "-5.00",
        ("-5", "0.00;0.00"): "5.00",
        ("0", "0.00;-0.00;"): "",
        ("0", '0;-0;"无"'): "无",
        ("0", ACCOUNTING): "-",
        ("1234.5", ACCOUNTING): "1,234.50",
        ("-1234.5", ACCOUNTING): "-1,234.50",
        ("-0.001", "0.00"): "-0.00",
    },
    "a minus that only the colour shows is kept": {
        ("-5", "0.00;[Red]0.00"): "-5.00",
        ("-5", "[红色][<0]0.00;0.00"): "-5.00",
        ("-5", "0.00;[Red](0.00)"): "(5.00)",
    },
    "sections by condition": {
        ("12345", '[>=10000]0.0,"千";0'): "12.3千",
        ("999", '[>=10000]0.0,"千";0'): "999",
        ("-999", '[>=10000]0.0,"千";0'): "-999",
        ("0.5", "[<1]0.00%;0.0"): "50.00%",
        ("2", "[<1]0.00%;0.0"): "2.0",
        ("1", '[=1]"是";[=0]"否";0'): "是",
        ("0", '[=1]"是";[=0]"否";0'): "否",
        ("3", '[=1]"是";[=0]"否";0'): "3",
        ("3", '[=1]"是";[=0]"否"'): "3",
        ("-5", '[<0]"减"0.0;0.0'): "减5.0",
        ("-20000", '[<=-10000]0.0,"千";0'): "-20.0千",
        ("2", "[<>1]0.0;0"): "2.0",
        ("5", "[>x]0.0"): "5.0",
    },
    "dates": {
        ("45397", 'yyyy"年"m"月"d"日"'): "2024年4月15日",
        ("45397", "yyyy-mm-dd"): "2024-04-15",
        ("45397", BUILT_IN[14]): "2024/4/15",
        ("45397", BUILT_IN[57]): "2024年4月",
        ("45397", r"yyyy\-m\-d;@"): "2024-4-15",
        ("45397", "[$-804]yyyy/m/d"): "2024/4/15",
        ("45397", "[$-F800]dddd, mmmm dd, yyyy"): "2024年4月15日",
        ("45397", "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\""): "二〇二四年四月十五日",
        ("45397", "yy.mm.dd"): "24.04.15",
        ("45397", "e"): "2024",
        ("45397", "aaaa"): "星期一",
        ("45397", "[$-804]ddd"): "周一",
        ("45397", "d-mmm-yy"): "15-Apr-24",
        ("45397", "[$-804]mmmm"): "四月",
        ("61", "yyyy/m/d"): "1900/3/1",
        ("60", "yyyy/m/d"): "1900/2/29",
        ("1", "yyyy/m/d"): "1900/1/1",
        ("-1", "yyyy/m/d"): "-1",
        ("2958466", "yyyy/m/d"): "2958466",
    },
    "times": {
        ("45397.75", BUILT_IN[22]): "2024/4/15 18:00",
        ("0.75", "h:mm AM/PM"): "6:00 PM",
        ("0.25", "上午/下午h\"时\"mm\"分\""): "上午6时00分",
        ("1.5", "[h]:mm"): "36:00",
        ("0.0625", "[mm]:ss"): "90:00",
        ("45397.123456", "h:mm:ss.00"): "2:57:46.60",
        ("45397.999999999", "yyyy/m/d h:mm:ss"): "2024/4/16 0:00:00",
        ("0.9999", "h:mm"): "23:59",
    },
    "powers and fractions": {
        ("12345", "0.00E+00"): "1.23E+04",
        ("0.00012", "0.0E-0"): "1.2E-4",
        ("9.99", "0.0E+0"): "1.0E+1",
        ("123456", "##0.0E+0"): "123.5E+3",
        ("0", "0.00E+00"): "0.00E+00",
        ("0.5", "# ?/?"): "0.5",
    },
    "Chinese numerals": {
        ("1024", "[DBNum1][$-804]General"): "一千〇二十四",
        ("1234.56", "[DBNum2][$-804]General"): "壹仟贰佰叁拾肆.伍陆",
        ("20240005", "[DBNum2]G/通用格式"): "贰仟零贰拾肆万零伍",
        ("100", '[DBNum2]General"元整"'): "壹佰元整",
        ("1234", "[DBNum2]0"): "壹贰叁肆",
        ("12", "[DBNum3]0"): "１２",
    },
    "no number, or none that can be shown": {
        ("abc", "0.00"): "abc",
        ("NaN", "0.00"): "NaN",
        ("1E999999999", "0.00"): "1E999999999",
        ("5", "0" * 2000): "5",
    },
}  # fmt: skip
CASES = [(topic, *case, shown) for topic, cases in SHOWN.items() for case, shown in cases.items()]


@pytest.mark.parametrize(("topic", "number", "code", "shown"), CASES)
def test_a_number_is_shown_as_its_format_says(
    topic: str, number: str, code: str, shown: str
) -> None:
    assert number_format(code).show_number(number) == shown, topic


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", "甲"), ("@", "甲"), ("0.00", "甲"), ("0.00;-0.00;0.00;@", "甲"), (";;;", ""),
        ('@"单位"', "甲单位"), ("0;0;0;", ""), ('0;0;0;"文"', "文"), ("0;@", "甲"),
    ],
)  # fmt: skip
def test_a_text_is_shown_as_its_format_says(code: str, shown: str) -> None:
    assert number_format(code).show_text("甲") == shown


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    style = number_format("yyyy-m-d")
    assert style.show_number("43935", from_1904=True) == style.show_number("45397") == "2024-4-15"
    assert number_format("[h]").show_number("1.5", from_1904=True) == "36"


@given(st.integers(-(10**13), 10**13), st.integers(0, 4))
def test_a_fixed_format_prints_the_exact_value(units: int, decimals: int) -> None:
    value = Decimal(units).scaleb(-decimals)
    places = "." + "0" * decimals if decimals else ""
    plain = number_format("0" + places).show_number(str(value))
    assert Decimal(plain) == value
    assert len(plain.partition(".")[2]) == decimals
    grouped = number_format("#,##0" + places).show_number(str(value))
    assert grouped == f"{value:,.{decimals}f}"


@given(st.floats(-1e10, 1e10, allow_subnormal=False))
def test_general_is_short_and_near(value: float) -> None:
    shown = number_format("General").show_number(repr(value))
    assert len(shown.lstrip("-")) <= 11 + (0 < abs(value) < 1e-99)
    assert abs(float(shown) - value) <= max(abs(value), 1.0) * 1e-4


@given(st.text('0#?.,%;@[]<>=\\"_*-+EeymdhsaGl/ 元万Red$804年ABCDPM!', max_size=30), st.floats())
def test_no_code_and_no_number_raises(code: str, value: float) -> None:
    style = number_format(code)
    assert isinstance(style.show_number(repr(value)), str)
    assert isinstance(style.show_number(repr(value), from_1904=True), str)
    assert isinstance(style.show_text("文字"), str)
