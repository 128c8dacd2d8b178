"""Headlines of findings that several checks make together."""

from __future__ import annotations

from extractor.checks.themes import themes
from tests.form_tools import results
from tests.test_forms import TITLE, project

FUNDS = "年度资金总额 | 50.00 | 48.00 | 48.00 | 10 | 100% | 10"


def test_a_headline_says_only_what_was_found() -> None:
    (result,) = results(TITLE, project(FUNDS, """
    产出指标 | 数量指标 | 养护村道 | 20公里 | 21公里 | 50 | 50 |
    效益指标 | 社会效益指标 | 受益人口 | ≥3000人 | 3100人 | 30 | 30 |
    满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 95% | 10 | 10 |"""))  # fmt: skip
    (found,) = [d for d in result.discrepancies if "ind.comparator_missing" in d.checks]
    assert "ind.reason_boilerplate" not in found.checks
    assert found.title == "指标要素和评价依据不足"


def test_the_leading_check_brings_its_words_into_the_headline() -> None:
    for theme in themes():
        assert theme.headline(theme.checks) == theme.title
        if theme.otherwise:
            assert theme.headline(theme.checks[1:]) == theme.otherwise
