"""Results for the tests of the store, and a real PostgreSQL server to run them on."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from extractor.model import Fact, Report, Result, Source
from extractor.store import Store, schema
from tests.made_results import fact, money, quantity, result

KIND = "department_overall_expenditure_self_evaluation"
TITLE = "部门整体支出绩效自评报告"


def report(
    digest: str,
    *,
    name: str = "a.pdf",
    unit: str = "青岭县财政局",
    year: str = "2023",
    executed: str = "2500.50",
    title: str = TITLE,
    kind: str = KIND,
    extra: tuple[Fact, ...] = (),
) -> Result:
    """One report with the content `digest`."""
    facts = (
        fact(1, "unit.name", "单位名称", "text", unit),
        fact(2, "report.fiscal_year", "年度", "year", year),
        fact(3, "report.title", "标题", "text", title),
        fact(4, "report.kind", "类型", "enum", kind),
        fact(5, "budget.initial.total", "年初预算数", "money", money("2703.720")),
        fact(6, "budget.adjusted.total", "调整预算数", "money", money("2600.00")),
        fact(7, "budget.executed.total", "执行数", "money", money(executed)),
        fact(8, "indicators[1].name", "指标", "text", "建设 数量", item="indicators[1]"),
        fact(9, "indicators[1].score", "得分", "score",
             quantity("9.50", "分", "score", Decimal(1)), item="indicators[1]"),
        *extra,
    )  # fmt: skip
    base = result()
    sha = (digest * 64)[:64]
    source = Source(path=f"reports/{name}", sha256=sha, media_type="application/pdf", size=10)
    return replace(base, source=source, report=Report(facts=facts))


def dump(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the store."""
    return {name: store.query(name).rows for name in schema.metadata.tables}


def one(store: Store, sql: str) -> object:
    return store.query(sql).rows[0][0]


def add_many(path: str, who: str) -> None:
    store = Store(path)
    for number in range(8):
        digest = f"{who}{number}"
        store.add([report(digest, name=digest, unit=f"单位{number}")])
        store.add([report(f"c{number}", name=f"c{number}", unit=f"共有{number}")])


def add_at_once(store: Store, target: str) -> None:
    """Two processes fill a store at the same time, and nothing is lost or numbered twice."""
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=add_many, args=(target, who)) for who in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
        assert worker.exitcode == 0
    assert one(store, "SELECT count(*) FROM documents") == 24
    assert one(store, "SELECT count(DISTINCT number) FROM documents") == 24


def set_up(target: str) -> None:
    """Create a database, in a process of its own."""
    Store(target).init()


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


POSTGRES = _binaries()


def _run(*argv: str, check: bool = True) -> None:
    assert POSTGRES is not None
    command = [str(POSTGRES / argv[0]), *argv[1:]]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(
        command, check=check, timeout=120, cwd="/",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


class Server:
    """A PostgreSQL server on a free port, with its data in a folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self._count = 0

    def start(self) -> None:
        """Start the server and wait for it."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off"
        _run(
            "pg_ctl",
            "-D",
            f"{self.folder}/data",
            "-l",
            f"{self.folder}/log",
            "-w",
            "-o",
            options,
            "start",
        )

    def stop(self) -> None:
        """Stop the server as a crash would."""
        _run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop", check=False)

    def database(self) -> str:
        """The URL of a new, empty database."""
        self._count += 1
        name = f"jihe{self._count}"
        _run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "jihe", name)
        return f"postgresql://jihe@127.0.0.1:{self.port}/{name}"


@contextmanager
def server() -> Iterator[Server]:
    """A running server; it and its data are gone afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="jihe-pg-"))
    made = Server(folder, port)
    try:
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _run(
            "initdb", "-D", f"{folder}/data", "-U", "jihe", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)
