"""An athlete in Vienna whose login is at the double; time stands still the day before the week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from garminconnect.client import Client

from athletes.models import Athlete, Connection
from athletes.sources.garmin_login import account
from plans.services.sending import claim
from tests.doubles.garmin.aim import aim
from tests.doubles.garmin.double import GarminDouble
from tests.factories.athletes import AthleteFactory
from tests.plans.services.sending.life import NOW, connect


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Sunday morning, the day before the week."""
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def garmin(
    settings: Any, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> Iterator[GarminDouble]:
    plain = Client.__init__
    with GarminDouble(days=2, today=NOW.date(), activities=0) as running:

        def aimed(self: Client, *args: Any, **options: Any) -> None:
            plain(self, *args, **options)
            aim(self, running.connect.url)

        monkeypatch.setattr(Client, "__init__", aimed)
        monkeypatch.setattr(account, "FIRST_WAIT_S", 0.001)
        monkeypatch.setattr(claim, "PATIENCE_S", 0.0)
        settings.GARMIN_REQUESTS_PER_S = 10_000
        yield running


@pytest.fixture
def athlete(transactional_db: None) -> Athlete:
    made: Athlete = AthleteFactory(time_zone="Europe/Vienna", hr_max_bpm=190)
    return made


@pytest.fixture
def connection(athlete: Athlete, garmin: GarminDouble) -> Connection:
    return connect(athlete, garmin)
