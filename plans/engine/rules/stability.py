"""What a plan that is made anew keeps of the one before: rule 19."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from plans.engine.rules.finding import Finding, at_least, not_applicable
from plans.engine.rules.judged import Session

STABILITY_MIN = 0.80


def stability(before: Iterable[Session], after: Iterable[Session], since: date) -> Finding:
    """19: the share of the sessions from `since` on that are still on their day, with kind and minutes."""
    told, now = _counted(before, since), _counted(after, since)
    if not told:
        return not_applicable(STABILITY_MIN)
    return at_least((told & now).total() / told.total(), STABILITY_MIN)


def _counted(sessions: Iterable[Session], since: date) -> Counter[tuple[date, str, int]]:
    return Counter((each.day, each.kind, each.minutes) for each in sessions if each.day >= since)
