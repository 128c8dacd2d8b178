"""Yardsticks of plausibility (`patterns/norms.yaml`): what is usual, never what is right."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from pydantic import BaseModel, ConfigDict

from extractor.library import load_model
from extractor.resources import patterns_dir


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
    return load_model(Norms, patterns_dir() / "norms.yaml")
