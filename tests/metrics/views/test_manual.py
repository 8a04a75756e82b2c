"""Entering an activity by hand, rating it, and changing what was typed."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from metrics.models import Activity
from metrics.services.ingest import store_activity
from tests.factories.athletes import CoachLinkFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.records import ride
from tests.metrics.views.conftest import NOW, address

TYPED = {
    "sport": "running",
    "day": "2026-11-21",
    "time": "07:30",
    "duration": "1:05",
    "distance": "12.5",
    "average_heart_rate": "",
    "name": "",
    "rpe": "5.0",
    "feel": "4",
    "goal": "easy",
    "note": "With Kim",
}


def text(response) -> str:
    return response.content.decode()


def test_an_activity_is_entered_and_listed_like_any_other(client, athlete):
    assert address("activity-new") in text(client.get(address("activities")))
    assert 'value="2026-11-22"' in text(client.get(address("activity-new")))

    response = client.post(address("activity-new"), TYPED)

    activity = Activity.objects.get()
    assert (activity.athlete, activity.sport, activity.timer_s, activity.distance_m) == (
        athlete, "running", 3900, 12_500
    )  # fmt: skip
    assert (str(activity.local_start), activity.utc_offset_s) == ("2026-11-21 07:30:00", 3600)
    assert (activity.rpe, activity.feel, activity.goal, activity.note) == (5.0, 4, "easy", "With Kim")
    assert response.url == address("activity", uid=activity.uid)
    page = text(client.get(response.url))
    assert "The activity is saved." in page
    assert "Entered by hand" in page
    cache.clear()
    assert "Morning run" in text(client.get(address("activities")))


@pytest.mark.parametrize(
    ("typed", "seconds"), [("45", 2700), ("1:05", 3900), ("0:30", 1800), ("1:05:30", 3930), (" 90 ", 5400)]
)
def test_a_duration_is_typed_as_people_say_it(client, typed, seconds):
    client.post(address("activity-new"), {**TYPED, "duration": typed})

    assert Activity.objects.get().timer_s == seconds


def test_a_distance_is_typed_in_the_units_of_the_athlete(client, athlete):
    athlete.units = "imperial"
    athlete.save()

    client.post(address("activity-new"), {**TYPED, "distance": "10"})

    activity = Activity.objects.get()
    assert activity.distance_m == pytest.approx(16_093.44)
    assert 'value="10.0"' in text(client.get(address("activity-facts", uid=activity.uid)))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"sport": "multisport"}, "Select a valid choice"),
        ({"day": ""}, "This field is required."),
        ({"day": "2026-11-23"}, "This is still to come."),
        ({"day": "1989-01-01"}, "This day is too long ago."),
        ({"time": "25:00"}, "Enter a valid time."),
        ({"duration": "an hour"}, "Type minutes, such as 45"),
        ({"duration": "0"}, "Between one minute and seven days."),
        ({"duration": "1:75"}, "Type minutes, such as 45"),
        ({"distance": "0"}, "Between a metre and 3,000 kilometres."),
        ({"distance": "nan"}, "Enter a number."),
        ({"average_heart_rate": "300"}, "less than or equal to 240"),
        ({"rpe": "11"}, "Select a valid choice"),
        ({"feel": "0"}, "Select a valid choice"),
        ({"note": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(client, wrong, words):
    response = client.post(address("activity-new"), {**TYPED, "name": "Typed", **wrong})

    assert response.status_code == 422
    assert words in text(response)
    assert 'value="Typed"' in text(response)
    assert not Activity.objects.exists()


def test_everything_typed_can_be_typed_anew(client):
    client.post(address("activity-new"), TYPED)
    activity = Activity.objects.get()
    facts = address("activity-facts", uid=activity.uid)
    assert facts in text(client.get(address("activity", uid=activity.uid)))
    page = text(client.get(facts))
    assert 'value="1:05"' in page
    assert 'value="07:30"' in page

    client.post(facts, {**TYPED, "sport": "cycling", "duration": "2:00", "distance": "", "note": ""})

    activity.refresh_from_db()
    assert (activity.sport, activity.timer_s, activity.distance_m, activity.note) == (
        "cycling", 7200, None, ""
    )  # fmt: skip


def test_facts_that_cannot_be_change_nothing(client):
    client.post(address("activity-new"), TYPED)
    activity = Activity.objects.get()

    response = client.post(address("activity-facts", uid=activity.uid), {**TYPED, "duration": "0"})

    assert response.status_code == 422
    activity.refresh_from_db()
    assert activity.timer_s == 3900


def test_the_facts_of_a_recording_have_no_page(client, athlete):
    activity = store_activity(athlete=athlete, recorded=ride()).activity

    assert client.get(address("activity-facts", uid=activity.uid)).status_code == 404
    assert client.post(address("activity-facts", uid=activity.uid), TYPED).status_code == 404


def test_what_is_recorded_already_says_so(client, athlete):
    start = NOW.replace(hour=6, minute=0)
    recorded = store_activity(athlete=athlete, recorded=ride(start=start)).activity

    response = client.post(
        address("activity-new"),
        {**TYPED, "sport": "cycling", "day": "2026-11-22", "time": "07:01", "duration": "60"},
    )

    assert response.url == address("activity", uid=recorded.uid)
    assert "This activity is here already." in text(client.get(response.url))


def test_a_hand_entered_activity_is_deleted_and_comes_back(client):
    client.post(address("activity-new"), TYPED)
    uid = Activity.objects.get().uid

    client.post(address("activity-delete", uid=uid))
    assert not Activity.objects.alive().exists()
    client.post(address("activity-restore", uid=uid))

    assert Activity.objects.alive().get().note == "With Kim"


def test_an_activity_is_rated_right_below_its_numbers(client, athlete):
    activity = ActivityFactory(athlete=athlete, name="Tempo", note="Kept", goal="hard")
    assert 'id="activity-rating"' in text(client.get(address("activity", uid=activity.uid)))

    response = client.post(address("activity-rate", uid=activity.uid), {"rpe": "7.0", "feel": "4"})

    activity.refresh_from_db()
    assert (activity.rpe, activity.feel) == (7.0, 4)
    assert (activity.name, activity.note, activity.goal) == ("Tempo", "Kept", "hard")
    assert 'id="activity-rating"' not in text(client.get(response.url))


def test_a_rating_that_cannot_be_is_refused(client, athlete):
    activity = ActivityFactory(athlete=athlete)

    response = client.post(address("activity-rate", uid=activity.uid), {"rpe": "7.0", "feel": "9"})

    assert response.status_code == 422
    assert '<option value="7.0" selected>' in text(response)
    activity.refresh_from_db()
    assert (activity.rpe, activity.feel, activity.revision) == (None, None, 1)


def test_all_words_are_written_on_the_page_of_the_activity(client, athlete):
    activity = ActivityFactory(athlete=athlete)

    client.post(
        address("activity-edit", uid=activity.uid),
        {"name": "Hills", "rpe": "8.0", "feel": "2", "goal": "hard", "note": "Hot\nand long"},
    )

    activity.refresh_from_db()
    assert (activity.name, activity.rpe, activity.feel, activity.goal) == ("Hills", 8.0, 2, "hard")
    assert activity.note.split() == ["Hot", "and", "long"]


def test_other_words_leave_the_rating_alone_where_it_is_asked_for_elsewhere(client, athlete):
    activity = ActivityFactory(athlete=athlete)
    assert text(client.get(address("activity", uid=activity.uid))).count('name="rpe"') == 1
    Activity.objects.update(rpe=6.0, feel=3)

    client.post(address("activity-edit", uid=activity.uid), {"name": "Hills", "note": ""})

    activity.refresh_from_db()
    assert (activity.name, activity.rpe, activity.feel) == ("Hills", 6.0, 3)


@pytest.mark.parametrize("scopes", [{}, {"activities": "read", "notes": "write"}])
def test_who_may_not_write_activities_changes_nothing(client_of, athlete, scopes):
    activity = ActivityFactory(athlete=athlete)
    client = client_of(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)

    assert client.get(address("activity-new", athlete)).status_code == 404
    assert client.post(address("activity-new", athlete), TYPED).status_code == 404
    for name in ("activity-rate", "activity-facts"):
        assert client.post(address(name, athlete, uid=activity.uid), TYPED).status_code == 404

    assert Activity.objects.get().revision == 1


def test_a_note_is_for_those_who_may_read_notes(client_of, athlete):
    activity = ActivityFactory(athlete=athlete, note="Secret")
    client = client_of(CoachLinkFactory(athlete=athlete, scopes={"activities": "write"}).coach)

    assert "Secret" not in text(client.get(address("activity", athlete, uid=activity.uid)))
    client.post(address("activity-edit", athlete, uid=activity.uid), {"name": "New", "note": "Gone"})

    activity.refresh_from_db()
    assert (activity.name, activity.note) == ("New", "Secret")
