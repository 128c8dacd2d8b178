"""Archives as folders: their members under limits, whatever strangers put into them."""

from __future__ import annotations

import io
import random
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.discover import entries
from tests.archive_tools import Members, Unpack, rar, raw_zip, runner, seven, tarred, zipped

ROUNDS = 40


@pytest.fixture
def unpack(tmp_path: Path) -> Unpack:
    return runner(tmp_path)


TREE: Members = {
    "街道/自评表.docx": b"PK\x03\x04 damaged",
    "b.txt": b"b",
    "空.txt": b"",
    "a.pdf": b"%PDF-",
    "图.jpg": b"no report",
    "__MACOSX/._a.pdf": b"x",
    "Thumbs.db": b"x",
    "~$b.docx": b"x",
    ".git/a.txt": b"x",
    "页.html": b"<p>",
    "页_files/ad.html": b"<p>",
}
TAKEN = ["a.pdf", "b.txt", "空.txt", "街道/自评表.docx", "页.html"]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.zip", zipped),
        ("a.tar", tarred),
        ("a.tar.gz", lambda tree: tarred(tree, "w:gz")),
        ("a.tgz", lambda tree: tarred(tree, "w:gz")),
        ("a.tar.bz2", lambda tree: tarred(tree, "w:bz2")),
        ("a.tar.xz", lambda tree: tarred(tree, "w:xz")),
        ("a.7z", seven),
        ("a.zip", seven),
        ("a.7z", zipped),
    ],
)
def test_an_archive_is_a_folder_whatever_its_suffix(
    unpack: Unpack, name: str, make: Callable[[Members], bytes]
) -> None:
    run = unpack(name, make(TREE))
    assert list(run.read) == [f"{name}/{member}" for member in TAKEN]
    assert run.read == {f"{name}/{member}": TREE[member] for member in TAKEN}
    assert not run.problems


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_the_other_methods_of_zip(unpack: Unpack, method: int) -> None:
    assert unpack("a.zip", zipped({"a.txt": b"x" * 99_999}, method)).read == {
        "a.zip/a.txt": b"x" * 99_999
    }


def field(raw: bytes, name: str, crc: int | None = None) -> bytes:
    body = struct.pack("<BI", 1, zlib.crc32(raw) if crc is None else crc) + name.encode()
    return struct.pack("<HH", 0x7075, len(body)) + body


@pytest.mark.parametrize(
    ("raw", "extra", "flags"),
    [
        ("报告.txt".encode("gb18030"), b"", 0),
        ("报告.txt".encode(), b"", 0),
        ("报告.txt".encode(), b"", 0x800),
        (b"__.txt", field(b"__.txt", "报告.txt"), 0),
        ("报告.txt".encode("gb18030"), field(b"other", "错.txt"), 0),
    ],
)
def test_names_in_zip_are_read_as_they_were_meant(
    unpack: Unpack, raw: bytes, extra: bytes, flags: int
) -> None:
    run = unpack("a.zip", raw_zip((raw, b"x", extra), flags=flags))
    assert run.read == {"a.zip/报告.txt": b"x"}


def test_a_second_byte_of_gbk_is_no_backslash(unpack: Unpack) -> None:
    raw = "街道\\乗.txt".encode("gb18030")  # 乗 is 81 5C
    assert raw.count(b"\\") == 2
    assert unpack("a.zip", raw_zip((raw, b"x", b""))).read == {"a.zip/街道/乗.txt": b"x"}


def test_names_in_gbk_in_tar(unpack: Unpack) -> None:
    run = unpack("a.tar", tarred({"报告.txt": b"x"}, encoding="gb18030"))
    assert run.read == {"a.tar/报告.txt": b"x"}


@pytest.mark.parametrize("make", [zipped, tarred])
def test_members_never_choose_where_they_are_put(
    unpack: Unpack, tmp_path: Path, make: Callable[[Members], bytes]
) -> None:
    names = ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a\x1b[2J\u202e.txt"]
    run = unpack("a.zip", make(dict.fromkeys(names, b"x")))
    assert len(run.read) == 4
    assert all(name.isprintable() for name in run.read)
    assert not [path for path in tmp_path.rglob("*evil*") if path.is_file()]


def patched_7z(members: Members, old: bytes, new: bytes, *, header: bool) -> bytes:
    """A 7z archive of stored members with bytes exchanged, the digests of its header made good."""
    py7zr = pytest.importorskip("py7zr")
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", filters=[{"id": py7zr.FILTER_COPY}]) as file:
        file.set_encoded_header_mode(False)
        for name, data in members.items():
            file.writestr(data, name)
    data = buffer.getvalue()
    assert data.count(old) == 1
    changed = bytearray(data.replace(old, new))
    if header:
        offset, size = struct.unpack_from("<QQ", changed, 12)
        struct.pack_into("<I", changed, 28, zlib.crc32(changed[32 + offset :][:size]))
        struct.pack_into("<I", changed, 8, zlib.crc32(changed[12:32]))
    return bytes(changed)


def test_a_7z_that_points_outside_is_refused(unpack: Unpack, tmp_path: Path) -> None:
    old, new = ("/evil.txt".join((two, "")).encode("utf-16-le") for two in ("zz", ".."))
    data = patched_7z({"zz/evil.txt": b"x", "b.txt": b"b"}, old, new, header=True)
    run = unpack("a.7z", data)
    assert run.read == {"a.7z/b.txt": b"b"}
    assert run.problems == {"a.7z/../evil.txt": "damaged"}
    assert not [path for path in tmp_path.rglob("*evil*") if path.is_file()]


def test_a_damaged_member_of_7z_does_not_stop_the_rest(unpack: Unpack) -> None:
    members = {"a.txt": b"first", "b.txt": b"second", "c.txt": b"third"}
    run = unpack("a.7z", patched_7z(members, b"second", b"sEcond", header=False))
    assert run.read == {"a.7z/a.txt": b"first", "a.7z/c.txt": b"third"}
    assert run.problems == {"a.7z/b.txt": "damaged"}


def test_archives_in_archives_up_to_a_depth(unpack: Unpack) -> None:
    data = zipped({"里.txt": b"x"})
    for _ in range(3):
        data = zipped({"z.zip": data, "a.txt": b"a"})
    run = unpack("a.zip", data)
    assert list(run.read) == ["a.zip/a.txt", "a.zip/z.zip/a.txt", "a.zip/z.zip/z.zip/a.txt"]
    assert run.problems == {"a.zip/z.zip/z.zip/z.zip": "archive_limit"}
    assert not list(run.scratch.rglob("*.zip")), "archives in archives are deleted"


def test_tar_in_zip(unpack: Unpack) -> None:
    run = unpack("a.zip", zipped({"b.tar.gz": tarred({"c.txt": b"c"}, "w:gz")}))
    assert run.read == {"a.zip/b.tar.gz/c.txt": b"c"}


def test_office_files_are_no_archives(unpack: Unpack) -> None:
    word = zipped({"[Content_Types].xml": b"", "word/document.xml": b""})
    run = unpack("a.zip", zipped({"自评表.docx": word, "坏.xlsx": zipped({"a.txt": b""})}))
    assert list(run.read) == ["a.zip/坏.xlsx", "a.zip/自评表.docx"]
    assert list(unpack("a.zip", word).read) == ["a.zip"]
    assert list(unpack("a.docx", zipped({"a.txt": b""})).read) == ["a.docx"]


def test_an_archive_under_the_name_of_a_report_is_opened(unpack: Unpack) -> None:
    assert list(unpack("报告.pdf", zipped({"a.txt": b"x"})).read) == ["报告.pdf/a.txt"]


def bomb(size: int) -> bytes:
    return bytes(size * 1024**2)


@pytest.mark.parametrize("make", [zipped, lambda tree: tarred(tree, "w:gz"), seven])
def test_bombs_do_not_go_off(unpack: Unpack, make: Callable[[Members], bytes]) -> None:
    run = unpack("a.zip", make({"bomb.txt": bomb(40), "a.txt": b"a"}))
    assert "archive_limit" in run.problems.values()
    assert "bomb.txt" not in "".join(run.read)
    assert sum(path.stat().st_size for path in run.scratch.rglob("*.*")) < 1024**2


@pytest.mark.parametrize("make", [zipped, tarred, seven])
def test_a_member_that_is_too_large_is_left_out(
    unpack: Unpack, make: Callable[[Members], bytes]
) -> None:
    run = unpack(
        "a.zip", make({"a.txt": b"a", "b.txt": bomb(2), "c.txt": b"c"}), max_member_bytes=9999
    )
    assert run.read == {"a.zip/a.txt": b"a", "a.zip/c.txt": b"c"}
    assert run.problems == {"a.zip/b.txt": "too_large"}


@pytest.mark.parametrize("make", [zipped, tarred, seven])
def test_the_limit_on_all_that_is_unpacked(
    unpack: Unpack, make: Callable[[Members], bytes]
) -> None:
    inner = make({f"{n}.txt": bomb(1) for n in range(4)})
    run = unpack("a.zip", zipped({"b.zip": inner, "c.txt": b"c"}), max_total_bytes=2_900_000)
    assert run.problems == {"a.zip": "archive_limit"}
    assert len(run.read) <= 2


@pytest.mark.parametrize("make", [zipped, tarred, seven])
def test_the_limit_on_entries(unpack: Unpack, make: Callable[[Members], bytes]) -> None:
    run = unpack("a.zip", make({f"{n}.txt": b"x" for n in range(9)}), max_entries=8)
    assert run.problems == {"a.zip": "archive_limit"}
    assert "8 个" in run.messages[0]


def test_links_and_devices_in_tar_are_refused(unpack: Unpack) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as file:
        for name, kind in (
            ("a.txt", tarfile.SYMTYPE),
            ("b.txt", tarfile.LNKTYPE),
            ("c.txt", tarfile.CHRTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            file.addfile(info)
    run = unpack("a.tar", buffer.getvalue())
    assert not run.read
    assert run.problems == {f"a.tar/{name}.txt": "unsupported" for name in "abc"}


def test_links_in_zip_are_refused(unpack: Unpack) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        info = zipfile.ZipInfo("a.txt")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        file.writestr(info, "/etc/passwd")
    assert unpack("a.zip", buffer.getvalue()).problems == {"a.zip/a.txt": "unsupported"}


def test_an_encrypted_member_does_not_stop_the_rest(unpack: Unpack) -> None:
    data = bytearray(zipped({"a.txt": b"a", "b.txt": b"b"}))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    run = unpack("a.zip", bytes(data))
    assert run.read == {"a.zip/b.txt": b"b"}
    assert run.problems == {"a.zip/a.txt": "encrypted"}


def test_an_encrypted_7z(unpack: Unpack) -> None:
    assert unpack("a.7z", seven({"a.txt": b"a"}, password="x")).problems == {"a.7z": "encrypted"}  # noqa: S106


def test_a_damaged_member_does_not_stop_the_rest(unpack: Unpack) -> None:
    data = zipped({"a.txt": b"first", "b.txt": b"b"}, zipfile.ZIP_STORED).replace(
        b"first", b"fIrst"
    )
    run = unpack("a.zip", data)
    assert run.read == {"a.zip/b.txt": b"b"}
    assert run.problems == {"a.zip/a.txt": "damaged"}
    assert not list(run.scratch.rglob("00000001.txt"))


def test_an_unknown_method_says_so(unpack: Unpack) -> None:
    data = bytearray(zipped({"a.txt": b"a"}, zipfile.ZIP_STORED))
    data[data.find(b"PK\x01\x02") + 10] = 9
    run = unpack("a.zip", bytes(data))
    assert run.problems == {"a.zip/a.txt": "unsupported"}
    assert "Deflate64" in run.messages[0]


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.zip", zipped), ("a.7z", seven), ("a.tar.gz", lambda tree: tarred(tree, "w:gz"))],
)
def test_a_truncated_archive_is_a_problem(
    unpack: Unpack, name: str, make: Callable[[Members], bytes]
) -> None:
    data = make({"a.txt": bytes(range(256)) * 99, "b.txt": b"b"})
    assert unpack(name, data[: len(data) * 2 // 3]).problems == {name: "damaged"}


def test_what_stands_before_the_damage_of_a_tar_is_read(unpack: Unpack) -> None:
    data = tarred({"a.txt": b"a", "b.txt": b"b" * 9999})
    run = unpack("a.tar", data[:3000])
    assert run.read == {"a.tar/a.txt": b"a"}
    assert run.problems == {"a.tar": "damaged"}


def test_a_damaged_header_in_a_tar_is_not_its_end(unpack: Unpack) -> None:
    data = bytearray(tarred({"a.txt": b"a", "b.txt": b"b", "c.txt": b"c"}))
    data[1024 + 150] ^= 1
    run = unpack("a.tar", bytes(data))
    assert run.read == {"a.tar/a.txt": b"a"}
    assert run.problems == {"a.tar": "damaged"}


@pytest.mark.parametrize("kind", ["zip", "tar", "tgz", "7z", "rar"])
def test_damage_of_any_kind_never_raises(unpack: Unpack, kind: str) -> None:
    tree = {"a.txt": b"a" * 99, "街道/b.txt": b"b" * 9, "c.zip": zipped({"d.txt": b"d"})}
    data = {
        "zip": lambda: zipped(tree),
        "tar": lambda: tarred(tree),
        "tgz": lambda: tarred(tree, "w:gz"),
        "7z": lambda: seven(tree),
        "rar": lambda: rar(*((name.encode(), content) for name, content in tree.items())),
    }[kind]()
    chance = random.Random(kind)  # noqa: S311
    for _ in range(ROUNDS):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            broken[chance.randrange(6, len(broken))] = chance.choice((0, 1, 0x7F, 0xFF))
        unpack(f"a.{kind}", bytes(broken))


def test_a_file_that_is_no_archive_is_named(unpack: Unpack) -> None:
    assert unpack("a.zip", b"<html>").problems == {"a.zip": "damaged"}
    assert unpack("a.txt.gz", b"<html>").problems == {"a.txt.gz": "damaged"}
    log = unpack("日志.gz", b"<html>")
    assert not log.problems
    assert not log.read


def test_an_empty_zip_holds_nothing(unpack: Unpack) -> None:
    run = unpack("a.zip", zipped({}))
    assert not run.read
    assert not run.problems


def test_zip64(unpack: Unpack) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file, file.open("a.txt", "w", force_zip64=True) as member:
        member.write(b"a")
    assert unpack("a.zip", buffer.getvalue()).read == {"a.zip/a.txt": b"a"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_members_of_one_name_are_all_read(unpack: Unpack, kind: str) -> None:
    buffer = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr("a.txt", b"1")
            file.writestr("a.txt", b"2")
        data = buffer.getvalue()
    else:
        data = tarred({"a.txt": b"1"})[:1024] + tarred({"a.txt": b"2"})
    run = unpack("a.zip", data)
    assert run.read == {"a.zip/a.txt": b"1", "a.zip/a.txt（同名第2个）": b"2"}


def test_stored_members_of_rar_need_no_tool(unpack: Unpack) -> None:
    pytest.importorskip("rarfile")
    run = unpack("a.rar", rar(("报告.txt".encode("gb18030"), b"x"), (b"dir\\b.txt", b"b")))
    assert run.read == {"a.rar/dir/b.txt": b"b", "a.rar/报告.txt": b"x"}


def test_rar_without_a_tool_says_what_to_install(
    unpack: Unpack, monkeypatch: pytest.MonkeyPatch
) -> None:
    rarfile = pytest.importorskip("rarfile")

    def absent(*_: object, **__: object) -> None:
        raise rarfile.RarCannotExec("no tool")

    monkeypatch.setattr(rarfile, "tool_setup", absent)
    run = unpack("a.rar", rar((b"a.txt", b"x"), method=0x33))
    assert run.problems == {"a.rar": "unsupported"}
    assert "unrar" in run.messages[0]


def test_an_encrypted_member_of_rar(unpack: Unpack) -> None:
    pytest.importorskip("rarfile")
    run = unpack("a.rar", rar((b"a.txt", b"x"), flags=4))
    assert run.problems == {"a.rar/a.txt": "encrypted"}


@pytest.mark.parametrize(
    ("module", "name", "data"),
    [("py7zr", "a.7z", b"7z\xbc\xaf\x27\x1c..."), ("rarfile", "a.rar", b"Rar!\x1a\x07\x00...")],
)
def test_without_the_library_the_problem_says_what_to_install(
    unpack: Unpack, monkeypatch: pytest.MonkeyPatch, module: str, name: str, data: bytes
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    run = unpack(name, data)
    assert run.problems == {name: "unsupported"}
    assert "jihe[archives]" in run.messages[0]


def test_members_are_unpacked_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({f"{n}.txt": b"x" for n in range(5)}))
    found = entries([tmp_path / "a.zip"], tmp_path / "scratch")
    next(found)
    assert len(list((tmp_path / "scratch").rglob("*.txt"))) == 1
