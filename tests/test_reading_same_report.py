"""One report in Word, as a web page and as text: the same facts, whatever the format."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from extractor.model import Result
from extractor.output.as_dict import as_dict
from extractor.pipeline import extract
from extractor.reading import read
from extractor.text import reflow
from tests.office_tools import docx, para
from tests.shared import SAMPLE_NAMES, SAMPLES
from tests.test_reading_html import SITE


def facts(result: Result) -> list[tuple[str, ...]]:
    found = as_dict(result)["facts"]
    return [(f["path"], str(f["item"]), f["value"], f["unit"], f["quote"]) for f in found]


def findings(result: Result) -> list[tuple[str, str]]:
    return [(d.severity, d.message) for d in result.discrepancies]


@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_a_report_says_the_same_in_every_format(name: str, tmp_path: Path) -> None:
    source = SAMPLES / f"{name}.txt"
    (wanted,) = extract(source)
    text = reflow(read(source))
    paragraphs = [html.escape(text.printed[p.start : p.end], quote=False) for p in text.paragraphs]
    word, page = tmp_path / "r.docx", tmp_path / "r.html"
    word.write_bytes(docx("".join(map(para, paragraphs))))
    content = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs[1:])
    site = SITE.replace("{title}", paragraphs[0]).replace("{content}", content)
    page.write_text(f"<html><meta charset=gb2312>{site}</html>", encoding="gb18030")
    for path in (word, page):
        (result,) = extract(path)
        assert facts(result) == facts(wanted)
        assert findings(result) == findings(wanted)
        assert result.problems == ()
        assert result.pages == 0
        assert all(
            place["page"] is None and place["ref"].startswith("第") and place["ref"].endswith("段")
            for fact in as_dict(result)["facts"]
            for place in fact["places"]
        )
