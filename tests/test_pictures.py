"""Evidence pictures: one for each page of each grave finding, at the place of the figure."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from extractor.output.pictures import draw
from extractor.pipeline import extract
from tests.shared import SAMPLES


def test_frames_stand_around_the_evidence(tmp_path: Path) -> None:
    (result,) = extract(SAMPLES / "mixed-units-zhejiang.pdf")
    written = draw(result, tmp_path / "pictures")
    grave = [d for d in result.discrepancies if d.severity != "info"]
    assert {p.name.split("-")[3] for p in written} == {d.id for d in grave}
    assert result.report is not None
    first = next(f for f in result.report.facts if f.id in grave[0].facts)
    place = first.places[0]
    assert place.box is not None
    path = next(p for p in written if p.name.endswith(f"{grave[0].id}-第{place.page}页.png"))
    with Image.open(path) as image:
        scale = image.width / 595
        x0, top, x1, bottom = (v * scale for v in place.box)
        frame = image.convert("RGB").crop((int(x0 - 8), int(top - 8), int(x1 + 8), int(bottom + 8)))
    assert (255, 0, 0) in {pixel for _, pixel in frame.getcolors(1 << 16) or []}


def test_a_text_file_has_no_pictures(tmp_path: Path) -> None:
    (result,) = extract(SAMPLES / "mixed-units-zhejiang.txt")
    assert draw(result, tmp_path / "pictures") == []
    assert not (tmp_path / "pictures").exists()
