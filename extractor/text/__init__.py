"""From printed lines to reflowed text with one origin for each character."""

from extractor.text.fold import fold
from extractor.text.reflow import reflow

__all__ = ["fold", "reflow"]
