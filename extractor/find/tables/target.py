"""Target and actual value of an indicator, from one cell or split over several."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.find.tables.header import Header
from extractor.find.tables.view import View, composed
from extractor.model import Comparator, Quantity
from extractor.numbers import comparators, units

_SPARE = 6
"""A figure with more words around it than this is told, not given (修建道路3公里并验收)."""

_LEVEL1 = {"产出": "产出指标", "效益": "效益指标", "效果": "效益指标", "满意": "满意度指标", "成本": "成本指标"}
_LEVEL2 = {"数量": "数量指标", "质量": "质量指标", "时效": "时效指标", "经济成本": "经济成本指标",
           "社会成本": "社会成本指标", "生态环境成本": "生态环境成本指标", "经济效益": "经济效益指标",
           "社会效益": "社会效益指标", "生态效益": "生态效益指标", "可持续": "可持续影响指标",
           "满意": "服务对象满意度指标", "成本": "成本指标"}  # fmt: skip
_DIRECTIONS = {"正向": "higher_better", "反向": "lower_better", "逆向": "lower_better", "负向": "lower_better"}
_PATTERN = "indicators"


def level_of(role: str, words: str) -> str:
    """The canonical word of a level cell; other axes keep their own words."""
    known = _LEVEL1 if role == "level1" else _LEVEL2
    return next((value for key, value in known.items() if key in words), words)


def target_of(view: View, header: Header, row: int, prefix: str, item: str) -> Quantity | None:
    """Record the target of a row; returns its quantity if it is one."""
    found: Quantity | None = None
    signs = _cells(view, header, row, "property")
    for index in signs:
        direction = next((d for w, d in _DIRECTIONS.items() if w in view.text(index)), None)
        if direction:
            view.add_text(f"{prefix}.direction", index, "指标性质", _PATTERN, item=item, value=direction)
    sign = next((s for i in signs if (s := _sign(view.text(i)))), None)
    unit = "".join(view.text(i) for i in _cells(view, header, row, "unit")[:1]) or _named_unit(item)
    for role in ("target", "initial_target"):
        cells = _cells(view, header, row, role)
        if cells:
            quantity = _record(view, cells, f"{prefix}.{role}", item, header, sign, unit)
            found = found or quantity
    return found


def _named_unit(item: str) -> str:
    """The unit that the name of the indicator carries in brackets (服务外包额（万美元）)."""
    found = re.search(r"[(（](\D{1,4})[)）]$", item)
    return found[1] if found and found[1] in units() else ""


def _cells(view: View, header: Header, row: int, role: str) -> list[int]:
    return [
        i for c in header.columns.get(role, ())
        for i in view.under(row, c.first, c.last) if not view.is_blank(i)
    ]  # fmt: skip


def _sign(words: str) -> Comparator | None:
    """The comparator that a cell of its own prints (≥, ≧, 不低于)."""
    return comparators().get(words)


def _record(
    view: View, cells: list[int], path: str, item: str, header: Header, sign: Comparator | None,
    unit: str,
) -> Quantity | None:  # fmt: skip
    """Record a target from its cells: operator, value and unit may stand apart."""
    label = header.columns[path.rpartition(".")[2]][0].label
    figures = [(c, f) for c in cells if (f := view.only_figure(c, spare=_SPARE)) is not None]
    if len(figures) != 1 or len(cells) - len(figures) > 2:
        view.add_text(path, cells[0], label, _PATTERN, item=item)
        return None
    index, figure = figures[0]
    for cell in cells:
        sign = sign or _sign(view.text(cell))
    after = next((view.text(c) for c in cells if c != index and not _sign(view.text(c))), "")
    quantity = _with_unit(view.quantity(figure), after or unit)
    if quantity is None:
        return None
    if quantity.comparator is None and sign:
        quantity = replace(quantity, comparator=sign)
    view.add(path, figure, quantity, label, _PATTERN, item)
    return quantity


def _with_unit(quantity: Quantity | None, unit: str) -> Quantity | None:
    """A bare figure with the unit that a cell of its own prints, known or not."""
    if quantity is None or quantity.unit or not unit:
        return quantity
    known = composed(f"{quantity.value:f}{unit}")
    if known is None or known.unit is None or known.value != quantity.value:
        return replace(quantity, unit=unit, unit_source="header")
    return replace(
        quantity, unit=known.unit, dimension=known.dimension, factor=known.factor,
        unit_source="header",
    )  # fmt: skip


def actual_of(
    view: View, index: int, prefix: str, item: str, target: Quantity | None, header: Header,
    role: str = "actual",
) -> None:  # fmt: skip
    """Record an actual value: a bare one takes the unit of its target."""
    label = header.columns[role][0].label
    figure = view.only_figure(index, spare=_SPARE)
    quantity = view.quantity(figure) if figure is not None else None
    if figure is None or quantity is None:
        view.add_text(f"{prefix}.{role}", index, label, _PATTERN, item=item)
        return
    if quantity.unit is None and target is not None and target.unit:
        quantity = replace(
            quantity, unit=target.unit, dimension=target.dimension, factor=target.factor,
            unit_source="header",
        )  # fmt: skip
    view.add(f"{prefix}.{role}", figure, quantity, label, _PATTERN, item)
