from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from athletes.models import Athlete, Connection
from config.core.models import Breaker, BreakerState, Job, JobState
from metrics.models import RemoteActivity, SyncRun
from tests.factories.connected import (
    AttemptFactory,
    ConnectionFactory,
    RemoteActivityFactory,
    SyncRunFactory,
)
from tests.factories.metrics import ImportFileFactory
from tests.metrics.views.conftest import NOW, address, page, text_of

HTMX = {"HX-Request": "true"}
State = RemoteActivity.State


def running(connection, **counts):
    """A sync that began four minutes ago and has made 160 requests."""
    run = SyncRunFactory(
        connection=connection, state=SyncRun.State.RUNNING, requests=160, finished_at=None, **counts
    )
    SyncRun.objects.filter(pk=run.pk).update(created_at=NOW - timedelta(minutes=4))
    return run


def test_the_three_ways_stand_in_order_with_what_each_gives_and_lacks(client):
    text = page(client)

    places = [
        text.index(name) for name in ("Personal API key", "Garmin login Unofficial", "Garmin export zip")
    ]
    assert places == sorted(places)
    assert text.count("Gives") == text.count("Lacks") == text.count("You do") == 3
    assert "Personal, non-commercial use" in text
    assert "Connect with a key" in text


def test_a_connection_says_whose_it_is_how_old_its_data_are_and_what_comes_next(client, athlete):
    ConnectionFactory(athlete=athlete)

    text = page(client)

    assert "Up to date, read 4 h ago" in text.replace("\u202f", " ")
    assert "ada.runner@example.org" in text
    assert "Last read Today, 05:31" in text
    assert "Next by itself Tomorrow, 05:31 every day at 05:30" in text
    assert "1 Sep 2027 283 days left" in text
    assert "Complete since 22 Nov 2025: 366 days, 0 activities." in text


@pytest.mark.parametrize("name", ["connections", "connection-key", "connection-login", "connection-tokens"])
def test_the_demo_athlete_says_that_everybody_shares_it_before_anybody_connects(client, athlete, name):
    said = "This is the demo athlete, which everybody with its login shares."
    assert said not in page(client, name)

    Athlete.objects.filter(pk=athlete.pk).update(is_demo=True)

    assert said in page(client, name)
    assert "<form" in client.get(address("connection-key")).content.decode()


def test_a_backfill_shows_days_activities_and_the_time_left(client, athlete):
    connection = ConnectionFactory(
        athlete=athlete,
        backfill_from=NOW.date() - timedelta(days=699),
        backfilled_to=NOW.date() - timedelta(days=411),
        is_listed_whole=False,
    )
    running(connection, reason=SyncRun.Reason.HISTORY)
    RemoteActivityFactory.create_batch(133, connection=connection)
    RemoteActivityFactory.create_batch(177, connection=connection, state=State.LISTED)

    response = client.get(address("connections"))

    text = text_of(response).replace("\u202f", " ")
    assert "Dec 2024 to today: 412 of 700 days, 133 of 310 activities found so far" in text
    # 288 days and the activities to be expected for them at 40 requests a minute.
    assert "about 12 min left" in text
    assert 'hx-trigger="every 2s"' in response.content.decode()


def test_the_page_asks_no_more_once_nothing_runs(client, athlete):
    connection = ConnectionFactory(athlete=athlete)
    run = running(connection)
    assert client.get(address("connections"), headers=HTMX).status_code == 200

    SyncRun.objects.filter(pk=run.pk).update(state=SyncRun.State.DONE, finished_at=NOW)

    response = client.get(address("connections"), headers=HTMX)
    assert response.status_code == 286
    assert "hx-trigger" not in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"synced_at": None}, "Connected, nothing read yet"),
        ({"synced_at": None, "requested_at": NOW}, "Starts in a moment…"),
        ({"requested_at": NOW - timedelta(minutes=2)}, "It has not begun yet:"),
        ({"next_sync_at": NOW - timedelta(hours=2)}, "The last sync is overdue"),
        ({"state": "reconnect"}, "A new key is needed"),
        (
            {"last_error_code": "GARMIN_UNAVAILABLE"},
            "Garmin could not be reached, or answered with an error.",
        ),
        ({"last_error_code": "GARMIN_RATE_LIMITED"}, "Garmin asked Formline to slow down."),
        ({"last_error_code": "SERVICE_PAUSED"}, "Garmin failed several times in a row."),
        (
            {"state": "reconnect", "last_error_code": "CREDENTIAL_UNREADABLE"},
            "The stored secret of this connection cannot be read here",
        ),
        ({"last_error_code": "GARMIN_ODD", "last_error_message": "Odd answers."}, "Odd answers."),
        ({"key_expires_on": date(2026, 11, 30)}, "The key ends soon."),
    ],
)
def test_every_state_has_its_words(client, athlete, fields, said):
    ConnectionFactory(athlete=athlete, **fields)

    assert said in page(client)


@pytest.mark.parametrize(
    ("minutes", "requests", "said"),
    [
        (0, 0, "Starts in a moment…"),
        (2, 0, "It has not begun yet:"),
        (2, 9, "Reading the newest days…"),
        (30, 9, "It has stopped moving"),
    ],
)
def test_a_run_that_nobody_works_on_is_told_from_one_that_moves(client, athlete, minutes, requests, said):
    run = SyncRunFactory(
        connection=ConnectionFactory(athlete=athlete),
        state=SyncRun.State.RUNNING,
        days_done=0,
        activities_done=0,
        finished_at=None,
        requests=requests,
    )
    begun = NOW - timedelta(minutes=minutes)
    SyncRun.objects.filter(pk=run.pk).update(created_at=begun, updated_at=begun)

    assert said in page(client)


def test_new_days_are_shown_before_the_history_that_waits_for_them(client, athlete):
    connection = ConnectionFactory(athlete=athlete)
    recent = running(connection, reason=SyncRun.Reason.ASKED, days_done=2)
    history = running(connection, reason=SyncRun.Reason.HISTORY, days_done=300)

    html = client.get(address("connections")).content.decode()
    assert address("connection-run", uid=recent.uid) in html
    assert "Sync now" not in html

    SyncRun.objects.filter(pk=recent.pk).update(state=SyncRun.State.DONE)

    html = client.get(address("connections")).content.decode()
    assert address("connection-run", uid=history.uid) in html
    assert "Sync now" in html


def test_a_failed_sync_says_what_happens_by_itself_and_when(client, athlete):
    ConnectionFactory(
        athlete=athlete, last_error_code="GARMIN_RATE_LIMITED", retry_at=NOW + timedelta(minutes=30)
    )

    text = page(client)

    assert "It waits as long as Garmin asked" in text
    assert "Next try: today, 10:30." in text
    assert "What you can do: Nothing." in text
    assert "Sync now" not in text


def test_who_must_connect_again_is_told_how_and_nothing_else_is_offered(client, athlete):
    ConnectionFactory(athlete=athlete, state=Connection.State.RECONNECT)

    text = page(client)

    assert "it has expired or was revoked" in text
    assert "Enter a new key" in text
    assert "Sync now" not in text
    assert "Next by itself Waits for you" in text


def test_a_sync_that_broke_off_three_times_waits_for_the_athlete(client, athlete):
    connection = ConnectionFactory(athlete=athlete)
    Job.objects.create(kind="sync", subject=connection.uid, state=JobState.QUARANTINED)

    assert "The sync broke off three times in the middle." in page(client)


def test_a_run_that_waits_shows_its_trouble(client, athlete):
    connection = ConnectionFactory(
        athlete=athlete, last_error_code="GARMIN_RATE_LIMITED", retry_at=NOW + timedelta(minutes=3)
    )
    run = running(connection)
    SyncRun.objects.filter(pk=run.pk).update(state=SyncRun.State.WAITING)

    text = page(client)

    assert "Waiting for Garmin" in text
    assert "Garmin asked Formline to slow down." in text


def test_a_resting_garmin_is_said_to_all_who_are_connected(client, athlete):
    Breaker.objects.create(name="garmin_key", state=BreakerState.OPEN, failures=5, changed_at=NOW)
    assert "left alone for a moment" not in page(client)

    ConnectionFactory(athlete=athlete)

    assert "Garmin is left alone for a moment." in page(client)


def test_a_login_under_way_is_found_again(client, athlete):
    attempt = AttemptFactory(
        athlete=athlete, state="needs_code", expires_at=timezone.now() + timedelta(minutes=9)
    )

    response = client.get(address("connections"))

    assert "Garmin waits for your code." in text_of(response)
    assert address("connection-attempt", uid=attempt.uid) in response.content.decode()


def test_a_key_that_is_being_tried_is_not_entered_twice(client, athlete):
    AttemptFactory(athlete=athlete, way="garmin_key")

    text = page(client)

    assert "Formline is connecting. See how it goes" in text
    assert "Connect with a key" not in text


def test_the_newest_export_is_shown_with_its_progress(client, athlete):
    ImportFileFactory(
        batch__athlete=athlete, name="export.zip", state="reading", members_done=40, members_total=900
    )

    assert "export.zip, 40 of 900 read." in page(client)


def test_a_random_number_is_no_account(client, athlete):
    ConnectionFactory(athlete=athlete, account="6f726d6c-0000-4000-8000-000000000001")

    assert "6f726d6c" not in page(client)


def test_past_syncs_and_activities_that_did_not_come_are_listed(client, athlete):
    connection = ConnectionFactory(athlete=athlete)
    SyncRunFactory(connection=connection, warnings=[{"message": "Sleep: score was no number"}])
    SyncRunFactory(connection=connection, state="failed", error_message="Garmin cannot be reached.")
    RemoteActivityFactory(
        connection=connection,
        state=State.FAILED,
        attempts=3,
        summary={"activityName": "Evening ride"},
        error_message="The archive is damaged.",
    )

    text = text_of(client.get(address("connection", uid=connection.uid)))

    assert "Every day · 8 days, 1 activity · with remarks" in text
    assert "Garmin cannot be reached." in text
    assert "Evening ride" in text
    assert "The archive is damaged. Tried 3 times." in text


def test_many_activities_ask_no_more_often(client, athlete, django_assert_max_num_queries):
    connection = ConnectionFactory(athlete=athlete)
    ConnectionFactory(athlete=athlete, way="garmin_login", key_expires_on=None)
    SyncRunFactory.create_batch(20, connection=connection)
    RemoteActivityFactory.create_batch(60, connection=connection, state=State.FAILED)

    with django_assert_max_num_queries(13):
        client.get(address("connections"))
    with django_assert_max_num_queries(11):
        client.get(address("connection", uid=connection.uid))


def test_who_was_refused_once_may_connect_again_at_once(client, athlete):
    ConnectionFactory(
        athlete=athlete, way="garmin_key", last_error_code="GARMIN_KEY_REFUSED", failures=1, synced_at=NOW
    )

    html = client.get(address("connections")).content.decode()

    assert "it is tried once more in a few minutes" in html
    assert "Enter a new key" in html


def test_a_sync_that_waits_goes_on_at_its_own_time_and_not_the_next_day(client, athlete):
    connection = ConnectionFactory(athlete=athlete, retry_at=NOW + timedelta(minutes=20))
    SyncRunFactory(connection=connection, state=SyncRun.State.WAITING, finished_at=None)

    assert "Next by itself Today, 10:20 then every day at 05:30" in page(client)


def test_what_is_connected_comes_before_what_could_be(client, athlete):
    ConnectionFactory(athlete=athlete, way="garmin_login", synced_at=NOW)

    html = client.get(address("connections")).content.decode()

    assert html.index('id="way-login"') < html.index('id="way-key"') < html.index('id="way-export"')
