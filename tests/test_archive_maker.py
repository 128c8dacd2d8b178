"""The maker of archives: same seed, same bytes; what is clean is clean, what is planted is found."""

from __future__ import annotations

import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.model import Result
from extractor.pipeline import extract, tie
from samples.archive import Entry, Manifest, Shares, generate

REPORTS, SEED = 40, 7
SHARES = Shares(faulty=0.4, damaged=0.13, duplicates=0.05)
"""More of everything that is wrong, so that each kind occurs among few files."""


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    out = tmp_path_factory.mktemp("flat")
    return out, generate(out, REPORTS, SEED, shares=SHARES, flat=True)


@pytest.fixture(scope="module")
def results(flat: tuple[Path, Manifest]) -> dict[str, list[Result]]:
    out, manifest = flat
    found: dict[str, list[Result]] = defaultdict(list)
    for result in tie([r for e in manifest.entries for r in extract(out / e.path)]):
        found[Path(result.source.path).relative_to(out).as_posix()].append(result)
    return found


def serious(results: list[Result]) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (d.title, d.checks) for r in results for d in r.discrepancies
        if d.severity in {"error", "warning"}
    ]  # fmt: skip


def members(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Files below a ZIP as the manifest shows them, names without a flag read as GBK."""
    with zipfile.ZipFile(io.BytesIO(data), metadata_encoding="gbk") as archive:
        for name in archive.namelist():
            inner = archive.read(name)
            if name.endswith(".zip"):
                yield from members(f"{path}/{name}", inner)
            else:
                yield f"{path}/{name}", inner


def on_disk(out: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for file in sorted(p for p in out.rglob("*") if p.is_file() and p.name != "manifest.json"):
        path = file.relative_to(out).as_posix()
        if file.suffix == ".zip":
            found |= members(path, file.read_bytes())
        else:
            found[path] = file.read_bytes()
    return found


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate(tmp_path / name, 80, SEED)
    one, two = (
        {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
        for name in ("one", "two")
    )
    assert one == two


def test_another_seed_gives_other_units(tmp_path: Path) -> None:
    one, two = (generate(tmp_path / str(seed), 10, seed) for seed in (1, 2))
    assert not {e.unit for e in one.entries} & {e.unit for e in two.entries}


def test_the_manifest_names_every_file_through_archives(tmp_path: Path) -> None:
    manifest = generate(tmp_path, 120, SEED)
    files = on_disk(tmp_path)
    assert sorted(files) == sorted(e.path for e in manifest.entries)
    assert len(manifest.entries) == 120
    shown = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert shown["counts"]["files"] == 120
    for entry in manifest.entries:
        if entry.duplicate_of:
            assert files[entry.path] == files[entry.duplicate_of]


def test_some_archives_have_gbk_names_and_one_lies_in_another(tmp_path: Path) -> None:
    generate(tmp_path, 120, SEED)
    zips = list(tmp_path.rglob("*.zip"))
    infos = [i for path in zips for i in zipfile.ZipFile(path).infolist()]
    assert any(not i.flag_bits & 0x800 for i in infos)
    assert any(i.flag_bits & 0x800 and i.filename.endswith(".zip") for i in infos)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text("")
    with pytest.raises(FileExistsError):
        generate(tmp_path, 5, SEED)


def test_clean_files_have_no_error_and_no_warning(
    flat: tuple[Path, Manifest], results: dict[str, list[Result]]
) -> None:
    beside = {e.fault.found_on for e in flat[1].entries if e.fault}
    clean = [e for e in flat[1].entries if e.kind in {"clean", "duplicate"} and e.path not in beside]
    assert len(clean) > REPORTS / 4
    assert {e.path: serious(results[e.path]) for e in clean} == {e.path: [] for e in clean}
    assert all(r.report is not None for e in clean for r in results[e.path])


def detectable(manifest: Manifest) -> list[Entry]:
    return [e for e in manifest.entries if e.fault and e.fault.detectable and e.fault.scope != "years"]


def test_every_detectable_fault_is_found(
    flat: tuple[Path, Manifest], results: dict[str, list[Result]]
) -> None:
    missed = [
        e for e in detectable(flat[1])
        if e.fault and not any(set(c) & set(e.fault.checks) for _, c in serious(results[e.fault.found_on]))
    ]  # fmt: skip
    assert missed == []
    assert len({e.fault.kind for e in detectable(flat[1]) if e.fault}) >= 9


def test_a_fault_across_years_is_seen_beside_last_years_report(
    flat: tuple[Path, Manifest], results: dict[str, list[Result]]
) -> None:
    across = [e for e in flat[1].entries if e.fault and e.fault.scope == "years"]
    assert across
    for entry in across:
        assert entry.fault
        found = [checks for _, checks in serious(results[entry.path])]
        assert any(set(entry.fault.checks) & set(checks) for checks in found), entry

def test_every_damaged_file_has_a_problem(
    flat: tuple[Path, Manifest], results: dict[str, list[Result]]
) -> None:
    damaged = [e for e in flat[1].entries if e.kind == "damaged"]
    assert len({e.damage for e in damaged}) == 5
    for entry in damaged:
        assert any(not p.is_notice for r in results[entry.path] for p in r.problems), entry
