"""Group M: scores, completions, satisfaction, reasons and per-head ratios over an archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from extractor.checks.statistics import Remark, Verdict, statistic, too_few
from extractor.checks.statistics_digits import SIGNIFICANCE
from extractor.checks.statistics_math import binomial_tail, robust_z
from extractor.checks.statistics_reasons import SHORTEST, clusters
from extractor.checks.statistics_sample import ReportSample

SCORES, UNIT_RATES, ARCHIVE_RATES, SATISFIED, REASONS, PEERS = 20, 10, 100, 30, 20, 10
_LINE = Decimal(90)
_HEAPS = frozenset(map(Decimal, (90, 95, 98, 99, 100)))
_HEAP_SHARE = 5 / 11
"""The five values among the eleven whole numbers from 90 to 100."""
_Z = 3.5
_MORE = 0.05
_TEMPLATE = 0.5


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


@statistic("stat.score_heaping")
def score_heaping(reports: Sequence[ReportSample]) -> Verdict:
    """Total scores just above the grade line against those just below it."""
    totals = {(r.who, r.year, r.total) for r in reports if r.total is not None}
    values = [t for _, _, t in totals if t is not None]
    above = sum(_LINE <= v < _LINE + 1 for v in values)
    below = sum(_LINE - 1 <= v < _LINE for v in values)
    exact = sum(v == _LINE for v in values)
    if above + below < SCORES:
        return too_few("个89至91分的总分", SCORES, above + below)
    p = binomial_tail(above, above + below, 0.5)
    line = f"[90,91)分{above}个，[89,90)分{below}个，正好90分{exact}个；两侧机会相等时p={p:.3g}"
    if p >= SIGNIFICANCE:
        return Verdict(line)
    capped = "；其中一半以上正好90分，也可能是系统封顶" if 2 * exact > above else ""
    return Verdict(line, (Remark("", f"总分在90分线上方堆积：{line}{capped}", f"{above}:{below}", "两侧相近"),))


@statistic("stat.completion_heaping")
def completion_heaping(reports: Sequence[ReportSample]) -> Verdict:
    """The share of completions at exactly 100 %, each unit against the others."""
    tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for report in reports:
        tallies[report.who][0] += report.completed
        tallies[report.who][1] += report.completions
    full, whole = (sum(t[i] for t in tallies.values()) for i in (0, 1))
    if whole < ARCHIVE_RATES:
        return too_few("个完成率", ARCHIVE_RATES, whole)
    tested = [w for w, t in sorted(tallies.items()) if UNIT_RATES <= t[1] < whole]
    remarks = []
    for who in tested:
        hits, own = tallies[who]
        share = (full - hits) / (whole - own)
        p = binomial_tail(hits, own, share)
        if p * len(tested) < SIGNIFICANCE and hits / own > share + _MORE:
            remarks.append(Remark(
                who, f"{who}的{own}个完成率中{hits}个正好100%（{_percent(hits, own)}），其余单位为{100 * share:.1f}%，p={p:.3g}",
                _percent(hits, own), f"{100 * share:.1f}%",
            ))  # fmt: skip
    line = f"{whole}个完成率中{full}个正好100%（{_percent(full, whole)}），逐一比较{len(tested)}个单位"
    return Verdict(line, tuple(remarks))


@statistic("stat.satisfaction_heaping")
def satisfaction_heaping(reports: Sequence[ReportSample]) -> Verdict:
    """The share of satisfaction rates on 90, 95, 98, 99 and 100, and of those without decimals."""
    values = [v for r in reports for v in r.satisfaction]
    if len(values) < SATISFIED:
        return too_few("个满意度", SATISFIED, len(values))
    heaped = sum(v in _HEAPS for v in values)
    whole = sum(v == v.to_integral_value() for v in values)
    high = [v for v in values if v >= 90]
    p = binomial_tail(heaped, len(high), _HEAP_SHARE)
    line = (
        f"{len(values)}个满意度，{heaped}个为90、95、98、99或100（{_percent(heaped, len(values))}），"
        f"{whole}个没有小数（{_percent(whole, len(values))}）；90以上整数机会相等时p={p:.3g}"
    )
    if p >= SIGNIFICANCE:
        return Verdict(line)
    return Verdict(line, (Remark("", f"满意度集中在少数几个值：{line}", _percent(heaped, len(values)), "5/11"),))


@statistic("stat.reason_duplication")
def reason_duplication(reports: Sequence[ReportSample]) -> Verdict:
    """Reasons for deviations that several units give in nearly the same words."""
    texts: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        for reason in report.reasons:
            if len(reason) >= SHORTEST:
                texts[reason].add(report.who)
    total = sum(map(len, texts.values()))
    units = {who for held in texts.values() for who in held}
    if total < REASONS or len(units) < 2:
        return too_few("条原因（来自两个以上单位）", REASONS, total if len(units) > 1 else 0)
    found = clusters(texts)
    remarks = tuple(
        Remark(
            text[:20], f"{len(held)}个单位的偏差原因相同或几乎相同：“{text}”（{'、'.join(sorted(held)[:5])}"
            f"{'等' if len(held) > 5 else ''}）"
            + ("；半数以上单位都这样写，可能是统一的模板" if len(units) >= PEERS and len(held) > _TEMPLATE * len(units) else ""),
            f"{len(held)}个单位", "各单位各自说明",
        ) for text, held, _ in found
    )  # fmt: skip
    line = f"{len(units)}个单位{total}条原因，雷同的有{len(found)}组"
    return Verdict(line, remarks)


@statistic("stat.peer_outlier")
def peer_outlier(reports: Sequence[ReportSample]) -> Verdict:
    """Per-head and per-village ratios far from those of units of the same kind, year and region."""
    peers: dict[tuple[str, str, str, str], dict[str, float]] = defaultdict(dict)
    for report in reports:
        for title, value in report.ratios:
            if report.level and report.year:
                peers[title, report.level, report.year, report.region].setdefault(report.who, value)
    groups = {key: held for key, held in sorted(peers.items()) if len(held) >= PEERS}
    if not groups:
        most = max(map(len, peers.values()), default=0)
        return too_few("个同类单位", PEERS, most)
    remarks, lines = [], []
    for (title, _, year, _), held in groups.items():
        held = dict(sorted(held.items()))
        values = list(held.values())
        middle = median(values)
        lines.append(f"{year}年{title}{len(held)}个单位，中位数{middle:.2f}万元")
        for (who, value), z in zip(held.items(), robust_z(values) or (), strict=False):
            if abs(z) > _Z:
                remarks.append(Remark(
                    f"{who}{year}年{title}",
                    f"{who}{year}年{title}{value:.2f}万元，{len(held)}个同类单位的中位数为{middle:.2f}万元，稳健z={z:.1f}",
                    f"{value:.2f}万元", f"约{middle:.2f}万元",
                ))  # fmt: skip
    return Verdict("；".join(lines[:5]), tuple(remarks))
