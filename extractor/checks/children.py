"""Group L: a department against the reports of its units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from extractor.checks.beside import at, or_silent
from extractor.checks.compare import show
from extractor.checks.context import Companion, Context
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.intervals import Interval, divided
from extractor.text import fold

_TOTALS = ("budget.initial.total", "budget.adjusted.total", "budget.executed.total")
_NUMBER = r"(\d+|[一二两三四五六七八九十])"
_DECLARED = re.compile(
    rf"(?:下属|所属|直属|二级|预算)[^。；\n]{{0,8}}单位[^。；\n]{{0,4}}?{_NUMBER}[个家]"
    rf"|{_NUMBER}[个家](?:下属|所属|直属|二级|预算)[^。；，\n]{{0,6}}单位"
)
_NUMERALS = {n: i for i, n in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


@check("xdoc.children_sum")
def children_sum(context: Context) -> Iterator[Outcome]:
    """The totals of the child units make up the department's."""
    yield from or_silent(context, "child", _children(context))


def _children(context: Context) -> Iterator[Outcome]:
    units: dict[str, list[Companion]] = {}
    for companion in context.beside("child"):
        units.setdefault(fold(companion.report.unit or companion.name), []).append(companion)
    own = [unit for unit in units if re.search(r"本级|机关", unit)]
    declared = {
        int(n) if n.isdigit() else _NUMERALS[n]
        for found in _DECLARED.findall(context.folded) for n in found if n
    }  # fmt: skip
    complete = bool(own) and bool({len(units), len(units) - len(own)} & declared)
    for path in _TOTALS:
        mine, figure = context.quantity(path), context.figure(path)
        parts = {u: [t for c in cs if (t := at(c.report, path))] for u, cs in units.items()}
        if mine is None or figure is None or len(parts) < 2 or not all(parts.values()):
            continue
        line = f"{'+'.join(str(p[0][0]) for p in parts.values())}，部门{mine}"
        split = any(len({q.base for q, _ in p}) > 1 for p in parts.values())
        total = Interval.exact(0)
        for told in parts.values():
            total = total + context.interval(told[0][0])
        facts = (figure.first.id,)
        if total.overlaps(context.interval(mine)):
            status = "holds" if total.nominal == Fraction(mine.base) else "rounding"
            yield Outcome(status, line, facts)  # type: ignore[arg-type]
        elif split or not complete:
            reason = "下属单位有几个版本，数字不同" if split else f"只有{len(parts)}家单位的报告，不知是否齐全"
            yield Outcome("undetermined", line, facts, reason=reason)
        else:
            made = show(divided(total.nominal, mine.factor), mine.decimals)
            gap = show((Fraction(mine.base) - total.nominal) / Fraction(mine.factor), mine.decimals)
            yield Outcome(
                "fails", line, facts,
                message=f"{context.label(path)}为{mine}，{len(parts)}家单位合计{made}{mine.unit or ''}",
                expected=f"{made}{mine.unit or ''}", reported=str(mine),
                difference=f"{gap}{mine.unit or ''}",
            )  # fmt: skip
