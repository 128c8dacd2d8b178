"""The whole flow for one file. The only module that knows it."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extractor.checks import (
    Companion,
    Role,
    candidates,
    card_of,
    choose_profile,
    load_profile,
    run_checks,
)
from extractor.find import Part, find_report, split
from extractor.library import load
from extractor.model import Document, Line, Page, Problem, Report, Result, Source
from extractor.reading import DEFAULT_LIMITS, Limits, read, read_bytes
from extractor.report import coverage_of, gather

_TYPED = "（输入的文字）"
"""Path of words that the user typed instead of naming a file."""


class Settings(BaseModel):
    """What a user may set: own pattern folders, the scoring profile, reading limits."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)
    patterns: tuple[Path, ...] = ()
    profile: str | None = None
    limits: Limits = DEFAULT_LIMITS


def extract(path: Path, settings: Settings | None = None) -> list[Result]:
    """Read one file, find its facts and check them.

    A document that cannot be read gives one result with `report=None` and its problems.

    Raises:
        JiheError: a broken pattern file or an unknown profile.
    """
    settings = settings or Settings()
    load(settings.patterns)  # a broken rule file stops before anything is read
    load_profile(settings.profile)
    with _collector_paused():
        return results_of(read(path, settings.limits), settings)


def extract_bytes(data: bytes, path: str, settings: Settings | None = None) -> list[Result]:
    """Like `extract`, for the content of a file that lies elsewhere; `path` names it."""
    settings = settings or Settings()
    load(settings.patterns)
    load_profile(settings.profile)
    with _collector_paused():
        return results_of(read_bytes(data, path, settings.limits), settings)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector for one document.

    Thousands of small tuples and facts are made and none of them is cyclic; looking for
    cycles took an eighth of the time. What is left, the results, is handed to the oldest
    generation unseen, or the collector would look through it as soon as it resumes. Cycles that
    libraries leave behind wait for the full collection after some documents.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # else unfreezing would undo what the caller froze
            gc.freeze()
            gc.unfreeze()
        gc.enable()
        if not next(_documents) % _DOCUMENTS_A_COLLECTION:
            gc.collect()


_documents = count(1)
_DOCUMENTS_A_COLLECTION = 64


def try_text(words: str, settings: Settings | None = None) -> Result:
    """Find and check the facts of some words typed by the user."""
    lines = tuple(Line(line, n) for n, line in enumerate(words.splitlines(), 1) if line.strip())
    source = Source(_TYPED, "", "text/plain", len(words.encode()))
    document = Document(source, (Page(lines),))
    return results_of(document, settings or Settings())[0]


def results_of(document: Document, settings: Settings) -> list[Result]:
    """Give one result for each report of a document; one without a report if none can be read."""
    profile = load_profile(settings.profile)
    pages = sum(1 for page in document.pages if page.number is not None)
    found = [
        result
        for number, part in enumerate(split(document, load(settings.patterns)), 1)
        if (result := _result(document, part, settings, number)) is not None
    ]
    if found:
        return found
    problems = document.problems
    typed = document.source.path == _TYPED
    if not _unread(document) and not typed:
        problems = (*problems, _no_report(document.source))
    report = Report(facts=()) if typed else None
    return [Result(document.source, pages, report, profile.name, problems=problems)]


def _result(document: Document, part: Part, settings: Settings, number: int) -> Result | None:
    """The result of one report; None where nothing is found in it."""
    drafts = find_report(document, part, load(settings.patterns))
    report, coverage = gather(*drafts), coverage_of(*drafts)
    empty = coverage.bound == 0 and not part.elements and not report.items("empty_tables")
    if empty and document.source.path != _TYPED and not _unread(document):
        return None
    profile, reason = choose_profile(settings.profile, report)
    checks, found = run_checks(report, profile, _identity(document.source, number))
    pages = sum(1 for page in document.pages if page.number is not None)
    return Result(
        document.source, pages, report, profile.name, checks, found, coverage,
        document.problems if number == 1 else (), profile.title, reason, number,
    )  # fmt: skip


def tie(results: list[Result], settings: Settings | None = None) -> list[Result]:
    """Compare reports with their companions: forms, last year's report, accounts, child units.

    A report that has some is checked once more beside them; all other results stay as they are.
    """
    settings = settings or Settings()
    found = candidates([card_of(result) for result in results])
    return [
        recheck(result, [(role, results[other]) for other, role in found[index]], settings)
        if index in found else result
        for index, result in enumerate(results)
    ]  # fmt: skip


def recheck(
    result: Result, companions: Sequence[tuple[Role, Result]], settings: Settings
) -> Result:
    """Check a report once more, beside the reports that belong to it."""
    beside = tuple(
        Companion(other.source.name, role, other.report)
        for role, other in companions
        if other.report is not None
    )
    if result.report is None or not beside:
        return result
    profile, _ = choose_profile(settings.profile, result.report)
    checks, found = run_checks(result.report, profile, _identity(result.source, result.number), beside)
    return replace(result, checks=checks, discrepancies=found)


def _identity(source: Source, number: int) -> str:
    """What names a report: the content of its file, and its number where that holds several."""
    return source.sha256 + (f"#{number}" if number > 1 else "")


def _unread(document: Document) -> bool:
    """Whether something of the document could not be read."""
    return any(not problem.is_notice for problem in document.problems)


def _no_report(source: Source) -> Problem:
    return Problem(
        "not_a_report", source.path, "没有读出任何绩效数据，可能不是绩效自评报告。",
        "请确认文件内容；如果确是报告，可用 jihe try 检查句式并补充规则。",
    )  # fmt: skip
