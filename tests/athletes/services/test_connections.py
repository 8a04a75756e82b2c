from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from athletes import vault
from athletes.login_runner import run_here
from athletes.models import Athlete, Connection, ConnectionAttempt, Credential, DataKey, Way
from athletes.services import (
    account_lease,
    change_connection,
    disconnect,
    next_sync_at,
    start_login,
    sweep_secrets,
    update_athlete,
)
from athletes.tasks import sweep
from config.core import leases
from config.core.celery import sending_with
from config.core.models import AuditEvent, Lease
from tests.athletes.services.scripted import ADA, NEEDS_CODE, TOKENS, ScriptedGarmin
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
State = ConnectionAttempt.State


@pytest.fixture
def ada() -> Athlete:
    return AthleteFactory(time_zone="Europe/Berlin")


@pytest.fixture(autouse=True)
def asked() -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    """The tasks that are asked for, in place of a broker."""
    sent: list[tuple[str, tuple[Any, ...]]] = []
    with sending_with(lambda name, ids: sent.append((name, ids))):
        yield sent


def log_in(athlete: Athlete, answer: Any = ADA) -> ConnectionAttempt:
    typed = {"email": "ada@example.org", "password": "x"}
    return start_login(athlete=athlete, **typed, run=run_here, doors=ScriptedGarmin(answer).doors)


def connected(athlete: Athlete) -> Connection:
    log_in(athlete)
    return Connection.objects.get(athlete=athlete)


def test_a_new_connection_is_read_daily_from_then_on(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False):
        connection = connected(ada)

    assert connection.requested_at == NOON
    assert connection.next_sync_at == next_sync_at(connection, NOON)
    assert connection.sync_time == time(5, 30)


def test_connecting_again_renews_what_was_lost(ada: Athlete) -> None:
    lost = connected(ada)
    Connection.objects.filter(pk=lost.pk).update(
        state="reconnect",
        failures=7,
        last_error_code="GARMIN_AUTH_FAILED",
        last_error_message="No.",
        retry_at=NOON,
        sync_time=time(21),
        backfilled_to=date(2026, 1, 1),
    )

    with time_machine.travel(NOON, tick=False):
        log_in(ada, replace(ADA, secret={"di_token": "new"}))

    renewed = Connection.objects.get()
    assert (renewed.pk, renewed.state, renewed.failures, renewed.retry_at) == (lost.pk, "active", 0, None)
    assert (renewed.last_error_code, renewed.last_error_message) == ("", "")
    assert (renewed.sync_time, renewed.backfilled_to) == (time(21), date(2026, 1, 1))
    assert renewed.next_sync_at == NOON
    assert vault.unseal(athlete=ada, purpose="garmin_login") == {"di_token": "new"}


def test_another_account_does_not_take_the_place_of_the_first(ada: Athlete) -> None:
    before = connected(ada)

    attempt = log_in(ada, replace(ADA, account="eve-at-garmin", secret={"di_token": "eve"}))

    assert (attempt.state, attempt.error_code) == (State.FAILED, "GARMIN_OTHER_ACCOUNT")
    assert "disconnect first" in attempt.error_message
    assert Connection.objects.get().account == before.account
    assert vault.unseal(athlete=ada, purpose="garmin_login") == TOKENS
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "connection.made",
        "connection.refused",
    ]


def test_after_disconnecting_another_account_may_be_connected(ada: Athlete) -> None:
    disconnect(connection=connected(ada))

    assert log_in(ada, replace(ADA, account="eve-at-garmin")).state == State.CONNECTED


def test_an_account_without_a_name_is_not_another_one(ada: Athlete) -> None:
    connected(ada)

    assert log_in(ada, replace(ADA, account="")).state == State.CONNECTED
    assert Connection.objects.get().account == "ada-at-garmin"


def test_disconnecting_erases_the_secret_and_is_on_record(ada: Athlete) -> None:
    connection = connected(ada)

    disconnect(connection=connection)
    disconnect(connection=connection)

    assert not Connection.objects.exists()
    assert not Credential.objects.exists()
    assert not DataKey.objects.exists()
    assert not Lease.objects.exists()
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["connection.made", "connection.ended"]


def test_disconnecting_ends_a_login_that_waits_for_its_code(ada: Athlete) -> None:
    connection = connected(ada)
    attempt = log_in(ada, NEEDS_CODE)

    disconnect(connection=connection)

    attempt.refresh_from_db()
    assert attempt.state == State.FAILED
    assert not Credential.objects.exists()


def test_disconnecting_waits_for_a_sync_but_not_for_ever(ada: Athlete) -> None:
    connection = connected(ada)

    with leases.held(account_lease(ada), timedelta(minutes=1)) as holder:
        disconnect(connection=connection, patience_s=0.5)
        assert Lease.objects.get().holder == holder

    assert not Connection.objects.exists()


def test_a_new_time_of_day_holds_from_the_next_sync_on(ada: Athlete, asked: list[Any]) -> None:
    connection = connected(ada)
    asked.clear()

    with time_machine.travel(NOON, tick=False):
        changed = change_connection(connection=connection, sync_time=time(20), ai_allowed=False)

    assert (changed.sync_time, changed.ai_allowed) == (time(20), False)
    assert changed.next_sync_at is not None
    assert changed.next_sync_at.astimezone(ada.zone).hour == 20
    assert asked == []


def test_in_a_new_time_zone_it_is_read_at_the_same_time_of_day() -> None:
    ada = AthleteFactory(time_zone="UTC")
    with time_machine.travel(NOON, tick=False):
        connection = connected(ada)
        due = Connection.objects.create(athlete=ada, way=Way.KEY, next_sync_at=NOON)

        update_athlete(athlete=ada, time_zone="America/Los_Angeles")

    connection.refresh_from_db()
    due.refresh_from_db()
    assert connection.next_sync_at.astimezone(ada.zone).hour == 5
    assert due.next_sync_at == NOON


def test_an_earlier_first_day_is_read_soon(ada: Athlete, asked: list[Any]) -> None:
    connection = connected(ada)
    Connection.objects.update(backfill_from=date(2025, 1, 1), is_listed_whole=True)
    connection.refresh_from_db()
    asked.clear()

    change_connection(connection=connection, backfill_from=date(2025, 6, 1))
    assert (connection.backfill_from, connection.is_listed_whole, asked) == (date(2025, 6, 1), True, [])

    change_connection(connection=connection, backfill_from=date(2020, 1, 1))
    assert (connection.backfill_from, connection.is_listed_whole) == (date(2020, 1, 1), False)
    assert asked == [("metrics.tasks.sync_connection", (connection.pk,))]


def test_secrets_for_which_nothing_stands_are_swept(ada: Athlete) -> None:
    connected(ada)
    eve = AthleteFactory()
    log_in(eve, NEEDS_CODE)
    for purpose in (Way.KEY, "pending_login"):
        vault.seal(athlete=ada, purpose=purpose, data={})
    vault.seal(athlete=eve, purpose=Way.LOGIN, data={})

    assert sweep_secrets() == 3

    left = Credential.objects.order_by("pk").values_list("athlete", "purpose")
    assert list(left) == [(ada.pk, "garmin_login"), (eve.pk, "pending_login")]
    assert sweep_secrets() == 0


def test_the_tick_does_both(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        attempt = log_in(ada, NEEDS_CODE)
        vault.seal(athlete=AthleteFactory(), purpose=Way.KEY, data={})
        clock.shift(601)
        sweep()

    attempt.refresh_from_db()
    assert attempt.state == State.FAILED
    assert not Credential.objects.exists()
