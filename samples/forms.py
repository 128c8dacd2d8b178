"""Make the sample forms: `forms/sources/NAME.yaml` → `forms/NAME.pdf`, `.docx`, `.xlsx` ….

    python samples/forms.py [NAME ...] [--font PATH] [--out DIR]

Nothing in the files depends on time or place: the same libraries and the same font give the
same bytes on every run.
"""

from __future__ import annotations

import argparse
import logging
import sys
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from form_content import SampleError, Source
from form_office import make_docx, make_xls, make_xlsx
from form_pdf import make_pdf
from form_web import make_html, make_txt
from typeset import FONT, FONT_PACKAGE

HERE = Path(__file__).resolve().parent / "forms"
MADE_WITH = {
    "pdf": {"fpdf2": "2.8.9", "fonttools": "4.68.0"},
    "docx": {"python-docx": "1.2.0"},
    "xlsx": {"xlsxwriter": "3.3.1"},
    "xls": {"xlwt": "1.3.0"},
    "html": {},
    "txt": {},
}
"""The versions that made the files in the repository; others may give other bytes."""
ZLIB = "1.2.13"
"""The library that compressed PDF, DOCX and XLSX."""
WRITERS = {
    "docx": make_docx, "xlsx": make_xlsx, "xls": make_xls, "html": make_html, "txt": make_txt,
}  # fmt: skip


def other_versions(suffix: str) -> list[str]:
    """The libraries of a format that are installed in another version than the files'."""
    here = {name: version(name) for name in MADE_WITH[suffix]}
    wanted = dict(MADE_WITH[suffix])
    if suffix in {"pdf", "docx", "xlsx"}:
        here["zlib"], wanted["zlib"] = zlib.ZLIB_RUNTIME_VERSION, ZLIB
    return [
        f"{name} {here[name]} (made with {wanted[name]})"
        for name in here
        if here[name] != wanted[name]
    ]


def make(source: Source, font: Path, out: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    """Write the files of one sample and yield their paths."""
    for suffix, options in source.formats.items():
        if suffix not in suffixes:
            continue
        path = out / f"{source.name}.{suffix}"
        if suffix == "pdf":
            path.write_bytes(make_pdf(source, options, font))
        else:
            path.write_bytes(WRITERS[suffix](source, options))
        yield path


def main(argv: list[str] | None = None) -> int:
    """Make the sample forms; return the exit code."""
    parser = argparse.ArgumentParser(description="Make the sample forms.")
    parser.add_argument("names", nargs="*", help="samples to make (default: all)")
    parser.add_argument("--font", type=Path, default=FONT, help=f"TrueType font ({FONT})")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--formats", default=",".join(MADE_WITH), help="formats to make")
    options = parser.parse_args(argv)
    suffixes = frozenset(options.formats.split(","))
    if "pdf" in suffixes and not options.font.is_file():
        print(
            f"font not found: {options.font}\n"
            f"install the package {FONT_PACKAGE}, name another font with --font PATH, "
            "or leave out PDF with --formats",
            file=sys.stderr,
        )
        return 2
    # fontTools warns of every table it leaves out of the subset
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        for path in sorted((HERE / "sources").glob("*.yaml")):
            if not options.names or path.stem in options.names:
                for made in make(Source.read(path), options.font, options.out, suffixes):
                    print(f"{made}  {made.stat().st_size} bytes")
    except SampleError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
