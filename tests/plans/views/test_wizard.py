from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from config.core.beats import WORKER, beat
from metrics.models import Annotation, Race
from plans.models import Blackout, Plan, PlannedSession, TrainingPreferences
from plans.services.planning import adopt_plan, make, request_plan
from tests.factories.athletes import UserFactory
from tests.factories.plans import BlackoutFactory, week_of
from tests.factories.races import RaceFactory
from tests.plans.views.conftest import MONDAY, TODAY, address, text_of

WEEK = {
    **{f"minutes_{day}": minutes for day, minutes in enumerate((0, 60, 0, 60, 0, 60, 90))},
    **{f"sessions_{day}": 1 for day in range(7)},
    "experience": "intermediate",
    "long_day": "6",
    "weekly_cap_min": "",
    "ramp_max": "5",
    "act": "make",
}
NO_RACE = {"goal": "none", "sport": "running", "weeks": "6", "start": "2026-11-23"}
NEW_RACE = {
    "goal": "new",
    "start": "2026-11-23",
    "race-name": "Vienna Marathon",
    "race-date": "2027-04-18",
    "race-sport": "running",
    "race-distance": "marathon",
    "race-goal": "3:30:00",
    "race-priority": "A",
}


def time_address(**query):
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{address('plan-time')}?{pairs}"


NO_RACE_TIME = time_address(sport="running", weeks=6, start="2026-11-23")


def test_the_first_screen_offers_the_coming_races_and_two_more_ways(client, athlete):
    RaceFactory(athlete=athlete, name="Vienna Marathon")
    RaceFactory(athlete=athlete, name="Of the past", date=TODAY - timedelta(days=9))
    RaceFactory(athlete=athlete, name="On skis", sport="skiing")

    response = client.get(address("plan-new"))

    page = text_of(response)
    assert "Vienna Marathon, 18 Apr 2027, in 21 weeks" in page
    assert "A race that is not entered yet" in page
    assert "No race: keep improving" in page
    assert "Of the past" not in page
    assert "On skis (skiing, 18 Apr 2027): no plan is made for this sport." in page
    assert 'value="2026-11-23"' in response.content.decode()


def test_a_race_that_is_chosen_leads_to_the_week(client, athlete):
    race = RaceFactory(athlete=athlete)

    response = client.post(address("plan-new"), {"goal": str(race.uid), "start": "2026-11-23"})

    assert response["Location"] == time_address(race=race.uid, start="2026-11-23")


def test_a_race_is_entered_right_there(client, athlete):
    response = client.post(address("plan-new"), NEW_RACE)

    race = Race.objects.get()
    assert (race.athlete, race.name, race.distance_m, race.goal_s) == (
        athlete,
        "Vienna Marathon",
        42_195,
        12_600,
    )
    assert response["Location"] == time_address(race=race.uid, start="2026-11-23")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (NEW_RACE | {"race-distance": ""}, "This field is required."),
        (NEW_RACE | {"race-date": "2026-11-22"}, "The race must come after the start of the plan."),
        (NEW_RACE | {"race-goal": "soon"}, "Type a time, such as 42:10 or 3:29:59."),
        (NO_RACE | {"weeks": ""}, "Say for how many weeks."),
        (NO_RACE | {"weeks": "99"}, "less than or equal to 52"),
        (NO_RACE | {"start": "2026-11-21"}, "A plan cannot start in the past: choose today or later."),
        (NO_RACE | {"start": "2027-11-21"}, "Start within four weeks"),
        ({"start": "2026-11-23"}, "This field is required."),
    ],
)
def test_what_is_wrong_with_a_goal_is_said_and_what_was_typed_stays(client, athlete, typed, words):
    response = client.post(address("plan-new"), typed)

    assert response.status_code == 422
    assert words in text_of(response)
    assert f'value="{typed["start"]}"' in response.content.decode()
    assert not Race.objects.exists()


def test_a_race_without_a_distance_is_led_to_where_it_is_entered(client, athlete):
    race = RaceFactory(athlete=athlete, name="Somewhere", distance_m=None)

    response = client.post(address("plan-new"), {"goal": str(race.uid), "start": "2026-11-23"})

    assert "This race has no distance yet" in text_of(response)
    assert f"/races/{race.uid}/" in response.content.decode()


def test_the_goal_screen_keeps_what_the_address_says(client, athlete):
    html = client.get(f"{address('plan-new')}?sport=cycling&weeks=9&start=2026-12-01").content.decode()

    assert 'value="9"' in html
    assert 'value="2026-12-01"' in html
    assert '<option value="cycling" selected>' in html


def test_the_week_is_filled_in_from_what_was_done(client, trained):
    response = client.get(NO_RACE_TIME)

    words = "In the last six weeks you trained 3 h 50 min in a usual week, from 2 h 20 min to 3 h 50 min."
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


def test_two_goals_in_a_fortnight_are_named_with_a_way_out(client, athlete):
    race = RaceFactory(athlete=athlete)
    RaceFactory(athlete=athlete, date=race.date - timedelta(days=7), distance_m=10_000)

    response = client.post(time_address(race=race.uid, start="2026-11-23"), WEEK)

    page = text_of(response)
    assert response.status_code == 422
    assert "Two A races within a fortnight, 11 Apr 2027 and 18 Apr 2027: make one of them B or C." in page
    assert "Open your races" in page


def test_while_it_is_made_the_page_asks_for_itself(client, athlete, draft):
    Plan.objects.update(state="making")

    page = client.get(address("plan-preview", uid=draft.uid))
    part = client.get(address("plan-preview", uid=draft.uid), headers={"HX-Request": "true"})

    assert 'hx-trigger="every 2s"' in page.content.decode()
    assert "Reload to see how it goes" in text_of(page)
    assert part.content.decode().lstrip().startswith('<section class="card narrow"')
    assert "Making your plan" in text_of(part)


def test_a_worker_that_is_away_is_told(client, athlete, draft):
    Plan.objects.update(state="making", created_at=draft.created_at - timedelta(minutes=1))

    away = text_of(client.get(address("plan-preview", uid=draft.uid)))
    beat(WORKER)
    there = text_of(client.get(address("plan-preview", uid=draft.uid)))

    assert "the worker of this installation is not running" in away
    assert "not running" not in there
    assert "It takes longer than usual" in there


def test_once_it_is_made_the_page_comes_anew(client, draft):
    part = client.get(address("plan-preview", uid=draft.uid), headers={"HX-Request": "true"})

    assert part["HX-Refresh"] == "true"


def test_the_preview_tells_the_whole_plan(client, draft):
    response = client.get(address("plan-preview", uid=draft.uid))

    page = text_of(response)
    assert "6 weeks of running" in page
    assert "Base 2 weeks" in page
    assert "The first two weeks" in page
    assert "Days of rest in a week never broken by the planner" in page
    assert "Foster" in page
    assert "Adopt this plan" in page
    assert response.content.decode().count('class="profile') >= 6
    assert address("plan-forecast", uid=draft.uid) in response.content.decode()


def test_the_forecast_goes_on_from_today(client, draft):
    chart = client.get(address("plan-forecast", uid=draft.uid)).json()

    assert chart["today"] == "2026-11-22"
    assert chart["dates"][-1] == "2027-01-03"
    assert len(chart["dates"]) == len(chart["load"]) == len(chart["form"])
    assert sum(chart["load"]) > 0


def test_a_plan_that_cannot_be_has_its_reason_and_a_way_back(client, athlete):
    BlackoutFactory(athlete=athlete, start=MONDAY, end=MONDAY + timedelta(weeks=6))
    client.post(NO_RACE_TIME, WEEK)
    from_request = Plan.objects.get()
    Plan.objects.update(state="failed", status="infeasible", blocking=["blackouts"])

    page = client.get(address("plan-preview", uid=from_request.uid))

    assert "No plan keeps all the rules here." in text_of(page)
    assert "Days off close every day on which you could train." in text_of(page)
    assert "sport=running&amp;weeks=6&amp;start=2026-11-23" in page.content.decode()


def test_a_plan_that_failed_says_so(client, draft):
    Plan.objects.update(state="failed", error_code="PLAN_NOT_MADE", error_message="The planner failed.")

    page = text_of(client.get(address("plan-preview", uid=draft.uid)))

    assert "This plan could not be made." in page
    assert "The planner failed." in page


def test_adopting_leads_to_the_calendar(client, draft):
    response = client.post(address("plan-adopt", uid=draft.uid))

    draft.refresh_from_db()
    assert draft.state == "active"
    assert response["Location"] == f"{address('calendar')}?date=2026-11-23"
    assert client.get(address("plan-preview", uid=draft.uid))["Location"] == address("plan")


def test_a_draft_whose_days_are_over_is_not_adopted(client, draft):
    PlannedSession.objects.filter(pk=PlannedSession.objects.order_by("day").first().pk).update(
        day=TODAY - timedelta(days=1)
    )

    response = client.post(address("plan-adopt", uid=draft.uid), follow=True)

    draft.refresh_from_db()
    assert draft.state == "draft"
    assert "Days of this draft are over: make it anew." in text_of(response)


def test_the_plan_that_would_end_is_named(client, athlete, draft):
    adopt_plan(plan=draft, user=athlete.user)
    second = request_plan(athlete=athlete, user=athlete.user, sport="running", weeks=4, start=MONDAY)
    Plan.objects.filter(pk=second.pk).update(state="draft", weeks=draft.weeks, phases=draft.phases)

    page = text_of(client.get(address("plan-preview", uid=second.uid)))

    assert "“6 weeks of running” is your plan now. It ends when you adopt this one" in page


def test_discarding_changes_nothing_else(client, draft):
    response = client.post(address("plan-discard", uid=draft.uid), follow=True)

    assert not Plan.objects.alive().exists()
    assert "The draft is gone." in text_of(response)
    assert client.get(address("plan-preview", uid=draft.uid)).status_code == 404


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


def test_a_race_too_near_is_a_plan_to_finish_and_says_what_would_help(client, athlete):
    race = RaceFactory(athlete=athlete, date=TODAY + timedelta(days=43), distance_m=42_195)
    week_of(athlete, [0, 60, 0, 60, 0, 60, 90], long_day=6)
    plan = request_plan(athlete=athlete, user=athlete.user, race=race, start=MONDAY)
    make(plan_id=plan.pk)

    response = client.get(address("plan-preview", uid=plan.uid))

    page = text_of(response)
    assert "Too little time to get ready: a plan to finish." in page
    assert "From 23 Nov 2026 to the race there are 6 full weeks; this distance takes 12." in page
    assert "A later race or a shorter distance leaves time to get ready. Change the goal" in page
    assert page.index("Too little time") < page.index("Adopt this plan")
    assert "the plan is to finish it well" not in page


def test_a_marathon_that_the_long_run_cannot_grow_to_says_so(client, athlete):
    race = RaceFactory(athlete=athlete, date=MONDAY + timedelta(days=90), distance_m=42_195, goal_s=None)
    week_of(athlete, [0, 45, 0, 45, 0, 0, 60], long_day=6)
    plan = request_plan(athlete=athlete, user=athlete.user, race=race, start=MONDAY)
    make(plan_id=plan.pk)

    page = text_of(client.get(address("plan-preview", uid=plan.uid)))

    assert "The longest run of the plan is 55 min, and the race takes about 4 h 30 min." in page
    assert "More days, or more minutes on the day of the long session, may help too. Change your week" in page


def test_the_weeks_of_a_plan_are_counted_once(client, draft):
    preview = text_of(client.get(address("plan-preview", uid=draft.uid)))
    adopt_plan(plan=draft, user=draft.athlete.user)
    plan = text_of(client.get(address("plan")))

    assert "6 Weeks" in preview
    assert "6 Weeks 43 Days to go" in plan


def test_a_plan_of_whole_weeks_is_so_many_weeks_away(client, athlete):
    """From a Monday to the Sunday of the 18th week."""
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        RaceFactory(athlete=athlete, name="Linz", date=MONDAY + timedelta(days=18 * 7 - 1))

        assert "Linz, 28 Mar 2027, in 18 weeks" in text_of(client.get(address("plan-new")))


def test_a_race_that_is_sent_twice_is_entered_once(client, athlete):
    first = client.post(address("plan-new"), NEW_RACE)
    again = client.post(address("plan-new"), NEW_RACE | {"race-goal": "3:45:00"})

    race = Race.objects.get()
    assert race.goal_s == 13_500
    assert first["Location"] == again["Location"] == time_address(race=race.uid, start="2026-11-23")


def test_the_same_race_under_another_name_is_named(client, athlete):
    client.post(address("plan-new"), NEW_RACE)

    response = client.post(address("plan-new"), NEW_RACE | {"race-name": "Wien"})

    assert response.status_code == 422
    assert "“Vienna Marathon” has this day, sport and distance already." in text_of(response)
    assert Race.objects.get().name == "Vienna Marathon"


TRIATHLON = NEW_RACE | {
    "race-name": "Linztriathlon",
    "race-sport": "multisport",
    "race-distance": "",
    "race-goal": "",
}


def test_a_race_of_another_sport_is_told_what_can_be_done(client, athlete):
    response = client.post(address("plan-new"), TRIATHLON)

    assert response.status_code == 422
    assert "No plan is made for this sport: choose below what to do instead." in text_of(response)
    assert "Only enter it" in text_of(response)
    assert not Race.objects.exists()


def test_a_race_of_another_sport_can_stand_in_the_calendar(client, athlete):
    response = client.post(address("plan-new"), TRIATHLON | {"other": "keep"})

    assert Race.objects.get().sport == "multisport"
    assert response["Location"] == f"{address('calendar')}?date=2027-04-18"


def test_one_of_its_sports_can_be_trained_until_then(client, athlete):
    response = client.post(address("plan-new"), TRIATHLON | {"other": "cycling"})

    assert Race.objects.get().name == "Linztriathlon"
    assert response["Location"] == time_address(sport="cycling", weeks=20, start="2026-11-23")


def test_a_race_of_another_sport_that_is_too_near_is_said(client, athlete):
    typed = TRIATHLON | {"other": "cycling", "race-date": "2026-12-05"}

    response = client.post(address("plan-new"), typed)

    assert response.status_code == 422
    assert "A plan until then needs 2 weeks or more." in text_of(response)
    assert not Race.objects.exists()


def test_races_of_other_sports_lead_somewhere(client, athlete):
    RaceFactory(athlete=athlete, name="Linztriathlon", sport="multisport", date=MONDAY + timedelta(days=62))

    response = client.get(address("plan-new"))

    assert "Linztriathlon (multisport, 24 Jan 2027): no plan is made for this sport." in text_of(response)
    assert "?sport=swimming&amp;weeks=8&amp;start=2026-11-23" in response.content.decode()


def test_somebody_without_weeks_behind_them_is_not_told_what_they_did(client, athlete):
    page = text_of(client.get(NO_RACE_TIME))

    assert (
        "Your last six weeks say too little about your days, so these are careful ones: 4 h a week." in page
    )
    assert "you trained" not in page
