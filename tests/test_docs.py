"""The documents say what the product does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from extractor.cli import app
from extractor.errors import ExitCode
from extractor.output.rows import TABLES
from tests.made_results import result

ROOT = Path(__file__).resolve().parent.parent
READMES = ["README.md", "README.zh-CN.md"]
GUIDES = [*READMES, "docs/running.md"]
DOCS = [*GUIDES, "docs/design.md", "CONTRIBUTING.md", "CHANGELOG.md"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(group: object = None, prefix: str = "jihe") -> Iterator[str]:
    """`jihe run`, `jihe patterns test` …, as the command line knows them."""
    for name, command in getattr(group or typer.main.get_command(app), "commands", {}).items():
        if getattr(command, "commands", None):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}"


def options() -> set[str]:
    """Every long option of every command."""
    group = typer.main.get_command(app)
    found: set[str] = set()
    for command in getattr(group, "commands", {}).values():
        found |= {name for param in command.params for name in param.opts if name[:2] == "--"}
    return found


def test_there_are_commands_and_options() -> None:
    assert "jihe patterns test" in set(commands())
    assert "--exit-zero" in options()


@pytest.mark.parametrize("name", GUIDES)
@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_is_documented(name: str, command: str) -> None:
    assert re.search(rf"`{command}\b", read(name))


@pytest.mark.parametrize("name", GUIDES)
def test_no_command_is_documented_that_does_not_exist(name: str) -> None:
    known = set(commands())
    for words in re.findall(r"`(jihe (?:(?:patterns|db) )?[a-z]+)\b", read(name)):
        assert words in known, words


@pytest.mark.parametrize("option", sorted(options()))
def test_every_option_is_documented(option: str) -> None:
    assert f"`{option}" in read("docs/running.md") or f" {option} " in read("docs/running.md")


@pytest.mark.parametrize("name", GUIDES)
def test_every_exit_code_is_documented(name: str) -> None:
    for code in ExitCode:
        assert f"| {code.value} |" in read(name)


@pytest.mark.parametrize("name", READMES)
def test_the_readmes_name_every_table_and_field(name: str) -> None:
    from extractor.output.as_dict import as_dict

    text = read(name)
    assert all(f"`{table}`" in text for table in TABLES)
    made = as_dict(result())
    fields = {*made, *made["facts"][0], *made["checks"][0], *made["coverage"], *made["source"]}
    assert not {field for field in fields if not re.search(rf"\b{field}\b", text)}


def test_both_readmes_have_the_same_shape() -> None:
    def shape(name: str) -> list[str]:
        """Headings by level, fences by language, table rows and list items, in order."""
        return re.findall(r"^(?:#+(?= )|```\w*|\|(?=[^-])|- )", read(name), flags=re.MULTILINE)

    def code(name: str) -> list[str]:
        """Code blocks without their comments and words."""
        blocks = re.findall(r"```\w+\n(.*?)```", read(name), flags=re.DOTALL)
        return [re.sub(r"[^\x00-\x7f]|#.*|.*null.*|.*profile .*", "", block) for block in blocks]

    assert shape(READMES[0]) == shape(READMES[1])
    assert code(READMES[0]) == code(READMES[1])


@pytest.mark.parametrize("name", DOCS)
def test_links_to_files_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", read(name)):
        assert ((ROOT / name).parent / target).exists(), target
