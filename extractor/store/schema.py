"""The tables and views of the database; those of the dataset come from `output.rows.TABLES`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Select,
    String,
    Table,
    TypeDecorator,
    select,
)
from sqlalchemy.types import TypeEngine

from extractor.output.rows import TABLES, ColumnKind

HEAD = "0001"
"""The version of the database that this program reads and writes."""

YEAR_MIN, YEAR_MAX = 0, 9999
"""Bounds of a name that is valid in all years."""


class Exact(TypeDecorator[Decimal]):
    """A `Decimal` that comes back as printed, trailing zeros included.

    PostgreSQL keeps it as NUMERIC; SQLite as text under the collation DECIMAL (see
    `engine.py`), which orders and compares by value.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type in the database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Numeric())
        return dialect.type_descriptor(String(collation="DECIMAL"))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """What is sent: never an exponent, never a float."""
        if value is None or dialect.name == "postgresql":
            return value
        return f"{value:f}"

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The exact figure."""
        return None if value is None else Decimal(value)


def text() -> TypeEngine[str]:
    """Text in the order of its characters' numbers, in both databases."""
    return String().with_variant(String(collation="C"), "postgresql")


def column_type(kind: ColumnKind) -> TypeEngine[Any]:
    """The type of a dataset column; flags are 0 and 1, the same in both databases."""
    if kind == "text":
        return text()
    if kind == "number":
        return Exact()
    return BigInteger()


metadata = MetaData()

units = Table(
    "units",
    metadata,
    Column("unit_id", text(), primary_key=True),
    Column("name", text(), nullable=False),
)
unit_aliases = Table(
    "unit_aliases",
    metadata,
    Column("alias_key", text(), primary_key=True),
    Column("year_from", Integer, primary_key=True, autoincrement=False),
    Column("year_to", Integer, nullable=False),
    Column("alias", text(), nullable=False),
    Column("unit_id", text(), ForeignKey("units.unit_id"), nullable=False),
)
documents = Table(
    "documents",
    metadata,
    Column("sha256", text(), primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("path", text(), nullable=False),
    Column("name", text(), nullable=False),
    Column("media_type", text(), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("pages", BigInteger),
    Column("added_at", text(), nullable=False),
    Column("profile", text()),
    Column("unit_id", text(), ForeignKey("units.unit_id")),
    Column("fiscal_year", text()),
    Column("kind", text()),
    Column("identity", text(), index=True),
    Column("titles", text(), nullable=False),
    Column("digest", text(), nullable=False),
    Column("superseded_by", text()),
    Column("current", Integer, nullable=False),
)
kept = Table(
    "kept_results",
    metadata,
    Column("sha256", text(), ForeignKey("documents.sha256", ondelete="CASCADE"), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
    Column("beside", text()),
)
"""The results of a document as it was read alone, and the digest of those beside other reports."""

_BUDGET = (
    "initial_yuan", "adjusted_yuan", "executed_yuan", "carry_over_yuan",
    "execution_rate_percent", "execution_rate_printed_percent",
)  # fmt: skip


def _reports() -> Table:
    columns = [
        Column(c.name, column_type(c.kind), primary_key=c.name == "report_id")
        for c in TABLES["reports"]
        if c.name != "sha256"
    ]
    return Table(
        "reports",
        metadata,
        *columns,
        Column(
            "sha256",
            text(),
            ForeignKey("documents.sha256", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        Column("row_number", BigInteger, nullable=False),
        Column("unit_id", text(), ForeignKey("units.unit_id")),
        *(Column(name, Exact()) for name in _BUDGET),
    )


def _part(name: str) -> Table:
    columns = [Column(c.name, column_type(c.kind)) for c in TABLES[name] if c.name != "report_id"]
    key = ForeignKey("reports.report_id", ondelete="CASCADE")
    return Table(
        name,
        metadata,
        Column("report_id", text(), key, primary_key=True),
        Column("row_number", BigInteger, primary_key=True, autoincrement=False),
        *columns,
    )


reports = _reports()
DATASET: dict[str, Table] = {name: reports if name == "reports" else _part(name) for name in TABLES}
"""Dataset table → its table in the database."""


def current(name: str) -> Select[Any]:
    """All columns of a dataset table, of current documents only."""
    table = DATASET[name]
    chosen = select(table).add_columns(documents.c.number.label("document_number"))
    if table is not reports:
        chosen = chosen.join(reports, table.c.report_id == reports.c.report_id)
    return chosen.join(documents, reports.c.sha256 == documents.c.sha256).where(
        documents.c.current == 1
    )


def budget_by_year() -> Select[Any]:
    """Each current report's totals in 元, rates in %."""
    return (
        select(
            reports.c.unit_id,
            units.c.name.label("unit"),
            reports.c.fiscal_year,
            reports.c.kind,
            reports.c.report_id,
            *(reports.c[name] for name in _BUDGET),
            reports.c.errors,
            reports.c.warnings,
            reports.c.file,
        )
        .join(documents, reports.c.sha256 == documents.c.sha256)
        .outerjoin(units, reports.c.unit_id == units.c.unit_id)
        .where(documents.c.current == 1, reports.c.initial_yuan.is_not(None)
               | reports.c.adjusted_yuan.is_not(None) | reports.c.executed_yuan.is_not(None))
    )  # fmt: skip


def indicator_values() -> Select[Any]:
    """Each current report's indicators with the resolved unit."""
    indicators = DATASET["indicators"]
    return (
        select(
            reports.c.unit_id,
            units.c.name.label("unit"),
            reports.c.kind,
            *(c for c in indicators.c if c.name != "unit_name"),
        )
        .join(reports, indicators.c.report_id == reports.c.report_id)
        .join(documents, reports.c.sha256 == documents.c.sha256)
        .outerjoin(units, reports.c.unit_id == units.c.unit_id)
        .where(documents.c.current == 1)
    )


def views() -> dict[str, Select[Any]]:
    """View name → its query."""
    made = {f"current_{name}": current(name) for name in TABLES}
    return {**made, "budget_by_year": budget_by_year(), "indicator_values": indicator_values()}
