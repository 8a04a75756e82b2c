"""An athlete whose account is at the double; time stands still on the morning of 22 November 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine as travelling

from athletes.models import Athlete, Connection
from tests.doubles.garmin.double import GarminDouble
from tests.factories.athletes import AthleteFactory
from tests.metrics.services.sync.life import NOW, TODAY, connect


@pytest.fixture(autouse=True)
def clock() -> Iterator[travelling.Traveller]:
    with travelling.travel(datetime.fromisoformat(NOW), tick=False) as moving:
        yield moving


@pytest.fixture
def garmin(
    settings: Any, clock: travelling.Traveller, request: pytest.FixtureRequest
) -> Iterator[GarminDouble]:
    """Twelve days, or as many as the mark `history` says, and six activities, each file a minute long."""
    marked = request.node.get_closest_marker("history")
    days = marked.args[0] if marked else 12
    with GarminDouble(days=days, today=TODAY, activities=6, file_s=60) as running:
        settings.GARMIN_PERSONAL_API_BASE_URL = running.personal.url
        settings.GARMIN_REQUESTS_PER_S = 10_000
        yield running


@pytest.fixture
def athlete(transactional_db: None) -> Athlete:
    made: Athlete = AthleteFactory(time_zone="Europe/Berlin", hr_max_bpm=190, hr_rest_bpm=50)
    return made


@pytest.fixture
def connection(athlete: Athlete, garmin: GarminDouble) -> Connection:
    """By key."""
    return connect(athlete, garmin)
