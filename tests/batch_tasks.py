"""Calls that harm their worker, and an executor that makes them of chosen documents."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from extractor.batch.task import Answer, Task, read_one


def hang(seconds: float) -> None:
    time.sleep(seconds)


def crash() -> None:
    os._exit(11)


def eat(mebibytes: int) -> int:
    return len(bytearray(mebibytes * 1024**2))


def harmful(task: Task) -> Answer:
    """Read a document, unless its words ask for harm."""
    words = Path(task.path).read_bytes()
    if b"HANG" in words:
        hang(600)
    if b"CRASH" in words:
        crash()
    if b"EAT" in words:
        eat(8192)
    return read_one(task)


class Harmful(Executor):
    """Hands reading over to `harmful`."""

    def __init__(self, inner: Executor) -> None:
        self._inner = inner
        self.tasks = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.tasks += 1
        return self._inner.submit(harmful if fn is read_one else fn, *args, **kwargs)


class AtOnce(Executor):
    """Runs each call where it is made."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
