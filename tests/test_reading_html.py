"""Saved web pages: encodings, lines, the report without the site around it, and limits."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model import Document
from extractor.reading import DEFAULT_LIMITS, Limits
from extractor.reading.html import decode_html
from tests.office_tools import cells, read_file
from tests.pdf_tools import all_lines, kinds, texts


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def read_page(body: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    return read_file(page(body), "r.html", limits)


def lines(body: str) -> list[str]:
    return texts(read_page(body))


REPORT = "临溪县水务局2024年度部门整体支出绩效自评报告"
BODY = f"<h1>{REPORT}</h1><p>年初预算数为2703.72万元，执行数为1786.57万元。</p>"
READ = [REPORT, "年初预算数为2703.72万元，执行数为1786.57万元。"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"), ("utf-8", "UTF8"), ("utf-8", ""), ("utf-8", "gb2312"),
        ("utf-8-sig", "gb2312"), ("gb18030", "gb2312"), ("gbk", "GBK"), ("gb18030", ""),
        ("gb18030", "utf-8"), ("gb18030", "iso-8859-1"), ("utf-16", "utf-8"), ("utf-16", ""),
    ],
)  # fmt: skip
def test_the_encoding_is_found(encoding: str, declared: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    head = f"{meta if declared else ''}<title>{REPORT}</title>"
    data = f"<html><head>{head}</head><body>{BODY}</body></html>".encode(encoding)
    document = read_file(data, "r.html")
    assert (texts(document), document.problems) == (READ, ())


def test_big5_is_read_where_it_is_declared() -> None:
    data = '<html><meta charset="big5"><p>年初預算數為2703.72萬元</p>'.encode("big5")
    assert texts(read_file(data)) == ["年初預算數為2703.72萬元"]


def test_a_short_gb_page_is_not_taken_for_utf8() -> None:
    assert decode_html('<meta charset="gb2312">联通'.encode("gbk"))[0].endswith("联通")


def test_a_lost_byte_does_not_cost_the_page() -> None:
    data = page(BODY * 20).decode().encode("gb18030")
    at = data.index("执行".encode("gb18030"))
    document = read_file(data[:at] + b"\xff" + data[at:])
    assert texts(document)[2:4] == READ
    assert kinds(document) == [("encoding", None)]
    assert kinds(read_file(b"<html><p>" + bytes(range(0x80, 0x100)) * 9)) == [("encoding", None)]


def test_lines_are_counted_and_have_no_page() -> None:
    found = read_page("<p>甲</p>\n<p> &nbsp; </p><div>乙<br>丙<br/><br>丁</div>戊")
    assert [(x.number, x.page, x.boxes, x.spots[0].ref, x.text) for x in all_lines(found)] == [
        (number, None, None, f"第{number}段", text) for number, text in enumerate("甲乙丙丁戊", 1)
    ]
    assert [page.number for page in found.pages] == [None]


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("<p>年初\n\t预算</p>", ["年初 预算"]),
        ("<p>&nbsp;&nbsp;　　年初预算&nbsp;数 </p>", ["年初预算 数"]),
        ("<p>预<b>算</b><font>数</font><o:p>为</o:p><i>1</i></p>", ["预算数为1"]),
        ("<p>&ge;95&#37; &lt;a&gt;</p>", ["≥95% <a>"]),
        ("<p>63.30<sup>1</sup>万m<sup>2</sup></p>", ["63.30¹万m²"]),
        ("<pre>甲\n  乙\n\n丙</pre>", ["甲", "乙", "丙"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol><li><p>甲</p><p>续</p></li><li><div><p>乙</div></ol>", ["1. 甲", "续", "2. 乙"]),
        ("<span style='font-family:Symbol'>³<font face=宋体>b³</font><b>³</b></span>", ["≥b³≥"]),
        ("<ol start=3 type=a><li>甲<ol><li>子</ol><li>乙</ol>", ["c. 甲", "1. 子", "d. 乙"]),
        ("<ol style='list-style: none'><li>一、甲</ol>", ["一、甲"]),
        ("<dl><dt>甲<dd>乙</dl><h2>丙</h2>丁<hr>戊<center>己</center>", list("甲乙丙丁戊己")),
        ("<p>甲<p>乙<div>丙</div>丁", list("甲乙丙丁")),
        ("<p>甲<!-- 藏 --><script>x</script><style>y</style></p><noscript>z</noscript>", ["甲"]),
        ("<p>甲<del>旧</del><ins>新</ins><ruby>绩<rt>jī</rt></ruby></p>", ["甲新绩"]),
        ("<p><![if !supportLists]>一、<![endif]>概况</p>", ["一、概况"]),
        ("<p>预\u00ad算\u200b数\ufeff</p>", ["预算数"]),
        ("<input type=checkbox checked>是 <input type=checkbox>否 ☑ □", ["☑是 □否 ☑ □"]),
        ("<p><span style='font-family:Wingdings'>þ</span>是<font face=Symbol>³</font>1", ["☑是≥1"]),
        ("甲<select><option>乙</select><button>丙</button><iframe>丁</iframe>", ["甲"]),
        ("<font><p>甲" * 300, ["甲"] * 300),
    ],
)
def test_text_is_read_as_a_browser_shows_it(body: str, printed: list[str]) -> None:
    assert lines(body) == printed


@pytest.mark.parametrize(
    "hiding",
    [
        'style="display:none"', "style='color:red; DISPLAY : none;'", "hidden", "hidden=hidden",
        'style="visibility: hidden"', "style='mso-hide:all'",
    ],
)  # fmt: skip
def test_what_the_page_hides_is_left_out(hiding: str) -> None:
    shown = read_page(f"<div {hiding}>藏<p>也藏</p></div><p {hiding}>藏</p><p>显示出来的正文</p>")
    assert (texts(shown), shown.problems) == (["显示出来的正文"], ())


def test_a_page_that_hides_more_than_it_shows_is_reported() -> None:
    document = read_page(f"<div style='display:none'>{BODY}</div><p>点击查看</p>")
    assert kinds(document) == [("hidden", None)]


SITE = """
<div class="top"><a href="/">临溪县人民政府</a><span>2025年4月2日 星期三</span></div>
<div class="menu"><ul><li><a href="/a">首页</a></li><li><a href="/b">政务公开</a></li>
<li><a href="/c">办事服务</a></li><li><a href="/d">互动交流</a></li></ul></div>
<form action="/s"><input type="text" value="请输入关键字"><input type="submit" value="搜索"></form>
<div class="where">您现在的位置：<a href="/">首页</a> &gt; <a href="/x">预决算公开</a> &gt; 正文</div>
<div class="box"><div class="left"><ul><li><a href="/1">关于公布2025年度重点项目的通知</a></li>
<li><a href="/2">2024年预算执行情况的报告</a></li><li><a href="/3">更多</a></li></ul></div>
<div class="article"><h1>{title}</h1>
<div class="info">发布时间：2025-04-02 10:12　来源：县水务局　浏览次数：<span>123</span>
【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 <a href="javascript:p()">打印</a></div>
<div id="zoom">{content}</div>
<p>分享到：<a href="/w">微信</a></p><p>【打印本页】【关闭窗口】</p>
<div>上一篇：<a href="/p">某局2024年度部门整体支出绩效自评报告</a></div>
<div>下一篇：<a href="/n">某委2024年度部门整体支出绩效自评报告</a></div></div></div>
<div class="foot"><p>主办单位：临溪县人民政府　承办单位：县府办</p><p>技术支持：县大数据中心</p>
<p>浙ICP备12345678号 网站标识码：3300000001 浙公网安备 33000002000001号</p></div>"""


def test_only_the_report_is_read_from_a_page_of_a_site() -> None:
    content = (
        "<p>一、部门概况</p><p>核定编制20名，实有18人。</p><p>附件：<a href='/f'>自评表.docx</a></p>"
        "<p>临溪县水务局</p><p>2025年4月1日</p>"
    )
    assert lines(SITE.format(title=REPORT, content=content)) == [
        REPORT, "一、部门概况", "核定编制20名，实有18人。", "附件：自评表.docx", "临溪县水务局",
        "2025年4月1日",
    ]  # fmt: skip


@pytest.mark.parametrize("wrapper", ["article", "main", "div", "section", "form", "td", "header"])
def test_the_same_holds_whatever_the_site_wraps_around_it(wrapper: str) -> None:
    site = SITE.replace("{content}", f"<{wrapper}>{{content}}</{wrapper}>")
    if wrapper == "td":
        site = site.replace("<td>", "<table><tr><td>").replace("</td>", "</td></tr></table>")
    content = BODY + "<table><tr><td>甲<td>1<tr><td>乙<td>2</table><p>（盖章）</p>"
    document = read_page(site.format(title="页标题绩效", content=content))
    assert texts(document) == ["页标题绩效", *READ, "（盖章）"]
    assert [cell[4] for cell in cells(document)] == ["甲", "1", "乙", "2"]


def test_semantic_elements_around_the_content_are_left_out() -> None:
    around = (
        "<header><h1><a href='/'>县政府</a></h1></header><nav>预算公开专栏绩效管理专栏</nav>"
        f"<article><header><h1>{REPORT}</h1></header><p>{READ[1]}</p><footer>本文由县局发布</footer>"
        "</article><aside>2023年绩效自评报告相关阅读</aside><footer>县政府2024年绩效专栏</footer>"
    )
    assert lines(around) == READ


def test_a_page_that_misuses_such_an_element_keeps_its_report() -> None:
    assert lines(f"<aside>{BODY}</aside>") == READ
    assert lines(f"<form id='aspnet'><div>{BODY}</div></form>") == READ


PARAGRAPHS = [
    "一、部门概况", "（二）预算执行", "3.项目情况", "无障碍环境建设项目完成120户。", "适老化改造200户，",
    "来源于财政拨款的收入为1260.50万元。", "主办单位：县水务局负责项目实施。", "首页展示栏目12个。",
    "分享经验材料15篇。", "上一年结转资金35.20万元。", "打印设备采购项目执行率98.5%。", "执行率98.50%",
    "关闭煤矿3座，时间：2024年12月。", "编辑部人员经费62.18万元。",
]  # fmt: skip


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_no_paragraph_of_a_report_is_lost(paragraph: str) -> None:
    content = f"<p>{REPORT}</p><p>{paragraph}</p><p>本年度各项工作任务全部完成。</p>"
    assert paragraph in lines(SITE.format(title="", content=content))


def test_paragraphs_that_stand_outside_the_main_element_stay() -> None:
    long = "".join(f"<p>第{i}项工作任务按计划完成，效果良好。</p>" for i in range(40))
    found = lines(f"<p>预算执行率95.2%。</p><div>{long}</div><div><p>三、存在问题</p></div>")
    assert (len(found), found[0], found[-1]) == (42, "预算执行率95.2%。", "三、存在问题")


def test_linked_words_inside_a_paragraph_stay() -> None:
    law = "<a href='/law'>《中华人民共和国预算法》</a>"
    body = f"<p>依据{law}{law}{law}开展自评，得分95.00分。</p>"
    assert lines(body)[0].startswith("依据《中华人民共和国预算法》")
    assert lines(BODY + "<ul><li><a href='#a'>一、概况</a><li><a href='#b'>二、绩效</a></ul>")[2:] == [
        "一、概况", "二、绩效",
    ]  # fmt: skip


# what cannot be read


def test_a_page_without_text_says_so() -> None:
    document = read_page("<img src=a.png><script>1</script>")
    assert kinds(document) == [("empty", None)]
    assert "附件" in document.problems[0].advice
    assert kinds(read_file(b"<html>")) == [("empty", None)]


def test_xml_and_archived_pages_are_refused() -> None:
    assert kinds(read_file(b"<?xml version='1.0'?><a>1</a>")) == [("unsupported", None)]
    archived = b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>"
    assert kinds(read_file(archived, "r.mht")) == [("unsupported", None)]


def test_a_truncated_page_is_read_as_far_as_it_goes() -> None:
    data = page(BODY + "<table><tr><td>甲<td>乙<tr><td>丙<td>丁")
    assert texts(read_file(data[: data.index("执行数".encode()) + 2])) == [REPORT, READ[1][:16]]
    assert len(cells(read_file(data[: -len("</body></html>")]))) == 4


def test_pictures_inside_the_page_do_not_count() -> None:
    picture = "<img src='data:image/png;base64," + "iVBORw0KGgo" * 200_000 + "'>"
    document = read_page(picture + BODY, Limits(max_text_bytes=100_000))
    assert (texts(document), document.problems) == (READ, ())


def bounded(data: bytes, kind: str) -> Document:
    """Read a hostile page: it ends in one kind of problem, in bounded time (traced and on slow machines too)."""
    began = time.process_time()
    document = read_file(data, "r.html")
    assert time.process_time() - began < 60
    assert {problem.kind for problem in document.problems} == {kind}
    return document


def test_a_huge_page_of_nested_tags_ends_in_a_problem_in_time() -> None:
    bounded(b"<html>" + b"<div>" * 10_000_000, "too_large")
    bounded(b"<html>" + b"<div>" * 1_000_000, "too_large")
    bounded(b"<html>" + b"<table><tr><td>" * 90_000, "too_large")


@pytest.mark.parametrize(
    "piece",
    [b"<b></b>", b"<p>a", b"<a b c d e f>", b"<table><tr><td>1<td>2", b"</x><i>", b"</x>", b"<"],
)
def test_a_page_of_endless_elements_is_cut(piece: bytes) -> None:
    bounded(b"<html><p>1</p>" + piece * 1_300_000, "too_large")


def test_a_tag_of_endless_attributes_takes_no_quadratic_time() -> None:
    names = b" ".join(b"a%d" % i for i in range(200_000))
    began = time.process_time()
    assert texts(read_file(b"<html><p " + names + b">1</p>")) == ["1"]
    assert time.process_time() - began < 60


def test_endless_text_is_bounded() -> None:
    bounded(b"<html>" + b"a" * (12 << 20), "too_large")
    bounded(b"<html>" + b"&amp" * (4 << 20), "too_large")
    bounded(b"<html>" + b"<i>" * 1900 + b"</x>" * (4 << 20), "too_large")


def test_a_long_page_in_chinese_is_read_whole() -> None:
    paragraphs = [f"第{i}项工作任务按计划完成{'，效果良好' * (i % 7)}。" for i in range(5000)]
    assert lines("".join(f"<p>{text}</p>" for text in paragraphs)) == paragraphs


def test_deep_elements_keep_their_text() -> None:
    assert lines("<div>" * 1500 + "年初预算" + "</div>" * 1500 + "执行数") == ["年初预算", "执行数"]
    assert lines("<table><tr><td>" * 400 + "年初预算")[-1] == "年初预算"


@given(
    st.binary(max_size=300), st.sampled_from([b"<html>", b"<html><table>", b"<!doctype html><p>"])
)
def test_arbitrary_bytes_in_a_page_never_raise(data: bytes, head: bytes) -> None:
    document = read_file(head + data)
    assert document.pages or document.problems


TAGS = ["table", "tr", "td", "th", "tbody", "thead", "tfoot", "p", "div", "a href=x", "form", "ol",
        "li", "caption", "br", "pre", "sup", "span", "header", "input type=checkbox", "td rowspan=0",
        "td rowspan=3 colspan=2", "td colspan=x", "td colspan=99999999999", "th rowspan=-1"]  # fmt: skip
PIECE = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS]),
    st.sampled_from([f"</{tag.split(' ')[0]}>" for tag in TAGS]),
    st.sampled_from(["甲", "1.5", " ", "\n", "&nbsp;", "&#0;", "&#xD800;", "<!--", "]]>"]),
)


@settings(max_examples=300)
@given(st.lists(PIECE, max_size=40))
def test_odd_structures_never_raise_and_cover_no_place_twice(pieces: list[str]) -> None:
    document = read_page("".join(pieces))
    assert document.pages or document.problems
    for number in range(1, len(document.tables) + 1):
        assert cells(document, number)
