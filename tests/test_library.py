"""The notation of forms, masked text, and the prefilter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.find.selftest import text_of
from extractor.library import MASK, Pattern, load, mask, run
from extractor.library.form import HOLES, ZERO_WIDTH, Compiled, FormError, compile_form
from extractor.numbers import scan
from extractor.reading import read
from extractor.text import fold, reflow
from tests.shared import SAMPLES, SEED

WORDS = {"is": ("为", "是", "达到", ""), "unit": ("本单位", "我单位", "单位")}
FIGURES_AND_WORDS = "0123456789.,%万元人年第（）预算为八个，。\n"
Captures = dict[str, str]


def pattern(compiled: Compiled, *, whole: bool = False) -> Pattern:
    return Pattern("例", "例", "test", "any", {"value": "x"}, (compiled,), whole=whole)


def captures(form: str, text: str) -> list[Captures]:
    """What a form captures in a text, as printed (folded)."""
    masked = mask(fold(text))

    def words(span: tuple[int, int]) -> str:
        return masked.folded[masked.origin(span[0]) : masked.origin(span[1])]

    hits = run((pattern(compile_form(form, WORDS)),), masked)
    return [{name: words(span) for name, span in hit.spans.items()} for hit in hits]


# the notation


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        # literal
        ("预算{money}", "预算5万元", {"value": "5万元"}),
        ("预算{money}", "决算5万元", None),
        ("公章（全称）{money}", "公章(全称)5万元", {"value": "5万元"}),
        ("公章（全称）{money}", "公章（全称）5万元", {"value": "5万元"}),
        ("*预算.{money}", "*预算.5万元", {"value": "5万元"}),
        ("*预算.{money}", "预算，5万元", None),
        ("預算{money}", "预算5万元", {"value": "5万元"}),
        # what may be absent
        ("预算[数]为{money}", "预算为5万元", {"value": "5万元"}),
        ("预算[数]为{money}", "预算数为5万元", {"value": "5万元"}),
        ("预算[数|金额]{money}", "预算金额5万元", {"value": "5万元"}),
        ("预算[数|金额]{money}", "预算额5万元", None),
        # choices
        ("(年初|期初)预算{money}", "期初预算5万元", {"value": "5万元"}),
        ("(年初|期初)预算{money}", "期末预算5万元", None),
        ("(年初(批复|安排)|期初)预算{money}", "年初安排预算5万元", {"value": "5万元"}),
        ("年初{money}|期初{rate=r}", "期初5%", {"r": "5%"}),
        # shared words
        ("预算{is}{money}", "预算达到5万元", {"value": "5万元"}),
        ("预算{is}{money}", "预算5万元", {"value": "5万元"}),
        ("{unit=who}预算{money}", "我单位预算5万元", {"who": "我单位", "value": "5万元"}),
        # gap: inside a clause, without figures, up to twenty characters
        ("年初…预算{money}", "年初部门整体支出预算5万元", {"value": "5万元"}),
        ("年初…预算{money}", "年初预算5万元", {"value": "5万元"}),
        ("年初…预算{money}", "年初，预算5万元", None),
        ("年初…预算{money}", "年初3万元预算5万元", None),
        ("年初…预算{money}", "年初" + "甲" * 20 + "预算5万元", {"value": "5万元"}),
        ("年初…预算{money}", "年初" + "甲" * 21 + "预算5万元", None),
        # named captures
        ("预算{money=a}执行{money=b}", "预算5万元执行4万元", {"a": "5万元", "b": "4万元"}),
        ("预算{money=a}[执行{money=b}]", "预算5万元", {"a": "5万元"}),
        # typed figures
        ("得{score}", "得95.20分", {"value": "95.20分"}),
        ("得{score}", "得95.20", {"value": "95.20"}),
        ("得{score}", "得95.20万元", None),
        ("率{rate}", "率百分之98.5", {"value": "百分之98.5"}),
        ("升{point}", "升2个百分点", {"value": "2个百分点"}),
        ("设{count}", "设8个", {"value": "8个"}),
        ("设{count}", "设八个", {"value": "八个"}),
        ("设{numeral}", "设八", {"value": "八"}),
        ("金额{money}", "金额近1,781.79万", {"value": "近1,781.79万"}),
        ("金额{money}", "金额壹仟元整", {"value": "壹仟元整"}),
        ("于{date}", "于2024年4月15日", {"value": "2024年4月15日"}),
        ("于{year}", "于2024年", {"value": "2024年"}),
        ("值{value}", "值5人次", {"value": "5人次"}),
        ("值{amount}", "值5人次", {"value": "5人次"}),
        ("值{amount}", "值5%", None),
        # words
        ("名称:{name=n}，", "名称：某镇，", {"n": "某镇"}),
        ("《{clause=n}{quoted}", "《管理办法》", {"n": "管理办法"}),
        ("用于{sentence=n}{end}", "用于发放工资，缴纳社保等。另", {"n": "发放工资，缴纳社保等"}),
        # marks of position
        ("{start}预算{money}", "，预算5万元", {"value": "5万元"}),
        ("{start}预算{money}", "年初预算5万元", None),
        ("{begin}预算{money}", "。预算5万元", {"value": "5万元"}),
        ("{begin}预算{money}", "，预算5万元", None),
        ("预算{money}{stop}", "预算5万元）", {"value": "5万元"}),
        ("预算{money}{stop}", "预算5万元的", None),
        ("预算{money}{fin}", "预算5万元，", {"value": "5万元"}),
        ("预算{money}{fin}", "预算5万元、", None),
        ("预算{money}{end}", "预算5万元。", {"value": "5万元"}),
        ("预算{money}{end}", "预算5万元，", None),
        ("预算{money}{close}", "预算5万元", {"value": "5万元"}),
        ("预算{money}{close}", "预算5万元。", None),
        ("项目:{break}共{count}", "项目:\n共5个", {"value": "5个"}),
        ("内设{count}机构{edge}", "内设5个机构", {"value": "5个"}),
        ("内设{count}机构{edge}", "内设5个机构工作", None),
    ],
)
def test_a_form_reads_as_written(form: str, text: str, found: Captures | None) -> None:
    assert captures(form, text) == ([found] if found else [])


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("预算{money", "缺少“}”"),
        ("[预算{money}", "缺少“]”"),
        ("(预算{money}", "缺少“)”"),
        ("(预算|决算{money}", "缺少“)”"),
        ("预算){money}", "多了一个“)”"),
        ("预算]{money}", "多了一个“]”"),
        ("(预算]{money}", "多了一个“]”"),
        ("预算money}", "多了一个“}”"),
        ("预算{monney}", "“{monney}”不认识；可用：money、"),
        ("预算{money}执行{money}", "“value”用了两次"),
        ("预算{money=a}执行{rate=a}", "“a”用了两次"),
        ("预算{money=a-b}", "“a-b”只能用"),
        ("预算{money=1}", "“1”只能用"),
    ],
)
def test_an_error_in_a_form_says_what_to_change(form: str, message: str) -> None:
    with pytest.raises(FormError) as error:
        compile_form(form, WORDS)
    assert message in str(error.value)
    assert form in str(error.value)


def test_an_unknown_placeholder_lists_the_shared_words_too() -> None:
    with pytest.raises(FormError, match=r"可用：.*self_score"):
        compile_form("{x}", {"self_score": ("得分",)})


@pytest.mark.parametrize("name", sorted(HOLES))
def test_marks_of_position_capture_nothing(name: str) -> None:
    compiled = compile_form(f"甲{{{name}}}乙", {})
    if name in ZERO_WIDTH:
        assert compiled.groups == {}
    named = compile_form(f"甲{{{name}=x}}乙", {})
    assert named.groups == ({} if name in ZERO_WIDTH else {"x": name})


@pytest.mark.parametrize(
    ("form", "required"),
    [
        ("年初预算[数]为{money}", ("年初预算",)),
        ("(年初|期初)预算{money}", ("年初", "期初")),
        ("(年初|[期初]){money}", ()),
        ("[年初]{money}", ()),
        ("基本(支出|经费)年初预算{money}", ("年初预算",)),
        ("{is}{money}", ()),
        ("年初{money}|期初预算{rate=r}", ("年初", "期初预算")),
        ("{unit}{money}", ("单位",)),
        ("{unit}(甲项目|乙项目){money}", ("甲项目", "乙项目")),
        ("(目标完成率|完成率|到位率){rate}", ("完成率", "到位率")),
    ],
)
def test_required_words_stand_in_every_hit(form: str, required: tuple[str, ...]) -> None:
    assert compile_form(form, WORDS).required == required


# masked text


def test_a_figure_becomes_one_character_that_says_its_kind() -> None:
    masked = mask("2024年预算5万元，得9分，率98%，降2个百分点，3人，5万，7，八个，1月2日，第3期")
    kinds = ["year", "money", "score", "rate", "point", "count", "wan", "bare", "date", "aside"]
    assert [token.kind for token in masked.tokens] == kinds
    signs = [masked.text[position] for position in masked.positions]
    assert signs == [MASK[token.kind] for token in masked.tokens]
    assert "八个" in masked.text


@given(st.one_of(st.text(max_size=80), st.text(alphabet=FIGURES_AND_WORDS, max_size=80)))
@example("5万元")
@example("预算5万元、6万元")
@example("")
def test_masked_and_folded_positions_lead_to_each_other(text: str) -> None:
    masked = mask(text)
    figures = {i: token for token in masked.tokens for i in range(token.start, token.end)}
    for position in range(len(masked.text) + 1):
        assert masked.locate(masked.origin(position)) == position
    for offset in range(len(text) + 1):
        origin = masked.origin(masked.locate(offset))
        assert origin == (figures[offset].start if offset in figures else offset)
    for index, (position, token) in enumerate(zip(masked.positions, masked.tokens, strict=True)):
        assert masked.token_at(position) == index
        assert masked.origin(position + 1) == token.end
        assert list(masked.tokens_in(position, position + 1)) == [index]
    found = [p for p in range(len(masked.text)) if masked.token_at(p) is not None]
    assert found == list(masked.positions)
    assert list(masked.tokens_in(0, len(masked.text))) == list(range(len(masked.tokens)))
    assert masked.tokens == tuple(t for t in scan(text) if t.kind != "chinese")


def test_private_characters_of_the_print_are_no_figures() -> None:
    # PDF fonts without a character map print such characters
    for sign in MASK.values():
        assert captures("预算{value}", f"预算{sign}，") == []


# matching


def texts() -> Iterator[tuple[str, str]]:
    for path in sorted(SAMPLES.glob("*.txt")):
        yield path.name, reflow(read(path)).folded
    seed = SEED / "report.txt"
    if seed.is_file():
        yield "seed", reflow(read(seed)).folded
    library = load()
    for _, entry in library.entries.values():
        for each in entry.examples:
            yield each.text, text_of(each.text).folded


def test_the_prefilter_changes_no_hit() -> None:
    patterns = load().patterns
    total = 0
    for name, folded in texts():
        masked = mask(folded)
        hits = list(run(patterns, masked))
        assert hits == list(run(patterns, masked, prefilter=False)), name
        total += len(hits)
    assert total > 500


@pytest.mark.skipif(not (SEED / "report.txt").is_file(), reason="the real report is not here")
def test_the_prefilter_changes_no_hit_within_a_span() -> None:
    masked = mask(reflow(read(SEED / "report.txt")).folded)
    patterns = load().patterns
    for start in range(0, len(masked.text), 500):
        end = start + 300
        hits = list(run(patterns, masked, start, end))
        assert hits == list(run(patterns, masked, start, end, prefilter=False))
        assert all(start <= hit.start <= hit.end <= end for hit in hits)


def test_whole_keeps_all_words_of_the_hit() -> None:
    masked = mask(fold("，预算规模合理，5%"))
    (hit,) = run((pattern(compile_form("{start}预算…合理", {}), whole=True),), masked)
    assert hit.spans["value"] == (hit.start, hit.end) == (1, 7)


def test_an_expression_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.library.match.TIMEOUT_SECONDS", 0.05)
    endless = Compiled("(?P<value>(?:甲|甲甲|甲甲甲)+)乙", {"value": "words"})
    with pytest.raises(TimeoutError):
        list(run((pattern(endless),), mask("甲" * 200)))
