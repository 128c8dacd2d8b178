"""Tables of a PDF: any layout of merged cells comes back as it was drawn, no glyph lost."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdf_tools import texts
from tests.table_pdf import Sheet, assert_sound, read_sheets

Span = tuple[int, int, int, int]
"""Row, column, rows, columns."""


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[float], list[float], list[Span]]:
    """Sides of columns and rows, and cells that cover every place once."""
    columns, rows = draw(st.integers(2, 6)), draw(st.integers(2, 9))
    widths = draw(st.lists(st.integers(30, 90), min_size=columns, max_size=columns))
    heights = draw(st.lists(st.integers(14, 40), min_size=rows, max_size=rows))
    free = {(r, c) for r in range(rows) for c in range(columns)}
    spans: list[Span] = []
    while free:
        row, column = min(free)
        high, wide = draw(st.sampled_from([(1, 1), (1, 1), (1, 1), (1, 2), (2, 1), (2, 2), (1, 3)]))
        places = {(row + r, column + c) for r in range(high) for c in range(wide)}
        if not places <= free:
            high = wide = 1
            places = {(row, column)}
        free -= places
        spans.append((row, column, high, wide))
    xs = [40.0 + sum(widths[:i]) for i in range(columns + 1)]
    ys = [90.0 + sum(heights[:i]) for i in range(rows + 1)]
    return xs, ys, spans


def drawn_sides(
    xs: list[float], ys: list[float], spans: list[Span]
) -> tuple[set[float], set[float]]:
    """The sides of columns and rows that some cell has."""
    seen_x = {xs[c] for _, c, _, _ in spans} | {xs[c + n] for _, c, _, n in spans}
    seen_y = {ys[r] for r, _, _, _ in spans} | {ys[r + n] for r, _, n, _ in spans}
    return seen_x, seen_y


@settings(max_examples=60)
@given(layouts(), st.sampled_from([0, 90, 180, 270]), st.booleans())
def test_any_layout_of_cells_is_read_as_drawn(
    layout: tuple[list[float], list[float], list[Span]], rotate: int, filled: bool
) -> None:
    xs, ys, spans = layout
    sheet = Sheet(rotate=rotate)
    sheet.text(40, 70, "表前的话")
    for number, (r, c, rows, columns) in enumerate(spans):
        x0, top, x1, bottom = xs[c], ys[r], xs[c + columns], ys[r + rows]
        if filled:
            for side in ((x0, top, x1, top + 0.5), (x0, bottom, x1, bottom + 0.5),
                         (x0, top, x0 + 0.5, bottom), (x1, top, x1 + 0.5, bottom)):  # fmt: skip
                sheet.rect(*side, "f")
        else:
            sheet.rect(x0, top, x1, bottom)
        sheet.cell((x0, top, x1, bottom), f"甲{number}", "C", size=8)
    sheet.text(40, 800, "表后的话")
    document = read_sheets(sheet)
    assert document.problems == ()
    assert_sound(document)
    read = Counter(texts(document) + [c.text for table in document.tables for c in table.cells])
    assert read == Counter(["表前的话", "表后的话", *(f"甲{i}" for i in range(len(spans)))])
    seen_x, seen_y = drawn_sides(xs, ys, spans)
    if len(document.tables) != 1 or len(seen_x) < 3:
        assert len(spans) < 3 or len(seen_x) < 3
        return
    row_at = {y: i for i, y in enumerate(sorted(seen_y))}
    column_at = {x: i for i, x in enumerate(sorted(seen_x))}
    expected = {
        (
            row_at[ys[r]], column_at[xs[c]],
            row_at[ys[r + rows]] - row_at[ys[r]], column_at[xs[c + columns]] - column_at[xs[c]],
            f"甲{number}",
        )
        for number, (r, c, rows, columns) in enumerate(spans)
    }  # fmt: skip
    (table,) = document.tables
    assert {(c.row, c.column, c.rows, c.columns, c.text) for c in table.cells} == expected
