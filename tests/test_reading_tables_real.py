"""The tables of a real 部门决算: against pdfplumber cell by cell, and each amount in its place."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from extractor.model import Cell, Document, Table
from extractor.reading import read
from extractor.reading.parts import is_figure, squeeze
from tests.pdf_tools import REAL
from tests.shared import load_json
from tests.table_pdf import assert_sound

pytestmark = pytest.mark.skipif(
    not REAL.is_file(), reason="the real final accounts (../shared/real) are not here"
)

GOLD = REAL.with_suffix(".gold.json")


@cache
def document() -> Document:
    return read(REAL)


def test_the_tables_are_found_and_those_over_two_pages_are_one() -> None:
    assert document().problems == ()
    assert_sound(document())
    pages = [
        sorted({page for cell in t.cells for page, _ in cell.parts}) for t in document().tables
    ]
    assert pages == [[6], [7], [8, 9], [10, 11], [12], [13, 14], [15], [16], [17]]
    assert [(table.rows, table.columns) for table in document().tables] == [
        (4, 3), (32, 4), (23, 11), (34, 7), (24, 7), (42, 8), (5, 12), (12, 10), (12, 10),
    ]  # fmt: skip


def test_titles_and_units_stand_before_their_tables() -> None:
    for table in document().tables[2:]:
        page, line = table.at
        before = [squeeze(line.text) for line in document().pages[page].lines[:line]]
        assert len(before) == 2
        assert before[0].endswith("表")
        assert before[1] == "单位：万元"


def test_every_cell_has_the_text_that_pdfplumber_finds_in_it() -> None:
    """1,301 cells, not one differs; its boxes agree with ours to a point and a half."""
    pdfplumber = pytest.importorskip("pdfplumber")
    ours = [
        (page, box, squeeze(cell.text))
        for table in document().tables
        for cell in table.cells
        for page, box in cell.parts
    ]
    count = 0
    with pdfplumber.open(REAL) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                for row, words in zip(table.rows, table.extract(), strict=True):
                    for box, text in zip(row.cells, words, strict=True):
                        if box is None:
                            continue
                        found = [
                            mine
                            for number, at, mine in ours
                            if number == page.page_number
                            and max(abs(a - b) for a, b in zip(at, box, strict=True)) < 1.5
                        ]
                        assert found == [squeeze(text)]
                        count += 1
    assert count == len(ours) == 1301


def test_no_glyph_is_lost_or_read_twice() -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    with pdfplumber.open(REAL) as pdf:
        for page, other in zip(document().pages, pdf.pages, strict=True):
            words = [line.text for line in page.lines]
            words += [
                cell.text
                for table in document().tables
                for cell in table.cells
                if cell.parts[0][0] == page.number
            ]
            expected = "".join(char["text"] for char in other.chars)
            assert Counter(squeeze("".join(words))) == Counter(squeeze(expected))


# --- each amount in its row and column --------------------------------------------------------


def label(table: Table, cell: Cell) -> str:
    """The nearest words to the left in the row of a cell."""
    left = [
        other
        for other in table.cells
        if other.row <= cell.row < other.row + other.rows
        and other.column < cell.column
        and other.text
        and not is_figure(other.text)
    ]
    return squeeze(max(left, key=lambda other: other.column).text) if left else ""


def header(table: Table, cell: Cell) -> str:
    """The words of the header above a cell, from top to bottom."""
    rows = next(
        other.row
        for other in table.cells
        if other.text and "." in other.text and is_figure(other.text)
    )
    above = [
        other
        for other in table.cells
        if other.row < rows
        and other.column <= cell.column < other.column + other.columns
        and other.row + other.rows <= cell.row
    ]
    return "/".join(squeeze(other.text) for other in above if other.text)


@cache
def amounts(number: int) -> dict[tuple[str, str], list[tuple[Decimal, int]]]:
    """The amounts of a table and their pages by label and header."""
    table = document().tables[number - 1]
    found: dict[tuple[str, str], list[tuple[Decimal, int]]] = {}
    for cell in table.cells:
        if re.fullmatch(r"[\d,]+\.\d\d", cell.text):
            place = (label(table, cell), header(table, cell))
            value = Decimal(cell.text.replace(",", ""))
            found.setdefault(place, []).append((value, cell.parts[0][0]))
    return found


Place = tuple[int, str, str]
"""Number of the table, label of the row, header of the column."""


def column(number: int, head: str, *labels: str) -> list[Place]:
    return [(number, name, head) for name in labels]


def row(number: int, name: str, *heads: str) -> list[Place]:
    return [(number, name, head) for head in heads]


INCOME, EXPENSE = "收入/决算数", "支出/决算数"
TOTAL, GRANT, OTHER = "本年收入合计", "财政拨款收入", "其他收入"
STAFF, OFFICE = "决算数", "决算数"
FUNCTIONS = ("一般公共服务支出", "社会保障和就业支出", "卫生健康支出", "住房保障支出")
LISTED = (
    "一、一般公共服务支出",
    "八、社会保障和就业支出",
    "九、卫生健康支出",
    "十九、住房保障支出",
)
OFFICES = ("行政运行", "一般行政管理事务", "信息化建设", "财政委托业务支出")
PENSIONS = (
    "行政单位离退休", "机关事业单位基本养老保险缴费支出", "机关事业单位职业年金缴费支出",
    "其他行政事业单位养老支出",
)  # fmt: skip
ITEMS = (*OFFICES, *PENSIONS, "行政单位医疗", "住房公积金", "购房补贴")
WAGES = (
    "基本工资", "津贴补贴", "机关事业单位基本养老保险缴费", "职业年金缴费",
    "职工基本医疗保险缴费", "其他社会保障缴费", "住房公积金", "其他工资福利支出",
)  # fmt: skip
SUPPLIES = (
    "办公费", "印刷费", "手续费", "邮电费", "差旅费", "维修（护）费", "培训费", "劳务费",
    "工会经费", "福利费", "其他交通费用", "其他商品和服务支出",
)  # fmt: skip
STAFF_TOTAL, OFFICE_TOTAL = (6, "人员经费合计", "决算数"), (6, "公用经费合计", "决算数")
GENERAL = "支出/一般公共预算财政拨款"

PLACES: dict[str, list[Place]] = {
    "T001": column(2, INCOME, "一、一般公共预算财政拨款收入", "八、其他收入", "本年收入合计"),
    "T002": column(2, EXPENSE, *LISTED, "本年支出合计"),
    "T003": column(2, INCOME, "本年收入合计", "年初结转和结余", "总计"),
    "T004": column(2, EXPENSE, "本年支出合计", "年末结转和结余", "总计"),
    "T005": [(2, "总计", INCOME), (2, "总计", EXPENSE)],
    "T006": [
        (2, "年初结转和结余", INCOME), (2, "本年收入合计", INCOME), (2, "本年支出合计", EXPENSE),
        (2, "年末结转和结余", EXPENSE),
    ],
    "T007": row(3, "合计", GRANT, OTHER, TOTAL),
    "T008": column(3, TOTAL, *FUNCTIONS, "合计"),
    "T009": column(3, TOTAL, *OFFICES, FUNCTIONS[0]),
    "T010": column(3, GRANT, *OFFICES, FUNCTIONS[0]),
    "T011": column(3, OTHER, *OFFICES[:2], FUNCTIONS[0]),
    "T012": row(3, "行政运行", GRANT, OTHER, TOTAL),
    "T013": row(3, "一般行政管理事务", GRANT, OTHER, TOTAL),
    "T014": column(3, TOTAL, *PENSIONS, FUNCTIONS[1]),
    "T015": column(3, TOTAL, "住房公积金", "购房补贴", FUNCTIONS[3]),
    "T016": [
        (3, "合计", GRANT), (2, "一、一般公共预算财政拨款收入", INCOME), (4, "本年收入合计", INCOME),
    ],
    "T017": column(4, INCOME, "本年收入合计", "年初财政拨款结转和结余", "总计"),
    "T018": column(4, "支出/合计", "本年支出合计", "年末财政拨款结转和结余", "总计"),
    "T019": column(4, "支出/合计", *LISTED, "本年支出合计"),
    "T020": [(5, "合计", "合计"), (4, "本年支出合计", GENERAL)],
    "T021": row(5, "合计", "基本支出", "项目支出", "合计"),
    "T022": column(5, "合计", *FUNCTIONS, "合计"),
    "T023": column(5, "项目支出", *OFFICES, "合计"),
    "T024": column(6, STAFF, *WAGES, "工资福利支出"),
    "T025": column(6, OFFICE, *SUPPLIES, "商品和服务支出"),
    "T026": column(6, STAFF, "退休费", "奖励金", "对个人和家庭的补助"),
    "T027": [*column(6, STAFF, "工资福利支出", "对个人和家庭的补助"), STAFF_TOTAL],
    "T028": [*column(6, OFFICE, "商品和服务支出", "资本性支出"), OFFICE_TOTAL],
    "T029": [STAFF_TOTAL, OFFICE_TOTAL, (5, "合计", "基本支出")],
    "T030": [(2, "总计", INCOME)],
    "T032": [(2, "本年收入合计", INCOME), (3, "合计", TOTAL)],
    "T039": [(4, "总计", INCOME)],
    **{f"T0{52 + 2 * i}": [(5, name, "合计")] for i, name in enumerate(ITEMS)},
    "T076": [STAFF_TOTAL],
    "T077": [OFFICE_TOTAL],
    "T085": [(5, "合计", "项目支出")],
    "T086": [OFFICE_TOTAL],
}  # fmt: skip

BLANK = {"T078": "代缴社会保险费", "T079": "", "T080": ""}
"""Relations about cells that are blank; T090 is about a heading."""


def relations() -> list[dict[str, Any]]:
    """The relations that touch a page with a table of accounts."""
    if not GOLD.is_file():
        return []
    pages = range(7, 18)
    return [
        relation
        for relation in load_json(GOLD)
        if {relation["page"], *relation.get("inputs_on_pages", ())} & set(pages)
        and relation["id"] not in {*BLANK, "T090"}
    ]


def test_every_relation_between_tables_is_looked_at() -> None:
    assert {relation["id"] for relation in relations()} == set(PLACES)
    assert len(PLACES) == 47


@pytest.mark.parametrize("relation_id", sorted(PLACES))
def test_the_amounts_of_a_relation_stand_in_their_rows_and_columns(relation_id: str) -> None:
    relation = next(r for r in relations() if r["id"] == relation_id)
    pages = {relation["page"], *relation.get("inputs_on_pages", ())}
    numbers = re.findall(r"\d+\.\d+", relation["formula"])
    if relation["kind"] in {"text_table", "bound", "cross_table"} or not numbers:
        numbers += re.findall(r"\d+\.\d+", relation["expected"])
    else:
        numbers.append(relation["reported"])
    found = []
    for number, name, head in PLACES[relation_id]:
        cells = amounts(number).get((name, head), [])
        assert len(cells) == 1, (number, name, head)
        value, page = cells[0]
        assert page in pages or relation_id == "T015"  # the sum stands on the page before
        found.append(value)
    assert set(found) == {Decimal(number) for number in numbers}
    if len(numbers) == len(found):
        assert found == [Decimal(number) for number in numbers]


def test_cells_that_were_left_blank_are_blank() -> None:
    three_public = document().tables[6]
    assert {cell.text for cell in three_public.cells if cell.row == 4} == {""}
    economic = document().tables[5]
    farming = next(cell for cell in economic.cells if cell.text == "个人农业生产补贴")
    beside = next(
        c for c in economic.cells if c.row == farming.row and c.column == farming.column + 1
    )
    assert beside.text == ""
