"""Why the longest run stays well below what is usual before the race."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from athletes.sources.records import Sport
from plans.engine.answer.entry import note
from plans.engine.macro.distances import class_of
from plans.engine.plan import Plan
from plans.engine.rules import Session
from plans.engine.rules.growth import LONG_MIN
from plans.engine.rules.judged import Judged, longest_before, runs
from plans.engine.spec import Race
from plans.engine.week.long import LONG_MOST

ENOUGH = 0.8
"""Of the usual longest run: nobody needs more of it."""

GREW = 1.05
LONG_RACES = ("half", "marathon", "ultra")
REASONS = {
    "room": "no day has room for more: give the long day more minutes",
    "growth": "no run is more than a tenth longer than the longest of the 30 days before it, and it begins "
    "with what you ran of late: a later race leaves time for more",
    "share": "it stays a part of the week, and the weeks hold no more: more days or hours let it grow",
}


def longest(plan: Plan) -> Iterator[dict[str, Any]]:
    """One entry for each race of a half marathon or more, in minutes."""
    judged = plan.judged
    for race in judged.season.goals if judged.sessions and judged.spec.sport is Sport.RUNNING else ():
        kind = class_of(judged.spec.sport, race.distance_m)
        usual, run = min(LONG_MOST[kind], LONG_MIN), _longest(judged, race)
        if kind in LONG_RACES and run is not None and run.minutes < ENOUGH * usual:
            why = f"The longest run comes to {_said(run.minutes)}, and {_said(usual)} is usual before such a "
            yield note(usual, run.minutes, f"{why}race: {REASONS[_reason(judged, run, ENOUGH * usual)]}.")


def _longest(plan: Judged, race: Race) -> Session | None:
    """The first of that length."""
    before = [each for each in runs(plan.sessions) if each.day < race.date]
    return max(before, key=lambda each: each.minutes, default=None)


def _reason(plan: Judged, run: Session, wished: float) -> str:
    """No day that long; else it was the next step of growing; else it is the week's hours."""
    if max(room.minutes for room in plan.spec.room) < wished:
        return "room"
    by_day = {
        day: max((each.minutes for each in runs(found)), default=0) for day, found in plan.by_day.items()
    }
    return "growth" if run.minutes >= GREW * longest_before(plan.spec, run.day, by_day) else "share"


def _said(minutes: int) -> str:
    """ "50 min", "1 h 20"."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02}" if hours else f"{rest} min"
