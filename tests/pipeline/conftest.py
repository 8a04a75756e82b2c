"""An athlete, and files dropped on the import page."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from athletes.models import Athlete, Threshold
from metrics.services import parsing
from tests.factories.athletes import AthleteFactory
from tests.pipeline.drop import THRESHOLD_W


@pytest.fixture
def athlete(transactional_db: None) -> Athlete:
    """Thresholds since 2026, so that an hour at 200 W is a load of 100."""
    cache.clear()
    made: Athlete = AthleteFactory(time_zone="Europe/Paris", hr_max_bpm=188, hr_rest_bpm=48)
    Threshold.objects.create(
        athlete=made, sport="cycling", kind="ftp_w", value=THRESHOLD_W, valid_from="2026-01-01"
    )
    return made


@pytest.fixture
def browser_of(athlete: Athlete) -> Client:
    """The athlete's browser, logged in."""
    client = Client()
    client.force_login(athlete.user)
    return client


@pytest.fixture(autouse=True)
def fresh_sandbox() -> Iterator[None]:
    """A parser of this test alone."""
    parsing._sandbox.cache_clear()
    yield
    parsing._sandbox().close()
    parsing._sandbox.cache_clear()
