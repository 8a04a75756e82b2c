"""Requests that a client sends again under their Idempotency-Key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from config.core.celery import sending_with
from config.core.models import IdempotencyKey
from config.core.pruning import prune_keys
from metrics.models import Race
from plans.models import Plan, PlannedSession
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.plans import week_of

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SESSION = {"day": "2026-11-24", "sport": "running", "text": "- 45m Z2"}
RACE = {"name": "Vienna 10", "sport": "running", "date": "2027-03-07", "distance_m": 10000}


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), sending_with(lambda *_: None):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    made: Athlete = AthleteFactory(hr_max_bpm=190, hr_rest_bpm=50)
    return made


@pytest.fixture
def client(athlete: Athlete) -> Client:
    return client_of(athlete.user)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(
    client: Client, name: str, body: Any, key: str | None = "a-1", whose: Any = "me", **parts: Any
) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    url = reverse(f"api:{name}", kwargs={"athlete": whose, **parts})
    return client.post(url, body, content_type="application/json", headers=headers)


def test_a_session_that_is_sent_twice_is_planned_once(client: Client) -> None:
    first, again = post(client, "session-list", SESSION), post(client, "session-list", SESSION)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (first.headers.get("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (None, "true")
    assert PlannedSession.objects.count() == 1


def test_a_copy_is_made_once(client: Client) -> None:
    uid = post(client, "session-list", SESSION, key=None).json()["uid"]

    for _ in range(2):
        assert post(client, "session-copy", {"day": "2026-11-26"}, uid=uid).status_code == 201

    assert PlannedSession.objects.count() == 2


def test_a_plan_is_asked_for_once(client: Client, athlete: Athlete) -> None:
    week_of(athlete, [0, 60, 0, 60, 0, 60, 90])
    wish = {"sport": "running", "weeks": 6, "start": "2026-11-23"}

    first, again = post(client, "plan-list", wish), post(client, "plan-list", wish)

    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json()["uid"] == first.json()["uid"] == str(Plan.objects.get().uid)


def test_a_race_is_entered_once_with_a_key_and_refused_by_name_without(client: Client) -> None:
    first, again = post(client, "race-list", RACE), post(client, "race-list", RACE)
    other = post(client, "race-list", RACE | {"name": "vienna 10", "distance_m": 10500}, key=None)

    assert again.json() == first.json()
    assert (other.status_code, other.json()["error"]["code"]) == (409, "RACE_EXISTS")
    assert Race.objects.count() == 1


def test_another_request_under_the_key_is_refused(client: Client) -> None:
    post(client, "session-list", SESSION)

    answer = post(client, "session-list", SESSION | {"day": "2026-11-25"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert PlannedSession.objects.count() == 1


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_of_no_use_is_refused(key: str, client: Client) -> None:
    answer = post(client, "session-list", SESSION, key=key)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "IDEMPOTENCY_KEY_INVALID")
    assert not PlannedSession.objects.exists()


def test_what_was_refused_can_be_repeated_under_its_key(client: Client) -> None:
    assert post(client, "session-list", SESSION | {"text": "- 30 Z2"}).status_code == 400

    assert post(client, "session-list", SESSION).status_code == 201


def test_a_key_belongs_to_who_sent_it_and_opens_nothing(client: Client, athlete: Athlete) -> None:
    trusted = CoachLinkFactory(athlete=athlete, scopes={"plan": "write"}).coach
    reader = CoachLinkFactory(athlete=athlete, scopes={"plan": "read"}).coach
    stranger = AthleteFactory().user
    post(client, "session-list", SESSION, whose=athlete.uid)

    for user in (reader, stranger):
        answer = post(client_of(user), "session-list", SESSION, whose=athlete.uid)
        assert answer.status_code == 404
    assert PlannedSession.objects.count() == IdempotencyKey.objects.count() == 1
    assert post(client_of(trusted), "session-list", SESSION, whose=athlete.uid).status_code == 201
    assert PlannedSession.objects.count() == IdempotencyKey.objects.count() == 2


def test_keys_are_forgotten_after_a_day(client: Client) -> None:
    post(client, "session-list", SESSION)

    with time_machine.travel(NOW + timedelta(hours=24), tick=False):
        assert prune_keys() == 0
    with time_machine.travel(NOW + timedelta(hours=24, seconds=1), tick=False):
        assert prune_keys() == 1

    post(client, "session-list", SESSION)
    assert PlannedSession.objects.count() == 2


def test_an_answer_is_not_repeated_to_who_may_see_less_by_now(athlete: Athlete) -> None:
    link = CoachLinkFactory(athlete=athlete, scopes={"plan": "write", "heart": "read"})
    client = client_of(link.coach)
    answers = [post(client, "session-list", SESSION, whose=athlete.uid)]

    for scopes in ({"plan": "write", "heart": "read", "sleep": "read"}, {"plan": "write"}):
        link.scopes = scopes
        link.save()
        answers.append(post(client, "session-list", SESSION, whose=athlete.uid))

    assert [each.status_code for each in answers] == [201, 201, 409]
    assert answers[-1].json()["error"]["code"] == "IDEMPOTENCY_RIGHTS_CHANGED"
    assert PlannedSession.objects.count() == 1
