"""Run the checks that are declared as equations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.checks.compare import Term, compare_ratio, compare_sum
from extractor.checks.context import Context
from extractor.checks.expression import Equation, MissingFactError, parse, parse_value
from extractor.checks.outcome import FITS, Outcome
from extractor.checks.registry import CheckSpec
from extractor.intervals import Interval


def run_declared(spec: CheckSpec, context: Context) -> Iterator[Outcome]:
    """Evaluate every equation of a check whose facts are present."""
    done: set[str] = set()
    for source in spec.equations:
        equation = parse(source)
        outcome = (
            _sum(equation, context) if equation.is_sum else _ratio(equation, spec, context)
        )
        if outcome:
            done.add(equation.left)
            yield outcome
    lefts = dict.fromkeys(parse(e).left for e in spec.equations) if spec.instead else ()
    for left in lefts:
        if left not in done and (outcome := _on_another_base(left, spec, context)):
            yield outcome


def _on_another_base(left: str, spec: CheckSpec, context: Context) -> Outcome | None:
    """A rate whose usual base is not printed, on the bases that are; one that fits is enough.

    The arithmetic names the base. A difference is a warning: the rate may rest on a base that
    the report leaves out.
    """
    found: list[Outcome] = []
    for name, sources in spec.instead.items():
        for equation in (parse(s) for s in sources):
            outcome = _ratio(equation, spec, context) if equation.left == left else None
            if outcome and outcome.status != "undetermined":
                outcome.arithmetic = f"{name}：{outcome.arithmetic}"
                if outcome.status == "fails":
                    outcome.severity = "warning"
                found.append(outcome)
    fitting = (o for o in found if o.status in FITS)
    return next(fitting, found[0] if found else None)


def _sum(equation: Equation, context: Context) -> Outcome | None:
    total = context.quantity(equation.left)
    parts: list[Term] = []
    for path, sign, optional in equation.terms:
        quantity = context.quantity(path)
        if quantity is None:
            if optional and context.figure(path) is None:
                continue
            return _unclear(equation, context)
        parts.append(Term(path, quantity, sign))
    if total is None:
        return _unclear(equation, context)
    return compare_sum(context, Term(equation.left, total), parts)


def _unclear(equation: Equation, context: Context) -> Outcome | None:
    """Undetermined when all figures are printed but one contradicts itself or is approximate."""
    needed = [equation.left, *(p for p, _, optional in _needed(equation) if not optional)]
    figures = [context.figure(path) for path in needed]
    if not all(figures):
        return None
    unclear = [p for p in needed if context.quantity(p) is None]
    names = "、".join(context.label(p) for p in unclear)
    return Outcome(
        "undetermined", facts=context.ids(*needed), reason=f"{names}多处不一致或为概数，不能用来验算"
    )


def _needed(equation: Equation) -> Sequence[tuple[str, int, bool]]:
    if equation.is_sum:
        return equation.terms
    return [(path, 1, False) for path in equation.paths[1:]]


def _ratio(equation: Equation, spec: CheckSpec, context: Context) -> Outcome | None:
    rate = context.quantity(equation.left)
    if rate is None:
        return _unclear(equation, context) if context.figure(equation.left) else None

    def lookup(path: str) -> Interval | None:
        quantity = context.quantity(path)
        return context.interval(quantity) if quantity else None

    def printed(path: str) -> str:
        quantity = context.quantity(path)
        return f"{quantity.value:f}" if quantity else path

    others: dict[str, Interval] = {}
    for name, source in spec.others.items():
        try:
            others[name.removeprefix("按")] = parse_value(source).evaluate(lookup)
        except (MissingFactError, ZeroDivisionError):
            continue
    if rate.value < 0 and "abs(" in equation.source:  # a cut of the budget printed with its sign
        equation = parse(equation.source.replace("abs(", "("))
    try:
        value = equation.evaluate(lookup)
    except MissingFactError:
        return _unclear(equation, context)
    except ZeroDivisionError:
        return Outcome(
            "undetermined", facts=context.ids(*equation.paths), reason="基数为零或可能为零，比率无意义"
        )
    return compare_ratio(
        context, equation.left, rate, value, equation.render(printed),
        context.ids(*equation.paths), others=others, pair=equation.simple_ratio(),
    )  # fmt: skip


