"""Write a sample form as DOCX, XLSX or XLS, the same bytes on every run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import docx
import xlsxwriter
import xlwt
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph
from form_content import CREATED, Cell, Grid, Paragraph, Part, Source
from typeset import width

SONG = "宋体"
AUTHOR = "jihe"
NUMBER = re.compile(r"-?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?(?P<percent>%?)")
CODE_DIGITS = 9
"""A longer run of digits is a code or a telephone number: a spreadsheet keeps it as text."""
LINE = 15
"""Height of one line in a worksheet, points."""
WIDTH = 1.15
"""Width of a worksheet column for each unit of the source, characters."""


def make_docx(source: Source, options: Mapping[str, str]) -> bytes:
    """The DOCX of a form: paragraphs and tables with real merged cells."""
    document = docx.Document()
    section = document.sections[0]
    page = (Mm(210), Mm(297))
    if options.get("orientation") == "landscape":
        section.orientation = WD_ORIENT.LANDSCAPE
        page = page[::-1]
    section.page_width, section.page_height = page
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(18)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = SONG, Pt(float(options.get("size", "9")))
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), SONG)
    normal.paragraph_format.space_after = Pt(0)
    for number, part in enumerate(source.parts):
        if number:
            document.add_page_break()
        for block in part.blocks:
            if isinstance(block, Grid):
                _docx_table(document, block, (page[0] - Mm(30)) / Mm(1))
            else:
                _docx_paragraph(document, block)
    core = document.core_properties
    core.author = core.last_modified_by = AUTHOR
    core.title, core.comments = source.title, ""
    core.created = core.modified = CREATED.replace(tzinfo=None)
    stream = io.BytesIO()
    document.save(stream)
    return _fixed_zip(stream.getvalue())


def _docx_paragraph(document: Document, block: Paragraph) -> None:
    if block.kind == "break":
        document.add_page_break()
        return
    paragraph = document.add_paragraph()
    run = paragraph.add_run("\t".join(block.parts))
    if block.kind in {"title", "centre"}:
        paragraph.alignment = ALIGN.CENTER
    if block.kind in {"title", "heading"}:
        run.bold = True
        run.font.size = Pt(16 if block.kind == "title" else 12)
    if block.kind == "text":
        paragraph.paragraph_format.first_line_indent = Pt(24)
        run.font.size = Pt(12)
    for number in range(1, len(block.parts)):
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(180 * number / len(block.parts)))


def _docx_table(document: Document, grid: Grid, measure: float) -> None:
    table = document.add_table(grid.rows, len(grid.widths), style="Table Grid")
    table.autofit = False
    scale = measure / sum(grid.widths)
    for column, share in zip(table.columns, grid.widths, strict=True):
        column.width = Mm(share * scale)
    rows = [list(row.cells) for row in table.rows]
    for cells in rows:
        for cell, share in zip(cells, grid.widths, strict=True):
            cell.width = Mm(share * scale)
    for cell in grid.cells:
        corner = rows[cell.row][cell.column]
        if cell.rows * cell.columns > 1:
            corner = corner.merge(rows[cell.row + cell.rows - 1][cell.column + cell.columns - 1])
        _docx_fill(corner, cell)


def _docx_fill(place: _Cell, cell: Cell) -> None:
    place.vertical_alignment = VERTICAL.CENTER
    for extra in place.paragraphs[1:]:  # merging leaves the empty paragraphs of all parts
        extra._element.getparent().remove(extra._element)
    first: DocxParagraph = place.paragraphs[0]
    for number, line in enumerate(cell.text.split("\n")):
        paragraph = place.add_paragraph() if number else first
        paragraph.alignment = ALIGN.LEFT if cell.left else ALIGN.CENTER
        if line:
            paragraph.add_run(line)


def _fixed_zip(data: bytes) -> bytes:
    """The same archive with one date on all members."""
    stream = io.BytesIO()
    date = CREATED.timetuple()[:6]
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, date)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            new.writestr(member, old.read(name), compresslevel=9)
    return stream.getvalue()


def stored(cell: Cell) -> tuple[float, str] | None:
    """What a spreadsheet stores for a figure: value and number format; None for a text."""
    match = NUMBER.fullmatch(cell.text)
    if match is None:
        return None
    plain = match["whole"].replace(",", "")
    if len(plain) >= CODE_DIGITS or (len(plain) > 1 and plain[0] == "0"):
        return None
    value = Decimal(cell.text.replace(",", "").rstrip("%"))
    if match["percent"]:
        value /= 100
    decimals = match["decimals"] or ""
    shape = ("#,##0" if "," in match["whole"] else "0") + (
        "." + "0" * len(decimals) if decimals else ""
    )
    return float(cell.value or value), shape + match["percent"]


def sheets(source: Source) -> Iterator[tuple[str, list[tuple[Part, int]]]]:
    """The worksheets: name, and their parts with the row that each begins in."""
    found: list[tuple[str, list[tuple[Part, int]]]] = []
    row = 0
    for part in source.parts:
        if part.sheet or not found:
            found.append((part.sheet or "Sheet1", []))
            row = part.origin[0]
        found[-1][1].append((part, row))
        row += 1 + sum(b.rows if isinstance(b, Grid) else 1 for b in part.blocks)
    yield from found


def laid_out(part: Part, row: int) -> Iterator[tuple[int, Grid | Paragraph]]:
    """The blocks of a part, each with the row it begins in."""
    for block in part.blocks:
        yield row, block
        row += block.rows if isinstance(block, Grid) else 1


def _paragraph_cells(block: Paragraph, row: int, columns: int) -> Iterator[Cell]:
    """A paragraph takes one row: merged over all columns, or divided among its parts."""
    edges = [round(i * columns / len(block.parts)) for i in range(len(block.parts) + 1)]
    for text, left, right in zip(block.parts, edges, edges[1:], strict=False):
        yield Cell(row, left, text, 1, right - left, left=block.kind not in {"title", "centre"})


def _heights(grid: Grid) -> list[int]:
    """Row heights that show all of the text, in points."""
    lines = [1] * grid.rows
    for cell in sorted(grid.cells, key=lambda c: c.rows):
        room = sum(grid.widths[cell.column : cell.column + cell.columns]) * WIDTH / 2 - 0.5
        need = sum(max(1, -int(-width(line) // room)) for line in cell.text.split("\n"))
        last = cell.row + cell.rows - 1
        lines[last] += max(need - sum(lines[cell.row : last + 1]), 0)
    return [n * LINE + 3 for n in lines]


def make_xlsx(source: Source, _options: Mapping[str, str]) -> bytes:
    """The XLSX of a form: merged ranges, number formats, hidden rows."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": source.title, "author": AUTHOR, "created": CREATED})
    formats: dict[tuple[Any, ...], Any] = {}

    def style(shape: str, left: bool, kind: str) -> Any:
        key = (shape, left, kind)
        if key not in formats:
            properties: dict[str, Any] = {
                "font_name": SONG,
                "font_size": 10,
                "text_wrap": True,
                "valign": "vcenter",
            }
            properties["align"] = "left" if left else "center"
            properties |= {"border": 1} if kind == "table" else {}
            properties |= {"font_size": 16, "bold": True} if kind == "title" else {}
            properties |= {"num_format": shape} if shape else {}
            formats[key] = book.add_format(properties)
        return formats[key]

    for name, parts in sheets(source):
        sheet = book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for part, start in parts:
            _xlsx_part(sheet, part, start, style)
    book.close()
    return stream.getvalue()


def _xlsx_part(sheet: Any, part: Part, start: int, style: Any) -> None:
    left = part.origin[1]
    for row, block in laid_out(part, start):
        if isinstance(block, Paragraph):
            sheet.set_row(row, 26 if block.kind == "title" else LINE + 3)
            for cell in _paragraph_cells(block, row, part.columns):
                _xlsx_cell(sheet, cell, (0, left), style, block.kind)
            continue
        for number, share in enumerate(block.widths):
            sheet.set_column(left + number, left + number, round(share * WIDTH, 2))
        for number, height in enumerate(_heights(block)):
            sheet.set_row(row + number, height, None, {"hidden": number in block.hidden})
        for cell in block.cells:
            _xlsx_cell(sheet, cell, (row, left), style, "table")


def _xlsx_cell(sheet: Any, cell: Cell, at: tuple[int, int], style: Any, kind: str) -> None:
    row, column = cell.row + at[0], cell.column + at[1]
    number = stored(cell)
    shape = style(number[1] if number else "", cell.left, kind)
    if cell.rows * cell.columns > 1:
        sheet.merge_range(row, column, row + cell.rows - 1, column + cell.columns - 1, "", shape)
    if number and cell.formula:
        sheet.write_formula(row, column, cell.formula, shape, number[0])
    elif number:
        sheet.write_number(row, column, number[0], shape)
    elif cell.text:
        sheet.write_string(row, column, cell.text, shape)
    else:
        sheet.write_blank(row, column, None, shape)


def make_xls(source: Source, _options: Mapping[str, str]) -> bytes:
    """The XLS (Excel 97–2003) of a form."""
    book = xlwt.Workbook(encoding="utf-8")
    book.set_owner(AUTHOR)
    styles: dict[tuple[str, bool, str], Any] = {}

    def style(shape: str, left: bool, kind: str) -> Any:
        key = (shape, left, kind)
        if key not in styles:
            borders = "left thin, right thin, top thin, bottom thin" if kind == "table" else ""
            styles[key] = xlwt.easyxf(
                f"font: name {SONG}, height {320 if kind == 'title' else 200};"
                f"align: wrap on, vert centre, horiz {'left' if left else 'centre'};"
                + (f"borders: {borders};" if borders else ""), shape or "General",
            )  # fmt: skip
        return styles[key]

    for name, parts in sheets(source):
        sheet = book.add_sheet(name)
        sheet.paper_size_code, sheet.portrait = 9, False
        sheet.fit_num_pages, sheet.fit_height_to_pages = 1, 0
        for part, start in parts:
            _xls_part(sheet, part, start, style)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xls_part(sheet: Any, part: Part, start: int, style: Any) -> None:
    left = part.origin[1]
    for row, block in laid_out(part, start):
        if isinstance(block, Paragraph):
            cells, kind, at = _paragraph_cells(block, row, part.columns), block.kind, (0, left)
        else:
            cells, kind, at = iter(block.cells), "table", (row, left)
            for number, share in enumerate(block.widths):
                sheet.col(left + number).width = round(share * WIDTH * 256)
            for number, height in enumerate(_heights(block)):
                line = sheet.row(row + number)
                line.height_mismatch, line.height = True, height * 20
                line.hidden = number in block.hidden
        for cell in cells:
            number = stored(cell)
            shape = style(number[1] if number else "", cell.left, kind)
            top, side = cell.row + at[0], cell.column + at[1]
            sheet.write_merge(
                top, top + cell.rows - 1, side, side + cell.columns - 1,
                number[0] if number else cell.text or None, shape,
            )  # fmt: skip
