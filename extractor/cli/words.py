"""Help pages and messages in Chinese."""

from __future__ import annotations

import re

import typer
from typer.core import TyperCommand, TyperGroup

_HELP_WORDS = {
    "Usage: ": "用法：",
    "Options:": "选项：",
    "Arguments:": "参数：",
    "Commands:": "命令：",
    "Show this message and exit.": "显示这段帮助。",
    "[required]": "[必填]",
    "[default: ": "[默认：",
}

ABOUT = """jihe 绩核：读绩效自评报告，提取每个数据及其出处，核对勾稽关系。

退出码：0 无错误；1 发现错误；2 用法或规则文件有误；3 有文件读不出；130 中断。
"""


def in_chinese(text: str) -> str:
    """A help page with the words of typer in Chinese."""
    for english, chinese in _HELP_WORDS.items():
        text = text.replace(english, chinese)
    text = re.sub(r" <(?:list\[)?(?:str|path|Path)\]?>", "", text)  # Python's type names
    return re.sub(r"\{(\w+)\}", r"\1", text)


class Command(TyperCommand):
    """A command whose help page is Chinese throughout."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The help page."""
        return in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help page is Chinese throughout."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The help page."""
        return in_chinese(super().get_help(ctx))
