"""Plant one fault in a report: another figure at one place, or figures that follow a wrong one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from .figures import Split, Year
from .narrative import MARK, amount

AMOUNT = re.compile(r"(?P<number>[\d,]+(?:\.\d+)?)(?P<unit>.*)")


@dataclass(frozen=True, slots=True)
class Fault:
    """A planted fault: what stood there, what stands there, which checks may find it."""

    kind: str
    key: str
    old: str
    new: str
    checks: tuple[str, ...]
    detectable: bool = True
    scope: str = "file"
    """`file`: seen in the file alone; `folder`: beside the form; `years`: beside last year's."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of slip: the keys it may strike, how the figure changes, what may find it."""

    keys: str
    change: Callable[[str, Random], str | None]
    checks: tuple[str, ...]
    repeated: bool = False
    """Strikes one mention of a figure that is printed several times; else all its mentions."""


def _parts(printed: str) -> tuple[str, str, bool]:
    match = AMOUNT.fullmatch(printed)
    assert match is not None  # noqa: S101 - keys are chosen to hold figures
    return match["number"].replace(",", ""), match["unit"], "," in match["number"]


def _joined(number: str, unit: str, grouped: bool) -> str:
    whole, point, rest = number.partition(".")
    return (f"{int(whole):,}{point}{rest}" if grouped else number) + unit


def _digit(printed: str, random: Random) -> str | None:
    """The second digit becomes another: a sum is broken by far more than rounding."""
    number, unit, grouped = _parts(printed)
    if len(number.partition(".")[0]) < 2:
        return None
    digit = (int(number[1]) + random.randint(2, 8)) % 10
    return _joined(f"{number[0]}{digit}{number[2:]}", unit, grouped)


def _transposed(printed: str, random: Random) -> str | None:
    number, unit, grouped = _parts(printed)
    whole, point, rest = number.partition(".")
    places = [
        n for n in range(len(whole) - 1)
        if abs(int(whole[n]) - int(whole[n + 1])) > 1 and (n or whole[1] != "0")
    ]  # fmt: skip
    if not places:
        return None
    n = random.choice(places)
    return _joined(whole[:n] + whole[n + 1] + whole[n] + whole[n + 2 :] + point + rest, unit, grouped)


def _shifted(printed: str, random: Random) -> str | None:
    number, unit, grouped = _parts(printed)
    value = Decimal(number)
    if random.random() < 0.5:  # all digits stay, the point moves
        return _joined(f"{value.scaleb(-1):f}", unit, grouped)
    return _joined(f"{value.scaleb(1):.2f}", unit, grouped)


def _slipped(printed: str, random: Random) -> str | None:
    return (_transposed if printed.endswith("%") else random.choice((_transposed, _shifted)))(
        printed, random
    )


def _unit(printed: str, _random: Random) -> str | None:
    number, unit, grouped = _parts(printed)
    return _joined(number, {"万元": "元", "元": "万元"}[unit], grouped)


def _rate(printed: str, random: Random) -> str | None:
    number, unit, _ = _parts(printed)
    step = Decimal(random.randint(131, 489)) / 100
    value = Decimal(number) - step
    return f"{value:.2f}{unit}" if value > 0 else None


def _above(printed: str, _random: Random) -> str | None:
    number, unit, _ = _parts(printed)
    return f"{Decimal(number) + 22:.2f}{unit}"


def _total(printed: str, random: Random) -> str | None:
    number, unit, _ = _parts(printed)
    change = Decimal(random.choice((-9, 9))) / 10
    value = Decimal(number) + change
    if value >= 100 or (value >= 90) != (Decimal(number) >= 90):
        value = Decimal(number) - change
    return f"{value:.2f}{unit}"


def _grade(printed: str, random: Random) -> str | None:
    return random.choice([g for g in ("良", "中") if g != printed])


SUMS = (
    "sum.initial.basic_project", "sum.adjusted.initial_delta", "sum.adjusted.basic_project",
    "sum.executed.basic_project", "sum.basic.personnel_public", "sum.basic_executed.personnel_public",
    "sum.delta_by_nature", "sum.projects.budget_list", "sum.projects.executed_list",
    "sum.narrative_breakdown", "sum.three_public", "sum.balance_identity", "sum.unspent",
    "sum.part_not_exceed_whole", "same.fact_values", "rate.execution_total", "rate.budget_adjustment",
    "rate.execution_basic", "rate.execution_project", "rate.execution_each_project",
    "rate.three_public_control", "exec.amount_over_total", "unit.magnitude_slip", "unit.mixed",
    "digit.transposition", "digit.decimal_shift", "three_public.over_budget",
)  # fmt: skip
RATES = (
    "rate.execution_total", "rate.budget_adjustment", "rate.execution_basic",
    "rate.execution_project", "rate.execution_each_project", "rate.three_public_control",
    "rate.yoy", "rate.denominator_basis", "same.fact_values", "score.execution_formula",
    "ind.completion_ge",
)  # fmt: skip
BROKEN = r"(initial|adjusted|executed)\.(basic|project|personnel|public)|delta\.(basic|project)"
WHOLE = r"(initial|adjusted|executed)\.(total|basic|project)|project\.\d\.(budget|executed)"

KINDS: dict[str, Kind] = {
    "sum_broken": Kind(BROKEN, _digit, SUMS),
    "rate_wrong": Kind(r"rate\..*|project\.\d\.rate|indicator\.\d\.completion", _rate, RATES),
    "transposed_digits": Kind(WHOLE, _transposed, SUMS),
    "decimal_shift": Kind(WHOLE, _shifted, SUMS),
    "unit_slip": Kind(WHOLE, _unit, SUMS),
    "score_above_weight": Kind(
        r"indicator\.\d\.score", _above,
        ("ind.score_bounds", "ind.score_proportional", "score.total_sum", "sum.score_parts"),
    ),
    "total_not_sum": Kind("score", _total, ("score.total_sum", "sum.score_parts", "score.rounding_path")),
    "grade_against_score": Kind("grade", _grade, ("grade.matches_total",)),
    "mention_differs": Kind(
        r"(adjusted|executed)\.(total|basic|project)|rate\.execution", _slipped, (*SUMS, *RATES),
        repeated=True,
    ),
}  # fmt: skip
"""Slips at one place of the narrative."""
ACROSS = ("form_against_report", "carryover_broken", "comparative_contradicts")
"""Faults in data: everything printed in the file follows from the wrong figure."""


UNSEEN = frozenset({
    ("rate_wrong", "rate.three_public"),  # 控制率 is recomputed on 全年预算, not on 年初预算
})  # fmt: skip
"""Slips (kind and key) that the tool is not sure to report, as it stands: not detectable."""
UNREAD = "按执行率"
"""Words behind which the tool does not know the rate for the execution rate."""
TELLING = 4
"""Two mentions contradict each other if they are a slip apart and this many digits agree to it."""


def plant(kind: str, paragraphs: Sequence[str], random: Random) -> tuple[list[str], Fault] | None:
    """A narrative with one slip of a kind; None where no figure of it can take one.

    A figure that is printed several times is wrong everywhere, unless the kind is that its
    mentions differ.
    """
    rule = KINDS[kind]
    counts = Counter(m[1] for p in paragraphs for m in MARK.finditer(p))
    found = [
        (number, m) for number, p in enumerate(paragraphs) for m in MARK.finditer(p)
        if re.fullmatch(rule.keys, m[1]) and (counts[m[1]] > 1 or not rule.repeated)
    ]  # fmt: skip
    random.shuffle(found)
    for number, match in found:
        new = rule.change(match[2], random)
        if new is None or new == match[2]:
            continue
        changed, seen = list(paragraphs), (kind, match[1]) not in UNSEEN
        if rule.repeated:
            text = changed[number]
            digits = re.sub(r"\D", "", match[2]).strip("0")
            seen = len(digits) >= TELLING and not text[: match.start()].endswith(UNREAD)
            changed[number] = f"{text[: match.start()]}{new}{text[match.end() :]}"
        else:
            changed = [p.replace(match[0], new) for p in changed]
        return changed, Fault(kind, match[1], match[2], new, rule.checks, seen)
    return None


def wrong_carry(year: Year, yuan: bool, random: Random) -> tuple[Year, Fault]:
    """This year's report tells another carry-over than last year's; its own sums still hold."""
    new = year.carry_in + random.randint(1_100, 2_900)
    fault = Fault(
        "carryover_broken", "carry.in", amount(year.carry_in, yuan), amount(new, yuan),
        ("xyear.carryover",), scope="years",
    )  # fmt: skip
    return replace(year, carry_in=new), fault


def wrong_last(year: Year, yuan: bool, random: Random) -> tuple[Year, Fault]:
    """The comparison is with another amount than last year's report prints."""
    assert year.last is not None  # noqa: S101
    last = year.last
    executed = Split(last.executed.basic, last.executed.project - random.randint(1_500, 4_000))
    fault = Fault(
        "comparative_contradicts", "last_year.executed.total", amount(last.executed.total, yuan),
        amount(executed.total, yuan), ("xyear.prior_comparative", "xyear.growth_base"), scope="years",
    )  # fmt: skip
    return replace(year, last=replace(last, executed=executed)), fault


def wrong_form(year: Year, _yuan: bool, random: Random) -> tuple[Year, Fault]:
    """The data of a form that agrees with itself and not with its report."""
    executed = Split(year.executed.basic, year.executed.project - random.randint(600, 1_500))
    fault = Fault(
        "form_against_report", "executed.total", amount(year.executed.total), amount(executed.total),
        ("xdoc.form_vs_report",), scope="folder",
    )  # fmt: skip
    return replace(year, executed=executed), fault
