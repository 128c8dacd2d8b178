"""Checks: described as data, decided by equations over intervals or by functions."""

from extractor.checks.context import Context
from extractor.checks.profile import Profile, load_profile
from extractor.checks.registry import GROUPS, CheckSpec, catalogue
from extractor.checks.run import outcomes_of, run_checks

__all__ = [
    "GROUPS",
    "CheckSpec",
    "Context",
    "Profile",
    "catalogue",
    "load_profile",
    "outcomes_of",
    "run_checks",
]
