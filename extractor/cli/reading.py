"""Reading many documents for a command: workers, bounds, progress."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.cli.watch import Watch, progress
from extractor.cli.work import nothing_to_read

if TYPE_CHECKING:
    from extractor.batch import Batch, Bounds
    from extractor.pipeline import Settings


@contextmanager
def batch_of(
    paths: Sequence[Path], settings: Settings, spool_in: Path, *,
    workers: int, cluster: str | None, bounds: Bounds,
) -> Iterator[tuple[Batch, Watch]]:  # fmt: skip
    """Read all documents of the paths; the batch, ready to give its results, and who watched.

    Raises:
        JiheError: a path does not exist, there is nothing to read, a rule file is broken, the
            spool cannot be written, the cluster cannot be reached.
    """
    from extractor.batch import Batch, Spool, fingerprint, on_cluster, on_this_machine
    from extractor.discover import discover
    from extractor.library import load

    load(settings.patterns)  # a broken rule file stops here, not in every worker
    spool = Spool(spool_in, fingerprint(settings))
    local = workers or os.cpu_count() or 1
    place: Any = on_cluster(cluster) if cluster else on_this_machine(local, bounds)
    with place as executor:
        batch = Batch(paths, settings, spool, executor, carry=cluster is not None)
        with progress(sum(1 for _ in discover(paths))) as watch:
            batch.read(watch)
        if not watch.documents:
            raise nothing_to_read(paths)
        yield batch, watch
    spool.close()
