"""Tell the report from the rest of a saved web page: menus, breadcrumbs, sharing, copyright.

The choice is careful: what could be a paragraph or a table of the report stays. Lines go by what
they say, blocks by how much of them is linked, and what stands outside the smallest element with
all that is substantial goes too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from extractor.reading.html_blocks import Item, Region

_ABOUT_THE_PAGE = re.compile(
    r"""\W*(?:
      (?:您|你)?(?:现在|当前|目前)?的?(?:所在|当前)?的?(?:位置|栏目)(?:是)?\s*[:：]
    | 首\ ?页\s*[>＞»/\\|]
    | (?:上|下|前|后)\s*一\s*(?:篇|条|页|则)\s*(?:[:：]|$)
    | 返回(?:顶部|首页|上级|列表|上一页)\W*$
    | (?:一键)?分享(?:[到至]\W|\W*$) | 扫一扫 | 微信扫码? | 手机(?:扫码|浏览|版)\W*$
    | 打印(?:本页|\W*$) | 关闭(?:窗口|本页|\W*$) | 收藏(?:本页|\W*$)
    | 字\s*[体号]\s*[:：]?\s*\W?\s*(?:超?大|小|中)
    | (?:(?:信息|文章|稿件)?来源|作者|责任编辑|编辑|浏览次数|浏览量|点击[数率量]|阅读次数|阅读量
      |访问量|访问次数|视力保护色)\s*[:：]
    | (?:发布|更新|发文|公开|成文|生成)?(?:日期|时间)\s*[:：].{6,40}(?:来源|浏览|点击|阅读|字[体号]|作者|编辑)
    | \d{4}[-/]\d\d?[-/]\d\d?(?:\ \d\d?:\d\d(?::\d\d)?)?\s*\W?(?:来源|浏览|点击|阅读|字[体号]|作者)
    | (?:索引号|信息索引号?|发布机构|发文机关|发文字号|主题分类|主题词|时效性|有效性|公文时效|信息分类
      |发布日期|生成日期|公开日期)\s*[:：]
    | 今天是 | 无障碍(?:浏览|阅读|版)?\W*$ | (?:长者|适老)(?:模式|版)\W*$ | [繁简][体體]\W*$
    | 设为首页 | 加入收藏 | (?:登录|注册|站内搜索|网站首页|友情链接|网站地图)\W*$
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_AT_THE_END = re.compile(
    r"\W*(?:(?:主办|承办)(?:单位)?\s*[:：]|技术支持\s*[:：]|联系我们|网站声明|建议使用.{0,40}浏览)"
)
_COPYRIGHT = re.compile(r"版权所有|Copyright|ICP备|公网安备|网站标识码", re.IGNORECASE)
_SHORT, _COPYRIGHT_LENGTH = 80, 240

_MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、])"
)
_OF_A_REPORT = re.compile(r"绩效|自评|评价|报告|预算|决算|执行率|附件|附表|万元")
_PARAGRAPH, _SENTENCE, _PHRASE = 15, 8, 6
"""So many characters outside links make a paragraph; fewer do that end in a full stop, and
still fewer with a word of reports."""

_CONTAINERS = frozenset(
    {"html", "body", "div", "section", "article", "main", "center", "form", "table", "td", "header"}
)
_MAIN_SHARE = 0.5
_STOPS = ("。", "；")
_OUTSIDE = frozenset({"nav", "header", "footer", "aside", "form"})
_MENU_LINKS, _MENU_SHARE, _MENU_TEXT = 3, 0.6, 60
"""A menu has so many links, they have this share of its text, and each is no longer."""


def report_items(items: Sequence[Item], root: Region) -> list[Item]:
    """The items of the report, in order."""
    kept = [not _is_about_the_page(item) for item in items]
    weighty = [keep and _is_substantial(item) for keep, item in zip(kept, items, strict=True)]
    _drop_blocks(items, weighty, root, kept)
    for index in range(len(items) - 1, -1, -1):
        if kept[index] and _is_imprint(items[index]):
            kept[index] = False
        elif kept[index] and weighty[index]:
            break
    first, end = _main(items, kept, weighty, root)
    return [item for i, item in enumerate(items) if kept[i] and first <= i < end]


def _is_substantial(item: Item) -> bool:
    """Whether an item could belong to a report."""
    if not isinstance(item.block, str):
        return True
    free = item.chars - item.linked
    if free >= _PARAGRAPH or (item.heading and free):
        return True
    if free >= _SENTENCE and item.block.endswith(_STOPS):
        return True
    return free >= 2 and bool(
        _MARK.match(item.block) or (free >= _PHRASE and _OF_A_REPORT.search(item.block))
    )


def _is_about_the_page(item: Item) -> bool:
    """Whether a line says something of the page or the site."""
    text = item.block
    if isinstance(text, str) and len(text) <= _COPYRIGHT_LENGTH and _COPYRIGHT.search(text):
        return True
    return _says(_ABOUT_THE_PAGE, item)


def _is_imprint(item: Item) -> bool:
    """Whether a line says who runs the site; where a report still follows it is no imprint."""
    text = item.block
    return isinstance(text, str) and not text.endswith(_STOPS) and _says(_AT_THE_END, item)


def _says(pattern: re.Pattern[str], item: Item) -> bool:
    text = item.block
    return isinstance(text, str) and len(text) <= _SHORT and bool(pattern.match(text))


def _drop_blocks(
    items: Sequence[Item], weighty: Sequence[bool], root: Region, kept: list[bool]
) -> None:
    """Drop menus, and the elements that HTML keeps for what stands around the content."""
    chars = sum(item.chars for item in items)
    open_ = [root]
    while open_:
        region = open_.pop()
        inside = items[region.start : region.end]
        held = any(weighty[region.start : region.end])
        own = sum(item.chars for item in inside)
        # a page that puts nearly everything into such an element means something else by it
        outside = region.tag in _OUTSIDE and 2 * own < chars
        if outside and region.tag == "header":
            outside = not any(item.heading and item.chars > item.linked for item in inside)
        if outside and region.tag == "form":
            outside = not held
        if outside or (not held and _is_menu(inside)):
            kept[region.start : region.end] = [False] * len(inside)
        else:
            open_ += region.inner


def _is_menu(inside: Sequence[Item]) -> bool:
    chars = sum(item.chars for item in inside)
    linked = sum(item.linked for item in inside)
    links = sum(item.links for item in inside)
    return links >= _MENU_LINKS and linked >= _MENU_SHARE * chars and linked <= links * _MENU_TEXT


def _main(
    items: Sequence[Item], kept: Sequence[bool], weighty: Sequence[bool], root: Region
) -> tuple[int, int]:
    """The range of the innermost element with all that could belong to the report.

    It must hold half of the text too: a page of short lines has no such element.
    """
    indices = [i for i, keep in enumerate(kept) if keep and weighty[i]]
    sizes = accumulate(
        (item.chars * keep for item, keep in zip(items, kept, strict=True)), initial=0
    )
    before = list(sizes)
    region = root
    while indices:
        inner = next(
            (r for r in region.inner if r.start <= indices[0] and indices[-1] < r.end), None
        )
        if inner is None or inner.tag not in _CONTAINERS:
            break
        if before[inner.end] - before[inner.start] < _MAIN_SHARE * (
            before[region.end] - before[region.start]
        ):
            break
        region = inner
    return region.start, region.end
