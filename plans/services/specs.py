"""From the wish for a plan to a specification, or the named error that says what to change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from athletes.models import Athlete
from config.core.errors import DataValidationError
from metrics.models import Race
from plans.engine.spec import Spec, parse
from plans.errors import PlanSpecError
from plans.selectors.specs import SPORTS, spec_of
from plans.services.locking import refuse

LONGEST_WAIT = timedelta(days=28)
"""What is measured today says little about a plan that starts later."""

MOST_WEEKS = 52


def wish_of(
    athlete: Athlete, *, race: Race | None, sport: str, weeks: int | None, start: date
) -> tuple[dict[str, Any], Spec]:
    """The specification as JSON and as checked values.

    Raises DataValidationError: SPORT_NOT_PLANNED, RACE_OTHER_SPORT, RACE_DISTANCE_MISSING, WEEKS_INVALID,
    PLAN_START_IN_PAST, PLAN_START_TOO_FAR, and the codes of the planner: RACE_IN_PAST, RACE_TOO_FAR,
    RACES_OVERLAP, RACES_TOO_CLOSE, NO_AVAILABLE_DAY, CAPS_CONTRADICTORY.
    """
    _check(athlete, race, sport, weeks, start)
    values = spec_of(athlete, race=race, sport=sport, weeks=weeks, start=start)
    try:
        return values, parse(values)
    except PlanSpecError as error:
        raise DataValidationError(error.message, code=error.code, fields=error.fields) from error


def _check(athlete: Athlete, race: Race | None, sport: str, weeks: int | None, start: date) -> None:
    if sport not in SPORTS:
        refuse("SPORT_NOT_PLANNED", "Plans are made for running, cycling and swimming.", field="sport")
    if race is not None and race.sport != sport:
        refuse("RACE_OTHER_SPORT", "The race is of another sport.", field="race")
    if race is not None and race.distance_m is None:
        refuse("RACE_DISTANCE_MISSING", "Enter the race's distance: the plan rests on it.", field="race")
    if weeks is not None and not 1 <= weeks <= MOST_WEEKS:
        refuse("WEEKS_INVALID", f"A plan has 1 to {MOST_WEEKS} weeks.", field="weeks")
    if start < athlete.today():
        refuse("PLAN_START_IN_PAST", "A plan starts today at the earliest.", field="start")
    if start > athlete.today() + LONGEST_WAIT:
        refuse(
            "PLAN_START_TOO_FAR", "Start within four weeks: your form will be another later.", field="start"
        )
