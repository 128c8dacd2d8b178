"""The whole flow for one file. The only module that knows it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extractor.checks import choose_profile, load_profile, run_checks
from extractor.find import find
from extractor.library import load
from extractor.model import Document, Line, Page, Problem, Result, Source, Text
from extractor.reading import DEFAULT_LIMITS, Limits, read
from extractor.report import coverage_of, gather
from extractor.text import reflow


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
        document = read(path, settings.limits)
        return [_result(document, reflow(document), settings)]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector for one document.

    Thousands of small tuples and facts are made and none of them is cyclic; looking for
    cycles took an eighth of the time.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def try_text(words: str, settings: Settings | None = None) -> Result:
    """Find and check the facts of some words typed by the user."""
    lines = tuple(Line(line, n) for n, line in enumerate(words.splitlines(), 1) if line.strip())
    source = Source("（输入的文字）", "", "text/plain", len(words.encode()))
    document = Document(source, (Page(lines),))
    return _result(document, reflow(document), settings or Settings())


def _result(document: Document, text: Text, settings: Settings) -> Result:
    profile = load_profile(settings.profile)
    pages = sum(1 for page in document.pages if page.number is not None)
    problems = document.problems
    if not text.paragraphs:
        return Result(document.source, pages, None, profile.name, problems=problems)
    draft = find(text, load(settings.patterns))
    report = gather(draft)
    coverage = coverage_of(draft)
    if coverage.bound == 0 and not problems and document.source.path != "（输入的文字）":
        problems = (_no_report(document.source),)
        return Result(document.source, pages, None, profile.name, problems=problems)
    profile, reason = choose_profile(settings.profile, report)
    checks, found = run_checks(report, profile, document.source.sha256)
    return Result(
        document.source, pages, report, profile.name, checks, found, coverage, problems,
        profile.title, reason,
    )  # fmt: skip


def _no_report(source: Source) -> Problem:
    return Problem(
        "not_a_report", source.path, "没有读出任何绩效数据，可能不是绩效自评报告。",
        "请确认文件内容；如果确是报告，可用 jihe try 检查句式并补充规则。",
    )  # fmt: skip
