"""Group G: staff against posts, the three public expenses, assets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.compare import compare_ratio, percentage, show
from extractor.checks.context import Context, exact
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.texts import facts_in, following, is_full_report, sentence_at
from extractor.intervals import divided, in_percent
from extractor.library import wording
from extractor.model import Quantity

_POSTS = "staffing.establishment"
_STAFF = "staffing.actual"
_NOT_IN_POST = ("retired", "veteran_retired", "retired_all", "contract")
_KIND_OF_POSTS = re.compile(r"((?:机关|全额)?(?:行政|事业|工勤))编制(?:人数|数|总数)?(?:为|共|:)?$")
_KIND = re.compile("行政|事业|工勤")
_THREE_PUBLIC = ("three_public", "overseas_trips", "vehicle", "vehicle_purchase", "vehicle_running",
                 "official_reception")  # fmt: skip


@check("staff.over_establishment")
def over_establishment(context: Context) -> Iterator[Outcome]:
    """More people than posts.

    People beyond the posts (retired, contract staff) are taken out where the report counts
    them; where it only speaks of them beside the figures, nothing is decided.
    """
    posts = context.quantity(f"{_POSTS}.total")
    path = next((f"{_STAFF}.{k}" for k in ("in_post", "total") if context.quantity(f"{_STAFF}.{k}")), "")
    people = context.quantity(path) if path else None
    if posts is None or people is None or posts.base <= 0:
        return
    facts = context.ids(path, f"{_POSTS}.total")
    rate = in_percent(people.base, posts.base)
    line = f"{people.value:f}÷{posts.value:f}={show(rate, 2)}%"
    if people.base <= posts.base:
        yield Outcome("holds", line, facts)
        return
    others = sum(
        (q.base for k in _NOT_IN_POST if path.endswith("total") and (q := context.quantity(f"{_STAFF}.{k}"))),
        start=posts.base * 0,
    )
    if people.base - others <= posts.base:
        yield Outcome("holds", line, facts, reason="扣除离退休和聘用人员后不超编制")
    elif any("编制" in context.named(a) for a in context.report.activities):
        yield Outcome("undetermined", line, facts, reason="另有其他单位的编制，总编制可能不止这些")
    elif _said_beside(context, path, "staff_beyond_posts"):
        yield Outcome("undetermined", line, facts, reason="人数里可能有编制以外的人员")
    else:
        over = people.base - posts.base
        rule = context.profile.deduction("staff_control_rate")
        extra = (
            f"；按{context.profile.title}，{rule.title}每超过1个百分点扣{rule.per_point:f}分" if rule else ""
        )
        yield Outcome(
            "fails", f"{people.value:f}-{posts.value:f}={over:f}，{line}", facts,
            message=f"{context.label(path)}{people}超过编制{posts}，多{over:f}人",
            effect=f"在职人员控制率{show(rate, 2)}%{extra}",
        )  # fmt: skip


def _said_beside(context: Context, path: str, words: str) -> bool:
    """Whether a word list hits a sentence with the figure at a path, or the one after it."""
    figure = context.figure(path)
    return figure is not None and any(
        wording(words).hits(context.folded, *following(context, sentence_at(context, f.start)))
        for f in figure.mentions
    )


@check("staff.parent_child_label")
def parent_child_label(context: Context) -> Iterator[Outcome]:
    """The total of posts bears the name of one kind, though other kinds stand under it."""
    total = context.figure(f"{_POSTS}.total")
    kinds = [
        f for path, f in context.report.figures.items()
        if path.startswith(f"{_POSTS}.") and not path.endswith(".total")
    ]  # fmt: skip
    if total is None or not kinds:
        return
    fact = total.first
    start, _ = sentence_at(context, fact.start)
    words = re.sub(r"\s", "", context.folded[start : fact.start])
    named = _KIND_OF_POSTS.search(words)
    own = _KIND.search(named[1]) if named else None
    other = [f for f in kinds if own and own[0] not in f.first.label]
    other += [f for f in kinds if own and f not in other and len(set(_KIND.findall(f.first.label)) - {own[0]})]
    facts = (fact.id, *(f.first.id for f in kinds))
    if named and other:
        yield Outcome(
            "fails", f"“{named[1]}编制”{fact.quantity}包含{len(kinds)}类编制", facts,
            message=f"总数称为“{named[1]}编制”，其中却含“{other[0].first.label}”{other[0].first.quantity}，口径混乱",
        )  # fmt: skip
    else:
        yield Outcome("holds", "总数的名称与各类编制不混", facts)


def _budget_of(context: Context, subject: str) -> tuple[str, Quantity] | None:
    for measure in ("adjusted", "initial", "stated"):
        path = f"budget.{measure}.{subject}"
        quantity = context.quantity(path)
        if quantity:
            return path, quantity
    return None


@check("three_public.over_budget")
def over_budget(context: Context) -> Iterator[Outcome]:
    """三公 spending above its budget, or above last year's where the profile takes points off."""
    spent = context.quantity("budget.executed.three_public")
    budget = _budget_of(context, "three_public")
    if spent is None or budget is None:
        return
    path, allowed = budget
    facts = context.ids("budget.executed.three_public", path)
    line = f"{spent}对预算{allowed}"
    rule = context.profile.deduction("three_public_change_rate")
    last = context.quantity("budget.last_year.three_public")
    if context.interval(spent).exceeds(context.interval(allowed)):
        explained = _said_beside(context, "budget.executed.three_public", "adjustment_cause")
        yield Outcome(
            "fails", line, facts, message=f"“三公”经费支出{spent}超过预算{allowed}"
            + ("，已说明原因" if explained else ""),
            expected=f"不超过{allowed}", reported=str(spent), severity="info" if explained else None,
        )  # fmt: skip
    elif rule and last and last.base > 0 and spent.base > last.base:
        change = (divided(spent.base, last.base) - 1) * 100
        yield Outcome(
            "fails", f"{spent}对上年{last}", facts, message=f"“三公”经费比上年增加{show(change, 2)}%",
            severity="info", effect=f"按{context.profile.title}，每超过1个百分点扣{rule.per_point:f}分",
        )  # fmt: skip
    else:
        yield Outcome("holds", line, facts)


@check("three_public.disclosed")
def disclosed(context: Context) -> Iterator[Outcome]:
    """Vehicle, reception or travel expenses are spoken of, and no amount is given."""
    spans = list(wording("three_public").spans(context.folded))
    if not spans:
        return
    amounts = [
        path for path in context.report.figures
        if path.startswith("budget.") and path.rpartition(".")[2] in _THREE_PUBLIC
    ]
    words = context.folded[spans[0][0] : spans[0][1]]
    if amounts:
        yield Outcome("holds", f"“三公”经费给出{len(amounts)}个数", context.ids(*amounts[:3]))
    elif is_full_report(context):
        yield Outcome(
            "fails", f"提到“{words}”而没有金额", facts_in(context, *sentence_at(context, spans[0][0]), limit=2),
            message=f"提到“{words}”，没有列出“三公”经费的预算和支出金额", effect="“三公”经费金额未列",
        )  # fmt: skip


@check("asset.utilisation")
def asset_utilisation(context: Context) -> Iterator[Outcome]:
    """Fixed assets in use ÷ all fixed assets: at most 100 %, and as printed."""
    used, total, rate = (context.quantity(f"assets.{k}") for k in ("in_use", "total", "utilisation_rate"))
    facts = context.ids("assets.in_use", "assets.total", "assets.utilisation_rate")
    if used is not None and total is not None:
        line = f"{used.value:f}÷{total.value:f}"
        if context.interval(used).exceeds(context.interval(total)):
            yield Outcome(
                "fails", f"{used}>{total}", facts, message=f"在用固定资产{used}大于固定资产总额{total}",
                expected=f"不超过{total}", reported=str(used),
            )  # fmt: skip
        elif exact(rate) and (value := percentage(context, used, total)) and rate:
            yield compare_ratio(context, "assets.utilisation_rate", rate, value, line, facts)
        else:
            yield Outcome("holds", line, facts)
    elif rate is not None:
        over = rate.value > 100
        yield Outcome(
            "fails" if over else "holds", f"{rate}", facts,
            message=f"固定资产利用率{rate}超过100%" if over else "", reported=str(rate) if over else "",
        )  # fmt: skip
