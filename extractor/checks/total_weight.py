"""The total that a form prints under its weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks.compare import Term
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.intervals import Interval

_PATH = "evaluation.total_weight"
_OWN = "table.indicators.column"


def printed_total(context: Context, terms: Sequence[Term], allowed: set[Decimal]) -> Iterator[Outcome]:
    """The total row under weights that are right: their sum, with or without the execution row.

    Only a figure that stands alone in the column of weights, beside another one in the column
    of scores: people also type their scores there.
    """
    weight, score = context.figure(_PATH), context.figure("evaluation.total_score")
    if weight is None or score is None:
        return
    own = [f for f in weight.mentions if f.pattern == _OWN]
    given = [f for f in score.mentions if f.pattern == _OWN]
    printed = exact(own[0].quantity) if len(own) == 1 else None
    beside = exact(given[0].quantity) if len(given) == 1 else None
    if printed is None or beside is None or printed.value == beside.value:
        return
    made = sum((t.quantity.value for t in terms), Decimal(0))
    line = "+".join(f"{t.quantity.value:f}" for t in terms) + f"={made:f}，合计印{printed.value:f}"
    facts = (own[0].id, *context.ids(*(t.path for t in terms)))
    if printed.value in allowed | {made}:
        yield Outcome("holds", line, facts)
        return
    wanted = context.profile.total_weight
    yield Outcome(
        "fails", line, facts, message=f"分值合计印为{printed.value:f}分，应为{wanted:f}分",
        expected=f"{wanted:f}分", reported=f"{printed.value:f}分", difference=f"{printed.value - wanted:f}分",
        repairs={_PATH: Interval.exact(wanted)},
    )  # fmt: skip
