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

Workers = Annotated[
    int,
    typer.Option("--workers", metavar="N", min=0, help="同时处理的进程数；0 为每个处理器核一个。"),
]
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="URL", help="改用 Dask 集群，如 tcp://10.0.0.5:8786。"),
]
Timeout = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=1, help="一个文件最多处理多少秒。")
]
Memory = Annotated[
    int,
    typer.Option("--memory", metavar="MB", min=256, help="一个处理进程最多用多少内存（Linux）。"),
]
Database = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="DB",
        help="数据库：SQLite 文件，或 postgresql:// 地址；默认取环境变量 JIHE_DB，再默认 jihe.db。",
    ),
]
