"""Tests mirror the modules; shared helpers are imported as `tests.…`."""
