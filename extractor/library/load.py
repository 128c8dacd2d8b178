"""Load the pattern library: built-in folder first, then the user's folders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.errors import PatternError
from extractor.library.form import FormError, compile_form
from extractor.library.headers import Headers
from extractor.library.match import Pattern
from extractor.library.schema import Entry, TableWords, Vocabulary
from extractor.library.validated import EXPLANATIONS, validated
from extractor.library.vocabulary import Labels
from extractor.resources import line_of, load_yaml, patterns_dir

NOT_PATTERNS = frozenset({
    "units.yaml", "fold.yaml", "words.yaml", "vocabulary.yaml", "tables.yaml", "wording.yaml", "regions.yaml",
    "norms.yaml", "ratios.yaml", "bodies.yaml", "classifiers.yaml", "root_causes.yaml", "field_names.yaml",
})  # fmt: skip
"""Data files of the rules folder that hold no sentence patterns."""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that the finders read: patterns, shared words, budget labels."""

    patterns: tuple[Pattern, ...]
    words: dict[str, tuple[str, ...]]
    labels: Labels
    entries: dict[str, tuple[Path, Entry]]
    vocabularies: tuple[tuple[Path, Vocabulary], ...]
    headers: Headers
    table_words: tuple[tuple[Path, TableWords], ...]

    def scope(self, *scopes: str) -> tuple[Pattern, ...]:
        """The patterns of the given scopes, in file order."""
        return tuple(p for p in self.patterns if p.scope in scopes)

    def file(self, stem: str) -> tuple[Pattern, ...]:
        """The patterns of all files of that name (built in and the user's)."""
        return tuple(p for p in self.patterns if p.file == stem)


def pattern_files(folder: Path) -> list[Path]:
    """The sentence pattern files of a folder, sorted."""
    return sorted(p for p in folder.glob("*.yaml") if p.name not in NOT_PATTERNS)


@lru_cache(maxsize=8)
def load(dirs: tuple[Path, ...] = ()) -> Library:
    """Load and validate all rule files.

    Raises:
        PatternError: names the file, the line and what to change.
    """
    folders = (patterns_dir(), *dirs)
    for folder in dirs:
        if not folder.is_dir():
            raise PatternError("规则文件夹不存在，请检查 --patterns 的路径。", file=str(folder))
    words: dict[str, tuple[str, ...]] = {}
    vocabulary: dict[str, Any] = {}
    vocabularies: list[tuple[Path, Vocabulary]] = []
    tables: dict[str, Any] = {}
    table_words: list[tuple[Path, TableWords]] = []
    for folder in folders:
        if (folder / "words.yaml").is_file():
            path = folder / "words.yaml"
            for name, entries in _mapping(path).items():
                if not isinstance(entries, list) or not all(isinstance(w, str) for w in entries):
                    raise PatternError(
                        f"“{name}”{EXPLANATIONS['list_type']}",
                        file=str(path), line=line_of(path, (name,)),
                    )  # fmt: skip
                words[name] = (*words.get(name, ()), *entries)
        if (folder / "vocabulary.yaml").is_file():
            path = folder / "vocabulary.yaml"
            vocabularies.append((path, validated(Vocabulary, _mapping(path), path, ())))
            _merge(vocabulary, _mapping(path))
        if (folder / "tables.yaml").is_file():
            path = folder / "tables.yaml"
            table_words.append((path, validated(TableWords, _mapping(path), path, ())))
            _merge(tables, _mapping(path))
    labels = Labels(Vocabulary.model_validate(vocabulary))
    patterns: list[Pattern] = []
    entries_by_id: dict[str, tuple[Path, Entry]] = {}
    for folder in folders:
        for path in pattern_files(folder):
            for key, raw in _mapping(path).items():
                entry = validated(Entry, raw, path, (key,))
                if key in entries_by_id:
                    raise PatternError(
                        f"“{key}”已经在 {entries_by_id[key][0].name} 里定义过，请换一个名称。",
                        file=str(path), line=line_of(path, (key,)),
                    )  # fmt: skip
                entries_by_id[key] = (path, entry)
                patterns.append(_pattern(key, entry, path, words))
    return Library(
        tuple(patterns), words, labels, entries_by_id, tuple(vocabularies),
        Headers(TableWords.model_validate(tables)), tuple(table_words),
    )  # fmt: skip


def _mapping(path: Path) -> dict[str, Any]:
    data = load_yaml(path)
    if data in ("", None):
        return {}
    if not isinstance(data, dict):
        raise PatternError("最外层要写成“名称: 内容”的形式。", file=str(path), line=1)
    return data


def _merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        elif isinstance(value, list) and isinstance(into.get(key), list):
            into[key] = [*into[key], *value]
        else:
            into[key] = value


def _pattern(
    key: str, entry: Entry, path: Path, words: dict[str, tuple[str, ...]]
) -> Pattern:
    forms = []
    for index, form in enumerate(entry.forms):
        try:
            compiled = compile_form(form, words)
        except FormError as error:
            raise PatternError(
                str(error), file=str(path), line=line_of(path, (key, "forms", index))
            ) from error
        absent = entry.targets.keys() - compiled.groups.keys()
        if absent == entry.targets.keys() and not entry.whole:
            raise PatternError(
                f"“{form}”没有给出 {'、'.join(sorted(absent))}，请写成 {{money={min(absent)}}} 的形式。",
                file=str(path), line=line_of(path, (key, "forms", index)),
            )  # fmt: skip
        forms.append(compiled)
    return Pattern(
        key, entry.title, path.stem, entry.scope, entry.targets, tuple(forms), entry.type,
        entry.values, entry.whole,
    )  # fmt: skip
