"""Exact sums in SQLite, whose own `sum()` adds floats.

SQL has to compare and sort a sum as a number, which in SQLite is a float; people have to see
the exact figure. So the aggregate answers with the float nearest to the exact sum, and
remembers which figure it stands for.
"""

from __future__ import annotations

import sqlite3
from decimal import Context, Decimal

_WIDE = Context(prec=1000)


class Sums:
    """The exact sums behind the floats that one connection has answered with."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._exact: dict[float, Decimal] = {}
        known = self._exact

        class Sum:
            """One running sum."""

            def __init__(self) -> None:
                self.total: Decimal | None = None

            def step(self, value: object) -> None:
                """Take one value; NULL counts as nothing."""
                if value is not None:
                    self.total = _WIDE.add(self.total or Decimal(0), Decimal(str(value)))

            def finalize(self) -> float | None:
                """The sum as SQLite can compare it."""
                if self.total is None:
                    return None
                near = float(self.total)
                before = known.get(near)
                if before is None or _decimals(before) < _decimals(self.total):
                    known[near] = self.total
                return near

        # typeshed wants finalize() to give an int
        raw.create_aggregate("sum", 1, Sum)  # type: ignore[arg-type]

    def exact(self, cell: object) -> object:
        """The exact figure of a cell that is a sum; any other cell as it is."""
        return self._exact.get(cell, cell) if isinstance(cell, float) else cell


def _decimals(figure: Decimal) -> int:
    exponent = figure.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
