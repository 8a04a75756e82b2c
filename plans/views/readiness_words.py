"""Whether a plan makes somebody ready for its race, in words: said before it is adopted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from athletes.sources.records import Sport
from config.core import formatting
from config.core.dates import full_day
from plans.engine.macro.distances import demands
from plans.models import Plan

FINISH_ONLY = "finish_only"
USUAL_SPEED_MPS = {Sport.RUNNING: 2.6, Sport.CYCLING: 7.0, Sport.SWIMMING: 0.75}
"""Of somebody who finishes in the middle or behind it: for a race without a goal."""

ENOUGH_SHARE, ENOUGH_MIN = 0.5, 120
"""The longest session is half of the race, or two hours: more is asked of nobody."""

NAMES = {
    Sport.RUNNING: ("longest run", "run"),
    Sport.CYCLING: ("longest ride", "ride"),
    Sport.SWIMMING: ("longest swim", "swim"),
}


@dataclass(frozen=True, slots=True)
class TooLittle:
    """`why` says what is missing, `means` what the plan is for instead; `goal` and `time` what would help."""

    why: str
    means: str
    goal: str
    time: str


def too_little(plan: Plan, longest_min: int) -> TooLittle | None:
    """What stands between the plan and its race; None when nothing does. `longest_min` is of its sessions."""
    race = plan.race
    if race is None or race.distance_m is None:
        return None
    if plan.status == FINISH_ONLY:
        return _too_near(plan, race.date, race.distance_m)
    race_min = (race.goal_s or race.distance_m / USUAL_SPEED_MPS[Sport(plan.sport)]) / 60
    if longest_min < min(ENOUGH_SHARE * race_min, ENOUGH_MIN):
        return _too_short(plan, longest_min, race_min)
    return None


def _too_near(plan: Plan, day: date, distance_m: float) -> TooLittle:
    days = (day - plan.start).days
    least = demands(Sport(plan.sport), distance_m).least_weeks
    if days >= 7 * least:
        why = "An earlier goal of this plan comes too soon to get ready for it."
    else:
        there_are = f"{days} days" if days < 14 else f"{days // 7} full weeks"
        why = f"From {full_day(plan.start)} to the race there are {there_are}; this distance takes {least}."
    return TooLittle(
        why,
        "The plan aims at arriving healthy and finishing, not at a time.",
        "A later race or a shorter distance leaves time to get ready.",
        "",
    )


def _too_short(plan: Plan, longest_min: int, race_min: float) -> TooLittle:
    longest, one = NAMES[Sport(plan.sport)]
    planned, takes = (formatting.duration_words(60 * each) for each in (longest_min, round(race_min, -1)))
    return TooLittle(
        f"The {longest} of the plan is {planned}, and the race takes about {takes}.",
        f"More would grow faster than is safe, or than your days have room for. No {one} before the race is "
        "half as long as it: aim at finishing, with breaks.",
        "A later race or a shorter distance leaves time to get ready.",
        "More days, or more minutes on the day of the long session, may help too.",
    )
