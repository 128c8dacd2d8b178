"""Where the rule files lie, and how they are loaded: every scalar a string, errors with a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extractor.errors import PatternError

Plain = Any
"""Parsed YAML: nested dicts and lists of strings."""


@cache
def patterns_dir() -> Path:
    """The folder of the built-in rules: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_patterns", package.parent / "patterns"):
        if folder.is_dir():
            return folder
    raise PatternError("找不到内置规则文件夹，请重新安装 jihe。", file=str(package / "_patterns"))


@cache
def _loader() -> type:
    """The base loader (strings only), which also refuses a name that is written twice."""

    class Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Plain:
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"“{key.value}”写了两次", key.start_mark
                    )
                seen.add(key.value)
            return super().construct_mapping(node, deep)

    return Loader


def load_yaml(path: Path) -> Plain:
    """Parse one YAML file; every scalar stays a string.

    Raises:
        PatternError: the file cannot be read or is not valid YAML; names the line.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        raise PatternError(
            f"规则文件不是 UTF-8 编码（像是 {'UTF-16' if wide else 'GBK'}），请用编辑器另存为 UTF-8。",
            file=str(path), line=None if wide else data[: error.start].count(b"\n") + 1,
        ) from error  # fmt: skip
    except OSError as error:
        raise PatternError("规则文件读不出来，请检查路径和读取权限。", file=str(path)) from error
    try:
        return yaml.load(text, Loader=_loader())  # noqa: S506 - BaseLoader builds strings only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PatternError(
            f"YAML 格式不对（{error.problem}），请检查缩进、引号和冒号。",
            file=str(path),
            line=mark.line + 1 if mark else None,
        ) from error
    except yaml.YAMLError as error:
        raise PatternError(f"YAML 格式不对（{error}）。", file=str(path)) from error


def line_of(path: Path, keys: tuple[str | int, ...]) -> int | None:
    """Line (1-based) of the node at `keys` in a YAML file, for error messages."""
    node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    for key in keys:
        following = None
        if isinstance(node, yaml.MappingNode):
            following = next((v for k, v in node.value if k.value == str(key)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            following = node.value[key] if key < len(node.value) else None
        if following is None:
            break
        node = following
    return node.start_mark.line + 1 if node is not None else None


@cache
def built_in(name: str) -> Plain:
    """A built-in data file by its name relative to the rules folder, parsed once."""
    return load_yaml(patterns_dir() / name)


def any_of(words: Iterable[str]) -> str:
    """The expression for any of some words, the longest first: 目标完成率 before 完成率."""
    alike: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        alike.setdefault(word[:1], []).append(re.escape(word[1:]))
    return "|".join(
        re.escape(first) + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})")
        for first, rest in alike.items()
    )
