"""What the whole plan had to settle for, each with a way out, in the form of the wishes that gave way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from athletes.sources.records import Sport
from plans.engine.answer.entry import note
from plans.engine.answer.falling import falling
from plans.engine.answer.long_day import long_day
from plans.engine.answer.longest import longest
from plans.engine.catalogue.levels import measure_of
from plans.engine.macro.distances import demands
from plans.engine.plan import Plan
from plans.engine.rules.expected import STRENGTH_SLOTS, slots, strength_wanted
from plans.engine.spec import Spec

THRESHOLDS = {
    Sport.RUNNING: "a threshold pace or a threshold heart rate",
    Sport.CYCLING: "an FTP or a threshold heart rate",
    Sport.SWIMMING: "a critical swim speed",
}
TO_FINISH = "the plan is to finish it well"
WAYS_OUT = {
    "availability": "open more days or give them more minutes",
    "blackouts": "shorten the days off, or plan from the day after them",
    "illness": "plan anew once you are well",
    "races": "take one of the races out",
}


def notes(plan: Plan) -> list[dict[str, Any]]:
    """What the plan as a whole settles for; what gives way in single weeks is told by `relaxed`."""
    return [
        *_no_plan(plan),
        *_finish_only(plan),
        *_races_off(plan),
        *_by_feel(plan),
        *long_day(plan),
        *longest(plan),
        *_strength(plan),
        *falling(plan),
    ]


def _no_plan(plan: Plan) -> Iterator[dict[str, Any]]:
    for name in plan.blocking:
        way = WAYS_OUT.get(name, WAYS_OUT["availability"])
        yield note(None, None, f"There is no plan because of {name.lower()}: {way}.")


def _finish_only(plan: Plan) -> Iterator[dict[str, Any]]:
    spec = plan.judged.spec
    for race in spec.goals:
        least, weeks = demands(spec.sport, race.distance_m).least_weeks, (race.date - spec.today).days // 7
        if weeks < least and plan.judged.sessions:
            why = f"The race on {race.date} is {weeks} weeks away and getting ready for it takes {least}: "
            yield note(least, weeks, why + f"{TO_FINISH}. A later race leaves time for more.")


def _races_off(plan: Plan) -> Iterator[dict[str, Any]]:
    """Races on days on which nothing is to be trained."""
    spec = plan.judged.spec
    for race in spec.races if plan.judged.sessions else ():
        if any(race.date in each for each in (*spec.blackouts, *spec.illness)):
            why = f"The race on {race.date} falls on days off: it is planned for as if it were run. "
            yield note(None, None, why + "Take the race or the days off out if that is wrong.")


def _by_feel(plan: Plan) -> Iterator[dict[str, Any]]:
    spec = plan.judged.spec
    if plan.judged.sessions and _is_by_feel(spec):
        why = "No threshold of yours is known: sessions go by feel, loads are guesses. Set "
        yield note("thresholds", "rpe", f"{why}{THRESHOLDS[spec.sport]}.")


def _is_by_feel(spec: Spec) -> bool:
    return measure_of(spec.sport, spec.athlete.thresholds) == "rpe"


def _strength(plan: Plan) -> Iterator[dict[str, Any]]:
    """It was wished, and no week asks for any: what gives way in single weeks is told with rule 17."""
    spec, season = plan.judged.spec, plan.judged.season
    if not spec.strength or not plan.judged.sessions:
        return
    if any(strength_wanted(spec, season, week) for week in season.weeks):
        return
    most = max((slots(spec, week) for week in season.weeks if week.is_full), default=0)
    if most < STRENGTH_SLOTS:
        why = f"Strength is planned where a week has room for {STRENGTH_SLOTS} sessions beside a day of rest"
        why += f", and yours has room for {most}: open another day, or allow two sessions on one."
    elif most < spec.athlete.sessions_per_week:
        why = f"You train {spec.athlete.sessions_per_week} times a week, and the days have room for {most}: "
        why += "there is no place for strength. Open another day, or allow two sessions on one."
    else:
        why = "Every week is cut short or too near the race for strength."
    yield note("strength", None, why)
