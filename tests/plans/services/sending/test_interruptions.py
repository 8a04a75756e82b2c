"""Killed anywhere, a week ends as if nothing had been."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from athletes.models import Athlete, Connection
from plans.models import PlannedSession, WeekSending
from tests.doubles.garmin.connect import Account
from tests.doubles.garmin.double import GarminDouble
from tests.factories.athletes import AthleteFactory
from tests.factories.plans import PlannedSessionFactory
from tests.plans.services.sending.life import (
    NOW,
    WEEK,
    Killed,
    calendar,
    connect,
    killed_at_request,
    remembered,
    resume,
    send,
    week,
    work,
)


def another(garmin: GarminDouble, seed: int) -> tuple[Athlete, Account]:
    """One more athlete with a login of their own."""
    _, email = garmin.add_person(seed)
    athlete: Athlete = AthleteFactory(time_zone="Europe/Vienna", hr_max_bpm=190)
    connect(athlete, garmin, email)
    return athlete, garmin.connect.accounts[email]


def test_killed_at_any_request_it_ends_the_same_without_duplicates(
    transactional_db: None, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    undisturbed, _ = another(garmin, 100)
    week(undisturbed)
    send(undisturbed)
    requests = len(garmin.connect.traffic.seen())
    assert requests == 8

    for number in range(1, requests + 1):
        athlete, account = another(garmin, number)
        week(athlete)
        with killed_at_request(number, garmin), pytest.raises(Killed):
            send(athlete)
        resume(clock)

        assert WeekSending.objects.get(athlete=athlete).state == "done", f"at request {number}"
        assert calendar(account) == WEEK
        assert len(account.library.workouts) == len(remembered(athlete)) == 3
        send(athlete)
        assert calendar(account) == WEEK


@pytest.mark.either
@pytest.mark.long
def test_killed_while_changing_it_ends_the_same(
    transactional_db: None, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    undisturbed, _ = another(garmin, 100)
    change(undisturbed)
    garmin.connect.traffic.forget()
    send(undisturbed)
    requests = len(garmin.connect.traffic.seen())
    assert requests == 9

    for number in range(1, requests + 1):
        athlete, account = another(garmin, number)
        change(athlete)
        with killed_at_request(number, garmin), pytest.raises(Killed):
            send(athlete)
        resume(clock)

        newest = WeekSending.objects.filter(athlete=athlete).latest("pk")
        assert (newest.state, newest.sent, newest.removed) == ("done", 3, 1), f"at request {number}"
        assert calendar(account) == [
            ("2026-11-23", "Formline Shorter run"),
            ("2026-11-26", "Formline Run 2"),
            ("2026-11-29", "Formline Long run"),
        ]
        assert len(account.library.workouts) == len(remembered(athlete)) == 3


def change(athlete: Athlete) -> None:
    """A week that was sent, with one session replaced, one moved, one gone and one new."""
    monday, wednesday, saturday = week(athlete)
    send(athlete)
    PlannedSession.objects.filter(pk=monday.pk).update(title="Shorter run")
    PlannedSession.objects.filter(pk=wednesday.pk).update(day=date(2026, 11, 26))
    PlannedSession.objects.filter(pk=saturday.pk).update(deleted_at=NOW)
    PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 29), title="Long run")


def test_three_dead_workers_are_enough(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    week(athlete)
    with killed_at_request(1, garmin), pytest.raises(Killed):
        send(athlete)
    for _ in range(2):
        clock.shift(timedelta(seconds=91))
        with killed_at_request(1, garmin), pytest.raises(Killed):
            work(WeekSending.objects.get())

    resume(clock)

    sending = WeekSending.objects.get()
    assert (sending.state, sending.error_code) == ("failed", "WORKER_LOST")
    assert send(athlete).state == "done"


def test_an_answer_that_gets_lost_makes_nothing_twice(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    week(athlete)
    garmin.connect.script.add("/workout-service/workout$", kind="cut", times=1, method="POST")
    garmin.connect.script.add("/workout-service/schedule/", kind="cut", times=1, method="POST")

    send(athlete)
    for _ in range(2):
        clock.shift(timedelta(minutes=10))
        resume(clock)

    assert WeekSending.objects.get().state == "done"
    assert calendar(garmin.account) == WEEK
    assert len(garmin.account.library.workouts) == 3
