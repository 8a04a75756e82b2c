"""What stands in the way of a week has a name, and what passes is waited out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connections

from athletes import vault
from athletes.errors import GarminAuthenticationError, GarminRateLimitError
from athletes.models import Athlete, Connection, Way
from athletes.services import account_lease
from config.core import leases
from config.core.errors import DataChangedError, DataError, DataNotFoundError, DataValidationError
from plans.models import PlannedSession, WeekSending
from plans.selectors.sending import week_preview
from plans.services.sending import request_sending
from tests.doubles.garmin.double import GarminDouble
from tests.factories.plans import MONDAY
from tests.plans.services.sending.life import (
    NOW,
    WEEK,
    calendar,
    connect,
    names,
    resume,
    send,
    week,
)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (429, "GARMIN_RATE_LIMITED", "Garmin asked us to wait. Formline goes on by itself."),
        (503, "GARMIN_UNAVAILABLE", "Garmin cannot be reached at the moment."),
    ],
)
def test_a_rate_and_an_outage_are_waited_out(
    status: int,
    code: str,
    words: str,
    connection: Connection,
    athlete: Athlete,
    garmin: GarminDouble,
    clock: time_machine.Traveller,
) -> None:
    week(athlete)
    garmin.connect.script.add("/workout-service/schedule/", status=status, times=1, method="POST")

    sending = send(athlete)

    assert (sending.state, sending.error_code) == ("waiting", code)
    assert words in sending.error_message
    clock.shift(timedelta(minutes=2))
    resume(clock)
    sending.refresh_from_db()
    assert (sending.state, sending.error_code) == ("done", "")
    assert calendar(garmin.account) == WEEK
    assert len(garmin.account.library.workouts) == 3


def test_an_outage_that_lasts_is_given_up_after_three_tries(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    week(athlete)
    garmin.connect.script.add("/workout-service/", status=500, times=None)

    send(athlete)
    for _ in range(2):
        clock.shift(timedelta(minutes=30))
        resume(clock)

    sending = WeekSending.objects.get()
    assert (sending.state, sending.error_code) == ("failed", "GARMIN_UNAVAILABLE")
    garmin.connect.script.clear()
    clock.shift(timedelta(minutes=5))
    assert send(athlete).state == "done"
    assert calendar(garmin.account) == WEEK


def test_tokens_that_count_no_more_end_it_once_that_is_proven(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    week(athlete)
    garmin.connect.revoke(garmin.email)

    sending = send(athlete)
    assert (sending.state, sending.error_code) == ("waiting", "GARMIN_AUTH_FAILED")
    resume(clock)

    sending.refresh_from_db()
    assert (sending.state, sending.error_code) == ("failed", "GARMIN_AUTH_FAILED")
    assert "Connect again" in sending.error_message
    assert names(garmin.account) == []


def test_tokens_that_a_sync_renewed_meanwhile_are_taken_over(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    week(athlete)
    renewed = garmin.connect.tokens(garmin.email)
    stored = vault.unseal(athlete=athlete, purpose=Way.LOGIN)
    garmin.account.access.pop(stored["di_token"])
    garmin.account.refresh.discard(stored["di_refresh_token"])

    assert send(athlete).state == "waiting"
    vault.seal(athlete=athlete, purpose=Way.LOGIN, data=stored | renewed)
    resume(clock)

    assert WeekSending.objects.get().state == "done"
    assert calendar(garmin.account) == WEEK


def test_one_workout_that_garmin_refuses_does_not_stop_the_others(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    week(athlete)
    garmin.connect.script.add("/workout-service/workout$", status=400, times=1, method="POST", skip=1)

    sending = send(athlete)

    assert (sending.state, sending.sent, sending.error_code) == ("failed", 2, "GARMIN_REQUEST_REFUSED")
    assert sending.error_message == "Garmin does not take “Run 2”. Everything else of the week is there."
    assert calendar(garmin.account) == [WEEK[0], WEEK[2]]


def test_while_a_sync_uses_the_account_it_waits_its_turn(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    week(athlete)
    with leases.held(account_lease(athlete), timedelta(minutes=5)):
        sending = send(athlete)
        assert sending.state == "waiting"
        assert garmin.connect.traffic.seen("workout") == []

    resume(clock)

    sending.refresh_from_db()
    assert sending.state == "done"


def test_asking_twice_is_asking_once(connection: Connection, athlete: Athlete) -> None:
    week(athlete)
    seen = week_preview(athlete, connection, MONDAY).digest

    first = request_sending(athlete=athlete, user=athlete.user, week_start=MONDAY, seen=seen)
    second = request_sending(athlete=athlete, user=athlete.user, week_start=date(2026, 11, 25), seen=seen)

    assert first == second
    with pytest.raises(DataError) as raised:
        request_sending(athlete=athlete, user=athlete.user, week_start=date(2026, 11, 30), seen="")
    assert raised.value.code == "SENDING_UNDER_WAY"


def test_what_was_not_seen_is_not_sent(connection: Connection, athlete: Athlete) -> None:
    week(athlete)
    seen = week_preview(athlete, connection, MONDAY).digest
    PlannedSession.objects.filter(title="Run 0").update(title="Hills")

    with pytest.raises(DataChangedError):
        request_sending(athlete=athlete, user=athlete.user, week_start=MONDAY, seen=seen)

    assert not WeekSending.objects.exists()


def test_what_stands_in_the_way_has_a_name(athlete: Athlete, garmin: GarminDouble) -> None:
    def ask(day: date = MONDAY) -> None:
        request_sending(athlete=athlete, user=athlete.user, week_start=day, seen="")

    with pytest.raises(DataNotFoundError) as raised:
        ask()
    assert raised.value.code == "GARMIN_LOGIN_MISSING"
    with pytest.raises(DataValidationError):
        ask(MONDAY - timedelta(days=14))
    connection = connect(athlete, garmin, retry_at=NOW + timedelta(minutes=20))
    connection.last_error_code = "GARMIN_RATE_LIMITED"
    connection.save()
    with pytest.raises(GarminRateLimitError, match=r"until today, 10:20\."):
        ask()
    Connection.objects.update(state="reconnect", last_error_code="GARMIN_AUTH_FAILED")
    with pytest.raises(GarminAuthenticationError):
        ask()
    assert not WeekSending.objects.exists()


def test_a_new_login_while_it_is_sent_is_taken_over_at_once(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    week(athlete)
    stored = vault.unseal(athlete=athlete, purpose=Way.LOGIN)

    def log_in_again() -> None:
        try:
            garmin.connect.revoke(garmin.email)
            fresh = stored | garmin.connect.tokens(garmin.email)
            vault.seal(athlete=athlete, purpose=Way.LOGIN, data=fresh)
        finally:
            connections.close_all()

    garmin.connect.script.then("/workout-service/workouts", log_in_again)

    sending = send(athlete)
    resume(clock)

    sending.refresh_from_db()
    assert (sending.state, sending.error_code) == ("done", "")
    assert calendar(garmin.account) == WEEK
