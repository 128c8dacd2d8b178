"""Members of Office files: nothing declared is trusted, and whatever is wrong has a reason."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Source
from extractor.reading.archive import UnreadableError, open_archive, parse_part, password_protected
from extractor.reading.limits import DEFAULT_LIMITS, Limits


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def kind_of(data: bytes, name: str = "a.xml", limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(UnreadableError) as caught:
        open_archive(data, limits).read(name)
    problem = caught.value.problem(Source("r.docx", "", "", 0))
    assert problem.message.endswith("。")
    assert problem.advice.endswith("。")
    return problem.kind


def test_members_are_read_whatever_case_and_slashes_their_names_have() -> None:
    archive = open_archive(packed({"word\\Document.xml": b"<a/>", "b.xml": b"x"}))
    assert archive.names() == ("word/Document.xml", "b.xml")
    assert "Word/document.xml" in archive
    assert "c.xml" not in archive
    assert archive.read("/word/document.xml") == b"<a/>"


def test_a_missing_member_is_a_damaged_file() -> None:
    assert kind_of(packed({"b.xml": b"x"})) == "damaged"


def test_a_truncated_archive_is_damaged() -> None:
    data = packed({"a.xml": b"x" * 1000})
    for length in (4, len(data) // 2, len(data) - 5):
        assert kind_of(data[:length]) == "damaged"


def test_a_bomb_is_noticed_while_it_inflates() -> None:
    bomb = packed({"a.xml": b"\0" * (32 << 20)})
    assert kind_of(bomb) == "too_large"
    assert kind_of(bomb, limits=Limits(max_part_bytes=1 << 20)) == "too_large"


def test_a_small_part_may_repeat_itself() -> None:
    assert len(open_archive(packed({"a.xml": b" " * (2 << 20)})).read("a.xml")) == 2 << 20


def test_the_declared_size_is_not_trusted() -> None:
    data = bytearray(packed({"a.xml": bytes(range(256)) * 4096}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)
    assert kind_of(bytes(data)) == "damaged"


def test_the_total_counts_every_member_read() -> None:
    archive = open_archive(
        packed({"a.xml": b"1" * 900, "b.xml": b"2" * 900}), Limits(max_archive_bytes=1000)
    )
    archive.read("a.xml")
    with pytest.raises(UnreadableError, match="庞大"):
        archive.read("b.xml")


def test_too_many_entries_are_refused_before_the_directory_is_read() -> None:
    data = packed({f"{i}.xml": b"" for i in range(30)})
    assert kind_of(data, limits=Limits(max_archive_entries=29)) == "too_large"
    assert open_archive(data, Limits(max_archive_entries=30)).read("1.xml") == b""


def test_only_the_usual_methods_are_inflated() -> None:
    assert kind_of(packed({"a.xml": b"x"}, zipfile.ZIP_BZIP2)) == "unsupported"


def test_a_member_with_a_password_says_so() -> None:
    data = bytearray(packed({"a.xml": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert kind_of(bytes(data)) == "encrypted"


def test_an_encrypted_package_is_told_from_other_containers() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert password_protected(ole + "EncryptedPackage".encode("utf-16-le") + b"\0" * 90)
    assert not password_protected(ole + "WordDocument".encode("utf-16-le"))
    assert not password_protected(packed({"EncryptedPackage": b""}))


BOMB = '<!DOCTYPE r [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]><r x="&b;">&b;</r>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("text", [BOMB, OUTSIDE, '<!DOCTYPE r SYSTEM "http://x/y.dtd"><r/>'])
@pytest.mark.parametrize("mend", [False, True])
def test_xml_with_a_document_type_is_refused(text: str, encoding: str, mend: bool) -> None:
    with pytest.raises(UnreadableError, match="类型声明"):
        parse_part(text.encode(encoding), mend=mend)


def test_xml_is_parsed_and_mended_only_on_request() -> None:
    assert parse_part(b"<a><b>1</b><!-- c --></a>").findtext("b") == "1"
    with pytest.raises(UnreadableError, match="损坏"):
        parse_part(b"<a><b>1</b>")
    assert parse_part(b"<a><b>1</b><c", mend=True).findtext("b") == "1"
    with pytest.raises(UnreadableError, match="损坏"):
        parse_part(b"\0", mend=True)


def test_xml_too_deep_or_with_too_many_nodes_is_refused() -> None:
    with pytest.raises(UnreadableError, match="损坏"):
        parse_part(b"<a>" * 3000 + b"</a>" * 3000)
    with pytest.raises(UnreadableError, match="庞大"):
        parse_part(b"<a>" + b"<b c='d'/>" * 99 + b"</a>", Limits(max_xml_nodes=100))


@given(st.binary(max_size=300), st.booleans())
def test_arbitrary_bytes_raise_nothing_else(data: bytes, mend: bool) -> None:
    for head in (b"", b"<a>", b"<?xml version='1.0'?><a>"):
        try:
            root = parse_part(head + data, mend=mend)
        except UnreadableError as error:
            assert error.advice
        else:
            assert root.tag


@given(st.data())
def test_damaged_archives_raise_nothing_else(data: st.DataObject) -> None:
    content = bytearray(packed({"a.xml": b"<a>12</a>" * 20, "b.xml": b""}))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    try:
        archive = open_archive(bytes(content[: data.draw(st.integers(0, len(content)))]))
        for name in archive.names():
            assert isinstance(archive.read(name), bytes)
    except UnreadableError as error:
        assert error.advice
