"""PDFs made for the tests with core fonts, so that no CJK font is needed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from fpdf import FPDF
from PIL import Image

from extractor.model import Document, Line
from extractor.reading import DEFAULT_LIMITS, Limits, read

SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seed/report.pdf"
SCAN = SHARED / "seed/report-scan.pdf"
REAL = SHARED / "real/final-accounts-2024-putuo-finance-edited.pdf"

A4 = (595.28, 841.89)


def new_pdf() -> FPDF:
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_font("Helvetica", size=12)
    return pdf


def pages_pdf(count: int, draw: Callable[[FPDF, int], None]) -> bytes:
    pdf = new_pdf()
    for number in range(1, count + 1):
        pdf.add_page()
        draw(pdf, number)
    return bytes(pdf.output())


def read_bytes(data: bytes, limits: Limits = DEFAULT_LIMITS, name: str = "r.pdf") -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read(path, limits)


def all_lines(document: Document) -> Iterator[Line]:
    return (line for page in document.pages for line in page.lines)


def texts(document: Document, role: str | None = None) -> list[str]:
    return [line.text for line in all_lines(document) if role in {None, line.role}]


def kinds(document: Document) -> list[tuple[str, int | None]]:
    for problem in document.problems:
        assert problem.message.endswith("。")
        assert problem.advice.endswith("。")
    return [(problem.kind, problem.page) for problem in document.problems]


def two_columns(pdf: FPDF, _: int) -> None:
    pdf.text(60, 100, "Budget 2703.72")
    pdf.text(300, 100, "Executed 1786.57")
    pdf.text(60, 130, "Second line")


def body(pdf: FPDF, number: int, top: float = 100, rows: int = 20) -> None:
    for i in range(rows):
        pdf.text(60, top + 30 * i, f"page {number} row {i * 7 + number} of the body")


def image_page(pdf: FPDF, _: int) -> None:
    pdf.image(Image.new("L", (60, 80), 200), 0, 0, *A4)


def raw_pdf(*objects: bytes) -> bytes:
    """A minimal PDF; pdfium rebuilds the missing cross-reference table."""
    parts = [b"%d 0 obj %s endobj\n" % (i, body) for i, body in enumerate(objects, start=1)]
    return b"%PDF-1.4\n" + b"".join(parts) + b"trailer <</Root 1 0 R>>\n%%EOF\n"


def stream(content: bytes) -> bytes:
    return b"<</Length %d>> stream\n%s\nendstream" % (len(content), content)


def one_font_pdf(font: bytes, content: bytes, *more: bytes) -> bytes:
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R/H 6 0 R>>>>>>",
        stream(content),
        font,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    )


NO_MAP = (
    b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
    b"/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4>>>>]>>"
)
