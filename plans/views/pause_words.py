"""What is said of a session that a marker stops: to whom may know of it, and to others."""

from __future__ import annotations

from athletes.access import ALIAS
from plans.engine.adapt.pausing import Pause

UNSAID = "Paused, for a reason that you cannot see: ask the athlete"
ON_THE_DAYS = {"illness": "marked as ill", "injury": "marked as injured"}
AFTER = {
    "illness": "nothing hard in the first days after being ill",
    "injury": "nothing hard in the first days after an injury",
}
REST, EASY = "Rest", "Nothing hard"
"""What to do instead, in a word."""


def pause_words(pause: Pause | None, classes: frozenset[str], ref: str) -> str:
    """ "Paused: you are marked as ill"; "" when nothing stops it. `classes` are those that may be seen."""
    if pause is None:
        return ""
    if "notes" not in classes:
        return UNSAID
    if pause.is_return:
        return f"Paused: {AFTER[pause.kind]}"
    return f"Paused: {'you are ' if ref == ALIAS else ''}{ON_THE_DAYS[pause.kind]}"


def instead(pauses: list[Pause]) -> str:
    """The one answer for a day whose sessions are all stopped."""
    return EASY if all(each.is_return for each in pauses) else REST
