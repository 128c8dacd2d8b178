"""Validate what a rule file says, with Chinese messages that name file, line and remedy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from extractor.errors import PatternError
from extractor.resources import line_of, load_yaml

T = TypeVar("T", bound=BaseModel)

EXPLANATIONS = {
    "missing": "缺少这一项，请补上。",
    "list_type": "要写成列表（每行以“- ”开头）。",
    "tuple_type": "要写成列表（每行以“- ”开头）。",
    "string_type": "要写成一段文字。",
    "dict_type": "要写成“名称: 内容”。",
    "model_type": "要写成“名称: 内容”。",
    "too_short": "至少要写一条。",
    "bool_parsing": "要写 yes 或 no。",
    "bool_type": "要写 yes 或 no。",
    "decimal_parsing": "要写一个数。",
    "int_parsing": "要写一个整数。",
}
_KEY = "[key]"
"""How pydantic marks an error of a name on the left of a colon."""


def validated(model: type[T], raw: object, path: Path, keys: tuple[str, ...] = ()) -> T:
    """Validate the part of a rule file at `keys`.

    Raises:
        PatternError: it is not valid; names the file, the line and what to change.
    """
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        # a misspelt name also leaves one missing: the spelling is what to mend
        first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
        where = (*keys, *(part for part in first["loc"] if part != _KEY))
        raise PatternError(
            f"“{'.'.join(map(str, where))}”{_explain(model, first)}",
            file=str(path), line=line_of(path, where),
        ) from error  # fmt: skip


def load_model(model: type[T], path: Path) -> T:
    """Load a whole rule file as one model.

    Raises:
        PatternError: the file cannot be read or is not valid.
    """
    return validated(model, load_yaml(path), path)


def _explain(model: type[BaseModel], error: Any) -> str:
    if error["type"] == "value_error":
        return f"：{error['ctx']['error']}。"
    if error["type"] == "extra_forbidden":
        names = (f.alias or n for n, f in model.model_fields.items())
        return f"不是可用的名称，请检查拼写（可用：{' '.join(names)}）。"
    if error["type"] == "literal_error":
        known = " ".join(re.findall(r"'([^']*)'", error["ctx"]["expected"]))
        what = "可用的名称，请检查拼写" if _KEY in error["loc"] else "允许的取值"
        return f"不是{what}（可用：{known}）。"
    return EXPLANATIONS.get(error["type"], "写法不对，请对照 docs/patterns.md。")
