"""What Garmin Connect takes as a workout, as far as it is known (`garminconnect.workout`, real examples)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SPORTS = {
    1: "running",
    2: "cycling",
    3: "other",
    4: "swimming",
    5: "strength_training",
    6: "cardio_training",
    7: "yoga",
    8: "pilates",
    9: "hiit",
    10: "multi_sport",
    11: "mobility",
}
STEPS = {
    1: "warmup",
    2: "cooldown",
    3: "interval",
    4: "recovery",
    5: "rest",
    6: "repeat",
    7: "other",
    8: "main",
}
CONDITIONS = {1: "lap.button", 2: "time", 3: "distance", 4: "calories", 7: "iterations", 8: "fixed.rest"}
TARGETS = {
    1: "no.target",
    2: "power.zone",
    3: "cadence",
    4: "heart.rate.zone",
    5: "speed.zone",
    6: "pace.zone",
}
LONGEST_NAME, LONGEST_TEXT = 80, 512

type Json = dict[str, Any]


def faults_of(workout: Any) -> list[str]:
    """Why it would be refused; empty when it would be taken. A segment without steps is one."""
    if not isinstance(workout, dict) or not workout.get("workoutName") or not workout.get("workoutSegments"):
        return ["no workout"]
    return list(_faults(workout))


def _faults(workout: Json) -> Iterator[str]:
    if len(workout["workoutName"]) > LONGEST_NAME:
        yield "the name is too long"
    if len(workout.get("description") or "") > LONGEST_TEXT:
        yield "the description is too long"
    for segment in workout["workoutSegments"]:
        steps = list(_flat(segment.get("workoutSteps", [])))
        if "sportType" in segment:
            yield from _known(segment["sportType"], "sportType", SPORTS)
        orders = [each.get("stepOrder") for each in steps]
        if len(set(orders)) != len(orders) or orders != sorted(orders, key=lambda each: each or 0):
            yield "stepOrder is not unique over the segment"
        for each in steps:
            yield from _step_faults(each)


def _flat(steps: list[Json]) -> Iterator[Json]:
    for each in steps:
        yield each
        yield from _flat(each.get("workoutSteps", []))


def _step_faults(step: Json) -> Iterator[str]:
    yield from _known(step.get("stepType"), "stepType", STEPS)
    yield from _known(step.get("endCondition"), "conditionType", CONDITIONS)
    if not step.get("endConditionValue"):
        yield "a step never ends"
    if step.get("type") == "RepeatGroupDTO":
        if not step.get("numberOfIterations") or not step.get("workoutSteps"):
            yield "a repeat of nothing"
        return
    if step.get("type") != "ExecutableStepDTO":
        yield "no kind of step"
    yield from _known(step.get("targetType"), "workoutTargetType", TARGETS)
    low, high = step.get("targetValueOne"), step.get("targetValueTwo")
    if (low is None) != (high is None) or (low is not None and not 0 <= low <= high):
        yield "the target is no range"
    if low is not None and step.get("zoneNumber"):
        yield "the target is both a zone and a range"


def _known(value: Any, name: str, table: dict[int, str]) -> Iterator[str]:
    if not isinstance(value, dict) or table.get(value.get(f"{name}Id", 0)) != value.get(f"{name}Key"):
        yield f"{name} is not known: {value}"
