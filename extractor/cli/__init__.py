"""The command line."""

from extractor.cli.app import app, main

__all__ = ["app", "main"]
