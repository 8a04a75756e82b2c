"""The training year: 26-week cycles on a fixed calendar, each ending with a race on its last Sunday.

The calendar does not move with today, so that a day keeps its training whenever it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_MONDAY = date(2024, 10, 7)
"""Start of cycle 0. Even cycles end in early April with a half marathon, odd ones in early October."""


class Phase(StrEnum):
    RECOVERY = "recovery"
    BASE = "base"
    BUILD = "build"
    PEAK = "peak"
    TAPER = "taper"


_BLOCKS = (
    (Phase.RECOVERY, (0.60, 0.78)),
    (Phase.BASE, (0.92, 1.00, 1.07, 0.70)),
    (Phase.BASE, (1.00, 1.07, 1.13, 0.70)),
    (Phase.BUILD, (1.04, 1.11, 1.17, 0.71)),
    (Phase.BUILD, (1.08, 1.15, 1.20, 0.72)),
    (Phase.PEAK, (1.08, 1.15, 1.19, 0.72)),
    (Phase.PEAK, (1.12, 1.08)),
    (Phase.TAPER, (0.72, 0.50)),
)
"""Three weeks of work, one easy week; the number is the week's volume."""

_WEEKS = tuple((phase, volume) for phase, volumes in _BLOCKS for volume in volumes)
CYCLE_WEEKS = len(_WEEKS)
_EASY_BELOW = 0.8


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the calendar. `index` counts from 0 within the cycle."""

    monday: date
    cycle: int
    index: int
    phase: Phase
    volume: float

    @property
    def is_easy(self) -> bool:
        return self.phase is Phase.RECOVERY or (self.phase is not Phase.TAPER and self.volume < _EASY_BELOW)

    @property
    def is_race_week(self) -> bool:
        return self.index == CYCLE_WEEKS - 1


def week_of(day: date) -> Week:
    """The week that holds this day."""
    monday = day - timedelta(days=day.weekday())
    cycle, index = divmod((monday - FIRST_MONDAY).days // 7, CYCLE_WEEKS)
    phase, volume = _WEEKS[index]
    return Week(monday=monday, cycle=cycle, index=index, phase=phase, volume=volume)


def cycle_start(cycle: int) -> date:
    """The Monday on which a cycle begins."""
    return FIRST_MONDAY + timedelta(weeks=cycle * CYCLE_WEEKS)
