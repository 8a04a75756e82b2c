"""A calendar for the questions about what is planned, there only while they are asked."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from analysis.evaluation.people import Ahead, Somebody
from plans.models import PlannedSession

SESSIONS = 10


@contextmanager
def planned(somebody: Somebody, seed: int) -> Iterator[None]:
    """Ten sessions within the next four weeks, at most one a day, as rows and in the truth."""
    chance, truth = random.Random(seed), somebody.truth  # noqa: S311
    days = sorted(chance.sample(range(1, 29), SESSIONS))
    truth.planned = [
        Ahead(truth.today + timedelta(days=each), chance.randrange(20, 180), chance.randrange(10, 250))
        for each in days
    ]
    rows = PlannedSession.objects.bulk_create(
        PlannedSession(
            athlete=somebody.athlete,
            day=each.day,
            sport="running",
            kind="easy",
            title="Easy run",
            minutes=each.minutes,
            load=each.load,
        )
        for each in truth.planned
    )
    try:
        yield
    finally:
        PlannedSession.objects.filter(pk__in=[row.pk for row in rows]).delete()
        truth.planned = []
