"""Progress of long work on stderr: rate and remaining time, nothing where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from heapq import nlargest
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_NAME = 28
_SLOWEST = 5


class Watch:
    """Counts documents as they are found and finished."""

    def __init__(self) -> None:
        """Nothing found yet."""
        self.documents = 0
        self.seconds: list[tuple[float, str]] = []

    def found(self, path: str) -> None:
        """A document is under way."""
        self.documents += 1

    def done(self, path: str, seconds: float | None) -> None:
        """A document is finished; the slowest are remembered."""
        if seconds is not None:
            self.seconds = nlargest(_SLOWEST, [*self.seconds, (seconds, path)])


class _Bar(Watch):
    """A bar in the terminal."""

    def __init__(self, bar: Progress, task: TaskID, expected: int) -> None:
        super().__init__()
        self._bar, self._task, self._expected = bar, task, expected

    def found(self, path: str) -> None:
        super().found(path)
        # an archive counts as one file until its members come
        self._bar.update(self._task, total=max(self._expected, self.documents))

    def done(self, path: str, seconds: float | None) -> None:
        super().done(path, seconds)
        name = PurePath(path).name[:_NAME]
        self._bar.update(self._task, advance=1, description=name.replace("[", r"\["))


def pace(done: float, total: float, seconds: float) -> str:
    """`12.5份/秒 剩余1:05`; empty before the first document."""
    if not done or seconds <= 0:
        return ""
    minutes, rest = divmod(round((total - done) * seconds / done), 60)
    return f"{done / seconds:.1f}份/秒 剩余{minutes}:{rest:02}"


@contextmanager
def progress(expected: int = 0) -> Iterator[Watch]:
    """A bar if a person watches stderr; a silent count otherwise."""
    if not sys.stderr.isatty():
        yield Watch()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
    )
    from rich.table import Column
    from rich.text import Text

    class Pace(ProgressColumn):
        """Documents a second and the time left (rich's own start anew when the total grows)."""

        def render(self, task: Task) -> Text:
            return Text(pace(task.completed, task.total or 0, task.elapsed or 0))

    columns = (
        BarColumn(bar_width=12), MofNCompleteColumn(table_column=Column(no_wrap=True, min_width=9)),
        Pace(table_column=Column(no_wrap=True, min_width=22)),
        TextColumn("{task.description}", table_column=Column(no_wrap=True, overflow="ellipsis")),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar, bar.add_task("", total=expected or None), expected)
