"""Scoring profiles: thresholds, weights, formulas and grade bands of a region and year."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import JiheError, PatternError
from extractor.library import validated
from extractor.resources import line_of, load_yaml, patterns_dir

DEFAULT = "ministry"

Formula = Literal["ratio", "linear", "zero", "manual"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Band(_Strict):
    """A grade and the lowest total score that earns it."""

    grade: str
    lowest: Decimal


class QualitativeBand(_Strict):
    """Words of a qualitative result and the share of the weight (%) that they earn."""

    words: tuple[str, ...]
    low: Decimal
    high: Decimal


class Deduction(_Strict):
    """Points taken off for each percentage point above a limit."""

    measure: str
    title: str
    limit: Decimal
    marks: Decimal
    per_point: Decimal


class Basis(_Strict):
    """Where a rule comes from.

    V: seen in a public document; C: read in the source code of a government performance
    system; K: professional knowledge, not confirmed.
    """

    trust: Literal["V", "C", "K"]
    source: str


class Profile(_Strict):
    """One scoring profile (`patterns/profiles/NAME.yaml`). Rates and thresholds are in %.

    `basis` names trust and source of each rule by its key; a rule without an entry has those of
    the profile that it extends.
    """

    name: str = ""
    title: str
    source: str
    extends: str = ""
    basis: dict[str, Basis] = Field(default_factory=dict)
    grade_bands: tuple[Band, ...]
    execution_weight: tuple[Decimal, ...]
    execution_bands: bool
    total_weight: Decimal
    level1_weights: tuple[dict[str, Decimal], ...]
    inverse_formulas: tuple[Formula, ...]
    qualitative_bands: tuple[QualitativeBand, ...]
    over_target: Decimal
    over_target_effect: str
    low_completion: Decimal
    monitoring_months: tuple[int, ...]
    progress_gap: Decimal
    single_weight: Decimal
    spending_weight: Decimal
    qualitative_share: Decimal
    reason_below: Decimal
    reason_above: Decimal
    execution_reason_below: Decimal
    project_low: Decimal
    carry_over_attention: Decimal
    adjustment_threshold: Decimal
    adjustment_reason_above: Decimal
    adjustment_score_cap: Decimal
    total_reason_below: Decimal
    deductions: tuple[Deduction, ...] = ()
    rounding: Literal["half_up", "cut"]
    amount_unit: str
    deadline: str

    def grade(self, total: Decimal) -> str:
        """The grade of a total score (upper bands include their lower limit)."""
        for band in sorted(self.grade_bands, key=lambda b: b.lowest, reverse=True):
            if total >= band.lowest:
                return band.grade
        return ""

    def deduction(self, measure: str) -> Deduction | None:
        """The deduction on a measure, if the profile has one."""
        return next((d for d in self.deductions if d.measure == measure), None)


@cache
def load_profile(name: str | None = None, *, confirmed: bool = False) -> Profile:
    """Load a profile by its name, with the rules of the one it extends.

    With `confirmed`, rules that are only professional knowledge (K) give way to those of the
    profile below: what was recognised and not chosen must not judge by them.

    Raises:
        JiheError: there is no such profile.
        PatternError: the file is not valid; names file and line.
    """
    folder = patterns_dir() / "profiles"
    path = folder / f"{name or DEFAULT}.yaml"
    if name and (not path.is_file() or Path(name).name != name):
        known = "、".join(sorted(p.stem for p in folder.glob("*.yaml")))
        raise JiheError(f"没有名为“{name}”的评分口径；可用：{known}。")
    raw = _merged(path, confirmed=confirmed)
    return validated(Profile, {"name": path.stem, **raw}, path)


def _merged(path: Path, *, confirmed: bool, seen: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The keys of a profile file over those of the files it extends."""
    own: dict[str, Any] = load_yaml(path)
    base = own.get("extends", "")
    if not base:
        return own
    below = path.with_name(f"{base}.yaml")
    if base in seen or not below.is_file():
        raise PatternError(
            f"“extends: {base}”不对：没有这个口径，或者绕回了自己。",
            file=str(path), line=line_of(path, ("extends",)),
        )  # fmt: skip
    lower = _merged(below, confirmed=confirmed, seen=seen | {path.stem})
    basis: dict[str, Any] = own.get("basis", {})
    if confirmed:
        unsure = {key for key, entry in basis.items() if entry.get("trust") == "K"}
        own = {key: value for key, value in own.items() if key not in unsure}
    return {**lower, **own, "basis": {**lower.get("basis", {}), **basis}}
