"""Results as bytes, to cross between processes and to wait on disk.

JSON through pydantic, not pickle: a folder of results may come from a stranger, and reading it
must not run anything. It is also the faster of the two (a report of 190 kB: 1 ms against 8 ms).
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import date
from functools import cache

from pydantic import TypeAdapter, ValidationError

from extractor.model import Fact, Report, Result, renamed

_LEVEL = 3


class BrokenResultError(ValueError):
    """Bytes that are not whole results: a file cut short, or written by something else."""


@cache
def _adapter() -> TypeAdapter[list[Result]]:
    return TypeAdapter(list[Result])


def encode(results: list[Result]) -> bytes:
    """The results of one document; the same results give the same bytes."""
    return zlib.compress(_adapter().dump_json(results), _LEVEL)


def decode(packed: bytes, path: str) -> list[Result]:
    """The results of one document under the path at which it lies now.

    Raises:
        BrokenResultError: the bytes are damaged.
    """
    try:
        results = _adapter().validate_json(zlib.decompress(packed))
    except (zlib.error, ValidationError) as error:
        raise BrokenResultError(str(error)) from error
    return [renamed(_whole(result), path) for result in results]


def _whole(result: Result) -> Result:
    """A result as it was: with its dates."""
    report = result.report
    if report is None or all(fact.type != "date" for fact in report.facts):
        return result
    facts = tuple(map(_dated, report.facts))
    return replace(result, report=Report(facts=facts, text=report.text, folded=report.folded))


def _dated(fact: Fact) -> Fact:
    """JSON has no dates: the value of a fact of this type is one if it reads as one."""
    if fact.type != "date" or not isinstance(fact.value, str):
        return fact
    try:
        return replace(fact, value=date.fromisoformat(fact.value))
    except ValueError:
        return fact
