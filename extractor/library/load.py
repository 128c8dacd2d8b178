"""Load the pattern library: built-in folder first, then the user's folders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from extractor.errors import PatternError
from extractor.library.form import FormError, compile_form
from extractor.library.headers import Headers
from extractor.library.match import Pattern
from extractor.library.ratio_words import RatioFile, RatioWords, ratio_words
from extractor.library.schema import Entry, TableWords, Vocabulary
from extractor.library.validated import EXPLANATIONS, validated
from extractor.library.vocabulary import Labels
from extractor.resources import line_of, load_yaml, patterns_dir

T = TypeVar("T", bound=BaseModel)

ADDED = frozenset({"words.yaml", "vocabulary.yaml", "tables.yaml", "ratios.yaml"})
"""Files without sentence patterns whose entries add to one another over folders."""
BUILT_IN_ONLY = frozenset({
    "units.yaml", "fold.yaml", "wording.yaml", "regions.yaml", "norms.yaml", "bodies.yaml", "classifiers.yaml",
    "root_causes.yaml", "field_names.yaml",
})  # fmt: skip
"""Those that are read from the built-in folder alone."""
NOT_PATTERNS = ADDED | BUILT_IN_ONLY


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
    ratios: RatioWords
    files: dict[str, tuple[Pattern, ...]]

    def scope(self, *scopes: str) -> tuple[Pattern, ...]:
        """The patterns of the given scopes, in file order."""
        return tuple(p for p in self.patterns if p.scope in scopes)

    def file(self, stem: str) -> tuple[Pattern, ...]:
        """The patterns of all files of that name (built in and the user's)."""
        return self.files.get(stem, ())


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
        _check_folder(folder)
    words: dict[str, tuple[str, ...]] = {}
    for path in _named(folders, "words.yaml"):
        for name, entries in _mapping(path).items():
            if not isinstance(entries, list) or not all(isinstance(w, str) for w in entries):
                raise PatternError(
                    f"“{name}”{EXPLANATIONS['list_type']}",
                    file=str(path), line=line_of(path, (name,)),
                )  # fmt: skip
            words[name] = (*words.get(name, ()), *entries)
    vocabularies, vocabulary = _added(Vocabulary, folders, "vocabulary.yaml")
    table_words, tables = _added(TableWords, folders, "tables.yaml")
    _, ratios = _added(RatioFile, folders, "ratios.yaml")
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
        tuple(patterns), words, Labels(vocabulary), entries_by_id, vocabularies, Headers(tables), table_words,
        ratio_words(ratios), {p.file: tuple(o for o in patterns if o.file == p.file) for p in patterns},
    )  # fmt: skip


def _check_folder(folder: Path) -> None:
    """Stop at a folder of the user's that is absent, or holds what only the built-in one may."""
    if not folder.is_dir():
        raise PatternError("规则文件夹不存在，请检查 --patterns 的路径。", file=str(folder))
    idle = sorted(path.name for path in folder.iterdir() if path.name in BUILT_IN_ONLY)
    if idle:
        raise PatternError(
            f"这个文件在自己的规则文件夹里不起作用，请改名或移走；这里可以放 {'、'.join(sorted(ADDED))} 和句式文件。",
            file=str(folder / idle[0]),
        )  # fmt: skip


def _named(folders: tuple[Path, ...], name: str) -> list[Path]:
    return [folder / name for folder in folders if (folder / name).is_file()]


def _added(
    model: type[T], folders: tuple[Path, ...], name: str
) -> tuple[tuple[tuple[Path, T], ...], T]:
    """Each file of a name, and all of them as one: what a later one says is added."""
    every: dict[str, Any] = {}
    found: list[tuple[Path, T]] = []
    for path in _named(folders, name):
        found.append((path, validated(model, _mapping(path), path, ())))
        _merge(every, _mapping(path))
    return tuple(found), model.model_validate(every)


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
