"""Read a saved web page: the paragraphs and tables of the report in it, without the site around.

Nothing is loaded, no script is run; what the page itself hides is left out.
"""

from __future__ import annotations

import re

from extractor.model import Document, Problem, Source
from extractor.model.document import ProblemKind
from extractor.reading.blocks import Allowance, Flow
from extractor.reading.html_blocks import Blocks
from extractor.reading.html_furniture import report_items
from extractor.reading.html_tree import parse_html
from extractor.reading.limits import Limits
from extractor.reading.txt import decode

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,20})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_GB = frozenset(
    {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "euc-cn", "hz-gb-2312"}
)
_BIG5 = frozenset({"big5", "big5-hkscs", "x-x-big5", "cp950"})
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_SURELY_UTF8 = 10
"""So many characters that are good UTF-8 and no bad one: no GB text of this length has that."""

_BAD_SHARE = 0.01
_PICTURES = re.compile(rb"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]*")
_RESAVE = "请用浏览器打开原网页，另存为“网页，仅 HTML”后重试。"


def read_html(source: Source, data: bytes, limits: Limits) -> Document:
    """Read a page within the limits; what could not be read is in `problems`."""
    problems: list[Problem] = []

    def note(kind: ProblemKind, message: str, advice: str) -> None:
        problems.append(Problem(kind, source.path, message, advice))

    if b";base64," in data:
        data = _PICTURES.sub(b"", data)
    if len(data) > limits.max_text_bytes:
        size, most = len(data) / 1024**2, limits.max_text_bytes / 1024**2
        note("too_large", f"网页有 {size:.1f} MB，超过上限 {most:.1f} MB。", _RESAVE)
        return Document(source, problems=tuple(problems))
    text, bad = decode_html(data)
    if bad > _BAD_SHARE * len(text):
        note("encoding", "网页的文字编码认不出来，或文字已损坏。", _RESAVE)
        return Document(source, problems=tuple(problems))
    if bad:
        note("encoding", f"网页里有 {bad} 处文字无法解码，显示为 \ufffd。", _RESAVE)
    tree = parse_html(text.replace("\0", ""), limits.max_elements)
    if tree.cut:
        note("too_large", "网页内容异常庞大，后面的部分没有读取。", _RESAVE)
    allowance = Allowance(limits.max_cells)
    blocks = Blocks(allowance)
    blocks.collect(tree.root)
    items = report_items(blocks.items, blocks.root)
    flow = Flow()
    flow.add(item.block for item in items)
    if tree.hidden > sum(item.chars for item in items):
        note("hidden", f"网页里有 {tree.hidden} 字没有显示出来，没有读取。", _RESAVE)
    if excess := allowance.problem(source, limits.max_cells):
        problems.append(excess)
    if not flow.pages and not problems:
        note("empty", "网页里没有任何正文。", "如果报告是网页的附件，请下载附件后读取附件。")
    return Document(source, flow.pages, tuple(problems), tuple(flow.tables))


def decode_html(data: bytes) -> tuple[str, int]:
    """Decode by BOM, by what the page declares, then as plain text; count what does not fit.

    GB 2312 and GBK are read as GB 18030, which holds both. Some pages were converted to UTF-8
    and still declare GB: a long text of good UTF-8 is taken at its word.
    """
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    name = declared[1].decode("ascii").lower() if declared else ""
    encoding = "gb18030" if name in _GB else "big5hkscs" if name in _BIG5 else ""
    if encoding and not data.startswith(_BOMS) and not _is_utf8(data):
        text = _strictly(data, encoding)
        if text is not None:
            return text, 0
    text = decode(data)
    if text is not None:
        return text, 0
    # the fewest bad characters win; a single lost byte must not cost the page
    tried = [data.decode(code, "replace") for code in ("utf-8", "gb18030", encoding or "utf-8")]
    best = min(tried, key=lambda text: text.count("\ufffd"))
    return best, best.count("\ufffd")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_utf8(data: bytes) -> bool:
    return _strictly(data, "utf-8") is not None and len(_MULTIBYTE.findall(data)) >= _SURELY_UTF8
