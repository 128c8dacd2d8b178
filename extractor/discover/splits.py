"""Archives split into several files: which belong together, and what is done with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from extractor.discover.archives import members, unpacker_of
from extractor.discover.budget import CHUNK, Budget, Entry, RefusedError, full_disk
from extractor.discover.names import printable, readable
from extractor.discover.zips import is_spanned
from extractor.model import Problem

Style = Literal["bytes", "span", "old_rar", "rar"]
_STYLES: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("bytes", re.compile(r"(.+\.(?:zip|7z|rar|tar|tgz|tbz2|txz|gz|bz2|xz))\.(\d{3})", re.IGNORECASE)),
    ("rar", re.compile(r"(.+)\.part(\d{1,4})\.rar", re.IGNORECASE)),
    ("span", re.compile(r"(.+)\.z(\d{2,3})", re.IGNORECASE)),
    ("old_rar", re.compile(r"(.+)\.r(\d{2,3})", re.IGNORECASE)),
)
_ENDING = re.compile(r"\.(?:\d{3}|[zr]\d{2,3}|part\d{1,4}\.rar)$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?=(?:\.rar)?$)", re.IGNORECASE)
_FIRST: dict[Style, int] = {"bytes": 1, "rar": 1, "span": 1, "old_rar": 0}
_WHOLE: dict[Style, str] = {"bytes": "", "span": ".zip", "old_rar": ".rar"}
"""What the file that carries the archive's own name adds to it."""
_AGAIN = "请补齐各卷，放在同一个文件夹里，再运行一次。"


@dataclass(frozen=True, slots=True)
class Split:
    """The volumes of one archive that lie in one folder, in their order.

    `whole` is the file that carries the archive's own name: the last volume of a spanned ZIP, the
    first of an old RAR, and of a byte split the joined archive. `missing` are the names of volumes
    that must exist and do not.
    """

    style: Style
    volumes: tuple[Path, ...]
    whole: Path | None
    missing: tuple[str, ...]

    @property
    def head(self) -> Path | None:
        """The file that stands for all of them; None where the joined archive lies beside them."""
        if self.style == "bytes" and self.whole:
            return None
        return self.whole or self.volumes[0]

    @property
    def first(self) -> Path:
        """The first volume."""
        return self.whole if self.style == "old_rar" and self.whole else self.volumes[0]

    @property
    def files(self) -> tuple[Path, ...]:
        """All files of the set."""
        return (*self.volumes, self.whole) if self.whole else self.volumes


class Volumes:
    """The split archives among the files of one folder."""

    def __init__(self, files: Iterable[Path]) -> None:
        listed = list(files)
        groups: dict[tuple[Style, str], list[tuple[int, Path]]] = {}
        for file in listed:
            volume = None if file.name.startswith((".", "~$")) else _volume(file.name)
            if volume:
                style, key, number = volume
                groups.setdefault((style, key.lower()), []).append((number, file))
        names = {f.name.lower(): f for f in listed if f.is_file()} if groups else {}
        self._of: dict[Path, Split] = {}
        for (style, key), found in groups.items():
            split = _split(style, key, sorted(found), names)
            self._of |= dict.fromkeys(split.files, split)

    def of(self, file: Path) -> Split | None:
        """The set that a file belongs to."""
        return self._of.get(file)

    def takes(self, file: Path, *, usual: bool) -> bool:
        """Whether a file is read: the head of its set, or what is read anyway (`usual`)."""
        split = self._of.get(file)
        if split is None or (split.style == "bytes" and file == split.whole):
            return usual
        return file == split.head


def _volume(name: str) -> tuple[Style, str, int] | None:
    """Style, name of the archive and number of a volume; a number alone (报表.001) is no volume."""
    if not _ENDING.search(name):
        return None
    hits = ((style, pattern.fullmatch(name)) for style, pattern in _STYLES)
    return next(((style, found[1], int(found[2])) for style, found in hits if found), None)


def _split(
    style: Style, key: str, found: list[tuple[int, Path]], names: dict[str, Path]
) -> Split:
    """One set from its numbered volumes; what lies between the numbers and is not there is missing."""
    numbers = [number for number, _ in found]
    last = found[-1][1].name
    gaps = (n for n in range(min(_FIRST[style], numbers[0]), numbers[-1]) if n not in numbers)
    missing = [_numbered(last, n) for n in gaps]
    ending = _WHOLE.get(style)
    whole = names.get(f"{key}{ending}") if ending is not None else None
    if whole is None and ending:
        missing.append(f"{found[0][1].stem}{ending}")
    return Split(style, tuple(file for _, file in found), whole, tuple(missing))


def _numbered(name: str, number: int) -> str:
    """The name of another volume."""
    return _NUMBER.sub(lambda found: f"{number:0{len(found[0])}d}", name)


class Siblings:
    """The split archives beside a file; the last folder looked at is remembered."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._volumes = Volumes(())

    def split(self, file: Path) -> Split | None:
        """The set that a file belongs to."""
        if file.suffix.lower() not in {".zip", ".rar"} and not _volume(file.name):
            return None
        if file.parent != self._folder:
            self._folder = file.parent
            try:
                self._volumes = Volumes(file.parent.iterdir())
            except OSError:  # reading the file will say why
                self._volumes = Volumes(())
        return self._volumes.of(file)


def unsplit(split: Split, folder: Path, budget: Budget) -> Iterator[Entry | Problem] | None:
    """What a split archive holds, or the one problem it gives; None where reading goes on as usual.

    Mere byte splits are joined in `folder`; volumes of RAR are read together by its tools; a
    spanned ZIP is left to the user.
    """
    shown = printable(readable(split.first))
    if split.style == "span" and split.whole and not is_spanned(split.whole):
        return None  # joined already
    if split.missing:
        names = "、".join(map(printable, split.missing[:3])) + ("等" if len(split.missing) > 3 else "")
        return iter((Problem("unsupported", shown, f"分卷压缩包不全，缺 {names}。", _AGAIN),))
    if split.style == "span":
        return iter((_refused(split, shown),))
    return _joined(split, shown, folder, budget) if split.style == "bytes" else None


def _refused(split: Split, shown: str) -> Problem:
    first = printable(split.first.name)
    return Problem(
        "unsupported", shown, f"是分卷压缩包（共 {len(split.files)} 卷），不能直接解压。",
        f"请用 7-Zip 合并或解压（各卷放在一起，第一卷是 {first}），再运行一次。",
    )  # fmt: skip


def _joined(split: Split, shown: str, folder: Path, budget: Budget) -> Iterator[Entry | Problem]:
    """Join a byte split and yield what lies in it; the joined file is deleted at the end."""
    whole = folder / "joined"
    try:
        with whole.open("xb") as target:
            for volume in split.volumes:
                with volume.open("rb") as source:
                    while part := source.read(CHUNK):
                        budget.spend(len(part))
                        target.write(part)
        unpack = unpacker_of(whole, split.volumes[0].stem)
        if unpack is None:
            yield Problem("damaged", shown, "各卷合在一起认不出是哪种压缩包。", _AGAIN)
            return
        for each in members(shown, whole, unpack, budget):
            if isinstance(each, Problem) and each.file == shown and each.kind == "damaged":
                yield replace(each, message="各卷合在一起打不开，可能缺了最后几卷或已损坏。", advice=_AGAIN)
            else:
                yield each
    except RefusedError as error:
        yield error.problem(shown)
    except OSError as error:
        full_disk(error)
        yield Problem("damaged", shown, "分卷压缩包有的卷打不开。", _AGAIN)
    finally:
        whole.unlink(missing_ok=True)
