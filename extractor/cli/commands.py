"""The commands about single reports: extract, check, explain, try."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from extractor.cli.console import colour, say, write
from extractor.cli.options import All, ExitZero, Paths, Patterns, Profile
from extractor.cli.words import Command
from extractor.cli.work import exit_code, read_all, settings_of
from extractor.errors import ExitCode, JiheError

commands = typer.Typer()


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


@commands.command(cls=Command, help="提取一个文件里的全部数据，写到标准输出。")
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
    settings = settings_of(patterns, profile)
    if not file.exists():
        raise JiheError(f"找不到文件或文件夹：{file}，请检查路径。")
    from extractor.pipeline import extract as extract_file

    results = extract_file(file, settings)
    from extractor.output.as_dict import to_json, to_json_lines
    from extractor.output.terminal import render_facts

    writers = {
        ExtractFormat.json: to_json,
        ExtractFormat.jsonl: to_json_lines,
        ExtractFormat.table: render_facts,
    }
    write(writers[format_](results))
    return exit_code(results, exit_zero)


@commands.command(
    cls=Command,
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
    settings = settings_of(patterns, profile)
    from extractor.pipeline import tie

    with TemporaryDirectory(prefix="jihe-") as scratch:
        read = list(read_all(paths, settings, Path(scratch)))
        results = tie([result for _, result in read], settings)
        if pictures is not None:
            from extractor.output.pictures import draw

            drawn = [p for (at, _), r in zip(read, results, strict=True) for p in draw(r, pictures, at)]
            say(f"已存图片 {len(drawn)} 张：{pictures}")
    if format_ is CheckFormat.json:
        from extractor.output.as_dict import to_json

        write(to_json(results))
    elif format_ is CheckFormat.csv:
        from extractor.output.rows import to_rows
        from extractor.output.tables import to_csv

        write(to_csv("discrepancies", to_rows(results)["discrepancies"]))
    else:
        from extractor.output.terminal import render

        write(render(results, everything=everything, colour=colour()))
    return exit_code(results, exit_zero)


@commands.command(cls=Command, help="解释一个核对项：为什么查、怎么算、例子、出处。")
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
        write(list_checks(specs.values()))
    elif slug in specs:
        write(explained(specs[slug]))
    else:
        from difflib import get_close_matches

        near = get_close_matches(slug, specs, n=3)
        hint = f"相近的有：{'、'.join(near)}。" if near else "全部代号见 jihe explain。"
        raise JiheError(f"没有核对项 {slug}。{hint}")
    return ExitCode.CLEAN


@commands.command("try", cls=Command, help="看规则能从一句话里识别出什么。")
def try_(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="一句或一段报告文字。")],
    patterns: Patterns = None,
    profile: Profile = None,
) -> int:
    """Print what the patterns see in a sentence."""
    settings = settings_of(patterns, profile)
    from extractor.output.terminal import render_try
    from extractor.pipeline import try_text

    write(render_try(try_text(text, settings)))
    return ExitCode.CLEAN
