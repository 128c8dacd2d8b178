"""How much of one document is read: reports come from strangers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one document."""

    max_bytes: int = 200 * 1024 * 1024
    max_text_bytes: int = 20 * 1024 * 1024
    """Plain text expands to many objects a line; 20 MiB is some ten million characters."""

    max_pages: int = 2000
    max_chars_per_page: int = 100_000
    """Glyphs of 4 pt set solid would fill an A4 page with some 31,000."""

    max_rules_per_page: int = 20_000
    """Some programs draw the sides of each cell by themselves: 60 rows of 20 cells are 5,000."""

    max_seconds: float = 120.0
    """Looked at between pages; a page that hangs is the worker process's business."""

    max_cells: int = 200_000
    """Places in the grids of one document, rows times columns of each table."""

    max_archive_entries: int = 5_000
    """Members of an Office file; a report with hundreds of pictures has fewer than a thousand."""

    max_part_bytes: int = 64 * 1024 * 1024
    max_archive_bytes: int = 256 * 1024 * 1024
    """Inflated, one member and all that are read; a 500-page report has a part of some 10 MiB."""

    max_ratio: int = 200
    """Inflated to packed; Office XML reaches 10 to 50, deflate at most 1,032."""

    max_elements: int = 300_000
    """Elements of a web page; one saved from Word has some 30,000 a MiB."""

    max_xml_nodes: int = 4_000_000
    """Tags and attributes of one part, some 100 bytes of memory each."""


DEFAULT_LIMITS = Limits()
