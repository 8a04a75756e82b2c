"""How old the data are, when that is worth a word, and whether a page should look again."""

from datetime import UTC, datetime, timedelta

import pytest

from athletes.models import Connection
from metrics.models import SyncRun
from metrics.selectors.freshness import freshness
from metrics.views.freshness_words import age
from tests.factories.athletes import AthleteFactory
from tests.factories.synced import ConnectionFactory, SyncRunFactory

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)
THIS_MORNING = datetime(2026, 5, 14, 5, 41, tzinfo=UTC)
YESTERDAY = THIS_MORNING - timedelta(days=1)
LONG_AGO = NOW - timedelta(days=40)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def athlete(db):
    return AthleteFactory()


def connect(athlete, synced_at=YESTERDAY, **more):
    connection = ConnectionFactory(athlete=athlete, synced_at=synced_at, **more)
    Connection.objects.filter(pk=connection.pk).update(created_at=LONG_AGO)
    return connection


def words(athlete):
    found = age(freshness(athlete), NOW, UTC)
    return found and f"{found.words} {found.cause}".strip()


def test_without_a_connection_there_is_nothing_to_say_and_one_query(athlete, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert freshness(athlete) is None


def test_data_of_this_morning_need_no_word(athlete):
    connect(athlete, THIS_MORNING)

    assert words(athlete) is None


def test_an_outage_is_told_with_the_age_and_the_next_try(athlete):
    connect(athlete, last_error_code="GARMIN_UNAVAILABLE", retry_at=NOW + timedelta(hours=2, minutes=10))

    assert words(athlete) == "As of yesterday, 05:41. Garmin does not answer; next try 14:10."


def test_being_asked_to_wait_until_tomorrow(athlete):
    connect(athlete, last_error_code="GARMIN_RATE_LIMITED", retry_at=NOW + timedelta(hours=17))

    assert words(athlete) == "As of yesterday, 05:41. Garmin asked us to wait; next try tomorrow, 05:00."


def test_another_trouble_is_told_in_its_own_words(athlete):
    connect(athlete, last_error_code="GARMIN_ERROR", last_error_message="Garmin did not answer as it should.")

    assert words(athlete) == "As of yesterday, 05:41. Garmin did not answer as it should."


def test_a_connection_that_needs_the_athlete_says_so(athlete):
    connect(athlete, state=Connection.State.RECONNECT, retry_at=NOW + timedelta(hours=1))

    found = age(freshness(athlete), NOW, UTC)
    assert (found.cause, found.needs_athlete) == ("Garmin wants you to connect again.", True)


def test_a_failed_try_at_noon_does_not_age_the_data_of_this_morning(athlete):
    connect(athlete, THIS_MORNING, last_error_code="GARMIN_UNAVAILABLE")

    assert words(athlete) is None


def test_a_sync_may_take_an_hour(athlete, time_machine):
    connect(athlete)

    time_machine.move_to("2026-05-14T06:29:00Z", tick=False)
    assert freshness(athlete).is_old is False
    time_machine.move_to("2026-05-14T06:31:00Z", tick=False)
    assert freshness(athlete).is_old is True


def test_the_hour_is_that_of_the_athlete(athlete, time_machine):
    athlete.time_zone = "America/New_York"
    connect(athlete, datetime(2026, 5, 13, 9, 41, tzinfo=UTC))

    time_machine.move_to("2026-05-14T10:29:00Z", tick=False)
    assert freshness(athlete).is_old is False


def test_the_connection_that_was_read_last_counts(athlete):
    connect(athlete, state=Connection.State.RECONNECT)
    connect(athlete, THIS_MORNING, way="garmin_login")

    assert words(athlete) is None


def test_nothing_yet(athlete):
    connect(athlete, None, next_sync_at=NOW + timedelta(hours=1))

    assert words(athlete) == "No data from Garmin yet. Next sync 13:00."


class TestComing:
    def test_a_run_is_coming_in_and_the_page_says_so(self, athlete):
        SyncRunFactory(connection=connect(athlete))

        assert freshness(athlete).is_coming
        assert words(athlete) == "As of yesterday, 05:41. New data are coming in."

    def test_a_run_that_lost_its_worker_is_not_waited_for(self, athlete):
        run = SyncRunFactory(connection=connect(athlete))
        SyncRun.objects.filter(pk=run.pk).update(updated_at=NOW - timedelta(minutes=11))

        assert not freshness(athlete).is_coming

    @pytest.mark.parametrize(("seconds", "is_coming"), [(59, True), (61, False)])
    def test_what_follows_from_it_is_waited_for_a_minute(self, athlete, seconds, is_coming):
        ended = NOW - timedelta(seconds=seconds)
        SyncRunFactory(connection=connect(athlete), state=SyncRun.State.DONE, finished_at=ended)

        assert freshness(athlete).is_coming is is_coming

    def test_after_a_run_that_was_refused_nothing_is_coming(self, athlete):
        connection = connect(athlete, state="reconnect")
        SyncRunFactory(connection=connection, state=SyncRun.State.FAILED, finished_at=NOW)

        assert not freshness(athlete).is_coming
        assert words(athlete) == "As of yesterday, 05:41. Garmin wants you to connect again."

    def test_a_run_that_waits_for_garmin_is_not_waited_for(self, athlete):
        SyncRunFactory(connection=connect(athlete), state=SyncRun.State.WAITING)

        assert not freshness(athlete).is_coming

    @pytest.mark.parametrize(("minutes", "is_coming"), [(1, True), (3, False)])
    def test_a_sync_that_was_just_asked_for_is_waited_for(self, athlete, minutes, is_coming):
        connect(athlete, requested_at=NOW - timedelta(minutes=minutes))

        assert freshness(athlete).is_coming is is_coming


def test_what_only_the_athlete_can_mend_is_told_at_once(athlete):
    connect(athlete, THIS_MORNING, state=Connection.State.RECONNECT)

    assert words(athlete) == "As of today, 05:41. Garmin wants you to connect again."


def test_a_way_that_needs_the_athlete_is_no_news_while_another_one_works(athlete):
    connect(athlete, THIS_MORNING, way="garmin_login", state=Connection.State.RECONNECT)
    connect(athlete, THIS_MORNING - timedelta(minutes=1), way="garmin_key")

    assert words(athlete) is None


def test_who_has_just_connected_again_is_not_asked_to(athlete):
    connection = connect(athlete, state=Connection.State.RECONNECT)
    SyncRunFactory(connection=connection, state=SyncRun.State.RUNNING, finished_at=None)

    found = age(freshness(athlete), NOW, UTC)

    assert found is not None
    assert (found.cause, found.needs_athlete) == ("New data are coming in.", False)
