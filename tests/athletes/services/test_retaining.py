"""Looks and invitations are forgotten when they have had their time, and not before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from athletes.models import CoachInvitation, DataRead
from config.core import retention
from tests.factories.athletes import AthleteFactory, CoachInvitationFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_looks_are_kept_for_two_years() -> None:
    athlete, viewer = AthleteFactory.create(), UserFactory.create()
    for days in (729, 731):
        hour = NOW - timedelta(days=days)
        shared = {"athlete": athlete, "viewer": viewer, "first_at": hour, "last_at": hour}
        DataRead.objects.create(data_class="load", hour=hour, **shared)

    retention.apply()

    assert [each.hour for each in DataRead.objects.all()] == [NOW - timedelta(days=729)]


def test_invitations_are_kept_for_ninety_days_after_their_end() -> None:
    kept, _ = (CoachInvitationFactory.create(expires_at=NOW - timedelta(days=days)) for days in (89, 91))

    retention.apply()

    assert list(CoachInvitation.objects.all()) == [kept]
