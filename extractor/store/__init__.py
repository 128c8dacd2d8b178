"""The multi-year store: reports of many years in one SQLite file or PostgreSQL database."""

from extractor.store.store import Added, Status, Store

__all__ = ["Added", "Status", "Store"]
