"""The page of the feed, and what calendars read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import ics
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes.models import DATA_CLASSES, Athlete
from plans.models import CalendarFeed
from plans.selectors.feed import feed_entries
from plans.services.feeds import make_feed
from plans.views import feed as feed_views
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.plans import PlannedSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def athlete() -> Athlete:
    made: Athlete = AthleteFactory(time_zone="Europe/Vienna")
    return made


def browser(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def page(athlete: Athlete, name: str = "feed") -> str:
    return reverse(f"plans:{name}", kwargs={"athlete": athlete.uid})


def file_of(token: str) -> str:
    return reverse("feed-ics", kwargs={"token": token})


def test_an_address_is_told_once_and_works(athlete: Athlete) -> None:
    PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 24))
    client = browser(athlete.user)

    made = client.post(page(athlete))
    again = client.get(page(athlete)).content.decode()

    found = re.search(r'value="(https?://[^"]+/calendar/([\w-]{43})\.ics)"', made.content.decode())
    assert found is not None
    assert made.headers["Cache-Control"] == "private, no-store"
    assert f'href="webcal://{found[1].partition("//")[2]}"' in made.content.decode()
    assert found[2] not in again
    assert "no calendar has read it yet" in again
    (event,) = ics.Calendar(Client().get(file_of(found[2])).content.decode()).events
    assert (event.name, event.begin.date(), event.all_day) == ("Easy run · 45 min", date(2026, 11, 24), True)
    assert (
        "Last read just now" in client.get(page(athlete)).content.decode()
        or "Last read today" in client.get(page(athlete)).content.decode()
    )


def test_what_was_not_done_says_so_without_a_word_more(athlete: Athlete) -> None:
    missed = PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 20), title="Tempo", state="missed")

    titles = {each.uid: each.title for each in feed_entries(athlete)}

    assert titles == {f"{missed.uid}@formline": "Tempo · 45 min · not done"}


def test_a_new_address_ends_the_old_one_and_it_can_be_ended(athlete: Athlete) -> None:
    token = make_feed(athlete=athlete, user=athlete.user)
    client = browser(athlete.user)

    client.post(page(athlete))
    assert Client().get(file_of(token)).status_code == 404
    ended = client.post(page(athlete, "feed-revoke"), follow=True)

    assert "The address leads nowhere now." in ended.content.decode()
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()


def test_the_file_is_private_and_answers_304(athlete: Athlete) -> None:
    session = PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 24))
    token = make_feed(athlete=athlete, user=athlete.user)

    first = Client().get(file_of(token))
    same = Client().get(file_of(token), headers={"If-None-Match": first.headers["ETag"]})
    session.title = "Long run"
    session.save()
    changed = Client().get(file_of(token), headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in first.headers["Cache-Control"]
    assert "no-cache" in first.headers["Cache-Control"]
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    assert b"SEQUENCE:2" in changed.content


@pytest.mark.parametrize("token", ["x", "a" * 43, "../athletes"])
def test_a_wrong_address_is_not_found(token: str) -> None:
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_both_reading_and_guessing_have_a_limit(athlete: Athlete, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_views, "READS", 2)
    monkeypatch.setattr(feed_views, "WRONG", 2)
    token = make_feed(athlete=athlete, user=athlete.user)

    reads = [Client().get(file_of(token)) for _ in range(3)]
    guesses = [Client().get(file_of("wrong")).status_code for _ in range(3)]

    assert [each.status_code for each in reads] == [200, 200, 429]
    assert guesses == [404, 404, 429]


def test_a_coach_sees_that_there_is_a_feed_and_cannot_have_one(athlete: Athlete) -> None:
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=athlete, scopes=dict.fromkeys(DATA_CLASSES, "write"))
    make_feed(athlete=athlete, user=athlete.user)
    before = list(CalendarFeed.objects.values())
    client = browser(coach)

    shown = client.get(page(athlete))

    assert shown.status_code == 200
    assert "Only Ada Runner can make an address" in shown.content.decode()
    assert "Make a new address" not in shown.content.decode()
    assert client.post(page(athlete)).status_code == 404
    assert client.post(page(athlete, "feed-revoke")).status_code == 404
    assert list(CalendarFeed.objects.values()) == before


def test_a_stranger_finds_nothing_and_changes_nothing(athlete: Athlete) -> None:
    make_feed(athlete=athlete, user=athlete.user)
    before = list(CalendarFeed.objects.values())
    client = browser(AthleteFactory().user)

    assert client.get(page(athlete)).status_code == 404
    assert client.post(page(athlete)).status_code == 404
    assert client.post(page(athlete, "feed-revoke")).status_code == 404
    assert list(CalendarFeed.objects.values()) == before
