"""Fitness that falls in weeks of building is told with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from plans.engine.answer import answer
from plans.engine.plan import make_plan
from tests.plans.engine.wishes import race, rooms, spec

OPEN = rooms(tue=90, wed=90, thu=90, fri=90, sat=150, sun=150)


def reasons(**changes: Any) -> list[str]:
    found = answer(make_plan(spec(**changes), engine="greedy"))
    return [each["why"] for each in found["relaxed"] if "fitness falls" in each["why"]]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"athlete": {"fitness": 52.0, "weekly_min_last6": [149, 195, 218, 217, 147, 54]}},
            "A week has at most 15 % more minutes than the best of the three before it",
        ),
        (
            {"athlete": {"weekly_min_last6": [400] * 6}, "availability": rooms(tue=60, sat=60)},
            "The days and hours there are hold less than your fitness stands for",
        ),
        (
            {"blackouts": [{"start": "2027-01-11", "end": "2027-01-25"}], "availability": OPEN},
            "After days off load is built up again step by step",
        ),
    ],
)
def test_the_reason_is_told(changes: dict[str, Any], reason: str) -> None:
    found = reasons(**({"weeks": 6, "availability": OPEN} | changes))

    assert found[0].startswith(reason)


def test_a_plan_takes_over_where_somebody_who_trains_steadily_stands() -> None:
    """42 of fitness are 294 a week: about 280 minutes of running, which are what they have run."""
    steady = {"weekly_min_last6": [280] * 6, "longest_30d_min": 95}
    plan = make_plan(spec(races=[race("2027-04-18", distance_m=21_098)], availability=OPEN, athlete=steady))

    first = plan.judged.season.weeks[0]
    assert plan.judged.load(first) >= 294
    assert not [each for each in answer(plan)["relaxed"] if "fitness falls" in each["why"]]
    built = [week for week in plan.judged.season.weeks if week.kind == "build"]
    assert all(plan.judged.fitness_on(week.days[-1]) > 42 for week in built)


def test_more_minutes_are_more_runs_and_not_ever_longer_ones() -> None:
    """Three runs a week of 160 minutes, and room for five."""
    history = {"fitness": 52.0, "weekly_min_last6": [160] * 6, "sessions_per_week": 3, "longest_30d_min": 90}
    plan = make_plan(spec(weeks=12, availability=OPEN, athlete=history))

    counts = [len(plan.judged.of(week)) for week in plan.judged.season.weeks]
    assert counts[0] == 3
    assert max(counts) >= 5
