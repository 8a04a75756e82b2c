from __future__ import annotations

from datetime import date

import pytest

from athletes.models import Athlete
from plans.models import Plan, PlannedSession
from plans.services.blackouts import add
from plans.services.planning import adopt_plan, make, request_plan
from plans.services.preferences import save_preferences
from plans.services.rechecking import recheck_plan
from plans.services.sessions import add_session, skip_session
from tests.factories.metrics import store_loads
from tests.factories.plans import PlanFactory, week_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

AVAILABILITY, ADJACENT = 15, 6


@pytest.fixture
def plan(runner: Athlete) -> Plan:
    store_loads(runner, date(2026, 6, 1), [45.0] * 174)
    week_of(runner, [60, 60, 60, 60, 0, 60, 120])
    plan = request_plan(athlete=runner, user=None, sport="running", weeks=2)
    make(plan_id=plan.pk)
    return adopt_plan(plan=plan, user=runner.user)


def verdict(plan: Plan, rule: int) -> tuple[float, bool]:
    plan.refresh_from_db()
    (check,) = [each for each in plan.checks if each["rule"] == rule]
    return check["value"], check["passed"]


def test_a_session_on_a_closed_day_is_saved_and_told(plan):
    assert verdict(plan, AVAILABILITY) == (0, True)
    before = plan.score

    add_session(athlete=plan.athlete, user=None, day=date(2026, 11, 27), sport="running", text="- 1h Z2")

    value, passed = verdict(plan, AVAILABILITY)
    assert (value >= 1, passed) == (True, False)
    assert plan.score < before
    assert PlannedSession.objects.shown().filter(day=date(2026, 11, 27)).exists()


def test_two_hard_days_in_a_row_are_told_until_one_is_skipped(plan):
    for day in (date(2026, 12, 1), date(2026, 12, 2)):
        row = add_session(athlete=plan.athlete, user=None, day=day, sport="running", text="- 40m Z4")
    assert not verdict(plan, ADJACENT)[1]

    for each in PlannedSession.objects.shown().filter(hard=True, day__gt=date(2026, 11, 30)):
        if each.pk != row.pk:
            skip_session(session=each, user=None, reason="tired")

    assert verdict(plan, ADJACENT)[1]


def test_days_that_close_later_are_held_against_the_plan(plan):
    add(athlete=plan.athlete, user=None, start=date(2026, 11, 24), end=date(2026, 11, 27))

    assert not verdict(plan, AVAILABILITY)[1]


def test_time_that_gets_less_is_held_against_the_plan_too(plan):
    rooms = plan.athlete.training_preferences.rooms.all()

    save_preferences(athlete=plan.athlete, user=None, fields={"weekly_cap_min": 60}, rooms=rooms)

    assert not verdict(plan, AVAILABILITY)[1]


def test_a_week_without_any_day_left_is_judged_by_the_one_it_was_planned_for(plan):
    plan.athlete.training_preferences.rooms.all().delete()

    recheck_plan(plan)

    assert verdict(plan, AVAILABILITY) == (0, True)


def test_a_plan_that_was_not_made_by_the_planner_has_no_verdict():
    plan = PlanFactory()

    recheck_plan(plan)

    assert (plan.checks, plan.score) == ([], None)


def test_a_verdict_costs_few_questions(plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        recheck_plan(plan)
