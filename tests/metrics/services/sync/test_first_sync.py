"""Connecting: four weeks at once, then the older days."""

from datetime import timedelta

import pytest
import time_machine

from athletes.models import Athlete, Connection
from athletes.services import change_connection
from config.core.models import ExternalCall, Job
from metrics.models import Activity, Day, Origin, RemoteActivity, SyncedDay, SyncRun
from metrics.selectors.connections import shown_connection
from metrics.services.sync import request_sync
from metrics.services.sync.at_once import sync_now
from metrics.services.sync.running import run_slice
from tests.doubles.garmin.double import GarminDouble
from tests.metrics.services.sync.life import (
    TODAY,
    activity_of,
    connect,
    day_before,
    newest_run,
    shown,
    work,
)

pytestmark = pytest.mark.either


@pytest.mark.history(40)
def test_the_first_slice_brings_four_weeks(connection: Connection, athlete: Athlete) -> None:
    report = run_slice(connection.pk)

    connection.refresh_from_db()
    run = SyncRun.objects.get(reason="first")
    assert report.goes_on
    assert (run.state, run.since, run.until) == ("done", day_before(27), day_before(-1))
    assert (run.days_done, run.days_total) == (28, 28)
    assert (
        run.activities_done == run.activities_total == Activity.objects.for_athlete(athlete).shown().count()
    )
    assert run.requests == report.requests == ExternalCall.objects.count()
    assert connection.backfilled_to == day_before(27)
    assert Day.objects.filter(athlete=athlete).latest("date").date == TODAY


@pytest.mark.history(40)
def test_everything_is_here_in_the_end(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    work(connection)

    outings = garmin.person.outings()
    assert {row.external_id for row in RemoteActivity.objects.all()} == {str(one.id) for one in outings}
    assert set(RemoteActivity.objects.values_list("state", flat=True)) == {"fetched"}
    assert [each.start_time for each in shown(athlete)] == [one.start for one in outings]
    assert SyncedDay.objects.count() == 40
    assert connection.backfilled_to == connection.backfill_from == garmin.person.first_day
    assert connection.is_listed_whole
    assert not connection.is_backfilling
    assert Job.objects.get(kind="sync").state == "done"
    assert newest_run(connection).reason == "history"
    assert newest_run(connection).state == "done"


def test_what_garmin_says_of_a_day_is_what_is_stored(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    work(connection)

    yesterday = Day.objects.get(athlete=athlete, date=day_before(1))
    truth = garmin.person.truth(day_before(1))
    assert yesterday.resting_hr_bpm == truth.resting_hr_bpm
    assert yesterday.steps == truth.steps
    assert yesterday.source == "garmin_key"


def test_a_finished_connection_has_nothing_to_do(connection: Connection) -> None:
    work(connection)

    assert run_slice(connection.pk) is None


def test_every_activity_has_its_file_except_the_one_typed_in(
    connection: Connection, garmin: GarminDouble
) -> None:
    work(connection)

    without = Origin.objects.filter(file="")
    assert [each.external_id for each in without] == [str(garmin.person.manual.id)]


def test_the_secret_that_came_of_it_is_kept(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    run_slice(connection.pk)
    run_slice(connection.pk)

    assert garmin.personal.exchanges == 1


@pytest.mark.long
def test_years_cost_few_requests(athlete: Athlete, garmin: GarminDouble) -> None:
    key, _ = garmin.add_person(9, days=365, activities=45)
    person = garmin.personal.accounts[key].person
    work(connect(athlete, garmin, key=key, backfill_from=person.first_day))

    seen = garmin.personal.traffic.seen
    lists, files, nights = seen("/search/activities"), seen("/files/"), seen("/sleep-service/")
    ranges = [*nights, *seen("/dailysummaries"), *seen("/hrv/"), *seen("/weight/")]
    assert len(files) == 45 - 1
    assert len(lists) <= 45 // 20 + 2
    assert len(nights) == 14
    assert len(ranges) <= 60
    assert garmin.personal.traffic.most_in_flight[key] == 1


def test_what_is_listed_and_wanted_no_more_waits_for_a_longer_history(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    work(connection)
    oldest = garmin.person.outings()[-1]
    activity_of(oldest).delete()
    rows = connection.remote_activities
    rows.filter(external_id=str(oldest.id)).update(state="listed")
    files = len(garmin.personal.traffic.seen("/files/"))

    change_connection(connection=connection, backfill_from=oldest.day + timedelta(days=1))
    work(connection)

    assert shown_connection(connection).history.is_done
    assert len(garmin.personal.traffic.seen("/files/")) == files
    assert rows.get(state="listed").external_id == str(oldest.id)

    change_connection(connection=connection, backfill_from=garmin.person.first_day)
    assert not shown_connection(connection).history.is_done
    work(connection)

    assert len(garmin.personal.traffic.seen("/files/")) == files + 1
    assert len(shown(athlete)) == 6


@pytest.mark.long
def test_days_before_the_history_do_not_disturb_it(athlete: Athlete, garmin: GarminDouble) -> None:
    key, _ = garmin.add_person(4, days=120, activities=60)
    person = garmin.personal.accounts[key].person
    connection = connect(athlete, garmin, key=key, backfill_from=day_before(80))

    sync_now(athlete, since=day_before(110), until=day_before(100))
    work(connection)

    dates = {str(one.id): one.day for one in person.outings()}
    fetched = {dates[row.external_id] for row in RemoteActivity.objects.filter(state="fetched")}
    wanted = {
        day for day in dates.values() if day >= day_before(80) or day_before(110) <= day < day_before(100)
    }
    assert fetched == wanted
    assert set(RemoteActivity.objects.values_list("state", flat=True)) == {"fetched"}

    change_connection(connection=connection, backfill_from=person.first_day)
    work(connection)

    assert {row.external_id for row in RemoteActivity.objects.all()} == set(dates)
    assert connection.backfilled_to == person.first_day


def test_a_double_click_is_one_sync(connection: Connection, clock: time_machine.Traveller) -> None:
    work(connection)
    clock.shift(timedelta(hours=1))
    request_sync(connection)
    clock.shift(timedelta(seconds=1))
    request_sync(connection)
    clock.shift(timedelta(seconds=1))

    work(connection)

    assert SyncRun.objects.filter(reason="asked").count() == 1
