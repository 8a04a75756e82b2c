"""Connections to Garmin as they stand: connected, trying, syncing, failing. No secrets are made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from athletes.models import Connection, ConnectionAttempt, Way
from config.core.models import ExternalCall
from metrics.models import RemoteActivity, SyncRun
from tests.factories.athletes import AthleteFactory

SYNCED = datetime(2026, 11, 22, 4, 31, tzinfo=UTC)


class ConnectionFactory(DjangoModelFactory):
    """A key that was read whole this morning and will be read tomorrow."""

    class Meta:
        model = Connection

    athlete = factory.SubFactory(AthleteFactory)
    way = Way.KEY
    account = "ada.runner@example.org"
    key_expires_on = date(2027, 9, 1)
    synced_at = SYNCED
    next_sync_at = SYNCED + timedelta(days=1)
    backfill_from = date(2025, 11, 22)
    backfilled_to = date(2025, 11, 22)
    is_listed_whole = True


class AttemptFactory(DjangoModelFactory):
    """A login that asks Garmin at this moment."""

    class Meta:
        model = ConnectionAttempt

    athlete = factory.SubFactory(AthleteFactory)
    way = Way.LOGIN
    step = ConnectionAttempt.Step.ASKING


class SyncRunFactory(DjangoModelFactory):
    """A sync that is over: eight days and one activity."""

    class Meta:
        model = SyncRun

    connection = factory.SubFactory(ConnectionFactory)
    athlete = factory.SelfAttribute("connection.athlete")
    reason = SyncRun.Reason.DAILY
    state = SyncRun.State.DONE
    since = date(2026, 11, 15)
    until = date(2026, 11, 23)
    days_done = days_total = 8
    activities_done = activities_total = 1
    requests = 9
    finished_at = factory.LazyFunction(timezone.now)


class RemoteActivityFactory(DjangoModelFactory):
    class Meta:
        model = RemoteActivity

    connection = factory.SubFactory(ConnectionFactory)
    athlete = factory.SelfAttribute("connection.athlete")
    external_id = factory.Sequence(lambda n: str(9_000_000_000 + n))
    start_time = factory.Sequence(lambda n: datetime(2026, 11, 1, 6, tzinfo=UTC) - timedelta(days=n))
    local_date = factory.LazyAttribute(lambda o: o.start_time.date())
    summary = factory.Sequence(lambda n: {"activityName": f"Run {n}"})
    state = RemoteActivity.State.FETCHED


class ExternalCallFactory(DjangoModelFactory):
    """Half a second for the daily summaries, answered well. Give it the `subject`: an athlete's uid."""

    class Meta:
        model = ExternalCall

    service = "garmin_key"
    operation = "daily_summaries"
    started_at = SYNCED
    duration_ms = 480
    status = 200
    received_bytes = 12_000
