"""Files of a dataset, written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePath
from typing import Self, TextIO

from extractor.errors import JiheError
from extractor.model import CheckResult, Discrepancy, Result
from extractor.output.as_dict import to_json_object
from extractor.output.rows import TABLES, Row, archive_rows, is_copy, rows_of
from extractor.output.summary import Tally
from extractor.output.tables import ParquetFile, csv_head, csv_rows
from extractor.output.words import clean
from extractor.output.workbook import WorkbookFile
from extractor.output.workbook_apart import WorkbookApart

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]+')
_NAME_LENGTH = 60  # 180 bytes of Chinese in UTF-8; file systems stop at 255
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN_ACCESS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY}


def write_dataset(results: Iterable[Result], out_dir: Path) -> list[Path]:
    """Write the dataset of some results, see `DatasetFiles`."""
    with DatasetFiles(out_dir) as dataset:
        for result in results:
            dataset.add(result)
    return dataset.written


def write_tables(tables: dict[str, list[Row]], out_dir: Path) -> list[Path]:
    """Write rows that are made already, see `TableFiles`; returns the files written."""
    with TableFiles(out_dir) as files:
        files.add_rows(tables)
    return files.written


class TableFiles:
    """Every table as CSV and Parquet, and the workbook, written while rows come.

    Each file is complete or absent: it is written beside its place, and all are renamed at the
    end. Files of an earlier run are replaced; others in the folder are left alone. A context
    manager.

    Raises:
        JiheError: the folder cannot be written to, or the disk is full.
    """

    def __init__(self, out_dir: Path, *, apart: bool = False) -> None:
        """Prepare the folder; with `apart` the workbook is written in a process of its own."""
        self._apart = apart
        self.written: list[Path] = []
        """The tables and the workbook."""
        self._out = out_dir
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Open all files."""
        with clear_errors(self._out):
            self._out.mkdir(parents=True, exist_ok=True)
            self._csv = {name: self._text(f"{name}.csv") for name in TABLES}
            self._parquet = {
                name: ParquetFile(name, self._part(f"{name}.parquet")) for name in TABLES
            }
            book = self._part("jihe.xlsx")
            self._book = WorkbookApart(book) if self._apart else WorkbookFile(book)
            for name, file in self._csv.items():
                csv_head(name, file)
        return self

    def _part(self, name: str) -> Path:
        path = self._out / name
        self.written.append(path)
        return self._stack.enter_context(replacing(path))

    def _text(self, name: str) -> TextIO:
        return self._part(name).open("w", encoding="utf-8", errors="replace", newline="")

    def add_rows(self, tables: dict[str, list[Row]]) -> None:
        """Add rows, all of some reports at once."""
        with clear_errors(self._out):
            for name, rows in tables.items():
                csv_rows(name, rows, self._csv[name])
                self._parquet[name].add(rows)
            self._book.add(tables)

    def overview(self) -> list[tuple[str, str]]:
        """The lines of the first sheet of the workbook."""
        return []

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> None:
        """Put all files in their place, or none if something failed."""
        if error is not None:
            with suppress(OSError):
                self._close()
            self._stack.__exit__(kind, error, None)
            return
        with clear_errors(self._out), self._stack:
            self._close()

    def _close(self) -> None:
        for file in self._csv.values():
            file.close()
        for table in self._parquet.values():
            table.close()
        self._book.close(self.overview())


class DatasetFiles(TableFiles):
    """The dataset of results: the tables, the workbook, and one JSON for each report.

    Results are written as they come and not kept. JSON files are written at once.
    """

    def __init__(self, out_dir: Path, *, apart: bool = False) -> None:
        """Prepare the folder."""
        super().__init__(out_dir, apart=apart)
        self.tally = Tally()
        self.reports = 0
        """JSON files written."""
        self._seen: Counter[str] = Counter()
        self._names: Counter[str] = Counter()

    def add(self, result: Result) -> None:
        """Add one result."""
        self.tally.add(result)
        self.add_rows(rows_of(result, self._seen))
        if not is_copy(result):
            path = self._out / "json" / json_name(result, self._names)
            with clear_errors(self._out):
                path.parent.mkdir(exist_ok=True)
                write_text(path, to_json_object(result))
            self.reports += 1

    def add_archive(self, checks: Sequence[CheckResult], found: Sequence[Discrepancy]) -> None:
        """Add what only all reports together show."""
        self.tally.add_archive(checks, found)
        self.add_rows(archive_rows(checks, found))

    def overview(self) -> list[tuple[str, str]]:
        """What was read and found, counted."""
        return self.tally.overview()


def json_name(result: Result, used: Counter[str]) -> str:
    """A file name: `<safe name>-<sha8>.json`, numbered where that repeats."""
    stem = _FORBIDDEN.sub("_", clean(PurePath(result.source.name).stem)).strip("._")
    base = f"{stem[:_NAME_LENGTH] or 'report'}-{result.source.sha256[:8] or 'unread'}"
    # folded: two names that differ in case are one file on Windows and macOS
    used[base.casefold()] += 1
    count = used[base.casefold()]
    return f"{base}.json" if count == 1 else f"{base}-{count}.json"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path in the same folder that becomes `path` if the block succeeds."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text, whole or not at all; line ends stay as they are."""
    with replacing(path) as part:
        part.write_bytes(text.encode("utf-8", "replace"))


@contextmanager
def clear_errors(out_dir: Path) -> Iterator[None]:
    """Turn what the system says about writing into one line for people."""
    try:
        yield
    except OSError as error:
        where = error.filename or out_dir
        if error.errno in _FULL:
            reason = "磁盘空间不够，请清理后重试，或用 --out 换一个位置。"
        elif error.errno in _FORBIDDEN_ACCESS:
            reason = "没有写入权限，或文件正在 Excel 中打开；请关闭它，或用 --out 换一个位置。"
        elif isinstance(error, FileExistsError | NotADirectoryError):
            reason = "同名的文件挡住了输出文件夹，请用 --out 换一个位置。"
        else:
            reason = f"写入失败（{error.strerror or error}）。"
        raise JiheError(f"写不进 {where}：{reason}") from error
