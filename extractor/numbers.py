"""The grammar of printed figures: folded text → tokens with exact quantities.

A token is a span that holds a figure. It is a quantity (money, rate, count …) or it is set
aside with a reason (a year, a document number, a list number). Units, comparators and
approximate words are data (`patterns/units.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Literal, NamedTuple, cast

from extractor.model import Comparator, Quantity
from extractor.resources import any_of, built_in

Kind = Literal[
    "money", "rate", "point", "score", "count", "wan", "bare", "chinese", "year", "date", "aside"
]
QUANTITY_KINDS: frozenset[str] = frozenset(
    {"money", "rate", "point", "score", "count", "wan", "bare", "chinese"}
)

MONEY_KINDS: frozenset[str] = frozenset({"money", "wan"})
"""An amount, or a figure with 万 or 亿 alone, which is one where the label says so."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2}
_FORMAL: dict[int, int | str] = {
    **str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟圆弍貳參参陸", "一二三四五六七八九十百千元二二三三六"),
    ord("廿"): "二十",
}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}


class Token(NamedTuple):
    """A figure in the text: its span, kind, quantity (or the reason why it is none)."""

    start: int
    end: int
    kind: Kind
    quantity: Quantity | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One printed unit: canonical name, dimension and exact factor to the base unit."""

    name: str
    dimension: str
    factor: Decimal


@cache
def units() -> dict[str, Unit]:
    """Printed unit → unit, from `patterns/units.yaml`."""
    data = built_in("units.yaml")
    canonical = data["canonical"]
    table: dict[str, Unit] = {}
    for dimension, entry in data["dimensions"].items():
        for name, factor in entry["units"].items():
            exact = Fraction(factor)
            table[name] = Unit(
                canonical.get(name, name),
                dimension,
                Decimal(exact.numerator) / Decimal(exact.denominator),
            )
    return table


def parse_chinese(text: str) -> Decimal:
    """Value of a Chinese numeral (一百零二, 十二, 两千三百, 壹万贰仟, 三万五).

    Raises:
        ValueError: the characters do not form a number.
    """
    text = text.translate(_FORMAL)
    if not text or (len(text) == 2 and all(_DIGITS.get(c) for c in text)):
        raise ValueError(text)  # 三四个 is three or four
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text))  # 二〇二三 is read digit by digit
    total = section = digit = 0
    last = 1
    for c in text:
        if c in _DIGITS:
            if digit:
                raise ValueError(text)  # 二三十 is twenty to thirty
            digit = _DIGITS[c]
        elif c in _SCALES:
            last = _SCALES[c]
            section += (digit or (1 if c == "十" else 0)) * last
            if not digit and c != "十":
                raise ValueError(text)
            digit = 0
        elif c in _BIG and (total or section or digit):
            last = _BIG[c]
            total = (total + section + digit) * last if c == "亿" else total + (
                section + digit
            ) * last
            section = digit = 0
        else:
            raise ValueError(text)
    # 三万五 is 35000: a final digit right after a scale counts in tenths of it
    if digit and last > 10 and len(text) > 1 and text[-2] in {**_SCALES, **_BIG}:
        digit *= last // 10
    return Decimal(total + section + digit)


def parse_formal_money(text: str) -> Quantity:
    """Quantity in 元 of an amount in formal capitals (壹仟贰佰叁拾肆元伍角陆分)."""
    match = _FORMAL_MONEY.fullmatch(text)
    if not match:
        raise ValueError(text)
    value = parse_chinese(match["yuan"])
    decimals = 0
    for group, place in (("jiao", 1), ("fen", 2)):
        if match[group]:
            value += parse_chinese(match[group]).scaleb(-place)
            decimals = place
    if decimals or match["whole"]:
        decimals = 2  # 整 and 角 fix the amount to the cent
    return Quantity(
        value.quantize(Decimal(1).scaleb(-decimals)), decimals, "元", "money", raw=text,
        unit_source="figure",
    )  # fmt: skip


_NUM = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_CN = "[一二两三四五六七八九十百千零〇]"
_FORMAL_CHARS = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿弍貳參参陸"
_FORMAL_MONEY = re.compile(
    rf"(?P<yuan>[{_FORMAL_CHARS}]+)[元圆](?:零?(?P<jiao>[{_FORMAL_CHARS}])角)?"
    rf"(?:零?(?P<fen>[{_FORMAL_CHARS}])分)?(?P<whole>[整正])?"
)


def _unit_expression(not_before: dict[str, str]) -> str:
    """The expression for any unit, the longest first; `not_before` are characters that undo one.

    Units that begin alike stand together, those of money first: one look at the next character
    tells whether any of them is there.
    """
    alike: dict[str, list[str]] = {name[0]: [] for name in units()}
    for name in sorted(units(), key=len, reverse=True):
        undone = f"(?![{not_before[name]}])" if name in not_before else ""
        alike[name[0]].append(re.escape(name[1:]) + undone)
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in alike.items())


def _other_uses(unit: str) -> str:
    """The expression for what numbers are used for besides quantities: dates, codes, list numbers.

    Those that begin with a digit stand together: one look spares all other places them.
    """
    year = r"(?:19|20)\d{2}"
    return rf"""
          (?P<docnum>[〔\[(]?{year}[〕\])][ ]*第?\d+号|第\d+号|(?<=〕)\d+号)
        | (?=\d)(?:
            (?P<yearrange>{year}年?(?:[-—~～至到]|\s-\s){year}年?)
          | (?P<date>{year}年\d{{1,2}}月(?:\d{{1,2}}日)?|{year}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d)
              |{year}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d|[.,]\d|[百千]?[万亿]*元)
              |\d{{1,2}}月\d{{1,2}}日|(?<![\d.])(?:1[0-2]|0?[1-9])月(?:[份底初末]|中旬|上旬|下旬)?
              |(?<![\d.])\d{{1,2}}[-—~至]\d{{1,2}}月(?:份)?)
          | (?P<time>(?<!\d)\d{{1,2}}:[0-5]\d(?!\d))
          | (?P<phone>(?<!\d)0\d{{2,3}}-\d{{7,8}}(?!\d)|(?<![\d.])1[3-9]\d{{9}}(?![\d.]|[百千]?[万亿]*元)
              |(?<![\d.])[48]00\d{{7}}(?![\d.]|[百千]?[万亿]*元)))
        | (?P<year>(?<![\d.]){year}[ ]*年度?|[一二][〇零一二三四五六七八九]{{3}}年度?|20[xX×*]{{2}}年度?|(?<=[((]){year}(?=[))]))
        | (?P<code>(?<![\d.,])\d{{12,}}(?![\d.,]|[百千]?[万亿]*元)|(?<![A-Za-z])[A-Z]{{1,3}}-?\d+(?:\.\d+)?(?![\d%])
            |\d+(?:\.\d+)?[A-Z](?![A-Za-z])级?)
        | (?P<ordinal>第(?:\d+|{_CN}+)(?:季度|[次个届期批季条款章节项名位号轮版])?)
        | (?P<list>(?:(?<=\n)|\A|(?<=[。;:；：]))\d{{1,2}}(?:[.．](?!\d)|、)
            |(?:(?<=\n)|\A)\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?=[\u4e00-\u9fff])(?!{unit}|[万亿])
            |[(（]\d{{1,2}}[)）](?![%元个]))
        | (?=\d)(?:
            (?P<size>\d+(?:\.\d+)?(?:[*×xX]\d+(?:\.\d+)?)+(?:米|mm|cm|m)?)
          | (?P<proportion>(?<![\d.])\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+(?![\d.]))
          | (?P<label>\d+(?:号|线)(?!召)|(?<=公开)\d+(?=表)|(?<=附件)\d{{1,2}}(?!\d|[.,]\d|[万亿%]|{unit})))"""


@cache
def _grammar() -> re.Pattern[str]:
    data = built_in("units.yaml")
    before = [w for ws in data["comparators"]["before"].values() for w in ws]
    after = [w for ws in data["comparators"]["after"].values() for w in ws]
    about = data["approximate"]
    not_before = data["not_before"]
    unit = _unit_expression(not_before)
    longest = max(map(len, units()))  # a range is looked for only where its sign is in reach
    chinese = any_of([u for u in data["chinese"] if u not in not_before])
    chinese += "|" + "|".join(
        f"{re.escape(u)}(?![{not_before[u]}])" for u in data["chinese"] if u in not_before
    )
    # a figure starts with one of these: the guard keeps the alternation off all other characters
    first = "".join(sorted({w[0] for w in (*before, *about["before"])})).replace("-", "")
    guard = rf"(?=[\d〔\[((（第百A-Z{re.escape(first)}{_FORMAL_CHARS}{_CN[1:-1]}\-])"
    # most figures are amounts and rates, which are none of the things numbers are used for besides
    return re.compile(
        rf"""{guard}(?:(?!\d++(?:[.,]\d++)*+[万亿元%])(?:{_other_uses(unit)})
        | (?P<range>(?=[\d.,]++.{{0,{longest}}}?[-—~～至]){_NUM}(?:{unit})?[-—~～至]{_NUM}(?:{unit}))
        | (?P<percent_cn>百分之(?:(?P<pc_num>{_NUM})|(?P<pc_cn>{_CN}+(?:点[零〇一二三四五六七八九]+)?)))
        | (?P<formal>(?<![{_FORMAL_CHARS}])(?![零万亿]++[元圆])[{_FORMAL_CHARS}]++[元圆]
            (?:零?[{_FORMAL_CHARS}]角)?(?:零?[{_FORMAL_CHARS}]分)?[整正]?)
        | (?P<figure>
            (?P<cmp>{any_of(before)})?(?P<about>(?<![{data["approximate_not_after"]}])(?:{any_of(about["before"])}))?
            (?P<sign>(?<![\dA-Za-z%)）])-)?
            (?P<num>{_NUM})
            (?P<mid1>余|多)?
            (?P<scaled>(?:[十百千]?[万亿]+|千(?![米克瓦])|百(?!分))(?:{_NUM}[十百千]?[万亿千百](?!人|户|个|次))*(?:{_NUM}(?=元))?)?
            (?P<mid2>[余多来](?!次|元[^素]))??
            (?P<mid3>[余多来])?
            (?P<unit>{unit})?
            (?P<tail>{any_of(about["after"])}|[余多](?![\u4e00-\u9fff\d]))?
            (?P<bound>{any_of(after)})?
          )
        | (?P<chinese>(?<![几{_CN[1:-1]}])(?<!数(?=[十百千]))
            (?P<cn>{_CN}[十百千万亿{_CN[1:-1]}]*?)(?P<cn_about>[余多])?(?P<cn_unit>{chinese}))
        )""",
        re.VERBOSE,
    )


@cache
def comparators() -> dict[str, Comparator]:
    """Printed word or sign → comparator."""
    data = built_in("units.yaml")["comparators"]
    return {
        word: cast("Comparator", sign)
        for side in data.values()
        for sign, words in side.items()
        for word in words
    }


_ASIDE = {
    "docnum": "文号",
    "yearrange": "年度区间",
    "time": "时刻",
    "phone": "电话号码",
    "code": "编码",
    "ordinal": "序数",
    "size": "尺寸",
    "proportion": "比例式",
    "list": "序号",
    "label": "编号",
    "range": "数值区间",
}


def scan(text: str) -> Iterator[Token]:
    """Yield the figures of a folded text, in order and without overlap.

    Full-width forms must have been folded to ASCII (`text.fold`); the clause comma `，`
    and the thousands comma `,` stay apart, and a thousands comma joins only when exactly
    three digits follow (`4125.49,4143.91万元` is two figures).
    """
    for match in _grammar().finditer(text):
        # the outer group of the alternative that matched closes last
        try:
            token = _token(match.lastgroup or "", match)
        except (ValueError, InvalidOperation):
            continue  # no number: 仟佰拾元 of a form to be filled in, a numeral of thirty digits
        if token:
            yield token


def _token(kind: str, match: re.Match[str]) -> Token | None:
    start, end = match.span(kind)
    if kind in _ASIDE:
        return Token(start, end, "aside", reason=_ASIDE[kind])
    if kind == "date":
        return Token(start, end, "date", reason="日期")
    if kind == "year":
        return Token(start, end, "year", reason="年度")
    if kind == "percent_cn":
        number = match["pc_num"] or _spoken(match["pc_cn"])
        value = Decimal(number.replace(",", ""))
        decimals = len(number.partition(".")[2])
        quantity = Quantity(
            value, decimals, "%", "rate", raw=match[0], unit_source="figure"
        )
        return Token(start, end, "rate", quantity)
    if kind == "formal":
        return Token(start, end, "money", parse_formal_money(match[0]))
    if kind == "chinese":
        return _chinese(match)
    return _figure(match)


def _spoken(words: str) -> str:
    """Digits of a share in words: 九十八点五 → 98.5, 百 → 100."""
    whole, _, rest = words.partition("点")
    number = "100" if whole == "百" else str(parse_chinese(whole))
    return number + ("." if rest else "") + "".join(str(_DIGITS[c]) for c in rest)


def _chinese(match: re.Match[str]) -> Token:
    # in 一亿两千万元 the 万 of the unit belongs to the numeral
    scale = match["cn_unit"][0] if match["cn_unit"][0] in _BIG else ""
    value = parse_chinese(match["cn"] + scale) / _BIG.get(scale, 1)
    unit = units().get(match["cn_unit"]) or Unit(match["cn_unit"], "count", Decimal(1))
    quantity = Quantity(
        value, 0, unit.name, unit.dimension, unit.factor, raw=match["chinese"],
        approximate=bool(match["cn_about"]), unit_source="figure",
    )  # fmt: skip
    kind: Kind = "money" if unit.dimension == "money" else "chinese"
    return Token(*match.span("chinese"), kind, quantity)


_KIND_OF: dict[str, Kind] = {"money": "money", "rate": "rate", "point": "point", "score": "score"}


def _figure(match: re.Match[str]) -> Token:
    number, sign, scaled, unit_word, before, after, *about = match.group(
        "num", "sign", "scaled", "unit", "cmp", "bound", "about", "mid1", "mid2", "mid3", "tail"
    )
    number = number.replace(",", "")
    value = -Decimal(number) if sign else Decimal(number)
    decimals = len(number.partition(".")[2])
    unit_word = unit_word or ""
    direct = (scaled or "") + unit_word
    if direct in units():  # 万元, 亿元 …
        unit_word = direct
    elif scaled:
        value, decimals, unit_word = _scaled(value, decimals, scaled, unit_word)
    unit = units().get(unit_word)
    word = before or after
    quantity = Quantity(
        value=value,
        decimals=decimals,
        unit=unit.name if unit else (unit_word or None),
        dimension=unit.dimension if unit else None,
        factor=unit.factor if unit else Decimal(1),
        comparator=comparators()[word] if word else None,
        approximate=any(about),
        raw=match["figure"],
        unit_source="figure" if unit_word else None,
    )
    end = match.end("figure")
    kind: Kind = "bare" if unit is None else _KIND_OF.get(unit.dimension, "count")
    if unit is None and unit_word in {"万", "亿"}:
        kind = "wan"
    if kind in MONEY_KINDS and match.string[end : end + 1] == "/":
        # 元/人 is a unit price: never a sum
        slash = re.match(r"/[\u4e00-\u9fffa-zA-Z²³㎡]{1,3}", match.string[end:])
        if slash:
            end += slash.end()
            quantity = replace(
                quantity, unit=(quantity.unit or "") + slash[0], dimension="unit_price",
                raw=quantity.raw + slash[0],
            )  # fmt: skip
            kind = "count"
    return Token(match.start("figure"), end, kind, quantity)


def _scaled(value: Decimal, decimals: int, scaled: str, unit: str) -> tuple[Decimal, int, str]:
    """Resolve 2亿3000万元, 10万5千元, 3千万, 1.2万亿 to a value in the last printed unit."""
    factors = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
    parts = [p for p in re.findall(rf"({_NUM})?([十百千万亿]*)", scaled) if any(p)]
    total = Fraction(0)
    last = 1
    for position, (number, chars) in enumerate(parts):
        last = 1
        for c in chars:
            last *= factors[c]
        figure = Fraction(value) if position == 0 else Fraction(number.replace(",", "") or 0)
        if position:
            decimals = len(number.partition(".")[2])
        total += figure * last
    step = next((s for s in (10**8, 10**4, 1) if last % s == 0), 1)
    name = {10**8: "亿", 10**4: "万", 1: ""}[step] + unit
    if last != step:  # 3千万元: three significant digits of 千万 are printed as 万元
        decimals -= len(str(last // step)) - 1
    exact = total / step
    shown = Decimal(exact.numerator) / Decimal(exact.denominator)
    return shown.quantize(Decimal(1).scaleb(-max(decimals, 0))), decimals, name


def as_money(quantity: Quantity) -> Quantity:
    """Read a bare 万 or 亿 as 万元 or 亿元 where the label says that money is meant."""
    unit = units()[(quantity.unit or "") + "元"]
    return replace(quantity, unit=unit.name, dimension="money", factor=unit.factor)


def with_unit(quantity: Quantity, unit_word: str) -> Quantity:
    """Give a bare figure the unit of the 单位 line above it."""
    unit = units()[unit_word]
    return replace(
        quantity, unit=unit.name, dimension=unit.dimension, factor=unit.factor,
        unit_source="unit_line",
    )  # fmt: skip
