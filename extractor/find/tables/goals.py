"""年度总体目标: what was intended, and what came of it."""

from __future__ import annotations

from extractor.find.tables.header import Header, read_header
from extractor.find.tables.view import Begins, View
from extractor.library.headers import bare_label


def goal_header(view: View, row: int) -> Header | None:
    """A row whose cells head the intended and the actual goal."""
    header = read_header(view, row, "goal")
    if not {"expected", "actual"} <= header.columns.keys():
        return None
    if any(len(bare_label(c.words)) > 14 for cs in header.columns.values() for c in cs):
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


def _template(view: View, index: int) -> bool:
    words = view.text(index)
    return view.headers.is_instruction(words) or view.headers.is_placeholder(words)


def _is_field(view: View, row: int) -> bool:
    return any(view.headers.field(view.text(c)) for c in view.across(row))
