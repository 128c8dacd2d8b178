"""What a worker does: one document in, its results as bytes out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from extractor.checks.context import Role
from extractor.model import Problem, Result, unreadable
from extractor.model.document import ProblemKind
from extractor.output.codec import decode, encode
from extractor.pipeline import Settings, extract, extract_bytes, recheck


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read: a file of this machine, or the bytes where no disk is shared."""

    path: str
    settings: Settings
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The results of one document, encoded, and the seconds that it took."""

    packed: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Beside:
    """One document to check once more beside its companions.

    Each companion: the number of the own report (from 0), the role, the encoded results of the
    companion's document, the number of its report there, and its path.
    """

    path: str
    packed: bytes
    companions: tuple[tuple[int, Role, bytes, int, str], ...]
    settings: Settings


def read_one(task: Task) -> Answer:
    """Read, find and check one document. What a worker cannot hold becomes a problem."""
    start = time.perf_counter()
    try:
        if task.data is None:
            results = extract(Path(task.path), task.settings)
        else:
            results = extract_bytes(task.data, task.path, task.settings)
        packed = encode(results)
    except MemoryError:
        packed = encode([failed(task.path, "memory", "处理时内存不够。", MORE_MEMORY)])
    return Answer(packed, time.perf_counter() - start)


def check_beside(task: Beside) -> bytes:
    """Check the reports of one document once more, beside those that belong to them."""
    results = decode(task.packed, task.path)
    for number, result in enumerate(results):
        others = [
            (role, decode(packed, path)[at])
            for own, role, packed, at, path in task.companions
            if own == number
        ]
        if others:
            results[number] = recheck(result, others, task.settings)
    return encode(results)


MORE_MEMORY = "请用 --memory 提高上限，或拆分文件后重试。"


def failed(
    path: str, kind: ProblemKind, message: str, advice: str, sha256: str = ""
) -> Result:
    """The result of a document that no worker could answer for."""
    return unreadable(Problem(kind, path, message, advice), sha256)
