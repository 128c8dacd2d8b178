"""A wheel installed in an empty environment works outside the checkout, rules included."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.shared import ROOT, SAMPLES


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    return next(out.glob("*.whl"))


def test_the_wheel_carries_the_rules(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "patterns").rglob("*.*"):
        assert f"extractor/_patterns/{path.relative_to(ROOT / 'patterns').as_posix()}" in names
    assert "extractor/py.typed" in names
    migrations = ROOT / "extractor" / "store" / "migrations"
    for path in migrations.rglob("*.py"):
        assert f"extractor/store/migrations/{path.relative_to(migrations).as_posix()}" in names
    assert not any(n.startswith(("tests/", "samples/")) for n in names)


def test_the_wheel_runs_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(unpacked)
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import extractor.resources as r; "
        "assert r.patterns_dir().name == '_patterns', r.patterns_dir(); "
        "from extractor.cli import main; sys.exit(main(['check', sys.argv[2]]))"
    )
    sample = SAMPLES / "mixed-units-zhejiang.pdf"
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, str(unpacked), str(sample)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "1215.30" in done.stdout
