from __future__ import annotations

import pytest

from plans.models import PlannedSession, WorkoutTemplate
from tests.factories.athletes import UserFactory
from tests.factories.plans import TemplateFactory, week_of
from tests.plans.views.conftest import address, text_of

TEXT = "Warmup\n- 10m Z1\n\n4x\n- 3m Z4\n- Recover 2m Z1\n\nCooldown\n- 10m Z1\n"
WORKOUT = {"title": "My fours", "sport": "running", "kind": "threshold", "text": TEXT, "note": "flat road"}


def test_the_catalogue_is_there_by_kind_with_profiles(client, athlete):
    response = client.get(address("library"))

    page = text_of(response)
    assert "Threshold run Cruise intervals at the threshold" in page
    assert "Workouts that you write yourself are kept here" in page
    assert "Race itself" not in page
    assert f"{address('session-new')}?from=running:threshold&amp;minutes=" in response.content.decode()


@pytest.mark.parametrize(("query", "words"), [("?sport=cycling", "Easy ride"), ("?sport=x", "Easy run")])
def test_the_sport_is_chosen_by_the_address(client, athlete, query, words):
    assert words in text_of(client.get(address("library") + query))


def test_a_workout_is_written_as_text(client, athlete):
    response = client.post(address("template-new"), WORKOUT, follow=True)

    row = WorkoutTemplate.objects.get()
    assert "Saved in your library." in text_of(response)
    assert (row.athlete, row.name, row.kind, row.minutes, row.note) == (
        athlete,
        "My fours",
        "threshold",
        40,
        "flat road",
    )
    assert "My fours 40 min · flat road" in text_of(response)


def test_lines_that_cannot_be_read_are_told_by_number_and_stay(client, athlete):
    response = client.post(address("template-new"), WORKOUT | {"text": "Warmup\n- 10m Z1\n- soon Z2\n"})

    page = text_of(response)
    assert response.status_code == 422
    assert "Line 3" in page
    assert "- soon Z2" in response.content.decode()
    assert not WorkoutTemplate.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": "- 30m 4:30/km"}, "Write zones, per cent or RPE"),
        ({"title": "Easy taken"}, "Another workout of yours has this name."),
        ({"title": ""}, "This field is required."),
    ],
)
def test_what_ages_badly_or_is_taken_is_refused(client, athlete, typed, words):
    TemplateFactory(athlete=athlete, name="Easy taken")

    response = client.post(address("template-new"), WORKOUT | typed)

    assert response.status_code == 422
    assert words in text_of(response)
    assert WorkoutTemplate.objects.count() == 1


def test_a_workout_is_edited_and_removed(client, athlete):
    row = TemplateFactory(athlete=athlete, name="Easy")

    form = client.get(address("template-edit", uid=row.uid)).content.decode()
    client.post(address("template-edit", uid=row.uid), WORKOUT)
    asked = text_of(client.get(address("template-remove", uid=row.uid)))
    removed = client.post(address("template-remove", uid=row.uid), follow=True)

    row.refresh_from_db()
    assert 'value="Easy"' in form
    assert (row.name, row.sport) == ("My fours", "running")
    assert "Remove “My fours”?" in asked
    assert "My fours is out of the library." in text_of(removed)
    assert row.deleted_at is not None


def test_a_workout_is_put_on_a_day(client, athlete):
    row = TemplateFactory(athlete=athlete, name="Easy")

    response = client.post(address("template-plan", uid=row.uid), {"day": "2026-11-26"})

    session = PlannedSession.objects.get()
    assert response["Location"].partition("?changed=")[0] == address("session", uid=session.uid)
    assert (session.title, session.day.day, session.created_by) == ("Easy", 26, athlete.user)


@pytest.mark.parametrize(
    ("day", "words"),
    [("", "Choose a day first."), ("2026-11-20", "What lies in the past stays as it was.")],
)
def test_a_day_that_cannot_be_is_told(client, athlete, day, words):
    row = TemplateFactory(athlete=athlete)

    page = text_of(client.post(address("template-plan", uid=row.uid), {"day": day}, follow=True))

    assert words in page
    assert not PlannedSession.objects.exists()


def test_a_coach_who_may_read_looks_only(athlete, coach_with):
    row = TemplateFactory(athlete=athlete, name="Easy")
    coach = coach_with(plan="read")

    page = coach.get(address("library", athlete))

    assert "Easy 45 min" in text_of(page)
    assert "Put it there" not in text_of(page)
    assert coach.get(address("template-new", athlete)).status_code == 404
    _assert_nothing_can_be_done(coach, athlete, row)


def test_a_coach_who_may_write_is_the_author(athlete, coach_with):
    coach_with(plan="write").post(address("template-new", athlete), WORKOUT)

    assert WorkoutTemplate.objects.get().created_by.name == "Kim Coach"


def test_a_stranger_finds_nothing_and_changes_nothing(athlete, client_of):
    row = TemplateFactory(athlete=athlete, name="Easy")
    stranger = client_of(UserFactory())

    assert stranger.get(address("library", athlete)).status_code == 404
    _assert_nothing_can_be_done(stranger, athlete, row)


def test_a_workout_of_somebody_else_is_not_found(client, athlete):
    assert client.get(address("template-edit", uid=TemplateFactory().uid)).status_code == 404


def _assert_nothing_can_be_done(client, athlete, row):
    uid = row.uid
    assert client.post(address("template-new", athlete), WORKOUT).status_code == 404
    assert client.post(address("template-edit", athlete, uid=uid), WORKOUT).status_code == 404
    assert client.post(address("template-remove", athlete, uid=uid)).status_code == 404
    assert client.post(address("template-plan", athlete, uid=uid), {"day": "2026-11-26"}).status_code == 404
    assert WorkoutTemplate.objects.alive().get().name == "Easy"
    assert not PlannedSession.objects.exists()


def test_a_workout_on_a_closed_day_is_put_there_and_the_day_is_named(client, athlete):
    week_of(athlete, [0, 60, 60, 60, 0, 60, 0])
    row = TemplateFactory(athlete=athlete)

    put = client.post(address("template-plan", uid=row.uid), {"day": "2026-11-29"})

    assert "stands in the calendar. Sunday is closed in your week." in text_of(client.get(put["Location"]))
