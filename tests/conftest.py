"""Settings of the test run: property tests say what is wrong, never how fast the machine is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from extractor.store import Store

# the first example pays for imports and caches, and machines that run tests differ in speed
settings.register_profile("jihe", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("jihe")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "jihe.db")
    made.init()
    return made
