"""Group L: whether a report repeats last year's, text or figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.beside import or_silent
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.model import Quantity, Report
from extractor.text import fold
from extractor.text.headings import mark

_LENGTH = 5
"""Characters of a shingle."""
_LIKE = 0.9
_ENOUGH_TEXT = 300
"""Shingles from which a text is long enough to be compared."""
_ENOUGH_NUMBERS = 8
_PLANNED = (".weight", ".target", ".score", ".initial_target", "_score")
_OWN = ("budget.", "activities[", "indicators[", "projects[")
_OTHER_YEAR = ("budget.last_year.", "budget.opening_carry_over.")
_DUTIES = re.compile(r"职能|职责|机构设置|机构情况|部门概况|单位概况|基本情况|人员构成|内设机构|编制")
_LINE_END, _SENTENCE = 40, 15


@check("xyear.copied_report")
def copied_report(context: Context) -> Iterator[Outcome]:
    """Neither the text nor most of the figures are those of last year."""
    yield from or_silent(context, "previous_year", _judged(context))


def _judged(context: Context) -> Iterator[Outcome]:
    mine, numbers = _shingles(context.folded), _numbers(context.report)
    for companion in context.beside("previous_year"):
        theirs = _shingles(companion.report.folded or fold(companion.report.text))
        words, repeated = "", False
        if min(len(mine), len(theirs)) >= _ENOUGH_TEXT:
            share = len(mine & theirs) / len(mine | theirs)
            words, repeated = f"正文相似度{share:.2f}", share > _LIKE
        others = _numbers(companion.report)
        same = [key for key, quantity in numbers.items() if key in others and _equal(quantity, others[key])]
        if len(numbers) >= _ENOUGH_NUMBERS and others:
            words += f"{'，' if words else ''}{len(numbers)}个数中有{len(same)}个与上年报告相同"
            repeated = repeated or 2 * len(same) > len(numbers)
        if not words:
            continue
        facts = tuple(f.first.id for path, key in _named(context.report) if key in same
                      and (f := context.figure(path)))[:20]  # fmt: skip
        line = f"与{companion.name}相比，{words}"
        if repeated:
            yield Outcome(
                "fails", line, facts, message=f"报告与上年报告（{companion.name}）大段相同：{words}",
                reported=words,
            )  # fmt: skip
            return
        yield Outcome("holds", line)


def _shingles(text: str) -> set[str]:
    """The runs of five characters of the text, headings and the chapter on duties left out."""
    kept, duties = [], 0
    for line in text.split("\n"):
        head = mark(line)
        if head:
            level = head[0]
            title = re.split("[。:；]", line[head[2] :], maxsplit=1)[0]
            if duties and level <= duties:
                duties = 0
            if not duties and len(title) <= _LINE_END and _DUTIES.search(title):
                duties = level
            if len(line) <= _LINE_END:
                continue
        if not duties and len(line) >= _SENTENCE:  # cells and labels of a form are the same each year
            kept.append("".join(line.split()))
    words = "\n".join(kept)
    return {words[i : i + _LENGTH] for i in range(len(words) - _LENGTH + 1)}


def _named(report: Report) -> Iterator[tuple[str, str]]:
    """The paths of figures that a year brings forth, with a key that another year shares."""
    for path in report.figures:
        if not path.startswith(_OWN) or path.startswith(_OTHER_YEAR) or path.endswith(_PLANNED):
            continue
        head, bracket, rest = path.partition("[")
        if not bracket:
            yield path, path
            continue
        index, _, field = rest.partition("]")
        named = report.get(f"{head}[{index}].name") or report.get(f"{head}[{index}].label")
        if named and index.isdigit():
            yield path, f"{head}.{named.first.text}{field}"


def _numbers(report: Report) -> dict[str, Quantity]:
    """The telling figures by what they are called."""
    found: dict[str, Quantity] = {}
    for path, key in _named(report):
        quantity = exact(report.quantity(path))
        if quantity is not None and not _trivial(report, path, quantity):
            found.setdefault(key, quantity)
    return found


def _trivial(report: Report, path: str, quantity: Quantity) -> bool:
    """Whether two years may well share a figure: 0, 100 %, a small count, a target just met."""
    if quantity.value in {Decimal(0), Decimal(100)} or (quantity.decimals <= 0 and abs(quantity.value) < 10):
        return True
    if path.endswith(".completion_rate"):
        return True
    target = report.quantity(path.removesuffix(".actual") + ".target") if path.endswith(".actual") else None
    return target is not None and target.base == quantity.base


def _equal(one: Quantity, other: Quantity) -> bool:
    return one.base == other.base and one.dimension == other.dimension
