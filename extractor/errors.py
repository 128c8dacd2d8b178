"""Wrong use: the one kind of error that is raised to the user, with an exit code."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line; part of its interface."""

    CLEAN = 0
    DISCREPANCIES = 1
    WRONG_USE = 2
    UNREADABLE = 3
    INTERRUPTED = 130


class JiheError(Exception):
    """Wrong use, a broken rule file, no such path: one clear line in Chinese."""

    exit_code = ExitCode.WRONG_USE


class PatternError(JiheError):
    """A rule file that cannot be used; names file, line and a remedy."""

    def __init__(self, message: str, *, file: str = "", line: int | None = None) -> None:
        where = f"{file} 第{line}行：" if file and line else f"{file}：" if file else ""
        super().__init__(where + message)
        self.file = file
        self.line = line
