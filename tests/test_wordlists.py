"""Word lists for running text, kinds of units, measure words: loading, matching, mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import PatternError
from extractor.find.selftest import text_of
from extractor.library import bodies, classifiers, load, wording, wordings, wordings_of
from extractor.library import wordlists as module
from extractor.pipeline import try_text
from extractor.text import fold

LISTS = sorted(wordings())


@pytest.mark.parametrize("name", LISTS)
def test_each_example_is_hit_and_each_look_alike_is_not(name: str) -> None:
    _, entry = wordings()[name]
    assert [w for w in entry.examples if not wording(name).hits(fold(w))] == []
    assert [w for w in entry.never if wording(name).hits(fold(w))] == []


@pytest.mark.parametrize("name", LISTS)
def test_the_required_words_change_no_result(name: str) -> None:
    listed = wording(name)
    _, entry = wordings()[name]
    padded = fold("，".join([*entry.examples, *entry.never]) + "，其余文字。" * 100)
    assert len(padded) > 400
    plain = [m.span() for m in listed.expression.finditer(padded)]
    assert list(listed.spans(padded)) == [s for s in plain if _counts(name, padded, s)]


def _counts(name: str, text: str, span: tuple[int, int]) -> bool:
    unless = wording(name).unless
    return unless is None or not any(
        m.start() <= span[0] and span[1] <= m.end() for m in unless.finditer(text)
    )


def test_a_list_that_contradicts_a_claim_exists() -> None:
    claims = [w for w in wordings_of("claim_") if w.against]
    assert claims
    assert all(wording(w.against) for w in claims)


def test_events_have_a_first_and_a_last_year() -> None:
    assert all(len(w.years) == 2 and w.years[0] <= w.years[1] for w in wordings_of("event."))


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        ("arrears:\n  title: 欠款\n  words: [欠款]\n", 2, "examples”缺少这一项"),
        ("arrears:\n  title: 欠款\n  words: [欠款]\n  exmples: [欠款]\n", 4, "exmples”不是可用的名称"),
    ],
)
def test_a_wrong_list_is_named_with_its_line(
    written: str, line: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wording.yaml").write_text(written, encoding="utf-8")
    (tmp_path / "regions.yaml").write_text("{}\n", encoding="utf-8")
    monkeypatch.setattr(module, "patterns_dir", lambda: tmp_path)
    with pytest.raises(PatternError, match=words) as caught:
        module.wordings.__wrapped__()
    assert caught.value.line == line


def test_a_wording_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "wording.yaml"
    path.write_text("arrears:\n  title: 欠款\n  words:\n    - 欠款\n    - (欠账\n  examples: [欠款]\n", encoding="utf-8")
    with pytest.raises(PatternError, match="欠账") as caught:
        module._compiled(path, ("arrears", "words"), ["欠款", "(欠账"])
    assert caught.value.line == 5


# kinds of units and measure words


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("青桐县河湾镇人民政府", "township", "镇"),
        ("青桐县石桥乡人民政府", "township", "乡"),
        ("越州市锦溪街道办事处", "township", "街道"),
        ("青桐县水务局", "bureau", ""),
        ("青桐县第一中学", "school", ""),
        ("河湾镇卫生院", "hospital", ""),
        ("青桐县河道管理站", "", ""),
    ],
)
def test_kind_and_level_of_a_unit(name: str, kind: str, level: str) -> None:
    assert (bodies().kind(name), bodies().level(name)) == (kind, level)


def garbled(words: str) -> list[str]:
    """The garbled clauses found in a text."""
    report = try_text(words).report
    assert report is not None
    return [f.text for f in report.facts if f.path.startswith("text.garbled")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("对主街72盏破损路安装灯太阳能板，", ["72盏破损路安装灯太阳能板"]),
        ("更换主街72盏路灯。", []),
        ("主街72盏灯具维修。", []),
        ("购置3台用于维修道路的设备。", []),
        ("新植树苗300棵。", []),
        ("全年支出的的金额为10万元。", ["的的"]),
        ("全年支出10万元，，用于维修。", ["，，"]),
    ],
)
def test_clauses_out_of_order_are_found(words: str, found: list[str]) -> None:
    assert garbled(words) == found


def test_words_of_another_level_are_found_by_the_unit_s_own() -> None:
    head = "2023年度部门整体支出绩效自评报告\n单位名称：青桐县石桥乡人民政府\n"
    report = try_text(head + "全镇共8个村，镇政府设有五个办公室。推进乡镇工作。").report
    assert report is not None
    words = [f.text for f in report.facts if f.path.startswith("entity.level_words")]
    assert words == ["全镇", "镇政府"]


def test_measure_words_are_units_that_the_program_knows() -> None:
    from extractor.numbers import units

    assert set(classifiers().nouns) <= set(units())
    assert load()  # the data files are no sentence patterns
    assert text_of("72盏").paragraphs
