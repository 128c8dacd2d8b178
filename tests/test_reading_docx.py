"""Word documents: paragraphs, tables, text boxes and tracked changes in document order."""

from __future__ import annotations

import io

import docx as word
import pytest
from docx.document import Document as WordDocument

from tests.office_tools import (
    STRICT,
    cells,
    docx,
    para,
    part,
    read_file,
    run,
    table,
    tc,
    zipped,
)
from tests.pdf_tools import all_lines, texts


def saved(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def first(body: str) -> str:
    """The only line of a body."""
    (line,) = texts(read_file(docx(body)))
    return line


def test_paragraphs_and_tables_of_a_word_file_come_in_order() -> None:
    document = word.Document()
    document.add_heading("临溪县水务局2024年度部门整体支出绩效自评报告", 0)
    document.add_paragraph("一、部门概况")
    form = document.add_table(rows=3, cols=4)
    for row, words in enumerate(
        ["项目 年初预算数 执行数 执行率", "总额 10.50 8.40 80.00%", "合计   "]
    ):
        for column, text in enumerate(words.split(" ")):
            form.cell(row, column).text = text
    form.cell(2, 1).merge(form.cell(2, 3))
    document.add_paragraph("二、绩效情况")
    found = read_file(saved(document))
    assert found.problems == ()
    assert texts(found) == [
        "临溪县水务局2024年度部门整体支出绩效自评报告",
        "一、部门概况",
        "二、绩效情况",
    ]
    assert cells(found)[4:] == [
        (1, 0, 1, 1, "总额"), (1, 1, 1, 1, "10.50"), (1, 2, 1, 1, "8.40"), (1, 3, 1, 1, "80.00%"),
        (2, 0, 1, 1, "合计"), (2, 1, 1, 3, ""),
    ]  # fmt: skip
    (grid,) = found.tables
    assert (grid.rows, grid.columns, grid.at, grid.sheet) == (3, 4, (0, 2), None)
    assert grid.ref(grid.cells[5]) == "表1 B2"


def test_a_paragraph_is_counted_and_has_no_page() -> None:
    found = read_file(docx(para("甲") + para("") + para("  ") + para("乙")))
    assert [(x.number, x.page, x.boxes, x.spots[0].ref, x.text) for x in all_lines(found)] == [
        (1, None, None, "第1段", "甲"),
        (2, None, None, "第2段", "乙"),
    ]
    assert [page.number for page in found.pages] == [None]
    assert all(spot.page is None for line in all_lines(found) for spot in line.spots)


def test_a_line_break_gives_lines_of_one_paragraph() -> None:
    found = read_file(docx(para(f"{run('甲')}<w:r><w:br/><w:t>乙</w:t><w:cr/></w:r>") + para("丙")))
    assert [(line.number, line.text) for line in all_lines(found)] == [
        (1, "甲"), (1, "乙"), (2, "丙"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("runs", "printed"),
    [
        (run("预算") + run("数"), "预算数"),
        ("<w:r><w:t>  a  b </w:t></w:r>", "a  b"),
        ('<w:r><w:t xml:space="preserve">a </w:t><w:t>b</w:t></w:r>', "a b"),
        ("<w:r><w:t>填报人</w:t><w:tab/><w:t>电话</w:t></w:r>", "填报人 电话"),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/></w:r>", "A-1"),
        (run("预\u00ad算\u200b数"), "预算数"),
        (f"<w:hyperlink>{run('链接')}</w:hyperlink>{run('后')}", "链接后"),
        (f"<w:smartTag><w:smartTag>{run('地名')}</w:smartTag></w:smartTag>", "地名"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            f"{run('单击此处')}</w:sdtContent></w:sdt>{run('填报人：')}",
            "填报人：",
        ),
        (f"{run('1')}<w:ins>{run('2')}<w:del>{run('3')}</w:del></w:ins>", "12"),
        ("<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>" + run("新"), "新"),
        (f"<w:moveFrom>{run('移')}</w:moveFrom>{run('留')}<w:moveTo>{run('来')}</w:moveTo>", "留来"),
        (run("藏", "<w:vanish/>") + run("显", '<w:vanish w:val="0"/>'), "显"),
        (run("63.30") + run("1", '<w:vertAlign w:val="superscript"/>'), "63.30¹"),
        ("<w:r><w:t>1</w:t><w:footnoteReference w:id='2'/><w:t>2</w:t></w:r>", "12"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>jī</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>绩</w:t>"
            "</w:r></w:rubyBase></w:ruby></w:r>",
            "绩",
        ),
        (
            "<m:oMath><m:r><m:t>执行率=</m:t></m:r><m:d><m:dPr/><m:e><m:f><m:num><m:r><m:t>B</m:t>"
            "</m:r></m:num><m:den><m:r><m:t>A</m:t></m:r></m:den></m:f></m:e></m:d></m:oMath>",
            "执行率=(B/A)",
        ),
    ],
)  # fmt: skip
def test_runs_are_read_as_printed(runs: str, printed: str) -> None:
    assert first(para(runs)) == printed


@pytest.mark.parametrize(
    ("runs", "printed"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("是"), "☑是"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="0052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run("95%"), "≥95%"),
        ('<w:r><w:sym w:font="Nobody" w:char="F0B3"/></w:r>', "\ufffd"),
        ('<w:r><w:sym w:font="宋体" w:char="2265"/></w:r>', "≥"),
        ('<w:r><w:sym w:font="宋体" w:char="xyz"/></w:r>' + run("乙"), "乙"),
        (run("R", '<w:rFonts w:ascii="Wingdings 2"/>') + run("是"), "☑是"),
        (run("\uf0a8", '<w:rFonts w:ascii="Wingdings"/>') + run("否"), "□否"),
        (run("☑年度 ☐中期 √ □"), "☑年度 ☐中期 √ □"),
        (
            '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
            f"<w:sdtContent>{run('☒')}</w:sdtContent></w:sdt>",
            "☒",
        ),
    ],
)  # fmt: skip
def test_check_boxes_and_symbols_are_kept(runs: str, printed: str) -> None:
    assert first(para(runs)) == printed


def mark(kind: str, data: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{data}</w:fldChar></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def test_only_the_result_of_a_field_is_printed() -> None:
    simple = f'<w:fldSimple w:instr="DATE">{run("2024年")}</w:fldSimple>'
    assert first(para(simple)) == "2024年"
    nested = (
        mark("begin") + instruction("IF ") + mark("begin") + instruction("X") + mark("separate")
        + run("1") + mark("end") + run("=1") + mark("separate") + run("通过") + mark("end")
    )  # fmt: skip
    assert first(para(run("结论：") + nested + run("。"))) == "结论：通过。"


def test_a_field_may_span_paragraphs_and_a_broken_one_swallows_nothing() -> None:
    begin = para(mark("begin") + instruction("X") + mark("separate") + run("甲"))
    assert texts(read_file(docx(begin + para(run("乙") + mark("end")) + para("丙")))) == [
        "甲", "乙", "丙",
    ]  # fmt: skip
    broken = para(run("甲") + mark("begin") + instruction("X"))
    assert texts(read_file(docx(broken + para("乙")))) == ["甲", "乙"]
    assert texts(read_file(docx(para(mark("end") + mark("separate") + run("甲"))))) == ["甲"]


def test_old_form_fields_show_their_state() -> None:
    ticked = mark("begin", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>")
    empty = mark("begin", '<w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>')
    end = mark("end")
    assert first(para(ticked + end + run("是") + empty + end + run("否"))) == "☑是□否"
    choices = (
        '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="优"/>'
        '<w:listEntry w:val="良"/></w:ddList></w:ffData>'
    )
    assert first(para(mark("begin", choices) + end)) == "良"


def test_entries_of_the_list_of_contents_are_left_out() -> None:
    entry = (
        run("一、部门概况") + mark("begin") + instruction(" PAGEREF _Toc123 \\h ")
        + mark("separate") + run("3") + mark("end")
    )  # fmt: skip
    found = read_file(docx(para("目录") + para(entry) + para("一、部门概况")))
    assert texts(found) == ["目录", "一、部门概况"]


def test_a_deleted_paragraph_end_joins_with_the_next() -> None:
    found = read_file(docx(para("年初", "<w:rPr><w:del/></w:rPr>") + para("预算") + para("乙")))
    assert texts(found) == ["年初预算", "乙"]


BOX = "<w:txbxContent>" + para("框内") + para("二行") + "</w:txbxContent>"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    both = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>" + BOX + "</wps:txbx>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + BOX + "</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = read_file(docx(para(run("段") + both + run("落")) + para("后")))
    assert texts(found) == ["段落", "框内", "二行", "后"]
    only_fallback = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:pict>"
        "<v:textbox>" + BOX + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read_file(docx(para(only_fallback)))) == ["框内", "二行"]
    in_cell = table(tc(para(run("格") + both)) + tc("乙"))
    assert cells(read_file(docx(in_cell)))[0][4] == "格\n框内\n二行"


def test_merged_cells_are_given_once_with_their_span() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    found = read_file(
        docx(
            table(
                tc("指标", down) + tc("一级", wide),
                tc("藏", '<w:vMerge w:val="continue"/>') + tc("产出", down) + tc("数量"),
                tc("", on) + tc("", on) + tc("质量"),
                tc("合计", wide) + tc("10"),
            )
        )
    )
    assert cells(found) == [
        (0, 0, 3, 1, "指标"), (0, 1, 1, 2, "一级"), (1, 1, 2, 1, "产出"), (1, 2, 1, 1, "数量"),
        (2, 2, 1, 1, "质量"), (3, 0, 1, 2, "合计"), (3, 2, 1, 1, "10"),
    ]  # fmt: skip


def test_a_merge_without_a_beginning_or_of_another_width_is_a_cell_of_its_own() -> None:
    found = read_file(
        docx(
            table(
                tc("甲", "<w:vMerge/>") + tc("乙", '<w:vMerge w:val="restart"/>') + tc("丙"),
                tc("丁") + tc("戊", '<w:gridSpan w:val="2"/><w:vMerge/>'),
            )
        )
    )
    assert [cell[4] for cell in cells(found)] == ["甲", "乙", "丙", "丁", "戊"]


def test_the_old_kind_of_horizontal_merge_is_one_cell() -> None:
    row = tc("甲", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>") + tc("乙")
    assert cells(read_file(docx(table(row, tc("1") + tc("2") + tc("3")))))[:2] == [
        (0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙"),
    ]  # fmt: skip


def test_rows_may_begin_later_and_end_earlier() -> None:
    row = '<w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>' + tc("丁")
    assert cells(read_file(docx(table(tc("甲") + tc("乙") + tc("丙"), row))))[3] == (
        1, 1, 1, 1, "丁",
    )  # fmt: skip


def test_columns_in_which_no_cell_begins_do_not_exist() -> None:
    wide = '<w:gridSpan w:val="9"/>'
    (grid,) = read_file(docx(table(tc("甲", wide) + tc("乙", wide), tc("丙", wide)))).tables
    assert grid.columns == 2


def test_rows_and_cells_in_content_controls_are_found_and_deleted_rows_left_out() -> None:
    row = f"<w:tr>{tc('甲')}<w:sdt><w:sdtContent>{tc('乙')}</w:sdtContent></w:sdt></w:tr>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('丙')}{tc('丁')}</w:tr>"
    body = f"<w:tbl>{gone}<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"
    found = read_file(docx(f"<w:sdt><w:sdtContent>{body}{para('后')}</w:sdtContent></w:sdt>"))
    assert cells(found) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]
    assert texts(found) == ["后"]


def test_the_paragraphs_of_a_cell_are_lines_of_its_text() -> None:
    broken = para(run("乙") + "<w:r><w:br/></w:r>" + run("丙"))
    body = table(tc(para("甲") + para("") + broken) + tc("1"))
    assert cells(read_file(docx(body)))[0][4] == "甲\n乙\n丙"


def test_a_nested_table_follows_its_parent_which_keeps_the_other_text() -> None:
    inner = table(tc("内1") + tc("内2"))
    body = table(tc(para("前") + inner + para("后")) + tc("乙")) + table(tc("丙") + tc("丁"))
    found = read_file(docx(body))
    assert [cell[4] for cell in cells(found, 1)] == ["前\n后", "乙"]
    assert [cell[4] for cell in cells(found, 2)] == ["内1", "内2"]
    assert [cell[4] for cell in cells(found, 3)] == ["丙", "丁"]


def test_a_frame_of_one_column_is_read_as_paragraphs() -> None:
    inner = table(tc("子1") + tc("子2"))
    found = read_file(docx(para("前") + table(tc("框"), tc(para("里") + inner)) + para("后")))
    assert texts(found) == ["前", "框", "里", "后"]
    assert [cell[4] for cell in cells(found)] == ["子1", "子2"]
    assert found.tables[0].at == (0, 3)
    in_cell = table(tc(para("甲") + table(tc("乙"))) + tc("丙"))
    assert [cell[4] for cell in cells(read_file(docx(in_cell)))] == ["甲\n乙", "丙"]


def test_a_blank_form_is_still_a_table() -> None:
    assert cells(read_file(docx(table(tc() + tc(), tc() + tc()))))[3] == (1, 1, 1, 1, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_strict_files_are_read_like_the_others(encoding: str) -> None:
    form = table(tc("乙", '<w:gridSpan w:val="2"/>'), tc("1") + tc("2"))
    xml = part("document", f"<w:body>{para('甲')}{form}</w:body>", STRICT).replace(
        "UTF-8", encoding
    )
    found = read_file(zipped({"word/document.xml": xml.encode(encoding)}))
    assert texts(found) == ["甲"]
    assert cells(found)[0] == (0, 0, 1, 2, "乙")


RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="{}" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/officeDocument"/></Relationships>'
)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("word/document2.xml", "word/document2.xml"),
        ("word/document2.xml", "/word/document2.xml"),
        ("word\\document.xml", "word/document.xml"),
        ("WORD/Document.xml", "../../word/document.xml"),
        ("word/document.xml", "word/gone.xml"),
    ],
)
def test_the_body_is_found_wherever_the_package_says(name: str, target: str) -> None:
    xml = part("document", f"<w:body>{para('甲')}</w:body>")
    found = read_file(zipped({"z.bin": b"1", name: xml, "_rels/.rels": RELATIONS.format(target)}))
    assert texts(found) == ["甲"]


def test_a_word_file_is_known_whatever_its_suffix() -> None:
    assert texts(read_file(docx(para("甲")), "r.doc")) == ["甲"]
