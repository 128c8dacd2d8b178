"""What a check function yields: one outcome for one application of the check."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.intervals import Interval
from extractor.model import Cause, Severity, Status

ORDER: tuple[Status, ...] = (
    "fails", "undetermined", "note", "rounding", "holds", "not_applicable",
)  # fmt: skip
"""From what a reader must see first to what says nothing."""


FITS: frozenset[Status] = frozenset({"holds", "rounding"})
"""The figures agree, exactly or as far as they are printed."""


@dataclass(slots=True)
class Outcome:
    """One application of a check to figures of the report.

    Made by the hundred and soon gone: to freeze it would take three times as long to make.

    `item` is the list entry it speaks of (`indicators[2]`), empty for the whole report.
    `repairs` maps the path of each figure to the values that would make the identity hold:
    broken identities that one changed figure repairs share a root cause. `scores` are the
    readings of a disputed score: what it is called → points. `effect` says in Chinese what
    follows for the report, with the numbers. An outcome `of` another one says more about the
    same matter: it belongs to the finding of that one and makes none of its own.
    """

    status: Status
    arithmetic: str = ""
    facts: tuple[str, ...] = ()
    item: str = ""
    message: str = ""
    expected: str = ""
    reported: str = ""
    difference: str = ""
    reason: str = ""
    severity: Severity | None = None
    causes: tuple[Cause, ...] = ()
    repairs: dict[str, Interval] = field(default_factory=dict)
    scores: tuple[tuple[str, str], ...] = ()
    effect: str = ""
    of: Outcome | None = None
