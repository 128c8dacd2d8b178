"""PDF: lines and boxes as displayed, on made-up pages and on real documents."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from fpdf import FPDF
from fpdf.enums import TextMode
from PIL import Image

from extractor.model import Document
from extractor.model.document import around
from extractor.reading import read
from tests.pdf_tools import (
    A4,
    REAL,
    SEED,
    all_lines,
    body,
    pages_pdf,
    read_bytes,
    texts,
    two_columns,
)


def assert_boxes_fit(document: Document) -> None:
    for page in document.pages:
        for line in page.lines:
            assert line.boxes is not None
            assert len(line.boxes) == len(line.text)
            assert line.page == page.number
            for x0, top, x1, bottom in line.boxes:
                assert -1 <= x0 <= x1 <= page.width + 1
                assert -1 <= top <= bottom <= page.height + 1


def assert_ink_is_boxed(data: bytes, document: Document) -> None:
    """Render with pdfium: all ink lies within the boxes, and every line has ink in it."""
    assert_boxes_fit(document)
    pdf = pypdfium2.PdfDocument(data)
    for page, drawn in zip(document.pages, pdf, strict=True):
        image = drawn.render(scale=1).to_pil().convert("L")
        assert image.size == (round(page.width + 0.4), round(page.height + 0.4))
        for line in page.lines:
            assert line.boxes
            box = (
                int(min(b[0] for b in line.boxes)) - 2,
                int(min(b[1] for b in line.boxes)) - 2,
                int(max(b[2] for b in line.boxes)) + 3,
                int(max(b[3] for b in line.boxes)) + 3,
            )
            assert image.crop(box).getextrema()[0] < 128, line.text
            image.paste(255, box)
        assert image.getextrema()[0] > 200
    pdf.close()


# --- lines and boxes ---------------------------------------------------------------------


def test_lines_are_ordered_down_then_across() -> None:
    data = pages_pdf(2, two_columns)
    document = read_bytes(data)
    assert texts(document) == ["Budget 2703.72 Executed 1786.57", "Second line"] * 2
    assert [(line.page, line.number) for line in all_lines(document)] == [
        (1, 1), (1, 2), (2, 1), (2, 2),
    ]  # fmt: skip
    assert_ink_is_boxed(data, document)
    boxes = document.pages[0].lines[0].boxes
    assert boxes is not None
    assert boxes[0][0] == pytest.approx(60, abs=0.1)
    assert boxes[0][1] < 100 < boxes[0][3]
    gap = boxes[14]
    assert gap[0] == boxes[13][2]
    assert gap[2] == boxes[15][0]


def test_content_order_does_not_matter() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.text(60, 300, "third")
        pdf.text(200, 100, "right")
        pdf.text(60, 200, "second")
        pdf.text(60, 100, "left")

    assert texts(read_bytes(pages_pdf(1, draw))) == ["left right", "second", "third"]


def test_fonts_of_different_size_on_one_baseline_stay_together() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        x = 60.0
        for font, size, text in [
            ("Helvetica", 12, "Rate "), ("Times", 24, "65.90"), ("Courier", 8, " percent"),
        ]:  # fmt: skip
            pdf.set_font(font, size=size)
            pdf.text(x, 100, text)
            x += pdf.get_string_width(text)
        pdf.set_font("Helvetica", size=12)
        pdf.text(60, 125, "next line")

    data = pages_pdf(1, draw)
    document = read_bytes(data)
    assert texts(document) == ["Rate 65.90 percent", "next line"]
    assert_ink_is_boxed(data, document)


def test_superscripts_stay_in_their_line() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.text(60, 100, "area 120 m")
        end = 60 + pdf.get_string_width("area 120 m")
        pdf.set_font_size(7)
        pdf.text(end, 95, "2")
        pdf.set_font_size(12)
        pdf.text(end + 5, 100, "done")

    assert texts(read_bytes(pages_pdf(1, draw))) == ["area 120 m2 done"]


def test_small_lines_set_close_are_not_joined() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.set_font_size(6)
        for i in range(5):
            pdf.text(60, 100 + 6.5 * i, f"row {i}")

    assert texts(read_bytes(pages_pdf(1, draw))) == [f"row {i}" for i in range(5)]


def test_bold_faked_by_drawing_twice_reads_once() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.text(60, 100, "2703.72 11")
        pdf.text(60.4, 100, "2703.72 11")

    assert texts(read_bytes(pages_pdf(1, draw))) == ["2703.72 11"]


def test_many_blanks_become_one_and_tiny_gaps_none() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.text(60, 100, "a     b")
        pdf.text(60, 130, "1")
        pdf.text(60.5 + pdf.get_string_width("1"), 130, "2")

    assert texts(read_bytes(pages_pdf(1, draw))) == ["a b", "12"]


def test_a_hyphen_at_the_line_end_is_a_hyphen() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.text(60, 100, "self-")
        pdf.text(60, 115, "evaluation")

    assert texts(read_bytes(pages_pdf(1, draw))) == ["self-", "evaluation"]


def test_sideways_text_starting_above_the_next_line_is_kept_apart() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        with pdf.rotation(90, 60, 400):
            pdf.text(60, 400, "sideways")
        pdf.text(60, 600, "x")
        pdf.text(60, 620, "yz")

    assert set(texts(read_bytes(pages_pdf(1, draw)))) == {"sideways", "x", "yz"}


# --- rotated, cropped, watermarked -------------------------------------------------------


def turned(data: bytes, degrees: int, crop: tuple[float, float, float, float] | None) -> bytes:
    """Set /Rotate and CropBox."""
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        page.set_rotation(degrees)
        if crop:
            page.set_cropbox(*crop)
    buffer = io.BytesIO()
    pdf.save(buffer)
    pdf.close()
    return buffer.getvalue()


@pytest.mark.parametrize("crop", [None, (40, 60, 560, 800)], ids=["whole", "cropped"])
@pytest.mark.parametrize("content", [0, 90, 180, 270])
@pytest.mark.parametrize("page", [0, 90, 180, 270])
def test_text_of_any_direction_on_any_page_reads_in_lines(
    page: int, content: int, crop: tuple[float, float, float, float] | None
) -> None:
    def draw(pdf: FPDF, _: int) -> None:
        with pdf.rotation(content, 297, 421):
            pdf.text(200, 400, "Landscape 2703.72")
            pdf.text(320, 400, "tail")
            pdf.text(200, 425, "Second row 63.30")

    data = turned(pages_pdf(1, draw), page, crop)
    document = read_bytes(data)
    assert texts(document) == ["Landscape 2703.72 tail", "Second row 63.30"]
    assert_ink_is_boxed(data, document)
    width, height = (520, 740) if crop else A4
    size = (height, width) if page % 180 else (width, height)
    assert (document.pages[0].width, document.pages[0].height) == pytest.approx(size, abs=0.1)


@pytest.mark.parametrize("degrees", [90, 270])
def test_a_landscape_page_made_by_rotation_has_horizontal_lines(degrees: int) -> None:
    def draw(pdf: FPDF, _: int) -> None:
        with pdf.rotation(degrees, 297, 421):
            pdf.text(200, 400, "first line")
            pdf.text(200, 420, "second line")

    document = read_bytes(turned(pages_pdf(1, draw), degrees, None))
    first, second = document.pages[0].lines
    assert first.boxes
    assert second.boxes
    starts = [box[0] for box in first.boxes]
    assert starts == sorted(starts)
    assert first.boxes[0][3] <= second.boxes[0][1] + 2
    assert first.boxes[0][0] == pytest.approx(second.boxes[0][0], abs=0.1)


def test_sideways_text_follows_the_upright_text() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        with pdf.rotation(90, 40, 400):
            pdf.text(40, 400, "binding line")
        for i in range(3):
            pdf.text(100, 380 + 20 * i, f"upright body text {i}")

    assert texts(read_bytes(pages_pdf(1, draw))) == [
        *(f"upright body text {i}" for i in range(3)),
        "binding line",
    ]


@pytest.mark.parametrize("angle", [30, 45, 60, -45, 135])
def test_an_oblique_watermark_is_left_out(angle: int) -> None:
    def draw(pdf: FPDF, _: int) -> None:
        for i in range(20):
            pdf.text(60, 200 + 20 * i, f"Row {i}: budget 2703.72, executed 1786.57 in total")
        with pdf.rotation(angle, 150, 400):
            pdf.set_font_size(60)
            pdf.text(150, 400, "PUBLIC 12345")

    assert texts(read_bytes(pages_pdf(1, draw))) == [
        f"Row {i}: budget 2703.72, executed 1786.57 in total" for i in range(20)
    ]


def test_slanted_letters_are_not_a_watermark() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        with pdf.skew(ax=15, ay=0, x=60, y=100):
            pdf.text(60, 100, "slanted")

    assert texts(read_bytes(pages_pdf(1, draw))) == ["slanted"]


def test_text_outside_the_visible_page_is_not_read() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.text(100, 100, "visible")
        pdf.text(100, 830, "below the crop")
        pdf.text(570, 100, "beside")

    document = read_bytes(turned(pages_pdf(1, draw), 0, (20, 60, 560, 800)))
    assert texts(document) == ["visible"]


def test_invisible_text_over_a_scan_is_read() -> None:
    def draw(pdf: FPDF, _: int) -> None:
        pdf.image(Image.new("L", (60, 80), 230), 0, 0, *A4)
        with pdf.local_context(text_mode=TextMode.INVISIBLE):
            for i in range(9):
                pdf.text(60, 100 + 20 * i, f"recognised row {i}")

    document = read_bytes(pages_pdf(1, draw))
    assert texts(document) == [f"recognised row {i}" for i in range(9)]
    assert document.problems == ()


# --- real documents ------------------------------------------------------------------------


def squash(text: str) -> str:
    return "".join(text.split())


@pytest.mark.skipif(not SEED.exists(), reason="the seed report is not in this checkout")
def test_the_seed_report_is_read_whole() -> None:
    document = read(SEED)
    assert document.problems == ()
    assert [page.number for page in document.pages] == list(range(1, 15))
    assert texts(document, "foot") == [str(n) for n in range(1, 15)]
    assert texts(document, "head") == []
    assert_boxes_fit(document)


@pytest.mark.skipif(not SEED.exists(), reason="the seed report is not in this checkout")
def test_every_line_is_found_again_at_its_boxes() -> None:
    document = read(SEED)
    pdf = pypdfium2.PdfDocument(SEED)
    for page, raw in zip(document.pages, pdf, strict=True):
        text_page = raw.get_textpage()
        for line in page.lines:
            assert line.boxes
            found = text_page.get_text_bounded(
                left=line.boxes[0][0] - 0.5,
                right=line.boxes[-1][2] + 0.5,
                top=page.height - min(box[1] for box in line.boxes) + 0.5,
                bottom=page.height - max(box[3] for box in line.boxes) - 0.5,
            )
            assert squash(found) == squash(line.text)
    pdf.close()


def test_the_box_of_a_span_holds_the_boxes_of_its_characters() -> None:
    document = read_bytes(pages_pdf(1, lambda pdf, _: body(pdf, 1, rows=2)))
    for line in all_lines(document):
        assert line.boxes
        assert " " in line.text
        for first in range(len(line.text)):
            for last in range(first, len(line.text)):
                lefts, tops, rights, bottoms = zip(*line.boxes[first : last + 1], strict=True)
                hull = (min(lefts), min(tops), max(rights), max(bottoms))
                assert around(line.boxes, first, last) == hull


def test_a_page_is_read_the_same_after_a_longer_one() -> None:
    alone = read_bytes(pages_pdf(1, lambda pdf, _: body(pdf, 2, rows=1)))
    after = read_bytes(pages_pdf(2, lambda pdf, n: body(pdf, n, rows=25 if n == 1 else 1)))
    assert [(line.text, line.boxes) for line in after.pages[1].lines] == [
        (line.text, line.boxes) for line in alone.pages[0].lines
    ]


@pytest.mark.parametrize("path", [SEED, REAL], ids=["report", "accounts"])
def test_every_glyph_is_found_again_at_its_box(path: Path) -> None:
    if not path.exists():
        pytest.skip("the shared documents are not in this checkout")
    document = read(path)
    pdf = pypdfium2.PdfDocument(path)
    for page, raw in zip(document.pages, pdf, strict=True):
        text_page = raw.get_textpage()
        for line in page.lines:
            for char, (x0, top, x1, bottom) in zip(line.text, line.boxes or (), strict=True):
                if char == " ":
                    continue
                found = text_page.get_text_bounded(
                    left=x0, right=x1, top=page.height - top, bottom=page.height - bottom
                )
                assert char in found, (page.number, line.text)
    pdf.close()


@pytest.mark.parametrize("path", [SEED, REAL], ids=["report", "accounts"])
def test_characters_agree_with_pdfplumber(path: Path) -> None:
    if not path.exists():
        pytest.skip("the shared documents are not in this checkout")
    pdfplumber = pytest.importorskip("pdfplumber")
    document = read(path)
    with pdfplumber.open(path) as pdf:
        for page, other in zip(document.pages, pdf.pages, strict=True):
            expected = sorted(squash("".join(char["text"] for char in other.chars)))
            words = [line.text for line in page.lines]
            words += [
                cell.text
                for table in document.tables
                for cell in table.cells
                if cell.parts[0][0] == page.number
            ]
            assert sorted(squash("".join(words))) == expected
