"""Pictures of the pages on which a finding rests, its evidence framed (by pdfplumber)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from extractor.errors import JiheError
from extractor.model import Box, Discrepancy, Result

_DOTS_PER_INCH = 110
_MARGIN = 1.5
"""Points between a glyph and its frame."""

_CLEAR = (0, 0, 0, 0)
_STROKES = {"error": "red", "warning": "orange", "info": "blue"}


def draw(result: Result, folder: Path, file: Path | None = None) -> list[Path]:
    """Write one PNG for each page of each error and warning; returns the files written.

    `file` is where the bytes of the source lie, if not at its path (a member of an archive).

    Only a PDF has pages and boxes: for any other source nothing is drawn.

    Raises:
        JiheError: the folder cannot be written.
    """
    if result.report is None or result.source.media_type != "application/pdf":
        return []
    wanted = [
        (found, page, boxes)
        for found in result.discrepancies
        if found.severity != "info"
        for page, boxes in sorted(_evidence(result, found).items())
    ]
    if not wanted:
        return []
    import pdfplumber

    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with pdfplumber.open(file or result.source.path) as pdf:
            for found, page, boxes in wanted:
                image = pdf.pages[page - 1].to_image(resolution=_DOTS_PER_INCH)
                for x0, top, x1, bottom in boxes:
                    image.draw_rect(
                        (x0 - _MARGIN, top - _MARGIN, x1 + _MARGIN, bottom + _MARGIN),
                        fill=_CLEAR, stroke=_STROKES[found.severity], stroke_width=2,
                    )  # fmt: skip
                path = folder / f"{Path(result.source.name).stem}-{found.id}-第{page}页.png"
                image.save(path)
                written.append(path)
    except OSError as error:
        raise JiheError(f"图片写不进“{folder}”（{error.strerror or error}），请换一个文件夹。") from error
    return written


def _evidence(result: Result, found: Discrepancy) -> dict[int, list[Box]]:
    """Boxes of the facts of a finding, by page."""
    boxes: dict[int, list[Box]] = defaultdict(list)
    for fact in result.report.facts if result.report else ():
        if fact.id not in found.facts:
            continue
        for place in fact.places:
            if place.page is not None and place.box is not None:
                boxes[place.page].append(place.box)
    return boxes
