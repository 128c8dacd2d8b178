"""Many documents: one task each, in processes of their own, resumable, in one fixed order."""

from extractor.batch.executors import Bounds, on_cluster, on_this_machine
from extractor.batch.run import Batch, Done, Progress
from extractor.batch.spool import Spool, fingerprint

__all__ = [
    "Batch",
    "Bounds",
    "Done",
    "Progress",
    "Spool",
    "fingerprint",
    "on_cluster",
    "on_this_machine",
]
