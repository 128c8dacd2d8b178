"""Relations between figures in running prose: change against last year, shares, 其中 parts.

They become facts of their own (`changes[i]`, `shares[i]`, `breakdowns[i]`), so that the
arithmetic can be shown whether or not the figures have a canonical path.
"""

from __future__ import annotations

import re

from extractor.find.apply import figure_index, matches
from extractor.find.clauses import clause_before, leaves_bracket
from extractor.find.draft import Draft
from extractor.library.match import Match

_MONEY = {"money", "wan"}
_AMOUNTS = {*_MONEY, "count"}
_PART_WORDS = re.compile(r"其中|分别为|包括")
_PARTIAL = re.compile(r"主要(?!用于)|等[，。；]?$|等方面")
_CLOSING = re.compile("[，、；](?:以上)?(?:合计|共计|总计|总共)(?:为|是|金额|资金|投入)*([\ue000\ue005])")
_SENTENCE = re.compile("[^。\n]+")
_NO_PART = re.compile(
    r"比上年|较上年|同比|增加|减少|增长|下降|用于|上年|较\ue008|比\ue008|每|人均|完成|预算为|累计|结转|收回|扣除"
)


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
    current = None if own else _previous_amount(draft, hit.start, taken, _AMOUNTS)
    index = draft.next_index("changes")
    prefix = f"changes[{index}]"
    label = _subject_of(draft, current) if current is not None else draft.printed(hit.start, hit.start + 1)
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
        if label.foreign or not label.subject:
            continue
        measures = label.measure.split("+")[:1] if label.measure else ["executed", "stated", "adjusted", "initial"]
        paths = [f"budget.{measure}.{label.subject}" for measure in measures]
        found = [i for path in paths for i, p in reversed(draft.taken.items()) if p == path]
        index = found[0] if found else None
        if index is not None:
            draft.add_figure(
                f"{prefix}.current", index, label=words, pattern="changes.named", money=True, share=True
            )


def _previous_amount(
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


def _subject_of(draft: Draft, index: int) -> str:
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
    part = _previous_amount(draft, hit.start, _change_amounts(draft))
    index = draft.next_index("shares")
    label = _subject_of(draft, part) if part is not None else "占比"
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
    last = _previous_amount(draft, start, _change_amounts(draft))
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


def _change_amounts(draft: Draft) -> set[int]:
    return {
        i for i, path in draft.taken.items() if path.startswith("changes[")
    }


def find_breakdowns(draft: Draft) -> None:
    """Find sentences of the form whole，其中：part、part …: one `breakdowns[i]` each.

    Runs after the budget labels are known: parts that carry different measures (预算 and
    执行 of one thing) are no decomposition.
    """
    masked = draft.masked
    changes = _change_amounts(draft)
    for paragraph in draft.text.paragraphs:
        start, end = masked.locate(paragraph.start), masked.locate(paragraph.end)
        for sentence in _SENTENCE.finditer(masked.text, start, end):
            _sentence(draft, *sentence.span(), changes)


def _one_measure(draft: Draft, figures: list[int]) -> bool:
    """Whether the figures are amounts of one measure (or have no known measure)."""
    paths = [draft.taken.get(i, "") for i in figures]
    if any(p.startswith(("projects", "indicators", "changes")) for p in paths):
        return False
    return len({p.split(".")[1] for p in paths if p.startswith("budget.")}) <= 1


def _sentence(draft: Draft, start: int, end: int, changes: set[int]) -> None:
    """Parts between one 其中 and the next (or the end of the sentence)."""
    text = draft.masked.text
    mark = text.find("其中", start, end)
    if mark < 0:
        _closed_list(draft, start, end)
    if mark < 0 or text.find("其中", mark + 1, end) >= 0:
        return  # nested or repeated 其中: which figure belongs to which whole is not certain
    if text.count("(", start, mark) > text.count(")", start, mark):  # 80万元(其中：…)
        close = text.find(")", mark, end)
        end = close if close >= 0 else end
    whole = _previous_amount(draft, mark, changes)
    if whole is None or draft.masked.positions[whole] < mark - 12:
        return
    parts: list[int] = []
    measured: list[bool] = []
    previous = mark
    for index in draft.masked.tokens_in(mark, end):
        if not draft.is_quantity(index):
            continue
        position = draft.masked.positions[index]
        clause = text[previous:position]
        quantity = draft.quantity(index, money=True)
        if draft.masked.tokens[index].kind in _MONEY and quantity is not None:
            if "合计" in clause or "共计" in clause:
                return
            if _NO_PART.search(clause) or quantity.approximate or quantity.comparator:
                return
            parts.append(index)
            measured.append(bool(draft.library.labels.read(clause_before(text, previous, position)).measure))
        previous = position + 1
    if any(measured) and not all(measured):
        return  # 中央资金100万元，执行数98万元: what was given, and what was spent of it
    if len(parts) < 2 or _PARTIAL.search(text[mark:end]) or "(" in text[mark:end]:
        return
    if not _one_measure(draft, [whole, *parts]):
        return
    _add_breakdown(draft, whole, parts)


def _closed_list(draft: Draft, start: int, end: int) -> None:
    """Parts printed before their total: 甲12万元，乙8万元，丙5万元，共计25万元."""
    text = draft.masked.text
    closing = _CLOSING.search(text, start, end)
    whole = draft.masked.token_at(closing.start(1)) if closing else None
    if closing is None or whole is None:
        return
    parts: list[int] = []
    previous = start
    for index in draft.masked.tokens_in(start, closing.start()):
        if not draft.is_quantity(index):
            continue
        position = draft.masked.positions[index]
        if draft.masked.tokens[index].kind in _MONEY:
            clause = clause_before(text, previous, position)
            label = draft.library.labels.read(clause)
            if _NO_PART.search(clause) or label.measure or not (label.foreign or label.subject):
                return  # an amount of some other kind stands in the sentence
            parts.append(index)
        previous = position + 1
    if len(parts) >= 3 and _one_measure(draft, parts):
        _add_breakdown(draft, whole, parts)


def _add_breakdown(draft: Draft, whole: int, parts: list[int]) -> None:
    number = draft.next_index("breakdowns")
    prefix = f"breakdowns[{number}]"
    draft.add_figure(
        f"{prefix}.whole", whole, label=_subject_of(draft, whole), pattern="breakdowns",
        money=True, share=True,
    )  # fmt: skip
    for count, part in enumerate(parts, 1):
        draft.add_figure(
            f"{prefix}.part{count}", part, label=_subject_of(draft, part), pattern="breakdowns",
            money=True, share=True,
        )  # fmt: skip
