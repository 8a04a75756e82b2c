"""The cycle log: hidden until it is wanted, and gone when it is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from metrics.models import CycleDay
from tests.factories.athletes import CoachLinkFactory
from tests.factories.own_word import CycleDayFactory
from tests.metrics.views.conftest import address

TODAY = date(2026, 11, 22)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def keeper(athlete):
    """An athlete who keeps a log with two cycles of 28 and 30 days; today is day 11 of the third."""
    athlete.keeps_cycle_log = True
    athlete.save()
    for days in (10, 40, 68):
        CycleDayFactory(athlete=athlete, date=TODAY - timedelta(days=days), bleeding="heavy")
    return athlete


def test_nothing_shows_without_a_log(client, athlete):
    CycleDayFactory(athlete=athlete, date=TODAY)

    assert client.get(address("cycle")).status_code == 404
    assert client.post(address("cycle"), {"bleeding": "light"}).status_code == 404
    assert client.post(address("cycle-clear")).status_code == 404
    assert "Cycle log" not in text(client.get(address("check-in")))
    assert CycleDay.objects.get().bleeding == "medium"


def test_the_profile_leads_to_the_switch_and_the_switch_to_the_log(client, athlete):
    profile = text(client.get(reverse("athletes:profile", args=["me"])))
    assert address("cycle-switch") in profile
    assert "Keep a cycle log?" in text(client.get(address("cycle-switch")))

    response = client.post(address("cycle-switch"), {"keep_log": "yes"})

    athlete.refresh_from_db()
    assert athlete.keeps_cycle_log
    assert "The cycle log is on." in text(client.get(response.url))
    assert "Cycle log</a>" in text(client.get(address("check-in")))


def test_the_page_says_day_and_lengths_and_that_it_foretells_nothing(client, keeper):
    page = text(client.get(address("cycle")))

    assert 'stat-value">11<' in page
    assert 'stat-value">29 ' in page
    assert 'stat-value">28–30 ' in page
    assert "it says nothing about what comes" in page
    assert page.count("●●●") == 3
    assert "bleeding: heavy, a cycle begins" in page


def test_an_empty_log_says_when_lengths_are_known(client, athlete):
    athlete.keeps_cycle_log = True
    athlete.save()

    page = text(client.get(address("cycle")))

    assert "Lengths are known after two bleedings." in page
    assert 'stat-value">–<' in page


def test_a_day_is_written_changed_and_cleared(client, keeper):
    there = address("cycle") + "?day=2026-11-20"
    client.post(there, {"bleeding": "spotting", "note": "Tired"})
    client.post(there, {"bleeding": "light", "note": "Tired"})

    row = CycleDay.objects.get(date="2026-11-20")
    assert (row.bleeding, row.note) == ("light", "Tired")
    assert 'value="light"' in text(client.get(there))

    client.post(address("cycle-clear") + "?day=2026-11-20")
    assert not CycleDay.objects.filter(date="2026-11-20").exists()


@pytest.mark.parametrize(
    ("given", "words"), [({"bleeding": "flood"}, "Select a valid choice"), ({}, "This field is required.")]
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(client, keeper, given, words):
    response = client.post(address("cycle"), {**given, "note": "Typed"})

    assert response.status_code == 422
    assert words in text(response)
    assert 'value="Typed"' in text(response)
    assert CycleDay.objects.count() == 3


def test_a_day_to_come_is_not_found(client, keeper):
    assert client.post(address("cycle") + "?day=2026-11-23", {"bleeding": "light"}).status_code == 404


def test_turning_it_off_asks_what_becomes_of_the_days(client, keeper):
    page = text(client.get(address("cycle-switch")))

    assert "What should become of the 3 days in it?" in page
    assert "Turn it off and delete 3 days" in page


@pytest.mark.parametrize(("given", "left"), [({"entries": "delete"}, 0), ({}, 3)])
def test_turned_off_it_is_gone_or_kept_for_later(client, keeper, given, left):
    response = client.post(address("cycle-switch"), given)

    keeper.refresh_from_db()
    assert (keeper.keeps_cycle_log, CycleDay.objects.count()) == (False, left)
    assert response.url == reverse("athletes:profile", args=["me"])
    assert client.get(address("cycle")).status_code == 404


@pytest.mark.parametrize(
    ("scopes", "seen", "written"),
    [
        ({}, 404, 404),
        ({"notes": "write", "heart": "write", "profile": "write"}, 404, 404),
        ({"cycle": "read"}, 200, 404),
        ({"cycle": "write"}, 200, 302),
    ],
)
def test_a_coach_sees_and_writes_what_was_shared_and_never_turns_it_off(
    client_of, keeper, scopes, seen, written
):
    client = client_of(CoachLinkFactory(athlete=keeper, scopes=scopes).coach)

    assert client.get(address("cycle", keeper)).status_code == seen
    assert client.post(address("cycle", keeper), {"bleeding": "light"}).status_code == written
    assert client.get(address("cycle-switch", keeper)).status_code == 404
    assert client.post(address("cycle-switch", keeper), {"entries": "delete"}).status_code == 404

    keeper.refresh_from_db()
    assert keeper.keeps_cycle_log
    assert CycleDay.objects.count() == (4 if written == 302 else 3)


def test_a_coach_with_the_profile_is_not_told_of_a_log(client_of, keeper):
    client = client_of(CoachLinkFactory(athlete=keeper, scopes={"profile": "write", "notes": "read"}).coach)

    assert "ycle log" not in text(client.get(reverse("athletes:profile", args=[keeper.uid])))
    assert "ycle log" not in text(client.get(address("check-in", keeper)))
