"""The notebooks run from top to bottom, say something, and write Chinese in their plots."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import matplotlib
import pytest

matplotlib.use("Agg")  # before pyplot: no window on any machine

from matplotlib import pyplot

from notebooks import chinese_labels
from tests.shared import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MISSING = "Glyph .* missing from"


@pytest.fixture(autouse=True)
def _settings_of_plots() -> Iterator[None]:
    with matplotlib.rc_context():
        yield
    pyplot.close("all")


def drawn(folder: Path) -> list[Path]:
    """Draw all open figures as a notebook does; a character without a glyph is an error."""
    paths = []
    for number in pyplot.get_fignums():
        paths.append(folder / f"{number}.png")
        pyplot.figure(number).savefig(paths[-1], dpi=100, bbox_inches="tight")
    return paths


def run(name: str, folder: Path) -> dict[str, Any]:
    """Execute the cells of a notebook in order; return its names."""
    book = json.loads((ROOT / "notebooks" / name).read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=MISSING)
        for number, cell in enumerate(book["cells"]):
            if cell["cell_type"] == "code":
                assert not cell["outputs"], "outputs are not kept: they would go out of date"
                exec(compile("".join(cell["source"]), f"{name}[{number}]", "exec"), names)  # noqa: S102
                drawn(folder)
    return names


def reports_to_frames(names: dict[str, Any]) -> None:
    assert len(names["errors"]) > 5
    assert {"title", "causes"} <= set(names["errors"].columns)
    assert names["budget"]["computed"].notna().any()


EXPECTED = {
    "reports-to-frames.ipynb": reports_to_frames,
}
"""What each notebook must have found when it is through."""


def test_every_notebook_has_its_expectations() -> None:
    assert [path.name for path in NOTEBOOKS] == sorted(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_cells_of_a_notebook_run_in_order(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(ROOT)
    with caplog.at_level(logging.WARNING, logger="matplotlib.font_manager"):
        names = run(name, tmp_path)
    assert not caplog.messages, "matplotlib replaced a font"
    EXPECTED[name](names)


def test_a_missing_glyph_is_an_error(tmp_path: Path) -> None:
    """Else the test above would be satisfied with boxes."""
    matplotlib.rcParams["font.sans-serif"] = ["DejaVu Sans"]
    pyplot.figure().text(0.5, 0.5, "绩效")
    with warnings.catch_warnings(), pytest.raises(UserWarning, match=MISSING):
        warnings.filterwarnings("error", message=MISSING)
        drawn(tmp_path)


@pytest.mark.parametrize("bare", [False, True], ids=["this machine", "a machine without fonts"])
def test_chinese_labels_have_glyphs(
    bare: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if bare:
        monkeypatch.setattr(chinese_labels, "font_of_machine", lambda: None)
    name = chinese_labels.use_chinese()
    assert name == "Noto Sans CJK SC" or not bare
    pyplot.figure().text(0.1, 0.5, f"{chinese_labels.PROBE} {Decimal('-3.25')}")
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=MISSING)
        assert [path.stat().st_size > 1000 for path in drawn(tmp_path)] == [True]


def test_without_any_chinese_font_the_advice_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chinese_labels, "FAMILIES", ("DejaVu Sans", "No Such Font"))
    monkeypatch.setattr(chinese_labels, "find_spec", lambda name: None)
    with pytest.raises(RuntimeError, match="pip install mplfonts"):
        chinese_labels.use_chinese()
