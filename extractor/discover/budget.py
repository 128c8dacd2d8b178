"""What unpacking may cost, and why a member or an archive is not unpacked."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from extractor.discover.names import ARCHIVES, SUFFIXES, suffix_of
from extractor.errors import JiheError
from extractor.model import Problem
from extractor.model.document import ProblemKind

CHUNK = 256 * 1024
_RATIO_FROM = 16 * 1024**2
"""Below this size even blank, endlessly repeated rows are harmless."""

AGAIN = "请重新下载或让报送单位重新打包后再试。"
LOCKED = ("压缩包设有密码。", "请解压后再读取，或重新打包且不设密码。")
SPLIT = "请确认压缩包来源可靠；确是报告的，请解压后用文件夹运行。"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file to read: its name for people, and where its bytes lie now."""

    shown: str
    path: Path


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How far archives are unpacked. Sizes are in bytes, unpacked."""

    max_entries: int = 20_000
    """Entries of one archive, those not taken included."""
    max_depth: int = 3
    """An archive in an archive in an archive."""
    max_total_bytes: int = 20 * 1024**3
    """All that is unpacked of one archive and those inside it."""
    max_member_bytes: int = 200 * 1024**2
    max_ratio: int = 200
    """Unpacked size to packed size."""


DEFAULT_ARCHIVE_LIMITS = ArchiveLimits()


class RefusedError(Exception):
    """Why a member, or all that is left of an archive, is not unpacked."""

    def __init__(self, kind: ProblemKind, message: str, advice: str) -> None:
        super().__init__(message)
        self.kind: ProblemKind = kind
        self.message = message
        self.advice = advice

    def problem(self, shown: str) -> Problem:
        """The same as a `Problem` of one member or archive."""
        return Problem(self.kind, shown, self.message, self.advice)


class ExhaustedError(RefusedError):
    """A limit of the whole archive: nothing more of the archive named by the user is unpacked."""


def is_member(error: RefusedError) -> RefusedError:
    """The refusal of one member; that of all the rest is raised again."""
    if isinstance(error, ExhaustedError):
        raise error
    return error


def full_disk(error: Exception) -> None:
    """Raise an error that is not the fault of the archive: no room to unpack."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        raise JiheError("磁盘空间不足，压缩包不能继续解压；请清理磁盘后重试。") from error


def link_refused() -> RefusedError:
    """The refusal of a link or a device."""
    return RefusedError(
        "unsupported", "是指向别处的链接或设备，不解压。", "请把链接所指的文件本身打包。"
    )


def split_refused() -> RefusedError:
    """The refusal of one volume of a split archive."""
    return RefusedError(
        "unsupported", "是分卷压缩包，不能直接解压。", "请用压缩软件合并解压，再读取其中的文件。"
    )


def too_many(limit: int) -> RefusedError:
    """The refusal of an archive with too many entries."""
    return RefusedError("archive_limit", f"压缩包里的文件超过上限 {limit} 个。", SPLIT)


class Budget:
    """What is left to unpack of one archive named by the user, and where members are put."""

    def __init__(self, scratch: Path, limits: ArchiveLimits) -> None:
        self.limits = limits
        self._scratch = scratch
        self._spent = 0
        self._files = 0

    def base(self) -> Path:
        """The folder that members are put in, absolute."""
        return self._scratch.resolve()

    def place(self, name: str) -> Path:
        """A new path for a member: nothing of its own name but a suffix that we know."""
        self._files += 1
        suffix = suffix_of(name)
        return self._scratch / f"{self._files:08d}{suffix if suffix in SUFFIXES | ARCHIVES else ''}"

    def spend(self, size: int) -> None:
        """Count what was unpacked.

        Raises:
            ExhaustedError: more than may be unpacked in all.
        """
        self._spent += size
        if self._spent > self.limits.max_total_bytes:
            raise ExhaustedError(
                "archive_limit",
                f"解压后总共超过上限 {self.limits.max_total_bytes / 1024**2:.0f} MB，其余不再解压。",
                SPLIT,
            )

    def check(self, name: str, size: int, packed: int | None) -> None:
        """Compare the size of one member with the limits.

        Raises:
            RefusedError: the member is too large; `packed` is its packed size if known.
        """
        limits = self.limits
        if size > limits.max_member_bytes and suffix_of(name) not in ARCHIVES:
            raise RefusedError(
                "too_large",
                f"解压后超过上限 {limits.max_member_bytes / 1024**2:.0f} MB。",
                "请拆分文件或降低图片清晰度后重试。",
            )
        if packed is not None:
            self.check_ratio(size, packed)

    def check_ratio(self, size: int, packed: int) -> None:
        """Compare unpacked and packed size, of a member or of all.

        Raises:
            RefusedError: a bomb.
        """
        ratio = self.limits.max_ratio
        if size > _RATIO_FROM and size > ratio * max(packed, 1):
            raise RefusedError(
                "archive_limit", f"解压后的大小超过压缩大小的 {ratio} 倍，疑似压缩炸弹。", SPLIT
            )

    def copy(self, source: IO[bytes], name: str, packed: int | None, chunk: int = CHUNK) -> Path:
        """Unpack one member piece by piece; no declared size is trusted.

        Raises:
            RefusedError: it is larger than the limits allow; nothing is left of it.
        """
        path = self.place(name)
        size = 0
        try:
            with path.open("xb") as target:
                while part := source.read(chunk):
                    size += len(part)
                    self.spend(len(part))
                    self.check(name, size, packed)
                    target.write(part)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path


Unpacked = tuple[str, "Path | RefusedError"]
"""The name of a member with forward slashes, and its file or why there is none."""
