"""The workbook in a process of its own: writing it takes longer than all other files together."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from extractor.output.rows import Row
from extractor.output.workbook import WorkbookFile

Overview = Sequence[tuple[str, str]]


class WorkbookApart:
    """Like `WorkbookFile`, but `add` returns as soon as the rows are handed over."""

    def __init__(self, path: Path) -> None:
        """Start the process."""
        context = get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(path, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def add(self, tables: dict[str, list[Row]]) -> None:
        """Hand over the rows of some reports.

        Raises:
            OSError: an earlier row could not be written.
        """
        self._send(tables)

    def close(self, overview: Overview = ()) -> None:
        """Wait until the workbook is written.

        Raises:
            OSError: it cannot be written.
        """
        self._send(list(overview))
        error = self._answer()
        self._process.join()
        if error is not None:
            raise error

    def _send(self, message: object) -> None:
        try:
            self._ours.send(message)
        except (BrokenPipeError, ConnectionResetError) as broken:
            raise (self._answer() or OSError("工作簿的写入进程已退出")) from broken

    def _answer(self) -> OSError | None:
        try:
            answer = self._ours.recv()
        except (EOFError, ConnectionResetError):
            return OSError("工作簿的写入进程已退出")
        return answer if isinstance(answer, OSError) else None


def _serve(path: Path, theirs: Connection) -> None:
    """Write what comes, until the overview comes or the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    error: OSError | None = None
    try:
        book = WorkbookFile(path)
        while isinstance(message := theirs.recv(), dict):
            book.add(message)
        book.close(message)
    except EOFError:
        return
    except OSError as failed:
        error = failed
    theirs.send(error)
