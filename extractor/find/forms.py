"""Split a document into its reports: running text, and forms that follow or stand alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractor.find.flat import rebuild
from extractor.find.tables import View, view_of
from extractor.find.tables.read import elements
from extractor.find.tables.statements import Statement, statements, unfilled
from extractor.library import Library
from extractor.model import Document, Line, Page, Table
from extractor.text import fold, lay_out

_BLANKS = re.compile(r"\s+")
_YEAR_LINE = re.compile(r"[(]?20\d\d年度?[)]?")
"""The line under the title of a form."""
_PROSE = 200
"""Characters of full sentences from which on a document holds a narrative of its own."""

_SENTENCE = 40
_CHAPTER = re.compile("第[一二三四五六七八九十]{1,3}(?:部分|章)")
_NOTE = re.compile(r"\s*(?:注|备注|说明|填表说明|填报说明)[:：\d]")
_AHEAD = 8
"""Lines that may stand between the title of a form and its table."""

_WIDE = 0.8
"""A cell over this share of the columns that stands alone in its row is a line of text."""


@dataclass(slots=True)
class Part:
    """One report of a document: its lines by page, and its tables.

    `unfilled` are the published tables of the document that hold no figure.
    """

    lines: list[tuple[int, Line]] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    elements: set[str] = field(default_factory=set)
    narrative: bool = False
    unfilled: list[Statement] = field(default_factory=list)

    def pages(self, document: Document) -> tuple[Page, ...]:
        """The pages of the document with the lines of this part only."""
        lines: dict[int, list[Line]] = {}
        for page, line in self.lines:
            lines.setdefault(page, []).append(line)
        return tuple(
            replace(page, lines=tuple(lines.get(number, ())))
            for number, page in enumerate(document.pages or (Page(()),))
        )

    def words(self, count: int = 6) -> str:
        """The first lines, without blanks."""
        return "".join(_squeezed(line.text) for _, line in self.lines[:count])


Piece = tuple[int, Line | View]


def split(document: Document, library: Library) -> list[Part]:
    """Give the reports of a document in reading order; prose without tables is one."""
    lines = [(n, line) for n, page in enumerate(document.pages) for line in page.lines]
    prose = sum(len(line.text) for _, line in lines if _is_prose(line.text))
    if not document.tables and prose >= _PROSE:
        return [Part(lines, narrative=True)]
    pieces = list(_pieces(document, library))
    titled = statements([piece for _, piece in pieces]) if document.tables else []
    parts = _grouped(pieces, library, narrative=prose >= _PROSE)
    for part in parts:
        _rebuild(part, library)
    parts = _combined(parts)
    unread = any(not problem.is_notice for problem in document.problems)
    blank = [] if unread else unfilled(titled)
    for part in parts:
        part.unfilled = blank
    return parts


def _rebuild(part: Part, library: Library) -> None:
    """Read the lines of a form whose table is lost as a table."""
    if "indicators" in part.elements or part.narrative:
        return
    lines = [line for _, line in part.lines]
    tables, taken = rebuild(lines, library.headers, len(part.views) + 1)
    views = [view_of(lay_out(table), library, None, None) for table in tables]
    found = {e for view in views for e in _elements(view)}
    if not (found - {"name"}) and not part.elements:
        return  # fields alone are the cover of a narrative
    part.lines = [pair for number, pair in enumerate(part.lines) if number not in taken]
    part.views += views
    part.elements |= found


def _squeezed(words: str) -> str:
    return _BLANKS.sub("", fold(words))


def _is_prose(words: str) -> bool:
    return len(words) >= _SENTENCE // 2 and ("。" in words or "，" in words)


def _pieces(document: Document, library: Library) -> Iterator[Piece]:
    """Lines and tables in reading order; rows of a table that are text come as lines."""
    typed = document.source.media_type == "text/plain"
    waiting = sorted(document.tables, key=lambda t: (t.at, t.number))
    for number, page in enumerate(document.pages):
        for position in range(len(page.lines) + 1):
            while waiting and waiting[0].at <= (number, position):
                yield from ((number, p) for p in _of_table(waiting.pop(0), library, typed))
            if position < len(page.lines):
                yield number, page.lines[position]
    for table in waiting:
        yield from ((max(len(document.pages) - 1, 0), p) for p in _of_table(table, library, typed))


def _of_table(table: Table, library: Library, typed: bool) -> Iterator[Line | View]:
    """Cut a table where rows of text or further forms stand in it."""
    if typed and _is_ragged(table):
        yield from _cell_lines(table)
        return
    view = view_of(lay_out(table), library, None, None)
    chunk: list[int] = []
    seen: set[str] = set()
    for row in range(table.rows):
        line = _text_row(view, row)
        named = _names_project(view, row)
        if line is not None or (named and "indicators" in seen):
            yield from _chunk(view, chunk, library)
            chunk, seen = [], set()
        if line is not None:
            yield from _lines(view, line)
        else:
            chunk.append(row)
            seen |= elements(view, row)
    yield from _chunk(view, chunk, library)


def _is_ragged(table: Table) -> bool:
    """Whether the rows of a typed table have unequal numbers of cells: bars out of phase."""
    if table.sheet is not None or any(c.parts or c.rows > 1 or c.columns > 1 for c in table.cells):
        return False
    counts = Counter(c.row for c in table.cells)
    return len(set(counts.values())) > 2


def _cell_lines(table: Table) -> Iterator[Line]:
    """The cells of a ragged table one by one: which row one belongs to, its kind must tell."""
    for number, cell in enumerate(table.cells, 1):
        if cell.text.strip():
            yield Line(cell.text.replace("\n", ""), number, spots=table.places(cell))


def _text_row(view: View, row: int) -> int | None:
    """The cell that alone fills a row: a title, a 单位 line, a note."""
    cells = [c for c in view.across(row) if view.text(c)]
    if len(cells) != 1 or view.cell(cells[0]).row != row or view.cell(cells[0]).rows > 1:
        return None
    cell, words = view.cell(cells[0]), view.text(cells[0])
    if view.headers.field(words) or view.only_figure(cells[0]) is not None:
        return None
    wide = cell.columns >= _WIDE * view.table.columns or _YEAR_LINE.fullmatch(words)
    return cells[0] if wide or view.headers.is_form_title(words) else None


def _names_project(view: View, row: int) -> bool:
    return any(
        view.headers.field(view.text(c).partition(":")[0]) == "project.name"
        for c in view.across(row) if view.cell(c).row == row
    )  # fmt: skip


def _lines(view: View, index: int) -> Iterator[Line]:
    places = view.places(index)
    for number, words in enumerate(view.cell(index).text.split("\n"), 1):
        if words.strip():
            yield Line(words, number, places[0].page, spots=places)


def _chunk(view: View, rows: list[int], library: Library) -> Iterator[View]:
    """The rows of a table that belong together, under their own row numbers."""
    kept = set(rows)
    cells = tuple(c for c in view.table.cells if c.row in kept)
    if not any(c.text.strip() for c in cells):
        return
    if len(cells) == len(view.table.cells):
        yield view
        return
    yield view_of(lay_out(replace(view.table, cells=cells)), library, None, None)


def _grouped(pieces: list[Piece], library: Library, *, narrative: bool) -> list[Part]:
    """Give each line and table to its report."""
    story = Part(narrative=True)
    parts = [story] if narrative else []
    current = story if narrative else None
    for position, (page, piece) in enumerate(pieces):
        if isinstance(piece, View):
            current = _with_table(parts, current, piece)
            continue
        titled = library.headers.is_form_title(_squeezed(piece.text))
        begins = titled and _form_follows(pieces, position)
        if current is None or (begins and (current.narrative or current.elements)):
            current = Part()
            parts.append(current)
        elif current is not story and narrative and current.elements and _resumes(piece.text):
            current = story
        # the same title over each of two forms looks like a running head
        current.lines.append((page, replace(piece, role="body") if begins else piece))
    return [part for part in parts if part.lines or part.views]


def _form_follows(pieces: list[Piece], position: int) -> bool:
    """Whether a form's table stands within the next lines."""
    for _, piece in pieces[position + 1 : position + 1 + _AHEAD]:
        if isinstance(piece, View):
            return bool(_elements(piece))
        if _is_prose(piece.text) and len(piece.text) > _SENTENCE:
            return False
    return False


def _resumes(words: str) -> bool:
    """Whether a line after a form goes on with the narrative: a chapter or a sentence."""
    sentence = len(words) >= _SENTENCE and "。" in words and not _NOTE.match(words)
    return sentence or bool(_CHAPTER.match(_squeezed(words)))


def _elements(view: View) -> set[str]:
    return {e for row in range(len(view.grid)) for e in elements(view, row)}


def _with_table(parts: list[Part], current: Part | None, view: View) -> Part:
    """Give a table to the current report, or begin another; tables of the accounts are one report."""
    found = _elements(view)
    again = bool(
        current and view.title is None and found & current.elements & {"name", "amounts", "goals"}
    )
    only_more = found <= {"indicators"}
    if current is None or (again and not only_more) or (current.narrative and "indicators" in found):
        current = Part()
        parts.append(current)
    current.views.append(view)
    current.elements |= found
    return current


def _combined(parts: list[Part]) -> list[Part]:
    """Put a narrative and the form of the same matter together.

    A narrative on the unit as a whole goes with the form of the unit, one on a project with
    the only form of the file. Forms of single projects stay reports of their own.
    """
    story = next((p for p in parts if p.narrative), None)
    forms = [p for p in parts if p is not story and "indicators" in p.elements]
    if story is None or not forms:
        return parts
    whole = [p for p in forms if "整体" in p.words() or "name" not in p.elements]
    about_project = "项目" in story.words() and "整体" not in story.words()
    own = forms if about_project and len(forms) == 1 else whole if len(whole) == 1 else []
    if not own or (about_project and own is whole):
        return parts
    story.lines += own[0].lines
    story.views += own[0].views
    return [p for p in parts if p is not own[0]]
