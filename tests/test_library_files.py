"""Rule files: their own tests, what is wrong with a broken one, and a user's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import ExitCode, PatternError
from extractor.find import selftest
from extractor.find.finders import draft_of, find
from extractor.library import Library, load
from extractor.library.load import NOT_PATTERNS, pattern_files
from extractor.pipeline import Settings, try_text
from extractor.resources import built_in, load_yaml, patterns_dir

GOOD = """\
my.water:
  title: 供水量
  fact: my.water
  forms:
    - "年供水量{is}{value}"
  examples:
    - {text: 年供水量为5万元, value: 5}
"""


def folder(path: Path, **files: str) -> Path:
    for name, text in files.items():
        (path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return path


def failures_in(path: Path) -> list[selftest.Failure]:
    """The failing tests of a user folder alone."""
    return [f for f in selftest.run((path,)) if f.file.startswith(str(path))]


def values(library: Library, words: str) -> dict[str, str]:
    return {fact.path: fact.quote for fact in find(selftest.text_of(words), library).facts}


# the built-in rules


def test_all_rule_files_pass_their_own_tests() -> None:
    assert selftest.run() == []
    assert selftest.count() > 500


def test_every_rule_file_is_loaded_and_every_scalar_is_a_string() -> None:
    library = load()
    files = {path.name for path, _ in library.entries.values()}
    assert files == {path.name for path in pattern_files(patterns_dir())}
    for name in NOT_PATTERNS:
        pending: list[object] = [built_in(name)]
        while pending:
            node = pending.pop()
            assert isinstance(node, dict | list | str), name
            if not isinstance(node, str):
                pending += [*node, *node.values()] if isinstance(node, dict) else node


@pytest.mark.parametrize(
    ("clause", "measure", "subject"),
    [
        ("年初预算数为", "initial", None),
        ("基本支出年初预算数为", "initial", "basic"),
        ("项目支出全年执行数", "executed", "project"),
        ("其中人员经费", None, "personnel"),
        ("净调减", "adjustment", None),
        ("收入总计", "revenue", "total"),
        ("项目支出因上级补助下达调增", "adjustment_increase", "project"),
    ],
)
def test_a_label_is_read_as_measure_and_subject(
    clause: str, measure: str | None, subject: str | None
) -> None:
    label = load().labels.read(clause)
    assert (label.measure, label.subject, label.foreign) == (measure, subject, "")
    assert label.negative is (clause == "净调减")


def test_an_unknown_word_before_a_label_is_foreign_and_a_unit_is_not() -> None:
    labels = load().labels
    assert labels.read("体育馆建设年初预算").foreign == "体育馆建设"
    label = labels.read("安宁镇人民政府年初预算数为")
    assert (label.measure, label.foreign, label.about_self) == ("initial", "", True)


# a folder of the user


def test_a_user_folder_adds_patterns_words_and_vocabulary(tmp_path: Path) -> None:
    folder(
        tmp_path,
        water=GOOD,
        words="is: [竟达]\nmine: [甲, 乙]\n",
        vocabulary="measures:\n  initial: {title: 年初预算, words: [岁首核定数]}\n",
    )
    library = load((tmp_path,))
    assert [p.id for p in library.patterns] == [*(p.id for p in load().patterns), "my.water"]
    assert library.patterns[-1].file == "water"
    assert library.words["is"][-1] == "竟达"
    assert "为" in library.words["is"]
    assert library.words["mine"] == ("甲", "乙")
    assert library.labels.read("基本支出岁首核定数为").measure == "initial"
    assert library.labels.read("基本支出年初预算数为").measure == "initial"
    found = values(library, "年供水量竟达5万元。\n我单位岁首核定数为12.50万元。")
    assert found["my.water"] == "5万元"
    assert found["budget.initial.total"] == "12.50万元"
    assert failures_in(tmp_path) == []
    assert selftest.count((tmp_path,)) > selftest.count()
    assert "my.water" not in load().entries


def test_a_user_folder_adds_rates_with_both_ends(tmp_path: Path) -> None:
    folder(tmp_path, ratios="rates:\n  - {rates: [点亮], needs_base: true, part: [亮灯], base: [在册]}\n")
    words = "二、主要成效\n在册路灯1250盏，夜间亮灯1175盏，点亮率98.00%。"

    def rate(dirs: tuple[Path, ...]) -> list[str]:
        (result,) = [try_text(words, Settings(patterns=dirs))]
        return [c.arithmetic for c in result.checks if c.slug == "rate.share" and c.status == "fails"]

    assert rate((tmp_path,)) == ["1175÷1250=94.0000%，印98.00%"]
    assert rate(()) == []
    assert load((tmp_path,)).ratios.rates["到会"] == load().ratios.rates["到会"]


def test_a_file_that_would_do_nothing_in_a_user_folder_is_refused(tmp_path: Path) -> None:
    folder(tmp_path, units="money: [两]\n")
    with pytest.raises(PatternError, match=r"不起作用.*ratios\.yaml.*vocabulary\.yaml") as raised:
        load((tmp_path,))
    assert "units.yaml" in str(raised.value)


def test_a_user_file_of_a_built_in_name_joins_it(tmp_path: Path) -> None:
    folder(tmp_path, staffing=GOOD)
    library = load((tmp_path,))
    assert len(library.file("staffing")) == len(load().file("staffing")) + 1
    assert library.scope("any", "cover", "indicator", "project") == library.patterns


def test_an_empty_file_and_an_empty_folder_add_nothing(tmp_path: Path) -> None:
    assert load((tmp_path,)).patterns == load().patterns
    (tmp_path / "more").mkdir()
    folder(tmp_path / "more", mine="", other="# nothing yet\n")
    assert load((tmp_path / "more",)).patterns == load().patterns


# broken files: one line that says where and what


HEAD = "甲:\n  title: 甲\n  fact: a.b\n"


def entry(body: str, forms: str = '    - "甲数{money}"\n') -> str:
    """A small file: `forms` begins on its line 5, `body` follows the one example of line 7."""
    example = "    - {text: 甲数5万元, value: 5}\n"
    return f"{HEAD}  forms:\n{forms}  examples:\n{example}{body}"


BROKEN: list[tuple[str, str, str, int, str]] = [
    # what, file, content, line, message
    ("bad YAML", "mine", "甲:\n  title: [甲\n", 3, "YAML 格式不对"),
    ("a tab as indent", "mine", "甲:\n\ttitle: 甲\n", 2, "YAML 格式不对"),
    ("unknown key", "mine", entry("  exmaple: 甲数5万元\n"), 8, "“甲.exmaple”不是可用的名称"),
    ("no examples", "mine", HEAD + "  forms: [甲]\n", 2, "缺少这一项"),
    (
        "empty examples", "mine",
        HEAD + "  forms: [甲]\n  examples: []\n", 5, "至少要写一条",
    ),
    ("no forms", "mine", entry("", forms="    []\n"), 5, "至少要写一条"),
    ("forms as text", "mine", entry("", forms="    甲数{money}\n"), 5, "要写成列表"),
    ("an example as text", "mine", entry("    - 甲数6万元\n"), 8, "要写成“名称: 内容”"),
    ("unbalanced form", "mine", entry("", '    - "甲[数{money}"\n'), 5, "缺少“]”"),
    ("unknown placeholder", "mine", entry("", forms='    - "甲{monney}"\n'), 5, "“{monney}”不认识"),
    ("doubled capture", "mine", entry("", forms='    - "{money}甲{money}"\n'), 5, "用了两次"),
    ("form without capture", "mine", entry("", forms='    - "甲数"\n'), 5, "没有给出 value"),
    ("unknown scope", "mine", entry("  scope: here\n"), 8, "不是允许的取值"),
    ("unknown type", "mine", entry("  type: 金额\n"), 8, "不是允许的取值"),
    ("fact and facts", "mine", entry("  facts: {value: c.d}\n"), 2, "fact 和 facts 要写且只写一个"),
    ("an entry as text", "mine", "甲: 一句话\n", 1, "要写成“名称: 内容”"),
    ("a list of entries", "mine", "- 甲\n- 乙\n", 1, "最外层要写成"),
    ("text alone", "mine", "甲\n", 1, "最外层要写成"),
    ("built-in name", "mine", GOOD.replace("my.water", "unit.name"), 2, "已经在 report.yaml"),
    ("name used twice", "mine", GOOD + GOOD, 8, "“my.water”"),
    ("vocabulary: no title", "vocabulary", "measures:\n  mine: {words: [甲]}\n", 2, "缺少这一项"),
    ("vocabulary: no such list", "vocabulary", "x: {}\n", 1, "不是可用的名称"),
    ("vocabulary: list", "vocabulary", "- 甲\n", 1, "最外层要写成"),
    ("words: list", "words", "- 甲\n", 1, "最外层要写成"),
    ("words: text for a list", "words", "mine: 优秀\n", 1, "要写成列表"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "content", "line", "message"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN]
)
def test_a_broken_file_is_named_with_its_line(
    tmp_path: Path, file: str, content: str, line: int, message: str
) -> None:
    folder(tmp_path, **{file: content})
    path = tmp_path / f"{file}.yaml"
    with pytest.raises(PatternError) as error:
        load((tmp_path,))
    assert message in str(error.value)
    assert (error.value.file, error.value.line) == (str(path), line)
    assert str(error.value).startswith(f"{path} 第{line}行：")
    assert error.value.exit_code is ExitCode.WRONG_USE


@pytest.mark.parametrize(
    ("body", "line"),
    [("  whole: maybe\n", 8), ("  facts: {value: c.d}\n", 2), ("  scope: [any]\n", 8)],
)
def test_no_english_reaches_the_user(tmp_path: Path, body: str, line: int) -> None:
    folder(tmp_path, mine=entry(body))
    with pytest.raises(PatternError) as error:
        load((tmp_path,))
    message = str(error.value).partition("：")[2]
    assert error.value.line == line
    for word in ("error", "Input", "should", "valid"):
        assert word not in message


@pytest.mark.parametrize(
    ("encoding", "told", "line"), [("gb18030", "GBK", 2), ("utf-16", "UTF-16", None)]
)
@pytest.mark.parametrize("name", ["mine", "words", "vocabulary", "tables"])
def test_a_file_in_another_encoding_is_named_in_chinese(
    tmp_path: Path, name: str, encoding: str, told: str, line: int | None
) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_bytes("# mine\nname: 供水量\n".encode(encoding))
    with pytest.raises(PatternError, match=f"像是 {told}.*另存为 UTF-8") as error:
        load((tmp_path,))
    assert (error.value.file, error.value.line) == (str(path), line)
    for word in ("codec", "decode", "byte", "position"):
        assert word not in str(error.value).removeprefix(str(path))


def test_a_folder_in_place_of_a_rule_file_is_named_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").mkdir()
    with pytest.raises(PatternError, match="检查路径和读取权限") as error:
        load((tmp_path,))
    assert "Is a directory" not in str(error.value)


@pytest.mark.parametrize(
    ("kind", "role", "known"),
    [
        ("amount_columns", "adujsted", "initial adjusted executed"),
        ("indicator_columns", "Target", "initial_target target"),
        ("goal_columns", "score", "（可用：expected actual）"),
    ],
)
def test_an_unknown_role_of_a_column_is_named_with_the_known_ones(
    tmp_path: Path, kind: str, role: str, known: str
) -> None:
    folder(tmp_path, tables=f"# mine\n{kind}:\n  {role}: [核定数]\n")
    with pytest.raises(PatternError, match=f"{kind}.{role}”不是可用的名称") as error:
        load((tmp_path,))
    assert known in str(error.value)
    assert (error.value.file, error.value.line) == (str(tmp_path / "tables.yaml"), 3)


def test_words_for_a_known_role_are_added(tmp_path: Path) -> None:
    folder(tmp_path, tables="amount_columns:\n  adjusted: [核定后数]\n")
    assert load((tmp_path,)).headers.role("amount", "核定后数") == ("adjusted", 4)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD, encoding="utf-8-sig")
    assert load((tmp_path,)).patterns[-1].id == "my.water"


@pytest.mark.parametrize("name", ["没有", "file.yaml"])
def test_a_missing_folder_is_wrong_use(tmp_path: Path, name: str) -> None:
    folder(tmp_path, file=GOOD)
    with pytest.raises(PatternError, match="规则文件夹不存在") as error:
        load((tmp_path / name,))
    assert error.value.file == str(tmp_path / name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match="读不出来") as error:
        load_yaml(tmp_path / "no.yaml")
    assert error.value.file == str(tmp_path / "no.yaml")


# failing tests of a rule file

FAILING = """\
甲:
  title: 甲
  fact: a.b
  forms:
    - "甲数{money}"
    - "乙数{money}"
  examples:
    - {text: 甲数5万元, value: 5}
    - {text: 甲数5万元, value: 6}
    - {text: 丙数5万元, value: 5}
  never:
    - 丙数7万元
    - 甲数7万元
  misses:
    - {text: 丙数8万元, value: 8}
    - {text: 甲数8万元, value: 8}
"""


def test_each_failing_test_of_a_rule_file_is_reported_with_its_line(tmp_path: Path) -> None:
    folder(tmp_path, mine=FAILING)
    failures = failures_in(tmp_path)
    assert {f.file for f in failures} == {str(tmp_path / "mine.yaml")}
    said = {f.line: f.message for f in failures}
    assert list(said) == [9, 10, 13, 16, 6]
    assert "“乙数{money}”没有例子用到" in said[6]
    assert "应得{'value': '6'}" in said[9]
    assert "实得{'value': '5'}" in said[9]
    assert "实得无" in said[10]
    assert "不该认出“甲数7万元”" in said[13]
    assert "已知缺口“甲数8万元”已能认出" in said[16]
    assert all(message.startswith("“甲”") for message in said.values())


def test_a_form_hidden_by_a_longer_one_is_not_dead(tmp_path: Path) -> None:
    hidden = entry("", forms='    - "甲数{money}"\n    - "数{money}"\n')
    folder(tmp_path, mine=hidden)
    assert failures_in(tmp_path) == []


def test_failing_tests_of_a_user_vocabulary_are_reported_at_their_file(tmp_path: Path) -> None:
    folder(
        tmp_path,
        vocabulary="measures:\n"
        "  mine: {title: 岁首数, words: [岁首数, 年初预算数]}\n"  # takes a word of 年初预算
        "examples:\n"
        "  - {text: 我单位岁首数为5万元, gives: {budget.mine.total: 6}}\n"
        "never:\n"
        "  - 我单位岁首数为7万元\n",
    )
    path = str(tmp_path / "vocabulary.yaml")
    failures = [f for f in selftest.run((tmp_path,)) if "岁首数为" in f.message]
    assert [(f.file, f.line) for f in failures] == [(path, 4), (path, 6)]


def test_a_word_that_another_list_takes_is_reported(tmp_path: Path) -> None:
    folder(tmp_path, vocabulary="measures:\n  mine: {title: 岁首数, words: [年初预算数]}\n")
    failures = selftest.run((tmp_path,))
    assert any("词“年初预算数”读不成“年初预算”，被别的词抢先" in f.message for f in failures)


def test_typed_words_are_read_one_paragraph_a_line() -> None:
    text = selftest.text_of("预算5万元\n\n执行4万元")
    assert [text.printed[p.start : p.end] for p in text.paragraphs] == ["预算5万元", "执行4万元"]
    assert [t.kind for t in draft_of(text, load()).masked.tokens] == ["money", "money"]
