"""Published tables of the accounts: those left blank, and what the text says of their matter."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.checks.texts import sentence_at
from extractor.find.tables.statements import subject_of
from extractor.library import load as load_library
from extractor.library import wording
from extractor.model import Fact, Item

_LIST = "empty_tables"
_BUDGET = ("initial", "adjusted")
_OUTTURN = ("executed", "revenue", "expenditure")


def unfilled(context: Context) -> Iterator[Outcome]:
    """Tables without a figure that do not say that there is none.

    Words elsewhere in the report that there was nothing of the kind excuse it, unless the text
    prints an amount all the same.
    """
    for item in context.report.items(_LIST):
        facts = context.item_ids(item, "name", "note")
        if item["note"] is not None:
            yield Outcome("holds", f"《{item.name}》无数据，有说明", facts)
        elif not _told(context, item) and _says_none(context, item):
            yield Outcome("holds", f"《{item.name}》无数据，正文写明没有", facts)
        else:
            yield Outcome(
                "fails", f"《{item.name}》无数据，无说明", facts, item.path,
                message=f"《{item.name}》只有表头，没有填数，也没有写明本表无数据",
                reported="无数据且无说明", effect=f"《{item.name}》空白",
            )  # fmt: skip


def amounts_of_unfilled(context: Context) -> Iterator[Outcome]:
    """Amounts that the text prints of a matter whose table holds none."""
    for item in context.report.items(_LIST):
        for fact in _told(context, item):
            label = context.label(fact.path)
            yield Outcome(
                "fails", f"正文{fact.quantity}，附表空白", (fact.id, *context.item_ids(item, "name", "note")),
                item.path, message=f"{label}正文为{fact.quantity}，《{item.name}》却是空白",
                reported=f"正文{fact.quantity}，附表空白",
            )  # fmt: skip


def _told(context: Context, item: Item) -> list[Fact]:
    """The amounts that running text prints of this year and that have a column in the table."""
    columns, subject = item.text("columns"), subject_of(item.name)
    budget, outturn = (wording(f"table.{kind}_column").hits(columns) for kind in ("budget", "outturn"))
    outturn = outturn or (not budget and wording("table.outturn_title").hits(item.name))
    measures = (_BUDGET if budget else ()) + (_OUTTURN if outturn else ())
    found = []
    for figure in (context.figure(f"budget.{m}.{subject}") for m in measures):
        fact = figure.first if figure else None
        quantity = exact(figure.quantity) if figure else None
        if fact and quantity and quantity.value and _is_own(context, fact):
            found.append(fact)
    return found


def _is_own(context: Context, fact: Fact) -> bool:
    """Whether running text prints an amount of the unit itself, of this year."""
    whole, this_year = wording("table.of_territory"), fact.year in {None, context.report.year}
    told = not fact.pattern.startswith("table.")
    return this_year and told and not whole.hits(context.folded, *sentence_at(context, fact.start))


def _says_none(context: Context, item: Item) -> bool:
    """Whether a sentence says that there was nothing of the matter of the table."""
    term = load_library().labels.vocabulary.subjects.get((subject_of(item.name) or "").removesuffix("_total"))
    none = wording("table.no_data")
    for word in term.words if term else ():
        at = context.folded.find(word)
        while at >= 0:
            if none.hits(context.folded, *sentence_at(context, at)):
                return True
            at = context.folded.find(word, at + len(word))
    return False
