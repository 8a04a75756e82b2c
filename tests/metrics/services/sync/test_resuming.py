"""Interrupted anywhere, a sync ends as if nothing had been."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from athletes.models import Athlete, Connection
from config.core.celery import sending_with
from config.core.models import Job
from metrics.models import Origin, RemoteActivity
from metrics.services.sync import runs, slices, start_due, sync_connection
from metrics.services.sync.running import run_slice
from tests.doubles.garmin.double import GarminDouble
from tests.factories.athletes import AthleteFactory
from tests.metrics.services.sync.life import connect, newest_run, state_of, work

DAYS, ACTIVITIES = 31, 3


class Killed(BaseException):
    """Nothing in the application catches it, as nothing catches a kill."""


@contextmanager
def killed_at_request(number: int, garmin: GarminDouble, path: str = "/") -> Iterator[None]:
    """The process dies while it waits for the answer to its request of this number to such a path."""

    def die(*_: Any) -> None:
        raise Killed

    def count(left: int) -> Callable[[], None]:
        def do() -> None:
            if left == 1:
                os.kill(os.getpid(), signal.SIGUSR1)
            else:
                garmin.personal.script.then(path, count(left - 1))

        return do

    before = signal.signal(signal.SIGUSR1, die)
    garmin.personal.script.then(path, count(number))
    try:
        yield
    finally:
        garmin.personal.script.clear()
        signal.signal(signal.SIGUSR1, before)


def small(garmin: GarminDouble, activities: int = ACTIVITIES, days: int = DAYS) -> Connection:
    """A connection whose whole history is four weeks, three days and three activities."""
    key, _ = garmin.add_person(5, days=days, activities=activities)
    person = garmin.personal.accounts[key].person
    athlete = AthleteFactory(time_zone="Europe/Berlin", hr_max_bpm=190, hr_rest_bpm=50)
    return connect(athlete, garmin, key=key, backfill_from=person.first_day)


@pytest.mark.either
@pytest.mark.long
def test_killed_at_any_request_it_ends_the_same(
    transactional_db: None,
    garmin: GarminDouble,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Four new days and five older ones: the requests of months, and little to store.
    monkeypatch.setattr(runs, "FIRST_DAYS", 4)
    undisturbed = small(garmin, days=9)
    work(undisturbed)
    requests = len(garmin.personal.traffic.seen())
    wanted = state_of(undisturbed.athlete)
    assert [each.activities_done > 0 for each in undisturbed.runs.all()] == [True, True]
    assert set(undisturbed.runs.values_list("reason", flat=True)) == {"first", "history"}

    for number in range(1, requests + 1):
        connection = small(garmin, days=9)
        with killed_at_request(number, garmin), pytest.raises(Killed):
            work(connection)
        # Its lease runs out, and another worker is told by the tick.
        clock.shift(timedelta(seconds=91))
        start_due()
        work(connection)

        assert state_of(connection.athlete) | {"jobs": 0} == wanted | {"jobs": 0}, f"at request {number}"


def test_twenty_kills_lose_nothing_and_do_not_quarantine(
    transactional_db: None, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    connection = small(garmin, activities=24)
    with killed_at_request(1, garmin, "/search/"), pytest.raises(Killed):
        work(connection)

    for _ in range(19):
        clock.shift(timedelta(seconds=91))
        with killed_at_request(2, garmin, "/files/"), pytest.raises(Killed):
            work(connection)

    clock.shift(timedelta(seconds=91))
    work(connection)
    assert Job.objects.get(kind="sync").state == "done"
    assert set(RemoteActivity.objects.values_list("state", flat=True)) == {"fetched"}
    assert Origin.objects.count() == RemoteActivity.objects.count() == 24
    assert not connection.is_backfilling


@pytest.mark.history(40)
def test_a_slice_stops_when_its_time_is_over_and_the_next_goes_on(
    connection: Connection, athlete: Athlete, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 0.0)

    report = run_slice(connection.pk)

    assert (report.days, report.activities, report.goes_on) == (28, 0, True)
    assert newest_run(connection).state == "running"
    assert work(connection) > 6
    assert not connection.is_backfilling


def test_each_message_leads_to_the_next(connection: Connection) -> None:
    sent: list[tuple[str, tuple[Any, ...]]] = []
    with sending_with(lambda name, ids: sent.append((name, ids))):
        sync_connection(connection.pk)

    assert sent[-1] == ("metrics.tasks.sync_connection", (connection.pk,))


def test_what_takes_a_worker_three_times_is_given_up_and_the_wish_brings_it_back(
    transactional_db: None, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    connection = small(garmin)
    for _ in range(3):
        with killed_at_request(1, garmin), pytest.raises(Killed):
            run_slice(connection.pk)
        clock.shift(timedelta(seconds=91))

    assert run_slice(connection.pk) is None
    connection.refresh_from_db()
    assert Job.objects.get(kind="sync").state == "quarantined"
    assert (newest_run(connection).state, connection.last_error_code) == ("failed", "WORKER_LOST")
    assert connection.state == "active"
    assert run_slice(connection.pk) is None

    clock.shift(timedelta(days=1))
    start_due()
    work(connection)
    assert not connection.is_backfilling
