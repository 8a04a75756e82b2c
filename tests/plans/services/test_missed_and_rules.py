"""After days missed the plan that was accepted keeps every hard rule, measured by what was done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plans.models import Plan
from plans.services.proposals import accept_proposal
from plans.services.rechecking import recheck_plan
from tests.factories.races import RaceFactory
from tests.plans.services.lived import SUNDAY, look, planned, runner, standing_still, went_by

pytestmark = [pytest.mark.django_db, pytest.mark.either]

MARATHON_M, TEN_KILOMETRES_M = 42_195, 10_000


def broken(plan: Plan) -> list[int]:
    recheck_plan(plan)
    found = [each for each in plan.checks if each["class"] == "hard" and each["applies"]]
    return [each["rule"] for each in found if not each["passed"]]


@pytest.mark.parametrize(
    ("weeks", "distance_m", "since", "days", "without"),
    [(16, MARATHON_M, 35, 10, {2, 4}), (13, TEN_KILOMETRES_M, 7, 7, {4})],
)
def test_what_was_missed_makes_no_later_run_and_no_later_week_a_leap(
    weeks: int, distance_m: float, since: int, days: int, without: set[int]
) -> None:
    with standing_still() as clock:
        athlete = runner()
        RaceFactory(athlete=athlete, date=SUNDAY + timedelta(weeks=weeks), distance_m=distance_m)
        plan = planned(athlete, weeks=None)
        missed = [SUNDAY + timedelta(days=1 + since + each) for each in range(days)]
        went_by(clock, plan, missed[-1] + timedelta(days=1), *missed)
        found = look(plan)
        assert found is not None
        before = set(broken(plan))

        accept_proposal(proposal=found, user=athlete.user)

        assert found.cause == "missed_days"
        assert before == without
        assert broken(plan) == []
