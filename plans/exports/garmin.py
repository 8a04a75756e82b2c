"""Workouts as Garmin Connect keeps them: one segment of steps, numbered through all groups."""

from __future__ import annotations

import hashlib
import json
from itertools import count
from typing import Any
from uuid import UUID

from athletes.sources.records import Sport
from plans.engine.steps import Item, Kind, Repeat, Step
from plans.exports.aims import Aim, aim_of, note_of
from plans.exports.planned import Planned, shortened
from plans.exports.pool import LENGTH_M, distance_of, is_rest

LONGEST_NAME, LONGEST_TEXT = 80, 512
MARK = "Formline session "
"""Begins the line that names the session: by it a workout is known again whose id was never stored."""

METRE = {"unitId": 1, "unitKey": "meter", "factor": 100.0}
SPORTS = {
    Sport.RUNNING: (1, "running"),
    Sport.CYCLING: (2, "cycling"),
    Sport.SWIMMING: (4, "swimming"),
    Sport.STRENGTH: (5, "strength_training"),
}
OTHER = (3, "other")
"""Garmin keeps walks and the like without a sport of their own."""
STEPS: dict[Kind, tuple[int, str]] = {
    "warmup": (1, "warmup"),
    "work": (3, "interval"),
    "recover": (4, "recovery"),
    "cooldown": (2, "cooldown"),
}
REST, REPEAT = (5, "rest"), (6, "repeat")
TIME, DISTANCE, ITERATIONS, FIXED_REST = (2, "time"), (3, "distance"), (7, "iterations"), (8, "fixed.rest")
TARGETS = {
    "none": (1, "no.target"),
    "w": (2, "power.zone"),
    "power_zone": (2, "power.zone"),
    "bpm": (4, "heart.rate.zone"),
    "hr_zone": (4, "heart.rate.zone"),
    "mps": (6, "pace.zone"),
}

type Json = dict[str, Any]


def workout_json(planned: Planned) -> Json:
    """The workout to upload; m/s for paces, watts, beats, seconds and metres."""
    sport = _sport(planned.sport)
    order, group = count(1), count(1)
    steps = [_item(each, planned, order, group) for each in planned.steps]
    found: Json = {
        "workoutName": planned.name[:LONGEST_NAME],
        "description": _description(planned),
        "sportType": sport,
        "estimatedDurationInSecs": planned.minutes * 60,
        "workoutSegments": [{"segmentOrder": 1, "sportType": sport, "workoutSteps": steps}],
    }
    if planned.sport is Sport.SWIMMING:
        found |= {"poolLength": float(LENGTH_M), "poolLengthUnit": METRE}
    return found


def fingerprint(workout: Json) -> str:
    """SHA-256 of the workout: equal when there is nothing to send again."""
    return hashlib.sha256(json.dumps(workout, sort_keys=True).encode()).hexdigest()


def mark_of(uid: UUID) -> str:
    return f"{MARK}{uid}"


def session_of(description: object) -> UUID | None:
    """The session whose workout carries this description; None for one that is not ours."""
    if not isinstance(description, str):
        return None
    named = [line.removeprefix(MARK) for line in description.splitlines() if line.startswith(MARK)]
    try:
        return UUID(named[-1]) if named else None
    except ValueError:
        return None


def _description(planned: Planned) -> str:
    mark = mark_of(planned.uid)
    told = f"{planned.minutes} min, load {planned.load}"
    return f"{shortened(told, LONGEST_TEXT - len(mark) - 1)}\n{mark}"


def _item(item: Item, planned: Planned, order: count[int], group: count[int]) -> Json:
    if isinstance(item, Step):
        return _step(item, planned, next(order), None)
    return _repeat(item, planned, order, next(group))


def _repeat(item: Repeat, planned: Planned, order: count[int], group: int) -> Json:
    number = next(order)
    return {
        "type": "RepeatGroupDTO",
        "stepOrder": number,
        "stepType": _typed("stepType", REPEAT),
        "childStepId": group,
        "numberOfIterations": item.repeats,
        "smartRepeat": False,
        "endCondition": _typed("conditionType", ITERATIONS),
        "endConditionValue": float(item.repeats),
        "workoutSteps": [_step(each, planned, next(order), group) for each in item.steps],
    }


def _step(step: Step, planned: Planned, number: int, group: int | None) -> Json:
    aim = aim_of(step, planned.sport, planned.thresholds)
    found: Json = {
        "type": "ExecutableStepDTO",
        "stepOrder": number,
        "stepType": _typed("stepType", REST if is_rest(step, planned.sport) else STEPS[step.kind]),
        **_end(step, planned.sport),
        **_target(aim),
    }
    if group is not None:
        found["childStepId"] = group
    if note := shortened(note_of(step, aim), LONGEST_TEXT):
        found["description"] = note
    return found


def _end(step: Step, sport: Sport) -> Json:
    if step.duration_s is not None:
        kind = FIXED_REST if is_rest(step, sport) else TIME
        return {"endCondition": _typed("conditionType", kind), "endConditionValue": float(step.duration_s)}
    return {
        "endCondition": _typed("conditionType", DISTANCE),
        "endConditionValue": distance_of(step, sport),
        "preferredEndConditionUnit": METRE,
    }


def _target(aim: Aim) -> Json:
    found: Json = {"targetType": _typed("workoutTargetType", TARGETS[aim.unit])}
    if aim.zone:
        return found | {"zoneNumber": aim.zone}
    if aim.unit == "none":
        return found
    return found | {"targetValueOne": float(aim.low), "targetValueTwo": float(aim.high)}


def _sport(sport: Sport) -> Json:
    return _typed("sportType", SPORTS.get(sport, OTHER))


def _typed(name: str, value: tuple[int, str]) -> Json:
    number, key = value
    return {f"{name}Id": number, f"{name}Key": key, "displayOrder": number}
