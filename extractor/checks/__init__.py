"""Checks: described as data, decided by equations over intervals or by functions."""

from extractor.checks.companions import Card, candidates, card_of
from extractor.checks.context import Companion, Context, Role
from extractor.checks.evaluate import outcomes_of
from extractor.checks.profile import Profile, load_profile
from extractor.checks.region import choose_profile
from extractor.checks.registry import GROUPS, CheckSpec, catalogue
from extractor.checks.run import run_checks
from extractor.checks.statistics import archive_checks
from extractor.checks.statistics_sample import ArchiveSample

__all__ = [
    "GROUPS",
    "ArchiveSample",
    "Card",
    "CheckSpec",
    "Companion",
    "Context",
    "Profile",
    "Role",
    "archive_checks",
    "candidates",
    "card_of",
    "catalogue",
    "choose_profile",
    "load_profile",
    "outcomes_of",
    "run_checks",
]
