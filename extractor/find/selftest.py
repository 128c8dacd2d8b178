"""Run the tests that the pattern files carry: examples, never, misses, dead forms and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from extractor.find.apply import chinese_quantity, figure_index, matches
from extractor.find.budget import find_budget
from extractor.find.draft import Draft
from extractor.find.finders import draft_of
from extractor.find.tables import find_table, view_of
from extractor.library import Library, Match, Pattern, load, wording, wordings
from extractor.library.form import FIGURES
from extractor.library.schema import Entry, Example, TableWords, Vocabulary
from extractor.model import Cell, Document, Line, Page, Source, Table, Text
from extractor.resources import line_of
from extractor.text import fold, lay_out, reflow


@dataclass(frozen=True, slots=True)
class Failure:
    """One failing test of a pattern file."""

    file: str
    line: int | None
    message: str


def run(dirs: tuple[Path, ...] = ()) -> list[Failure]:
    """Run all tests of the built-in rules and of the user's folders.

    Raises:
        PatternError: a file cannot be loaded at all.
    """
    library = load(dirs)
    failures: list[Failure] = []
    for pattern in library.patterns:
        path, entry = library.entries[pattern.id]
        failures += [
            Failure(str(path), line_of(path, (pattern.id, *where)), f"“{pattern.id}”{message}")
            for where, message in _entry(library, pattern, entry)
        ]
    for path, own in library.vocabularies:
        failures += _vocabulary(library, path, own)
    for path, words in library.table_words:
        failures += _tables(library, path, words)
    return failures + list(_word_lists())


def count(dirs: tuple[Path, ...] = ()) -> int:
    """How many tests the pattern files carry."""
    library = load(dirs)
    entries = [entry for _, entry in library.entries.values()]
    vocabulary = library.labels.vocabulary
    words = len(library.labels.words)
    return (
        sum(len(e.examples) + len(e.never) + len(e.misses) + len(e.forms) for e in entries)
        + len(vocabulary.examples) + len(vocabulary.never) + words
        + len(library.headers.words.examples)
        + sum(len(e.examples) + len(e.never) + len(e.words) for _, e in wordings().values())
    )  # fmt: skip


def _word_lists() -> Iterator[Failure]:
    """The tests of the word lists: what must be hit, what must not."""
    for name, (path, entry) in wordings().items():
        listed = wording(name)
        for number, words in enumerate(entry.examples):
            if not listed.hits(fold(words)):
                yield Failure(
                    str(path), line_of(path, (name, "examples", number)), f"“{name}”应认出“{words}”"
                )
        for number, words in enumerate(entry.never):
            if hit := listed.first(fold(words)):
                yield Failure(
                    str(path), line_of(path, (name, "never", number)),
                    f"“{name}”不该认出“{words}”，却认出“{hit}”",
                )  # fmt: skip


def text_of(words: str) -> Text:
    """Reflow typed words, one paragraph a line."""
    lines = tuple(Line(line, n) for n, line in enumerate(words.split("\n"), 1) if line.strip())
    return reflow(Document(Source("", "", "text/plain", 0), (Page(lines),)))


def _hits(library: Library, pattern: Pattern, words: str) -> tuple[Draft, list[Match]]:
    draft = draft_of(text_of(words), library)
    return draft, list(matches(draft, [pattern]))


def _entry(
    library: Library, pattern: Pattern, entry: Entry
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    reached: set[int] = set()
    for number, example in enumerate(entry.examples):
        draft, hits = _hits(library, pattern, example.text)
        reached |= {h.form for h in hits}
        got = _captures(draft, hits)
        if not _agrees(example, got):
            yield ("examples", number), f"的例子“{example.text}”应得{example.expected}，实得{got or '无'}"
    for number, words in enumerate(entry.never):
        draft, hits = _hits(library, pattern, words)
        if hits:
            yield ("never", number), f"不该认出“{words}”，却得到{_captures(draft, hits)}"
    for number, example in enumerate(entry.misses):
        draft, hits = _hits(library, pattern, example.text)
        if _agrees(example, _captures(draft, hits)):
            yield ("misses", number), f"的已知缺口“{example.text}”已能认出，请移到 examples"
    for number, form in enumerate(entry.forms):
        if number not in reached and not _reaches(library, pattern, entry, number):
            yield ("forms", number), f"的句式“{form}”没有例子用到，请补例子或删去"


def _reaches(library: Library, pattern: Pattern, entry: Entry, number: int) -> bool:
    """Whether some example matches a form when the other forms are left out."""
    alone = Pattern(
        pattern.id, pattern.title, pattern.file, pattern.scope, pattern.targets,
        (pattern.forms[number],), pattern.type, pattern.values, pattern.whole,
    )  # fmt: skip
    return any(_hits(library, alone, e.text)[1] for e in entry.examples)


def _captures(draft: Draft, hits: list[Match]) -> dict[str, str]:
    """Captures of the first hit: figures as their value, words as printed."""
    if not hits:
        return {}
    hit = hits[0]
    found: dict[str, str] = {}
    for group, (start, end) in hit.spans.items():
        kind = "" if hit.pattern.whole else hit.pattern.forms[hit.form].groups[group]
        index = figure_index(draft, hit, group) if kind in FIGURES else None
        quantity = draft.quantity(index, money=kind == "money") if index is not None else None
        if kind in FIGURES and quantity is None:
            quantity = chinese_quantity(draft.masked.text[start:end])
        found[group] = f"{quantity.value:f}" if quantity else draft.printed(start, end).strip("。，；")
    return found


def _agrees(example: Example, got: dict[str, str]) -> bool:
    return bool(got) and all(_equal(value, got.get(name)) for name, value in example.expected.items())


def _equal(expected: str, got: str | None) -> bool:
    if got is None:
        return False
    try:
        return Decimal(expected) == Decimal(got)
    except InvalidOperation:
        quantity = chinese_quantity(expected)
        return expected == got or (quantity is not None and f"{quantity.value:f}" == got)


def _vocabulary(library: Library, path: Path, vocabulary: Vocabulary) -> list[Failure]:
    failures: list[Failure] = []

    def found(words: str) -> dict[str, str]:
        draft = draft_of(text_of(words), library)
        find_budget(draft)
        return {f.path: f.text for f in draft.facts}

    for number, example in enumerate(vocabulary.examples):
        got = found(example.text)
        if got.keys() != example.gives.keys() or not _agrees(example, got):
            failures.append(
                Failure(str(path), line_of(path, ("examples", number)),
                        f"词表的例子“{example.text}”应得{example.gives}，实得{got}")
            )  # fmt: skip
    failures += [
        Failure(str(path), line_of(path, ("never", n)), f"不该认出“{words}”，却得到{got}")
        for n, words in enumerate(vocabulary.never)
        if (got := found(words))
    ]
    for role, terms in (("measures", vocabulary.measures), ("subjects", vocabulary.subjects)):
        for key, term in terms.items():
            for word in (*term.words, *term.negative):
                label = library.labels.read(word)
                if (label.measure if role == "measures" else label.subject) != key:
                    failures.append(
                        Failure(str(path), line_of(path, (role, key)),
                                f"词“{word}”读不成“{term.title}”，被别的词抢先")
                    )  # fmt: skip
    return failures


def typed_table(words: str) -> Table:
    """A table from typed rows of cells set apart by bars; equal cells in a column are merged."""
    rows = [[cell.strip() for cell in row.split("|")] for row in words.strip().split("\n")]
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            above = rows[number - 1] if number else []
            if text and column < len(above) and above[column] == text and column == 0:
                continue  # the block label of a form stands once, over all its rows
            high = 1
            while column == 0 and text and number + high < len(rows) and rows[number + high][0] == text:
                high += 1
            cells.append(Cell(number, column, text, rows=high))
    return Table(1, len(rows), max(map(len, rows)), tuple(cells))


def _tables(library: Library, path: Path, words: TableWords) -> Iterator[Failure]:
    for number, example in enumerate(words.examples):
        view = view_of(lay_out(typed_table(example.table)), library, None, None)
        find_table(view)
        got = {f.path: f.text for f in view.draft.facts}
        if got.keys() != example.gives.keys() or not all(
            _equal(value, got[key]) for key, value in example.gives.items()
        ):
            wrong = {k: v for k, v in got.items() if not _equal(example.gives.get(k, ""), v)}
            missing = sorted(example.gives.keys() - got.keys())
            yield Failure(
                str(path), line_of(path, ("examples", number)),
                f"表格例子“{example.table.splitlines()[0]}…”多出或不同{wrong}，缺{missing}",
            )  # fmt: skip
