"""Group I: units, digits and words that slipped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from extractor.checks.compare import Term, compare_sum
from extractor.checks.context import Context, exact
from extractor.checks.evaluate import broken_equalities, outcomes_for
from extractor.checks.outcome import FITS, Outcome
from extractor.checks.outlier import shifted
from extractor.checks.registry import check
from extractor.checks.texts import likeness, mentions
from extractor.intervals import divided
from extractor.model import Fact, Item, Quantity

_SLIPS = (Fraction(10) ** 4, Fraction(10) ** 8)
_CLOSE = Fraction(5, 1000)
"""元 for 万元 or 亿元: a ratio this close to a power of ten."""
_LEAST = 1000
"""A ratio below this is near none of them."""
_LIKE = 0.4
_SMALL = 20
_COUNTED = ("count", "people", "person_times")


def _slipped(one: Quantity, other: Quantity) -> int:
    """The power of ten (4 or 8) by which two amounts differ, 0 when they do not."""
    if one.base <= 0 or other.base <= 0:
        return 0
    less, more = sorted((one.base, other.base))
    if more < _LEAST * less:
        return 0
    ratio = divided(more, less)
    return next((4 * n for n, s in enumerate(_SLIPS, 1) if abs(ratio / s - 1) <= _CLOSE), 0)


def _like_pairs(context: Context) -> Iterator[tuple[str, Quantity, Quantity, tuple[str, ...], str]]:
    """Amounts that should be near one another: name, both amounts, fact ids, list entry."""
    for path, figure in context.report.figures.items():
        if not figure.agrees and path.startswith("budget."):
            first = figure.mentions[0]
            for other in figure.mentions[1:]:
                if first.quantity and other.quantity:
                    yield context.label(path), first.quantity, other.quantity, (first.id, other.id), ""
    for item in context.report.projects:
        budget, executed = (exact(item.quantity(f)) for f in ("budget", "executed"))
        if budget and executed:
            yield item.name, budget, executed, context.item_ids(item, "budget", "executed"), item.path
    for activity in context.report.activities:
        amount = exact(activity.quantity("value"))
        if amount is None or amount.dimension != "money" or not amount.decimals:
            continue  # 每户700元 is a standard, not what was spent
        for item in context.report.projects:
            spent = exact(item.quantity("executed"))
            if spent and likeness(item.name, activity.text("label")) >= _LIKE:
                facts = (*context.item_ids(activity, "value"), *context.item_ids(item, "executed"))
                yield item.name, amount, spent, facts, item.path


@check("unit.magnitude_slip")
def magnitude_slip(context: Context) -> Iterator[Outcome]:
    """Two amounts of one thing differ by 10⁴ or 10⁸: 元 and 万元 mixed up."""
    tested = 0
    for name, one, other, facts, item in _like_pairs(context):
        tested += 1
        power = _slipped(one, other)
        if power:
            yield Outcome(
                "fails", f"{one}与{other}相差10的{power}次方", facts, item,
                message=f"“{name}”的两个金额{one}与{other}相差{10**power:,}倍，像是元与万元混用",
                of=_broken_by(context, facts),
            )  # fmt: skip
    if tested:
        yield Outcome("holds", f"{tested}对同类金额没有差一万倍的")


def _broken_by(context: Context, facts: tuple[str, ...]) -> Outcome | None:
    """The equality that is broken and rests on one of these facts, if there is one."""
    return next((o for o in broken_equalities(context) or () if set(facts) & set(o.facts)), None)


@check("unit.mixed")
def mixed(context: Context) -> Iterator[Outcome]:
    """One unit in one list of amounts.

    Mixing is legal in prose; it contradicts when the odd amount, read in the unit of the
    others, makes the list come to its total.
    """
    money = [q for f, q in context.measured if f.type == "money"]
    if not money:
        return
    for field in ("budget", "executed"):
        yield from _mixed_column(context, field)
    units = Counter(q.unit for q in money if q.unit)
    if units:
        shown = "、".join(f"{u}{n}处" for u, n in units.most_common())
        usual = context.profile.amount_unit
        other = "" if usual in units else f"{context.profile.title}通常用{usual}"
        yield Outcome("holds", f"金额单位：{shown}", reason=other)


def _mixed_column(context: Context, field: str) -> Iterator[Outcome]:
    entries = [(p, q) for p in context.report.projects if (q := exact(p.quantity(field)))]
    units = Counter(q.unit for _, q in entries)
    measure = {"budget": "adjusted", "executed": "executed"}[field]
    path = f"budget.{measure}.project"
    total = context.quantity(path)
    if len(units) != 2 or total is None or len(entries) != len(context.report.projects):
        return
    usual, rare = (u for u, _ in units.most_common())
    pattern = next(q for _, q in entries if q.unit == usual)
    odd = [(p, q) for p, q in entries if q.unit == rare]
    if len(odd) * 2 >= len(entries):
        return

    def read(quantity: Quantity) -> Quantity:
        if quantity.unit != rare:
            return quantity
        return Quantity(quantity.value, quantity.decimals, usual, "money", pattern.factor, raw=quantity.raw)

    def terms(*, repaired: bool) -> list[Term]:
        return [Term(f"{p.path}.{field}", read(q) if repaired else q) for p, q in entries]

    head = Term(path, total)
    if compare_sum(context, head, terms(repaired=False)).status != "fails":
        return
    if compare_sum(context, head, terms(repaired=True)).status not in FITS:
        return
    for item, quantity in odd:
        yield Outcome(
            "fails", f"“{item.name}”{quantity}，其余用{usual}", context.item_ids(item, field), item.path,
            message=f"“{item.name}”的金额用{rare}，清单其余用{usual}；按{usual}读，清单合计与总数{total}相符",
            expected=f"{quantity.value:f}{usual}", reported=str(quantity),
            of=_sum_of(context, field),
        )  # fmt: skip


def _sum_of(context: Context, field: str) -> Outcome | None:
    slug = f"sum.projects.{field}_list"
    return next((o for o in outcomes_for(slug, context) if o.status == "fails"), None)


@check("unit.line_split")
def line_split(context: Context) -> Iterator[Outcome]:
    """A figure or its unit broken over two printed lines: easily misread by other programs."""
    broken = list({(f.start, f.end): f for f, _ in context.measured if len(f.places) > 1}.values())
    if broken:
        yield Outcome(
            "note", "、".join(f.quote for f in broken[:6]) + ("等" if len(broken) > 6 else ""),
            tuple(f.id for f in broken), reason=f"{len(broken)}个数跨行印刷，已连起来读",
        )  # fmt: skip
    elif context.measured:
        yield Outcome("holds", "没有跨行的数")


def _slip(context: Context, kinds: set[str], word: str) -> Iterator[Outcome]:
    """Failing equalities that a slip of these kinds explains."""
    broken = broken_equalities(context)
    if broken is None:
        return
    found = False
    for outcome in broken:
        cause = next((c for c in outcome.causes if c.kind in kinds), None)
        if cause:
            found = True
            yield Outcome("fails", cause.explanation, outcome.facts, outcome.item, of=outcome)
    if not found:
        yield Outcome("holds", f"没有可用{word}解释的差异")


@check("digit.transposition")
def transposition(context: Context) -> Iterator[Outcome]:
    """A difference that two swapped digits explain."""
    yield from _slip(context, {"transposition"}, "数字换位")


@check("digit.dropped")
def dropped(context: Context) -> Iterator[Outcome]:
    """A difference that a digit too few or too many explains."""
    yield from _slip(context, {"dropped_digit", "doubled_digit"}, "漏位或重位")


@check("digit.decimal_shift")
def decimal_shift(context: Context) -> Iterator[Outcome]:
    """A difference that a moved decimal point explains; an outlier it might explain."""
    yield from _slip(context, {"decimal_shift"}, "小数点错位")
    yield from shifted(context)


@check("digit.coincidence")
def coincidence(context: Context) -> Iterator[Outcome]:
    """One count for two unlike things: copied, or chance. Only a note."""
    counts: dict[tuple[Decimal, str | None], list[tuple[Item, Fact]]] = defaultdict(list)
    tested = 0
    for item, field in (
        *((a, "value") for a in context.report.activities),
        *((i, "target") for i in context.report.indicators),
    ):
        quantity = exact(item.quantity(field)) or item.quantity(field)
        if quantity is None or quantity.dimension not in _COUNTED or quantity.approximate:
            continue
        tested += 1
        if quantity.value >= _SMALL and quantity.value % 10:
            counts[quantity.value, quantity.dimension].append((item, item.fields[field].first))
    noted = False
    for (value, _), found in counts.items():
        different = [
            (i, f) for n, (i, f) in enumerate(found)
            if all(likeness(i.name, other.name) < _LIKE for other, _ in found[:n])
        ]  # fmt: skip
        if len(different) < 2:
            continue
        noted = True
        names = "、".join(f"“{i.name}”" for i, _ in different)
        yield Outcome(
            "note", f"{names}都是{value:f}", tuple(f.id for _, f in different), reason="不相关的事项数值相同"
        )
    if tested and not noted:
        yield Outcome("holds", f"{tested}个计数没有可疑的巧合")


@check("text.garbled")
def garbled(context: Context) -> Iterator[Outcome]:
    """Clauses whose words are out of order or doubled."""
    found = mentions(context, "text.garbled")
    for fact in found:
        yield Outcome("note", f"“{fact.text}”", (fact.id,), reason="语序或错漏字")
    if not found and context.report.text:
        yield Outcome("holds", "没有发现语序颠倒或重复的字词")
