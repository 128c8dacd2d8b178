"""The commands about the multi-year store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import say, write
from extractor.cli.options import (
    Cluster,
    Database,
    Memory,
    Paths,
    Patterns,
    Profile,
    Timeout,
    Workers,
)
from extractor.cli.reading import batch_of
from extractor.cli.stored import say_ties
from extractor.cli.words import Command, Group
from extractor.cli.work import exit_code_of, settings_of
from extractor.errors import ExitCode, JiheError

if TYPE_CHECKING:
    from extractor.model import Result
    from extractor.output.summary import Tally
    from extractor.store import Store

db_app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True)

class QueryFormat(StrEnum):
    """Formats of `jihe db query`."""

    table = "table"
    csv = "csv"
    json = "json"


@contextmanager
def _opened(target: str | None) -> Iterator[Store]:
    from extractor.store import Store

    store = Store(target or os.environ.get("JIHE_DB") or "jihe.db")
    try:
        yield store
    finally:
        store.close()


@db_app.command("init", cls=Command, help="建库；已有的库升级到本程序的版本，数据保留。")
def init(db: Database = None) -> int:
    """Create the database or bring it up to date."""
    with _opened(db) as store:
        store.init()
        say(f"数据库已就绪（版本 {store.status().version}）。")
    return ExitCode.CLEAN


@db_app.command("add", cls=Command, help="读取、核对报告并入库；重复入库不会改变什么。")
def add(
    paths: Paths,
    db: Database = None,
    workers: Workers = 0,
    cluster: Cluster = None,
    timeout: Timeout = 150,
    memory: Memory = 3072,
    patterns: Patterns = None,
    profile: Profile = None,
) -> int:
    """Add reports to the store."""
    settings = settings_of(patterns, profile)
    from extractor.batch import Bounds
    from extractor.output.summary import Tally

    tally = Tally()
    with _opened(db) as store, TemporaryDirectory(prefix="jihe-") as spool:
        store.status()  # a database that cannot be used is known before hours of reading
        bounds = Bounds(timeout, memory)
        with batch_of(
            paths, settings, Path(spool), workers=workers, cluster=cluster, bounds=bounds
        ) as (batch, _):  # fmt: skip
            say(store.add(_counted(batch.results(), tally)).told)
        say_ties(store, settings)
    # what reports got wrong is data here, not a result of this command
    return exit_code_of(tally, exit_zero=True)


def _counted(results: Iterator[Result], tally: Tally) -> Iterator[Result]:
    for result in results:
        tally.add(result)
        yield result


@db_app.command("query", cls=Command, help="只读查询：一句 SELECT，或一个表、视图的名字。")
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="SELECT 语句，或表、视图的名字。")],
    db: Database = None,
    format_: Annotated[
        QueryFormat, typer.Option("--format", help="输出格式。")
    ] = QueryFormat.table,
) -> int:
    """Print the answer to a question."""
    from extractor.store import query as answers

    writers = {
        QueryFormat.table: answers.to_table,
        QueryFormat.csv: answers.to_csv,
        QueryFormat.json: answers.to_json,
    }
    with _opened(db) as store:
        write(writers[format_](store.query(sql)))
    return ExitCode.CLEAN


@db_app.command("export", cls=Command, help="把现行数据写成 CSV、Parquet、XLSX。")
def export(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="写到哪个文件夹。")],
    db: Database = None,
) -> int:
    """Write the current dataset."""
    with _opened(db) as store:
        written = store.export(out)
    say(f"已写出 {len(written)} 个文件到 {out}，先看 {out / 'jihe.xlsx'}")
    return ExitCode.CLEAN


@db_app.command("status", cls=Command, help="库里有多少文件、报告、单位，哪些年度。")
def status(db: Database = None) -> int:
    """Print how much the store holds."""
    with _opened(db) as store:
        held = store.status()
    write(
        f"版本：{held.version}\n文件：{held.documents}（现行 {held.current}，"
        f"已被取代 {held.documents - held.current}）\n"
        f"报告：{held.reports}\n未能读出的文件：{held.unread}\n单位：{held.units}\n年度：{'、'.join(held.years) or '无'}\n"
    )
    return ExitCode.CLEAN


@db_app.command("units", cls=Command, help="列出单位名称；导出、导入名称与单位的对应表。")
def units(
    db: Database = None,
    export_to: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="把对应表写成 CSV，供修改。")
    ] = None,
    import_from: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="读入修改过的对应表。")
    ] = None,
) -> int:
    """List the names of units, or exchange their table with a spreadsheet."""
    if export_to and import_from:
        raise JiheError("--export 和 --import 一次只能用一个。")
    from extractor.store.units import to_csv

    with _opened(db) as store:
        if import_from:
            count = store.import_units(_read(import_from))
            say(f"已读入 {count} 个名称，并重新确定了各报告的单位。")
        elif export_to:
            _save(export_to, to_csv(store.units()))
            say(f"已写出 {export_to}。改好“单位”一列后用 --import 读入。")
        else:
            write(to_csv(store.units()).removeprefix("\ufeff"))
    return ExitCode.CLEAN


def _read(path: Path) -> str:
    """The words of a CSV file, in UTF-8 or as a Chinese Excel saves it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise JiheError(f"读不了 {path}：{error.strerror}。") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise JiheError(f"{path} 的编码既不是 UTF-8 也不是 GB18030。")


def _save(path: Path, words: str) -> None:
    from extractor.output.files import write_text

    try:
        write_text(path, words)
    except OSError as error:
        raise JiheError(f"写不进 {path}：{error.strerror}。") from error
