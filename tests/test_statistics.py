"""What a whole archive shows: each statistic on a clean and on a made-up archive, and its limits."""

from __future__ import annotations

import pickle
import random
import time
from collections.abc import Callable, Iterator
from math import log10

import pytest

from extractor.checks import ArchiveSample, archive_checks, catalogue
from extractor.checks.registry import ARCHIVE
from extractor.checks.statistics import statistics_of
from extractor.checks.statistics_math import (
    binomial_tail,
    chi_square_tail,
    first_digit_shares,
    robust_z,
    second_digit_shares,
)
from extractor.checks.statistics_reasons import clusters
from extractor.checks.statistics_sample import sample_of
from extractor.model import CheckResult, Discrepancy, Report, Result, Source
from extractor.pipeline import extract
from tests.check_examples import report_of
from tests.shared import SAMPLES, SEED, needs_seed

Facts = dict[str, str]


def result(facts: Facts, unit: str, year: str = "2023", name: str = "") -> Result:
    """A result whose report holds just these facts of a unit."""
    made = report_of({"unit.name": unit, **facts})
    dated = report_of({"report.fiscal_year": "year"}).facts[0]
    year_fact = type(dated)(
        dated.id, dated.path, dated.label, "text", year, year, dated.places, dated.pattern, 0, 0
    )
    report = Report.model_construct(facts=(*made.facts, year_fact), text=made.text)
    return Result(Source(name or f"{unit}.docx", unit, "text/plain", 1), 1, report, "ministry")


def archive(*results: Result) -> ArchiveSample:
    """The sample of some results."""
    sample = ArchiveSample()
    for one in results:
        sample.add(one)
    return sample


def of(slug: str, sample: ArchiveSample) -> tuple[CheckResult, list[Discrepancy]]:
    """The result and the findings of one check."""
    checks, found = archive_checks(sample)
    return next(c for c in checks if c.slug == slug), [d for d in found if slug in d.checks]


def units(number: int) -> Iterator[str]:
    """Names of towns."""
    for n in range(number):
        yield f"青桐县{chr(0x4E00 + n)}湾镇人民政府"


def amounts(value: Callable[[random.Random], float], number: int, each: int = 50) -> list[Result]:
    """Reports whose projects spent amounts that a rule makes."""
    chance = random.Random(7)  # noqa: S311
    return [
        result({f"projects[{i}].executed": f"{value(chance):.2f}万元" for i in range(1, each + 1)}, unit)
        for unit in units(number)
    ]


def natural(chance: random.Random) -> float:
    """An amount over four orders of magnitude, as money is spread."""
    return float(10 ** chance.uniform(0, 4))


def invented(chance: random.Random) -> float:
    """An amount that people make up: five times as often with a 5 in front."""
    return chance.choice([500, 50, 5000, 100, 700]) + chance.randrange(0, 9900) / 100


def counted(field: str, values: list[str], unit: str) -> Result:
    """A report whose indicators have these values in a field."""
    return result({f"indicators[{i}].{field}": v for i, v in enumerate(values, 1)}, unit)


def scores(*points: float) -> list[Result]:
    """Reports with these total scores."""
    return [
        result({"evaluation.total_score": f"{p:.2f}分"}, unit)
        for unit, p in zip(units(len(points)), points, strict=True)
    ]


def satisfied(*rates: str) -> list[Result]:
    """Reports with one satisfaction rate each."""
    return [
        result({"indicators[1].name": "群众满意度", "indicators[1].actual": f"{r}%"}, unit)
        for unit, r in zip(units(len(rates)), rates, strict=True)
    ]


def reasons(*words: str) -> list[Result]:
    """Reports of different units that give these reasons."""
    return [
        result({"indicators[1].name": "养护村道", "indicators[1].deviation_reason": w}, unit)
        for unit, w in zip(units(len(words)), words, strict=True)
    ]


def staffed(*personnel: float) -> list[Result]:
    """Reports of towns with ten people each and these personnel costs."""
    return [
        result({"budget.executed.personnel": f"{p:.2f}万元", "staffing.actual.in_post": "10人"}, unit)
        for unit, p in zip(units(len(personnel)), personnel, strict=True)
    ]


def ends(chance: random.Random) -> float:
    """An executed amount whose last digit is 0 or 5 every second time."""
    return chance.randrange(100, 9000) + chance.choice([0.05, 0.1, 0.15, *(n / 100 for n in (11, 23, 37, 48))])


def mixed(rounded: int) -> list[Result]:
    """Twelve units, the first with so many round amounts of forty."""
    chance = random.Random(3)  # noqa: S311
    made = []
    for n, unit in enumerate(units(12)):
        many = rounded if n == 0 else 2
        values = [chance.randrange(1, 90) * 10 + k * 1000 for k in range(many)]
        values += [chance.randrange(1, 90) * 10 + 3 + k * 1000 for k in range(40 - many)]
        made.append(result({f"projects[{i}].executed": f"{v}.00万元" for i, v in enumerate(values, 1)}, unit))
    return made


WORDS = ["审批流程未完成造成付款延后", "连续降雨影响了工程进度安排", "参训人员外出务工比预计的少", "设备采购流标两次重新组织招标",
         "上级资金十二月才下达来不及支出", "村民对补偿标准意见不一协商较久"]  # fmt: skip
DIFFERENT = [f"{w}{chr(0x5000 + 37 * i)}{chr(0x6000 + 41 * i)}{chr(0x7000 + 43 * i)}{chr(0x8000 + 47 * i)}"
             for i, w in enumerate(WORDS * 4)]  # fmt: skip
HALF = [counted("completion_rate", [f"{90 + i}%" if i % 2 else "100%" for i in range(12)], u) for u in units(12)]

CASES: dict[str, tuple[list[Result], list[Result], str]] = {
    "stat.benford_first": (amounts(natural, 20), amounts(invented, 20), "5"),
    "stat.second_digit": (amounts(natural, 300), amounts(invented, 30), "0"),
    "stat.last_digit": (amounts(natural, 10), amounts(ends, 10, 40), "χ²"),
    "stat.score_heaping": (
        scores(*[89 + n / 10 for n in range(10)], *[90 + n / 10 for n in range(10)]),
        scores(*[89 + n for n in (0.2, 0.8)], *[90 + n / 20 for n in range(20)]), "90分线上方",
    ),
    "stat.completion_heaping": (HALF, [*HALF, counted("completion_rate", ["100%"] * 20, "甲县乙镇人民政府")], "甲县乙镇"),
    "stat.satisfaction_heaping": (
        satisfied(*[f"{88 + n / 4:.2f}" for n in range(40)]),
        satisfied(*["95", "98", "99", "100"] * 9, *["96.4"] * 4), "满意度集中",
    ),
    "stat.reason_duplication": (
        reasons(*DIFFERENT), reasons(*DIFFERENT, "提高工作效率，超额完成年度目标任务", "提高工作效率，超额完成年度目标任务。"),
        "2个单位",
    ),
    "stat.peer_outlier": (
        staffed(*[150 + n for n in range(15)]), staffed(*[150 + n for n in range(15)], 420), "42.00万元",
    ),
    "stat.round_numbers": (mixed(2), mixed(24), "青桐县一湾镇"),
}  # fmt: skip


def test_every_statistic_has_its_archives() -> None:
    slugs = {s.slug for s in catalogue() if s.group == ARCHIVE}
    assert slugs == set(CASES) == set(statistics_of())
    assert {s.severity for s in catalogue() if s.group == ARCHIVE} == {"info"}


@pytest.mark.parametrize("slug", sorted(CASES))
def test_a_natural_archive_gives_no_remark(slug: str) -> None:
    check, found = of(slug, archive(*CASES[slug][0]))
    assert check.status == "holds", check
    assert check.arithmetic
    assert not found


@pytest.mark.parametrize("slug", sorted(CASES))
def test_a_made_up_archive_gives_a_note_and_never_an_error(slug: str) -> None:
    check, found = of(slug, archive(*CASES[slug][1]))
    assert check.status == "note", check
    assert found
    assert CASES[slug][2] in found[0].message
    assert {d.severity for d in found} == {"info"}


@pytest.mark.parametrize("slug", sorted(CASES))
def test_a_small_archive_says_how_much_is_needed(slug: str) -> None:
    check, found = of(slug, archive(*CASES[slug][1][:1]))
    assert check.status == "not_applicable"
    assert check.reason.startswith("需要至少")
    assert "现有" in check.reason
    assert not found


def test_the_words_for_a_small_archive() -> None:
    check, _ = of("stat.benford_first", archive(*amounts(natural, 3, 41)))
    assert check.reason == "需要至少500个金额，现有123个"


def test_the_result_does_not_depend_on_the_order_or_on_who_read() -> None:
    made = [r for clean, faulty, _ in CASES.values() for r in (*clean[:5], *faulty[:8])]
    whole = archive(*made)
    parts = archive(*made[::-2])
    parts.merge(pickle.loads(pickle.dumps(archive(*made[-2::-2]))))  # noqa: S301
    assert archive_checks(whole) == archive_checks(parts)


def test_a_value_that_report_and_form_repeat_counts_once() -> None:
    once = amounts(natural, 20)
    again = [Result(Source("form.xlsx", "", "", 1), r.pages, r.report, r.profile) for r in once]
    assert archive_checks(archive(*once)) == archive_checks(archive(*once, *again))


def test_a_sample_stays_small_and_does_not_hold_the_report() -> None:
    (largest,) = amounts(natural, 1, 3000)
    sample = archive(largest)
    assert len(pickle.dumps(sample)) < 12_000


@needs_seed
def test_the_sample_of_the_real_report() -> None:
    (found,) = extract(SEED / "report.txt")
    sample = sample_of(found)
    assert sample is not None
    assert (sample.year, sample.level, sample.region) == ("2023", "镇", "xinjiang")
    assert str(sample.total) == "90.38"
    assert (sample.completed, sample.completions) == (1, 8)
    assert [str(v) for v in sample.satisfaction] == ["99"]
    assert "提高工作效率超额完成年度目标任务" in sample.reasons
    assert dict(sample.ratios)["人均人员经费"] == pytest.approx(16.85, abs=0.01)
    assert len(pickle.dumps(sample)) < 3000


def test_the_samples_of_the_project_give_no_finding() -> None:
    results = [r for path in sorted(SAMPLES.glob("*.txt")) for r in extract(path)]
    assert not archive_checks(archive(*results))[1]


def test_of_many_remarks_the_first_are_listed_and_all_are_counted() -> None:
    pairs = [w for w in DIFFERENT for _ in range(2)]
    check, found = of("stat.reason_duplication", archive(*reasons(*pairs)))
    assert len(found) == 20
    assert "共24处，列出前20处" in check.arithmetic


# the mathematics, against printed tables


@pytest.mark.parametrize(
    ("value", "freedom", "tail"),
    [(3.841, 1, 0.05), (16.919, 9, 0.05), (21.666, 9, 0.01), (15.507, 8, 0.05), (2.733, 8, 0.95), (0, 9, 1)],
)
def test_the_tail_of_chi_square_is_that_of_the_tables(value: float, freedom: int, tail: float) -> None:
    assert chi_square_tail(value, freedom) == pytest.approx(tail, abs=2e-5)


def test_the_tail_of_the_binomial_distribution() -> None:
    assert binomial_tail(8, 10, 0.5) == pytest.approx(56 / 1024)
    assert binomial_tail(0, 10, 0.5) == 1
    assert binomial_tail(11, 10, 0.5) == 0
    assert binomial_tail(1, 10, 0.1) == pytest.approx(1 - 0.9**10)
    assert binomial_tail(5200, 10_000, 0.5) == pytest.approx(3.3e-5, rel=0.05)


def test_the_shares_of_benford() -> None:
    assert first_digit_shares()[0] == pytest.approx(log10(2))
    assert second_digit_shares()[0] == pytest.approx(0.1197, abs=1e-4)
    assert sum(first_digit_shares()) == pytest.approx(1)
    assert sum(second_digit_shares()) == pytest.approx(1)


def test_values_that_do_not_spread_have_no_outlier() -> None:
    assert robust_z([1, 1, 1, 9]) is None
    assert robust_z([1, 2, 3, 4, 8]) == pytest.approx([-0.6745 * 2, -0.6745, 0, 0.6745, 0.6745 * 5])


def test_the_blocking_of_reasons_loses_no_pair() -> None:
    chance = random.Random(1)  # noqa: S311
    texts: dict[str, set[str]] = {}
    for number in range(300):
        base = chance.choice(WORDS) + chance.choice(WORDS) + chance.choice(WORDS)
        cut = chance.randrange(len(base) + 1)
        texts[base if chance.random() < 0.5 else base[:cut] + "等" + base[cut:]] = {str(number)}

    def pairs(text: str) -> set[str]:
        return {text[i : i + 2] for i in range(len(text) - 1)}

    groups = {frozenset(held) for _, held, _ in clusters(texts)}
    where = {who: group for group in groups for who in group}
    listed = sorted(texts)
    for n, one in enumerate(listed):
        for other in listed[:n]:
            if len(pairs(one) & pairs(other)) >= 0.9 * len(pairs(one) | pairs(other)):
                (left,), (right,) = texts[one], texts[other]
                assert where[left] is where[right]


def test_ten_thousand_reasons_are_grouped_in_seconds() -> None:
    chance = random.Random(2)  # noqa: S311
    letters = [chr(0x4E00 + n) for n in range(400)]
    texts = {"".join(chance.choices(letters, k=40)): {str(n)} for n in range(10_000)}
    start = time.perf_counter()
    assert not clusters(texts)
    assert time.perf_counter() - start < 10


def printed_in(unit: str, decimals: int) -> list[Result]:
    """Towns that print 万元 with two decimals, and one that prints amounts of the like otherwise."""
    chance = random.Random(11)  # noqa: S311
    made = []
    for n, town in enumerate(units(12)):
        values = [chance.randrange(100_000, 90_000_000) for _ in range(40)]  # 元
        words = [f"{v / 10_000:.2f}万元" for v in values]
        if n == 0:
            words = [f"{v / (10_000 if unit == '万元' else 1):.{decimals}f}{unit}" for v in values]
        if unit == "元" and n == 0:  # whole hundreds, as they are budgeted
            words = [f"{v // 100 * 100:.{decimals}f}元" for v in values]
        made.append(result({f"projects[{i}].executed": w for i, w in enumerate(words, 1)}, town))
    return made


@pytest.mark.parametrize(("unit", "decimals"), [("元", 0), ("元", 2), ("万元", 0), ("万元", 1)])
def test_a_unit_is_not_held_to_be_estimating_for_the_unit_it_prints(unit: str, decimals: int) -> None:
    check, found = of("stat.round_numbers", archive(*printed_in(unit, decimals)))
    assert check.status == "holds"
    assert not found


def test_estimates_in_yuan_are_noticed_among_units_that_print_ten_thousands() -> None:
    reports = printed_in("万元", 2)
    town = next(units(1))
    words = [f"{(n + 3) * 100_000:.2f}元" if n < 24 else f"{n * 71_137}.50元" for n in range(40)]
    reports[0] = result({f"projects[{i}].executed": w for i, w in enumerate(words, 1)}, town)
    _, found = of("stat.round_numbers", archive(*reports))
    assert [town in d.message for d in found] == [True]
