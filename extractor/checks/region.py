"""Which scoring profile belongs to a report: the one asked for, the place's, or the ministry's."""

from __future__ import annotations

from extractor.checks.profile import Profile, load_profile
from extractor.library import wordings_of
from extractor.model import Report
from extractor.text import fold

_PREFIX = "region."


def choose_profile(name: str | None, report: Report) -> tuple[Profile, str]:
    """The profile for a report and why it was chosen, in Chinese.

    A profile named by the user holds with all its rules; one recognised from the unit's name
    or the title only with those that are confirmed.

    Raises:
        JiheError: there is no profile of that name.
    """
    if name is not None:
        profile = load_profile(name)
        return profile, f"{profile.name}，由 --profile 指定"
    found = recognise(report)
    if found is None:
        profile = load_profile()
        return profile, f"{profile.name}，默认"
    place, word = found
    profile = load_profile(place, confirmed=True)
    return profile, f"{profile.name}，按名称中的“{word}”选用"


def recognise(report: Report) -> tuple[str, str] | None:
    """Profile and place word of the unit's name, else of the title; None if none or several."""
    for words in (report.unit, report.title):
        if not words:
            continue
        folded = fold(words)
        found = [
            (places.name.removeprefix(_PREFIX), word)
            for places in wordings_of(_PREFIX) if (word := places.first(folded))
        ]  # fmt: skip
        if len(found) == 1:
            return found[0]
    return None
