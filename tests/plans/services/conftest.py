from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from athletes.models import Athlete
from config.core.celery import sending_with
from tests.factories.athletes import AthleteFactory, ThresholdFactory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> Iterator[None]:
    """A Sunday at noon; nothing is sent to a broker."""
    with time_machine.travel(NOW, tick=False), sending_with(lambda *_: None):
        yield


@pytest.fixture
def runner() -> Athlete:
    """A threshold pace of 4:15 and of a ride of 250 W, nothing done yet."""
    athlete: Athlete = AthleteFactory()
    ThresholdFactory(athlete=athlete, sport="running", kind="threshold_pace_s_per_km", value=255)
    ThresholdFactory(athlete=athlete)
    return athlete
