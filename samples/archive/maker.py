"""Make an archive: plan which file is what, write each one, pack folders into ZIPs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from random import Random

from .damage import DAMAGES, damaged
from .faults import ACROSS, KINDS, Fault, plant, wrong_carry, wrong_form, wrong_last
from .figures import Unit, Year, history, units
from .form import form
from .manifest import Entry, Manifest, Planted
from .narrative import Writer
from .templates import report
from .writers import csv_form, docx, docx_form, html, packed, pdf, pdf_form, txt, xlsx_form

YEARS = (2021, 2022, 2023)
NARRATIVES = (("pdf", 25), ("docx", 35), ("txt", 30), ("html", 10))
FORMS = (("xlsx", 50), ("docx", 25), ("pdf", 15), ("csv", 10))
CONTAINERS = ("folder", "zip", "folder", "gbk", "folder", "nested")
"""How the folder of a county and year is handed in, in turn."""
BACKUP = "备份"
_FOLDERS = {"folder": "{county}/{year}年度", "zip": "{county}/{year}年度.zip",
            "gbk": "{county}/{year}年报送.zip", "nested": "{county}汇总.zip/{year}年度.zip"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of the files are faulty, damaged and duplicates; how many reports have a form."""

    faulty: float = 0.15
    damaged: float = 0.05
    duplicates: float = 0.03
    forms: float = 0.4


@dataclass(slots=True)
class Slot:
    """A file that is planned."""

    unit: Unit
    year: Year
    role: str
    path: str
    format: str
    kind: str = "clean"
    wanted: str = ""
    """The kind of fault or damage."""


def generate(
    out: Path, reports: int, seed: int, *, years: Sequence[int] = YEARS, shares: Shares | None = None,
    flat: bool = False,
) -> Manifest:  # fmt: skip
    """Write an archive of `reports` files and its `manifest.json` into `out`.

    The same arguments give the same bytes. With `flat` what would lie in a ZIP lies in a folder.

    Raises:
        FileExistsError: `out` holds something already.
    """
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(f"not empty: {out}")
    shares = shares or Shares()
    random = Random(seed)  # noqa: S311 - the same seed has to give the same archive
    copies = round(reports * shares.duplicates)
    slots = _slots(reports - copies, years, shares.forms, flat, random)
    _assign(slots, round(reports * shares.damaged), round(reports * shares.faulty), random)
    files: dict[str, bytes] = {}
    entries: list[Entry] = []
    for number, slot in enumerate(slots):
        data, entry = _made(slot, slots, Random(f"{seed}/{number}"))  # noqa: S311
        files[slot.path] = data
        entries.append(entry)
    clean = [e for e in entries if e.kind == "clean"]
    for number, entry in enumerate(random.sample(clean, min(copies, len(clean))), 1):
        name = PurePosixPath(entry.path).name
        path = f"{BACKUP}/{number:03}/{random.choice(('副本', '最终版', '重报'))}{name}"
        files[path] = files[entry.path]
        entries.append(Entry(
            path, entry.unit, entry.year, entry.role, entry.format, "duplicate",
            duplicate_of=entry.path,
        ))  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    for path, data in _on_disk(files):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(data)
    manifest = Manifest(seed, tuple(years), tuple(sorted(entries, key=lambda e: e.path)))
    manifest.write(out / "manifest.json")
    return manifest


def _slots(count: int, years: Sequence[int], forms: float, flat: bool, random: Random) -> list[Slot]:
    """The files of the archive before anything is wrong with them."""
    found: list[Slot] = []
    turn: dict[tuple[str, int], int] = {}
    for unit in units(random, count):
        for year in history(unit, years, random):
            key = (unit.county, year.year)
            container = CONTAINERS[turn.setdefault(key, len(turn)) % len(CONTAINERS)]
            folder = _FOLDERS["folder" if flat else container]
            folder = folder.format(county=unit.county, year=year.year) + f"/{unit.name}"
            kinds = [("report", NARRATIVES), ("form", FORMS)][: 1 + (random.random() < forms)]
            for role, formats in kinds:
                suffix = _drawn(formats, random)
                name = _name(unit, year.year, role, random)
                found.append(Slot(unit, year, role, f"{folder}/{name}.{suffix}", suffix))
        if len(found) >= count:
            return found[:count]
    return found


def _drawn(choices: Sequence[tuple[str, int]], random: Random) -> str:
    return random.choices([c for c, _ in choices], [w for _, w in choices])[0]


def _name(unit: Unit, year: int, role: str, random: Random) -> str:
    if role == "form":
        return random.choice((f"附件：{year}年度自评表", f"{unit.trade.suffix}自评表", f"{year}自评表")).replace("：", "")
    return random.choice((
        f"{unit.name}{year}年度部门整体支出绩效自评报告", f"{year}年自评报告", f"自评报告（{unit.trade.suffix}）",
    ))  # fmt: skip


def _assign(slots: list[Slot], damaged_count: int, faulty: int, random: Random) -> None:
    """Choose the damaged files and the faulty ones; what a fault is seen against stays clean."""
    order = random.sample(range(len(slots)), len(slots))
    locked: set[int] = set()
    for n, at in enumerate(order[:damaged_count]):
        slot = slots[at]
        slot.kind, slot.wanted = "damaged", DAMAGES[n % len(DAMAGES)]
        slot.format = "docx" if slot.wanted == "random" else "pdf" if slot.wanted != "empty" else slot.format
        slot.path = str(PurePosixPath(slot.path).with_suffix("")) + f".{slot.format}"
        locked.add(at)
    kinds = [*KINDS, *ACROSS]
    places = {(s.unit.name, s.year.year, s.role): n for n, s in enumerate(slots)}
    for n in range(faulty):
        kind = kinds[n % len(kinds)]
        for at in order[damaged_count:]:
            needed = _needed(slots[at], kind, places)
            if needed is None or at in locked or (needed & locked):
                continue
            slots[at].kind, slots[at].wanted = "faulty", kind
            locked |= {at, *needed}
            break


def _needed(slot: Slot, kind: str, places: Mapping[tuple[str, int, str], int]) -> set[int] | None:
    """Files that have to stay clean for a fault to be seen; None: it cannot be planted here."""
    if (slot.role == "form") != (kind == "form_against_report"):
        return None
    if kind not in ACROSS:
        return set()
    year = slot.year.year - (slot.role != "form")
    other = places.get((slot.unit.name, year, "report"))
    return None if other is None else {other}


def _made(slot: Slot, slots: Sequence[Slot], random: Random) -> tuple[bytes, Entry]:
    """The bytes of a file and its entry."""
    if slot.kind == "damaged":
        whole = pdf(*report(Writer(slot.unit, slot.year)))
        return damaged(slot.wanted, whole, random), _entry(slot, damage=slot.wanted)
    year, fault = slot.year, None
    if slot.wanted in ACROSS:
        wrong = {"carryover_broken": wrong_carry, "comparative_contradicts": wrong_last,
                 "form_against_report": wrong_form}[slot.wanted]  # fmt: skip
        year, fault = wrong(year, slot.unit.region.yuan, random)
    writer = Writer(slot.unit, year)
    if slot.role == "form":
        makers = {"xlsx": xlsx_form, "docx": docx_form, "pdf": pdf_form, "csv": csv_form}
        data = makers[slot.format](form(writer))
    else:
        cover, paragraphs = report(writer)
        if slot.wanted in KINDS:
            planted = plant(slot.wanted, paragraphs, random)
            if planted is None:
                slot.kind = "clean"
            else:
                paragraphs, fault = planted
        if slot.format == "txt":
            data = txt(cover, paragraphs, random.choice(("utf-8", "gb18030")))
        else:
            data = {"pdf": pdf, "docx": docx, "html": html}[slot.format](cover, paragraphs)
    return data, _entry(slot, _planted(slot, fault, slots) if fault else None)


def _planted(slot: Slot, fault: Fault, slots: Sequence[Slot]) -> Planted:
    found_on = slot.path
    if fault.scope == "folder":
        found_on = next(
            s.path for s in slots
            if s.role == "report" and s.unit is slot.unit and s.year.year == slot.year.year
        )  # fmt: skip
    return Planted(
        fault.kind, fault.key, fault.old, fault.new, fault.checks, fault.detectable, fault.scope, found_on,
    )  # fmt: skip


def _entry(slot: Slot, fault: Planted | None = None, damage: str | None = None) -> Entry:
    return Entry(
        slot.path, slot.unit.name, slot.year.year, slot.role, slot.format, slot.kind, fault, damage
    )


def _on_disk(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Files as they lie on the disk: what is shown below a ZIP goes into it."""
    inside: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for path, data in sorted(files.items()):
        outer, mark, inner = path.partition(".zip/")
        if mark:
            inside[f"{outer}.zip"].append((inner, data))
        else:
            yield path, data
    for path, members in inside.items():
        if any(".zip/" in name for name, _ in members):
            members = list(_on_disk(dict(members)))
        yield path, packed(members, gbk=path.endswith("报送.zip"))
