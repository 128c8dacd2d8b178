"""The command `jihe`: data on stdout, talk on stderr, exit codes as an interface.

Only typer is imported at the top: everything else loads when a command needs it, so that
`jihe --help` answers at once.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from extractor.errors import ExitCode, JiheError

if TYPE_CHECKING:
    from extractor.model import Result
    from extractor.pipeline import Settings

_HELP_WORDS = {
    "Usage: ": "用法：",
    "Options:": "选项：",
    "Arguments:": "参数：",
    "Commands:": "命令：",
    "Show this message and exit.": "显示这段帮助。",
    "[required]": "[必填]",
    "[default: ": "[默认：",
}

_ABOUT = """jihe 绩核：读绩效自评报告，提取每个数据及其出处，核对勾稽关系。

退出码：0 无错误；1 发现错误；2 用法或规则文件有误；3 有文件读不出；130 中断。
"""


def _in_chinese(text: str) -> str:
    for english, chinese in _HELP_WORDS.items():
        text = text.replace(english, chinese)
    text = re.sub(r" <(?:list\[)?(?:str|path|Path)\]?>", "", text)  # Python's type names
    return re.sub(r"\{(\w+)\}", r"\1", text)


class _Command(TyperCommand):
    """A command whose help page is Chinese throughout."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return _in_chinese(super().get_help(ctx))


class _Group(TyperGroup):
    """A group of commands whose help page is Chinese throughout."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return _in_chinese(super().get_help(ctx))


app = typer.Typer(
    cls=_Group,
    help=_ABOUT,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)
patterns_app = typer.Typer(cls=_Group, rich_markup_mode=None, no_args_is_help=True)
app.add_typer(patterns_app, name="patterns", help="规则文件：自测。")


class ExtractFormat(StrEnum):
    """Formats of `jihe extract`."""

    json = "json"
    jsonl = "jsonl"
    table = "table"


class CheckFormat(StrEnum):
    """Formats of `jihe check`."""

    text = "text"
    json = "json"
    csv = "csv"


Patterns = Annotated[
    list[Path] | None,
    typer.Option("--patterns", metavar="DIR", help="另加一个规则目录，可写多次。"),
]
Profile = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="评分口径；默认按单位所在地选用，否则用财政部口径。")
]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="发现错误也以 0 退出。")]
All = Annotated[bool, typer.Option("--all", help="连同说明、未能核对的项目一起列出。")]
Paths = Annotated[list[Path], typer.Argument(metavar="FILE", help="报告文件或文件夹。")]


def _show_version(value: bool) -> None:
    if value:
        from extractor import __version__

        typer.echo(f"jihe {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本号。"),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command(
    cls=_Command,
    help="处理全部报告，写出数据集（CSV、Parquet、XLSX、JSON），并列出差异。",
)
def run(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="数据集写到哪个文件夹。")],
    patterns: Patterns = None,
    profile: Profile = None,
    everything: All = False,
    exit_zero: ExitZero = False,
) -> int:
    """Write the dataset of all reports and print their discrepancies."""
    results = _tied(_files(paths), _settings(patterns, profile))
    from extractor.output.files import write_dataset
    from extractor.output.terminal import render

    written = write_dataset(results, out)
    _print(render(results, everything=everything, colour=_colour()))
    _say(f"已写出 {len(written)} 个文件到 {out}，先看 {out / 'jihe.xlsx'}")
    return _exit_code(results, exit_zero)


@app.command(cls=_Command, help="提取一个文件里的全部数据，写到标准输出。")
def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="一个报告文件。")],
    format_: Annotated[
        ExtractFormat, typer.Option("--format", help="输出格式。")
    ] = ExtractFormat.json,
    patterns: Patterns = None,
    profile: Profile = None,
    exit_zero: ExitZero = False,
) -> int:
    """Print everything found in one file."""
    if file.is_dir():
        raise JiheError(
            f"{file} 是文件夹。extract 一次读一个文件；整个文件夹请用 jihe run 或 check。"
        )
    results = _extract_all(_files([file]), _settings(patterns, profile))
    from extractor.output.as_dict import to_json, to_json_lines
    from extractor.output.terminal import render_facts

    writers = {
        ExtractFormat.json: to_json,
        ExtractFormat.jsonl: to_json_lines,
        ExtractFormat.table: render_facts,
    }
    _print(writers[format_](results))
    return _exit_code(results, exit_zero)


@app.command(
    cls=_Command,
    help="核对报告，列出差异：错误、疑点，可能原因和出处。",
)
def check(
    paths: Paths,
    format_: Annotated[CheckFormat, typer.Option("--format", help="输出格式。")] = CheckFormat.text,
    everything: All = False,
    pictures: Annotated[
        Path | None, typer.Option(metavar="DIR", help="把依据所在的页面画框存成图片（PDF）。")
    ] = None,
    patterns: Patterns = None,
    profile: Profile = None,
    exit_zero: ExitZero = False,
) -> int:
    """Print the discrepancies of reports."""
    results = _tied(_files(paths), _settings(patterns, profile))
    if pictures is not None:
        from extractor.output.pictures import draw

        drawn = [path for result in results for path in draw(result, pictures)]
        _say(f"已存图片 {len(drawn)} 张：{pictures}")
    if format_ is CheckFormat.json:
        from extractor.output.as_dict import to_json

        _print(to_json(results))
    elif format_ is CheckFormat.csv:
        from extractor.output.rows import to_rows
        from extractor.output.tables import to_csv

        _print(to_csv("discrepancies", to_rows(results)["discrepancies"]))
    else:
        from extractor.output.terminal import render

        _print(render(results, everything=everything, colour=_colour()))
    return _exit_code(results, exit_zero)


@app.command(cls=_Command, help="解释一个核对项：为什么查、怎么算、例子、出处。")
def explain(
    slug: Annotated[
        str | None, typer.Argument(metavar="SLUG", help="核对项的代号；不写则列出全部。")
    ] = None,
) -> int:
    """Print one check of the catalogue, or the list of all."""
    from extractor.checks import catalogue
    from extractor.output.explain import explain as explained
    from extractor.output.explain import list_checks

    specs = {spec.slug: spec for spec in catalogue()}
    if slug is None:
        _print(list_checks(specs.values()))
    elif slug in specs:
        _print(explained(specs[slug]))
    else:
        from difflib import get_close_matches

        near = get_close_matches(slug, specs, n=3)
        hint = f"相近的有：{'、'.join(near)}。" if near else "全部代号见 jihe explain。"
        raise JiheError(f"没有核对项 {slug}。{hint}")
    return ExitCode.CLEAN


@app.command("try", cls=_Command, help="看规则能从一句话里识别出什么。")
def try_(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="一句或一段报告文字。")],
    patterns: Patterns = None,
    profile: Profile = None,
) -> int:
    """Print what the patterns see in a sentence."""
    settings = _settings(patterns, profile)
    from extractor.output.terminal import render_try
    from extractor.pipeline import try_text

    _print(render_try(try_text(text, settings)))
    return ExitCode.CLEAN


@patterns_app.command("test", cls=_Command, help="执行规则文件里的全部示例。")
def patterns_test(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="自己的规则目录；不写只测内置规则。")
    ] = None,
) -> int:
    """Run the examples that the pattern files carry."""
    folders = _folders([folder] if folder else None)
    from extractor.find import selftest

    failures = selftest.run(folders)
    for failure in failures:
        where = f"{failure.file} 第{failure.line}行" if failure.line else str(failure.file)
        _print(f"{where}：{failure.message}\n")
    if failures:
        _say(f"规则自测未通过：{len(failures)} 处。")
        return ExitCode.WRONG_USE
    _say(f"规则自测通过：执行了 {selftest.count(folders)} 个示例。")
    return ExitCode.CLEAN


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; wrong use is one line on stderr."""
    _use_utf8()
    command = typer.main.get_command(app)
    try:
        code = command.main(
            args=None if argv is None else list(argv), prog_name="jihe", standalone_mode=False
        )
    except JiheError as error:
        _say(f"jihe：{error}")
        return error.exit_code
    except typer.TyperException as error:
        return _wrong_use(error)
    except (KeyboardInterrupt, typer.Abort):
        code = ExitCode.INTERRUPTED
    except Exception:
        # a fault of ours must not look like "discrepancies found", which is 1
        traceback.print_exc()
        return ExitCode.UNREADABLE
    if code == ExitCode.INTERRUPTED:
        _say("\njihe：已中断。")
    return int(code or 0)


def _wrong_use(error: typer.TyperException) -> int:
    """Say in Chinese what is wrong with a command line."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        _say(_in_chinese(error.format_message()))
        return ExitCode.WRONG_USE
    context = getattr(error, "ctx", None)
    param = getattr(error, "param", None)
    name = param.get_error_hint().replace("'", "") if param else ""
    unknown = re.match(r"No such command '(.*)'", error.message)
    if unknown:
        text = f"没有命令 {unknown[1]}。"
    elif kind == "MissingParameter":
        text = f"缺少 {name}。"
    elif kind == "NoSuchOption":
        text = f"没有选项 {getattr(error, 'option_name', '')}。"
    elif kind == "BadParameter":
        text = f"{name} 的值不对。"
    else:
        text = error.format_message()
    _say(f"jihe：{text}用法见 {context.command_path if context else 'jihe'} --help")
    return ExitCode.WRONG_USE


def _settings(patterns: Iterable[Path] | None, profile: str | None) -> Settings:
    folders = _folders(patterns)
    from extractor.pipeline import Settings

    return Settings(patterns=folders, profile=profile)


def _folders(patterns: Iterable[Path] | None) -> tuple[Path, ...]:
    folders = tuple(patterns or ())
    for folder in folders:
        if not folder.is_dir():
            raise JiheError(f"找不到规则目录 {folder}，请检查 --patterns 的路径。")
    return folders


def _files(paths: Iterable[Path]) -> list[Path]:
    """The files to read: those given, and the reports in the folders given."""
    from extractor.discover import discover

    given = list(paths)
    files = list(discover(given))
    if not files:
        names = "、".join(map(str, given))
        raise JiheError(f"{names} 里没有可读的报告（PDF、DOCX、XLSX、网页、TXT 等）。")
    return files


def _extract_all(files: Sequence[Path], settings: Settings) -> list[Result]:
    """Extract file after file, with a line of progress when somebody watches."""
    from extractor.pipeline import extract

    results: list[Result] = []
    watched = len(files) > 1 and sys.stderr.isatty()
    for number, path in enumerate(files, start=1):
        if watched:
            # \x1b[K clears what a longer name left behind
            print(
                f"\r[{number}/{len(files)}] {path.name}\x1b[K", end="", file=sys.stderr, flush=True
            )
        results += extract(path, settings)
    if watched:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return results


def _tied(files: Sequence[Path], settings: Settings) -> list[Result]:
    """Extract all files, and compare reports with the forms beside them."""
    from extractor.pipeline import tie

    return tie(_extract_all(files, settings), settings)


def _exit_code(results: Iterable[Result], exit_zero: bool) -> ExitCode:
    """3 if anything could not be read, else 1 for an error found, else 0."""
    seen = list(results)
    unread = (p for result in seen for p in result.problems if not p.is_notice)
    if any(unread) or any(result.report is None for result in seen):
        return ExitCode.UNREADABLE
    if not exit_zero and any(d.severity == "error" for r in seen for d in r.discrepancies):
        return ExitCode.DISCREPANCIES
    return ExitCode.CLEAN


def _print(text: str) -> None:
    """Write data to stdout as it is."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _say(text: str) -> None:
    """Talk to people on stderr."""
    print(text, file=sys.stderr, flush=True)


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _use_utf8() -> None:
    """Write UTF-8 everywhere: a Windows console or a C locale would stop at the first 元."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            # newline="" keeps the line ends of CSV; a lone surrogate is shown, not fatal
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="")


if __name__ == "__main__":
    raise SystemExit(main())
