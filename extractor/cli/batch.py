"""The command `run`: many documents, in worker processes, into a dataset."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import colour, say, write
from extractor.cli.options import All, ExitZero, Paths, Patterns, Profile
from extractor.cli.watch import Watch, progress
from extractor.cli.words import Command
from extractor.cli.work import exit_code_of, nothing_to_read, settings_of

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from extractor.batch import Batch, Bounds
    from extractor.output.summary import Tally

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
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=0, help="同时处理的进程数；0 为每个处理器核一个。")
    ] = 0,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="URL", help="改用 Dask 集群，如 tcp://10.0.0.5:8786。")
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=1, help="一个文件最多处理多少秒。")
    ] = 150,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MB", min=256, help="一个处理进程最多用多少内存（Linux）。")
    ] = 3072,
    patterns: Patterns = None,
    profile: Profile = None,
    everything: All = False,
    exit_zero: ExitZero = False,
) -> int:
    """Write the dataset of all reports and print their discrepancies."""
    settings = settings_of(patterns, profile)
    from extractor.batch import Batch, Bounds, Spool, fingerprint
    from extractor.library import load

    load(settings.patterns)  # a broken rule file stops here, not in every worker
    spool = Spool(out, fingerprint(settings))
    with _executor(cluster, workers or os.cpu_count() or 1, Bounds(timeout, memory)) as executor:
        batch = Batch(paths, settings, spool, executor, carry=cluster is not None)
        with progress(_expected(paths)) as watch:
            batch.read(watch)
        if not watch.documents:
            raise nothing_to_read(paths)
        tally, files = _write(batch, out, watch, everything=everything)
    spool.close()
    write(tally.render(notes=everything))
    say(f"已写出 {files} 个文件到 {out}，先看 {out / 'jihe.xlsx'}")
    return exit_code_of(tally, exit_zero)


@contextmanager
def _executor(cluster: str | None, workers: int, bounds: Bounds) -> Iterator[Executor]:
    from extractor.batch import on_cluster, on_this_machine

    with on_cluster(cluster) if cluster else on_this_machine(workers, bounds) as executor:
        yield executor


def _expected(paths: Sequence[Path]) -> int:
    """How many files the paths hold, an archive counted as one."""
    from extractor.discover import discover

    return sum(1 for _ in discover(paths))


def _write(batch: Batch, out: Path, watch: Watch, *, everything: bool) -> tuple[Tally, int]:
    """Write the dataset result by result; print the blocks of a few, the notes of the archive."""
    from extractor.checks.statistics import archive_checks
    from extractor.checks.statistics_sample import ArchiveSample
    from extractor.output.files import DatasetFiles
    from extractor.output.terminal import render

    shown = everything or watch.documents <= _FEW
    sample = ArchiveSample()
    with DatasetFiles(out, apart=not shown) as dataset:
        for result in batch.results():
            dataset.add(result)
            sample.add(result)
            if shown:
                write(render([result], everything=everything, colour=colour()) + "\n")
        dataset.add_archive(*archive_checks(sample))
        for seconds, path in watch.seconds:
            dataset.tally.took(path, seconds)
    if not shown:
        write(f"共 {watch.documents} 个文件，逐份差异见 {out / 'jihe.xlsx'}，或加 --all 全部列出。\n\n")
    return dataset.tally, dataset.count
