"""Lay the cells of a table out as text: one paragraph for each cell that holds something."""

from __future__ import annotations

from extractor.model import Line, Table, TableText
from extractor.text.reflow import Builder


def lay_out(table: Table) -> TableText:
    """Join the printed lines of each cell; every character knows its cell.

    On paper a figure that fills its narrow cell goes on in the next line; in other formats a
    line end in a cell sets figures apart.
    """
    lines: list[Line] = []
    owners: list[int] = []
    for index, cell in enumerate(table.cells):
        places = table.places(cell)
        for printed in cell.text.split("\n"):
            if printed.strip():
                lines.append(Line(printed, len(lines) + 1, spots=places))
                owners.append(index)
    builder = Builder(tuple(lines))
    spans: dict[int, tuple[int, int]] = {}
    for number, owner in enumerate(owners):
        if number and owners[number - 1] != owner:
            builder.end_paragraph()
        elif number and not table.cells[owner].parts:
            builder.keep_apart(number)
        start = builder.length
        builder.add(number)
        spans[owner] = (spans.get(owner, (start, start))[0], builder.length)
    return TableText(table, builder.finish(headed=False), spans)
