from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from config.core import jobs
from config.core.beats import WORKER, beat
from config.core.models import Job, JobState
from plans.models import Plan, PlannedSession
from plans.services import planning
from plans.services.planning import adopt_plan, make, request_plan
from plans.services.sessions import add_session
from tests.factories.plans import BlackoutFactory, PlanFactory, PlannedSessionFactory, week_of
from tests.factories.races import RaceFactory
from tests.plans.views.conftest import MONDAY, NOW, TODAY, address, text_of
from tests.plans.views.wizard import NO_RACE_TIME, WEEK

SPEC = {
    "today": "2026-11-23",
    "sport": "running",
    "athlete": {"fitness": 50},
    "availability": {"sun": {"minutes": 120, "sessions": 1}},
}


def test_while_it_is_made_the_page_asks_for_itself(client, athlete, draft):
    Plan.objects.update(state="making")

    page = client.get(address("plan-preview", uid=draft.uid))
    part = client.get(address("plan-preview", uid=draft.uid), headers={"HX-Request": "true"})

    assert 'hx-trigger="every 2s"' in page.content.decode()
    assert '<meta http-equiv="refresh" content="5">' in page.content.decode()
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


def test_while_a_lost_worker_is_replaced_the_page_says_so(client, athlete, draft):
    Plan.objects.update(state="making")
    Job.objects.update(state=JobState.QUEUED, attempts=0)

    def told() -> str:
        return text_of(client.get(address("plan-preview", uid=draft.uid)))

    assert jobs.claim(planning.JOB, draft.uid, planning.LEASE)
    assert "interrupted" not in told()
    with time_machine.travel(NOW + timedelta(seconds=31), tick=False):
        beat(WORKER)
        assert "Making it was interrupted, and nothing is lost: it is started again by itself" in told()
        assert jobs.claim(planning.JOB, draft.uid, planning.LEASE)
        assert "interrupted" in told()


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


def test_an_illness_in_the_way_is_told_to_who_may_see_the_notes(client, coach_with, draft):
    Plan.objects.update(state="failed", status="infeasible", blocking=["illness"])
    where = address("plan-preview", draft.athlete, uid=draft.uid)

    page = text_of(coach_with(plan="write").get(where))

    assert "Unsaid For a reason that you cannot see: ask the athlete." in page
    assert "illness" not in page.lower()
    for reader in (coach_with(plan="read", notes="read"), client):
        assert "An illness or injury covers every day on which you could train." in text_of(reader.get(where))


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
    plan = PlanFactory(athlete=athlete, race=race, state="draft", start=MONDAY, spec=SPEC)
    PlannedSessionFactory(athlete=athlete, plan=plan, minutes=75)
    PlannedSessionFactory(athlete=athlete, plan=plan, sport="strength", kind="strength", minutes=90)
    PlannedSessionFactory(athlete=athlete, plan=plan, kind="race", minutes=270)

    page = text_of(client.get(address("plan-preview", uid=plan.uid)))

    assert "The longest run of the plan is 1 h 15 min, and the race takes about 4 h 30 min." in page
    assert "More days, or more minutes on the day of the long session, may help too. Change your week" in page


@pytest.mark.parametrize(("minutes", "goal_s"), [(120, None), (100, 12_000)])
def test_a_long_run_of_half_the_race_or_two_hours_is_enough(client, athlete, minutes, goal_s):
    race = RaceFactory(athlete=athlete, date=MONDAY + timedelta(days=90), distance_m=42_195, goal_s=goal_s)
    plan = PlanFactory(athlete=athlete, race=race, state="draft", start=MONDAY, spec=SPEC)
    PlannedSessionFactory(athlete=athlete, plan=plan, minutes=minutes)

    assert "Too little time" not in text_of(client.get(address("plan-preview", uid=plan.uid)))


def test_the_weeks_of_a_plan_are_counted_once(client, draft):
    preview = text_of(client.get(address("plan-preview", uid=draft.uid)))
    adopt_plan(plan=draft, user=draft.athlete.user)
    plan = text_of(client.get(address("plan")))

    assert "6 Weeks" in preview
    assert "6 Weeks 43 Days to go" in plan


def test_a_plan_that_is_late_can_be_stopped(client, athlete, draft):
    Plan.objects.update(state="making")
    early = client.get(address("plan-preview", uid=draft.uid))
    Plan.objects.update(created_at=draft.created_at - timedelta(seconds=80))
    late = client.get(address("plan-preview", uid=draft.uid))

    assert "Stop making it" not in text_of(early)
    assert "Asked for 1 min ago." in text_of(late)
    assert 'hx-trigger="every 10s"' in late.content.decode()
    assert client.post(address("plan-discard", uid=draft.uid))["Location"] == address("plan")
    assert not Plan.objects.alive().exists()


def test_a_page_that_waits_for_a_plan_thrown_away_elsewhere_stops_asking(client, draft):
    Plan.objects.update(deleted_at=draft.created_at)

    part = client.get(address("plan-preview", uid=draft.uid), headers={"HX-Request": "true"})

    assert part["HX-Redirect"] == address("plan")
    assert client.get(address("plan-preview", uid=draft.uid)).status_code == 404


def test_what_stays_beside_a_draft_is_told_with_its_days(client, athlete, draft):
    assert "written by hand" not in text_of(client.get(address("plan-preview", uid=draft.uid)))
    former = PlanFactory(athlete=athlete)
    friday = MONDAY + timedelta(days=4)
    add_session(athlete=athlete, user=athlete.user, day=friday, sport="running", text="- 30m Z2")
    PlannedSessionFactory(athlete=athlete, plan=former, day=friday + timedelta(days=1), locked=True)
    for day in (friday, friday + timedelta(weeks=9)):  # One goes with its plan, one comes after the draft.
        PlannedSessionFactory(athlete=athlete, plan=former, day=day, locked=day != friday)

    page = text_of(client.get(address("plan-preview", uid=draft.uid)))

    told = "2 sessions that were written by hand or locked stay, on Fri 27 Nov and Sat 28 Nov."
    assert f"{told} What stays is no part of this plan" in page
    assert "stays, and what is locked or written by hand." in page
