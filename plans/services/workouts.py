"""From what somebody wrote to the numbers a session is weighed by."""

from __future__ import annotations

from typing import Any

from athletes.sources.records import Sport
from config.core.errors import DataValidationError
from metrics.science.thresholds import Thresholds
from plans.engine.catalogue.entry import QUALITY
from plans.engine.prediction import predict
from plans.engine.steps import InvalidWorkout, Workout, from_json, leaves, to_json
from plans.engine.syntax import SyntaxProblems, parse, print_workout
from plans.engine.targets import Lack
from plans.services.locking import refuse

LONGEST_MIN = 24 * 60
HARD_MIN = 10
"""Minutes above the first threshold from which a session of any name asks for 48 hours around it."""


def read_workout(sport: str, *, text: str | None, steps: object) -> Workout:
    """The workout of a text, or of steps as JSON when `text` is None.

    Raises DataValidationError WORKOUT_INVALID, whose messages for `text` begin with the line and those for
    `steps` with the place.
    """
    try:
        return parse(text, Sport(sport)) if text is not None else from_json(steps)
    except SyntaxProblems as error:
        messages = [f"Line {each.line}: {each.message}" for each in error.problems]
        raise _invalid("text", messages) from error
    except InvalidWorkout as error:
        raise _invalid("steps", [f"{each.path}: {each.message}" for each in error.faults]) from error


def workout_fields(workout: Workout, sport: str, kind: str, thresholds: Thresholds) -> dict[str, Any]:
    """What a session stores of a workout, predicted with `thresholds`: the columns by name.

    Raises DataValidationError THRESHOLD_MISSING or DURATION_UNKNOWN when nothing tells how long or hard it
    is.
    """
    told = predict(workout, Sport(sport), thresholds)
    if isinstance(told, Lack):
        refuse(told.code, told.message, field="text")
    if told.minutes > LONGEST_MIN:
        refuse("WORKOUT_INVALID", "A session ends within a day.", field="text")
    return {
        "sport": sport,
        "kind": kind,
        "steps": to_json(workout),
        "text": print_workout(workout, Sport(sport), told),
        "minutes": max(told.minutes, 1),
        "distance_m": _distance(workout),
        "load": told.load,
        "hard": kind in QUALITY or (sport != Sport.STRENGTH and told.z2_min + told.z3_min >= HARD_MIN),
        "z1_min": told.z1_min,
        "z2_min": told.z2_min,
        "z3_min": told.z3_min,
    }


def _distance(workout: Workout) -> float | None:
    """Metres, where every step has them."""
    metres = [step.distance_m for step in leaves(workout)]
    return sum(each for each in metres if each) if all(metres) else None


def _invalid(field: str, messages: list[str]) -> DataValidationError:
    return DataValidationError(
        "The workout cannot be read.", code="WORKOUT_INVALID", fields={field: messages}
    )
