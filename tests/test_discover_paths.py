"""Several paths at once: globs, the same file twice, remote files."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.discover import ArchiveLimits, Entry, discover, entries
from extractor.errors import JiheError

fsspec = pytest.importorskip("fsspec")


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def shown(paths: list[Path | str], scratch: Path, **limits: int) -> list[str]:
    return [
        each.shown if isinstance(each, Entry) else f"{each.kind}: {each.file}"
        for each in entries(paths, scratch, ArchiveLimits(**limits))
    ]


def test_entries_of_a_folder_are_what_discover_finds(tmp_path: Path) -> None:
    touch(tmp_path, "b.txt", "a.pdf", "c/d.PDF", ".h/a.txt", "notes.md")
    assert shown([tmp_path], tmp_path / "s") == [str(path) for path in discover([tmp_path])]


def test_what_is_unpacked_is_not_found_again(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("a.txt", "x")
    assert shown([tmp_path], tmp_path / "z") == [str(tmp_path / "a.zip") + "/a.txt"]


def test_globs_are_expanded_in_order(tmp_path: Path) -> None:
    touch(tmp_path, "b.txt", "a.txt", "c/d.txt", "c/e/f.txt", "x.pdf")
    found = shown([f"{tmp_path}/**/*.txt"], tmp_path.parent / "s")
    inner = [name.removeprefix(f"{tmp_path}{os.sep}") for name in found]
    assert [name.replace(os.sep, "/") for name in inner] == [
        "a.txt",
        "b.txt",
        "c/d.txt",
        "c/e/f.txt",
    ]


def test_a_name_with_brackets_that_exists_is_no_glob(tmp_path: Path) -> None:
    touch(tmp_path, "报告[1].txt", "报告1.txt")
    assert shown([tmp_path / "报告[1].txt"], tmp_path / "s") == [str(tmp_path / "报告[1].txt")]


def test_a_glob_without_a_match_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(JiheError, match="找不到文件或文件夹"):
        next(entries([f"{tmp_path}/*.pdf"], tmp_path / "s"))


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt", "b.txt")
    paths: list[Path | str] = [tmp_path / "b.txt", tmp_path, tmp_path / "." / "a.txt"]
    assert [Path(name).name for name in shown(paths, tmp_path / "s")] == ["b.txt", "a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights differ on Windows")
def test_a_broken_link_and_an_unreadable_archive_are_left_to_the_reader(tmp_path: Path) -> None:
    (tmp_path / "a.zip").symlink_to(tmp_path / "没有.zip")
    (tmp_path / "b.txt").symlink_to(tmp_path / "没有.txt")
    assert [Path(name).name for name in shown([tmp_path], tmp_path / "s")] == ["a.zip", "b.txt"]


@pytest.fixture
def memory() -> Iterator[object]:
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]
    yield filesystem
    filesystem.store.clear()


def put(memory: object, name: str, data: bytes = b"x") -> None:
    memory.pipe(name, data)  # type: ignore[attr-defined]


def test_remote_files_are_fetched_one_at_a_time(memory: object, tmp_path: Path) -> None:
    for name in ("/库/b.txt", "/库/a.txt", "/库/街道/c.pdf", "/库/.h.txt", "/库/x.md"):
        put(memory, name)
    found = entries(["memory://库"], tmp_path)
    first = next(found)
    assert isinstance(first, Entry)
    assert first.shown == "memory://库/a.txt"
    assert first.path.read_bytes() == b"x"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    assert [each.shown for each in found if isinstance(each, Entry)] == [
        "memory://库/b.txt",
        "memory://库/街道/c.pdf",
    ]


def test_a_remote_file_a_remote_glob_and_a_path_that_lost_a_slash(
    memory: object, tmp_path: Path
) -> None:
    put(memory, "/库/a.txt")
    put(memory, "/库/b.txt")
    put(memory, "/库/无后缀")
    assert shown(["memory://库/无后缀"], tmp_path) == ["memory://库/无后缀"]
    both = ["memory://库/a.txt", "memory://库/b.txt"]
    assert shown(["memory://库/*.txt"], tmp_path) == both
    assert shown([Path("memory://库/a.txt")], tmp_path) == both[:1]


def test_a_remote_archive_is_a_folder(memory: object, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("街道/a.txt", "x")
    put(memory, "/库/a.zip", (tmp_path / "a.zip").read_bytes())
    assert shown(["memory://库"], tmp_path / "s") == ["memory://库/a.zip/街道/a.txt"]


def test_a_remote_file_that_is_too_large(memory: object, tmp_path: Path) -> None:
    put(memory, "/库/a.txt", bytes(100))
    assert shown(["memory://库/a.txt"], tmp_path, max_member_bytes=99) == [
        "too_large: memory://库/a.txt"
    ]


@pytest.mark.parametrize("path", ["memory://没有.txt", "memory://没有/*.txt"])
def test_a_remote_path_that_is_missing_is_wrong_use(
    memory: object, tmp_path: Path, path: str
) -> None:
    with pytest.raises(JiheError, match="找不到文件或文件夹"):
        next(entries([path], tmp_path))


def test_a_remote_file_that_disappears_is_a_problem(memory: object, tmp_path: Path) -> None:
    put(memory, "/库/a.txt")
    put(memory, "/库/b.txt")
    found = entries(["memory://库"], tmp_path)
    next(found)
    memory.rm("/库/b.txt")  # type: ignore[attr-defined]
    assert [getattr(each, "kind", "") for each in found] == ["missing"]


@pytest.mark.parametrize("module", ["fsspec", "fsspec.core"])
def test_without_fsspec_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(JiheError, match=r"pip install 'jihe\[remote\]'"):
        next(entries(["s3://bucket/a.pdf"], tmp_path))


def test_what_gives_access_is_not_shown() -> None:
    from extractor.discover.remote import shown_url

    assert shown_url("https://u:p@a.cn/报告.pdf?sign=1") == "https://a.cn/报告.pdf"
