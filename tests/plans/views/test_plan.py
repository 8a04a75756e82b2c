from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from plans.models import Plan, PlannedSession
from plans.services.planning import adopt_plan
from tests.factories.athletes import UserFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import PlanFactory, PlannedSessionFactory, ProposalFactory
from tests.factories.races import RaceFactory
from tests.plans.views.conftest import MONDAY, NOW, TODAY, address, text_of


@pytest.fixture
def plan(draft):
    return adopt_plan(plan=draft, user=draft.athlete.user)


def test_without_a_plan_the_way_to_one_is_shown(client, athlete):
    page = client.get(address("plan"))

    assert "No plan in force" in text_of(page)
    assert address("plan-new") in page.content.decode()


def test_a_draft_is_announced(client, draft):
    assert "A draft waits for you: 6 weeks of running." in text_of(client.get(address("plan")))


def test_the_plan_is_told_from_goal_to_rules(client, plan):
    response = client.get(address("plan"))

    page = text_of(response)
    assert "6 weeks of running" in page
    assert "6 Weeks 43 Days to go" in page
    assert "Week 1: 23–29 Nov 2026" in page
    assert "Twenty rules" in page
    assert "This week in the calendar" in page
    assert "End this plan" in page
    assert address("plan-forecast-active") in response.content.decode()


@pytest.mark.parametrize(
    ("days", "words"), [(200, "200 Days to the race"), (13, "13 Days to the race"), (1, "1 Day to the race")]
)
def test_the_countdown_is_in_days(client, athlete, days, words):
    race = RaceFactory(athlete=athlete, date=TODAY + timedelta(days=days))
    PlanFactory(athlete=athlete, race=race)

    assert words in text_of(client.get(address("plan")))


@pytest.mark.parametrize(
    ("query", "week"), [("", 1), ("?week=3", 3), ("?week=0", 1), ("?week=99", 1), ("?week=x", 1)]
)
def test_a_week_is_chosen_by_the_address(client, plan, query, week):
    assert f"Week {week}:" in text_of(client.get(address("plan") + query))


def test_a_week_tells_planned_and_done_and_how_much_was_kept(client, athlete, plan):
    sessions = list(PlannedSession.objects.filter(plan=plan, day__lt=MONDAY + timedelta(days=7)))
    PlannedSession.objects.filter(pk=sessions[0].pk).update(state="done", adherence={"score": 0.9})
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        start = NOW + timedelta(days=2)
        ActivityFactory(athlete=athlete, start_time=start, timer_s=3000, elapsed_s=3000, load=52.0)
        page = text_of(client.get(address("plan") + "?week=1"))

    assert f"1 of {len(sessions)} sessions done, 90 % as planned" in page
    assert "Done 0:50 h · load 52" in page


def test_what_was_not_done_is_quiet_in_the_list_of_the_week(client, plan):
    first = PlannedSession.objects.filter(plan=plan).earliest("day")
    PlannedSession.objects.filter(pk=first.pk).update(state="missed")

    html = client.get(address("plan") + "?week=1").content.decode()

    assert html.count("session-row is-missed") == 1
    assert "Not done" in html


def test_the_forecast_of_the_plan_is_that_of_the_calendar(client, plan):
    chart = client.get(address("plan-forecast-active")).json()
    future = client.get(address("future-load")).json()

    at = future["dates"].index("2026-12-20")
    assert chart["fitness"][chart["dates"].index("2026-12-20")] == future["fitness"][at]
    assert chart["dates"][-1] == "2027-01-03"


def test_a_plan_ends_when_its_name_is_typed(client, plan):
    wrong = client.post(address("plan-end"), {"name": "that one"})
    right = client.post(address("plan-end"), {"name": " 6 Weeks of running "}, follow=True)

    plan.refresh_from_db()
    assert wrong.status_code == 422
    assert "That is not its name. Type: 6 weeks of running" in text_of(wrong)
    assert "6 weeks of running is ended." in text_of(right)
    assert plan.state == "ended"
    assert "Earlier plans" in text_of(right)
    assert not PlannedSession.objects.alive().exists()


def test_nothing_ends_and_nothing_is_foreseen_without_a_plan(client, athlete):
    assert client.get(address("plan-end")).status_code == 404
    assert client.get(address("plan-forecast-active")).status_code == 404


def test_a_waiting_proposal_is_announced(client, athlete):
    proposal = ProposalFactory(plan=PlanFactory(athlete=athlete))

    response = client.get(address("plan"))

    assert "A key session was missed. A change of the plan waits for your answer." in text_of(response)
    assert address("plan-proposal", uid=proposal.uid) in response.content.decode()


def test_a_coach_sees_what_is_shared_and_no_buttons(athlete, plan, coach_with):
    coach = coach_with(plan="read")

    response = coach.get(address("plan", athlete))

    assert response.status_code == 200
    assert "End this plan" not in text_of(response)
    assert "data-fitness" not in response.content.decode()
    assert coach.get(address("plan-forecast-active", athlete)).status_code == 404
    assert coach.get(address("plan-end", athlete)).status_code == 404
    assert coach.post(address("plan-end", athlete), {"name": plan.name}).status_code == 404
    plan.refresh_from_db()
    assert plan.state == "active"


def test_a_coach_who_may_write_ends_it_by_name(athlete, plan, coach_with):
    coach_with(plan="write").post(address("plan-end", athlete), {"name": plan.name})

    plan.refresh_from_db()
    assert plan.state == "ended"
    assert plan.changes.get(act="end").author.name == "Kim Coach"


def test_a_stranger_finds_nothing_and_changes_nothing(athlete, plan, client_of):
    stranger = client_of(UserFactory())

    for name in ("plan", "plan-end", "plan-forecast-active"):
        assert stranger.get(address(name, athlete)).status_code == 404
    assert stranger.post(address("plan-end", athlete), {"name": plan.name}).status_code == 404
    plan.refresh_from_db()
    assert plan.state == "active"


def test_a_plan_without_weeks_still_has_its_page(client, athlete):
    plan = PlanFactory(athlete=athlete)
    PlannedSessionFactory(athlete=athlete, plan=plan)

    assert "Keep improving" in text_of(client.get(address("plan")))
    assert Plan.objects.get() == plan
