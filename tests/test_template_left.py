"""What a template left behind: names not filled in, tables promised and absent."""

from __future__ import annotations

import pytest

from extractor.pipeline import try_text

ACCOUNT = """青桐县水利局2023年度部门决算
第一部分青桐县水利局概况
第二部分青桐县水利局2023年度部门决算表
2023年度支出合计100.00万元。
"""


def messages(text: str) -> list[str]:
    """The errors and warnings of a text."""
    return [d.message for d in try_text(text).discrepancies if d.severity != "info"]


@pytest.mark.parametrize("blank", ["XX", "××", "xx", "ＸＸ", "**"])
def test_a_name_left_blank_in_a_heading_is_found(blank: str) -> None:
    text = ACCOUNT.replace("第二部分青桐县水利局", f"第二部分青桐县{blank}局")
    assert any("青桐县水利局" in m and "没有填上" in m for m in messages(text))


def test_names_filled_in_or_all_hidden_are_no_slip() -> None:
    assert messages(ACCOUNT) == []
    assert messages(ACCOUNT.replace("水利局", "XX局")) == []


CONTENTS = """目录
一、收入支出决算总表
二、收入决算表
三、支出决算表
四、财政拨款支出决算表
第一部分青桐县水利局概况
收入支出决算总表
收入决算表
支出决算表
财政拨款支出决算表
2023年度支出合计100.00万元。
"""


def test_a_promised_table_that_is_absent_is_found() -> None:
    head, _, body = CONTENTS.partition("第一部分")
    without = body.replace("\n支出决算表", "")
    assert any("目录列有“支出决算表”" in m for m in messages(f"{head}第一部分{without}"))


def test_tables_that_are_there_or_by_another_name_or_last_are_no_gap() -> None:
    head, _, body = CONTENTS.partition("第一部分")
    for old, new in (("", ""), ("\n支出决算表", "\n全年支出总表"), ("\n财政拨款支出决算表", "")):
        assert messages(f"{head}第一部分{body.replace(old, new) if old else body}") == []
