"""Build a small report from the examples that the check descriptions carry."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.model import Fact, FactType, FactValue, Place, Report
from extractor.numbers import scan
from extractor.text import fold

_WORDS = {"name", "level1", "level2", "deviation_reason", "improvement", "label", "direction", "of",
          "grade", "purpose", "effect", "kind", "title"}  # fmt: skip
_TYPES: dict[str | None, FactType] = {"money": "money", "rate": "percent", "score": "score"}


@dataclass(slots=True)
class _Builder:
    text: str = ""
    facts: list[Fact] = field(default_factory=list)

    def add(self, path: str, words: str, item: str | None) -> None:
        """Append one fact; shares stand in one sentence, everything else on its own line."""
        together = path.startswith("shares[") and "shares[" in (self.facts[-1].path if self.facts else "")
        if self.facts:
            self.text += "；" if together else "\n"
        start = len(self.text)
        pattern = "example"
        if words.startswith("[表]"):  # the form beside the running text prints it
            pattern, words = "table.example", words.removeprefix("[表]")
        self.text += words
        value, type_ = _value(path, words)
        number = len(self.facts) + 1
        self.facts.append(
            Fact(
                id=f"f{number:03d}", path=path, label=path, type=type_, value=value, quote=words,
                places=(Place(f"第{number}行"),), pattern=pattern, start=start,
                end=len(self.text), item=item,
            )
        )  # fmt: skip


def _value(path: str, words: str) -> tuple[FactValue, FactType]:
    last = path.rpartition(".")[2]
    if last == "names":
        return tuple(words.split("、")), "list"
    if last in _WORDS:
        return words, "text"
    token = next((t for t in scan(fold(words)) if t.quantity), None)
    if token is None or token.quantity is None:
        return words, "text"
    return token.quantity, _TYPES.get(token.quantity.dimension, "quantity")


def report_of(facts: dict[str, str]) -> Report:
    """A report that holds just these facts (path → printed words)."""
    builder = _Builder()
    names = {p.rpartition(".")[0]: w for p, w in facts.items() if p.endswith((".name", ".label"))}
    for path, words in facts.items():
        head = path.rpartition(".")[0]
        item = names.get(head, head if "[" in head else None)
        for mention in words.split("|"):  # several mentions of one fact
            builder.add(path, mention, item)
    return Report.model_construct(facts=tuple(builder.facts), text=builder.text)
