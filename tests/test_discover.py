"""What is found in folders, and what a file is by its content."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.discover import discover, identify, readable, sniff
from extractor.errors import JiheError


def archive(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for member in members:
            file.writestr(member, "x")
    return buffer.getvalue()


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_folders_are_walked_in_sorted_order(tmp_path: Path) -> None:
    touch(tmp_path, "b.txt", "a.pdf", "c/d.PDF", "c/a.docx", "e.htm", "e.html", "报告.pdf")
    found = [path.relative_to(tmp_path).as_posix() for path in discover([tmp_path])]
    assert found == ["a.pdf", "b.txt", "c/a.docx", "c/d.PDF", "e.htm", "e.html", "报告.pdf"]


def test_hidden_locked_and_other_files_are_skipped_in_folders(tmp_path: Path) -> None:
    touch(tmp_path, ".hidden.pdf", "~$report.pdf", ".git/a.txt", "notes.md", "a.zip", "good.pdf")
    assert [path.name for path in discover([str(tmp_path)])] == ["good.pdf"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.XLSM", "a.xls", "a.et", "a.csv"])
def test_workbooks_are_found_in_folders(tmp_path: Path, name: str) -> None:
    touch(tmp_path, name)
    assert [path.name for path in discover([tmp_path])] == [name]


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.OFD", "a.rtf", "a.xlsb"])
def test_reports_that_cannot_be_read_yet_are_not_left_out_of_a_folder(
    tmp_path: Path, name: str
) -> None:
    touch(tmp_path, name)
    assert [path.name for path in discover([tmp_path])] == [name]


def test_the_pieces_of_a_saved_page_are_no_files_of_their_own(tmp_path: Path) -> None:
    touch(
        tmp_path,
        "报告.html",
        "报告_files/ad.html",
        "报告.files/a.htm",
        "报告/b.htm",
        "b_files/c.htm",
    )
    found = [path.relative_to(tmp_path).as_posix() for path in discover([tmp_path])]
    assert found == ["b_files/c.htm", "报告/b.htm", "报告.html"]


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    touch(tmp_path, "report.dat", ".hidden")
    named = [tmp_path / "report.dat", tmp_path / ".hidden"]
    assert list(discover(named)) == named


def test_a_missing_path_is_wrong_use_before_anything_is_yielded(tmp_path: Path) -> None:
    touch(tmp_path, "a.pdf")
    with pytest.raises(JiheError, match="找不到文件或文件夹"):
        next(discover([tmp_path / "a.pdf", tmp_path / "没有.pdf"]))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_to_folders_do_not_loop(tmp_path: Path) -> None:
    touch(tmp_path, "a.pdf")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [path.name for path in discover([tmp_path])] == ["a.pdf"]


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_names_in_gbk_are_shown_readable() -> None:
    path = Path(os.fsdecode("报告.pdf".encode("gb18030")))
    assert readable(path) == "报告.pdf"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (b"junk\r\n" * 50 + b"%PDF-1.4", "application/pdf"),
        (b" " * 2000 + b"%PDF-1.4", "text/plain"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (archive("word/document.xml"), "word"),
        (archive("xl/workbook.xml"), "sheet"),
        (archive("xl/workbook.bin"), "sheet.binary"),
        (archive("OFD.xml"), "application/ofd"),
        (archive("a.bin", "[Content_Types].xml", "Word\\Document.xml"), "word"),
        (archive("[Content_Types].xml", "word/document2.xml"), "word"),
        (archive("word/styles.xml", "a" * 900)[:99], "application/zip"),
        (archive("word/document.xml", "a" * 900)[:99], "word"),
        (archive("a.txt", "word/a.txt"), "application/zip"),
        (b"PK\x03\x04 no archive", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "application/x-ole-storage"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "text/html"),
        (b"<?xml version='1.0'?>\n<html>", "text/html"),
        (b"<!-- saved from url=(0014)about:internet -->\r\n<HTML>", "text/html"),
        (b"<meta charset=gbk><p>", "text/html"),
        (b"<table class=a><tr>", "text/html"),
        (("\ufeff<html>" + "年" * 900).encode("utf-16-le"), "text/html"),
        (b"<?xml version='1.0'?>\n<w/>", "application/xml"),
        (b"<?xml version='1.0'?>\n<table/>", "application/xml"),
        (b"<pre-tax profit", "text/plain"),
        (
            b"From: <Saved by>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;",
            "multipart",
        ),
        ("一、基本概况".encode(), "text/plain"),
        ("一、基本概况".encode("gb18030"), "text/plain"),
        ("一、a\n".encode("utf-16"), "text/plain"),
        (b"", "text/plain"),
        (bytes(range(256)), "application/octet-stream"),
        (b"\x01\x02\x03\x04 abc", "application/octet-stream"),
    ],
)
def test_the_media_type_comes_from_the_content(data: bytes, media_type: str) -> None:
    assert media_type in sniff(data)


def test_a_source_is_identified_by_its_digest() -> None:
    source = identify(Path("x/报告.txt"), b"abc")
    assert source.name == "报告.txt"
    assert source.size == 3
    assert source.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert source.media_type == "text/plain"


def compound(*names: str, inside: str = "") -> bytes:
    """A compound file whose root holds streams, and a folder that holds one more."""
    nothing = 0xFFFFFFFF

    def entry(name: str, kind: int, left: int, right: int, child: int) -> bytes:
        head = name.encode("utf-16-le").ljust(64, b"\0")
        length = 2 * len(name) + 2
        return struct.pack("<64sHBBIII", head, length, kind, 1, left, right, child).ljust(
            128, b"\0"
        )

    kinds = [(name, 2) for name in names] + [("ObjectPool", 1)]
    entries = [entry("Root Entry", 5, nothing, nothing, 1)]
    for number, (name, kind) in enumerate(kinds, start=1):
        following = number + 1 if number < len(kinds) else nothing
        child = len(kinds) + 1 if kind == 1 else nothing
        entries.append(entry(name, kind, nothing, following, child))
    entries.append(entry(inside, 2, nothing, nothing, nothing))
    directory = b"".join(entries)
    sectors = -(-len(directory) // 512)
    chain = [*range(2, sectors + 1), 0xFFFFFFFE]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + struct.pack("<H", 9)
    header = header.ljust(48, b"\0") + struct.pack("<I", 1)
    header = header.ljust(76, b"\0") + struct.pack("<I", 0)
    header = header.ljust(512, b"\xff")
    table = struct.pack(f"<I{len(chain)}I", 0xFFFFFFFD, *chain).ljust(512, b"\xff")
    return header + table + directory.ljust(sectors * 512, b"\0")


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (compound("Workbook"), "application/vnd.ms-excel"),
        (compound("a", "b", "c", "d", "Book"), "application/vnd.ms-excel"),
        (compound("WordDocument", inside="Workbook"), "application/x-ole-storage"),
        (compound("Workbook", inside="WordDocument"), "application/vnd.ms-excel"),
        (compound("EncryptedPackage"), "application/x-ole-storage"),
        (compound("Workbook")[:600], "application/x-ole-storage"),
    ],
)
def test_a_workbook_is_told_by_the_streams_in_its_root(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type


@given(st.data())
def test_sniffing_damaged_compound_files_ends(data: st.DataObject) -> None:
    content = bytearray(compound("a", "b", "c", "d", "Workbook", inside="x"))
    for at in data.draw(st.lists(st.integers(8, len(content) - 1), max_size=40)):
        content[at] = data.draw(st.integers(0, 255))
    assert "/" in sniff(bytes(content))


@given(st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"\xff\xfe"]), st.binary())
def test_sniffing_never_raises(head: bytes, data: bytes) -> None:
    assert "/" in sniff(head + data)


@given(st.data())
def test_damaged_archives_are_still_archives(data: st.DataObject) -> None:
    content = bytearray(archive("word/document.xml", "a.txt"))
    for at in data.draw(st.lists(st.integers(4, len(content) - 1), max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    assert "/" in sniff(bytes(content))
