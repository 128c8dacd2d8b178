"""Archives split into volumes: read as one, or named once with what is to be done."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from extractor.discover import ArchiveLimits, Entry, discover, entries
from extractor.pipeline import extract
from tests.archive_tools import Members, rar, seven, tarred, zipped

TREE: Members = {"街道/自评.txt": b"a" * 700, "b.txt": b"b" * 300}


def cut(data: bytes, parts: int) -> list[bytes]:
    size = -(-len(data) // parts)
    return [data[at : at + size] for at in range(0, len(data), size)]


def put(folder: Path, **files: bytes) -> None:
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)


def found(folder: Path, scratch: Path, *paths: Path, **limits: int) -> tuple[Members, list[str]]:
    """What is read, and the problems as `file: message advice`."""
    read: Members = {}
    problems: list[str] = []
    for each in entries(paths or [folder], scratch, ArchiveLimits(**limits)):
        if isinstance(each, Entry):
            name = each.shown.removeprefix(f"{folder}/")
            assert name not in read
            read[name] = each.path.read_bytes()
        else:
            problems.append(f"{each.file.removeprefix(f'{folder}/')}: {each.message}{each.advice}")
    return read, problems


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "来源"
    made.mkdir()
    return made


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.zip", zipped(TREE)), ("a.tar.gz", tarred(TREE, "w:gz")), ("A.ZIP", zipped(TREE))],
)
def test_a_byte_split_is_read_as_one_archive(folder: Path, tmp_path: Path, name: str, data: bytes) -> None:
    for number, part in enumerate(cut(data, 3), start=1):
        (folder / f"{name}.{number:03d}").write_bytes(part)
    read, problems = found(folder, tmp_path / "s")
    assert read == {f"{name}.001/{member}": content for member, content in TREE.items()}
    assert not problems
    assert not list((tmp_path / "s").rglob("joined"))


def test_a_split_7z_is_read_as_one_archive(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("py7zr")
    for number, part in enumerate(cut(seven(TREE), 2), start=1):
        (folder / f"a.7z.{number:03d}").write_bytes(part)
    read, problems = found(folder, tmp_path / "s")
    assert sorted(read) == ["a.7z.001/b.txt", "a.7z.001/街道/自评.txt"]
    assert not problems


def test_any_volume_that_is_named_stands_for_all_of_them(folder: Path, tmp_path: Path) -> None:
    one, two = cut(zipped(TREE), 2)
    put(folder, a__zip__001=one, a__zip__002=two)
    paths = (folder / "a.zip.002", folder / "a.zip.001", folder)
    read, problems = found(folder, tmp_path / "s", *paths)
    assert sorted(read) == ["a.zip.001/b.txt", "a.zip.001/街道/自评.txt"]
    assert not problems


def test_volumes_beside_the_joined_archive_are_not_read_again(folder: Path, tmp_path: Path) -> None:
    one, two = cut(zipped(TREE), 2)
    put(folder, a__zip__001=one, a__zip__002=two, a__zip=one + two)
    read, problems = found(folder, tmp_path / "s")
    assert sorted(read) == ["a.zip/b.txt", "a.zip/街道/自评.txt"]
    assert not problems


def test_a_missing_volume_is_named(folder: Path, tmp_path: Path) -> None:
    one, _, three = cut(zipped(TREE), 3)
    put(folder, a__zip__001=one, a__zip__003=three, b__txt=b"b")
    read, problems = found(folder, tmp_path / "s")
    assert sorted(read) == ["b.txt"]
    assert len(problems) == 1
    assert problems[0].startswith("a.zip.001: 分卷压缩包不全，缺 a.zip.002。")


def test_a_last_volume_that_is_missing_is_suspected(folder: Path, tmp_path: Path) -> None:
    one, two, _ = cut(zipped(TREE), 3)
    put(folder, a__zip__001=one, a__zip__002=two)
    read, problems = found(folder, tmp_path / "s")
    assert not read
    assert len(problems) == 1
    assert "缺了最后几卷" in problems[0]


def test_joining_keeps_to_the_limit_on_all_that_is_unpacked(folder: Path, tmp_path: Path) -> None:
    for number, part in enumerate(cut(zipped(TREE), 3), start=1):
        (folder / f"a.zip.{number:03d}").write_bytes(part)
    read, problems = found(folder, tmp_path / "s", max_total_bytes=100)
    assert not read
    assert len(problems) == 1
    assert "超过上限" in problems[0]
    assert not list((tmp_path / "s").rglob("joined"))


def spanned(data: bytes, volume: int) -> bytes:
    """The last volume of a spanned ZIP: its end says which volume it is."""
    at = data.rfind(b"PK\x05\x06")
    return data[: at + 4] + struct.pack("<HH", volume, 0) + data[at + 8 :]


def test_a_spanned_zip_is_one_problem_that_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    one, two, three = cut(spanned(zipped(TREE), 2), 3)
    put(folder, a__z01=one, a__z02=two, a__zip=three)
    read, problems = found(folder, tmp_path / "s")
    assert not read
    assert problems == [
        "a.z01: 是分卷压缩包（共 3 卷），不能直接解压。"
        "请用 7-Zip 合并或解压（各卷放在一起，第一卷是 a.z01），再运行一次。"
    ]


def test_a_zip_that_was_joined_is_read_beside_its_old_volumes(folder: Path, tmp_path: Path) -> None:
    put(folder, a__z01=b"old", a__zip=zipped(TREE))
    read, problems = found(folder, tmp_path / "s")
    assert sorted(read) == ["a.zip/b.txt", "a.zip/街道/自评.txt"]
    assert not problems


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (("a.z01", "a.z02"), "a.zip"),
        (("a.r00", "a.r01"), "a.rar"),
        (("a.part2.rar", "a.part3.rar"), "a.part1.rar"),
        (("a.part01.rar", "a.part03.rar"), "a.part02.rar"),
        (("a.7z.002",), "a.7z.001"),
    ],
)
def test_volumes_without_one_of_them_are_one_problem(
    folder: Path, tmp_path: Path, names: tuple[str, ...], missing: str
) -> None:
    for name in names:
        (folder / name).write_bytes(rar((b"b.txt", b"b"), main=0x11))
    read, problems = found(folder, tmp_path / "s")
    assert not read
    assert len(problems) == 1
    assert problems[0].startswith(f"{names[0]}: 分卷压缩包不全，缺 {missing}。")


def test_volumes_of_rar_are_read_with_the_first(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("rarfile")
    put(folder, a__part1__rar=rar((b"a.txt", b"a")), a__part2__rar=rar((b"b.txt", b"b"), main=0x11))
    paths = (folder / "a.part1.rar", folder / "a.part2.rar")
    assert found(folder, tmp_path / "s", *paths) == ({"a.part1.rar/a.txt": b"a"}, [])
    assert found(folder, tmp_path / "t") == ({"a.part1.rar/a.txt": b"a"}, [])


def test_old_volumes_of_rar_are_read_with_the_first(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("rarfile")
    put(folder, a__rar=rar((b"a.txt", b"a")), a__r00=rar((b"b.txt", b"b"), main=0x11))
    assert found(folder, tmp_path / "s") == ({"a.rar/a.txt": b"a"}, [])


def test_other_names_with_numbers_are_no_volumes(folder: Path, tmp_path: Path) -> None:
    put(folder, 报表__001=b"x", x__zip__2023=b"x", z01=b"x", notes__r=b"x", b__txt=b"b")
    assert found(folder, tmp_path / "s") == ({"b.txt": b"b"}, [])
    assert [path.name for path in discover([folder])] == ["b.txt"]


def test_a_volume_named_by_the_user_is_read_by_extract_as_any_file(folder: Path) -> None:
    put(folder, a__zip__001=zipped(TREE)[:50])
    (result,) = extract(folder / "a.zip.001")
    assert result.problems
