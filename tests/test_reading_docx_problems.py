"""Word documents that cannot be read, or not wholly: a problem each, and never an error."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.reading import Limits
from tests.office_tools import cells, docx, para, part, read_file, run, table, tc, zipped
from tests.pdf_tools import kinds, texts


def test_a_file_without_body_or_text_says_so() -> None:
    assert kinds(read_file(zipped({"word/styles.xml": b"", "word/document1.xml": b""}))) == [
        ("damaged", None)
    ]
    assert kinds(read_file(zipped({"word/document.xml": part("document", "")}))) == [
        ("damaged", None)
    ]
    assert kinds(read_file(docx(para("")))) == [("empty", None)]
    assert kinds(read_file(docx(para("<w:r><w:drawing/></w:r>")))) == [("no_text_layer", None)]


def test_a_truncated_file_is_damaged_and_not_taken_for_another_kind() -> None:
    data = docx(para("甲" * 500) + para("乙"))
    document = read_file(data[: len(data) // 2])
    assert kinds(document) == [("damaged", None)]


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    xml = part("document", f"<w:body>{para('甲')}{para('乙')}<w:p><w:r><w:t>丙")
    document = read_file(zipped({"word/document.xml": xml[: xml.index("</w:document>")]}))
    assert texts(document)[:2] == ["甲", "乙"]
    assert kinds(document) == [("damaged", None)]


def test_broken_numbering_costs_only_the_numbers() -> None:
    document = read_file(docx(para("甲"), others={"word/numbering.xml": b"<w:numbering"}))
    assert texts(document) == ["甲"]
    assert kinds(document) == [("damaged", None)]


def test_an_encrypted_file_needs_its_password() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    document = read_file(ole + "EncryptedPackage".encode("utf-16-le") + b"\0" * 90)
    assert kinds(document) == [("encrypted", None)]
    assert "密码" in document.problems[0].message


def test_an_embedded_document_is_reported() -> None:
    document = read_file(docx(para("甲") + "<w:altChunk/><w:altChunk/>"))
    assert texts(document) == ["甲"]
    assert kinds(document) == [("unsupported", None)]


def test_a_bomb_ends_in_a_problem() -> None:
    xml = part("document", f"<w:body>{para('甲')}{' ' * (70 << 20)}</w:body>")
    document = read_file(zipped({"word/document.xml": xml}))
    assert kinds(document) == [("too_large", None)]
    assert kinds(read_file(docx("<w:p/>" * 99), limits=Limits(max_xml_nodes=50))) == [
        ("too_large", None)
    ]


@pytest.mark.parametrize("inside", ['<!ENTITY a "x">', '<!ENTITY a SYSTEM "file:///etc/passwd">'])
def test_entities_are_refused(inside: str) -> None:
    xml = part("document", f"<w:body>{para('&amp;a;').replace('&amp;', '&')}</w:body>")
    xml = xml.replace("?>", f"?><!DOCTYPE w [{inside}]>")
    document = read_file(zipped({"word/document.xml": xml}))
    assert kinds(document) == [("unsupported", None)]
    assert texts(document) == []


def test_a_table_too_large_is_cut_and_reported() -> None:
    rows = [tc(str(row)) + tc("1") for row in range(30)]
    document = read_file(
        docx(table(*rows[:5]) + para("甲") + table(*rows) + table(*rows[:2])),
        limits=Limits(max_cells=30),
    )
    assert [grid.rows for grid in document.tables] == [5, 10]
    assert texts(document) == ["甲"]
    assert kinds(document) == [("table_limit", None)]


def test_a_huge_table_ends_in_a_problem_in_time() -> None:
    began = time.process_time()
    document = read_file(docx(table(*["<w:tc><w:p/></w:tc>" * 100] * 2500)))
    assert kinds(document) == [("table_limit", None)]
    assert document.tables[0].rows == 2000
    spans = docx(table(tc("1", '<w:gridSpan w:val="1000000"/>') + tc("2"), tc("1") + tc("2")))
    assert [cell[:4] for cell in cells(read_file(spans))][:2] == [(0, 0, 1, 2), (0, 2, 1, 1)]
    assert time.process_time() - began < 60


def test_nesting_ends_in_a_problem_not_in_an_error() -> None:
    deep = para("甲")
    for _ in range(80):
        deep = table(tc(deep) + tc("1"))
    assert kinds(read_file(docx(deep))) == []
    for _ in range(80):
        deep = table(tc(deep) + tc("1"))
    document = read_file(docx(deep))
    assert kinds(document) == [("damaged", None)]
    spans = "<w:smartTag>" * 240 + run("乙") + "</w:smartTag>" * 240
    assert texts(read_file(docx(para(spans)))) == ["乙"]


def test_reading_stops_at_the_time_limit() -> None:
    assert kinds(read_file(docx(para("甲")), limits=Limits(max_seconds=-1))) == [("timeout", None)]


def test_macros_and_pictures_are_never_opened() -> None:
    data = docx(para("甲"), others={"word/vbaProject.bin": b"\0" * 100, "word/media/a.png": b"x"})
    broken = bytearray(data)
    for name in (b"word/vbaProject.bin", b"word/media/a.png"):
        start = broken.index(name) + len(name)
        broken[start : start + 2] = b"\xff\xff"
    document = read_file(bytes(broken))
    assert (texts(document), document.problems) == (["甲"], ())


@given(st.data())
def test_reading_damaged_files_never_raises(data: st.DataObject) -> None:
    content = bytearray(docx(para("甲") + table(tc("乙") + tc("丙")), numbering="<w:num/>"))
    for at in data.draw(st.lists(st.integers(4, len(content) - 1), min_size=1, max_size=20)):
        content[at] = data.draw(st.integers(0, 255))
    document = read_file(bytes(content[: data.draw(st.integers(5, len(content)))]))
    assert document.pages or document.problems


PIECES = [
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>甲</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>",
    "<w:tc>", "</w:tc>", "<w:tcPr><w:vMerge/></w:tcPr>", '<w:tcPr><w:gridSpan w:val="-3"/></w:tcPr>',
    '<w:tcPr><w:hMerge/><w:gridSpan w:val="x"/></w:tcPr>', "<w:txbxContent>", "</w:txbxContent>",
    "<mc:AlternateContent>", "</mc:AlternateContent>", "<mc:Choice>", "</mc:Choice>", "<w:sdt>",
    "<w:sdtContent>", "</w:sdt>", '<w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr></w:pPr>',
    '<w:pPr><w:pStyle w:val="a"/></w:pPr>', '<w:fldChar w:fldCharType="begin"/>', "<w:sym/>", "<w:del>",
    '<w:fldChar w:fldCharType="end"/>', "<m:oMath>", "<m:f>", "<m:d>", "&amp;", "&x;", "<![CDATA[<]]>",
]  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_odd_structures_never_raise(pieces: list[str]) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%9"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = '<w:style w:styleId="a"><w:basedOn w:val="a"/><w:pPr><w:numPr/></w:pPr></w:style>'
    document = read_file(docx("".join(pieces), numbering=numbering, styles=styles))
    assert document.pages or document.problems
    for number in range(1, len(document.tables) + 1):
        assert cells(document, number) is not None


@given(st.binary(max_size=200))
def test_any_bytes_as_the_body_never_raise(data: bytes) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("word/document.xml", data)
    assert read_file(buffer.getvalue()).problems
