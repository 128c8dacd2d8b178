"""Workbooks that are damaged, huge or hostile: what can be read is kept, the rest is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading import Limits
from tests.workbook_tools import (
    by_hand,
    form_xls,
    form_xlsx,
    kinds,
    parts_of,
    read_bytes,
    rows_xlsx,
    shown,
    xls,
    xlsx,
    zipped,
)


def test_too_many_cells_are_a_limit_and_what_was_read_is_kept() -> None:
    def fill(book: Any) -> None:
        for name in ("甲", "乙", "丙"):
            sheet = book.add_worksheet(name)
            for row in range(10):
                sheet.write_row(row, 0, [1, 2])

    document = read_bytes(xlsx(fill), Limits(max_cells=30))
    assert kinds(document) == ["table_limit"]
    assert "工作表“乙”第 6 行以后没有读取" in document.problems[0].message
    assert [(t.sheet, t.rows) for t in document.tables] == [("甲", 10), ("乙", 6)]
    assert kinds(read_bytes(xlsx(fill), Limits(max_seconds=-1))) == ["timeout"]


def test_blank_cells_do_not_exceed_the_limit() -> None:
    rows: list[Sequence[object]] = [[1] * 100, *[[i] for i in range(100)], [2, 3]]
    (table,) = read_bytes(rows_xlsx(*rows), Limits(max_cells=1000)).tables
    assert all(cell.text for cell in table.cells)
    assert len(table.cells) == 202


def test_many_overlapping_merged_areas_end_soon() -> None:
    merges = "".join(f'<mergeCell ref="A{n}:BH{n + 900}"/>' for n in range(1, 3000))
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 3900))
    sheet = (
        f'<sheetData>{cells}<row r="4000"><c r="A4000"><v>1</v></c><c r="C4000"><v>2</v></c></row>'
    )
    document = read_bytes(by_hand(f"{sheet}</sheetData><mergeCells>{merges}</mergeCells>"))
    assert len(document.tables) == 1


def test_a_million_declared_blank_cells_are_no_cells() -> None:
    blank = "".join(
        f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, 60_000)
    )
    head = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    (table,) = read_bytes(by_hand(f"<sheetData>{head}{blank}</sheetData>")).tables
    assert len(table.cells) == 2


def three(book: Any) -> None:
    for name in ("甲", "乙", "丙"):
        sheet = book.add_worksheet(name)
        for row in range(40):
            sheet.write_row(row, 0, [f"{name}{row}", row])


def test_one_damaged_sheet_does_not_cost_the_others() -> None:
    parts = parts_of(xlsx(three))
    name = "xl/worksheets/sheet2.xml"
    parts[name] = parts[name][: len(parts[name]) // 2]
    document = read_bytes(zipped(parts))
    assert kinds(document) == ["damaged"]
    assert document.problems[0].message.startswith("工作表“乙”没有读完整：")
    assert [table.sheet for table in document.tables] == ["甲", "乙", "丙"]
    assert 10 < document.tables[1].rows < 40


@pytest.mark.parametrize(
    ("part", "lost"),
    [
        ("styles.xml", "数字格式"),
        ("sharedStrings.xml", "文字"),
        ("worksheets/sheet1.xml", "自评表"),
    ],
)
def test_what_a_damaged_part_costs_is_named(part: str, lost: str) -> None:
    parts = parts_of(xlsx(form_xlsx))
    whole = parts[f"xl/{part}"]
    parts[f"xl/{part}"] = whole[: int(len(whole) * 0.9)]
    document = read_bytes(zipped(parts))
    assert kinds(document) == ["damaged"]
    assert lost in document.problems[0].message
    assert shown(document.tables[0])["D4"] == "93.66%"
    parts[f"xl/{part}"] = b"rubbish"
    assert set(kinds(read_bytes(zipped(parts)))) == {"damaged"}


def test_what_cannot_be_read_at_all_is_a_problem() -> None:
    data = xlsx(three)
    binary = read_bytes(zipped({"xl/workbook.bin": b"x"}))
    assert kinds(binary) == ["unsupported"]
    assert "另存为 XLSX" in binary.problems[0].advice
    assert kinds(read_bytes(zipped({"xl/workbook.xml": b"rubbish"}))) == ["damaged"]
    assert kinds(read_bytes(zipped({"xl/workbook.xml": b"<workbook/>"}))) == ["empty"]
    old = bytearray(xls(form_xls))
    old[512:1024] = b"rubbish " * 64
    assert kinds(read_bytes(bytes(old))) == ["damaged"]
    assert kinds(read_bytes(bytes(old[:900]))) == ["unsupported"]
    assert kinds(read_bytes(xlsx(lambda book: book.add_worksheet()))) == ["empty"]
    bomb = {**parts_of(data), "xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * (32 << 20)}
    document = read_bytes(zipped(bomb))
    assert kinds(document) == ["too_large"]
    assert [table.sheet for table in document.tables] == ["乙", "丙"]


def test_entities_and_document_types_are_refused() -> None:
    parts = parts_of(xlsx(three))
    name = "xl/worksheets/sheet1.xml"
    start = parts[name].index(b"<worksheet")
    doctype = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    parts[name] = parts[name][:start] + doctype + parts[name][start:].replace(b"40", b"&b;")
    document = read_bytes(zipped(parts))
    assert kinds(document) == ["unsupported"]
    assert [table.sheet for table in document.tables] == ["乙", "丙"]


def test_encrypted_workbooks_are_named_as_such() -> None:
    data = bytearray(xls(form_xls))
    name = "Workbook".encode("utf-16-le")
    at = data.index(name)
    package = "EncryptedPackage".encode("utf-16-le")
    data[at : at + len(package)] = package
    data[at + 64 : at + 66] = (len(package) + 2).to_bytes(2, "little")
    assert kinds(read_bytes(bytes(data))) == ["encrypted"]


# made once: a workbook carries the time it was made at, and examples must stay the same
WORKBOOKS = [xlsx(form_xlsx), xls(form_xls)]


@given(st.data())
def test_reading_mutated_workbooks_never_raises(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(WORKBOOKS)))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=20)):
        content[at] = data.draw(st.integers(0, 255))
    document = read_bytes(bytes(content[: data.draw(st.integers(8, len(content)))]))
    assert document.tables or document.pages or document.problems


PARTS = parts_of(xlsx(form_xlsx))


@given(st.data())
def test_reading_mutated_parts_never_raises(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(n for n in PARTS if n.startswith("xl/"))))
    part = bytearray(PARTS[name])
    for at in data.draw(st.lists(st.integers(0, len(part) - 1), max_size=12)):
        part[at] = data.draw(st.sampled_from(b'<>/"=& 0123456789sveA:;[]%\x00\xff'))
    document = read_bytes(zipped({**PARTS, name: bytes(part)}))
    assert document.tables or document.pages or document.problems


@given(st.sampled_from([b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"]), st.binary())
def test_reading_arbitrary_bytes_never_raises(head: bytes, data: bytes) -> None:
    assert read_bytes(head + data).problems
