"""Connections as plain as can be, what they said of days, and what a watch estimates."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from athletes.models import Connection, Way
from athletes.sources.records import EstimateKind
from metrics.models import Estimate, RemoteActivity, SyncedDay, SyncRun
from tests.factories.athletes import AthleteFactory


class ConnectionFactory(DjangoModelFactory):
    """A working key whose history is whole."""

    class Meta:
        model = Connection

    athlete = factory.SubFactory(AthleteFactory)
    way = Way.KEY
    backfill_from = date(2020, 1, 1)
    backfilled_to = date(2020, 1, 1)
    is_listed_whole = True


class SyncRunFactory(DjangoModelFactory):
    class Meta:
        model = SyncRun

    connection = factory.SubFactory(ConnectionFactory)
    athlete = factory.SelfAttribute("connection.athlete")
    reason = SyncRun.Reason.DAILY
    since = date(2026, 3, 1)
    until = date(2026, 3, 2)


class SyncedDayFactory(DjangoModelFactory):
    class Meta:
        model = SyncedDay

    connection = factory.SubFactory(ConnectionFactory)
    athlete = factory.SelfAttribute("connection.athlete")
    channels = factory.LazyFunction(dict)
    synced_at = factory.LazyAttribute(
        lambda o: datetime(o.date.year, o.date.month, o.date.day, 11, tzinfo=UTC)
    )


class RemoteActivityFactory(DjangoModelFactory):
    class Meta:
        model = RemoteActivity

    connection = factory.SubFactory(ConnectionFactory)
    athlete = factory.SelfAttribute("connection.athlete")
    external_id = factory.Sequence(lambda n: str(1000 + n))
    start_time = factory.LazyAttribute(
        lambda o: datetime(o.local_date.year, o.local_date.month, o.local_date.day, 7, tzinfo=UTC)
    )


class EstimateFactory(DjangoModelFactory):
    class Meta:
        model = Estimate

    athlete = factory.SubFactory(AthleteFactory)
    kind = EstimateKind.VO2MAX_RUNNING
    value = 54.0
    source = "garmin_login"
