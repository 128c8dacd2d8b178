"""Names of units: normalised, resolved over name changes by the user's table, never guessed."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, union

from extractor.errors import JiheError
from extractor.output.tables import guard
from extractor.store.schema import YEAR_MAX, YEAR_MIN, documents, reports, unit_aliases, units

FIELDS = ("alias", "unit", "year_from", "year_to", "reports", "proposal")
_TITLES = ("名称", "单位", "起始年度", "截止年度", "报告数", "可能同一单位")
_REGION = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区|市|自治州|州|县|区|旗))+(?=[\u4e00-\u9fff]{2})"
)
_TAIL = re.compile(r"\((?:本级|机关|汇总|部门|单位)\)$|本级$|机关$")
_LIKELY = 0.75
_LONGEST = 300  # characters of a name that count: an index of PostgreSQL holds no long text


def normalise(name: str) -> str:
    """The name without layout: full width folded, blanks dropped, brackets of one kind.

    Only what cannot distinguish two units goes; words stay.
    """
    folded = unicodedata.normalize("NFKC", name)
    folded = folded.translate(str.maketrans("〔［【﹙[", "(((((")).translate(
        str.maketrans("〕］】﹚]", ")))))")
    )
    return re.sub(r"\s+", "", folded)[:_LONGEST]


def unit_id_of(name: str) -> str:
    """The id of a unit first seen under this name: the same on every machine."""
    return "u" + hashlib.sha256(normalise(name).encode()).hexdigest()[:12]


def _year(text: str | None) -> int:
    return int(text) if text and text.isdigit() else YEAR_MAX


def resolve(conn: Connection, name: str | None, year: str | None) -> str | None:
    """The unit that bears a name in a year; an unknown name is a unit of its own."""
    if not name or not normalise(name):
        return None
    key, when = normalise(name), _year(year)
    rows = conn.execute(
        select(unit_aliases)
        .where(unit_aliases.c.alias_key == key)
        .order_by(unit_aliases.c.year_from)
    ).all()
    for row in rows:
        if row.year_from <= when <= row.year_to or (not year and row is rows[-1]):
            return str(row.unit_id)
    unit_id = _ensure(conn, name)
    if not rows:
        conn.execute(
            insert(unit_aliases).values(
                alias_key=key, alias=name, unit_id=unit_id, year_from=YEAR_MIN, year_to=YEAR_MAX
            )
        )
    return unit_id


def _ensure(conn: Connection, name: str) -> str:
    unit_id = unit_id_of(name)
    if conn.execute(select(units.c.unit_id).where(units.c.unit_id == unit_id)).first() is None:
        conn.execute(insert(units).values(unit_id=unit_id, name=name.strip()))
    return unit_id


def listed(conn: Connection) -> list[dict[str, Any]]:
    """Every name with its unit, years (None: unbounded), count of reports, a likely twin."""
    rows = conn.execute(
        select(unit_aliases, units.c.name)
        .join(units, units.c.unit_id == unit_aliases.c.unit_id)
        .order_by(units.c.name, unit_aliases.c.alias, unit_aliases.c.year_from)
    ).all()
    seen: dict[tuple[str, str], int] = {}
    for name, unit_id, count in conn.execute(
        select(reports.c.unit_name, reports.c.unit_id, func.count()).group_by(
            reports.c.unit_name, reports.c.unit_id
        )
    ):
        if name:
            key = (normalise(name), unit_id)
            seen[key] = seen.get(key, 0) + int(count)
    names = sorted({str(row.name) for row in rows})
    return [
        {
            "alias": row.alias,
            "unit": row.name,
            "year_from": None if row.year_from == YEAR_MIN else row.year_from,
            "year_to": None if row.year_to == YEAR_MAX else row.year_to,
            "reports": seen.get((row.alias_key, row.unit_id), 0),
            "proposal": _proposal(str(row.alias), str(row.name), names),
        }
        for row in rows
    ]


def _core(name: str) -> str:
    return _REGION.sub("", _TAIL.sub("", normalise(name)))


def _proposal(alias: str, unit: str, names: list[str]) -> str | None:
    """Another unit whose name is likely the same one's: only ever a suggestion."""
    best: tuple[float, str] | None = None
    mine, core = normalise(alias), _core(alias)
    for name in names:
        theirs = normalise(name)
        if name == unit or theirs == mine:
            continue
        if (
            theirs.endswith(mine)
            or mine.endswith(theirs)
            or _TAIL.sub("", theirs) == _TAIL.sub("", mine)
        ):
            likely = 1.0
        elif theirs[:2] == mine[:2] and core and _core(name):
            likely = SequenceMatcher(None, mine, theirs, autojunk=False).ratio()
        else:
            continue
        if likely >= _LIKELY and (best is None or likely > best[0]):
            best = (likely, name)
    return best[1] if best else None


def to_csv(rows: list[dict[str, Any]]) -> str:
    """The table of names as CSV for a spreadsheet; Chinese headings."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_TITLES)
    for row in rows:
        writer.writerow(["" if row[f] is None else guard(str(row[f])) for f in FIELDS])
    return out.getvalue()


def from_csv(words: str) -> list[dict[str, Any]]:
    """Read an edited table.

    Raises:
        JiheError: a column is missing, a year is no year, two rows contradict each other.
    """
    reader = csv.DictReader(io.StringIO(words.removeprefix("\ufeff")))
    if not {"名称", "单位"} <= set(reader.fieldnames or ()):
        raise JiheError("单位表里要有“名称”和“单位”两列（可先用 jihe db units --export 导出）。")
    rows: list[dict[str, Any]] = []
    spans: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(reader, start=2):
        alias, unit = ((line[f] or "").strip().removeprefix("'") for f in ("名称", "单位"))
        if not normalise(alias) or not normalise(unit):
            raise JiheError(f"单位表第{number}行：名称和单位都要填写。")
        years = []
        for title, open_ in (("起始年度", YEAR_MIN), ("截止年度", YEAR_MAX)):
            cell = (line.get(title) or "").strip()
            if cell and not re.fullmatch(r"\d{4}", cell, re.ASCII):
                raise JiheError(f"单位表第{number}行：{title}“{cell}”不是四位年份。")
            years.append(int(cell) if cell else open_)
        first, last = years
        taken = spans.setdefault(normalise(alias), [])
        if first > last or any(first <= b and a <= last for a, b in taken):
            raise JiheError(f"单位表第{number}行：“{alias}”的年份颠倒或与另一行重叠。")
        taken.append((first, last))
        rows.append({"alias": alias, "unit": unit, "year_from": first, "year_to": last})
    return rows


def replace(conn: Connection, rows: list[dict[str, Any]]) -> None:
    """Let the user's rows stand for all names they mention; other names stay."""
    for key in sorted({normalise(row["alias"]) for row in rows}):
        conn.execute(delete(unit_aliases).where(unit_aliases.c.alias_key == key))
    for row in rows:
        conn.execute(
            insert(unit_aliases).values(
                alias_key=normalise(row["alias"]),
                alias=row["alias"],
                unit_id=_ensure(conn, row["unit"]),
                year_from=row["year_from"],
                year_to=row["year_to"],
            )
        )


def drop_unused(conn: Connection) -> None:
    """Remove units that no name and no report bears any more."""
    used = union(
        select(unit_aliases.c.unit_id),
        select(reports.c.unit_id).where(reports.c.unit_id.is_not(None)),
        select(documents.c.unit_id).where(documents.c.unit_id.is_not(None)),
    )
    conn.execute(delete(units).where(units.c.unit_id.not_in(used)))
