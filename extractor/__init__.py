"""jihe 绩核: figures of Chinese budget-performance reports, with their places, cross-checked.

Three lines do the whole job for one file:

    import extractor
    results = extractor.extract("report.pdf")
    frames = extractor.to_frames(results)

`extract` returns one `Result` for each report found in the file: its facts, checks,
discrepancies, coverage and problems. `to_frames` gives the dataset as pandas frames.
Nothing heavy is imported before one of the two is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from extractor.model import Result

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "to_frames"]


def extract(
    path: str | Path, *, patterns: Iterable[str | Path] = (), profile: str | None = None
) -> list[Result]:
    """Read one file, find its facts and check them; one result for each report in it.

    A document that cannot be read gives one result whose `report` is None and whose
    `problems` say why.

    Args:
        path: A PDF or plain-text file.
        patterns: Folders with further pattern files, used beside the built-in ones.
        profile: Name of the scoring profile; by default that of the place in the unit's name,
            else the ministry's.

    Raises:
        JiheError: wrong use: no such path, a broken pattern file, an unknown profile.
    """
    from extractor.pipeline import Settings
    from extractor.pipeline import extract as run

    settings = Settings(patterns=tuple(Path(folder) for folder in patterns), profile=profile)
    return run(Path(path), settings)


def to_frames(results: Iterable[Result]) -> dict[str, pd.DataFrame]:
    """Turn results into the tables of the dataset; see `extractor.output.frames`."""
    from extractor.output.frames import to_frames as build

    return build(results)
