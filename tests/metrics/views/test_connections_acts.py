"""What the Connections page lets its athlete do, and nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from athletes.models import Connection
from metrics.models import RemoteActivity, SyncRun
from tests.factories.athletes import CoachLinkFactory
from tests.factories.connected import ConnectionFactory, RemoteActivityFactory
from tests.metrics.views.conftest import NOW, address, page, text_of

State = RemoteActivity.State


def test_asking_for_a_sync_is_kept_and_leads_back(client, athlete):
    connection = ConnectionFactory(athlete=athlete)

    response = client.post(address("connection-sync", uid=connection.uid))

    assert response.url == address("connections")
    connection.refresh_from_db()
    assert connection.requested_at == NOW
    assert "Starts in a moment…" in page(client)


def test_what_garmin_asked_to_wait_for_is_said_instead_of_starting(client, athlete):
    connection = ConnectionFactory(
        athlete=athlete, last_error_code="GARMIN_RATE_LIMITED", retry_at=NOW + timedelta(minutes=30)
    )

    response = client.post(address("connection-sync", uid=connection.uid), follow=True)

    assert "Garmin asked us to wait until today, 10:30." in text_of(response)
    assert not SyncRun.objects.exists()


def test_settings_are_saved(client, athlete):
    connection = ConnectionFactory(athlete=athlete)

    response = client.post(
        address("connection-settings", uid=connection.uid),
        {"sync_time": "06:15", "backfill_from": "2024-01-01"},
    )

    assert response.url == address("connections")
    connection.refresh_from_db()
    assert (f"{connection.sync_time:%H:%M}", connection.backfill_from, connection.ai_allowed) == (
        "06:15",
        date(2024, 1, 1),
        False,
    )


def test_before_the_first_sync_the_settings_say_the_two_years_that_it_will_read(client, athlete):
    connection = ConnectionFactory(athlete=athlete, backfill_from=None)

    html = client.get(address("connection-settings", uid=connection.uid)).content.decode()

    assert 'name="backfill_from" value="2024-11-22"' in html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"backfill_from": "2027-01-01"}, "This day is still to come."),
        ({"backfill_from": "1970-01-01"}, "At most 30 years can be read."),
        ({"sync_time": "late"}, "Enter a valid time."),
    ],
)
def test_settings_that_make_no_sense_are_shown_again_as_typed(client, athlete, typed, said):
    connection = ConnectionFactory(athlete=athlete)
    sent = {"sync_time": "06:15", "backfill_from": "2024-01-01", **typed}

    response = client.post(address("connection-settings", uid=connection.uid), sent)

    html = response.content.decode()
    assert response.status_code == 422
    assert said in html
    assert all(f'value="{value}"' in html for value in sent.values())
    connection.refresh_from_db()
    assert f"{connection.sync_time:%H:%M}" == "05:30"


def test_disconnecting_asks_by_name_and_keeps_the_data(client, athlete):
    connection = ConnectionFactory(athlete=athlete)
    url = address("connection-disconnect", uid=connection.uid)

    asked = text_of(client.get(url))
    assert "Disconnect the Garmin Personal API key of ada.runner@example.org?" in asked
    assert "Your activities and daily values stay." in asked

    assert client.post(url).url == address("connections")
    assert not Connection.objects.exists()


def test_activities_that_did_not_come_are_tried_again_one_or_all(client, athlete):
    connection = ConnectionFactory(athlete=athlete)
    first, _ = RemoteActivityFactory.create_batch(2, connection=connection, state=State.FAILED, attempts=3)
    url = address("connection-retry", uid=connection.uid)

    client.post(url, {"activity": first.external_id})
    assert list(connection.remote_activities.filter(state=State.LISTED)) == [first]

    client.post(url)
    assert list(connection.remote_activities.values_list("state", "attempts")) == [(State.LISTED, 0)] * 2


def test_a_coach_who_may_read_looks_and_finds_no_buttons(client_of, athlete):
    connection = ConnectionFactory(athlete=athlete)
    RemoteActivityFactory(connection=connection, state=State.FAILED, summary={"activityName": "Secret run"})
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"connections": "read"}).coach)

    text = text_of(coach.get(address("connections", athlete)))
    detail = text_of(coach.get(address("connection", athlete, uid=connection.uid)))

    assert "Up to date" in text
    assert not any(word in text + detail for word in ("Sync now", "Settings", "Disconnect", "Secret run"))
    for name in ("connection-sync", "connection-settings", "connection-disconnect", "connection-retry"):
        assert coach.post(address(name, athlete, uid=connection.uid)).status_code == 404
    assert Connection.objects.filter(requested_at=None).count() == 1


def test_a_coach_without_the_class_and_a_stranger_find_nothing(client_of, athlete):
    connection = ConnectionFactory(athlete=athlete)
    other = client_of(CoachLinkFactory(athlete=athlete, scopes={"activities": "write"}).coach)

    for url in (address("connections", athlete), address("connection", athlete, uid=connection.uid)):
        assert other.get(url).status_code == 404


def test_a_connection_of_somebody_else_is_not_found(client):
    assert client.get(address("connection", uid=ConnectionFactory().uid)).status_code == 404
