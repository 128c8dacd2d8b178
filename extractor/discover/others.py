"""Members of 7z and RAR archives, by libraries that are installed on demand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.discover.budget import Budget, RefusedError, Unpacked


def unpack_7z(path: Path, budget: Budget) -> Iterator[Unpacked]:
    """Refuse."""
    raise RefusedError("unsupported", "内容是 7z 压缩包。", "请先解压，再读取其中的文件。")
    yield


def unpack_rar(path: Path, budget: Budget) -> Iterator[Unpacked]:
    """Refuse."""
    raise RefusedError("unsupported", "内容是 RAR 压缩包。", "请先解压，再读取其中的文件。")
    yield
