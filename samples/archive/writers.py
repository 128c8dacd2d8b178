"""Write a report or a form in a file format: small, fast, the same bytes every time.

DOCX and PDF are written by hand: a library takes a hundred times as long, and a thousand
reports have to be made in a minute. The PDF names a font that every reader of Chinese PDFs
knows (STSong-Light with UniGB-UCS2-H) and does not embed it.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

import xlsxwriter

from .form import WIDTHS, Cell, Form
from .narrative import plain

DATE = (2025, 1, 1, 0, 0, 0)
Cover = Sequence[str]


def txt(cover: Cover, paragraphs: Sequence[str], encoding: str = "utf-8") -> bytes:
    """Plain text, one paragraph per line."""
    body = [*cover, "", *(f"　　{plain(p)}" for p in paragraphs)]
    return ("\n".join(body) + "\n").encode(encoding)


def html(cover: Cover, paragraphs: Sequence[str]) -> bytes:
    """A public page."""
    head = f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(cover[0])}</title></head><body>'
    lines = [head, f"<h2>{escape(cover[0])}</h2>", *(f"<p>{escape(line)}</p>" for line in cover[1:])]
    lines += [f"<p>　　{escape(plain(p), quote=False)}</p>" for p in paragraphs]
    return ("\n".join(lines) + "\n</body></html>\n").encode()


def packed(members: Sequence[tuple[str, bytes]], gbk: bool = False) -> bytes:
    """A ZIP with fixed dates; `gbk` writes names as old Chinese Windows did, without a flag."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members:
            info = (_GbkInfo if gbk else zipfile.ZipInfo)(name, DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0 if gbk else 3
            archive.writestr(info, data, compresslevel=6)
    return stream.getvalue()


class _GbkInfo(zipfile.ZipInfo):
    """A member whose name is GBK bytes."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


# DOCX

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx(cover: Cover, paragraphs: Sequence[str]) -> bytes:
    """A narrative in Word."""
    body = [_paragraph(line, "center") for line in cover[:2]] + [_paragraph(line) for line in cover[2:]]
    return _docx("".join((*body, *(_paragraph(plain(p), indent=True) for p in paragraphs))))


def docx_form(form: Form) -> bytes:
    """A form in Word."""
    body = _paragraph(form.title, "center") + "".join(map(_paragraph, form.lines))
    return _docx(body + _table(form))


def _docx(body: str) -> bytes:
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {_W}><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    return packed((
        ("[Content_Types].xml", _TYPES.encode()), ("_rels/.rels", _RELS.encode()),
        ("word/document.xml", document.encode()),
    ))  # fmt: skip


def _paragraph(text: str, align: str = "", indent: bool = False) -> str:
    shape = f'<w:jc w:val="{align}"/>' if align else ""
    shape = '<w:ind w:firstLineChars="200" w:firstLine="480"/>' if indent else shape
    run = f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{shape}</w:pPr>{run}</w:p>"


def _table(form: Form) -> str:
    starts = {(c.row, c.column): c for c in form.cells}
    inside = {
        (r, c.column): c for c in form.cells for r in range(c.row + 1, c.row + c.rows)
    }  # fmt: skip
    sides = "".join(
        f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = []
    for r in range(form.rows):
        cells, column = "", 0
        while column < len(WIDTHS):
            cell = starts.get((r, column)) or inside[r, column]
            merge = ("" if cell.rows == 1 else '<w:vMerge w:val="restart"/>' if cell.row == r else "<w:vMerge/>")
            span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
            text = plain(cell.text) if cell.row == r else ""
            cells += f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{_paragraph(text)}</w:tc>"
            column += cell.columns
        rows.append(f"<w:tr>{cells}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{w * 75}"/>' for w in WIDTHS)
    return f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


# XLSX and CSV


def xlsx_form(form: Form) -> bytes:
    """A form in a workbook; figures of amounts and points as numbers."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": datetime(*DATE)})
    sheet = book.add_worksheet("自评表")
    boxed: dict[str, Any] = {
        shape: book.add_format({"border": 1, "text_wrap": True, "num_format": shape})
        for shape in ("General", "0.00", "0.00%")
    }
    for n, width in enumerate(WIDTHS):
        sheet.set_column(n, n, width)
    sheet.merge_range(0, 0, 0, len(WIDTHS) - 1, form.title)
    for n, line in enumerate(form.lines):
        sheet.write_string(1, n * 5, line)
    for cell in form.cells:
        _write(sheet, cell, boxed)
    book.close()
    return stream.getvalue()


def _write(sheet: Any, cell: Cell, boxed: dict[str, Any]) -> None:
    text, row, column = plain(cell.text), cell.row + 2, cell.column
    if cell.rows * cell.columns > 1:
        sheet.merge_range(row, column, row + cell.rows - 1, column + cell.columns - 1, text, boxed["General"])
        return
    number = text.rstrip("%")
    if number.replace(".", "", 1).isdigit():
        percent = text.endswith("%")
        shape = "0.00%" if percent else "0.00" if "." in number else "General"
        if not percent or len(number.partition(".")[2]) == 2:
            sheet.write_number(row, column, float(number) / (100 if percent else 1), boxed[shape])
            return
    sheet.write_string(row, column, text, boxed["General"])


def csv_form(form: Form) -> bytes:
    """A form as separated values, merged cells blank but for the first."""
    grid = [[""] * len(WIDTHS) for _ in range(form.rows)]
    for cell in form.cells:
        grid[cell.row][cell.column] = plain(cell.text)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerows([[form.title], list(form.lines), *grid])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


# PDF

_PAGE = (595, 842)
_LEADING, _SIZE, _LEFT, _TOP, _MEASURE = 24, 14, 78, 760, 31.0
_NO_START = set("，。、；：！？）》”%")


def pdf(cover: Cover, paragraphs: Sequence[str]) -> bytes:
    """A narrative as PDF: lines broken at the measure, a page number on each page."""
    lines: list[tuple[float, str]] = []
    for n, text in enumerate(cover):
        lines.append(((_MEASURE - _width(text)) / 2 if n < 2 else 0.0, text))
    for paragraph in paragraphs:
        for n, line in enumerate(_broken(plain(paragraph), _MEASURE)):
            lines.append((0.0 if n else 2.0, line))
    per_page = 28
    pages: list[str] = []
    for start in range(0, len(lines), per_page):
        shown = [
            _show(_LEFT + indent * _SIZE, _TOP - n * _LEADING, _SIZE, text)
            for n, (indent, text) in enumerate(lines[start : start + per_page])
        ]
        shown.append(_show(290, 50, 10, f"- {len(pages) + 1} -"))
        pages.append("\n".join(shown))
    return _pdf(pages, _PAGE)


def pdf_form(form: Form) -> bytes:
    """A form as PDF: one page across with ruled cells."""
    scale, size = 770 / sum(WIDTHS), 7
    edges = [36 + scale * sum(WIDTHS[:n]) for n in range(len(WIDTHS) + 1)]
    heights = [22.0] * form.rows
    shown = [_show(330, 560, 14, form.title), _show(36, 536, 9, "　　".join(form.lines))]
    tops = [526 - sum(heights[:n]) for n in range(form.rows + 1)]
    for cell in form.cells:
        x, right = edges[cell.column], edges[cell.column + cell.columns]
        top, bottom = tops[cell.row], tops[cell.row + cell.rows]
        shown.append(f"{x:.1f} {bottom:.1f} {right - x:.1f} {top - bottom:.1f} re S")
        for n, line in enumerate(_broken(plain(cell.text), (right - x - 4) / size)):
            shown.append(_show(x + 2, top - 9 - n * (size + 1), size, line))
    return _pdf(["0.5 w\n" + "\n".join(shown)], (842, 595))


def _width(text: str) -> float:
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def _broken(text: str, measure: float) -> list[str]:
    lines, line, used = [], "", 2.0 if measure == _MEASURE else 0.0
    for char in text:
        wide = 0.5 if char.isascii() else 1.0
        if used + wide > measure and line and char not in _NO_START:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + char, used + wide
    return [*lines, line] if line else lines


def _show(x: float, y: float, size: float, text: str) -> str:
    code = text.encode("utf-16-be").hex().upper()
    return f"BT /F1 {size} Tf {x:.1f} {y:.1f} Td <{code}> Tj ET"


def _pdf(pages: Sequence[str], size: tuple[int, int]) -> bytes:
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500] "
        b"/FontDescriptor 5 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    for n, page in enumerate(pages):
        stream = zlib.compress(page.encode(), 6)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {7 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode() + stream + b"\nendstream")
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for n, data in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n".encode() + data + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return bytes(out) + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
