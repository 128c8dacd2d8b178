"""Statements: tables under the title of a published one, and those in which nothing is filled in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.find.draft import Draft
from extractor.find.tables.view import View
from extractor.library import wording, wordings_of
from extractor.model import Line
from extractor.text import fold

_TITLES = "statement."
_TITLE = re.compile(r"[^，。；:]{3,60}表(?:[(]续表?\d?[)]|续表)?")
_NUMBERED = re.compile(r"(?:附?表[\d一二三四五六七八九十]{1,3}|[一二三四五六七八九十\d]{1,3})[:、.]")
_FORM_NUMBER = re.compile(r"\D{0,6}\d{1,3}(?:-\d{1,2})?表")
"""公开07表, 财决01-1表: the number of a form, printed beside its title."""
_CONTINUED = re.compile(r"[(]续表?\d?[)]|续表$")
_AHEAD = 8
"""Lines that may stand between a title and its table."""
_NOTE = re.compile(r"(?:注|备注|说明)[:\d]")
_CLOSES = re.compile(r"第[一二三四五六七八九十]{1,3}(?:部分|章)|[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]")
_SENTENCE = 20
_BLANKS = re.compile(r"\s+")
_NUMBER = re.compile(r"(?<![\d.,])-?\d[\d,]*(?:\.\d+)?(?![\d.,年月日号表页])")
_FIGURE = re.compile(r"-?[\d,.]+%?")
_TOTAL = re.compile(r"(budget\.[a-z_]+)\.total")
_AMOUNT = re.compile(r"-?[\d,]*\d\.\d+%?")

Piece = Line | View


@dataclass(slots=True)
class Statement:
    """A table under its title: the line of the title, its words, what stands up to the next one.

    `note` is the line that says that the table holds nothing. `loose` tells that figures stand
    outside the table, which may be its rows, or words that may explain why it is blank.
    `before` counts the lines between title and table.
    """

    title: str
    line: Line
    views: list[View] = field(default_factory=list)
    note: Line | None = None
    loose: bool = False
    before: int = 0
    unit_lines: list[str] = field(default_factory=list)

    def hold(self, view: View) -> None:
        """Take a table: it bears the title, and the unit printed between the two."""
        self.views.append(view)
        view.title = self.title
        units = (view.headers.unit(words) for words in self.unit_lines)
        view.unit = view.unit or next((u for u in units if u), None)

    def take(self, line: Line, words: str) -> bool:
        """Take a line that stands beside the table; False where it belongs to something else.

        A sentence that neither says that there are no data nor what the table shows may explain
        why it is blank.
        """
        if wording("table.no_data").hits(words):
            self.note = self.note or line
            return True
        if wording("table.specimen").hits(words) or _CLOSES.match(words):
            return False
        note = _NOTE.match(words) is not None
        sentence = "。" in words or (len(words) >= _SENTENCE and "，" in words)
        if note or sentence or wording("table.elsewhere").hits(words):
            self.loose |= not wording("table.caption").hits(words)
            return note or len(words) < _SENTENCE
        numbers = _NUMBER.findall(fold(line.text))
        self.loose |= len(numbers) > 1 or any("." in n or "," in n for n in numbers)
        if "单位" in words:
            self.unit_lines.append(words)
        self.before += not self.views
        return self.before <= _AHEAD


def squeezed(words: str) -> str:
    """The folded words of a line without blanks."""
    return _BLANKS.sub("", fold(words))


def subject_of(title: str) -> str | None:
    """The budget subject whose amounts a table of that title holds; None where it is no statement."""
    if not _TITLE.fullmatch(title) or wording("table.specimen").hits(title):
        return None
    found = next((w for w in wordings_of(_TITLES) if w.hits(title)), None)
    return found.name.removeprefix(_TITLES) if found else None


def statements(pieces: Sequence[Piece]) -> list[Statement]:
    """The titled tables among the lines and tables of a document, in reading order.

    A title printed again over the next page goes on with the same statement.
    """
    found: list[Statement] = []
    current: Statement | None = None
    for piece in pieces:
        if isinstance(piece, View):
            if current is not None:
                current.hold(piece)
            continue
        if piece.role != "body" or (current is None and "表" not in piece.text):
            continue
        words = squeezed(piece.text)
        title = _NUMBERED.sub("", words, count=1)
        if subject_of(title) is not None:
            if current is None or _bare(current.title) != _bare(title):
                current = Statement(title, piece)
                found.append(current)
        elif current is not None and not _FORM_NUMBER.fullmatch(words) and (
            _TITLE.fullmatch(title) or not current.take(piece, words)
        ):  # fmt: skip
            current = None  # another table, a chapter, running text
    for statement in found:
        for view in statement.views:
            view.whole = len(statement.views) == 1
    return [s for s in found if s.views]


def _bare(title: str) -> str:
    """A title without its mark of continuation."""
    return _CONTINUED.sub("", title)


def unfilled(found: Sequence[Statement]) -> list[Statement]:
    """The statements in which nobody filled in anything, in a document whose others hold amounts.

    Where all are blank they are a template. One table alone stands under the title, and no figures
    stand beside it: they could be rows that were not read as such. A title that another table with
    amounts bears as well is not judged either.
    """
    holding = [s for s in found if any(holds_amounts(v) for v in s.views)]
    titles = {_bare(s.title) for s in holding}
    return [
        s for s in found
        if holding and len(s.views) == 1 and not s.loose and _bare(s.title) not in titles
        and is_unfilled(s.views[0])
    ]  # fmt: skip


def holds_amounts(view: View) -> bool:
    """Whether a cell of the table holds an amount."""
    return any(_AMOUNT.fullmatch(words) for words in view.words)


def header_height(view: View) -> tuple[int, int]:
    """First row of the header and the row below it: rows whose every place is headed by words.

    A row that numbers the columns (栏次 1 2 3) belongs to the header.
    """
    rows = view.rows
    top = rows[0] if rows else 0
    for row in range(top, len(view.grid)):
        if row > top and _numbers_columns(view, row):
            continue
        figures = any(_FIGURE.fullmatch(view.text(c)) for c in view.across(row))
        if figures or any(not view.text(c) for c in view.grid[row]):
            return top, row
    return top, len(view.grid)


def _numbers_columns(view: View, row: int) -> bool:
    """Whether a row holds nothing but the numbers of columns, 栏次 before them or all in place."""
    words = [view.text(c) for c in view.across(row)]
    numbering = wording("table.numbering_row").expression
    numbers = [w for w in words if w.isdigit()]
    named = any(numbering.fullmatch(w) for w in words)
    return (
        bool(numbers) and numbers == [str(n) for n in range(1, len(numbers) + 1)]
        and all(not w or w.isdigit() or numbering.fullmatch(w) for w in words) and (named or all(words))
    )  # fmt: skip


def heads(view: View, column: int, top: int, below: int) -> list[str]:
    """The words that head a column, from top to bottom, without its number."""
    rows = [row for row in range(top, below) if row == top or not _numbers_columns(view, row)]
    stack = dict.fromkeys(view.grid[row][column] for row in rows)
    return [w for c in stack if (w := view.text(c)) and not w.isdigit()]


def amount_columns(view: View, top: int, below: int) -> list[int]:
    """The columns that hold amounts by their header; those that name and number rows left out."""
    label, amount = wording("table.label_column").expression, wording("table.amount_column")
    found = []
    for column in range(view.table.columns):
        words = heads(view, column, top, below)
        if words and not label.fullmatch(words[-1]) and any(amount.hits(w) for w in words):
            found.append(column)
    return found


def is_unfilled(view: View) -> bool:
    """Whether all amounts of a table are blank, and no row but that of the total is named.

    A dash, a zero or 无 is an answer. Rows with names but no amounts may be rows whose amounts
    were not read, and a blank in a workbook a formula whose result was not saved: that is for
    people to see, not for us to say.
    """
    if view.table.sheet is not None:
        return False
    top, below = header_height(view)
    columns = amount_columns(view, top, below) if below > top else []
    data = [c for row in range(below, len(view.grid)) for c in dict.fromkeys(view.grid[row])]
    blank = [c for row in range(below, len(view.grid)) for column in columns if (c := view.grid[row][column]) >= 0]
    total = wording("table.total_row").expression
    return bool(blank) and all(
        not view.text(c) or (c not in blank and total.fullmatch(view.text(c))) for c in data
    )


def column_words(view: View) -> str:
    """The words that head the amounts, each once: 预算数、决算数."""
    top, below = header_height(view)
    last = (heads(view, column, top, below)[-1] for column in amount_columns(view, top, below))
    return "、".join(dict.fromkeys(last))


def settle_subject(view: View) -> None:
    """What a published table calls its total is the total of its matter, not of the whole budget."""
    subject = (subject_of(view.title) if view.title else None) or "total"
    if subject == "total":
        return
    subject = subject.removesuffix("_total")
    own = {"budget_rows.total": f"budget_rows.{subject}", "budget.revenue.current_year": f"budget.revenue.{subject}"}
    kept = (f for f in view.draft.facts if not f.path.startswith("budget_blank."))
    view.draft.facts = [
        replace(f, path=own.get(f.path) or _TOTAL.sub(rf"\1.{subject}", f.path)) for f in kept
    ]


def record_unfilled(draft: Draft, found: Sequence[Statement]) -> None:
    """Record the statements that nobody filled in, where their titles are printed."""
    for statement in found:
        span = _span(draft, statement.line)
        if span is None:
            continue
        head = f"empty_tables[{draft.next_index('empty_tables')}]"
        columns = column_words(statement.views[0])
        for name, words in (("name", statement.title), ("columns", columns)):
            draft.add_words(
                f"{head}.{name}", *span, value=words, label="空表", pattern="statements",
                item=statement.title,
            )  # fmt: skip
        note = _span(draft, statement.note) if statement.note is not None else None
        if note is not None:
            draft.add_words(
                f"{head}.note", *note, label="说明", pattern="statements", item=statement.title
            )


def _span(draft: Draft, line: Line) -> tuple[int, int] | None:
    """The masked span of a printed line in the running text; None where it is no part of it."""
    number = next((n for n, one in enumerate(draft.text.lines) if one is line), None)
    if number is None:
        return None
    origins, printed = draft.text.origin_line, draft.text.printed
    start, end = bisect_left(origins, number), bisect_right(origins, number)
    end -= printed[start:end].endswith("\n")
    return (draft.masked.locate(start), draft.masked.locate(end)) if start < end else None
