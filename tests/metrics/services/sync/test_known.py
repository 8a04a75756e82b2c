"""Activities that are here already, by a file, by hand or by another way from Garmin."""

from __future__ import annotations

import pytest

from athletes import vault
from athletes.models import Athlete, Connection, Way
from athletes.sources.garmin.from_summary import activity_of as typed_in
from athletes.sources.garmin.listing import listed_of
from metrics.models import Activity, Origin, RemoteActivity
from metrics.services.activities import delete_activity, update_activity
from metrics.services.ingest import store_activity
from metrics.services.manual import add_manual_activity
from metrics.services.parsing import parse
from metrics.services.sync.running import run_slice
from tests.doubles.garmin.bodies_activity import listed
from tests.doubles.garmin.double import GarminDouble
from tests.doubles.garmin.outings import Outing
from tests.metrics.services.sync.life import activity_of, connect, elsewhere, shown, work

pytestmark = pytest.mark.either


@pytest.fixture
def newest(garmin: GarminDouble) -> Outing:
    return garmin.person.outings()[0]


def upload(athlete: Athlete, outing: Outing) -> Activity:
    return store_activity(athlete=athlete, recorded=parse(outing.file, "mine.fit")).activity


def test_a_file_that_is_here_is_one_activity_with_one_more_origin(
    newest: Outing, connection: Connection, athlete: Athlete
) -> None:
    mine = upload(athlete, newest)

    work(connection)

    assert len(shown(athlete)) == 6
    assert activity_of(newest) == mine
    assert sorted(Origin.objects.filter(activity=mine).values_list("source", "external_id")) == [
        ("file", ""),
        ("garmin_key", str(newest.id)),
    ]
    assert activity_of(newest).name == newest.name


def test_a_file_that_was_deleted_here_does_not_come_back(
    newest: Outing, connection: Connection, athlete: Athlete
) -> None:
    delete_activity(activity=upload(athlete, newest))

    work(connection)

    assert activity_of(newest).deleted_at is not None
    assert len(shown(athlete)) == 5
    assert RemoteActivity.objects.get(external_id=str(newest.id)).state == "fetched"


def test_what_was_typed_in_and_deleted_does_not_come_back_as_a_recording(
    newest: Outing, connection: Connection, athlete: Athlete
) -> None:
    typed = add_manual_activity(
        athlete=athlete, sport=newest.sport, start_time=newest.start, duration_s=newest.seconds
    )
    delete_activity(activity=typed.activity)

    work(connection)

    assert len(shown(athlete)) == 5


def test_what_was_typed_in_is_merged_and_keeps_its_words(
    newest: Outing, connection: Connection, athlete: Athlete
) -> None:
    add_manual_activity(
        athlete=athlete, sport=newest.sport, start_time=newest.start, duration_s=newest.seconds, rpe=6.0
    )

    work(connection)

    assert len(shown(athlete)) == 6
    assert activity_of(newest).rpe == 6.0
    assert activity_of(newest).streams.exists()


def test_by_key_and_by_login_it_is_one_activity(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, newest: Outing
) -> None:
    """The login's half is what its source would store: the same files under the same ids."""
    work(connection)
    login = Connection.objects.create(athlete=athlete, way=Way.LOGIN)
    Origin.objects.filter(source=Way.KEY).update(source=Way.LOGIN)
    RemoteActivity.objects.update(connection=login)
    garmin.personal.traffic.forget()
    connection.delete()

    work(connect(athlete, garmin))

    assert len(shown(athlete)) == Activity.objects.filter(merged_into=None, parent=None).count() == 6
    assert Origin.objects.filter(external_id=str(newest.id)).count() == 2
    assert len(garmin.personal.traffic.seen("/files/")) == 0


def test_an_export_without_the_file_is_completed_by_it(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, newest: Outing
) -> None:
    item = listed_of(listed(garmin.person, newest))
    assert item is not None
    store_activity(athlete=athlete, recorded=typed_in(item, source="garmin_export"))

    work(connection)

    assert len(shown(athlete)) == 6
    assert activity_of(newest).streams.exists()


def test_the_strictest_wish_about_analyses_wins(
    newest: Outing, athlete: Athlete, garmin: GarminDouble
) -> None:
    mine = upload(athlete, newest)
    assert mine.ai_allowed

    work(connect(athlete, garmin, ai_allowed=False))

    mine.refresh_from_db()
    assert not mine.ai_allowed


def test_a_name_of_ones_own_is_not_replaced_by_garmins(
    newest: Outing, connection: Connection, athlete: Athlete
) -> None:
    update_activity(activity=upload(athlete, newest), name="Sunday with Grace")

    work(connection)

    assert activity_of(newest).name == "Sunday with Grace"


def test_the_secret_is_not_overwritten_by_an_older_one(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    """The athlete pastes a new key while a sync still works with the one before."""
    renewed = {"key": "GCDC_new", "bearer": None, "expires_at": None}
    save = elsewhere(lambda: vault.seal(athlete=athlete, purpose=Way.KEY, data=renewed))
    garmin.personal.script.then("/sleep-service", save)

    run_slice(connection.pk)

    assert vault.unseal(athlete=athlete, purpose=Way.KEY) == renewed
