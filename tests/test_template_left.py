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
