"""What cannot be planned though every single value is fine; each with a proposal."""

from __future__ import annotations

from itertools import pairwise

from plans.engine.spec.model import Spec
from plans.errors import PlanSpecError

FORTNIGHT_DAYS = 14
FARTHEST_WEEKS = 52
SHORTEST_SESSION_MIN = 20


def refuse_conflicts(spec: Spec) -> None:
    """Raise the first conflict, if there is one."""
    for refuse in (_past_races, _far_races, _races_of_one_day, _close_goals, _no_day, _caps):
        refuse(spec)


def _past_races(spec: Spec) -> None:
    for race in spec.races:
        if race.date <= spec.today:
            raise PlanSpecError(
                f"The race on {race.date} is not after today, {spec.today}: remove it or correct its date.",
                code="RACE_IN_PAST",
            )


def _far_races(spec: Spec) -> None:
    for race in spec.goals:
        if (race.date - spec.today).days > FARTHEST_WEEKS * 7:
            raise PlanSpecError(
                f"The race on {race.date} is more than {FARTHEST_WEEKS} weeks away: plan without it for now.",
                code="RACE_TOO_FAR",
            )


def _races_of_one_day(spec: Spec) -> None:
    for earlier, later in pairwise(spec.races):
        if earlier.date == later.date:
            raise PlanSpecError(f"Two races on {later.date}: keep one of them.", code="RACES_OVERLAP")


def _close_goals(spec: Spec) -> None:
    for earlier, later in pairwise(spec.goals):
        if (later.date - earlier.date).days <= FORTNIGHT_DAYS:
            raise PlanSpecError(
                f"Two A races within a fortnight, {earlier.date} and {later.date}: make one of them B or C.",
                code="RACES_TOO_CLOSE",
            )


def _no_day(spec: Spec) -> None:
    if not any(room.sessions for room in spec.room):
        raise PlanSpecError("No weekday is available: open at least one.", code="NO_AVAILABLE_DAY")


def _caps(spec: Spec) -> None:
    longest = max(room.minutes for room in spec.room)
    cap = spec.weekly_cap_min
    if longest < SHORTEST_SESSION_MIN:
        raise PlanSpecError(
            f"No day has room for a session of {SHORTEST_SESSION_MIN} minutes, the longest has {longest}: "
            "give one more time.",
            code="CAPS_CONTRADICTORY",
        )
    if cap is not None and cap < SHORTEST_SESSION_MIN:
        raise PlanSpecError(
            f"A weekly cap of {cap} minutes has no room for {SHORTEST_SESSION_MIN} of them: raise it.",
            code="CAPS_CONTRADICTORY",
        )
