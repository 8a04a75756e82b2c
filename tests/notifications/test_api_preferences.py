"""Preferences, hours, addresses and deliveries through the API; everybody has their own only."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from athletes.models import DATA_CLASSES, User
from notifications.models import Address, Delivery, Message, Preference, Timing
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.notifications.conftest import tell


@pytest.fixture
def client(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def receiver(ada: User) -> Address:
    target = "https://example.org/formline"
    return Address.objects.create(user=ada, channel="webhook", target=target, verified_at=timezone.now())


@pytest.fixture
def others(ada: User) -> list[Client]:
    """A coach who may write everything of Ada's, and a stranger."""
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=ada.athlete, scopes=dict.fromkeys(DATA_CLASSES, "write"))
    clients = [Client(), Client()]
    for each, user in zip(clients, (coach, UserFactory()), strict=True):
        each.force_login(user)
    return clients


def ask(client: Client, method: str, name: str, *uid: Any, data: Any = None) -> Any:
    url = reverse(f"api:{name}", args=uid)
    return getattr(client, method)(url, data, content_type="application/json")


def test_unread_messages_are_counted_and_all_marked_read(client: Client, ada: User) -> None:
    for key in ("1", "2"):
        Message.objects.filter(pk=tell(ada, key=key).pk).update(shown_at=timezone.now())
    theirs = tell(UserFactory())
    Message.objects.filter(pk=theirs.pk).update(shown_at=timezone.now())

    assert ask(client, "get", "notification-unread").json() == {"unread": 2}
    assert ask(client, "post", "notification-read-all").json() == {"unread": 0}
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_wishes_are_read_and_changed_one_by_one(client: Client, ada: User) -> None:
    wish = [{"kind": "signal", "channels": [{"channel": "email", "enabled": False}]}]

    answer = ask(client, "patch", "notification-preferences", data=wish)

    rows = {row["kind"]: row for row in answer.json()}
    assert answer.status_code == 200
    assert {"channel": "email", "enabled": False} in rows["signal"]["channels"]
    assert {"channel": "in_app", "enabled": True} in rows["signal"]["channels"]
    assert (rows["security"]["urgency"], rows["security"]["may_be_switched_off"]) == ("now", False)
    assert "test" not in rows
    assert ask(client, "get", "notification-preferences").json() == answer.json()
    assert Preference.objects.get().user == ada


@pytest.mark.parametrize(
    ("kind", "channel", "code"),
    [
        ("gossip", "email", "PREFERENCE_UNKNOWN"),
        ("signal", "pigeon", "PREFERENCE_UNKNOWN"),
        ("security", "email", "PREFERENCE_FIXED"),
    ],
)
def test_one_wish_that_cannot_be_saves_none(client: Client, kind: str, channel: str, code: str) -> None:
    wishes = [
        {"kind": "signal", "channels": [{"channel": "email", "enabled": False}]},
        {"kind": kind, "channels": [{"channel": channel, "enabled": False}]},
    ]

    answer = ask(client, "patch", "notification-preferences", data=wishes)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert Preference.objects.count() == 0


def test_hours_are_read_and_changed(client: Client, ada: User) -> None:
    answer = ask(client, "patch", "notification-timing", data={"digest_at": "18:30", "digest_weekday": 6})

    assert answer.json() == {
        "quiet_from": None,
        "quiet_until": None,
        "digest_at": "18:30:00",
        "digest_weekday": 6,
        "reminder": "evening",
        "paused_until": None,
        "time_zone": "UTC",
    }
    assert ask(client, "get", "notification-timing").json() == answer.json()
    assert Timing.objects.get(user=ada).digest_at == time(18, 30)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quiet_from": "22:00"}, "quiet_until"),
        ({"paused_until": "2026-03-01"}, "paused_until"),
        ({"digest_weekday": 7}, "digest_weekday"),
        ({"digest_at": "25:00"}, "digest_at"),
    ],
)
def test_hours_that_cannot_be_are_named(
    client: Client, ada: User, change: dict[str, Any], field: str
) -> None:
    before = Timing.objects.values().get(user=ada)

    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        client.force_login(ada)
        answer = ask(client, "patch", "notification-timing", data=change)

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]
    assert Timing.objects.values().get(user=ada) == before


def test_addresses_are_listed_named_and_used_again(client: Client, receiver: Address) -> None:
    Address.objects.filter(pk=receiver.pk).update(disabled_at=timezone.now(), disabled_reason="Gone (410).")

    rows = {row["channel"]: row for row in ask(client, "get", "address-list").json()}
    changed = ask(client, "patch", "address", receiver.uid, data={"label": "Home", "enable": True}).json()

    assert (rows["webhook"]["is_used"], rows["webhook"]["disabled_reason"]) == (False, "Gone (410).")
    assert (rows["email"]["target"], rows["email"]["is_used"]) == ("ada@example.org", True)
    assert (changed["label"], changed["is_used"], changed["disabled_at"]) == ("Home", True, None)


def test_an_address_is_forgotten_but_not_the_mailbox_of_the_login(client: Client, receiver: Address) -> None:
    mailbox = next(row for row in ask(client, "get", "address-list").json() if row["channel"] == "email")

    assert ask(client, "delete", "address", receiver.uid).status_code == 204
    assert ask(client, "delete", "address", mailbox["uid"]).json()["error"]["code"] == "ADDRESS_FIXED"

    assert [address.channel for address in Address.objects.all()] == ["email"]


def test_a_test_is_asked_for_and_found_among_the_deliveries(client: Client, receiver: Address) -> None:
    asked = ask(client, "post", "address-test", receiver.uid)
    (row,) = ask(client, "get", "delivery-list").json()["results"]

    assert asked.status_code == 202
    assert row == asked.json()
    assert (row["kind"], row["channel"], row["state"]) == ("test", "webhook", "waiting")
    assert ask(client, "get", "delivery-list", data={"state": "failed"}).json()["results"] == []


def test_a_delivery_says_why(client: Client, ada: User, receiver: Address) -> None:
    Delivery.objects.create(
        message=tell(ada), address=receiver, state="skipped", reason="You had paused all messages."
    )

    (row,) = ask(client, "get", "delivery-list", data={"channel": "webhook"}).json()["results"]

    assert (row["title"], row["note"]) == (
        "Saturday was much more than usual.",
        "You had paused all messages.",
    )


def test_a_coach_and_a_stranger_see_and_change_their_own_only(
    others: list[Client], ada: User, receiver: Address
) -> None:
    Delivery.objects.create(message=tell(ada), address=receiver)
    before = [list(model.objects.values()) for model in (Address, Delivery, Message)]

    for client in others:
        assert ask(client, "get", "address-list").json() == []
        assert ask(client, "get", "delivery-list").json()["results"] == []
        for method, name in (("patch", "address"), ("delete", "address"), ("post", "address-test")):
            answer = ask(client, method, name, receiver.uid, data={"label": "Mine"})
            assert answer.status_code == 404
        ask(client, "patch", "notification-timing", data={"digest_at": "18:30"})
        ask(client, "post", "notification-read-all")

    assert [list(model.objects.values()) for model in (Address, Delivery, Message)] == before
    assert Timing.objects.get(user=ada).digest_at == time(7)


@pytest.mark.parametrize(
    "name",
    [
        *("notification-unread", "notification-preferences", "notification-timing"),
        *("address-list", "delivery-list"),
    ],
)
def test_nobody_learns_anything_without_a_login(db: None, name: str) -> None:
    assert Client().get(reverse(f"api:{name}")).status_code == 401


@pytest.mark.parametrize("asked", ["channel", "state"])
def test_a_filter_that_names_nothing_finds_nothing_and_is_not_asked_of_the_database(
    client: Client, ada: User, asked: str
) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse("api:delivery-list"), {asked: "pigeon\0"}).json()

    assert answer["results"] == []
    assert not [each["sql"] for each in queries if "pigeon" in each["sql"]]
