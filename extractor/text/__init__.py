"""From printed lines to reflowed text with one origin for each character."""

from extractor.text.fold import fold
from extractor.text.reflow import reflow
from extractor.text.tables import lay_out

__all__ = ["fold", "lay_out", "reflow"]
