"""Shape of the rule files, validated when they are loaded."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from extractor.model import FactType

Scope = Literal["any", "cover", "indicator", "project"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(_Strict):
    """A text and what it gives: `value` for a single capture, `gives` for named ones."""

    text: str
    value: str | None = None
    unit: str | None = None
    gives: dict[str, str] = Field(default_factory=dict)

    @property
    def expected(self) -> dict[str, str]:
        """Expected captures by group name."""
        return self.gives if self.value is None else {**self.gives, "value": self.value}


class Entry(_Strict):
    """One pattern: the fact it finds, its forms, and its own tests."""

    title: str
    fact: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    type: FactType | None = None
    scope: Scope = "any"
    whole: bool = False
    forms: list[str] = Field(min_length=1)
    values: dict[str, str] = Field(default_factory=dict)
    examples: list[Example] = Field(min_length=1)
    never: list[str] = Field(default_factory=list)
    misses: list[Example] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_target(self) -> Entry:
        if bool(self.fact) == bool(self.facts):
            raise ValueError("fact 和 facts 要写且只写一个")
        return self

    @property
    def targets(self) -> dict[str, str]:
        """Capture group → fact path."""
        return self.facts or {"value": self.fact or ""}


class Term(_Strict):
    """A measure or a subject of the budget vocabulary."""

    title: str
    words: list[str] = Field(min_length=1)
    figure: Literal["money", "rate"] = "money"
    negative: list[str] = Field(default_factory=list)


class Line(_Strict):
    """Words that name a measure and a subject at once (收入总计).

    `weak` words give way to the subject of the sentence (“三公”经费上年支出A，本年支出B).
    """

    title: str
    measure: str
    subject: str
    weak: bool = False
    figure: Literal["money", "rate"] = "money"
    words: list[str] = Field(min_length=1)


class Vocabulary(_Strict):
    """The budget vocabulary: two lists that multiply, and the words that may stand around."""

    subjects: dict[str, Term] = Field(default_factory=dict)
    measures: dict[str, Term] = Field(default_factory=dict)
    lines: dict[str, Line] = Field(default_factory=dict)
    leads: list[str] = Field(default_factory=list)
    selves: list[str] = Field(default_factory=list)
    fillers: list[str] = Field(default_factory=list)
    verbs: dict[str, list[str]] = Field(default_factory=dict)
    turns: dict[str, list[str]] = Field(default_factory=dict)
    headings: dict[str, list[str]] = Field(default_factory=dict)
    bodies: list[str] = Field(default_factory=list)
    examples: list[Example] = Field(default_factory=list)
    never: list[str] = Field(default_factory=list)


AmountRole = Literal[
    "initial", "adjusted", "executed", "adjustment", "last_year", "received", "execution_rate",
    "weight", "score", "reason",
]  # fmt: skip
IndicatorRole = Literal[
    "level1", "level2", "name", "property", "initial_target", "target", "unit", "midyear", "actual",
    "completion_rate", "audited_score", "score", "weight", "reason", "improvement", "rule",
]  # fmt: skip
GoalRole = Literal["expected", "actual"]


class TableExample(_Strict):
    """A small table (rows of cells set apart by bars) and every fact that it gives."""

    table: str
    gives: dict[str, str]


class TableWords(_Strict):
    """The words of forms: header cells, row labels, field labels (`patterns/tables.yaml`)."""

    amount_columns: dict[AmountRole, list[str]] = Field(default_factory=dict)
    amount_rows: dict[str, list[str]] = Field(default_factory=dict)
    split_headings: list[str] = Field(default_factory=list)
    splits: dict[str, list[str]] = Field(default_factory=dict)
    within: dict[str, list[str]] = Field(default_factory=dict)
    indicator_columns: dict[IndicatorRole, list[str]] = Field(default_factory=dict)
    goal_columns: dict[GoalRole, list[str]] = Field(default_factory=dict)
    goal_labels: list[str] = Field(default_factory=list)
    fields: dict[str, list[str]] = Field(default_factory=dict)
    private: list[str] = Field(default_factory=list)
    total_row: list[str] = Field(default_factory=list)
    subtotal_row: list[str] = Field(default_factory=list)
    blank: list[str] = Field(default_factory=list)
    placeholders: list[str] = Field(default_factory=list)
    instructions: list[str] = Field(default_factory=list)
    form_titles: list[str] = Field(default_factory=list)
    examples: list[TableExample] = Field(default_factory=list)
