"""Read one file into a `Document`: pages, lines, places, and what could not be read."""

from extractor.reading.limits import DEFAULT_LIMITS, Limits
from extractor.reading.reader import read, read_bytes

__all__ = ["DEFAULT_LIMITS", "Limits", "read", "read_bytes"]
