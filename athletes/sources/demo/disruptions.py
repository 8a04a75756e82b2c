"""What gets in the way: a cold each winter, a week away each summer, late nights, and races to rest for.

All of it is fixed by the calendar of the training cycles and the seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from athletes.sources.demo.cycle import CYCLE_WEEKS, cycle_start, week_of
from athletes.sources.simulator.chance import Use, generator
from athletes.sources.simulator.events import DATA_GAP, ILLNESS, Event

_SICK_DAYS, _RETURN_DAYS = 6, 4
_LATE_NIGHTS = 8
_TAPER_DAYS = 14
_COLD = {"resting_hr_bpm": 6.5, "ln_rmssd": -0.30, "respiration_rpm": 1.9, "stress": 22.0, "sleep_h": 0.8}
_AWAY = {"resting_hr_bpm": 2.5, "ln_rmssd": -0.10, "sleep_h": -1.2, "stress": 3.0}
_LATE = {"resting_hr_bpm": 1.8, "ln_rmssd": -0.07, "sleep_h": -1.6, "stress": 4.0}
_RESTED = {"resting_hr_bpm": -1.5, "ln_rmssd": 0.03}


@lru_cache(maxsize=64)
def illness_onset(cycle: int, seed: int) -> date | None:
    """First day with symptoms in this cycle; None in a cycle without illness."""
    if cycle % 2:
        return None
    return cycle_start(cycle) + timedelta(days=int(_draws(cycle, seed).integers(9 * 7, 15 * 7)))


@lru_cache(maxsize=64)
def travel_monday(cycle: int, seed: int) -> date | None:
    """Monday of the week away in this cycle; None in a cycle without one."""
    if not cycle % 2:
        return None
    return cycle_start(cycle) + timedelta(weeks=int(_draws(cycle, seed).integers(8, 17)))


@lru_cache(maxsize=64)
def late_nights_from(cycle: int, seed: int) -> date:
    """The first of some short nights in a row, early in every cycle."""
    return cycle_start(cycle) + timedelta(days=int(_draws(cycle, seed, 1).integers(3 * 7, 5 * 7)))


def race_day(cycle: int) -> date:
    """The Sunday on which a cycle ends."""
    return cycle_start(cycle) + timedelta(weeks=CYCLE_WEEKS, days=-1)


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


def events_of(cycle: int, seed: int) -> Iterator[Event]:
    """What happens in a cycle, with its effects on the body."""
    race = race_day(cycle)
    yield _event("taper", race - timedelta(days=_TAPER_DAYS - 1), _TAPER_DAYS, _RESTED, rise=7.0, fall=3)
    yield _event("sleep_debt", late_nights_from(cycle, seed), _LATE_NIGHTS, _LATE, rise=1.5, fall=2)
    if onset := illness_onset(cycle, seed):
        yield _event(ILLNESS, onset, _SICK_DAYS, _COLD, rise=2.5, fall=3, lead=2)
    if monday := travel_monday(cycle, seed):
        yield _event("travel", monday, 7, _AWAY, rise=1.0, fall=2)
        yield _event(DATA_GAP, monday + timedelta(days=1), 4, {})


def _event(
    kind: str,
    start: date,
    days: int,
    effects: dict[str, float],
    rise: float = 0.0,
    fall: int = 0,
    lead: int = 0,
) -> Event:
    end = start + timedelta(days=days)
    return Event(
        kind=kind,
        start=start,
        end=end,
        visible_from=start - timedelta(days=lead),
        gone=end + timedelta(days=fall),
        rise_days=rise,
        effects=effects,
    )


def _draws(cycle: int, seed: int, use: int = 0) -> np.random.Generator:
    return generator(seed, Use.DISRUPTION, cycle_start(cycle).toordinal(), use)


def _days_since_onset(day: date, seed: int) -> int:
    onset = illness_onset(week_of(day).cycle, seed)
    return (day - onset).days if onset else 1000
