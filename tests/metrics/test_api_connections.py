from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes import vault
from athletes.models import Athlete, Connection, ConnectionAttempt
from config.core.celery import sending_with
from tests.factories.athletes import AthleteFactory
from tests.factories.connected import AttemptFactory, ConnectionFactory, SyncRunFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
KEY = "GCDC_0123456789abcdef"


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), sending_with(lambda *_: None):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    return AthleteFactory(time_zone="Europe/Vienna")


@pytest.fixture
def client(athlete: Athlete) -> Client:
    client = Client()
    client.force_login(athlete.user)
    return client


def path(name: str, **parts: Any) -> str:
    return reverse(f"api:{name}", kwargs={"athlete": "me", **parts})


def send(client: Client, method: str, url: str, body: Any = None, **headers: str) -> Any:
    return getattr(client, method)(url, body, content_type="application/json", headers=headers)


def test_a_connection_tells_how_it_stands(client, athlete):
    ConnectionFactory(athlete=athlete)
    ConnectionFactory()

    [row] = client.get(path("connection-list")).json()

    assert (row["way"], row["phase"], row["account"]) == ("garmin_key", "fine", "ada.runner@example.org")
    assert (row["sync_time"], row["key_expires_on"]) == ("05:30", "2027-09-01")
    assert row["synced_at"] == "2026-11-22T04:31:00Z"
    assert row["history"] == {
        "start": "2025-11-22",
        "days_done": 366,
        "days_total": 366,
        "activities_done": 0,
        "activities_total": 0,
        "is_listed_whole": True,
        "is_done": True,
        "remaining_s": None,
    }
    assert row["trouble"] is None


def test_trouble_comes_in_words(client, athlete):
    connection = ConnectionFactory(athlete=athlete, state=Connection.State.RECONNECT)

    row = client.get(path("connection", uid=connection.uid)).json()

    assert (row["phase"], row["next_try_at"]) == ("reconnect", None)
    assert row["trouble"]["happened"].startswith("Garmin does not accept the key any more")


def test_no_answer_holds_a_secret(client, athlete):
    connection = ConnectionFactory(athlete=athlete)
    vault.seal(athlete=athlete, purpose="garmin_key", data={"key": KEY})
    run, attempt = SyncRunFactory(connection=connection), AttemptFactory(athlete=athlete)

    answers = [
        client.get(path(name, **parts)).content.decode()
        for name, parts in (
            ("connection-list", {}),
            ("connection", {"uid": connection.uid}),
            ("sync-run", {"uid": run.uid}),
            ("connection-attempt", {"uid": attempt.uid}),
        )
    ]

    assert not [text for text in answers if KEY in text or "ciphertext" in text or "secret" in text]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"key": "short"}, "key"),
        ({"is_own_use": False}, "is_own_use"),
        ({"valid_days": 31}, "valid_days"),
        ({"created_on": "2026-12-01"}, "created_on"),
        ({"created_on": "9999-12-31"}, "created_on"),
        ({"created_on": "2025-01-01"}, "valid_days"),
    ],
)
def test_a_key_that_cannot_be_right_is_refused_without_asking_garmin(client, typed, field):
    response = send(client, "post", path("connection-list"), {"key": KEY, "is_own_use": True, **typed})

    assert response.status_code == 400
    assert list(response.json()["error"]["fields"]) == [field]
    assert KEY not in response.content.decode()
    assert not ConnectionAttempt.objects.exists()


def test_connecting_twice_at_once_is_a_conflict(client, athlete):
    AttemptFactory(athlete=athlete, way="garmin_key")

    response = send(client, "post", path("connection-list"), {"key": KEY, "is_own_use": True})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "CONNECTING_UNDER_WAY")


def test_settings_change_with_if_match(client, athlete):
    connection = ConnectionFactory(athlete=athlete)
    url = path("connection", uid=connection.uid)
    tag = client.get(url).headers["ETag"]
    change = {"sync_time": "06:15", "backfill_from": "2026-01-01", "ai_allowed": False}

    response = send(client, "patch", url, change, **{"If-Match": tag})

    assert response.status_code == 200
    assert response.json()["sync_time"] == "06:15"
    connection.refresh_from_db()
    assert (connection.backfill_from, connection.ai_allowed) == (date(2026, 1, 1), False)
    assert send(client, "patch", url, change, **{"If-Match": tag}).status_code == 412


@pytest.mark.parametrize("day", ["2027-01-01", "1980-01-01", None])
def test_a_history_that_cannot_be_read_is_refused(client, athlete, day):
    connection = ConnectionFactory(athlete=athlete)

    response = send(client, "patch", path("connection", uid=connection.uid), {"backfill_from": day})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["backfill_from"])


def test_the_way_and_the_account_are_not_for_changing(client, athlete):
    connection = ConnectionFactory(athlete=athlete)

    send(client, "patch", path("connection", uid=connection.uid), {"way": "garmin_login", "account": "eve"})

    connection.refresh_from_db()
    assert (connection.way, connection.account) == ("garmin_key", "ada.runner@example.org")


def test_disconnecting_erases_the_secret(client, athlete):
    connection = ConnectionFactory(athlete=athlete)
    vault.seal(athlete=athlete, purpose="garmin_key", data={"key": KEY})

    assert client.delete(path("connection", uid=connection.uid)).status_code == 204
    assert vault.unseal(athlete=athlete, purpose="garmin_key") is None
    assert not Connection.objects.exists()


def test_a_sync_is_asked_for(client, athlete):
    connection = ConnectionFactory(athlete=athlete)

    response = client.post(path("connection-sync", uid=connection.uid))

    assert response.status_code == 202
    connection.refresh_from_db()
    assert connection.requested_at == NOW


def test_syncs_are_listed_with_their_counts_and_warnings(client, athlete):
    warning = {"endpoint": "sleep_range", "field": "sleepScore", "problem": "is no number", "count": 3}
    run = SyncRunFactory(connection__athlete=athlete, warnings=[warning])
    SyncRunFactory()

    [row] = client.get(path("sync-run-list")).json()["results"]

    assert (row["uid"], row["connection_uid"]) == (str(run.uid), str(run.connection.uid))
    assert (row["since"], row["until"], row["days_done"], row["requests"]) == (
        "2026-11-15",
        "2026-11-23",
        8,
        9,
    )
    assert row["warnings"] == [warning]


def test_a_try_to_connect_is_followed(client, athlete):
    attempt = AttemptFactory(athlete=athlete)

    row = client.get(path("connection-attempt", uid=attempt.uid)).json()

    assert (row["way"], row["state"], row["step"]) == ("garmin_login", "working", "asking")
    assert [each["uid"] for each in client.get(path("connection-attempt-list")).json()["results"]] == [
        str(attempt.uid)
    ]
    assert "password" not in json.dumps(row)
