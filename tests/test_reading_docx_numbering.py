"""Automatic numbers of Word paragraphs, as Word prints them."""

from __future__ import annotations

import pytest

from extractor.reading.docx_numbering import written_number
from tests.office_tools import cells, docx, para, read_file, table, tc
from tests.pdf_tools import kinds, texts


def level(index: int, number_format: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(text: str, index: int | None = 0, key: int | None = 1, style: str = "") -> str:
    ilvl = "" if index is None else f'<w:ilvl w:val="{index}"/>'
    of = "" if key is None else f'<w:numId w:val="{key}"/>'
    own = f"<w:numPr>{ilvl}{of}</w:numPr>" if ilvl or of else ""
    return para(text, (f'<w:pStyle w:val="{style}"/>' if style else "") + own)


HEADINGS = abstract(
    0,
    level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>'),
    level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>'),
    level(2, "decimal", "%3.", '<w:suff w:val="space"/>'),
    level(3, "decimalEnclosedCircle", "%4"),
) + num(1, 0)


def test_headings_of_a_report_get_their_printed_numbers() -> None:
    body = (
        item("概况") + item("职能", 1) + item("人员", 1) + item("编制", 2) + item("实有", 2)
        + item("其中", 3) + item("绩效") + item("产出", 1) + para("正文") + item("问题")
    )  # fmt: skip
    assert texts(read_file(docx(body, numbering=HEADINGS))) == [
        "一、概况", "（一）职能", "（二）人员", "1. 编制", "2. 实有", "① 其中", "二、绩效",
        "（一）产出", "正文", "三、问题",
    ]  # fmt: skip


def test_levels_show_the_numbers_above_them() -> None:
    lists = abstract(
        0,
        level(0, "chineseCounting", "第%1部分"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "lowerLetter", "%1-%2-%3)"),
    )
    body = item("甲") + item("乙", 1) + item("丙", 1) + item("丁", 2) + item("戊") + item("己", 1)
    assert texts(read_file(docx(body, numbering=lists + num(1, 0)))) == [
        "第一部分 甲", "1.1 乙", "1.2 丙", "一-2-a) 丁", "第二部分 戊", "2.1 己",
    ]  # fmt: skip


def test_lists_count_on_together_unless_the_start_is_overridden() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = abstract(0, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, override)
    body = item("a") + item("b", key=2) + item("c", key=3) + item("d", key=3) + item("e")
    assert texts(read_file(docx(body, numbering=lists))) == ["1. a", "2. b", "5. c", "6. d", "7. e"]


def test_a_list_may_override_how_a_level_is_written() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)", start=4)}</w:lvlOverride>'
    lists = abstract(0, level(0, "decimal", "%1.")) + num(1, 0, override)
    assert texts(read_file(docx(item("a") + item("b"), numbering=lists))) == ["IV) a", "V) b"]


def test_deeper_levels_restart_as_they_say() -> None:
    lists = abstract(
        0,
        level(0, "decimal", "%1."),
        level(1, "decimal", "(%2)", '<w:lvlRestart w:val="0"/>'),
        level(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>'),
    )
    body = (
        item("a") + item("b", 1) + item("c", 2) + item("d", 1) + item("e", 2) + item("f")
        + item("g", 1) + item("h", 2)
    )  # fmt: skip
    assert texts(read_file(docx(body, numbering=lists + num(1, 0)))) == [
        "1. a", "(1) b", "1) c", "(2) d", "2) e", "2. f", "(3) g", "1) h",
    ]  # fmt: skip


STYLES = (
    '<w:style w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="h2"><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
    '</w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="h3"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="x"><w:basedOn w:val="h1"/></w:style>'
    '<w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style>'
)  # fmt: skip


def test_a_style_brings_its_list_and_level() -> None:
    lists = abstract(
        0,
        level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>'),
        level(1, "decimal", "%2."),
        level(2, "decimal", "（%3）", '<w:pStyle w:val="h3"/><w:suff w:val="nothing"/>'),
    ) + num(1, 0)  # fmt: skip

    def styled(text: str, style: str) -> str:
        return item(text, None, None, style)

    body = (
        styled("甲", "h1") + styled("乙", "h3") + styled("丙", "x") + item("丁", None, 0, "h1")
        + item("戊", 1, None, "h1") + styled("己", "loop") + styled("庚", "none")
    )  # fmt: skip
    assert texts(read_file(docx(body, numbering=lists, styles=STYLES))) == [
        "一、甲", "（1）乙", "二、丙", "丁", "1. 戊", "己", "庚",
    ]  # fmt: skip


def test_a_list_may_be_defined_by_a_numbering_style() -> None:
    linked = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
    target = abstract(2, level(0, "decimal", "%1)")).replace(
        "<w:lvl ", '<w:styleLink w:val="L"/><w:lvl ', 1
    )
    lists = linked + target + num(1, 1)
    assert texts(read_file(docx(item("a") + item("b"), numbering=lists))) == ["1) a", "2) b"]


def test_rows_numbered_automatically_show_their_number() -> None:
    lists = abstract(0, level(0, "decimal", "%1")) + num(1, 0)
    rows = [tc(item("")) + tc(text) for text in ("甲", "乙")]
    document = read_file(docx(table(*rows) + item("") + item("丙"), numbering=lists))
    assert [cell[4] for cell in cells(document)] == ["1", "甲", "2", "乙"]
    assert texts(document) == ["4 丙"]


def test_bullets_are_ornament_unless_they_are_check_boxes() -> None:
    font = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    lists = (
        abstract(0, level(0, "bullet", "\uf06c", font)) + num(1, 0)
        + abstract(1, level(0, "bullet", "\uf0fe", font)) + num(2, 1)
    )  # fmt: skip
    body = item("甲") + item("乙", key=2)
    assert texts(read_file(docx(body, numbering=lists))) == ["甲", "☑ 乙"]


def test_what_cannot_be_numbered_exactly_has_no_number() -> None:
    lists = (
        abstract(0, level(0, "koreanCounting", "%1.")) + num(1, 0)
        + abstract(1, level(0, "decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>")) + num(2, 1)
        + num(3, 77)
    )  # fmt: skip
    body = item("a") + item("b", key=2) + item("c", key=3) + item("d", key=9) + item("e", 12, 1)
    document = read_file(docx(body, numbering=lists))
    assert texts(document) == ["a", "b", "c", "d", "e"]
    assert kinds(document) == []


@pytest.mark.parametrize(
    ("number_format", "written"),
    [
        ("decimal", {0: "0", 12: "12"}),
        ("decimalZero", {3: "03", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("none", {1: ""}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: None}),
        ("chineseCountingThousand", {10: "十", 35: "三十五"}),
        ("japaneseCounting", {12: "十二", 0: None}),
        ("chineseLegalSimplified", {1: "壹", 12: "壹拾贰"}),
        ("ideographDigital", {10: "一〇"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: None}),
        ("ideographZodiac", {12: "亥", 13: None}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: None}),
        ("decimalEnclosedCircleChinese", {10: "⑩", 11: None}),
        ("decimalEnclosedParen", {3: "⑶"}),
        ("decimalEnclosedFullstop", {3: "⒊"}),
        ("ideographEnclosedCircle", {2: "㊁"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB"}),
        ("lowerLetter", {2: "b"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX", 4000: None}),
        ("lowerRoman", {9: "ix"}),
        ("decimalWhatever", {1: None}),
    ],
)
def test_number_formats(number_format: str, written: dict[int, str | None]) -> None:
    assert {count: written_number(count, number_format) for count in written} == written
    assert written_number(-1, number_format) in {None, ""}
