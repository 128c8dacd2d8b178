"""Many documents at once: order, resuming, and what a single one can do to the others."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from extractor.batch import Batch, Bounds, Spool, fingerprint, on_this_machine
from extractor.cli.watch import Watch, pace
from extractor.model import Fact, FactType, Place, Report, Result, Source
from extractor.output.codec import BrokenResultError, decode, encode
from extractor.output.files import write_dataset
from extractor.pipeline import Settings, extract, tie
from tests.batch_tasks import Harmful, crash, eat, hang
from tests.shared import SAMPLES

FILES = sorted(SAMPLES.glob("*.txt")) + sorted((SAMPLES / "forms").glob("*.xlsx"))


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")) + FILES, ids=lambda p: p.name)
def test_results_come_back_from_bytes_as_they_were(path: Path) -> None:
    results = extract(path)
    assert decode(encode(results), str(path)) == results


@pytest.mark.parametrize("value", ["2024-04-15", "1711929600", "", date(2024, 4, 15), ("甲", "乙")])
def test_a_text_that_reads_as_a_date_stays_a_text(value: str | date | tuple[str, ...]) -> None:
    kind: FactType = "date" if isinstance(value, date) else "list" if isinstance(value, tuple) else "text"
    fact = Fact("f1", "report.note", "注", kind, value, "注", (Place("第1页", 1),), "p", 0, 1)
    result = Result(Source("a.txt", "", "text/plain", 1), 0, Report(facts=(fact,)), "")
    assert decode(encode([result]), "a.txt") == [result]


@pytest.mark.parametrize("harm", [b"", b"x", b"x\x9c"])
def test_damaged_bytes_are_refused(harm: bytes) -> None:
    with pytest.raises(BrokenResultError):
        decode(harm, "a.txt")


def test_cut_bytes_are_refused() -> None:
    packed = encode(extract(FILES[0]))
    with pytest.raises(BrokenResultError):
        decode(packed[: len(packed) // 2], "a.txt")


def test_a_worker_that_hangs_is_stopped() -> None:
    with on_this_machine(1, Bounds(seconds=1)) as executor:
        stuck, next_ = executor.submit(hang, 600), executor.submit(eat, 1)
        with pytest.raises(TimeoutError):
            stuck.result(60)
        assert next_.result(60) == 1024**2


def test_a_worker_that_dies_takes_only_its_task_with_it() -> None:
    with on_this_machine(1, Bounds()) as executor:
        dead, next_ = executor.submit(crash), executor.submit(eat, 1)
        with pytest.raises(OSError, match="Abnormal termination"):
            dead.result(60)
        assert next_.result(60) == 1024**2


def test_a_worker_may_not_eat_all_memory() -> None:
    with on_this_machine(1, Bounds(memory=1024)) as executor:
        with pytest.raises(MemoryError):
            executor.submit(eat, 4096).result(60)
        assert executor.submit(eat, 1).result(60) == 1024**2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for path in FILES:
        shutil.copy(path, folder)
    return folder


def run(
    paths: list[Path], out: Path, workers: int = 1, seconds: float = 60, memory: int = 3072
) -> tuple[list[Result], int]:
    """The results of a run, and the number of documents that were read in it."""
    settings = Settings()
    spool = Spool(out, fingerprint(settings))
    with on_this_machine(workers, Bounds(seconds, memory)) as inner:
        executor = Harmful(inner)
        batch = Batch(paths, settings, spool, executor)
        batch.read(Watch())
        read = executor.tasks
        results = list(batch.results())
    spool.close()
    return results, read


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and ".jihe" not in path.parts:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def test_one_worker_two_workers_and_none_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    plain = tie([r for path in sorted(folder.iterdir()) for r in extract(path)])
    write_dataset(plain, tmp_path / "plain")
    wanted = dict(files(tmp_path / "plain"))
    for workers in (1, 2):
        results, _ = run([folder], tmp_path / f"out{workers}", workers)
        write_dataset(results, tmp_path / f"out{workers}")
        assert dict(files(tmp_path / f"out{workers}")) == wanted


def test_a_second_run_reads_only_what_changed(folder: Path, tmp_path: Path) -> None:
    first, read = run([folder], tmp_path / "out")
    assert read == len(FILES)
    (folder / FILES[0].name).write_bytes(FILES[0].read_bytes() + "\n另有支出3万元。".encode())
    shutil.copy(FILES[1], folder / "zz.txt")
    second, read = run([folder], tmp_path / "out")
    assert read == 1
    changed = [new for old, new in zip(first, second[:-1], strict=True) if old != new]
    assert [result.source.name for result in changed] == [FILES[0].name]
    (problem,) = second[-1].problems
    assert problem.kind == "duplicate"
    assert FILES[1].name in problem.message


def test_a_result_cut_short_on_disk_is_read_again(folder: Path, tmp_path: Path) -> None:
    first, _ = run([folder], tmp_path / "out")
    (stored, *_) = sorted((tmp_path / "out" / ".jihe").rglob("*.results"))
    stored.write_bytes(stored.read_bytes()[:100])
    second, read = run([folder], tmp_path / "out")
    assert read == 1
    assert second == first


def test_harmful_documents_become_problems_and_the_run_goes_on(folder: Path, tmp_path: Path) -> None:
    for word in ("HANG", "CRASH", "EAT"):
        (folder / f"0-{word}.txt").write_text(word)
    results, _ = run([folder], tmp_path / "out", workers=2, seconds=5, memory=2048)
    kinds = {r.source.name: [p.kind for p in r.problems] for r in results if r.report is None}
    assert kinds == {
        "0-HANG.txt": ["timeout"], "0-CRASH.txt": ["crashed"], "0-EAT.txt": ["memory"],
    }  # fmt: skip
    assert len(results) >= len(FILES) + 3
    assert not multiprocessing.active_children()
    # such a failure is tried again by the next run
    (folder / "0-HANG.txt").write_bytes(FILES[0].read_bytes() + b"\n")
    results, read = run([folder], tmp_path / "out", seconds=20, memory=2048)
    assert read == 4  # the two that fail again, one of them twice, and the mended one
    assert results[2].source.name == "0-HANG.txt"
    assert results[2].report is not None


def test_other_rules_read_everything_again(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "rules"
    own.mkdir()
    (own / "x.yaml").write_text("a: b")
    plain, other = fingerprint(Settings()), fingerprint(Settings(patterns=(own,)))
    assert plain == fingerprint(Settings())
    (own / "x.yaml").write_text("a: c")
    assert len({plain, other, fingerprint(Settings(patterns=(own,)))}) == 3
    assert fingerprint(Settings(profile="ministry")) != plain


@pytest.mark.parametrize(
    ("done", "total", "seconds", "words"),
    [(0, 9, 5, ""), (25, 1000, 2, "12.5份/秒 剩余1:18"), (10, 10, 4, "2.5份/秒 剩余0:00")],
)
def test_pace_and_time_left(done: int, total: int, seconds: float, words: str) -> None:
    assert pace(done, total, seconds) == words
