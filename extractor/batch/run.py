"""Read many documents through an executor, then give their results in the order of discovery.

The parent keeps a few hundred bytes for each document; results wait in the spool.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from extractor.batch.spool import Spool
from extractor.batch.task import (
    MORE_MEMORY,
    Answer,
    Beside,
    Task,
    check_beside,
    failed,
    read_one,
)
from extractor.checks.companions import Card, candidates, card_of
from extractor.checks.context import Role
from extractor.discover import Entry, entries
from extractor.errors import JiheError
from extractor.model import Problem, Result, unreadable
from extractor.output.codec import BrokenResultError, decode, encode
from extractor.pipeline import Settings

_AT_ONCE = 16
"""Documents under way: enough to keep the workers of one machine busy, and a small loss if killed."""

_REPORT_IT = "请单独处理该文件；仍然失败时，请把文件名和这行文字告诉开发者。"


@dataclass(slots=True)
class Done:
    """One document of a run: where it lies and under which content its results wait."""

    path: str
    key: str
    copy_of: str = ""
    cards: tuple[Card | None, ...] = ()


_Companion = tuple[int, Role, Done, int]
"""Number of the own report, role, document of the companion and number of its report there."""


@dataclass(slots=True)
class _Running:
    """A document under way; `again` if it is so for the second time."""

    document: Done
    path: Path
    task: Task
    again: bool = False


class Progress(Protocol):
    """Who watches a run."""

    def found(self, path: str) -> None:
        """A document is under way."""

    def done(self, path: str, seconds: float | None) -> None:
        """A document is finished; `seconds` is None where an earlier run, or a copy, had it."""


class Batch:
    """One run over many paths. `read` first, then `results`."""

    def __init__(
        self, paths: Sequence[Path | str], settings: Settings, spool: Spool, executor: Executor,
        *, carry: bool = False, at_once: int = _AT_ONCE,
    ) -> None:  # fmt: skip
        """Prepare a run; `carry` sends the bytes to workers that see no disk of this machine."""
        self._paths, self._settings, self._spool = paths, settings, spool
        self._executor, self._carry, self._at_once = executor, carry, at_once
        self._documents: list[Done] = []
        self._first: dict[str, str] = {}
        self._kept: dict[str, bytes] = {}
        """Results that must not outlive this run: failures, which another run may mend."""

    def read(self, progress: Progress) -> None:
        """Read every document that no earlier run has read under the same rules.

        Raises:
            JiheError: a path does not exist, the spool cannot be written, the cluster is gone.
        """
        pending: dict[Future[Answer], _Running] = {}
        for entry in entries(self._paths, self._spool.scratch):
            path = entry.file if isinstance(entry, Problem) else entry.shown
            progress.found(path)
            task = self._take(entry)
            if task is None or isinstance(entry, Problem):
                progress.done(path, None)
                continue
            running = _Running(self._documents[-1], entry.path, task)
            pending[self._executor.submit(read_one, task)] = running
            while len(pending) >= self._at_once:
                self._collect(pending, progress)
        while pending:
            self._collect(pending, progress)

    def _take(self, entry: Entry | Problem) -> Task | None:
        """Note one document; the task to read it, None where nothing is left to read."""
        if isinstance(entry, Problem):
            document = Done(entry.file, f"problem-{len(self._documents)}", cards=(None,))
            self._kept[document.key] = encode([unreadable(entry)])
            self._documents.append(document)
            return None
        known = _sha256(entry.path, self._settings.limits.max_bytes)
        key = known or f"unread-{len(self._documents)}"
        document = Done(entry.shown, key, self._first.get(key, ""))
        self._documents.append(document)
        if document.copy_of:
            self._discard(entry.path)
            return None
        self._first[key] = entry.shown
        packed = self._spool.get(key) if known else None
        if packed is not None:
            try:
                document.cards = _cards(decode(packed, document.path))
            except BrokenResultError:
                pass  # cut short by a full disk: read it again
            else:
                self._discard(entry.path)
                return None
        if not self._carry:
            return Task(str(entry.path), self._settings)
        return Task(entry.shown, self._settings, entry.path.read_bytes() if known else b"")

    def _discard(self, path: Path) -> None:
        """Remove an unpacked member that is not needed any more."""
        if path.is_relative_to(self._spool.scratch):
            path.unlink(missing_ok=True)

    def _collect(self, pending: dict[Future[Answer], _Running], progress: Progress) -> None:
        """Take in what has finished, waiting for at least one."""
        for future in wait(pending, return_when=FIRST_COMPLETED).done:
            running = pending.pop(future)
            document, seconds = running.document, None
            try:
                answer = future.result()
            except Exception as error:  # whatever killed the worker must not end the run
                if _died(error) and not running.again:
                    running.again = True  # somebody else may have killed it
                    pending[self._executor.submit(read_one, running.task)] = running
                    continue
                packed = self._kept[document.key] = encode([_failure(document, error)])
            else:
                packed, seconds = answer.packed, answer.seconds
                self._keep(document.key, packed)
            document.cards = _cards(decode(packed, document.path))
            self._discard(running.path)
            progress.done(document.path, seconds)

    def _keep(self, key: str, packed: bytes) -> None:
        if key.startswith("unread-") or any(
            problem.kind in {"memory", "timeout"}
            for result in decode(packed, "")
            for problem in result.problems
        ):
            self._kept[key] = packed
        else:
            self._spool.put(key, packed)

    def _packed(self, document: Done) -> bytes:
        packed = self._kept.get(document.key) or self._spool.get(document.key)
        if packed is None:
            raise JiheError(f"{document.path} 的结果在处理中途被删除，请重新运行。")
        return packed

    def results(self) -> Iterator[Result]:
        """All results in the order of discovery, checked beside the reports they belong to."""
        companions = self._companions()
        waiting: deque[tuple[Done, bytes | Future[bytes]]] = deque()
        for number, document in enumerate(self._documents):
            if document.copy_of:
                waiting.append((document, b""))
            elif number in companions:
                beside = self._beside(document, companions[number])
                waiting.append((document, self._executor.submit(check_beside, beside)))
            else:
                waiting.append((document, self._packed(document)))
            if len(waiting) >= self._at_once:
                yield from self._finished(*waiting.popleft())
        while waiting:
            yield from self._finished(*waiting.popleft())

    def _finished(self, document: Done, packed: bytes | Future[bytes]) -> Iterable[Result]:
        if document.copy_of:
            results = decode(self._packed(document), document.path)
            # what cannot be read is named with its reason, wherever it lies
            return [_copy(document)] if any(result.report for result in results) else results
        if isinstance(packed, bytes):
            return decode(packed, document.path)
        try:
            return decode(packed.result(), document.path)
        except Exception as error:
            results = decode(self._packed(document), document.path)
            problem = _failure(document, error).problems[0]
            problem = replace(problem, message=f"与相关报告比对时：{problem.message}")
            return [replace(results[0], problems=(*results[0].problems, problem)), *results[1:]]

    def _companions(self) -> dict[int, list[_Companion]]:
        """Document → the companions of its reports, wherever one of its copies lies.

        A companion that is there in several copies, or is the report itself, counts once or not.
        """
        cards: list[Card | None] = []
        at: list[tuple[int, int]] = []
        first: dict[str, int] = {}
        for number, document in enumerate(self._documents):
            first.setdefault(document.key, number)
            if document.copy_of:
                document.cards = _cards(decode(self._packed(document), document.path))
            cards += document.cards
            at += [(number, report) for report in range(len(document.cards))]
        found: dict[int, dict[tuple[int, Role, str, int], _Companion]] = {}
        for index, others in candidates(cards).items():
            number, own = at[index]
            key = self._documents[number].key
            for other, role in others:
                document, report = self._documents[at[other][0]], at[other][1]
                if document.key != key:
                    known = found.setdefault(first[key], {})
                    known.setdefault((own, role, document.key, report), (own, role, document, report))
        return {number: list(known.values()) for number, known in found.items()}

    def _beside(self, document: Done, companions: list[_Companion]) -> Beside:
        others = tuple(
            (own, role, self._packed(other), report, other.path)
            for own, role, other, report in companions
        )
        return Beside(document.path, self._packed(document), others, self._settings)


def _cards(results: Iterable[Result]) -> tuple[Card | None, ...]:
    return tuple(card_of(result) for result in results)


def _sha256(path: Path, limit: int) -> str:
    """The content hash of a file; empty where it cannot be opened or is too large to be read."""
    try:
        if not path.is_file() or path.stat().st_size > limit:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _copy(document: Done) -> Result:
    problem = Problem(
        "duplicate", document.path, f"内容与 {document.copy_of} 完全相同，只处理一次。", ""
    )
    return unreadable(problem, document.key)


def _died(error: Exception) -> bool:
    """Whether the process of a task ended under it (pebble's and Dask's names for that)."""
    return type(error).__name__ in {"ProcessExpired", "KilledWorker"}


def _failure(document: Done, error: Exception) -> Result:
    """The result of a document whose worker gave no answer."""
    sha256 = "" if document.key.startswith("unread-") else document.key
    if isinstance(error, CancelledError):
        raise JiheError("处理进程或集群中途断开，请重新运行：已处理的文件不会重做。") from error
    if isinstance(error, TimeoutError):
        return failed(
            document.path, "timeout", "处理超过时限，已停止。",
            "请用 --timeout 提高时限，或拆分文件后重试。", sha256,
        )  # fmt: skip
    if isinstance(error, MemoryError):
        return failed(document.path, "memory", "处理时内存不够。", MORE_MEMORY, sha256)
    kind = type(error).__name__
    if _died(error):
        message = "处理它的进程异常退出（可能内存不够，或文件使读取程序崩溃）。"
    else:
        message = f"处理时程序出错（{kind}：{error}）。"
    return failed(document.path, "crashed", message, _REPORT_IT, sha256)
