"""Tables of a PDF: too many rules, too many cells, no time; what prose pays; pdfplumber's finder."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import pytest

from extractor.reading import DEFAULT_LIMITS, read
from extractor.reading.finder import Finder
from extractor.reading.pdf_tables import find_tables
from extractor.reading.rules import Rule, Rules
from tests.pdf_tools import kinds, read_bytes, texts
from tests.shared import ROOT, SEED, needs_seed
from tests.table_pdf import Sheet, assert_sound, make, read_sheets, rows_of

SENTENCE = "年初预算数为2703.72万元，执行率为65.90%。"
SAMPLES = sorted((ROOT / "samples").glob("*.pdf"))


def prose() -> Sheet:
    sheet = Sheet()
    sheet.text(60, 80, SENTENCE)
    return sheet


def table_page(rows: int = 3) -> Sheet:
    sheet = prose()
    ys = [100.0 + 20 * i for i in range(rows + 1)]
    sheet.grid([60, 160, 260], ys)
    sheet.fill_grid([60, 160, 260], ys, [[f"项目{i}", "1.00"] for i in range(rows)])
    return sheet


def level(sheet: Sheet, count: int) -> None:
    for i in range(count):
        sheet.line(60, 100 + i * 600 / count, 500, 100 + i * 600 / count)


def in_one_path(sheet: Sheet, count: int) -> None:
    ops = (
        f"{60 + i * 400 / count:.3f} 100 m {60 + i * 400 / count:.3f} 700 l" for i in range(count)
    )
    sheet.out(*ops, "S")


def sloping(sheet: Sheet, count: int) -> None:
    for i in range(count):
        sheet.line(60 + i % 400, 100 + i % 300, 65 + i % 400, 104 + i % 300)


@pytest.mark.parametrize("draw", [level, in_one_path, sloping], ids=lambda draw: draw.__name__)
def test_a_page_of_a_hundred_thousand_lines_ends_quickly(draw: object) -> None:
    sheet = prose()
    assert callable(draw)
    draw(sheet, 100_000)
    data = make(sheet, table_page())
    start = perf_counter()
    document = read_bytes(data)
    assert perf_counter() - start < 60  # 1 to 2 seconds by itself; test machines are shared
    assert kinds(document) == [("table_limit", 1)]
    assert texts(document) == [SENTENCE] * 2
    assert len(document.tables) == 1


def test_a_dense_net_of_broken_rules_is_given_up() -> None:
    sheet = prose()
    for i in range(120):
        sheet.line(60 + i % 2 * 5, 100 + 5 * i, 535 + i % 2 * 5, 100 + 5 * i)
    for i in range(97):
        sheet.line(60 + 5 * i, 100, 60 + 5 * i, 695)
    document = read_sheets(sheet)
    assert kinds(document) == [("table_limit", 1)]
    assert texts(document) == [SENTENCE]


def test_the_number_of_rules_may_be_set() -> None:
    limits = replace(DEFAULT_LIMITS, max_rules_per_page=6)
    document = read_sheets(table_page(), table_page(2), limits=limits)
    assert kinds(document) == [("table_limit", 1)]
    assert texts(document)[:4] == [SENTENCE, "项目0 1.00", "项目1 1.00", "项目2 1.00"]
    assert [table.rows for table in document.tables] == [2]


def test_too_many_cells_leave_the_lines_as_they_are() -> None:
    limits = replace(DEFAULT_LIMITS, max_cells=10)
    document = read_sheets(*(table_page(rows) for rows in (3, 4, 2)), limits=limits)
    assert kinds(document) == [("table_limit", 2)]
    assert [(table.number, table.rows, table.at[0]) for table in document.tables] == [
        (1, 3, 0), (2, 2, 2),
    ]  # fmt: skip
    assert "项目3 1.00" in texts(document)
    assert_sound(document)


def test_no_time_left_for_tables_is_said() -> None:
    pages = read_sheets(prose(), prose()).pages
    rules = {1: Rules(level=[Rule(700, 60, 160)])}
    left, tables, troubles = find_tables(pages, rules, DEFAULT_LIMITS, deadline=-1.0)
    assert left == pages
    assert tables == ()
    assert [(kind, page) for kind, _, _, page in troubles] == [("timeout", 2)]


# --- prose ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_have_no_tables_and_their_lines_are_untouched(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = read(path)
    assert document.tables == ()
    monkeypatch.setattr("extractor.reading.pdf.find_tables", lambda pages, *_: (pages, (), []))
    assert document == read(path)


@needs_seed
def test_the_real_report_has_no_tables_and_its_lines_are_untouched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = read(SEED / "report.pdf")
    assert document.tables == ()
    monkeypatch.setattr("extractor.reading.pdf.find_tables", lambda pages, *_: (pages, (), []))
    assert document == read(SEED / "report.pdf")


def test_prose_and_plain_tables_do_not_import_pdfplumber(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make(prose(), table_page()))
    code = (
        "import sys; from pathlib import Path; from extractor.reading import read;"
        f"d = read(Path({str(path)!r})); print(len(d.tables), 'pdfplumber' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["1", "False"]


# --- pdfplumber's finder ------------------------------------------------------------------------


def test_pdfplumbers_finder_takes_our_stand_in() -> None:
    """Not a documented interface: if this fails, look at extractor/reading/finder.py."""
    assert version("pdfplumber").startswith("0.11.")
    levels = [Rule(0, 0, 90), Rule(20, 30, 90), Rule(40, 0, 90)]
    uprights = [Rule(0, 0, 40), Rule(30, 0, 40), Rule(60, 20, 40), Rule(90, 0, 40)]
    assert sorted(Finder().find(levels, uprights)) == [
        (0, 0, 30, 40), (30, 0, 90, 20), (30, 20, 60, 40), (60, 20, 90, 40),
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_cutting_a_table_into_bands_changes_no_cell(rows: int) -> None:
    """Merged cells at both ends and in the middle, plain rows between them."""
    pdfplumber = pytest.importorskip("pdfplumber")
    import io

    sheet = prose()
    xs, count = [60.0, 120.0, 180.0, 240.0, 300.0], rows + 4
    ys = [100.0 + 12 * i for i in range(count + 1)]
    for i, y in enumerate(ys):
        sheet.line(xs[1] if i in {1, count // 2} else xs[0], y, xs[-1], y)
    for i, x in enumerate(xs):
        sheet.line(x, ys[1] if i in {2, 3} else ys[0], x, ys[-2] if i == 1 else ys[-1])
    for r in range(count):
        sheet.cell((xs[0], ys[r], xs[1], ys[r + 1]), f"第{r}", size=8)
    data = make(sheet)
    (table,) = read_bytes(data).tables
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        (other,) = pdf.pages[0].find_tables()
    ours = sorted(tuple(round(v) for v in cell.parts[0][1]) for cell in table.cells)
    assert ours == sorted(tuple(round(v) for v in cell) for cell in other.cells)
    assert rows_of(table)[-1][0] == f"第{count - 1}"
