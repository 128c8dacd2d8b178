"""The first version of the database.

A migration is history: it says what the tables were, not what `output.rows` says today.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from extractor.store.schema import Exact, text

revision = "0001"
down_revision = None

_DATASET = {
    "reports": (
        "file:t unit_name:t fiscal_year:t title:t kind:t fill_date:t profile:t errors:i "
        "warnings:i notes:i holds:i rounding:i fails:i undetermined:i not_applicable:i note:i "
        "facts:i quantities:i bound:i unexplained:i set_aside:i problems:i pages:i path:t "
        "media_type:t "
    ),
    "facts": (
        "file:t unit_name:t fiscal_year:t fact_id:t path:t item:t label:t type:t value:t "
        "number:n unit:t dimension:t base_number:n decimals:i comparator:t approximate:f "
        "year:t quote:t page:i ref:t places:t pattern:t "
    ),
    "projects": (
        "file:t unit_name:t fiscal_year:t number:i name:t budget_yuan:n executed_yuan:n "
        "rate_percent:n effect:t "
    ),
    "indicators": (
        "file:t unit_name:t fiscal_year:t number:i level1:t level2:t name:t target:t "
        "target_number:n midyear:t midyear_number:n actual:t actual_number:n value_unit:t "
        "completion_rate_percent:n weight:n score:n deviation_reason:t improvement:t "
    ),
    "checks": (
        "file:t unit_name:t fiscal_year:t slug:t title:t group:t severity:t status:t "
        "arithmetic:t reason:t facts:t "
    ),
    "discrepancies": (
        "file:t unit_name:t fiscal_year:t discrepancy_id:t severity:t title:t message:t "
        "expected:t reported:t difference:t causes:t effect:t evidence:t checks:t facts:t "
    ),
    "problems": ("file:t unit_name:t fiscal_year:t kind:t page:i message:t advice:t path:t "),
}
_BUDGET = (
    "initial_yuan adjusted_yuan executed_yuan carry_over_yuan "
    "execution_rate_percent execution_rate_printed_percent"
)


def _columns(words: str) -> list[sa.Column[Any]]:
    """Columns from `name:kind`."""
    kinds: dict[str, Any] = {"t": text, "i": sa.BigInteger, "n": Exact, "f": sa.BigInteger}
    pairs = (word.split(":") for word in words.split())
    return [sa.Column(name, kinds[kind]()) for name, kind in pairs]


def upgrade() -> None:
    """Create all tables."""
    _create_documents()
    for name, words in _DATASET.items():
        if name == "reports":
            continue
        key = sa.ForeignKey("reports.report_id", ondelete="CASCADE")
        op.create_table(
            name,
            sa.Column("report_id", text(), key, primary_key=True),
            sa.Column("row_number", sa.BigInteger, primary_key=True, autoincrement=False),
            *_columns(words),
        )


def _create_documents() -> None:
    op.create_table(
        "units",
        sa.Column("unit_id", text(), primary_key=True),
        sa.Column("name", text(), nullable=False),
    )
    op.create_table(
        "unit_aliases",
        sa.Column("alias_key", text(), primary_key=True),
        sa.Column("year_from", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("year_to", sa.Integer, nullable=False),
        sa.Column("alias", text(), nullable=False),
        sa.Column("unit_id", text(), sa.ForeignKey("units.unit_id"), nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("sha256", text(), primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, unique=True),
        sa.Column("path", text(), nullable=False),
        sa.Column("name", text(), nullable=False),
        sa.Column("media_type", text(), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("pages", sa.BigInteger),
        sa.Column("added_at", text(), nullable=False),
        sa.Column("profile", text()),
        sa.Column("unit_id", text(), sa.ForeignKey("units.unit_id")),
        sa.Column("fiscal_year", text()),
        sa.Column("kind", text()),
        sa.Column("identity", text(), index=True),
        sa.Column("titles", text(), nullable=False),
        sa.Column("digest", text(), nullable=False),
        sa.Column("superseded_by", text()),
        sa.Column("current", sa.Integer, nullable=False),
    )
    document = sa.ForeignKey("documents.sha256", ondelete="CASCADE")
    op.create_table(
        "kept_results",
        sa.Column("sha256", text(), document, primary_key=True),
        sa.Column("packed", sa.LargeBinary, nullable=False),
        sa.Column("beside", text()),
    )
    document = sa.ForeignKey("documents.sha256", ondelete="CASCADE")
    op.create_table(
        "reports",
        sa.Column("report_id", text(), primary_key=True),
        *_columns(_DATASET["reports"]),
        sa.Column("sha256", text(), document, nullable=False, index=True),
        sa.Column("row_number", sa.BigInteger, nullable=False),
        sa.Column("unit_id", text(), sa.ForeignKey("units.unit_id")),
        *(sa.Column(name, Exact()) for name in _BUDGET.split()),
    )
