"""Plain text: encodings, lines and their numbers, page numbers, and what is refused."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Document
from extractor.reading import DEFAULT_LIMITS, Limits, read

SEED = Path(__file__).parents[2] / "shared/seed/report.txt"
TEXT = "一、基本概况\n年初预算数为 2703.72 万元。\n"


def read_bytes(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_bytes(data)
        return read(path, limits)


def texts(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


def feet(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines if line.role == "foot"]


def assert_refused(document: Document, kind: str) -> None:
    (problem,) = document.problems
    assert problem.kind == kind
    assert problem.message.endswith("。")
    assert problem.advice.endswith("。")
    assert document.pages == ()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_usual_encoding_reads_the_same(encoding: str) -> None:
    bom = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    document = read_bytes((bom + TEXT).encode(encoding))
    assert texts(document) == ["一、基本概况", "年初预算数为 2703.72 万元。"]
    assert document.problems == ()


def test_short_gbk_is_not_taken_for_something_else() -> None:
    assert texts(read_bytes("万元".encode("gbk"))) == ["万元"]


def test_utf8_cut_inside_a_character_is_not_read_as_gb18030() -> None:
    assert texts(read_bytes("预算数".encode()[:-1])) == ["预算"]


def test_lines_keep_leading_blanks_and_the_number_of_the_file() -> None:
    document = read_bytes("\n\u3000\u3000一、概况 \r\n\r\n\t二\r  三\u3000\n".encode())
    (page,) = document.pages
    assert [(line.number, line.text) for line in page.lines] == [
        (2, "\u3000\u3000一、概况"),
        (4, " 二"),
        (5, "  三"),
    ]
    assert page.number is None
    assert all(line.boxes is None and line.page is None for line in page.lines)


def test_only_line_ends_end_a_line() -> None:
    assert texts(read_bytes("甲\u2028乙\x85丙\n丁".encode())) == ["甲\u2028乙丙", "丁"]


def test_form_feeds_separate_pages_without_numbering_them() -> None:
    document = read_bytes("甲\n\f乙\n丙\f\f丁".encode())
    assert [[line.text for line in page.lines] for page in document.pages] == [
        ["甲"],
        ["乙", "丙"],
        ["丁"],
    ]
    assert [page.number for page in document.pages] == [None, None, None]
    assert document.pages[2].lines[0].number == 3


def pages_of(numbers: list[str], length: int = 20, feed: str = "") -> bytes:
    body = "".join(f"第{i}行，内容。\n" for i in range(length))
    return "".join(f"{body}{number}\n{feed}" for number in numbers).encode()


@pytest.mark.parametrize(
    "numbers", [["1", "2", "3"], ["- 1 -", "- 2 -", "- 3 -"], ["第 4 页", "第 5 页", "第 6 页"]]
)
def test_page_numbers_in_sequence_are_feet(numbers: list[str]) -> None:
    assert feet(read_bytes(pages_of(numbers))) == numbers


def test_page_numbers_before_form_feeds_may_be_near() -> None:
    numbers = ["1", "2", "3"]
    assert feet(read_bytes(pages_of(numbers, length=3, feed="\f"))) == numbers
    assert feet(read_bytes(pages_of(numbers, length=3))) == []


@pytest.mark.parametrize("numbers", [["1", "2"], ["1", "1", "1"], ["5", "9", "13"]])
def test_other_lone_numbers_stay_body(numbers: list[str]) -> None:
    assert feet(read_bytes(pages_of(numbers))) == []


def test_serial_numbers_of_a_table_stay_body() -> None:
    rows = "".join(f"{i}\n项目{i}\n63.30\n" for i in range(1, 9))
    assert feet(read_bytes(rows.encode())) == []


def test_lone_figures_do_not_break_the_sequence() -> None:
    data = pages_of(["1"]) + "完成\n12\n人次\n".encode() + pages_of(["2", "3"])
    assert feet(read_bytes(data)) == ["1", "2", "3"]


def test_unknown_encoding_is_a_problem() -> None:
    assert_refused(read_bytes("预算".encode() + b"\xff\xff text " * 5), "encoding")


@pytest.mark.parametrize(
    "data", [b"abc\0def", bytes(range(1, 32)) * 9, b"\xff\xfe" + b"\1\0\2\0" * 9]
)
def test_binary_rubbish_is_unsupported(data: bytes) -> None:
    assert_refused(read_bytes(data), "unsupported")


@pytest.mark.parametrize("data", [b"", b"\n \n", "\u3000\n".encode(), b"\xef\xbb\xbf", b"\xff\xfe"])
def test_nothing_in_it_is_empty(data: bytes) -> None:
    assert_refused(read_bytes(data), "empty")


def test_too_much_text_is_too_large() -> None:
    assert_refused(read_bytes(b"abc\n" * 9, Limits(max_text_bytes=20)), "too_large")
    assert_refused(read_bytes(b"abc\n" * 9, Limits(max_bytes=20)), "too_large")


def test_a_missing_file_is_a_problem_not_an_error(tmp_path: Path) -> None:
    assert_refused(read(tmp_path / "none.txt"), "missing")
    assert_refused(read(tmp_path), "missing")
    assert_refused(read(Path("a\0b")), "missing")


@given(st.binary(max_size=400))
def test_reading_arbitrary_bytes_never_raises(data: bytes) -> None:
    document = read_bytes(data)
    assert document.pages or document.problems


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=8, max_size=60))
def test_text_survives_in_utf8_and_gb18030(text: str) -> None:
    assert texts(read_bytes(("预算" + text).encode())) == ["预算" + text]


@pytest.mark.skipif(not SEED.exists(), reason="the seed report is not in this checkout")
def test_the_seed_report_is_read_line_by_line() -> None:
    document = read(SEED)
    lines = SEED.read_text(encoding="utf-8").split("\n")
    assert document.problems == ()
    for page in document.pages:
        for line in page.lines:
            assert lines[line.number - 1].replace("\f", "").rstrip() == line.text
    assert len(texts(document)) == sum(bool(line.strip()) for line in lines)
