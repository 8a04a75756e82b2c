"""What a week should come to."""

from __future__ import annotations

from typing import Any

import pytest

from plans.engine.macro import season_of
from plans.engine.plan import make_plan
from plans.engine.rules import Judged
from plans.engine.week import Situation, Targets, targets_of
from tests.plans.engine.wishes import race, rooms, spec, weekly


def targets(number: int = 1, **changes: Any) -> Targets:
    """After so many weeks of five hours, five sessions each; without a race week 3 recovers."""
    wanted = spec(**({"weeks": 8} | changes))
    season = season_of(wanted)
    before = tuple(weekly(number - 1, 0, 60, 60, 60, 60, 0, 60))
    return targets_of(Situation(Judged(wanted, season, before), season.weeks[number - 1]))


def test_load_stands_for_the_ramp_that_building_aims_at() -> None:
    """42 of fitness and 4 a week: 7 × (42 + 4 / (1 − e^(−1/6))) = 476, but 1.12 × 294 is nearer."""
    assert targets(athlete={"weekly_min_last6": [320] * 6}).load == pytest.approx(1.12 * 7 * 42, abs=1)


def test_a_c_race_takes_part_of_a_week_and_never_all_of_it() -> None:
    without = targets(2).load
    marathon = targets(2, races=[race("2027-01-17", "C", 42_195)]).load

    assert 0.4 * without - 1 <= marathon < 0.6 * without


def test_a_recovery_week_with_a_race_stays_a_recovery_week() -> None:
    """A tenth less of its 70 % at most, so that it stays above the 60 % that it is judged by."""
    week = next(each for each in season_of(spec(weeks=8)).weeks if each.kind == "recovery")

    without = targets(week.number).load
    raced = targets(week.number, races=[race(week.days[-1].isoformat(), "C", 21_098)]).load
    assert without == 209
    assert raced == 188


def test_strength_has_its_place_among_the_sessions() -> None:
    """Five slots, one day kept free: two for strength leave three."""
    week = rooms(tue=120, wed=120, thu=120, fri=120, sat=120, sun=120)
    busy = {"sessions_per_week": 4, "weekly_min_last6": [480] * 6, "fitness": 70.0}

    found = targets(availability=week, strength=True, athlete=busy)

    assert found.strength == 2
    assert found.sessions + found.strength <= 6


def test_somebody_without_any_history_starts_with_an_hour_and_a_half() -> None:
    nothing = {"fitness": 0.0, "fatigue": 0.0, "longest_30d_min": 0, "weekly_min_last6": []}
    found = make_plan(spec(weeks=4, athlete=nothing | {"sessions_per_week": 0}), engine="greedy")

    assert found.status == "ok"
    assert not any(each.breaks_plan for each in found.verdicts)
    first = found.judged.season.weeks[0]
    assert 60 <= sum(each.minutes for each in found.judged.of(first)) <= 103


def test_four_weeks_off_are_followed_by_training_again() -> None:
    away = [{"start": "2027-01-11", "end": "2027-02-08", "reason": "travel"}]
    found = make_plan(spec(weeks=7, blackouts=away), engine="greedy")

    empty = [week.number for week in found.judged.season.weeks if not found.judged.of(week)]
    assert empty == [2, 3, 4, 5]


def test_no_full_week_with_open_days_is_empty() -> None:
    """Long days, much fitness, and nothing longer than 36 minutes lately: short sessions then."""
    short = {"fitness": 60.0, "fatigue": 20.0, "longest_30d_min": 36, "weekly_min_last6": [250] * 6}
    found = make_plan(
        spec(weeks=4, availability=rooms(wed=140, thu=130, fri=110), athlete=short), engine="greedy"
    )

    assert all(found.judged.of(week) for week in found.judged.season.weeks)
