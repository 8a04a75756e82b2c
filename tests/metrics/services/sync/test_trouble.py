"""When Garmin is away, wants to be left alone, or refuses."""

from __future__ import annotations

from datetime import UTC, timedelta
from email.utils import format_datetime

import pytest
import time_machine
from django.utils import timezone

from athletes import vault
from athletes.errors import GarminAuthenticationError, GarminRateLimitError
from athletes.models import Athlete, Connection, Way
from config.core import breaker
from config.core.models import Breaker, BreakerState, Job
from metrics.models import RemoteActivity, SyncedDay, SyncRun
from metrics.services.sync import request_sync, start_due
from metrics.services.sync.running import run_slice
from tests.doubles.garmin.double import GarminDouble
from tests.metrics.services.sync.life import elsewhere, later, newest_run, shown, work

pytestmark = pytest.mark.either

FOURTEEN = timedelta(seconds=14)


def within_a_fifth_of(waits: list[float], shortest: list[float]) -> bool:
    """Each wait is its shortest, with up to a fifth of jitter."""
    return all(least <= wait <= 1.2 * least for wait, least in zip(waits, shortest, strict=True))


@pytest.mark.parametrize("form", ["seconds", "date"])
@pytest.mark.long
def test_told_to_wait_it_waits_exactly_that_long(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller, form: str
) -> None:
    until = timezone.now() + FOURTEEN
    asked = "14" if form == "seconds" else format_datetime(until.astimezone(UTC), usegmt=True)
    garmin.personal.script.add("/sleep-service", status=429, headers={"Retry-After": asked}, times=1)

    report = run_slice(connection.pk)

    connection.refresh_from_db()
    run, job = newest_run(connection), Job.objects.get(kind="sync")
    assert not report.goes_on
    assert connection.retry_at == job.next_attempt_at == until
    assert (run.state, run.error_code) == ("waiting", "GARMIN_RATE_LIMITED")
    assert (connection.state, job.state, job.attempts) == ("active", "queued", 0)
    assert run_slice(connection.pk) is None

    clock.shift(FOURTEEN)
    work(connection)
    assert connection.retry_at is None
    assert connection.last_error_code == ""
    assert not connection.is_backfilling


def test_a_wish_is_refused_with_the_time_while_garmin_wants_no_requests(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    garmin.personal.script.add("/sleep-service", status=429, headers={"Retry-After": "3600"}, times=1)
    run_slice(connection.pk)

    with pytest.raises(GarminRateLimitError, match="until today, 09:00") as refusal:
        request_sync(connection)

    assert refusal.value.retry_after_s == 3600
    clock.shift(timedelta(hours=1))
    assert request_sync(connection).state == "running"


def test_without_a_time_the_waits_grow(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    garmin.personal.script.add("/", status=429, times=None)
    waits = []

    for _ in range(4):
        run_slice(connection.pk)
        connection.refresh_from_db()
        waits.append((connection.retry_at - timezone.now()) / timedelta(minutes=1))
        clock.shift(connection.retry_at - timezone.now() + timedelta(seconds=1))

    assert within_a_fifth_of(waits, [1, 4, 16, 64])
    assert connection.failures == 4
    assert Job.objects.get(kind="sync").attempts == 0


def test_while_garmin_is_left_alone_the_waits_double_up_to_a_quarter_of_an_hour(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    waits = []

    for _ in range(6):
        Breaker.objects.update_or_create(
            name="garmin_key", defaults={"state": BreakerState.OPEN, "changed_at": timezone.now()}
        )
        run_slice(connection.pk)
        connection.refresh_from_db()
        waits.append((connection.retry_at - timezone.now()) / timedelta(minutes=1))
        clock.shift(connection.retry_at - timezone.now() + timedelta(seconds=1))

    assert within_a_fifth_of(waits, [1, 2, 4, 8, 15, 15])
    assert connection.last_error_code == "SERVICE_PAUSED"


def test_an_outage_disconnects_nobody(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller, athlete: Athlete
) -> None:
    work(connection)
    garmin.personal.script.add("/", status=503, times=None)

    for _ in range(6):
        clock.shift(timedelta(hours=7))
        start_due()
        run_slice(connection.pk)

    connection.refresh_from_db()
    assert connection.state == "active"
    assert connection.last_error_code in ("GARMIN_UNAVAILABLE", "SERVICE_PAUSED")
    assert connection.failures == 3
    assert newest_run(connection).state == "waiting"
    assert len(shown(athlete)) == 6

    garmin.personal.script.clear()
    clock.shift(timedelta(hours=7))
    start_due()
    work(connection)
    assert (connection.last_error_code, connection.failures) == ("", 0)
    assert newest_run(connection).state == "done"


@pytest.mark.history(40)
@pytest.mark.parametrize("fault", ["html", "malformed", "cut", "close"])
def test_nonsense_is_an_outage_as_well(connection: Connection, garmin: GarminDouble, fault: str) -> None:
    script = garmin.personal.script
    if fault in ("html", "malformed"):
        getattr(script, fault)("/search/", times=None)
    else:
        script.add("/search/", kind=fault, times=None)

    run_slice(connection.pk)

    connection.refresh_from_db()
    unreadable = fault in ("html", "malformed")
    code = "GARMIN_ANSWER_UNREADABLE" if unreadable else "GARMIN_UNAVAILABLE"
    assert (connection.state, connection.last_error_code) == ("active", code)
    assert newest_run(connection).state == "waiting"
    assert SyncedDay.objects.count() == 28


def test_a_resting_service_is_not_asked(connection: Connection, garmin: GarminDouble) -> None:
    breaker.enter(Way.KEY)
    for _ in range(5):
        breaker.failed(Way.KEY)

    run_slice(connection.pk)

    connection.refresh_from_db()
    assert garmin.personal.traffic.seen() == []
    assert (connection.state, connection.last_error_code) == ("active", "SERVICE_PAUSED")
    assert timedelta(seconds=60) <= connection.retry_at - timezone.now() <= timedelta(seconds=72)


def test_a_refused_key_needs_the_athlete(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    clock.shift(timedelta(hours=2))
    garmin.personal.revoke(garmin.key)

    request_sync(connection)
    assert work(connection) == 1
    assert (connection.state, newest_run(connection).state) == ("active", "waiting")
    clock.shift(timedelta(minutes=2))
    assert work(connection) == 1

    assert connection.state == "reconnect"
    assert newest_run(connection).state == "failed"
    assert Job.objects.get(kind="sync").state == "done"
    with pytest.raises(GarminAuthenticationError):
        request_sync(connection)
    start_due()
    assert run_slice(connection.pk) is None


def test_one_refusal_proves_nothing(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    garmin.personal.script.add("api-key/token", status=401, times=1)

    assert not run_slice(connection.pk).goes_on
    connection.refresh_from_db()
    assert connection.retry_at == timezone.now() + timedelta(minutes=2)
    clock.shift(timedelta(minutes=2))
    work(connection)

    assert (connection.state, connection.last_error_code) == ("active", "")
    assert not connection.is_backfilling


def test_a_bearer_that_is_refused_is_exchanged_within_the_slice(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller, athlete: Athlete
) -> None:
    work(connection)
    garmin.personal.drop_bearers(garmin.key)

    later(connection, clock, hours=2)

    assert newest_run(connection).state == "done"
    assert garmin.personal.exchanges == 2
    secret = vault.unseal(athlete=athlete, purpose=Way.KEY)
    assert secret["bearer"] in garmin.personal.accounts[garmin.key].bearers


def test_disconnected_while_it_works_nothing_is_written_any_more(
    connection: Connection, garmin: GarminDouble, athlete: Athlete
) -> None:
    def disconnect() -> None:
        Connection.objects.filter(athlete=athlete).delete()
        vault.erase(athlete=athlete, purpose=Way.KEY)

    garmin.personal.script.then("/search/", elsewhere(disconnect))

    report = run_slice(connection.pk)

    assert not report.goes_on
    assert vault.unseal(athlete=athlete, purpose=Way.KEY) is None
    assert not RemoteActivity.objects.exists()
    assert len(garmin.personal.traffic.seen("/files/")) == 0


def test_an_activity_that_cannot_be_read_stops_nothing_and_is_given_up_at_the_third_try(
    connection: Connection, garmin: GarminDouble
) -> None:
    bad = garmin.person.outings()[0]
    garmin.personal.script.add(f"/files/activity/{bad.id}", status=200, body=b"no zip at all", times=None)

    work(connection)

    row = RemoteActivity.objects.get(external_id=str(bad.id))
    assert (row.state, row.attempts) == ("failed", 3)
    assert row.error_message
    assert RemoteActivity.objects.filter(state="fetched").count() == 5
    assert newest_run(connection).state == "done"
    assert not connection.is_backfilling


@pytest.mark.long
def test_a_file_that_garmin_breaks_over_is_no_outage(connection: Connection, garmin: GarminDouble) -> None:
    bad = garmin.person.outings()[0]
    garmin.personal.script.add(f"/files/activity/{bad.id}", status=500, times=None)

    work(connection)

    assert RemoteActivity.objects.get(external_id=str(bad.id)).state == "failed"
    assert RemoteActivity.objects.filter(state="fetched").count() == 5
    assert connection.last_error_code == ""


@pytest.mark.long
def test_what_failed_in_an_outage_is_tried_again_with_the_next_sync(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    bad = garmin.person.outings()[0]
    fault = garmin.personal.script.add(f"/files/activity/{bad.id}", status=500, times=None)
    work(connection)
    fault.times = 0

    later(connection, clock, hours=2)

    assert RemoteActivity.objects.get(external_id=str(bad.id)).state == "fetched"


@pytest.mark.history(40)
@pytest.mark.long
def test_a_field_that_cannot_be_used_is_warned_of_once_with_its_count(
    connection: Connection, garmin: GarminDouble
) -> None:
    def spoil(body: dict) -> dict:
        for day in body["data"]:
            day["heartRate"] = {"restingValue": "many"}
        return body

    garmin.personal.script.change("dailysummaries", spoil)

    run_slice(connection.pk)

    warnings = SyncRun.objects.get(reason="first").warnings
    assert {"endpoint": "daily_summaries", "field": "heartRate.restingValue"}.items() <= warnings[0].items()
    assert warnings[0]["count"] >= 20
    assert len(warnings) <= 50
