"""A plan after four sick days in its middle: what is proposed keeps every rule that applies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from metrics.services.annotations import add_annotation, end_annotation
from metrics.services.races import create_race
from plans.models import Plan
from plans.services.proposals import accept_proposal
from plans.services.rechecking import recheck_plan
from tests.plans.services.lived import SUNDAY, at, lived, look, planned, runner, standing_still, went_by

DAY = timedelta(days=1)

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with standing_still() as moving:
        yield moving


def to_a_half_marathon(weeks: int) -> Plan:
    athlete, day = runner(), SUNDAY + timedelta(weeks=weeks)
    race = {"name": "City half", "sport": "running", "date": day, "distance_m": 21_097, "priority": "A"}
    return planned(athlete, race=create_race(athlete=athlete, **race), weeks=None)


def broken(plan: Plan) -> list[int]:
    recheck_plan(plan)
    plan.refresh_from_db()
    return [each["rule"] for each in plan.checks if each["applies"] and not each["passed"]]


def agree(plan: Plan) -> None:
    proposal = look(plan)
    assert proposal is not None
    accept_proposal(proposal=proposal, user=plan.athlete.user)


def test_marked_when_it_is_over(clock):
    """After a lighter week and a sick one the weeks to come are measured by those before."""
    plan = to_a_half_marathon(12)
    start = plan.start + timedelta(days=33)
    went_by(clock, plan, start + 4 * DAY, *(start + at * DAY for at in range(4)))
    add_annotation(athlete=plan.athlete, kind="illness", start=start, end=start + 4 * DAY)

    agree(plan)

    assert broken(plan) == []


def test_marked_on_its_first_day_and_again_when_it_is_over(clock):
    plan = to_a_half_marathon(8)
    start = plan.start + timedelta(days=30)
    went_by(clock, plan, start)
    marker = add_annotation(athlete=plan.athlete, kind="illness", start=start)
    agree(plan)
    assert broken(plan) == []

    clock.move_to(at(start + 4 * DAY, 9))
    lived(plan, start + 4 * DAY, missed=[start + each * DAY for each in range(4)])
    end_annotation(annotation=marker)
    agree(plan)

    assert broken(plan) == []


@pytest.mark.parametrize("weeks", [11, 14])
def test_ill_while_a_marathon_plan_begins(clock, weeks):
    """Weeks that grow back more slowly shorten long runs, and no later one may be a leap from these."""
    athlete, day = runner(), SUNDAY + timedelta(weeks=weeks)
    race = {"name": "City marathon", "sport": "running", "date": day, "distance_m": 42_195, "priority": "A"}
    plan = planned(athlete, race=create_race(athlete=athlete, **race), weeks=None)
    clock.move_to(at(plan.start, 9))
    add_annotation(athlete=athlete, kind="illness", start=plan.start - 3 * DAY, end=plan.start + DAY)

    agree(plan)

    hard = {check["rule"] for check in plan.checks if check["class"] == "hard"}
    assert hard.isdisjoint(broken(plan))
