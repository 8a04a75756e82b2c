from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from athletes.models import Athlete
from metrics.selectors.load import load_series
from plans.selectors.forecast import future_load
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import store_loads
from tests.factories.plans import PlanFactory, PlannedSessionFactory
from tests.factories.races import RaceFactory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()
MONDAY = date(2026, 11, 23)
SPEC = {
    "today": "2026-11-23",
    "sport": "running",
    "athlete": {"fitness": 50, "thresholds": {"threshold_pace_s_per_km": 255}},
    "availability": {"sun": {"minutes": 60, "sessions": 1}},
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def athlete() -> Athlete:
    athlete = AthleteFactory()
    store_loads(athlete, TODAY - timedelta(days=300), [70.0] * 300 + [20.0])
    return athlete


def test_without_plans_nothing_is_foreseen(athlete):
    PlannedSessionFactory(athlete=athlete, day=TODAY - timedelta(days=1))
    PlannedSessionFactory(day=MONDAY)

    assert future_load(athlete) == []


def test_the_series_goes_on_where_the_measured_one_ends(athlete):
    PlannedSessionFactory(athlete=athlete, day=MONDAY, load=100)
    PlannedSessionFactory(athlete=athlete, day=MONDAY, slot=2, load=30)
    PlannedSessionFactory(athlete=athlete, day=MONDAY, slot=3, load=999, state="skipped", skip_reason="time")

    today, monday = future_load(athlete)

    assert (today["date"], today["planned_load"]) == ("2026-11-22", 20.0)
    assert (monday["date"], monday["planned_load"]) == ("2026-11-23", 130.0)
    assert (today["fitness"], today["fatigue"], today["form"]) == (68.8, 63.3, -0.1)
    assert (monday["fitness"], monday["fatigue"], monday["form"]) == (70.2, 72.2, 5.4)


def test_a_plan_done_to_the_letter_shows_the_foreseen_numbers(athlete):
    PlannedSessionFactory(athlete=athlete, day=TODAY, load=40)
    PlannedSessionFactory(athlete=athlete, day=MONDAY, load=100)
    foreseen = future_load(athlete)

    store_loads(athlete, TODAY - timedelta(days=300), [70.0] * 300 + [60.0, 100.0])
    done = load_series(athlete, TODAY, TODAY + timedelta(days=2))

    assert [each["fitness"] for each in foreseen] == [round(each, 1) for each in done.fitness]
    assert [each["form"] for each in foreseen] == [round(each, 1) for each in done.form]


def test_rest_until_the_plan_ends_counts_and_races_too(athlete):
    PlanFactory(athlete=athlete, spec=SPEC)
    RaceFactory(athlete=athlete, date=date(2026, 12, 6), distance_m=10_000, goal_s=2700)
    RaceFactory(athlete=athlete, date=date(2026, 12, 13), sport="cycling")

    rows = future_load(athlete)

    assert [rows[0]["date"], rows[-1]["date"]] == ["2026-11-22", "2026-12-20"]
    loaded = [(each["date"], each["planned_load"]) for each in rows if each["planned_load"]]
    assert loaded == [("2026-11-22", 20.0), ("2026-12-06", 99.0)]


def test_a_forecast_costs_four_questions(athlete, django_assert_num_queries):
    PlanFactory(athlete=athlete, spec=SPEC)
    for number in range(20):
        PlannedSessionFactory(athlete=athlete, day=MONDAY + timedelta(days=number))

    with django_assert_num_queries(4):
        future_load(athlete)
