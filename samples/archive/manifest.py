"""What was made: one entry for each file, and counts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Planted:
    """A planted fault, for the manifest.

    `checks`: any of them may report it. `found_on`: the file on which it is reported.
    `scope`: what has to be read to see it: the `file`, its `folder`, or other `years`.
    """

    kind: str
    key: str
    old: str
    new: str
    checks: tuple[str, ...]
    detectable: bool
    scope: str
    found_on: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: where it lies (through archives too), what it is and what is wrong with it."""

    path: str
    unit: str
    year: int
    role: str
    format: str
    kind: str
    fault: Planted | None = None
    damage: str | None = None
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of an archive."""

    seed: int
    years: tuple[int, ...]
    entries: tuple[Entry, ...]

    def counts(self) -> dict[str, Any]:
        """Numbers of files in all, by kind, format, fault and damage; units; archives."""
        entries = self.entries

        def tally(values: list[str]) -> dict[str, int]:
            return dict(sorted(Counter(values).items()))

        return {
            "files": len(entries),
            "units": len({e.unit for e in entries}),
            "kinds": tally([e.kind for e in entries]),
            "roles": tally([e.role for e in entries]),
            "formats": tally([e.format for e in entries]),
            "faults": tally([e.fault.kind for e in entries if e.fault]),
            "damage": tally([e.damage for e in entries if e.damage]),
            "detectable": sum(1 for e in entries if e.fault and e.fault.detectable),
            "in_archives": sum(".zip/" in e.path for e in entries),
        }

    def to_json(self) -> str:
        """The manifest as it is written."""
        shown = {
            "seed": self.seed, "years": self.years, "counts": self.counts(),
            "files": [asdict(e) for e in self.entries],
        }  # fmt: skip
        return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"

    def write(self, path: Path) -> None:
        """Write the manifest."""
        path.write_text(self.to_json(), encoding="utf-8")
