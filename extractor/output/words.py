"""Chinese words for states, and text made safe and narrow enough to show to people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from extractor.model import Fact, FactType, Place, Severity, Status
from extractor.model.document import ProblemKind

SEVERITY_WORDS: dict[Severity, str] = {"error": "错误", "warning": "疑点", "info": "说明"}

STATUS_WORDS: dict[Status, str] = {
    "holds": "相符",
    "rounding": "尾差",
    "fails": "不符",
    "undetermined": "无法判断",
    "not_applicable": "缺数据未核",
    "note": "供参考",
}
"""In the order in which a summary lists them."""

TYPE_WORDS: dict[FactType, str] = {
    "money": "金额",
    "percent": "百分比",
    "score": "分数",
    "quantity": "数量",
    "year": "年度",
    "date": "日期",
    "text": "文字",
    "longtext": "长文",
    "enum": "选项",
    "list": "列表",
}

PROBLEM_WORDS: dict[ProblemKind, str] = {
    "missing": "找不到",
    "empty": "空文件",
    "too_large": "文件过大",
    "unsupported": "格式不支持",
    "damaged": "文件损坏",
    "encrypted": "有密码",
    "no_text_layer": "没有文字层",
    "encoding": "编码不明",
    "page_limit": "页数超限",
    "timeout": "超时",
    "memory": "内存不足",
    "table_limit": "表格超限",
    "archive_limit": "压缩包超限",
    "hidden": "隐藏内容",
    "not_a_report": "不是报告",
    "duplicate": "重复文件",
    "crashed": "处理失败",
}

ENUM_WORDS = {
    "final_accounts": "部门决算",
    "basic_data_sheet": "基础数据表",
    "transfer_payment_self_evaluation": "转移支付绩效自评",
    "project_expenditure_self_evaluation": "项目支出绩效自评",
    "department_overall_expenditure_self_evaluation": "部门整体支出绩效自评",
    "department_overall_expenditure_evaluation": "部门整体支出绩效评价",
    "self_evaluation": "绩效自评",
    "performance_evaluation": "绩效评价",
    "up": "增加",
    "down": "减少",
    "mixed": "有增有减",
}
"""Keys of choices in the data; a grade is its own word."""

COMPARATOR_SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "="}

# Terminal escapes and direction overrides: a stranger's report must not steer the terminal
# or reverse what the reader sees. Lone surrogates come from undecodable file names.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")

# A unit of wrapping: opening marks, then one run of Latin characters or one other
# character, then closing marks. Figures stay whole and no line starts with 。 or ”.
_TOKEN = re.compile(r"\s+|[“‘（《【〔]*(?:[!-~]+|\S)[，。；：、！？”’）》】〕…％%]*")


def clean(text: str) -> str:
    """The text without control characters, on one line."""
    return _UNSAFE.sub(" ", text)


def squeeze(text: str) -> str:
    """The text on one line, runs of blanks joined; blanks between Chinese characters go."""
    text = re.sub(r"\s+", " ", clean(text)).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)


def shorten(text: str, limit: int) -> str:
    """The text cut to `limit` characters, an ellipsis marking the cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def width(text: str) -> int:
    """Columns in a terminal; characters of ambiguous width count as wide, as in Chinese fonts."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def pad(text: str, columns: int) -> str:
    """The text followed by blanks up to a number of columns."""
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break one paragraph into lines of at most `columns` columns.

    `first` opens the first line and `rest` every further one; both count.
    """
    lines: list[str] = []
    line = first
    empty = True
    for token in _TOKEN.findall(clean(text)):
        blank = token.isspace()
        if not empty and width(line) + (0 if blank else width(token)) > columns:
            lines.append(line.rstrip())
            line, empty = rest, True
        if blank and empty:
            continue
        for piece in _pieces(token, columns - width(rest)):
            if not empty and width(line) + width(piece) > columns:
                lines.append(line.rstrip())
                line = rest
            line += piece
            empty = False
    return [*lines, line.rstrip()]


def _pieces(token: str, columns: int) -> Iterable[str]:
    """A token, or its pieces when it is longer than a whole line."""
    if width(token) <= columns:
        return (token,)
    return (token[i : i + columns // 2] for i in range(0, len(token), max(1, columns // 2)))


def refs(places: Iterable[Place]) -> str:
    """Where something is printed, for people: each reference once, in order.

    A cell of a PDF is told with its page (第2页 表1 C5): tables bear no printed number.
    """
    return "、".join(dict.fromkeys(_ref(place) for place in places))


def _ref(place: Place) -> str:
    if place.page is None or not place.ref.startswith("表"):
        return place.ref
    return f"第{place.page}页 {place.ref}"


def told(fact: Fact) -> str:
    """A value for people to read: the word of a choice instead of its key."""
    return ENUM_WORDS.get(fact.text, fact.text) if fact.type == "enum" else shown(fact)


def shown(fact: Fact) -> str:
    """A value as a person writes it: comparator, figure, unit; text as it is."""
    quantity = fact.quantity
    if quantity is None:
        return fact.text
    sign = COMPARATOR_SIGNS.get(quantity.comparator or "", "")
    return f"{'约' if quantity.approximate else ''}{sign}{quantity}"
