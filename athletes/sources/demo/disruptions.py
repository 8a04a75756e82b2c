"""What gets in the way: an illness each winter, a week away each summer, nights without the watch."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from athletes.sources.demo.chance import Draw, generator
from athletes.sources.demo.cycle import cycle_start, week_of

_SEVERITY = {-2: 0.3, -1: 0.6, 0: 1.0, 1: 1.0, 2: 0.95, 3: 0.8, 4: 0.65, 5: 0.45, 6: 0.3, 7: 0.15}
"""By day from the first symptoms; the signs come before them (reference: science 4.2)."""

_SICK_DAYS = 6
_RETURN_DAYS = 4
_LOST_NIGHTS = 0.025


@lru_cache(maxsize=64)
def illness_onset(cycle: int, seed: int) -> date | None:
    """First day with symptoms in this cycle; None in a cycle without illness."""
    if cycle % 2:
        return None
    days = int(generator(seed, cycle_start(cycle), Draw.DISRUPTIONS).integers(9 * 7, 15 * 7))
    return cycle_start(cycle) + timedelta(days=days)


@lru_cache(maxsize=64)
def travel_monday(cycle: int, seed: int) -> date | None:
    """Monday of the week away in this cycle; None in a cycle without one."""
    if not cycle % 2:
        return None
    weeks = int(generator(seed, cycle_start(cycle), Draw.DISRUPTIONS).integers(8, 17))
    return cycle_start(cycle) + timedelta(weeks=weeks)


def illness(day: date, seed: int) -> float:
    """How ill the athlete is, from 0 (well) to 1."""
    return _SEVERITY.get(_days_since_onset(day, seed), 0.0)


def is_sick(day: date, seed: int) -> bool:
    """Whether illness forbids training."""
    return 0 <= _days_since_onset(day, seed) < _SICK_DAYS


def is_returning(day: date, seed: int) -> bool:
    """Whether training is only easy because the athlete was ill a few days ago."""
    return _SICK_DAYS <= _days_since_onset(day, seed) < _SICK_DAYS + _RETURN_DAYS


def is_travelling(day: date, seed: int) -> bool:
    week = week_of(day)
    return travel_monday(week.cycle, seed) == week.monday


def left_watch_at_home(day: date, seed: int) -> bool:
    """Tuesday to Friday of the week away: neither training nor wellness is recorded."""
    return is_travelling(day, seed) and 1 <= day.weekday() <= 4


def is_watch_worn(day: date, seed: int) -> bool:
    """Whether the watch measured this day and the night before it."""
    if left_watch_at_home(day, seed):
        return False
    return bool(generator(seed, day, Draw.WORN).random() >= _LOST_NIGHTS)


def _days_since_onset(day: date, seed: int) -> int:
    onset = illness_onset(week_of(day).cycle, seed)
    return (day - onset).days if onset else 1000
