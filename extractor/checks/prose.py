"""Group B: rates in running prose, change against last year and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from extractor.checks.compare import compare_ratio, percentage, show
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.checks.ratios import ratio_shares
from extractor.checks.registry import check
from extractor.find.candidates import spread
from extractor.find.clauses import start_of
from extractor.intervals import Interval, divided
from extractor.model import Cause, Item, Quantity


@check("rate.yoy")
def year_on_year(context: Context) -> Iterator[Outcome]:
    """比上年增加 X、增长 Y%: Y = X ÷ last year, with the direction words in agreement."""
    for item in (*context.report.items("changes"), *context.report.items("comparisons")):
        current, last, amount, rate = (
            exact(item.quantity(f)) for f in ("current", "last", "amount", "rate")
        )
        direction = item.text("direction")
        if not direction:
            continue
        name = item.fields["direction"].first.item or "该项"
        if direction == "mixed":
            if amount and rate and amount.value and rate.value:
                yield Outcome(
                    "fails", f"{amount}与{rate}增减方向不同",
                    context.item_ids(item, "current", "amount", "rate"), item=item.path,
                    message=f"“{name}”的增减额与增减幅度方向相反",
                )  # fmt: skip
            continue
        if current is None:
            yield from _without_current(context, item, last, amount, rate)
            continue
        if any(q.dimension != current.dimension for q in (amount, last) if q):
            continue
        if last is not None and (amount is not None or rate is not None):
            outcome = _change(context, item, current, last, amount, rate, name)
        elif amount is not None and rate is not None:
            outcome = _change_alone(context, item, current, amount, rate)
        else:
            continue
        yield _of_another_line(context, item, rate, outcome) if rate else outcome
    yield from _change_of_parts(context)


def _of_another_line(context: Context, item: Item, rate: Quantity, outcome: Outcome) -> Outcome:
    """Name the other change whose true rate stands here: printed on the wrong line."""
    if outcome.status != "fails":
        return outcome
    printed = context.interval(rate)
    for other in context.report.items("changes"):
        current, amount = exact(other.quantity("current")), exact(other.quantity("amount"))
        if other is item or current is None or amount is None or current.dimension != amount.dimension:
            continue
        change = context.interval(amount)
        now = context.interval(current)
        last = now - change if other.text("direction") == "up" else now + change
        if last.positive and amount.value and printed.overlaps(Interval.exact(100) * change / last):
            name = other.fields["current"].first.item or "另一项"
            cause = Cause("other_line", f"{rate.value:f}%正是“{name}”应有的幅度，像是填错了行")
            return replace(outcome, causes=(cause, *outcome.causes))
    return outcome


def _change_of_parts(context: Context) -> Iterator[Outcome]:
    """The change of 三公经费 is the sum of the changes of its three items, if all are told."""
    known = {
        f.start: f.path for f in context.report.facts if f.path.startswith("budget.executed.")
    }
    changes: dict[str, tuple[Item, Fraction]] = {}
    for item in context.report.items("changes"):
        current, amount = item["current"], exact(item.quantity("amount"))
        path = known.get(current.first.start) if current else None
        if path and amount and amount.dimension == "money":
            sign = {"up": 1, "down": -1}.get(item.text("direction"), 0)
            if sign or not amount.value:
                changes[path.rpartition(".")[2]] = (item, sign * Fraction(amount.base))
    total = changes.get("three_public")
    parts = [changes[p] for p in ("overseas_trips", "vehicle", "official_reception") if p in changes]
    if total is None or not parts:
        return
    facts = tuple(i for item, _ in (total, *parts) for i in context.item_ids(item, "amount"))
    amounts = [q for item, _ in (total, *parts) if (q := item.quantity("amount"))]
    places = max(q.decimals for q in amounts)  # 0 beside 1.52 is 0.00
    slack = sum((context.interval_in_list(q, places).half_width for q in amounts), Fraction(0))
    factor = Fraction(amounts[0].factor)
    shown = [show(value / factor, places) for _, value in (total, *parts)]
    line = "+".join(shown[1:]).replace("+-", "-") + f"，总数{shown[0]}"
    gap = total[1] - sum(value for _, value in parts)
    if abs(gap) <= slack:
        yield Outcome("holds" if not gap else "rounding", line, facts)
    elif len(parts) < 3:
        yield Outcome("undetermined", line, facts, reason="有分项没有写出增减，不能合计")
    else:
        right = show(sum(value for _, value in parts) / factor, 2)
        yield Outcome(
            "fails", line, facts,
            message=f"三公经费增减{shown[0]}{amounts[0].unit}，三项增减合计{right}{amounts[0].unit}",
            expected=f"{right}{amounts[0].unit}", reported=f"{shown[0]}{amounts[0].unit}",
        )  # fmt: skip


def _change(
    context: Context, item: Item, current: Quantity, known: Quantity, amount: Quantity | None,
    rate: Quantity | None, name: str,
) -> Outcome:  # fmt: skip
    """A change whose two years are printed: their difference, and its rate."""
    facts = context.item_ids(item, "current", "last", "amount", "rate")
    now, last = spread(current), spread(known)
    grown = item.text("direction") == "up"
    moved = now - last if grown else last - now
    if amount is not None and not moved.overlaps(spread(amount)):
        return _wrong_amount(context, item, (current, known, amount), moved, name)
    line = f"{current.value:f}-{known.value:f}" if grown else f"{known.value:f}-{current.value:f}"
    if rate is None:
        return Outcome("holds", f"{line}={show(divided(moved.nominal, current.factor), 2)}", facts, item.path)
    line = f"({line})÷{known.value:f}" if amount is None else f"{amount.value:f}÷{known.value:f}"
    change = moved if amount is None else spread(amount)
    return _rate_of(context, item, rate, (now, change, last), line)


def _without_current(
    context: Context, item: Item, last: Quantity | None, amount: Quantity | None, rate: Quantity | None
) -> Iterator[Outcome]:
    """比上年330万元增加8.12万元，增长2.46%: whatever it is now, the rate is amount ÷ last year."""
    if last is None or amount is None or rate is None or last.dimension != amount.dimension:
        return
    before, change = spread(last), spread(amount)
    now = before + change if item.text("direction") == "up" else before - change
    yield _rate_of(context, item, rate, (now, change, before), f"{amount.value:f}÷{last.value:f}")


def _change_alone(
    context: Context, item: Item, current: Quantity, amount: Quantity, rate: Quantity
) -> Outcome:
    """A change without the value of last year: what it must have been gives the rate."""
    now, change = spread(current), spread(amount)
    grown = item.text("direction") == "up"
    last = now - change if grown else now + change
    holds = last.positive and (Interval.exact(100) * change / last).overlaps(context.interval(rate))
    if not holds and _is_of_an_earlier_year(context, item):
        last = now
    line = f"{amount.value:f}÷({current.value:f}{'-' if grown else '+'}{amount.value:f})"
    outcome = _rate_of(context, item, rate, (now, change, last), line)
    if outcome.status == "fails":
        _repair(context, item, outcome, (now, change, rate), grown=grown)
    return outcome


def _rate_of(
    context: Context, item: Item, rate: Quantity, values: tuple[Interval, Interval, Interval],
    line: str,
) -> Outcome:  # fmt: skip
    """The rate of a change from this year's value, the change and last year's value."""
    now, change, last = values
    facts = context.item_ids(item, "current", "last", "amount", "rate")
    if not last.positive:
        return Outcome("undetermined", item=item.path, facts=facts, reason="推算的上年数为零或负，幅度无意义")
    if rate.value == 0 and change.nominal == 0:
        return Outcome("holds", f"没有增减，{rate}", facts, item.path)
    others = {"本年数": Interval.exact(100) * change / now} if now.positive else {}
    value = Interval.exact(100) * change / last
    return compare_ratio(
        context, f"{item.path}.rate", rate, value, line, facts, item=item.path, others=others
    )


def _repair(
    context: Context, item: Item, outcome: Outcome, known: tuple[Interval, Interval, Quantity], *,
    grown: bool,
) -> None:  # fmt: skip
    """Add what amount and current value would be: amount = now × rate ÷ (1 ± rate)."""
    now, change, rate = known
    share = context.interval(rate) / Interval.exact(100)
    whole = Interval.exact(1) + share if grown else Interval.exact(1) - share
    if whole.positive and share.positive:
        outcome.repairs[f"{item.path}.amount"] = now * share / whole
        outcome.repairs[f"{item.path}.current"] = change * whole / share


def _wrong_amount(
    context: Context, item: Item, figures: tuple[Quantity, Quantity, Quantity], moved: Interval,
    name: str,
) -> Outcome:  # fmt: skip
    """The change is not the difference of the two printed years."""
    current, last, amount = figures
    right = show(divided(moved.nominal, amount.factor), amount.decimals)
    return Outcome(
        "fails", f"{current}与{last}相差{right}{amount.unit or ''}，印{amount}",
        context.item_ids(item, "current", "last", "amount"), item.path,
        message=f"“{name}”的增减额印为{amount}，两年数相减应为{right}{amount.unit or ''}",
        expected=f"{right}{amount.unit or ''}", reported=str(amount),
        repairs={f"{item.path}.amount": moved},
    )  # fmt: skip


def _is_of_an_earlier_year(context: Context, item: Item) -> bool:
    """Whether the figure before the change is printed with an earlier year than the report's."""
    start = item.fields["current"].first.start
    text = context.report.text
    clause = text[start_of(text, start, "，。；\n") : start]
    years = re.findall(r"(20\d\d)年", clause)
    year = context.report.year
    return bool(re.search("[上去]年(?!度?末?结[转余])", clause)) or bool(years and year and years[-1] < year)


@check("rate.share")
def shares(context: Context) -> Iterator[Outcome]:
    """占 r%: each share is part ÷ whole, and the shares of one whole add up to 100.

    The whole is the printed amount that the parts of the sentence make up; failing that, an
    amount that reproduces the share. If neither exists nothing is said.
    """
    yield from _shares_as_completion(context)
    for group in _share_groups(context):
        known = [(i, p, r) for i in group if (p := exact(i.quantity("part"))) and (r := exact(i.quantity("rate")))]
        if not known:
            continue
        whole = _whole_of(context, [p for _, p, _ in known]) if len(known) > 1 else None
        if whole is not None:
            whole = _reproducing(context, known, whole)
        for item, part, rate in known:
            facts = context.item_ids(item, "part", "rate")
            if whole is None:
                yield _single_share(context, item, part, rate)
                continue
            value = percentage(context, part, whole)
            if value is None:
                continue
            outcome = compare_ratio(
                context, f"{item.path}.rate", rate, value, f"{part.value:f}÷{whole.value:f}", facts,
                item=item.path,
            )  # fmt: skip
            if outcome.status == "fails":
                outcome.repairs[f"{item.path}.part"] = (
                    context.interval(rate) * context.interval(whole) / Interval.exact(100)
                )
            yield _explained(context, outcome, rate)
        if whole is not None and whole == _whole_of(context, [p for _, p, _ in known]):
            yield from _share_sum(context, known)
    yield from ratio_shares(context)


def _shares_as_completion(context: Context) -> Iterator[Outcome]:
    """Completion rates of the parts that are their shares of the whole.

    The completion of a whole lies between those of its parts; where all parts fall short of it
    and each rate is part ÷ whole, the shares were called completion.
    """
    total = context.quantity("budget.executed.three_public")
    rate = context.quantity("budget.execution_rate.three_public")
    found = [
        (p, q, r) for p in ("overseas_trips", "vehicle", "official_reception")
        if (q := context.quantity(f"budget.executed.{p}")) and q.value
        and (r := context.quantity(f"budget.execution_rate.{p}"))
    ]  # fmt: skip
    if total is None or rate is None or len(found) < 2 or sum(q.base for _, q, _ in found) != total.base:
        return
    for _, part, printed in found:
        share = percentage(context, part, total)
        if share is None or not context.interval(printed).overlaps(share) or printed.value >= rate.value:
            return
    line = "；".join(f"{q.value:f}÷{total.value:f}={r.value:f}%" for _, q, r in found)
    paths = [f"budget.execution_rate.{p}" for p, _, _ in found]
    yield Outcome(
        "fails", line, context.ids(*paths), message=f"各分项“完成预算的”{'、'.join(f'{r.value:f}%' for _, _, r in found)}"
        f"都低于总数的{rate.value:f}%，却正好等于各自占总支出的比例",
        causes=(Cause("share_as_rate", "像是把占比填成了完成率"),),
    )  # fmt: skip


def _explained(context: Context, outcome: Outcome, rate: Quantity) -> Outcome:
    """Add the cause that a completion rate was pasted in place of a share."""
    if outcome.status != "fails":
        return outcome
    same = next(
        (f for f in context.report.facts if f.path.startswith("budget.execution_rate.")
         and f.quantity and f.quantity.value == rate.value), None,
    )  # fmt: skip
    if same is None:
        return outcome
    cause = Cause("rate_as_share", f"与“{same.label}”{rate.value:f}%相同，像是把完成率填成了占比")
    return Outcome(
        outcome.status, outcome.arithmetic, (*outcome.facts, same.id), outcome.item, outcome.message,
        outcome.expected, outcome.reported, outcome.difference, causes=(cause, *outcome.causes),
        repairs=outcome.repairs,
    )  # fmt: skip


def _share_groups(context: Context) -> list[list[Item]]:
    """Shares of one sentence, in order."""
    groups: list[list[Item]] = []
    last_end = -1
    for item in context.report.items("shares"):
        if "rate" not in item.fields:
            continue
        start = item.fields["rate"].first.start
        text = context.report.text[last_end:start] if last_end >= 0 else "。"
        if "。" in text or "\n" in text:
            groups.append([])
        groups[-1].append(item)
        last_end = item.fields["rate"].first.end
    return groups


def _amounts(context: Context) -> list[Quantity]:
    return [
        q for f in context.report.facts
        if (q := exact(f.quantity)) and q.dimension == "money" and q.value > 0
    ]  # fmt: skip


def _whole_of(context: Context, parts: list[Quantity]) -> Quantity | None:
    """The printed amount that the parts add up to, within rounding."""
    total = Interval.exact(0)
    for part in parts:
        total = total + context.interval(part)
    fits = [q for q in _amounts(context) if context.interval(q).overlaps(total)]
    return min(fits, key=lambda q: abs(context.interval(q).nominal - total.nominal), default=None)


def _reproducing(
    context: Context, known: list[tuple[Item, Quantity, Quantity]], total: Quantity
) -> Quantity:
    """The whole that most of the shares rest on: the sum of the parts, or a larger amount.

    省级资金600万元，占总投资1200万元的50%，市县配套360万元，占30%，自筹240万元，占20%: the
    last two add up to the first, which is not their whole.
    """

    def fitting(whole: Quantity) -> int:
        values = ((percentage(context, p, whole), r) for _, p, r in known)
        return sum(v is not None and context.interval(r).overlaps(v) for v, r in values)

    if fitting(total):
        return total
    larger = [q for q in _amounts(context) if q.base > total.base]
    best = max(larger, key=fitting, default=total)
    return best if fitting(best) else total


def _single_share(context: Context, item: Item, part: Quantity, rate: Quantity) -> Outcome:
    facts = context.item_ids(item, "part", "rate")
    printed = context.interval(rate)
    for whole in _amounts(context):
        value = percentage(context, part, whole)
        if value and whole.base >= part.base and printed.overlaps(value):
            return Outcome("holds", f"{part.value:f}÷{whole.value:f}={rate.value:f}%", facts, item.path)
    return Outcome("undetermined", item=item.path, facts=facts, reason="占比的基数没有写明，也推算不出")


def _share_sum(context: Context, known: list[tuple[Item, Quantity, Quantity]]) -> Iterator[Outcome]:
    total = Interval.exact(0)
    for _, _, rate in known:
        total = total + context.interval(rate)
    line = "+".join(f"{r.value:f}" for _, _, r in known) + f"={show(total.nominal, 2)}%"
    facts = tuple(i for item, _, _ in known for i in context.item_ids(item, "rate"))
    if total.overlaps(Interval.exact(100)):
        yield Outcome("holds", line, facts)
        return
    yield Outcome(
        "fails", line, facts, message=f"同一总额的各项占比合计为{show(total.nominal, 2)}%，不等于100%",
        expected="100%", reported=f"{show(total.nominal, 2)}%", item=known[0][0].path,
    )  # fmt: skip
