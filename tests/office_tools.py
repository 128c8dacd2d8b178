"""DOCX files written by hand, for what Word files hold and python-docx does not make."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from extractor.model import Document
from extractor.reading import DEFAULT_LIMITS, Limits, read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OTHERS = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}


def part(root: str, content: str, namespace: str = W) -> str:
    """One XML part with the usual prefixes."""
    others = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _OTHERS.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{namespace}" {others}>'
        f"{content}</w:{root}>"
    )


def zipped(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in {"[Content_Types].xml": "<Types/>", **members}.items():
            file.writestr(name, content)
    return buffer.getvalue()


def docx(
    body: str, *, numbering: str = "", styles: str = "", namespace: str = W,
    others: dict[str, str | bytes] | None = None,
) -> bytes:  # fmt: skip
    """A document of a body, list definitions and styles, each as inner XML."""
    members: dict[str, str | bytes] = {
        "word/document.xml": part("document", f"<w:body>{body}</w:body>", namespace)
    }
    if numbering:
        members["word/numbering.xml"] = part("numbering", numbering, namespace)
    if styles:
        members["word/styles.xml"] = part("styles", styles, namespace)
    return zipped(members | (others or {}))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(content: str, properties: str = "") -> str:
    """A paragraph of a text, or of runs."""
    runs = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def tc(content: str = "", properties: str = "") -> str:
    """A table cell of a text, or of blocks."""
    blocks = content if content.startswith("<") else para(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def read_file(data: bytes, name: str = "r.docx", limits: Limits = DEFAULT_LIMITS) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read(path, limits)


def cells(document: Document, number: int = 1) -> list[tuple[int, int, int, int, str]]:
    """Row, column, rows, columns, text of the cells of one table, whose grid is checked."""
    grid = document.tables[number - 1]
    assert grid.number == number
    covered = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    assert len(covered) == len(set(covered)), "a place is covered twice"
    assert all(row < grid.rows and column < grid.columns for row, column in covered)
    order = [(cell.row, cell.column) for cell in grid.cells]
    assert order == sorted(order)
    return [(c.row, c.column, c.rows, c.columns, c.text) for c in grid.cells]
