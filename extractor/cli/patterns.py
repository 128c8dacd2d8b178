"""The commands about rule files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import say, write
from extractor.cli.words import Command, Group
from extractor.cli.work import folders_of
from extractor.errors import ExitCode

patterns_app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True)


@patterns_app.command("test", cls=Command, help="执行规则文件里的全部示例。")
def patterns_test(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="自己的规则目录；不写只测内置规则。")
    ] = None,
) -> int:
    """Run the examples that the pattern files carry."""
    folders = folders_of([folder] if folder else None)
    from extractor.find import selftest

    failures = selftest.run(folders)
    for failure in failures:
        where = f"{failure.file} 第{failure.line}行" if failure.line else str(failure.file)
        write(f"{where}：{failure.message}\n")
    if failures:
        say(f"规则自测未通过：{len(failures)} 处。")
        return ExitCode.WRONG_USE
    say(f"规则自测通过：执行了 {selftest.count(folders)} 个示例。")
    return ExitCode.CLEAN
