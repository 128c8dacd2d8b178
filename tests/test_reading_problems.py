"""What cannot be read is a `Problem` that says what to do; reading never raises."""

from __future__ import annotations

import io
import math
import subprocess
import sys

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from extractor.reading import Limits, read
from tests.pdf_tools import (
    NO_MAP,
    SCAN,
    all_lines,
    body,
    image_page,
    kinds,
    new_pdf,
    one_font_pdf,
    pages_pdf,
    read_bytes,
    stream,
    texts,
    two_columns,
)


def test_a_scanned_document_is_one_problem() -> None:
    document = read_bytes(pages_pdf(3, image_page))
    assert kinds(document) == [("no_text_layer", None)]
    assert len(document.pages) == 3


def test_single_pages_without_text_are_reported_one_by_one() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        (body if number in {1, 4} else image_page)(pdf, number)

    assert kinds(read_bytes(pages_pdf(4, draw))) == [("no_text_layer", 2), ("no_text_layer", 3)]


def test_a_scan_with_a_stamped_page_number_has_no_text() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        (body if number == 1 else image_page)(pdf, number)
        pdf.text(290, 810, str(number))

    assert kinds(read_bytes(pages_pdf(3, draw))) == [("no_text_layer", 2), ("no_text_layer", 3)]


def test_a_cover_with_a_picture_is_no_problem() -> None:
    def draw(pdf: FPDF, number: int) -> None:
        if number == 1:
            image_page(pdf, number)
        pdf.text(200, 300, "Self-evaluation report")

    assert read_bytes(pages_pdf(2, draw)).problems == ()


def test_blank_pages_are_no_problem_unless_all_are() -> None:
    assert read_bytes(pages_pdf(2, lambda p, n: body(p, n) if n == 1 else None)).problems == ()
    assert kinds(read_bytes(pages_pdf(2, lambda _p, _n: None))) == [("empty", None)]


def test_a_text_layer_without_characters_is_garbled() -> None:
    data = one_font_pdf(NO_MAP, b"BT /F 12 Tf 50 200 Td <00140015001600170018> Tj ET")
    document = read_bytes(data)
    assert kinds(document) == [("no_text_layer", None)]
    assert "乱码" in document.problems[0].message
    assert texts(document) == ["\ufffd" * 5]


def test_single_glyphs_without_character_are_kept_as_replacement() -> None:
    data = one_font_pdf(
        NO_MAP, b"BT /H 12 Tf 50 200 Td (2703.72 in all) Tj /F 12 Tf 100 0 Td <0099> Tj ET"
    )
    document = read_bytes(data)
    assert texts(document) == ["2703.72 in all \ufffd"]
    assert document.problems == ()


def test_an_encrypted_document_needs_its_password() -> None:
    def locked(user_password: str) -> bytes:
        pdf = new_pdf()
        pdf.set_encryption("owner", user_password)
        pdf.add_page()
        pdf.text(60, 100, "secret")
        return bytes(pdf.output())

    assert kinds(read_bytes(locked("u"))) == [("encrypted", None)]
    assert texts(read_bytes(locked(""))) == ["secret"]


def test_truncated_documents_are_damaged() -> None:
    data = pages_pdf(3, body)
    assert ("damaged", None) in kinds(read_bytes(data[: len(data) // 3]))
    assert ("damaged", None) in kinds(read_bytes(data[:-400]))
    assert kinds(read_bytes(b"%PDF-1.7\nrubbish")) == [("damaged", None)]
    assert kinds(read_bytes(b"")) == [("empty", None)]


def test_a_document_recovered_without_its_end_is_read_and_reported() -> None:
    data = one_font_pdf(NO_MAP, b"BT /H 12 Tf 50 200 Td (2703.72) Tj ET")
    document = read_bytes(data.removesuffix(b"%%EOF\n"))
    assert texts(document) == ["2703.72"]
    assert kinds(document) == [("damaged", None)]


def test_a_page_that_cannot_be_opened_keeps_its_number() -> None:
    data = pages_pdf(3, body)
    second = data.index(b"/Type /Page\n", data.index(b"/Type /Page\n") + 1)
    broken = data[:second] + b"/Type /Xage\n" + data[second + 12 :]
    document = read_bytes(broken)
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert {line.page for line in all_lines(document)} == {1, 3}
    assert kinds(document) == [("damaged", 2)]


def test_a_renamed_picture_is_named_for_what_it_is() -> None:
    buffer = io.BytesIO()
    Image.new("L", (9, 9)).save(buffer, "PNG")
    document = read_bytes(buffer.getvalue())
    assert kinds(document) == [("unsupported", None)]
    assert "PNG" in document.problems[0].message
    assert document.source.media_type == "image/png"


def test_a_pdf_is_read_whatever_its_suffix() -> None:
    assert texts(read_bytes(pages_pdf(1, lambda p, _: p.text(60, 100, "x")), name="r.txt")) == ["x"]


def test_limits_stop_and_say_where() -> None:
    data = pages_pdf(4, body)
    document = read_bytes(data, Limits(max_pages=2))
    assert kinds(document) == [("page_limit", None)]
    assert len(document.pages) == 2
    assert kinds(read_bytes(data, Limits(max_seconds=-1))) == [("timeout", 1)]
    assert kinds(read_bytes(data, Limits(max_chars_per_page=10)))[0] == ("too_large", 1)
    assert kinds(read_bytes(data, Limits(max_bytes=99))) == [("too_large", None)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_reading_damaged_documents_never_raises(data: st.DataObject) -> None:
    content = bytearray(pages_pdf(1, two_columns))
    for at in data.draw(st.lists(st.integers(5, len(content) - 1), min_size=1, max_size=30)):
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(5, len(content)))
    document = read_bytes(bytes(content[:cut]))
    assert document.pages or document.problems
    assert_boxes = [line for line in all_lines(document) if line.boxes is not None]
    assert all(len(line.boxes or ()) == len(line.text) for line in assert_boxes)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_reading_bytes_that_claim_to_be_pdf_never_raises(data: bytes) -> None:
    assert read_bytes(b"%PDF-1.7\n" + data).problems


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["0", "1", "-1", "12", "1e9", "1e38", "-9999999999", "0.00001", "nan"]),
        min_size=12,
        max_size=12,
    )
)
def test_extreme_numbers_in_the_content_never_raise(numbers: list[str]) -> None:
    a = " ".join(numbers[:6]).encode()
    b = " ".join(numbers[6:]).encode()
    content = b"%b cm BT /H 12 Tf %b Tm (27 03) Tj (x) Tj 3 0 Td (y) Tj ET" % (a, b)
    document = read_bytes(one_font_pdf(NO_MAP, content))
    assert len(document.pages) == 1
    for line in all_lines(document):
        for box in line.boxes or ():
            assert all(map(math.isfinite, box))


def test_importing_the_reader_loads_no_heavy_library() -> None:
    code = (
        "import sys, extractor.reading; print(sorted({'pypdfium2', 'pdfplumber'} & {*sys.modules}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


TO_UNICODE = b"""/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <0000> <ffff> endcodespacerange
3 beginbfchar <0001> <D840DC0B> <0002> <0041> <0003> <E123> endbfchar endcmap"""


def test_characters_beyond_the_basic_plane_have_one_box() -> None:
    font = NO_MAP[:-2] + b"/ToUnicode 7 0 R>>"
    data = one_font_pdf(font, b"BT /F 12 Tf 50 200 Td <000200010002> Tj ET", stream(TO_UNICODE))
    (line,) = all_lines(read_bytes(data))
    assert line.text == "A\U0002000bA"
    assert len(line.boxes or ()) == 3


def test_private_use_characters_are_replaced() -> None:
    font = NO_MAP[:-2] + b"/ToUnicode 7 0 R>>"
    data = one_font_pdf(font, b"BT /F 12 Tf 50 200 Td <000200030002> Tj ET", stream(TO_UNICODE))
    assert texts(read_bytes(data)) == ["A\ufffdA"]


@pytest.mark.skipif(not SCAN.exists(), reason="the scanned report is not in this checkout")
def test_the_scanned_report_has_no_text_layer() -> None:
    assert kinds(read(SCAN)) == [("no_text_layer", None)]
