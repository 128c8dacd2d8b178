"""A real final account of a department whose relations a person has judged, one by one."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from extractor.model import Result
from extractor.pipeline import extract
from tests.shared import SHARED, load_json

REAL = SHARED / "real" / "final-accounts-2024-putuo-finance-edited.pdf"
GOLD = REAL.with_suffix(".gold.json")
pytestmark = pytest.mark.skipif(
    not (REAL.is_file() and GOLD.is_file()), reason="the real account (../shared/real) is not here"
)


@cache
def found() -> tuple[Result, ...]:
    """The results of the account."""
    return tuple(extract(REAL))


def relations(*, holds: bool) -> list[Any]:
    """The judged relations that do not lie within the tables alone."""
    if not GOLD.is_file():
        return [pytest.param({}, id="no-account")]  # collected, then skipped with its reason
    return [
        pytest.param(r, id=r["id"])
        for r in load_json(GOLD)
        if r["holds"] is holds and not r["kind"].startswith("table") and r["severity"] != "style"
    ]


def findings() -> list[str]:
    """What each error and warning says is printed."""
    return [
        f"{d.message} {d.reported}"
        for result in found() for d in result.discrepancies if d.severity != "info"
    ]  # fmt: skip


def amounts(relation: dict[str, Any]) -> list[str]:
    """The figure that a relation says is printed wrong; beside a word, its figures; a table's name."""
    if relation["kind"] == "compare_word":
        return [relation["quote"].removeprefix("支出决算为").removesuffix("万元")]
    if relation["kind"] == "empty_table_note":
        return [f"《{relation['quote']}》", "没有写明本表无数据"]
    if "空白" in relation["reported"]:
        return [relation["quote"].partition("为")[2].replace(" ", ""), "空白"]
    if relation["kind"] == "missing_table":
        return [f"目录列有“{relation['quote'].partition('、')[2]}”"]
    return [relation["reported"]]


@pytest.mark.parametrize("relation", relations(holds=False))
def test_a_false_relation_is_found(relation: dict[str, Any]) -> None:
    wanted = amounts(relation)
    assert any(all(w in message for w in wanted) for message in findings()), findings()


def test_nothing_else_is_reported() -> None:
    false = [p.values[0] for p in relations(holds=False)]
    named = [amounts(r) for r in false]
    assert [m for m in findings() if not any(all(a in m for a in each) for each in named)] == []


def test_the_account_is_one_report_and_no_column_is_its_unit() -> None:
    narrative = [r.report for r in found() if r.report and "支出决算情况说明" in r.report.text]
    assert len(narrative) == 1
    assert narrative[0].year == "2024"
    assert narrative[0].unit in {None, "上海市普陀区财政局"}
