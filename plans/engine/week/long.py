"""How long the long session of a week should be."""

from __future__ import annotations

from athletes.sources.records import Sport
from plans.engine.catalogue.tables import PLAIN
from plans.engine.macro.distances import RaceClass, class_of
from plans.engine.rules.expected import may_be_key
from plans.engine.rules.growth import longest_run_min
from plans.engine.week.situation import Situation
from plans.engine.week.taper import Taper

LONG_MOST: dict[RaceClass, int] = {"5k": 90, "10k": 105, "half": 130, "marathon": 180, "ultra": 180}
LONG_ENDLESS = 120
FAR: frozenset[RaceClass] = frozenset({"marathon", "ultra"})
LONG_FACTOR: dict[Sport, float] = {Sport.RUNNING: 1.0, Sport.CYCLING: 1.6, Sport.SWIMMING: 0.66}
LONG_SHARE, LONG_SHARE_OF_FEW = 0.34, {1: 1.0, 2: 0.56, 3: 0.42}
"""Of a week of running, and of one of few runs, where a third would be no more than any other."""

FAR_SHARE, FAR_SHARE_OF_FEW = 0.375, {1: 1.0, 2: 0.62, 3: 0.5}
"""The same towards a marathon or more: what the race asks for most is the long run."""

LONG_GROWTH, LEAST_LONG_MIN, LONG_OF_USUAL = 1.10, 45, 1.3

LONG_EASED = {"recovery": 0.75, "taper": 0.6}


def long_minutes(now: Situation, minutes: float, sessions: int, taper: Taper | None) -> int:
    """Minutes of the long session: a tenth more than the last ones, up to what the goal asks for."""
    if now.goal_in_week is not None:
        return 0
    most = max(_long_of_goal(now), LONG_OF_USUAL * minutes / max(sessions, 1))
    most = min(most, PLAIN[now.spec.sport]["long"][1], _roomiest(now))
    most = _eased(now, taper) * min(most, LONG_GROWTH * now.longest_before(now.week.start))
    if now.spec.sport is Sport.RUNNING:
        share = _share(now, sessions)
        whole = min(minutes * 7 / len(now.week.days), 2 * minutes)
        most = min(most, longest_run_min(now.spec), max(share * whole, LEAST_LONG_MIN))
    return int(most)


def _share(now: Situation, sessions: int) -> float:
    if is_far(now):
        return FAR_SHARE_OF_FEW.get(sessions, FAR_SHARE)
    return LONG_SHARE_OF_FEW.get(sessions, LONG_SHARE)


def is_far(now: Situation) -> bool:
    """On foot towards a marathon or more."""
    goal, sport = now.goal, now.spec.sport
    return goal is not None and sport is Sport.RUNNING and class_of(sport, goal.distance_m) in FAR


def _eased(now: Situation, taper: Taper | None) -> float:
    if not now.week.is_full:
        return 1.0
    tapers = taper is not None and taper.start <= now.week.start
    return LONG_EASED.get(now.week.kind, LONG_EASED["taper"] if tapers else 1.0)


def _roomiest(now: Situation) -> int:
    """Minutes of the day of the week with most room for something long."""
    days = (day for day in now.week.days if may_be_key(now.spec, day))
    return max((now.spec.room_on(day).minutes for day in days), default=0)


def _long_of_goal(now: Situation) -> float:
    most = LONG_MOST[class_of(now.spec.sport, now.goal.distance_m)] if now.goal else LONG_ENDLESS
    return most * LONG_FACTOR[now.spec.sport]
