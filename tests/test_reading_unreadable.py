"""What is said of files that no reader takes: one clear line each, and the next file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli import main
from extractor.reading.reader import read

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
CASES = [
    ("a.docx", b"PK\x03\x04" + b"\x7f" * 300, "damaged", "文件已损坏或不完整，打不开。"),
    ("a.xlsx", b"PK\x03\x04" + b"\x7f" * 300, "damaged", "文件已损坏或不完整，打不开。"),
    ("a.zip", b"PK\x03\x04" + b"\x7f" * 300, "unsupported", "内容是 ZIP 压缩包，本版本还不能读取。"),
    ("a.pdf", PNG, "unsupported", "内容是 PNG 图片，本版本还不能读取。"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported", "内容是旧版"),
    ("a.txt", b"", "empty", "文件是空的"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "kind", "words"), CASES)
def test_a_file_that_no_reader_takes_is_named_with_its_reason(
    tmp_path: Path, name: str, data: bytes, kind: str, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (problem,) = read(tmp_path / name).problems
    assert problem.kind == kind
    assert problem.message.startswith(words)
    assert problem.advice.endswith("。")


def test_unread_files_of_a_folder_stop_no_other_and_end_with_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, (name, data, _, _) in enumerate(CASES):
        if not name.endswith(".zip"):
            (tmp_path / f"{number}{name}").write_bytes(data)
    text = "云岭县水利局2023年度部门整体支出绩效自评报告\n全年预算数为640.00万元，全年执行数为608.00万元。"
    (tmp_path / "z.txt").write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 3
    out = capsys.readouterr().out
    assert out.count("读取问题") == len(CASES) - 1
    assert "云岭县水利局  2023年度" in out
    assert f"未能读出的文件 {len(CASES) - 1} 个" in out
