"""Declared equations: a small whitelisted language over fact paths and intervals.

    budget.adjusted.total == budget.initial.total + budget.adjustment.total
    budget.execution_rate.basic == 100 * budget.executed.basic / budget.adjusted.basic

Names are fact paths, operators + - * / and ==, functions `abs(x)` and `maybe(path)` (counts as
nothing when the report does not print the figure). Parsed with `ast`, never evaluated as code.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from extractor.errors import PatternError
from extractor.intervals import Interval

Lookup = Callable[[str], Interval | None]


class MissingFactError(Exception):
    """A fact that the equation needs is absent or not usable."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Equation:
    """A parsed equation `left == right`; `left` is always a single path.

    `paths` are all paths, the left one first; `is_sum` says that the right side is a plain
    sum and difference of paths, and `terms` are then its paths with their sign and whether
    they may be absent.
    """

    source: str
    left: str
    right: ast.expr
    paths: tuple[str, ...]
    is_sum: bool
    terms: tuple[tuple[str, int, bool], ...]

    def simple_ratio(self) -> tuple[str, str] | None:
        """The two paths of `100 * part / whole` or `100 * abs(part) / whole`."""
        node = self.right
        if not (
            isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
            and isinstance(node.right, ast.Attribute) and isinstance(node.left, ast.BinOp)
            and isinstance(node.left.op, ast.Mult) and isinstance(node.left.left, ast.Constant)
        ):  # fmt: skip
            return None
        part = _names(node.left.right)
        return (_path(part[0]), _path(node.right)) if len(part) == 1 else None

    def evaluate(self, lookup: Lookup) -> Interval:
        """Value of the right side.

        Raises:
            MissingFactError: a needed figure is absent.
            ZeroDivisionError: a divisor may be zero.
        """
        return _evaluate(self.right, lookup)

    def render(self, printed: Callable[[str], str]) -> str:
        """The right side with the printed figures in it."""
        return _render(self.right, printed)


@lru_cache(maxsize=512)
def parse(source: str) -> Equation:
    """Parse an equation.

    Raises:
        PatternError: it is not of the allowed form.
    """
    try:
        tree = ast.parse(source.strip(), mode="eval").body
    except SyntaxError as error:
        raise PatternError(f"算式“{source}”写得不对。") from error
    if not (
        isinstance(tree, ast.Compare)
        and len(tree.ops) == 1
        and isinstance(tree.ops[0], ast.Eq)
        and isinstance(tree.left, ast.Attribute)
    ):
        raise PatternError(f"算式“{source}”要写成“事实路径 == 算式”。")
    right = tree.comparators[0]
    _validate(right, source)
    left = _path(tree.left)
    plain = _is_sum(right)
    return Equation(
        source, left, right, (left, *(_path(n) for n in _names(right))), plain,
        tuple(_terms(right, 1)) if plain else (),
    )  # fmt: skip


def _is_sum(right: ast.expr) -> bool:
    for node in ast.walk(right):
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Add | ast.Sub):
            return False
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "abs":
            return False
    return True


def parse_value(source: str) -> Equation:
    """Parse the right side alone (another base of a rate)."""
    return parse(f"other.value == {source}")


def _validate(node: ast.expr, source: str) -> None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        _validate(node.left, source)
        _validate(node.right, source)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and (
        node.func.id in {"abs", "maybe"} and len(node.args) == 1 and not node.keywords
    ):
        _validate(node.args[0], source)
    elif not (
        isinstance(node, ast.Attribute)
        or (isinstance(node, ast.Constant) and isinstance(node.value, int))
    ):
        raise PatternError(f"算式“{source}”里只能用事实路径、整数、+ - * /、abs() 和 maybe()。")


@cache
def _path(node: ast.AST) -> str:
    return ast.unparse(node)


def _names(node: ast.expr) -> list[ast.Attribute]:
    if isinstance(node, ast.Attribute):
        return [node]
    if isinstance(node, ast.BinOp):
        return _names(node.left) + _names(node.right)
    if isinstance(node, ast.Call):
        return _names(node.args[0])
    return []


def _terms(node: ast.expr, sign: int) -> list[tuple[str, int, bool]]:
    if isinstance(node, ast.BinOp):
        other = sign if isinstance(node.op, ast.Add) else -sign
        return _terms(node.left, sign) + _terms(node.right, other)
    if isinstance(node, ast.Call):
        return [(_path(node.args[0]), sign, True)]
    return [(_path(node), sign, False)]


def _evaluate(node: ast.expr, lookup: Lookup) -> Interval:
    if isinstance(node, ast.Constant):
        return Interval.exact(Decimal(str(node.value)))
    if isinstance(node, ast.Attribute):
        value = lookup(_path(node))
        if value is None:
            raise MissingFactError(_path(node))
        return value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "abs":
            return abs(_evaluate(node.args[0], lookup))
        return lookup(_path(node.args[0])) or Interval.exact(0)
    if not isinstance(node, ast.BinOp):
        raise TypeError(ast.dump(node))
    left, right = _evaluate(node.left, lookup), _evaluate(node.right, lookup)
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    return left * right if isinstance(node.op, ast.Mult) else left / right


_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "×", ast.Div: "÷"}


def _render(node: ast.expr, printed: Callable[[str], str]) -> str:
    if isinstance(node, ast.BinOp):
        if (
            isinstance(node.op, ast.Div) and isinstance(node.left, ast.BinOp)
            and isinstance(node.left.op, ast.Mult) and isinstance(node.left.left, ast.Constant)
            and node.left.left.value == 100
        ):  # fmt: skip
            # 100 * a / b reads as a÷b
            top = _render(node.left.right, printed)
            top = f"({top})" if isinstance(node.left.right, ast.BinOp) else top
            return f"{top}÷{_render(node.right, printed)}"
        left, right = _render(node.left, printed), _render(node.right, printed)
        if isinstance(node.op, ast.Mult | ast.Div) and isinstance(node.left, ast.BinOp):
            left = f"({left})"
        return f"{left}{_SIGNS[type(node.op)]}{right}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        inner = _render(node.args[0], printed)
        return f"|{inner}|" if node.func.id == "abs" and inner.startswith("-") else inner
    return printed(_path(node)) if isinstance(node, ast.Attribute) else ast.unparse(node)
