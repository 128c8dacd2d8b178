"""Income beside spending in running prose: both totals of the accounts, or what is left of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from extractor.checks.compare import Term, compare_sum
from extractor.checks.context import Context
from extractor.checks.outcome import FITS, Outcome
from extractor.checks.texts import sentence_at

_INCOME, _SPENDING = "budget.revenue.total", "budget.expenditure.total"
_OPENING = "budget.opening_carry_over.total"
_LEFT = tuple(f"budget.{m}.total" for m in ("carry_over", "carried_forward", "surplus", "unspent"))
_TAKEN_BACK = ("budget.recovered.total", "budget.adjustment_decrease.total")
_TOTAL = ("总计", "收支总额")


def balance_of_prose(context: Context) -> Iterator[Outcome]:
    """Totals of the accounts (收入总计, 支出总计) are equal; 总收入 and 总支出 differ by what is left.

    An amount left over that makes up the difference explains it under either name. Without
    one, 总收入 and 总支出 decide nothing.
    """
    income, spending = _term(context, _INCOME), _term(context, _SPENDING)
    if income is None or spending is None:
        return
    outcome = compare_sum(context, income, [spending])
    if outcome.status in FITS:
        yield outcome
        return
    differences = [d for path in _LEFT if (left := _term(context, path)) for d in _left(context, income, spending, left)]
    fitting = [d for d in differences if d.status in FITS]
    if fitting:
        yield fitting[0]
    elif all(any(w in _label(context, t.path) for w in _TOTAL) for t in (income, spending)):
        yield outcome
    elif differences and _together(context, differences[0]):
        yield differences[0]
    else:
        yield Outcome("undetermined", outcome.arithmetic, outcome.facts, reason="总收入与总支出不必相等，没有写明收支差额")


def unspent_of_prose(context: Context) -> Iterator[Outcome]:
    """What is unspent = adjusted budget - spending, less what the treasury took back.

    Whether the unspent money still holds what was taken back or cut, the words seldom say:
    one way that comes out is enough.
    """
    total = context.quantity("budget.unspent.total")
    budget, spent = (context.quantity(f"budget.{m}.total") for m in ("adjusted", "executed"))
    if total is None or budget is None or spent is None:
        return
    whole = Term("budget.unspent.total", total)
    terms = [Term("budget.adjusted.total", budget), Term("budget.executed.total", spent, -1)]
    back = [Term(p, q, -1) for p in _TAKEN_BACK if (q := context.quantity(p)) and q.base > 0]
    counts = (1, 0, 2) if back else (0, 1)
    cut = _term(context, "budget.adjustment.total")
    back += [cut] if cut and cut.quantity.base < 0 else []
    ways = [compare_sum(context, whole, [*terms, *chosen])
            for count in counts for chosen in combinations(back, count)]  # fmt: skip
    yield next((o for o in ways if o.status in FITS), ways[0])


def _term(context: Context, path: str) -> Term | None:
    quantity = context.quantity(path)
    return None if quantity is None else Term(path, quantity)


def _label(context: Context, path: str) -> str:
    figure = context.figure(path)
    return figure.first.label if figure else ""


def _left(context: Context, income: Term, spending: Term, left: Term) -> Iterator[Outcome]:
    """What is left as income - spending, first without and then with what was carried over before."""
    spent = Term(spending.path, spending.quantity, -1)
    yield compare_sum(context, left, [income, spent])
    opening = _term(context, _OPENING)
    if opening is not None:
        yield compare_sum(context, left, [income, opening, spent])


def _together(context: Context, outcome: Outcome) -> bool:
    """Whether one sentence prints all figures of an outcome, and nothing carried over before."""
    starts = {f.start for f in context.report.facts if f.id in outcome.facts}
    spans = {sentence_at(context, start) for start in starts}
    return len(spans) == 1 and context.figure(_OPENING) is None
