"""Results on disk between reading and writing: what lets a killed run continue."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from extractor.output.files import clear_errors, replacing
from extractor.pipeline import Settings
from extractor.resources import patterns_dir

_FOLDER = ".jihe"
_SUFFIX = ".results"


def fingerprint(settings: Settings) -> str:
    """Name everything besides a file's content that its results depend on.

    The program, the rules (built in and the user's), the profile and the limits.
    """
    digest = hashlib.sha256()
    program = Path(__file__).resolve().parent.parent
    roots = [(program, "*.py"), *((f, "*.y*ml") for f in (patterns_dir(), *settings.patterns))]
    for root, kind in roots:
        for path in sorted(root.rglob(kind)):
            digest.update(path.relative_to(root).as_posix().encode("utf-8", "replace") + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(repr((settings.profile, settings.limits)).encode())
    return digest.hexdigest()[:16]


class Spool:
    """The results of documents by the SHA-256 of their content, under one fingerprint.

    Files are whole or absent. `close` forgets what the run did not use.
    """

    def __init__(self, out: Path, rules: str) -> None:
        """Open the folder `.jihe` in `out`; results under other rules are of no use."""
        self._root = out / _FOLDER
        self._folder = self._root / rules
        self._used: set[str] = set()
        self.scratch = self._folder / "unpacked"
        """A folder for members of archives, removed by `close`."""
        with clear_errors(out):
            self.scratch.mkdir(parents=True, exist_ok=True)
            for other in self._root.iterdir():
                if other.is_dir() and other != self._folder:
                    shutil.rmtree(other, ignore_errors=True)
            for part in self._folder.glob(".*.part"):
                part.unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}{_SUFFIX}"

    def get(self, sha256: str) -> bytes | None:
        """The stored results of a content, or None."""
        self._used.add(sha256)
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, sha256: str, packed: bytes) -> None:
        """Store the results of a content.

        Raises:
            JiheError: the disk is full or not writable.
        """
        self._used.add(sha256)
        path = self._path(sha256)
        with clear_errors(path), replacing(path) as part:
            part.write_bytes(packed)

    def close(self) -> None:
        """Forget what this run did not use, and the unpacked members."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        for path in self._folder.glob(f"*{_SUFFIX}"):
            if path.name.removesuffix(_SUFFIX) not in self._used:
                path.unlink(missing_ok=True)
