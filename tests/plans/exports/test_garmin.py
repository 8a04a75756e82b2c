"""Workouts as Garmin Connect keeps them, against the ids of its own list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.catalogue import catalogue
from plans.engine.steps import Workout
from plans.exports.garmin import fingerprint, session_of, workout_json
from tests.doubles.garmin.workouts import faults_of
from tests.plans.engine.workouts import workouts
from tests.plans.exports.made import KNOWN, UID, planned

type Json = dict[str, Any]


def steps_of(workout: Json) -> Iterator[Json]:
    """Each step and group in order, what is nested too."""
    (segment,) = workout["workoutSegments"]
    for each in segment["workoutSteps"]:
        yield each
        yield from each.get("workoutSteps", [])


def test_intervals_are_a_group_and_all_steps_are_numbered_through() -> None:
    workout = workout_json(planned())

    warm_up, group, work, recovery, cool_down = steps_of(workout)
    assert [each["stepOrder"] for each in steps_of(workout)] == [1, 2, 3, 4, 5]
    assert workout["workoutName"] == "Formline Threshold 4 × 5"
    assert workout["sportType"] == {"sportTypeId": 2, "sportTypeKey": "cycling", "displayOrder": 2}
    assert workout["estimatedDurationInSecs"] == 2880
    assert (warm_up["stepType"]["stepTypeId"], warm_up["endConditionValue"]) == (1, 600.0)
    assert (group["type"], group["numberOfIterations"], group["smartRepeat"]) == ("RepeatGroupDTO", 4, False)
    assert (group["stepType"]["stepTypeId"], group["endCondition"]["conditionTypeId"]) == (6, 7)
    assert (work["targetType"]["workoutTargetTypeId"], work["description"]) == (2, "push")
    assert (work["targetValueOne"], work["targetValueTwo"]) == (238.0, 262.0)
    assert recovery["stepType"]["stepTypeKey"] == "recovery"
    assert cool_down["stepType"]["stepTypeKey"] == "cooldown"


def test_a_pace_is_in_metres_per_second_the_slower_one_first() -> None:
    (step,) = steps_of(workout_json(planned("- 1km 4:00-4:10/km Pace", Sport.RUNNING)))

    assert step["targetType"]["workoutTargetTypeKey"] == "pace.zone"
    assert (step["targetValueOne"], step["targetValueTwo"]) == (4.0, 4.167)
    assert (step["endCondition"]["conditionTypeKey"], step["endConditionValue"]) == ("distance", 1000.0)


def test_a_swim_names_its_pool_and_rests_at_the_wall() -> None:
    workout = workout_json(planned("4x\n- 90mtr Z4 Pace\n- Recover 20s", Sport.SWIMMING))

    _, work, rest = steps_of(workout)
    assert (workout["poolLength"], workout["poolLengthUnit"]["unitKey"]) == (25.0, "meter")
    assert work["endConditionValue"] == 100.0
    assert rest["stepType"]["stepTypeKey"] == "rest"
    assert rest["endCondition"]["conditionTypeKey"] == "fixed.rest"


def test_a_zone_without_threshold_is_the_watchs() -> None:
    (step,) = steps_of(workout_json(planned("- 30m Z3 HR", thresholds=Thresholds())))

    assert step["zoneNumber"] == 3
    assert "targetValueOne" not in step


def test_the_session_is_named_in_the_description() -> None:
    workout = workout_json(planned())

    assert workout["description"] == f"48 min, load 55\nFormline session {UID}"
    assert session_of(workout["description"]) == UID


@pytest.mark.parametrize(
    "description", [None, 7, "", "my own", "Formline session", "Formline session x", "about Formline session"]
)
def test_what_is_not_ours_names_no_session(description: object) -> None:
    assert session_of(description) is None


def test_the_last_mark_counts() -> None:
    other = UUID(int=1)

    assert session_of(f"Formline session {other}\nFormline session {UID}") == UID


def test_the_fingerprint_follows_what_is_sent() -> None:
    same, other = workout_json(planned()), workout_json(planned(title="Tempo"))

    assert fingerprint(same) == fingerprint(workout_json(planned()))
    assert fingerprint(other) != fingerprint(same)


@pytest.mark.parametrize("sport", [Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING])
def test_every_session_of_the_catalogue_is_taken(sport: Sport) -> None:
    for each in catalogue(sport, KNOWN, "intermediate")[::5]:
        assert faults_of(workout_json(planned(sport=each.sport, steps=each.steps))) == []


@settings(max_examples=60)
@given(workouts())
def test_any_workout_is_taken(steps: Workout) -> None:
    assert faults_of(workout_json(planned(sport=Sport.RUNNING, steps=steps))) == []
