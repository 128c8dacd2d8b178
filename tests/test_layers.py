"""The import order of the modules: each may import only what stands left of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import extractor

PACKAGE = Path(extractor.__file__).parent
ORDER = [
    "model", "errors", "resources", "numbers", "intervals", "discover", "reading", "text",
    "library", "find", "report", "checks", "output", "store", "web", "pipeline", "batch",
    "__init__", "cli", "__main__",
]  # fmt: skip
MODULES = sorted(PACKAGE.rglob("*.py"))


def group(dotted: str) -> str:
    """`extractor.reading.pdf` → `reading`; the package itself → `__init__`."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imports(path: Path) -> Iterator[str]:
    """Every module of ours that a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("extractor"))
        elif isinstance(node, ast.ImportFrom) and node.module == "extractor":
            # `from extractor import x`: x is a module of ours, or a name of the package
            yield from (
                f"extractor.{alias.name}" if alias.name in ORDER else "extractor"
                for alias in node.names
            )
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            if (node.module or "").startswith("extractor."):
                yield str(node.module)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_stands_left_of_it(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert own in ORDER, f"{own} has no place in the order of modules"
    # the package itself offers the public calls, so it stands before the command line
    wrong = {
        name
        for name in imports(path)
        if group(name) != own and ORDER.index(group(name)) >= ORDER.index(own)
    }
    assert not wrong, f"{path.relative_to(PACKAGE)} imports {sorted(wrong)}"


def test_the_type_layer_is_alone() -> None:
    for path in (PACKAGE / "model").glob("*.py"):
        assert {group(name) for name in imports(path)} <= {"model"}
