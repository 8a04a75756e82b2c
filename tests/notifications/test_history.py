"""What became of messages, in the words of their owner's page."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from athletes.models import DATA_CLASSES, User
from athletes.services import update_athlete
from notifications.models import Address, Delivery
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.notifications.conftest import SIGNAL, tell

State = Delivery.State
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def client(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def delivered(user: User, key: str = "1", channel: str = "email", **outcome: Any) -> Delivery:
    address, _ = Address.objects.get_or_create(user=user, channel=channel, target="ada@example.org")
    return Delivery.objects.create(message=tell(user, key=key), address=address, **outcome)


def page(client: Client, **query: str) -> str:
    response = client.get(reverse("notifications:history"), query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("outcome", "title", "note"),
    [
        ({"state": State.SENT}, "Sent", ""),
        ({"state": State.SENT, "bundle": "daily 2026-03-01"}, "Sent", "In the daily letter."),
        (
            {"state": State.SENT, "uncertain_at": NOON},
            "Sent",
            "Formline was interrupted while it was being sent and repeated it: it may have come twice.",
        ),
        ({"state": State.WAITING, "reason": "Waits for seven."}, "Waiting", "Waits for seven."),
        (
            {"state": State.WAITING, "attempts": 1, "error": "The mail server is away."},
            "Waiting",
            "The mail server is away. It is tried again.",
        ),
        ({"state": State.FAILED, "error": "Refused (550)."}, "Not delivered", "Refused (550)."),
        ({"state": State.SKIPPED, "reason": "You had paused."}, "Not sent", "You had paused."),
        (
            {"state": State.UNCERTAIN},
            "Perhaps sent",
            "Formline was interrupted while it was being sent; it is repeated once.",
        ),
        ({"state": State.SENDING}, "Being sent", ""),
    ],
)
def test_each_outcome_says_why(
    client: Client, ada: User, outcome: dict[str, Any], title: str, note: str
) -> None:
    delivered(ada, **outcome)

    html = page(client)

    assert f'">{title}</span>' in html
    assert note in html
    assert SIGNAL["headline"] in html


def test_times_are_those_of_the_persons_zone(client: Client, ada: User) -> None:
    update_athlete(athlete=ada.athlete, time_zone="Asia/Kathmandu")
    delivered(ada, state=State.SENT, sent_at=NOON)
    delivered(ada, "2", next_attempt_at=NOON + timedelta(hours=12))

    with time_machine.travel(NOON, tick=False):
        client.force_login(ada)
        html = page(client)

    assert "today, 17:45" in html
    assert "due tomorrow, 05:45" in html


def test_what_is_shown_in_the_app_is_elsewhere(client: Client, ada: User) -> None:
    delivered(ada, channel="in_app", state=State.SENT)

    assert "Nothing has left for your addresses yet." in page(client)


def test_the_history_is_narrowed_by_its_address(client: Client, ada: User) -> None:
    delivered(ada, state=State.SENT)
    delivered(ada, "2", channel="webhook", state=State.FAILED, error="Gone (410).")

    assert "Gone (410)." not in page(client, channel="email")
    assert "Gone (410)." in page(client, state="failed", channel="webhook")
    assert "Nothing of that kind." in page(client, state="skipped")
    assert "Gone (410)." in page(client, channel="pigeon", state="lost")


def test_the_filter_calls_outcomes_what_the_rows_call_them(client: Client, ada: User) -> None:
    delivered(ada, state=State.FAILED)

    html = page(client)

    assert '<option value="failed">Not delivered</option>' in html.replace(" >", ">")
    assert '<option value="uncertain">Perhaps sent</option>' in html.replace(" >", ">")


def test_a_long_history_has_pages(client: Client, ada: User) -> None:
    for number in range(51):
        delivered(ada, str(number), state=State.SENT, sent_at=timezone.now())

    assert "Page 1 of 2" in page(client)


def test_everybody_sees_their_own_only(client: Client, ada: User) -> None:
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=ada.athlete, scopes=dict.fromkeys(DATA_CLASSES, "write"))
    delivered(ada, state=State.SENT)

    for user in (coach, UserFactory()):
        client.force_login(user)
        assert SIGNAL["headline"] not in page(client)
    assert Client().get(reverse("notifications:history")).status_code == 302


def test_the_link_of_a_mail_leads_to_its_place_though_the_app_does_not_show_it(
    client: Client, ada: User
) -> None:
    message = delivered(ada, state=State.SENT).message

    response = client.get(reverse("notifications:open", args=[message.uid]))

    message.refresh_from_db()
    assert response.headers["Location"] == "/athletes/me/today/"
    assert message.read_at is not None
