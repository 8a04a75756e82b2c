"""Quiet hours, the daily letter and pauses, as their owner sets them."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes.models import User
from athletes.services import update_athlete
from notifications.models import Delivery, Timing
from notifications.services.fan_out import fan_out
from tests.factories.athletes import UserFactory
from tests.notifications.conftest import tell

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
GIVEN = {
    "quiet_from": "21:30",
    "quiet_until": "06:15",
    "digest_at": "18:00",
    "digest_weekday": "6",
    "reminder": "morning",
    "paused_until": "",
}


@pytest.fixture
def client(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def save(client: Client, **changes: str) -> Any:
    return client.post(reverse("notifications:timing"), {**GIVEN, **changes})


def test_hours_are_saved_and_hold_for_what_waits(client: Client, ada: User) -> None:
    Timing.objects.filter(user=ada).update(quiet_from=time(20), quiet_until=time(7))
    with time_machine.travel(NOON.replace(hour=21), tick=False):
        message = tell(ada)
        fan_out(message_id=message.pk)
        response = save(client)

    timing = Timing.objects.get(user=ada)
    assert response.headers["Location"] == f"{reverse('notifications:preferences')}#hours"
    assert (timing.quiet_from, timing.quiet_until, timing.digest_at) == (time(21, 30), time(6, 15), time(18))
    assert (timing.digest_weekday, timing.reminder, timing.paused_until) == (6, "morning", None)
    held = message.deliveries.get(address__channel="email")
    assert (held.next_attempt_at, held.reason) == (NOON.replace(hour=21), "")


def test_somebody_who_never_chose_gets_a_row_of_their_own(db: None) -> None:
    client, user = Client(), UserFactory()
    client.force_login(user)

    save(client, quiet_from="", quiet_until="")

    timing = Timing.objects.get(user=user)
    assert (timing.quiet_from, timing.quiet_until, timing.digest_at) == (None, None, time(18))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"quiet_until": ""}, "Give both ends of the quiet hours, or none."),
        ({"quiet_until": "21:30"}, "Quiet hours end at another time than they begin."),
        ({"paused_until": "2026-03-01"}, "Choose a day after today."),
        ({"quiet_from": "25:00"}, "Enter a valid time."),
        ({"digest_at": ""}, "This field is required."),
        ({"digest_weekday": "7"}, "Select a valid choice."),
        ({"reminder": "noon"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    client: Client, ada: User, changes: dict[str, str], complaint: str
) -> None:
    before = Timing.objects.values().get(user=ada)
    with time_machine.travel(NOON, tick=False):
        client.force_login(ada)
        response = save(client, **changes)

    html = response.content.decode()
    assert response.status_code == 422
    assert complaint in html
    assert 'value="06:15"' in html or "quiet_until" in changes
    assert Timing.objects.values().get(user=ada) == before


def test_a_pause_is_shown_and_ended(client: Client, ada: User) -> None:
    with time_machine.travel(NOON, tick=False):
        client.force_login(ada)
        save(client, paused_until="2026-03-09")
        assert "Paused until 9 Mar 2026." in page(client)

        client.post(reverse("notifications:resume"))
        assert "Paused until" not in page(client)

    assert Timing.objects.get(user=ada).paused_until is None


def test_what_waits_when_a_pause_begins_is_not_sent(client: Client, ada: User) -> None:
    Timing.objects.filter(user=ada).update(quiet_from=time(11), quiet_until=time(14))
    with time_machine.travel(NOON, tick=False):
        client.force_login(ada)
        message = tell(ada)
        fan_out(message_id=message.pk)
        save(client, paused_until="2026-03-09")

    delivery = message.deliveries.get(address__channel="email")
    assert delivery.state == Delivery.State.SKIPPED
    assert delivery.reason == "You had paused all messages until 9 Mar 2026."


def test_a_pause_that_begins_is_said_with_its_end(client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        saved = client.post(
            reverse("notifications:timing"), {**GIVEN, "paused_until": "2026-03-09"}, follow=True
        )

    assert "Saved. Only what is urgent is sent until 9 Mar 2026." in saved.content.decode()


def test_a_pause_that_is_over_is_not_shown(client: Client, ada: User) -> None:
    Timing.objects.filter(user=ada).update(paused_until=date(2026, 3, 1))

    html = page(client)
    assert "Paused until" not in html
    assert 'value="2026-03-01"' not in html


def test_the_page_names_the_zone_in_which_hours_count(client: Client, ada: User) -> None:
    update_athlete(athlete=ada.athlete, time_zone="Asia/Kathmandu")

    assert "Asia/Kathmandu" in page(client)


def test_urgent_kinds_are_named(client: Client) -> None:
    assert "What is urgent (security of your account) comes at once" in page(client)


def test_the_form_has_no_page_of_its_own(client: Client) -> None:
    response = client.get(reverse("notifications:timing"))

    assert response.headers["Location"] == reverse("notifications:preferences")


def test_nobody_sets_hours_without_a_login(ada: User) -> None:
    before = Timing.objects.values().get(user=ada)

    for name in ("timing", "resume"):
        response = Client().post(reverse(f"notifications:{name}"), GIVEN)
        assert response.headers["Location"].startswith("/accounts/login/")

    assert Timing.objects.values().get(user=ada) == before


def page(client: Client) -> str:
    return client.get(reverse("notifications:preferences")).content.decode()


def test_the_weekly_letter_leaves_at_its_hour_though_the_night_is_quiet(client: Client, ada: User) -> None:
    save(client, quiet_from="22:00", quiet_until="07:00", digest_at="05:00")
    week = {"week": "23 February to 1 March", "activities": 4, "duration_s": 18_000, "load": 320}
    with time_machine.travel(NOON.replace(day=2, hour=5), tick=False):
        told = [tell(ada, kind="weekly_digest", context=week), tell(ada, key="2")]
        for each in told:
            fan_out(message_id=each.pk)

    letter, signal = (each.deliveries.get(address__channel="email") for each in told)
    assert (letter.reason, letter.next_attempt_at) == ("", NOON.replace(day=2, hour=5))
    assert signal.next_attempt_at > letter.next_attempt_at
