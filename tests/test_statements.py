"""Published tables of the accounts: blank ones, and what the text says beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.model import Problem
from extractor.pipeline import Settings, results_of
from tests.form_tools import document, results
from tests.table_pdf import Sheet, read_sheets

STORY = (
    "青禾县水务局2023年度部门决算\n"
    "青禾县水务局2023年度部门决算情况说明如下，本部门严格执行预算管理的各项规定，按时公开决算。"
    "全年厉行节约，压减一般性支出，把有限的资金用在水利设施的维修养护、农村饮水安全和防汛抗旱等工作上，"
    "各项工作按计划完成，群众反映良好，没有发生安全责任事故，也没有发生违反财经纪律的情况，"
    "内部控制制度逐步健全，会计核算比较规范，资产管理责任到人，账实相符。"
)
FILLED = """
项目 | 决算数 | 项目 | 决算数
一、财政拨款收入 | 812.40 | 一、农林水支出 | 812.40
总计 | 812.40 | 总计 | 812.40
"""
TITLE = "财政拨款“三公”经费支出决算表"
BLANK = """
合计 | 合计 | 公务接待费 | 公务接待费
预算数 | 决算数 | 预算数 | 决算数
 |  |  |
"""
SPENT = "“三公”经费财政拨款支出年初预算为3.20万元，支出决算为2.75万元。"


def messages(*pieces: str) -> list[str]:
    """The errors and warnings of a typed document of several pieces."""
    return [
        d.message for result in results(*pieces) for d in result.discrepancies if d.severity != "info"
    ]


def of_account(*pieces: str) -> list[str]:
    """The errors and warnings of an account whose first table is filled in."""
    return messages(*STORY.split("\n"), "收入支出决算总表", "单位：万元", FILLED, *pieces)


def test_a_blank_table_without_a_note_is_found() -> None:
    (found,) = of_account(TITLE, "单位：万元", BLANK)
    assert found == f"《{TITLE}》只有表头，没有填数，也没有写明本表无数据"


def test_amounts_of_its_matter_are_named_with_it() -> None:
    (found,) = of_account(TITLE, "单位：万元", BLANK, "三、“三公”经费情况说明", SPENT)
    assert "年初预算正文为3.20万元" in found
    assert "支出决算正文为2.75万元" in found
    assert "没有写明本表无数据" in found


@pytest.mark.parametrize("whose", ["全县", "2023年全市", "县本级", "我区"])
def test_money_of_the_whole_county_is_not_that_of_the_unit(whose: str) -> None:
    note = "注：本单位无“三公”经费支出，故本表无数据。"
    assert of_account(TITLE, note, BLANK, "三、财政运行情况", whose + SPENT) == []


def test_a_title_may_say_what_kind_of_amounts_the_columns_hold() -> None:
    rows = "合计 | 因公出国（境）费 | 公务接待费 | 公务用车\n |  |  | "
    (found,) = of_account(TITLE, rows, "三、“三公”经费情况说明", SPENT)
    assert "支出决算正文为2.75万元" in found
    assert "3.20万元" not in found


def test_a_note_does_not_explain_an_amount_that_the_text_prints() -> None:
    (found,) = of_account(TITLE, "注：本单位无“三公”经费支出，故本表无数据。", BLANK, "三、“三公”经费情况说明", SPENT)
    assert f"《{TITLE}》却是空白" in found
    assert "没有写明" not in found


@pytest.mark.parametrize(
    "note",
    [
        "注：本单位2023年度没有“三公”经费支出，故本表无数据。",
        "本表无数据。",
        "备注：此表为空表",
        "说明：我单位无此项支出",
        "本年度未安排“三公”经费预算，也没有支出。",
    ],
)
@pytest.mark.parametrize("below", [False, True])
def test_a_note_beside_the_table_explains_it(note: str, below: bool) -> None:
    assert of_account(TITLE, *([BLANK, note] if below else [note, BLANK])) == []


@pytest.mark.parametrize(
    "words",
    [
        "注：我单位为新成立单位，由主管部门代编预算。",
        "“三公”经费由机关服务中心统一核算，不在本部门列支，特此说明。",
        "涉密信息，不予公开",
        "详见附件2",
    ],
)
def test_other_words_beside_the_table_may_explain_it(words: str) -> None:
    assert of_account(TITLE, words, BLANK) == []
    assert of_account(TITLE, BLANK, words) == []


def test_the_usual_caption_explains_nothing() -> None:
    assert len(of_account(TITLE, BLANK, "注：本表反映部门本年度“三公”经费支出预决算情况。")) == 1
    assert len(of_account("公开07表", TITLE, "部门：青禾县水务局", "2023年度", BLANK)) == 1


def test_a_document_that_was_not_read_to_its_end_is_not_judged() -> None:
    typed = document(*STORY.split("\n"), "收入支出决算总表", FILLED, TITLE, BLANK)
    limit = Problem("page_limit", "form.docx", "页数过多。", "")
    found = results_of(replace(typed, problems=(limit,)), Settings())
    assert [d.message for r in found for d in r.discrepancies if d.severity != "info"] == []


def test_words_of_the_text_explain_it_too() -> None:
    told = "本部门2023年度没有安排“三公”经费支出。"
    assert of_account(TITLE, BLANK, "三、“三公”经费情况说明", told) == []


def test_a_note_in_the_row_below_explains_it() -> None:
    assert of_account(TITLE, BLANK + "注：本表无数据 |  |  | ") == []


@pytest.mark.parametrize("answer", ["0", "0.00", "-", "—", "/", "无", "3.20"])
def test_an_answer_is_no_blank(answer: str) -> None:
    assert of_account(TITLE, BLANK.rstrip().rpartition("\n")[0] + f"\n{answer} | {answer} |  | ") == []


def test_a_template_of_blank_tables_is_no_account() -> None:
    funds = "科目编码 | 科目名称 | 决算数\n |  | \n合计 |  | "
    assert messages(*STORY.split("\n"), TITLE, BLANK, "政府性基金预算财政拨款支出决算表", funds) == []


@pytest.mark.parametrize("marked", ["财政拨款“三公”经费支出决算表（样表）", "（空白表）", "附件：表格格式"])
def test_a_specimen_is_meant_to_be_blank(marked: str) -> None:
    title = [marked] if "三公" in marked else [TITLE, marked]
    assert of_account(*title, BLANK) == []


def test_rows_in_a_table_of_their_own_may_be_its_rows() -> None:
    assert of_account(TITLE, BLANK, "3.20 | 2.75 | 3.20 | 2.75") == []


def test_rows_printed_as_lines_may_be_its_rows() -> None:
    assert of_account(TITLE, BLANK, "3.20 2.75 3.20 2.75") == []
    assert of_account(TITLE, "3.20", BLANK) == []


def test_a_title_printed_again_goes_on_with_the_table() -> None:
    rest = BLANK.rstrip().rpartition("\n")[0] + "\n3.20 | 2.75 | 3.20 | 2.75"
    assert of_account(TITLE, BLANK, TITLE + "（续）", rest) == []
    assert of_account(TITLE, BLANK, "政府性基金预算支出决算表", FILLED, TITLE, rest) == []


def test_named_rows_whose_amounts_may_not_have_been_read_are_left_to_people() -> None:
    rows = "项目 | 预算数 | 决算数\n1.因公出国（境）费 |  | \n2.公务接待费 |  | "
    assert of_account(TITLE, rows) == []
    assert of_account(TITLE, "项目 | 行次\n公务接待费 | 1\n | ") == []


def test_a_header_alone_is_no_blank_table() -> None:
    assert of_account(TITLE, BLANK.rstrip().rpartition("\n")[0]) == []


def test_optional_rows_of_a_form_are_no_blank_table() -> None:
    form = """
    项目名称 | 渠道维修 |  |
    “三公”经费 | 预算数 | 决算数 | 执行率
     |  |  |
    """
    assert of_account("部门整体支出绩效自评表", form) == []


def test_a_list_of_contents_is_no_table() -> None:
    listed = ["目录", "一、收入支出决算总表", f"二、{TITLE}", "第二部分情况说明"]
    assert messages(*listed, *STORY.split("\n"), "收入支出决算总表", FILLED) == []


# --- on paper -----------------------------------------------------------------------------

XS = [60.0, 180.0, 300.0, 420.0, 540.0]


def sheet(title: str, rows: list[list[str]], *, ruled: bool = True, top: float = 100) -> Sheet:
    """A page with a titled table."""
    page = Sheet()
    page.text(180, top - 20, title, 12)
    ys = [top + 22.0 * n for n in range(len(rows) + 1)]
    if ruled:
        page.grid(XS, ys)
    page.fill_grid(XS, ys, rows)
    return page


def printed(*pages: Sheet) -> list[str]:
    """The errors and warnings of a printed account."""
    found = results_of(read_sheets(*pages), Settings())
    return [d.message for result in found for d in result.discrepancies if d.severity != "info"]


FIRST = sheet("收入支出决算总表", [
    ["项目", "决算数", "项目", "决算数"], ["一、财政拨款收入", "812.40", "一、农林水支出", "812.40"],
    ["总计", "812.40", "总计", "812.40"],
])  # fmt: skip
HEAD = ["合计预算数", "合计决算数", "接待费预算数", "接待费决算数"]
NOTHING = ["", "", "", ""]
ROW = ["3.20", "2.75", "3.20", "2.75"]


def test_a_blank_table_on_paper_is_found_at_its_title() -> None:
    results = results_of(read_sheets(FIRST, sheet(TITLE, [HEAD, NOTHING])), Settings())
    (found,) = [d for r in results for d in r.discrepancies if "complete.sections" in d.checks]
    facts = {f.id: f for r in results if r.report for f in r.report.facts}
    place = facts[found.facts[0]].places[0]
    assert (place.page, place.ref) == (2, "第2页")
    assert place.box is not None
    assert place.box[1] > 60
    assert place.box[3] < 90


def test_rows_on_the_next_page_are_rows_of_the_table() -> None:
    for ruled in (True, False):
        low = sheet(TITLE, [HEAD], top=740)
        assert printed(FIRST, low, sheet("", [ROW, ROW], ruled=ruled, top=60)) == []
        assert printed(FIRST, low, sheet("", [HEAD, ROW, ROW], ruled=ruled, top=60)) == []
        blank = sheet(TITLE, [HEAD, NOTHING], top=740)
        assert printed(FIRST, blank, sheet("", [ROW, ROW], ruled=ruled, top=60)) == []


def test_a_title_at_the_page_end_belongs_to_the_table_behind_it() -> None:
    page = Sheet()
    page.text(180, 760, TITLE, 12)
    assert printed(FIRST, page, sheet("", [HEAD, ROW])) == []
    assert len(printed(FIRST, page, sheet("", [HEAD, NOTHING]))) == 1


def test_a_table_without_rules_is_not_judged() -> None:
    assert printed(FIRST, sheet(TITLE, [HEAD, NOTHING], ruled=False)) == []
    assert printed(FIRST, sheet(TITLE, [HEAD, ROW, ROW], ruled=False)) == []


def test_amounts_beside_the_grid_are_amounts() -> None:
    page = sheet(TITLE, [HEAD, NOTHING])
    page.text(62, 170, "3.20 2.75 3.20 2.75")
    assert printed(FIRST, page) == []


# --- what a table calls its total ---------------------------------------------------------

WHOLE = (
    "2023年全年预算数为900.00万元，其中：基本支出600.00万元，项目支出300.00万元。"
    "全年执行数为812.40万元，其中：基本支出550.00万元，项目支出262.40万元。"
)
BY_KIND = """
项目 | 预算数 | 决算数
合计 | 3.20 | 2.75
1.因公出国（境）费 |  |
2.公务接待费 | 1.20 | 1.00
3.公务用车购置及运行维护费 | 2.00 | 1.75
"""
SIDES = """
项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款
一、一般公共预算财政拨款 | 812.40 | 一、农林水支出 | 772.40 | 772.40
本年收入合计 | 812.40 | 本年支出合计 | 772.40 | 772.40
年初财政拨款结转和结余 | 10.20 | 年末财政拨款结转和结余 | 50.20 | 50.20
总计 | 822.60 | 总计 | 822.60 | 822.60
"""


def test_the_total_of_a_table_is_the_total_of_its_matter() -> None:
    assert of_account(TITLE, BY_KIND, "三、情况说明", WHOLE, SPENT) == []
    funds = BY_KIND.replace("合计 | 3.20 | 2.75", "合计 | 320.00 | 275.00")
    assert of_account("政府性基金预算支出决算表", funds, "三、情况说明", WHOLE) == []
    (found,) = of_account(TITLE, BY_KIND, "三、情况说明", WHOLE, SPENT.replace("2.75", "2.57"))
    assert "正文为2.57万元，附表为2.75万元" in found


def test_money_of_the_budget_is_not_all_money() -> None:
    told = [
        "三、支出决算情况说明", "本年支出合计802.40万元，其中：基本支出500.00万元；项目支出302.40万元。",
        "五、一般公共预算财政拨款支出决算情况说明", "一般公共预算财政拨款支出772.40万元，占本年支出合计的96.26%。",
    ]  # fmt: skip
    whole = """
    项目 | 决算数 | 项目 | 决算数
    一、财政拨款收入 | 812.40 | 一、农林水支出 | 802.40
    本年收入合计 | 812.40 | 本年支出合计 | 802.40
    年初结转和结余 | 40.00 | 年末结转和结余 | 50.00
    总计 | 852.40 | 总计 | 852.40
    """
    assert messages(
        *STORY.split("\n"), "收入支出决算总表", "单位：万元", whole, "财政拨款收入支出决算总表", SIDES, *told
    ) == []  # fmt: skip
