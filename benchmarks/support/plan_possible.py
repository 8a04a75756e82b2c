"""Whether somebody could train at all: asked of the hard rules, and of nothing that the planner plans by."""

from __future__ import annotations

from datetime import date

from plans.engine.macro import season_of
from plans.engine.rules import Judged, Session, check
from plans.engine.spec import Spec, days_between

SHORTEST_MIN = 20


def is_possible(spec: Spec) -> bool:
    """One short easy session keeps every hard rule, on one day or another."""
    season = season_of(spec)
    days = days_between(season.start, season.end)
    return any(_keeps(Judged(spec, season, (_short(spec, day),))) for day in days)


def _keeps(plan: Judged) -> bool:
    return not any(verdict.breaks_plan for verdict in check(plan))


def _short(spec: Spec, day: date) -> Session:
    minutes = SHORTEST_MIN
    return Session(day, 1, spec.sport.value, "easy", minutes, minutes, False, minutes, 0, 0)
