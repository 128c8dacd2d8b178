"""What a run found, counted for the head of a department: the last table of `jihe run`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extractor.model import SEVERITIES, CheckResult, Discrepancy, Result
from extractor.output.rows import is_copy
from extractor.output.words import PROBLEM_WORDS, SEVERITY_WORDS, pad, width

_KINDS = 15
_COLUMNS = 80
_FIGURES = 8


class Tally:
    """Counts over the results of a run. It keeps no result: its size does not grow with them."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self._counts: Counter[str] = Counter()
        self._severities: Counter[str] = Counter()
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._problems: Counter[str] = Counter()
        self._last = ""
        self.slowest: Sequence[tuple[float, str]] = ()
        """Seconds and path of the documents that took longest, for the terminal only."""
        self.unreadable = False

    def add(self, result: Result) -> None:
        """Count one result; the results of one document follow one another."""
        counts = self._counts
        first = result.source.path != self._last
        self._last = result.source.path
        counts["documents"] += first
        counts["pages"] += result.pages if first else 0
        counts["reports"] += result.report is not None
        copy = is_copy(result)
        counts["copies"] += copy
        counts["unread"] += result.report is None and not copy
        counts["with_problems"] += any(not p.is_notice for p in result.problems)
        for severity in ("error", "warning"):
            counts[severity] += any(d.severity == severity for d in result.discrepancies)
        self._problems.update(PROBLEM_WORDS[problem.kind] for problem in result.problems)
        titles = {check.slug: check.title for check in result.checks}
        self._found(result.discrepancies, titles)
        self.unreadable = self.unreadable or (
            not copy and (result.report is None or any(not p.is_notice for p in result.problems))
        )

    def add_archive(self, checks: Sequence[CheckResult], found: Sequence[Discrepancy]) -> None:
        """Count what only all reports together show."""
        self._found(found, {check.slug: check.title for check in checks})

    def _found(self, found: Sequence[Discrepancy], titles: dict[str, str]) -> None:
        for discrepancy in found:
            self._severities[discrepancy.severity] += 1
            slug = next(iter(discrepancy.checks), "")
            self._kinds[discrepancy.severity, titles.get(slug, discrepancy.title)] += 1

    @property
    def errors(self) -> int:
        """Discrepancies of severity error."""
        return self._severities["error"]

    def overview(self) -> list[tuple[str, str]]:
        """Lines of words and figures; a line without a figure is a heading."""
        return list(self._lines())

    def _lines(self) -> Iterator[tuple[str, str]]:
        counts = self._counts
        yield "文件", str(counts["documents"])
        if counts["copies"]:
            yield "其中内容重复、未再处理", str(counts["copies"])
        yield "读出报告（份）", str(counts["reports"])
        yield "未能读出的文件", str(counts["unread"])
        yield "有读取问题的文件", str(counts["with_problems"])
        yield "有错误的报告", str(counts["error"])
        yield "有疑点的报告", str(counts["warning"])
        if counts["pages"]:
            yield "页（PDF）", str(counts["pages"])
        for severity in SEVERITIES:
            kinds = [(t, n) for (s, t), n in self._kinds.items() if s == severity]
            if kinds:
                yield f"{SEVERITY_WORDS[severity]}（{self._severities[severity]}处）", ""
            for title, number in _most(kinds, _KINDS):
                yield title, str(number)
        if self._problems:
            yield "读取问题和提示", ""
        for word, number in _most(self._problems.items(), _KINDS):
            yield word, str(number)

    def render(self, *, notes: bool = False) -> str:
        """The table for the terminal; notes on request, the slowest documents last."""
        lines = ["汇总", "-" * _COLUMNS]
        hidden = False
        for words, figure in self._lines():
            if not figure:
                hidden = words.startswith(SEVERITY_WORDS["info"]) and not notes
                if hidden:
                    lines.append(f"{words}，加 --all 或看 jihe.xlsx")
                else:
                    lines.append(words)
            elif not hidden:
                lines.append(_row(words, figure))
        if self.slowest:
            lines.append("最慢的文件")
            lines += [_row(path, f"{seconds:.1f} 秒") for seconds, path in self.slowest]
        return "\n".join(lines) + "\n"


def _most(kinds: Iterable[tuple[str, int]], limit: int) -> list[tuple[str, int]]:
    """The most frequent kinds, those of one number by name; what is beyond the limit in one."""
    ordered = sorted(kinds, key=lambda kind: (-kind[1], kind[0]))
    rest = sum(number for _, number in ordered[limit:])
    return ordered[:limit] + ([("其他", rest)] if rest else [])


def _row(words: str, figure: str) -> str:
    room = _COLUMNS - 4 - max(_FIGURES, width(figure))
    while width(words) > room:  # of a path the end says more
        words = "…" + words[2:]
    return f"  {pad(words, room)}  {figure}"
