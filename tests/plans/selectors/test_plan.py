from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from plans.models import Plan
from plans.selectors.plan import Kept, overview, plan_or_404
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import PlanFactory, PlannedSessionFactory

NOW = datetime(2026, 12, 2, 12, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
SPEC = {
    "today": "2026-11-23",
    "sport": "running",
    "athlete": {"fitness": 50},
    "availability": {"sun": {"minutes": 60, "sessions": 1}},
}
CHECK = {"rule": 6, "class": "hard", "applies": True, "value": 0, "threshold": 0, "passed": True}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_of_the_second_week() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory()


@pytest.fixture
def plan(athlete: Athlete) -> Plan:
    return PlanFactory(
        athlete=athlete,
        end=MONDAY + timedelta(weeks=2),
        spec=SPEC,
        phases=[{"name": "base", "start": "2026-11-23", "end": "2026-12-07"}],
        weeks=[
            {"start": "2026-11-23", "target_load": 300, "kind": "build"},
            {"start": "2026-11-30", "target_load": 210, "kind": "recovery"},
        ],
        checks=[CHECK],
    )


def planned(plan: Plan, day: int, **fields: object) -> None:
    PlannedSessionFactory(athlete=plan.athlete, plan=plan, day=MONDAY + timedelta(days=day), **fields)


def ran(athlete: Athlete, day: int, load: float | None, sport: str = "running") -> None:
    start = datetime(2026, 11, 23, 7, tzinfo=UTC) + timedelta(days=day)
    ActivityFactory(athlete=athlete, start_time=start, utc_offset_s=0, load=load, sport=sport)


def test_weeks_say_what_was_planned_and_what_came_of_it(plan):
    planned(plan, 0, state="done", adherence={"score": 0.9})
    planned(plan, 2, state="partly", adherence={"score": 0.6}, load=60, minutes=50)
    planned(plan, 4, state="missed")
    planned(plan, 7, state="done", adherence={"score": None})
    planned(plan, 8)
    planned(plan, 9)
    planned(plan, 10, state="skipped", skip_reason="ill")
    ran(plan.athlete, 0, 50)
    ran(plan.athlete, 2, 41.26)
    ran(plan.athlete, 3, 99, sport="cycling")
    ran(plan.athlete, 7, None)

    found = overview(plan)

    first, second = found.weeks
    assert (first.start, first.end, first.kind, first.target_load) == (
        MONDAY,
        date(2026, 11, 30),
        "build",
        300,
    )
    assert (first.planned_load, first.planned_min) == (150, 140)
    assert (first.done_load, first.done_min) == (91.3, 120)
    assert first.kept == Kept(due=3, done=2, score=0.75)
    assert (second.planned_load, second.done_load, second.done_min) == (180, 0, 60)
    assert second.kept == Kept(due=3, done=1, score=None)
    (phase,) = found.phases
    assert (phase.name, phase.kept) == ("base", Kept(due=6, done=3, score=0.75))


def test_rules_come_with_name_and_source(plan):
    assert overview(plan).checks == [
        CHECK | {"name": "Hard days in a row", "source": "48-hour convention"},
    ]


def test_a_draft_shows_its_own_sessions(plan):
    planned(plan, 1)
    PlannedSessionFactory(athlete=plan.athlete, day=MONDAY)
    plan.state = Plan.State.DRAFT
    plan.save()

    assert overview(plan).weeks[0].planned_load == 45


def test_what_was_not_made_has_nothing_to_show(athlete):
    found = overview(PlanFactory(athlete=athlete, state=Plan.State.MAKING))

    assert (found.phases, found.weeks, found.checks) == ((), (), [])


def test_it_costs_two_questions(plan, django_assert_num_queries):
    for day in range(14):
        planned(plan, day)

    with django_assert_num_queries(2):
        overview(plan)


def test_plans_of_others_are_not_found(athlete, plan):
    assert plan_or_404(athlete, plan.uid) == plan
    for uid in (PlanFactory().uid, uuid4()):
        with pytest.raises(DataNotFoundError):
            plan_or_404(athlete, uid)
