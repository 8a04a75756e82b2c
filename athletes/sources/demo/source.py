"""The demo athlete as a source like any other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from athletes.sources.demo.athlete import SOURCE
from athletes.sources.demo.history import ability_on, origin
from athletes.sources.demo.seasons import sessions_on
from athletes.sources.demo.wellness import day_record, night_record
from athletes.sources.records import RecordedActivity, RecordedDay
from athletes.sources.simulator.recording import record

HISTORY_DAYS = 548
"""Eighteen months: how far back the demo athlete's history goes when it is made."""

RECENT_DAYS = 84
"""Twelve weeks: what is made first."""


class DemoSource:
    """Yields a day as it always was: `today` only ends the history and never changes it."""

    name = SOURCE

    def __init__(self, seed: int, today: date) -> None:
        self._seed = seed
        self._today = today

    def fetch(self, since: date, until: date) -> Iterator[RecordedActivity | RecordedDay]:
        """The finished local days in [since, until), newest first; in a day wellness, then activities."""
        day = min(until, self._today)
        while day > since:
            day -= timedelta(days=1)
            yield from self._records(day)

    def morning(self) -> RecordedDay | None:
        """Today's night, as a watch gives it at breakfast; None when it was not worn."""
        return night_record(self._today, self._seed)

    def _records(self, day: date) -> Iterator[RecordedActivity | RecordedDay]:
        wellness = day_record(day, self._seed)
        if wellness is not None:
            yield wellness
        for spec in reversed(sessions_on(day, self._seed)):
            yield record(spec, ability_on(day, self._seed), origin(self._seed))
