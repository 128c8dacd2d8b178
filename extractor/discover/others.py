"""Members of 7z and RAR archives, by libraries that are installed on demand."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from extractor.discover.budget import (
    AGAIN,
    LOCKED,
    Budget,
    RefusedError,
    Unpacked,
    full_disk,
    is_member,
    link_refused,
    split_refused,
    too_many,
)
from extractor.discover.names import Wanted

if TYPE_CHECKING:
    import py7zr
    import rarfile

_INSTALL = "请运行 pip install 'jihe[archives]'，或先解压，再读取其中的文件。"
_TOOL = "请安装 unrar、unar 或 bsdtar 之一后重试，或先解压，再读取其中的文件。"
_VOLUME = re.compile(r"\.part(\d+)\.rar$", re.IGNORECASE)
_BROKEN = "压缩包已损坏或不完整，打不开。"


def unpack_7z(path: Path, budget: Budget) -> Iterator[Unpacked]:
    """Yield the members that are taken, sorted by name; all are unpacked before the first.

    Raises:
        RefusedError: py7zr is not installed; the archive is damaged, encrypted, beyond the limits.
    """
    try:
        import py7zr
    except ImportError as error:
        raise RefusedError("unsupported", "读取 7z 压缩包的组件没有安装。", _INSTALL) from error
    found: list[Unpacked] = []
    end: RefusedError | None = None
    try:
        with path.open("rb") as file, py7zr.SevenZipFile(file) as archive:
            if archive.needs_password():
                raise RefusedError("encrypted", *LOCKED)  # noqa: TRY301
            _seven(archive, path, budget, found)
    except RefusedError as error:
        end = error
    except py7zr.exceptions.PasswordRequired:
        end = RefusedError("encrypted", *LOCKED)
    except py7zr.exceptions.UnsupportedCompressionMethodError:
        end = RefusedError(
            "unsupported", "7z 的压缩方式不能解压。", "请用压缩软件解压，再读取其中的文件。"
        )
    except Exception as error:  # a damaged archive makes py7zr raise whatever there is
        full_disk(error)
        end = RefusedError("damaged", _BROKEN, AGAIN)
    yield from sorted(found, key=lambda each: each[0])
    if end is not None:
        raise end


def _seven(archive: py7zr.SevenZipFile, path: Path, budget: Budget, found: list[Unpacked]) -> None:
    """Unpack the members that are taken, again without the damaged ones if there are some."""
    infos = archive.list()
    if len(infos) > budget.limits.max_entries:
        raise too_many(budget.limits.max_entries)
    wanted = Wanted(info.filename for info in infos)
    digests: dict[str, set[int | None]] = {}
    for info in infos:
        name = info.filename.replace("\\", "/")
        if info.is_directory or not wanted(name):
            continue
        if info.is_symlink:
            found.append((name, link_refused()))
        elif name.startswith("/") or ".." in name.split("/"):
            found.append((name, RefusedError("damaged", "文件名指向压缩包以外，不解压。", AGAIN)))
        else:
            digests.setdefault(info.filename, set()).add(info.crc32)
    for file in archive.files:
        # py7zr stops at the first digest that is wrong; compared here, the rest goes on
        getattr(file, "_file_info", {}).pop("digest", None)
    writers = _Writers(path.stat().st_size, budget, digests)
    try:
        archive.extract(path=writers.base, targets=set(digests), factory=writers.factory())
    except Exception:
        found += writers.done()
        raise
    found += writers.done() + writers.empty()


class _Writers:
    """Where py7zr writes: files of ours, counted; one that becomes too large goes nowhere."""

    def __init__(self, packed: int, budget: Budget, digests: dict[str, set[int | None]]) -> None:
        self.base = budget.base()
        self._digests = digests
        self._names = {os.path.normpath(name): name for name in digests}
        self._packed = packed
        self._budget = budget
        self._total = 0
        self._opened: list[tuple[str, _Sink]] = []

    def factory(self) -> py7zr.io.WriterFactory:
        """The same as py7zr wants it; its classes exist only where it is installed."""
        import py7zr.io

        writers = self

        class Writer(py7zr.io.Py7zIO):
            def __init__(self, sink: _Sink) -> None:
                self._sink = sink

            def write(self, s: Any) -> int:
                return self._sink.write(bytes(s))

            def read(self, size: int | None = None) -> bytes:
                return b""

            def seek(self, offset: int, whence: int = 0) -> int:
                return 0

            def flush(self) -> None:
                return None

            def size(self) -> int:
                return self._sink.size

        class Factory(py7zr.io.WriterFactory):
            def create(self, filename: str) -> py7zr.io.Py7zIO:
                return Writer(writers.sink(filename))

        return Factory()

    def sink(self, filename: str) -> _Sink:
        """A place for the member that py7zr would write to `filename`."""
        name = os.path.relpath(filename, self.base)
        # py7zr adds a number to the second of one name
        known = self._names.get(name) or self._names.get(name.rpartition("_")[0]) or name
        sink = _Sink(known, self._budget, self.count)
        self._opened.append((known, sink))
        return sink

    def count(self, size: int) -> None:
        """Count what all members have, against the size of the archive."""
        self._total += size
        self._budget.check_ratio(self._total, self._packed)

    def done(self) -> list[Unpacked]:
        """The members written, those with a wrong digest as damaged: they may not be whole."""
        done: list[Unpacked] = []
        for name, sink in self._opened:
            sink.close()
            if sink.cut:  # by a limit of the whole archive, which is named once
                sink.path.unlink(missing_ok=True)
                continue
            result: Path | RefusedError = sink.refused or sink.path
            digests = self._digests.get(name, {None})
            if sink.refused is None and not digests & {sink.digest, None}:
                sink.path.unlink(missing_ok=True)
                result = RefusedError("damaged", "压缩包里的这个文件已损坏。", AGAIN)
            done.append((name, result))
        return done

    def empty(self) -> list[Unpacked]:
        """The members without content, which py7zr never writes."""
        done: list[Unpacked] = []
        for name in sorted(self._digests.keys() - {name for name, _ in self._opened}):
            path = self._budget.place(name)
            path.touch()
            done.append((name, path))
        return done


class _Sink:
    """One member as it is written."""

    def __init__(self, name: str, budget: Budget, count: Callable[[int], None]) -> None:
        self.path = budget.place(name)
        self.size = 0
        self.digest = 0
        self.cut = False
        self.refused: RefusedError | None = None
        self._name = name
        self._budget = budget
        self._count = count
        self._file: IO[bytes] = self.path.open("xb")

    def write(self, data: bytes) -> int:
        """Write a piece, or pass over it if the member is refused."""
        self.cut = True
        self._budget.spend(len(data))
        self._count(len(data))
        self.cut = False
        self.size += len(data)
        self.digest = zlib.crc32(data, self.digest)
        if self.refused is None:
            try:
                self._budget.check(self._name, self.size, None)
                self._file.write(data)
            except RefusedError as error:
                self.refused = error
                self.close()
                self.path.unlink(missing_ok=True)
        return len(data)

    def close(self) -> None:
        """Close the file; more than once does no harm."""
        self._file.close()


def unpack_rar(path: Path, budget: Budget) -> Iterator[Unpacked]:
    """Yield the members that are taken, sorted by name.

    Raises:
        RefusedError: rarfile, or a tool that unpacks, is not installed; the archive is damaged or
            beyond the limits.
    """
    try:
        import rarfile
    except ImportError as error:
        raise RefusedError("unsupported", "读取 RAR 压缩包的组件没有安装。", _INSTALL) from error
    rarfile.TRY_ENCODINGS = ("utf8", "gb18030")  # names of RAR 4 that are not in Unicode
    try:
        archive = rarfile.RarFile(str(path), charset="gb18030")
    except rarfile.NeedFirstVolume as error:
        first = _VOLUME.sub(lambda found: f".part{'1'.zfill(len(found[1]))}.rar", path.name)
        if first != path.name and path.with_name(first).exists():
            return  # read together with the first
        raise split_refused() from error
    except rarfile.PasswordRequired as error:
        raise RefusedError("encrypted", *LOCKED) from error
    except Exception as error:  # a damaged archive makes rarfile raise whatever there is
        raise RefusedError("damaged", _BROKEN, AGAIN) from error
    with archive:
        infos = archive.infolist()
        if not infos and archive.needs_password():
            raise RefusedError("encrypted", *LOCKED)
        if len(infos) > budget.limits.max_entries:
            raise too_many(budget.limits.max_entries)
        yield from _rar_members(archive, infos, budget)


def _rar_members(archive: rarfile.RarFile, infos: list[Any], budget: Budget) -> Iterator[Unpacked]:
    import rarfile

    wanted = Wanted(info.filename for info in infos)
    waiting = 0
    for info in sorted(infos, key=lambda each: str(each.filename)):
        name = str(info.filename).replace("\\", "/")
        if info.is_dir() or not wanted(name):
            continue
        try:
            yield name, _rar_member(archive, info, name, budget)
        except rarfile.RarCannotExec:
            waiting += 1
        except (rarfile.PasswordRequired, rarfile.RarWrongPassword):
            yield name, RefusedError("encrypted", *LOCKED)
        except RefusedError as error:
            yield name, is_member(error)
        except (rarfile.Error, OSError, EOFError, ValueError) as error:
            full_disk(error)
            yield name, RefusedError("damaged", "压缩包里的这个文件已损坏。", AGAIN)
    if waiting:
        raise RefusedError(
            "unsupported", f"电脑上没有能解压 RAR 的工具，有 {waiting} 个文件没有取出。", _TOOL
        )


def _rar_member(archive: rarfile.RarFile, info: Any, name: str, budget: Budget) -> Path:
    """Unpack one member."""
    if not info.is_file():
        raise link_refused()
    if info.needs_password():
        raise RefusedError("encrypted", *LOCKED)
    budget.check(name, info.file_size, None)
    with archive.open(info) as source:
        return budget.copy(source, name, info.compress_size)
