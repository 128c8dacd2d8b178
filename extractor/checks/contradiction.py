"""Group K: what the words claim against what reasons, problems and figures say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extractor.checks.compare import show
from extractor.checks.context import Context, exact
from extractor.checks.execution import low_projects
from extractor.checks.outcome import Outcome
from extractor.checks.plausibility import arrears_paid
from extractor.checks.registry import check
from extractor.checks.texts import facts_in, mentions, problem_words
from extractor.intervals import Interval
from extractor.library import wording, wordings_of
from extractor.model import Fact, Quantity
from extractor.numbers import scan

_CLAIMS = "claim_"
_REPEATED = 12
"""A clause shorter than this is repeated by chance."""
_DONE = re.compile("完成")
_CLAUSE_END = re.compile("[，。；]")
_EXCELLENT = ("优", "良")
_ORDERS = {
    **dict.fromkeys(("大于", "高于", "多于", "超过"), "more"),
    **dict.fromkeys(("小于", "低于", "少于"), "less"),
    **dict.fromkeys(("等于", "持平", "一致", "相等", "相同"), "equal"),
}
_AGAINST_BUDGET = re.compile(
    "(?:决算|执行)数?(?:(?P<order>大于|高于|多于|超过|小于|低于|少于|等于)(?:年初|全年|调整)?预算(?![安内])数?"
    "|[与和同](?:年初|全年|调整)?预算数?(?P<about>基本)?(?P<same>持平|一致|相等|相同))(?![/(或、])"
)
_AMOUNT = re.compile(r"\d[\d,.]*(?:万|亿)?元")
_SUM = r"[\d,]+(?:\.\d+)?(?:万|亿)?元"
_BUDGET_AND_OUTTURN = re.compile(
    f"预算数?[为是:]?(?P<budget>{_SUM})[,，、;；](?:全年|财政拨款)?(?:支出)?(?:决算|执行)数?[为是:]?(?P<spent>{_SUM})"
    f"|(?:决算|执行)数?[为是:]?(?P<spent_too>{_SUM})[,，、;；]?完成(?:年初|全年|调整)?预算数?(?P<budget_too>{_SUM})的"
)
"""Both orders occur: 预算为A，支出决算为B and 支出决算为B，完成预算A的98%."""


def _claims(context: Context) -> list[tuple[Fact, str]]:
    """The claims of the report: fact and folded words."""
    return [(f, context.words(f)) for f in mentions(context, "claims")]


@check("contra.claim_vs_reason")
def claim_vs_reason(context: Context) -> Iterator[Outcome]:
    """A claim (严格按进度支付) against a reason or problem that says otherwise (未及时支付)."""
    claims, words = _claims(context), problem_words(context)
    if not claims or not words:
        return
    found = False
    for listed in wordings_of(_CLAIMS):
        if not listed.against:
            continue
        claimed = [(f, w) for f, w in claims if listed.hits(w)]
        against = wording(listed.against)
        said = [(i, hit) for i, w in words if (hit := against.first(w))]
        if not claimed or not said:
            continue
        found = True
        claim, reason = claimed[0][0].text, said[0][1]
        yield Outcome(
            "fails", f"“{claim}”对“{reason}”", (*(f.id for f, _ in claimed), *(i for i, _ in said)),
            message=f"正文写“{claim}”，{len(said)}处原因或问题却写“{reason}”",
            effect=f"“{_short(listed.first(claimed[0][1]))}”对“{reason}”",
        )  # fmt: skip
    if not found:
        yield Outcome("holds", f"{len(claims)}处结论与原因、问题不矛盾", tuple(f.id for f, _ in claims))


def _short(words: str) -> str:
    return words if len(words) <= 16 else words[:15] + "…"


@check("contra.problem_vs_grade")
def problem_vs_grade(context: Context) -> Iterator[Outcome]:
    """The problems admit a poor result, and the grade is a good one."""
    grade = context.figure("evaluation.grade")
    problems = mentions(context, "problems")
    if grade is None or not problems:
        return
    poor = [(f, hit) for f in problems if (hit := wording("poor_result").first(context.words(f)))]
    facts = (*(f.id for f, _ in poor), grade.first.id)
    if poor and grade.first.text in _EXCELLENT:
        yield Outcome(
            "fails", f"“{poor[0][1]}”对“{grade.first.text}”", facts,
            message=f"存在问题写“{_clause(context.words(poor[0][0]), poor[0][1])}”，评价等级却是“{grade.first.text}”",
            effect=f"“{poor[0][1]}”对“{grade.first.text}”",
        )  # fmt: skip
    else:
        yield Outcome("holds", "问题与等级不矛盾", facts)


def _clause(words: str, hit: str) -> str:
    return next((c for c in _CLAUSE_END.split(words) if hit in c), hit)


@check("contra.no_debt_vs_arrears")
def no_debt_vs_arrears(context: Context) -> Iterator[Outcome]:
    """A claim that there is no debt, and money that pays debts of earlier years."""
    claims = [(f, w) for f, w in _claims(context) if wording("claim_no_debt").hits(w)]
    if not claims:
        return
    open_ = [s for s in arrears_paid(context) if not wording("settled").hits(context.folded, *s)]
    facts = tuple(f.id for f, _ in claims)
    if open_:
        words = context.folded[slice(*open_[0])].rpartition("，")
        clause = next(
            (c for c in context.folded[slice(*open_[0])].split("，") if wording("arrears").hits(c)), words[2]
        )
        yield Outcome(
            "fails", f"“{claims[0][0].text}”对“{clause}”", (*facts, *facts_in(context, *open_[0])),
            message=f"正文写“{claims[0][0].text}”，又写“{clause}”",
        )  # fmt: skip
    else:
        yield Outcome("holds", "没有支付以前年度欠款的表述", facts)


@check("contra.completed_vs_executed")
def completed_vs_executed(context: Context) -> Iterator[Outcome]:
    """“完成N个项目” beside projects that spent little."""
    count = context.figure("projects.count")
    claim = next((f for f in count.mentions if _DONE.search(f.label)), None) if count else None
    if claim is None or claim.quantity is None or not context.report.projects:
        return
    low = low_projects(context)
    facts = (claim.id, *(i for p in low for i in context.item_ids(p.item, "executed")))
    line = f"“{claim.label}{claim.quantity}”，{len(low)}个执行率低于{context.profile.project_low:f}%"
    if low:
        lowest = min(p.rate for p in low)
        yield Outcome(
            "fails", line, facts,
            message=f"正文写“{claim.label}{claim.quantity}”，其中{len(low)}个执行率低于"
            f"{context.profile.project_low:f}%，最低{show(lowest, 2)}%",
        )  # fmt: skip
    else:
        yield Outcome("holds", line, facts)


@check("contra.direction_words")
def direction_words(context: Context) -> Iterator[Outcome]:
    """调增, 增加, 减少 agree with the figures beside them."""
    initial, change, adjusted = (context.quantity(f"budget.{m}.total") for m in ("initial", "adjustment", "adjusted"))
    if initial and change and adjusted and change.value:
        facts = context.ids("budget.initial.total", "budget.adjustment.total", "budget.adjusted.total")
        moved = adjusted.base - initial.base
        line = f"{context.label('budget.adjustment.total')}{abs(change.value):f}，{initial.value:f}→{adjusted.value:f}"
        if moved * change.base < 0 and abs(moved) == abs(change.base):
            yield Outcome(
                "fails", line, facts, message=f"写“{context.label('budget.adjustment.total')}”，预算却由{initial}"
                f"变为{adjusted}，方向相反",
                repairs={"budget.adjustment.total": Interval.exact(moved)},
            )  # fmt: skip
        elif moved * change.base > 0:
            yield Outcome("holds", line, facts)
    yield from _against_budget(context)
    for item in context.report.items("changes"):
        current, last, amount = (exact(item.quantity(f)) for f in ("current", "last", "amount"))
        direction = item.text("direction")
        if current is None or last is None or amount is None or direction not in {"up", "down"}:
            continue
        moved = current.base - last.base
        facts = context.item_ids(item, "current", "last", "amount")
        wrong = moved > 0 if direction == "down" else moved < 0
        word = "增加" if direction == "up" else "减少"
        line = f"{last}→{current}，写{word}{amount}"
        if wrong and abs(moved) == amount.base:
            yield Outcome(
                "fails", line, facts, item.path, message=f"由{last}变为{current}，却写“{word}{amount}”",
                expected="减少" if direction == "up" else "增加", reported=word,
            )  # fmt: skip
        elif not wrong:
            yield Outcome("holds", line, facts, item.path)


def _against_budget(context: Context) -> Iterator[Outcome]:
    """决算数大于预算数 agrees with the budget and the outturn printed last before it."""
    for word in _AGAINST_BUDGET.finditer(context.folded):
        start = context.folded.rfind("\n", 0, word.start()) + 1
        pairs = list(_BUDGET_AND_OUTTURN.finditer(context.folded, start, word.start()))
        pair = pairs[-1] if pairs else None
        if pair is None or _AMOUNT.search(context.folded, pair.end(), word.start()):
            continue
        names = ("spent", "budget") if pair["spent"] else ("spent_too", "budget_too")
        spent, budget = (_money(pair[name]) for name in names)
        if spent is None or budget is None:
            continue
        said = word["order"] or word["same"]
        right = _order(context, spent, budget)
        line = f"预算{budget}，决算{spent}，写“{said}”"
        facts = facts_in(context, pair.start(), word.end()) or context.ids("report.fiscal_year")
        if right == _ORDERS[said]:
            yield Outcome("holds", line, facts)
        elif right == "equal" or word["about"]:
            yield Outcome("undetermined", line, facts, reason="差额在舍入范围内，或写的是“基本”")
        else:
            shown = "大于" if right == "more" else "小于"
            yield Outcome(
                "fails", line, facts, expected=shown, reported=said,
                message=f"预算为{budget}、决算为{spent}，决算数{shown}预算数，却写“{word[0]}”",
            )  # fmt: skip


def _money(words: str) -> Quantity | None:
    token = next(scan(words), None)
    return exact(token.quantity) if token is not None else None


def _order(context: Context, spent: Quantity, budget: Quantity) -> str:
    """How the outturn stands to the budget; equal where rounding hides the difference."""
    one, other = context.interval(spent), context.interval(budget)
    if spent.base == budget.base or (spent.decimals != budget.decimals and one.overlaps(other)):
        return "equal"
    return "more" if spent.base > budget.base else "less"


@check("contra.self_repetition")
def self_repetition(context: Context) -> Iterator[Outcome]:
    """One clause in several paragraphs on problems, remedies and suggestions: padding."""
    seen: dict[str, list[Fact]] = defaultdict(list)
    for kind in ("problems", "improvements", "suggestions"):
        for fact in mentions(context, kind):
            for clause in dict.fromkeys(_CLAUSE_END.split(context.words(fact))):
                if len(clause) >= _REPEATED:
                    seen[clause].append(fact)
    if not seen:
        return
    repeated = {clause: facts for clause, facts in seen.items() if len(facts) > 1}
    for clause, facts in repeated.items():
        yield Outcome("note", f"“{clause}”×{len(facts)}", tuple(f.id for f in facts), reason="同一句话重复出现")
    if not repeated:
        yield Outcome("holds", "没有重复的句子")
