"""Write a sample form as the HTML of a public page, or as the text copied out of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from form_content import Cell, Grid, Paragraph, SampleError, Source

ENTITIES = {"≥": "&ge;", "≤": "&le;", "—": "&mdash;", "\u00a0": "&nbsp;"}


def make_html(source: Source, options: Mapping[str, str]) -> bytes:
    """The HTML of a form.

    `style` is how the page was made: `plain`, `word` (pasted from Word: a paragraph and a
    span in each cell), `old` (upper-case tags, bare attributes, cells left open).
    """
    style, encoding = options.get("style", "plain"), options.get("encoding", "utf-8")
    charset = {"gbk": "gb2312"}.get(encoding, encoding)
    lines = ["<!DOCTYPE html>", '<html lang="zh-CN">', "<head>", f'<meta charset="{charset}">']
    if style == "old":
        lines = [
            "<HTML>",
            "<HEAD>",
            f'<META http-equiv=Content-Type content="text/html; charset={charset}">',
        ]
    name = escape(options.get("site", source.title))
    lines += [
        f"<title>{name}</title>",
        "<style>td{border:1px solid #000}</style>",
        "</head>",
        "<body>",
    ]
    lines += [f'<div class="nav">{escape(options["nav"])}</div>'] if "nav" in options else []
    lines.append('<div class="content">')
    for part in source.parts:
        for block in part.blocks:
            lines += _table(block, style) if isinstance(block, Grid) else _paragraph(block)
    lines.append("</div>")
    lines += [f'<div class="foot">{escape(options["foot"])}</div>'] if "foot" in options else []
    lines += ["<script>var views = 0;</script>", "</body>", "</html>"]
    return ("\n".join(lines) + "\n").encode(encoding)


def _paragraph(block: Paragraph) -> Iterator[str]:
    if block.kind != "break":
        align = ' align="center"' if block.kind in {"title", "centre"} else ""
        tag = {"title": "h2", "heading": "h3"}.get(block.kind, "p")
        yield f"<{tag}{align}>{'&nbsp;&nbsp;&nbsp;&nbsp;'.join(map(_text, block.parts))}</{tag}>"


def _text(text: str) -> str:
    shown = escape(text, quote=False)
    for char, entity in ENTITIES.items():
        shown = shown.replace(char, entity)
    return shown.replace("\n", "<br>")


def _table(grid: Grid, style: str) -> Iterator[str]:
    yield {
        "word": '<table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0"><tbody>',
        "old": "<TABLE border=1 cellSpacing=0 width=680>",
    }.get(style, "<table>")
    for row in range(grid.rows):
        yield "<TR>" if style == "old" else "<tr>"
        for cell in grid.starting(row):
            yield _cell(cell, style)
        if style != "old":
            yield "</tr>"
    yield {"word": "</tbody></table>", "old": "</TABLE>"}.get(style, "</table>")


def _cell(cell: Cell, style: str) -> str:
    spans = [("rowspan", cell.rows), ("colspan", cell.columns)]
    text = _text(cell.text)
    if style == "old":
        shown = "".join(f" {name}={number}" for name, number in spans if number > 1)
        return f"<TD{shown}>{text or '&nbsp;'}"
    if style == "word":
        shown = "".join(f' {name}="{number}"' for name, number in spans)
        inner = "".join(
            f'<p class="MsoNormal"><span style="font-family:宋体">{line or "&nbsp;"}</span></p>'
            for line in text.split("<br>")
        )
        return f'<td{shown} valign="middle">{inner}</td>'
    shown = "".join(f' {name}="{number}"' for name, number in spans if number > 1)
    return f"<td{shown}>{text}</td>"


def make_txt(source: Source, options: Mapping[str, str]) -> bytes:
    """The text of a form with bars out of phase.

    A line holds the cells of one row without its label, and then the label of the next row;
    only the order of the cells is kept, a merged cell stands once.
    """
    lines: list[str] = []
    for part in source.parts:
        for block in part.blocks:
            if isinstance(block, Grid):
                lines += _bars(block)
            elif block.kind != "break":
                lines.append("  ".join(block.parts))
    text = "\n".join(lines) + "\n"
    if "\ufffd" in text:
        raise SampleError(source.name)
    return text.encode(options.get("encoding", "utf-8"))


def _bars(grid: Grid) -> Iterator[str]:
    held: list[str] = []
    for row in range(grid.rows):
        label, *rest = (cell.text.replace("\n", " ") for cell in grid.starting(row))
        yield f"| {' | '.join([*held, label])} |"
        held = rest
    yield f"| {' | '.join(held)} |"
