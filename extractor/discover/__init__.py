"""Find the input files and tell what each one is, by its content and never by its suffix."""

from extractor.discover.budget import ArchiveLimits, Entry
from extractor.discover.names import ARCHIVES, SUFFIXES, printable, readable
from extractor.discover.sniff import (
    DOCX,
    HTML,
    OLE,
    PDF,
    PLAIN,
    SPREADSHEETS,
    UNKNOWN,
    XLS,
    XLSB,
    XLSX,
    ZIP,
    identify,
    sniff,
)
from extractor.discover.walk import discover, entries

__all__ = [
    "ARCHIVES", "DOCX", "HTML", "OLE", "PDF", "PLAIN", "SPREADSHEETS", "SUFFIXES", "UNKNOWN",
    "XLS", "XLSB", "XLSX", "ZIP", "ArchiveLimits", "Entry", "discover", "entries", "identify",
    "printable", "readable", "sniff",
]  # fmt: skip
