"""Streams of old activities are packed tighter, and read as before."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from config.core import retention
from metrics.models import Activity, Stream
from metrics.selectors.streams import load_channels
from metrics.services import chilling
from metrics.services.chilling import chill_streams
from tests.factories.metrics import ActivityFactory, StreamFactory

pytestmark = pytest.mark.django_db

BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def ridden(day: date) -> Activity:
    activity = ActivityFactory(local_date=day)
    StreamFactory(activity=activity)
    return activity


def test_old_ones_are_packed_once_and_read_the_same() -> None:
    old, new = ridden(date(2025, 12, 31)), ridden(date(2026, 1, 1))
    before = load_channels(old)

    assert (chill_streams(BEFORE), chill_streams(BEFORE)) == (1, 0)

    assert Stream.objects.get(activity=old).is_cold
    assert not Stream.objects.get(activity=new).is_cold
    after = load_channels(old)
    assert after.keys() == before.keys()
    for channel, values in before.items():
        np.testing.assert_array_equal(after[channel], values)


def test_in_a_dry_run_they_are_counted_alone() -> None:
    ridden(date(2025, 12, 31))

    assert chill_streams(BEFORE, dry_run=True) == 1
    assert not Stream.objects.get().is_cold


def test_a_night_has_an_end_and_the_next_one_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chilling, "AT_MOST", 2)
    for day in (3, 1, 2):
        ridden(date(2025, 12, day))

    assert [chill_streams(BEFORE) for _ in range(3)] == [2, 1, 0]


def test_it_is_one_of_the_rules() -> None:
    assert retention.keep_days(retention.RULES["metrics.warm_streams"]) == 730
