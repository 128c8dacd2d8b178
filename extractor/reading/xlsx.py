"""Read XLSX and XLSM: the XML parts themselves, since only they tell how a number is shown."""

from __future__ import annotations

import datetime
import io
import posixpath
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.reading.archive import Archive, UnreadableError, open_archive, parse_part
from extractor.reading.number_format import (
    BUILT_IN,
    GENERAL,
    OF_THE_LOCALE,
    NumberFormat,
    number_format,
)
from extractor.reading.worksheet import LAST_COLUMN, LAST_ROW, Area, Workbook, Worksheet, clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_TRUE = frozenset({"1", "true", "on"})
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_RESAVE = "请用 Excel 或 WPS 打开后另存一份再试。"
_ROWS_AT_ONCE = 256


def read_xlsx(data: bytes, book: Workbook) -> None:
    """Read all worksheets into `book`; what is damaged there is noted in `book.flaws`.

    Raises:
        UnreadableError: nothing can be read, or a limit was reached.
    """
    archive = open_archive(data, book.limits)
    start = _targets(archive, "").get("officeDocument", ["xl/workbook.xml"])[0]
    workbook = parse_part(archive.read(start), book.limits, mend=True)
    setting = workbook.find("{*}workbookPr")
    from_1904 = setting is not None and setting.get("date1904", "").lower() in _TRUE
    parts = _sheets(archive, start, workbook)
    reader = _Reader(archive, start, book, from_1904=from_1904)
    for name, state, part in parts:
        sheet = Worksheet(name, hidden=state not in {"", "visible"})
        book.sheets.append(sheet)
        reader.read_or_note(sheet, part)


def _sheets(archive: Archive, start: str, workbook: _Element) -> list[tuple[str, str, str]]:
    """Name, state and part of each worksheet in the order of the tabs; charts are left out."""
    folder = posixpath.dirname(start)
    by_id = {key: (kind, part) for key, kind, part in _relations(archive, start)}
    found: list[tuple[str, str, str]] = []
    for number, sheet in enumerate(workbook.iterfind("{*}sheets/{*}sheet"), start=1):
        key = next((v for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
        kind, part = by_id.get(
            str(key), ("worksheet", posixpath.join(folder, f"worksheets/sheet{number}.xml"))
        )
        if kind == "worksheet":
            name = clean(sheet.get("name", "")) or f"Sheet{number}"
            found.append((name, sheet.get("state", ""), part))
    return found


def _relations(archive: Archive, part: str) -> Iterator[tuple[str, str, str]]:
    """Id, kind and target of each relation of a part (or of the package, for an empty name)."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive:
        return
    for relation in parse_part(archive.read(path), mend=True).iterfind("{*}Relationship"):
        if relation.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
        kind = relation.get("Type", "").rpartition("/")[2]
        yield relation.get("Id", ""), kind, target.lstrip("/")


def _targets(archive: Archive, part: str) -> dict[str, list[str]]:
    """The targets of the relations of a part, by kind."""
    found: dict[str, list[str]] = {}
    for _, kind, target in _relations(archive, part):
        found.setdefault(kind, []).append(target)
    return found


class _Reader:
    """What the sheets of one workbook share: strings and formats."""

    def __init__(self, archive: Archive, start: str, book: Workbook, *, from_1904: bool) -> None:
        self.archive, self.book, self.from_1904 = archive, book, from_1904
        folder, targets = posixpath.dirname(start), _targets(archive, start)
        self.strings: list[str] = []
        self.formats: list[NumberFormat] = []
        for kind, default, load in (
            ("sharedStrings", "sharedStrings.xml", self._load_strings),
            ("styles", "styles.xml", self._load_formats),
        ):
            part = targets.get(kind, [posixpath.join(folder, default)])[0]
            if part not in archive:
                continue
            try:
                load(archive.read(part))
            except UnreadableError as error:
                lost = "文字" if kind == "sharedStrings" else "数字格式"
                self._flaw(f"工作簿的{lost}没有读完整", error)
        self.plain = number_format(GENERAL)
        self.columns: dict[str, int] = {}

    def _load_strings(self, data: bytes) -> None:
        """The shared strings; rich text is joined, phonetic guides are left out."""
        for item in _elements(data, ("{*}si",), self.book.limits.max_xml_nodes):
            self.strings.append(clean(_text(item)))

    def _flaw(self, what: str, error: UnreadableError) -> None:
        """Note what was lost, and why."""
        self.book.flaws.append(
            UnreadableError(error.kind, f"{what}：{error.message}", error.advice)
        )

    def _load_formats(self, data: bytes) -> None:
        """The number format of each cell style; of damaged styles, those that can be saved."""
        try:
            styles = parse_part(data, self.book.limits)
        except UnreadableError as error:
            if error.kind != "damaged":
                raise
            self._flaw("工作簿的数字格式没有读完整，数字的显示可能有误", error)
            styles = parse_part(data, self.book.limits, mend=True)
        codes = {
            found.get("numFmtId", ""): found.get("formatCode", "")
            for found in styles.iterfind("{*}numFmts/{*}numFmt")
        }
        for style in styles.iterfind("{*}cellXfs/{*}xf"):
            key = style.get("numFmtId", "0")
            built_in = BUILT_IN.get(int(key), GENERAL) if key.isdecimal() else GENERAL
            own = None if key in OF_THE_LOCALE else codes.get(key)
            self.formats.append(number_format(built_in if own is None else own))

    def read_or_note(self, sheet: Worksheet, part: str) -> None:
        """Read one worksheet; a fault ends it and is noted, a limit ends the workbook."""
        try:
            self._read(sheet, part)
        except UnreadableError as error:
            if error.kind in {"table_limit", "timeout"}:
                raise
            self._flaw(f"工作表“{sheet.name}”没有读完整", error)

    def _read(self, sheet: Worksheet, part: str) -> None:
        """Read one worksheet row by row; what was read before a fault is kept."""
        data = self.archive.read(part)
        number, pending = -1, 0
        tags = ("{*}row", "{*}mergeCell", "{*}col")
        for element in _elements(data, tags, self.book.limits.max_xml_nodes):
            space, _, tag = element.tag.rpartition("}")
            if tag == "row":
                number = _row_number(element.get("r"), number + 1)
                if number > LAST_ROW:
                    continue
                cells = self._cells(element, space + "}" if space else "")
                if cells:
                    sheet.rows.setdefault(number, {}).update(cells)
                    if _is_hidden(element, "ht"):
                        sheet.hidden_rows.add(number)
                pending += 1
                if cells or pending % _ROWS_AT_ONCE == 0:
                    self.book.count(len(cells))
            elif tag == "mergeCell":
                if area := _area(element.get("ref", "")):
                    sheet.merged.append(area)
            elif _is_hidden(element, "width"):
                first, last = element.get("min", ""), element.get("max", "")
                if first.isdecimal() and last.isdecimal():
                    sheet.hidden_columns.append((int(first) - 1, int(last) - 1))

    def _cells(self, row: _Element, space: str) -> dict[int, str]:
        """What the cells of a row show, by column; blank ones are left out."""
        value_tag, inline_tag = space + "v", space + "is"
        shown: dict[int, str] = {}
        column = -1
        for cell in row:
            reference = cell.get("r")
            column = column + 1 if reference is None else self._column(reference, column + 1)
            for part in cell:
                if part.tag == value_tag:
                    text = self._shown(part.text or "", cell.get("t", "n"), cell.get("s"))
                elif part.tag == inline_tag:
                    text = self._format(cell.get("s")).show_text(clean(_text(part)))
                else:
                    continue
                if text and 0 <= column <= LAST_COLUMN:
                    shown[column] = text
        return shown

    def _column(self, reference: str, expected: int) -> int:
        """The column of `AB12`; the next one where the reference makes no sense."""
        letters = reference.rstrip("0123456789")
        known = self.columns.get(letters)
        if known is None:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                return expected
            known = self.columns[letters] = column_number(match[1])
        return known

    def _format(self, style: str | None) -> NumberFormat:
        index = 0 if style is None else int(style) if style.isdecimal() else -1
        return self.formats[index] if 0 <= index < len(self.formats) else self.plain

    def _shown(self, value: str, kind: str, style: str | None) -> str:
        """What a value shows."""
        if kind == "s":
            index = int(value) if value.strip().isdecimal() else -1
            text = self.strings[index] if 0 <= index < len(self.strings) else ""
            return self._format(style).show_text(text) if text else ""
        if kind == "n":
            return self._format(style).show_number(value.strip(), from_1904=self.from_1904)
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value.strip(), clean(value))
        if kind == "d":
            serial = _serial(value.strip(), from_1904=self.from_1904)
            if serial is not None:
                return self._format(style).show_number(serial, from_1904=self.from_1904)
        text = clean(_unescape(value))
        return text if kind == "e" else self._format(style).show_text(text)


def _elements(data: bytes, tags: Sequence[str], most: int) -> Iterator[_Element]:
    """The elements of some kinds, one after the other; each is dropped when it was used.

    Raises:
        UnreadableError: the XML is damaged (after what could be read), too long, or declares
            a document type.
    """
    from lxml import etree

    if data.count(b"<") > most:
        raise UnreadableError("too_large", "内容异常庞大，超出读取上限。", _RESAVE)
    steps = etree.iterparse(
        io.BytesIO(data), events=("end",), tag=tags, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    first = True
    try:
        for _, element in steps:
            if first and element.getroottree().docinfo.doctype:
                raise UnreadableError(
                    "unsupported", "文件含有 Office 文件不应有的 XML 类型声明。", _RESAVE
                )
            first = False
            yield element
            element.clear()
            while element.getprevious() is not None:
                parent = element.getparent()
                if parent is None:
                    break
                del parent[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("damaged", "内容已损坏，不是完整的 XML。", _RESAVE) from error


def _text(item: _Element) -> str:
    """The text of a string item: its runs joined, without phonetic guides (`rPh`)."""
    pieces: list[str] = []
    for part in item:
        tag = str(part.tag).rpartition("}")[2]
        if tag == "t":
            pieces.append(part.text or "")
        elif tag == "r":
            pieces += [run.text or "" for run in part.iterfind("{*}t")]
    return _unescape("".join(pieces))


def _unescape(text: str) -> str:
    """Undo `_x000D_`, by which XLSX writes characters that XML cannot hold."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def column_number(letters: str) -> int:
    """0-based number of a column from its letters: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _row_number(text: str | None, expected: int) -> int:
    return int(text) - 1 if text and text.isdecimal() and 0 < len(text) < 9 else expected


def _is_hidden(element: _Element, size: str) -> bool:
    """Whether a row or column says that it is hidden, or has no height or width."""
    return element.get("hidden", "").lower() in _TRUE or element.get(size) == "0"


def _area(reference: str) -> Area | None:
    """The area of `A1:C3`, None for what is none or a single cell."""
    corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
    if len(corners) != 2 or corners[0] is None or corners[1] is None:
        return None
    (left, top), (right, bottom) = (
        (column_number(corner[1]), int(corner[2]) - 1) for corner in corners if corner
    )
    if not (0 <= top <= bottom <= LAST_ROW and 0 <= left <= right <= LAST_COLUMN):
        return None
    return (top, left, bottom, right) if (top, left) != (bottom, right) else None


def _serial(text: str, *, from_1904: bool) -> str | None:
    """The serial number of an ISO 8601 date, as LibreOffice and strict files may store it."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    epoch = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)
    past = moment.replace(tzinfo=None) - epoch
    return str(past.days + Decimal(past.seconds) / 86400)
