"""Typeset the sample reports: `sources/NAME.md` → `NAME.txt` and `NAME.pdf`.

A source holds one paragraph per line; the lines before the first blank line are the cover
(title, year, fields). The same font gives the same bytes on every run: the creation date
is fixed and nothing else in the files depends on time or place.

    python samples/typeset.py [--font PATH] [--out DIR]
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

HERE = Path(__file__).resolve().parent
FONT = Path("/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf")
FONT_PACKAGE = "fonts-arphic-gbsn00lp"
CREATED = datetime(2025, 1, 1, tzinfo=UTC)
FAMILY = "song"
EM = "\u3000"

_HEADING = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}\.")
_NO_START = set("，。、；：！？）》”’%％…")
_NO_END = set("（《“‘")
_ATOM = re.compile(r"[A-Za-z0-9.,%]+|.")
_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=[\d%])(?=[\u4e00-\u9fff])")
_HEADING_MAX = 30


class SampleError(Exception):
    """A sample cannot be made: no font, no glyph, no source."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one sample is set.

    `wrap` is the line width of the TXT in full-width characters (None: one paragraph per
    line); `spaced` puts blanks around figures and `leaded` a blank line after each line, as
    text copied out of a PDF shows them; `paged` also copies page numbers (`lines` per page).
    `folio` is the form of the page number, with `{page}` and `{pages}`.
    """

    name: str
    size: float
    leading: float
    margins: tuple[float, float, float, float]
    folio: str
    head: str = ""
    cover_page: bool = False
    encoding: str = "utf-8"
    wrap: int | None = None
    spaced: bool = False
    leaded: bool = False
    paged: int | None = None


LAYOUTS = (
    Layout("clean-township", 14, 24, (27, 32, 26, 27), "— {page} —", cover_page=True),
    Layout(
        "per-indicator-yunnan", 15, 26, (27, 30, 27, 28), "{page}",
        wrap=28, spaced=True, leaded=True,
    ),
    Layout(
        "mixed-units-zhejiang", 14, 25, (28, 32, 28, 28), "- {page} -", wrap=34, paged=24,
    ),
    Layout(
        "yuan-thousands-shanghai", 14, 26, (30, 34, 30, 30), "第{page}页 共{pages}页",
        head="上海市临沪区文化体育事务中心2023年度绩效自评", encoding="gb18030",
    ),
    Layout(
        "yoy-share-sichuan", 14, 26, (28, 34, 26, 30), "第 {page} 页",
        head="2023年度部门整体支出绩效评价报告",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A plain report: the lines of its cover and its paragraphs."""

    cover: tuple[str, ...]
    paragraphs: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read a source file; the first blank line ends the cover."""
        if not path.is_file():
            raise SampleError(f"source not found: {path}")
        cover, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        return cls(tuple(cover.splitlines()), tuple(line for line in body.splitlines() if line))

    @property
    def title(self) -> tuple[str, ...]:
        """Cover lines without a colon: title and year."""
        return tuple(line for line in self.cover if "：" not in line)

    @property
    def fields(self) -> tuple[str, ...]:
        """Cover lines with a colon: unit and date."""
        return tuple(line for line in self.cover if "：" in line)


def width(text: str) -> float:
    """Width in ems: ASCII characters are half an em."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def break_lines(text: str, measure: float) -> Iterator[str]:
    """Break a paragraph into lines of at most `measure` ems.

    Figures stay whole (a unit may go to the next line); closing punctuation never starts a
    line and opening punctuation never ends one.
    """
    atoms = _ATOM.findall(text)
    line: list[str] = []
    used = 0.0
    for atom in atoms:
        if used + width(atom) > measure and line:
            moved: list[str] = []
            if atom in _NO_START:
                moved.insert(0, line.pop())
            while len(line) > 1 and line[-1] in _NO_END:
                moved.insert(0, line.pop())
            yield "".join(line)
            line = moved
            used = sum(map(width, line))
        line.append(atom)
        used += width(atom)
    if line:
        yield "".join(line)


def is_heading(paragraph: str) -> bool:
    """Whether a paragraph is a heading on its own line."""
    return bool(_HEADING.match(paragraph)) and len(paragraph) <= _HEADING_MAX and (
        not paragraph.endswith(("。", "；"))
    )


def plain_text(source: Source, layout: Layout) -> str:
    """The TXT of a sample, wrapped or with one paragraph per line."""
    if layout.wrap is None:
        lines = [*source.cover, "", *(EM * 2 + paragraph for paragraph in source.paragraphs)]
        return "\n".join(lines) + "\n"
    lines = list(source.cover)
    for paragraph in source.paragraphs:
        shown = _NUMBER.sub(" ", paragraph) if layout.spaced else paragraph
        # a tool that copies text out of a PDF drops the indent, not the shorter first line
        first, *rest = break_lines(EM * 2 + shown, layout.wrap)
        lines += [line.strip(" ") for line in (first.lstrip(EM), *rest)]
    if layout.paged:
        lines = list(_with_folios(lines, layout.paged, layout.folio))
    return ("\n\n" if layout.leaded else "\n").join(lines) + "\n"


def _with_folios(lines: list[str], per_page: int, folio: str) -> Iterator[str]:
    pages = -(-len(lines) // per_page)
    for page in range(pages):
        yield from lines[page * per_page : (page + 1) * per_page]
        yield folio.format(page=page + 1, pages=pages)


class Typesetter(FPDF):
    """One A4 document: running head, page number, justified paragraphs."""

    def __init__(self, layout: Layout, font: Path, pages: int) -> None:
        """Prepare the document. `pages` is the number printed as the total."""
        super().__init__(format="A4", unit="mm")
        self.layout = layout
        self.pages_total = pages
        left, top, right, bottom = layout.margins
        self.set_margins(left, top, right)
        self.set_auto_page_break(auto=True, margin=bottom)
        self.add_font(FAMILY, fname=font)
        self.set_creation_date(CREATED)
        self.set_producer("fpdf2")
        self.set_lang("zh-CN")
        self.step = layout.leading * 25.4 / 72

    def header(self) -> None:
        """Print the running head with a rule, where the layout has one."""
        if not self.layout.head or (self.layout.cover_page and self.page_no() == 1):
            return
        self.set_font(FAMILY, size=10)
        self.set_y(18)
        self.cell(0, 6, self.layout.head, align="C")
        self.line(self.l_margin, 25, self.w - self.r_margin, 25)
        self.set_y(self.t_margin)

    def footer(self) -> None:
        """Print the page number; a cover page of its own has none."""
        page = self.page_no() - self.layout.cover_page
        if not page:
            return
        self.set_font(FAMILY, size=11)
        self.set_y(-22)
        self.cell(0, 8, self.layout.folio.format(page=page, pages=self.pages_total), align="C")

    def centred(self, text: str, size: float) -> None:
        """One centred line."""
        self.set_font(FAMILY, size=size)
        self.cell(0, size * 0.6, text, align="C", new_x="LMARGIN", new_y="NEXT")

    def cover(self, source: Source) -> None:
        """Title, year and fields: on a page of their own or above the text."""
        alone = self.layout.cover_page
        if alone:
            self.ln(50)
        for index, line in enumerate(source.title):
            self.centred(line, 22 if index == 0 else 16)
        self.ln(90 if alone else 6)
        for line in source.fields:
            self.set_font(FAMILY, size=16 if alone else self.layout.size)
            self.set_x(self.l_margin + (22 if alone else 0))
            self.cell(0, self.step, line, new_x="LMARGIN", new_y="NEXT")
        if alone:
            self.add_page()
        else:
            self.ln(4)

    def paragraph(self, text: str) -> None:
        """A paragraph with a two-em indent; all lines but the last are justified."""
        self.set_font(FAMILY, size=self.layout.size)
        em = self.layout.size * 25.4 / 72
        measure = self.epw / em
        lines = list(break_lines(EM * 2 + text, measure))
        if is_heading(text):
            self._keep_with_next()
        for index, line in enumerate(lines):
            shown = line.lstrip(EM)
            indent = em * (len(line) - len(shown))
            if index < len(lines) - 1:
                slack = (measure - width(line)) * self.layout.size / (len(shown) - 1)
                # a line is stretched, but never so far that its figures fall apart
                self.set_char_spacing(min(slack, self.layout.size * 0.12))
            self.set_x(self.l_margin + indent)
            self.cell(0, self.step, shown, new_x="LMARGIN", new_y="NEXT")
            self.set_char_spacing(0)

    def _keep_with_next(self) -> None:
        if self.get_y() + 2 * self.step > self.page_break_trigger:
            self.add_page()


def check_glyphs(source: Source, layout: Layout, pdf: Typesetter) -> None:
    """Refuse a font that lacks a character of the sample."""
    glyphs = pdf.fonts[FAMILY].cmap  # type: ignore[union-attr]
    text = "".join((*source.cover, *source.paragraphs, layout.head, layout.folio))
    missing = sorted({char for char in text if ord(char) not in glyphs})
    if missing:
        raise SampleError(f"{layout.name}: the font has no glyph for {''.join(missing)}")


def compose(source: Source, layout: Layout, font: Path, pages: int = 0) -> Typesetter:
    """Set the whole document once."""
    pdf = Typesetter(layout, font, pages)
    check_glyphs(source, layout, pdf)
    pdf.set_title("".join(source.title))
    pdf.add_page()
    pdf.cover(source)
    for paragraph in source.paragraphs:
        pdf.paragraph(paragraph)
    return pdf


def make_pdf(source: Source, layout: Layout, font: Path) -> bytes:
    """The PDF of a sample; a first pass counts the pages."""
    pages = compose(source, layout, font).pages_count - layout.cover_page
    return bytes(compose(source, layout, font, pages).output())


def make(layout: Layout, font: Path, out: Path) -> tuple[Path, Path]:
    """Write the TXT and the PDF of one sample and return their paths."""
    source = Source.read(HERE / "sources" / f"{layout.name}.md")
    text, pdf = out / f"{layout.name}.txt", out / f"{layout.name}.pdf"
    text.write_bytes(plain_text(source, layout).encode(layout.encoding))
    pdf.write_bytes(make_pdf(source, layout, font))
    return text, pdf


def main(argv: list[str] | None = None) -> int:
    """Typeset all samples; return the exit code."""
    parser = argparse.ArgumentParser(description="Typeset the sample reports.")
    parser.add_argument("--font", type=Path, default=FONT, help=f"TrueType font ({FONT})")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    options = parser.parse_args(argv)
    if not options.font.is_file():
        print(
            f"font not found: {options.font}\n"
            f"install the package {FONT_PACKAGE} or name another font with --font PATH",
            file=sys.stderr,
        )
        return 2
    # fontTools warns of every table it leaves out of the subset
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        for layout in LAYOUTS:
            for path in make(layout, options.font, options.out):
                print(f"{path}  {path.stat().st_size} bytes")
    except SampleError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
