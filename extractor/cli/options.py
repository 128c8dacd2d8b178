"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Patterns = Annotated[
    list[Path] | None,
    typer.Option("--patterns", metavar="DIR", help="另加一个规则目录，可写多次。"),
]
Profile = Annotated[
    str | None,
    typer.Option(
        "--profile", metavar="NAME", help="评分口径；默认按单位所在地选用，否则用财政部口径。"
    ),
]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="发现错误也以 0 退出。")]
All = Annotated[bool, typer.Option("--all", help="连同说明、未能核对的项目一起列出。")]
Paths = Annotated[list[Path], typer.Argument(metavar="FILE", help="报告文件或文件夹。")]
