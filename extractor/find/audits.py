"""Settlements under audit (送审, 审定, 核减) and questionnaires (发放, 回收, 有效) with their rates."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from extractor.find.clauses import sentences_with
from extractor.find.draft import Draft
from extractor.find.ratios_figures import add_ratio, makes, quotient
from extractor.find.wholes import Mode, add_breakdown
from extractor.model import Quantity

_M, _R, _C = "[\ue000\ue005]", "\ue001", "\ue004"
_AMOUNT = "(?:[总合结决预概算工程造价投资金额款为是值的:]|共计|合计)*"
_AUDITED = {
    "whole": re.compile(f"(?:送审|报审|报送|申报)(?:审[核计定])?{_AMOUNT}({_M})"),
    "part": re.compile(f"(?:审定|审核确认|审计确认|审核认定|审计认定){_AMOUNT}({_M})"),
    "rest": re.compile(f"(?:净?[核审]减)(?:了|工程款|{_AMOUNT})({_M})"),
    "rate": re.compile(f"(?:平均|综合|净)?[核审]减(?:率|比例|幅度)(?:为|达到?|:)?({_R})"),
}  # fmt: skip
_CUT = re.compile("[核审]减")
_MORE = re.compile("[核审调]增|其中|部分|已出具|已完成|尚未|未完成|在审|剩余|初[审核]|复[审核]|二[审次]|累计|\ue008")
"""Words by which the sent, the settled and the cut amounts need not be of the same works."""
_ASKED = {
    "sent": re.compile(f"(?:发放|发出|下发|投放|印发)[^，。；、\n\ue000-\ue00a]{{0,14}}({_C})"),
    "back": re.compile(f"(?:回收|收回)(?:的|到|了|调查|问卷|调查表|纸质|共|共计|:)*({_C})"),
    "valid": re.compile(f"有效(?:调查)?(?:问卷|答卷|样本|卷)(?:数|数量|共|为|:)*({_C})"),
}  # fmt: skip
_RATES = (
    (re.compile(f"有效回收率(?:为|达|达到|:)?({_R})"), (("valid", "sent"), ("valid", "back"), ("back", "sent")), "有效回收率"),
    (re.compile(f"(?<!有效)(?:回收|收回)率(?:为|达|达到|:)?({_R})"), (("back", "sent"), ("valid", "sent")), "回收率"),
    (re.compile(f"(?:有效率|问卷有效率|有效问卷率)(?:为|达|达到|:)?({_R})"), (("valid", "back"), ("valid", "sent")), "有效率"),
)  # fmt: skip
"""Rates of a questionnaire, and what may be divided by what: the usual reading first."""
_SURVEY = re.compile("问卷|答卷")
_ANSWER = re.compile(
    "(?:回答|选择|表示|认为|其中|评价为|[:，、；“])*"
    f"((?:非常|很|比较|较|基本|不太|很?不)?满意|一般|不了解|说不清|不清楚|无所谓)”?(?:的|为|有|:)*({_C})"
)
_ENDS = ({"不满意"}, {"一般", "基本满意", "比较满意", "较满意"}, {"非常满意", "很满意", "满意"})
"""Answers of each of these kinds are all the answers that there are."""
_FULL: Mode = "breakdowns.full"


def find_audits(draft: Draft) -> None:
    """Find settlements and questionnaires whose figures the sentence names one by one."""
    masked = draft.masked
    if masked.has("核减") or masked.has("审减"):
        for start, end in sentences_with(masked.text, _CUT):
            if not _audit(draft, start, end):
                while start < end:  # a list: each part after ； by itself
                    stop = masked.text.find("；", start, end)
                    stop = stop if stop >= 0 else end
                    _audit(draft, start, stop)
                    start = stop + 1
    if masked.has("问卷") or masked.has("答卷"):
        for start, end in sentences_with(masked.text, _SURVEY):
            _survey(draft, start, end)


def _only(draft: Draft, words: re.Pattern[str], start: int, end: int) -> int | None:
    """The figure behind a label that a span bears once."""
    found = [m.start(1) for m in words.finditer(draft.masked.text, start, end)]
    return draft.masked.token_at(found[0]) if len(found) == 1 else None


def _exact(draft: Draft, index: int | None) -> Quantity | None:
    quantity = draft.quantity(index, money=True) if index is not None else None
    plain = quantity is not None and quantity.value > 0 and not quantity.approximate and not quantity.comparator
    return quantity if plain else None


def _audit(draft: Draft, start: int, end: int) -> bool:
    """送审1312.76万元，审定1239.28万元，核减73.48万元，核减率5.60%."""
    if _MORE.search(draft.masked.text, start, end):
        return False
    found = {k: _only(draft, words, start, end) for k, words in _AUDITED.items()}
    known = {k: (i, q) for k, i in found.items() if i is not None and (q := _exact(draft, i))}
    if "whole" not in known or "rest" not in known:
        return False
    whole, rest = known["whole"], known["rest"]
    if "part" in known and rest[0] not in _bound(draft, "differences"):
        prefix = f"differences[{draft.next_index('differences')}]"
        for name, label in (("whole", "送审金额"), ("part", "审定金额"), ("rest", "核减金额")):
            draft.add_figure(
                f"{prefix}.{name}", known[name][0], label=label, pattern="differences", item="结算审核",
                money=True, share=known[name][0] in draft.taken,
            )  # fmt: skip
    if "rate" in known and known["rate"][0] not in _bound(draft, "ratios"):
        rate, other = known["rate"], known.get("part")
        of_part = other is not None and makes(quotient(rest[1], other[1]), rate[1])
        if not of_part or makes(quotient(rest[1], whole[1]), rate[1]):
            add_ratio(draft, "named", rate[0], rest[0], whole[0], "核减率")
    return True


def _bound(draft: Draft, kind: str) -> set[int]:
    """The figures that the difference or rate of such an entry is already."""
    ends = (".rest", ".apart", ".rate")
    starts = {f.start for f in draft.facts if f.path.startswith(f"{kind}[") and f.path.endswith(ends)}
    return {i for i, t in enumerate(draft.masked.tokens) if t.start in starts} if starts else set()


def _survey(draft: Draft, start: int, end: int) -> None:
    """发放问卷300份，收回286份，有效280份，回收率95.33%; 非常满意198份，满意70份，一般10份，不满意2份."""
    found = {k: _only(draft, words, start, end) for k, words in _ASKED.items()}
    known = {k: (i, q) for k, i in found.items() if i is not None and (q := _exact(draft, i)) and q.unit == "份"}
    bound = _bound(draft, "ratios")
    for words, readings, label in _RATES:
        index = _only(draft, words, start, end)
        rate = _exact(draft, index)
        pairs = [(known[a], known[b]) for a, b in readings if a in known and b in known]
        if index is None or rate is None or index in bound or not pairs:
            continue
        fitting = [(p, w) for p, w in pairs if makes(quotient(p[1], w[1]), rate)]
        part, whole = (fitting or pairs)[0]
        add_ratio(draft, "named", index, part[0], whole[0], label)
    if "valid" in known or "back" in known:
        _answers(draft, known.get("valid", known.get("back", (0,)))[0], start, end)


def _answers(draft: Draft, whole: int, start: int, end: int) -> None:
    """The counts of answers behind the number of questionnaires, if they are all there are."""
    masked = draft.masked
    hits = list(_ANSWER.finditer(masked.text, masked.positions[whole], end))
    names = [h[1] for h in hits]
    parts = [i for h in hits if (i := masked.token_at(h.start(2))) is not None]
    if len(set(names)) < len(names) or not all(kind & set(names) for kind in _ENDS):
        return
    between = (masked.text[a.end() : b.start()] for a, b in pairwise(hits))
    if any(_C in words for words in between):  # a share (占92%，) may stand there
        return
    units = {q.unit for i in parts if (q := _exact(draft, i))}
    if len(units) != 1 or not units <= {"份", "人", "名", "户"}:
        return
    at = masked.tokens[whole].start
    known = next((f.path for f in draft.facts if f.start == at and f.path.startswith("breakdowns[")), "")
    if known:
        prefix = known.rpartition(".")[0] + "."
        if sum(f.path.startswith(prefix) for f in draft.facts) == len(parts) + 1:
            draft.facts = [replace(f, pattern=_FULL) if f.path.startswith(prefix) else f for f in draft.facts]
    else:
        add_breakdown(draft, whole, parts, _FULL, names)
