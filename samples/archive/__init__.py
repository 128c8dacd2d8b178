"""Make archives of invented reports, with faults that are known."""

from .maker import Shares, generate
from .manifest import Entry, Manifest, Planted

__all__ = ["Entry", "Manifest", "Planted", "Shares", "generate"]
