import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from athletes.models import User
from notifications.models import Message
from tests.factories.athletes import UserFactory
from tests.notifications.conftest import tell


@pytest.fixture
def client(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def shown(user: User, key: str = "1") -> Message:
    message = tell(user, key=key)
    message.shown_at = timezone.now()
    message.save()
    return message


def test_messages_come_in_words(client: Client, ada: User) -> None:
    message = shown(ada)

    rows = client.get(reverse("api:notification-list")).json()["results"]

    assert [(row["uid"], row["title"], row["is_read"], row["url"]) for row in rows] == [
        (str(message.uid), "Saturday was much more than usual.", False, "/athletes/me/today/")
    ]


def test_messages_of_others_and_those_not_yet_shown_are_not_there(client: Client, ada: User) -> None:
    tell(ada, key="not shown")
    theirs = shown(UserFactory())

    assert client.get(reverse("api:notification-list")).json()["results"] == []
    url = reverse("api:notification", args=[theirs.uid])
    response = client.patch(url, {"is_read": True}, content_type="application/json")
    assert response.status_code == 404
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_a_message_is_marked_read_and_unread_again(client: Client, ada: User) -> None:
    message = shown(ada)
    shown(ada, key="2")
    url = reverse("api:notification", args=[message.uid])

    read = client.patch(url, {"is_read": True}, content_type="application/json")
    assert (read.status_code, read.json()["is_read"]) == (200, True)
    left = client.get(reverse("api:notification-list") + "?unread=true").json()["results"]
    assert [row["uid"] for row in left] != [str(message.uid)]
    assert len(left) == 1

    unread = client.patch(url, {"is_read": False}, content_type="application/json")
    assert unread.json()["read_at"] is None


def test_only_reading_can_be_changed(client: Client, ada: User) -> None:
    message = shown(ada)
    url = reverse("api:notification", args=[message.uid])

    client.patch(
        url, {"is_read": True, "url": "//evil.example", "kind": "x"}, content_type="application/json"
    )

    message.refresh_from_db()
    assert (message.url, message.kind) == ("/athletes/me/today/", "signal")
    missing = client.patch(url, {}, content_type="application/json")
    assert list(missing.json()["error"]["fields"]) == ["is_read"]


def test_nobody_is_told_anything_without_a_login(db: None) -> None:
    assert Client().get(reverse("api:notification-list")).status_code == 401
