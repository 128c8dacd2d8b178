"""Relations between figures in running prose: change against last year, shares, 其中 parts.

They become facts of their own (`changes[i]`, `shares[i]`, `breakdowns[i]`), so that the
arithmetic can be shown whether or not the figures have a canonical path.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.find.apply import figure_index, matches
from extractor.find.clauses import clause_before, leaves_bracket
from extractor.find.draft import Draft
from extractor.library.match import Match

_MONEY = {"money", "wan"}
_AMOUNTS = {*_MONEY, "count"}
_FIGURES = re.compile("[\ue000-\ue00f]")
_BEFORE_NAME = "(?:^|[，。；、:(]|年度?|\ue008度?)"
"""What a whole name stands after; 支出总计 after 项目 is another one."""
_NAME = 4
"""Characters of a name that tells one amount of a paragraph from the others."""


def find_relations(draft: Draft) -> None:
    """Find changes against last year and shares."""
    patterns = {p.id: p for p in draft.library.file("relations")}
    taken_by_change: set[int] = set()
    first: dict[int, int] = {}
    for hit in matches(draft, [patterns["changes"]]):
        _change(draft, hit, taken_by_change)
        first.setdefault(draft.masked.text.count("\n", 0, hit.start), hit.start)
    for hit in matches(draft, [patterns["changes.repeated"]]):
        amount = figure_index(draft, hit, "amount")
        base = first.get(draft.masked.text.count("\n", 0, hit.start), hit.start)
        other = re.search("[比较与]", clause_before(draft.masked.text, base, hit.start))
        if base < hit.start and not other and amount is not None and amount not in draft.taken:
            _change(draft, hit, taken_by_change)
    for hit in matches(draft, [patterns["shares"]]):
        _share(draft, hit)


def _change(draft: Draft, hit: Match, taken: set[int]) -> None:
    """One change: the figure it speaks of is the last amount before it in the sentence.

    A change that names its own subject waits for `link_changes`.
    """
    text = draft.masked.text
    start = max(text.rfind(c, 0, hit.start) for c in "。；\n") + 1
    named = draft.library.labels.read(clause_before(text, start, hit.start))
    own = named.subject or named.foreign
    current = None if own else previous_amount(draft, hit.start, taken, _AMOUNTS)
    index = draft.next_index("changes")
    prefix = f"changes[{index}]"
    label = subject_of(draft, current) if current is not None else draft.printed(hit.start, hit.start + 1)
    up = "up" in hit.spans or "up2" in hit.spans
    down = "down" in hit.spans or "down2" in hit.spans
    words = hit.spans.get("up") or hit.spans.get("down") or hit.spans.get("up2") or hit.spans["down2"]
    draft.add_words(
        f"{prefix}.direction", *words, label="增减", pattern="changes", type="enum", item=label,
        value="mixed" if up and down else "up" if up else "down",
    )  # fmt: skip
    if current is not None:
        draft.add_figure(
            f"{prefix}.current", current, label=label, pattern="changes", item=label, money=True,
            share=True,
        )  # fmt: skip
    for group in ("last", "amount", "rate"):
        figure = figure_index(draft, hit, group) if group in hit.spans else None
        if figure is not None and figure not in draft.taken:
            taken.add(figure)
            draft.add_figure(
                f"{prefix}.{group}", figure, item=label, pattern="changes", money=group != "rate",
                label={"last": "上年数", "amount": "增减额", "rate": "增减幅度"}[group],
            )  # fmt: skip


def link_changes(draft: Draft) -> None:
    """Give a change without an amount before it the figure its words name (三公经费支出比上年…).

    Runs after the budget labels are known.
    """
    known = {f.path for f in draft.facts}
    for fact in [f for f in draft.facts if f.path.endswith("].direction")]:
        prefix = fact.path.removesuffix(".direction")
        if f"{prefix}.current" in known:
            continue
        position = draft.masked.locate(fact.start)
        text = draft.masked.text
        start = max(text.rfind(c, 0, position) for c in "，。；\n") + 1
        words = re.split("[比较同与]", text[start:position])[0].removeprefix("其中").lstrip(":")
        label = draft.library.labels.read(words)
        words = _FIGURES.sub("", words)
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


def previous_amount(
    draft: Draft, position: int, skip: set[int], kinds: set[str] = _MONEY
) -> int | None:
    """Index of the last amount before a position in the same sentence.

    Changes are left out, and so are amounts in a closed bracket (…(其中购置10万元)，比上年…)
    and the base of a completion rate (完成预算12万元的98%).
    """
    text = draft.masked.text
    start = max(text.rfind(c, 0, position) for c in "。\n") + 1
    change = (*draft.library.words["more"], *draft.library.words["less"])
    for index in reversed(draft.masked.tokens_in(start, position)):
        at = draft.masked.positions[index]
        if draft.masked.tokens[index].kind not in kinds or index in skip:
            continue
        if leaves_bracket(text[at:position]) or text.endswith(change, start, at) or (
            text.startswith("的", at + 1) and clause_before(text, start, at).startswith("完成")
        ):
            continue
        return index
    return None


def subject_of(draft: Draft, index: int) -> str:
    """The printed label of an amount: its clause, or the clause before if it has none."""
    position = draft.masked.positions[index]
    text = draft.masked.text
    start = max(text.rfind(c, 0, position) for c in "。；\n\ue000\ue001") + 1
    clause = clause_before(text, start, position)
    printed = draft.printed(position - len(clause), position)
    return re.sub(r"(?:为|是|共计|合计|达|：|:|约|共|支出决算|决算)+$", "", printed).strip("：: ，")


def _share(draft: Draft, hit: Match) -> None:
    """One share: its part is the last amount before it; the whole is judged by the checks."""
    rate = figure_index(draft, hit, "rate")
    if rate is None or rate in draft.taken:
        return
    if draft.masked.text.endswith("分别", 0, hit.start):
        _shared_out(draft, hit.start, rate)
        return
    part = previous_amount(draft, hit.start, change_amounts(draft))
    index = draft.next_index("shares")
    label = subject_of(draft, part) if part is not None else "占比"
    draft.add_figure(
        f"shares[{index}].rate", rate, label="占比", pattern="shares", item=label
    )
    if part is not None:
        draft.add_figure(
            f"shares[{index}].part", part, label=label, pattern="shares", item=label, money=True,
            share=True,
        )  # fmt: skip
    named = re.match(r"占(.{2,20}?)的?(?:比重|比例|比)?(?:为|达|约)?$", draft.masked.text[hit.start : hit.spans["rate"][0]])
    if named and named[1] not in {"比"}:
        draft.add_words(
            f"shares[{index}].of", hit.start + named.start(1), hit.start + named.end(1),
            label="占比基数", pattern="shares", item=label,
        )  # fmt: skip


def _shared_out(draft: Draft, start: int, first: int) -> None:
    """…分别为80万元、20万元，分别占80%、20%: as many rates as amounts in the list before."""
    masked = draft.masked
    rates = [first]
    while rates[-1] + 1 < len(masked.tokens) and masked.text[
        masked.positions[rates[-1]] + 1 : masked.positions[rates[-1] + 1]
    ] in {"、", "和", "及", "，"}:
        rates.append(rates[-1] + 1)
    last = previous_amount(draft, start, change_amounts(draft))
    if last is None or last - len(rates) + 1 < 0:
        return
    parts = list(range(last - len(rates) + 1, last + 1))
    gaps = [masked.text[masked.positions[a] + 1 : masked.positions[a + 1]] for a in parts[:-1]]
    if not set(gaps) <= {"、", "和", "及", "，"} or any(masked.tokens[r].kind != "rate" for r in rates):
        return
    for part, rate in zip(parts, rates, strict=True):
        prefix = f"shares[{draft.next_index('shares')}]"
        draft.add_figure(f"{prefix}.rate", rate, label="占比", pattern="shares")
        draft.add_figure(
            f"{prefix}.part", part, label="占比所指", pattern="shares", money=True, share=True
        )


def change_amounts(draft: Draft) -> set[int]:
    """The figures that state a change against last year."""
    return {
        i for i, path in draft.taken.items() if path.startswith("changes[")
    }
