"""An athlete whose login is at the double, and what becomes of a week there."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine

from athletes import vault
from athletes.models import Athlete, Connection, Way
from config.core.celery import sending_with
from plans.models import PlannedSession, SentWorkout, WeekSending
from plans.selectors.sending import week_preview
from plans.services.sending import request_sending, send_week, start_due
from tests.doubles.garmin.connect import Account
from tests.doubles.garmin.double import GarminDouble
from tests.factories.plans import MONDAY, PlannedSessionFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WEEK = [("2026-11-23", "Formline Run 0"), ("2026-11-25", "Formline Run 2"), ("2026-11-28", "Formline Run 5")]
"""What `week` looks like in the calendar at Garmin."""


class Killed(BaseException):
    """Nothing in the application catches it, as nothing catches a kill."""


def connect(athlete: Athlete, garmin: GarminDouble, email: str = "", **values: Any) -> Connection:
    """As a login leaves it: tokens in the vault and a row."""
    account = garmin.connect.accounts[email or garmin.email]
    tokens = garmin.connect.tokens(account.email)
    secret = {"v": 1, **tokens, "display_name": account.person.display_name}
    vault.seal(athlete=athlete, purpose=Way.LOGIN, data=secret)
    made: Connection = Connection.objects.create(athlete=athlete, way=Way.LOGIN, **values)
    return made


def week(athlete: Athlete, days: tuple[int, ...] = (0, 2, 5)) -> list[PlannedSession]:
    """A session on each of these days of the week, counted from Monday."""
    return [
        PlannedSessionFactory(
            athlete=athlete, day=MONDAY.fromordinal(MONDAY.toordinal() + number), title=f"Run {number}"
        )
        for number in days
    ]


def send(athlete: Athlete) -> WeekSending:
    """Ask for the week as it is, and do it."""
    connection = Connection.objects.get(athlete=athlete, way=Way.LOGIN)
    seen = week_preview(athlete, connection, MONDAY).digest
    sending = request_sending(athlete=athlete, user=athlete.user, week_start=MONDAY, seen=seen)
    return work(sending)


def work(sending: WeekSending) -> WeekSending:
    send_week(sending_id=sending.pk)
    sending.refresh_from_db()
    return sending


def acts(athlete: Athlete) -> list[tuple[str, str]]:
    """What the next sending would do, by title."""
    connection = Connection.objects.get(athlete=athlete, way=Way.LOGIN)
    return [(str(each.act), each.session.title) for each in week_preview(athlete, connection, MONDAY).lines]


def calendar(account: Account) -> list[tuple[str, str]]:
    """What stands in the calendar at Garmin: day and name."""
    library = account.library
    return sorted(
        (each["calendarDate"], library.workouts[each["workoutId"]]["workoutName"])
        for each in library.schedules.values()
    )


def names(account: Account) -> list[str]:
    """The library at Garmin."""
    return sorted(each["workoutName"] for each in account.library.workouts.values())


def remembered(athlete: Athlete) -> list[tuple[str, str, str, str]]:
    """What is kept here about what is there."""
    rows = SentWorkout.objects.filter(session__athlete=athlete).order_by("scheduled_on")
    return [(each.session.title, each.workout_id, each.schedule_id, str(each.scheduled_on)) for each in rows]


@contextmanager
def killed_at_request(number: int, garmin: GarminDouble) -> Iterator[None]:
    """The process dies while it waits for the answer to its request of this number: Garmin has done it."""

    def die(*_: Any) -> None:
        raise Killed

    def count(left: int) -> Callable[[], None]:
        def do() -> None:
            if left == 1:
                os.kill(os.getpid(), signal.SIGUSR1)
            else:
                garmin.connect.script.then("/", count(left - 1))

        return do

    before = signal.signal(signal.SIGUSR1, die)
    garmin.connect.script.then("/", count(number))
    try:
        yield
    finally:
        garmin.connect.script.clear()
        signal.signal(signal.SIGUSR1, before)


def resume(clock: time_machine.Traveller) -> None:
    """The lease runs out, and the sweep has another worker told."""
    clock.shift(timedelta(seconds=91))
    with sending_with(lambda name, ids: send_week(sending_id=ids[0])):
        start_due()
