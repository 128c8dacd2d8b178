"""The notebooks run from top to bottom, and say something."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.shared import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_the_cells_of_a_notebook_run_in_order(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    book = json.loads(path.read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    for number, cell in enumerate(book["cells"]):
        if cell["cell_type"] == "code":
            assert not cell["outputs"], "outputs are not kept: they would go out of date"
            exec(compile("".join(cell["source"]), f"{path.name}[{number}]", "exec"), names)  # noqa: S102
    assert len(names["errors"]) > 5
    assert {"title", "causes"} <= set(names["errors"].columns)
    assert names["budget"]["computed"].notna().any()
