"""What the rules would say of a plan once a proposal is accepted, and how much of what was told stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from plans.models import Plan, PlanProposal
from plans.services.blackouts import add
from plans.services.proposals import accept_proposal
from tests.plans.services.lived import look, planned, runner, sessions, standing_still, went_by

DAY = timedelta(days=1)
STABILITY = 19

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with standing_still() as moving:
        yield moving


@pytest.fixture
def plan(clock: time_machine.Traveller) -> Plan:
    return planned(runner())


def proposed(plan: Plan) -> PlanProposal:
    found = look(plan)
    assert found is not None
    return found


def split(checks: list[dict[str, Any]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The verdict on stability, and all others."""
    (stability,) = [each for each in checks if each["rule"] == STABILITY]
    return stability, [each for each in checks if each["rule"] != STABILITY]


def test_a_proposal_says_what_is_kept_and_what_becomes_of_every_rule(plan, clock):
    long = next(each for each in sessions(plan) if each.kind == "long")
    went_by(clock, plan, long.day + DAY, long.day)
    proposal = proposed(plan)
    ahead = sum(each.day > long.day + DAY for each in sessions(plan))

    stability, others = split(proposal.checks)
    accept_proposal(proposal=proposal, user=plan.athlete.user)

    assert stability["applies"]
    assert stability["passed"]
    assert stability["value"] == pytest.approx(1 - len(proposal.changes) / ahead, abs=1e-4)
    plan.refresh_from_db()
    assert others == split(plan.checks)[1]


def test_it_is_judged_by_the_days_that_hold_then(plan, clock):
    """A week of days off: the plan as it would be breaks none of them."""
    day = sessions(plan)[0].day + timedelta(days=14)
    add(athlete=plan.athlete, user=None, start=day, end=day + timedelta(days=7))
    proposal = proposed(plan)

    stability, others = split(proposal.checks)
    accept_proposal(proposal=proposal, user=plan.athlete.user)

    plan.refresh_from_db()
    assert next(each["passed"] for each in others if each["rule"] == 15)
    assert others == split(plan.checks)[1]
    assert 0.5 < stability["value"] < 1
