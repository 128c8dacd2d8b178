"""Data goes to stdout, talk to stderr, both in UTF-8."""

from __future__ import annotations

import os
import sys


def write(text: str) -> None:
    """Write data to stdout as it is."""
    sys.stdout.write(text)
    sys.stdout.flush()


def say(text: str) -> None:
    """Talk to people on stderr."""
    print(text, file=sys.stderr, flush=True)


def colour() -> bool:
    """Whether stdout is a terminal that wants colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def use_utf8() -> None:
    """Write UTF-8 everywhere: a Windows console or a C locale would stop at the first 元."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            # newline="" keeps the line ends of CSV; a lone surrogate is shown, not fatal
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
