"""Results as plain text for a terminal of 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.library.field_names import with_names
from extractor.model import SEVERITIES, Discrepancy, Problem, Result
from extractor.output.rows import evidence
from extractor.output.words import (
    SEVERITY_WORDS,
    STATUS_WORDS,
    clean,
    pad,
    refs,
    shorten,
    shown,
    squeeze,
    told,
    width,
    wrap,
)

COLUMNS = 80
_EVIDENCE_LINES = 6
_LABEL_COLUMNS = 36

_CODES = {"error": "31;1", "warning": "33;1", "info": "36", "head": "1", "faint": "2"}


@dataclass(frozen=True, slots=True)
class Paint:
    """Terminal colours, or nothing when the output is not a terminal."""

    enabled: bool = False

    def __call__(self, text: str, style: str) -> str:
        """The text in a style."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.enabled else text


def render(results: Sequence[Result], *, everything: bool = False, colour: bool = False) -> str:
    """All results, one block each, with a total below when there are several.

    `everything` adds notes, checks that could not decide, and figures not understood.
    """
    paint = Paint(colour)
    blocks = ["\n".join(_block(result, everything, paint)) for result in results]
    if len(results) > 1:
        blocks.append(paint(_total(results), "head"))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _total(results: Sequence[Result]) -> str:
    severities = Counter(d.severity for result in results for d in result.discrepancies)
    counts = " · ".join(f"{SEVERITY_WORDS[s]} {severities[s]}" for s in SEVERITIES)
    read = sum(result.report is not None for result in results)
    text = f"合计：报告 {read} 份 · {counts}"
    unread = len({r.source.path for r in results if r.report is None})
    return text + (f" · 未能读出的文件 {unread} 个" if unread else "")


def _block(result: Result, everything: bool, paint: Paint) -> Iterator[str]:
    yield from _head(result, paint)
    hidden = 0
    number = 0
    # stable, so the checker's own order stays within one severity
    for found in sorted(result.discrepancies, key=lambda d: SEVERITIES.index(d.severity)):
        if found.severity == "info" and not everything:
            hidden += 1
            continue
        number += 1
        yield ""
        yield from _discrepancy(result, found, number, paint)
    if result.report:
        yield ""
        yield from _summary(result, number, hidden)
        if everything:
            yield from _details(result)
    for problem in result.problems:
        yield from _problem(problem, paint)


def _head(result: Result, paint: Paint) -> Iterator[str]:
    report = result.report
    if report:
        year = f"{report.year}年度" if report.year else ""
        for line in _flow(report.unit or "（未识别出单位名称）", year):
            yield paint(line, "head")
    pages = f"共{result.pages}页" if result.pages else ""
    yield from _flow(result.source.name, pages, _profile(result) if report else "")
    yield paint("-" * COLUMNS, "faint")


def _profile(result: Result) -> str:
    """Which scoring profile judged the report, and why that one."""
    why = f"（{result.profile_reason}）" if result.profile_reason else ""
    return f"评分口径：{result.profile_title or result.profile}{why}"


def _flow(*pieces: str) -> Iterator[str]:
    """Pieces side by side; one that does not fit starts a line of its own."""
    line = ""
    for piece in map(clean, filter(None, pieces)):
        if line and width(line) + 2 + width(piece) > COLUMNS:
            yield from wrap(line, COLUMNS)
            line = piece
        else:
            line = f"{line}  {piece}" if line else piece
    yield from wrap(line, COLUMNS)


def _further(found: Discrepancy) -> list[str]:
    """What the message says beyond the title, sentence by sentence."""
    rest = found.message.removeprefix(found.title)
    return [sentence for sentence in rest.split("；") if sentence]


def _discrepancy(result: Result, found: Discrepancy, number: int, paint: Paint) -> Iterator[str]:
    word = f"{number}. {SEVERITY_WORDS[found.severity]}"
    title, *more = wrap(found.title, COLUMNS, first=f"{word}  ", rest="   ")
    yield paint(word, found.severity) + title.removeprefix(word)
    yield from more
    for sentence in _further(found):
        yield from wrap(sentence, COLUMNS, first="   · ", rest="     ")
    sums = (("应为", found.expected), ("报告为", found.reported), ("相差", found.difference))
    arithmetic = "    ".join(f"{word} {value}" for word, value in sums if value)
    if arithmetic:
        yield from wrap(arithmetic, COLUMNS, first="   ", rest="   ")
    worked = next((c.arithmetic for c in result.checks if c.slug in found.checks[:1]), "")
    if worked:
        yield from _labelled("算式：", worked)
    for index, cause in enumerate(found.causes):
        yield from _labelled("可能原因：" if index == 0 else "", cause.explanation)
    if found.effect:
        yield from _labelled("影响：", found.effect)
    lines = evidence(result, found)
    for index, line in enumerate(lines[:_EVIDENCE_LINES]):
        for row in _labelled("依据：" if index == 0 else "", line):
            yield paint(row, "faint")
    if len(lines) > _EVIDENCE_LINES:
        yield from _labelled("", f"另有 {len(lines) - _EVIDENCE_LINES} 处")
    if found.checks:
        yield from _labelled("核对项：", "、".join(found.checks))


def _labelled(label: str, text: str) -> list[str]:
    """Lines under a label; further lines and unlabelled ones stand below the first text."""
    indent = " " * 13
    return wrap(text, COLUMNS, first="   " + pad(label, 10), rest=indent)


def _summary(result: Result, shown_count: int, hidden: int) -> Iterator[str]:
    if not shown_count:
        yield "未发现错误或疑点。" if hidden else "未发现差异。"
    if hidden:
        yield f"另有说明 {hidden} 条，加 --all 查看。"
    statuses = Counter(check.status for check in result.checks)
    counts = [f"{word} {statuses[s]}" for s, word in STATUS_WORDS.items() if statuses[s]]
    yield from wrap(
        f"核对 {len(result.checks)} 项：{' · '.join(counts) or '无'}", COLUMNS, rest="      "
    )
    coverage = result.coverage
    line = f"数字 {coverage.quantities} 个：已归位 {coverage.bound}"
    line += f" · 未能解释 {len(coverage.unexplained)}"
    if coverage.set_aside:
        line += f"；另有年份、文号、序号等 {len(coverage.set_aside)} 个，不作数据"
    yield from wrap(line, COLUMNS, rest="      ")


def _details(result: Result) -> Iterator[str]:
    for status in ("rounding", "undetermined", "not_applicable"):
        checks = [check for check in result.checks if check.status == status]
        if checks:
            yield ""
            yield f"{STATUS_WORDS[status]}的核对："
        for check in checks:
            reason = f"：{with_names(check.reason)}" if check.reason else ""
            yield from wrap(
                f"{check.title}（{check.slug}）{reason}", COLUMNS, first=" - ", rest="   "
            )
    if result.coverage.unexplained:
        yield ""
        yield "未能解释的数字："
    for figure in result.coverage.unexplained:
        context = shorten(squeeze(figure.context), 60)
        yield from wrap(
            f"{refs(figure.places)} {figure.raw} “{context}”", COLUMNS, first=" - ", rest="   "
        )


def _problem(problem: Problem, paint: Paint) -> Iterator[str]:
    word = "读取提示" if problem.is_notice else "读取问题"
    first, *more = wrap(str(problem), COLUMNS, first=f"{word}  ", rest="   ")
    yield paint(word, "warning") + first.removeprefix(word)
    yield from more


def render_facts(results: Iterable[Result]) -> str:
    """Facts as an aligned list: name, value, place; then the path of the field."""
    lines: list[str] = []
    for result in results:
        if lines:
            lines.append("")
        lines += _head(result, Paint())
        for fact in result.report.facts if result.report else ():
            label = f"{fact.item}：{fact.label}" if fact.item else fact.label
            name = pad(shorten(squeeze(label), _LABEL_COLUMNS // 2), _LABEL_COLUMNS)
            value = shorten(squeeze(told(fact)), 60)
            place = f"[{refs(fact.places)}]"
            printed = wrap(value, COLUMNS, first=f"{name} ", rest=" " * 4)
            # a place is never broken: where it does not fit it goes to the line of the path
            beside = width(printed[-1]) + 2 + width(place) <= COLUMNS
            lines += [*printed[:-1], f"{printed[-1]}  {place}"] if beside else printed
            lines.append(f"    {fact.path}" + ("" if beside else f"  {place}"))
        for problem in result.problems:
            lines += _problem(problem, Paint())
    return "\n".join(lines) + "\n" if lines else ""


def render_try(result: Result) -> str:
    """What the patterns see in a sentence: each value with its field, words and rule."""
    lines: list[str] = []
    facts = result.report.facts if result.report else ()
    for fact in facts:
        lines.append(f"{fact.path} = {clean(shown(fact))}")
        lines += wrap(f"“{squeeze(fact.quote)}”", COLUMNS, first="    原文 ", rest="         ")
        lines.append(f"    规则 {fact.pattern}")
    if not facts:
        lines.append("没有识别出数据。")
    for figure in result.coverage.unexplained:
        lines.append(f"未能解释：{clean(figure.raw)}")
    lines += [f"不作数据：{clean(f.raw)}（{f.reason}）" for f in result.coverage.set_aside]
    lines += [f"读取问题：{problem}" for problem in result.problems]
    return "\n".join(lines) + "\n"


def field(label: str, text: str) -> list[str]:
    """One labelled paragraph, the text aligned beside the label."""
    start = pad(label, 10)
    return wrap(text, COLUMNS, first=start, rest=" " * width(start))
