"""What the whole plan had to settle for, each with a way out, in the form of the wishes that gave way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from athletes.sources.records import Sport
from plans.engine.catalogue.levels import measure_of
from plans.engine.macro.distances import demands
from plans.engine.plan import Plan
from plans.engine.rules.expected import STRENGTH_SLOTS, slots, strength_wanted
from plans.engine.spec import WEEKDAYS, Spec

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
    """No plan at all, a plan to finish only, targets by feel, a long day without room, no strength."""
    return [*_no_plan(plan), *_finish_only(plan), *_by_feel(plan), *_long_day(plan), *_strength(plan)]


def _note(wished: float | str | None, became: float | str | None, why: str) -> dict[str, Any]:
    return {"rule": None, "from": wished, "to": became, "why": why}


def _no_plan(plan: Plan) -> Iterator[dict[str, Any]]:
    for name in plan.blocking:
        way = WAYS_OUT.get(name, WAYS_OUT["availability"])
        yield _note(None, None, f"There is no plan because of {name.lower()}: {way}.")


def _finish_only(plan: Plan) -> Iterator[dict[str, Any]]:
    spec = plan.judged.spec
    for race in spec.goals:
        least, weeks = demands(spec.sport, race.distance_m).least_weeks, (race.date - spec.today).days // 7
        if weeks < least:
            why = f"The race on {race.date} is {weeks} weeks away and getting ready for it takes {least}: "
            yield _note(least, weeks, why + f"{TO_FINISH}. A later race leaves time for more.")


def _by_feel(plan: Plan) -> Iterator[dict[str, Any]]:
    spec = plan.judged.spec
    if plan.judged.sessions and _is_by_feel(spec):
        why = "No threshold of yours is known: sessions go by feel, loads are guesses. Set "
        yield _note("thresholds", "rpe", f"{why}{THRESHOLDS[spec.sport]}.")


def _is_by_feel(spec: Spec) -> bool:
    return measure_of(spec.sport, spec.athlete.thresholds) == "rpe"


def _long_day(plan: Plan) -> Iterator[dict[str, Any]]:
    """The long session goes elsewhere."""
    spec = plan.judged.spec
    if spec.long_day is not None and not spec.room[spec.long_day].sessions and plan.judged.sessions:
        wished = WEEKDAYS[spec.long_day]
        days = [each.day.weekday() for each in plan.judged.sessions if each.kind == "long"]
        became = WEEKDAYS[max(sorted(set(days)), key=days.count)] if days else None
        yield _note(wished, became, f"There is no room on {wished}: the long session is done on another day.")


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
    yield _note("strength", None, why)
