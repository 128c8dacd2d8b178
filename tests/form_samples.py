"""The sample forms as other libraries read them: the text that stands at a place."""

from __future__ import annotations

import importlib
import re
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tests.shared import SAMPLES, load_json

FORMS = SAMPLES / "forms"
FORM_NAMES = sorted(p.name.removesuffix(".expected.json") for p in FORMS.glob("*.expected.json"))
_SUFFIXES = (".pdf", ".docx", ".xlsx", ".xls", ".html", ".txt")
FORM_FILES = sorted(p for p in FORMS.iterdir() if p.suffix in _SUFFIXES)
_REF = re.compile(r"(?:表(?P<table>\d+) |(?P<sheet>.+)!)(?P<column>[A-Z]+)(?P<row>\d+)")


def maker(module: str) -> Any:
    """A module of the scripts that make the forms."""
    if str(SAMPLES) not in sys.path:
        sys.path.append(str(SAMPLES))
    return importlib.import_module(module)


@cache
def source(name: str) -> Any:
    """The content of a sample form."""
    return maker("form_content").Source.read(FORMS / "sources" / f"{name}.yaml")


@cache
def reports(name: str) -> list[dict[str, Any]]:
    """What a person read in each report of a sample form."""
    found: list[dict[str, Any]] = load_json(FORMS / f"{name}.expected.json")["reports"]
    return found


def place(fact: dict[str, Any], suffix: str) -> str | None:
    """Where a fact stands in one format; None if it stands in no cell of it."""
    ref: str | None = fact.get("cell") or fact.get("cells", {}).get(suffix)
    return ref


def split(ref: str) -> tuple[str, int, int]:
    """Sheet name or table number, 0-based row and column of a place."""
    match = _REF.fullmatch(ref)
    assert match, ref
    column = 0
    for letter in match["column"]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return match["sheet"] or match["table"], int(match["row"]) - 1, column - 1


Grids = dict[str, dict[tuple[int, int], Any]]
"""Table number or sheet name → place → what a library finds there."""


@cache
def grids(path: Path) -> Grids:
    """All cells of a sample by table and place; merged cells at least at their first place."""
    readers = {".docx": _docx, ".xlsx": _xlsx, ".xls": _xls, ".html": _html, ".pdf": _pdf}
    return readers[path.suffix](path)


def _docx(path: Path) -> Grids:
    import docx

    return {
        str(number): {
            (r, c): cell.text
            for r, row in enumerate(table.rows)
            for c, cell in enumerate(row.cells)
        }
        for number, table in enumerate(docx.Document(str(path)).tables, 1)
    }


def _xlsx(path: Path) -> Grids:
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            (cell.row - 1, cell.column - 1): cell.value for row in sheet.iter_rows() for cell in row
        }
        for sheet in book
    }


def _xls(path: Path) -> Grids:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {
        name: {
            (r, c): value
            for r, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for c, value in enumerate(row)
        }
        for name in book.sheet_names
    }


def _html(path: Path) -> Grids:
    import lxml.html

    encoding = source(path.stem).formats["html"].get("encoding", "utf-8")
    tree = lxml.html.fromstring(path.read_bytes().decode(encoding))
    found: Grids = {}
    for number, table in enumerate(tree.iter("table"), 1):
        cells: dict[tuple[int, int], Any] = {}
        for r, row in enumerate(table.iter("tr")):
            for cell in row.iter("td"):
                c = next(c for c in range(99) if (r, c) not in cells)
                for i in range(int(cell.get("rowspan", "1"))):
                    for j in range(int(cell.get("colspan", "1"))):
                        cells[r + i, c + j] = "".join(str(text) for text in cell.itertext())
        found[str(number)] = cells
    return found


def _pdf(path: Path) -> Grids:
    """Tables page by page: what goes on overleaf is a table of its own here."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return {
        str(number): {(r, c): text for r, row in enumerate(table) for c, text in enumerate(row)}
        for number, table in enumerate(tables, 1)
    }


def shows(found: Any, printed: str) -> bool:
    """Whether what a library found in a cell is shown as `printed` (a figure or words)."""
    if isinstance(found, int | float):
        decimals = len(printed.partition(".")[2])
        step = Decimal(1).scaleb(-decimals)
        values = (Decimal(str(found)), Decimal(str(found)) * 100)  # 97.36 % is stored as 0.9736
        return any(v.quantize(step) == Decimal(printed) for v in values)
    text = re.sub(r"\s|(?<=\d),(?=\d{3})", "", found or "")
    if re.fullmatch(r"[\d.]+", printed):
        return printed in re.findall(r"\d+(?:\.\d+)?", text)
    return re.sub(r"\s", "", printed) in text
