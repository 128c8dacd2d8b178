"""A whole set of published tables in the layout of the national template, and slips in it."""

from __future__ import annotations

import pytest

from extractor.pipeline import Settings, results_of
from tests.table_pdf import Sheet, read_sheets
from tests.test_statements import STORY, messages

OVERALL = """
收入 | 收入 | 收入 | 支出 | 支出 | 支出
项目 | 行次 | 金额 | 项目 | 行次 | 金额
栏次 |  | 1 | 栏次 |  | 2
一、一般公共预算财政拨款收入 | 1 | 1,812.40 | 一、一般公共服务支出 | 32 | 25.13
二、政府性基金预算财政拨款收入 | 2 |  | 二、外交支出 | 33 |
八、其他收入 | 8 | 17.68 | 十二、农林水支出 | 43 | 1,690.27
 | 9 |  | 十九、住房保障支出 | 50 | 96.30
本年收入合计 | 27 | 1,830.08 | 本年支出合计 | 58 | 1,811.70
使用非财政拨款结余（含专用结余） | 28 |  | 结余分配 | 59 |
年初结转和结余 | 29 | 42.55 | 年末结转和结余 | 60 | 60.93
总计 | 31 | 1,872.63 | 总计 | 62 | 1,872.63
"""
SPENDING = """
项目 | 项目 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出
科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出
栏次 | 栏次 | 1 | 2 | 3 | 4 | 5
合计 | 合计 | 1,811.70 | 615.28 | 1,196.42 |  |
201 | 一般公共服务支出 | 25.13 | 25.13 |  |  |
20103 | 政府办公厅（室）及相关机构事务 | 25.13 | 25.13 |  |  |
2010301 | 行政运行 | 25.13 | 25.13 |  |  |
213 | 农林水支出 | 1,690.27 | 500.15 | 1,190.12 |  |
21303 | 水利 | 1,690.27 | 500.15 | 1,190.12 |  |
2130301 | 行政运行 | 500.15 | 500.15 |  |  |
2130305 | 水利工程建设 | 1,190.12 |  | 1,190.12 |  |
221 | 住房保障支出 | 96.30 | 90.00 | 6.30 |  |
22102 | 住房改革支出 | 96.30 | 90.00 | 6.30 |  |
2210201 | 住房公积金 | 96.30 | 90.00 | 6.30 |  |
"""
FISCAL = """
收入 | 收入 | 收入 | 支出 | 支出 | 支出 | 支出 | 支出
项目 | 行次 | 金额 | 项目 | 行次 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
栏次 |  | 1 | 栏次 |  | 2 | 3 | 4
一、一般公共预算财政拨款 | 1 | 1,812.40 | 一、一般公共服务支出 | 33 | 25.13 | 25.13 |
二、政府性基金预算财政拨款 | 2 |  | 十二、农林水支出 | 44 | 1,690.27 | 1,690.27 |
三、国有资本经营预算财政拨款 | 3 |  | 十九、住房保障支出 | 51 | 96.30 | 96.30 |
本年收入合计 | 27 | 1,812.40 | 本年支出合计 | 59 | 1,811.70 | 1,811.70 |
年初财政拨款结转和结余 | 28 | 12.55 | 年末财政拨款结转和结余 | 60 | 13.25 | 13.25 |
一般公共预算财政拨款 | 29 | 12.55 |  | 61 |  |  |
政府性基金预算财政拨款 | 30 |  |  | 62 |  |  |
总计 | 32 | 1,824.95 | 总计 | 64 | 1,824.95 | 1,824.95 |
"""
BASIC = """
人员经费 | 人员经费 | 人员经费 | 公用经费 | 公用经费 | 公用经费 | 公用经费 | 公用经费 | 公用经费
科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 500.50 | 302 | 商品和服务支出 | 84.78 | 307 | 债务利息及费用支出 |
30101 | 基本工资 | 200.20 | 30201 | 办公费 | 50.15 | 30701 | 国内债务付息 |
30102 | 津贴补贴 | 300.30 | 30202 | 印刷费 | 34.63 | 310 | 资本性支出 |
303 | 对个人和家庭的补助 | 30.00 | 30203 | 咨询费 |  | 31002 | 办公设备购置 |
30302 | 退休费 | 30.00 | 30204 | 手续费 |  |  |  |
人员经费合计 | 人员经费合计 | 530.50 | 公用经费合计 | 公用经费合计 | 公用经费合计 | 公用经费合计 | 公用经费合计 | 84.78
"""
THREE_PUBLIC = """
预算数 | 预算数 | 预算数 | 预算数 | 决算数 | 决算数 | 决算数 | 决算数
合计 | 因公出国（境）费 | 公务用车运行维护费 | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车运行维护费 | 公务接待费
1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
3.20 |  | 2.00 | 1.20 | 2.75 |  | 1.75 | 1.00
"""
FUNDS = """
项目 | 项目 | 年初结转和结余 | 本年收入 | 本年支出 | 本年支出 | 本年支出 | 年末结转和结余
科目代码 | 科目名称 | 年初结转和结余 | 本年收入 | 小计 | 基本支出 | 项目支出 | 年末结转和结余
栏次 | 栏次 | 1 | 2 | 3 | 4 | 5 | 6
合计 | 合计 |  |  |  |  |  |
 |  |  |  |  |  |  |
"""
NOTE = "注：本部门本年度没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。"
SET = {
    "收入支出决算总表": OVERALL, "支出决算表": SPENDING, "财政拨款收入支出决算总表": FISCAL,
    "一般公共预算财政拨款基本支出决算明细表": BASIC, "财政拨款“三公”经费支出决算表": THREE_PUBLIC,
    "政府性基金预算财政拨款收入支出决算表": FUNDS,
}  # fmt: skip


def of_set(title: str = "", old: str = "", new: str = "", note: str = NOTE) -> list[str]:
    """The errors and warnings of the set, one of its tables changed."""
    pieces: list[str] = STORY.split("\n")
    for number, (name, rows) in enumerate(SET.items(), 1):
        assert title != name or old in rows
        pieces += [name, f"公开{number:02d}表", "部门：青禾县水务局  单位：万元"]
        pieces.append(rows.replace(old, new) if title == name else rows)
    return messages(*pieces, note)


def test_a_set_that_agrees_raises_nothing() -> None:
    assert of_set() == []


@pytest.mark.parametrize(
    ("title", "old", "new", "said"),
    [
        ("收入支出决算总表", "43 | 1,690.27", "43 | 1,960.27", "本年支出合计"),
        ("收入支出决算总表", "总计 | 31 | 1,872.63", "总计 | 31 | 1,827.63", "1872.63万元"),
        ("支出决算表", "建设 | 1,190.12 |  | 1,190.12", "建设 | 1,190.12 |  | 1,910.12", "若为1190.12万元"),
        ("支出决算表", "合计 | 合计 | 1,811.70", "合计 | 合计 | 1,881.70", "1811.70万元"),
        ("财政拨款收入支出决算总表", "总计 | 64 | 1,824.95", "总计 | 64 | 1,842.95", "1824.95万元"),
        ("一般公共预算财政拨款基本支出决算明细表", "津贴补贴 | 300.30", "津贴补贴 | 330.30", "工资福利支出"),
        ("一般公共预算财政拨款基本支出决算明细表", "530.50", "530.80", "530.50万元"),
        ("财政拨款“三公”经费支出决算表", "3.20 |  | 2.00 | 1.20 | 2.75 |  | 1.75 | 1.00",
         " |  |  |  |  |  |  | ", "没有写明本表无数据"),
    ],
)  # fmt: skip
def test_one_slip_is_one_finding(title: str, old: str, new: str, said: str) -> None:
    (found,) = of_set(title, old, new)
    assert f"《{title}》" in found
    assert said in found


def test_the_last_table_without_its_note_is_found() -> None:
    (found,) = of_set(note="六、情况说明")
    assert found == "《政府性基金预算财政拨款收入支出决算表》只有表头，没有填数，也没有写明本表无数据"


# --- on paper, over the page end ----------------------------------------------------------


def grid(page: Sheet, rows: list[list[str]], top: float, *, ruled: bool) -> None:
    """A table over the width of the page."""
    columns = len(rows[0])
    xs = [45 + 505 * n / columns for n in range(columns + 1)]
    ys = [top + 16.0 * n for n in range(len(rows) + 1)]
    if ruled:
        page.grid(xs, ys)
    page.fill_grid(xs, ys, rows, size=7)


def printed(title: str, rows: list[list[str]], cut: int, repeated: int, *, ruled: bool) -> list[str]:
    """The errors and warnings of a table that goes on over the page end, behind a filled one."""
    before, first, second = Sheet(), Sheet(), Sheet()
    before.text(200, 70, "收入决算表", 12)
    plain = [["项目", "决算数"] * 2, ["一、拨款", "812.40", "一、支出", "812.40"], ["总计", "812.40"] * 2]
    grid(before, plain, 100, ruled=True)
    first.text(200, 760 - 16 * cut, title, 12)
    grid(first, rows[:cut], 790 - 16 * cut, ruled=ruled)
    grid(second, [*rows[:repeated], *rows[cut:]], 60, ruled=ruled)
    found = results_of(read_sheets(before, first, second), Settings())
    return [d.message for result in found for d in result.discrepancies if d.severity != "info"]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("title", [title for title in SET if title != "政府性基金预算财政拨款收入支出决算表"])
def test_a_table_that_agrees_raises_nothing_wherever_the_page_ends(title: str, ruled: bool) -> None:
    rows = [[cell.strip() for cell in row.split("|")] for row in SET[title].strip().split("\n")]
    for cut in range(1, len(rows), 4):
        for repeated in (0, 2, 3):
            if repeated < cut:
                assert printed(title, rows, cut, repeated, ruled=ruled) == [], (cut, repeated)
