"""Yardsticks of plausibility (`patterns/norms.yaml`): what is usual, never what is right."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.errors import PatternError
from extractor.resources import line_of, load_yaml, patterns_dir


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class UnitCost(_Strict):
    """Lowest and highest believable cost of one unit, in 元."""

    units: tuple[str, ...]
    low: Decimal
    high: Decimal


class Norms(_Strict):
    """The yardsticks; amounts in 元 unless the name says otherwise."""

    midyear_basic_share: tuple[Decimal, Decimal]
    late_spending_points: Decimal
    personnel_per_head: tuple[Decimal, Decimal]
    personnel_gap: Decimal
    waste_words: tuple[str, ...]
    waste_kg_per_day: Decimal
    population_words: tuple[str, ...]
    unit_costs: tuple[UnitCost, ...]
    sections_missing: int


@cache
def norms() -> Norms:
    """The yardsticks.

    Raises:
        PatternError: the file is not valid; names the line.
    """
    path = patterns_dir() / "norms.yaml"
    try:
        return Norms.model_validate(load_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(
            f"“{'.'.join(map(str, first['loc']))}”不对：{first['msg']}。",
            file=str(path), line=line_of(path, first["loc"]),
        ) from error  # fmt: skip
