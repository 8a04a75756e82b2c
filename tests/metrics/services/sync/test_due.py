"""The tick, the button, and who else may be at work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from athletes.models import Athlete, Connection, Way
from athletes.services import account, account_lease
from config.core import leases
from config.core.celery import sending_with
from config.core.models import Job
from metrics.models import RemoteActivity, SyncedDay, SyncRun
from metrics.services.sync import request_sync, start_due
from metrics.services.sync.running import run_slice
from tests.doubles.garmin.double import GarminDouble
from tests.factories.athletes import AthleteFactory
from tests.metrics.services.sync.life import elsewhere, newest_run, work

TASK = "metrics.tasks.sync_connection"


def tick() -> list[Any]:
    """The connections that a tick sends to the workers."""
    sent: list[Any] = []
    with sending_with(lambda name, ids: sent.append(ids[0]) if name == TASK else None):
        start_due()
    return sent


def idle(**values: Any) -> Connection:
    """A connection that is up to date."""
    now = timezone.now()
    done = {"synced_at": now, "next_sync_at": now + timedelta(hours=22), "is_listed_whole": True}
    day = now.date()
    values.setdefault("athlete", AthleteFactory())
    fields = {**done, "backfill_from": day, "backfilled_to": day, **values}
    made: Connection = Connection.objects.create(way=Way.KEY, **fields)
    return made


def test_at_its_hour_a_connection_is_started_once(
    transactional_db: None, clock: time_machine.Traveller
) -> None:
    connection = idle()
    assert tick() == []
    clock.shift(timedelta(hours=22))

    assert tick() == [connection.pk]
    assert tick() == []

    connection.refresh_from_db()
    assert newest_run(connection).reason == "daily"
    assert timezone.now() < connection.next_sync_at <= timezone.now() + timedelta(hours=25)


def test_two_beats_at_the_same_moment_start_nothing_twice(
    transactional_db: None, clock: time_machine.Traveller
) -> None:
    made = [idle(next_sync_at=timezone.now()) for _ in range(8)]

    def beat(_: int) -> None:
        try:
            start_due()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as beats:
        list(beats.map(beat, range(2)))

    assert SyncRun.objects.count() == Job.objects.count() == len(made)


def test_a_lost_message_is_sent_again_after_five_minutes(
    transactional_db: None, clock: time_machine.Traveller
) -> None:
    connection = idle(next_sync_at=timezone.now())
    assert tick() == [connection.pk]

    clock.shift(timedelta(minutes=4))
    assert tick() == []
    clock.shift(timedelta(minutes=2))
    assert tick() == [connection.pk]


def test_a_wait_that_is_over_is_gone_on_with(transactional_db: None, clock: time_machine.Traveller) -> None:
    connection = idle(next_sync_at=timezone.now())
    start_due()
    Job.objects.update(next_attempt_at=timezone.now() + timedelta(minutes=10))
    clock.shift(timedelta(minutes=6))
    assert tick() == []

    clock.shift(timedelta(minutes=4))

    assert tick() == [connection.pk]


def test_what_should_have_been_started_and_was_not_is_found(transactional_db: None) -> None:
    new = idle(synced_at=None, backfilled_to=None)
    longer = idle(backfill_from=timezone.now().date() - timedelta(days=90), is_listed_whole=False)
    idle()

    assert sorted(tick()) == sorted([new.pk, longer.pk])


def test_a_connection_that_needs_the_athlete_is_left_alone(transactional_db: None) -> None:
    idle(state=Connection.State.RECONNECT, next_sync_at=timezone.now(), synced_at=None)

    assert tick() == []


def test_a_job_of_a_connection_that_is_gone_ends(
    transactional_db: None, clock: time_machine.Traveller
) -> None:
    connection = idle(next_sync_at=timezone.now())
    start_due()
    connection.delete()
    clock.shift(timedelta(minutes=10))

    assert tick() == []
    assert Job.objects.get(kind="sync").state == "done"


def test_the_button_asks_once_however_often_it_is_pressed(
    transactional_db: None, clock: time_machine.Traveller
) -> None:
    connection = idle()

    first = request_sync(connection)
    clock.shift(timedelta(seconds=5))
    again = request_sync(connection)

    assert first.pk == again.pk
    assert SyncRun.objects.get().reason == "asked"
    connection.refresh_from_db()
    assert connection.requested_at == timezone.now()


def test_the_window_is_the_week_before_the_last_sync(
    transactional_db: None, clock: time_machine.Traveller
) -> None:
    connection = idle()
    today = timezone.now().date()
    clock.shift(timedelta(days=3))

    run = request_sync(connection)

    assert (run.since, run.until) == (today - timedelta(days=7), today + timedelta(days=4))


@pytest.mark.history(40)
def test_new_days_are_wanted_while_old_ones_are_read(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    run_slice(connection.pk)
    clock.shift(timedelta(minutes=1))
    garmin.personal.script.then("/sleep-service", elsewhere(lambda: request_sync(connection)))

    run_slice(connection.pk)
    runs = dict(SyncRun.objects.values_list("reason", "state"))
    assert runs == {"first": "done", "history": "running", "asked": "running"}

    work(connection)
    asked, history = SyncRun.objects.get(reason="asked"), SyncRun.objects.get(reason="history")
    assert asked.state == history.state == "done"
    assert asked.updated_at <= history.updated_at


@pytest.mark.history(40)
def test_two_workers_do_not_do_the_same(connection: Connection, garmin: GarminDouble) -> None:
    garmin.personal.latency_s = 0.02

    def one(_: int) -> bool:
        try:
            return run_slice(connection.pk) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as workers:
        worked = list(workers.map(one, range(3)))

    assert worked.count(True) == 1
    assert garmin.personal.traffic.most_in_flight[garmin.key] == 1
    assert SyncedDay.objects.count() == 28
    assert SyncRun.objects.filter(reason="first").count() == 1


@pytest.mark.history(40)
def test_while_another_request_of_the_account_does_not_end_it_waits(
    connection: Connection,
    athlete: Athlete,
    garmin: GarminDouble,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(account, "PATIENCE_S", 0.1)
    with leases.held(account_lease(athlete), timedelta(minutes=5)):
        assert not run_slice(connection.pk).goes_on

    job = Job.objects.get(kind="sync")
    assert (job.state, job.attempts, newest_run(connection).error_code) == ("queued", 0, "RATE_LIMITED")
    assert garmin.personal.traffic.calls == []
    clock.shift(timedelta(minutes=2))
    assert run_slice(connection.pk).days == 28


def test_who_lost_the_job_stops_at_the_next_request(connection: Connection, garmin: GarminDouble) -> None:
    garmin.personal.script.then("/search/", elsewhere(lambda: Job.objects.update(claims=99)))

    report = run_slice(connection.pk)

    assert not report.goes_on
    assert not RemoteActivity.objects.filter(state="fetched").exists()
    assert SyncRun.objects.get().state == "running"


@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24"])
def test_the_night_the_clocks_change_has_one_sync(
    transactional_db: None, clock: time_machine.Traveller, day: str
) -> None:
    clock.move_to(f"{day}T12:00:00+00:00")
    athlete = AthleteFactory(time_zone="Europe/Berlin")
    idle(athlete=athlete, sync_time=time(2, 30), next_sync_at=timezone.now())
    start_due()
    started = 0

    for _ in range(48):
        clock.shift(timedelta(minutes=30))
        before = Connection.objects.get().next_sync_at
        start_due()
        started += Connection.objects.get().next_sync_at != before

    assert started == 1
