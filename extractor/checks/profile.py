"""Scoring profiles: thresholds, weights, formulas and grade bands of a region and year."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.errors import JiheError, PatternError
from extractor.resources import line_of, load_yaml, patterns_dir

DEFAULT = "ministry"


class Band(BaseModel):
    """A grade and the lowest total score that earns it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    grade: str
    lowest: Decimal


class Profile(BaseModel):
    """One scoring profile (`patterns/profiles/NAME.yaml`). Rates and thresholds are in %."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = ""
    title: str
    source: str
    grade_bands: tuple[Band, ...]
    execution_weight: tuple[Decimal, ...]
    total_weight: Decimal
    level1_weights: tuple[dict[str, Decimal], ...]
    over_target: Decimal
    low_completion: Decimal
    monitoring_months: tuple[int, ...]
    progress_gap: Decimal
    single_weight: Decimal
    spending_weight: Decimal
    qualitative_share: Decimal
    reason_below: Decimal
    reason_above: Decimal

    def grade(self, total: Decimal) -> str:
        """The grade of a total score (upper bands include their lower limit)."""
        for band in sorted(self.grade_bands, key=lambda b: b.lowest, reverse=True):
            if total >= band.lowest:
                return band.grade
        return ""


@cache
def load_profile(name: str | None = None) -> Profile:
    """Load a profile by its name.

    Raises:
        JiheError: there is no such profile.
        PatternError: the file is not valid; names file and line.
    """
    folder = patterns_dir() / "profiles"
    path = folder / f"{name or DEFAULT}.yaml"
    if name and (not path.is_file() or Path(name).name != name):
        known = "、".join(sorted(p.stem for p in folder.glob("*.yaml")))
        raise JiheError(f"没有名为“{name}”的评分口径；可用：{known}。")
    try:
        return Profile.model_validate({"name": path.stem, **load_yaml(path)})
    except ValidationError as error:
        first = error.errors()[0]
        raise PatternError(
            f"“{'.'.join(map(str, first['loc']))}”不对：{first['msg']}。",
            file=str(path),
            line=line_of(path, first["loc"]),
        ) from error
