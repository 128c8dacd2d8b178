"""The page of measured quality is the one that `make quality` writes."""

from __future__ import annotations

import re

import pytest

from tests import mutation, quality
from tests.judged import Judgement, judgements
from tests.mutation import Outcome
from tests.quality import FIRM, PAGE, measured_marks, page
from tests.shared import SAMPLES


def shape(text: str) -> list[str]:
    """Headings, table heads and paragraphs: all but the rows that hold numbers."""
    return [
        line for line, following in zip(text.split("\n"), [*text.split("\n")[1:], ""], strict=True)
        if not line.startswith("|") or following.startswith("| ---") or line.startswith("| ---")
    ]  # fmt: skip


def outcome(kind: str, *, noticed: bool = True, named: bool = True, reason: str = "") -> Outcome:
    return Outcome(kind, "budget.initial.total", "1.00万元", "2.00万元", noticed, named, named, reason)


def test_the_page_on_disk_has_the_shape_of_what_is_written() -> None:
    runs = {"small": [outcome("one_digit")]}
    assert shape(PAGE.read_text(encoding="utf-8")) == shape(page(runs, [Judgement("forms", "a", 1, 1, 1, 1)]))


def test_the_page_on_disk_meets_its_marks() -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## Marks")[2].partition("##")[0]
    rows = re.findall(r"\| at least (\d+) % \| ([\d.]+) % \| (\w+) \|", section)
    assert len(rows) == 1 + len(FIRM)
    assert all(float(measured) >= float(wanted) and met == "yes" for wanted, measured, met in rows)


def test_every_judged_sample_stands_on_the_page_with_its_numbers() -> None:
    text = PAGE.read_text(encoding="utf-8")
    judged = judgements()
    assert {j.group for j in judged} >= {"narratives", "forms"}
    for one in judged:
        assert one.found == one.faults
        assert one.right == one.findings
        assert f"| {one.name} | {one.faults} | {one.found} | {one.findings} | 0 |" in text


def test_what_stays_inside_rounding_is_no_miss() -> None:
    outcomes = [outcome(k) for k in FIRM] + [outcome("one_digit", noticed=False, named=False, reason="rate")]
    assert all(met for *_, met in measured_marks(outcomes))
    outcomes += [outcome("transposition", noticed=False, named=False, reason="alone")]
    assert [met for *_, met in measured_marks(outcomes)] == [False, False, True, True]


def test_the_same_run_gives_the_same_bytes() -> None:
    path = SAMPLES / "clean-township.txt"
    one, other = (page({path.stem: mutation.run(path, share=60)}, []) for _ in range(2))
    assert one == other
    assert path.stem in one


def test_a_missed_mark_is_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    target = tmp_path_factory.mktemp("page") / "quality.md"
    monkeypatch.setattr(quality, "PAGE", target)
    monkeypatch.setattr(quality, "judgements", list)
    good = {"small": [outcome(k) for k in FIRM]}
    bad = {"small": [*good["small"], outcome("unit_slip", noticed=False, named=False, reason="alone")]}
    for runs, code in ((good, 0), (bad, 1)):
        monkeypatch.setattr(mutation, "run_all", lambda _, runs=runs: runs)
        assert quality.main() == code
        assert target.read_text(encoding="utf-8") == page(runs, [])
        assert capsys.readouterr().out.startswith("# Measured quality")
