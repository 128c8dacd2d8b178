"""Changes in running prose: 比上年增加 X、增长 Y%, 由 A 增至 B, 比预算 A 节约 X.

They become facts of their own (`changes[i]` against last year, `comparisons[i]` against a budget,
a plan or between two rates), so that the arithmetic can be shown whether or not the figures
have a canonical path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.find.apply import figure_index, matches
from extractor.find.candidates import Said, current_of, sole_of
from extractor.find.clauses import clause_before, sentences_with, start_of
from extractor.find.draft import Draft
from extractor.find.relations import change_amounts, subject_of
from extractor.library import Pattern
from extractor.library.match import Match

_FIGURES = re.compile("[\ue000-\ue00f]")
_BEFORE_NAME = "(?:^|[，。；、:(]|年度?|\ue008度?)"
"""What a whole name stands after; 支出总计 after 项目 is another one."""
_NAME = 4
"""Characters of a name that tells one amount of a paragraph from the others."""
_ANY_AMOUNT = "[\ue000\ue004\ue005]"
_AFTER = re.compile(f"[，、；]?(?:总额)?(?:达到?了?|增至|增加到|增长到|升至|降至|减至|下降到|减少到)({_ANY_AMOUNT})")
"""…比上年570万元增加38.37万元，增长6.73%，达608.37万元: the value stands behind its change."""
_GENERAL = re.compile("(?:全年|本年|年度|其|实际|[，、:])*(?:支出|收入)?(?:执行数|决算数?|执行|金额|总额|数)?[均也已]?")
"""Words before 比上年 that name no matter of their own."""
_LINK = re.compile("^(?:但|且|并|而|故|其中:?|[，、；:])+")
_CHANGED = re.compile("[增减升降涨浮滑扩缩高低多少超差缺约][^，。；、\n\ue000-\ue00a]{0,6}[\ue000-\ue006]")
"""A word of change before a figure: only such sentences are looked at."""
_COMPARED = re.compile(
    "[上去]年|同比|同口径比|[比较与]\ue008|[比较](?:年初|预算|全年|调整|计划|年度|目标|任务|指标值|概算)"
    "|[由从](?:年初|\ue008)?[度末同期的]*[\ue000-\ue006]"
)
"""What something is compared with."""
_YEARS = re.compile("(?:上年|去年|本年|今年|当年)(?:度|同期|末)?")
"""Each of two years before its own value."""
_UPWARD, _DOWNWARD = ("up", "up2", "up3"), ("down", "down2", "down3")
_NAMES = {"current": "本年数", "last": "上年数", "amount": "增减额", "rate": "增减幅度"}


def find_changes(draft: Draft) -> None:
    """Find changes against last year, against a budget or plan, and between rates."""
    spans = sentences_with(draft.masked.text, _CHANGED, more=1)
    compared = [span for span in spans if _COMPARED.search(draft.masked.text, *span)]
    if not compared:
        return
    patterns = {p.id: p for p in draft.library.file("relations")}
    taken: set[int] = set()
    first: dict[int, int] = {}
    for hit in _hits(draft, patterns["changes"], compared):
        _change(draft, hit, taken)
        first.setdefault(draft.masked.text.count("\n", 0, hit.start), hit.start)
    for name in ("comparisons", "points"):
        for hit in _hits(draft, patterns[name], compared):
            _change(draft, hit, taken)
    for hit in _hits(draft, patterns["changes.repeated"], spans) if first else ():
        amount = figure_index(draft, hit, "amount")
        base = first.get(draft.masked.text.count("\n", 0, hit.start), hit.start)
        other = re.search("[比较与]", clause_before(draft.masked.text, base, hit.start))
        if base < hit.start and not other and amount is not None and amount not in draft.taken:
            _change(draft, hit, taken)


def _hits(draft: Draft, pattern: Pattern, spans: list[tuple[int, int]]) -> Iterator[Match]:
    """The hits of a pattern in the sentences that say more or less."""
    for start, end in spans:
        yield from matches(draft, [pattern], start, end)


def _change(draft: Draft, hit: Match, taken: set[int]) -> None:
    """One change with the figure it speaks of.

    A change that names its own subject waits for `link_changes`, unless its sentence has the figure.
    """
    figures = {
        name: index for name in _NAMES
        if name in hit.spans and (index := figure_index(draft, hit, name)) is not None
    }  # fmt: skip
    if any(index in taken for index in figures.values()) or not _alike(draft, hit):
        return
    up = next((name for name in _UPWARD if name in hit.spans), "")
    down = next((name for name in _DOWNWARD if name in hit.spans), "")
    subject = _named(draft, hit) or _subject(draft, hit.start)
    current = figures.get("current")
    if current is None:
        said = Said(
            {n: q for n, i in figures.items() if (q := draft.quantity(i, money=n != "rate"))},
            up=bool(up), subject=subject,
        )  # fmt: skip
        current = _current(draft, hit, said, taken)
    kind = hit.pattern.targets["amount"].partition("[")[0]
    prefix = f"{kind}[{draft.next_index(kind)}]"
    own = current is None or "current" in figures or draft.masked.positions[current] > hit.start
    label = _words_before(draft, hit.start) or None
    if current is not None and (not own or (label is None and hit.pattern.id == "comparisons")):
        label = subject_of(draft, current)
    words = hit.spans[min(up or down, down or up, key=lambda name: hit.spans[name])]
    draft.add_words(
        f"{prefix}.direction", *words, label="增减", pattern="changes", type="enum", item=label,
        value="mixed" if up and down else "up" if up else "down",
    )  # fmt: skip
    if current is not None:
        draft.add_figure(
            f"{prefix}.current", current, label=label or "", pattern="changes", item=label, money=True,
            share=True,
        )  # fmt: skip
    for name in ("last", "amount", "rate"):
        figure = figures.get(name)
        if figure is not None and (figure not in draft.taken or "current" in figures):
            taken.add(figure)
            draft.add_figure(
                f"{prefix}.{name}", figure, item=label, pattern="changes", money=name != "rate",
                label=_NAMES[name], share="current" in figures and name == "last",
            )  # fmt: skip


def _alike(draft: Draft, hit: Match) -> bool:
    """Whether both years are told of one matter: 上年支出A，本年支出B, but not 上年结转A，本年收入B."""
    text = draft.masked.text
    if not _YEARS.match(text, hit.start):
        return True
    first, second = sorted((hit.spans["last"][0], hit.spans["current"][0]))
    one = _YEARS.sub("", text[hit.start : first], count=1)
    other = _YEARS.sub("", text[text.index("，", first) + 1 : second], count=1)
    return one.rstrip("为是达共:").endswith(other.rstrip("为是达共:"))


def _named(draft: Draft, hit: Match) -> str:
    """与2023年相比，收入总计增加…: the matter stands between the year and the change."""
    if "named" not in hit.spans:
        return ""
    words = draft.masked.text[slice(*hit.spans["named"])].rstrip("各均共也净")
    return "" if _GENERAL.fullmatch(words) else words


def _subject(draft: Draft, position: int) -> str:
    """The words before a change, if they name its own matter (三公经费支出比上年…)."""
    words = _words_before(draft, position)
    if not words or _GENERAL.fullmatch(words):
        return ""
    named = draft.library.labels.read(words)
    return words if named.subject or named.foreign else ""


def _words_before(draft: Draft, position: int) -> str:
    """The words of its clause before a change."""
    text = draft.masked.text
    start = start_of(text, position, "。\n")
    return _LINK.sub("", _FIGURES.sub("", clause_before(text, start, position)))


def _current(draft: Draft, hit: Match, said: Said, taken: set[int]) -> int | None:
    """The figure that a change speaks of, from its sentence or the one before; None if not told."""
    text = draft.masked.text
    after = _AFTER.match(text, hit.end)
    if after is not None:
        return draft.masked.token_at(after.start(1))
    start = start_of(text, hit.start, "。\n")
    found = current_of(draft, start, hit.start, said, taken)
    named = "named" in hit.spans and bool(said.subject)
    if found is not None or (said.subject and not named):
        return found
    if start and text[start - 1] == "。" and _GENERAL.fullmatch(text, start, hit.start):
        before = start_of(text, start - 1, "。\n")
        return sole_of(draft, before, start - 1, said, taken)
    return None


def link_changes(draft: Draft) -> None:
    """Give a change without an amount before it the figure its words name (三公经费支出比上年…).

    Runs after the budget labels are known.
    """
    known = {f.path for f in draft.facts}
    for fact in [f for f in draft.facts if f.path.startswith("changes[") and f.path.endswith("].direction")]:
        prefix = fact.path.removesuffix(".direction")
        if f"{prefix}.current" in known:
            continue
        position = draft.masked.locate(fact.start)
        text = draft.masked.text
        start = start_of(text, position, "，。；\n")
        words = re.split("[比较同与]", text[start:position])[0].removeprefix("其中").lstrip(":")
        label = draft.library.labels.read(words)
        words = _FIGURES.sub("", words).rstrip("各均")
        index = _printed_after(draft, words, start)
        if index is None and (label.foreign or not label.subject):
            continue
        if index is None:
            measures = label.measure.split("+")[:1] if label.measure else ["executed", "stated", "adjusted", "initial"]
            paths = [f"budget.{measure}.{label.subject}" for measure in measures]
            found = [i for path in paths for i, p in reversed(draft.taken.items()) if p == path]
            index = found[0] if found else None
        if index is not None:
            draft.add_figure(
                f"{prefix}.current", index, label=words, pattern="changes.named", item=words,
                money=True, share=True,
            )  # fmt: skip
            draft.facts = [
                replace(f, item=words) if f.path.startswith(f"{prefix}.") else f for f in draft.facts
            ]


def _printed_after(draft: Draft, words: str, position: int) -> int | None:
    """Index of the amount that the paragraph prints right after the same words."""
    masked = draft.masked
    if len(words) < _NAME:
        return None
    line = masked.text.rfind("\n", 0, position) + 1
    changes = change_amounts(draft)
    return next(
        (i for i in reversed(masked.tokens_in(line, position))
         if masked.tokens[i].kind == "money" and i not in changes
         and re.search(f"{_BEFORE_NAME}{re.escape(words)}[为是:]?$", masked.text[line : masked.positions[i]])),
        None,
    )  # fmt: skip
