"""Checks: described as data, decided by equations over intervals or by functions."""

from extractor.checks.companions import Card, candidates, card_of
from extractor.checks.context import Companion, Context, Role
from extractor.checks.evaluate import outcomes_of
from extractor.checks.profile import Profile, load_profile
from extractor.checks.region import choose_profile
from extractor.checks.registry import GROUPS, CheckSpec, catalogue
from extractor.checks.run import run_checks

__all__ = [
    "GROUPS",
    "Card",
    "CheckSpec",
    "Companion",
    "Context",
    "Profile",
    "Role",
    "candidates",
    "card_of",
    "catalogue",
    "choose_profile",
    "load_profile",
    "outcomes_of",
    "run_checks",
]
