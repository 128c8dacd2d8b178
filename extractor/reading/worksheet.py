"""One worksheet as its reader leaves it: what each cell shows, merged areas, what is hidden."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from extractor.reading.archive import UnreadableError
from extractor.reading.limits import Limits

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; 0-based, both ends included."""

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
"""The largest a worksheet can be (ECMA-376; XFD1048576)."""

_CONTROL = re.compile(r"[\x00-\x08\x0c-\x1f\x7f-\x9f\u200b\ufeff\ufffe\uffff\ud800-\udfff]")
_NEWLINE = re.compile(r"[\r\n\u2028\x0b]+")


@dataclass(slots=True)
class Worksheet:
    """One sheet. `rows` holds the shown text of each cell that is not blank, by row and column."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


class Workbook:
    """The sheets read so far, and what may still be read."""

    def __init__(self, limits: Limits) -> None:
        """Start the clock of one document."""
        self.limits = limits
        self.sheets: list[Worksheet] = []
        self.flaws: list[UnreadableError] = []
        """Why parts of the workbook were not read."""
        self._cells = 0
        self._deadline = time.monotonic() + limits.max_seconds

    def count(self, cells: int) -> None:
        """Count cells that were read.

        Raises:
            UnreadableError: there are more than the limits allow, or time is up.
        """
        self._cells += cells
        if self._cells > self.limits.max_cells:
            raise UnreadableError(
                "table_limit",
                f"表格超过 {self.limits.max_cells} 个单元格，{self._where()}没有读取。",
                "请拆分文件，或放宽单元格上限后重试。",
            )
        if time.monotonic() > self._deadline:
            raise UnreadableError(
                "timeout",
                f"读取超过 {self.limits.max_seconds:g} 秒，{self._where()}没有读取。",
                "请拆分文件，或放宽时间上限后重试。",
            )

    def _where(self) -> str:
        if not self.sheets:
            return "其余内容"
        sheet = self.sheets[-1]
        last = max(sheet.rows, default=-1)
        return f"工作表“{sheet.name}”第 {last + 1} 行以后" if last >= 0 else f"工作表“{sheet.name}”"


def clean(text: str) -> str:
    """The text of a cell without control characters, outer blanks and blank lines."""
    if text.isprintable():
        return text.strip()
    lines = (_CONTROL.sub("", line).replace("\t", " ").rstrip() for line in _NEWLINE.split(text))
    return "\n".join(filter(None, lines)).strip()
