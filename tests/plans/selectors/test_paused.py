"""What a marker stops among the sessions of the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from athletes.models import Athlete
from plans.selectors.paused import pauses, recent_markers
from tests.factories.athletes import AthleteFactory
from tests.factories.own_word import AnnotationFactory
from tests.factories.plans import PlannedSessionFactory

TODAY = date(2026, 12, 2)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 12, 2, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory()


@pytest.mark.parametrize(
    ("values", "stopped"), [({"z1_min": 45}, False), ({"kind": "strides", "z1_min": 43, "z3_min": 2}, True)]
)
def test_strides_stop_with_the_hard_sessions_while_an_illness_lasts(athlete, values, stopped):
    AnnotationFactory(athlete=athlete, start=TODAY, end=None)
    tomorrow = PlannedSessionFactory(athlete=athlete, day=date(2026, 12, 3), hard=False, **values)

    found = pauses(athlete, [tomorrow], recent_markers(athlete))

    assert (tomorrow.pk in found) == stopped
