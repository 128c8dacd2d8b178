"""What several commands do: settings from options, files from paths, results, exit code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.watch import progress
from extractor.errors import ExitCode, JiheError

if TYPE_CHECKING:
    from extractor.model import Result
    from extractor.output.summary import Tally
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


def nothing_to_read(paths: Iterable[Path | str]) -> JiheError:
    """The message that the paths of the user hold no report."""
    names = "、".join(map(str, paths))
    return JiheError(f"{names} 里没有可读的报告（PDF、DOCX、XLSX、网页、TXT 等）。")


def read_all(
    paths: Sequence[Path | str], settings: Settings, scratch: Path
) -> Iterator[tuple[Path, Result]]:
    """Read file after file in this process; where the bytes lie, and a result.

    Members of archives are unpacked into `scratch` and named as in the archive.

    Raises:
        JiheError: a path does not exist, or there is nothing to read.
    """
    from extractor.discover import entries
    from extractor.model import Problem, renamed, unreadable
    from extractor.pipeline import extract

    nothing = True
    with progress() as watch:
        for entry in entries(paths, scratch):
            nothing = False
            if isinstance(entry, Problem):
                yield scratch, unreadable(entry)
                continue
            watch.found(entry.shown)
            for result in extract(entry.path, settings):
                yield entry.path, renamed(result, entry.shown)
            watch.done(entry.shown, None)
    if nothing:
        raise nothing_to_read(paths)


def exit_code(results: Iterable[Result], exit_zero: bool) -> ExitCode:
    """3 if anything could not be read, else 1 for an error found, else 0."""
    from extractor.output.summary import Tally

    tally = Tally()
    for result in results:
        tally.add(result)
    return exit_code_of(tally, exit_zero)


def exit_code_of(tally: Tally, exit_zero: bool) -> ExitCode:
    """3 if anything could not be read, else 1 for an error found, else 0."""
    if tally.unreadable:
        return ExitCode.UNREADABLE
    return ExitCode.DISCREPANCIES if tally.errors and not exit_zero else ExitCode.CLEAN
