"""Files of a dataset, written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath

from extractor.errors import JiheError
from extractor.model import Result
from extractor.output.as_dict import to_json_object
from extractor.output.rows import Row, to_rows
from extractor.output.tables import to_csv, write_parquet
from extractor.output.words import clean
from extractor.output.workbook import write_workbook

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]+')
_NAME_LENGTH = 60  # 180 bytes of Chinese in UTF-8; file systems stop at 255
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN_ACCESS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY}


def write_dataset(results: Sequence[Result], out_dir: Path) -> list[Path]:
    """Write every table as CSV and Parquet, the workbook, and one JSON for each report.

    Each file is complete or absent: it is written beside its place and then renamed.
    Files of an earlier run are replaced; others in the folder are left alone.

    Returns:
        The files written.

    Raises:
        JiheError: the folder cannot be written to, or the disk is full.
    """
    with _clear_errors(out_dir):
        json_dir = out_dir / "json"
        json_dir.mkdir(parents=True, exist_ok=True)
        written = write_tables(to_rows(results), out_dir)
        for name, result in zip(json_names(results), results, strict=True):
            write_text(json_dir / name, to_json_object(result))
            written.append(json_dir / name)
    return written


def write_tables(tables: dict[str, list[Row]], out_dir: Path) -> list[Path]:
    """Write every table as CSV and Parquet, and the workbook; each file whole or absent.

    Returns:
        The files written.

    Raises:
        JiheError: the folder cannot be written to, or the disk is full.
    """
    written: list[Path] = []
    with _clear_errors(out_dir):
        out_dir.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            csv_path, parquet_path = out_dir / f"{name}.csv", out_dir / f"{name}.parquet"
            write_text(csv_path, to_csv(name, rows))
            with replacing(parquet_path) as part:
                write_parquet(name, rows, part)
            written += [csv_path, parquet_path]
        book = out_dir / "jihe.xlsx"
        with replacing(book) as part:
            write_workbook(tables, part)
        written.append(book)
    return written


def json_names(results: Sequence[Result]) -> list[str]:
    """A file name for each result: `<safe name>-<sha8>.json`, numbered where that repeats."""
    used: Counter[str] = Counter()
    names: list[str] = []
    for result in results:
        stem = _FORBIDDEN.sub("_", clean(PurePath(result.source.name).stem)).strip("._")
        base = f"{stem[:_NAME_LENGTH] or 'report'}-{result.source.sha256[:8] or 'unread'}"
        # folded: two names that differ in case are one file on Windows and macOS
        used[base.casefold()] += 1
        count = used[base.casefold()]
        names.append(f"{base}.json" if count == 1 else f"{base}-{count}.json")
    return names


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
def _clear_errors(out_dir: Path) -> Iterator[None]:
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
