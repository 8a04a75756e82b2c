"""Athletes in the database, on a fixed day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache

from athletes.models import Athlete
from metrics.models import Activity
from tests.analysis.builders import TODAY
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.factories.metrics import ActivityFactory, store_loads

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """The clock starts at noon of the day that the builders call today, and runs."""
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller


@pytest.fixture
def athlete(db: None, noon: time_machine.Traveller) -> Iterator[Athlete]:
    """An athlete with an account and nothing else."""
    yield AthleteFactory(user=UserFactory(email="ada@example.org"))
    cache.clear()


def train(athlete: Athlete, loads: Sequence[float], *, until: date = TODAY) -> list[Activity]:
    """Store the series of daily `loads` up to a day, and the 10 km runs behind its last 38 days."""
    store_loads(athlete, until - timedelta(days=len(loads) - 1), list(loads))
    recent = [(until - timedelta(days=ago), load) for ago, load in enumerate(reversed(loads[-38:]))]
    return [run_on(athlete, day, load) for day, load in recent if load]


def run_on(athlete: Athlete, day: date, load: float | None, **fields: object) -> Activity:
    start = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=7)
    options = {"start_time": start, "utc_offset_s": 0, "distance_m": 10_000.0, **fields}
    return ActivityFactory(athlete=athlete, load=load, **options)
