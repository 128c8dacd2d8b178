"""The annexed form 部门整体支出绩效自评表: a grid of cells with marks, spans included."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .figures import Year, rate
from .narrative import Writer, mark, shown

WIDTHS = (9, 11, 13, 20, 14, 14, 8, 9, 28)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its place, text with marks, and how many rows and columns it spans."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """A form: title, lines above the table, cells, number of rows."""

    title: str
    lines: tuple[str, ...]
    cells: tuple[Cell, ...]
    rows: int


def form(w: Writer) -> Form:
    """The form of a report; amounts in 万元."""
    y, u = w.year, w.unit
    cells = [Cell(0, 0, "部门名称", 1, 3), Cell(0, 3, u.name, 1, 6)]
    cells.append(Cell(1, 0, "年度资金（万元）", 4, 1))
    heads = ("年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分")
    cells.append(Cell(1, 1, "", 1, 2))
    cells += [Cell(1, 3 + n, head) for n, head in enumerate(heads)]
    for row, (label, part) in enumerate((("年度资金总额", "total"), ("基本支出", "basic"), ("项目支出", "project")), 2):
        cells.append(Cell(row, 1, label, 1, 2))
        cells += [Cell(row, 3 + n, text) for n, text in enumerate(_funds(y, part))]
    cells += [Cell(5, 0, "年度总体目标", 1, 1), Cell(5, 1, f"做好{u.trade.duty}，按期完成年度任务。", 1, 8)]
    columns = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    total = 7 + len(y.indicators)
    cells.append(Cell(6, 0, "绩效指标", total - 6, 1))
    cells += [Cell(6, 1 + n, head) for n, head in enumerate(columns)]
    row = 7
    for level in dict.fromkeys(i.level1 for i in y.indicators):
        items = [(n, i) for n, i in enumerate(y.indicators, 1) if i.level1 == level]
        cells.append(Cell(row, 1, level, len(items), 1))
        for n, item in items:
            key = f"indicator.{n}"
            texts = (
                item.level2, item.name, mark(f"{key}.target", f"≥{shown(item.target)}{item.unit}"),
                mark(f"{key}.actual", f"{shown(item.actual)}{item.unit}"), mark(f"{key}.weight", item.weight),
                mark(f"{key}.score", item.score), f"{item.reason}；改进措施：{item.remedy}",
            )  # fmt: skip
            cells += [Cell(row, 2 + m, text) for m, text in enumerate(texts)]
            row += 1
    cells += [
        Cell(row, 0, "总分", 1, 6), Cell(row, 6, "100"), Cell(row, 7, mark("score", y.score)), Cell(row, 8, ""),
    ]  # fmt: skip
    return Form(
        f"{y.year}年度部门整体支出绩效自评表", (f"填报单位：{u.name}", f"填报日期：{y.filled}"),
        tuple(cells), row + 1,
    )  # fmt: skip


def _funds(y: Year, part: str) -> tuple[str, ...]:
    initial, adjusted, executed = (
        getattr(getattr(y, group), part) for group in ("initial", "adjusted", "executed")
    )
    first = part == "total"
    return (
        mark(f"initial.{part}", _wan(initial)), mark(f"adjusted.{part}", _wan(adjusted)),
        mark(f"executed.{part}", _wan(executed)), "10" if first else "—",
        mark(f"rate.{'execution' if first else part}", f"{rate(executed, adjusted)}%"),
        mark("score.execution", y.execution_score) if first else "—",
    )  # fmt: skip


def _wan(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"
