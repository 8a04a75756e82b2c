from __future__ import annotations

from datetime import timedelta

import pytest

from metrics.models import Annotation
from plans.models import Blackout, Plan, TrainingPreferences
from tests.factories.athletes import UserFactory
from tests.factories.races import RaceFactory
from tests.plans.views.conftest import MONDAY, TODAY, address, text_of
from tests.plans.views.wizard import NO_RACE, NO_RACE_TIME, WEEK, time_address


def test_the_week_is_filled_in_from_what_was_done(client, trained):
    response = client.get(NO_RACE_TIME)

    words = "In the last six weeks you trained 3 h 50 min in a usual week, from 2 h 20 min to 3 h 50 min"
    assert words in text_of(response)
    assert "and hold 4 h in all" in text_of(response)
    assert 'name="minutes_6" value="90"' in response.content.decode()
    assert 'name="minutes_0" value="0"' in response.content.decode()


@pytest.mark.parametrize("query", ["", "?race=7", "?sport=running&weeks=0&start=2026-11-23", "?start=x"])
def test_a_week_without_a_goal_leads_back_to_the_goal(client, athlete, query):
    assert client.get(address("plan-time") + query)["Location"] == address("plan-new")


def test_the_diary_is_shown_to_those_who_may_see_it(client, athlete, coach_with):
    Annotation.objects.create(athlete=athlete, kind="illness", start=TODAY - timedelta(days=3))
    coach = coach_with(plan="write")

    own = text_of(client.get(NO_RACE_TIME))
    theirs = text_of(coach.get(NO_RACE_TIME.replace("/me/", f"/{athlete.uid}/")))

    assert "Illness since 19 Nov 2026" in own
    assert "Illness" not in theirs


def test_a_plan_is_asked_for_and_the_week_is_kept(client, athlete):
    response = client.post(NO_RACE_TIME, WEEK)

    plan = Plan.objects.get()
    assert response["Location"] == address("plan-preview", uid=plan.uid)
    assert (plan.state, plan.sport, plan.start, plan.created_by) == (
        "making",
        "running",
        MONDAY,
        athlete.user,
    )
    assert TrainingPreferences.objects.get().rooms.count() == 4


def test_days_off_come_and_go_while_the_rest_stays_typed(client, athlete):
    typed = WEEK | {"minutes_1": "75", "off-start": "2026-12-07", "off-last_day": "2026-12-09"}
    typed |= {"off-reason": "work", "act": "off-add"}

    added = client.post(NO_RACE_TIME, typed)
    row = Blackout.objects.alive().get()
    removed = client.post(NO_RACE_TIME, typed | {"act": f"off-remove:{row.uid}"})

    assert (row.start.day, row.end.day, row.reason) == (7, 10, "work")
    assert "7–9 Dec 2026 Work" in text_of(added)
    assert 'name="minutes_1" value="75"' in added.content.decode()
    assert 'name="minutes_1" value="75"' in removed.content.decode()
    assert not Blackout.objects.alive().exists()
    assert not Plan.objects.exists()
    assert not TrainingPreferences.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({f"minutes_{day}": 0 for day in range(7)}, "No weekday is available: open at least one."),
        ({f"minutes_{day}": 10 for day in range(7)}, "No day has room for a session of 20 minutes"),
        ({"ramp_max": "9"}, "less than or equal to 7"),
        ({"minutes_2": "900"}, "less than or equal to 720"),
        ({"act": "off-add", "off-start": "2026-12-09", "off-last_day": "2026-12-07"}, "before the first"),
        ({"act": "off-add"}, "This field is required."),
    ],
)
def test_what_is_wrong_with_a_week_is_said(client, athlete, typed, words):
    response = client.post(NO_RACE_TIME, WEEK | typed)

    assert response.status_code == 422
    assert words in text_of(response)
    assert not Plan.objects.exists()


def test_two_goals_in_a_fortnight_are_settled_where_the_plan_is_asked_for(client, athlete):
    race = RaceFactory(athlete=athlete, name="Wien")
    other = RaceFactory(athlete=athlete, name="Linz", date=race.date - timedelta(days=7), distance_m=10_000)
    here = time_address(race=race.uid, start="2026-11-23")

    response = client.post(here, WEEK | {"minutes_6": 95})

    page = text_of(response)
    assert response.status_code == 422
    assert "Linz on 11 Apr 2027 and Wien on 18 Apr 2027 lie within a fortnight" in page
    assert "Make Linz a B race" in page
    assert 'value="95"' in response.content.decode()
    answer = client.post(here, WEEK | {"act": f"make-b:{other.uid}"})
    other.refresh_from_db()
    assert (other.priority, Plan.objects.get().race) == ("B", race)
    assert answer["Location"] == address("plan-preview", uid=Plan.objects.get().uid)


def test_a_coach_who_may_read_sees_a_draft_without_buttons(athlete, draft, coach_with):
    coach = coach_with(plan="read")

    page = coach.get(address("plan-preview", athlete, uid=draft.uid))

    assert page.status_code == 200
    assert "Adopt this plan" not in text_of(page)
    assert "data-fitness" not in page.content.decode()
    assert coach.get(address("plan-forecast", athlete, uid=draft.uid)).status_code == 404
    for name in ("plan-adopt", "plan-discard"):
        assert coach.post(address(name, athlete, uid=draft.uid)).status_code == 404
    assert coach.get(address("plan-new", athlete)).status_code == 404
    draft.refresh_from_db()
    assert (draft.state, draft.deleted_at) == ("draft", None)


def test_a_coach_who_may_write_makes_and_adopts(athlete, coach_with):
    coach = coach_with(plan="write")

    coach.post(NO_RACE_TIME.replace("/me/", f"/{athlete.uid}/"), WEEK)
    plan = Plan.objects.get()
    Plan.objects.update(state="draft")
    coach.post(address("plan-adopt", athlete, uid=plan.uid))

    plan.refresh_from_db()
    assert plan.created_by.name == "Kim Coach"
    assert plan.state == "active"
    assert plan.changes.get().author.name == "Kim Coach"


def test_a_stranger_finds_nothing_and_changes_nothing(athlete, draft, client_of):
    stranger = client_of(UserFactory())
    uid = draft.uid

    for name in ("plan-new", "plan-time"):
        assert stranger.get(address(name, athlete)).status_code == 404
        assert stranger.post(address(name, athlete), NO_RACE).status_code == 404
    for name in ("plan-preview", "plan-forecast"):
        assert stranger.get(address(name, athlete, uid=uid)).status_code == 404
    for name in ("plan-adopt", "plan-discard"):
        assert stranger.post(address(name, athlete, uid=uid)).status_code == 404
    draft.refresh_from_db()
    assert (draft.state, draft.deleted_at) == ("draft", None)
    assert Plan.objects.count() == 1


def test_somebody_without_weeks_behind_them_is_not_told_what_they_did(client, athlete):
    page = text_of(client.get(NO_RACE_TIME))

    assert (
        "Your last six weeks say too little about your days, so these are careful ones: 4 h a week." in page
    )
    assert "you trained" not in page
