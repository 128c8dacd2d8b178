"""What the READMEs and pages show is what the program prints (JIHE_ACCEPT=1 rewrites it)."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from extractor.checks import GROUPS, catalogue
from extractor.output.explain import catalogue_page
from extractor.output.terminal import render
from extractor.pipeline import extract
from tests.shared import ROOT, SAMPLES

ACCEPT = bool(os.environ.get("JIHE_ACCEPT"))
BLOCK = re.compile(r"(<!-- output: begin -->\n```text\n)(.*?)(```\n<!-- output: end -->)", re.DOTALL)


def test_accepting_is_forbidden_in_continuous_integration() -> None:
    assert not (ACCEPT and os.environ.get("CI"))


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_example_output_is_real(name: str) -> None:
    page = ROOT / name
    text = page.read_text(encoding="utf-8")
    shown = render(extract(SAMPLES / "mixed-units-zhejiang.pdf"))
    found = BLOCK.search(text)
    assert found
    _same(page, found[2], shown, BLOCK.sub(lambda m: m[1] + shown + m[3], text))


def test_the_page_of_checks_is_up_to_date() -> None:
    page = ROOT / "docs/checks.md"
    wanted = catalogue_page(catalogue(), GROUPS)
    _same(page, page.read_text(encoding="utf-8") if page.is_file() else "", wanted, wanted)


def _same(page: Path, have: str, want: str, whole: str) -> None:
    if ACCEPT:
        page.write_text(whole, encoding="utf-8")
    else:
        assert have == want, f"{page.name}: run JIHE_ACCEPT=1 make test and read the change"
