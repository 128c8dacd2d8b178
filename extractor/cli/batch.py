"""The command `run`: many documents, in worker processes, into a dataset."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import colour, say, write
from extractor.cli.options import (
    All,
    Cluster,
    ExitZero,
    Memory,
    Paths,
    Patterns,
    Profile,
    Timeout,
    Workers,
)
from extractor.cli.reading import batch_of
from extractor.cli.stored import say_ties
from extractor.cli.watch import Watch
from extractor.cli.words import Command
from extractor.cli.work import exit_code_of, settings_of

if TYPE_CHECKING:
    from extractor.batch import Batch
    from extractor.model import Result
    from extractor.output.files import DatasetFiles
    from extractor.pipeline import Settings

batch_app = typer.Typer()

_FEW = 30
"""Reports whose findings are printed one by one; of more only the summary."""


@batch_app.command(
    cls=Command,
    help="处理全部报告（文件夹、压缩包），写出数据集（CSV、Parquet、XLSX、JSON），并列出差异。",
)
def run(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="数据集写到哪个文件夹。")],
    db: Annotated[
        str | None, typer.Option("--db", metavar="DB", help="同时存入数据库（SQLite 文件或 postgresql:// 地址）。")
    ] = None,
    workers: Workers = 0,
    cluster: Cluster = None,
    timeout: Timeout = 150,
    memory: Memory = 3072,
    patterns: Patterns = None,
    profile: Profile = None,
    everything: All = False,
    exit_zero: ExitZero = False,
) -> int:
    """Write the dataset of all reports and print their discrepancies."""
    settings = settings_of(patterns, profile)
    from extractor.batch import Bounds
    from extractor.output.files import DatasetFiles

    bounds = Bounds(timeout, memory)
    with batch_of(
        paths, settings, out, workers=workers, cluster=cluster, bounds=bounds
    ) as (batch, watch):  # fmt: skip
        shown = everything or watch.documents <= _FEW
        with DatasetFiles(out, apart=not shown) as dataset:
            results = _written(batch, watch, dataset, shown=shown, everything=everything)
            stored = _store(results, db, settings) if db else ""
            deque(results, maxlen=0)
    if not shown:
        write(f"共 {watch.documents} 个文件，逐份差异见 {out / 'jihe.xlsx'}，或加 --all 全部列出。\n\n")
    write(dataset.tally.render(notes=everything))
    if stored:
        say(stored)
    files = len(dataset.written) + dataset.reports
    say(f"已写出 {files} 个文件到 {out}，先看 {out / 'jihe.xlsx'}")
    return exit_code_of(dataset.tally, exit_zero)


def _written(
    batch: Batch, watch: Watch, dataset: DatasetFiles, *, shown: bool, everything: bool
) -> Iterator[Result]:
    """Give the results on, each one written and printed; at the end what all together show."""
    from extractor.checks.statistics import archive_checks
    from extractor.checks.statistics_sample import ArchiveSample
    from extractor.output.terminal import render

    sample = ArchiveSample()
    for result in batch.results():
        dataset.add(result)
        sample.add(result)
        if shown:
            write(render([result], everything=everything, colour=colour()) + "\n")
        yield result
    dataset.add_archive(*archive_checks(sample))
    dataset.tally.slowest = watch.seconds


def _store(results: Iterator[Result], db: str, settings: Settings) -> str:
    """Put the results into a database as well, made if it is not there; what came of it."""
    from extractor.store import Store

    store = Store(db)
    try:
        store.init()
        told = store.add(results).told
        say_ties(store, settings)
        return told
    finally:
        store.close()
