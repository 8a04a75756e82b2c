"""Which place of its day a session takes: no two shown ones share one."""

from __future__ import annotations

from collections.abc import Iterable

from athletes.models import Athlete
from plans.models import PlannedSession


class Places:
    """The places of `sessions` among everything that the calendar shows on their days: one query."""

    def __init__(self, athlete: Athlete, sessions: Iterable[PlannedSession]) -> None:
        self._sessions = list(sessions)
        own = [row.pk for row in self._sessions if row.pk]
        days = {row.day for row in self._sessions}
        others = PlannedSession.objects.for_athlete(athlete).shown().filter(day__in=days).exclude(pk__in=own)
        self._taken = set(others.values_list("day", "slot")) if days else set()

    def find(self) -> None:
        """Give each its slot, or the next free one after it. The rows are not saved."""
        for row in self._sessions:
            while (row.day, row.slot) in self._taken:
                row.slot += 1
            self._taken.add((row.day, row.slot))
