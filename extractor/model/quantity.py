"""A printed figure: its exact value and everything the print says about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.model.quick import quick

Comparator = Literal["<=", ">=", "<", ">", "="]
UnitSource = Literal["figure", "header", "unit_line"]


@quick
@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in its printed unit.

    `decimals` counts the printed decimals (trailing zeros are information); `factor`
    turns `value` into the base unit of `dimension` (元, %, 人 …) and is exact.
    """

    value: Decimal
    decimals: int
    unit: str | None = None
    dimension: str | None = None
    factor: Decimal = Decimal(1)
    comparator: Comparator | None = None
    approximate: bool = False
    raw: str = ""
    unit_source: UnitSource | None = None

    @property
    def base(self) -> Decimal:
        """The value in the base unit of its dimension (money: 元)."""
        return self.value * self.factor

    @property
    def is_exact(self) -> bool:
        """Whether it is fit for identities: neither 约, 余 nor a bound."""
        return not self.approximate and self.comparator in {None, "="}

    @property
    def half_unit(self) -> Decimal:
        """Half a last printed place, in the base unit: what rounding can hide."""
        return Decimal(5).scaleb(-self.decimals - 1) * self.factor

    def __str__(self) -> str:
        """The value as printed, with its unit, for arithmetic lines."""
        return f"{self.value:f}{self.unit or ''}"
