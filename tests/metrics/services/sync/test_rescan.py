"""What changes at Garmin after it was read."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from athletes.models import Athlete, Connection
from metrics.models import Activity, Day, Origin, RemoteActivity, SyncedDay
from metrics.services.activities import delete_activity, update_activity
from metrics.services.ingest import store_activity
from metrics.services.parsing import parse
from tests.doubles.garmin.double import GarminDouble
from tests.doubles.garmin.outings import Outing
from tests.metrics.services.sync.life import activity_of, connect, day_before, later, newest_run, shown, work

pytestmark = pytest.mark.either


@pytest.fixture
def run(garmin: GarminDouble) -> Outing:
    """A run of yesterday, above the account's other activities."""
    return garmin.person.add_activity(day_before(1), seconds=1_800)


@pytest.mark.long
def test_a_new_name_at_garmin_is_taken_over(
    run: Outing, connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    garmin.person.edit_activity(run.id, name="Long run with Grace")

    later(connection, clock, hours=2)

    assert activity_of(run).name == "Long run with Grace"


@pytest.mark.long
def test_a_name_that_was_given_here_stays(
    run: Outing, connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    update_activity(activity=activity_of(run), name="My name for it")
    garmin.person.edit_activity(run.id, name="Long run with Grace")

    later(connection, clock, hours=2)

    assert activity_of(run).name == "My name for it"


@pytest.mark.long
def test_another_type_is_another_sport(
    run: Outing, connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    garmin.person.edit_activity(run.id, sport="cycling")

    later(connection, clock, hours=2)

    assert activity_of(run).sport == "cycling"


def test_another_length_is_fetched_again_and_keeps_the_athletes_words(
    run: Outing, connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    before = update_activity(activity=activity_of(run), rpe=7.0, note="Heavy legs")
    garmin.person.edit_activity(run.id, seconds=900)

    later(connection, clock, hours=2)

    after = activity_of(run)
    assert (after.pk, after.uid) == (before.pk, before.uid)
    assert before.elapsed_s > after.elapsed_s == pytest.approx(900, abs=2)
    assert (after.rpe, after.note) == (7.0, "Heavy legs")
    assert after.streams.first().count == pytest.approx(900, abs=2)
    assert Origin.objects.filter(activity=after).count() == 1


def test_removed_at_garmin_it_goes_after_the_second_look_an_hour_later(
    run: Outing, connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    garmin.person.delete_activity(run.id)

    later(connection, clock, hours=2)
    assert activity_of(run).deleted_at is None
    later(connection, clock, minutes=59)
    assert activity_of(run).deleted_at is None
    later(connection, clock, minutes=2)

    assert activity_of(run).deleted_at is not None
    assert RemoteActivity.objects.get(external_id=str(run.id)).state == "gone"


def test_what_the_athlete_gave_as_a_file_too_stays_when_it_is_removed_at_garmin(
    run: Outing, connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    for _ in range(2):
        store_activity(athlete=athlete, recorded=parse(run.file, "mine.fit"))
    garmin.person.delete_activity(run.id)

    later(connection, clock, hours=2)
    later(connection, clock, hours=2)

    origins = Origin.objects.filter(activity=activity_of(run)).order_by("pk")
    assert activity_of(run).deleted_at is None
    assert list(origins.values_list("source", "file_name")) == [
        ("garmin_key", origins[0].file_name),
        ("file", "mine.fit"),
    ]


@pytest.mark.long
def test_given_as_a_file_after_it_was_removed_at_garmin_it_comes_back(
    run: Outing, connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    garmin.person.delete_activity(run.id)
    later(connection, clock, hours=2)
    later(connection, clock, hours=2)
    assert activity_of(run).deleted_at is not None

    store_activity(athlete=athlete, recorded=parse(run.file, "mine.fit"))
    later(connection, clock, hours=2)

    assert activity_of(run).deleted_at is None


@pytest.mark.long
def test_listed_again_it_comes_back(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    newest = garmin.person.outings()[0]
    row = RemoteActivity.objects.get(external_id=str(newest.id))
    row.local_date = day_before(3)
    row.save()
    garmin.personal.script.change(
        "/search/", lambda items: [i for i in items if i["activityId"] != newest.id]
    )
    later(connection, clock, hours=2)
    later(connection, clock, hours=2)
    assert activity_of(newest).deleted_at is not None

    garmin.personal.script.clear()
    later(connection, clock, hours=2)

    assert activity_of(newest).deleted_at is None
    assert RemoteActivity.objects.get(external_id=str(newest.id)).state == "fetched"
    assert len(shown(athlete)) == 6


@pytest.mark.long
def test_an_empty_list_removes_nothing(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    garmin.personal.script.change("/search/", lambda items: [])

    later(connection, clock, hours=2)
    later(connection, clock, hours=2)

    assert len(shown(athlete)) == 6


def test_an_item_that_cannot_be_read_removes_nothing_and_is_told(
    run: Outing, connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    garmin.personal.script.change("/search/", lambda items: [{**items[0], "activityId": "?"}, *items[1:]])

    later(connection, clock, hours=2)
    later(connection, clock, hours=2)

    assert activity_of(run).deleted_at is None
    told = {"endpoint": "activities", "field": "", "problem": "not an activity", "count": 1}
    assert told in newest_run(connection).warnings


@pytest.mark.long
def test_what_came_as_a_file_as_well_stays(
    run: Outing, connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    athlete = connection.athlete
    store_activity(athlete=athlete, recorded=parse(run.file, "run.fit"))
    work(connection)
    garmin.person.delete_activity(run.id)

    later(connection, clock, hours=2)
    later(connection, clock, hours=2)

    assert activity_of(run).deleted_at is None


def test_deleted_here_it_is_never_brought_back(
    run: Outing, connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    delete_activity(activity=activity_of(run))

    later(connection, clock, hours=2)
    assert activity_of(run).deleted_at is not None

    garmin.person.edit_activity(run.id, name="Another name")
    garmin.personal.script.change("/search/", lambda items: items[1:])
    later(connection, clock, hours=2)
    later(connection, clock, hours=2)
    garmin.personal.script.clear()
    later(connection, clock, hours=2)

    assert activity_of(run).deleted_at is not None


def test_uploaded_to_garmin_once_more_it_is_the_same_activity(
    run: Outing, connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    count = Activity.objects.for_athlete(athlete).count()
    garmin.person.delete_activity(run.id)
    later(connection, clock, hours=2)
    later(connection, clock, hours=2)
    assert activity_of(run).deleted_at is not None

    again = replace(run, id=run.id + 9, name="Up again")
    garmin.person._added[again.id] = again
    garmin.person.edit_activity(again.id, name="Up again")
    later(connection, clock, hours=2)

    assert activity_of(run).deleted_at is None
    assert Activity.objects.for_athlete(athlete).count() == count


def test_an_answer_that_came_empty_takes_nothing_away(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    before = Day.objects.get(athlete=athlete, date=day_before(2))
    for path in ("dailysummaries", "hrv", "sleep", "weight"):
        garmin.personal.script.change(path, lambda body: [] if isinstance(body, list) else {})

    later(connection, clock, hours=2)

    after = Day.objects.get(athlete=athlete, date=day_before(2))
    assert newest_run(connection).state == "done"
    assert after.resting_hr_bpm == before.resting_hr_bpm is not None
    assert after.sleep_s == before.sleep_s is not None
    row = SyncedDay.objects.get(date=day_before(2))
    assert row.channels["sleep"] == "present"


def test_a_value_that_came_late_is_found_within_the_week(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    day = day_before(5)
    garmin.person.change_day(day, weight_kg=None)
    work(connection)
    assert Day.objects.get(athlete=athlete, date=day).weight_kg is None

    garmin.person.change_day(day, weight_kg=71.5)
    later(connection, clock, hours=2)

    assert Day.objects.get(athlete=athlete, date=day).weight_kg == pytest.approx(71.5)


@pytest.mark.long
def test_a_list_that_moves_between_two_pages_loses_nothing(athlete: Athlete, garmin: GarminDouble) -> None:
    key, _ = garmin.add_person(3, days=28, activities=28)
    person = garmin.personal.accounts[key].person
    gone = person.outings()[0]
    person.add_activity(day_before(0))
    garmin.personal.script.then("/search/", lambda: person.delete_activity(gone.id))
    connection = connect(athlete, garmin, key=key, backfill_from=person.first_day)

    work(connection)

    wanted = {str(one.id) for one in person.outings()}
    assert {row.external_id for row in RemoteActivity.objects.filter(state="fetched")} >= wanted


def test_the_day_that_was_not_over_is_read_again(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    work(connection)
    assert SyncedDay.objects.get(date=day_before(0)).channels["steps"] == "partial"

    garmin.person.move_to(day_before(-1))
    later(connection, clock, days=1)

    assert SyncedDay.objects.get(date=day_before(0)).channels["steps"] == "present"
    assert newest_run(connection).since == day_before(0) - timedelta(days=7)
