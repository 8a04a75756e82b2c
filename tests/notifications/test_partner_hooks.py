"""Applications that were let in hear of what they were let in for, as long as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from athletes.models import Credential, PartnerGrant, User
from athletes.services.partners import disconnect_partner
from config.core.celery import sending_with
from config.core.models import ExternalCall
from notifications.channels.webhook.posting import signature
from notifications.models import Address, DataHook, Message
from notifications.services.data_hooks import sweep_data_hooks, tell_data_hook
from tests.doubles.web import Answer, WebDouble
from tests.factories.athletes import AthleteFactory
from tests.factories.own_word import CheckInFactory
from tests.factories.races import RaceFactory
from tests.factories.tokens import application_of, key_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "a-secret-of-the-application-itself"


@pytest.fixture
def clock(settings: Settings) -> Iterator[Any]:
    settings.CHANGES_SETTLE_S = 0.0
    with time_machine.travel(NOON, tick=False) as clock, sending_with(lambda *_: None):
        yield clock


@pytest.fixture
def server(settings: Settings, clock: Any) -> Iterator[WebDouble]:
    with WebDouble() as server:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]
        yield server


@pytest.fixture
def diary(ada: User, clock: Any) -> Client:
    """An application that may read the plan of Ada, and nothing else."""
    return Client(headers=application_of(ada, ["plan:read"]))


def subscribe(client: Client, url: str, **more: Any) -> Any:
    body = {"url": url, "secret": SECRET, "events": ["data.changed", "plan.changed"], **more}
    return client.post(reverse("api:partner-hook-list"), body, content_type="application/json")


def tell(clock: Any) -> None:
    clock.shift(timedelta(minutes=1))
    assert sweep_data_hooks() == DataHook.objects.count()
    for pk in DataHook.objects.values_list("pk", flat=True):
        tell_data_hook(hook_id=pk)


def test_an_application_hears_of_its_classes_signed_with_its_secret(
    ada: User, diary: Client, server: WebDouble, clock: Any
) -> None:
    made = subscribe(diary, f"{server.url}/hook")
    clock.shift(timedelta(minutes=1))
    CheckInFactory(athlete=ada.athlete)
    race = RaceFactory(athlete=ada.athlete)
    tell(clock)

    test, asked = server.asked
    assert (made.status_code, SECRET in made.content.decode()) == (201, False)
    assert [json.loads(each.body)["kind"] for each in (test, asked)] == ["test", "changes"]
    assert [each["uid"] for each in json.loads(asked.body)["changes"]] == [str(race.uid)]
    at = int(timezone.now().timestamp())
    assert asked.headers["formline-signature"] == signature(SECRET, at, asked.body)
    assert PartnerGrant.objects.get().got.keys() == {"plan:read"}
    assert set(ExternalCall.objects.values_list("service", flat=True)) == {"partner"}


@pytest.mark.parametrize("end", ["disconnected", "expired"])
def test_it_ends_with_the_consent_secret_and_all(
    ada: User, diary: Client, server: WebDouble, clock: Any, end: str
) -> None:
    subscribe(diary, f"{server.url}/hook")
    server.asked.clear()
    if end == "disconnected":
        disconnect_partner(user=ada, uid=PartnerGrant.objects.get().uid)
    clock.shift(timedelta(days=1))
    RaceFactory(athlete=ada.athlete)
    hook = DataHook.objects.get().pk

    tell(clock)
    tell_data_hook(hook_id=hook)

    assert server.asked == []
    assert not DataHook.objects.exists()
    assert not Address.objects.filter(channel="partner").exists()
    assert not Credential.objects.exists()


def test_a_consent_that_was_narrowed_narrows_what_is_told(
    ada: User, diary: Client, server: WebDouble, clock: Any
) -> None:
    subscribe(diary, f"{server.url}/hook")
    PartnerGrant.objects.update(scopes=["notes:read"])
    clock.shift(timedelta(minutes=1))
    RaceFactory(athlete=ada.athlete)
    server.asked.clear()

    tell(clock)

    assert server.asked == []


def test_each_application_sees_its_own_and_nobody_else_any(
    ada: User, diary: Client, server: WebDouble, clock: Any
) -> None:
    url = f"{server.url}/hook"
    uid = subscribe(diary, url).json()["uid"]
    others = [
        Client(headers=application_of(ada, ["plan:read"], "another", client_id="coach-app")),
        Client(headers=application_of(AthleteFactory().user, ["plan:read"], "of another")),
    ]
    (many, one) = reverse("api:partner-hook-list"), reverse("api:partner-hook", args=[uid])

    assert [each.get(many).json() for each in others] == [[], []]
    assert [each.delete(one).status_code for each in others] == [404, 404]
    assert subscribe(others[0], url).json()["error"]["code"] == "ADDRESS_KNOWN"
    person, key = Client(), Client(headers=key_of(ada, ["plan:read", "notifications:write"]))
    person.force_login(ada)
    for client in (person, key):
        statuses = [client.get(many), subscribe(client, url), client.delete(one)]
        assert [each.status_code for each in statuses] == [404, 404, 404]
        assert url not in client.get(reverse("api:address-list")).content.decode()
    assert [each["url"] for each in diary.get(many).json()] == [url]

    assert diary.delete(one).status_code == 204
    assert (DataHook.objects.count(), Address.objects.filter(target=url).count()) == (0, 0)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"url": "http://169.254.169.254/"}, 400),
        ({"secret": "short"}, 400),
        ({"events": ["x"]}, 400),
        ({}, 502),
    ],
)
def test_a_receiver_that_is_not_fit_or_does_not_answer_is_not_kept(
    diary: Client, server: WebDouble, given: dict[str, Any], status: int
) -> None:
    server.answers[:] = [Answer(500)]

    refused = subscribe(diary, **{"url": f"{server.url}/hook", **given})

    assert refused.status_code == status
    assert not Address.objects.filter(channel="partner").exists()
    assert not Credential.objects.exists()


def test_the_same_receiver_again_changes_the_events_and_a_sixth_is_too_many(
    diary: Client, server: WebDouble
) -> None:
    for number in (1, 1, 2, 3, 4, 5):
        subscribe(diary, f"{server.url}/{number}", events=["data.changed"])
    again = subscribe(diary, f"{server.url}/1", events=["analysis.ready"])
    sixth = subscribe(diary, f"{server.url}/6")

    assert (again.status_code, again.json()["events"]) == (201, ["analysis.ready"])
    assert sixth.json()["error"]["code"] == "ADDRESSES_FULL"
    assert (DataHook.objects.count(), len(server.asked)) == (5, 5)


def test_one_that_does_not_answer_for_five_days_is_forgotten(
    ada: User, diary: Client, server: WebDouble, clock: Any
) -> None:
    subscribe(diary, f"{server.url}/hook")
    DataHook.objects.update(failing_since=timezone.now() - timedelta(days=5))
    clock.shift(timedelta(minutes=1))
    RaceFactory(athlete=ada.athlete)
    server.answers[:] = [Answer(500)]

    tell(clock)

    assert not DataHook.objects.exists()
    assert not Message.objects.exists()
