"""The dataset as plain rows: what CSV, Parquet, the workbook and the frames are made from.

Seven tables, described column by column in `TABLES`. A missing value is None and stays
missing everywhere: it is never 0 and never an empty string.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.model import CheckResult, Discrepancy, Fact, Item, Result
from extractor.output.as_dict import as_dict
from extractor.output.words import refs, shorten, shown, squeeze

Cell = str | int | Decimal | None
Row = dict[str, Cell]
ColumnKind = Literal["text", "integer", "number", "flag"]

_KINDS: dict[str, ColumnKind] = {"t": "text", "i": "integer", "n": "number", "f": "flag"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the data, its heading for people, its kind.

    `width` is the width in the workbook, in characters; 0 keeps the column out of it.
    """

    name: str
    title: str
    kind: ColumnKind
    width: int


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from lines of `name title kind width`."""
    cells = (line.split() for line in text.splitlines() if line.strip())
    return tuple(Column(name, title, _KINDS[kind], int(size)) for name, title, kind, size in cells)


_KEY = """
    report_id 报告编号 t 0
    file 文件 t 26
    unit_name 单位 t 30
    fiscal_year 年度 t 7
"""

TABLES: dict[str, tuple[Column, ...]] = {
    "reports": _columns(
        _KEY
        + """
        title 标题 t 34
        kind 类型 t 0
        fill_date 填报日期 t 12
        profile 评分口径 t 16
        errors 错误 i 7
        warnings 疑点 i 7
        notes 说明 i 7
        holds 相符 i 7
        rounding 尾差 i 7
        fails 不符 i 7
        undetermined 无法判断 i 9
        not_applicable 缺数据未核 i 11
        note 供参考 i 8
        facts 数据条数 i 9
        quantities 数字个数 i 9
        bound 已归位 i 8
        unexplained 未能解释 i 9
        set_aside 非数据 i 8
        problems 读取问题 i 9
        pages 页数 i 6
        path 路径 t 40
        media_type 文件类型 t 0
        sha256 SHA-256 t 0
        """
    ),
    "facts": _columns(
        _KEY
        + """
        fact_id 编号 t 8
        path 字段 t 30
        item 所属 t 24
        label 名称 t 22
        type 类别 t 10
        value 值 t 24
        number 数值 n 14
        unit 计量单位 t 9
        dimension 量纲 t 0
        base_number 基本单位数值 n 0
        decimals 小数位 i 8
        comparator 比较符 t 8
        approximate 概数 f 7
        year 所属年份 t 9
        quote 原文 t 46
        page 页 i 5
        ref 位置 t 14
        places 坐标 t 0
        pattern 识别规则 t 22
        """
    ),
    "projects": _columns(
        _KEY
        + """
        number 序号 i 6
        name 项目名称 t 36
        budget_yuan 预算数（元） n 16
        executed_yuan 执行数（元） n 16
        rate_percent 执行率（%） n 12
        effect 完成情况 t 60
        """
    ),
    "indicators": _columns(
        _KEY
        + """
        number 序号 i 6
        level1 一级指标 t 14
        level2 二级指标 t 14
        name 指标名称 t 30
        target 年度指标值 t 14
        target_number 指标值数值 n 0
        midyear 年中完成值 t 14
        midyear_number 年中数值 n 0
        actual 实际完成值 t 14
        actual_number 实际数值 n 0
        value_unit 计量单位 t 9
        completion_rate_percent 完成率（%） n 11
        weight 分值 n 8
        score 得分 n 8
        deviation_reason 偏差原因 t 40
        improvement 改进措施 t 40
        """
    ),
    "checks": _columns(
        _KEY
        + """
        slug 核对项 t 30
        title 核对内容 t 32
        group 类别 t 20
        severity 严重程度 t 10
        status 结果 t 13
        arithmetic 算式 t 50
        reason 原因 t 36
        facts 数据编号 t 16
        """
    ),
    "discrepancies": _columns(
        _KEY
        + """
        discrepancy_id 编号 t 0
        severity 严重程度 t 10
        title 差异 t 36
        message 说明 t 56
        expected 应为 t 16
        reported 报告为 t 16
        difference 相差 t 14
        causes 可能原因 t 44
        effect 影响 t 40
        evidence 依据 t 46
        checks 核对项 t 28
        facts 数据编号 t 16
        """
    ),
    "problems": _columns(
        _KEY
        + """
        kind 种类 t 14
        page 页 i 5
        message 问题 t 46
        advice 建议 t 46
        path 路径 t 40
        """
    ),
}
"""Table name → its columns in order."""


def to_rows(results: Iterable[Result]) -> dict[str, list[Row]]:
    """Build the rows of every table. All rows of a table have all its columns.

    `report_id` joins the tables: the first twelve digits of the file's SHA-256 and the
    number of the report among those with the same content.
    """
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    seen: Counter[str] = Counter()
    for result in results:
        for name, rows in rows_of(result, seen).items():
            tables[name] += rows
    return tables


def rows_of(result: Result, seen: Counter[str]) -> dict[str, list[Row]]:
    """Build the rows of one result; `seen` counts the reports of each content so far.

    A copy of a file that was read already has a row of `problems` only.
    """
    digest = result.source.sha256[:12] or "unread"
    copy = is_copy(result)
    if not copy:
        seen[digest] += 1
    report = result.report
    key: Row = {
        "report_id": f"{digest}-{seen[digest]}",
        "file": result.source.name,
        "unit_name": report.unit if report else None,
        "fiscal_year": report.year if report else None,
    }
    parts = {
        "reports": iter([] if copy else [_report(result)]),
        "facts": _facts(result),
        "projects": map(_project, report.projects if report else ()),
        "indicators": map(_indicator, report.indicators if report else ()),
        "checks": map(_check, result.checks),
        "discrepancies": (
            _discrepancy(d, "\n".join(evidence(result, d))) for d in result.discrepancies
        ),
        "problems": _problems(result),
    }
    return {
        name: [{**key, **_blank_to_none(row)} for row in rows] for name, rows in parts.items()
    }


def archive_rows(
    checks: Iterable[CheckResult], found: Iterable[Discrepancy]
) -> dict[str, list[Row]]:
    """Build the rows of what only all reports together show; their `report_id` is `archive`."""
    key: Row = {"report_id": "archive", "file": None, "unit_name": None, "fiscal_year": None}
    parts: dict[str, Iterator[Row]] = {
        "checks": map(_check, checks),
        "discrepancies": (_discrepancy(d, "") for d in found),
    }
    return {
        name: [{**key, **_blank_to_none(row)} for row in parts.get(name, ())] for name in TABLES
    }


def is_copy(result: Result) -> bool:
    """Whether a file is a copy of one that was read already."""
    return any(problem.kind == "duplicate" for problem in result.problems)


def _blank_to_none(row: Row) -> Row:
    return {name: None if cell == "" else cell for name, cell in row.items()}


def _report(result: Result) -> Row:
    report, coverage = result.report, result.coverage
    severities = Counter(found.severity for found in result.discrepancies)
    statuses = Counter(check.status for check in result.checks)
    return {
        "title": report.title if report else None,
        "kind": report.kind if report else None,
        "fill_date": report.fill_date if report else None,
        "profile": result.profile,
        "errors": severities["error"],
        "warnings": severities["warning"],
        "notes": severities["info"],
        "holds": statuses["holds"],
        "rounding": statuses["rounding"],
        "fails": statuses["fails"],
        "undetermined": statuses["undetermined"],
        "not_applicable": statuses["not_applicable"],
        "note": statuses["note"],
        "facts": len(report.facts) if report else 0,
        "quantities": coverage.quantities,
        "bound": coverage.bound,
        "unexplained": len(coverage.unexplained),
        "set_aside": len(coverage.set_aside),
        "problems": len(result.problems),
        # plain text has no pages: missing, not 0
        "pages": result.pages or None,
        "path": result.source.path,
        "media_type": result.source.media_type,
        "sha256": result.source.sha256,
    }


def _facts(result: Result) -> Iterator[Row]:
    if not result.report:
        return
    plain = as_dict(result)["facts"]
    for fact, data in zip(result.report.facts, plain, strict=True):
        quantity = fact.quantity
        yield {
            "fact_id": fact.id,
            "path": fact.path,
            "item": fact.item,
            "label": fact.label,
            "type": fact.type,
            "value": fact.text,
            "number": quantity.value if quantity else None,
            "unit": quantity.unit if quantity else None,
            "dimension": quantity.dimension if quantity else None,
            "base_number": quantity.base if quantity else None,
            "decimals": quantity.decimals if quantity else None,
            "comparator": quantity.comparator if quantity else None,
            "approximate": quantity.approximate if quantity else None,
            "year": fact.year,
            "quote": fact.quote,
            "page": next((place.page for place in fact.places), None),
            "ref": refs(fact.places),
            "places": json.dumps(data["places"], ensure_ascii=False),
            "pattern": fact.pattern,
        }


def _base(item: Item, field: str, dimension: str) -> Decimal | None:
    """The figure in the base unit; missing when its unit is unknown: 元 is never assumed."""
    quantity = item.quantity(field)
    return quantity.base if quantity and quantity.dimension == dimension else None


def _value(item: Item, field: str) -> Decimal | None:
    quantity = item.quantity(field)
    return quantity.value if quantity else None


def _shown(item: Item, field: str) -> str | None:
    figure = item[field]
    return shown(figure.first) if figure else None


def _project(item: Item) -> Row:
    return {
        "number": item.index,
        "name": item.name,
        "budget_yuan": _base(item, "budget", "money"),
        "executed_yuan": _base(item, "executed", "money"),
        "rate_percent": _base(item, "rate", "rate"),
        "effect": item.text("effect"),
    }


def _indicator(item: Item) -> Row:
    units = (item.quantity(field) for field in ("target", "actual", "midyear"))
    return {
        "number": item.index,
        "level1": item.text("level1"),
        "level2": item.text("level2"),
        "name": item.name,
        "target": _shown(item, "target"),
        "target_number": _value(item, "target"),
        "midyear": _shown(item, "midyear"),
        "midyear_number": _value(item, "midyear"),
        "actual": _shown(item, "actual"),
        "actual_number": _value(item, "actual"),
        "value_unit": next((q.unit for q in units if q and q.unit), None),
        "completion_rate_percent": _base(item, "completion_rate", "rate"),
        "weight": _value(item, "weight"),
        "score": _value(item, "score"),
        "deviation_reason": item.text("deviation_reason"),
        "improvement": item.text("improvement"),
    }


def _check(check: CheckResult) -> Row:
    return {
        "slug": check.slug,
        "title": check.title,
        "group": check.group,
        "severity": check.severity,
        "status": check.status,
        "arithmetic": check.arithmetic,
        "reason": check.reason,
        "facts": " ".join(check.facts),
    }


def _discrepancy(found: Discrepancy, printed: str) -> Row:
    return {
        "discrepancy_id": found.id,
        "severity": found.severity,
        "title": found.title,
        "message": found.message,
        "expected": found.expected,
        "reported": found.reported,
        "difference": found.difference,
        "causes": "；".join(cause.explanation for cause in found.causes),
        "effect": found.effect,
        "evidence": printed,
        "checks": " ".join(found.checks),
        "facts": " ".join(found.facts),
    }


def evidence(result: Result, found: Discrepancy, *, quote_length: int = 60) -> list[str]:
    """The printed words a discrepancy rests on, one line each: `第3页 “…”`, none twice."""
    known: dict[str, Fact] = {f.id: f for f in result.report.facts} if result.report else {}
    lines = (
        f"{refs(fact.places)} “{shorten(squeeze(fact.quote), quote_length)}”".lstrip()
        for fact in (known[i] for i in found.facts if i in known)
    )
    return list(dict.fromkeys(lines))


def _problems(result: Result) -> Iterator[Row]:
    for problem in result.problems:
        yield {
            "kind": problem.kind,
            "page": problem.page,
            "message": problem.message,
            "advice": problem.advice,
            "path": problem.file,
        }
