"""From the user space of a PDF page to the page as displayed, and to upright text.

A frame is the displayed page turned by quarters so that text of one direction runs from left
to right in it, lines from top to bottom.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model import Box

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Geometry:
    """From the user space of a page to the page as displayed (origin top left, y down)."""

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int
    """/Rotate in clockwise quarter turns."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarter_turns % 2 else (width, height)

    def point(self, x: float, y: float) -> Point:
        """Where a point of user space is displayed."""
        match self.quarter_turns:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Where a box of user space is displayed."""
        return _box(*self.point(x0, y0), *self.point(x1, y1))


def turn_point(x: float, y: float, direction: int) -> Point:
    """From the displayed page to the frame in which text of this direction is upright."""
    match direction:
        case 0:
            return x, y
        case 1:
            return y, -x
        case 2:
            return -x, -y
        case _:
            return -y, x


def turn_box(box: Box, direction: int) -> Box:
    """Turn a box into the frame of a direction; `turn_box(…, -direction % 4)` turns it back."""
    x0, y0, x1, y1 = box
    return _box(*turn_point(x0, y0, direction), *turn_point(x1, y1, direction))


def _box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
