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


def archive_to_panel(names: dict[str, Any]) -> None:
    assert names["done"].returncode == 3, "three files are damaged"
    panel, pivot, means = names["panel"], names["pivot"], names["means"]
    assert {type(cell) for column in panel for cell in panel[column]} == {Decimal, type(None)}
    assert len(panel) == pivot.size == pivot.shape[0] * 3
    assert 0 < pivot.isna().sum().sum() < 5, "a blank stays blank"
    assert not (panel == 0).any(axis=None)
    assert (means["mean"] > 95).all()
    assert (means["blank as 0"] < 95).any()
    assert len(names["different"]) >= 1


def which_discrepancies_matter(names: dict[str, Any]) -> None:
    errors, money = names["errors"], names["money"]
    assert names["counts"].to_numpy().sum() == len(names["found"])
    assert {"1 等级会变", "2 等级与总分不符", "4 未见影响得分"} <= set(errors["weight"])
    assert errors["yuan"].isna().any(), "no amount is not 0"
    assert len(money) > 5
    assert {type(share) for share in money["share"]} == {Decimal}
    assert 50 < money["share"].max() < 1000
    assert names["causes"]["cause"].isin(names["CAUSES"].values()).all(), "each kind has its words"
    assert len(names["cited"]) == len(names["ids"]) > 0
    assert names["cited"]["quote"].notna().all()
    assert names["drawn"]


def pattern_for_a_new_province(names: dict[str, Any]) -> None:
    before, unknown, amounts, score, taught, basic, greedy, tested, after, table = names["shown"]
    assert "未发现差异" in before
    assert "未能解释 2" in before
    assert "93.50分" in unknown
    assert "budget." not in amounts
    assert "activities" in amounts
    assert "没有识别出数据" in score
    assert "budget.execution_rate.total = 93.00%" in taught
    assert "budget.executed.basic = 640.50万元" in basic
    assert "province.yaml 第9行" in greedy
    assert "规则自测通过" in tested
    assert "应为 92.00%" in after
    assert "未能解释 1" in after
    assert "evaluation.total_score" in table


EXPECTED = {
    "a-pattern-for-a-new-province.ipynb": pattern_for_a_new_province,
    "archive-to-panel.ipynb": archive_to_panel,
    "reports-to-frames.ipynb": reports_to_frames,
    "which-discrepancies-matter.ipynb": which_discrepancies_matter,
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
        monkeypatch.setattr(chinese_labels, "font_of_machine", lambda families: None)
    name = chinese_labels.use_chinese()
    assert name == "Noto Sans CJK SC" or not bare
    assert name not in chinese_labels.LAST_RESORT, "the package has a better one"
    pyplot.figure().text(0.1, 0.5, f"{chinese_labels.PROBE} {Decimal('-3.25')}")
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=MISSING)
        assert [path.stat().st_size > 1000 for path in drawn(tmp_path)] == [True]


def test_without_any_chinese_font_the_advice_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chinese_labels, "FAMILIES", ("DejaVu Sans", "No Such Font"))
    monkeypatch.setattr(chinese_labels, "LAST_RESORT", ())
    monkeypatch.setattr(chinese_labels, "find_spec", lambda name: None)
    with pytest.raises(RuntimeError, match="pip install mplfonts"):
        chinese_labels.use_chinese()
