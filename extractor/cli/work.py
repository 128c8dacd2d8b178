"""What several commands do: settings from options, files from paths, results, exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import ExitCode, JiheError

if TYPE_CHECKING:
    from extractor.model import Result
    from extractor.pipeline import Settings


def settings_of(patterns: Iterable[Path] | None, profile: str | None) -> Settings:
    """Settings from the options that all commands share."""
    folders = folders_of(patterns)
    from extractor.pipeline import Settings

    return Settings(patterns=folders, profile=profile)


def folders_of(patterns: Iterable[Path] | None) -> tuple[Path, ...]:
    """The pattern folders of the user; each must exist."""
    folders = tuple(patterns or ())
    for folder in folders:
        if not folder.is_dir():
            raise JiheError(f"找不到规则目录 {folder}，请检查 --patterns 的路径。")
    return folders


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files to read: those given, and the reports in the folders given."""
    from extractor.discover import discover

    given = list(paths)
    files = list(discover(given))
    if not files:
        names = "、".join(map(str, given))
        raise JiheError(f"{names} 里没有可读的报告（PDF、DOCX、XLSX、网页、TXT 等）。")
    return files


def extract_all(files: Sequence[Path], settings: Settings) -> list[Result]:
    """Extract file after file, with a line of progress when somebody watches."""
    from extractor.pipeline import extract

    results: list[Result] = []
    watched = len(files) > 1 and sys.stderr.isatty()
    for number, path in enumerate(files, start=1):
        if watched:
            # \x1b[K clears what a longer name left behind
            print(
                f"\r[{number}/{len(files)}] {path.name}\x1b[K", end="", file=sys.stderr, flush=True
            )
        results += extract(path, settings)
    if watched:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return results


def tied(files: Sequence[Path], settings: Settings) -> list[Result]:
    """Extract all files, and compare reports with the forms beside them."""
    from extractor.pipeline import tie

    return tie(extract_all(files, settings), settings)


def exit_code(results: Iterable[Result], exit_zero: bool) -> ExitCode:
    """3 if anything could not be read, else 1 for an error found, else 0."""
    seen = list(results)
    unread = (p for result in seen for p in result.problems if not p.is_notice)
    if any(unread) or any(result.report is None for result in seen):
        return ExitCode.UNREADABLE
    if not exit_zero and any(d.severity == "error" for r in seen for d in r.discrepancies):
        return ExitCode.DISCREPANCIES
    return ExitCode.CLEAN
