"""Room for races: rule 18."""

from __future__ import annotations

from datetime import timedelta

from plans.engine.rules.expected import KEY_FREE_DAYS
from plans.engine.rules.finding import Finding, at_most, not_applicable
from plans.engine.rules.judged import Judged, total_minutes
from plans.engine.spec import Race

DAY_BEFORE_MIN = 30


def races(plan: Judged) -> Finding:
    """18: sessions on race days, key sessions within 48 hours before an A or B race, more than 30 minutes the
    day before one, hard ones the day before or after a C race."""
    raced = [race for race in plan.spec.races if plan.season.start <= race.date < plan.season.end]
    return at_most(float(sum(_faults(plan, race) for race in raced)), 0) if raced else not_applicable(0)


def _faults(plan: Judged, race: Race) -> int:
    day = timedelta(days=1)
    if race.priority == "C":
        around = [*plan.by_day.get(race.date - day, ()), *plan.by_day.get(race.date + day, ())]
        tired = any(session.hard for session in around)
    else:
        tired = any(session.is_key for session in plan.during(race.date - KEY_FREE_DAYS * day, race.date))
    eve = total_minutes(plan.by_day.get(race.date - day, ()))
    long_eve = race.priority != "C" and eve > DAY_BEFORE_MIN
    return bool(plan.by_day.get(race.date)) + tired + long_eve
