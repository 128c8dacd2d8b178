"""年度总体目标: what was intended, and what came of it."""

from __future__ import annotations

from extractor.find.tables.header import Header, read_header
from extractor.find.tables.view import Begins, View
from extractor.library.headers import bare_label

_LONGEST_LABEL = 14


def goal_header(view: View, row: int) -> Header | None:
    """A row whose cells head the intended and the actual goal."""
    header = read_header(view, row, "goal")
    if not {"expected", "actual"} <= header.columns.keys():
        return None
    if any(len(bare_label(c.words)) > _LONGEST_LABEL for cs in header.columns.values() for c in cs):
        return None
    return header


def read_goals(view: View, header: Header, begins_block: Begins) -> int:
    """Read the rows below the header; returns the row after the block."""
    row = header.below
    while row < len(view.grid):
        cells = {
            role: next(iter(view.under(row, c[0].first, c[0].last)), -1)
            for role, c in header.columns.items()
        }
        if row > header.below and (begins_block(view, row) or _is_field(view, row)):
            break
        told = {r: c for r, c in cells.items() if not view.is_blank(c) and not _template(view, c)}
        if not told:
            if row > header.below:
                break
        else:
            number = view.next_index("goals")
            for role, index in told.items():
                label = "预期目标" if role == "expected" else "实际完成情况"
                view.add_text(f"goals[{number}].{role}", index, label, "goals", long=True)
        row += 1
    return row


def read_inline_goals(view: View, row: int) -> bool:
    """Read goals whose heading stands in their own cell (年初设定目标：… | 全年完成情况：…).

    Only where both stand in the row: 完成情况：… alone may be anything.
    """
    told: dict[str, int] = {}
    for index in view.under(row, 0, view.table.columns):
        label, colon, value = view.text(index).partition(":")
        if not colon or not value or len(bare_label(label)) > _LONGEST_LABEL:
            continue
        known = view.headers.role("goal", label)
        if known is not None:
            told.setdefault(known[0], index)
    if not {"expected", "actual"} <= told.keys():
        return False
    number = view.next_index("goals")
    for role, index in told.items():
        start, end = view.spans[index]
        colon_at = view.draft.masked.text.find(":", start, end)
        label = bare_label(view.text(index).partition(":")[0])
        view.draft.add_words(
            f"goals[{number}].{role}", colon_at + 1, end, label=label, pattern="table.goals",
            type="longtext",
        )  # fmt: skip
        view.draft.linked.update(view.figures(index))
    return True


def _template(view: View, index: int) -> bool:
    words = view.text(index)
    return view.headers.is_instruction(words) or view.headers.is_placeholder(words)


def _is_field(view: View, row: int) -> bool:
    return any(view.headers.field(view.text(c)) for c in view.across(row))
