"""The command line: exit codes, streams, formats. The first half needs no pipeline."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission

from extractor import __version__
from extractor.cli import main
from extractor.library import load
from extractor.model import Discrepancy, Result
from tests.batch_tasks import AtOnce
from tests.made_results import discrepancy, result, unreadable

Capture = pytest.CaptureFixture[str]
COMMANDS = ["run", "extract", "check", "explain", "try", "patterns", "patterns test",
            *(f"db {name}" for name in ("init", "add", "query", "export", "status", "units"))]  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def jihe(*argv: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "extractor", *argv],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


# --- with a pipeline that gives what the test says ---------------------------------------


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., list[str]]]:
    """A function: results for a.pdf, b.pdf … → their paths; the pipeline then gives those."""
    made: dict[str, Result | BaseException] = {}

    def extract(path: Path, settings: Any = None) -> list[Result]:
        found = made[path.name]
        if isinstance(found, BaseException):
            raise found
        return [found]

    monkeypatch.setattr("extractor.pipeline.extract", extract)
    monkeypatch.setattr("extractor.pipeline.try_text", lambda text, settings: result())
    monkeypatch.setattr("extractor.pipeline.tie", lambda results, settings: results)
    # `run` reads in other processes, which know nothing of this one's
    monkeypatch.setattr("extractor.batch.task.extract", extract)
    monkeypatch.setattr("extractor.batch.on_this_machine", lambda *_: nullcontext(AtOnce()))

    def prepare(*results: Result | BaseException) -> list[str]:
        for letter, found in zip("abcdef", results, strict=False):
            made[f"{letter}.pdf"] = found
            (tmp_path / f"{letter}.pdf").write_bytes(b"%PDF-1.7 " + letter.encode())
        return [str(tmp_path / name) for name in made]

    yield prepare


ERROR, WARNING = discrepancy("error"), discrepancy("warning")


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ([()], 0),
        ([(WARNING,)], 0),
        ([(ERROR,)], 1),
        ([(), (WARNING, ERROR)], 1),
        ([(ERROR,), None], 3),
    ],
    ids=["clean", "warning", "error", "error in the second", "unread wins"],
)
@pytest.mark.parametrize("command", ["check", "run"])
def test_exit_codes(
    give: Callable[..., list[str]],
    tmp_path: Path,
    command: str,
    findings: list[tuple[Discrepancy, ...] | None],
    code: int,
) -> None:
    paths = give(*(unreadable() if found is None else result(*found) for found in findings))
    options = ["--out", str(tmp_path / "out")] if command == "run" else []
    assert main([command, *paths, *options]) == code


def test_exit_zero_forgives_errors_but_not_unread_files(give: Callable[..., list[str]]) -> None:
    paths = give(result(ERROR), unreadable())
    assert main(["check", paths[0], "--exit-zero"]) == 0
    assert main(["extract", paths[0], "--exit-zero"]) == 0
    assert main(["check", *paths, "--exit-zero"]) == 3


def test_a_read_report_with_an_unread_page_is_3(give: Callable[..., list[str]]) -> None:
    assert main(["check", *give(result(problems=unreadable().problems))]) == 3


def test_interruption_is_130_and_one_line(give: Callable[..., list[str]], capsys: Capture) -> None:
    assert main(["check", *give(KeyboardInterrupt())]) == 130
    assert "已中断" in capsys.readouterr().err


def test_a_fault_of_ours_does_not_look_like_a_finding(
    give: Callable[..., list[str]], capsys: Capture
) -> None:
    assert main(["check", *give(RuntimeError("boom"))]) == 3
    assert "RuntimeError: boom" in capsys.readouterr().err


def test_extract_prints_one_array_or_one_object_a_line(
    give: Callable[..., list[str]], capsys: Capture
) -> None:
    paths = give(result(ERROR))
    assert main(["extract", *paths]) == 1
    array = json.loads(capsys.readouterr().out)
    main(["extract", *paths, "--format", "jsonl"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert array == lines
    assert array[0]["schema_version"] == "1"
    main(["extract", *paths, "--format", "table"])
    assert "4485.50万元" in capsys.readouterr().out


def test_check_formats(give: Callable[..., list[str]], capsys: Capture) -> None:
    paths = give(result(ERROR, WARNING))
    main(["check", *paths])
    assert "1. 错误" in capsys.readouterr().out
    main(["check", *paths, "--format", "json"])
    assert len(json.loads(capsys.readouterr().out)[0]["discrepancies"]) == 2
    main(["check", *paths, "--format", "csv"])
    text = capsys.readouterr().out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["severity"] for row in rows] == ["error", "warning"]


def test_run_writes_the_dataset_and_talks_on_stderr(
    give: Callable[..., list[str]], tmp_path: Path, capsys: Capture
) -> None:
    assert main(["run", *give(result(ERROR)), "--out", str(tmp_path / "out")]) == 1
    captured = capsys.readouterr()
    assert (tmp_path / "out" / "jihe.xlsx").is_file()
    assert "1. 错误" in captured.out
    assert "已写出" in captured.err
    assert "已写出" not in captured.out


def test_a_folder_is_checked_file_by_file(
    give: Callable[..., list[str]], tmp_path: Path, capsys: Capture
) -> None:
    give(result(), result(ERROR))
    assert main(["check", str(tmp_path), "--format", "json"]) == 1
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_try_shows_what_is_seen(give: Callable[..., list[str]], capsys: Capture) -> None:
    give()
    assert main(["try", "年初预算数2703.72万元"]) == 0
    assert "budget.initial.total" in capsys.readouterr().out


def test_a_failing_self_test_is_2_and_names_the_line(tmp_path: Path, capsys: Capture) -> None:
    own = tmp_path / "my.yaml"
    lines = (
        "my.rule:", "  title: 测试", "  fact: claims[1]", "  forms:", '    - "共计{money}"',
        "  examples:", "    - {text: 共计12.00万元, value: 12.00}",
    )  # fmt: skip
    own.write_text("\n".join(lines), encoding="utf-8")
    assert main(["patterns", "test", str(tmp_path)]) == 0
    assert "个示例" in capsys.readouterr().err
    own.write_text("\n".join(lines).replace("value: 12.00", "value: 13.00"), encoding="utf-8")
    load.cache_clear()
    assert main(["patterns", "test", str(tmp_path)]) == 2
    assert f"{own} 第7行：" in capsys.readouterr().out


# --- wrong use ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ([], "用法"),
        (["nonsense"], "没有命令 nonsense"),
        (["check"], "缺少 FILE"),
        (["run", "x"], "缺少 --out"),
        (["check", "--nope", "x"], "没有选项 --nope"),
        (["extract", "x", "--format", "bad"], "--format 的值不对"),
        (["check", "没有这个文件.pdf"], "没有这个文件.pdf"),
        (["extract", "."], "文件夹"),
        (["try", "x", "--patterns", "没有这个目录"], "没有这个目录"),
        (["patterns", "test", "没有这个目录"], "没有这个目录"),
    ],
)
def test_wrong_use_is_2_in_plain_words_on_stderr(
    argv: list[str], words: str, capsys: Capture
) -> None:
    assert main(argv) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert "Traceback" not in captured.err


def test_a_folder_without_reports_is_wrong_use(tmp_path: Path, capsys: Capture) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert "没有可读的报告" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese(command: str, capsys: Capture) -> None:
    assert main([*command.split(), "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"用法：jihe {command}")
    assert not any(word in text for word in ("Usage", "Options:", "Show this", "required"))


def test_version(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"jihe {__version__}\n"


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from extractor.cli import main; main(['--help']);"
        "print(*(m for m in ('pandas', 'pyarrow', 'pydantic', 'jieba', 'pdfplumber', 'pypdfium2',"
        "'rich', 'yaml', 'regex', 'xlsxwriter', 'extractor.model') if m in sys.modules),"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stderr.split() == []


def test_chinese_is_printed_whatever_the_locale() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "extractor", "--help"],
        capture_output=True,
        check=True,
        env={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(Path.cwd())},
    )
    assert "绩核" in done.stdout.decode("utf-8")


# --- the whole product -------------------------------------------------------------------


def test_explain_lists_and_explains_and_suggests() -> None:
    listed = jihe("explain")
    assert listed.returncode == 0
    slug = listed.stdout.split()[0]
    one = jihe("explain", slug)
    assert one.returncode == 0
    assert one.stdout.startswith(slug)
    wrong = jihe("explain", slug + "x")
    assert wrong.returncode == 2
    assert slug in wrong.stderr


def _png(path: Path) -> None:
    path.write_bytes(PNG)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _locked(path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_encryption("owner", "user", permissions=AccessPermission.none())
    pdf.output(str(path))


def _broken(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\nnothing else")


@pytest.mark.parametrize("make", [_png, _empty, _locked, _broken])
@pytest.mark.parametrize("command", ["check", "extract"])
def test_an_unreadable_file_is_3_with_a_reason(
    make: Callable[[Path], None], command: str, tmp_path: Path
) -> None:
    path = tmp_path / "坏文件.pdf"
    make(path)
    done = jihe(command, str(path), "--format", "json")
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    (made,) = json.loads(done.stdout)
    assert made["report"] is None
    assert made["problems"][0]["message"]
    assert made["problems"][0]["advice"]


@pytest.mark.parametrize("text", ["a: [1\n", "\t- x", "未知的键: 1\n"])
def test_a_broken_pattern_file_is_2_and_names_the_file(text: str, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(text, encoding="utf-8")
    done = jihe("try", "年初预算数10.00万元", "--patterns", str(tmp_path))
    assert done.returncode == 2
    assert "broken.yaml" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_try_reads_an_amount() -> None:
    done = jihe("try", "2023年年初预算数2703.72万元")
    assert done.returncode == 0, done.stderr
    assert "budget.initial.total = 2703.72万元" in done.stdout


def test_the_built_in_patterns_pass_their_own_examples() -> None:
    done = jihe("patterns", "test")
    assert done.returncode == 0, done.stdout
