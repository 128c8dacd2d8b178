"""Where tasks run: processes of this machine, or a Dask cluster. Both are `Executor`s."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, ParamSpec, TypeVar

from extractor.errors import JiheError

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one document may use: seconds, and MiB of address space of its worker.

    The memory bound needs a system with `RLIMIT_AS` (Linux); elsewhere it does not act.
    """

    seconds: float = 150.0
    memory: int = 3072


class _Processes(Executor):
    """Processes of this machine. A task that hangs or crashes costs its own process only."""

    def __init__(self, workers: int, bounds: Bounds) -> None:
        from pebble import ProcessPool

        self._seconds = bounds.seconds
        # "spawn" carries nothing of the parent over: its memory, threads and open files
        self._pool = ProcessPool(
            max_workers=workers, initializer=_prepare, initargs=(bounds.memory, os.getpid()),
            context=get_context("spawn"),
        )  # fmt: skip

    def submit(
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Run a call in a worker, for at most the seconds of its bounds."""
        future: Future[T] = self._pool.schedule(
            fn, args=args, kwargs=kwargs, timeout=self._seconds
        )
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Finish what is submitted, or drop it."""
        if cancel_futures:
            self._pool.stop()  # type: ignore[no-untyped-call]
        else:
            self._pool.close()  # type: ignore[no-untyped-call]
        if wait:
            self._pool.join()


def _prepare(memory: int, parent: int) -> None:
    """Prepare a worker: bound its memory, leave interrupts to the parent, end with it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes
        import resource

        # PR_SET_PDEATHSIG: a parent killed with -9 cannot stop its workers any more
        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = memory * 1024**2
        resource.setrlimit(
            resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard)
        )


@contextmanager
def on_this_machine(workers: int, bounds: Bounds) -> Iterator[Executor]:
    """Worker processes of this machine; those still busy are stopped when the block fails."""
    pool = _Processes(max(workers, 1), bounds)
    done = False
    try:
        yield pool
        done = True
    finally:
        pool.shutdown(cancel_futures=not done)


@contextmanager
def on_cluster(address: str) -> Iterator[Executor]:
    """The workers of a Dask scheduler; it restarts tasks of workers that die.

    Raises:
        JiheError: dask.distributed is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise JiheError(
            "--cluster 需要 dask.distributed，请先安装：pip install 'jihe[cluster]'"
        ) from error
    try:
        connect: Any = Client
        client = connect(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise JiheError(f"连不上集群 {address}，请检查地址，并确认调度器已经启动。") from error
    try:
        yield client.get_executor(pure=False)
    finally:
        client.close()
