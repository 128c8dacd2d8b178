"""Forms whose table is lost: one cell a line, cells set apart by blanks, figures run together."""

from extractor.find.flat.rebuild import rebuild

__all__ = ["rebuild"]
