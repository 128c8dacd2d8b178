"""Group M: digits of amounts and counts over an archive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from extractor.checks.statistics import Remark, Verdict, statistic, too_few
from extractor.checks.statistics_math import (
    binomial_tail,
    chi_square,
    chi_square_tail,
    effect_size,
    first_digit_shares,
    mean_deviation,
    second_digit_shares,
)
from extractor.checks.statistics_sample import Amount, ReportSample

FIRST, SECOND, LAST, ROUND_UNIT, ROUND_ARCHIVE = 500, 1000, 50, 30, 300
"""Samples from which a statistic says something (χ² on ten digits: five expected in each)."""
SIGNIFICANCE = 0.01
_SMALL = 0.1
"""Cohen's w below which a sure deviation is still a small one."""
_MORE = 0.05
"""A share that is not this much above the expected one is not worth a word."""


def amounts_by_unit(reports: Sequence[ReportSample]) -> dict[str, list[Amount]]:
    """The amounts of each unit; a value that report and form of one year repeat counts once."""
    found: dict[str, list[Amount]] = defaultdict(list)
    seen: set[tuple[str, str, int]] = set()
    for report in reports:
        for amount in report.money():
            key = (report.who, report.year, amount.mark)
            if key not in seen:
                seen.add(key)
                found[report.who].append(amount)
    return found


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


def _benford(
    counts: Sequence[int], shares: Sequence[float], limits: tuple[float, float, float], first: int
) -> Verdict:
    deviation = mean_deviation(counts, shares)
    chi = chi_square(counts, shares)
    p = chi_square_tail(chi, len(shares) - 1)
    words = ("接近", "可以接受", "勉强", "不符合")[sum(deviation > limit for limit in limits)]
    spread = "、".join(f"{d}：{_percent(c, sum(counts))}" for d, c in enumerate(counts, first))
    line = f"{sum(counts)}个金额，{spread}；MAD={deviation:.4f}（{words}），χ²={chi:.1f}，p={p:.3g}"
    if deviation <= limits[2]:
        return Verdict(line)
    most = max(range(len(counts)), key=lambda d: counts[d] / sum(counts) - shares[d])
    remark = Remark(
        "", f"数字分布与本福德定律不符（MAD={deviation:.4f}，界线{limits[2]}）；"
        f"最突出的是{most + first}：{_percent(counts[most], sum(counts))}，按定律为{100 * shares[most]:.1f}%",
        f"MAD={deviation:.4f}", f"MAD≤{limits[2]}",
    )  # fmt: skip
    return Verdict(line, (remark,))


@statistic("stat.benford_first")
def benford_first(reports: Sequence[ReportSample]) -> Verdict:
    """First digits of all amounts against log10(1 + 1/d)."""
    leads = [a.lead for held in amounts_by_unit(reports).values() for a in held]
    if len(leads) < FIRST:
        return too_few("个金额", FIRST, len(leads))
    counted = Counter(lead // 10 if lead >= 10 else lead for lead in leads)
    return _benford([counted[d] for d in range(1, 10)], first_digit_shares(), (0.006, 0.012, 0.015), 1)


@statistic("stat.second_digit")
def second_digit(reports: Sequence[ReportSample]) -> Verdict:
    """Second digits of the amounts of two digits or more against Benford's shares."""
    leads = [a.lead for held in amounts_by_unit(reports).values() for a in held if a.lead >= 10]
    if len(leads) < SECOND:
        return too_few("个两位以上的金额", SECOND, len(leads))
    counted = Counter(lead % 10 for lead in leads)
    return _benford([counted[d] for d in range(10)], second_digit_shares(), (0.008, 0.010, 0.012), 0)


_CENTS = [9 / 99, *[10 / 99] * 9]
"""Expected last digits of decimals other than 00 (01 … 99)."""
_UNIFORM = [0.1] * 10


@statistic("stat.last_digit")
def last_digit(reports: Sequence[ReportSample]) -> Verdict:
    """Last digits of executed amounts in 万元, and of counts, against equal shares."""
    money = {
        who: [a.cents % 10 for a in held if a.executed and a.cents]
        for who, held in amounts_by_unit(reports).items()
    }
    counts: dict[str, list[int]] = defaultdict(list)
    for report in reports:
        counts[report.who] += [c % 10 for c in report.counts]
    samples = [
        (f"{who}{kind}", digits, shares)
        for kind, held, shares in (("的执行金额", money, _CENTS), ("的工作数量", counts, _UNIFORM))
        for who, digits in (("各单位合计", [d for v in held.values() for d in v]), *sorted(held.items()))
        if len(digits) >= LAST
    ]
    if not samples:
        most = max([len(d) for d in (*money.values(), *counts.values())], default=0)
        whole = max(sum(map(len, money.values())), sum(map(len, counts.values())))
        return too_few("个末位数字", LAST, max(most, whole))
    lines, remarks = [], []
    for name, digits, shares in samples:
        counted = Counter(digits)
        seen = [counted[d] for d in range(10)]
        chi = chi_square(seen, shares)
        p = chi_square_tail(chi, 9)
        five = counted[0] + counted[5]
        excess = binomial_tail(five, len(digits), shares[0] + shares[5])
        line = f"{name}{len(digits)}个，χ²={chi:.1f}，p={p:.3g}，0和5占{_percent(five, len(digits))}（p={excess:.3g}）"
        lines.append(line)
        sure = min(p, excess) * len(samples) < SIGNIFICANCE  # Bonferroni: many units are tested
        if sure and effect_size(seen, shares) >= _SMALL:
            most_ = max(range(10), key=lambda d: seen[d])
            remarks.append(Remark(
                name, f"{line}；末位{most_}占{_percent(seen[most_], len(digits))}，均匀分布约10%",
                _percent(seen[most_], len(digits)), "约10%",
            ))  # fmt: skip
    return Verdict("；".join(lines[:3]), tuple(remarks))


@statistic("stat.round_numbers")
def round_numbers(reports: Sequence[ReportSample]) -> Verdict:
    """The share of round amounts and of counts that end in 0, each unit against the rest."""
    tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for who, held in amounts_by_unit(reports).items():
        tallies[who][0] += sum(a.round for a in held)
        tallies[who][1] += len(held)
    for report in reports:
        tallies[report.who][0] += sum(c % 10 == 0 for c in report.counts)
        tallies[report.who][2] += sum(c == 0 for c in report.counts)
        tallies[report.who][1] += len(report.counts)
    rounded, whole = sum(t[0] for t in tallies.values()), sum(t[1] for t in tallies.values())
    if whole < ROUND_ARCHIVE:
        return too_few("个金额和数量", ROUND_ARCHIVE, whole)
    tested = [w for w, t in sorted(tallies.items()) if t[1] >= ROUND_UNIT and whole - t[1] >= ROUND_ARCHIVE - t[1]]
    remarks = []
    for who in tested:
        hits, own, hundreds = tallies[who]
        if whole == own:
            continue
        share = (rounded - hits) / (whole - own)
        p = binomial_tail(hits, own, share)
        if p * len(tested) < SIGNIFICANCE and hits / own > share + _MORE:
            remarks.append(Remark(
                who, f"{who}的{own}个金额和数量中{hits}个是整数（{_percent(hits, own)}，其中以00结尾的数量{hundreds}个），"
                f"其余单位为{100 * share:.1f}%，p={p:.3g}", _percent(hits, own), f"{100 * share:.1f}%",
            ))  # fmt: skip
    line = f"{whole}个金额和数量中{rounded}个是整数（{_percent(rounded, whole)}），逐一比较{len(tested)}个单位"
    return Verdict(line, tuple(remarks))
