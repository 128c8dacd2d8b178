"""Forms typed into tests: rows of cells set apart by bars, lines of text between them."""

from __future__ import annotations

from extractor.find.selftest import typed_table
from extractor.model import Document, Line, Page, Place, Report, Result, Source, Table
from extractor.pipeline import Settings, results_of


def document(*pieces: str, path: str = "form.docx") -> Document:
    """A document of paragraphs and tables (pieces that hold a bar), in the given order."""
    lines: list[Line] = []
    tables: list[Table] = []
    for piece in pieces:
        if "|" in piece:
            typed = typed_table(piece)
            number = len(tables) + 1
            tables.append(Table(number, typed.rows, typed.columns, typed.cells, at=(0, len(lines))))
        else:
            number = len(lines) + 1
            lines.append(Line(piece, number, spots=(Place(f"第{number}段"),)))
    source = Source(path, "0" * 64, "application/x-typed", 1)
    return Document(source, (Page(tuple(lines)),), tables=tuple(tables))


def results(*pieces: str) -> list[Result]:
    """The results of a typed document."""
    return results_of(document(*pieces), Settings())


def typed_result(path: str, pieces: tuple[str, ...]) -> list[Result]:
    """The results of a typed document that lies at a path."""
    return results_of(document(*pieces, path=path), Settings())


def report(*pieces: str) -> Report:
    """The only report of a typed document."""
    (result,) = results(*pieces)
    assert result.report is not None
    return result.report


def values(found: Report) -> dict[str, str]:
    """Path → value of the first mention."""
    return {path: figure.first.text for path, figure in found.figures.items()}


def grave(result: Result) -> list[tuple[str, str]]:
    """Severity and title of the errors and warnings."""
    return [(d.severity, d.title) for d in result.discrepancies if d.severity != "info"]


def failing(result: Result) -> set[str]:
    """Slugs of the checks behind errors and warnings."""
    return {s for d in result.discrepancies if d.severity != "info" for s in d.checks}
