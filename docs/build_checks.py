"""Write `docs/checks.md` from the descriptions of the checks; a test compares the two."""

from __future__ import annotations

from pathlib import Path

from extractor.checks import GROUPS, catalogue
from extractor.output.explain import catalogue_page

PAGE = Path(__file__).with_name("checks.md")

if __name__ == "__main__":
    PAGE.write_text(catalogue_page(catalogue(), GROUPS), encoding="utf-8")
