"""The figures of a unit over several years: every identity between them holds.

Amounts are whole hundredths of 万元 (100 元), rates and scores `Decimal` as printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from random import Random

from .words import (
    DECLINE,
    FIRST,
    GROWTH,
    MANAGEMENT,
    OPENINGS,
    OVER,
    PROBLEMS,
    REASONS,
    REGIONS,
    REMEDIES,
    REMEDY,
    SATISFACTION,
    SECOND,
    TRADES,
    UNDER,
    Goal,
    Region,
    Trade,
)

CENT = Decimal("0.01")


def rate(part: int, whole: int) -> Decimal:
    """A ratio in percent with two decimals."""
    return (Decimal(part) * 100 / whole).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: where it is, what it does, which words it prefers."""

    county: str
    region: Region
    trade: Trade

    @property
    def name(self) -> str:
        """Name as its reports print it."""
        return f"{self.county}{self.trade.suffix}"


@dataclass(frozen=True, slots=True)
class Split:
    """An amount by nature: basic and project expenditure."""

    basic: int
    project: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.basic + self.project


@dataclass(frozen=True, slots=True)
class Project:
    """A project: name, use, budget and expenditure."""

    name: str
    use: str
    budget: int
    executed: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with target, actual value, points and what explains a deviation."""

    name: str
    level1: str
    level2: str
    unit: str
    target: Decimal
    actual: Decimal
    midyear: Decimal | None
    weight: int
    reason: str
    remedy: str

    @property
    def completion(self) -> Decimal:
        """Actual value as a share of the target, in percent."""
        return (self.actual * 100 / self.target).quantize(CENT, ROUND_HALF_UP)

    @property
    def score(self) -> Decimal:
        """Points: in proportion to the completion, at most the weight."""
        share = min(self.actual / self.target, Decimal(1))
        return (self.weight * share).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Year:
    """All figures of a unit in one fiscal year."""

    year: int
    initial: Split
    delta: Split
    executed: Split
    personnel: tuple[int, int]
    """Personnel costs within the basic expenditure: budget and executed."""
    vehicle: tuple[int, int]
    reception: tuple[int, int]
    carry_in: int
    last: Year | None
    projects: tuple[Project, ...]
    indicators: tuple[Indicator, ...]
    posts: tuple[int, int]
    """Establishment: administrative and institutional posts."""
    staff: tuple[int, int]
    filled: str
    survey: tuple[int, int]
    words: dict[str, str] = field(default_factory=dict)

    @property
    def adjusted(self) -> Split:
        """The budget of the whole year."""
        return Split(self.initial.basic + self.delta.basic, self.initial.project + self.delta.project)

    @property
    def carry_out(self) -> int:
        """What was not spent and goes on to the next year."""
        return self.adjusted.total - self.executed.total

    @property
    def execution(self) -> Decimal:
        """Execution of the whole budget, in percent."""
        return rate(self.executed.total, self.adjusted.total)

    @property
    def execution_score(self) -> Decimal:
        """Points for execution, of 10."""
        return (Decimal(10) * self.executed.total / self.adjusted.total).quantize(CENT, ROUND_HALF_UP)

    @property
    def score(self) -> Decimal:
        """The total of all points."""
        return self.execution_score + sum((i.score for i in self.indicators), Decimal(0))

    @property
    def grade(self) -> str:
        """The grade that belongs to the total."""
        return "优" if self.score >= 90 else "良"

    @property
    def three_public(self) -> tuple[int, int]:
        """Budget and expenditure for vehicles and receptions."""
        return self.vehicle[0] + self.reception[0], self.vehicle[1] + self.reception[1]


def units(random: Random, count: int) -> list[Unit]:
    """Units of invented counties, each county with several bureaus."""
    found: list[Unit] = []
    seen: set[str] = set()
    while len(found) < count:
        region = REGIONS[len(seen) % len(REGIONS)]
        place = random.choice(FIRST) + random.choice(SECOND)
        kind = "区" if region.yuan else "县"
        if place in seen:
            continue
        seen.add(place)
        county = f"{region.province}{place}{kind}"
        found += [Unit(county, region, trade) for trade in random.sample(TRADES, len(TRADES) - 1)]
    return found[:count]


def history(unit: Unit, years: Sequence[int], random: Random) -> list[Year]:
    """The years of a unit, each carrying on from the last."""
    basic = random.randint(38_000, 190_000)
    project = int(basic * random.uniform(0.45, 1.1))
    admin, other = random.randint(14, 36), random.randint(18, 60)
    targets = {
        g.name: Decimal(random.randint(g.low, g.high)) for g in unit.trade.outputs if g.unit != "%"
    }
    found: list[Year] = []
    last: Year | None = None
    for year in (years[0] - 1, *years):
        last = _year(unit, year, last, (basic, project), (admin, other), targets, random)
        found.append(last)
        basic = int(basic * random.uniform(0.99, 1.06))
        project = int(project * random.uniform(0.93, 1.09))
    return found[1:]  # the first only serves as a year to compare with


def _year(
    unit: Unit, year: int, last: Year | None, base: tuple[int, int], posts: tuple[int, int],
    targets: dict[str, Decimal], random: Random,
) -> Year:  # fmt: skip
    carry_in = last.carry_out if last else random.randint(300, 900)
    initial = Split(base[0] + random.randint(1, 99), base[1] + random.randint(1, 99))
    delta = Split(
        int(base[0] * random.uniform(0.015, 0.05)),
        carry_in + int(base[1] * random.uniform(0.03, 0.11)),
    )
    adjusted = Split(initial.basic + delta.basic, initial.project + delta.project)
    projects = _projects(unit, adjusted.project, random)
    executed = Split(
        int(adjusted.basic * random.uniform(0.975, 0.997)), sum(p.executed for p in projects)
    )
    personnel = int(adjusted.basic * random.uniform(0.82, 0.9))
    unspent = adjusted.basic - executed.basic
    personnel_spent = personnel - int(unspent * random.uniform(0.3, 0.7))
    vehicle, reception = _three_public(last, random)
    answers = random.randint(12, 40) * 10
    pleased = int(answers * random.uniform(0.905, 0.965))
    return Year(
        year, initial, delta, executed, (personnel, personnel_spent), vehicle, reception,
        carry_in, last, projects, _reworded(year, _indicators(unit, targets, (answers, pleased), random), random), posts,
        (posts[0] - random.randint(0, 3), posts[1] - random.randint(1, 5)),
        f"{year + 1}年{random.randint(2, 4)}月{random.randint(1, 28)}日", (answers, pleased),
        _wording(unit, year, random),
    )  # fmt: skip


def _three_public(last: Year | None, random: Random) -> tuple[tuple[int, int], tuple[int, int]]:
    """Budget and expenditure for vehicles and for receptions; never more than last year."""
    spent = last.vehicle[1] if last else random.randint(900, 2600)
    vehicle = int(spent * random.uniform(0.86, 0.97))
    spent = last.reception[1] if last else random.randint(400, 900)
    reception = int(spent * random.uniform(0.84, 0.97))
    room = random.uniform(1.04, 1.2)
    return (int(vehicle * room), vehicle), (int(reception * room), reception)


def _projects(unit: Unit, total: int, random: Random) -> tuple[Project, ...]:
    chosen = random.sample(unit.trade.projects, random.randint(3, len(unit.trade.projects)))
    shares = [random.uniform(0.7, 1.6) for _ in chosen]
    budgets = [int(total * s / sum(shares)) for s in shares]
    budgets[0] += total - sum(budgets)
    return tuple(
        Project(f"{name}项目", use, budget, int(budget * random.uniform(0.925, 0.992)))
        for (name, use), budget in zip(chosen, budgets, strict=True)
    )


def _indicators(
    unit: Unit, targets: dict[str, Decimal], survey: tuple[int, int], random: Random
) -> tuple[Indicator, ...]:
    weights = random.choice(((15, 10, 15, 10), (10, 15, 10, 15), (12, 13, 12, 13)))
    found = [
        _indicator(goal, "产出指标", weight, targets, random)
        for goal, weight in zip(unit.trade.outputs, weights, strict=True)
    ]
    found.append(_indicator(unit.trade.benefit, "效益指标", 30, targets, random))
    answers, pleased = survey
    over, under, remedy = SATISFACTION
    target = Decimal(random.choice((90, 91, 92)))
    actual = rate(pleased, answers)
    target -= target * Decimal("0.998") < actual < target  # no miss that rounds to full points
    found.append(Indicator(
        f"{unit.trade.people}满意度", "满意度指标", "服务对象满意度指标", "%", target, actual, None,
        10, over if actual > target else under, remedy,
    ))  # fmt: skip
    return tuple(found)


def _indicator(
    goal: Goal, level1: str, weight: int, targets: dict[str, Decimal], random: Random
) -> Indicator:
    step = Decimal(1).scaleb(-goal.places)
    if goal.unit == "%":
        least = (targets.get(goal.name, Decimal(0)) * Decimal("0.92")).to_integral_value(ROUND_CEILING)
        target = max(Decimal(random.randint(goal.low, goal.high)), least)
        actual = min(target * _factor(random, 0.955, 1.03), Decimal("99.2"))
    else:  # targets follow from last year's
        target = (targets[goal.name] * _factor(random, 0.98, 1.06)).quantize(Decimal(1))
        actual = target * _factor(random, 0.92, 1.12)
    actual = actual.quantize(step, ROUND_HALF_UP)
    if actual == target or target * Decimal("0.998") < actual < target:
        actual = target + step  # a miss that rounds to full points would be no miss
    # no target falls far behind what was reached the year before
    targets[goal.name] = actual if goal.unit == "%" else max(target, actual * Decimal("0.95"))
    midyear = (actual * _factor(random, 0.42, 0.58)).quantize(step)
    return Indicator(
        goal.name, level1, goal.level2, goal.unit, target, actual,
        None if goal.unit == "%" else midyear, weight,
        goal.over if actual > target else goal.under, goal.remedy,
    )  # fmt: skip


def _factor(random: Random, low: float, high: float) -> Decimal:
    return Decimal(random.randint(int(low * 10_000), int(high * 10_000))) / 10_000


def _reworded(
    year: int, indicators: tuple[Indicator, ...], random: Random
) -> tuple[Indicator, ...]:
    """In every other year deviations have other reasons, so that no text is copied."""
    if year % 2:
        return indicators
    over, under, remedy = (random.sample(pool, len(indicators)) for pool in (OVER, UNDER, REMEDY))
    return tuple(
        replace(i, reason=(over if i.actual > i.target else under)[n], remedy=remedy[n])
        for n, i in enumerate(indicators)
    )


def _wording(unit: Unit, year: int, random: Random) -> dict[str, str]:
    """Sentences around the figures; what the last year said is not said again."""
    half = len(PROBLEMS) // 2
    problems = random.sample(range(year % 2 * half, year % 2 * half + half), 2)
    done = [
        s.format(a=random.randint(60, 900), b=random.randint(6, 48), c=random.randint(20, 300))
        for s in random.sample(unit.trade.activities, len(unit.trade.activities))
    ]

    def turned(pool: tuple[str, ...]) -> str:
        return pool[(year + len(unit.name) + ord(unit.county[-2])) % len(pool)]

    return {
        "reason": turned(REASONS),
        "growth": turned(GROWTH),
        "decline": turned(DECLINE),
        "problem1": PROBLEMS[problems[0]],
        "problem2": PROBLEMS[problems[1]],
        "remedy1": REMEDIES[problems[0]],
        "remedy2": REMEDIES[problems[1]],
        "management": turned(MANAGEMENT),
        "opening": turned(OPENINGS),
        "activities": "，".join(done),
    }
