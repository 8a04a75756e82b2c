from __future__ import annotations

from datetime import date

import pytest

from plans.models import Blackout, TrainingPreferences
from tests.factories.athletes import UserFactory
from tests.factories.plans import BlackoutFactory, week_of
from tests.plans.views.conftest import address, text_of
from tests.plans.views.test_wizard import WEEK

PREFERENCES = {
    **{name: value for name, value in WEEK.items() if name != "act"},
    "weekly_cap_min": "300",
    "adapting": "automatic",
    "automatic_sessions_max": "2",
    "automatic_load_pct_max": "10",
}
DAYS_OFF = {"start": "2026-12-07", "last_day": "2026-12-09", "reason": "family", "note": "wedding"}


def test_before_anything_is_saved_the_last_weeks_speak(client, trained):
    assert "Nothing is saved yet" in text_of(client.get(address("preferences")))


def test_preferences_are_saved(client, athlete):
    response = client.post(address("preferences"), PREFERENCES, follow=True)

    row = TrainingPreferences.objects.get()
    assert "Saved." in text_of(response)
    assert (row.adapting, row.automatic_sessions_max, row.weekly_cap_min) == ("automatic", 2, 300)
    assert [(each.weekday, each.minutes) for each in row.rooms.all()] == [(1, 60), (3, 60), (5, 60), (6, 90)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({f"minutes_{day}": "" for day in range(7)}, "No weekday is available"),
        ({"weekly_cap_min": "10"}, "greater than or equal to 30"),
        ({"automatic_load_pct_max": "200"}, "less than or equal to 100"),
        ({"adapting": "always"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(client, athlete, typed, words):
    response = client.post(address("preferences"), PREFERENCES | typed)

    assert response.status_code == 422
    assert words in text_of(response)
    assert not TrainingPreferences.objects.exists()


def test_days_off_are_added_and_removed(client, athlete):
    added = client.post(address("blackouts"), DAYS_OFF, follow=True)
    row = Blackout.objects.get()
    removed = client.post(address("blackout-remove", uid=row.uid), follow=True)

    assert (row.start, row.end, row.reason, row.note) == (
        date(2026, 12, 7),
        date(2026, 12, 10),
        "family",
        "wedding",
    )
    assert "7–9 Dec 2026 Family: wedding" in text_of(added)
    assert "These days are open again." in text_of(removed)
    assert not Blackout.objects.alive().exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"last_day": "2026-12-01"}, "The last day cannot be before the first."),
        ({"start": "2026-10-01", "last_day": "2026-10-03"}, "These days are over already."),
        ({"start": "2026-12-05"}, "Some of these days are kept free already."),
        ({"start": ""}, "This field is required."),
        ({"last_day": "9999-12-31"}, "This day is too far ahead."),
    ],
)
def test_days_off_that_cannot_be_are_refused(client, athlete, typed, words):
    BlackoutFactory(athlete=athlete, start=date(2026, 12, 5), end=date(2026, 12, 6))

    response = client.post(address("blackouts"), DAYS_OFF | typed)

    assert response.status_code == 422
    assert words in text_of(response)
    assert Blackout.objects.count() == 1


def test_the_address_of_days_off_leads_to_the_page(client, athlete):
    assert client.get(address("blackouts"))["Location"] == address("preferences")


def test_a_coach_who_may_read_sees_fields_that_cannot_be_changed(athlete, coach_with):
    week_of(athlete, [0, 60, 0, 0, 0, 0, 90])
    row = BlackoutFactory(athlete=athlete)
    coach = coach_with(plan="read")

    page = coach.get(address("preferences", athlete)).content.decode()

    assert "disabled" in page
    assert "Save</button>" not in page
    assert coach.post(address("preferences", athlete), PREFERENCES).status_code == 404
    assert coach.post(address("blackouts", athlete), DAYS_OFF).status_code == 404
    assert coach.post(address("blackout-remove", athlete, uid=row.uid)).status_code == 404
    assert TrainingPreferences.objects.get().adapting == "ask"
    assert Blackout.objects.alive().count() == 1


def test_a_coach_who_may_write_saves(athlete, coach_with):
    coach = coach_with(plan="write")

    coach.post(address("preferences", athlete), PREFERENCES)
    coach.post(address("blackouts", athlete), DAYS_OFF)

    assert TrainingPreferences.objects.get().athlete == athlete
    assert Blackout.objects.get().athlete == athlete


def test_a_stranger_finds_nothing_and_changes_nothing(athlete, client_of):
    row = BlackoutFactory(athlete=athlete)
    stranger = client_of(UserFactory())

    assert stranger.get(address("preferences", athlete)).status_code == 404
    assert stranger.post(address("preferences", athlete), PREFERENCES).status_code == 404
    assert stranger.post(address("blackouts", athlete), DAYS_OFF).status_code == 404
    assert stranger.post(address("blackout-remove", athlete, uid=row.uid)).status_code == 404
    assert not TrainingPreferences.objects.exists()
    assert Blackout.objects.alive().count() == 1


def test_days_off_of_somebody_else_are_not_found(client, athlete):
    row = BlackoutFactory()

    assert client.post(address("blackout-remove", uid=row.uid)).status_code == 404
    assert Blackout.objects.alive().count() == 1
