"""Compare a printed figure with what the others give: sums, ratios, scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extractor.checks.causes import telling_digits
from extractor.checks.causes_of_sums import causes_of_sum, slips_of_sum
from extractor.checks.context import Context
from extractor.checks.outcome import Outcome
from extractor.intervals import Interval, cut_off, divided, rounded, rounded_up
from extractor.model import Cause, Quantity, Severity
from extractor.model.quick import quick

_SIGNIFICANT = {"transposition": 4, "one_digit": 4, "decimal_shift": 4, "dropped_digit": 5, "unit_slip": 2}
"""Telling digits from which a slip is hardly chance: 10 digits can be dropped at each place."""
_BALANCE = {"budget.revenue.total", "budget.expenditure.total"}
"""Totals of the accounts, whose lines have no other measure."""
_WARNING_FACTOR = 10
"""A sum that misses by no more than ten times its allowance is a warning, beyond an error."""


@quick
@dataclass(frozen=True, slots=True)
class Term:
    """One part of a sum: its path, quantity and sign."""

    path: str
    quantity: Quantity
    sign: int = 1


def show(value: Fraction | Decimal, decimals: int) -> str:
    """A number to `decimals`, rounded half up."""
    return f"{rounded(value, max(decimals, 0)):f}"


def compare_sum(
    context: Context, total: Term, parts: Sequence[Term], *, item: str = "", places: int | None = None,
) -> Outcome:  # fmt: skip
    """Check total = Σ parts.

    T-sum: the allowed difference is half a last printed place of the total plus that of each
    part. Difference 0 holds; inside the allowance is rounding; up to ten times the allowance
    is a warning, beyond it an error. `places` are the decimals of the list, where it is part
    of a larger one.
    """
    whole = context.interval(total.quantity)
    sums = Interval.exact(0)
    places = _places_of_parts(total, parts) if places is None else places
    for part in parts:
        value = context.interval_in_list(part.quantity, places)
        sums = sums + value if part.sign > 0 else sums - value
    gap = (whole - sums).nominal
    unit, factor, decimals = _common_unit([total, *parts])
    arithmetic = _sum_line(total, parts, gap) + f"，差{_delta(gap, factor, decimals)}"
    facts = context.ids(total.path, *(p.path for p in parts))
    if gap == 0:
        return Outcome("holds", arithmetic, facts, item)
    if whole.overlaps(sums):
        return Outcome("rounding", arithmetic, facts, item, reason="差额在四舍五入范围内")
    if gap > 0 and _has_more_parts(context, total, parts):
        return Outcome(
            "undetermined", arithmetic, facts, item, reason="句中另列有分项，连同它们加得上总数"
        )
    other = _same_elsewhere(context, total, parts, sums.nominal)
    if other:
        return Outcome(
            "undetermined", arithmetic, facts, item,
            reason=f"分项之和等于“{other}”，可能是那一口径的分项",
        )  # fmt: skip
    allowance = whole.half_width + sums.half_width
    severity: Severity | None = None
    if abs(gap) <= _WARNING_FACTOR * allowance:
        severity = "warning"
    repairs = {total.path: Interval(sums.low, sums.nominal, sums.high)}
    for part in parts:
        own = context.interval_in_list(part.quantity, places)
        moved = Interval(
            own.nominal + part.sign * gap - allowance,
            own.nominal + part.sign * gap,
            own.nominal + part.sign * gap + allowance,
        )
        repairs[part.path] = moved
    return Outcome(
        "fails", arithmetic, facts, item,
        message=f"{context.label(total.path)}为{total.quantity}，"
        f"按分项计算应为{show(divided(sums.nominal, factor), decimals)}{unit or '元'}",
        expected=f"{show(divided(sums.nominal, factor), decimals)}{unit or '元'}",
        reported=str(total.quantity),
        difference=_delta(gap, factor, decimals) + (unit or "元"),
        severity=severity,
        causes=causes_of_sum(context, total, list(parts), gap),
        repairs=repairs,
    )  # fmt: skip


def perhaps_partial(context: Context, total: Term, parts: Sequence[Term]) -> Outcome:
    """Check a sum whose list of parts may be incomplete.

    An excess contradicts in any case; a shortfall only when one slip of the pen in a figure
    of enough telling digits explains it (two digits swapped, the unit of another amount).
    """
    outcome = compare_sum(context, total, parts)
    if outcome.status != "fails":
        return outcome
    gap = Fraction(total.quantity.base) - sum(p.sign * Fraction(p.quantity.base) for p in parts)
    if gap < 0 or telling_slip(total, parts, gap):
        return outcome
    return Outcome(
        "undetermined", outcome.arithmetic, outcome.facts, reason="所列可能不是全部，差额不能判定"
    )


def telling_slip(total: Term, parts: Sequence[Term], gap: Fraction) -> bool:
    """Whether one slip of the pen in a figure of enough telling digits explains a difference."""
    return any(
        telling_digits(right) >= _SIGNIFICANT.get(kind, 99)
        for _, right, kind, _ in slips_of_sum(total, parts, gap)
    )


def _places_of_parts(total: Term, parts: Sequence[Term]) -> int:
    """The decimals of a list of parts: the most that one is printed with, as far as the whole's."""
    if len({t.quantity.factor for t in (total, *parts)}) > 1:
        return 0  # 亿元 beside 万元: each has its own last place
    return min(max(p.quantity.decimals for p in parts), total.quantity.decimals)


def _has_more_parts(context: Context, total: Term, parts: Sequence[Term]) -> bool:
    """Whether a sentence splits the total into these parts and others, and they make it up."""
    figure = context.report.get(total.path)
    starts = {f.start for f in figure.mentions} if figure else set()
    for entry in context.report.items("breakdowns"):
        known = [f.quantity for key, f in entry.fields.items() if key.startswith("part") and f.quantity]
        whole = entry["whole"]
        if whole is None or whole.first.start not in starts or len(known) <= len(parts):
            continue
        left = [q.base for q in known]
        if not all(p.quantity.base in left for p in parts):
            continue
        sums = Interval.exact(0)
        for quantity in known:
            sums = sums + context.interval(quantity)
        if sums.overlaps(context.interval(total.quantity)):
            return True
    return False


def _same_elsewhere(
    context: Context, total: Term, parts: Sequence[Term], value: Fraction
) -> str:
    """Label of another measure of the same subject that the parts add up to, if there is one.

    So with the same subject of one fund alone (财政拨款基本支出 beside 基本支出).
    """
    head, _, subject = total.path.rpartition(".")
    if not head.startswith("budget.") or total.path in _BALANCE:
        return ""
    own = {total.path, *(p.path for p in parts)}
    for path, figure in context.report.figures.items():
        if path in own or not path.startswith("budget.") or not path.endswith((f".{subject}", f"_{subject}")):
            continue
        other = path.rpartition(".")[0]
        if other != head and _in_columns(context, other, parts):
            continue  # each of the two columns has its own parts
        if any(f.quantity and Fraction(f.quantity.base) == value for f in figure.mentions):
            return figure.first.label
    return ""


def _in_columns(context: Context, head: str, parts: Sequence[Term]) -> bool:
    """Whether a table of funds prints all of these parts under the other measure as well."""
    paths = [p.path for p in parts]
    paths += [f"{head}.{p.rpartition('.')[2]}" for p in paths]
    figures = [context.figure(p) for p in paths]
    return all(f is not None and any(m.pattern == "table.amounts" for m in f.mentions) for f in figures)


def _common_unit(terms: Sequence[Term]) -> tuple[str | None, Decimal, int]:
    """Unit, factor and decimals for showing: the shared unit, else the base unit."""
    names = {t.quantity.unit for t in terms}
    if len(names) == 1:
        quantity = terms[0].quantity
        return quantity.unit, quantity.factor, max(t.quantity.decimals for t in terms)
    # mixed 亿元 and 万元: show in the unit of the total
    quantity = terms[0].quantity
    finest = min((t.quantity for t in terms), key=lambda q: q.half_unit)
    places = max(quantity.decimals, 0)
    while Decimal(1).scaleb(-places) * quantity.factor > 2 * finest.half_unit and places < 12:
        places += 1
    return quantity.unit, quantity.factor, places


def _sum_line(total: Term, parts: Sequence[Term], gap: Fraction) -> str:
    """The parts, what they make, and beside it the printed total where that is another."""
    units = {t.quantity.unit for t in (total, *parts)}

    def one(term: Term) -> str:
        return str(term.quantity) if len(units) > 1 else f"{term.quantity.value:f}"

    line = ""
    for part in parts:
        text = one(part)
        if part.sign < 0:
            line += f"-{text}"
        else:
            line += text if not line else (f"+{text}" if not text.startswith("-") else text)
    if gap == 0:
        return f"{line}={one(total)}"
    made = Fraction(total.quantity.base) - gap
    value = Decimal(made.numerator) / made.denominator / total.quantity.factor
    exponent = value.normalize().as_tuple().exponent
    places = max(total.quantity.decimals, -exponent if isinstance(exponent, int) else 0)
    unit = (total.quantity.unit or "") if len(units) > 1 else ""
    return f"{line}={show(value, places)}{unit}，印{one(total)}"


def _delta(gap: Fraction, factor: Decimal, decimals: int) -> str:
    return show(divided(gap, factor), decimals) if gap else "0"


def compare_ratio(
    context: Context, rate_path: str, rate: Quantity, value: Interval, line: str,
    facts: tuple[str, ...], *, item: str = "", others: Mapping[str, Interval] | None = None,
    pair: tuple[str, str] | None = None,
) -> Outcome:  # fmt: skip
    """Check a printed rate against the interval that its parts allow.

    T-ratio: overlap holds; if only cutting off or rounding up at the printed decimals fits,
    it is rounding. `others` are other bases by name: one that fits is named as the cause.
    `pair` are the paths of part and whole, where the rate is 100 × part ÷ whole.
    """
    printed = context.interval(rate)
    nominal = value.nominal
    shown = show(nominal, rate.decimals + 2)
    arithmetic = f"{line}={shown}%，印{rate.value:f}%"
    if printed.overlaps(value):
        return Outcome("holds", arithmetic, facts, item)
    if rate.value in {cut_off(nominal, rate.decimals), rounded_up(nominal, rate.decimals)}:
        return Outcome("rounding", arithmetic, facts, item, reason=cut_or_up(nominal, rate))
    places = max(rate.decimals, context.usual_decimals("rate"))
    expected = show(nominal, places)
    causes = [
        Cause("other_base", f"按{name}计算得{show(other.nominal, rate.decimals)}%，与所印一致")
        for name, other in (others or {}).items()
        if printed.overlaps(other)
    ]
    if 0 < rate.value <= value.high and value.low < Fraction(rate.value) + Fraction(1, 10 ** max(rate.decimals, 0)):
        causes.append(Cause("cut_off", f"像是按截尾印成{rate.value:f}%，没有四舍五入"))
    if printed.overlaps(value - Interval.exact(100)) and nominal > 100:
        causes.append(Cause("excess_as_rate", "印的是超出部分占基数的比例，不是完成比例"))
    if printed.overlaps(Interval.exact(100) - value):
        causes.append(Cause("complement", "印的是未完成部分的比例"))
    return Outcome(
        "fails", arithmetic, facts, item,
        message=f"{context.label(rate_path)}为{rate.value:f}%，按所列数据计算应为{expected}%",
        expected=f"{expected}%", reported=f"{rate.value:f}%",
        difference=f"{show(Fraction(rate.value) - nominal, places)}个百分点",
        causes=tuple(causes),
        repairs={rate_path: value, **(_repairs_of_pair(context, printed, *pair) if pair else {})},
    )  # fmt: skip


def cut_or_up(nominal: Fraction, rate: Quantity) -> str:
    """How a rate was printed that rounding does not give: its last digits cut off, or raised."""
    full, right = show(nominal, rate.decimals + 2), show(nominal, rate.decimals)
    if rate.value == cut_off(nominal, rate.decimals):
        return f"{full}%按截尾印成{rate.value:f}%，四舍五入应为{right}%"
    return f"{full}%按进位印成{rate.value:f}%，四舍五入应为{right}%"


def _repairs_of_pair(context: Context, rate: Interval, part: str, whole: str) -> dict[str, Interval]:
    """The values of part and whole that the printed rate gives with the other."""
    one, other = context.quantity(part), context.quantity(whole)
    if one is None or other is None:
        return {}
    hundred = Interval.exact(100)
    found = {part: rate * context.interval(other) / hundred}
    if rate.positive:
        found[whole] = hundred * abs(context.interval(one)) / rate
    return found


def percentage(context: Context, part: Quantity, whole: Quantity) -> Interval | None:
    """Part ÷ whole in %, or None when the whole may be zero."""
    try:
        return Interval.exact(100) * context.interval(part) / context.interval(whole)
    except ZeroDivisionError:
        return None
