"""From a connection to the numbers, with the tick and the tasks as a server runs them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from athletes.models import Athlete, Connection
from config.core.celery import run_inline
from config.core.models import ExternalCall, Job
from metrics.models import Activity, Day, LoadSeries, Origin, RawAnswer, SyncRun
from metrics.science.codec import decode_table
from metrics.services.sync import request_sync, start_due
from tests.doubles.garmin.double import GarminDouble
from tests.metrics.services.sync.life import NOW, TODAY, connect, day_before
from tests.pipeline.drop import drop


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime.fromisoformat(NOW), tick=False) as moving:
        yield moving


@pytest.fixture
def garmin(clock: time_machine.Traveller, settings: Any) -> Iterator[GarminDouble]:
    with GarminDouble(days=40, today=TODAY, activities=6, file_s=60) as running:
        settings.GARMIN_PERSONAL_API_BASE_URL = running.personal.url
        settings.GARMIN_REQUESTS_PER_S = 10_000
        yield running


@pytest.fixture
def connection(athlete: Athlete, garmin: GarminDouble) -> Connection:
    return connect(athlete, garmin)


def tick() -> None:
    """What beat starts every minute, and everything that follows from it."""
    with run_inline() as failures:
        start_due()
    assert failures == []


def test_a_tick_leads_to_loads_fitness_and_form(connection: Connection, athlete: Athlete) -> None:
    tick()

    connection.refresh_from_db()
    series = LoadSeries.objects.get(athlete=athlete)
    loads = decode_table(series.data, 3)[0]
    shown = Activity.objects.for_athlete(athlete).shown()
    assert not connection.is_backfilling
    assert series.dirty_from is None
    assert loads.sum() == pytest.approx(sum(each.load or 0 for each in shown))
    assert shown.count() == 6
    assert set(SyncRun.objects.values_list("reason", "state")) == {("first", "done"), ("history", "done")}


def test_the_next_morning_brings_the_next_day(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    tick()
    calls = len(garmin.personal.traffic.seen())
    clock.shift(timedelta(days=1))
    garmin.person.move_to(day_before(-1))
    garmin.person.add_activity(day_before(-1), seconds=1_200, hour=6)

    tick()

    assert Day.objects.latest("date").date == day_before(-1)
    assert SyncRun.objects.filter(reason="daily", state="done").count() == 1
    assert Origin.objects.filter(source="garmin_key").count() >= 7
    # The key's exchange, four ranges and what single days lack, one page of the list and the files.
    assert len(garmin.personal.traffic.seen()) - calls <= 18


def test_every_call_is_on_record_and_none_tells_what_was_said(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    tick()

    calls = list(ExternalCall.objects.all())
    assert len(calls) == len(garmin.personal.traffic.seen())
    assert {each.subject for each in calls} == {athlete.uid}
    assert {each.service for each in calls} == {"garmin_key"}
    assert all(garmin.key not in each.operation and "2026" not in each.operation for each in calls)
    assert RawAnswer.objects.exists()


def test_a_file_dropped_before_and_after_is_the_same_activity(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    first, *_, last = [one for one in garmin.person.outings() if not one.is_manual and not one.children]
    drop(athlete, before_fit=first.file)
    tick()
    drop(athlete, after_fit=last.file)

    assert Activity.objects.for_athlete(athlete).shown().count() == 6


def test_the_button_reads_what_is_new(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    tick()
    clock.shift(timedelta(hours=1))
    made = garmin.person.add_activity(TODAY, seconds=900, hour=7)

    with run_inline() as failures:
        request_sync(connection)

    assert failures == []
    assert Origin.objects.filter(external_id=str(made.id)).exists()
    assert Job.objects.get(kind="sync").state == "done"
