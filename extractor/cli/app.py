"""The command `jihe`: data on stdout, talk on stderr, exit codes as an interface.

Only typer is imported at the top: everything else loads when a command needs it, so that
`jihe --help` answers at once.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from extractor.cli.batch import batch_app
from extractor.cli.commands import commands
from extractor.cli.console import say, use_utf8
from extractor.cli.db import db_app
from extractor.cli.patterns import patterns_app
from extractor.cli.words import ABOUT, Group, in_chinese
from extractor.errors import ExitCode, JiheError

app = typer.Typer(
    cls=Group,
    help=ABOUT,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)
app.add_typer(batch_app)
app.add_typer(commands)
app.add_typer(db_app, name="db", help="多年数据库：入库、查询、导出。")
app.add_typer(patterns_app, name="patterns", help="规则文件：自测。")


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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; wrong use is one line on stderr."""
    use_utf8()
    command = typer.main.get_command(app)
    try:
        code = command.main(
            args=None if argv is None else list(argv), prog_name="jihe", standalone_mode=False
        )
    except JiheError as error:
        say(f"jihe：{error}")
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
        say("\njihe：已中断。")
    return int(code or 0)


def _wrong_use(error: typer.TyperException) -> int:
    """Say in Chinese what is wrong with a command line."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        say(in_chinese(error.format_message()))
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
    say(f"jihe：{text}用法见 {context.command_path if context else 'jihe'} --help")
    return ExitCode.WRONG_USE
